"""QC-CONS: one quantity told with two numbers — the same words around a number of the same unit, and another number.

Two mentions are of one quantity when the words of the shorter one nearly all stand in the other, and nothing that tells cases apart
(levels, colours, hazards, first and later reports, bodies) stands in one of them only, nor in the headings above.
"""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

from kb.checklists import Checklists
from kb.model import Finding, FindingSeverity, Message, Place
from kb.review.levels.spoken import spoken_levels
from kb.review.making import finding, place
from kb.review.text import HANZI, Body, Line
from kb.review.wording.lattice import cut
from kb.review.wording.typos import PARTICLES

_NUMBER = re.compile(
    r"(?<![\d.〔\[/第—~-])(\d{1,6}(?:\.\d+)?|[一二两三四五六七八九十]{1,3}|半)(?:余|多)?(万|亿)?个?"
    r"(分钟|小时|工作日|[日天]|月|年(?!\d|度)|人|名|支|辆|台|张|顶|件|套|座|艘|处|条|元|吨|公里|千米|米|毫米|厘米|公顷|亩|户|间|床位|%|次|级以上|组)(?![\d\u6708\u65e5])"
)
_UNITS = {"天": "日", "工作日": "日", "名": "人", "千米": "公里"}
_FACTORS = {"小时": ("分钟", 60.0), "毫米": ("米", 0.001), "厘米": ("米", 0.01), "公里": ("米", 1000.0)}
_DIGITS = {char: float(at) for at, char in enumerate("零一二三四五六七八九")} | {"两": 2.0, "半": 0.5}
_PART = re.compile(r"[^,。;:()\n]+")
_PIECE = re.compile(r"[^、和及与]+")
_BOUND = re.compile(r"(?:\([^()]*\))?(?:以[上下内]|至|到|[-~—])")
_BEFORE_BOUND = re.compile(r"(?:超过|达到?|大于|小于|介于|不足|低于|高于|多于|少于)$")
_CASES = tuple(
    re.compile(each)
    for each in (
        r"特别重大|重大|较大|一般|[一二三四五]级|I{1,3}级|IV级|[甲乙丙丁]类|红色|橙色|黄色|蓝色",
        r"首次|首报|初报|续报|终报|核报|后续|再次|电话|书面|口头",
        r"白天|夜间|日常|非?汛期|平时|战时|工作日|节假日|春|夏|秋|冬|男|女",
        r"最[高低大多少]|至少|其中|另有|分别|每|各|单|平均|原有|新增|上限|下限",
    )
)
"""Classes of words that tell cases apart; the first also where only one mention has one."""
_WINDOW = re.compile(r"(?:[前近第]|过去|未来|连续|持续|累计|今后|此前|之前|提前|预计|分)$")
"""Before a number that says over how long something is measured."""
_SPILL = re.compile(r"(?:[大中小]量|少量|轻微|严重)(?=泄漏|外泄|释放)")
"""How much leaks, which tells cases apart as levels do."""
_CONDITION = re.compile(r"[的时]$|^[如若]")
_LADDER = _CASES[0]
_LEVEL = re.compile(rf"(?:{_LADDER.pattern})(?=[^,。;]{{0,4}}(?:响应|预警|事件|事故|灾害|险情|灾情|状态))")
_GENERAL = frozenset(
    [
        "应当",
        "必须",
        "可以",
        "需要",
        "按照",
        "根据",
        "以及",
        "或者",
        "并且",
        "其他",
        "有关",
        "相关",
        "进行",
        "开展",
        "组织",
        "负责",
        "要求",
        "规定",
        "情况",
        "工作",
        "时间",
        "时候",
        "之内",
        "以内",
        "以上",
        "以下",
        "不少",
        "不少于",
        "不得",
        "不超过",
        "超过",
        "不低于",
        "低于",
        "不高于",
        "高于",
        "至少",
        "左右",
        "及时",
        "立即",
        "尽快",
        "应急",
        "预案",
        "事件",
        "突发事件",
        "人员",
        "单位",
        "部门",
        "达到",
        "发生",
        "共有",
        "现有",
        "约为",
        "接报",
        "接到",
    ]
)
_LEAST_WORDS, _LEAST_WEIGHT, _COVERED = 3, 6.5, 0.85
_SHORT, _RATIO = 8, 60
_TOLL = re.compile(r"死亡|失踪|重伤|伤亡|受困|中毒|直接经济损失")
"""Where numbers are thresholds of a disaster's size, told level by level."""
_SCALES = frozenset({"%", "米", "级以上"})
_STOCK = frozenset({"人", "支", "辆", "台", "张", "顶", "件", "套", "艘"})
"""Of what there is much, part is sent or kept here and there: more words must agree."""
_FEW = 6


