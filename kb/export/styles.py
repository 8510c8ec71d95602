"""The style sheet: built-in heading, title and contents styles restyled, and the YA styles of our layouts."""

from __future__ import annotations

from typing import Any

from kb.export.geometry import (
    BODY_SIZE,
    CHAR_SPACING,
    FALLBACKS,
    FONTS,
    FOOTER_SIZE,
    INDENT,
    LATIN,
    LINE,
    RECORD_LINE,
    RECORD_SIZE,
    TABLE_SIZE,
    TEXT_WIDTH,
    TITLE_SIZE,
)
from kb.export.xml import W

_EXACT = f'<w:spacing w:before="0" w:after="0" w:line="{LINE}" w:lineRule="exact"/>'
_FIRST = f'<w:ind w:firstLineChars="200" w:firstLine="{INDENT}"/>'
_FLUSH = '<w:ind w:firstLineChars="0" w:firstLine="0"/>'


def fonts(east_asian: str, latin: str = LATIN) -> str:
    """All four attributes of ``w:rFonts``; without them Word falls back to the theme's fonts."""
    name = FONTS[east_asian]
    return f'<w:rFonts w:ascii="{latin}" w:hAnsi="{latin}" w:eastAsia="{name}" w:cs="{latin}"/>'


def _style(
    style_id: str, name: str, ppr: str, rpr: str, *, based: str = "Normal", following: str = "", custom: bool = True
) -> str:
    base = f'<w:basedOn w:val="{based}"/>' if based else ""
    after = f'<w:next w:val="{following}"/>' if following else ""
    default = ' w:default="1"' if style_id == "Normal" else ""
    own = ' w:customStyle="1"' if custom else ""
    return (
        f'<w:style xmlns:w="{W}" w:type="paragraph"{default}{own} w:styleId="{style_id}"><w:name w:val="{name}"/>{base}{after}'
        f"<w:qFormat/><w:pPr>{ppr}</w:pPr><w:rPr>{rpr}</w:rPr></w:style>"
    )


def _size(half_points: int, font: str, *, bold: bool = False, spacing: int = CHAR_SPACING) -> str:
    weight = "<w:b/><w:bCs/>" if bold else '<w:b w:val="0"/><w:bCs w:val="0"/>'
    colour = '<w:color w:val="000000"/>'
    return f'{fonts(font)}{weight}<w:i w:val="0"/>{colour}<w:spacing w:val="{spacing}"/><w:sz w:val="{half_points}"/><w:szCs w:val="{half_points}"/>'


def _heading(level: int, font: str) -> str:
    ppr = f'<w:keepNext/><w:keepLines/>{_EXACT}{_FIRST}<w:jc w:val="both"/><w:outlineLvl w:val="{level - 1}"/>'
    return _style(f"Heading{level}", f"heading {level}", ppr, _size(BODY_SIZE, font), following="YABody", custom=False)


def _contents(level: int, indent: int) -> str:
    tabs = f'<w:tabs><w:tab w:val="right" w:leader="dot" w:pos="{TEXT_WIDTH}"/></w:tabs>'
    ppr = f'{tabs}{_EXACT}<w:ind w:leftChars="0" w:left="{indent}" w:firstLineChars="0" w:firstLine="0"/><w:jc w:val="left"/>'
    font = "hei" if level == 1 else "fang"
    return _style(f"TOC{level}", f"toc {level}", ppr, _size(BODY_SIZE, font), custom=False)


