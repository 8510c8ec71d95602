"""The operations of ``DEFECTS.md``: each takes a sound plan and yields copies with one defect, and what must be told of it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from random import Random

from kb.model import Clause, Document, Section

_BODY = r"(?:[省市县区州]|自治区)?[\u4e00-\u9fff]{2,8}(?:局|厅|委|部|办公室|指挥部|中心|支队|大队|总队|公司|红十字会)"
_LEVELS = ("一级", "二级", "三级", "四级")
_ROMAN = ("Ⅰ级", "Ⅱ级", "Ⅲ级", "Ⅳ级")
_AMOUNT = re.compile(r"(\d+)(分钟|小时)")


@dataclass(frozen=True, slots=True)
class Mutation:
    """One changed plan: ``rules`` are those of which one must newly speak, at ``places`` (clause ids; empty: anywhere)."""

    operation: str
    document: Document
    rules: tuple[str, ...]
    places: frozenset[str]
    before: str
    after: str
    public: bool = False


Operation = Callable[[Document, Random], Iterator[Mutation]]


def edited(document: Document, texts: Mapping[str, str]) -> Document:
    """A copy with other texts in some clauses; a clause with an empty text is left out."""
    clauses = tuple(
        replace(clause, text=texts.get(clause.id, clause.text))
        for clause in document.clauses
        if texts.get(clause.id, clause.text)
    )
    return replace(document, clauses=clauses)


def without_sections(document: Document, gone: set[int]) -> Document:
    """A copy without some sections and what stands in them."""
    kept = [at for at in range(len(document.sections)) if at not in gone]
    moved = {old: new for new, old in enumerate(kept)}
    clauses = tuple(
        replace(clause, section=moved.get(clause.section, -1))
        for clause in document.clauses
        if clause.section not in gone
    )
    return replace(document, sections=tuple(document.sections[at] for at in kept), clauses=clauses)


def below(sections: tuple[Section, ...], index: int) -> set[int]:
    """A section and all below it."""
    found = {index}
    for at in range(index + 1, len(sections)):
        if sections[at].level <= sections[index].level:
            break
        found.add(at)
    return found


def _one(
    operation: str, document: Document, clause: Clause, before: str, after: str, rules: Iterable[str], at: int = -1
) -> Mutation:
    text = clause.text
    at = text.index(before) if at < 0 else at
    changed = text[:at] + after + text[at + len(before) :]
    return Mutation(
        operation, edited(document, {clause.id: changed}), tuple(rules), frozenset({clause.id}), before, after
    )


def _shuffled(document: Document, random: Random, *, least: int = 15, rows: bool = True) -> list[Clause]:
    clauses = [each for each in document.clauses if len(each.text) >= least and (rows or not each.table_row)]
    random.shuffle(clauses)
    return clauses


def _substitute(
    operation: str,
    pattern: str,
    change: Callable[[re.Match[str]], str | None],
    *rules: str,
    rows: bool = True,
    least: int = 15,
    body_only: bool = False,
) -> Operation:
    """An operation that changes what a pattern finds, one place a mutation."""
    source = re.compile(pattern)

    def apply(document: Document, random: Random) -> Iterator[Mutation]:
        for clause in _shuffled(document, random, rows=rows, least=least):
            if body_only and clause.section < 0:
                continue
            found = list(source.finditer(clause.text))
            if not found:
                continue
            match = random.choice(found)
            after = change(match)
            if after is not None and after != match[0]:
                yield _one(operation, document, clause, match[0], after, rules, match.start())

    return apply


# --------------------------------------------------------------------------- garbled text


def garble_characters(document: Document, random: Random) -> Iterator[Mutation]:
    for clause in _shuffled(document, random, least=40):
        length = random.randint(6, 12)
        at = random.randrange(5, len(clause.text) - length - 5)
        run = clause.text[at : at + length]
        made = random.choice([
            "\ufffd" * length,
            "锟斤拷" * (length // 3),
            run.encode().decode("gbk", "replace"),
            run.encode().decode("latin-1"),
            run.encode("gbk", "replace").decode("latin-1"),
        ])  # fmt: skip
        yield _one("D02 garble characters", document, clause, run, made, ("QC-TEXT",), at)


def garble_words(document: Document, random: Random) -> Iterator[Mutation]:
    whole = "\n".join(clause.text for clause in document.clauses)
    words = Counter(
        re.findall(
            r"应急指挥部|指挥部办公室|工作组|应急响应|成员单位|现场指挥部|应急管理局|领导小组|突发事件|预警信息|应急预案|应急救援|信息报告|人民政府",
            whole,
        )
    )
    common = [word for word, count in words.items() if count >= 4]
    for clause in _shuffled(document, random):
        here = [word for word in common if word in clause.text]
        if not here:
            continue
        word = random.choice(here)
        at = random.randrange(len(word) - 1)
        if random.random() < 0.5:
            wrong = word[:at] + word[at + 1] + word[at] + word[at + 2 :]
        else:
            wrong = word[:at] + random.choice("的了甲辉报旨匕皿鱼夫兰") + word[at + 1 :]
        if wrong != word:
            yield _one("D03 garble words", document, clause, word, wrong, ("QC-TEXT",))


double_words = _substitute(
    "D04 double words", r"(?:组织|负责|及时|应急|进行|开展|指挥部|协调|有关部门|人民政府|信息|报告)(?![、，。])", lambda m: m[0] * 2, "QC-TEXT"
)  # fmt: skip

# --------------------------------------------------------------------------- bodies and duties


_DUTY = re.compile(rf"(?:^|单位：|部门：|成员单位：)({_BODY})[；：:]")


def swap_bodies(document: Document, random: Random) -> Iterator[Mutation]:
    lists: dict[int, list[tuple[Clause, str]]] = {}
    for clause in document.clauses:
        if (found := _DUTY.search(clause.text)) and not re.search(r"通讯录|联系|名单", "".join(clause.path)):
            lists.setdefault(clause.section, []).append((clause, found[1]))
    lists = {section: rows for section, rows in lists.items() if len(rows) >= 6}
    for _ in range(8 if lists else 0):
        (one, first), (other, second) = random.sample(lists[random.choice([*lists])], 2)
        if first == second or first in other.text or second in one.text:
            continue
        texts = {one.id: one.text.replace(first, second, 1), other.id: other.text.replace(second, first, 1)}
        yield Mutation(
            "D05 swap bodies", edited(document, texts), ("QC-RACI", "QC-CONS"), frozenset(texts), first, second
        )


_LEADING = re.compile(
    rf"(?:牵头单位(?:（组长）)?：{_BODY}(?:（[^）]*）)?；|[（(]{_BODY}牵头[，,、]|由{_BODY}牵头[，,、]?|(?<![与和副])组长：[^；，。]{{2,20}}[；，。])"
)


def no_lead(document: Document, random: Random) -> Iterator[Mutation]:
    """One group of a list of three or more loses its lead."""
    by_section: dict[int, list[Clause]] = {}
    for clause in document.clauses:
        if "组" in clause.text[:24] and _LEADING.search(clause.text):
            by_section.setdefault(clause.section, []).append(clause)
    for clauses in by_section.values():
        if len(clauses) >= 3:
            for clause in random.sample(clauses, 2):
                found = _LEADING.search(clause.text)
                assert found
                after = "（" if found[0][0] in "（(" else ""
                yield _one("D23 no lead", document, clause, found[0], after, ("QC-RACI",), found.start())


two_leads = _substitute(
    "D24 two leads",
    rf"(?<=牵头单位：){_BODY}(?=；)|(?<=[（(]){_BODY}(?=牵头)|(?<=由){_BODY}(?=牵头)",
    lambda m: f"{m[0]}和县文化和旅游局" if "县" in m[0] else f"{m[0]}和省统计局" if "省" in m[0] else None,
    "QC-RACI",
)
_LIST = re.compile(
    rf"(?:成员单位|成员)(?:共\d+个)?(?:包括|有|为|由|：|:)?[^。；]{{0,6}}?({_BODY})、({_BODY})、({_BODY})"
)


def _row_of(name: str, clause: Clause) -> bool:
    """Whether a row of duties begins with the name, not with a task of which the body has the lead."""
    return bool(re.match(rf"[（(]?[\d.）)]*(?:成员)?(?:单位：|部门：)?{name}", clause.text))


def member_without_duty(document: Document, random: Random) -> Iterator[Mutation]:
    rows = [(clause, found[1]) for clause in document.clauses if (found := _DUTY.search(clause.text))]
    listed = [clause for clause in document.clauses if not clause.table_row and _LIST.search(clause.text)]
    if len(rows) < 8 or not listed:
        return
    random.shuffle(rows)
    tasked = [name for clause, name in rows if not re.search("通讯录|联系|电话", "".join((*clause.path, clause.text)))]
    for clause, name in rows[:4]:
        holder = next((each for each in listed if name in each.text), None)
        if holder is not None and tasked.count(name) == 1 and _row_of(name, clause):
            yield Mutation(
                "D25 member without duty", edited(document, {clause.id: ""}), ("QC-RACI",), frozenset({holder.id}), name, ""
            )  # fmt: skip
    for clause in listed[:2]:
        found = _LIST.search(clause.text)
        assert found
        added = "县档案馆" if "县" in found[1] else "省档案局"
        yield _one(
            "D25 member without duty", document, clause, found[3], f"{found[3]}、{added}", ("QC-RACI",), found.start(3)
        )


def duty_without_membership(document: Document, random: Random) -> Iterator[Mutation]:
    rows = [(clause, found[1]) for clause in document.clauses if (found := _DUTY.search(clause.text))]
    listed = [clause for clause in document.clauses if _LIST.search(clause.text)]
    rows = [(clause, name) for clause, name in rows if _row_of(name, clause)]
    if len(rows) < 8 or not listed:
        return
    random.shuffle(rows)
    for row, name in rows[:6]:
        for clause in listed:
            if f"、{name}、" in clause.text:
                made = _one("D26 duty without membership", document, clause, f"、{name}、", "、", ("QC-RACI",))
                yield replace(made, places=made.places | {row.id})
                break


# --------------------------------------------------------------------------- time limits and drills


def stretch_limit(document: Document, random: Random) -> Iterator[Mutation]:
    for clause in _shuffled(document, random):
        for sentence in re.finditer(r"[^。；]+", clause.text):
            said = sentence[0]
            if not re.search(r"报告|上报|报送|直报|速报|快报|报(?=县|市|省|上级|乡|镇|公司)", said) or re.search(
                r"续报|终报|书面|总结|评估|核报|备案|每", said
            ):
                continue
            found = re.search(r"(?<![\d\-—至])(\d+|[一二两三四五六])个?(分钟|小时)(?:之?内|以内)", said)
            if not found or not re.search(r"发生|接报|发现|接到|后|立即|事故|险情|灾", said):
                continue
            if found[2] == "分钟" and found[1].isdigit() and int(found[1]) < 30:
                continue
            minutes = int(found[1]) * (60 if found[2] == "小时" else 1) if found[1].isdigit() else 120
            after = found[0].replace(f"{found[1]}", str(max(2, round(minutes * 10 / 60)))).replace("分钟", "小时")
            yield _one(
                "D06 stretch limit", document, clause, found[0], after, ("QC-TIME",), sentence.start() + found.start()
            )
            break


def remove_limit(document: Document, random: Random) -> Iterator[Mutation]:
    texts: dict[str, str] = {}
    for clause in document.clauses:
        if re.search(r"报告|上报|报送|直报|速报|快报|续报|报(?:县|市|省)", clause.text) and _AMOUNT.search(clause.text):
            texts[clause.id] = re.sub(
                r"(?:在|于|最迟|不超过|不得超过)?(?:接报|事发|发生)?后?(?:\d+|[一二两三四半])个?(?:半)?(?:分钟|小时)(?:之?内|以内)?",
                "及时",
                clause.text,
            )
    if texts:
        yield Mutation("D07 remove limit", edited(document, texts), ("QC-TIME", "EL-502"), frozenset(), "", "及时")


rare_drills = _substitute(
    "D43 drill too rare",
    r"每(?:[一二两三半123]年|年|季度|半年|月|学期)(?=[^。；]{0,30}(?:演练|演习))",
    lambda m: "每5年",
    "QC-FREQ",
)

# --------------------------------------------------------------------------- numbers


def break_sum(document: Document, random: Random) -> Iterator[Mutation]:
    for clause in _shuffled(document, random, least=10):
        found = re.search(r"(?:共|合计|总计)(?:有)?(\d+)(人|名|支|辆|个|处|台|户|张)", clause.text)
        if not found:
            continue
        parts = [
            each
            for each in re.finditer(rf"(?<!\d)(\d+){found[2]}", clause.text)
            if each.start() != found.start(1) and each.end() <= len(clause.text)
        ]
        total = int(found[1])
        numbers = [int(each[1]) for each in parts]
        if len(parts) >= 2 and sum(numbers) == total:
            part = random.choice(parts)
            yield _one(
                "D08 break sum", document, clause, part[0], f"{int(part[1]) + 7}{found[2]}", ("QC-NUM",), part.start()
            )


def break_inserted_sum(document: Document, random: Random) -> Iterator[Mutation]:
    """Plans rarely bear sums: a sound one is put in first, in the plan's own style, then broken."""
    for clause in _shuffled(document, random, least=40, rows=False)[:3]:
        a, b, c = (random.randint(12, 80) for _ in range(3))
        style = random.choice((
            "全部救援力量共{t}人，其中专职队员{a}人、兼职队员{b}人、志愿者{c}人。",
            "现有专职队员{a}人、兼职队员{b}人、志愿者{c}人，共计{t}人。",
            "储备帐篷合计{t}顶（城区库{a}顶、北片库{b}顶、南片库{c}顶）。",
        ))  # fmt: skip
        sound = style.format(t=a + b + c, a=a, b=b, c=c)
        broken = style.format(t=a + b + c + random.choice((5, 9, 10)), a=a, b=b, c=c)
        base = edited(document, {clause.id: clause.text + sound})
        yield Mutation(
            "D08 break sum", edited(document, {clause.id: clause.text + broken}), ("QC-NUM",), frozenset({clause.id}), sound, broken
        )  # fmt: skip
        yield Mutation("K08 sound sum", base, ("QC-NUM",), frozenset({clause.id}), "", sound)


