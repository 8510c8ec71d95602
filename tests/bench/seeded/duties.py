"""Seeded defects of duties: names exchanged, leads and members lost, nobody left to act, interfaces cut."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from random import Random

from kb.model import Clause, Document
from tests.bench.seeded.mutation import BODY, Mutation, edited, one_of, substitute

_DUTY = re.compile(rf"(?:^|单位：|部门：|成员单位：)({BODY})[；：:]")


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
    rf"(?:牵头单位(?:（组长）)?：{BODY}(?:（[^）]*）)?；|[（(]{BODY}牵头[，,、]|由{BODY}牵头[，,、]?|(?<![与和副])组长：[^；，。]{{2,20}}[；，。])"
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
                yield one_of("D23 no lead", document, clause, found[0], after, ("QC-RACI",), found.start())


two_leads = substitute(
    "D24 two leads",
    rf"(?<=牵头单位：){BODY}(?=；)|(?<=[（(]){BODY}(?=牵头)|(?<=由){BODY}(?=牵头)",
    lambda m: f"{m[0]}和县文化和旅游局" if "县" in m[0] else f"{m[0]}和省统计局" if "省" in m[0] else None,
    "QC-RACI",
)

_LIST = re.compile(rf"(?:成员单位|成员)(?:共\d+个)?(?:包括|有|为|由|：|:)?[^。；]{{0,6}}?({BODY})、({BODY})、({BODY})")


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
        yield one_of(
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
                made = one_of("D26 duty without membership", document, clause, f"、{name}、", "、", ("QC-RACI",))
                yield replace(made, places=made.places | {row.id})
                break


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
