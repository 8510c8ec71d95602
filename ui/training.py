"""The training desk: what plans prescribe, asked for and composed, without command line or page."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kb.errors import InputError, LibraryError
from kb.library.store import DocumentRecord
from kb.model import Clause, Kind, SearchFilters
from ui import labels
from ui.handlers import MAX_QUERY
from ui.workspace import Workspace

if TYPE_CHECKING:
    from kb.training.asking import Answer, Candidate, Step
    from kb.training.question import Asked

Json = dict[str, Any]
_PLANS = 3
"""At most so many plans answer side by side."""
_NEAR = 0.8
"""A plan answers beside the best one when it fits at least so well in comparison."""


def ask(
    workspace: Workspace, question: str, *, doc: str = "", hazard: str = "", response_level: str = "", actor: str = "", samples: bool = False, compare: bool = False,
) -> Json:  # fmt: skip
    """The ordered procedure that answers a question, every step with its clause; ``compare`` adds ``levels``: what each level asks.

    Raises InputError: ``empty_question``, ``bad_level``, ``unknown_hazard``; LibraryError("unknown_document").
    """
    import time
    from dataclasses import replace

    from kb.training.asking import compose, refuse
    from kb.training.phases import levels_of
    from kb.training.question import hazard_named, understand

    began = time.perf_counter()
    text = question.strip()[:MAX_QUERY]
    if not any(char.isalnum() for char in text):
        raise InputError("empty_question")
    asked = understand(text, _content_words(workspace), _others(workspace))
    if hazard.strip():
        found = hazard_named(hazard.strip())
        if found is None:
            raise InputError("unknown_hazard", value=hazard)
        asked = replace(asked, hazards=(found,), event=asked.event or (found.name,))
    if response_level.strip():
        levels = levels_of(f"{response_level.strip().removesuffix('响应').removesuffix('级')}级响应")
        if not levels:
            raise InputError("bad_level", value=response_level)
        asked = replace(asked, levels=levels)
    records = _records(workspace, samples=samples)
    candidates, refused = _candidates(workspace, asked, records, doc.strip(), samples=samples)
    answer = refuse(refused) if refused else compose(asked, candidates, actor=actor.strip())
    data = _answer(workspace, text, asked, answer, records)
    if compare and answer.answerable:
        data["levels"] = _levels(workspace, asked, candidates, actor.strip(), records)
    data["milliseconds"] = round((time.perf_counter() - began) * 1000, 1)
    return data


def _records(workspace: Workspace, *, samples: bool) -> tuple[DocumentRecord, ...]:
    own = workspace.own.library.document_records()
    return (*own, *workspace.samples.library.document_records()) if samples else own


def _content_words(workspace: Workspace) -> Any:
    from indexer.tokens import fold

    return lambda text: workspace.tokens.content_words(fold(text))


def _others(workspace: Workspace) -> Any:
    return lambda word: workspace.tokens.synonyms.expansions(word).get(word, ())


def _candidates(
    workspace: Workspace, asked: Asked, records: Sequence[DocumentRecord], doc: str, *, samples: bool
) -> tuple[list[Candidate], str]:
    """The plans that may answer with their procedures, or the code of the refusal."""
    from kb.training.asking import Candidate
    from kb.training.fitting import fits, names_unit

    if doc:
        chosen = [record for record in records if record.doc_id == doc] or [
            record for record in records if doc in record.title
        ]
        if not chosen:
            raise LibraryError("unknown_document", doc_id=doc)
        return [Candidate(workspace.procedure(record), 1.0) for record in chosen[:_PLANS]], ""
    plans = [record for record in records if record.plan_type]
    if not plans:
        return [], "no_plans"
    near: dict[str, float] = {}
    in_domain, found = True, fits(asked, plans, near)
    if not found or found[0].score < 1.0 or names_unit(asked):
        near, in_domain = _near(workspace, asked, samples=samples)
        found = fits(asked, plans, near)
    if not found:
        return [], "no_such_hazard" if asked.hazards else "outside"
    if not (in_domain or asked.hazards or asked.levels or asked.warning or asked.phases or "title" in found[0].why):
        return [], "outside"
    best = [
        fit
        for fit in found
        if fit.score >= found[0].score * _NEAR and (fit.why[0] == found[0].why[0] or fit.score >= found[0].score * 0.9)
    ]
    return [
        Candidate(workspace.procedure(fit.record), fit.score, "hazard" in fit.why or "title" in fit.why)
        for fit in best[:_PLANS]
    ], ""


def _near(workspace: Workspace, asked: Asked, *, samples: bool) -> tuple[dict[str, float], bool]:
    """How near a search of the plans' clauses comes, by document, and whether it says that the library answers."""
    result = workspace.search(asked.question, 20, SearchFilters(kind=Kind.PLAN.value), samples=samples)
    near: dict[str, float] = {}
    for hit in result.hits:
        near[hit.doc_id] = max(near.get(hit.doc_id, 0.0), 1.0 / (1.0 + 0.15 * (hit.rank - 1)))
    return near, result.answerable


