"""QC-TIME: time limits for reports longer than the law allows. QC-AGE: plans older than the period of assessment."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from datetime import date

from kb.checklists import Checklists, TimeCap
from kb.model import Finding, FindingSeverity, Message, Place
from kb.review.making import finding, place
from kb.review.text import Body, Line, pattern

_AMOUNT = r"(\d+(?:\.\d+)?|[一二两三四五六七八九十]+|半)(个)?(半)?(分钟|小时|工作日|日|天|h)"
_REPORT = (
    r"(?:报告|上报|报送|速报|汇报|报至|(?<![预播警日周月年海简情通测专快电])报(?=[^账告警名到送请表纸道价废关酬经得]))"
)
_LIMITS = (
    rf"(?<!每)(?<!每隔)(?<![—~至-])(?:{_AMOUNT})(?:之|以)?内[^。;,]{{0,44}}?{_REPORT}",
    rf"(?:最迟|最晚|不得?(?:超过|迟于|晚于)|至迟)(?:{_AMOUNT})[^。;]{{0,30}}?{_REPORT}",
    rf"{_REPORT}[^。;]{{0,30}}?(?:最迟|最晚|不得?(?:超过|迟于|晚于)|时限[为:是]?|在)(?:{_AMOUNT})(?:内|之内|以内)?",
)
_VERIFIED = re.compile(r"核报|核定|稳定后")
"""The final count, days after the event."""
_NOT_FIRST = re.compile(
    r"续报|补报|终报|核报|书面|详细|总结|评估|调查|每日|每天|每隔|每\d|稳定|汇总|结束|终止|备案|零报告|处理结果|月报|年报|周报|季|信息公开"
    r"|反馈|整改|演练|新闻|发布|审核|定期|归档|结案|初步报告|补充|提交|形成|上传|核实后\d+日|理赔|报名|报销|伤亡变化"
)
_FIRST = re.compile(r"发生|发现|接报|接到|获悉|事发|立即|初报|首报|速报|第一时间|事故|灾害|险情|灾情|疫情|突发")
_MINUTES = {"分钟": 1.0, "小时": 60.0, "h": 60.0, "日": 1440.0, "天": 1440.0, "工作日": 1440.0}
_DAYS = 1440.0
_AFTER = re.compile(r"(?:发生|接报|事发|发现|接到报告|出险|获悉)[^,;。]{0,6}(?:后|之日|起)")
_REPORTING = re.compile(r"报告|报送|速报|上报")
_NUMERALS = {char: value for value, char in enumerate("零一二三四五六七八九十")} | {"两": 2, "半": 0.5}
_AGE = 3
_IN_FORCE = re.compile(r"本预案自(\d{4})年(\d{1,2})月(\d{1,2})日起(?:正式)?(?:实施|施行|执行|生效)")
_GOVERNMENT = frozenset({"T", "SDN", "SDP", "SDC", "SUP", "TGT", "EVT", "JNT", "CAT", "TWN", "VIL", "ENVG", "SEQ"})


def time_findings(body: Body, checklists: Checklists, plan_type: str) -> Iterator[Finding]:
    """One finding for each cap that is overstepped."""
    hazard = body.document.hazard.code if body.document.hazard else ""
    caps = [cap for cap in checklists.caps if _applies(cap, hazard, plan_type)]
    found: dict[str, list[tuple[str, Place]]] = defaultdict(list)
    limits: dict[str, TimeCap] = {}
    for line in body.lines:
        for minutes, words, start, end in report_limits(line):
            for cap in caps:
                if minutes > cap.minutes and _is_subject(cap, line, start, end):
                    found[cap.basis].append((words, place(line, start, end)))
                    limits[cap.basis] = cap
                    break
    told = {at for hits in found.values() for _, at in hits}
    for basis, hits in found.items():
        stated = "、".join(dict.fromkeys(words for words, _ in hits))
        message = Message("limit_exceeded", {"stated": stated, "allowed": _words(limits[basis].minutes)})
        severity = FindingSeverity.HIGH
        yield finding("QC-TIME", severity, message, [at for _, at in hits], checklists, basis=basis, confidence=0.8)
    yield from _long(body, checklists, plan_type, told)
    yield from _no_limit(body, checklists, plan_type)
    yield from _vague(body, checklists, plan_type)
    yield from _late(body, checklists)


_LONG = {"SDN": 240, "SDP": 240, "T": 240, "CAT": 240}
_USUAL = 120
_NEAREST = 60
_LOWEST = re.compile(
    r"(?:(?<![乡镇街])各?(?:行政|自然)?村(?:委会|民小组|干部)?(?:\([^()]{1,6}\)|[、和](?:社区|居委会))?|社区|网格员|护林员|巡查员|监测员|信息员|现场(?:有关)?人员|在场人员|发现人|目击者|班组长?|车间|岗位人员|操作人员|班主任|任课教师)"
    r"(?:在)?(?:发现|接到|获悉|得知|发生|应当?|要|必须|立即)[^。;]{0,40}$"
)
"""Those who see an event first; they report within the hour."""
_NEVER_FIRST = 12 * 1440.0
_VAGUE_REPORT = re.compile(
    rf"(?:立即|及时|尽快|迅速|第一时间|随即|马上)[^。;,]{{0,24}}?{_REPORT}|{_REPORT}[^。;]{{0,12}}(?:及时|立即)"
)
_WRITTEN = re.compile(rf"{_AMOUNT}(?:之|以)?内[^。;]{{0,12}}(?:书面|电话)[^。;]{{0,30}}{_REPORT}")
_VAGUE_STEP = re.compile(rf"(?:及时|尽快|迅速|尽早)[^。;]{{0,60}}?{_REPORT}")
_NO_STEP = re.compile(
    r"立即|提交|调查|续报|终报|核报|补报|进展|每(?:日|天|隔|\d)|总结|评估|备案|机制|制度|按照?[^。;,]{0,8}规定|网上|随时|连续"
)
_ROW_LIMIT = re.compile(rf"报.*{_AMOUNT}|{_AMOUNT}.*报")
_ASKED = frozenset(
    {"SDN", "SDP", "SDC", "SUP", "TWN", "VIL", "EC", "ES", "EF", "SCH", "ENVG", "SEQ", "EVT", "TGT", "JNT", "ORG"}
)


_INFECTION = re.compile(r"医院感染|院内感染")
"""Outbreaks within a hospital are reported within 12 hours (医院感染管理办法 第十八条)."""


def _long(body: Body, checklists: Checklists, plan_type: str, told: set[Place]) -> Iterator[Finding]:
    """First reports with more time than is usual anywhere, where no cap of a statute applies."""
    usual = _LONG.get(plan_type, _USUAL)
    hits, most = [], 0
    for line in body.lines:
        for minutes, words, start, end in report_limits(line):
            near = min(usual, _NEAREST) if _LOWEST.search(line.text[line.sentence(start)[0] : start]) else usual
            if _INFECTION.search(line.text[slice(*line.sentence(start))]) and minutes <= 12 * 60:
                continue
            if minutes > near:
                hits.append((words, place(line, start, end)))
                most = max(most, near)
    hits = [(words, at) for words, at in hits if at not in told]
    if hits:
        message = Message(
            "limit_long", {"stated": "、".join(dict.fromkeys(words for words, _ in hits)), "usual": _words(most)}
        )
        yield finding("QC-TIME", FindingSeverity.MEDIUM, message, [at for _, at in hits], checklists, confidence=0.5)


def _has_limit(line: Line) -> bool:
    """Whether a line gives a first report a limit, in a sentence or in a row of a table on reports."""
    if any(report_limits(line)) or (_of_reports(line) and _WRITTEN.search(line.text)):
        return True
    return line.clause.table_row and _of_reports(line) and bool(_ROW_LIMIT.search(line.text))


def _no_limit(body: Body, checklists: Checklists, plan_type: str) -> Iterator[Finding]:
    """Reports asked for at once, and nowhere within what time."""
    if plan_type not in _ASKED or any(_has_limit(line) for line in body.lines if not line.contents):
        return
    places = [
        place(line, found.start(), found.end()) for line in body.lines for found in _VAGUE_REPORT.finditer(line.text)
    ]
    if places:
        yield finding(
            "QC-TIME", FindingSeverity.MEDIUM, Message("limit_absent"), places[:5], checklists, confidence=0.6
        )


def _vague(body: Body, checklists: Checklists, plan_type: str) -> Iterator[Finding]:
    """Steps of the chain of reports that are asked for 及时 where others of the plan have a limit in numbers."""
    if plan_type not in _ASKED | {"T"} or not any(_has_limit(line) for line in body.lines):
        return
    found: dict[FindingSeverity, list[Place]] = defaultdict(list)
    for line in body.lines:
        if line.contents or line.clause.table_row or not _of_reports(line):
            continue
        for first, last in line.sentences():
            sentence = line.text[first:last]
            said = _VAGUE_STEP.search(sentence)
            if said and not pattern(_AMOUNT).search(sentence) and not _NO_STEP.search(sentence):
                severity = FindingSeverity.MEDIUM if _AFTER.search(sentence) else FindingSeverity.LOW
                found[severity].append(place(line, first + said.start(), first + said.end()))
    for severity, places in found.items():
        yield finding("QC-TIME", severity, Message("limit_vague"), places, checklists, confidence=0.5)


_LATE = re.compile(
    rf"(?:适时|择机|次日|翌日|隔日|(?:当班|下班|交接班)[^,。;]{{0,3}}(?:前|时|后))[^。;,]{{0,16}}?(?:{_REPORT}|发出警报|报警)"
)
_NOT_LATE = re.compile(r"总结|评估|书面|续报|终报|发布|每日|每天|新闻|社会|公众")
_PRESS = re.compile(r"(\d{1,3})(小时|日|天)(?:之|以)?内[^。;]{0,16}(?:首场|首次|第一场)[^。;]{0,6}新闻发布会")
_PRESS_LIMIT = 1440.0
_PRESS_BASIS = "《国家突发事件总体应急预案》（2025年）3.3.5：一般在24小时内举行首场新闻发布会"


def _late(body: Body, checklists: Checklists) -> Iterator[Finding]:
    """Reports put off to a time that nobody would call at once, and first press conferences after more than a day."""
    late, press = [], []
    for line in body.lines:
        if line.contents or line.clause.table_row:
            continue
        for found in _LATE.finditer(line.text):
            first, last = line.sentence(found.start())
            if not _NOT_LATE.search(line.text[first:last]):
                late.append(place(line, found.start(), found.end()))
        press += [
            (f"{found[1]}{found[2]}", place(line, found.start(), found.end()))
            for found in _PRESS.finditer(line.text)
            if float(found[1]) * _MINUTES[found[2]] > _PRESS_LIMIT
        ]
    if late:
        yield finding("QC-TIME", FindingSeverity.MEDIUM, Message("limit_late"), late, checklists, confidence=0.6)
    if press:
        message = Message("limit_press", {"stated": "、".join(said for said, _ in press)})
        places = [at for _, at in press]
        yield finding(
            "QC-TIME", FindingSeverity.MEDIUM, message, places, checklists, basis=_PRESS_BASIS, confidence=0.6
        )


def _applies(cap: TimeCap, hazard: str, plan_type: str) -> bool:
    return plan_type in cap.types or any(hazard.startswith(prefix) for prefix in cap.hazards)


def _is_subject(cap: TimeCap, line: Line, start: int, end: int) -> bool:
    if not cap.subject:
        return True
    first, last = line.sentence(start)
    return bool(pattern(cap.subject).search(line.text[first : max(last, end)]))


def report_limits(line: Line) -> Iterator[tuple[float, str, int, int]]:
    """First reports with a limit: minutes, the words of the limit, and the span."""
    if any("原则" in head for head in line.heads):
        return
    taken: set[int] = set()
    for source in _LIMITS:
        for found in pattern(source).finditer(line.text):
            first, last = line.sentence(found.start())
            sentence = line.text[first:last]
            if _NOT_FIRST.search(found[0]) or _NOT_FIRST.search(_part(sentence, found.start() - first)):
                continue
            if found.start(1) in taken or not (_FIRST.search(line.text) or _of_reports(line)):
                continue
            taken.add(found.start(1))
            minutes = _minutes(found)
            if minutes >= _DAYS and _VERIFIED.search(line.text):
                continue
            if minutes > _NEVER_FIRST or (minutes >= _DAYS and not _AFTER.search(sentence)):
                continue
            words = "".join(group for group in found.groups()[:4] if group)
            yield _minutes(found), words, found.start(), found.end()


def _of_reports(line: Line) -> bool:
    """Whether a line stands below a heading on reports."""
    return any(_REPORTING.search(head) for head in line.heads[-2:])


def _part(sentence: str, at: int) -> str:
    """The part between commas in which a limit stands, with the one before it."""
    begin = max(sentence.rfind(",", 0, max(0, sentence.rfind(",", 0, at))), 0)
    end = sentence.find(",", at)
    return sentence[begin : end if end > 0 else len(sentence)]


def _minutes(found: re.Match[str]) -> float:
    amount, half = found[1], found[3]
    number = float(amount) if amount[0].isdigit() else float(sum(_NUMERALS.get(char, 0) for char in amount))
    return (number + (0.5 if half else 0)) * _MINUTES[found[4]]


def _words(minutes: int) -> str:
    return f"{minutes // 60}小时" if minutes % 60 == 0 else f"{minutes}分钟"


def age_findings(body: Body, checklists: Checklists, plan_type: str, today: date) -> Iterator[Finding]:
    """A plan of a government issued more than three years ago, when its date is known (国办发〔2024〕5号 第三十四条)."""
    issued, at = body.document.date, _date_places(body)
    started = None if issued else next(_started(body), None)
    if started:
        issued, at = started[0], [started[1]]
    if plan_type not in _GOVERNMENT or len(issued) < 4 or not issued[:4].isdigit():
        return
    month = int(issued[5:7]) if len(issued) >= 7 else 12
    day = int(issued[8:10]) if len(issued) >= 10 else 28
    if date(int(issued[:4]) + _AGE, month, min(day, 28)) < today:
        message = Message("plan_old", {"date": body.document.date_text or issued, "years": str(_AGE)})
        yield finding("QC-AGE", FindingSeverity.LOW, message, at, checklists, confidence=0.9)


def _started(body: Body) -> Iterator[tuple[str, Place]]:
    """The days from which the plan says that it is in force."""
    for line in body.lines:
        for found in _IN_FORCE.finditer(line.text):
            yield f"{found[1]}-{int(found[2]):02}-{int(found[3]):02}", place(line, found.start(), found.end())


def _date_places(body: Body) -> list[Place]:
    for line in body.lines:
        at = line.clause.text.find(body.document.date_text) if body.document.date_text else -1
        if at >= 0:
            return [
                Place(line.clause.id, line.clause.text[max(0, at - 10) : at + len(body.document.date_text)].strip())
            ]
    return []
