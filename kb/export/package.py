"""Putting the document together: styles, settings, footers, numbering and comments around the body XML."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

from kb.errors import InputError
from kb.export import texts
from kb.export.geometry import BOTTOM, FOOTER, LEFT, LINE, PAGE_HEIGHT, PAGE_WIDTH, RIGHT, TOP, WIDE_FOOTER
from kb.export.styles import font_table_entries, install, link_numbering
from kb.export.xml import W, escape, field

_R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def open_base(template: Path | None) -> Any:
    """A python-docx document without content: the user's template or an empty one."""
    import docx

    try:
        document = docx.Document(str(template)) if template else docx.Document()
    except Exception as error:
        raise InputError("bad_template", path=template or "") from error
    return document


def fill(
    document: Any,
    parts: list[str],
    cover: list[str],
    comments: list[str],
    *,
    keep: bool,
    update: bool,
    number: int | None,
    head: str = "",
) -> None:
    """Replace the body by ``cover`` (a section of its own, without page numbers) and ``parts``; ``head`` heads every page."""
    from docx.oxml import parse_xml
    from docx.oxml.ns import qn

    used = install(document, keep=keep)
    if number is not None:
        link_numbering(document, number, used)
    body = document.element.body
    kept = body.find(qn("w:sectPr"))
    for child in list(body):
        body.remove(child)
    footers = "" if keep and _has_footer(kept) else _footers(document)
    footers = f"{_headers(document, head)}{footers}" if head and footers else footers
    last = kept if keep and kept is not None else parse_xml(_section(footers, restart=bool(cover)))
    inside = "".join(parts)
    if _TURNED in inside:
        inside, last = _sections(inside, last, footers, keep=keep, restart=bool(cover))
        footers = ""
    if cover:
        inside = f"{''.join(cover)}<w:p><w:pPr>{_section('', next_page=True, wrapped=True)}</w:pPr></w:p>{inside}"
    for ours, theirs in used.items():
        if ours != theirs:
            inside = inside.replace(f'<w:pStyle w:val="{ours}"/>', f'<w:pStyle w:val="{theirs}"/>')
    if keep and footers:
        _put_footers(last, footers)
    body.append(last)
    _put_in_front(document, inside)
    _settings(document, update=update)
    _font_table(document)
    for words in comments:
        document.comments.add_comment(text=words, author=texts.COMMENT_AUTHOR, initials=texts.COMMENT_INITIALS)


def _put_in_front(document: Any, inside: str) -> None:
    """Put the text before the last section end, as text: moving parsed elements over takes lxml quadratic time."""
    from docx.oxml import parse_xml
    from lxml import etree

    root = document.element
    mark = root.makeelement(f"{{{W}}}p")
    root.body.insert(0, mark)
    whole = etree.tostring(root, encoding="unicode")
    empty = next(form for form in ("<w:p/>", "<w:p></w:p>") if form in whole)
    before, after = whole.split(empty, 1)
    document.part._element = parse_xml(f"{_declared(before)}{inside}{after}".encode())


def _declared(before: str) -> str:
    """The beginning of the document with the prefix of relationships declared."""
    return before if "xmlns:r=" in before else before.replace("<w:document ", f'<w:document xmlns:r="{_R}" ', 1)


_TURNED = 'w:orient="landscape"'


def _sections(inside: str, last: Any, footers: str, *, keep: bool, restart: bool) -> tuple[str, Any]:
    """The text with its inner section ends, the first of which carries the footers that the others inherit; and the last end."""
    from docx.oxml import parse_xml
    from lxml import etree

    plain = _section("", next_page=True, wrapped=True)
    if not keep:
        first = _section(footers, next_page=True, restart=restart, wrapped=True)
        return inside.replace(plain, first, 1), parse_xml(_section("", next_page=True))
    if footers:
        _put_footers(last, footers)
    upright = etree.tostring(last, encoding="unicode")
    return inside.replace(plain, upright), last


