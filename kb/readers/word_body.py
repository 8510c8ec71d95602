"""The body of a Word document as blocks: one pass over its XML that keeps track of fields, notes and boxes."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from kb.model import Block, Paragraph, Table
from kb.numbering import rendered_number
from kb.readers.word_drawings import MC, Losses, chosen, of_drawing
from kb.readers.word_numbers import W, WordNumbers
from kb.readers.word_styles import Looks, WordStyles, run_looks

_M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_ID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_DROPPED = frozenset(
    f"{W}{name}" for name in ("del", "moveFrom", "pPr", "rPr", "rt", "instrText", "delText", "sectPr", "tblPr")
)
_CHANGES = frozenset(f"{W}{name}" for name in ("ins", "del", "moveTo", "moveFrom"))
_INSERTED = tuple(f"{W}{name}" for name in ("ins", "moveTo", "customXml", "smartTag"))
_PLAIN = {f"{W}tab": "\t", f"{W}ptab": "\t", f"{W}cr": "\n", f"{W}noBreakHyphen": "-", f"{W}softHyphen": ""}
_DRAWN = (f"{W}drawing", f"{W}pict", f"{W}object", f"{MC}AlternateContent")
_MAX_DEPTH = 40


@dataclass(frozen=True, slots=True)
class Parts:
    """What the body refers to: ``notes`` by kind and id, ``part`` by a relation's id, ``chunk`` the blocks of a file put in whole."""

    notes: Mapping[str, Mapping[str, Any]]
    part: Callable[[str], Any | None] = lambda _: None
    chunk: Callable[[str], Iterator[Block]] = lambda _: iter(())


