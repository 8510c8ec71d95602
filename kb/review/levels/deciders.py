"""QC-LVL: who decides on the levels: a graver level that a lower authority starts, or a lesser one that a higher authority does."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from kb.checklists import Checklists
from kb.model import Finding, FindingSeverity, Message, Place
from kb.ranks import Ranks
from kb.review.levels.ranks import COLOUR, LEVEL, rank
from kb.review.making import finding, place
from kb.review.text import Body, Line

_BODIES = r"(?:人民政府|政府|党委|交通|主管|应急|应对|急指|防汛|指挥|有关|相关)"
_HEIGHTS = (
    (r"国务院|党中央|国家(?:防总|减灾委|森防指|应急指挥)", 100),
    (r"省委书记", 82),
    (r"(?:省|自治区)(?:委|人民政府|政府)(?!办)|(?<!副)省长|自治区主席", 80),
    (r"副省长", 78),
    (rf"省级{_BODIES}|自治区级|(?<!副)[厅]长", 74),
    (r"副厅长", 72),
    (r"市委书记", 62),
    (r"市(?:委|人民政府|政府)(?!办)|(?<!副)市长", 60),
    (r"副市长", 58),
    (rf"市级{_BODIES}|设区的?市", 56),
    (r"[县区]委书记", 42),
    (r"[县区](?:委|人民政府|政府)(?!办)|(?<!副)[县区]长", 40),
    (r"副[县区]长", 38),
    (rf"[县区]级{_BODIES}", 36),
    (r"省[\u4e00-\u9fff]{0,10}部门|省(?!人民|政府)[\u4e00-\u9fff]{2,8}[厅局]", 70),
    (r"市(?:\([州地盟]\))?(?!级|人民|政府)[\u4e00-\u9fff]{0,8}(?:部门|局)", 50),
    (r"[县区](?!级|人民|政府|域)[\u4e00-\u9fff]{0,8}(?:部门|局)", 30),
    (r"(?:乡镇|乡|镇)(?:人民政府|政府)|(?<!副)(?:乡|镇)长", 20),
)
_POSTS = (
    (r"(?:领导小组|指挥部|灾委|应急委|安委会)(?!办|副|主任|组长|总指挥|指挥长|成员)", 7),
    (r"副(?:总指挥|指挥长|主任|组长)|(?:总指挥|指挥长|主任|组长)\(副", 5),
    (r"办公室(?:常务)?(?:副)?主任|防办主任", 2),
    (r"(?:[班护巡值教工网][\u4e00-\u9fff]{0,4}|年级|小)组长", 1),
    (r"(?:(?:指挥部|领导小组|[灾急]委|委员会)办公室|[防减]灾?办)(?!主任|常务|副)", 1),
    (r"(?:总指挥|指挥长|组长)(?!和?副)|(?<![室间科部处班组])(?<!防办)(?<!副)主任(?!和?副)", 8),
)
_BASES = {"省": 70, "自治区": 70, "市": 50, "县": 30, "区": 30, "乡": 10, "镇": 10}
_UNIT = 1
"""The base of units that are no government: their posts are only compared with one another."""
_OWN = {"省": 70, "市": 50, "县": 30, "乡镇": 10, "国家": 90}
_STEP = 3
"""A post and its deputy are further apart than a headquarters and its deputy head."""
_APART = 9
"""Authorities of two levels of government are further apart than this; posts of one command and offices of its area are not."""
_DONE = r"(?:决定|批准|同意|宣布|负责|签发)?(?:后)?(?:立即)?(?:启动|发布|实施|宣布)"
_BEFORE = re.compile(
    rf"(?P<who>[^,。;:]{{2,30}}?){_DONE}(?:并实施)?(?P<level>{LEVEL})(?:\([^()]*\))?(?:应急)?(?P<kind>响应|预警)"
)
_AFTER = re.compile(
    rf"(?P<level>{LEVEL})(?:\([^()]*\))?(?:应急)?(?P<kind>响应|预警)?(?:条件的)?[^,。;:、]{{0,6}}?,?由(?P<who>[^,。;:]{{2,30}}?)(?:决定|批准|同意|宣布|启动|发布|签发|负责(?:启动|发布)|任现场)"
)
_JOINED = re.compile(
    rf"(?P<levels>(?:{LEVEL}[、和及]){{1,2}}{LEVEL})(?:应急)?(?P<kind>响应|预警)[^,。;:]{{0,6}}?,?(?:分别)?由(?P<areas>(?:省|市|县|区|乡镇|镇)(?:级?[、和及](?:省|市|县|区|乡镇|镇)){{1,2}})级?(?P<who>[^,。;:]{{2,30}}?)(?:决定|启动|发布|负责)"
)
_GRADED = re.compile(
    r"(?:^|[,。;:])(?:初判)?(?:发生)?(?P<level>特别重大|(?<!特别)重大|较大|一般)(?![、或和及])[\u4e00-\u9fff]{2,18}?,(?:原则上)?由(?P<who>[^,。;:]{2,24}?)"
    r"(?:负责|牵头)?(?:组织|指挥|牵头|开展|统一)[^,。;]{0,8}?(?P<kind>调查|评估|应对|处置|指挥|救援)"
)
_GOES = re.compile(
    r"(?:^|[,。;:]|由)(?P<who>[^,。;:]{2,24}?)(?:立即|及时|迅速|视情)?(?:带队)?(?P<kind>赶赴|赴|坐镇|主持|率)[^,。;]{0,12}?(?:现场|一线|灾区|指挥部|会商|工作组)"
)
_APPROVED = re.compile(
    r"(?P<who>[^,。;:]{2,24}?)(?:启动|终止|发布|宣布|结束|调整|解除)[^,。;:]{0,10}?(?:须|应|需|要|必须)(?:报)?经?(?P<by>[^,。;:]{2,20}?)(?:同意|批准|审定|核准)"
    r"|经(?P<first>[^,。;:]{2,20}?)(?:同意|批准|审定|核准)(?:后)?,由(?P<then>[^,。;:]{2,20}?)(?:启动|终止|发布|宣布|结束|调整|解除)"
)
_LEADS = re.compile(rf"(?P<who>[^,。;:]{{2,24}}?)负责(?P<level>{LEVEL})(?:应急)?(?P<kind>响应|预警)的(?:启动|发布)")
_ANY = rf"(?:{LEVEL}|{COLOUR})"
_OF_LEVELS = re.compile(
    rf"(?P<levels>{_ANY}(?:[、和及]{_ANY})*)(?:应急)?(?P<kind>响应|预警)(?:信息|信号)?[^,。;:、]{{0,4}}?由(?P<who>[^,。;:、]{{2,24}}?)(?:决定|批准|同意|宣布|启动|发布|签发|审批)"
)
"""``红色、橙色预警由组长批准``: levels or colours that one decides on."""
_LABELLED = re.compile(
    rf"^(?:[(]?[一二三四五六\d]{{1,2}}[).、]+)?(?P<level>{_ANY})(?:应急)?(?P<kind>响应|预警)?:.*?由(?P<who>[^,。;:由]{{2,20}}?)(?:决定|批准|宣布)?(?:启动|发布)"
)
"""``(一)I级响应:…。由组长启动``: the level at the head of a line and who starts it further on."""
_SEVERAL = re.compile(r"[省市县区镇]级?[、和及][省市县区乡镇]级")
_OF_AREA = 6
"""By how much authorities of an area stand above its lowest posts (市级主管部门 56)."""
_CLOSED = re.compile(r"由(?P<who>[^,。;:]{2,30}?)决定[^,。;:]{0,4}(?:应急)?响应的?(?P<kind>终止|启动|结束)")
_NOT_DECIDED = re.compile(
    rf"{LEVEL}|双|共同|专项|各|^当(?!班|值)|提出|建议|报告|申请|请示|提请|或|授权|委托|视情|同意$|商"
)


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
    base = _OWN.get(body.document.plan_level or "", _UNIT)
    by_kind: dict[str, list[_Said]] = defaultdict(list)
    for line in body.lines:
        if not line.contents:
            for said in _said(line, base, checklists.ranks):
                by_kind[said.kind].append(said)
    hits = [hit for stated in by_kind.values() for hit in _crossed(stated)] + list(
        _below_own(body, base, checklists.ranks)
    )
    if hits:
        message = Message("decider_order", {"pairs": "；".join(dict.fromkeys(words for words, _ in hits))})
        yield finding("QC-LVL", FindingSeverity.MEDIUM, message, [at for _, at in hits], checklists, confidence=0.6)


def _crossed(stated: list[_Said]) -> Iterator[tuple[str, Place]]:
    """Authorities of two levels that stand the wrong way round: all of them, or one that steps out of line on its level."""
    by_level: dict[int, list[_Said]] = defaultdict(list)
    for each in stated:
        by_level[each.level].append(each)
    for level, graver in by_level.items():
        for other, lesser in by_level.items():
            if level >= other:
                continue
            top, bottom = max(each.height for each in graver), min(each.height for each in lesser)
            too_high = [each for each in lesser if each.height >= top + _STEP]
            too_low = [each for each in graver if each.height <= bottom - _STEP]
            one, two = (too_low or graver)[0], (too_high or lesser)[0]
            if (
                (len(too_high) == len(lesser) and len(too_low) == len(graver))
                or _odd(too_high, lesser)
                or _odd(too_low, graver)
            ):
                words = f"{one.who}（{one.level}级）与{two.who}（{two.level}级）"
                yield words, one.where
                yield words, two.where


def _odd(out: list[_Said], stated: list[_Said]) -> bool:
    """Whether one authority of a level stands apart from all others of that level, by more than a post."""
    others = [each.height for each in stated if each not in out]
    return (
        len({each.height for each in out}) == 1
        and bool(others)
        and min(abs(out[0].height - other) for other in others) > _APART
    )


def _below_own(body: Body, base: int, ranks: Ranks) -> Iterator[tuple[str, Place]]:
    """Acts of a body that a lower one has to approve."""
    for line in body.lines:
        for found in [] if line.contents else _APPROVED.finditer(line.text):
            who, by = found["who"] or found["then"], found["by"] or found["first"]
            mine, theirs = _height(who, base, ranks), _height(by, base, ranks)
            if mine and theirs and theirs < mine - _APART and not _NOT_DECIDED.search(by):
                yield f"{who[-14:]}须经{by}同意", place(line, *found.span())


def _joined(line: Line) -> Iterator[_Said]:
    """``三级、四级响应由市、县级…启动``: each level with its own area."""
    for found in _JOINED.finditer(line.text):
        levels = re.findall(LEVEL, found["levels"])
        areas = re.findall("乡镇|[省市县区镇]", found["areas"])
        if len(levels) == len(areas):
            for level, area in zip(levels, areas, strict=True):
                height = _BASES[area.replace("乡镇", "镇")] + _OF_AREA
                yield _Said(
                    rank(level), found["kind"], height, f"{area}级{found['who']}"[:14], place(line, *found.span())
                )


def _said(line: Line, base: int, ranks: Ranks) -> Iterator[_Said]:
    yield from _joined(line)
    yield from _of_levels(line, base, ranks)
    for source in (_BEFORE, _AFTER, _LEADS, _CLOSED, _GRADED, _GOES):
        for found in source.finditer(line.text):
            who = found["who"]
            level = _headed(line) if source in (_CLOSED, _GOES) else rank(found["level"])
            height = _height(who, base, ranks)
            kind = "赴" if found["kind"] in ("赶赴", "赴", "坐镇", "率") else found["kind"] or _topic(line)
            if level and height and not _NOT_DECIDED.search(who) and not _SEVERAL.search(who):
                yield _Said(level, kind, height, who[-14:], place(line, found.start(), found.end()))


def _of_levels(line: Line, base: int, ranks: Ranks) -> Iterator[_Said]:
    """Who decides on several levels or colours at once, and on the level at the head of the line."""
    hits = [(re.findall(_ANY, found["levels"]), found) for found in _OF_LEVELS.finditer(line.text)]
    if not line.clause.table_row and (label := _LABELLED.search(line.text)):
        hits.append(([label["level"]], label))
    for levels, found in hits:
        height = _height(found["who"], base, ranks)
        if height and not _NOT_DECIDED.search(found["who"]) and not _SEVERAL.search(found["who"]):
            kind, where = found["kind"] or _topic(line), place(line, found.start("who") - 1, found.end())
            yield from (_Said(rank(level), kind, height, found["who"][-14:], where) for level in levels)


def _topic(line: Line) -> str:
    """Whether levels without a noun (``三级由局长批准启动``) are those of warnings or of responses: by the nearest heading."""
    named = re.findall("响应|预警", "/".join(line.heads[-2:]) + line.text[:40])
    return str(named[-1]) if named else "响应"


def _headed(line: Line) -> int:
    """The one level of the headings above a line, 0 for none or several."""
    named = {rank(level) for head in line.heads for level in re.findall(LEVEL, head)}
    return named.pop() if len(named) == 1 else 0


def _height(who: str, base: int, ranks: Ranks) -> int:
    """How high an authority stands, the highest of those that are named side by side."""
    names = re.sub(r"\([^()]{3,}\)", "", who).split("、")
    area = "".join(re.findall("自治区|[省市县区镇]", names[0])[-1:])
    return max(_height_of(name if re.search("[省市县区镇]", name) else area + name, base, ranks) for name in names)


def _height_of(who: str, base: int, ranks: Ranks) -> int:
    """The last one named, posts of a command by the area of their body."""
    found = [(hit.end(), len(hit[0]), height) for words, height in _HEIGHTS for hit in re.finditer(words, who)]
    for words, height in _POSTS:
        for hit in re.finditer(words, who):
            area = re.findall(r"自治区|省|市|县|区(?!域)|乡|镇", who[: hit.start()])
            own = _BASES[area[-1]] if area else base
            if own:
                found.append((hit.end(), len(hit[0]), own + height))
    if found:
        return max(found)[2]
    standing = ranks.standing(who)
    return _UNIT + round(standing.height) if standing and not standing.area else 0