def add_numbering(document: Any, family: str) -> int | None:
    """A multi-level list linked to the heading styles; returns its ``numId``, None when the file has no numbering part."""
    from docx.oxml import parse_xml
    from docx.oxml.ns import qn

    try:
        root = document.part.numbering_part.element
    except (NotImplementedError, KeyError):
        return None
    abstract = [int(e.get(qn("w:abstractNumId"))) for e in root.findall(qn("w:abstractNum"))]
    numbers = [int(e.get(qn("w:numId"))) for e in root.findall(qn("w:num"))]
    abstract_id, number = max(abstract, default=-1) + 1, max(numbers, default=0) + 1
    levels = "".join(_level(at, family) for at in range(4))
    element = parse_xml(
        f'<w:abstractNum xmlns:w="{W}" w:abstractNumId="{abstract_id}"><w:multiLevelType w:val="multilevel"/>{levels}</w:abstractNum>'
    )
    first = root.find(qn("w:num"))
    if first is not None:
        first.addprevious(element)
    else:
        root.append(element)
    root.append(parse_xml(f'<w:num xmlns:w="{W}" w:numId="{number}"><w:abstractNumId w:val="{abstract_id}"/></w:num>'))
    return number


def to_bytes(document: Any, title: str, author: str) -> bytes:
    """The finished package."""
    document.core_properties.title = title
    document.core_properties.author = author
    document.core_properties.comments = ""
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def _level(at: int, family: str) -> str:
    if family == "chinese":
        kind, pattern = (
            ("chineseCountingThousand", "%1、"),
            ("chineseCountingThousand", "（%2）"),
            ("decimal", "%3."),
            ("decimal", "（%4）"),
        )[at]
        suffix = "nothing"
    else:
        kind, pattern, suffix = "decimal", ".".join(f"%{n}" for n in range(1, at + 2)), "space"
    return (
        f'<w:lvl w:ilvl="{at}"><w:start w:val="1"/><w:numFmt w:val="{kind}"/><w:pStyle w:val="Heading{at + 1}"/><w:suff w:val="{suffix}"/>'
        f'<w:lvlText w:val="{pattern}"/><w:lvlJc w:val="left"/><w:pPr><w:ind w:left="0" w:firstLineChars="200" w:firstLine="630"/></w:pPr></w:lvl>'
    )


def _section(
    footers: str, *, next_page: bool = False, restart: bool = False, wrapped: bool = False, wide: bool = False
) -> str:
    space = "" if wrapped else f' xmlns:w="{W}" xmlns:r="{_R}"'
    kind = '<w:type w:val="nextPage"/>' if next_page or restart else ""
    start = '<w:pgNumType w:start="1"/>' if restart else ""
    size = f'<w:pgSz w:w="{PAGE_WIDTH}" w:h="{PAGE_HEIGHT}"/>'
    sides = (TOP, RIGHT, BOTTOM, LEFT, FOOTER)
    if wide:
        size = f'<w:pgSz w:w="{PAGE_HEIGHT}" w:h="{PAGE_WIDTH}" w:orient="landscape"/>'
        sides = (LEFT, TOP, RIGHT, BOTTOM, WIDE_FOOTER)
    top, right, bottom, left, foot = sides
    return (
        f"<w:sectPr{space}>{footers}{kind}{size}"
        f'<w:pgMar w:top="{top}" w:right="{right}" w:bottom="{bottom}" w:left="{left}" w:header="851" w:footer="{foot}" w:gutter="0"/>'
        f'{start}<w:cols w:space="425"/><w:docGrid w:type="lines" w:linePitch="{LINE}"/></w:sectPr>'
    )


def turned(*, wide: bool) -> str:
    """An end of a section: what stands since the last one is ``wide`` (landscape) or upright; page numbers go on."""
    properties = f'<w:spacing w:line="20" w:lineRule="exact"/>{_section("", next_page=True, wrapped=True, wide=wide)}'
    return f'<w:p><w:pPr><w:pStyle w:val="YAFlush"/>{properties}</w:pPr></w:p>'


