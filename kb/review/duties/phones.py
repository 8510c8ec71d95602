"""QC-CONS and QC-PHONE: one owner's phone told in two ways, emergency numbers of another service, numbers that cannot be dialled."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

from kb.checklists import Checklists
from kb.model import Finding, FindingSeverity, Message, Place
from kb.review.duties.area_codes import odd_lengths, uncallable
from kb.review.duties.bodies import NAME
from kb.review.facts.entries import TITLE
from kb.review.facts.phone_book import OWN_OFFICE, Dialled, phone_book, phone_conflicts
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
_SERVICES = (
    (re.compile(r"(?:火警|消防)(?:报警|救援)?(?:电话|热线|队)?(?:为|:|拨打|“|\"|\()*(\d{3,6})(?!\d)"), "119"),
    (re.compile(r"(?:急救|救护车|医疗救护)(?:中心)?(?:电话|热线)?(?:为|:|拨打|“|\"|\()*(\d{3,6})(?!\d)"), "120"),
    (re.compile(r"(?:匪警|公安报警|治安报警)(?:电话)?(?:为|:|拨打|“|\"|\()*(\d{3,6})(?!\d)"), "110"),
    (re.compile(r"(?:交警|交通事故报警)(?:电话)?(?:为|:|拨打|“|\"|\()*(\d{3,6})(?!\d)"), "122"),
)
_AFTER = (
    (re.compile(r"(?<!\d)(\d{3})(?!\d)(?:\)|”|\")?(?:电话)?(?:急救|抢救|救护|医疗)(?!(?:中心)?(?:电话|热线))|(?<!\d)(?:拨打|呼叫|联系)(\d{3})(?!\d)[^,。;]{0,4}(?:送医|救治|急救|就医|送往医院)"), "120"),
    (re.compile(r"(?<!\d)(\d{3})(?!\d)(?:\)|”|\")?(?:电话)?(?:火警|消防)(?!(?:报警)?(?:电话|热线))"), "119"),
    (re.compile(r"(?<!\d)(\d{3})(?!\d)(?:\)|”|\")?(?:电话)?(?:接处警|(?:公安|匪警)(?!(?:报警)?(?:电话|热线)))"), "110"),
    (re.compile(r"(?<!\d)(\d{3})(?!\d)(?:\)|”|\")?(?:电话)?(?:交警|交通事故报警)(?!电话)"), "122"),
)  # fmt: skip
"""Numbers that stand before the name of the service."""
_LABELLED = re.compile(r"(?:报警|匪警|公安|火警|消防|急救|救护|医疗|交警|电话|热线)(?:为|:|“|\"|\()*$")
_OTHERS = frozenset({"114", "117", "121", "113", "111", "112"})
_SLIPPED = re.compile(
    r"(?<![\d.])(?P<number>\d{3})(?![\d.])(?=(?:[(、,]\d{3}){0,3}\)?(?:等)?(?:接处警|报警|抢救|急救|求助|火警|匪警|救护|(?:特服|紧急|报警)?(?:电话|热线)报))"
    r"|(?:拨打|呼叫|电话报)[“\"(]?(?P<after>\d{3})(?![\d.])|(?<=[(、])(?P<listed>\d{3})(?=[、)][^。;]{0,12}(?:求助|报警|急救|热线))"
)
_SERVED = frozenset({"110", "119", "120", "122", "112", "114", "999", "100", "123", "129", "189"})
_FIVE = re.compile(r"(?:(?<=拨打)|(?<=电话)|(?<=热线)|(?<=电话:)|(?<=热线:)|(?<=拨打“)|(?<=火警))12\d{3}(?!\d)")
_FIVE_USUAL = ("12119", "12345", "12350", "12369", "12395", "12122", "12315", "12320", "12328", "12121")
_FIVE_SERVED = frozenset(
    [
        "12110",
        "12117",
        "12119",
        "12121",
        "12122",
        "12123",
        "12300",
        "12301",
        "12303",
        "12305",
        "12306",
        "12308",
        "12309",
        "12312",
        "12313",
        "12315",
        "12316",
        "12317",
        "12318",
        "12319",
        "12320",
        "12321",
        "12325",
        "12326",
        "12328",
        "12329",
        "12331",
        "12333",
        "12337",
        "12338",
        "12339",
        "12340",
        "12345",
        "12348",
        "12349",
        "12350",
        "12351",
        "12352",
        "12355",
        "12356",
        "12358",
        "12359",
        "12360",
        "12363",
        "12365",
        "12366",
        "12367",
        "12368",
        "12369",
        "12371",
        "12377",
        "12378",
        "12379",
        "12380",
        "12381",
        "12385",
        "12386",
        "12388",
        "12389",
        "12390",
        "12393",
        "12394",
        "12395",
        "12396",
        "12398",
        "12399",
    ]
)
"""Numbers of public services with five digits (forest fires, hotlines of governments, work safety, environment, rescue at sea …)."""
_DIALLED = re.compile(
    r"(?:电话|手机|联系方式|热线|传真)(?:号码)?(?:为|:|\()?((?:0\d{2,3}[-—–]?)?\d{5,13}|0\d{2,3}[-—–]\d{1,4})(?![\d号元人年-])"
)


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


def number_findings(body: Body, checklists: Checklists) -> Iterator[Finding]:
    """QC-PHONE: one finding for numbers of another service, one for numbers of a wrong length."""
    wrong = [*_services(body), *_no_service(body)]
    if wrong:
        message = Message("phone_service", {"numbers": "、".join(dict.fromkeys(said for said, _ in wrong))})
        yield finding("QC-PHONE", FindingSeverity.MEDIUM, message, [at for _, at in wrong], checklists, confidence=0.8)
    odd = list(uncallable(body))
    seen = {at for _, at in odd}
    odd += [(said, at) for said, at in odd_lengths(body) if at not in seen]
    if odd:
        message = Message("phone_uncallable", {"numbers": "、".join(dict.fromkeys(said for said, _ in odd))})
        yield finding("QC-PHONE", FindingSeverity.MEDIUM, message, [at for _, at in odd], checklists, confidence=0.7)
    known = {at.clause_id for _, at in odd}
    short = [at for at in _undiallable(body) if at.clause_id not in known]
    if short:
        message = Message("phone_length", {"count": str(len(short))})
        yield finding("QC-PHONE", FindingSeverity.LOW, message, short, checklists, confidence=0.6)


def service_places(body: Body) -> list[Place]:
    """Where a number of another service is told by ``number_findings``."""
    return [at for _, at in (*_services(body), *_no_service(body))]


# --------------------------------------------------------------------------- one owner, two numbers


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
        if one.line is not other.line and _nearly(one.digits, other.digits):
            near.setdefault(frozenset((one.digits, other.digits)), []).append((one, other))
    exchanges = Counter(digits[:-4] for digits in stands)
    for pairs in near.values():
        own = [pair for pair in pairs if _one_body(pair[0].owner, pair[1].owner) and _one_use(*pair)]
        few, many = sorted(stands[each.digits] for each in pairs[0])
        if not own and few == 1:
            own = [pair for pair in pairs if _share_name(*pair) or (many > 1 and _share_word(*pair))]
        if not own and _other_exchange(*pairs[0], exchanges):
            own = pairs
        board = any(_board(each.digits, stands) for each in pairs[0])
        if own or (len(near) <= _CHANCE and not board and _one_use(*pairs[0]) and _slipped(*pairs[0])):
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


# --------------------------------------------------------------------------- numbers in themselves


def _services(body: Body) -> Iterator[tuple[str, Place]]:
    """Emergency numbers that are another service's, or none."""
    known = {number for _, number in _SERVICES}
    for line in body.lines:
        for source, right in _SERVICES:
            for found in source.finditer(line.text):
                run = any(found[1] == a + b for a in known for b in known)
                if found[1] != right and (found[1] in known | _OTHERS or run):
                    yield f"{found[0]}（应为{right}）", place(line, found.start(), found.end())
        for source, right in _AFTER:
            for found in source.finditer(line.text):
                said = next(filter(None, found.groups()))
                if _LABELLED.search(line.text[: found.start()]):
                    continue
                if said != right and said in known | _OTHERS:
                    yield f"{found[0]}（应为{right}）", place(line, found.start(), found.end())


