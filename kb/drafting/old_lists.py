"""Lists that an old plan has as tables or sentences: teams, supplies, shelters, risks, routes, neighbours, contacts, working groups."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TypeVar

from kb.facts.sheet import Contact, Group, Neighbour, Risk, Route, Shelter, Supply, Team
from kb.model import Clause, Document

T = TypeVar("T")
_HEADED = re.compile(r"([^：；\n]{1,16})：([^；\n]*)")
_COLUMNS = {
    "name": (
        "名称",
        "姓名",
        "队伍名称",
        "队伍",
        "物资名称",
        "装备名称",
        "品名",
        "单位",
        "单位名称",
        "部门",
        "单位或姓名",
    ),
    "size": ("人数", "队伍人数"),
    "quantity": ("数量", "储备数量"),
    "unit": ("计量单位",),
    "spec": ("型号或性能", "规格", "规格型号", "型号"),
    "place": ("存放地点", "存放地", "存放位置", "驻地", "储备地点", "位置", "所在位置"),
    "keeper": ("管理人", "保管人", "管理责任人", "保管责任人"),
    "contact": ("联系人", "负责人", "队长"),
    "phone": ("电话", "联系电话", "值班电话", "联系方式"),
    "post": ("职务", "岗位", "职务或岗位"),
    "specialty": ("专长", "专业", "救援类型"),
    "capacity": ("容量", "容量（人）", "可容纳人数", "容纳人数", "可容纳人数（人）", "容纳人数（人）"),
    "address": ("地址", "详细地址", "地点"),
    "kind": ("类型", "灾害类型", "风险类型", "事故类型", "可能的事故"),
    "consequence": ("可能后果", "危害后果", "后果", "可能造成的后果"),
    "affected": ("影响对象", "威胁对象", "受威胁对象", "转移对象", "影响范围"),
    "responsible": ("责任人", "监测责任人", "防范责任人", "包保责任人"),
    "signal": ("预警信号", "转移信号", "报警信号"),
    "route": ("转移路线", "撤离路线"),
    "start": ("起点",),
    "end": ("终点", "集合点"),
    "guide": ("带队责任人", "引导人", "带队人", "引导教师"),
}
_RISK = re.compile(r"风险(?:点|源|部位|名称)?|危险(?:源|区|点)|隐患(?:点|名称)?|危险区")
_SHELTER = re.compile(r"避难(?:场所|点)|安置(?:点|场所)|避险(?:点|场所)")
_ROUTE = re.compile(r"路线|班级或楼层")
_SHELTERED = re.compile(
    r"(?:^|[。；：、，\n])(?:避难场所|安置点|启用)?[：:]?(?P<name>[一-鿿]{2,20}?(?:学|校|广场|公园|馆|中心|礼堂|村委会|安置点|避难所|避难场所))"
    r"(?:，地址[：:](?P<address>[^，。；]{2,30}))?，?可(?:容纳|安置)(?P<capacity>\d+)人"
)
_RISKY = re.compile(
    r"^(?:[（(]\d{1,2}[）)])?(?P<name>[^，。：；]{2,30})，(?:位于|部位[：:])(?P<place>[^，。；]{2,40})，(?:可能发生(?P<kind>[^，。；]{2,20})，)?"
    r"可能后果[：:](?P<consequence>[^。；]{2,60}?)(?=，责任人|[。；]|$)(?:，责任人[：:](?P<responsible>[^。；]{2,20}))?"
)
_NEIGHBOUR = re.compile(r"通报对象[：:](?P<name>[^，。；]{2,30})，(?:联系)?电话[：:](?P<phone>[\d-]{7,14})")
_GROUP_HEAD = re.compile(r"^[\s　（()）\d.．、一二三四五六七八九十]*(?P<name>[一-鿿]{2,12}组)(?:[（(][^）)]*[）)])?$")
_GROUP_LINE = re.compile(
    r"^[\s　（()）\d.．、一二三四五六七八九十]*(?P<name>[一-鿿]{2,12}组)[。：:](?P<text>.{6,})$", re.S
)
_NO_GROUP = re.compile(
    r"^(?:应急)?工作组$|工作小组$|领导小组|^(?:现场)?工作组|^小组|村民小组|居民小组|^各|调查组|^专家组|^督导组|派出|成立|设立|下设|包括|分为|以及|组织"
)
_LEAD = re.compile(
    r"(?:牵头(?:单位|部门)|组长单位|责任单位|(?<!任)组长|负责人)(?:[：:为由]|(?=[一-鿿]{2,12}[，；。]成员))\s*(?:由)?(?P<named>[一-鿿（）]{2,20}?)(?=[，。；、\s]|牵头|担任|$)"
    r"|由(?P<by>[一-鿿（）]{2,20}?)(?:同志)?(?:负责)?牵头|(?:^由?|[。；]由?|由)(?P<head>(?!由)[一-鿿（）]{2,20}?)(?:同志)?(?:担?任|兼任)组长"
)
_MEMBERS = re.compile(
    r"(?:成员单位|参加单位|配合单位|成员)[：:由]?\s*(?P<named>[^。；：]{2,200}?)(?=(?:等)?(?:组成|参加|参与)?[。；]|，(?:行动)?任务|$)"
    r"|(?:牵头)[，,](?P<by>[一-鿿（）、]{3,200}?)(?:等)?(?:单位|部门)?(?:参加|参与|配合|组成)"
)
_DUTIES = re.compile(r"(?:主要)?(?:工作)?(?:职责|任务)(?:是|为)?[：:]\s*(?P<duties>.{4,})", re.S)
_BAD = re.compile(r"待补充")


@dataclass(frozen=True, slots=True)
class Lists:
    """The lists of a plan, each entry once."""

    team: tuple[Team, ...]
    supply: tuple[Supply, ...]
    shelter: tuple[Shelter, ...]
    risk: tuple[Risk, ...]
    neighbour: tuple[Neighbour, ...]
    contact: tuple[Contact, ...]
    route: tuple[Route, ...]


def lists_of(document: Document) -> Lists:
    """The lists of the plan's tables, and those that its sentences give as fully as a table does."""
    rows = [(_first_head(clause), _row(clause)) for clause in document.clauses if clause.table_row]
    risks = [_risk(row) for head, row in rows if _RISK.fullmatch(head) and "name" in row and len(row) > 2]
    shelters = [_shelter(row) for head, row in rows if _SHELTER.fullmatch(head) and "name" in row]
    routes = [_route(row) for head, row in rows if _ROUTE.search(head) and {"start", "end"} <= row.keys()]
    left = [row for head, row in rows if not any(p.search(head) for p in (_RISK, _SHELTER, _ROUTE)) and "name" in row]
    risks += [Risk(**_found(match)) for match in _sentences(document, _RISKY)]
    shelters += [Shelter(**_found(match)) for match in _sentences(document, _SHELTERED)]
    return Lists(
        team=_once(
            Team(**_taken(row, "name", "size", "contact", "phone", "specialty", "place"))
            for row in left
            if "size" in row
        ),
        supply=_once(
            Supply(**_taken(row, "name", "quantity", "unit", "spec", "place", "keeper", "phone"))
            for row in left
            if "quantity" in row
        ),
        shelter=_once(shelters),
        risk=_once(risks),
        neighbour=_once(Neighbour(**_found(match)) for match in _sentences(document, _NEIGHBOUR)),
        contact=_once(
            Contact(**_taken(row, "name", "post", "phone"))
            for row in left
            if "phone" in row and not {"size", "quantity", "capacity"} & row.keys()
        ),
        route=_once(routes),
    )


