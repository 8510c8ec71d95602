"""QC-CONS: whose phone it is, wherever one stands, and owners to whom two places give different numbers."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations, islice

from kb.review.facts.entries import Entry, entries, named, words
from kb.review.text import HANZI, Body, Line

PHONE = re.compile(
    r"(?<![\d*])(?:0\d{2,3}[-—–](?P<dashed>\d{7,8})|0\d{2,3}(?P<joined>[2-9]\d{6,7})|(?P<bare>1[3-9]\d(?:\d{8}|\*{4}\d{4})|[2-9]\d{6,7}))(?![\d*])"
)
_USE = re.compile(r"传真|急诊|投诉|卫星|备用|夜间|白天|举报|咨询|预约|客服|服务热线|调度")
_DUTY = re.compile(
    r"值班|值守|应急(?:救援|指挥|联系|值班|值守|响应)?(?:电话|热线)|救援(?:电话|热线)|报警电话|(?:24|二十四)小时"
)
_NO_OWNER = re.compile(
    r"(?:(?:应急|紧急|固定|联系|值班|值守|救援|报警|办公|服务|内部|外部|统一|移动|联络|报告|昼夜|全天|小时|总机|指挥)*(?:电话|座机|手机|热线|专线|号码|联系方式|传真|办公)+(?:号码)?(?:为|是)?|小时(?:值班|值守)?|(?:总值班|值班|值守|带班|领导|室主任)(?:室|席|长|员|领导|带班)*|(?:实行|设立|开通|公布|设有|设).{0,8})+$"
)
_OFFICE = re.compile(r"(?:办公室|应急办|指办|防办|减灾办|安委办|指挥部|领导小组|指挥中心|值班室|值守)$")
_OTHER_OFFICE = re.compile(
    r"(?:党政|综合|党委|政府|行政|人民政府|校长|院长|村|社区|局|委|厅|中心|公司|(?<!指挥)部)(?:办公室|值班室|办|指挥中心)$"
)
_HEADQUARTERS = re.compile(r"(?:指挥部|领导小组|委员会|应急)办公室$|(?:应急|指|防)办$|^指挥中心$")
_COMMAND_OFFICE = re.compile(r"(?:指挥部|领导小组)办公室$")
_SELF = frozenset(
    [
        "公司",
        "本公司",
        "企业",
        "本企业",
        "学校",
        "本校",
        "我校",
        "幼儿园",
        "本园",
        "景区",
        "园区",
        "厂区",
        "工厂",
        "酒店",
        "医院",
        "本院",
        "项目部",
        "单位",
        "本单位",
        "镇",
        "本镇",
        "乡",
        "本乡",
        "村",
        "本村",
        "社区",
        "镇政府",
        "村委会",
        "矿",
        "全厂",
    ]
)
_ORGAN = re.compile(
    r"[\u4e00-\u9fff]{0,12}?(?:办公室|应急办|指办|防办|减灾办|安委办|指挥部|指挥中心|值班室|调度室|控制室|中控室|医院|卫生院|派出所|公司|中心|大队|支队|[局厅委]|服务站|工作站|学校|项目部)"
)
_LED_IN = re.compile(r"^.*(?:报告|联系|拨打|通知|请求|设在|[由向报经在和与及送转至到为是距通过])(?=[\u4e00-\u9fff]{3})")
OWN_OFFICE = "own"
"""The owner of the duty phone of the plan's own office."""
_ASIDE = re.compile(r"\([^()]*\)")
_PLACED = re.compile(r"([\u4e00-\u9fff]{1,6}?)?[省市州县区旗镇乡](?=[\u4e00-\u9fff]{2})")
_PERSON = re.compile(r"姓名:|联系人:|某某")
_ADDRESSED = re.compile(r"报告|联系|拨打|请求|通知|上报|报送|求助")
_SHORT = 40
_SAYS = re.compile(r"负责|承担|设在|实行|值守|汇总|接到|收到|发现|应当|立即|距|每")


@dataclass(frozen=True, slots=True)
class Dialled:
    """A number where it stands: its digits without area code, whom it reaches, what for."""

    digits: str
    owner: str
    use: str
    entry: Entry
    start: int
    end: int

    @property
    def line(self) -> Line:
        """The line in which it stands."""
        return self.entry.line


def phone_book(body: Body) -> Iterator[Dialled]:
    """Every number with its owner: a person's name, a body, or ``own`` for the duty phone of the plan's own office."""
    home = _Home(body.document.region, body.title + body.document.issuer)
    for entry in entries(body):
        before = 0
        for found in PHONE.finditer(entry.text):
            label = entry.text[before : found.start()]
            use = _USE.search(label)
            listed = entry.line.appendix or entry.line.clause.table_row or len(entry.text) < _SHORT
            owner = (
                _row_owner(entry.text, found.start(), home)
                if entry.line.clause.table_row
                else _owner(label, home, listed=listed)
            )
            yield Dialled(
                found["dashed"] or found["joined"] or found["bare"],
                owner,
                use[0] if use else "",
                entry,
                entry.start + found.start(),
                entry.start + found.end(),
            )
            before = found.end()