def _footers(document: Any) -> str:
    """Page numbers — 1 —: odd pages right, even pages left, one character from the edge (7.5)."""
    from docx.opc.constants import RELATIONSHIP_TYPE
    from docx.opc.packuri import PackURI
    from docx.oxml import parse_xml
    from docx.parts.hdrftr import FooterPart

    references = ""
    for kind, side in (("default", "right"), ("even", "left")):
        name = document.part.package.next_partname("/word/footer%d.xml")
        content = f"{_dash('— ')}{field('PAGE', '1')}{_dash(' —')}"
        inner = f'<w:p><w:pPr><w:pStyle w:val="YAFooter"/><w:ind w:{side}="280"/><w:jc w:val="{side}"/></w:pPr>{content}</w:p>'
        element = parse_xml(f'<w:ftr xmlns:w="{W}" xmlns:r="{_R}">{inner}</w:ftr>')
        content_type = "application/vnd.openxmlformats-officedocument.wordprocessingml.footer+xml"
        part = FooterPart(PackURI(name), content_type, element, document.part.package)
        relation = document.part.relate_to(part, RELATIONSHIP_TYPE.FOOTER)
        references += f'<w:footerReference w:type="{kind}" r:id="{relation}"/>'
    return references


def _headers(document: Any, words: str) -> str:
    """The same head on odd and even pages."""
    from docx.opc.constants import RELATIONSHIP_TYPE
    from docx.opc.packuri import PackURI
    from docx.oxml import parse_xml
    from docx.parts.hdrftr import HeaderPart

    references = ""
    for kind in ("default", "even"):
        name = document.part.package.next_partname("/word/header%d.xml")
        inner = f'<w:p><w:pPr><w:pStyle w:val="YAFooter"/><w:jc w:val="right"/></w:pPr>{_dash(words)}</w:p>'
        element = parse_xml(f'<w:hdr xmlns:w="{W}" xmlns:r="{_R}">{inner}</w:hdr>')
        content_type = "application/vnd.openxmlformats-officedocument.wordprocessingml.header+xml"
        part = HeaderPart(PackURI(name), content_type, element, document.part.package)
        relation = document.part.relate_to(part, RELATIONSHIP_TYPE.HEADER)
        references += f'<w:headerReference w:type="{kind}" r:id="{relation}"/>'
    return references


def _dash(words: str) -> str:
    return f'<w:r><w:t xml:space="preserve">{escape(words)}</w:t></w:r>'


def _has_footer(section: Any) -> bool:
    from docx.oxml.ns import qn

    return section is not None and section.find(qn("w:footerReference")) is not None


def _put_footers(section: Any, footers: str) -> None:
    from docx.oxml import parse_xml

    for at, reference in enumerate(list(parse_xml(f'<w:x xmlns:w="{W}" xmlns:r="{_R}">{footers}</w:x>'))):
        section.insert(at, reference)


def _settings(document: Any, *, update: bool) -> None:
    from docx.oxml import parse_xml
    from docx.oxml.ns import qn

    root = document.settings.element
    document.settings.odd_and_even_pages_header_footer = True
    wanted = {"w:characterSpacingControl": "doNotCompress"}
    if update:
        wanted["w:updateFields"] = "true"
    for name, value in wanted.items():
        old = root.find(qn(name))
        if old is not None:
            old.set(qn("w:val"), value)
            continue
        element = parse_xml(f'<{name} xmlns:w="{W}" w:val="{value}"/>')
        after = next((root.find(qn(n)) for n in _AFTER[name] if root.find(qn(n)) is not None), None)
        if after is not None:
            after.addprevious(element)
        else:
            root.append(element)


_AFTER = {
    "w:characterSpacingControl": (
        "w:hdrShapeDefaults",
        "w:footnotePr",
        "w:endnotePr",
        "w:compat",
        "w:docVars",
        "w:rsids",
        "m:mathPr",
        "w:themeFontLang",
    ),
    "w:updateFields": (
        "w:hdrShapeDefaults",
        "w:footnotePr",
        "w:endnotePr",
        "w:compat",
        "w:docVars",
        "w:rsids",
        "m:mathPr",
        "w:themeFontLang",
    ),
}
"""Elements that follow in the schema's order of ``w:settings``."""


def _font_table(document: Any) -> None:
    from lxml import etree

    for relation in document.part.rels.values():
        if not relation.reltype.endswith("/fontTable"):
            continue
        part = relation.target_part
        root = etree.fromstring(part.blob)
        present = {e.get(f"{{{W}}}name") for e in root}
        for entry in font_table_entries():
            element = etree.fromstring(entry)
            if element.get(f"{{{W}}}name") not in present:
                root.append(element)
        part._blob = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
