"""QC-COPY: a name that stands once where the plan elsewhere uses its own: ``滨湖区教育局`` in the plan of a school of 青柳区.

No gazetteer is asked. A name is strange when its first characters stand nowhere else in the text, the plan's own name of that level is
known, a body or what governs follows it, and the words around speak of no neighbour, helper, origin or past event.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from kb.model import Place
from kb.regions import region_parts
from kb.review.making import place
from kb.review.text import Body, Line, pattern
from kb.review.wording.lattice import vocabulary

BESIDE = re.compile(
    r"毗邻|相邻|邻近|邻[省市县区镇乡村]|周边|友邻|上游|下游|接壤|交界|流域|沿线|协议|联动|联防|互助|协作|对方|外援|跨[省市县区]|两[省市县区镇乡村]|双方|距|发往|转往|转送|转诊|来自|往返|驻地|位于|坐落|户籍|籍贯"
    r"|曾|年\d+月|\d{4}年|发生过|案例|教训|事故调查|以[东西南北]|公里|高速|铁路|国道|省道|航线|至|生产的|厂家|供应|采购|购自"
)
"""Words with which a plan names another place rightly."""
ASKED = re.compile(r"支援|增援|联合|通报|请求|援助|抵达|求援|协助|共享")
"""Words with which it may ask others; its own body of the same kind, named elsewhere, is then the one that is meant."""
_AROUND = 18
_EDGE = r"(?:^|(?<=[,。;:、(《“/→\s]))(?:\d{1,2}[.、])?"
WORDS = r"(?:由|向|报告?|经|在|到|为|和|与|及|对|将|给|让|使|请(?!求)|听从|服从|上报|报送|送|并|组织|协助|指导|督促|配合|会同|联系|通知|商请|提请|拨打|移交|接收|接到|按照|根据|请求|协调|当|是|以及|或者?|赴|转|适用于|发生在|于|结合|全|提高|提升|增强|立足|针对|进入|服务|做好|加强|规范|应对|防范|预防|减轻|保障)"
_LEVELS = (
    ("市", "市", ("市", "县", "乡镇", "村社区", "学校", "企业")),
    ("县", "县|区|旗", ("县", "乡镇", "村社区", "学校", "企业")),
    ("乡镇", "镇|乡|街道", ("乡镇", "村社区", "学校", "企业")),
    ("村社区", "村|社区", ("村社区",)),
)
"""The levels at which a plan of each level has one name of its own: the level, its endings, the plans."""
_BODY = (
    r"(?P<body>(?:委|政府)?(?:人民政府|政府|党委|管委会|(?:村民|居民)?委员会|村委会?|居委会|办事处|行政区域|辖区|境内|指挥部|指挥所|派出所|气象台|水文站|防汛办|防指|卫生院|人民医院|群众|村民|居民"
    r"|[\u4e00-\u9fff]{2,8}?(?:局|厅|委(?![员派托])|大队|中队|支队|总队|指挥部|办公室|办事处|中心|医院|分局|公司|工作组|领导小组|委员会)|派[出员遣]|支援|增援|实际(?!上)|范围内|区域内|全境|全域|内发生|各级|各有关|突发|防汛|森林|自然灾害|经济社会))"
)
_HELPS = re.compile(r"派|支援|增援")
VERBS = "简称|承办|代表|抄送|抄报|隶属|受|根据|按照|依据|依照|遵照|通过|由于|关于|配合|服从|参加|参与|承担|落实|执行|提供|保障|支援|接受|称为|成立|听取|征求|会同|通知|指导|督促|要求|请求|组织|调集|协调|报请|移交|报送|转交|安排|责成|指令|提请|约定|听取|转报|分送|协同|联合|动员|督导|遵守|接受|接到"
"""What stands before a body with its level alone (``落实市…指挥部``)."""
GENERIC = re.compile(
    rf"^(?:{VERBS}|结合|立即|立足|提高|提升|增强|针对|进入|服务|适用|发生|做好|加强|规范|应对|防范|预防|减轻|保障)|"
    r"[和与及、或由向对在过以为报告经将给到从按请被把让使是并但其该本我全等时级至后前内的且可应须要会同开发送交转派调各有每所属辖邻外受灾两跨某取办移求]"
    r"|归[县市区镇乡村]$|^(?:当地|事发|下级|上级|[省市县区乡镇村农城社园景库校厂山林街灾小半大新老]|行政|重点|影响|蓄滞|风险|危险|安置|某|个|[一二三四五六七八九十几多]|警戒|隔离|疏散|管控|集中|直辖|地级|县级|副|分管|主管|简称|代|防护|作业|功能|缓冲|核心|观测|工业|贸易|保税|自贸|自治|特别)"
    r"|(?:社|城|地|灾|园|库|景|厂|山|林|街|校|港|矿|片|辖|牧|功能|开发|度假|新|示范|保护|管理|隔离|警戒|安全|防)区$|(?:乡|城|建制|集)镇$|(?:乡|农|政|然)村$|州市$|城市$|超市$|门市$|股市$"
)
_KINDS = r"(?:局|大队|中队|支队|总队|公司|指挥部|派出所|医院|卫生院|中心|林场|管委会|管理委员会|管理处|管理站|度假区|风景区|景区|水库|电站|干线|段|港区|码头|学校|中学|小学)"
_ROOT = re.compile(
    r"([\u4e00-\u9fff]{2}?)(?:省|市|县|区|旗|镇|乡|街道|村|风景|旅游|景区|度假)|([\u4e00-\u9fff]{1,2}[山湖江河港岛岭])"
)
_WATER = re.compile(r"(?:^|[,。;:、(\s]|[由向在经沿至及和与、])([\u4e00-\u9fff]{1,2}[江河湖])(?=[\u4e00-\u9fff]{3})")
_ORDINARY = 2000
"""A word so usual (``落实``, ``通知``) is no name of a place."""
_FEATURES = "山湖江河港岛岭"
_LEAST = 4
"""How many characters two names must share around the place."""


@dataclass(frozen=True, slots=True)
class _Named:
    """A place that a line names: its bounds, the body that follows, and the body's bounds."""

    line: Line
    start: int
    end: int
    body: str
    last: int

    @property
    def name(self) -> str:
        """The place alone."""
        return self.line.text[self.start : self.end]


