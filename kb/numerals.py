"""Chinese numerals for headings."""

from __future__ import annotations

_DIGITS = "零一二三四五六七八九"


def chinese_numeral(number: int) -> str:
    """1 → 一, 10 → 十, 21 → 二十一; for 1 to 99, larger ones as digits."""
    if not 0 < number < 100:
        return str(number)
    tens, ones = divmod(number, 10)
    head = "" if tens == 0 else "十" if tens == 1 else f"{_DIGITS[tens]}十"
    return head + (_DIGITS[ones] if ones else "")


def number_path(number: str, parent: str) -> str:
    """The path of a heading number below ``parent``: ``2.1`` names itself, ``（一）`` below ``二`` is ``二/（一）``."""
    bare = number.strip().rstrip("、.．")
    if not bare:
        return parent
    if parent.startswith("附件") and not bare.startswith("附件"):
        joined = not bare[0].isdigit()
        return f"{parent if joined else parent.split('/')[0]}/{bare}"
    if not parent or bare.startswith("附件") or (bare[0].isdigit() and "." in bare):
        return bare
    return f"{parent}/{bare}"
