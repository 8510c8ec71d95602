"""QC-COPY (light): names of other places left from the text that a plan was copied from.

Two signs: a real province or city that is not the plan's own, named as if it were; and a body of another place of the plan's own level
that is given a task. Neighbours, upper levels and joint plans name other places rightly; wherever the words around say so, nothing is found.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator

from kb.checklists import Checklists
from kb.model import Finding, FindingSeverity, Message, Place
from kb.regions import region_of
from kb.review.making import finding, place
from kb.review.origins.strangers import VERBS, strangers
from kb.review.text import Body, Line, normalise

JOINT = frozenset({"JNT", "SDN", "CAT"})
_LEVELS = {"村社区": "村|社区", "乡镇": "镇|乡|街道", "县": "县|区|旗", "市": "市", "省": "省"}
_BODY = r"(?:人民政府|政府|村民委员会|村委会|村委|居委会|应急管理局|应急局|公安局|卫生健康局|水利局|防汛抗旱指挥部|受威胁(?:群众|村民|居民)|行政区域|辖区|群众|村民|居民|委会|[\u4e00-\u9fff]{2,8}?(?:局|厅|委|大队|支队|总队|指挥部))"
_GOVERNING = r"[^,。;、]{0,6}?(?:政府|委会|村委|局|指挥部|行政区域|辖区)"
NEAR = re.compile(
    r"毗邻|相邻|邻近|周边|邻县|邻市|邻区|友邻|上游|下游|接壤|交界|沿线|支援|增援|协议|联动|联合|互助|通报|请求|援助|协作|对方|外援|抵达|距"
    r"|发往|转往|转送|转诊|来自|往返|曾|年\d+月|发生过|案例|教训|事故调查|以北|以南|以东|以西|公里|高速|铁路|国道|省道|航线|至"
)
_AROUND = 16
_CONTACTS = re.compile(r"电话|联系|通讯|协议|支援|队伍")
_LEADING = "由向报告经在到为和与及对将给让使"
_EDGE = r"(?:^|[,。;:、(《“\s由向报经在到为和与及对将给让让使]|报告|上报|报送|服从|听从)"


def foreign_findings(body: Body, checklists: Checklists, plan_type: str) -> Iterator[Finding]:
    """One finding for each foreign name."""
    yield from _lower_words(body, checklists)
    if not body.lines:
        return
    own = own_text(body)
    found: dict[str, dict[Place, bool]] = defaultdict(dict)
    if plan_type not in JOINT:
        for name, at in (
            *_real_names(body, checklists, own),
            *_counties(body, checklists, own),
            *_same_level(body, own),
        ):
            if not is_neighbour(name, body):
                found[name][at] = True
    for name, at in strangers(body, own, joint=plan_type in JOINT):
        if not any(name in other or other in name for other in found):
            found[name][at] = False
    for name, places in found.items():
        message = Message("foreign_place", {"name": name, "count": str(len(places))})
        governs = any(sure and re.search(rf"{name}{_GOVERNING}", normalise(at.quote)) for at, sure in places.items())
        severity = FindingSeverity.HIGH if governs else FindingSeverity.MEDIUM
        yield finding("QC-COPY", severity, message, places, checklists, confidence=0.75 if governs else 0.5)


_LEVEL_WORDS = ("省", "市", "县", "镇乡", "村")
_OWN_LEVEL = {"国家": 0, "省": 1, "市": 2, "县": 3, "乡镇": 4}


def _lower_words(body: Body, checklists: Checklists) -> Iterator[Finding]:
    """我省, 我县 in the plan of a higher level, bodies of one city in a national plan: left from another plan."""
    rank = _OWN_LEVEL.get(body.document.plan_level or "")
    if rank is None:
        return
    municipal = rank == 1 and body.document.region.endswith("市")
    lower = "".join(_LEVEL_WORDS[rank + municipal :])
    patterns = [rf"(?<![\u4e00-\u9fff自])本[{lower}](?!级)", rf"我[{lower}]"]
    if rank == 0:
        patterns.append(r"(?<=[,。;、由报经向])[市县](?:应急局|应急管理局|指挥部|委市政府|防汛办|政府办公室)")
        patterns.append(
            r"(?<=[,。;、由报经向])省(?:政府)?(?:应急办|办公厅|应急厅|应急管理厅|防指)(?=应|要|负责|组织|适时|决定)"
        )
    source = re.compile("|".join(patterns))
    places = [
        (found[0], place(line, found.start(), found.end()))
        for line in body.lines
        if not line.contents
        for found in source.finditer(line.text)
    ]
    if places:
        names = "、".join(dict.fromkeys(name for name, _ in places))
        message = Message("foreign_level", {"names": names})
        yield finding("QC-COPY", FindingSeverity.MEDIUM, message, [at for _, at in places], checklists, confidence=0.7)


def is_neighbour(name: str, body: Body) -> bool:
    """Whether the text elsewhere speaks of the place as a neighbour or a helper, or lists it among its contacts."""
    for line in body.lines:
        at = line.text.find(name)
        if at < 0:
            continue
        first, last = line.sentence(at)
        around = line.text[max(first, at - _AROUND) : min(last, at + len(name) + _AROUND)]
        listed = line.clause.table_row and _CONTACTS.search("/".join((*line.heads[-1:], line.text)))
        if listed or NEAR.search(around):
            return True
    return False


def own_text(body: Body) -> str:
    """What names the plan's own place: title, region, issuer, number and the lines before the first heading."""
    document = body.document
    front = [line.text for line in body.lines[:8] if line.section < 0]
    told = [text for text in (document.title, document.doc_id, *front) if _at_home(text, document.region)]
    return normalise(" ".join((document.region, document.issuer, document.doc_number, *told)))


