"""QC-TIME: acts of the first hours that are given days, weeks or months, and short answers that are given a day and more.

Each act has the longest time that plans give it; what is done afterwards (评估、整改、备案、赔付) has its own and is left alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from kb.checklists import Checklists
from kb.model import Finding, FindingSeverity, Message, Place
from kb.numbering import chinese_value
from kb.review.amounts.limits import report_limits
from kb.review.making import finding, place
from kb.review.text import Body, Line

_HOURS = {
    "分钟": 1 / 60,
    "小时": 1.0,
    "h": 1.0,
    "日": 24.0,
    "天": 24.0,
    "工作日": 24.0,
    "周": 168.0,
    "个月": 720.0,
    "月": 720.0,
    "年": 8760.0,
}
_LIMIT = re.compile(
    r"(?:(?<![\d.~—-])(?P<number>\d{1,3}(?:\.\d)?)|(?<![一二三四五六七八九十第])(?P<said>[一二两三四五六七八九十半]{1,3}))(?P<unit>个月|个?工作日|个?小时|分钟|h|日|天|周|年)(?:之|以)?内(?=(?P<rest>[^。;]{0,40}))"
)
_ACTS: tuple[tuple[re.Pattern[str], float], ...] = (
    (re.compile(r"(?:电话|口头)[^,。;]{0,8}(?:报|通知)|快报|速报|叫醒|叫应|敲门"), 4),
    (
        re.compile(
            r"清点|点名|集合|关阀|切断(?!电源后)|停泵|停机|停车(?!场)|拉响|发出(?:警报|警告)|报警|发布[^,。;]{0,4}(?:预警|提示|震情)|会商研判|研判会商"
        ),
        6,
    ),
    (re.compile(r"集结|上岗|到岗|到位|就位|出动|出发|到厂|到场(?!定损|查勘|理赔)|接手"), 12),
    (
        re.compile(
            r"决定是否启动|(?<!未)启动[^,。;]{0,8}(?:响应|预警|预案)|赶到|赶往|抵达|到达|奔赴|赶赴|送到|运到|装车|出库|澄清|互换"
        ),
        24,
    ),
    (
        re.compile(r"签发|下发|下达|发送|发布预警|通知(?!书)|通报|传达|转发|召集|召开[^,。;]{0,10}(?:会商|调度|视频)"),
        24,
    ),
    (
        re.compile(
            r"(?:补报?|报送|提交|以)?(?:书面|文字)(?:材料|报告|形式)?[^,。;]{0,10}(?:报|提交|材料)|报送(?:书面|文字)|补书面"
        ),
        24,
    ),
    (re.compile(r"反馈|回复|续报"), 26),
    (re.compile(r"赴(?:灾区|现场|事发)|派出|疏散|撤离|扑救|搜救|救治|封锁|堵漏|隔离|关闭"), 72),
    (re.compile(r"发运|装运|起运"), 96),
)
"""What is done, and the hours that no plan goes beyond."""
_TOLD = ((re.compile(r"报告(?!书)|上报|报送|报(?=本|县|市|省|区|镇|乡|上级|主管|公司|指挥|防|应急)"), 24.0),)
_EVENT = re.compile(r"(?:发生|出现|接报|接到|发现|获悉|达到)[^,。;]{0,30}(?:后|时|的),?[^。;]{0,60}$")
_SETTLED = re.compile(
    r"评估|总结|修订|备案|调查|补偿|赔偿|理赔|赔付|恢复|重建|善后|演练|培训|整改|归档|公布|公开|预测|预报|趋势|连续|未来|今后|以来|累计|过去|稳定|验收|保险|返还|归还|印发|签署|之日起|核报|终报|变更"
    r"|复议|审批|许可|申请|处罚|移送|认定|隐患|投诉|举报|每年|每月|费用|经费|资金|结案|名单|库存|补充|用后|使用后|下一|计划"
)
_ENDED = re.compile(r"(?:响应|应急|处置|救援|抢险|事件|灾情|工作)[^,。;]{0,6}(?:结束|终止|完成|完毕)")
_REPORTS = re.compile(r"书面|反馈|通报|回复|续报|报送")
_RECEIVED = re.compile(
    r"接(?:报|到)[^,。;]{0,12}?(?<![\d.])(?P<number>\d{1,3})(?P<unit>小时|日|天)内[^,。;]{0,4}(?:审核|核实|汇总)"
)
_LONGEST_REVIEW = 6.0
_USUAL: dict[str, tuple[float, frozenset[float]]] = {
    "分钟": (120, frozenset({180.0})),
    "小时": (12, frozenset({16.0, 18.0, 24.0, 36.0, 48.0, 72.0, 96.0, 120.0})),
    "天": (15, frozenset({20.0, 30.0, 45.0, 60.0, 90.0, 100.0, 180.0})),
}
"""Up to what number any limit is usual, and the greater ones that are."""
_LATE = re.compile(
    r"(?:报告|接报|发现|险情|灾情|事故|人员|达到[^,。;]{2,20})[^。;]{0,24}?(?P<late>择期|择机|适时|另行|有空|改日|闲时|方便时)(?:启动[^,。;]{0,6}响应|报告|上报|报送|赶赴|疏散|组织救援)"
    r"|(?P<after>(?:待|在)?[^,。;]{0,8}(?:处置|抢险|排除|救援|扑救|施救|险情|灾情)[^,。;]{0,4}(?:完毕|结束|排除|完成|消除|解除)后,?)(?:再|方可|才)?(?:报告|上报)(?!书|会)(?P<to>[^。;]{0,20})"
)
_NO_DELAY = re.compile(r"总结|评估|终报|结果|情况报告|书面|处置情况|调查|解除|恢复|经验")


def pace_findings(body: Body, checklists: Checklists) -> Iterator[Finding]:
    """One finding with all acts that are given far too long, one with what is put off."""
    lines = [line for line in body.lines if not line.contents]
    slow = [hit for line in lines for hit in (*_slow(line), *_reviewed(line))]
    if slow:
        message = Message("act_slow", {"stated": "、".join(dict.fromkeys(said for said, _ in slow))})
        yield finding("QC-TIME", FindingSeverity.MEDIUM, message, [at for _, at in slow], checklists, confidence=0.6)
    odd = [hit for line in lines for hit in _unusual(line)]
    if odd:
        message = Message("limit_unusual", {"stated": "、".join(dict.fromkeys(said for said, _ in odd))})
        yield finding("QC-TIME", FindingSeverity.LOW, message, [at for _, at in odd], checklists, confidence=0.4)
    late = [hit for line in lines for hit in _put_off(line)]
    if late:
        message = Message("report_put_off", {"stated": "；".join(dict.fromkeys(said for said, _ in late))})
        yield finding("QC-TIME", FindingSeverity.MEDIUM, message, [at for _, at in late], checklists, confidence=0.6)


def _slow(line: Line) -> Iterator[tuple[str, Place]]:
    """Limits beyond the longest that is usual for the act that follows them; first reports are judged by ``kb.review.amounts.limits``."""
    told = [(start, end) for _, _, start, end in report_limits(line)]
    for found in _LIMIT.finditer(line.text):
        if any(start < found.end() and found.start() < end for start, end in told):
            continue
        hours = (float(found["number"]) if found["number"] else _said(found["said"])) * _HOURS[_unit(found["unit"])]
        first, _ = line.sentence(found.start())
        parts = found["rest"].lstrip(",").split(",")
        near = ",".join(parts[:3]) if len(parts[0]) < 18 and found["rest"].startswith(",") else parts[0]
        before = re.split("[,:]", line.text[max(first, found.start() - 24) : found.start()])[-1]
        if _SETTLED.search(before) or _SETTLED.search(near):
            continue
        above = line.text[max(first, found.start() - 120) : found.start()]
        soon = _unit(found["unit"]) in ("小时", "分钟", "h") and not re.search(r"终止|结束|撤销|变更", above)
        event = (soon or _EVENT.search(above)) and not _SETTLED.search(above)
        for source, most in (*_ACTS, *(_TOLD if event else ())):
            act = source.search(near)
            if act and act.start() < 26 and hours > most and not (_REPORTS.search(act[0]) and _ENDED.search(before)):
                end = found.start("rest") + min(len(found["rest"]), max(16, act.end()))
                yield line.text[found.start() : found.start("rest")], place(line, found.start(), end)
                break


def _unusual(line: Line) -> Iterator[tuple[str, Place]]:
    """Limits that nobody writes in that unit: ``150分钟内``, ``30小时内``, ``24天内``."""
    for found in _LIMIT.finditer(line.text):
        number, unit = float(found["number"] or 0), _unit(found["unit"])
        usual = _USUAL.get(unit)
        if usual and number > usual[0] and number not in usual[1] and not _SETTLED.search(found["rest"][:16]):
            yield line.text[found.start() : found.start("rest")], place(line, found.start(), found.end() + 8)


def _unit(said: str) -> str:
    return said if said in _HOURS else said.removeprefix("个")


def _said(number: str) -> float:
    return 0.5 if number == "半" else float(chinese_value(number))


def _reviewed(line: Line) -> Iterator[tuple[str, Place]]:
    """``接报后72小时内审核``: what has been reported is passed on at once, not after days."""
    for found in _RECEIVED.finditer(line.text):
        if float(found["number"]) * _HOURS[found["unit"]] > _LONGEST_REVIEW and not _SETTLED.search(found[0]):
            yield f"{found['number']}{found['unit']}内", place(line, *found.span())


def _put_off(line: Line) -> Iterator[tuple[str, Place]]:
    """Reports and starts at leisure, and reports of an event when it is over."""
    for found in _LATE.finditer(line.text):
        if not _NO_DELAY.search(found[0]) and not re.search(r"公告|新闻|发布|演练", found[0]):
            said = found["late"] or found["after"]
            yield said, place(line, found.start("late") if found["late"] else found.start(), found.end())