class BodyReader:
    """Reads one document; ``losses`` counts what the caller reports."""

    def __init__(self, styles: WordStyles, numbers: WordNumbers, parts: Parts) -> None:
        self.styles = styles
        self.numbers = numbers
        self.parts = parts
        self.losses = Losses()
        self._fields: list[list[str]] = []
        self._boxes: list[Any] = []
        self._lines: list[str] = []
        self._cited: list[Any] = []
        self._open: Paragraph | None = None
        self._depth = 0

    def read(self, parent: Any, toc: bool = False) -> Iterator[Block]:
        """Blocks of a body, a cell, a note or a text box."""
        if self._depth > _MAX_DEPTH:
            self.losses.deep += 1
            return
        self._depth += 1
        for child in parent:
            tag = child.tag
            if tag == f"{W}p":
                yield from self._paragraph(child, toc)
            elif tag == f"{W}tbl":
                yield from self._table(child)
            elif tag == f"{W}sdt":
                content = child.find(f"{W}sdtContent")
                if content is not None:
                    yield from self.read(content, toc or _is_contents(child))
            elif tag in _INSERTED:
                yield from self.read(child, toc)
            elif tag == f"{MC}AlternateContent":
                yield from self.read(chosen(child), toc)
            elif tag == f"{W}altChunk":
                yield from self.parts.chunk(str(child.get(_ID)))
        if self._open is not None:
            yield self._open
            self._open = None
        self._depth -= 1

    def _paragraph(self, element: Any, toc: bool) -> Iterator[Block]:
        properties = element.find(f"{W}pPr")
        joins = _mark_is_gone(properties)
        if joins and not _has_kept_text(element):
            return
        style_id, looks = self.styles.of_paragraph(properties)
        in_toc = toc or looks.toc or self._in_contents()
        runs: list[tuple[str, bool | None, float | None]] = []
        self._collect(element, runs, looks.bold, looks.size_pt)
        in_toc = in_toc or self._in_contents()
        number = self._number(style_id, looks)
        lines = list(_lines(runs, looks, number, in_toc))
        if self._open is not None:
            lines[0] = replace(self._open, text=self._open.text + lines[0].text)
            self._open = None
        if joins:
            self._open = lines.pop()
        yield from lines
        yield from self._attached()

    def _in_contents(self) -> bool:
        return any("TOC" in field[0].upper().split()[:1] for field in self._fields)

    def _attached(self) -> Iterator[Block]:
        """Text boxes, texts of drawings and notes met in the paragraph, after it."""
        lines, self._lines = self._lines, []
        yield from map(Paragraph, lines)
        boxes, self._boxes = self._boxes, []
        for box in boxes:
            yield from self.read(box)
        cited, self._cited = self._cited, []
        for note in cited:
            yield from (block for block in self.read(note) if not isinstance(block, Paragraph) or block.text.strip())

    def _number(self, style_id: str, looks: Looks) -> str:
        num_id, level = looks.num_id, looks.num_level
        if num_id is None or num_id == "0":
            tied = self.numbers.of_style(style_id) if num_id is None else None
            return self.numbers.next(*tied) if tied else ""
        if level is None:
            tied = self.numbers.of_style(style_id)
            level = tied[1] if tied and tied[0] == num_id else 0
        return self.numbers.next(num_id, level)

    def _collect(
        self, parent: Any, runs: list[tuple[str, bool | None, float | None]], bold: bool | None, size: float | None
    ) -> None:
        for child in parent:
            tag = child.tag
            if not isinstance(tag, str):
                continue
            if tag in _CHANGES:
                self.losses.tracked += 1
            if tag in _DROPPED:
                continue
            if tag == f"{W}r":
                self._run(child, runs, bold, size)
            elif tag == f"{_M}t":
                runs.append((child.text or "", bold, size))
            elif tag == f"{W}fldSimple" and "TOC" in str(child.get(f"{W}instr")).upper().split()[:1]:
                self._fields.append(["TOC", "result"])
                self._collect(child, runs, bold, size)
                self._fields.pop()
            else:
                self._collect(chosen(child), runs, bold, size)

    def _run(
        self, run: Any, runs: list[tuple[str, bool | None, float | None]], bold: bool | None, size: float | None
    ) -> None:
        properties = run.find(f"{W}rPr")
        if properties is not None and _is_on(properties, "vanish"):
            self.losses.hidden += any((node.text or "").strip() for node in run.iterfind(f"{W}t"))
            return
        own_bold, own_size = run_looks(properties)
        looks = (bold if own_bold is None else own_bold, own_size or size)
        for child in run:
            tag = child.tag
            if tag == f"{W}fldChar":
                self._field(str(child.get(f"{W}fldCharType")))
            elif tag == f"{W}instrText":
                if self._fields:
                    self._fields[-1][0] += child.text or ""
            elif tag in (f"{W}footnoteReference", f"{W}endnoteReference"):
                kind = tag.removeprefix(W).removesuffix("Reference")
                note = self.parts.notes.get(kind, {}).get(str(child.get(f"{W}id")))
                if note is not None:
                    self._cited.append(note)
            elif self._fields and self._fields[-1][1] == "code":
                continue
            else:
                self._content(child, runs, looks)

    def _content(
        self, child: Any, runs: list[tuple[str, bool | None, float | None]], looks: tuple[bool | None, float | None]
    ) -> None:
        tag = child.tag if isinstance(child.tag, str) else ""
        if tag == f"{W}t":
            runs.append((child.text or "", *looks))
        elif tag in _PLAIN:
            runs.append((_PLAIN[tag], *looks))
        elif tag == f"{W}br":
            runs.append(("\n" if child.get(f"{W}type") in (None, "textWrapping") else "", *looks))
        elif tag == f"{W}sym":
            runs.append((_symbol(str(child.get(f"{W}char"))), *looks))
        elif tag == f"{W}ruby":
            for base in child.iterfind(f"{W}rubyBase"):
                self._collect(base, runs, *looks)
        elif tag in _DRAWN:
            found = of_drawing(child, self.losses, self.parts.part)
            self._boxes += found.boxes
            self._lines += found.lines

    def _field(self, kind: str) -> None:
        if kind == "begin":
            self._fields.append(["", "code"])
        elif kind == "separate" and self._fields:
            self._fields[-1][1] = "result"
        elif kind == "end" and self._fields:
            self._fields.pop()

    def _table(self, element: Any) -> Iterator[Block]:
        rows: list[list[str]] = []
        above: dict[int, str] = {}
        for row in _children(element, "tr"):
            if row.find(f"{W}trPr/{W}del") is not None:
                self.losses.tracked += 1
                continue
            cells: list[str] = [""] * _skipped(row)
            for cell in _children(row, "tc"):
                properties = cell.find(f"{W}tcPr")
                text = self._cell_text(cell)
                column = len(cells)
                if _merges(properties, "hMerge") and cells:
                    text = cells[-1]
                if properties is not None and properties.find(f"{W}vMerge") is not None:
                    text = above[column] if _merges(properties, "vMerge") and column in above else text
                    above[column] = text
                else:
                    above.pop(column, None)
                cells += [text] * _span(properties)
            if cells:
                rows.append(cells)
        boxes, self._boxes = self._boxes, []
        if rows:
            width = max(map(len, rows))
            yield Table(tuple(tuple(row + [""] * (width - len(row))) for row in rows))
        for box in boxes:
            yield from self.read(box)

    def _cell_text(self, cell: Any) -> str:
        parts = []
        for block in self.read(cell):
            if isinstance(block, Paragraph):
                parts.append(f"{block.number} {block.text}".strip() if block.number else block.text.strip())
            else:
                parts += ["；".join(filter(None, dict.fromkeys(row))) for row in block.rows]
        return "\n".join(part for part in parts if part)


