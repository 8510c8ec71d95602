"""The response flow chart, drawn from the draft's own steps and levels as a table of boxes and arrows.

A table of bordered cells looks the same in Word, WPS and LibreOffice and can be edited there, which drawings of the one cannot in
the others.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from kb.drafting.document import table_cells
from kb.drafting.model import SLOT, Draft, DraftSection
from kb.export.geometry import TEXT_WIDTH
from kb.export.xml import text

ARROW = "↓"
_LEVEL = re.compile(r"(?:[一二三四]级|[ⅠⅡⅢⅣ]级)(?=(?:应急)?响应)")
_ORDER = "一二三四ⅠⅡⅢⅣ"
_STARTS = re.compile(r"启动(?:应急)?响应|宣布启动")
_BOX = "".join(f'<w:{side} w:val="single" w:sz="6" w:space="0" w:color="000000"/>' for side in ("top", "left", "bottom", "right"))  # fmt: skip
_FLUSH = "<w:keepNext/>"


def chart(draft: Draft, section: DraftSection) -> str:
    """The chart of a section that lists steps (步骤, 工作内容, 责任), empty for any other section."""
    steps = _steps(section)
    if not steps:
        return ""
    levels = levels_of(draft)
    width = max(1, len(levels))
    rows: list[str] = []
    for number, (work, who) in enumerate(steps):
        if number:
            rows.append(_row([ARROW], [width], boxed=False))
        rows.append(_row([f"{work}\n{who}" if who else work], [width]))
        if levels and _STARTS.search(work):
            rows.append(_row([ARROW] * width, [1] * width, boxed=False))
            rows.append(_row(levels, [1] * width))
    columns = _widths(width)
    grid = "".join(f'<w:gridCol w:w="{each}"/>' for each in columns)
    return (
        f'<w:tbl><w:tblPr><w:tblW w:w="{sum(columns)}" w:type="dxa"/><w:jc w:val="center"/><w:tblLayout w:type="fixed"/></w:tblPr>'
        f"<w:tblGrid>{grid}</w:tblGrid>{''.join(rows)}</w:tbl>"
    )


def levels_of(draft: Draft) -> list[str]:
    """The response levels that the draft speaks of, highest first, each with who decides where the fact sheet says so."""
    named = dict.fromkeys(found for part in draft.sections for found in _LEVEL.findall(part.text))
    roman = [name for name in named if name[0] in "ⅠⅡⅢⅣ"]
    han = [name for name in named if name[0] in "一二三四"]
    chosen = sorted(han if len(han) >= len(roman) else roman, key=lambda name: _ORDER.index(name[0]))
    if len(chosen) < 2:
        return []
    known = draft.facts.thresholds
    shown = []
    for name in chosen:
        number = _ORDER.index(name[0]) % 4 + 1
        decider = known.get(f"starter_{number}") or known.get(f"leader_{number}") or ""
        shown.append(f"{name}响应\n{decider}决定" if decider else f"{name}响应")
    return shown


def _steps(section: DraftSection) -> list[tuple[str, str]]:
    rows = [cells for line in section.text.split("\n") if (cells := table_cells(line))]
    if not rows or not rows[0][0].startswith("步骤") or len(rows[0]) < 2:
        return []
    return [
        (_plain(row[1]), _plain(row[2]) if len(row) > 2 else "") for row in rows[1:] if len(row) > 1 and row[1].strip()
    ]


def _plain(words: str) -> str:
    return SLOT.sub("", words).strip()


def _widths(columns: int) -> list[int]:
    room = TEXT_WIDTH if columns > 2 else TEXT_WIDTH * 2 // 3
    return [room // columns] * columns


def _row(cells: Sequence[str], spans: Sequence[int], *, boxed: bool = True) -> str:
    inner = "".join(_cell(words, span, sum(spans), boxed) for words, span in zip(cells, spans, strict=True))
    return f"<w:tr><w:trPr><w:cantSplit/></w:trPr>{inner}</w:tr>"


def _cell(words: str, span: int, columns: int, boxed: bool) -> str:
    width = sum(_widths(columns)[:span])
    merged = f'<w:gridSpan w:val="{span}"/>' if span > 1 else ""
    borders = f"<w:tcBorders>{_BOX}</w:tcBorders>" if boxed else ""
    lines = "".join(text("YATable", line, _FLUSH) for line in words.split("\n"))
    return f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{merged}{borders}<w:vAlign w:val="center"/></w:tcPr>{lines}</w:tc>'