@dataclass(frozen=True, slots=True)
class _Mention:
    """A number with its unit, the words around it, what of them tells cases apart, the words before and
    after it, whether a condition stands right before, and where it stands.
    """

    value: float
    unit: str
    words: frozenset[str]
    cases: tuple[frozenset[str], ...]
    before: frozenset[str]
    after: frozenset[str]
    on_condition: bool
    line: Line
    start: int
    end: int

    @property
    def interval(self) -> bool:
        """Whether the number bounds an interval, as those of levels do (3人以上)."""
        return bool(_BOUND.match(self.line.text, self.end))

    @property
    def bound(self) -> bool:
        """Whether the number is the most or least of something."""
        return self.interval or bool(_BEFORE_BOUND.search(self.line.text[: self.start]))


def quantity_findings(body: Body, checklists: Checklists, told: Collection[str] = ()) -> Iterator[Finding]:
    """One finding for all quantities told with two numbers; none where so many differ that they must be meant.

    ``told`` are the ids of clauses whose numbers another rule has compared already.
    """
    mentions = list(_mentions(body))
    rare = _weights(mentions)
    by_unit: dict[str, list[_Mention]] = defaultdict(list)
    for each in mentions:
        by_unit[each.unit].append(each)
    pairs = [
        pair
        for group in by_unit.values()
        for pair in combinations(group, 2)
        if _differ(*pair) and _one_thing(*pair, rare) and not all(each.line.clause.id in told for each in pair)
    ]
    if 0 < len(pairs) <= _FEW:
        said = "；".join(dict.fromkeys(f"{_said(one)}、{_said(other)}" for one, other in pairs))
        places = [_where(each) for pair in pairs for each in pair]
        message = Message("number_differs", {"numbers": said})
        yield finding("QC-CONS", FindingSeverity.MEDIUM, message, places, checklists, confidence=0.5)


def _mentions(body: Body) -> Iterator[_Mention]:
    levels = spoken_levels(body)
    for at, line in enumerate(body.lines):
        if line.contents or line.form or at in body.annex_list:
            continue
        parts = list(_PART.finditer(line.text))
        for number, part in enumerate(parts):
            if _TOLL.search(line.text, part.start(), part.end() + 20):
                continue
            found = list(_NUMBER.finditer(line.text, *part.span()))
            units = Counter(_amount(each)[1] for each in found)
            for each in found:
                value, unit = _amount(each)
                words = frozenset(_words(_around(line, parts, number, each, alone=units[unit] == 1)))
                if value and len(words) >= _LEAST_WORDS and not _WINDOW.search(line.text[: each.start()]):
                    cases = _cases(line, part, each, levels.at(line, each.start()), alone=units[unit] == 1)
                    lead = line.text[part.start() : each.start()]
                    above = parts[number - 1][0] if number else ""
                    before = frozenset(_words(lead)) or frozenset(_words(above))
                    given = bool(_CONDITION.search(above))
                    after = frozenset(_words(line.text[each.end() : part.end()]))
                    yield _Mention(value, unit, words, cases, before, after, given, line, *each.span())


def _cases(
    line: Line, part: re.Match[str], found: re.Match[str], level: int, *, alone: bool
) -> tuple[frozenset[str], ...]:
    """What tells cases apart: the levels of the sentence, words beside the number, the levels of the headings and lines above."""
    first, last = part.span() if alone else _piece(line, part, found)
    sentence = line.text[slice(*line.sentence(found.start()))]
    levels = frozenset((*_LEVEL.findall(sentence), *_SPILL.findall(sentence)))
    own = tuple(frozenset(source.findall(line.text[first:last])) for source in _CASES[1:])
    return (levels, *own, frozenset(_LADDER.findall("/".join(line.heads[-2:]))) | {str(level)})


def _piece(line: Line, part: re.Match[str], found: re.Match[str]) -> tuple[int, int]:
    """The item of an enumeration in which a number stands."""
    pieces = (each.span() for each in _PIECE.finditer(line.text, *part.span()))
    return next((a, b) for a, b in pieces if a <= found.start() < b)


