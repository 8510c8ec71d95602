"""Who holds which post and office, read once: sentences, brackets, lines of contact lists and rows of tables in one table."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from kb.model import Place
from kb.name_model import can_be_name, name_at
from kb.review.facts.entries import TITLE, Entry, entries, is_name, named, words
from kb.review.facts.phone_book import PHONE
from kb.review.making import place
from kb.review.text import Body, Line

NOUN = r"(?:总指挥长?|指挥长|组长|队长|主任委员|主任)"
"""Posts that commands, groups and offices have; 副 before them makes a deputy's."""
VICE = r"(?:(?:常务|第一)?副)"
_HAN = "[\u4e00-\u9fff]"
_DONE = r"(?:担任|兼任|出任|(?<!主)任(?![务何命职意期])|兼(?!职))"
_FILLED = re.compile(
    rf"(?P<organ>{_HAN}{{0,16}}?)(?P<post>{VICE}?{NOUN})(?P<aside>\([^()]*\))?(?P<link>:|,?由|为|是)"
    rf"(?P<holders>(?:[^。;,:\n()]|\([^()]*\)){{2,160}}?)(?=[。;,:\n]|{_DONE}|{VICE}{NOUN}[:由为是(]|成员|组员|$)"
)
_GIVEN = re.compile(
    rf"(?:^|(?<=[,。;:])|由)(?P<holders>(?:[^。;,:\n()由]|\([^()]*\)){{2,60}}?)(?:同志)?(?:担任|兼任|(?<!主)任|兼)(?P<organ>{_HAN}{{0,12}}?)(?P<post>{VICE}?{NOUN})(?=[,。;、()]|负责|$)"
)
_BRACKET = re.compile(rf"(?P<organ>{_HAN}{{0,16}}?)(?P<post>{VICE}?{NOUN})\((?P<holders>[^()]{{2,24}})\)")
_TITLED = re.compile(rf"副?{TITLE}")
_OFFICE = re.compile(rf"{_HAN}{{0,12}}$")
_WORDS_BEFORE = re.compile(
    r"^.*(?:下设|设在|设立|成立|报告|报请|通知|联系|接到|服从|听从|担任|兼任|以及|并任|现任|由|向|经|报|请|在|和|与|及|的|为|是|任|兼|本|该|并|设(?!备|施|计))"
)
_SOMEBODY = re.compile(
    r"长$|主任$|书记$|经理$|总监$|主席$|负责(?:同志|人)$|领导$|秘书$|大副$|主管$|[专职海委检]员$|[员工师]$|助理$|干事$|联络人$|联系人$"
)
_JOINT = re.compile(rf"(?<={_HAN})(?:以及|和|与|及)(?={_HAN})")
_GROUP = re.compile(rf"{_HAN}{{2,10}}?[组队](?=[由,(。:]|$)")
_ORGANS = re.compile(
    rf"{_HAN}{{0,6}}?(?:领导小组|指挥部|委员会|[减防安]灾?委|办公室|工作组|小组|{_HAN}{{2}}组(?!长|成|织))"
)
_SEPARATELY = re.compile(r"(?:分别|共同|同时|均|都)$")
_STANDS_IN = re.compile("同志?代行|代行|代理|代为|接替|履行|行使|主持")
_ABSENT = re.compile(r"不在|外出|缺席|因故|无法|不能")
"""Before a post that somebody stands in for."""
_REACH = 24
_SHORT = 50
"""Characters that a line of a list of contacts has at most."""
_NAMELESS = re.compile(rf"(?:{TITLE}|[部科室局处办委组队员人])$")


class Form(StrEnum):
    """Where a holding stands."""

    SENTENCE = "sentence"
    BRACKET = "bracket"
    LIST = "list"
    ROW = "row"


