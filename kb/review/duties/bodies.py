"""Who has which duty: the rows of duty lists, the lists of members, the working groups — read once, asked by several rules."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from kb.review.text import Body, Line, pattern

SUFFIX = (
    r"(?:管理局|监督管理局|局|厅|委员会|委|部(?!门)|办公室|办|指挥部|中心|支队|大队|中队|总队|公司|集团|红十字会|医院|政府|街道办事处|学校|"
    r"军区|人武部|武警|管委会|处|科|室|院|馆|协会|站|台|银行|电网|铁塔|社|联|工会|团委|妇联|气象台|部门|派出所|卫生所|司法所|护林队)"
)
NAME = rf"[\u4e00-\u9fff]{{1,14}}?{SUFFIX}(?:\([^()]{{1,16}}\))?"
_BULLET = re.compile(r"^(?:[-•·●▪◆]|[(]?[\d一二三四五六七八九十]{1,3}[).、.]|[①-⑳]|\d+(?:\.\d+)+)+")
_ROW_HEADS = re.compile(
    r"^(?:[^:;。]{0,6})?(?:单位|部门|机构|名称|成员|责任单位|责任部门|牵头部门)[^:;。]{0,8}:([^;。]{2,60});"
)
_ROW_DUTY = re.compile(r";[^:;。]{0,10}(?:职责|任务|分工|事项|工作内容)[^:;。]{0,10}:")
_PLAIN = re.compile(rf"^((?:{NAME})(?:[、和及与]{NAME}){{0,6}})[:。]")
_NUMBERED = r"(?:[(]?[\d一二三四五六七八九十]{1,3}[).、.]|[①-⑳]|\d{1,2})?"
"""The number of an item that stands in one line with the item before it."""
_INNER = re.compile(rf"(?<=[。;]){_NUMBERED}({NAME}(?:[、和及与]{NAME}){{0,4}}):")
_IN_CHARGE = re.compile(rf"{NAME}(?:[、和及与]{NAME}){{0,4}}:(?:主要)?(?:职责|负责|组织|承担|协助|参与|指导|做好)")
_LISTED = 5
_DUTY_HEAD = re.compile(r"职责|分工|任务|成员单位|工作机构")
_LIST = re.compile(r"(?:成员单位|成员)[^。;:]{0,14}?(?:包括|有|为|由|:|是|含)([^。;]{16,})")
_GROUP = re.compile(r"^([\u4e00-\u9fff、]{2,12}?(?:组|分队|专班))(?=[:(。,]|$)")
_GROUP_CELL = re.compile(
    r"^(?:[^:;。]{0,4})?(?:组别|组名|工作组|名称|小组)[^:;。]{0,6}:([\u4e00-\u9fff、]{2,12}?组)(?:\([^)]*\))?;"
)
_SETS_UP = re.compile(r"下设|设立|成立|组建|分为|[一二三四五六七八九十两\d]个|设有")
_NEXT_GROUP = re.compile(rf"(?<=[。;]){_NUMBERED}([\u4e00-\u9fff、]{{2,10}}组)(?=[:(,])")
_JOINT = re.compile("以及|[和及与]")
_PREFIX = re.compile(
    r"^(?:[\u4e00-\u9fff]{0,5}?(?:省|自治区|市|县|区|州|旗|镇|乡)|本|我|各)?(?:委|政府)?(?=[\u4e00-\u9fff]{2,})"
)
_SHORT = (
    ("发展和改革", "发改"), ("发展改革", "发改"), ("卫生健康", "卫健"), ("住房和城乡建设", "住建"), ("住房城乡建设", "住建"), ("住房建设", "住建"),
    ("文化和旅游", "文旅"), ("文化旅游", "文旅"), ("市场监督管理", "市监"), ("市场监管", "市监"), ("交通运输", "交通"), ("人力资源和社会保障", "人社"),
    ("人力资源社会保障", "人社"), ("自然资源和规划", "自规"), ("规划和自然资源", "自规"), ("规划资源", "自规"), ("自然资源", "自规"), ("工业和信息化", "工信"),
    ("生态环境", "环境"), ("应急管理", "应急"), ("农业农村", "农业"), ("退役军人事务", "退役军人"), ("消防救援", "消防"), ("疾病预防控制", "疾控"),
    ("林业和草原", "林业"), ("林草", "林业"), ("广播电视", "广电"), ("教育体育", "教育"), ("城市管理", "城管"), ("粮食和物资储备", "粮食"),
    ("粮食和储备", "粮食"), ("互联网信息", "网信"), ("综合行政执法", "执法"),
)  # fmt: skip
_TAIL = re.compile(r"(?:管理局|局|厅|委员会|委|部门|部|总队|支队|大队|公司|分公司)$")
_LOCAL = re.compile(r"^(?:各|市县|县区|县乡|乡镇|街道|村|事发地|属地|当地|相关|有关|其他|上级|基层)")


@dataclass(frozen=True, slots=True)
class DutyRow:
    """One row of a duty list: the bodies that it names, and where their duties begin in the line."""

    at: int
    line: Line
    names: tuple[str, ...]
    start: int
    end: int

    @property
    def duties(self) -> str:
        """What the row says of the duties."""
        return self.line.text[self.start : self.end]


@dataclass(frozen=True, slots=True)
class Group:
    """One working group: its name, the lines that describe it, and its section."""

    name: str
    lines: tuple[int, ...]
    section: int
    start: int = 0
    end: int | None = None

    def text(self, body: Body) -> str:
        """All that is said of the group, a line each; of a single line only its own part."""
        return "\n".join(body.lines[at].text[self.start : self.end] for at in self.lines)


@dataclass(frozen=True, slots=True)
class Members:
    """A list of members: the line, the names and where they stand."""

    line: Line
    names: tuple[tuple[str, int, int], ...]


@lru_cache(maxsize=8192)
def short(name: str) -> str:
    """A body's name without place and kind, in one spelling: ``青山县发展和改革局`` and ``县发改局`` are ``发改``."""
    plain = re.sub(r"\([^()]*\)", "", name)
    for long, brief in _SHORT:
        plain = plain.replace(long, brief)
    bare = _PREFIX.sub("", plain) or plain
    return _TAIL.sub("", bare) or bare


