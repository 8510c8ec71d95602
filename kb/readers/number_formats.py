"""Number formats of Word lists (ECMA-376 part 1, 17.18.59 ST_NumberFormat), as Word shows them in Chinese documents; ⑴ and ⒈ as （1） and 1."""

from __future__ import annotations

import re
from collections.abc import Callable

_PLAIN, _FORMAL = "零一二三四五六七八九", "零壹贰叁肆伍陆柒捌玖"
_UNITS, _FORMAL_UNITS = ("", "十", "百", "千", "万"), ("", "拾", "佰", "仟", "万")
_STEMS, _BRANCHES = "甲乙丙丁戊己庚辛壬癸", "子丑寅卯辰巳午未申酉戌亥"
_CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳㉑㉒㉓㉔㉕㉖㉗㉘㉙㉚㉛㉜㉝㉞㉟㊱㊲㊳㊴㊵㊶㊷㊸㊹㊺㊻㊼㊽㊾㊿"
_CIRCLED_CHINESE = "㊀㊁㊂㊃㊄㊅㊆㊇㊈㊉"
_ROMAN = ((1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))  # fmt: skip


def rendered(number: int, shape: str) -> str:
    """A number in a format; an unknown format shows digits. A custom format is an example such as ``001, 002, 003, ...``."""
    known = _SHAPES.get(shape)
    if known:
        return known(number)
    zeros = re.match(r"(0*)1(?=\D|$)", shape)
    return f"{number:0{len(zeros[1]) + 1}}" if zeros else str(number)


def counted(number: int, digits: str = _PLAIN, units: tuple[str, ...] = _UNITS) -> str:
    """十二, 一百零三: positional Chinese up to 99,999."""
    if not 0 < number < 100_000:
        return str(number)
    text, gap = "", False
    for power in range(len(str(number)) - 1, -1, -1):
        digit = number // 10**power % 10
        if digit:
            text += (digits[0] if gap else "") + digits[digit] + units[power]
        gap = not digit and bool(text)
    return text.removeprefix(digits[1]) if digits is _PLAIN and 10 <= number < 20 else text


def _digit_by_digit(number: int) -> str:
    """一二, 一〇三."""
    return "".join("〇" if digit == "0" else _PLAIN[int(digit)] for digit in str(number))


def _roman(number: int) -> str:
    text = ""
    for value, sign in _ROMAN:
        while 0 < value <= number < 4000 and number >= value:
            text, number = text + sign, number - value
    return text or "0"


def _letter(number: int) -> str:
    """A … Z, AA, BB …: Word repeats the letter."""
    return chr(ord("A") + (number - 1) % 26) * ((number - 1) // 26 + 1) if number > 0 else ""


def _of(signs: str) -> Callable[[int], str]:
    return lambda number: signs[number - 1] if 0 < number <= len(signs) else str(number)


def _cycle(signs: str) -> Callable[[int], str]:
    return lambda number: signs[(number - 1) % len(signs)]


def _full_width(number: int) -> str:
    return str(number).translate({ord("0") + digit: 0xFF10 + digit for digit in range(10)})


_SHAPES: dict[str, Callable[[int], str]] = {
    **dict.fromkeys(
        ("chineseCounting", "chineseCountingThousand", "japaneseCounting", "taiwaneseCounting", "taiwaneseCountingThousand", "koreanCounting"),
        counted,
    ),
    **dict.fromkeys(
        ("chineseLegalSimplified", "ideographLegalTraditional", "japaneseLegal"),
        lambda number: counted(number, _FORMAL, _FORMAL_UNITS),
    ),
    **dict.fromkeys(("ideographDigital", "taiwaneseDigital", "japaneseDigitalTenThousand", "koreanDigital"), _digit_by_digit),
    "decimal": str,
    "upperRoman": _roman,
    "lowerRoman": lambda number: _roman(number).lower(),
    "upperLetter": _letter,
    "lowerLetter": lambda number: _letter(number).lower(),
    "decimalEnclosedCircle": _of(_CIRCLED),
    "decimalEnclosedCircleChinese": _of(_CIRCLED),
    "ideographEnclosedCircle": _of(_CIRCLED_CHINESE),
    "decimalEnclosedFullstop": lambda number: f"{number}.",
    "decimalEnclosedParen": lambda number: f"（{number}）",
    "ideographParenthesized": lambda number: f"（{counted(number)}）",
    "decimalZero": lambda number: f"{number:02}",
    "numberInDash": lambda number: f"- {number} -",
    "decimalFullWidth": _full_width,
    "decimalFullWidth2": _full_width,
    "ideographTraditional": _cycle(_STEMS),
    "ideographZodiac": _cycle(_BRANCHES),
    "ideographZodiacTraditional": lambda number: _cycle(_STEMS)(number) + _cycle(_BRANCHES)(number),
    "none": lambda _: "",
}  # fmt: skip
