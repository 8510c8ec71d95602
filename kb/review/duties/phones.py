"""QC-CONS: one owner's phone told in two ways."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

from kb.checklists import Checklists
from kb.model import Finding, FindingSeverity, Message
from kb.review.duties.bodies import NAME
from kb.review.facts.entries import TITLE
from kb.review.facts.phone_book import OWN_OFFICE, Dialled, phone_book, phone_conflicts
from kb.review.facts.seat_phones import seat_phones
from kb.review.making import finding, place
from kb.review.text import HANZI, Body, Line
from kb.review.wording.written import is_hanzi

_PHONE = re.compile(r"(?<!\d)(?:0\d{2,3}[-—–]?\d{7,8}|1[3-9]\d{9}|[2-9]\d{6,7})(?!\d)")
_OWNER = re.compile(
    rf"({NAME}|[\u4e00-\u9fff]{{2,12}}(?:值班室|值守|热线|调度室|抢救中心|队|村|镇|乡|水库|医院|组|学校|小学|中学|长|主任|经理))(?![\u4e00-\u9fff]{{0,2}}(?:和|及|与|、))"
)
_LED_IN = re.compile(r"^.*(?:转送|送往|报告|联系|拨打|通知|[由向报经在和与及])(?=[\u4e00-\u9fff]{4})")
_LABEL = re.compile(r"值班|值守|传真|热线|急诊|办公(?!室)|手机|备用|卫星|报警|调度|固定|移动")
_REACH = 26
_BESIDES = re.compile(
    r"(?:联系|值班|固定|办公|报警|急诊|急救|救护)?(?:电话|手机|热线)|(?:24|二十四)?小时|值班室|总?值班|值守|急诊|急救|调度室|传真|备用|联系|[(),、。:;\d-]"
)
"""What stands beside a number and names nobody."""
_POST = re.compile(rf"副?{TITLE}|[甲乙丙丁]")
_PART = 4
_NAME_ENDS = frozenset("局委办队组部室心院府站所长司校厂村镇乡科处班员厅会店")
_FEW = 6
"""More pairs than this are numbers that are alike by design."""
_CHANCE = 2
"""Where a text has no more nearly equal numbers than this, they are no chance."""
_EXCHANGE = 3
"""From so many numbers on a text has an exchange of its own."""


@dataclass(frozen=True, slots=True)
class _Number:
    """A phone number where it stands: its digits, whose it is said to be, and what for."""

    digits: str
    owner: str
    label: str
    line: Line
    start: int
    end: int
    names: tuple[str, ...] = ()
    words: str = ""


def phone_findings(body: Body, checklists: Checklists) -> Iterator[Finding]:
    """QC-CONS: one finding for all owners whose number differs from place to place."""
    pairs: dict[frozenset[str], tuple[str, _Number | Dialled, _Number | Dialled]] = {
        frozenset((one.digits, other.digits)): (owner, one, other) for owner, one, other in phone_conflicts(body)
    }
    known = {digits for pair in pairs for digits in pair}
    for seat, told, listed in seat_phones(body):
        if told.digits not in known:
            pairs[frozenset((told.digits, listed.digits))] = (seat, told, listed)
    whose = {(each.line.clause.id, each.start): each.owner for each in phone_book(body)}
    near = [
        (frozenset(map(_local, pair)), pair)
        for pair in _conflicts(_numbers(body))
        if not _strangers(*(whose.get((each.line.clause.id, each.start), "") for each in pair))
    ]
    for digits, (one, other) in near:
        pairs.setdefault(digits, (one.owner or other.owner, one, other))
    if 0 < len(pairs) <= _FEW:
        said = "；".join(
            f"{owner}（尾号{first.digits[-4:]}与尾号{second.digits[-4:]}）" for owner, first, second in pairs.values()
        )
        places = [place(each.line, each.start, each.end) for _, *both in pairs.values() for each in both]
        message = Message("phone_conflict", {"pairs": said})
        yield finding("QC-CONS", FindingSeverity.MEDIUM, message, places, checklists, confidence=0.6)


def _numbers(body: Body) -> list[_Number]:
    region = body.document.region
    home = re.compile(rf"^(?:{re.escape(region[-3:]) or '本县'}|[本{region[-1:] or '县'}])(?=[\u4e00-\u9fff]{{2}})")
    found: list[_Number] = []
    for line in body.lines:
        if line.contents:
            continue
        for phone in _PHONE.finditer(line.text):
            owner = _owner(line, phone.start())
            label = _LABEL.findall(line.text[max(0, phone.start() - 12) : phone.start()])
            names = tuple(home.sub("", name) for name in _names_beside(line, phone.start()))
            use = label[-1] if label else ""
            word = home.sub("", _word_before(line, phone.start()))
            found.append(
                _Number(re.sub(r"\D", "", phone[0]), home.sub("", owner), use, line, *phone.span(), names, word)
            )
    return found


def _owner(line: Line, at: int) -> str:
    """Who a number belongs to: the first cell of its row, or the last name before it that no other number claims."""
    if line.clause.table_row:
        cell = re.match(r"(?:[^:;]{1,12}:)?([^:;()]{2,18})", line.text)
        return _column(line, at) + cell[1] if cell and not cell[1].isdigit() else ""
    first, _ = line.sentence(at)
    begin = max(first, at - _REACH)
    while first < begin and is_hanzi(line.text[begin - 1]) and at - begin < 2 * _REACH:
        begin -= 1
    before = line.text[begin:at]
    earlier = list(_PHONE.finditer(line.text, begin, at))
    if earlier:
        before = line.text[earlier[-1].end() : at]
    names = _OWNER.findall(before)
    return _LED_IN.sub("", str(names[-1])) if names else ""


def _column(line: Line, at: int) -> str:
    """The place that heads the column in which a number stands."""
    head = line.text[line.text.rfind(";", 0, at) + 1 : at].rpartition(":")[0]
    return head if re.fullmatch(r"[\u4e00-\u9fff]{1,6}[县市区镇乡村]", head) else ""


def _conflicts(numbers: Sequence[_Number]) -> Iterator[tuple[_Number, _Number]]:
    """Pairs of nearly equal numbers of one owner, each once; of any owner where a text hardly has such pairs."""
    stands = Counter(number.digits for number in numbers)
    near: dict[frozenset[str], list[tuple[_Number, _Number]]] = {}
    for one, other in combinations(numbers, 2):
        if one.line is not other.line and (_nearly(one.digits, other.digits) or _last_only(one, other)):
            near.setdefault(frozenset((one.digits, other.digits)), []).append((one, other))
    exchanges = Counter(digits[:-4] for digits in stands)
    for pairs in near.values():
        own = [pair for pair in pairs if _one_body(pair[0].owner, pair[1].owner) and _one_use(*pair)]
        few, many = sorted(stands[each.digits] for each in pairs[0])
        if _last_only(*pairs[0]):
            own = [
                pair
                for pair in pairs
                if few == 1 and many > 1 and len(pair[0].words) > 2 and pair[0].words == pair[1].words
            ]
            yield from own[:1]
            continue
        if not own and few == 1:
            own = [pair for pair in pairs if _share_name(*pair) or (many > 1 and _share_word(*pair))]
        if not own and _other_exchange(*pairs[0], exchanges):
            own = pairs
        board = any(_board(each.digits, stands) for each in pairs[0])
        if own or (
            sum(not _last_only(*each[0]) for each in near.values()) <= _CHANCE
            and not board
            and _one_use(*pairs[0])
            and _slipped(*pairs[0])
        ):
            yield (own or pairs)[0]


def _local(number: _Number) -> str:
    """The digits without an area code."""
    mobile = number.digits[0] == "1" and len(number.digits) == 11
    area = 3 if number.digits[:2] in ("01", "02") else 4
    return number.digits if mobile or number.digits[0] != "0" else number.digits[area:]


def _share_name(one: _Number, other: _Number) -> bool:
    """Whether a name beside one number, without what makes it a post or a service, stands beside the other too."""
    return any(len(a) > 3 and _one_body(a, b) and a[-1] in _NAME_ENDS for a in one.names for b in other.names)


def _share_word(one: _Number, other: _Number) -> bool:
    """Whether the words right before both numbers are the same (``储备库管理科长``), or the longer ones begin or end with the others."""
    a, b = one.words, other.words
    part = min(len(a), len(b)) >= _PART and (a.startswith(b) or b.startswith(a) or _one_body(a, b))
    return bool(a) and (a == b or part)


def _word_before(line: Line, at: int) -> str:
    """The words right before a number, without what it is called for."""
    before = line.text[max(0, at - _REACH) : at].rpartition(":" if line.clause.table_row else "。")[2]
    said = HANZI.findall(_BESIDES.sub(",", before))
    word = _LED_IN.sub("", said[-1]) if said else ""
    return "" if _POST.fullmatch(word) or len(word) < 2 else word


def _names_beside(line: Line, at: int) -> list[str]:
    """The names around a number: the cells of its row, or the words of its sentence before it, after the number before."""
    if line.clause.table_row:
        said = [_column(line, at) + (cell.partition(":")[2] or cell) for cell in line.text.split(";")]
    else:
        first, _ = line.sentence(at)
        before = line.text[max(first, at - 2 * _REACH) : at]
        said = re.split(r"\d{5,}", before)[-1:]
    names = [name for text in said for name in HANZI.findall(_BESIDES.sub(",", text)) if not _POST.fullmatch(name)]
    return [name for name in (_LED_IN.sub("", name) for name in names) if len(name) > 1]


def _strangers(one: str, other: str) -> bool:
    """Whether two owners are known and share no three characters."""
    known = one and other and OWN_OFFICE not in (one, other)
    return bool(known) and not any(one[at : at + 3] in other for at in range(max(1, len(one) - 2)))


def _other_exchange(one: _Number, other: _Number, exchanges: Counter[str]) -> bool:
    """Whether the numbers end alike, one of them with an exchange that no other number has, and not both with an owner."""
    few, many = sorted((exchanges[one.digits[:-4]], exchanges[other.digits[:-4]]))
    alike = one.digits[-4:] == other.digits[-4:] and few == 1 and many >= _EXCHANGE
    return alike and not (one.owner and other.owner and one.owner != other.owner)


def _board(digits: str, stands: Counter[str]) -> bool:
    """Whether a number is one of a board: several others differ from it in the last two digits only."""
    return sum(other[:-2] == digits[:-2] and len(other) == len(digits) for other in stands) > 2


def _slipped(one: _Number, other: _Number) -> bool:
    """Whether two digits have changed places, or nobody is named beside one of the numbers."""
    swapped = sorted(one.digits) == sorted(other.digits)
    return swapped or not (one.owner and other.owner)


def _one_use(one: _Number, other: _Number) -> bool:
    return not (one.label and other.label and one.label != other.label)


def _nearly(one: str, other: str) -> bool:
    """One digit before the last is another, or two digits have changed places; neighbours on one board differ in the last."""
    if len(one) != len(other) or one[:3] != other[:3]:
        return False
    apart = [at for at, (a, b) in enumerate(zip(one, other, strict=True)) if a != b]
    if len(apart) == 2:
        return one[apart[0]] == other[apart[1]] and one[apart[1]] == other[apart[0]]
    return len(apart) == 1 and apart[0] < len(one) - 1


def _last_only(one: _Number, other: _Number) -> bool:
    """Whether nothing but the last digit is another."""
    return one.digits[:-1] == other.digits[:-1] and one.digits != other.digits


def _one_body(one: str, other: str) -> bool:
    """Whether two owners are one: they end alike, and what stands before is no other place."""
    if not one or not other:
        return False
    same = 0
    while same < min(len(one), len(other)) and one[-1 - same] == other[-1 - same]:
        same += 1
    rests = one[: len(one) - same], other[: len(other) - same]
    elsewhere = any(re.search(r"[县市区镇乡村]$", rest) for rest in rests) or (
        any(rests) and bool(re.match(r"[县市区镇乡村]", one[-same:]))
    )
    return (same >= 4 or (one == other and same >= 3)) and not elsewhere
