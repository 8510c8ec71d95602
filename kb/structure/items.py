"""Items: paragraphs and tables made ready for structure — repaired signs, blanks, wrapped lines joined, noise dropped."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from kb.model import Notice, Paragraph, Severity, Source
from kb.numbering import Family, Number, leading_number, rendered_number, tidy
from kb.secrecy import is_mark
from kb.structure.noise import is_furniture, is_site_noise, is_watermark

_SIGNS = {
    "ꎬ": "，",
    "ꎮ": "。",
    "ꎻ": "；",
    "ꎺ": "：",
    "«": "《",
    "»": "》",
    "∶": "：",
    "\u2028": " ",
    "\u00ad": "",
    "\u200b": "",
    "\u200e": "",
    "\u200f": "",
    "\ufeff": "",
}
_RADICALS = {
    chr(code): unicodedata.normalize("NFKC", chr(code)) for code in (*range(0x2F00, 0x2FD6), *range(0xF900, 0xFAFF))
}
_TABLE = str.maketrans({**_SIGNS, **_RADICALS})
_ENDED = re.compile(r"[。！？!?；;：:…]['\"”’」』）)》〉]*$")
_SAID_TWICE = re.compile(r"^([^，。；：]{6,40})\1")
"""A title that a compilation prints twice at the start of its text."""
_CLOSED = re.compile(r"[。！？!?；;：:”’）)》…|]$")


@dataclass(frozen=True, slots=True)
class Item:
    """A paragraph or a table in reading order.

    ``number`` is the number that starts it, ``rest`` what follows the number (the whole text without one); ``generated`` tells that the
    number is not part of the file's text. ``rows`` is set for tables only. ``line`` to ``last_line`` are physical lines.
    """

    text: str
    number: Number | None = None
    rest: str = ""
    generated: bool = False
    rows: tuple[tuple[str, ...], ...] | None = None
    line: int | None = None
    last_line: int | None = None
    page: int | None = None
    page_label: str | None = None
    outline_level: int | None = None
    centered: bool = False
    bold: bool = False
    size_pt: float | None = None
    toc: bool = False
    blank_before: bool = False
    indented: bool = False

    @property
    def ended(self) -> bool:
        """Whether the text ends as a sentence or a lead-in does."""
        return bool(_ENDED.search(self.text))


def items_of(source: Source) -> tuple[list[Item], list[Notice]]:
    """The items of a source, with notices of what was dropped."""
    items: list[Item] = []
    furniture = watermarks = 0
    blank = True
    for block in source.blocks:
        if not isinstance(block, Paragraph):
            rows = tuple(tuple(_cell(cell) for cell in row) for row in block.rows)
            if any(cell for row in rows for cell in row):
                items.append(
                    Item(
                        "",
                        rows=rows,
                        line=block.line,
                        last_line=block.line,
                        page=block.page,
                        page_label=block.page_label,
                    )
                )
            blank = True
            continue
        raw = block.text.translate(_TABLE)
        text = _repaired(tidy(raw))
        if not text or text in ("|", "·"):
            blank = True
        elif is_site_noise(text) or (is_watermark(text) and not (len(items) < 6 and is_mark(text))):
            watermarks += 1
        elif is_furniture(text):
            furniture += 1
        else:
            items.append(_item(block, raw, text, blank))
            blank = False
    notices = []
    if furniture:
        notices.append(Notice(Severity.INFO, "dropped_footer", {"count": str(furniture)}))
    if watermarks:
        notices.append(Notice(Severity.INFO, "dropped_watermark", {"count": str(watermarks)}))
    if source.line_based:
        blanks, width = sum(item.blank_before for item in items), _width(items)
        if width and blanks >= 0.97 * len(items):
            items = [replace(item, blank_before=False) for item in items]
        items = join_wrapped(items, width, spaced=blanks >= 0.6 * len(items))
    return [_numbered(item) for item in items], notices


def _cell(text: str) -> str:
    return "\n".join(filter(None, (tidy(line) for line in text.translate(_TABLE).split("\n"))))


_SPACED_FIGURE = re.compile(r"(?<![\d.])(\d)\s(\d)(?:\s(\d))?(?!\d)\s?(?=[人户间万亿个名元亩头艘辆小公千天年月日])")
_FIGURE_GAP = re.compile(
    r"(?<=[\u4e00-\u9fff，。、；：（）“”《》])\s+(?=\d)|(?<=\d)\s+(?=[\u4e00-\u9fff，。、；：（）％%])"
)
_HEAD = re.compile(r"^(?:[\d.．、\s\ue000-\uf8ff·•]+|附\s*[件录表图]\s*\d+\s*)")
_PAREN_GAP = re.compile(r"(?<=[（(])\s+|\s+(?=[）)])")


def _repaired(text: str) -> str:
    """Blanks that OCR and layout put inside figures, parentheses and between figures and Chinese taken out."""
    head = _HEAD.match(text)
    start = head.end() if head else 0
    rest = _SPACED_FIGURE.sub(lambda m: "".join(filter(None, m.groups())), text[start:])
    return _PAREN_GAP.sub("", text[:start] + _FIGURE_GAP.sub("", rest))


def _item(block: Paragraph, raw: str, text: str, blank: bool) -> Item:
    number = rendered_number(block.number) if block.number else None
    full = f"{block.number}{'' if block.number.endswith(('、', '）', ')')) else ' '}{text}" if block.number else text
    return Item(
        text=full if number or not block.number else text,
        number=number,
        rest=text if number else "",
        generated=number is not None,
        line=block.line,
        last_line=block.line,
        page=block.page,
        page_label=block.page_label,
        outline_level=block.outline_level,
        centered=bool(block.centered) or len(raw) - len(raw.lstrip(" \u3000")) >= 6,
        bold=bool(block.bold),
        size_pt=block.size_pt,
        toc=block.toc,
        blank_before=blank,
        indented=raw.startswith(("\u3000", "  ", "\t")),
    )


def _numbered(item: Item) -> Item:
    if item.rows is not None or item.number is not None:
        return item
    found = leading_number(item.text)
    return replace(item, number=found[0], rest=found[1].strip()) if found else replace(item, rest=item.text)


def _width(items: Sequence[Item]) -> int:
    """The line width of a hard-wrapped text in characters, 0 when lines are paragraphs."""
    lengths = [len(item.text) for item in items if item.rows is None and len(item.text) >= 12]
    if len(lengths) < 12:
        return 0
    widest = Counter(min(length, 90) // 3 for length in lengths).most_common(1)[0][0] * 3
    open_ended = sum(1 for item in items if item.rows is None and len(item.text) >= 12 and not _ENDED.search(item.text))
    near = sum(1 for length in lengths if abs(length - widest) <= 4)
    return widest if 18 <= widest <= 80 and near >= 0.45 * len(lengths) and open_ended >= 0.35 * len(lengths) else 0


def join_wrapped(items: Iterable[Item], width: int, *, spaced: bool = False) -> list[Item]:
    """Join lines that break inside a sentence: always in a hard-wrapped text, else only where the break is plain.

    ``width`` is the line width of a hard-wrapped text, 0 for none; ``spaced`` tells that blank lines part the paragraphs.
    """
    joined: list[Item] = []
    for item in items:
        if joined and _continues(joined[-1], item, width, spaced):
            before = joined[-1]
            joined[-1] = replace(before, text=_glue(before.text, item.text), last_line=item.last_line)
        else:
            joined.append(item)
    return joined


def _glue(left: str, right: str) -> str:
    latin = bool(re.search(r"[A-Za-z,.;]$", left)) and bool(re.match(r"[A-Za-z(]", right))
    return f"{left} {right}" if latin else left + right


def _continues(before: Item, item: Item, width: int, spaced: bool) -> bool:
    if before.rows is not None or item.rows is not None or item.outline_level or item.toc or before.toc:
        return False
    if _broken_head(before, item):
        return True
    if before.outline_level or before.bold != item.bold or item.centered or _CLOSED.search(before.text):
        return False
    if _starts_structure(item.text) or _SAID_TWICE.match(item.text):
        return False
    last = before.text if before.line == before.last_line else before.text[-(width or 40) :]
    if width:
        return not item.blank_before and not item.indented and len(last) >= width - 8
    if spaced and not item.blank_before and len(before.text) >= 16 and item.ended:
        return True
    return len(before.text) >= 20 and not re.search(r"[\d）)]$", before.text) and _mid_sentence(before.text, item.text)


def _broken_head(before: Item, item: Item) -> bool:
    """A bold numbered heading too long for its line goes on in the next bold line, no blank between."""
    if (
        not (before.bold and item.bold)
        or item.blank_before
        or len(before.text) < 10
        or len(before.text + item.text) > 60
    ):
        return False
    marks = re.search(r"[。；：:]", before.text + item.text)
    return leading_number(before.text) is not None and leading_number(item.text) is None and not marks


def _mid_sentence(before: str, text: str) -> bool:
    """A line without end mark, long enough to be prose, whose follower is prose as well."""
    if re.search(r"[，,、（(《“]$", before):
        return True
    prose = bool(re.search(r"[，,；;。]", before))
    return (
        prose
        and (bool(_ENDED.search(text)) or len(text) >= 20)
        and not re.match(r"[—\-●■◆*·]|[\u4e00-\u9fff]{2,12}[：:]", text)
    )


def _starts_structure(text: str) -> bool:
    found = leading_number(text)
    if found is None:
        return bool(re.match(r"[（(]?(?:此件|联系人|抄送|主送|主题词|目\s*录|注[：:]|图\s*\d|表\s*\d)", text))
    number = found[0]
    return not (number.family is Family.DIGIT and not number.mark) and number.family is not Family.LETTER
