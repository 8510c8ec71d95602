"""From the basket into a draft: clauses adapted to the draft's facts, with their citations."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from kb.drafting import locks
from kb.drafting.adapt import adapt
from kb.drafting.candidates import Candidate
from kb.drafting.context import context_of
from kb.drafting.draft import insert_candidate
from kb.drafting.files import load, save
from kb.errors import InputError
from kb.model import Hit
from ui import drafts, keys
from ui.workspace import Workspace

Json = dict[str, Any]


def sections(workspace: Workspace, name: str) -> list[tuple[str, str]]:
    """Heading and id of every section of a kept draft that can take text."""
    draft = load(drafts.stored(workspace, name))
    return [(f"{'　' * (each.level - 1)}{each.heading}", each.id) for each in draft.sections]


def send(workspace: Workspace, name: str, section: str, keys: Sequence[str], owner: str = "") -> Json:
    """Append clauses to a section of a kept draft, each with its citation and origin; those that stand there already are left out.

    Samples go only into a draft whose unit is a sample (DESIGN: never a candidate elsewhere). ``owner`` is who is logged in.
    Returns ``{"draft","section","heading","added","already","samples","gone"}``, counts for the last four.
    Raises InputError: unknown_draft, unknown_section, section_locked, basket_empty.
    """
    if not keys:
        raise InputError("basket_empty")
    path = drafts.stored(workspace, name)
    with locks.exclusive(path):
        draft = load(path)
        key = drafts.known_section(draft, section)
        if owner:
            locks.check(path, key, owner)
        counts = {"added": 0, "already": 0, "samples": 0, "gone": 0}
        for each in keys:
            hit = _hit(workspace, each)
            cited = {citation.clause_id for citation in draft.section(key).citations}
            what = _obstacle(hit, cited, sample=draft.facts.unit.sample)
            counts[what or "added"] += 1
            if hit is not None and not what:
                adapted = adapt(hit, context_of(draft.facts, workspace.outlines))
                draft = insert_candidate(draft, key, Candidate(hit, 0.0, adapted))
        if counts["added"]:
            save(draft, path)
    return {"draft": name, "section": key, "heading": draft.section(key).heading, **counts}


def _obstacle(hit: Hit | None, cited: set[str], *, sample: bool) -> str:
    if hit is None:
        return "gone"
    if hit.sample and not sample:
        return "samples"
    return "already" if hit.clause_id in cited else ""


def _hit(workspace: Workspace, key: str) -> Hit | None:
    """A clause of the libraries as a search would give it; None when it is gone."""
    try:
        with keys.opened(workspace, key) as (library, clause_id):
            clause = library.clauses([clause_id]).get(clause_id)
            doc_id = clause_id.partition("#")[0]
            record = next((each for each in library.document_records() if each.doc_id == doc_id), None)
    except InputError:  # a library that is no longer there, or no longer open to who asks
        return None
    if clause is None or record is None:
        return None
    return Hit(
        1, 0.0, clause_id, record.doc_id, record.title, record.base_name, record.kind, record.validity, clause.path,
        clause.text, clause.page, region=record.region, date=record.date, sample=record.sample,
    )  # fmt: skip