def strangers(body: Body, own: str, *, joint: bool = False) -> Iterator[tuple[str, Place]]:
    """Places of the plan's own levels that are named once, with a body, and are not the plan's; of a ``joint`` plan the parties must be known."""
    own = f"{own} {body.title}" if joint else own
    level = body.document.plan_level or ""
    for _, endings, plans in _LEVELS:
        if level not in plans:
            continue
        named = list(_named(body, endings))
        ours = _ours(own, named, endings)
        if len(ours) < (2 if joint else 1):
            continue
        for each in named:
            if _is_strange(each, own, body, above=endings == "市"):
                yield each.name, place(each.line, each.start, each.last)
    yield from _twins(body, own)


def _named(body: Body, endings: str) -> Iterator[_Named]:
    source = pattern(
        rf"(?:{_EDGE}|{WORDS})(?:{WORDS})?(?:[\u4e00-\u9fff]{{2,3}}(?:省|市))?(?P<name>[\u4e00-\u9fff]{{2,3}}?(?:{endings})){_BODY}"
    )
    for line in body.lines:
        if not line.contents:
            for found in source.finditer(line.text):
                yield _Named(line, found.start("name"), found.end("name"), found["body"], found.end("body"))


def _ours(own: str, named: list[_Named], endings: str) -> frozenset[str]:
    """The plan's own names of a level: in its title, region and issuer, else the one that it uses again and again."""
    told = {name for name in re.findall(rf"[\u4e00-\u9fff]{{2,3}}?(?:{endings})", own) if not GENERIC.search(name)}
    told = told or {part for part in region_parts(own) if re.search(rf"(?:{endings})$", part)}
    if told:
        return frozenset(told)
    counted = Counter(each.name for each in named if not GENERIC.search(each.name))
    common = counted.most_common(2)
    if common and common[0][1] >= 2 and (len(common) == 1 or common[0][1] >= 2 * common[1][1]):
        return frozenset({common[0][0]})
    return frozenset()


