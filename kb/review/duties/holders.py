"""QC-CONS: one post that is held by different people in different places: where it is filled, and in brackets after its name."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace

from kb.checklists import Checklists
from kb.model import Finding, FindingSeverity, Message, Place
from kb.review.duties.bodies import same
from kb.review.making import finding, place
from kb.review.text import Body, Line

_POST = r"(?:办公室(?:副)?主任|(?:副)?(?:总指挥|指挥长|组长|主任))"
_ORGAN = r"(?P<organ>[\u4e00-\u9fff]{0,16}?)"
_HOLDER = r"(?P<holder>[^,。;:()、\n]{2,24}?)"
_FILLED = (
    re.compile(
        rf"{_ORGAN}(?P<post>{_POST})(?::|由|为){_HOLDER}(?:担任|兼任|任)?(?=[,。;()\n]|$|副(?:总?指挥|组长|主任)|成员|组员)"
    ),
    re.compile(rf"(?:^|[,。;:)]|由){_HOLDER}(?:担任|兼任|任){_ORGAN}(?P<post>{_POST})(?=[,。;()]|$)"),
)
_BRACKETS = re.compile(rf"{_ORGAN}(?P<post>{_POST})\((?P<holder>[^()]{{3,24}})\)")
_SOMEBODY = re.compile(
    r"长$|主任$|书记$|经理$|总监$|负责(?:同志|人)$|领导$|秘书$|大副$|校长|主管$|专员$|工程师$|^(?:副)?[省市县区镇乡]长$"
)
_NOT_ONE = re.compile(r"缺位|或|授权|指定|以下简称|不在|代行|到达|电话|委托|由其|及|和|、|\d")
_BY_CASE = re.compile(r"级|较大|一般|重大|现场|前方|时,|情况|视情|根据|必要|分别|各|轮值")
_LOCAL = re.compile(r"现场|前方|前线|各|每|分指挥|下级|乡镇|事发")
_TITLE = re.compile(
    r"(?:副?(?:省|市|县|区|镇|乡|州|部|厅|局|处|科|司|校|院|站|队|所|班|船|机)长|(?:副)?主任|(?:副)?书记|(?:副)?(?:总)?经理|总监|(?:副)?秘书长|大副|委员|主管|专员|工程师|负责(?:同志|人)|领导)$"
)
_ANYBODY = re.compile(r"负责(?:同志|人)$|领导$")
_TRIM = re.compile(
    r"^由|^(?:省|市|县|区)?(?:人民)?政府|分管[^,]{0,14}的|分管[^,]{0,8}工作的?|分管|主管|主要|(?<!负责)同志$|\([^)]*\)"
)


_ORGANS = re.compile(
    r"[\u4e00-\u9fff]{0,6}?(?:领导小组|指挥部|委员会|[减防安]灾?委|办公室|工作组|小组|[\u4e00-\u9fff]{2}组(?!长|成|织))"
)
_ORGAN_END = re.compile(r"(?:组|部|委|委员会)$")
_LEADING = re.compile(r"领导小组$|指挥部$")


@dataclass(frozen=True, slots=True)
class Holding:
    """A post of an organ (empty where it is not named), who holds it, and where that is said."""

    organ: str
    post: str
    holder: str
    where: Place
    brackets: bool


def holder_findings(body: Body, checklists: Checklists) -> Iterator[Finding]:
    """One finding for each post with two holders."""
    by_post: dict[str, list[Holding]] = defaultdict(list)
    for each in _holdings(body):
        by_post[each.post].append(each)
    for post, held in by_post.items():
        held = _with_leaders(held) if post == "组长" else held
        clashes = [(a, b) for at, a in enumerate(held) for b in held[at + 1 :] if _clash(a, b, post)]
        if clashes:
            one, other = clashes[0]
            places = [each.where for pair in clashes[:6] for each in pair]
            message = Message("post_conflict", {"post": post, "one": one.holder, "other": other.holder})
            yield finding("QC-CONS", FindingSeverity.MEDIUM, message, places, checklists, confidence=0.6)


def _with_leaders(held: list[Holding]) -> list[Holding]:
    """A 组长 in brackets without a group is that of the leading group, where the plan has one."""
    leading = next((each.organ for each in held if each.organ.endswith("领导小组")), "")
    return [replace(each, organ=leading) if leading and each.brackets and not each.organ else each for each in held]


def _holdings(body: Body) -> Iterator[Holding]:
    """Who holds what; the 组长 of a working group counts only with the name of the group."""
    for line in body.lines:
        if line.contents:
            continue
        for source in _FILLED:
            for found in source.finditer(line.text):
                first, last = line.sentence(found.start())
                before = line.text[first : found.start("post")].rpartition(",")[2]
                if not _BY_CASE.search(before) and not _BY_CASE.search(line.text[found.end() : last].partition(",")[0]):
                    yield from _one(line, found)
        if not line.clause.table_row:
            for found in _BRACKETS.finditer(line.text):
                yield from _one(line, found)


def _one(line: Line, found: re.Match[str]) -> Iterator[Holding]:
    organ, post, holder = _organ(found["organ"]), found["post"], found["holder"].strip()
    if _NOT_ONE.search(holder) or not _SOMEBODY.search(holder) or _LOCAL.search(organ + holder):
        return
    if post.startswith("办公室"):
        organ = ""
    elif post.endswith(("指挥", "指挥长")):
        organ = organ if organ.endswith("指挥部") and len(organ) > 3 else ""
    elif not _ORGAN_END.search(organ):
        organ = _spoken_of(line, found.start("post"))
    if organ.endswith("办公室") and post in ("主任", "副主任"):
        organ, post = "", f"办公室{post}"
    yield Holding(organ, post, holder, place(line, found.start("post"), found.end("holder")), found.re is _BRACKETS)


def _organ(words: str) -> str:
    """The last words before a post that can name its organ."""
    return re.sub(r"^.*(?:经|由|向|报|在|和|与|及|的|同意|决定|请|任命|担任|设|,)", "", words)[-8:]


def _spoken_of(line: Line, at: int) -> str:
    """The organ or group of which a line, or else its heading, spoke last before a post."""
    for text in (line.text[:at], *reversed(line.heads[-2:])):
        named = _ORGANS.findall(text)
        if named:
            return str(named[-1])[-8:]
    return ""


def _clash(one: Holding, other: Holding, post: str) -> bool:
    """Whether two holdings are of one post and not of one person; deputies are several, so only their brackets are compared."""
    first, second = one.organ, other.organ
    if post.endswith("组长") and not (_LEADING.search(first) and _LEADING.search(second)):
        return False
    if post.endswith("主任") and not post.startswith("办公室") and not (first and second):
        return False
    if first and second and not (first.endswith(second) or second.endswith(first)):
        return False
    if "副" in post and not (one.brackets and other.brackets and first == second):
        return False
    return not _one_person(one.holder, other.holder)


def _one_person(one: str, other: str) -> bool:
    first, second = _TRIM.sub("", one), _TRIM.sub("", other)
    if not first or not second or first in second or second in first:
        return True
    title, theirs = _TITLE.search(first), _TITLE.search(second)
    body, their_body = _TITLE.sub("", first), _TITLE.sub("", second)
    if bool(body) and bool(their_body):
        alike = same(body, their_body)
        return alike and (
            bool(_ANYBODY.search(first) or _ANYBODY.search(second))
            or (title is not None and theirs is not None and title[0][-1] == theirs[0][-1])
        )
    if title is None or theirs is None:
        return False
    return title[0] == theirs[0] or bool(_ANYBODY.search(title[0]) or _ANYBODY.search(theirs[0]))