def _around(line: Line, parts: Sequence[re.Match[str]], number: int, found: re.Match[str], *, alone: bool) -> str:
    """The words around a number: of its part of the sentence, of the part before where that says little, of its row's first cells."""
    first, last = parts[number].span() if alone else _piece(line, parts[number], found)
    around = line.text[first : found.start()] + "，" + line.text[found.end() : last]
    if line.clause.table_row:
        return "，".join((*line.text.split(";")[:2], parts[max(0, number - 1)][0], around))
    if alone and number and sum(map(len, HANZI.findall(around))) < _SHORT and not _NUMBER.search(parts[number - 1][0]):
        return parts[number - 1][0] + "，" + around
    return around


def _amount(found: re.Match[str]) -> tuple[float, str]:
    said = found[1]
    if said[0].isdigit():
        value = float(said)
    elif "十" in said:
        tens, _, ones = said.partition("十")
        value = _DIGITS.get(tens, 1.0) * 10 + _DIGITS.get(ones, 0.0)
    else:
        value = _DIGITS.get(said, 0.0)
    value *= {"万": 1e4, "亿": 1e8}.get(found[2] or "", 1.0)
    unit, factor = _FACTORS.get(found[3], (_UNITS.get(found[3], found[3]), 1.0))
    return value * factor, unit


def _words(text: str) -> Iterator[str]:
    """The words of a text; characters that stand alone side by side are a name that no dictionary has."""
    for run in HANZI.findall(text):
        alone = ""
        for start, end in (*cut(run), (len(run), len(run))):
            word = run[start:end]
            if len(word) == 1 and word not in PARTICLES:
                alone += word
                continue
            for said in (alone, word):
                if len(said) > 1 and said not in _GENERAL:
                    yield said
            alone = ""


def _weights(mentions: Sequence[_Mention]) -> dict[str, float]:
    """How telling each word is: the rarer among the mentions, the more; the empty word stands for one that two of them have."""
    counted = Counter(word for each in mentions for word in each.words) + Counter({"": 2})
    total = len(mentions) + 1
    return {word: math.log(1 + total / count) for word, count in counted.items()}


def _differ(one: _Mention, other: _Mention) -> bool:
    """Whether the numbers differ and are neither steps of one scale nor rows of one table."""
    rows = one.line.clause.table_row and other.line.clause.table_row
    together = one.line.section == other.line.section
    if one.line is other.line and one.line.sentence(one.start) == other.line.sentence(other.start):
        return False
    scale = one.bound and other.bound and (together or one.unit in _SCALES or (one.interval and other.interval))
    alike = max(one.value, other.value) < _RATIO * min(one.value, other.value)
    return one.value != other.value and alike and not scale and not (together and rows)


def _one_thing(one: _Mention, other: _Mention, rare: dict[str, float]) -> bool:
    shared = one.words & other.words
    if len(shared) < _LEAST_WORDS + (one.unit in _STOCK) or _apart(one, other):
        return False
    if one.unit == "分钟" and not _one_act(one, other):
        return False
    weight = sum(rare[word] for word in shared)
    least = min(sum(rare[word] for word in each.words) for each in (one, other))
    enough = min(_LEAST_WEIGHT, 2.2 * rare[""])
    return weight >= enough and weight >= _COVERED * least


def _one_act(one: _Mention, other: _Mention) -> bool:
    """Whether two limits are of one act: done by one, on one condition, to one end."""
    ends = not (one.after and other.after) or one.after & other.after
    return bool(one.before & other.before and ends) and one.on_condition == other.on_condition


def _apart(one: _Mention, other: _Mention) -> bool:
    """Whether levels differ, or both say of a class of cases which, and not the same."""
    levels = one.cases[0] != other.cases[0] or one.cases[-1] != other.cases[-1]
    return levels or any(
        first and second and not first & second for first, second in zip(one.cases, other.cases, strict=True)
    )


def _said(mention: _Mention) -> str:
    return mention.line.text[max(0, mention.start - 10) : mention.end]


def _where(mention: _Mention) -> Place:
    first, last = mention.line.sentence(mention.start)
    return place(mention.line, max(first, mention.start - 20), min(last, mention.end + 10))
