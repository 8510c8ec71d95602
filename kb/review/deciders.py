"""QC-LVL: who decides on the levels: a graver level that a lower authority starts, or a lesser one that a higher authority does."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from kb.checklists import Checklists
from kb.model import Finding, FindingSeverity, Message, Place
from kb.review.making import finding, place
from kb.review.ranks import LEVEL, rank
from kb.review.text import Body, Line

_HEIGHTS = (
    (r"国务院|党中央|国家(?:防总|减灾委|森防指|应急指挥)", 100),
    (r"(?:省|自治区)(?:委|人民政府|政府)|省委书记|(?<!副)省长", 80),
    (r"副省长", 78),
    (r"省级(?:人民政府|政府|交通|主管|应急|应对)|自治区级|(?<!副)[厅]长", 74),
    (r"副厅长", 72),
    (r"市(?:委|人民政府|政府)(?!办)|市委书记|(?<!副)市长", 60),
    (r"副市长", 58),
    (r"市级(?:人民政府|政府|交通|主管|应急|应对|急指)|设区的?市", 56),
    (r"[县区](?:委|人民政府|政府)(?!办)|[县区]委书记|(?<!副)[县区]长", 40),
    (r"副[县区]长", 38),
    (r"县级(?:人民政府|政府|交通|主管|应急|应对|急指)|区级(?:人民政府|应急)", 36),
    (r"(?:乡镇|乡|镇)(?:人民政府|政府)|(?<!副)(?:乡|镇)长", 20),
)
_POSTS = (
    (r"(?:领导小组|指挥部|灾委|应急委|安委会)(?!办|副|主任|组长|总指挥|指挥长|成员)", 7),
    (r"副(?:总指挥|指挥长|主任|组长)|(?:总指挥|指挥长|主任|组长)\(副", 5),
    (r"办公室(?:常务)?(?:副)?主任|防办主任", 2),
    (r"(?:总指挥|指挥长|组长)(?!和?副)|(?<!办公室)(?<!防办)(?<!副)主任(?!和?副)", 8),
)
_BASES = {"省": 70, "自治区": 70, "市": 50, "县": 30, "区": 30, "乡": 10, "镇": 10}
_OWN = {"省": 70, "市": 50, "县": 30, "乡镇": 10, "国家": 90}
_LEAST = 3
"""Posts of one command and offices of its area overlap by less than this: a 县长 is often the 指挥长."""
_DONE = r"(?:决定|批准|同意|宣布|负责|签发)?(?:后)?(?:立即)?(?:启动|发布|实施|宣布)"
_BEFORE = re.compile(
    rf"(?P<who>[^,。;:]{{2,30}}?){_DONE}(?:并实施)?(?P<level>{LEVEL})(?:\([^()]*\))?(?:应急)?(?P<kind>响应|预警)"
)
_AFTER = re.compile(
    rf"(?P<level>{LEVEL})(?:\([^()]*\))?(?:应急)?(?P<kind>响应|预警)(?:条件的)?[^,。;:、]{{0,6}}?,?由(?P<who>[^,。;:]{{2,30}}?)(?:决定|批准|同意|宣布|启动|发布|签发|负责(?:启动|发布))"
)
_LEADS = re.compile(rf"(?P<who>[^,。;:]{{2,24}}?)负责(?P<level>{LEVEL})(?:应急)?(?P<kind>响应|预警)的(?:启动|发布)")
_CLOSED = re.compile(r"由(?P<who>[^,。;:]{2,30}?)决定[^,。;:]{0,4}(?:应急)?响应的?(?P<kind>终止|启动|结束)")
_NOT_DECIDED = re.compile(r"^当|提出|建议|报告|申请|请示|提请|或|授权|委托|视情|同意$|商")


@dataclass(frozen=True, slots=True)
class _Said:
    """A level with the height of who decides on it."""

    level: int
    kind: str
    height: int
    who: str
    where: Place


def decider_findings(body: Body, checklists: Checklists) -> Iterator[Finding]:
    """One finding for all pairs of levels whose authorities stand the wrong way round."""
    base = _OWN.get(body.document.plan_level or "", 0)
    by_kind: dict[str, list[_Said]] = defaultdict(list)
    for line in body.lines:
        if not line.contents:
            for said in _said(line, base):
                by_kind[said.kind].append(said)
    hits: list[tuple[str, Place]] = []
    for stated in by_kind.values():
        for one in stated:
            for other in stated:
                if (
                    one.level < other.level
                    and one.height < other.height
                    and _sole(one, stated)
                    and _sole(other, stated)
                ):
                    words = f"{one.who}（{one.level}级）与{other.who}（{other.level}级）"
                    hits += [(words, one.where), (words, other.where)]
    if hits:
        message = Message("decider_order", {"pairs": "；".join(dict.fromkeys(words for words, _ in hits))})
        yield finding("QC-LVL", FindingSeverity.MEDIUM, message, [at for _, at in hits], checklists, confidence=0.6)


def _sole(said: _Said, stated: list[_Said]) -> bool:
    """Whether the level has one authority all through the text: steps by several are no contradiction."""
    return len({each.height for each in stated if each.level == said.level}) == 1


def _said(line: Line, base: int) -> Iterator[_Said]:
    for source in (_BEFORE, _AFTER, _LEADS, _CLOSED):
        for found in source.finditer(line.text):
            who = found["who"]
            level = rank(found["level"]) if source is not _CLOSED else _headed(line)
            height = _height(who, base)
            if level and height and not _NOT_DECIDED.search(who):
                yield _Said(level, found["kind"], height, who[-14:], place(line, found.start(), found.end()))


def _headed(line: Line) -> int:
    """The one level of the headings above a line, 0 for none or several."""
    named = {rank(level) for head in line.heads for level in re.findall(LEVEL, head)}
    return named.pop() if len(named) == 1 else 0


def _height(who: str, base: int) -> int:
    """How high an authority stands: the last one named, posts of a command by the area of their body."""
    found = [(hit.end(), len(hit[0]), height) for words, height in _HEIGHTS for hit in re.finditer(words, who)]
    for words, height in _POSTS:
        for hit in re.finditer(words, who):
            area = re.search(r"^(?:由|经|报)?(省|自治区|市|县|区|乡|镇)", who)
            own = _BASES[area[1]] if area else base
            if own:
                found.append((hit.end(), len(hit[0]), own + height))
    return max(found)[2] if found else 0