def break_percentage(document: Document, random: Random) -> Iterator[Mutation]:
    for clause in _shuffled(document, random, least=40, rows=False)[:3]:
        whole = random.randint(40, 400)
        part = random.randint(5, whole - 1)
        share = round(100 * part / whole, 1)
        style = random.choice((
            "辖区共有隐患点{w}处，已完成治理{p}处，占{s}%。",
            "全县{w}个村中已有{p}个村建立队伍，占比{s}%。",
            "应到{w}人，实到{p}人，到位率{s}%。",
        ))  # fmt: skip
        broken = style.format(w=whole, p=part, s=round(share + random.choice((-9.7, 11.3)), 1))
        yield Mutation(
            "D09 break percentage", edited(document, {clause.id: clause.text + broken}), ("QC-NUM",), frozenset({clause.id}), str(share), broken
        )  # fmt: skip
        sound = style.format(w=whole, p=part, s=share)
        yield Mutation(
            "K09 sound percentage", edited(document, {clause.id: clause.text + sound}), ("QC-NUM",), frozenset({clause.id}), "", sound
        )  # fmt: skip


break_count = _substitute(
    "D10 break count",
    r"(?<=设)(?:[三四五六七八九]|\d+)个(?=工作组)|(?<=成立)(?:[三四五六七八九]|\d+)个(?=工作组)|(?<=成员单位共)\d+个",
    lambda m: "13个",
    "QC-NUM",
)