def _at_home(text: str, home: str) -> bool:
    """Whether a line names no region, or the plan's own: a copied title may still name the place it was copied from."""
    named = region_of(text)
    return not named or not home or named in home or home in named


# --------------------------------------------------------------------------- real provinces and cities


def _real_names(body: Body, checklists: Checklists, own: str) -> Iterator[tuple[str, Place]]:
    """Cities of other provinces, and other provinces, where nothing tells of a neighbour."""
    home = home_province(own, body, checklists)
    found = list(_cities(body, checklists, own, home))
    if home or body.document.region or len({name for name, _ in found}) > 1:
        yield from found


def _cities(body: Body, checklists: Checklists, own: str, home: str) -> Iterator[tuple[str, Place]]:
    for province, cities in checklists.provinces.items():
        if province == home:
            continue
        names = [province, *(f"{city}市" for city in cities)]
        source = re.compile("|".join(map(re.escape, names)))
        for line in body.lines:
            for m in source.finditer(line.text):
                known = m[0] in own or (not home and body.whole.count(m[0]) > 1)
                if not known and _is_task(line, m.start(), m.end()):
                    yield m[0], place(line, m.start(), m.end())


_ENDS = re.compile(r"[县区市旗]")
_LONGEST = 8


def _counties(body: Body, checklists: Checklists, own: str) -> Iterator[tuple[str, Place]]:
    """Counties of other provinces, and cities of other provinces whose name an office bears (``宁波海事局``)."""
    home = home_province(own, body, checklists)
    if not home:
        return
    beside = body.document.plan_level in ("市", "县", "乡镇", "村社区", "学校", "企业") and any(
        city in own for city in checklists.provinces[home]
    )
    away = [
        city
        for province, cities in checklists.provinces.items()
        if province != home or beside
        for city in cities
        if len(city) > 1 and city not in own
    ]
    offices = re.compile(rf"{_LED}({'|'.join(map(re.escape, away))})(?:市)?{_OFFICE}")
    for line in body.lines:
        if line.contents:
            continue
        for found in offices.finditer(line.text):
            if _is_task(line, found.start(1), found.end()):
                yield found[1], place(line, found.start(1), found.end())
        for end in (found.end() for found in _ENDS.finditer(line.text)):
            for start in range(max(0, end - _LONGEST), end - 2):
                name = line.text[start:end]
                if name in checklists.counties:
                    if home not in checklists.counties[name] and name not in own and _is_task(line, start, end):
                        yield name, place(line, start, end)
                    break


_LED = r"(?:^|[,。;:、(]|报告|送交?|移送|上报|[由向经与和请至到及同])"
_OFFICE = r"(?:海事局|军分区|警备区|海关|机场|港务局|铁路局|电厂|[\u4e00-\u9fff]{2,8}?(?:局|委|支队|大队|总队|防指|指挥部|人民政府|疾控中心|控制中心|卫生院|医院))"


def home_province(own: str, body: Body, checklists: Checklists) -> str:
    """The province whose names stand in the plan's own names, else the one named most often in its text."""
    counted: Counter[str] = Counter()
    for province, cities in checklists.provinces.items():
        short = re.sub(r"省|市|壮族自治区|回族自治区|维吾尔自治区|自治区", "", province)
        if short in own or any(city in own for city in cities):
            return province
        counted[province] = body.whole.count(short)
    return counted.most_common(1)[0][0] if counted and counted.most_common(1)[0][1] >= 5 else ""


def _is_task(line: Line, start: int, end: int) -> bool:
    first, last = line.sentence(start)
    inside = re.search(r"《[^《》]*$", line.text[first:start]) is not None and "》" in line.text[end:last]
    around = line.text[max(first, start - _AROUND) : min(last, end + _AROUND)]
    return not inside and not NEAR.search(around)


# --------------------------------------------------------------------------- bodies of the plan's own level


def _same_level(body: Body, own: str) -> Iterator[tuple[str, Place]]:
    """Another 村 in a village's plan, another 县 in a county's, given a task; known are the names that the plan is rich in."""
    level = body.document.plan_level or ""
    suffixes = _LEVELS.get(level)
    if level in ("企业", "学校") and re.search(r"[县区旗]$", body.document.region):
        suffixes = _LEVELS["县"]
    if suffixes is None or level == "省":
        return
    source = re.compile(rf"{_EDGE}(?:组织|协助|指导|督促)?([\u4e00-\u9fff]{{2,3}}(?:{suffixes})){_BODY}")
    for line in body.lines:
        for m in source.finditer(line.text):
            name = m[1].lstrip(_LEADING)
            if len(name) < 3 or _is_own(name, own) or _GENERIC.search(name) or not _is_task(line, m.start(1), m.end(1)):
                continue
            yield name, place(line, m.end(1) - len(name), m.end())


_GENERIC = re.compile(
    rf"^(?:{VERBS})|[和与及、或由向对在过以为报告经将给到从按请被把让使是并但其该本我全等时级至后前内的且可应须要会同开发送交转派调各有每所属辖邻外]"
    r"|副[省市县区镇乡村]$|^(?:分管|主管)|^(?:当地|事发|受灾|灾区|下级|上级|市|省|县|区|乡|镇|基层|农|行政|重点|影响|蓄滞|风险|危险|小|安置|社|某|个|二|三|多|几|一|城|两)"
    r"|(?:社|城|地|灾|园|库|景|厂|山|林|街|校)区$|(?:乡|城)镇$|(?:乡|农|政|然)村$|州市$|城市$"
)


def _is_own(name: str, own: str) -> bool:
    """Whether the name, or what is left of it without a stray first character, names the plan's own place."""
    return name in own or (len(name) > 3 and name[1:] in own) or (len(name) > 2 and name[:-1] in own)
