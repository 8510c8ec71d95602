"""A drawing as an SVG document."""

from __future__ import annotations

from html import escape

from kb.training.drawing import LINE, Arrow, Box, Drawing

_FONT = "'Noto Sans CJK SC','Microsoft YaHei','SimHei',sans-serif"


def to_svg(drawing: Drawing) -> str:
    """The document, all words escaped; it opens in any browser and in Word."""
    w, h = drawing.width, drawing.height
    body = "".join(_box(shape) if isinstance(shape, Box) else _arrow(shape) for shape in drawing.shapes)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {w} {h}" width="{w}" height="{h}" font-family="{_FONT}" font-size="13">'
        '<defs><marker id="tip" markerWidth="9" markerHeight="8" refX="8" refY="4" orient="auto"><path d="M0,0 L9,4 L0,8 z" fill="#b45309"/></marker></defs>'
        f'<rect width="{w}" height="{h}" fill="#ffffff"/><text x="{w // 2}" y="28" text-anchor="middle" font-size="17" font-weight="bold" fill="#0f172a">{escape(drawing.title)}</text>'
        f"{body}</svg>"
    )


def _box(box: Box) -> str:
    first = box.y + (box.height - LINE * len(box.lines)) // 2 + 13
    x, anchor = (box.x + box.width // 2, "middle") if box.centred else (box.x + 6, "start")
    words = "".join(
        f'<text x="{x}" y="{first + number * LINE}" fill="{box.colour}" text-anchor="{anchor}">{escape(line)}</text>'
        for number, line in enumerate(box.lines)
    )
    return f'<rect x="{box.x}" y="{box.y}" width="{box.width}" height="{box.height}" rx="5" fill="{box.fill}" stroke="#64748b"/>{words}'


def _arrow(arrow: Arrow) -> str:
    style = 'stroke="#b45309" stroke-width="1.5" marker-end="url(#tip)"' if arrow.tip else 'stroke="#cbd5e1"'
    return f'<line x1="{arrow.x1}" y1="{arrow.y1}" x2="{arrow.x2}" y2="{arrow.y2}" {style}/>'
