"""Plain text and Markdown, line by line: a paragraph is a physical line, so that line numbers stay true.

Markdown as converters and OCR write it is not clean CommonMark (numbers lose their dots, tables stand as HTML in one line), so only
the marks that carry structure are read: ``#`` headings, ``**`` around a line, tables, comments, pictures.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Sequence

from kb.model import Block, Notice, Paragraph, Severity, Source, Table
from kb.readers.encoding import Decoded
from kb.readers.html import tables_of

_MARKED = re.compile(r"^(?:#{1,6}[ \t]*\S|\*\*[^*\n]+\*\*|<!--|!\[)", re.MULTILINE)
_HEADING = re.compile(r"^(#{1,6})[ \t]*(.*?)[ \t#]*$")
_PIPE_RULE = re.compile(r"^\s*\|?(?:\s*:?-{2,}:?\s*\|)+\s*(?::?-{2,}:?\s*)?$")
_PICTURE = re.compile(r"!\[[^\]]*\]\([^)]*\)")
_LINK = re.compile(r"\[([^\]]*)\]\((?:https?:|#|/|mailto:|\./)[^)]*\)")
_TABLE = re.compile(r"<table\b.*?</table>", re.IGNORECASE | re.DOTALL)
_TAG = re.compile(r"</?(?:html|body|div|span|p|br|b|i|u|sup|sub|font|center|a)\b[^>]*>", re.IGNORECASE)
_FORMULA = re.compile(r"\$([^$\n]{1,120})\$")
_ESCAPE = re.compile(r"\\([\\`*_{}\[\]()#+\-.!>~|])")


_CUT_OFF = re.compile(r"[\u4e00-\u9fff，、][^\n。]{18,}[\u4e00-\u9fff，、]\Z")
_LOST = re.compile(r"(?<=[\u4e00-\u9fff])\?+(?=[\u4e00-\u9fff])")


def _lost_characters(text: str) -> bool:
    """Whether question marks stand where a conversion had no character: inside Chinese words, again and again."""
    lost = len(_LOST.findall(text))
    return lost >= 3 and lost * 200 > len(text)


def read_text(name: str, decoded: Decoded, suffix: str) -> Source:
    """Blocks of a text or Markdown file; a byte that could not be read gives the notice ``bad_encoding``."""
    notices = []
    if decoded.lossy or _lost_characters(decoded.text):
        notices.append(Notice(Severity.WARNING, "bad_encoding", {"encoding": decoded.encoding}))
    if _CUT_OFF.search(decoded.text[-400:]):
        notices.append(Notice(Severity.WARNING, "truncated", {}))
    text = decoded.text.replace("\r\n", "\n").replace("\r", "\n").replace("\x0c", "\n").replace("\u2028", "\n")
    lines = text.split("\n")
    ruled = any(line.startswith("|") and _PIPE_RULE.match(line) for line in lines)
    marked = suffix in (".md", ".markdown") or ruled or len(_MARKED.findall(text)) >= 2
    if not marked:
        return Source(name, "txt", tuple(_plain(lines)), tuple(notices), line_based=True)
    reader = _Markdown(lines)
    blocks = list(reader.blocks())
    if reader.pictures:
        notices.append(Notice(Severity.INFO, "picture_without_text", {"count": str(reader.pictures)}))
    return Source(name, "md", tuple(blocks), tuple(notices), line_based=True)


def read_csv(name: str, decoded: Decoded) -> Source:
    """A table of comma or tab separated values as one table, rows on their physical lines."""
    import csv
    from io import StringIO

    sample = decoded.text[:20_000]
    mark = max((",", "\t", ";"), key=lambda sign: sample.count(sign))
    rows = [
        tuple(cell.strip() for cell in row) for row in csv.reader(StringIO(decoded.text, newline=""), delimiter=mark)
    ]
    filled = [row for row in rows if any(row)]
    if max(map(len, filled), default=0) < 2:
        return read_text(name, decoded, ".txt")
    width = max(map(len, filled))
    table = Table(tuple(row + ("",) * (width - len(row)) for row in filled), line=1)
    doubt = (Notice(Severity.WARNING, "bad_encoding", {"encoding": decoded.encoding}),) if decoded.lossy else ()
    return Source(name, "txt", (table,), doubt, line_based=True)


_FIELDS = re.compile(r"\t+| {3,}|\u3000{2,}")
_BARS = re.compile(r"[|｜│]")
_RULE_LINE = re.compile(r"[\s|｜│+:=─━┼—-]+")
_CELL = 60
_TOTALS = re.compile(r"(?:合|总|小|共)\s*计|总\s*数")
_AMOUNT = re.compile(r"\d{1,6}(?:\.\d+)?[\u4e00-\u9fff]{0,2}")


def _plain(lines: list[str]) -> Iterator[Block]:
    """Lines as paragraphs; neighbouring lines of equal columns, parted by tabs, wide blanks or bars, as a table."""
    position = 0
    while position < len(lines):
        fields = _fields(lines[position])
        end = position + 1
        while fields and end < len(lines) and _continues(lines[end], len(fields)):
            end += 1
        rows = [_row(line, len(fields)) for line in lines[position:end] if not (fields and _RULE_LINE.fullmatch(line))]
        rows = _with_totals(rows, len(fields))
        contents = _is_contents(rows)
        if len(rows) > 1 and not contents:
            yield Table(tuple(tuple(row) for row in rows), line=position + 1)
        else:
            for offset in range(position, end):
                yield Paragraph(lines[offset], line=offset + 1, toc=contents and len(rows) > 3)
        position = end


def _continues(line: str, width: int) -> bool:
    """Whether a line goes on with a table of so many columns: one more row, its totals, or a rule between two."""
    row = _row(line, width)
    return (
        len(row) == width
        or _is_short_total(row, width)
        or bool(line.strip() and _BARS.search(line) and _RULE_LINE.fullmatch(line))
    )


def _row(line: str, width: int) -> list[str]:
    """The columns of a line; where some seem to lack, each single tab or bar parts two of them, and empty ones stay."""
    fields = _fields(line)
    if not fields or len(fields) == width:
        return fields
    exact = _exact(line)
    if len(exact) == width + 1 and not exact[-1]:
        return exact[:-1]
    if len(exact) == width:
        return exact
    padded = "" in exact[1:] and len(exact) < width and _TOTALS.fullmatch(exact[0])
    return [*exact, *[""] * (width - len(exact))] if padded else fields


def _exact(line: str) -> list[str]:
    """What single bars or single tabs part, empty columns among them; nothing for other lines."""
    barred = _BARS.search(line)
    if not barred and "\t" not in line:
        return []
    bare = line.strip(" \u3000\t") if barred else line.strip(" \u3000\r\n")
    parts = _BARS.split(bare[1:] if barred and _BARS.match(bare) else bare) if barred else bare.split("\t")
    return [part.strip(" \u3000\t") for part in parts]


def _is_short_total(row: Sequence[str], width: int) -> bool:
    return 2 <= len(row) < width and bool(_TOTALS.fullmatch(row[0]))


def _with_totals(rows: list[list[str]], width: int) -> list[list[str]]:
    """Rows whose lines of totals have lost the merged columns: their numbers stand in the columns of numbers, else in the last ones."""
    data = [row for row in rows[1:] if len(row) == width and not _TOTALS.fullmatch(row[0])]
    numeric = [at for at in range(1, width) if data and all(_AMOUNT.fullmatch(row[at]) for row in data)]
    return [_spread(row, width, numeric) if _is_short_total(row, width) else row for row in rows]


def _spread(row: Sequence[str], width: int, numeric: Sequence[int]) -> list[str]:
    values = row[1:]
    if len(numeric) != len(values):
        return [row[0], *[""] * (width - len(row)), *values]
    placed = dict(zip(numeric, values, strict=True))
    return [row[0], *(placed.get(at, "") for at in range(1, width))]


def _is_contents(rows: Sequence[Sequence[str]]) -> bool:
    """Whether rows are a page of contents: titles with the numbers of pages, which never fall; a column of numbers has a head."""
    if not rows[0]:
        return False
    pages = [int(row[-1]) for row in rows if row[-1].isdigit() and len(row[-1]) < 4]
    first = rows[0][-1].isdigit() or rows[0][-1].startswith("页")
    return len(rows) > 1 and len(rows[0]) < 4 and first and len(pages) * 3 > 2 * len(rows) and pages == sorted(pages)


def _fields(line: str) -> list[str]:
    """The columns of a line: two or more with tabs or bars, three or more with wide blanks; none in running text.

    Cells are short; long ones are columns only where bars, or two tabs or more, part them.
    """
    if _BARS.search(line):
        barred = [part.strip(" \u3000\t") for part in _BARS.split(line.strip(" \u3000\t|｜│"))]
        return barred if len(barred) > 1 and sum(map(bool, barred)) > 1 and not _RULE_LINE.fullmatch(line) else []
    parts = [part.strip(" \u3000") for part in _FIELDS.split(line.strip(" \u3000"))]
    tabs = line.strip().count("\t")
    least = 2 if tabs else 3
    short = all(len(part) <= _CELL for part in parts) or (tabs > 1 and len(parts) > 2)
    return parts if len(parts) >= least and short and sum(map(bool, parts)) >= least else []


class _Markdown:
    """One pass over the lines of a Markdown text."""

    def __init__(self, lines: list[str]) -> None:
        self.lines = lines
        self.pictures = 0

    def blocks(self) -> Iterator[Block]:
        position = 0
        while position < len(self.lines):
            line = self.lines[position]
            if "<!--" in line and "-->" not in line:
                position = self._skip_comment(position)
            elif "<table" in line.lower():
                end = self._table_end(position)
                yield from self._html_table("\n".join(self.lines[position:end]), position + 1)
                position = end
                continue
            elif line.count("|") >= 2 and position + 1 < len(self.lines) and _PIPE_RULE.match(self.lines[position + 1]):
                end = position + 2
                while end < len(self.lines) and "|" in self.lines[end]:
                    end += 1
                rows = [_cells(row) for row in (line, *self.lines[position + 2 : end])]
                width = max(map(len, rows))
                yield Table(tuple(tuple(row + [""] * (width - len(row))) for row in rows), line=position + 1)
                position = end
                continue
            else:
                yield self._paragraph(line, position + 1)
            position += 1

    def _skip_comment(self, position: int) -> int:
        for end in range(position, min(position + 200, len(self.lines))):
            if "-->" in self.lines[end]:
                return end
        return position

    def _table_end(self, position: int) -> int:
        for end in range(position, min(position + 3000, len(self.lines))):
            if "</table>" in self.lines[end].lower():
                return end + 1
        return position + 1

    def _html_table(self, text: str, line: int) -> Iterator[Block]:
        tables = tables_of(text)
        rest = _TABLE.sub("\n", text)
        for table in tables:
            yield Table(table, line=line)
        for piece in rest.split("\n"):
            if _TAG.sub("", piece).strip():
                yield self._paragraph(piece, line)

    def _paragraph(self, line: str, number: int) -> Paragraph:
        text = re.sub(r"<!--.*?-->", "", line) if "<!--" in line else line
        if "](" in text:
            self.pictures += len(_PICTURE.findall(text))
            text = _LINK.sub(r"\1", _PICTURE.sub("", text))
        bare = text.strip()
        heading = _HEADING.match(bare) if bare.startswith("#") else None
        if heading:
            return Paragraph(
                inline_text(heading[2]), line=number, outline_level=len(heading[1]), bold=_is_bold(heading[2])
            )
        indent = text[: len(text) - len(text.lstrip(" \u3000\t"))]
        words = inline_text(text)
        return Paragraph(indent + words.lstrip() if indent else words, line=number, bold=_is_bold(bare))


def _is_bold(text: str) -> bool | None:
    return (text.startswith("**") and text.rstrip().endswith("**") and text.count("**") == 2) or None


_MARKS = re.compile(r"[$<>*_+•&\\]")


def inline_text(text: str) -> str:
    """A line without emphasis, tags, escapes and the dollar signs that OCR puts around figures."""
    if not _MARKS.search(text):
        return text.rstrip()
    text = _FORMULA.sub(lambda match: _formula(match[1]), text)
    text = _TAG.sub("", text)
    text = re.sub(r"(\*\*|__)(?=\S)(.*?\S)\1", r"\2", text).replace("**", "")
    text = re.sub(r"^\s*>\s?", "", text)
    text = re.sub(r"^(\s*)[*+•]\s+", r"\1", text)
    return html.unescape(_ESCAPE.sub(r"\1", text)).rstrip()


def _formula(body: str) -> str:
    """What a figure between dollar signs reads as: digits without their blanks, known signs, no commands."""
    circled = re.sub(
        r"\\textcircled\s*\{?\s*(\d+)\s*\}?",
        lambda m: chr(0x2460 + int(m[1]) - 1) if 0 < int(m[1]) < 21 else m[1],
        body,
    )
    for command, sign in (
        (r"\\bullet", "●"),
        (r"\\geq?", "≥"),
        (r"\\leq?", "≤"),
        (r"\\times", "×"),
        (r"\\sim", "～"),
        (r"\\%", "%"),
        (r"\^\s*\{?\s*\\circ\s*\}?", "°"),
        (r"\\pm", "±"),
    ):
        circled = re.sub(command + r"(?![a-zA-Z])", sign, circled)
    plain = re.sub(r"\\[a-zA-Z]+", "", circled)
    plain = re.sub(r"[{}~\\]", "", plain)
    return re.sub(r"\s+", "", plain) if re.search(r"\d", plain) else plain.strip()


def _cells(row: str) -> list[str]:
    return [inline_text(cell.strip()) for cell in row.strip().strip("|").split("|")]
