"""QC-ITF: the four interfaces with the plans above and beside — reporting, levels, command, cordon and evacuation.

生产安全事故应急预案管理办法 第十一条 and AQ/T 9011—2019 6.5 name the four for companies; for governments they are practice.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from kb.checklists import Checklists
from kb.model import Finding, FindingSeverity, Message, Place
from kb.review.making import finding, place
from kb.review.text import Body

_ABOVE = r"(?:上级|上一级|国家|省|市|县|区|政府|主管部门|应急管理部门|属地|地方|集团|公司|外部|外来|专业(?:救援)?(?:队伍|力量)|消防救援|部队|工作组|乡镇|街道|总公司|党委|毗邻|周边|国务院|自治区|指挥部)"
_INTERFACES = (
    (
        "信息报告",
        re.compile(
            rf"(?:向|报|报送|报告|上报){_ABOVE}?[^。;\n]{{0,24}}{_ABOVE}[^。;\n]{{0,20}}|(?:报告|上报|报送)[^。;\n]{{0,10}}{_ABOVE}|逐级"
        ),
    ),
    (
        "响应分级",
        re.compile(
            rf"(?:响应|事件|灾害|级别|预警)[^。;\n]{{0,30}}(?:对应|衔接|相应|协同|不低于|服从|听从|超出|高于)|{_ABOVE}[^。;\n]{{0,16}}(?:启动|响应|定级|分级)|(?:超出|超过)[^。;\n]{{0,20}}(?:能力|级别|范围)|扩大响应|对应[^。;\n]{{0,10}}响应"
        ),
    ),
    (
        "指挥权移交",
        re.compile(
            r"移交|接管|交接|接手|指挥权|指挥关系|统一(?:领导|指挥)|服从[^。;\n]{0,16}(?:指挥|调度|领导)|(?:听从|配合|接受)[^,。;\n]{0,16}(?:指挥|领导)|到(?:场|达|来)[^,。;\n]{0,8},?(?:接手|听[^,。;\n]{0,8}的)"
        ),
    ),
    ("警戒疏散", re.compile(r"警戒|封控|封锁|交通管制|疏散|管控|撤离|转移|隔离区|戒严")),
)
_COMPANY = frozenset({"EC", "ES", "EF", "ORG", "ENVE", "SEQ"})
_SMALL = frozenset({"SCH", "VIL"})
"""Schools and villages, for which the four are advice, told where one alone is lacking: plans in everyday words name none of them."""
_ASKED = frozenset({"T", "SDN", "SDP", "SDC", "TWN", "JNT", "EVT", "TGT", "ENVG", *_SMALL, *_COMPANY})
_RELIEF = re.compile(r"救助|保障|通信")
_LINKED = re.compile(r"衔接|预案体系|与[^。;]{0,16}预案|上级预案|适用于|适用范围")
_POINTED = re.compile(
    r"[^。;\n]*(?:详?见|参[见照]|按照?|执行)[^。;\n]{0,16}(?:总则|综合应急预案|总体应急预案|第[一二三四]章)[^。;\n]*"
)
"""What the plan leaves to the general part or plan that it belongs to."""
_TOLD_AS = {"响应分级": re.compile("响应|分级"), "指挥权移交": re.compile("机构|指挥|职责")}
_BASIS = "《生产安全事故应急预案管理办法》第十一条"


def interface_findings(body: Body, checklists: Checklists, plan_type: str) -> Iterator[Finding]:
    """One finding that names the interfaces of which the whole text says nothing; a single one is of little weight."""
    if plan_type not in _ASKED or not any(line.text for line in body.lines):
        return
    whole = body.whole
    absent = [name for name, source in _INTERFACES if not source.search(whole)]
    if "警戒疏散" in absent and _RELIEF.search(body.title):
        absent.remove("警戒疏散")
    if "响应分级" in absent and plan_type in _SMALL:
        absent.remove("响应分级")
    pointed = "".join(found[0] for found in _POINTED.finditer(whole))
    absent = [name for name in absent if not (name in _TOLD_AS and _TOLD_AS[name].search(pointed))]
    if plan_type in _SMALL and len(absent) > 1:
        return
    if absent:
        message = Message("interface_absent", {"names": "、".join(absent)})
        basis = _BASIS if plan_type in _COMPANY else ""
        several = len(absent) > 1 and plan_type not in _SMALL
        severity = FindingSeverity.MEDIUM if several else FindingSeverity.LOW
        yield finding("QC-ITF", severity, message, _places(body), checklists, basis=basis, confidence=0.6)


def _places(body: Body) -> list[Place]:
    """Where the plan tells how it is linked with others, else its first sentence."""
    for line in body.lines:
        found = _LINKED.search(line.text)
        if found and not line.contents:
            return [place(line, found.start(), found.end())]
    first = next(line for line in body.lines if line.text)
    return [place(first, 0, min(len(first.text), 30))]
