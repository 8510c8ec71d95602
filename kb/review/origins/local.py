"""QC-SPEC: a plan of a county, a school or a firm in which hardly anything is its own: no place, no telephone, no quantity.

Public plans of provinces and of the state name little that is local, with reason; they are not asked.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from kb.checklists import Checklists
from kb.model import Finding, FindingSeverity, Message
from kb.review.making import finding, place
from kb.review.text import Body

_LEVELS = frozenset({"县", "乡镇", "村社区", "学校", "企业"})
_GENERAL = re.compile(r"总则|原则|依据|附则|分级|标准")
_PLACE = re.compile(
    r"[\u4e00-\u9fff]{2,4}(?:镇|乡(?!镇)|村(?!民|委|级)|社区|街道(?!办)|路(?!线|面|政|网|径)|街|大桥|河|江|水库|湖|小学|中学|医院|卫生院|有限公司|矿|隧道|码头|广场)"
)
_COMMON = re.compile(
    r"公路|道路|铁路|线路|思路|退路|出路|链路|定点医院|各|有关|相关|当地|事发|农村|中小学|等|或|和|的|与|及|到|送|所在|受灾|城乡|城镇|乡镇|集镇|疏散|水路|高速|通路|网路|电路|管路|油路|气路|一般|重大|本|全|该|救护|综合|专科|[上下]级"
)
_QUANTITY = re.compile(
    r"\d+(?:\.\d+)?[余多]?(?:人|名|台|辆|支|处|座|公里|米|顶|床|张|件|套|万元|户|间|条|艘|吨|个|平方米|亩)(?!以?[上下])"
)
_PHONE = re.compile(r"\d{3,4}-\d{7,8}|(?<!\d)1[3-9]\d{9}(?!\d)|(?<!\d)\d{7,8}(?!\d)")
_LEAST_CHARS, _LEAST_SHARE = 1000, 1.0
"""Under so many local things a thousand characters a plan fits any place; plans with local facts have five and more."""


def local_findings(body: Body, checklists: Checklists) -> Iterator[Finding]:
    """One low finding for a plan that names hardly anything of its own."""
    own = [line for line in body.lines if not line.contents and not any(map(_GENERAL.search, line.heads))]
    text = "\n".join(line.text for line in own)
    if body.document.plan_level not in _LEVELS or len(text) < _LEAST_CHARS:
        return
    places = sum(not _COMMON.search(found[0]) for found in _PLACE.finditer(text))
    share = 1000 * (places + len(_QUANTITY.findall(text)) + len(_PHONE.findall(text))) / len(text)
    if share < _LEAST_SHARE:
        message = Message("hardly_local", {"share": f"{share:.1f}", "chars": str(len(text))})
        where = [place(own[0], 0, min(len(own[0].text), 60))]
        yield finding("QC-SPEC", FindingSeverity.LOW, message, where, checklists, confidence=0.5)