@dataclass(frozen=True, slots=True)
class Held:
    """One holding: a post (of an organ or group), the office of who holds it, the person, the phone, as far as each is said.

    ``post`` is the noun with its 副 (``副总指挥``), ``organ`` the words before it, ``group`` the organ or group last spoken of before;
    ``office`` is the holder's own (``县水利局局长``), ``aside`` what stands in brackets after it, ``body`` to whom a row of a table counts the
    person. ``start`` and ``end`` are offsets in the line, ``several`` says that others hold the post beside.
    """

    post: str
    organ: str
    group: str
    office: str
    aside: str
    name: str
    phone: str
    body: str
    entry: Entry
    start: int
    end: int
    form: Form
    several: bool = False

    @property
    def line(self) -> Line:
        """The line in which it stands."""
        return self.entry.line

    @property
    def listed(self) -> bool:
        """Whether it stands in a list of contacts or a table."""
        return self.form in (Form.LIST, Form.ROW)

    @property
    def where(self) -> Place:
        """The place: a row or a line of a list as a whole, of a sentence the words that tell it."""
        if self.listed:
            return place(self.line, self.entry.start, self.entry.start + len(self.entry.text))
        return place(self.line, self.start, self.end)


@dataclass(frozen=True, slots=True)
class Holder:
    """Who holds a post, by office and name."""

    office: str
    aside: str
    name: str


def held(body: Body) -> tuple[Held, ...]:
    """Every holding of a text, in order."""
    found: list[Held] = []
    for entry in entries(body):
        if entry.line.clause.table_row:
            found += _in_row(entry)
        elif PHONE.search(entry.text) and len(entry.text) < _SHORT and (listed := list(_in_list(entry))):
            found += listed
        else:
            found += _in_sentence(entry)
    return tuple(found)


def holder(said: str) -> Holder:
    """``副校长(分管安全)唐敏``, ``唐敏(校医)``, ``县水利局局长``: office, what stands in brackets, and name."""
    aside = "、".join(re.findall(r"\(([^()]*)\)", said))
    bare = re.sub(r"\([^()]*\)|^由|(?:同志|等人?)$", "", said)
    name, rest = named(bare)
    beside = (
        None
        if name
        else re.match(rf"^(?P<office>{_HAN}*(?:{TITLE}|{_HAN}员|厨师|司机|保安|护士|护工))(?P<name>{_HAN}{{3}})$", bare)
    )
    if beside and can_be_name(beside["name"]) and not _NAMELESS.search(bare):
        name, rest = beside["name"], beside["office"]
    if name and not rest:
        return Holder(*(("", aside) if not _SOMEBODY.search(aside) else (aside, "")), name)
    if name and not beside and not re.search(TITLE + "$|^副?" + TITLE, rest):
        return Holder("", aside, name)
    return Holder(rest if name else bare, aside, name)


def holders(said: str) -> list[Holder]:
    """All holders that a run of words names."""
    parts: list[str] = []
    for part in re.split(r"、(?![^()]*\))", said):
        rest = part
        while (joint := next(_joints(rest), None)) is not None:
            parts.append(rest[: joint.start()])
            rest = rest[joint.end() :]
        parts.append(rest)
    return [holder(part) for part in parts if len(part) >= 2]


def _joints(text: str) -> Iterator[re.Match[str]]:
    """Where ``和`` parts two holders: after a title or a name, not within the name of a body."""
    for found in _JOINT.finditer(text):
        before = re.sub(r"\([^()]*\)$", "", text[: found.start()])
        if _SOMEBODY.search(before) or is_name(before):
            yield found


# --------------------------------------------------------------------------- sentences


def _in_sentence(entry: Entry) -> Iterator[Held]:
    """The posts that a sentence fills, then the offices beside names that are no part of them."""
    taken: list[tuple[int, int]] = []
    for source, form in ((_FILLED, Form.SENTENCE), (_GIVEN, Form.SENTENCE), (_BRACKET, Form.BRACKET)):
        for found in source.finditer(entry.text):
            span = found.span("holders")
            if any(span[0] < end and start < span[1] for start, end in taken):
                continue
            made = list(_filled(entry, found, form))
            if made:
                taken.append((found.start("post"), found.end("post")))
                taken.append(span)
                yield from made
    yield from _beside(entry, taken)


def _filled(entry: Entry, found: re.Match[str], form: Form) -> Iterator[Held]:
    if _SEPARATELY.search(found["holders"]) or _STANDS_IN.match(entry.text, found.end()):
        return
    if _ABSENT.search(entry.text, max(0, found.start("post") - _REACH), found.start("post")):
        return
    people = holders(found["holders"])
    first, last = min(found.start("post"), found.start("holders")), max(found.end("holders"), found.end("post"))
    for each in people:
        each = _after_colon(each, found, form)
        if each.name or _SOMEBODY.search(each.office):
            yield Held(
                found["post"],
                organ_of(found["organ"]),
                group_before(entry, found.start("post"), found["post"]),
                each.office,
                each.aside,
                each.name,
                "",
                "",
                entry,
                entry.start + first,
                entry.start + last,
                form,
                len(people) > 1,
            )