@lru_cache(maxsize=65536)
def same(one: str, other: str) -> bool:
    """Whether two names are of one body; names of which one is part of the other are."""
    first, second = short(one), short(other)
    return first == second or (min(len(first), len(second)) >= 2 and (first in second or second in first))


def local(name: str) -> bool:
    """Whether a name stands for many bodies (``各乡镇人民政府``) and so has no row of its own."""
    return bool(_LOCAL.match(_BULLET.sub("", name)))


def split(names: str) -> tuple[str, ...]:
    """The single names of ``县公安局、县交通运输局和县气象局``; 和 parts them only after a whole name (not in ``粮食和物资局``)."""
    found: list[str] = []
    for part in re.split("[、,]", names):
        rest = part
        for joint in _JOINT.finditer(part):
            left = part[len(part) - len(rest) : joint.start()]
            if pattern(rf"{SUFFIX}(?:[(][^()]*[)])?$").search(left):
                found.append(left)
                rest = part[joint.end() :]
        found.append(rest)
    return tuple(name.strip("()") for name in found if len(name) >= 2)


def lead_in(text: str) -> int:
    """How many characters a bullet or number takes at the beginning."""
    found = _BULLET.match(text)
    return found.end() if found else 0


def duty_rows(body: Body) -> tuple[DutyRow, ...]:
    """The rows of all duty lists, in order."""
    return tuple(_duty_rows(body))


def _listing(body: Body) -> frozenset[int]:
    """The sections of which so many lines are a body and what it is in charge of that they are duty lists, whatever their heading."""
    counted = Counter(
        line.section
        for line in body.lines
        if not line.contents and not line.clause.table_row and _IN_CHARGE.match(line.text[lead_in(line.text) :])
    )
    return frozenset(section for section, count in counted.items() if count >= _LISTED)