def style_elements() -> list[str]:
    """All paragraph styles as XML."""
    centre = f'{_EXACT}{_FLUSH}<w:jc w:val="center"/>'
    table_line = '<w:spacing w:before="20" w:after="20" w:line="340" w:lineRule="atLeast"/>'
    body = (
        '<w:widowControl w:val="0"/><w:overflowPunct w:val="1"/><w:adjustRightInd w:val="0"/><w:snapToGrid w:val="0"/>'
        + _EXACT
        + '<w:jc w:val="both"/>'
    )
    return [
        _style("Normal", "Normal", body, _size(BODY_SIZE, "fang") + '<w:lang w:val="en-US" w:eastAsia="zh-CN"/>', based="", custom=False),
        _style("Title", "Title", f'<w:keepNext/>{_wide()}{_FLUSH}<w:jc w:val="center"/>', _size(TITLE_SIZE, "song_title", spacing=0), custom=False),
        _heading(1, "hei"),
        _heading(2, "kai"),
        _heading(3, "fang"),
        _heading(4, "fang"),
        _contents(1, 0),
        _contents(2, INDENT // 2),
        _style("YABody", "YA-Body", f'{_EXACT}{_FIRST}<w:jc w:val="both"/>', _size(BODY_SIZE, "fang")),
        _style("YAFlush", "YA-Flush", f'{_EXACT}{_FLUSH}<w:jc w:val="both"/>', _size(BODY_SIZE, "fang")),
        _style("YACentre", "YA-Centre", centre, _size(BODY_SIZE, "fang")),
        _style("YAContentsTitle", "YA-ContentsTitle", centre, _size(BODY_SIZE, "hei", spacing=0)),
        _style("YAAttMark", "YA-AttMark", f'<w:keepNext/>{_EXACT}{_FLUSH}<w:jc w:val="left"/>', _size(BODY_SIZE, "hei")),
        _style("YAAttTitle", "YA-AttTitle", f'<w:keepNext/>{_wide()}{_FLUSH}<w:jc w:val="center"/><w:outlineLvl w:val="0"/>', _size(TITLE_SIZE, "song_title", spacing=0), following="YABody"),
        _style("YATable", "YA-Table", f'{table_line}{_FLUSH}<w:jc w:val="center"/>', _size(TABLE_SIZE, "fang", spacing=0)),
        _style("YATableHead", "YA-TableHead", f'<w:keepNext/>{table_line}{_FLUSH}<w:jc w:val="center"/>', _size(TABLE_SIZE, "hei", spacing=0)),
        _style("YARecord", "YA-Record", f'<w:spacing w:before="0" w:after="0" w:line="{RECORD_LINE}" w:lineRule="exact"/><w:ind w:firstLineChars="100" w:firstLine="280"/>', _size(RECORD_SIZE, "fang", spacing=0)),
        _style("YAFooter", "YA-Footer", '<w:spacing w:before="0" w:after="0" w:line="320" w:lineRule="exact"/>', _size(FOOTER_SIZE, "song", spacing=0).replace(LATIN, FONTS["song"])),
        _style("YAMark", "YA-IssuerMark", f'<w:spacing w:before="1400" w:after="0" w:line="900" w:lineRule="atLeast"/>{_FLUSH}<w:jc w:val="center"/>', _size(72, "song_title", spacing=0).replace("000000", "FF0000")),
    ]  # fmt: skip


def _wide() -> str:
    """Titles of 22 pt need more than the text's line height when they run over two lines."""
    return f'<w:spacing w:before="0" w:after="0" w:line="{LINE}" w:lineRule="atLeast"/>'


def table_style() -> str:
    """The bordered table style."""
    edges = "".join(f'<w:{edge} w:val="single" w:sz="4" w:space="0" w:color="000000"/>' for edge in ("top", "left", "bottom", "right", "insideH", "insideV"))  # fmt: skip
    return (
        f'<w:style xmlns:w="{W}" w:type="table" w:customStyle="1" w:styleId="YAGrid"><w:name w:val="YA-Grid"/><w:pPr><w:spacing w:after="0"/></w:pPr>'
        f'<w:tblPr><w:tblBorders>{edges}</w:tblBorders><w:tblCellMar><w:left w:w="60" w:type="dxa"/><w:right w:w="60" w:type="dxa"/></w:tblCellMar></w:tblPr></w:style>'
    )


def install(document: Any, *, keep: bool) -> dict[str, str]:
    """Put the styles into a python-docx document; with ``keep``, styles that a template already has stay as they are.

    Returns our style id → the id that the document uses for the style of that name.
    """
    from docx.oxml import parse_xml
    from docx.oxml.ns import qn

    root = document.styles.element
    by_name = {}
    for style in root.findall(qn("w:style")):
        name = style.find(qn("w:name"))
        if name is not None:
            by_name[name.get(qn("w:val")).lower()] = style
    used: dict[str, str] = {}
    for xml in [*style_elements(), table_style()]:
        element = parse_xml(xml)
        style_id, name = element.get(qn("w:styleId")), element.find(qn("w:name")).get(qn("w:val")).lower()
        old = by_name.get(name)
        if old is not None and keep:
            used[style_id] = old.get(qn("w:styleId"))
            continue
        if old is not None:
            root.remove(old)
        root.append(element)
    return used


def link_numbering(document: Any, number: int, used: dict[str, str]) -> None:
    """Make the heading styles carry the list, so that a heading added in Word is numbered too."""
    from docx.oxml import parse_xml
    from docx.oxml.ns import qn

    for level in range(1, 5):
        style_id = used.get(f"Heading{level}", f"Heading{level}")
        found = document.styles.element.xpath(f'w:style[@w:styleId="{style_id}"]')
        if not found:
            continue
        ppr = found[0].get_or_add_pPr()
        for old in ppr.findall(qn("w:numPr")):
            ppr.remove(old)
        element = parse_xml(
            f'<w:numPr xmlns:w="{W}"><w:ilvl w:val="{level - 1}"/><w:numId w:val="{number}"/></w:numPr>'
        )
        before = [child for child in ppr if child.tag in _before_numbering()]
        if before:
            before[-1].addnext(element)
        else:
            ppr.insert(0, element)


def _before_numbering() -> set[str]:
    from docx.oxml.ns import qn

    return {
        qn(f"w:{name}") for name in ("pStyle", "keepNext", "keepLines", "pageBreakBefore", "framePr", "widowControl")
    }


def font_table_entries() -> list[str]:
    """Fonts with their alternatives, so that an office without 仿宋_GB2312 gets 仿宋."""
    return [
        f'<w:font xmlns:w="{W}" w:name="{name}"><w:altName w:val="{other}"/><w:charset w:val="86"/></w:font>'
        for name, other in FALLBACKS.items()
    ]