# --------------------------------------------------------------------------- shapes


def _answer(
    workspace: Workspace, question: str, asked: Asked, answer: Answer, records: Sequence[DocumentRecord]
) -> Json:
    by_id = {record.doc_id: record for record in records}
    clauses = _clauses(workspace, answer.steps, by_id)
    steps = [_step(number, step, by_id, clauses) for number, step in enumerate(answer.steps, start=1)]
    citations = []
    for clause_id in dict.fromkeys(step.action.clause_id for step in answer.steps):
        record = by_id[clause_id.split("#")[0]]
        citations.append(
            {
                "clause_id": clause_id, "doc_id": record.doc_id, "doc_title": record.title, "sample": record.sample,
                "path": list(clauses[clause_id].path), "page": clauses[clause_id].page,
                "quotes": list(dict.fromkeys(step.action.quote for step in answer.steps if step.action.clause_id == clause_id)),
            }
        )  # fmt: skip
    reason = labels.message_text(answer.refusal) if answer.refusal else None
    return {
        "question": question,
        "answerable": answer.answerable,
        "understood": {
            "hazards": [hazard.name for hazard in asked.hazards], "levels": list(asked.levels), "warning": asked.warning or None,
            "window_minutes": asked.window, "phases": [phase.value for phase in asked.phases], "topic": [group[0] for group in asked.topic],
        },
        "steps": steps,
        "citations": citations,
        "open": [{"code": each.code, "doc_id": each.params.get("doc_id"), "message": labels.message_text(each)} for each in answer.open],
        "reason": reason,
        "contradictions": sum(bool(step.conflicts) for step in answer.steps),
    }  # fmt: skip


def _levels(
    workspace: Workspace, asked: Asked, candidates: Sequence[Candidate], actor: str, records: Sequence[DocumentRecord]
) -> list[Json]:
    """For every plan that has graded acts: those of all levels, whichever level and moment the question names."""
    from dataclasses import replace

    from kb.training.asking import Step, select

    by_id = {record.doc_id: record for record in records}
    whole = replace(asked, levels=(), window=None, first=False, phases=(), topic=())
    found = []
    for each in candidates:
        actions = [action for action in select(whole, each.procedure, actor=actor, own=each.own) if action.levels]
        steps = [Step(each.procedure.doc_id, action) for action in actions]
        if not steps:
            continue
        record, clauses = by_id[each.procedure.doc_id], _clauses(workspace, steps, by_id)
        found.append(
            {
                "doc_id": record.doc_id, "doc_title": record.title, "sample": record.sample,
                "steps": [_step(number, step, by_id, clauses) for number, step in enumerate(steps, start=1)],
            }
        )  # fmt: skip
    return found


def _clauses(workspace: Workspace, steps: Sequence[Step], by_id: dict[str, DocumentRecord]) -> dict[str, Clause]:
    found: dict[str, Clause] = {}
    for sample in (False, True):
        ids = [step.action.clause_id for step in steps if by_id[step.doc_id].sample is sample]
        if ids:
            found |= workspace.library_of(sample=sample).clauses(dict.fromkeys(ids))
    return found


def _step(number: int, step: Step, by_id: dict[str, DocumentRecord], clauses: dict[str, Clause]) -> Json:
    action, record = step.action, by_id[step.doc_id]
    return {
        "order": number, "phase": action.phase.value, "actor": action.actor or None, "action": action.text, "condition": action.condition or None,
        "time_limit": action.time_limit or None, "clause_id": action.clause_id, "quote": action.quote,
        "doc_id": step.doc_id, "doc_title": record.title, "sample": record.sample, "levels": list(action.levels), "warning": action.warning or None,
        "receivers": list(action.receivers), "place": action.place or None, "means": action.means or None, "forbidden": action.forbidden,
        "actor_source": action.actor_source.value, "page": clauses[action.clause_id].page, "conflicts": list(step.conflicts),
    }  # fmt: skip


# --------------------------------------------------------------------------- downloads


def save_answer(data: Json, out: Path, *, view: str = "流程图") -> str:
    """An answer as Word, workbook or picture, by the name's ending."""
    from kb.files import write_atomically

    write_atomically(out, answer_file(data, out.suffix.lower(), view=view))
    return str(out)


def answer_file(data: Json, suffix: str, *, view: str = "流程图") -> bytes:
    """An answer as a file of that kind: ``.docx``, ``.xlsx``, or the picture ``view`` as ``.png`` or ``.svg``. Raises InputError("bad_download")."""
    from kb.training.sheet import to_word
    from kb.training.svg import to_svg
    from ui import training_pages, training_pictures

    if suffix == ".docx":
        return to_word(training_pages.answer_blocks(data), data["question"], landscape=True)
    if suffix == ".xlsx":
        return training_pages.answer_workbook(data)
    if suffix == ".svg":
        return to_svg(training_pictures.drawing(data, view)).encode()
    if suffix == ".png":
        return training_pictures.to_png(training_pictures.drawing(data, view))
    raise InputError("bad_download", value=suffix)
