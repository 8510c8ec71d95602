"""The operations of ``DEFECTS.md`` on levels, consistency, places, blanks, personal data and empty talk; and changes that are none."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from random import Random

from kb.model import Clause, Document
from tests.bench.defect_new import (
    annex_title,
    contents_line,
    doubled_heading,
    doubled_item,
    emptied_section,
    impossible_day,
    law_title,
    report_late,
    skip_number,
    two_heads,
    wrong_issuer,
)
from tests.bench.defect_ops import (
    _BODY,
    _LEVELS,
    _ROMAN,
    Mutation,
    Operation,
    _one,
    _shuffled,
    _substitute,
    below,
    break_annex_reference,
    break_count,
    break_inserted_reference,
    break_inserted_sum,
    break_percentage,
    break_section_reference,
    break_sum,
    contents_entry,
    double_words,
    duty_without_membership,
    edited,
    former_name,
    garble_characters,
    garble_words,
    member_without_duty,
    misnumber_citation,
    no_lead,
    rare_drills,
    remove_annex,
    remove_limit,
    repeal_citation,
    stretch_limit,
    swap_bodies,
    two_leads,
    without_sections,
)

# --------------------------------------------------------------------------- obligations


def weaken(document: Document, random: Random) -> Iterator[Mutation]:
    for clause in _shuffled(document, random):
        found = re.search(r"应当|必须|不得|严禁", clause.text)
        if found and clause.section >= 0:
            after = {"应当": "可以", "必须": "可以", "不得": "不宜", "严禁": "不宜"}[found[0]]
            yield _one("D16 weaken obligation", document, clause, found[0], after, ("QC-MODAL",), found.start())


def weaken_inserted(document: Document, random: Random) -> Iterator[Mutation]:
    for clause in _shuffled(document, random, least=40, rows=False)[:3]:
        if clause.section < 0:
            continue
        said = random.choice((
            "事发单位可以向主管部门报告事故情况。", "各成员单位接到指令后可以派员到场，可视情参加处置。", "险情扩大的，宜组织受威胁人员转移。",
            "现场人员原则上不迟报、漏报事故信息。", "值班人员尽量保持24小时在岗。", "预案可以每三年评估一次。", "应急响应期间可以不服从统一指挥。",
        ))  # fmt: skip
        yield Mutation(
            "D16 weaken obligation", edited(document, {clause.id: clause.text + said}), ("QC-MODAL",), frozenset({clause.id}), "", said
        )  # fmt: skip


# --------------------------------------------------------------------------- levels


def _level_rows(document: Document) -> list[list[Clause]]:
    """Runs of four neighbouring clauses, each beginning with another level, in order."""
    runs: list[list[Clause]] = []
    names = [_LEVELS, _ROMAN, ("特别重大", "重大", "较大", "一般"), ("红色", "橙色", "黄色", "蓝色")]
    for start in range(len(document.clauses) - 3):
        four = list(document.clauses[start : start + 4])
        runs += [four for group in names for order in (group, group[::-1]) if _in_order(four, order)]
    return runs


def _in_order(four: list[Clause], order: Sequence[str]) -> bool:
    lead = r"^(?:[^：；]{0,8}：)?(?:[（(]\d[）)])?(?:启动)?"
    return all(re.match(lead + level, clause.text[:18]) for level, clause in zip(order, four, strict=True))


def _level_sections(document: Document) -> list[list[int]]:
    """Sets of four sections on one level each."""
    found: dict[str, dict[str, int]] = {}
    for at, section in enumerate(document.sections):
        for group in (_LEVELS, _ROMAN, ("I级", "II级", "III级", "IV级")):
            for level in group:
                if re.match(rf"(?:启动)?{level}(?:应急)?响应", section.text) or re.match(rf"{level}", section.text):
                    parent = section.path.rsplit(".", 1)[0] if "." in section.path else ""
                    found.setdefault(f"{group[0]}{section.level}{parent}", {})[level] = at
    return [list(each.values()) for each in found.values() if len(each) >= 3]


def remove_level(document: Document, random: Random) -> Iterator[Mutation]:
    for sections in _level_sections(document)[:2]:
        index = random.choice(sections[1:] if len(sections) > 3 else sections)
        changed = without_sections(document, below(document.sections, index))
        yield Mutation("D17 remove level", changed, ("QC-LVL",), frozenset(), document.sections[index].label, "")
    for four in _level_rows(document)[:6]:
        clause = random.choice(four)
        if re.search(r"响应|启动|预警|级别|级：|色：", clause.text):
            yield Mutation(
                "D17 remove level", edited(document, {clause.id: ""}), ("QC-LVL",), frozenset(), clause.text[:30], ""
            )


_INTERVAL = re.compile(
    r"(\d+(?:\.\d+)?)(万|亿)?(人|间|户|公顷|元|亩|米)(?:（含[^）]*）|\(含[^)]*\))?以上[、，,]?(?:至)?(\d+(?:\.\d+)?)(万|亿)?(人|间|户|公顷|元|亩|米)(?:（[^）]*）|\([^)]*\))?以下"
)


def _moved(up: bool, operation: str) -> Operation:
    def apply(document: Document, random: Random) -> Iterator[Mutation]:
        for clause in _shuffled(document, random):
            found = _INTERVAL.search(clause.text)
            if not found or not re.search(r"级|特别重大|重大|较大|一般|色|响应", " ".join((clause.text, *clause.path))):
                continue
            low, high = float(found[1]), float(found[4])
            after = f"{high * 1.5:g}" if up else f"{high * 0.8:g}"
            if not up and found[2] == found[5] and float(after) <= low:
                continue
            yield _one(operation, document, clause, found[4], after, ("QC-LVL",), found.start(4))

    return apply


overlap = _moved(True, "D18 overlap levels")
gap = _moved(False, "D19 gap between levels")

_COLOURS = ("红色", "橙色", "黄色", "蓝色")


def wrong_colour(document: Document, random: Random) -> Iterator[Mutation]:
    for clause in _shuffled(document, random, least=6):
        pair = re.search(
            r"(?:[一二三四]级|Ⅰ级|Ⅱ级|Ⅲ级|Ⅳ级|I级|特别重大|重大|较大|一般)[^。]{0,12}?(红色|橙色|黄色|蓝色)|(红色|橙色|黄色|蓝色)[^。；]{0,6}?(?:[一二三四]级|Ⅰ级|Ⅱ级|Ⅲ级|Ⅳ级|特别重大|较大)",
            clause.text,
        )
        if not pair or len(re.findall("、", pair[0])) > 0:
            continue
        colour = pair[1] or pair[2]
        other = random.choice([each for each in _COLOURS if each != colour])
        yield _one(
            "D20 wrong colour",
            document,
            clause,
            colour,
            other,
            ("QC-LVL",),
            pair.start(1) if pair[1] else pair.start(2),
        )
    for clause in document.clauses:
        if re.search(r"红色、橙色、黄色(?:和|、|及)蓝色", clause.text):
            yield _one("D20 wrong colour", document, clause, "红色、橙色", "橙色、红色", ("QC-LVL",))


def level_without_measures(document: Document, random: Random) -> Iterator[Mutation]:
    for clause in _shuffled(document, random):
        found = re.match(r"((?:[一二三四]级|Ⅰ级|Ⅱ级|Ⅲ级|Ⅳ级)(?:应急)?响应)[：:](.{20,})", clause.text)
        if found:
            yield _one("D21 level without measures", document, clause, clause.text, f"{found[1]}：", ("QC-LVL",), 0)
    for at, section in enumerate(document.sections):
        if re.search(r"(?:[一二三四]级|Ⅰ级|Ⅱ级|Ⅲ级|Ⅳ级)(?:应急)?响应(?:行动|措施)?$|^响应措施$", section.text):
            inside = below(document.sections, at)
            own = [clause for clause in document.clauses if clause.section in inside]
            if own and sum(len(c.text) for c in own) > 30:
                texts = {clause.id: "" for clause in own}
                yield Mutation(
                    "D21 level without measures", edited(document, texts), ("QC-LVL",), frozenset(), section.label, ""
                )


mixed_names = _substitute(
    "D22 mixed level names", r"(?:[一二三四]级|Ⅰ级|Ⅱ级|Ⅲ级|Ⅳ级)(?=(?:应急)?响应)",
    lambda m: {"一": "红色", "二": "橙色", "三": "黄色", "四": "蓝色", "Ⅰ": "A级", "Ⅱ": "B级", "Ⅲ": "C级", "Ⅳ": "D级"}[m[0][0]],
    "QC-LVL",
)  # fmt: skip

# --------------------------------------------------------------------------- consistency


def other_holder(document: Document, random: Random) -> Iterator[Mutation]:
    """The office moves in one of two places that tell where it is."""
    seats = [
        (c, m)
        for c in document.clauses
        for m in re.finditer(r"办公室(?:（[^）]*）)?设在([\u4e00-\u9fff]{2,10}?(?:局|厅|委|处|部))", c.text)
    ]
    if len(seats) >= 2 and len({m[1] for _, m in seats}) == 1:
        for clause, found in seats[:3]:
            yield _one(
                "D27 other holder",
                document,
                clause,
                found[1],
                "县统计局" if found[1][0] == "县" else "省统计局",
                ("QC-CONS",),
                found.start(1),
            )


def conflicting_post(document: Document, random: Random) -> Iterator[Mutation]:
    """A second sentence that gives the office another seat or head."""
    for clause in document.clauses:
        found = re.search(rf"(?:办公室|县防办|市防办)(?:（[^）]*）)?[^。；]{{0,6}}设在({_BODY})", clause.text)
        if not found:
            continue
        for target in _shuffled(document, random, least=40, rows=False)[:3]:
            if target.id == clause.id or target.section < 0:
                continue
            other = "统计局" if not found[1].startswith(("省", "市", "县")) else f"{found[1][0]}统计局"
            said = random.choice((f"指挥部办公室设在{other}。", f"办公室设在{other}，负责日常工作。"))
            yield Mutation(
                "D27 other holder",
                edited(document, {target.id: target.text + said}),
                ("QC-CONS",),
                frozenset({target.id, clause.id}),
                "",
                said,
            )
        return


def other_phone(document: Document, random: Random) -> Iterator[Mutation]:
    """A number that stands twice beside the same name, changed in one of the places."""
    beside: dict[str, list[tuple[Clause, set[str]]]] = {}
    for clause in document.clauses:
        for found in re.finditer(r"(?<!\d)\d{4}-\d{7,8}(?!\d)|(?<!\d)1[3-9]\d{9}(?!\d)", clause.text):
            beside.setdefault(found[0], []).append((clause, _names_before(clause, found.start())))
    twice = [
        (phone, clause)
        for phone, places in beside.items()
        for clause, names in places
        if any(other.id != clause.id and names & known for other, known in places)
    ]
    random.shuffle(twice)
    for phone, clause in twice[:8]:
        at = random.choice([index for index, char in enumerate(phone) if char.isdigit() and index > 5])
        digit = str((int(phone[at]) + random.randint(1, 9)) % 10)
        yield _one("D28 other phone", document, clause, phone, phone[:at] + digit + phone[at + 1 :], ("QC-CONS",))


def _names_before(clause: Clause, at: int) -> set[str]:
    """All runs of four characters in the words by which a number stands, without what every number is called."""
    row = clause.text if clause.table_row else clause.text[max(0, at - 24) : at]
    said = re.sub(r"联系方式|联系电话|值班电话|固定电话|负责人|责任人|管理人|保管人|电话|岗位|单位|小时", "，", row)
    return {run[k : k + 4] for run in re.findall(r"[\u4e00-\u9fff]{4,}", said) for k in range(len(run) - 3)}


def other_number(document: Document, random: Random) -> Iterator[Mutation]:
    named = re.compile(
        r"([\u4e00-\u9fff]{3,12}(?:队|医院|协会|学校|小学|中学|体育馆|水库|仓库|工作组|成员单位))[（(：:，共有]{0,2}(?:人数|现有|可容纳|容量|编制)?[：:]?(\d+)(人|名|张|个|床)"
    )
    seen: dict[str, list[tuple[Clause, re.Match[str]]]] = {}
    for clause in document.clauses:
        for found in named.finditer(clause.text):
            seen.setdefault(found[1][-5:] + found[2] + found[3], []).append((clause, found))
    for places in seen.values():
        if len({clause.id for clause, _ in places}) >= 2:
            clause, found = random.choice(places)
            yield _one(
                "D29 other number", document, clause, found[2], str(int(found[2]) * 2 + 1), ("QC-CONS",), found.start(2)
            )


def other_headquarters(document: Document, random: Random) -> Iterator[Mutation]:
    whole = "".join(clause.text for clause in document.clauses)
    for now, old in (("指挥部", "领导小组"), ("领导小组", "指挥部")):
        if whole.count(now) >= 8 and whole.count(old) == 0:
            made = 0
            for clause in _shuffled(document, random):
                found = re.search(rf"(?<!现场)(?<!上级){now}(?!办公室)", clause.text)
                if found and clause.section >= 0 and made < 4:
                    made += 1
                    yield _one("D30 other headquarters", document, clause, now, old, ("QC-CONS",), found.start())


# --------------------------------------------------------------------------- places, blanks, persons, age

_REAL = {"省": "四川省", "市": "绵阳市", "县": "白沙县", "乡镇": "白沙镇", "村社区": "柳树村"}


def foreign_place(document: Document, random: Random) -> Iterator[Mutation]:
    own = re.escape(document.region[-3:]) if document.region else "本县"
    short = {"省": "省|自治区", "市": "市", "县": "县", "乡镇": "镇|乡", "村社区": "村"}.get(
        document.plan_level or "", "县"
    )
    other = _REAL.get(document.plan_level or "", "白沙县")
    for clause in _shuffled(document, random):
        found = re.search(
            rf"(?:{own}|(?<![\u4e00-\u9fff])(?:本|全)?(?:{short}))(?=人民政府|政府|应急管理局|应急厅|应急局|行政区域|境内|水利局|公安局|公安厅|财政厅|民政厅|指挥部|村委会|村民委员会)",
            clause.text,
        )
        if found and clause.section >= 0:
            yield _one("D31 foreign place", document, clause, found[0], other, ("QC-COPY",), found.start())


def foreign_body(document: Document, random: Random) -> Iterator[Mutation]:
    level = document.plan_level or ""
    for clause in _shuffled(document, random, least=40, rows=False)[:4]:
        if clause.section < 0 or level not in _REAL:
            continue
        body = {
            "省": "云南省应急管理厅",
            "市": "绵阳市应急管理局",
            "县": "白沙县应急管理局",
            "乡镇": "白沙镇人民政府",
            "村社区": "柳树村委会",
        }[level]
        said = random.choice(
            (f"{body}负责组织群众转移。", f"由{body}牵头开展灾情核查。", f"相关情况及时报告{body}办公室。")
        )
        yield Mutation(
            "D32 foreign body",
            edited(document, {clause.id: clause.text + said}),
            ("QC-COPY",),
            frozenset({clause.id}),
            "",
            said,
        )


def placeholder(document: Document, random: Random) -> Iterator[Mutation]:
    for clause in _shuffled(document, random):
        found = re.search(
            r"\d{4}-\d{7}|\d+人|\d{1,4}(?:小时|分钟|年\d+月)|[\u4e00-\u9fff]{2,5}(?:局长|主任|镇长|县长|书记|经理)",
            clause.text,
        )
        if found and clause.section >= 0 and not re.search(r"格式|文本|样|表|令|单|卡", "".join(clause.path)):
            made = random.choice(
                (
                    "×××",
                    "____",
                    "〔待补充：数量〕",
                    "XXX",
                    "（待定）",
                    "***",
                    "【待核实】",
                    "□□□",
                    "某某",
                    "TODO",
                    "(请填写)",
                    "？？？",
                )
            )
            yield _one("D33 placeholder", document, clause, found[0], made, ("QC-PH",), found.start())


def personal_data(document: Document, random: Random) -> Iterator[Mutation]:
    for clause in _shuffled(document, random, least=40, rows=False)[:4]:
        if clause.section < 0:
            continue
        said = random.choice((
            "遇难者李建国，身份证号110101197003072310。", "转移户主张秀兰，联系电话13812345678。", "肇事车辆为川A·8K321。",
            "伤者王志强（男，45岁，住石桥镇上河村3组）。", "五保户刘桂英，电话13987654321，独居。",
        ))  # fmt: skip
        yield Mutation(
            "D34 personal data",
            edited(document, {clause.id: clause.text + said}),
            ("QC-PII",),
            frozenset({clause.id}),
            "",
            said,
            public=True,
        )


def outdated(document: Document, random: Random) -> Iterator[Mutation]:
    if (
        re.match(r"202[4-6]-", document.date)
        and document.date_text
        and document.plan_type not in ("SCH", "EC", "ES", "EF")
    ):
        old = str(int(document.date[:4]) - 5)
        texts = {
            c.id: c.text.replace(document.date[:4] + "年", old + "年")
            for c in document.clauses
            if document.date_text in c.text
        }
        changed = replace(
            edited(document, texts),
            date=old + document.date[4:],
            date_text=document.date_text.replace(document.date[:4], old),
        )
        yield Mutation("D35 outdated plan", changed, ("QC-AGE",), frozenset(), document.date_text, old)


_EMPTY = (
    "各有关部门要高度重视，切实加强组织领导，进一步做好各项应急处置工作，确保各项措施落到实处。",
    "各相关单位按照职责分工，密切配合，通力协作，及时有效地开展应急救援工作。",
    "要坚持以人为本，科学施救，妥善处置，最大限度减少人员伤亡和财产损失。",
    "必要时采取其他有效措施，防止事态进一步扩大，维护社会稳定。",
)  # fmt: skip


def boilerplate(document: Document, random: Random) -> Iterator[Mutation]:
    wanted = re.compile(r"处置|响应|措施|转移|疏散|预警行动|保障|救援|监测")
    sections = [
        at for at, section in enumerate(document.sections) if wanted.search(section.text) and not section.appendix
    ]
    random.shuffle(sections)
    for at in sections:
        own = [clause for clause in document.clauses if clause.section == at]
        if sum(len(clause.text) for clause in own) < 80:
            continue
        texts = {clause.id: "" for clause in own[1:]} | {own[0].id: "".join(_EMPTY)}
        yield Mutation(
            "D36 boilerplate section",
            edited(document, texts),
            ("QC-OPER", "QC-SPEC"),
            frozenset({own[0].id}),
            "",
            _EMPTY[0],
        )


_ACTOR = r"(?:由)?(?:[省市县区州镇乡村]|自治区)?[\u4e00-\u9fff]{1,10}?(?:局|厅|委|部(?![位署分])|办公室|指挥部|领导小组|中心|支队|大队|总队|公司|红十字会|政府|医院|机构|部门|单位|组(?!织)|队(?!伍)|班|所(?![有需])|站|街道|员|长(?!期)|主任|书记|干部|企业|学校|人员)"
_ACTION = r"(?:负责|应当|应(?!急)|要(?!求)|立即|及时|迅速|组织|协调|指导|指挥(?!部)|派出|派员|调集|调度|调派|开展|实施|做好|赶赴|封锁|疏散|转移|救治|抢修|监测|发布|启动|设立|设置|划定|通知|报告|保障|提供|牵头|维护|落实|加强|采取|召开|安排|清点|引导|切断|关闭)"
_EDGE = r"(?:^|(?<=[。；）)])|(?<=[后时]，))"


def no_actor(document: Document, random: Random) -> Iterator[Mutation]:
    """All who act in one section of measures are taken out of it; what they do stays, and nobody else is left to do it."""
    subject = re.compile(rf"{_EDGE}(?!第|当|按|迅速|并|及时|指挥)(?:{_ACTOR})(?:[、和及]{_ACTOR})*(?={_ACTION})")
    anybody = re.compile(
        rf"由[^，。；]{{2,16}}|(?:^|[。；：）)]|[后时]，)(?!{_ACTION}|按|根据|对|向|在|必要|视|经|与|不|并|各项|做|将)(?:由)?{_ACTOR}"
    )
    for at in _acting_sections(document, random):
        own = [clause for clause in document.clauses if clause.section == at and not clause.table_row]
        if sum(len(clause.text) for clause in own) < 80:
            continue
        texts = {clause.id: subject.sub("", clause.text) for clause in own}
        changed = {clause.id for clause in own if texts[clause.id] != clause.text}
        left = any(anybody.search(text) for text in texts.values())
        if changed and not left:
            yield Mutation("D37 no actor", edited(document, texts), ("QC-OPER", "QC-TEXT"), frozenset(changed), "", "")


def _acting_sections(document: Document, random: Random) -> list[int]:
    sections = [
        at
        for at, section in enumerate(document.sections)
        if re.search(r"处置|响应|措施|救援|转移|疏散|行动|报告", section.text)
        and not re.search(r"分级|条件|标准|原则|启动程序", section.text)
        and not section.appendix
    ]
    random.shuffle(sections)
    return sections


def copied(document: Document, random: Random) -> Iterator[Mutation]:
    """Three paragraphs of another plan of the shelf in the place of one's own."""
    from tests.bench.defects import plans

    others = [other for _, other in plans() if other.title != document.title and other.plan_type == document.plan_type]
    if not others:
        return
    other = random.choice(others)
    long = [
        clause.text
        for clause in other.clauses
        if len(clause.text) > 80 and not clause.table_row and clause.section >= 0
    ]
    wanted = [clause for clause in long if not re.search(r"以上[^。；]{0,24}以下|》[^。；]{0,20}第", clause)]
    own = [
        clause
        for clause in _shuffled(document, random, least=60, rows=False)
        if not re.search(
            "总则|原则|依据|附则|术语|解释|分级|标准|格式|文本|通讯录|联系|名单|清单", "".join(clause.path[-1:])
        )
    ]
    for _ in range(2):
        chosen, places = random.sample(wanted, 3), random.sample(own, 3)
        texts = {clause.id: text for clause, text in zip(places, chosen, strict=True)}
        yield Mutation(
            "D38 copied paragraphs", edited(document, texts), ("QC-COPY",), frozenset(texts), "", other.title
        )