def _is_strange(each: _Named, own: str, body: Body, *, above: bool) -> bool:
    """Whether a name has no reason to stand here; of help only that of the city ``above`` is one's own alone."""
    name, line = each.name, each.line
    if GENERIC.search(name) or name in own or body.whole.count(name) > 1:
        return False
    if any(_elsewhere(part, line, body) for part in _parts(name)):
        return False
    first, last = line.sentence(each.start)
    around = line.text[max(first, each.start - _AROUND) : min(last, each.last + _AROUND)]
    if BESIDE.search(around) or "《" in line.text[first : each.start].rpartition("》")[2]:
        return False
    if _HELPS.match(each.body):
        return above and not line.clause.table_row
    if line.clause.table_row or ASKED.search(around):
        return _named_ours(each, body)
    return True


def _elsewhere(part: str, line: Line, body: Body) -> bool:
    """Whether what may be a name stands in any other line."""
    return body.whole.count(part) > max(1, line.text.count(part))


def _parts(name: str) -> Iterator[str]:
    """What of a name would stand elsewhere if its first character were none of it, or its last ones."""
    stem = re.sub(r"(?:街道|社区|自治县|.)$", "", name)
    yield stem[:2]
    yield name[1:]
    if len(stem) > 2:
        yield name[2:]


def is_word(name: str) -> bool:
    """Whether a name is, or begins with, a word of everyday language."""
    return any(vocabulary().get(part, 0) > _ORDINARY for part in (name, name[:2]))


def _named_ours(each: _Named, body: Body) -> bool:
    """Whether the plan's own body of this kind is named elsewhere, and not beside the strange one or in the same table."""
    source = re.compile(rf"(?:[省市县区镇乡村]|^|[、,。;:由向]){re.escape(each.body)}")
    elsewhere = beside = False
    for line in body.lines:
        for found in source.finditer(line.text):
            if line is each.line and found.end() == each.last:
                continue
            same_table = line.clause.table_row and each.line.clause.table_row and line.section == each.line.section
            beside = beside or line is each.line or same_table
            elsewhere = True
    return elsewhere and not beside


# --------------------------------------------------------------------------- names that differ in the place alone


def _twins(body: Body, own: str) -> Iterator[tuple[str, Place]]:
    """Names said once that differ from one of the plan's own in the place alone (``云台山旅游公司``, ``青崖山旅游公司``)."""
    roots = {found[1] or found[2] for found in _ROOT.finditer(own)}
    waters = Counter(found[1] for found in _WATER.finditer(body.whole))
    roots |= {name for name, count in waters.items() if count > 1}
    for root in sorted(roots):
        for before, after in _frames(body, root):
            like = rf"[\u4e00-\u9fff]{{{len(root)}}}"
            if root[-1] in _FEATURES:
                like = (
                    rf"(?:{like}|[\u4e00-\u9fff]{{1,2}}{root[-1]})"
                    if root not in waters
                    else rf"[\u4e00-\u9fff]{{1,2}}{root[-1]}"
                )
            source = re.compile(rf"(?:{_EDGE}|{WORDS}){before}(?P<place>{like}){after}")
            for at in body.lines_with(source.pattern):
                yield from _twin(body, body.lines[at], source, root, own)


def _frames(body: Body, root: str) -> set[tuple[str, str]]:
    """What stands before and after a root in the names of bodies and things that bear it."""
    source = re.compile(rf"(?<![\u4e00-\u9fff])([\u4e00-\u9fff]{{0,2}}){root}([\u4e00-\u9fff]{{0,8}}?{_KINDS})")
    return {(found[1], found[2]) for found in source.finditer(body.whole) if len(found[1] + found[2]) >= _LEAST}


def _twin(body: Body, line: Line, source: re.Pattern[str], root: str, own: str) -> Iterator[tuple[str, Place]]:
    for found in [] if line.contents else source.finditer(line.text):
        name = found["place"]
        first, last = line.sentence(found.start())
        around = line.text[max(first, found.start() - _AROUND) : min(last, found.end() + _AROUND)]
        ordinary = is_word(name) or GENERIC.search(name)
        known = root in name or name in own or body.whole.count(name) > 1 or ordinary
        if not known and not BESIDE.search(around) and not ASKED.search(around):
            yield found[0].lstrip(",。;:、(《“/→"), place(line, found.start("place"), found.end())