def phone_conflicts(body: Body) -> Iterator[tuple[str, Dialled, Dialled]]:
    """Owners to whom two places give numbers of one kind of which none is the same."""
    by_owner: dict[tuple[str, bool], list[Dialled]] = defaultdict(list)
    for each in phone_book(body):
        if each.owner:
            by_owner[each.owner, each.digits[0] == "1" and len(each.digits) == 11].append(each)
    for (owner, _), told in by_owner.items():
        masked = any("*" in each.digits for each in told)
        at_line: dict[str, list[Dialled]] = defaultdict(list)
        for each in told:
            at_line[each.line.clause.id].append(each)
        if len({frozenset(_seen(each.digits, masked) for each in here) for here in at_line.values()}) != 2:
            continue
        pairs = (lines for lines in combinations(at_line.values(), 2) if _apart(*lines, masked))
        for one, other in islice(pairs, 1):
            yield ("值班" if owner == OWN_OFFICE else owner), one[0], other[0]


def _apart(one: list[Dialled], other: list[Dialled], masked: bool) -> bool:
    """Whether two lines, not of one list, give an owner other numbers, for uses of which none is another."""
    same = {_seen(each.digits, masked) for each in one} & {_seen(each.digits, masked) for each in other}
    uses = {each.use for each in one} - {""}, {each.use for each in other} - {""}
    listed = one[0].line.section == other[0].line.section and _listed(one[0]) and _listed(other[0])
    return not same and not listed and (not all(uses) or uses[0] == uses[1])


def _seen(digits: str, masked: bool) -> str:
    """What can be compared of a number where some have their middle masked."""
    return digits[:3] + digits[-4:] if masked else digits


def _listed(one: Dialled) -> bool:
    return one.line.appendix or one.line.clause.table_row


def _row_owner(row: str, at: int, home: _Home) -> str:
    """Whom the number in a row reaches: the one person of its cells, or else the body that comes first."""
    cells = [(cell.rpartition(":")[2] if ":" in cell else cell) for cell in row.split(";")]
    people = [name for name, rest in map(named, cells) if name and not rest]
    if not people and any(home.owns(cell) and _COMMAND_OFFICE.search(cell) for cell in cells):
        return OWN_OFFICE
    if people or _PERSON.search(row):
        return people[0] if len(people) == 1 else ""
    beside = words(_NO_OWNER.sub("", row[row.rfind(";", 0, at) + 1 : at].rpartition(":")[2]))
    if beside:
        return home.bare(beside[-1])
    column = _column(row, at)
    bodies = [
        body
        for body in (_body(_ASIDE.sub("", cell), True) for cell in cells if HANZI.fullmatch(_ASIDE.sub("", cell)))
        if body
    ]
    if not bodies:
        return ""
    if home.owns(bodies[0]):
        return column or (OWN_OFFICE if _DUTY.search(row) or _HEADQUARTERS.search(bodies[0]) else "")
    return column + home.bare(bodies[0])


def _column(row: str, at: int) -> str:
    """The place that heads the column in which a number stands."""
    head = row[row.rfind(";", 0, at) + 1 : at].rpartition(":")[0]
    return head if re.fullmatch(r"[\u4e00-\u9fff]{1,6}[县市区镇乡村]", head) else ""


def _owner(label: str, home: _Home, *, listed: bool) -> str:
    """Whom a number reaches, by the words between it and the number before."""
    said = words(label)
    duty = bool(_DUTY.search(label))
    people = [name for name, _ in map(named, (_NO_OWNER.sub("", word) for word in said[-4:])) if name]
    if people and (listed or not duty):
        return people[0] if len(people) == 1 else ""
    begins = _ORGAN.match(label)
    if duty and not listed and begins and home.owns(begins[0]) and not _ADDRESSED.search(label):
        return OWN_OFFICE
    outside = words(_ASIDE.sub(",", label))
    bodies = [name for name in (_body(word, listed) for word in reversed(outside)) if name]
    if not bodies:
        return OWN_OFFICE if duty else ""
    if home.owns(bodies[0]):
        return OWN_OFFICE if duty or _HEADQUARTERS.search(bodies[0]) else ""
    return home.bare(bodies[0])


def _body(word: str, listed: bool) -> str:
    """The body that a word names, without what it is called for."""
    rest = _LED_IN.sub("", _NO_OWNER.sub("", word))
    organ = _ORGAN.findall(rest)
    told = not _SAYS.search(rest)
    if rest in _SELF or (told and ((organ and len(rest) <= 14) or (listed and len(rest) >= 4))):
        return rest
    return str(organ[-1]) if organ else ""


@dataclass(frozen=True, slots=True)
class _Home:
    """Whose plan it is, as far as names of bodies tell."""

    region: str
    title: str

    def owns(self, name: str) -> bool:
        """Whether a body is the plan's own office, or the unit itself."""
        if name in _SELF:
            return True
        if not _OFFICE.search(name) or _OTHER_OFFICE.search(name):
            return False
        told = _PLACED.match(name)
        return told is None or told[0] in self.title or (told[0] in self.region if told[1] else self._level(told[0]))

    def _level(self, letter: str) -> bool:
        return not self.region or self.region[-1] == letter

    def bare(self, name: str) -> str:
        """A body without the name of the plan's own place; empty where too little is left."""
        short = self.region[-3:]
        rest = name.removeprefix(self.region).removeprefix(short) if short else name
        rest = self.region[-1:] + rest if rest != name else rest
        return rest if len(rest) >= 4 else ""
