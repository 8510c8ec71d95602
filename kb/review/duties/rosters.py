"""QC-RACI: a headquarters without a head, and working groups that are named in a list and not described, or described and not listed."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kb.checklists import Checklists
from kb.model import Finding, FindingSeverity, Message, Place
from kb.review.duties.bodies import groups
from kb.review.making import finding, place
from kb.review.text import Body, Line

_DEPUTY = re.compile(r"副(?:总?指挥长?|组长|主任)(?::|由|为)")
_MEMBERS = re.compile(r"(?:成员|组员)(?:单位)?(?::|由|为|有|包括)")
_HEAD = re.compile(
    r"(?<!副)(?<!副总)(?:总指挥|指挥长|组长|主任|指挥)(?::|由|为|是|,)|任(?:总指挥|指挥长|组长|主任)|(?<!副)(?:总指挥|指挥长|组长|主任)\("
)
_SERIES = re.compile(
    r"(?:[\u4e00-\u9fff]{2,8}(?<!小)组[、和及]){2,}[\u4e00-\u9fff]{2,8}组(?![织成建])|(?:[\u4e00-\u9fff]{2,8}小组[、和及]){2,}[\u4e00-\u9fff]{2,8}小组"
)
_DESCRIBED = re.compile(r"[)、.]([\u4e00-\u9fff]{2,8}组)(?::|由[\u4e00-\u9fff]{2,16}(?:任|担任|负责|牵头))")
_NAME = re.compile(r"[\u4e00-\u9fff]{2,8}?组(?=[、和及]|$)")
_ALL = re.compile(r"组成|下设|设立|成立|分为|包括|设|等\d*个")
_NOT_OURS = re.compile(r"督导|督查|^应急工作组|领导小组|专家|咨询|现场工作组|各|有关|其他")
_ACTS = re.compile(
    r"(?:^|[,。;:]|由)(?P<name>[\u4e00-\u9fff]{2,8}(?<!小)组)(?=具体负责|负责|组织|立即|及时|牵头|应当|做好|承担|提出|开展|统一)"
)
_OTHERS = re.compile(
    r"小组|村民|互助|网格|班|检查组|调查组|评估组|审查组|巡|先遣|先期|机组|编制|评审|论证|前方|轮|^[一二三四五六七八九十第]"
)
_LEAST, _FEW = 4, 2


def roster_findings(body: Body, checklists: Checklists) -> Iterator[Finding]:
    """Headless headquarters, then groups without a description, then groups outside the list."""
    yield from _headless(body, checklists)
    yield from _lists(body, checklists)


def _headless(body: Body, checklists: Checklists) -> Iterator[Finding]:
    """Sections that name deputies and members, and no head."""
    sections: dict[int, list[Line]] = {}
    for line in body.lines:
        if line.section >= 0 and not line.contents and not line.clause.table_row:
            sections.setdefault(line.section, []).append(line)
    for lines in sections.values():
        text = "\n".join(line.text for line in lines)
        if _HEAD.search(text) or not _MEMBERS.search(text):
            continue
        for line in lines:
            found = _DEPUTY.search(line.text)
            if found:
                message = Message("no_head", {"deputy": found[0].rstrip(":由为")})
                at = [place(line, found.start(), min(len(line.text), found.end() + 10))]
                yield finding("QC-RACI", FindingSeverity.MEDIUM, message, at, checklists, confidence=0.6)
                break


def _lists(body: Body, checklists: Checklists) -> Iterator[Finding]:
    described = {group.name.lstrip("、") for group in groups(body)}
    described |= {found[1] for line in body.lines if not line.contents for found in _DESCRIBED.finditer(line.text)}
    described = {name for name in described if not _NOT_OURS.search(name)}
    if len(described) < _LEAST:
        return
    yield from _strangers(body, described, checklists)
    for line in body.lines:
        if line.contents or line.clause.table_row:
            continue
        for found in _SERIES.finditer(line.text):
            names = [_plain(name) for name in _NAME.findall(found[0])]
            known = [name for name in names if _among(name, described)]
            odd = [name for name in names if name not in known and not _NOT_OURS.search(name)]
            if len(names) < _LEAST - 1 or len(known) < 2 * len(odd):
                continue
            at = [place(line, found.start(), found.end())]
            if odd:
                message = Message("group_not_described", {"names": "、".join(odd)})
                yield finding("QC-RACI", FindingSeverity.MEDIUM, message, at, checklists, confidence=0.6)
            left = [name for name in described if not any(_among(name, {each}) for each in names)]
            first, _ = line.sentence(found.start())
            whole = _ALL.search(line.text[first : found.start()] + found[0].partition("组")[0]) or _ALL.match(
                line.text[found.end() :].lstrip("等")
            )
            if whole and 0 < len(left) <= max(1, len(described) // 5):
                open_end = re.match("等(?!\\d|[二三四五六七八九十])", line.text[found.end() :])
                severity = FindingSeverity.LOW if open_end else FindingSeverity.MEDIUM
                message = Message("group_not_listed", {"names": "、".join(left)})
                at += [where for name in left for where in _described(name, body)]
                yield finding("QC-RACI", severity, message, at, checklists, confidence=0.5)


def _strangers(body: Body, described: set[str], checklists: Checklists) -> Iterator[Finding]:
    """Groups that are given something to do once and are none of those that the plan sets up."""
    whole = "\n".join(dict.fromkeys(line.text for line in body.lines))
    odd: dict[str, Place] = {}
    for line in body.lines:
        for found in [] if line.contents or line.form else _ACTS.finditer(line.text):
            name = found["name"]
            first, last = line.sentence(found.start())
            if (
                not _among(name, described)
                and not _NOT_OURS.search(name)
                and not _OTHERS.search(name)
                and whole.count(name) == 1
                and not re.search(r"成立|设立|组建|组成|下设|指派|派出|抽调|简称", line.text[first:last])
            ):
                odd.setdefault(name, place(line, found.start("name"), found.end() + 6))
    if 0 < len(odd) <= _FEW:
        message = Message("group_unknown", {"names": "、".join(odd)})
        yield finding("QC-RACI", FindingSeverity.MEDIUM, message, list(odd.values()), checklists, confidence=0.5)


def _described(name: str, body: Body) -> Iterator[Place]:
    """Where a group is described."""
    for line in body.lines:
        start = line.text.find(f"{name}:")
        if start >= 0 and not line.contents:
            yield place(line, start, min(len(line.text), start + 30))
            return


def _plain(name: str) -> str:
    """A name without the words that lead up to it."""
    return re.sub(r"^.*(?:由|设立?|成立|包括|分为|下设|为|含|各|及|和|,)", "", name)


def _among(name: str, known: set[str]) -> bool:
    short = re.sub(r"(?:工作|应急)?小?组$", "", name)
    return any(short and (short in other or re.sub(r"(?:工作|应急)?小?组$", "", other) in name) for other in known)