def _after_colon(each: Holder, found: re.Match[str], form: Form) -> Holder:
    """What stands alone after a post and a colon is a name, even where its characters are a word too."""
    alone = form is Form.SENTENCE and found.re is _FILLED and found["link"] == ":" and not each.name
    bare = each.office
    if alone and len(bare) <= 3 and can_be_name(bare) and not _NAMELESS.search(bare):
        return Holder(each.aside if _SOMEBODY.search(each.aside) else "", each.aside, bare)
    return each


def _beside(entry: Entry, taken: list[tuple[int, int]]) -> Iterator[Held]:
    """``校医唐敏``, ``唐敏(校医)``: titles right before names, and after them in brackets."""
    text = entry.text
    for found in _TITLED.finditer(text):
        if any(start <= found.start() < end for start, end in taken):
            continue
        at = found.end()
        aside = re.match(r"\(([^()]{2,14})\)", text[at:])
        begin = at + (aside.end() if aside else 0)
        name = name_at(text, begin, prior=0.3)
        if not name or not can_be_name(name) or "·" in name:
            continue
        before = _WORDS_BEFORE.sub("", str(_OFFICE.findall(text[: found.start()])[0]))
        title = before + found[0]
        post = re.search(rf"{VICE}?{NOUN}$", title)
        own = bool(post and (title == post[0] or title[: post.start()].endswith(("组", "队", "指挥部"))))
        yield Held(
            post[0] if post and own else "",
            title[: post.start()] if post and own else "",
            group_before(entry, found.start(), title),
            "" if own else title,
            aside[1] if aside else "",
            name,
            "",
            "",
            entry,
            entry.start + found.start() - len(before),
            entry.start + begin + len(name),
            Form.SENTENCE,
        )


def organ_of(said: str) -> str:
    """The last words before a post that can name its organ."""
    return re.sub("^立", "", _WORDS_BEFORE.sub("", said))


def group_before(entry: Entry, at: int, post: str) -> str:
    """The organ or group of which a line, or else the heading above it, spoke last before a post of an entry."""
    before = entry.line.text[: entry.start + at]
    for text in (before, *reversed(entry.line.heads[-2:])):
        marked = text if text is before else text + ":"
        groups = list(_GROUP.finditer(marked)) if post.endswith(("组长", "队长")) else []
        found = groups or list(_ORGANS.finditer(marked))
        if found:
            return organ_of(found[-1][0]).removeprefix("以下简称")
    return ""


# --------------------------------------------------------------------------- lists and tables

_CELL_POST = re.compile(rf"(?P<organ>{_HAN}{{0,12}}?)(?P<post>{VICE}?{NOUN})(?:\((?P<aside>[^()]*)\))?")
_ROLE_HEAD = re.compile(r"职务|岗位|职位|身份|角色")
_NAME_HEAD = re.compile(r"姓名|联系人|负责人|责任人")
_BODY_HEAD = re.compile(r"单位|部门|机构|科室|组别|组名|工作组|队伍|名称|村|社区|企业")
_BODY = re.compile(r"(?:局|委|办|处|科|室|部|院|中心|所|站|公司|大队|支队|中队|队|组|会|政府|学校|医院|卫生院|派出所)$")


def _in_list(entry: Entry) -> Iterator[Held]:
    """The titles beside the one name of a line with a phone."""
    phone = next(PHONE.finditer(entry.text))
    said = words(re.sub(r"\([^()]*\)", "", entry.text[: phone.start()]))
    found = [(name, rest) for name, rest in map(named, said) if name]
    if len(found) != 1:
        return
    name, rest = found[0]
    titles = "、".join([rest, *(word for word in said if named(word)[0] != name)])
    asides = re.findall(r"\(([^()]*)\)", entry.text[: phone.start()])
    yield from _titled(entry, titles, asides[0] if asides else "", name, phone[0], "", Form.LIST)


