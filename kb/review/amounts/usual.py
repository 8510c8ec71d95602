"""QC-TIME: how long acts take in practice: what is held for seconds that needs hours, what is given days that needs minutes.

Each act has the least or the most that practice, standards and textbooks know (eyes are flushed for 15 minutes, food samples kept for 48
hours, a school is out of its building in minutes); far beyond that is a slip of the number or of its unit.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from kb.checklists import Checklists
from kb.model import Finding, FindingSeverity, Message, Place
from kb.numbering import chinese_value
from kb.review.making import finding, place
from kb.review.text import Body, Line

_SECONDS = {
    "秒": 1.0, "秒钟": 1.0, "分钟": 60.0, "小时": 3600.0, "h": 3600.0, "日": 86400.0, "天": 86400.0, "工作日": 86400.0, "昼夜": 86400.0,
    "周": 604800.0, "个月": 2592000.0, "月": 2592000.0, "年": 31536000.0,
}  # fmt: skip
_MINUTE, _HOUR, _DAY, _WEEK, _MONTH, _YEAR = 60.0, 3600.0, 86400.0, 604800.0, 2592000.0, 31536000.0
_AMOUNT = r"(?:(?<![\d.第~—-])(?P<number>\d{1,3}(?:\.\d)?)|(?<![一二三四五六七八九十第])(?P<said>[一二两三四五六七八九十半]{1,3}))(?P<unit>秒钟?|分钟|个?小时|h|个?工作日|日|天|昼夜|周|个月|年)"
_HELD = re.compile(
    rf"(?P<act>[\u4e00-\u9fff、]{{2,24}}?)(?:的?时间|时长|期限?|持续)?(?:应当?|必须|一般|要|得)?(?:不得?(?:少于|低于|短于)|至少(?:达到?)?|最少|持续|达到?|满|保持|延续)(?:应)?(?:在)?{_AMOUNT}"
)
_KEPT = re.compile(rf"(?P<act>[\u4e00-\u9fff、]{{2,24}}?){_AMOUNT}(?:之)?以上")
_WITHIN = re.compile(
    rf"{_AMOUNT}(?:之|以)?内(?:全部|必须|应当?|要|有序|迅速|将[^,。;]{{1,10}}?|把[^,。;]{{1,10}}?)*(?P<act>[\u4e00-\u9fff]{{2,16}})"
)
_LEAST: tuple[tuple[re.Pattern[str], float], ...] = (
    (re.compile(r"冲洗|清洗眼|洗眼|浸泡"), 5 * _MINUTE),
    (re.compile(r"看守(?:火场|余火)|留守|清守|守护火场|火场[^,。;]{0,6}看守|余火"), 2 * _HOUR),
    (re.compile(r"留样|样品保存|食品保存"), 48 * _HOUR),
    (re.compile(r"录像|视频资料|监控资料|影像资料|录音"), 7 * _DAY),
    (re.compile(r"(?:记录|台账|档案|资料)[^,。;]{0,6}(?:保存|留存|保管|归档)"), 30 * _DAY),
    (re.compile(r"医学观察|隔离观察|隔离治疗|医学隔离|居家隔离|居家观察"), 12 * _HOUR),
    (re.compile(r"封舱|封闭时间|封闭机舱|封井|封闭火区|密闭"), 30 * _MINUTE),
    (re.compile(r"心理(?:疏导|援助|干预)[^,。;]{0,10}"), 2 * _DAY),
    (re.compile(r"通风|置换|吹扫"), 3 * _MINUTE),
    (re.compile(r"(?:备用|应急)(?:电源|供电|照明)|发电机"), 5 * _MINUTE),
    (re.compile(r"培训|脱产|授课|学时"), 20 * _MINUTE),
    (re.compile(r"值守|值班|看守|监护|监测|监视|观察|巡查|待命"), 5 * _MINUTE),
    (re.compile(r"储备|保障|供应"), 2 * _HOUR),
)
"""What is held or kept, and the least that makes sense."""
_MOST: tuple[tuple[re.Pattern[str], re.Pattern[str] | None, float], ...] = (
    (re.compile(r"疏散|撤离到?|撤到|撤出|跑到|集合"), re.compile(r"教学楼|宿舍楼|教室|全校|师生|学生|幼儿|各班"), 10 * _MINUTE),
    (re.compile(r"疏散|撤离|撤出|撤到"), re.compile(r"楼层|大楼|商场|病房|车间|厂房|场馆|影院|酒店|客房|装置区"), 60 * _MINUTE),
    (re.compile(r"送检|送样|送[^,。;]{0,6}(?:实验室|检验|检测|化验)|送达[^,。;]{0,8}(?:实验室|疾控)"), None, 48 * _HOUR),
    (re.compile(r"采样|采集(?:样品|标本)|流行病学调查|开展[^,。;]{0,6}个案调查"), None, 48 * _HOUR),
    (re.compile(r"除颤|心肺复苏|止血|清点(?:人数|人员)|点名|报警|拨打|拉响|鸣响|按下|切断|关闭(?:阀|进|出|电|气|总)|停泵|停机|停车检查|喷淋|启动喷淋"), None, 2 * _HOUR),
    (re.compile(r"救至|救下|救出|解救|破拆"), None, 24 * _HOUR),
    (re.compile(r"集结|集合|到岗|到位|就位|出动|出警|出发"), None, 12 * _HOUR),
    (re.compile(r"接听|应答|响铃"), None, 10 * _MINUTE),
    (re.compile(r"通知(?:家长|家属|监护人|亲属)|联系(?:家长|家属)"), None, 24 * _HOUR),
    (re.compile(r"召回|下架|封存|停止(?:供餐|供应|销售|使用)"), None, 48 * _HOUR),
    (re.compile(r"[\u4e00-\u9fff]{0,14}?备案"), None, 45 * _DAY),
    (re.compile(r"[\u4e00-\u9fff]{0,14}?(?:网络直报|传染病[\u4e00-\u9fff]{0,6}系统)"), None, _DAY),
    (re.compile(r"(?:补齐|补足|补充|归还|更换)[^,。;]{0,6}(?:物资|装备|器材|药品|缺)"), None, 180 * _DAY),
    (re.compile(r"更新|核对"), re.compile(r"通讯录|联系方式|联系电话|名单"), 60 * _DAY),
    (re.compile(r"(?:完成|形成|提交|组织|开展)[^,。;]{0,10}(?:总结|评估|复盘)"), re.compile(r"结束|终止|演练|处置"), 366 * _DAY),
    (re.compile(r"安置|发放[^,。;]{0,6}(?:食品|饮用水|帐篷|棉被)|供(?:应)?(?:水|餐|食)"), None, 96 * _HOUR),
)  # fmt: skip
"""What is done, in what words around it (if only there), and the most that makes sense."""
_INTERVAL = re.compile(
    r"每(?:隔)?(?P<number>\d{1,3}|[一二两三四五六七八九十半]{1,3})?个?(?P<unit>分钟|小时|日|天|周|月|季度?|学期|学年|半年|年)(?:至少|应当?|要|组织|开展|进行|各)*(?P<act>[\u4e00-\u9fff]{2,10})"
)
_PERIODS = {"季": 90 * _DAY, "季度": 90 * _DAY, "学期": 183 * _DAY, "学年": _YEAR, "半年": 183 * _DAY}
_OFTEN: tuple[tuple[re.Pattern[str], float], ...] = (
    (
        re.compile(
            r"^(?:[一1]次)?续报|^报告(?:[一1]次)?(?:进展|最新|情况)|^更新(?:[一1]次)?(?:灾情|信息|进展)|^向[^,。;]{2,8}续报"
        ),
        24 * _HOUR,
    ),
    (re.compile(r"^(?:换班|轮换|轮班|交接班|交班|换岗|轮岗)"), 24 * _HOUR),
    (
        re.compile(
            r"^(?:检查|盘点|清点|维护|保养|核查|检修|检测|检验)(?:[一1]次|维护|保养)?[^,。;]{0,6}(?:物资|装备|器材|设备|设施|车辆|灭火器|消防)?"
        ),
        2 * _YEAR,
    ),
    (re.compile(r"^(?:巡查|巡护|巡检|排查|值班|监测)"), _YEAR),
    (re.compile(r"^(?:更新|核对|核实)(?:[一1]次)?(?:通讯录|联系方式|电话|名单|名录)"), _YEAR),
    (re.compile(r"^(?:培训|轮训|集训|训练)"), 3 * _YEAR),
    (re.compile(r"^(?:会商|研判|调度|通报)"), _WEEK),
    (re.compile(r"^(?:修订|评估|修编|复审)"), 5 * _YEAR),
)
"""What comes again and again, and the longest that lies between; what is done every month or quarter is not of an event."""
_WORSE = re.compile(
    r"(?:大雨|暴雨|强降雨|大风|台风|大雪|高温|汛情|水位(?:上涨|超)|险情|疫情|灾情|紧急|危急|预警期|响应期|高风险|极端天气|恶劣天气)[^,;]{0,8}(?:时|期间|后|的|,)?"
)
_NEWS = re.compile(r"^(?:更新|发布|通报|滚动|加密|报送|测报|观测|监测)")
_RUNNING = re.compile(
    r"(?:强降雨|暴雨|大雨|洪水|台风|超警|涨水|起火|泄漏)[^,。;]{0,6}(?:时|期间|过程中|,)[^。;]{0,12}(?:水情|雨情|汛情|水位|浓度|火情|风情|信息)[^,。;]{0,8}$"
)
_SCALED = re.compile(
    r"旱|百年|多年|历年|[一二三五]年一遇|年一遇|重现期|设计|资质|换证|防洪标准|大修|换届|普查|检定|特种设备"
)
_SHORT_NOT = re.compile(r"每次|每秒|间隔|呼吸|脉搏|按压|鸣|笛|声|铃|信号|闪|吹气|默哀|倒计时|秒表")


def usual_findings(body: Body, checklists: Checklists) -> Iterator[Finding]:
    """One finding with all times that no practice knows."""
    hits = [
        hit
        for line in body.lines
        if not line.contents
        for hit in (*_too_short(line), *_too_long(line), *_too_rare(line), *_rarer_when_worse(line), *_left_dark(line))
    ]
    if hits:
        message = Message("time_unusual", {"stated": "；".join(dict.fromkeys(said for said, _ in hits))})
        yield finding("QC-TIME", FindingSeverity.MEDIUM, message, [at for _, at in hits], checklists, confidence=0.6)


def _too_short(line: Line) -> Iterator[tuple[str, Place]]:
    """``冲洗至少15秒``, ``看守火场不少于24分钟``."""
    for source in (_HELD, _KEPT):
        for found in source.finditer(line.text):
            seconds = _seconds(found)
            near = line.text[max(0, found.start("act") - 6) : found.end() + 6]
            if _SHORT_NOT.search(near):
                continue
            for act, least in _LEAST:
                if act.search(found["act"]):
                    if seconds < least:
                        yield found[0], place(line, *found.span())
                    break


def _too_long(line: Line) -> Iterator[tuple[str, Place]]:
    """``20分钟内撤离到操场`` of a school, ``采集后4日内送实验室``."""
    for found in _WITHIN.finditer(line.text):
        first, last = line.sentence(found.start())
        for act, where, most in _MOST:
            if not act.match(found["act"]) or (where and not where.search(line.text[first:last])):
                continue
            if _seconds(found) > most:
                yield found[0], place(line, *found.span())
            break


def _too_rare(line: Line) -> Iterator[tuple[str, Place]]:
    """``每48小时续报``, ``每5年更新通讯录``."""
    for found in _INTERVAL.finditer(line.text):
        if _SCALED.search(line.text[max(0, found.start() - 40) : found.end() + 8]):
            continue
        unit = found["unit"]
        one = _PERIODS.get(unit) or _SECONDS.get(unit, 0.0)
        count = _number(found["number"]) if found["number"] else 1.0
        for act, most in _OFTEN:
            if act.search(found["act"]):
                if count * one > most * 1.01 and not (most == _WEEK and one > most):
                    yield found[0], place(line, *found.span())
                break


def _rarer_when_worse(line: Line) -> Iterator[tuple[str, Place]]:
    """``平时每天巡查一次，大雨时每两天巡查一次``: what is done more seldom when it is worse, in one sentence."""
    for first, last in line.sentences():
        told = [found for found in _INTERVAL.finditer(line.text, first, last) if not _SCALED.search(found[0])]
        for number, found in enumerate(told):
            begin = told[number - 1].end() if number else first
            if not _WORSE.search(line.text[begin : found.start()]):
                continue
            for at, other in enumerate(told):
                since = told[at - 1].end() if at else first
                plain = not _WORSE.search(line.text[since : other.start()])
                if plain and other["act"][:2] == found["act"][:2] and _every(found) > _every(other):
                    yield f"{found[0]}，平时却{other[0]}", place(line, *found.span())


def _left_dark(line: Line) -> Iterator[tuple[str, Place]]:
    """``强降雨时，水情每36小时更新一次``: news of what changes by the hour, in the hours in which it does."""
    for found in _INTERVAL.finditer(line.text):
        first, last = line.sentence(found.start())
        if (
            _every(found) > 12 * _HOUR
            and _NEWS.match(found["act"])
            and _RUNNING.search(line.text[first : found.start()])
            and not _SCALED.search(line.text[first:last])
        ):
            yield found[0], place(line, *found.span())


def _every(found: re.Match[str]) -> float:
    one = _PERIODS.get(found["unit"]) or _SECONDS.get(found["unit"], 0.0)
    return one * (_number(found["number"]) if found["number"] else 1.0)


def _seconds(found: re.Match[str]) -> float:
    unit = found["unit"].removeprefix("个") if found["unit"] != "个月" else "个月"
    return _number(found["number"] or found["said"]) * _SECONDS[unit]


def _number(said: str) -> float:
    if said == "半":
        return 0.5
    return float(said) if said[0].isdigit() else float(chinese_value(said))
