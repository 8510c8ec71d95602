"""QC-PHONE: landline numbers that no exchange has: area codes that are too long, numbers of another length, the code of another province.

Area codes of the numbering plan of China: 010 and 02x are of three digits and have numbers of eight, all others are of four digits.
Codes of four noughts are invented ones and are left alone.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from kb.model import Place
from kb.review.making import place
from kb.review.text import Body

_CODED = re.compile(r"(?<![\d-])[(]?(?P<code>0\d{2,4})(?:[)]|[-—–])(?P<number>\d{5,10})(?![\d-])")
_PROVINCES = {
    "010": "北京", "021": "上海", "022": "天津", "023": "重庆", "020": "广东", "024": "辽宁", "025": "江苏", "027": "湖北", "028": "四川", "029": "陕西",
    "031": "河北", "033": "河北", "035": "山西", "037": "河南", "039": "河南", "041": "辽宁", "042": "辽宁", "043": "吉林", "044": "吉林", "045": "黑龙江",
    "046": "黑龙江", "047": "内蒙古", "048": "内蒙古", "051": "江苏", "052": "江苏", "053": "山东", "054": "山东", "055": "安徽", "056": "安徽", "057": "浙江",
    "058": "浙江", "059": "福建", "063": "山东", "066": "广东", "071": "湖北", "073": "湖南", "074": "湖南", "075": "广东", "076": "广东", "077": "广西",
    "081": "四川", "083": "四川", "085": "贵州", "087": "云南", "088": "云南", "090": "新疆", "091": "陕西", "093": "甘肃", "095": "宁夏", "097": "青海", "099": "新疆",
}  # fmt: skip
_LONG = frozenset({"010", "020", "021", "022", "023", "024", "025", "027", "028", "029"})
_ANY = re.compile(r"(?<![\d-])(?P<code>0\d{2,3})[-—–](?P<number>\d{5,10})(?![\d-])")
_OFTEN, _MANY = 3, 4


def uncallable(body: Body) -> Iterator[tuple[str, Place]]:
    """``(what is wrong, where)`` for each landline number that cannot be, or is of another province than the plan's only ones."""
    home = _home(body)
    others: list[tuple[str, str, Place]] = []
    for line in body.lines:
        for found in [] if line.contents or line.form else _CODED.finditer(line.text):
            code, number = found["code"], found["number"]
            where = place(line, *found.span())
            if code.startswith("000"):
                continue
            if wrong := _wrong(code, number):
                yield f"{found[0].strip('(')}（{wrong}）", where
            elif home and (of := _PROVINCES.get(code[:3])) and of != home and of not in line.text:
                others.append((found[0], of, where))
    if 0 < len(others) <= 2:
        yield from ((f"{said}（是{of}的区号）", where) for said, of, where in others)


def odd_lengths(body: Body) -> Iterator[tuple[str, Place]]:
    """Landline numbers that are shorter or longer than all others of their area code, of which there are many."""
    told: dict[str, list[tuple[int, str, Place]]] = {}
    for line in body.lines:
        for found in [] if line.contents or line.form else _ANY.finditer(line.text):
            told.setdefault(found["code"], []).append((len(found["number"]), found[0], place(line, *found.span())))
    for numbers in told.values():
        usual, count = Counter(length for length, _, _ in numbers).most_common(1)[0]
        odd = [(said, where) for length, said, where in numbers if length != usual]
        if 0 < len(odd) <= 2 and count >= _MANY:
            yield from ((f"{said}（别的号码是{usual}位）", where) for said, where in odd)


_BARE = re.compile(r"(?<![\d.-])[2-8]\d{6,7}(?![\d.-])(?![元吨人万千米立平个])")
_SAID = re.compile(
    r"(?:电话|手机|热线|值班室|联系方式)(?:号码)?(?:为|是|[:(“])?(?P<number>[2-8]\d{4,9})(?![\d.*×xX—–-])(?![元吨人万千米立平个])"
)
_CELL = re.compile(r"[^:;]*(?:电话|联系方式|手机)[^:;]*:(?P<number>[2-8]\d{4,9})(?=;|$)")
_INNER = re.compile(r"短号|内线|分机|集团网|虚拟网|小号")
_EXCHANGE = 3


def other_lengths(body: Body) -> Iterator[tuple[str, Place]]:
    """Numbers without an area code that begin like the others of the text and are shorter or longer than all of these."""
    usual: dict[str, set[int]] = {}
    for line in body.lines:
        for found in _BARE.finditer(line.text):
            usual.setdefault(found[0][:_EXCHANGE], set()).add(len(found[0]))
    if not usual or len(set().union(*usual.values())) != 1 or _INNER.search(body.whole):
        return
    length = next(iter(usual.values())).copy().pop()
    told: list[tuple[str, Place]] = []
    for line in body.lines:
        if line.contents or line.form:
            continue
        for found in (_CELL if line.clause.table_row else _SAID).finditer(line.text):
            said = found["number"]
            if len(said) not in (7, 8) and said[:_EXCHANGE] in usual:
                at = place(line, found.start("number"), found.end("number"))
                told.append((f"{said}（别的号码是{length}位）", at))
    if len(told) <= 2:
        yield from told


def _wrong(code: str, number: str) -> str:
    long = code[:3] in _LONG
    if (long and len(code) > 3) or len(code) > 4:
        return "区号多了一位"
    if not long and len(code) == 3:
        return "区号少了一位"
    if len(number) > 8 or (long and len(number) != 8) or len(number) < 7:
        return "号码位数不对"
    return ""


def _home(body: Body) -> str:
    """The province or city of which the text is: by its region or title, else the one it names most often."""
    names = set(_PROVINCES.values())
    for text in (body.document.region, body.title, body.document.issuer):
        for name in names:
            if name in text:
                return name
    counted = Counter(re.findall("|".join(sorted(names)), body.whole))
    first = counted.most_common(1)
    return first[0][0] if first and first[0][1] >= _OFTEN else ""
