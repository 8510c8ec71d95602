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
    r"^(?:[^,。;]{0,6}政府|国家|国务院|中央|全国|省|自治区|上级|上一级|各|当地|属地|地方|事发地|有关|相关|相应|外部|流域|村民|居民|党)|(?:村民|居民|管理)委员会$"
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


_DECIDES = re.compile(
    r"由(?P<who>[^,。;:()]{2,24}?)(?:研究|审定|批准)?(?:决定|负责)?(?:启动|宣布|终止|结束|签署)(?:[一二三四I]{1,3}级)?[^,。;]{0,6}?(?:响应|应急结束|应急状态|结束指令|应急预案|紧急状态|弃船)"
    r"|[级色](?:应急)?(?:响应|预警)由(?P<starts>[^,。;:()]{2,24}?)(?:自行|直接|决定|批准|审批)*(?:启动|发布|终止|解除)"
    r"|(?:^|[,。;:])(?P<has>[^,。;:()]{2,16}?)有权(?:启动|宣布|终止|决定)[^,。;]{0,6}?(?:响应|应急结束|应急状态|弃船|撤离|停产)"
)
_MINOR = re.compile(r"(?:处|科|股|室|站|岗|队|队伍|员|力量|志愿者|专家组?|(?<!指挥)(?<!领导小)组|该[处科室组])$")
_MAJOR = re.compile(
    r"指挥(?!员)|领导|委员会|政府|党委|办公室|主任|[省市县区镇乡校院局部处站队船]长|经理|负责人|主要|总监|书记|机构|中心|防[指办]|值班室|[减应安]委|人民|任何|发现|第一|(?:启动|发布|宣布|批准|决定)[^,。;]{0,8}的(?:人员|单位|部门)"
)


_DECIDED = re.compile("(?:启动|批准|决定|发布|宣布)[^,。;]{0,6}的")
"""``由启动响应的人员宣布``: whoever it was."""


def minor_findings(body: Body, checklists: Checklists) -> Iterator[Finding]:
    """One finding for all who start or end a response and are no authority: an office's section, a team, those who help."""
    places: dict[str, Place] = {}
    for line in body.lines:
        for found in [] if line.contents else _DECIDES.finditer(line.text):
            who = found["who"] or found["starts"] or found["has"]
            if _MINOR.search(who) and not _MAJOR.search(who[-12:]) and not _DECIDED.search(who):
                places.setdefault(who, place(line, *found.span()))
    if places:
        message = Message("minor_authority", {"names": "、".join(places)})
        yield finding("QC-RACI", FindingSeverity.MEDIUM, message, list(places.values()), checklists, confidence=0.5)


def command_findings(body: Body, checklists: Checklists) -> Iterator[Finding]:
    """One finding for all that command once and are never named again."""
    yield from minor_findings(body, checklists)
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