def interface_removed(document: Document, random: Random) -> Iterator[Mutation]:
    topics = {
        "移交": r"移交|指挥权|统一指挥|服从|接管|接手|交接|指挥关系|统一领导|指挥下|听从|接受.{0,10}(?:指挥|领导)|配合.{0,10}(?:指挥|领导)",
        "报告": r"报告|上报|报送|报(?:市|省|县)",
        "分级": r"(?:响应|事件|灾害)[^。；]{0,10}(?:分级|级别|对应|衔接)|定级",
        "警戒": r"警戒|封控|疏散|封锁|管制|管控|撤离|转移|隔离区|戒严",
    }
    whole = "".join(clause.text for clause in document.clauses)
    for name in ("移交", "警戒"):
        source = re.compile(topics[name])
        relief = (
            "救助" in document.title
        )  # no plan of relief cordons off, nor hands a command over by working in one body
        principle_only = name == "移交" and not re.search(
            "移交|指挥权|接管|接手|交接|到(?:场|达)后[^。；]{0,16}指挥", whole
        )
        if len(source.findall(whole)) < 2 or principle_only or (relief and name == "警戒"):
            continue
        texts = {}
        for clause in document.clauses:
            if source.search(clause.text):
                texts[clause.id] = "".join(
                    part for part in re.findall(r"[^。；]*[。；]?", clause.text) if part and not source.search(part)
                )
        yield Mutation("D39 interface removed", edited(document, texts), ("QC-ITF",), frozenset(), name, "")