def _lines(
    runs: list[tuple[str, bool | None, float | None]], looks: Looks, number: str, toc: bool
) -> Iterator[Paragraph]:
    """The lines of one paragraph; a number of no known family (步骤1：) stays part of the text."""
    text = "".join(run[0] for run in runs)
    if not text.strip():
        number = ""
    elif number and rendered_number(number) is None:
        text, number = f"{number}{text}" if number.endswith(("：", "、", "）", ")")) else f"{number} {text}", ""
    chars = [(bold, size, len(part.strip())) for part, bold, size in runs if part.strip()]
    bold = bool(chars) and all(entry[0] for entry in chars)
    size = max(chars, key=lambda entry: entry[2])[1] if chars else None
    for order, line in enumerate(text.split("\n")):
        if line.strip() or order == 0:
            yield Paragraph(
                line,
                number=number if order == 0 else "",
                outline_level=looks.outline or None,
                centered=looks.centered,
                bold=bold,
                size_pt=size,
                toc=toc,
            )


def _children(parent: Any, name: str) -> Iterator[Any]:
    """Direct children of a name, also inside content controls and tracked insertions."""
    for child in parent:
        if child.tag == f"{W}{name}":
            yield child
        elif child.tag in (f"{W}sdt", f"{W}sdtContent", *_INSERTED):
            yield from _children(child, name)


def _merges(properties: Any | None, name: str) -> bool:
    """Whether a cell continues the one above (vMerge) or before it (hMerge)."""
    merge = properties.find(f"{W}{name}") if properties is not None else None
    return merge is not None and merge.get(f"{W}val") != "restart"


def _skipped(row: Any) -> int:
    before = row.find(f"{W}trPr/{W}gridBefore")
    value = before.get(f"{W}val") if before is not None else None
    return min(int(value), 60) if value and value.isdigit() else 0


def _span(properties: Any | None) -> int:
    element = properties.find(f"{W}gridSpan") if properties is not None else None
    value = element.get(f"{W}val") if element is not None else None
    return max(1, min(int(value), 60)) if value and value.isdigit() else 1


def _is_contents(sdt: Any) -> bool:
    gallery = sdt.find(f"{W}sdtPr/{W}docPartObj/{W}docPartGallery")
    return gallery is not None and "contents" in str(gallery.get(f"{W}val")).lower()


def _mark_is_gone(properties: Any | None) -> bool:
    """Whether a tracked deletion takes the paragraph's end, so that the next paragraph continues it."""
    return properties is not None and any(
        properties.find(f"{W}rPr/{W}{name}") is not None for name in ("del", "moveFrom")
    )


def _has_kept_text(element: Any) -> bool:
    return any(
        node.text and not any(up.tag in (f"{W}del", f"{W}moveFrom") for up in node.iterancestors())
        for node in element.iter(f"{W}t")
    )


def _is_on(properties: Any, name: str) -> bool:
    element = properties.find(f"{W}{name}")
    return element is not None and element.get(f"{W}val") not in ("0", "false", "none")


def _symbol(code: str) -> str:
    return {"F0B7": "●", "F0A7": "■", "F06C": "●", "F0FE": "☑", "F0A8": "□", "F0D8": "➢", "F0FC": "✓"}.get(
        code.upper(), chr(int(code, 16)) if re.fullmatch(r"[0-9A-Fa-f]{4}", code) and code[0] not in "fF" else ""
    )