# --------------------------------------------------------------------------- references and citations


break_annex_reference = _substitute(
    "D11 break cross-reference", r"(?<=[见按照])附件\d", lambda m: "附件17", "QC-XREF"
)  # fmt: skip
break_section_reference = _substitute(
    "D11 break cross-reference", r"(?<=[按见照])(\d\.\d)(?=权限|条|节|款|规定|程序|的)|(?<=第)\d(?=章)", lambda m: "9.9" if "." in m[0] else "19", "QC-XREF"
)  # fmt: skip


def break_inserted_reference(document: Document, random: Random) -> Iterator[Mutation]:
    for clause in _shuffled(document, random, least=40, rows=False)[:4]:
        said = random.choice(
            (
                "具体见附件23。",
                "具体流程见图9。",
                "详见表17。",
                "程序按本预案第二十三章规定执行。",
                "具体按照本预案8.19规定执行。",
            )
        )
        yield Mutation(
            "D11 break cross-reference", edited(document, {clause.id: clause.text + said}), ("QC-XREF",), frozenset({clause.id}), "", said
        )  # fmt: skip


def remove_annex(document: Document, random: Random) -> Iterator[Mutation]:
    for at, section in enumerate(document.sections):
        number = re.match(r"附件\s*(\d+)", section.number or section.text)
        if not number:
            continue
        naming = [
            c
            for c in document.clauses
            if re.search(rf"附件\s*{number[1]}(?!\d)", c.text) and c.section not in below(document.sections, at)
        ]
        if naming:
            changed = without_sections(document, below(document.sections, at))
            yield Mutation("D12 remove annex", changed, ("QC-XREF",), frozenset(), section.label, "")


