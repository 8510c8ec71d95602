"""Clauses: the smallest citable texts of a document, with ids that stay the same for the same bytes.

An id is ``doc_id#`` and the number path (``#2.1.3``, ``#第二十八条``, ``#附件2/3.1``, list items ``#2.1.3/（1）``); further clauses of the
same path carry ``¶2``, ``¶3`` …; text before the first number is ``#¶1``, ``#¶2`` …. Numbers of the family 一、（一）1. are joined from the
outside in: ``#一/（二）/3``. Parentheses are written full-width.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from kb.model import Clause
from kb.numbering import Family, leading_number, number_path
from kb.structure import Item, Mark, Outline, Role
from kb.tables import Row, table_rows

SHORT = 24
JOINED = 120
SMALL_LIST = 260
SMALL_ITEM = 60
PACKED = 110
PACKED_ITEM = 36
LONG = 420
LEAD = 56
_SENTENCES = re.compile(r"[^。！？!?；;]*[。！？!?；;]+[”’」』）)]*|[^。！？!?；;]+$")
_FULL_STOPS = re.compile(r"[^。！？!?]*[。！？!?]+[”’」』）)]*|[^。！？!?]+$")
_INLINE_ITEM = re.compile(r"(?<=[。；;：:])\s*(?=[（(](?:[一二三四五六七八九十]{1,3}|\d{1,2})[）)])")
_LEADS = re.compile(r"[：:]$")
_APART = re.compile(r"附\s*[件表图录]|[（(]此件|抄送|主送")
_CAPTION = re.compile(r"^[图表]\s*[\dA-Z]")
_DEPTH = (
    Family.CHINESE,
    Family.CHINESE_PAREN,
    Family.DIGIT,
    Family.DECIMAL,
    Family.DIGIT_PAREN,
    Family.CIRCLE,
    Family.LETTER,
)


@dataclass(slots=True)
class _Piece:
    """A text to become a clause: ``path`` is the id's number path, ``lead`` what an item of a list hangs on."""

    path: str
    text: str
    item: Item
    owner: int
    lead: str = ""
    listed: bool = False
    row: bool = False
    children: list[_Piece] = field(default_factory=list)


def build_clauses(
    doc_id: str, outline: Outline, *, truncated: bool = False, slides: bool = False
) -> tuple[Clause, ...]:
    """The clauses in reading order; ``truncated`` marks the last one as a fragment, ``slides`` all of them."""
    pieces = _join_short(list(_pieces(outline)), outline)
    return tuple(_clauses(doc_id, outline, pieces, truncated, slides))


def _clauses(doc_id: str, outline: Outline, pieces: list[_Piece], truncated: bool, slides: bool) -> Iterator[Clause]:
    seen: Counter[str] = Counter()
    paths = _label_paths(outline)
    last = len(pieces) - 1
    for order, piece in enumerate(pieces):
        for text in _split_long(piece):
            seen[piece.path] += 1
            count = seen[piece.path]
            mark = f"¶{count}" if count > 1 or not piece.path else ""
            yield Clause(
                f"{doc_id}#{piece.path}{mark}",
                paths[piece.owner] if piece.owner >= 0 else (),
                text,
                piece.owner,
                piece.item.line,
                piece.item.page,
                piece.item.page_label,
                piece.row,
                slides or (truncated and order == last),
            )


def _label_paths(outline: Outline) -> list[tuple[str, ...]]:
    """For each section the labels from the outermost heading down to itself."""
    paths: list[tuple[str, ...]] = []
    open_labels: list[tuple[int, str]] = []
    for section in outline.sections:
        while open_labels and open_labels[-1][0] >= section.level:
            open_labels.pop()
        open_labels.append((section.level, section.label))
        paths.append(tuple(label for _, label in open_labels))
    return paths


def _pieces(outline: Outline) -> Iterator[_Piece]:
    """The texts in order: paragraphs, list items with their lead-ins, table rows with their heads."""
    reader = _ListReader(outline)
    for index, (item, mark) in enumerate(zip(outline.items, outline.marks, strict=True)):
        yield from reader.take(index, item, mark)
    yield from reader.end()