def groups_of(document: Document) -> tuple[Group, ...]:
    """Working groups with who leads them, who belongs to them and what they do: from tables, from headings, from listed sentences."""
    found: dict[str, Group] = {}
    for clause in document.clauses:
        group = _group_of_row(clause) if clause.table_row else _group_of_text(clause)
        if group is not None:
            known = found.get(group.name)
            found[group.name] = _together(known, group) if known else group
    return tuple(found.values())


def _together(known: Group, more: Group) -> Group:
    """Two mentions of one group: what the first does not say is taken from the second."""
    return Group(known.name, known.lead or more.lead, known.members or more.members, known.duties or more.duties)


def _group_of_row(clause: Clause) -> Group | None:
    cells = _HEADED.findall(clause.text)
    if len(cells) < 2 or cells[0][0].strip() not in ("工作组", "组别", "小组", "应急小组", "组名"):
        return None
    by_head = {head.strip(): value.strip() for head, value in cells}
    name = cells[0][1].strip()
    if not name or _BAD.search(name):
        return None
    lead = next((by_head[head] for head in ("牵头单位", "组长", "负责人", "组长单位") if head in by_head), "")
    members = next((by_head[head] for head in ("成员单位", "成员", "参加单位") if head in by_head), "")
    duties = next((by_head[head] for head in ("职责", "主要职责", "任务", "工作职责") if head in by_head), "")
    return Group(name, _clean(lead), _parts(members, "、，"), _parts(duties, "；。"))


