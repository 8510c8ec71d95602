"""The text of the plan: contents, headings with bookmarks, paragraphs, tables, annexes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from kb.drafting.document import table_cells
from kb.drafting.model import Draft, DraftSection
from kb.export import texts, xml
from kb.export.chart import chart, chart_lines
from kb.export.front import closing, empty
from kb.export.geometry import LINE_MM, LINES, TEXT_WIDTH, WIDE_LINES, WIDE_TEXT, width
from kb.export.marks import Marker
from kb.export.package import turned
from kb.export.pages import PageCounter

_HEADING_LEVELS = 4
_CONTENTS_LEVELS = 2
_WIDE_COLUMNS = 7
"""An annex whose table has so many columns lies on landscape pages (GB/T 9704-2012 8)."""


@dataclass
class Entry:
    """A line of the contents."""

    level: int
    words: str
    name: str
    page: int


@dataclass
class Body:
    """Builds the XML of the sections and remembers the contents entries."""

    draft: Draft
    marker: Marker
    word_numbering: bool
    first_page: int
    wide: bool = False
    entries: list[Entry] = field(default_factory=list)
    parts: list[str] = field(default_factory=list)

    def build(self, sections: Sequence[DraftSection], pages: Mapping[str, int], *, new_page: bool = True) -> None:
        """Add all sections; ``pages`` holds known page numbers by section id."""
        counter = PageCounter()
        counter.page = self.first_page
        if not new_page:
            counter.add(2)
        for number, section in enumerate(sections):
            annex_head = section.annex and section.level == 1
            new_page = new_page or annex_head
            if annex_head:
                self._turn(_is_wide(sections, number), counter)
            page = pages.get(section.id, counter.add(1, keep=1))
            self._heading(section, number, page, new_page)
            if annex_head:
                counter.add(3)
            self._text(section, counter, chart(self.draft, section, number + 1))
            new_page = False
        self._turn(False, counter)
        if self.parts and self.parts[-1].endswith("</w:tbl>"):
            self.parts.append(closing())

    def _turn(self, wide: bool, counter: PageCounter) -> None:
        """A new page for an annex; a page of the other format begins a section of its own."""
        counter.new_page()
        if wide or self.wide:
            if self.parts and self.parts[-1].endswith("</w:tbl>") and not self.wide:
                self.parts.append(closing())
            self.parts.append(turned(wide=self.wide))
            self.wide = wide
            counter.turn(WIDE_LINES if wide else LINES)

    def _heading(self, section: DraftSection, number: int, page: int, new_page: bool) -> None:
        name = f"_Toc{900000000 + number}"
        title = self.marker.clean(section.title)
        break_before = xml.page_break() if new_page else ""
        shown = f"{section.number}{_gap(section.number)}{title}" if section.number else title
        self.entries.append(Entry(section.level, shown, name, page))
        if section.annex and section.level == 1:
            self.parts += [xml.text("YAAttMark", section.number, break_before), empty()]
            self.parts.append(xml.paragraph("YAAttTitle", xml.bookmark(number, name, xml.run(title))))
            self.parts.append(empty())
            return
        level = min(section.level, _HEADING_LEVELS)
        automatic = self.word_numbering and not section.annex and bool(section.number)
        numbering = ""
        if self.word_numbering:
            numbering = _list(level, "NUMID" if automatic else "0")
        words = title if automatic else shown
        self.parts.append(
            xml.paragraph(f"Heading{level}", xml.bookmark(number, name, xml.run(words)), f"{break_before}{numbering}")
        )

    def _text(self, section: DraftSection, counter: PageCounter, drawn: str) -> None:
        """The lines of a section; its chart stands before the first table, so that a table goes on below it and no page stays half empty."""
        rows: list[list[str]] = []
        offset = 0
        for line in [*section.text.split("\n"), ""]:
            cells = table_cells(line)
            if drawn and not rows and (cells or not line or _is_caption(line, section, offset)):
                self._draw(drawn, section, counter)
                drawn = ""
            if cells is not None:
                rows += [cells] if cells else []
            else:
                self._flush(rows, section, counter, more=bool(line.strip()))
                rows = []
                if line.strip():
                    indent = len(line) - len(line.lstrip())
                    self.parts.append(xml.paragraph("YABody", self.marker.runs(line.strip(), section, offset + indent)))
                    counter.paragraph(line.strip())
            offset += len(line) + 1

    def _draw(self, drawn: str, section: DraftSection, counter: PageCounter) -> None:
        lines = chart_lines(self.draft, section, LINE_MM)
        self.parts += [drawn, closing()]
        counter.add(1, keep=lines - 1)
        counter.add(max(0.0, lines - 1))

    def _flush(self, rows: list[list[str]], section: DraftSection, counter: PageCounter, *, more: bool) -> None:
        if rows:
            shown = self.marker.rows(rows, section)
            room = WIDE_TEXT if self.wide else TEXT_WIDTH
            counter.table(shown, room)
            self.parts.append(xml.table(shown, room=room))
            if more:
                self.parts.append(empty())
                counter.add(1)


def _is_caption(line: str, section: DraftSection, offset: int) -> bool:
    """Whether a line stands right above a table."""
    return section.text[offset + len(line) + 1 :].startswith("|")


def _is_wide(sections: Sequence[DraftSection], number: int) -> bool:
    """Whether an annex has a table too wide for an upright page."""
    inside = [sections[number]]
    for section in sections[number + 1 :]:
        if not section.annex or section.level == 1:
            break
        inside.append(section)
    cells = (table_cells(line) for section in inside for line in section.text.split("\n"))
    return any(len(row) >= _WIDE_COLUMNS for row in cells if row)


def _list(level: int, number: str) -> str:
    return f'<w:numPr><w:ilvl w:val="{level - 1}"/><w:numId w:val="{number}"/></w:numPr>'


def contents(entries: Sequence[Entry], *, dirty: bool) -> list[str]:
    """The contents: a TOC field filled in advance, every entry linked to its heading."""
    shown = [entry for entry in entries if entry.level <= _CONTENTS_LEVELS]
    flag = ' w:dirty="true"' if dirty else ""
    begin = (
        f'<w:r><w:fldChar w:fldCharType="begin"{flag}/></w:r><w:r><w:instrText xml:space="preserve"> TOC \\o "1-{_CONTENTS_LEVELS}" \\h \\z \\u </w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
    )
    parts = [xml.text("YAContentsTitle", texts.CONTENTS), empty()]
    for number, entry in enumerate(shown):
        page = xml.field(f"PAGEREF {entry.name} \\h", str(entry.page))
        link = f'<w:hyperlink w:anchor="{entry.name}" w:history="1">{xml.run(entry.words)}<w:r><w:tab/></w:r>{page}</w:hyperlink>'
        parts.append(xml.paragraph(f"TOC{min(entry.level, 2)}", (begin if number == 0 else "") + link))
    parts.append(xml.paragraph("YAFlush", '<w:r><w:fldChar w:fldCharType="end"/></w:r>'))
    return parts


def contents_pages(draft: Draft) -> int:
    """Pages that title and contents take."""
    lines = 4 + sum(-(-int(width(s.heading) + 3) // 28) for s in draft.sections if s.level <= _CONTENTS_LEVELS)
    return -(-lines // LINES)


def _gap(number: str) -> str:
    """国家专项预案 put one space after 1.1; 一、（一） take none (GB/T 9704 7.3.3); annex marks are followed by one space."""
    return "" if number.endswith(("、", "）")) else " "