class _ListReader:
    """Walks the items of a document and keeps the list that is open as a tree: its lead-in, its items, the items below those."""

    def __init__(self, outline: Outline) -> None:
        self.outline = outline
        self.owner = -2
        self.root: _Piece | None = None
        self.open: list[tuple[Family, str, _Piece]] = []
        self.caption: _Piece | None = None

    def take(self, index: int, item: Item, mark: Mark) -> Iterator[_Piece]:
        """The pieces that an item completes."""
        owner = self.outline.owners[index]
        if owner != self.owner:
            yield from self.end()
            self.owner = owner
        if mark.role in (Role.TITLE, Role.CONTENTS, Role.HEADING):
            return
        if item.rows is not None:
            yield from self._table(item)
            return
        yield from self._uncaptioned()
        text = mark.body if mark.role in (Role.ARTICLE, Role.RUN_IN) else item.text
        if item.number is not None and item.number.broken and mark.role is Role.NUMBERED:
            text = f"{item.number.label} {item.rest}"
        if not text.strip():
            return
        if item.number is not None and mark.role in (Role.LIST, Role.NUMBERED):
            yield from self._inline_list(item, _INLINE_ITEM.split(text))
        else:
            yield from self._paragraph(item, text)

    def end(self) -> Iterator[_Piece]:
        """Close what is open."""
        yield from self._uncaptioned()
        if self.root is not None:
            yield from _flat(self.root)
        self.root, self.open = None, []

    def _uncaptioned(self) -> Iterator[_Piece]:
        caption, self.caption = self.caption, None
        if caption is not None:
            yield caption

    def _path(self) -> str:
        return self.outline.sections[self.owner].path if self.owner >= 0 else ""

    def _paragraph(self, item: Item, text: str) -> Iterator[_Piece]:
        parts = _INLINE_ITEM.split(text)
        if len(parts) > 2 or (len(parts) == 2 and _LEADS.search(parts[0])):
            yield from self._inline_list(item, parts)
            return
        if self.root is not None and self._hangs_on(text):
            lead = "" if self.root.listed else _lead_text(self.root)
            self.root.children.append(_Piece(self._path(), text, item, self.owner, lead, listed=True))
            return
        yield from self.end()
        piece = _Piece(self._path(), text, item, self.owner)
        if _LEADS.search(text):
            self.root = piece
        elif _CAPTION.match(text) and len(text) < 50:
            self.caption = piece
        else:
            yield piece

    def _hangs_on(self, text: str) -> bool:
        """Whether an unnumbered paragraph is an item of the open list: right below its lead-in, or after one that ended with ；."""
        assert self.root is not None
        if _LEADS.search(text) or self.open or not _LEADS.search(self.root.text):
            return False
        if not self.root.children:
            return True
        return self.root.children[-1].text.rstrip().endswith(("；", ";", "，"))

    def _inline_list(self, item: Item, parts: list[str]) -> Iterator[_Piece]:
        """A list run into one paragraph: （1）…；（2）…."""
        for part in parts:
            found = leading_number(part)
            if found is None:
                yield from self._paragraph(item, part)
            else:
                yield from self._numbered(replace(item, number=found[0]), part)

    def _numbered(self, item: Item, text: str) -> Iterator[_Piece]:
        number = item.number
        assert number is not None
        family = number.family if number.family in _DEPTH else Family.CHINESE
        self._close_deeper(family, number.value)
        if not self.open and number.value == 1 and self.root is not None and self.root.children:
            yield from self.end()
        parent = self.open[-1][2] if self.open else self.root
        path = self._path()
        for _, label, _ in self.open:
            path = f"{path}/{label}".strip("/")
        lead = _lead_text(parent) if parent is not None and _LEADS.search(parent.text) else ""
        piece = _Piece(number_path(number, path), text, item, self.owner, lead, listed=True)
        if parent is None:
            parent = self.root = _Piece(self._path(), "", item, self.owner)
        parent.children.append(piece)
        self.open.append((family, number.label, piece))

    def _close_deeper(self, family: Family, value: int) -> None:
        families = [entry[0] for entry in self.open]
        if family in families:
            del self.open[families.index(family) :]
        elif value != 1:
            while self.open and _DEPTH.index(self.open[-1][0]) > _DEPTH.index(family):
                self.open.pop()

    def _table(self, item: Item) -> Iterator[_Piece]:
        caption, self.caption = self.caption, None
        yield from self.end()
        assert item.rows is not None
        for row in table_rows(item.rows):
            yield _Piece(self._path(), _row_text(row, caption.text if caption else ""), item, self.owner, row=True)


