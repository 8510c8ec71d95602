"""QC-NUM: a line of totals below a list — 合计：412户1536人 — against the lines above it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kb.model import Place
from kb.review.amounts.units import COUNTED
from kb.review.facts.entries import Entry, entries
from kb.review.making import place
from kb.review.text import Body

_TOTAL = re.compile(
    r"^(?:[\u4e00-\u9fff]{0,8}?(?:合计|总计|共计|小计)|以上(?:合计|共计|共)|全[镇村县乡校厂区街]合计)[:,]?(?P<sums>[^。;]*\d[^。;]*)"
)
_AMOUNT = re.compile(rf"(?<![\d.\-—])(?P<number>\d+(?:\.\d+)?)(?P<unit>{COUNTED})(?!以|左右)")
_VAGUE = re.compile(r"余|约|左右|每|各|以上")
_MOST = 60


def total_errors(body: Body) -> Iterator[tuple[str, Place]]:
    """Totals that are not the sum of the lines above, in words, and where."""
    above: list[Entry] = []
    for entry in entries(body):
        if above and (entry.line.section != above[-1].line.section or entry.line.clause.table_row):
            above = []
        found = _TOTAL.match(entry.text)
        if found and len(above) >= 2:
            yield from _compared(entry, found, above)
            above = []
        elif not entry.line.clause.table_row:
            above = [*above[-_MOST:], entry]


def _compared(entry: Entry, found: re.Match[str], above: list[Entry]) -> Iterator[tuple[str, Place]]:
    for stated in _AMOUNT.finditer(entry.text, found.start("sums")):
        parts: list[float] = []
        for each in reversed(above):
            own = [amount for amount in _AMOUNT.finditer(each.text) if amount["unit"] == stated["unit"]]
            if not own:
                break
            if len(own) > 1 or _VAGUE.search(each.text[max(0, own[0].start() - 2) : own[0].end() + 2]):
                parts = []
                break
            parts.append(float(own[0]["number"]))
        total = float(stated["number"])
        if len(parts) >= 2 and abs(sum(parts) - total) > 1e-6 and 0.3 * total < sum(parts) < 3 * total:
            said = f"各行{stated['unit']}数相加为{sum(parts):g}，合计写为{total:g}{stated['unit']}"
            yield said, place(entry.line, entry.start + stated.start(), entry.start + stated.end())
