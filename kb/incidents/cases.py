"""Incidents: past events and how they were handled, out of reports, every field in the report's own words.

Three shapes are read: a report about one event, a collection whose headings name events, and events told within other reports.
Drills, cases without time and place, and mere mentions give no incident.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kb.incidents.fields import (
    agencies_in,
    casualties_in,
    event_time_in,
    lessons_in,
    measures_in,
    outcome_in,
    place_in,
)
from kb.incidents.signs import begins_event, heading_names_event, is_drill, title_names_event
from kb.model import Clause, Hazard, Incident, Measure
from kb.structure import Item, Outline, Role
from kb.taxonomy import hazard_in_text, hazard_in_title

_MAX_STORY = 8


@dataclass(frozen=True, slots=True)
class _Story:
    """The items that tell one event, under its title; ``first_line`` is that of the title."""

    title: str
    items: tuple[Item, ...]
    heads: tuple[str, ...]
    first_line: int | None


def find_incidents(outline: Outline, clauses: Sequence[Clause]) -> tuple[Incident, ...]:
    """The incidents of a report in reading order; ``clauses`` are the document's, for citing measures."""
    if is_drill(outline.title):
        return ()
    finder = _ClauseFinder(clauses)
    found = (_incident(story, finder) for story in _stories(outline))
    return tuple(incident for incident in found if incident is not None)


def _stories(outline: Outline) -> list[_Story]:
    if title_names_event(outline.title) or _is_form(outline):
        return [_whole(outline)]
    collected = [*_collected(outline)]
    inside = {id(item) for story in collected for item in story.items}
    told = [story for story in _told(outline) if id(story.items[0]) not in inside]
    return sorted([*collected, *told], key=lambda story: story.first_line or 0) if collected else told


_FORM = re.compile(
    r"^\s*(?:事[件故发]?|灾害|发生|接报)?(?:时间|地点|名称|经过|简述|概况|情况|伤亡(?:情况)?|处置(?:情况|措施)?|损失(?:情况)?)[：:]"
)


def _is_form(outline: Outline) -> bool:
    """Whether a text is a form about one event: a field each for when and where, and further fields."""
    fields = [match[0] for item in outline.items if (match := _FORM.match(item.text))]
    if len(fields) > 12:
        return False
    return len(fields) >= 3 and all(sum(word in field for field in fields) == 1 for word in ("时间", "地点"))


_FRAME = re.compile(
    r"^.{0,40}[：:]$|^(?:专此|特此|此致)|^\S{2,30}(?:政府|委员会|指挥部|公司|办公室|局|厅)$|^(?:19|20)\d\d年\d{1,2}月\d{1,2}日$|^报送单位|^(?:联系人|抄送)"
)


def _whole(outline: Outline) -> _Story:
    """A report that is about one event; salutation and signature are left out."""
    chosen = [
        index
        for index in range(len(outline.items))
        if _is_prose(outline, index) and not _FRAME.match(outline.items[index].text.strip())
    ]
    first = next((item.line for item in outline.items if item.line), None)
    return _Story(
        outline.title,
        tuple(outline.items[index] for index in chosen),
        tuple(_heads(outline, outline.owners[index], -1) for index in chosen),
        first,
    )


def _heads(outline: Outline, owner: int, top: int) -> str:
    """The headings above a text, up to and without the section ``top``."""
    texts: list[str] = []
    level = 99
    for index in range(owner, top, -1):
        section = outline.sections[index]
        if section.level < level:
            texts.append(section.text)
            level = section.level
    return "/".join(texts)


def _collected(outline: Outline) -> Iterator[_Story]:
    """Sections whose headings name events."""
    for index, section in enumerate(outline.sections):
        if not heading_names_event(section.text):
            continue
        chosen = [i for i in _inside(outline, index) if _is_prose(outline, i)]
        if sum(len(outline.items[i].text) for i in chosen) >= 40:
            heads = tuple(_heads(outline, outline.owners[i], index) for i in chosen)
            yield _Story(section.text, tuple(outline.items[i] for i in chosen), heads, section.line)


def _inside(outline: Outline, index: int) -> list[int]:
    """Indexes of the items of a section and of those below it."""
    level = outline.sections[index].level
    last = index
    while last + 1 < len(outline.sections) and outline.sections[last + 1].level > level:
        last += 1
    return [i for i, owner in enumerate(outline.owners) if index <= owner <= last]


def _is_prose(outline: Outline, index: int) -> bool:
    return outline.items[index].rows is None and outline.marks[index].role not in (
        Role.CONTENTS,
        Role.TITLE,
        Role.HEADING,
    )


def _told(outline: Outline) -> Iterator[_Story]:
    """Events told in passing: from the sentence that says when and where to the next event, heading or change of subject."""
    story: list[Item] = []
    owner = -2
    for index, item in enumerate(outline.items):
        prose = _is_prose(outline, index)
        begins = prose and begins_event(item.text)
        ends = (
            not prose or begins or outline.owners[index] != owner or len(story) >= _MAX_STORY or item.number is not None
        )
        if story and ends:
            yield _Story("", tuple(story), ("",) * len(story), story[0].line)
            story = []
        if begins:
            story, owner = [item], outline.owners[index]
        elif story and prose:
            story.append(item)
    if story:
        yield _Story("", tuple(story), ("",) * len(story), story[0].line)


class _ClauseFinder:
    """Finds the clause that holds a sentence."""

    def __init__(self, clauses: Sequence[Clause]) -> None:
        self._clauses = clauses

    def of(self, sentence: str) -> str:
        """The id of the first clause with the sentence, empty when it was split."""
        probe = sentence.strip()
        return next((clause.id for clause in self._clauses if probe in clause.text), "")


def _incident(story: _Story, finder: _ClauseFinder) -> Incident | None:
    text = "\n".join(item.text for item in story.items)
    event_time = event_time_in(text, story.title)
    place = place_in(text, story.title)
    measures = tuple(
        Measure(sentence, clause_id)
        for sentence in measures_in(story.items, story.heads)
        if (clause_id := finder.of(sentence))
    )
    casualties, outcome = casualties_in(text), outcome_in(story.items, story.heads)
    lessons = lessons_in(story.items, story.heads)
    if (
        not event_time
        or not (place or story.title)
        or not (measures or casualties or outcome or (story.title and lessons))
    ):
        return None
    lines = [line for item in story.items for line in (item.line, item.last_line) if line]
    if story.first_line and lines:
        lines.append(story.first_line)
    return Incident(
        story.title or _short_title(text),
        event_time,
        place,
        _hazard(story, text),
        casualties,
        agencies_in(text),
        measures,
        outcome,
        lessons,
        finder.of(story.items[0].text[:40]) or (measures[0].clause_id if measures else ""),
        (min(lines), max(lines)) if lines else None,
    )


def _hazard(story: _Story, text: str) -> Hazard | None:
    return hazard_in_title(story.title) or hazard_in_text([text], share=0.3, least=2.5)


def _short_title(text: str) -> str:
    """A name for an event that has none: its first clause, as the report words it."""
    first = re.sub(
        r"^(?:[\d一二三四五六七八九十]+[、.．]|[（(][^）)]{1,3}[）)]|如|例如|比如)\s*",
        "",
        text.split("。")[0].split("；")[0].replace("\n", ""),
    )
    return first if len(first) <= 40 else f"{first[:38]}…"