def _in_row(entry: Entry) -> Iterator[Held]:
    """The person of a row with the titles of its cells: ``职务:组长(院长);姓名:…``, ``组长:综合部部长唐敏``, ``单位:县水利局;职务:局长``."""
    cells = [(head, value) for head, _, value in (cell.rpartition(":") for cell in entry.text.split(";"))]
    phone = PHONE.search(entry.text)
    number = phone[0] if phone else ""
    told = [(head, who) for head, value in cells if (who := _cell_holder(head, value)).name]
    if len(told) != 1:
        return
    head, who = told[0]
    body = next((value for label, value in cells if _BODY_HEAD.search(label) and _BODY.search(_bare(value))), "")
    titles = [
        value
        for label, value in cells
        if who.name not in value
        and re.search(
            rf"(?:{TITLE}|员)(?:\([^()]*\))?$" if _ROLE_HEAD.search(label) else rf"{TITLE}(?:\([^()]*\))?$", value
        )
    ]
    post = re.search(rf"{VICE}?{NOUN}$", head)
    made = list(_titled(entry, "、".join(titles), who.aside, who.name, number, _bare(body), Form.ROW))
    if post:
        made.append(_row(entry, post[0], _bare(body), who.office, who.aside, who.name, number, body))
    elif who.office:
        made.append(_row(entry, "", "", who.office, who.aside, who.name, number, _bare(body)))
    if not made:
        role = head if re.search(r"联系人|联络员|灾害信息员", head) else ""
        made.append(_row(entry, "", "", role, "", who.name, number, _bare(body)))
    yield from made


def _cell_holder(head: str, value: str) -> Holder:
    """Who a cell names; below 姓名 stand names even where their characters are words too."""
    who = holder(value)
    own = _NAME_HEAD.search(head) and not who.name and 2 <= len(value) <= 3 and can_be_name(value)
    return Holder("", "", value) if own and not _NAMELESS.search(value) else who


def _bare(value: str) -> str:
    return re.sub(r"\([^()]*\)", "", value)


def _row(
    entry: Entry,
    post: str,
    organ: str,
    office: str,
    aside: str,
    name: str,
    phone: str,
    body: str,
    form: Form = Form.ROW,
) -> Held:
    end = entry.start + len(entry.text)
    return Held(post, organ, "", office, aside, name, phone, body, entry, entry.start, end, form)


def _titled(entry: Entry, titles: str, aside: str, name: str, phone: str, body: str, form: Form) -> Iterator[Held]:
    """One holding for each title of a run (``警戒组、联络组组长`` both groups'), with the row's body where a title has none of its own."""
    groups: list[str] = []
    for part in re.split(r"、(?![^()]*\))", titles):
        if re.fullmatch(rf"{_HAN}{{2,8}}组", part):
            groups.append(part)
            continue
        bare = _bare(part)
        inside = "、".join(re.findall(r"\(([^()]*)\)", part)) or aside
        post = _CELL_POST.fullmatch(part)
        if post and command(post["organ"], post["post"]) and not (body and post[0] in ("主任", "队长")):
            for organ in groups or [post["organ"]]:
                office = inside if _SOMEBODY.search(inside) else ""
                yield _row(entry, post["post"], organ, office, inside, name, phone, body, form)
            if groups and post["organ"]:
                yield _row(entry, post["post"], post["organ"], "", inside, name, phone, body, form)
            continue
        first = re.match(rf"{VICE}?{NOUN}(?={_HAN}*{TITLE}$)", bare)
        if first:
            yield _row(entry, first[0], "", "", inside, name, phone, body, form)
        own = bare[first.end() :] if first else bare
        if re.search(rf"(?:{TITLE}|员)$", own):
            own = own if len(own) > 3 or not body or body in own else body + own
            yield _row(entry, "", "", own, inside, name, phone, body, form)


def command(organ: str, post: str) -> bool:
    """Whether a title is a post of a command or a group, and not one's office (``安全处主任``, ``保安队队长``)."""
    if post.endswith(("总指挥", "指挥长", "总指挥长", "组长")):
        return not re.search(r"[局厅委部处科室]党组$|村民$", organ)
    return organ in ("", "办公室") or bool(re.search(r"(?:指挥部|领导小组|委员会|应急)(?:办公室)?$", organ))