def _duty_rows(body: Body) -> Iterator[DutyRow]:
    listing = _listing(body)
    for at, line in enumerate(body.lines):
        if line.contents:
            continue
        if line.clause.table_row:
            cells = _ROW_HEADS.match(line.text)
            duty = _ROW_DUTY.search(line.text) if cells else None
            if cells and duty and pattern(SUFFIX).search(cells[1]):
                yield DutyRow(at, line, split(cells[1]), duty.end(), len(line.text))
            continue
        if line.section not in listing and not any(_DUTY_HEAD.search(head) for head in line.heads[-2:]):
            continue
        skipped = lead_in(line.text)
        first = _PLAIN.match(line.text[skipped:])
        if not first or len(line.text) - skipped <= first.end() + 4 or first[1][-1:] == "组":
            continue
        begins = [(skipped + first.start(1), skipped + first.end(), first[1])]
        begins += [
            (found.start(1), found.end(), found[1]) for found in _INNER.finditer(line.text, skipped + first.end())
        ]
        for number, (_, start, names) in enumerate(begins):
            end = begins[number + 1][0] if number + 1 < len(begins) else len(line.text)
            yield DutyRow(at, line, split(names), start, end)


def member_lists(body: Body, least: int = 6) -> tuple[Members, ...]:
    """The sentences that list so many members or more."""
    return tuple(_member_lists(body, least))


def _member_lists(body: Body, least: int) -> Iterator[Members]:
    for line in body.lines:
        if line.contents:
            continue
        for found in _LIST.finditer(line.text):
            names = []
            for part in re.finditer(r"[^、,。;]+", found[1]):
                name = re.sub(
                    r"(?:等.{0,12}|主要负责(?:同志|人)|负责(?:同志|人)|分管.{0,10}|组成.*|有关.*)$", "", part[0]
                )
                name = re.sub(r"^(?:以及|及|和|由|:)+", "", name)
                if pattern(rf"{SUFFIX}$").search(name) and 2 < len(name) <= 18:
                    start = found.start(1) + part.start() + part[0].find(name)
                    names.append((name, start, start + len(name)))
            if len(names) >= least:
                yield Members(line, tuple(names))


def groups(body: Body) -> tuple[Group, ...]:
    """The working groups: rows, list items or sections that begin with the name of a group."""
    found: list[Group] = []
    for head in body.heads:
        named = re.fullmatch(
            r"([\u4e00-\u9fff、]{2,12}?组)(?:\([^)]*\))?(?:的?(?:组成|职责|组成及职责|组成和职责))?", head.text
        )
        if named and not re.search("领导小组|专家|咨询", head.text) and named[1] != "工作组":
            below = body.sections_below(head.index)
            lines = tuple(at for at, line in enumerate(body.lines) if line.section in below)
            if lines:
                found.append(Group(named[1], lines, body.parents[head.index]))
    for at, line in enumerate(body.lines):
        cell = _GROUP_CELL.match(line.text) if line.clause.table_row else None
        name = cell or _GROUP.match(line.text[lead_in(line.text) :])
        if (
            name
            and not line.contents
            and not name[1].endswith(("领导小组", "专家组", "咨询组"))
            and not _SETS_UP.search(name[1])
            and len(line.text) > len(name[1]) + 6
        ):
            found += _in_line(at, line, name[1])
    return tuple(found)


def _in_line(at: int, line: Line, name: str) -> Iterator[Group]:
    """The group that begins a line, and the others that follow it there."""
    begins = [(0, name)]
    if not line.clause.table_row:
        begins += [(found.start(1), found[1]) for found in _NEXT_GROUP.finditer(line.text)]
    for number, (start, each) in enumerate(begins):
        end = begins[number + 1][0] if number + 1 < len(begins) else None
        yield Group(each, (at,), line.section, start, end)
