"""HTML: blocks in reading order, tables with spans filled, scripts and page furniture left out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from kb.errors import ReadError
from kb.model import Block, Notice, Paragraph, Severity, Source, Table
from kb.readers.encoding import Decoded, decode

_BLOCKS = frozenset(
    [
        "p",
        "div",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "li",
        "dt",
        "dd",
        "blockquote",
        "pre",
        "section",
        "article",
        "main",
        "body",
        "center",
        "td",
        "th",
        "tr",
        "table",
        "ul",
        "ol",
        "dl",
        "address",
        "figcaption",
    ]
)
_DROPPED = frozenset(
    [
        "script",
        "style",
        "noscript",
        "template",
        "head",
        "nav",
        "header",
        "footer",
        "iframe",
        "svg",
        "form",
        "button",
        "select",
    ]
)
_INLINE = frozenset(["a", "b", "i", "u", "em", "strong", "span", "font", "sub", "sup", "small", "code"])
_SILENT = frozenset(["script", "style", "noscript", "template", "head", "iframe", "svg"])
"""Of these nothing is text that a reader of the page sees, or another notice tells it."""
_MAX_SPAN = 60
_MAX_DEPTH = 150


def tables_of(markup: str) -> list[tuple[tuple[str, ...], ...]]:
    """The outermost tables of a piece of HTML as rows of cell texts."""
    soup = _soup(markup)
    return [rows for table in soup.find_all("table") if not table.find_parent("table") and (rows := rows_of(table))]


def read_html(name: str, text: str, notices: tuple[Notice, ...] = ()) -> Source:
    """Blocks of an HTML page; headings keep their rank as ``outline_level``."""
    feed = text.lstrip("\ufeff \r\n\t").startswith("<?xml") and not re.search(
        r"<(?:html|body)\b", text[:5000], re.IGNORECASE
    )
    walker = _Walker(every_element=feed)
    soup = _soup(text.replace("<![CDATA[", "").replace("]]>", "") if feed else text)
    walker.walk(soup.body or soup)
    walker.flush()
    return Source(name, "html", tuple(walker.blocks), (*notices, *_losses(walker, soup)))


def _losses(walker: _Walker, soup: Any) -> Iterator[Notice]:
    """What of a page is not read: pictures, what stands around the text, what is fetched from elsewhere."""
    for code, count in (
        ("picture_without_text", len(soup.find_all(["img", "svg", "canvas"]))),
        ("dropped_footer", walker.dropped),
        ("attachments_unread", len(soup.find_all(["iframe", "object", "embed"]))),
    ):
        if count:
            yield Notice(Severity.INFO, code, {"count": str(count)})


def page_of_archive(data: bytes) -> Decoded:
    """The page in a web archive (.mht, RFC 2557), as Word and browsers save it; ReadError ``truncated`` when it holds none."""
    from email import message_from_bytes, policy

    message = message_from_bytes(data, policy=policy.default)
    for part in message.walk():
        if part.get_content_type() in ("text/html", "text/plain"):
            content = part.get_payload(decode=True)
            named = part.get_content_charset("")
            decoded = _as_named(content, named) if isinstance(content, bytes) else None
            if decoded is not None:
                return decoded
    raise ReadError("truncated")


def _as_named(content: bytes, charset: str) -> Decoded | None:
    """A page in the encoding that its archive names, else in the one it looks like."""
    try:
        return Decoded(content.decode(charset), charset)
    except (LookupError, UnicodeDecodeError, ValueError):
        return decode(content)


def _soup(markup: str) -> Any:
    import warnings

    from bs4 import BeautifulSoup, XMLParsedAsHTMLWarning

    with warnings.catch_warnings():
        warnings.simplefilter("ignore", XMLParsedAsHTMLWarning)
        return BeautifulSoup(markup, "lxml")


def rows_of(table: Any) -> tuple[tuple[str, ...], ...]:
    """Rows of a table, merged cells repeated in every place they span."""
    grid: dict[tuple[int, int], str] = {}
    rows = [row for row in table.find_all("tr") if row.find_parent("table") is table]
    for y, row in enumerate(rows):
        x = 0
        for cell in row.find_all(["td", "th"], recursive=False):
            while (y, x) in grid:
                x += 1
            text = re.sub(r"[ \t\r\f\v]+", " ", cell.get_text("\n").strip())
            text = re.sub(r"\s*\n\s*", "\n", text)
            down, across = _span(cell, "rowspan", len(rows) - y), _span(cell, "colspan", _MAX_SPAN)
            for dy in range(down):
                for dx in range(across):
                    grid.setdefault((y + dy, x + dx), text)
            x += across
    if not grid:
        return ()
    width = max(x for _, x in grid) + 1
    return tuple(tuple(grid.get((y, x), "") for x in range(width)) for y in range(len(rows)))


def _span(cell: Any, name: str, most: int) -> int:
    value = str(cell.get(name) or "1").strip()
    return max(1, min(int(value), most)) if value.isdigit() else 1


class _Walker:
    """Collects text runs until a block element begins or ends; with ``every_element``, any element that HTML does not know as inline."""

    def __init__(self, *, every_element: bool = False) -> None:
        self.every_element = every_element
        self.blocks: list[Block] = []
        self._runs: list[str] = []
        self._level: int | None = None
        self._centered = False
        self._bold = 0
        self._bold_chars = 0
        self._number = ""
        self._depth = 0
        self.dropped = 0

    def walk(self, node: Any) -> None:
        """Collect what an element holds; below _MAX_DEPTH its text without its structure."""
        if self._depth >= _MAX_DEPTH:
            self._text(node.get_text(" "))
            return
        self._depth += 1
        self._walk(node)
        self._depth -= 1

    def _walk(self, node: Any) -> None:
        from bs4.element import Comment, NavigableString, PreformattedString

        for child in node.children:
            if isinstance(child, Comment | PreformattedString):
                continue
            if isinstance(child, NavigableString):
                self._text(str(child))
            elif child.name == "br":
                self.flush()
            elif child.name in _DROPPED or child.get("hidden") is not None:
                self.dropped += child.name not in _SILENT and bool(child.get_text(strip=True))
            elif child.name == "table" and _is_data(child):
                self.flush()
                self.blocks.append(Table(rows_of(child)))
            else:
                self._element(child)

    def _element(self, child: Any) -> None:
        block = child.name in _BLOCKS or (self.every_element and child.name not in _INLINE)
        if block:
            self.flush()
        outer = self._level, self._centered
        if child.name == "li":
            self._number = _item_number(child)
        heading = re.fullmatch(r"h([1-6])", child.name or "")
        if heading:
            self._level = int(heading[1])
        style = f"{child.get('align') or ''} {child.get('style') or ''}"
        self._centered = self._centered or child.name == "center" or bool(re.search(r"\bcenter\b", style))
        bold = child.name in ("b", "strong") or "font-weight:bold" in style.replace(" ", "")
        self._bold += bold
        self.walk(child)
        self._bold -= bold
        if block:
            self.flush()
        self._level, self._centered = outer

    def _text(self, text: str) -> None:
        text = re.sub(r"[ \t\r\n\f]+", " ", text)
        if text:
            self._runs.append(text)
            self._bold_chars += len(text.strip()) if self._bold else 0

    def flush(self) -> None:
        """End the paragraph."""
        text = "".join(self._runs).strip()
        if text:
            bold = self._bold_chars >= 0.9 * len(text)
            self.blocks.append(
                Paragraph(
                    text,
                    number=self._number,
                    outline_level=self._level,
                    centered=self._centered or None,
                    bold=bold or None,
                )
            )
            self._number = ""
        self._runs.clear()
        self._bold_chars = 0


def _item_number(item: Any) -> str:
    """The number that a browser shows before an item of an ordered list."""
    if (
        item.parent is None
        or item.parent.name != "ol"
        or re.search(r"list-style[^;]*none", str(item.parent.get("style") or ""))
    ):
        return ""
    start = str(item.parent.get("start") or "1")
    before = len(item.find_previous_siblings("li"))
    value = str(item.get("value") or "")
    number = int(value) if value.isdigit() else before + (int(start) if start.lstrip("-").isdigit() else 1)
    shape = item.parent.get("type") or "1"
    return f"{chr(ord(str(shape)) + number - 1)}." if shape in ("a", "A") and 0 < number < 27 else f"{number}."


def _is_data(table: Any) -> bool:
    """Whether a table holds data; one that lays out a page (one cell, nested tables, headings) is walked through."""
    rows = rows_of(table)
    if len(rows) < 2 or max(map(len, rows), default=0) < 2:
        return False
    return table.find("table") is None and table.find(["h1", "h2", "h3"]) is None
