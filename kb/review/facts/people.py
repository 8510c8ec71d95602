"""QC-CONS: who holds which post, wherever it is said, and posts to which two places give different persons."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from kb.checklists import Checklists
from kb.model import Finding, FindingSeverity, Message, Place
from kb.name_model import can_be_name, name_at
from kb.review.facts.entries import TITLE, Entry, entries, is_name, named, words
from kb.review.facts.phone_book import PHONE
from kb.review.making import finding, place
from kb.review.text import Body

_POST = re.compile(rf"[\u4e00-\u9fff]*?{TITLE}")
_FILLED = re.compile(
    rf"(?P<post>(?:[\u4e00-\u9fff、]{{0,16}}?){TITLE})(?P<link>:|由|为|是)(?P<holder>[\u4e00-\u9fff]{{2,20}})"
)
_BESIDE = re.compile(
    rf"(?:^|(?<=[,。;:、()]))(?P<post>[\u4e00-\u9fff]{{2,14}}?{TITLE})(?P<name>[\u4e00-\u9fff]{{2,3}})(?=[,。;、()]|$|担任|兼任|任[\u4e00-\u9fff]|负责|牵头|代行)"
)
_LEADS = re.compile(r"(?<=[,。;:、(])(?P<post>组长|队长)(?P<name>[\u4e00-\u9fff]{2,3})(?=[,。;、()]|$)")
"""``医疗救护组,组长唐敏``: a bare post right before the name."""
_GIVEN = re.compile(
    rf"由(?P<holder>[\u4e00-\u9fff]{{2,20}}?)(?:同志)?(?:担任|兼任|任)(?P<post>[\u4e00-\u9fff]{{0,12}}?{TITLE})"
)
_TAKEN = re.compile(r"(?:同志)?(?:担任|兼任|兼|负责|(?<!主)任).*$")
_GROUP = re.compile(r"[\u4e00-\u9fff]{2,10}?[组队](?=[:由,(。]|$)")
_LEADERS = re.compile(r"^(?:应急)?(?:领导|指挥|工作领导)小组")
_OF_OFFICE = re.compile(r"^(?:[\u4e00-\u9fff]{0,12}?(?:应急|指挥部|领导小组|委员会|[防指减灾安委应]))办公?室?主任$")
_OFFICE_OF = re.compile(
    r"(?:党政|综合|党委|政府|行政|人大|社区|财政|建设|经济|事务|服务|管理|党建|校长|院长|行政|后勤|安全生产|教务|政教)办公室主任$"
)
_HEADS = ("总指挥", "总指挥长", "指挥长", "组长", "办公室主任", "队长")
_MANY = re.compile(
    r"副|成员|各|每|分管|班主任|联系人|教师|老师|医生|[村组居]民|社区|值班员|责任人|监测员|预警员|网格员|护林员|管理员|保管[员人]|负责人|干事|委员|专员|村[党支]"
)
_NO_PERSON = re.compile(rf"(?:{TITLE}|[部科室局处办委组队员人])$")
_OFFICE_SEAT = re.compile(r"办公室(?:\([^()]*\))?设[在于][^。;]*$")
"""Before a bare 主任 that is the one of the headquarters' office."""
_SHORT = 40


@dataclass(frozen=True, slots=True)
class Held:
    """A post of one holder (``后勤保障组组长``, ``指挥长``, ``安全保卫处主任``), who holds it, and where that is said."""

    post: str
    name: str
    where: Place
    listed: bool


def people_findings(body: Body, checklists: Checklists) -> Iterator[Finding]:
    """One finding for each post with two holders."""
    by_post: dict[str, list[Held]] = defaultdict(list)
    for each in held_posts(body):
        by_post[each.post].append(each)
    seen: set[frozenset[str]] = set()
    for post, held in by_post.items():
        clash = _clash(held)
        if clash and frozenset(each.name for each in clash) not in seen:
            seen.add(frozenset(each.name for each in clash))
            one, other = clash
            message = Message("post_conflict", {"post": post, "one": one.name, "other": other.name})
            yield finding(
                "QC-CONS", FindingSeverity.MEDIUM, message, [one.where, other.where], checklists, confidence=0.7
            )


def _clash(held: list[Held]) -> tuple[Held, Held] | None:
    """Two holders of a post that has one: the list of contacts and the text, or two places of the text, disagree."""
    names: dict[str, Held] = {}
    for each in held:
        names.setdefault(each.name, each)
    listed = {each.name for each in held if each.listed}
    if len(names) != 2 or len(listed) > 1 or len({each.where.clause_id for each in held}) < 2:
        return None
    one, other = names.values()
    return None if one.where.clause_id == other.where.clause_id else (one, other)


def held_posts(body: Body) -> Iterator[Held]:
    """Every post that a person holds, in lists and in sentences."""
    for entry in entries(body):
        if entry.line.clause.table_row:
            yield from _in_row(entry)
        else:
            yield from _in_list(entry) if PHONE.search(entry.text) and len(entry.text) < _SHORT else _in_text(entry)


