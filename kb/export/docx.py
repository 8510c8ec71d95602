"""``export_docx``: a draft as a Word file, written whole or not at all."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

from kb.drafting.issue import has_notice, plan_title
from kb.drafting.model import Draft
from kb.errors import InputError
from kb.export import front, package, texts, xml
from kb.export.body import Body, contents, contents_pages
from kb.export.marks import Marker
from kb.files import write_atomically
from kb.model import Notice, Severity

_FEW = 16
"""Plans with fewer sections get no contents (评审指南: 简单的预案可省略目录)."""
_CHOICES = {
    "layout": ("政府", "企业"),
    "marks": ("none", "comments"),
    "numbering": ("literal", "word"),
    "edition": ("内部", "公开"),
}
_SECRET = ("秘密", "机密", "绝密")


def export_docx(
    draft: Draft,
    out: Path,
    *,
    layout: str = "",
    marks: str = "none",
    numbering: str = "literal",
    edition: str = "内部",
    template: Path | None = None,
    stage: str = "",
    pages: Mapping[str, int] | None = None,
) -> tuple[Notice, ...]:
    """Write ``draft`` to ``out`` as .docx and say what the reader of the file should know.

    ``layout`` 政府 (notice of issue, GB/T 9704-2012) or 企业 (cover and approval page, GB/T 29639-2020 附录C), default by plan type;
    ``marks="comments"`` puts Word comments on slots and adapted clauses; ``numbering="word"`` numbers headings automatically;
    ``edition="公开"`` masks personal data; ``template`` is a .docx whose styles and page set-up are kept;
    ``stage`` (送审稿 …) is put under the title and on every page's head;
    ``pages`` maps section ids to known pages, otherwise the contents' page numbers are reckoned and updated by Word on opening.
    Raises ``InputError`` (bad_option, bad_template, not_public, not_writable).
    """
    layout = layout or str(draft.outline.get("layout", "政府"))
    _check({"layout": layout, "marks": marks, "numbering": numbering, "edition": edition})
    secrecy = draft.facts.issue.secrecy
    if edition == "公开" and (any(word in secrecy for word in _SECRET) or "内部" in secrecy or "工作秘密" in secrecy):
        raise InputError("not_public", secrecy=secrecy)
    document = package.open_base(template)
    number_id = (
        package.add_numbering(document, str(draft.outline.get("numbering", "decimal"))) if numbering == "word" else None
    )
    marker = Marker(
        comments_wanted=marks == "comments",
        public=edition == "公开",
        public_phones=frozenset(
            re.sub(r"\D", "", phone) for phone in (draft.facts.office.duty_phone, draft.facts.unit.phone)
        ),
        contacts_are_public=draft.facts.unit.level == "村社区",
    )
    with_contents = has_contents(draft)
    noticed = has_notice(draft.facts, layout)
    before = front.notice(draft.facts) if noticed else []
    first = _first_page(draft, layout, with_contents)
    body = Body(draft, marker, number_id is not None, first)
    body.build(draft.sections, pages or {}, new_page=with_contents)
    parts = [*before, *_opening(draft, layout, marker, body, with_contents, pages, stage)]
    parts += [part.replace("NUMID", str(number_id)) for part in body.parts] if number_id is not None else body.parts
    if noticed:
        parts += front.record(draft.facts)
    cover = [*front.cover(draft.facts, stage), *front.approval(draft.facts)] if layout == "企业" else []
    package.fill(
        document,
        parts,
        cover,
        marker.comments,
        keep=template is not None,
        update=with_contents and pages is None,
        number=number_id,
        head=f"{marker.clean(plan_title(draft.facts))}（{stage}）" if stage else "",
    )
    write_atomically(out, package.to_bytes(document, draft.title, draft.facts.issue.body or draft.facts.unit.name))
    return _notices(draft, marker, numbering == "word" and number_id is None)


def has_contents(draft: Draft) -> bool:
    """Whether the plan is long enough for a page of contents."""
    return len(draft.sections) >= _FEW


def _opening(
    draft: Draft, layout: str, marker: Marker, body: Body, with_contents: bool, pages: Mapping[str, int] | None,
    stage: str,
) -> list[str]:  # fmt: skip
    """Title and contents."""
    title = front.title(marker.clean(plan_title(draft.facts)), new_page=has_notice(draft.facts, layout))
    if stage:
        title.insert(-1, xml.text("YACentre", f"（{stage}）"))
    if marker.public:
        title.insert(-1, xml.text("YACentre", texts.PUBLIC_EDITION))
    return [*title, *(contents(body.entries, dirty=pages is None) if with_contents else [])]


def _first_page(draft: Draft, layout: str, with_contents: bool) -> int:
    before = int(has_notice(draft.facts, layout))
    return before + (contents_pages(draft) if with_contents else 0) + 1


def _check(options: Mapping[str, str]) -> None:
    for name, value in options.items():
        if value not in _CHOICES[name]:
            raise InputError("bad_option", option=name, value=value, known="|".join(_CHOICES[name]))


def _notices(draft: Draft, marker: Marker, no_numbering: bool) -> tuple[Notice, ...]:
    found = [Notice(Severity.INFO, "not_rendered", {})]
    slots = sum(len(section.slots) for section in draft.sections)
    if slots:
        found.append(Notice(Severity.WARNING, "slots_left", {"count": str(slots)}))
    empty = [section.heading for section in draft.sections if section.state == "empty"]
    if empty:
        found.append(Notice(Severity.WARNING, "sections_empty", {"count": str(len(empty)), "first": empty[0]}))
    if marker.public:
        found.append(Notice(Severity.INFO, "public_masked", {"count": str(marker.masked)}))
    if no_numbering:
        found.append(Notice(Severity.WARNING, "numbering_literal", {}))
    return tuple(found)
