"""Answers of the training desk as pictures: flow chart, swim lanes, time line and comparison of levels, as SVG or PNG."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from kb.errors import InputError
from ui import labels

if TYPE_CHECKING:
    from kb.training.drawing import Arrow, Box, Drawing
    from kb.training.model import Action

Json = dict[str, Any]
VIEWS = ("流程图", "泳道", "时间轴", "级别对照")
"""What can be drawn, as the command and the page name it."""
_KEYS = ("more", "more_rows", "nobody", "doer", "levels", "at_once", "minutes", "hours", "days", "untimed")


def drawing(data: Json, view: str = "流程图") -> Drawing:
    """An answer's first plan drawn. Raises InputError ``bad_view``, ``no_levels``."""
    from kb.training import drawing as draw

    words = {key: labels.word(f"drawn_{key}") for key in _KEYS}
    title = data["question"] if len(data["question"]) <= 40 else data["question"][:39] + "…"
    if view == "级别对照":
        plans = data.get("levels") or []
        if not plans:
            raise InputError("no_levels")
        return draw.level_chart(
            f"{plans[0]['doc_title']}：{view}", [action_of(step) for step in plans[0]["steps"]], words
        )
    steps = [step for step in data["steps"] if step["doc_id"] == data["steps"][0]["doc_id"]] if data["steps"] else []
    actions = [action_of(step) for step in steps]
    if view == "流程图":
        return draw.flow_chart(title, actions, words)
    if view == "泳道":
        return draw.swim_lanes(title, actions)
    if view == "时间轴":
        return draw.time_chart(title, actions, words)
    raise InputError("bad_view", value=view, known="、".join(VIEWS))


def to_png(made: Drawing) -> bytes:
    """The drawing as a PNG file in the font that the product carries. Raises InputError("picture_too_large")."""
    from kb.training.drawing import Box
    from ui.pictures import Picture

    try:
        sheet = Picture(made.width, made.height)
    except ValueError as error:
        raise InputError("picture_too_large") from error
    sheet.text(made.width / 2, 24, made.title, size=17, anchor="mm")
    for shape in made.shapes:
        if isinstance(shape, Box):
            _box(sheet, shape)
        else:
            _arrow(sheet, shape)
    return sheet.png()


def _box(sheet: Any, box: Box) -> None:
    from kb.training.drawing import LINE

    sheet.box(box.x, box.y, box.x + box.width, box.y + box.height, fill=box.fill, line="#64748b", radius=5)
    first = box.y + (box.height - LINE * (len(box.lines) - 1)) / 2
    x, anchor = (box.x + box.width / 2, "mm") if box.centred else (box.x + 6, "lm")
    for number, line in enumerate(box.lines):
        sheet.text(x, first + number * LINE, line, size=13, colour=box.colour, anchor=anchor)


def _arrow(sheet: Any, arrow: Arrow) -> None:
    colour = "#b45309" if arrow.tip else "#cbd5e1"
    sheet.line([(arrow.x1, arrow.y1), (arrow.x2, arrow.y2)], colour=colour, width=1.5 if arrow.tip else 1)
    if arrow.tip:
        angle = math.atan2(arrow.y2 - arrow.y1, arrow.x2 - arrow.x1)
        sides = [
            (arrow.x2 - 9 * math.cos(angle + turn), arrow.y2 - 9 * math.sin(angle + turn)) for turn in (0.45, -0.45)
        ]
        sheet.polygon([(arrow.x2, arrow.y2), *sides], fill=colour)


def action_of(step: Json) -> Action:
    """The act of a step, without its place in the clause."""
    from kb.training.model import Action, ActorSource, Phase

    return Action(
        step["clause_id"], 0, 0, step["action"], step["quote"], step["actor"] or "", ActorSource(step["actor_source"]), "", "", Phase(step["phase"]),
        tuple(step["levels"]), step["warning"] or "", step["condition"] or "", step["time_limit"] or "", receivers=tuple(step["receivers"]), forbidden=step["forbidden"],
    )  # fmt: skip