def contents_entry(document: Document, random: Random) -> Iterator[Mutation]:
    for clause in document.clauses[:12]:
        names = [s.text for s in document.sections if s.text in clause.text]
        if len(names) >= 4 and clause.section < 0:
            name = random.choice([n for n in names if len(n) >= 4] or names)
            yield _one("D42 contents page", document, clause, name, "专家咨询机制", ("QC-XREF",))


_OLD = (
    "《国家突发公共事件总体应急预案》", "《突发事件应急预案管理办法》（国办发〔2013〕101号）", "《国家地震应急预案》（国办函〔2012〕149号）",
    "《国家自然灾害救助应急预案》（国办函〔2016〕25号）", "GB/T 29639-2013《生产经营单位生产安全事故应急预案编制导则》",
    "《中华人民共和国突发事件应对法》（2007年）", "《中华人民共和国突发事件应对法》（主席令第六十九号）", "《危险化学品重大危险源辨识》（GB 18218-2009）",
    "《国家森林火灾应急预案》", "《企业安全生产标准化基本规范》（GB/T 33000-2016）",
)  # fmt: skip


def repeal_citation(document: Document, random: Random) -> Iterator[Mutation]:
    whole = "".join(clause.text for clause in document.clauses)
    for clause in _shuffled(document, random):
        found = re.search(r"《[^》]{4,40}(?:法|条例|预案|办法|规定)》(?:（[^）]*号）)?", clause.text)
        if found and clause.section >= 0:
            old = random.choice([each for each in _OLD if each[:12] not in whole] or _OLD)
            yield _one("D13 repeal citation", document, clause, found[0], old, ("QC-CIT",), found.start())


