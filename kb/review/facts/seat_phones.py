"""QC-CONS: the duty phone of the command's office, told with its seat, that the list of contacts gives otherwise."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from kb.review.facts.entries import named, words
from kb.review.facts.phone_book import Dialled, phone_book
from kb.review.text import Body

_SEAT = re.compile(
    r"(?:办公室|指办|防办)(?:\([^()]*\))?设[在于](?P<seat>[\u4e00-\u9fff]{2,14}?)(?=[,。;()]|承担|负责|值班|$)"
)
_OFFICE = re.compile(r"(?:指挥部|领导小组|委员会)办公室|(?:防指|减灾|应急)办$")
_OTHER_USE = re.compile(r"传真|备用|手机")
_SHORT = 50


def seat_phones(body: Body) -> Iterator[tuple[str, Dialled, Dialled]]:
    """Each seat whose phone beside it is none of those that its rows in the lists have: seat, the one and the other number.

    A number that the text gives a second time is the office's own.
    """
    book = [each for each in phone_book(body) if not (each.digits[0] == "1" and len(each.digits) == 11)]
    rows = [
        each for each in book if each.line.clause.table_row or (each.line.appendix and len(each.entry.text) < _SHORT)
    ]
    for told in book:
        seat = _SEAT.search(told.line.text[: told.start])
        if not seat or told in rows or _OTHER_USE.search(told.line.text[seat.end() : told.start]):
            continue
        own = _rows_of(told, seat["seat"], rows)
        if sum(each.digits == told.digits for each in book) > 1:
            continue
        if own and told.digits not in {each.digits for each in rows}:
            yield seat["seat"], told, own[0]


def _rows_of(told: Dialled, seat: str, rows: Sequence[Dialled]) -> list[Dialled]:
    """The rows of the office itself, else those of its seat, else of who heads it, as the text names them."""
    heads = {name for name, _ in map(named, words(told.entry.text)) if name}
    heads |= {
        name for word in words(told.entry.text) for cut in re.split("担任|兼任|由", word) if (name := named(cut)[0])
    }
    cells = [(each, re.split("[;:]", each.entry.text)) for each in rows if not _OTHER_USE.search(each.use)]
    office = [each for each, said in cells if any(_OFFICE.search(cell) for cell in said)]
    of_seat = [each for each, said in cells if any(cell == seat or (len(cell) > 3 and cell in seat) for cell in said)]
    of_head = [each for each, said in cells if heads & set(said)]
    return office or of_seat or of_head