def _group_of_text(clause: Clause) -> Group | None:
    text = clause.text.strip()
    line = _GROUP_LINE.match(text)
    heading = _GROUP_HEAD.match(clause.path[-1]) if clause.path else None
    found = line or heading
    if found is None or _NO_GROUP.search(found["name"]) or (line is None and len(clause.path) < 2):
        return None
    words = line["text"].strip() if line else text
    lead, members = _LEAD.search(words), _MEMBERS.search(words)
    duties = _DUTIES.search(words)
    if not (lead or members or duties):
        return None
    return Group(
        found["name"],
        _clean((lead["named"] or lead["by"] or lead["head"]) if lead else ""),
        _parts((members["named"] or members["by"]) if members else "", "、，和"),
        _parts(duties["duties"] if duties else "", "；。"),
    )


def _sentences(document: Document, pattern: re.Pattern[str]) -> Iterator[re.Match[str]]:
    for clause in document.clauses:
        if not clause.table_row:
            yield from pattern.finditer(clause.text)


def _found(match: re.Match[str]) -> dict[str, str]:
    return {key: _clean(value) for key, value in match.groupdict().items() if value}


def _risk(row: dict[str, str]) -> Risk:
    return Risk(
        **_taken(row, "name", "place", "kind", "consequence", "affected", "responsible", "phone", "signal", "route")
    )


def _shelter(row: dict[str, str]) -> Shelter:
    return Shelter(**_taken(row, "name", "capacity", "address", "keeper", "phone"))


def _route(row: dict[str, str]) -> Route:
    return Route(**_taken(row, "name", "start", "end", "guide"))


def _taken(row: dict[str, str], *fields: str) -> dict[str, str]:
    return {field: row[field] for field in fields if field in row}


def _first_head(clause: Clause) -> str:
    """The first named column of a table row that is no running number."""
    heads = [head.strip() for head, _ in _HEADED.findall(clause.text)]
    return next((head for head in heads if head not in ("序号", "编号")), "")


def _row(clause: Clause) -> dict[str, str]:
    """The cells by our field names; the column that names risk, shelter or route is the name."""
    row: dict[str, str] = {}
    first = _first_head(clause)
    for head, value in _HEADED.findall(clause.text):
        value = _clean(value)
        if not value:
            continue
        if head.strip() == first and any(p.search(first) for p in (_RISK, _SHELTER, _ROUTE)):
            row["name"] = value
            continue
        for field, titles in _COLUMNS.items():
            if head.strip() in titles and field not in row:
                row[field] = value
    return row


def _clean(words: str) -> str:
    words = words.strip()
    return "" if _BAD.search(words) else words


def _parts(words: str, marks: str) -> tuple[str, ...]:
    return tuple(part for raw in re.split(f"[{marks}\n]", words) if (part := _clean(raw).removesuffix("等")))


def _once(entries: Iterable[T]) -> tuple[T, ...]:
    kept: dict[str, T] = {}
    for entry in entries:
        kept.setdefault(str(getattr(entry, "name", entry)) + str(getattr(entry, "place", "")), entry)
    return tuple(kept.values())