_WRONG = (
    ("《突发事件应急预案管理办法》（国办发〔2024〕{n}号）", 15), ("《生产安全事故应急条例》（国务院令第{n}号）", 718),
    ("《中华人民共和国突发事件应对法》第一百{n}条", "五十"), ("《生产安全事故报告和调查处理条例》（国务院令第{n}号）", 593),
    ("《国家防汛抗旱应急预案》（国办函〔2022〕{n}号）", 84), ("《生产经营单位生产安全事故应急预案编制导则》（GB/T 2963{n}-2020）", 6),
    ("《应急响应分级标准》（GB/T 29639-2020{n}）", ""), ("《中华人民共和国安全生产法》第二百{n}条", "零三"),
    ("《国家自然灾害救助应急预案》（国办函〔2024〕{n}号）", 111),
)  # fmt: skip


def misnumber_citation(document: Document, random: Random) -> Iterator[Mutation]:
    for clause in _shuffled(document, random):
        found = re.search(r"《[^》]{4,40}(?:法|条例|预案|办法|规定)》(?:（[^）]*号）)?", clause.text)
        if found and clause.section >= 0:
            style, number = random.choice(_WRONG)
            yield _one(
                "D14 misnumber citation", document, clause, found[0], style.format(n=number), ("QC-CIT",), found.start()
            )


_FORMER = (
    ("应急管理局", "安全生产监督管理局"), ("应急局", "安监局"), ("应急厅", "安全生产监督管理局"), ("自然资源局", "国土资源局"), ("自然资源厅", "国土资源厅"),
    ("卫生健康局", "卫生和计划生育局"), ("卫生健康委", "卫生计生委"), ("生态环境局", "环境保护局"), ("生态环境厅", "环保厅"), ("农业农村局", "农业局"),
    ("市场监督管理局", "质量技术监督局"), ("消防救援大队", "公安消防大队"), ("消防救援总队", "公安消防总队"), ("文化和旅游局", "旅游局"),
    ("住房和城乡建设局", "建设局"), ("退役军人事务局", "民政局优抚科"), ("国家减灾委", "国家减灾委员会"),
)  # fmt: skip


def former_name(document: Document, random: Random) -> Iterator[Mutation]:
    for clause in _shuffled(document, random):
        pairs = [(now, old) for now, old in _FORMER[:13] if now in clause.text]
        if pairs and clause.section >= 0:
            now, old = random.choice(pairs)
            yield _one("D15 former name", document, clause, now, old, ("QC-ORG",))
