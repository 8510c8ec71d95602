"""Flow chart and swim lanes as SVG, drawn without any library: boxes with wrapped words, arrows between lanes."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from kb.export.geometry import width
from kb.training.asking import split
from kb.training.model import Action
from kb.training.views import lanes, phases_of

_FONT = "'Noto Sans CJK SC','Microsoft YaHei','SimHei',sans-serif"
_LINE, _PAD = 17, 8
_SHOWN = 6
"""Boxes of one phase in a flow chart; more are counted, not drawn."""


def wrap(text: str, columns: float) -> list[str]:
    """Text in lines at most ``columns`` full-width characters wide."""
    lines, line = [], ""
    for char in text:
        if width(line + char) > columns and line:
            lines.append(line)
            line = ""
        line += char
    return [*lines, line] if line else lines


def flow_chart(title: str, actions: Sequence[Action], words: dict[str, str]) -> str:
    """Phases from top to bottom, each with its acts; ``words`` names ``more`` and ``nobody``. Returns an SVG document."""
    parts: list[str] = []
    y = 56
    before: int | None = None
    for phase, group in phases_of([action for action in actions if not action.forbidden]):
        top = y
        shown = group[:_SHOWN]
        texts = [_label(action, words) for action in shown]
        if len(group) > _SHOWN:
            texts.append(words["more"].format(count=len(group) - _SHOWN))
        x = 170
        height = 0
        rows: list[tuple[int, int, list[str], int]] = []
        for text in texts:
            lines = wrap(text, 15)[:4]
            box = _PAD * 2 + _LINE * len(lines)
            if x + 230 > 900:
                x, y = 170, y + height + 10
                height = 0
            rows.append((x, y, lines, box))
            height = max(height, box)
            x += 240
        bottom = y + height
        parts.append(_box(20, top, 120, max(bottom - top, 40), [phase.value], fill="#0f766e", colour="#ffffff"))
        parts += [_box(bx, by, 228, bh, lines) for bx, by, lines, bh in rows]
        if before is not None:
            parts.append(_arrow(80, before, 80, top))
        before = bottom if bottom - top >= 40 else top + 40
        y = max(bottom, top + 40) + 30
    return _document(920, y, title, parts)


def swim_lanes(title: str, actions: Sequence[Action], *, most: int = 8) -> str:
    """One column a doer, phases downwards, arrows from who tells to who is told. Returns an SVG document."""
    chosen = [lane for lane in lanes([action for action in actions if not action.forbidden]) if lane.actor][:most]
    names = [lane.actor for lane in chosen]
    column = 190
    parts, y = [], 96
    for number, name in enumerate(names):
        parts.append(
            _box(110 + number * column, 44, column - 12, 40, wrap(name, 11)[:2], fill="#0f766e", colour="#ffffff")
        )
    for phase, _ in phases_of([action for lane in chosen for action in lane.actions]):
        top, height = y, 40
        arrows: list[tuple[int, int, int]] = []
        for number, lane in enumerate(chosen):
            below = y
            for action in [each for each in lane.actions if each.phase is phase][:4]:
                lines = wrap(_short(action), 11)[:3]
                box = _PAD * 2 + _LINE * len(lines)
                parts.append(_box(110 + number * column, below, column - 12, box, lines))
                arrows += [
                    (number, names.index(told), below + box // 2)
                    for receiver in action.receivers
                    for told in names
                    if told != lane.actor and (receiver in told or told in receiver)
                ]
                below += box + 8
            height = max(height, below - y)
        parts.append(_box(12, top, 84, height - 8, [phase.value], fill="#e2e8f0"))
        for source, target, at in arrows:
            ahead = target > source
            parts.append(
                _arrow(
                    110 + source * column + (column - 12 if ahead else 0),
                    at,
                    110 + target * column + (0 if ahead else column - 12),
                    at,
                )
            )
        parts.append(
            f'<line x1="12" y1="{y + height}" x2="{110 + len(names) * column}" y2="{y + height}" stroke="#cbd5e1"/>'
        )
        y += height + 14
    return _document(max(320, 120 + len(names) * column), y + 10, title, parts)


def _label(action: Action, words: dict[str, str]) -> str:
    who = action.actor or words["nobody"]
    limit = f"（{action.time_limit}）" if action.time_limit and action.time_limit not in action.text else ""
    return f"{who}：{action.text}{limit}"


def _short(action: Action) -> str:
    limit = f"（{action.time_limit}）" if action.time_limit and action.time_limit not in action.text else ""
    return action.text + limit


def _box(
    x: int, y: int, w: int, h: int, lines: Sequence[str], *, fill: str = "#ffffff", colour: str = "#1e293b"
) -> str:
    first = y + (h - _LINE * len(lines)) // 2 + 13
    words = "".join(
        f'<text x="{x + w // 2}" y="{first + number * _LINE}" fill="{colour}" text-anchor="middle">{escape(line)}</text>'
        for number, line in enumerate(lines)
    )
    return f'<rect x="{x}" y="{y}" width="{w}" height="{h}" rx="5" fill="{fill}" stroke="#64748b"/>{words}'


def _arrow(x1: int, y1: int, x2: int, y2: int) -> str:
    return f'<line x1="{x1}" y1="{y1}" x2="{x2}" y2="{y2}" stroke="#b45309" stroke-width="1.5" marker-end="url(#tip)"/>'


def _document(w: int, h: int, title: str, parts: Sequence[str]) -> str:
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {w} {h}" width="{w}" height="{h}" font-family="{_FONT}" font-size="13">'
        '<defs><marker id="tip" markerWidth="9" markerHeight="8" refX="8" refY="4" orient="auto"><path d="M0,0 L9,4 L0,8 z" fill="#b45309"/></marker></defs>'
        f'<rect width="{w}" height="{h}" fill="#ffffff"/><text x="{w // 2}" y="28" text-anchor="middle" font-size="17" font-weight="bold" fill="#0f172a">{escape(title)}</text>'
        + "".join(parts) + "</svg>"
    )  # fmt: skip


def involved(actions: Sequence[Action]) -> tuple[str, ...]:
    """All doers in order of appearance."""
    return tuple(dict.fromkeys(name for action in actions for name in split(action.actor)))
