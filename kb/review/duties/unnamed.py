"""QC-CONS: a headquarters under a name that the plan gives nobody: made of general words, said once or twice, set up nowhere.

``kb.review.duties.commands`` tells those that give orders; here are those that are reported to, asked, or merely named.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator

from kb.checklists import Checklists
from kb.model import Finding, FindingSeverity, Message, Place
from kb.review.making import finding, place
from kb.review.text import HANZI, Body

_KINDS = r"(?:总?指挥部|领导小组|委员会|应急委|[减防]灾委|安委会|指挥机构|指挥所|指挥中心)"
_GENERAL = "应急 突发 事件 公共 救灾 抗灾 减灾 防灾 救援 抢险 处置 抗洪 管理 工作 协调 统一 灾害 事故 前线 前方 现场 联合 综合 总 救助 项目部 公司 学校 园区 企业 校园"
_WORD = "|".join(sorted(_GENERAL.split(), key=len, reverse=True))
_NAME = re.compile(
    rf"(?P<area>国家|省|自治区|市|县|区|镇|乡|州|本)?(?P<core>(?:{_WORD})*{_KINDS})(?P<after>办公室|值班室)?(?!成员)"
)
_BEFORE = re.compile(
    r"(?:^|[,。;:、(“]|由|向|报|经|在|对|和|与|及|请|受|的|办|托|合|助|导|后|时|应|从|达|给|知|或|以|实|将|按|为|据|交)$"
)
_PLAIN = re.compile(
    r"^(?:现场|前方|前线|联合|应急|救援|处置|抢险|总)*(?:指挥部|指挥机构)$|^(?:委员会|领导小组|指挥机构|总?指挥部|指挥中心|应急指挥机构|应急指挥中心)$"
)
_ABOVE = re.compile(
    r"(?:国家|国务院|上级|上一级|下级|各级?|当地|属地|地方|事发地|有关|相关|相应|流域|同级|本级|村民|居民|党|中共|对方|其他)$"
)
_SET_UP = re.compile(r"成立|设立|组建|建立|简称|以下称|改为|加挂|是指|包括")
_COUNCIL = re.compile(r"(?:应急|突发事件应急|安全生产|减灾|防灾减灾救灾)(?:管理)?委员会$|应急委$|安委会$|灾委$")
_USUAL, _RARE, _SERIES = 8, 2, 4


def unnamed_findings(
    body: Body, checklists: Checklists, told: Collection[str] = (), kinds: tuple[str, ...] = ()
) -> Iterator[Finding]:
    """One finding for headquarters of other names than the plan's; low where the name is that of a general council above.

    ``told`` are names, and ``kinds`` last words of names, that another rule has told of already.
    """
    usual = _usual(body)
    if not usual:
        return
    found: dict[FindingSeverity, dict[str, Place]] = {FindingSeverity.MEDIUM: {}, FindingSeverity.LOW: {}}
    for name, severity, where in _odd(body, *usual):
        if name not in told and not (kinds and name.endswith(kinds)):
            found[severity].setdefault(name, where)
    for severity, names in found.items():
        if names:
            message = Message("body_unnamed", {"names": "、".join(names), "usual": usual[1]})
            yield finding("QC-CONS", severity, message, list(names.values()), checklists, confidence=0.5)


def _usual(body: Body) -> tuple[str, str] | None:
    """The area and the name of the plan's own headquarters, if it is spoken of often."""
    counted = Counter(
        (found["area"] or "", found["core"])
        for line in body.lines
        for found in _NAME.finditer(line.text)
        if not line.contents and _BEFORE.search(line.text[: found.start()])
    )
    own = [(name, count) for name, count in counted.most_common(3) if not re.match("现场|前方|前线", name[1])]
    return own[0][0] if own and own[0][1] >= _USUAL else None


def _odd(body: Body, area: str, usual: str) -> Iterator[tuple[str, FindingSeverity, Place]]:
    whole = "\n".join(dict.fromkeys(line.text for line in body.lines))
    for line in body.lines:
        if line.contents or line.form:
            continue
        for found in _NAME.finditer(line.text):
            core = found["core"]
            first, last = line.sentence(found.start())
            if (
                (found["area"] or area) != area
                or not _BEFORE.search(line.text[first : found.start()])
                or _PLAIN.match(core)
                or core in usual
                or usual in core
                or _ABOVE.search(line.text[max(first, found.start() - 4) : found.start()])
                or _SET_UP.search(line.text[max(first, found.start() - 8) : min(last, found.end() + 10)])
                or _same_words(core, usual)
                or len(_NAME.findall(line.text[first:last])) > _SERIES
                or any(core in head for head in line.heads)
                or len(_contexts(core, whole)) > _RARE
            ):
                continue
            severity = FindingSeverity.LOW if _COUNCIL.search(core) else FindingSeverity.MEDIUM
            yield f"{found['area'] or ''}{core}", severity, place(line, found.start("core"), found.end())


def _contexts(core: str, whole: str) -> set[str]:
    """The words around each mention: lists repeat the sentence that leads into them."""
    return {found[0] for found in re.finditer(rf"[^\n]{{0,6}}{re.escape(core)}[^\n]{{0,6}}", whole)}


def _same_words(core: str, usual: str) -> bool:
    """Whether a name is the usual one in full or in short, of the same kind (``防汛抗旱指挥部`` and ``防指``)."""
    kind, own = re.search(rf"{_KINDS}$", core), re.search(rf"{_KINDS}$", usual)
    if not kind or not own or kind[0] != own[0]:
        return False
    return not set("".join(HANZI.findall(usual[: own.start()]))) - set(core) or not set(core) - set(usual)
