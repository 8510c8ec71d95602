"""QC-CONS: a headquarters that commands once and is set up nowhere, in a plan that has one of its own (国办发〔2024〕5号 第二十四条)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kb.checklists import Checklists
from kb.model import Finding, FindingSeverity, Message, Place
from kb.review.making import finding, place
from kb.review.text import Body

_KIND = r"(?:总?指挥部|领导小组|委员会)"
_ORGAN = re.compile(rf"[\u4e00-\u9fff]{{0,10}}?{_KIND}")
_COMMANDS = re.compile(
    rf"(?:(?:听从|服从|执行|接受)(?P<obeyed>[\u4e00-\u9fff]{{2,14}}?{_KIND})的?(?:统一|集中)?(?:指挥|领导|决定|命令|调度|指令)"
    rf"|由(?P<starts>[\u4e00-\u9fff]{{2,14}}?{_KIND})(?:研究|审定)?(?:决定)?(?:启动|终止|宣布|发布|统一指挥)"
    rf"|(?:^|[,。;:])(?P<acts>[\u4e00-\u9fff]{{2,14}}?{_KIND})(?:决定启动|宣布启动|启动|执行(?:如下|以下|下列)|统一指挥|负责(?:统一)?(?:指挥|领导)))"
)
_ABOVE = re.compile(
    r"^(?:国家|国务院|中央|全国|省|自治区|上级|上一级|各|当地|属地|地方|事发地|有关|相关|相应|外部|流域|村民|居民|党)|(?:村民|居民|管理)委员会$"
)
_PLAIN = re.compile(
    r"^(?:现场|前方|前线|联合|应急|救援|本|总|我)*(?:应急|救援|处置|抢险)*总?(?:指挥部|领导小组|委员会)$"
)
_PREFIX = re.compile(
    r"^(?:[\u4e00-\u9fff]{0,4}?[省市县区镇乡州旗盟])(?=[\u4e00-\u9fff]{5,})|^(?:本|我|学校|公司|集团|园区)"
)
_LEAD_UP = re.compile(r"^.*(?:由|听从|服从|接受|执行|报请?|经|在|向|同一|时|后|则)")
_SET_UP = re.compile(r"成立|设立|组建|简称|以下称|组成")
_USUAL = 3
"""How often a plan must speak of headquarters for one that stands alone to be odd."""


def command_findings(body: Body, checklists: Checklists) -> Iterator[Finding]:
    """One finding for all that command once and are never named again."""
    whole = body.whole
    usual = [found[0] for found in _ORGAN.finditer(whole)]
    odd: dict[str, Place] = {}
    for line in body.lines:
        if line.contents:
            continue
        for found in _COMMANDS.finditer(line.text):
            name = _LEAD_UP.sub("", found["obeyed"] or found["starts"] or found["acts"])
            core = _PREFIX.sub("", name)
            if _ABOVE.search(name) or _PLAIN.match(core) or "(" in line.text[found.end() - 1 : found.end() + 1]:
                continue
            first, last = line.sentence(found.start())
            if whole.count(core) == 1 and len(usual) > _USUAL and not _SET_UP.search(line.text[first:last]):
                odd.setdefault(name, place(line, found.start(), found.end()))
    if odd:
        message = Message("headquarters_unknown", {"names": "、".join(odd)})
        yield finding("QC-CONS", FindingSeverity.MEDIUM, message, list(odd.values()), checklists, confidence=0.5)
