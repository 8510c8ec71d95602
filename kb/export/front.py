"""What stands before the text: notice of issue, or cover with approval pages; and the record at the end."""

from __future__ import annotations

from kb.dates import chinese_date
from kb.drafting.covers import APPROVAL, SIGN_PAGE, approval_lines, cover_foot, cover_head, signing_rows
from kb.drafting.issue import notice_paragraphs, notice_title, plan_title, signature
from kb.drafting.model import slot
from kb.export import texts, xml
from kb.export.geometry import RECORD_LINE, TEXT_WIDTH, width
from kb.export.styles import fonts
from kb.facts.sheet import FactSheet

_RECORD_CHARS, _TITLE_CHARS = 29, 20
_TINY = '<w:spacing w:line="20" w:lineRule="exact"/>'
_RED_LINE = '<w:pBdr><w:bottom w:val="single" w:sz="12" w:space="1" w:color="FF0000"/></w:pBdr>'


def notice(facts: FactSheet) -> list[str]:
    """The notice of issue (GB/T 9704-2012 7.2–7.3): head, title, addressees, text, signature, date.

    What is issued is no annex of the notice, so there is no annex line.
    """
    issue = facts.issue
    parts: list[str] = []
    if issue.secrecy:
        parts.append(xml.paragraph("YAFlush", xml.run(issue.secrecy, fonts("hei"))))
    if issue.body:
        mark = texts.DOCUMENT_MARK.format(body=issue.body)
        size = min(72, int(TEXT_WIDTH / 10 / len(mark)))
        size_xml = f'<w:sz w:val="{size}"/><w:szCs w:val="{size}"/>'
        parts += [xml.paragraph("YAMark", xml.run(mark, size_xml)), empty(), empty()]
        parts.append(xml.text("YACentre", issue.doc_number or slot("发文字号"), _RED_LINE))
        parts += [empty(), empty()]
    parts += [xml.text("Title", line) for line in _title_lines(notice_title(facts))]
    addressees, body = notice_paragraphs(facts)
    parts += [empty(), xml.text("YAFlush", addressees), xml.text("YABody", body)]
    parts += [empty(), empty(), empty(), *signed(*signature(facts))]
    return parts


def signed(body: str, date: str) -> list[str]:
    """Signing body centred over the date, the date four characters from the right (7.3.5.1)."""
    right = 4 * 315
    room = max(0, int(right + (width(date) - width(body)) * 315 / 2))
    parts = [xml.text("YAFlush", body, f'<w:ind w:right="{room}"/><w:jc w:val="right"/>')]
    return [*parts, xml.text("YAFlush", date, f'<w:ind w:right="{right}"/><w:jc w:val="right"/>')]


def cover(facts: FactSheet, stage: str = "") -> list[str]:
    """The cover of an enterprise plan (GB/T 29639-2020 附录C.1): number, version, unit, title, date; ``stage`` under the title."""
    parts = [*(xml.text("YAFlush", line) for line in cover_head(facts)), *[empty() for _ in range(4)]]
    parts += [xml.text("Title", line) for line in _title_lines(plan_title(facts))]
    parts += [xml.text("YACentre", f"（{stage}）")] if stage else []
    return [*parts, *[empty() for _ in range(9)], *(xml.text("YACentre", line) for line in cover_foot(facts))]


def approval(facts: FactSheet) -> list[str]:
    """Approval page and signing page of the departments (附录C.2, C.3)."""
    order, *signed_lines = approval_lines(facts)
    right = '<w:ind w:right="630"/><w:jc w:val="right"/>'
    return [
        xml.text("YAContentsTitle", APPROVAL, xml.page_break()),
        empty(),
        xml.text("YABody", order),
        empty(),
        empty(),
        *(xml.text("YAFlush", line, right) for line in signed_lines),
        xml.text("YAContentsTitle", SIGN_PAGE, xml.page_break()),
        empty(),
        xml.table(signing_rows(facts)),
    ]


def record(facts: FactSheet) -> list[str]:
    """The record at the foot of the last page (7.4): copies, printing body and date; nothing when no issuer is known."""
    issue = facts.issue
    if not issue.body:
        return []
    date = texts.RECORD_PRINTED.format(date=chinese_date(issue.date) or slot("印发日期"))
    copies = texts.RECORD_COPY.format(to="，".join(issue.copy_to)) if issue.copy_to else ""
    lines = -(-int(width(copies)) // _RECORD_CHARS) + 1
    parts = [_record_line(xml.run(copies), 8, 0)] if copies else []
    tab = f'<w:tabs><w:tab w:val="right" w:pos="{TEXT_WIDTH - 280}"/></w:tabs>'
    content = f"{xml.run(issue.body)}<w:r><w:tab/></w:r>{xml.run(date)}"
    parts.append(_record_line(content, 6 if copies else 8, 8, tab))
    return [xml.paragraph("YAFlush", xml.box_at_foot("".join(parts), lines * RECORD_LINE + 80), _TINY)]


def _record_line(content: str, upper: int, lower: int, properties: str = "") -> str:
    """A line of the record; widths of the rules in eighths of a point (0.35 mm and 0.25 mm)."""
    edges = "".join(
        f'<w:{side} w:val="single" w:sz="{size}" w:space="1" w:color="000000"/>'
        for side, size in (("top", upper), ("bottom", lower))
        if size
    )
    return xml.paragraph("YARecord", content, f"<w:pBdr>{edges}</w:pBdr>{properties}")


def empty() -> str:
    """An empty line of the grid."""
    return xml.paragraph("YAFlush", "")


def closing() -> str:
    """Word wants a paragraph after a table at the end; this one takes no room."""
    return xml.paragraph("YAFlush", "", '<w:spacing w:line="20" w:lineRule="exact"/><w:rPr><w:sz w:val="2"/></w:rPr>')


def title(words: str, *, new_page: bool) -> list[str]:
    """The title of the plan, over two lines when it is long, then an empty line."""
    first, *more = _title_lines(words)
    return [
        xml.text("Title", first, xml.page_break() if new_page else ""),
        *[xml.text("Title", line) for line in more],
        empty(),
    ]


def _title_lines(words: str) -> list[str]:
    """A long title broken where the meaning allows (7.3.1): after 关于印发, before 《, or after the unit."""
    if len(words) <= _TITLE_CHARS:
        return [words]
    at = words.find("关于印发《")
    if at > 0:
        cut = at if len(words) - at <= _TITLE_CHARS else at + 4
        return [words[:cut], words[cut:]]
    return _broken(words)


def _broken(words: str) -> list[str]:
    half = (len(words) + 1) // 2
    for shift in range(6):
        for at in (half + shift, half - shift):
            if 0 < at < len(words) and words[at - 1] in "县市区省镇乡村队司校院府厅局" and words[at] not in "》）":
                return [words[:at], words[at:]]
    return [words[:half], words[half:]]
