"""Drawings in Word: boxes with text and lines with arrows as one DrawingML group in a line of its own. Units: hundredths of a mm."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kb.export.styles import fonts
from kb.export.xml import escape

_WP = "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
_A = "http://schemas.openxmlformats.org/drawingml/2006/main"
_WPS = "http://schemas.microsoft.com/office/word/2010/wordprocessingShape"
_WPG = "http://schemas.microsoft.com/office/word/2010/wordprocessingGroup"
_MC = "http://schemas.openxmlformats.org/markup-compatibility/2006"
_EMU = 360
_EDGE = '<a:ln w="9525"><a:solidFill><a:srgbClr val="000000"/></a:solidFill>{end}</a:ln>'
_ARROW = '<a:tailEnd type="triangle" w="med" len="med"/>'
_LINE_TWIPS = 300


@dataclass(frozen=True, slots=True)
class Box:
    """A box with centred text, one paragraph a line; ``rounded`` for beginning and end."""

    x: int
    y: int
    width: int
    height: int
    words: str
    rounded: bool = False
    strong: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """An upright or level line from one point to another, with an arrow head at its end when ``arrow``."""

    x: int
    y: int
    to_x: int
    to_y: int
    arrow: bool = True


def drawing(shapes: Sequence[Box | Line], width: int, height: int, number: int, title: str, description: str) -> str:
    """A centred paragraph with the shapes as one group; ``description`` is for those who do not see it, and for Word before 2010."""
    cx, cy = width * _EMU, height * _EMU
    inner = "".join(
        _box(shape, number * 1000 + at) if isinstance(shape, Box) else _line(shape, number * 1000 + at)
        for at, shape in enumerate(shapes, start=1)
    )
    frame = f'<a:xfrm><a:off x="0" y="0"/><a:ext cx="{cx}" cy="{cy}"/><a:chOff x="0" y="0"/><a:chExt cx="{cx}" cy="{cy}"/></a:xfrm>'
    group = f"<wpg:wgp><wpg:cNvGrpSpPr/><wpg:grpSpPr>{frame}</wpg:grpSpPr>{inner}</wpg:wgp>"
    return (
        '<w:p><w:pPr><w:pStyle w:val="YACentre"/><w:spacing w:before="120" w:after="160" w:line="240" w:lineRule="auto"/></w:pPr><w:r>'
        f'<mc:AlternateContent xmlns:mc="{_MC}" xmlns:wpg="{_WPG}"><mc:Choice Requires="wpg"><w:drawing>'
        f'<wp:inline xmlns:wp="{_WP}" xmlns:a="{_A}" xmlns:wps="{_WPS}" distT="0" distB="0" distL="0" distR="0">'
        f'<wp:extent cx="{cx}" cy="{cy}"/><wp:effectExtent l="0" t="0" r="0" b="0"/>'
        f'<wp:docPr id="{number * 1000}" name="{escape(title)}" descr="{escape(description)}"/><wp:cNvGraphicFramePr/>'
        f'<a:graphic><a:graphicData uri="{_WPG}">{group}</a:graphicData></a:graphic></wp:inline></w:drawing></mc:Choice>'
        f"<mc:Fallback><w:t>{escape(description)}</w:t></mc:Fallback></mc:AlternateContent></w:r></w:p>"
    )


def _box(box: Box, number: int) -> str:
    shape = "roundRect" if box.rounded else "rect"
    font = fonts("hei" if box.strong else "fang")
    run = f'{font}<w:spacing w:val="0"/><w:sz w:val="21"/><w:szCs w:val="21"/>'
    lines = "".join(
        f'<w:p><w:pPr><w:pStyle w:val="YATable"/><w:spacing w:before="0" w:after="0" w:line="{_LINE_TWIPS}" w:lineRule="exact"/></w:pPr>'
        f'<w:r><w:rPr>{run}</w:rPr><w:t xml:space="preserve">{escape(line)}</w:t></w:r></w:p>'
        for line in box.words.split("\n")
    )
    return (
        f'<wps:wsp><wps:cNvPr id="{number}" name="box {number}"/><wps:cNvSpPr/>'
        f"<wps:spPr>{_place(box.x, box.y, box.width, box.height)}"
        f'<a:prstGeom prst="{shape}"><a:avLst/></a:prstGeom><a:solidFill><a:srgbClr val="FFFFFF"/></a:solidFill>{_EDGE.format(end="")}</wps:spPr>'
        f"<wps:txbx><w:txbxContent>{lines}</w:txbxContent></wps:txbx>"
        '<wps:bodyPr rot="0" vert="horz" wrap="square" lIns="18000" tIns="0" rIns="18000" bIns="0" anchor="ctr" anchorCtr="0"/></wps:wsp>'
    )


def _line(line: Line, number: int) -> str:
    x, y = min(line.x, line.to_x), min(line.y, line.to_y)
    place = _place(x, y, abs(line.to_x - line.x), abs(line.to_y - line.y))
    edge = _EDGE.format(end=_ARROW if line.arrow else "")
    return (
        f'<wps:wsp><wps:cNvPr id="{number}" name="line {number}"/><wps:cNvCnPr/>'
        f'<wps:spPr>{place}<a:prstGeom prst="line"><a:avLst/></a:prstGeom>{edge}</wps:spPr><wps:bodyPr/></wps:wsp>'
    )


def _place(x: int, y: int, width: int, height: int) -> str:
    return f'<a:xfrm><a:off x="{x * _EMU}" y="{y * _EMU}"/><a:ext cx="{width * _EMU}" cy="{height * _EMU}"/></a:xfrm>'