old_term = _substitute(
    "D40 old term", r"(?<!公共)突发事件(?!应对法|应急预案|总体|[^《》]*》)|事故灾难|特别重大(?=事|灾|突)",
    lambda m: {"突发事件": "突发公共事件", "事故灾难": "事故灾害", "特别重大": "特大"}[m[0]], "QC-TERM", body_only=True,
)  # fmt: skip


# --------------------------------------------------------------------------- changes that are no defects


def sound_changes(document: Document, random: Random) -> Iterator[Mutation]:
    """Sentences and edits that must bring no finding of severity high or medium."""
    for clause in _shuffled(document, random, least=40, rows=False)[:6]:
        if clause.section < 0:
            continue
        said = random.choice((
            "相邻地区发生险情的，应当按协议相互通报。", "2016年原环境保护局曾组织过一次排查。", "依据《中华人民共和国突发事件应对法》执行。",
            "医疗救护组由卫生健康部门牵头、公安部门配合。", "值班人员不得擅离岗位。", "持续观察30分钟后无异常的，转入日常值守。",
            "指挥长不在岗时，由副指挥长代行职责。", "共有3支队伍参与，其中1支为专业队伍。", "重大决策可以请专家论证。", "可直接拨打119报警。",
        ))  # fmt: skip
        yield Mutation(
            "K00 sound sentence",
            edited(document, {clause.id: clause.text + said}),
            ("*",),
            frozenset({clause.id}),
            "",
            said,
        )


OPERATIONS: tuple[Operation, ...] = (
    garble_characters, garble_words, double_words, swap_bodies, stretch_limit, remove_limit, break_sum, break_inserted_sum, break_percentage,
    break_count, break_annex_reference, break_section_reference, break_inserted_reference, remove_annex, repeal_citation, misnumber_citation,
    former_name, weaken, weaken_inserted, remove_level, overlap, gap, wrong_colour, level_without_measures, mixed_names, no_lead, two_leads,
    member_without_duty, duty_without_membership, other_holder, conflicting_post, other_phone, other_number, other_headquarters, foreign_place,
    foreign_body, copied, placeholder, personal_data, outdated, boilerplate, no_actor, interface_removed, old_term, contents_entry, rare_drills,
    skip_number, impossible_day, law_title, report_late, two_heads, wrong_issuer,
    doubled_heading, doubled_item, emptied_section, annex_title, contents_line, sound_changes,
)  # fmt: skip