def _no_service(body: Body) -> Iterator[tuple[str, Place]]:
    """Three digits in the place of an emergency number that are one of them with a slip."""
    known = [number for _, number in _SERVICES]
    for line in body.lines:
        for found in _SLIPPED.finditer(line.text):
            said = found["number"] or found["after"] or found["listed"]
            meant = [number for number in known if _one_slip(number, said)]
            if said not in _SERVED and meant:
                yield f"{said}（没有这个号码）", place(line, found.start(), found.end())
        for found in _FIVE.finditer(line.text):
            if found[0] not in _FIVE_SERVED and any(_one_slip(found[0], number) for number in _FIVE_USUAL):
                yield f"{found[0]}（没有这个号码）", place(line, found.start(), found.end())


def _one_slip(one: str, other: str) -> bool:
    """Whether the digits are the same in another order, or all but one."""
    return sorted(one) == sorted(other) or sum(a != b for a, b in zip(one, other, strict=True)) == 1


def _undiallable(body: Body) -> Iterator[Place]:
    """Numbers after 电话 or 手机 that are too short or too long."""
    for line in body.lines:
        if line.form:
            continue
        for found in _DIALLED.finditer(line.text):
            number = re.sub(r"\D", "", found[1])
            mobile = bool(re.match(r"1[3-9]", number)) and len(number) >= 9
            landline = number.startswith("0")
            if (mobile and len(number) != 11) or (landline and len(number) not in (10, 11, 12)):
                yield place(line, found.start(), found.end())
