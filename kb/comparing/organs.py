"""The bodies that command: only where the plan itself sets them up or gives them a short name, with that sentence and who leads them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kb.model import Place
from kb.review.text import Body, Line

_END = r"(?:总指挥部|指挥部|领导小组|委员会|减灾委|应急委|安委会)"
_BEFORE = r"(?:^|[,。;:)]|成立|设立|组建|建立|是由|由|即|在)"
_NAME = rf"(?P<name>[\u4e00-\u9fff]{{2,26}}?{_END})"
_SETS_UP = (
    re.compile(rf"{_BEFORE}{_NAME}\((?:以下|下)(?:统一)?简称[:：]?[\"“]?(?P<short>[\u4e00-\u9fff]{{2,16}}?)[\"”]?\)"),
    re.compile(rf"(?:成立|设立|组建){_NAME}(?=[,。;负作为统由(]|$)"),
    re.compile(rf"(?:^|[。;:)]){_NAME}(?:是|为|作为)[^,。;]{{0,30}}(?:机构|领导|指挥)"),
)
_LEAD_IN = re.compile(r"^.*(?:设立|设置|成立|组建|建立|下设|(?<!建)设(?![施备计])|由|即)(?=[\u4e00-\u9fff]{4})")
"""What stands before a body's name in the sentence that sets it up."""
_NOT_MAIN = re.compile(
    r"现场|前方|专家|村民委|居民委|业主|监督管理|发展和改革|改革委|卫生健康委|计划生育|国有资产|民族|科工|常务|党委|市委|省委"
)
_LEADERS = re.compile(r"(?P<post>总指挥长?|指挥长|组长|主任)(?:由|[:：])(?P<who>[^。;,]{2,40})")
_ADMIN = r"(?:国家|国务院|全国|自治区|省|市|县|区|旗|镇|乡|街道|村)"


@dataclass(frozen=True, slots=True)
class Organ:
    """A commanding body: its name as printed, its short name (may be empty), and the sentence that sets it up."""

    name: str
    short: str
    place: Place

    @property
    def kernels(self) -> tuple[str, ...]:
        """Its names without the place before them."""
        return tuple(dict.fromkeys(kernel_of(name) for name in (self.name, self.short) if name))


@dataclass(frozen=True, slots=True)
class Leader:
    """Who leads: post and holder, with the sentence."""

    post: str
    who: str
    place: Place


def organs(body: Body) -> tuple[Organ, ...]:
    """The commanding bodies that a plan sets up, in reading order."""
    found: dict[str, Organ] = {}
    for line in body.lines:
        for pattern in _SETS_UP:
            for match in pattern.finditer(line.text):
                name = _LEAD_IN.sub("", match["name"])
                short = match.groupdict().get("short") or ""
                if not _NOT_MAIN.search(name) and name not in found:
                    found[name] = Organ(
                        name, short, Place(line.clause.id, line.quote(match.start("name"), match.end()))
                    )
    return tuple(found.values())


def leaders(body: Body) -> Iterator[Leader]:
    """Who leads the commanding bodies, in the chapters on organisation."""
    for line in body.lines:
        if any(re.search(r"组织|指挥|领导|机构", head) for head in line.heads):
            for match in _LEADERS.finditer(line.text):
                if line.text[match.start() - 1 : match.start()] != "副" and "任命" not in match["who"]:
                    place = Place(line.clause.id, line.quote(match.start(), match.end()))
                    yield Leader(match["post"], match["who"], place)


def called(body: Body, level: str) -> Iterator[tuple[str, Line, int, int]]:
    """Bodies of an upper level named in a text, e.g. ``省…指挥部`` for level 省: name, line, span."""
    prefix = {
        "国家": r"(?:国家|国务院)",
        "省": r"(?:自治区|省)",
        "市": "市",
        "县": r"(?:县|区)",
        "乡镇": r"(?:镇|乡|街道)",
    }.get(level)
    if prefix is None:
        return
    source = re.compile(rf"{prefix}(?:委|级|政府|人民政府)?[\u4e00-\u9fff]{{0,14}}?{_END}(?!办公室|办)")
    for line in body.lines:
        for match in source.finditer(line.text):
            if not _NOT_MAIN.search(match[0]) and not re.search(r"[和与及向由报经在]", match[0]):
                yield match[0], line, match.start(), match.end()


def kernel_of(name: str) -> str:
    """A body's name without the place or level before it."""
    kernel = re.sub(
        rf"^[\u4e00-\u9fff]{{0,6}}?{_ADMIN}(?:委|级|政府|人民政府)?(?=[\u4e00-\u9fff]{{3,}})", "", name, count=1
    )
    return kernel or name


def alike(one: str, other: str) -> float:
    """Share of common character pairs (Dice)."""
    pairs = [{text[at : at + 2] for at in range(len(text) - 1)} for text in (one, other)]
    return 2 * len(pairs[0] & pairs[1]) / max(1, len(pairs[0]) + len(pairs[1]))


def abbreviates(short: str, full: str) -> bool:
    """Whether the characters of ``short`` stand in ``full`` in this order."""
    rest = iter(full)
    return all(char in rest for char in short)


def is_known(name: str, known: Sequence[Organ]) -> bool:
    """Whether a name is that of a body of ``known``, in full or shortened."""
    kernel = kernel_of(name)
    return any(
        abbreviates(kernel, theirs) or abbreviates(theirs, kernel) for organ in known for theirs in organ.kernels
    )
