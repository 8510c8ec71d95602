"""Flow chart, swim lanes, time line and comparison of levels laid out as boxes, arrows and rules, for any format to draw."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kb.export.geometry import width
from kb.training.asking import split
from kb.training.model import Action
from kb.training.views import lanes, level_table, phases_of, time_line

LINE, _PAD = 17, 8
_SHOWN = 6
"""Boxes of one phase in a flow chart; more are counted, not drawn."""
_HEAD, _SIDE, _WHITE, _INK = "#0f766e", "#e2e8f0", "#ffffff", "#1e293b"
_MOST_ROWS = 24
"""Rows of a comparison of levels; more are counted, not drawn."""


@dataclass(frozen=True, slots=True)
class Box:
    """A ruled rectangle with lines of text in its middle, or from its left edge."""

    x: int
    y: int
    width: int
    height: int
    lines: tuple[str, ...]
    fill: str = _WHITE
    colour: str = _INK
    centred: bool = True


@dataclass(frozen=True, slots=True)
class Arrow:
    """A line from one point to another; ``tip`` gives it a head."""

    x1: int
    y1: int
    x2: int
    y2: int
    tip: bool = True


@dataclass(frozen=True, slots=True)
class Drawing:
    """A picture of ``width`` × ``height`` units with a title in the top 40 units."""

    title: str
    width: int
    height: int
    shapes: tuple[Box | Arrow, ...]


def wrap(text: str, columns: float) -> tuple[str, ...]:
    """Text in lines at most ``columns`` full-width characters wide."""
    lines, line = [], ""
    for char in text:
        if width(line + char) > columns and line and char not in "、，。；：）":
            lines.append(line)
            line = ""
        line += char
    return (*lines, line) if line else tuple(lines)


def flow_chart(title: str, actions: Sequence[Action], words: dict[str, str]) -> Drawing:
    """Phases from top to bottom, each with its acts; ``words`` names ``more`` and ``nobody``."""
    shapes: list[Box | Arrow] = []
    y = 56
    before: int | None = None
    for phase, group in phases_of([action for action in actions if not action.forbidden]):
        top = y
        texts = [_label(action, words) for action in group[:_SHOWN]]
        if len(group) > _SHOWN:
            texts.append(words["more"].format(count=len(group) - _SHOWN))
        boxes, bottom = _grid(texts, top)
        shapes.append(Box(20, top, 120, max(bottom - top, 40), (phase.value,), _HEAD, _WHITE))
        shapes += boxes
        if before is not None:
            shapes.append(Arrow(80, before, 80, top))
        before = max(bottom, top + 40)
        y = before + 30
    return Drawing(title, 920, y, tuple(shapes))


def _grid(texts: Sequence[str], top: int) -> tuple[list[Box], int]:
    """Boxes in rows of three, and where the last row ends."""
    boxes, y = [], top
    for start in range(0, len(texts), 3):
        wrapped = [_cut(wrap(text, 15), 4) for text in texts[start : start + 3]]
        tallest = max(_PAD * 2 + LINE * len(lines) for lines in wrapped)
        boxes += [Box(170 + n * 240, y, 228, _PAD * 2 + LINE * len(lines), lines) for n, lines in enumerate(wrapped)]
        y += tallest + 10
    return boxes, y - 10


def swim_lanes(title: str, actions: Sequence[Action], *, most: int = 8) -> Drawing:
    """One column a doer, phases downwards, arrows from who tells to who is told."""
    chosen = [lane for lane in lanes([action for action in actions if not action.forbidden]) if lane.actor][:most]
    names = [lane.actor for lane in chosen]
    column, y = 190, 96
    edge = 110 + len(names) * column
    under: list[Arrow] = []
    shapes: list[Box | Arrow] = [
        Box(110 + n * column, 44, column - 12, 40, _cut(wrap(name, 11), 2), _HEAD, _WHITE)
        for n, name in enumerate(names)
    ]
    for phase, _ in phases_of([action for lane in chosen for action in lane.actions]):
        height = 40
        for number, lane in enumerate(chosen):
            below = y
            for action in [each for each in lane.actions if each.phase is phase][:4]:
                lines = _cut(wrap(_short(action), 11), 3)
                box = Box(110 + number * column, below, column - 12, _PAD * 2 + LINE * len(lines), lines)
                shapes.append(box)
                under += [
                    _between(number, names.index(told), column, below + box.height // 2)
                    for told in _told(action, lane.actor, names)
                ]
                below += box.height + 8
            height = max(height, below - y)
        shapes += [
            Box(12, y, 84, height - 8, (phase.value,), _SIDE),
            Arrow(12, y + height, edge, y + height, tip=False),
        ]
        y += height + 14
    return Drawing(title, max(320, edge + 10), y + 10, (*under, *shapes))


def _told(action: Action, actor: str, names: Sequence[str]) -> list[str]:
    return [
        told
        for receiver in action.receivers
        for told in names
        if told != actor and (told.endswith(receiver) or receiver.endswith(told))
    ]


def _between(source: int, target: int, column: int, at: int) -> Arrow:
    ahead = target > source
    start = 110 + source * column + (column - 12 if ahead else 0)
    return Arrow(start, at, 110 + target * column + (0 if ahead else column - 12), at)


def time_chart(title: str, actions: Sequence[Action], words: dict[str, str]) -> Drawing:
    """The acts by when they are due along a line downwards; ``words`` names ``at_once``, ``minutes``, ``hours``, ``days``, ``untimed``, ``nobody`` and ``more``."""
    shapes: list[Box | Arrow] = []
    y = 56
    before: int | None = None
    for moment in time_line(actions):
        most = 12 if moment.minute is not None else _SHOWN
        texts = [_label(action, words) for action in moment.actions[:most]]
        if len(moment.actions) > most:
            texts.append(words["more"].format(count=len(moment.actions) - most))
        boxes, bottom = _grid(texts, y)
        shapes.append(
            Box(
                20,
                y,
                120,
                40,
                (_when(moment.minute, words),),
                _HEAD if moment.minute is not None else _SIDE,
                _WHITE if moment.minute is not None else _INK,
            )
        )
        shapes += boxes
        if before is not None:
            shapes.append(Arrow(80, before, 80, y))
        before = y + 40
        y = max(bottom, y + 40) + 26
    return Drawing(title, 920, y, tuple(shapes))


def _when(minute: float | None, words: dict[str, str]) -> str:
    if minute is None:
        return words["untimed"]
    if minute == 0:
        return words["at_once"]
    unit, scale = ("minutes", 1) if minute < 60 else ("hours", 60) if minute < 1440 else ("days", 1440)
    return words[unit].format(count=f"{minute / scale:g}")


def level_chart(title: str, actions: Sequence[Action], words: dict[str, str]) -> Drawing:
    """Doers downwards, response levels 1 to 4 across; ``words`` names ``levels`` (parted by spaces), ``nobody`` and ``more``."""
    rows = level_table([action for action in actions if not action.forbidden])
    heads = words["levels"].split()
    shapes: list[Box | Arrow] = [
        Box(150 + n * 250, 44, 250, 30, (name,), _HEAD, _WHITE) for n, name in enumerate(heads)
    ]
    shapes.append(Box(12, 44, 138, 30, (words["doer"],), _HEAD, _WHITE))
    y = 74
    for row in rows[:_MOST_ROWS]:
        cells = [_cell(each, words) for each in row.by_level]
        name = _cut(wrap(row.actor or words["nobody"], 8), 4)
        height = _PAD * 2 + LINE * max(len(name), *map(len, cells))
        shapes.append(Box(12, y, 138, height, name, _SIDE))
        shapes += [Box(150 + n * 250, y, 250, height, lines, centred=False) for n, lines in enumerate(cells)]
        y += height
    if len(rows) > _MOST_ROWS:
        shapes.append(Box(12, y, 1138, 32, (words["more_rows"].format(count=len(rows) - _MOST_ROWS),), _SIDE))
        y += 32
    return Drawing(title, 1162, y + 14, tuple(shapes))


def _cell(actions: Sequence[Action], words: dict[str, str]) -> tuple[str, ...]:
    lines: list[str] = []
    for action in actions[:5]:
        lines += _cut(wrap(f"· {_short(action)}", 17), 3)
    if len(actions) > 5:
        lines.append(words["more"].format(count=len(actions) - 5))
    return tuple(lines)


def _cut(lines: tuple[str, ...], most: int) -> tuple[str, ...]:
    """At most so many lines; what is left out is shown by ``…``."""
    return lines if len(lines) <= most else (*lines[: most - 1], lines[most - 1][:-1] + "…")


def _label(action: Action, words: dict[str, str]) -> str:
    return f"{action.actor or words['nobody']}：{_short(action)}"


def _short(action: Action) -> str:
    limit = f"（{action.time_limit}）" if action.time_limit and action.time_limit not in action.text else ""
    return action.text + limit


def involved(actions: Sequence[Action]) -> tuple[str, ...]:
    """All doers in order of appearance."""
    return tuple(dict.fromkeys(name for action in actions for name in split(action.actor)))
