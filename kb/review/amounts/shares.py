"""QC-NUM: percentages that are not the quotient of the numbers beside them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from kb.model import Place
from kb.review.amounts.units import COUNTED
from kb.review.making import place
from kb.review.text import Body, Line

_NUM = r"(?<![\d.\-—])(\d+(?:\.\d+)?)"
_WHOLE_PART = re.compile(
    rf"{_NUM}(?P<unit>{COUNTED})[^。;\d]{{0,24}}?{_NUM}(?P=unit)[^。;\d]{{0,12}}?(?:占比?|比例|率)(?:为|达|约|的)?{_NUM}%"
)
_PART_WHOLE = re.compile(rf"{_NUM}(?P<unit>{COUNTED})[^。;\d]{{0,12}}?占[^。;,\d%]{{2,16}}?{_NUM}(?P=unit)的?{_NUM}%")
_OWN = re.compile(rf"{_NUM}({COUNTED})(?:[,(])?占(?:比|总数|总人口|总量|总额|其|全部)?的?(?:为|约)?{_NUM}%")
_SHARE_FIRST = re.compile(rf"{_NUM}%[,(]?(?:即|为|约|共|计)*{_NUM}({COUNTED})")
_OF = re.compile(r"(?P<noun>[\u4e00-\u9fff]{2,6})的(?P<share>\d+(?:\.\d+)?)%")
_BASE = re.compile(r"(?P<noun>[\u4e00-\u9fff]{2,12})的#")
_NOUN = 8
_TOLERANCE = 0.6
_NEAR = 0.004


def share_errors(body: Body) -> Iterator[tuple[str, Place]]:
    """Percentages that do not fit, in words, and where."""
    for line in body.lines:
        if not line.contents and "%" in line.text:
            yield from _quotients(line)
            yield from _parts(line)
            yield from _steps(body, line)
            yield from _of_sums(line)
    yield from _bases(body)


def _quotients(line: Line) -> Iterator[tuple[str, Place]]:
    """``1200人，其中老人300人，占25%``; ``12万亩，占16万亩的75%``."""
    for source in (_WHOLE_PART, _PART_WHOLE):
        for found in source.finditer(line.text):
            one, other, share = float(found[1]), float(found[3]), float(found[4])
            if min(one, other) <= 0 or one == other or "每" in found[0]:
                continue
            real = 100 * min(one, other) / max(one, other)
            if min(abs(real - share), abs(100 - real - share)) > _TOLERANCE:
                yield (
                    f"{min(one, other):g}/{max(one, other):g}≈{real:.1f}%，写为{share:g}%",
                    place(line, *found.span()),
                )


def _parts(line: Line) -> Iterator[tuple[str, Place]]:
    """Two or more parts that make up a whole, and shares that do not make up a hundred."""
    for stretch in re.finditer("[^。]+", line.text):
        parts = list(_OWN.finditer(line.text, *stretch.span()))
        if len(parts) < 2 or len({found[2] for found in parts}) != 1:
            continue
        values, shares = [float(found[1]) for found in parts], [float(found[3]) for found in parts]
        whole = sum(values)
        wholes = re.findall(rf"{_NUM}{parts[0][2]}", line.text[: parts[0].start()])
        if not any(abs(float(number) - whole) < 1e-6 for number in wholes):
            continue
        for found, value, share in zip(parts, values, shares, strict=True):
            if abs(100 * value / whole - share) > _TOLERANCE:
                yield f"{value:g}/{whole:g}≈{100 * value / whole:.1f}%，写为{share:g}%", place(line, *found.span())


def _steps(body: Body, line: Line) -> Iterator[tuple[str, Place]]:
    """``80%（1600人）……90%（1800人）``: shares of one whole, most of which agree on it, or which the text states."""
    told = list(_SHARE_FIRST.finditer(line.text))
    if len(told) < 2 or len({found[3] for found in told}) != 1:
        return
    wholes = Counter(_round(100 * float(found[2]) / float(found[1])) for found in told if float(found[1]))
    usual, count = wholes.most_common(1)[0]
    stated = {whole for whole in wholes if re.search(rf"(?<![\d.]){whole:g}{told[0][3]}", body.whole)}
    whole = usual if count > 1 else stated.pop() if len(stated) == 1 else 0.0
    for found in told if whole else ():
        real = whole * float(found[1]) / 100
        if abs(real - float(found[2])) > _NEAR * real:
            yield f"{whole:g}的{found[1]}%是{real:g}，写为{found[2]}{found[3]}", place(line, *found.span())


def _bases(body: Body) -> Iterator[tuple[str, Place]]:
    """``额定人数2300人`` where ``额定人数的80%（1600人）、90%（1800人）`` agree on another whole."""
    for line in body.lines:
        told = [] if line.contents or "%" not in line.text else list(_SHARE_FIRST.finditer(line.text))
        wholes = {_round(100 * float(found[2]) / float(found[1])) for found in told if float(found[1])}
        noun = _BASE.search(line.text[: told[0].start()] + "#") if told else None
        if len(told) < 2 or len(wholes) != 1 or len({found[3] for found in told}) != 1 or not noun:
            continue
        whole, unit = wholes.pop(), told[0][3]
        name = re.sub(r"^.*(?:达到?|超过|接近|按照?|为|的|至)", "", noun["noun"])[-_NOUN:]
        stated = list(_stated(body, name, unit)) if len(name) >= 4 else []
        if len({float(found[1]) for _, found in stated}) == 1 and float(stated[0][1][1]) != whole:
            for other, found in stated:
                yield (
                    f"{name}按{told[0][1]}%是{told[0][2]}算应为{whole:g}，写为{found[1]}{unit}",
                    place(other, *found.span()),
                )


def _stated(body: Body, noun: str, unit: str) -> Iterator[tuple[Line, re.Match[str]]]:
    """Where a number is given to a noun whose two ends stand before it, with other words between them at most."""
    source = re.compile(
        rf"{re.escape(noun[:2])}[^,。;:、\d]{{0,10}}?{re.escape(noun[-2:])}(?:为|是|:|约|共|达)*{_NUM}{re.escape(unit)}"
    )
    for line in body.lines:
        for found in () if line.contents else source.finditer(line.text):
            yield line, found


def _of_sums(line: Line) -> Iterator[tuple[str, Place]]:
    """``按门票收入的3%提取，门票收入4200万元，资金126万元``."""
    for found in _OF.finditer(line.text):
        for length in range(len(found["noun"]), 1, -1):
            noun = re.escape(found["noun"][-length:])
            stated = re.search(rf"{noun}(?:为|共|约|达)?{_NUM}(万元|亿元|元|人|户)", line.text[found.end() :])
            if stated:
                after = line.text[found.end() + stated.end() :]
                result = re.match(rf"[^。;]{{0,24}}?{_NUM}{stated[2]}", after)
                real = float(stated[1]) * float(found["share"]) / 100
                if result and 0.2 * real < float(result[1]) < 5 * real and abs(float(result[1]) - real) > _NEAR * real:
                    start = found.end() + stated.end()
                    yield (
                        f"{stated[1]}{stated[2]}的{found['share']}%是{real:g}，写为{result[1]}{stated[2]}",
                        place(line, start, start + result.end()),
                    )
                break


def _round(number: float) -> float:
    return round(number, 2)
