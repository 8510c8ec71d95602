"""QC-CONS: where things are and which way people go, said in two ways: floors, gates, numbered points, stores, seats, routes, rows of tables.

Each reading yields what it is about, the two ways of saying it and their places. Only what stands in plain opposition is told: a table that
gives a key another value of the same column, a number of floors that the rows by floor do not bear out, a way that is used and forbidden.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

from kb.checklists import Checklists
from kb.model import Finding, FindingSeverity, Message, Place
from kb.review.duties.bodies import same
from kb.review.facts.entries import is_name
from kb.review.facts.grids import Grid, grids
from kb.review.making import finding, place
from kb.review.text import Body, digits

Conflict = tuple[str, str, str, tuple[Place, ...]]
_FLOOR = re.compile(r"^(?:第)?(\d+|[一二三四五六七八九十]+)[层楼](?:东|西|南|北|中)?(?:侧|区)?$")
_FLOORS = re.compile(
    r"(?P<house>[\u4e00-\u9fff]{1,6}(?:楼|馆|大厦|院))[(,为共]{0,2}(?:共|地上|高)?(?P<count>\d+|[一二三四五六七八九十]+)层(?!以|及|楼|的|[\u4e00-\u9fff]*[至到])"
)
_GATES = re.compile(
    r"(?P<gates>[东西南北正侧后前][\u4e00-\u9fff]?门(?:[、和][东西南北正侧后前][\u4e00-\u9fff]?门)*)(?:均|都|全部)?(?:仅|只|只作|作|设|设为|作为|为|是|:)?(?P<role>入口|出口)"
)
_NUMBERED = re.compile(
    r"(?P<number>\d+|[一二三四五六七八九十]+)号(?P<kind>[\u4e00-\u9fff]{2,6}(?:点|场|区|口|处|站|库))"
)
_DEFINED = re.compile(r"^(?:[(:]|为|设在|位于|在)(?P<where>[\u4e00-\u9fff\d]{2,14})")
_SEAT = re.compile(
    r"(?P<organ>[\u4e00-\u9fff]{0,8}(?:指挥部|领导小组|[防减]灾?[指办委])(?:办公室)?)(?:\([^()]*\))?设在(?P<seat>[\u4e00-\u9fff\d]{2,16}?)(?=[,。;()、]|$)"
)
_OFFICE = re.compile(r"(?:指挥部|领导小组)办公室$")
_WHERE = re.compile(r"姓名|地点|位置|所在|地址|场所|设置|单位|部门|名称")
_POINT = re.compile(
    r"(?<!\d号)(?:疏散|紧急|应急|人员)?集[合结](?:点|地点|场地)(?:统一)?(?:设在|设置在|设于|为|是|定在|:|在)(?P<where>[\u4e00-\u9fff]{2,10}?)(?=[,。;、()]|内|上|$)"
)
_GOES = re.compile(
    r"(?:撤离|疏散|撤|集合|集中|转移)(?:到|至|在)(?:学校|公司|厂区|院内|校园)?(?P<where>[\u4e00-\u9fff]{2,8}?)(?=[,。;、()]|集[合中]|清点|内|上|$)"
)
_VAGUE = re.compile(
    r"安全|空气|通风|新鲜|以|层|指定|上风|空旷|开阔|集[合结]|避[险难]|安置|室外|户外|以外|外$|附近|地带|区域|场所|高处|高地|楼层|其他|各|相应|应急|现场|医院|附件|事先|预定|就近|自家|地势"
)
_VIA = re.compile(r"经(?:过|由)?(?P<way>[\u4e00-\u9fff]{2,8}?)(?=[,。;、]|至|到|前往|进入|转|往|撤|$)")
_BANNED = re.compile(
    r"(?:禁止|严禁|不得|不准|不能|切勿|避开|绕开|不要)(?:经过|通过|通行|穿越|走|从|使用|靠近|涉水通过)?(?P<way>[\u4e00-\u9fff]{2,8}?)(?=[,。;、]|通行|通过|撤离|转移|行走|$)"
)
_CASE = re.compile(r"如|若|当|时|后|受阻|堵|除|备用|平时|另|改|或|未|水位|必要|夜间|期间|无法|不能")
_IF = re.compile(r"如|若|受阻|备用|夜间|校车|外出|途中")
_ENUM = re.compile(
    r"(?P<items>[\u4e00-\u9fff]{2,8}(?:、[\u4e00-\u9fff]{2,8})*[、和及][\u4e00-\u9fff]{2,8}?)(?P<count>[两二三四五六七八九]|\d+)个(?P<kind>仓库|储备库|库房|物资库|安置点|避难场所|避难点|集合点|储备点|物资点|出口|入口|片区|监测点|卡口|渡口|码头|水库|车间|厂区|校区|院区|病区|小组)"
)
_MOVES = re.compile(r"至|沿|走|到|在|为|是|往|经|从|:|\(|集合|安置|设")


def whereabouts_findings(body: Body, checklists: Checklists) -> Iterator[Finding]:
    """One finding for each thing that is said to be in two places."""
    tables = grids(body)
    readings = (_floors, _gates, _numbered, _seats, _point, _ways)
    for reading in readings:
        for conflict in reading(body, tables):
            yield _told(conflict, checklists)
    for conflict in (*_stores(body, tables), *_rows(body, tables)):
        yield _told(conflict, checklists)


def _told(conflict: Conflict, checklists: Checklists) -> Finding:
    what, one, other, places = conflict
    message = Message("place_conflict", {"what": what, "one": one, "other": other})
    return finding("QC-CONS", FindingSeverity.MEDIUM, message, places, checklists, confidence=0.6)


# --------------------------------------------------------------------------- houses, gates, points


def _floors(body: Body, tables: list[Grid]) -> Iterator[Conflict]:
    """The floors of a house against the rows of a table that go through them from the first to the last."""
    listed: dict[str, list[tuple[int, Place]]] = defaultdict(list)
    for table in tables:
        for row in table.rows:
            floors = [found for cell in row.cells for found in [_FLOOR.match(cell)] if found]
            house = next((cell for cell in row.cells if re.fullmatch(r"[\u4e00-\u9fff]{1,6}(?:楼|馆|大厦)", cell)), "")
            if len(floors) == 1:
                listed[house].append((int(digits(floors[0][1])), place(row.line, 0, len(row.line.text))))
    complete = {
        house: rows
        for house, rows in listed.items()
        if len(rows) > 1 and {n for n, _ in rows} >= set(range(1, len({n for n, _ in rows}) + 1))
    }
    hits = [
        (line, found)
        for line in body.lines
        if not line.contents and not line.clause.table_row
        for found in _FLOORS.finditer(line.text)
    ]
    alone = len({found["house"][-3:] for _, found in hits}) == 1 and set(listed) == {""}
    for line, found in hits:
        house = next((name for name in complete if name and found["house"].endswith(name)), "")
        rows = complete.get(house) if house or alone else None
        if rows:
            top = max(n for n, _ in rows)
            said = int(digits(found["count"]) or 0)
            if said and said != top:
                where = (place(line, *found.span()), *(at for n, at in rows if n == top))
                yield f"{found['house']}的层数", f"{said}层", f"{top}层", where


def _gates(body: Body, _tables: list[Grid]) -> Iterator[Conflict]:
    roles: dict[str, dict[str, Place]] = defaultdict(dict)
    for line in body.lines:
        for found in [] if line.contents else _GATES.finditer(line.text):
            for gate in re.split("[、和]", found["gates"]):
                roles[gate].setdefault(found["role"], place(line, *found.span()))
    both = {gate: said for gate, said in roles.items() if len(said) == 2}
    if both:
        places = tuple(at for said in both.values() for at in said.values())
        yield "、".join(both), "入口", "出口", places


def _numbered(body: Body, _tables: list[Grid]) -> Iterator[Conflict]:
    """``2号集合点`` where elsewhere it is the first that lies there."""
    defined: dict[str, dict[str, tuple[str, Place]]] = defaultdict(dict)
    hits = [(line, found) for line in body.lines if not line.contents for found in _NUMBERED.finditer(line.text)]
    for line, found in hits:
        told = _DEFINED.match(line.text[found.end() :])
        if told:
            kind, number = found["kind"], digits(found["number"])
            defined[kind].setdefault(number, (told["where"], place(line, found.start(), found.end() + told.end())))
    for line, found in hits:
        points, number = defined.get(found["kind"], {}), digits(found["number"])
        first, last = line.sentence(found.start())
        sentence = line.text[first:last]
        if number not in points or len(points) < 2 or len(_NUMBERED.findall(sentence)) != 1:
            continue
        near = {other for other, (where, _) in points.items() if where[:2] in sentence}
        if len(near) == 1 and number not in near and not _CASE.search(sentence):
            other = near.pop()
            what = f"{points[other][0]}旁的{found['kind']}"
            yield what, f"{number}号", f"{other}号", (place(line, *found.span()), points[other][1])


# --------------------------------------------------------------------------- seats, stores, assembly


def _seats(body: Body, tables: list[Grid]) -> Iterator[Conflict]:
    """The seat of an office in the text, and beside its name in a table."""
    told = [
        (found["seat"], place(line, *found.span()))
        for line in body.lines
        if not line.contents and not line.clause.table_row
        for found in _SEAT.finditer(line.text)
        if not re.search(r"现场|前方|各|镇|乡", found["organ"])
    ]
    if len({seat for seat, _ in told}) != 1:
        return
    seat, at = told[0]
    for table in tables:
        for row in table.rows:
            office = next(
                (cell for cell in row.cells if _OFFICE.search(cell) and not re.search("现场|镇|乡|市|省", cell)), None
            )
            others = [
                cell
                for name, cell in zip(table.heads, row.cells, strict=False)
                if cell != office
                and _WHERE.search(name)
                and re.fullmatch(r"[\u4e00-\u9fff]{2,14}", cell)
                and not is_name(cell)
            ]
            if office and len(others) == 1 and not (same(others[0], seat) or others[0] in seat or seat in others[0]):
                yield office, seat, others[0], (at, place(row.line, 0, len(row.line.text)))


def _stores(body: Body, tables: list[Grid]) -> Iterator[Conflict]:
    """``甲、乙两个仓库`` of which a table has another."""
    for line in body.lines:
        for found in [] if line.contents or line.clause.table_row else _ENUM.finditer(line.text):
            items = re.split("[、和及]", found["items"])
            items[0] = re.sub(r"^.*(?:于|在|为|有|设|由|分|的|是)", "", items[0])
            kind = found["kind"]
            for table in tables:
                named = {cell for cell in table.names() if kind[-2:] in cell or kind[-2:] in table.title}
                known = [item for item in items if any(item in cell for cell in named)]
                odd = [item for item in items if item not in known and len(item) > 1]
                left = [cell for cell in named if not any(item in cell for item in items)]
                if (
                    len(odd) == 1
                    and known
                    and left
                    and len(named) == len(items)
                    and odd[0] + kind[-2:] not in body.whole
                ):
                    places = (place(line, *found.span()), place(table.rows[0].line, 0, len(table.rows[0].line.text)))
                    yield kind, odd[0], left[0], places


def _point(body: Body, _tables: list[Grid]) -> Iterator[Conflict]:
    """The one assembly point that a text names, and the one place to which it sends people."""
    points: dict[str, Place] = {}
    goes: dict[str, Place] = {}
    for line in body.lines:
        if line.contents or line.clause.table_row:
            continue
        for found in _POINT.finditer(line.text):
            if not _VAGUE.search(found["where"]):
                points.setdefault(found["where"], place(line, *found.span()))
        for found in _GOES.finditer(line.text):
            first, _ = line.sentence(found.start())
            if not _VAGUE.search(found["where"]) and not _IF.search(line.text[first : found.start()]):
                goes.setdefault(found["where"], place(line, *found.span()))
    if body.document.plan_level not in ("学校", "企业") or len(points) != 1 or not 0 < len(goes) <= 2:
        return
    point, at = next(iter(points.items()))
    if not any(where[-2:] in point or point[-2:] in where for where in goes):
        where, there = next(iter(goes.items()))
        yield "集合点", point, where, (at, there)


def _ways(body: Body, _tables: list[Grid]) -> Iterator[Conflict]:
    """A way that is forbidden and taken, without a case in which either holds."""
    banned: dict[str, Place] = {}
    for line in body.lines:
        for found in [] if line.contents else _BANNED.finditer(line.text):
            first, _ = line.sentence(found.start())
            if len(found["way"]) > 2 and not _CASE.search(line.text[first : found.start()].rpartition(":")[2]):
                banned.setdefault(found["way"], place(line, *found.span()))
    for line in body.lines if banned else ():
        for found in [] if line.contents else _VIA.finditer(line.text):
            way = found["way"]
            first, _ = line.sentence(found.start())
            before = line.text[first : found.start()].rpartition(",")[2]
            denied = re.search(r"禁止|严禁|不得|不准|不能|切勿|避开|不要$", before[-4:])
            hit = next((name for name in banned if name in way or (len(way) > 2 and way in name)), None)
            if hit and not denied and not _CASE.search(before):
                yield hit, f"禁止经过{hit}", f"经{way}", (place(line, *found.span()), banned[hit])


# --------------------------------------------------------------------------- rows of tables


def _rows(body: Body, tables: list[Grid]) -> Iterator[Conflict]:
    """A clause that gives a key of a table the value of another row."""
    for table in tables:
        for column in table.closed():
            values = {row.cells[column] for row in table.rows}
            keyed = {row.cells[table.key]: row for row in table.rows}
            source = re.compile("|".join(sorted(map(re.escape, keyed), key=len, reverse=True)))
            for at in body.lines_with(source.pattern):
                line = body.lines[at]
                if line.contents or line.clause.table_row or line.form:
                    continue
                for clause in re.finditer(r"[^。;]+", line.text):
                    keys = set(source.findall(clause[0]))
                    said = {value for value in values if value in clause[0]}
                    if len(keys) != 1 or len(said) != 1:
                        continue
                    key, value = keys.pop(), said.pop()
                    right = keyed[key].cells[column]
                    start, end = clause[0].find(key) + len(key), clause[0].find(value)
                    between = clause[0][start:end]
                    if (
                        value not in right
                        and right not in value
                        and 0 < len(between) <= 16
                        and _MOVES.search(between)
                        and not _CASE.search(clause[0])
                    ):
                        first = clause.start() + start - len(key)
                        places = (
                            place(line, first, clause.start() + end + len(value)),
                            place(keyed[key].line, 0, len(keyed[key].line.text)),
                        )
                        yield f"{key}的{table.heads[column]}", value, right, places