def _flat(piece: _Piece) -> Iterator[_Piece]:
    """A list as clauses: a small one whole, else its items each with their lead-in; a long lead-in also stands alone."""
    if not piece.children:
        if piece.text:
            yield piece
        return
    whole = _whole(piece)
    small = len(piece.lead) + len(whole) <= SMALL_LIST and all(
        len(_whole(child)) <= SMALL_ITEM for child in piece.children
    )
    if piece.text and small:
        yield _Piece(piece.path, whole, piece.item, piece.owner, piece.lead, piece.listed)
        return
    if piece.text and (not _LEADS.search(piece.text) or _lead_text(piece) != piece.text.strip()):
        yield _Piece(piece.path, piece.text, piece.item, piece.owner, piece.lead, piece.listed)
    for child in _packed(piece.children):
        yield from _flat(child)


def _packed(items: list[_Piece]) -> Iterator[_Piece]:
    """List items with neighbours too short to be found alone joined, under the number of the first."""
    pack: _Piece | None = None
    for item in items:
        short = not item.children and len(item.text) <= PACKED_ITEM
        if pack and short and pack.lead == item.lead and len(pack.text) + len(item.text) <= PACKED:
            pack = _Piece(pack.path, pack.text + item.text, pack.item, pack.owner, pack.lead, listed=True)
            continue
        if pack:
            yield pack
        pack = item if short else None
        if not short:
            yield item
    if pack:
        yield pack


def _whole(piece: _Piece) -> str:
    return piece.text + "".join(_whole(child) for child in piece.children)


def _row_text(row: Row, caption: str) -> str:
    text = "；".join(f"{head}：{cell}" if head and head != cell else cell for head, cell in row.cells)
    text = text.replace("\n", "")
    return f"{caption}：{text}" if caption and len(caption) <= 40 else text


def _lead_text(lead: _Piece | None) -> str:
    """The end of a lead-in that its items need: its last sentence, of a long one the last parts."""
    if lead is None or not lead.text:
        return ""
    sentences = _FULL_STOPS.findall(lead.text)
    text = (sentences[-1] if sentences else lead.text).strip()
    while len(text) > LEAD:
        cut = re.search(r"[，；,;](?=.{12,})", text)
        if cut is None:
            return text[-LEAD:]
        text = text[cut.end() :]
    return text


def _join_short(pieces: list[_Piece], outline: Outline) -> list[_Piece]:
    """Join short unnumbered neighbours of one section; the paragraphs of a law's article (款) stay apart."""
    joined: list[_Piece] = []
    for piece in pieces:
        before = joined[-1] if joined else None
        plain = before is not None and not (piece.row or before.row or piece.listed or before.listed)
        article = piece.owner >= 0 and not outline.sections[piece.owner].text
        near = plain and not article and before is not None and (before.owner, before.path) == (piece.owner, piece.path)
        if near and before is not None and _may_join(before.text, piece.text):
            joined[-1] = _Piece(before.path, f"{before.text}\n{piece.text}", before.item, before.owner)
        else:
            joined.append(piece)
    return joined


def _may_join(before: str, text: str) -> bool:
    """Whether one of two neighbours is too short to be cited alone."""
    return min(len(before), len(text)) <= SHORT and len(before) + len(text) <= JOINED and not _APART.match(text)


def _split_long(piece: _Piece) -> Iterator[str]:
    """The text with its lead-in; a long one in parts at sentence ends."""
    lead = piece.lead if piece.lead and piece.lead != piece.text else ""
    if len(lead) + len(piece.text) <= LONG:
        yield lead + piece.text
        return
    pattern = _FULL_STOPS if piece.text.count("。") > 1 else _SENTENCES
    part = ""
    for sentence in _sentences(piece.text, pattern):
        if part and len(part) + len(sentence) > LONG - 60:
            yield lead + part
            part = ""
        part += sentence
    if part:
        yield lead + part


def _sentences(text: str, pattern: re.Pattern[str]) -> Iterator[str]:
    for sentence in pattern.findall(text):
        if len(sentence) > LONG and pattern is _FULL_STOPS:
            yield from _SENTENCES.findall(sentence)
        else:
            yield sentence
