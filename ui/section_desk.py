"""What lies on the desk for one section: lessons of past events, the wording of the plan above and of the last edition."""

from __future__ import annotations

from dataclasses import dataclass

from kb.drafting.candidates import similar
from kb.drafting.context import context_of
from kb.drafting.model import Draft, DraftSection
from kb.errors import YuanfangError
from kb.model import Hit, SearchFilters
from ui.workspace import Workspace

_FEW = 3
_NEAR = 0.5


@dataclass(frozen=True, slots=True)
class Lesson:
    """What a past event teaches: its title and date, one sentence of its report, and where that stands."""

    title: str
    time: str
    words: str
    clause_id: str
    sample: bool


def lessons(workspace: Workspace, draft: Draft, section: DraftSection, most: int = _FEW) -> tuple[Lesson, ...]:
    """Lessons and measures of past events of the draft's hazard that touch the section's subject, best first."""
    context = context_of(draft.facts, workspace.outlines)
    event = context.hazard.event if context.hazard else draft.facts.plan.hazard
    if not event:
        return ()
    try:
        result = workspace.incident_search(samples=draft.facts.unit.sample).search(f"{event} {section.title}", 6)
    except YuanfangError:
        return ()
    found: list[tuple[float, Lesson]] = []
    for each in result.found:
        incident = each.incident
        told = [(words, incident.clause_id) for words in incident.lessons]
        told += [(measure.text, measure.clause_id) for measure in incident.measures]
        for words, clause_id in told:
            score = similar(section.title, words)
            if score >= _NEAR:
                lesson = Lesson(incident.title, incident.event_time, words, clause_id or "", draft.facts.unit.sample)
                found.append((score, lesson))
    found.sort(key=lambda pair: -pair[0])
    return tuple(lesson for _, lesson in found[:most])


def wording_of(workspace: Workspace, section: DraftSection, titles: tuple[str, ...]) -> tuple[Hit, ...]:
    """What named plans of the library say where this section is: the plan above, or the last edition."""
    bare = {title.strip("《》 ") for title in titles if title}
    records = [record for record in workspace.own.library.document_records() if record.title.strip("《》 ") in bare]
    hits: list[Hit] = []
    for record in records[:2]:
        result = workspace.own.index.search(section.title, 4, SearchFilters(doc=record.doc_id))
        near = [hit for hit in result.hits if similar(section.title, "".join((*hit.path[-2:], hit.text))) >= _NEAR]
        hits += near[:2]
    return tuple(hits)


def above(workspace: Workspace, draft: Draft, section: DraftSection) -> tuple[Hit, ...]:
    """The wording of the plan above."""
    return wording_of(workspace, section, draft.facts.plan.superior)


def last_edition(workspace: Workspace, draft: Draft, section: DraftSection) -> tuple[Hit, ...]:
    """The wording of the last edition: a library plan of the same title, or the one that this replaces."""
    return wording_of(workspace, section, (draft.facts.plan.title, draft.facts.plan.replaces))