def _in_list(entry: Entry) -> Iterator[Held]:
    """The posts beside the one name of a line with a phone."""
    before = entry.text[: next(PHONE.finditer(entry.text)).start()]
    found = [(name, rest) for name, rest in map(named, words(before)) if name]
    if len(found) != 1:
        return
    name, rest = found[0]
    others = "、".join(word for word in words(before) if named(word)[0] != name)
    for post in _posts(f"{rest}、{others}"):
        yield Held(post, name, place(entry.line, entry.start, entry.start + len(entry.text)), listed=True)


def _in_row(entry: Entry) -> Iterator[Held]:
    """The posts in the cells of a row with one name."""
    cells = [cell.rpartition(":")[2] for cell in entry.text.split(";")]
    people = [cell for cell in cells if is_name(cell)]
    if len(people) == 1:
        for cell in cells:
            if re.fullmatch(rf"[\u4e00-\u9fff、]*{TITLE}", cell):
                for post in _posts(cell):
                    yield Held(
                        post, people[0], place(entry.line, entry.start, entry.start + len(entry.text)), listed=True
                    )


def _posts(text: str) -> Iterator[str]:
    """The posts that a run of titles names, ``警戒组、联络组组长`` both groups'."""
    groups: list[str] = []
    for part in text.split("、"):
        if re.fullmatch(r"[\u4e00-\u9fff]{2,8}组", part):
            groups.append(part)
            continue
        for found in _POST.findall(part):
            yield from (f"{group}组长" for group in groups if found.endswith("组长"))
            yield from _key(found)


def _key(post: str, group: str = "", *, of_headquarters: bool = False) -> Iterator[str]:
    """A post as it is compared: none that several may hold, that of the headquarters' office by one name, a bare 组长 with its group."""
    post = re.sub(r"^.*(?:兼任?|担任|的|由|和|以及|并任|现任|本|为|是|设)", "", post)
    post = re.sub(r"^.*(?:领导|指挥|应急|工作)小组(?=组长)", "", post)
    if _MANY.search(post):
        return
    if post == "办公室主任":
        if of_headquarters:
            yield post
    elif _OF_OFFICE.match(post) and not _OFFICE_OF.search(post):
        yield "办公室主任"
    elif post in ("组长", "队长"):
        yield f"{'' if _LEADERS.match(group) else group}{post}"
    elif post in _HEADS or len(post) >= 5 or post.endswith(("组组长", "队队长")):
        yield post if not post.endswith(("指挥长", "总指挥")) else re.sub(r"^.*(?=总指挥|指挥长)", "", post)


def _in_text(entry: Entry) -> Iterator[Held]:
    """The posts that a sentence fills."""
    text = entry.text
    for found in _FILLED.finditer(text):
        holder = _TAKEN.sub("", found["holder"])
        person = _person(holder) or _plain_name(holder, found, text)
        if not person:
            continue
        start = entry.start + found.start("post")
        where = place(entry.line, start, entry.start + found.start("holder") + len(holder))
        post = found["post"].rpartition("、")[2]
        office = post == "主任" and bool(_OFFICE_SEAT.search(entry.line.text[: entry.start + found.start("post")]))
        keys = _key("办公室主任" if office else post, _group(entry, found.start()), of_headquarters=office)
        yield from (Held(key, person, where, listed=False) for key in keys)
    for found in _GIVEN.finditer(text):
        person = _person(found["holder"])
        if person:
            where = place(entry.line, entry.start + found.start(), entry.start + found.end())
            for post in _key(found["post"], _group(entry, found.start())):
                yield Held(post, person, where, listed=False)
    for found in _LEADS.finditer(text):
        group = _group(entry, found.start())
        if group and is_name(found["name"]):
            where = place(entry.line, entry.start + found.start(), entry.start + found.end())
            yield from (Held(post, found["name"], where, listed=False) for post in _key(found["post"], group))
    for found in _BESIDE.finditer(text):
        if can_be_name(found["name"]) and name_at(text, found.start("name"), prior=0.3) == found["name"]:
            where = place(entry.line, entry.start + found.start(), entry.start + found.end())
            yield from (
                Held(post, found["name"], where, listed=False) for post in _key(found["post"]) if len(post) >= 5
            )


def _person(holder: str) -> str:
    """The name that a holder begins or ends with: ``唐敏``, ``县应急管理局局长唐敏``."""
    for length in (2, 3, 4):
        if len(holder) == length and can_be_name(holder):
            return holder if is_name(holder) else ""
    found = re.match(rf"^.*{TITLE}(?P<name>[\u4e00-\u9fff]{{2,3}})$", holder)
    return found["name"] if found and is_name(found["name"]) else ""


def _plain_name(holder: str, found: re.Match[str], text: str) -> str:
    """What stands alone after a post and a colon, before a bracket or the end: a name, even where its characters are a word too."""
    alone = found["link"] == ":" and re.match(r"[(。;]|$", text[found.end("holder") :])
    return holder if alone and len(holder) <= 3 and can_be_name(holder) and not _NO_PERSON.search(holder) else ""


def _group(entry: Entry, at: int) -> str:
    """The group of which a sentence, or else its line or its heading, speaks before a bare 组长."""
    before = entry.line.text[: entry.start + at]
    for text in (before, *reversed(entry.line.heads[-1:])):
        named_ = _GROUP.findall(text if text is before else text + ":")
        if named_:
            return str(named_[-1])
    return ""
