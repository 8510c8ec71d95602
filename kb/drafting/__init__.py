"""Drafting: from a fact sheet and past clauses to a first text whose every piece has a known origin."""

from kb.drafting.adapt import Adapted, adapt
from kb.drafting.candidates import Candidate, candidates
from kb.drafting.document import as_document
from kb.drafting.draft import fill_all, fill_section, new_draft, set_section
from kb.drafting.files import load, save
from kb.drafting.importing import import_source
from kb.drafting.model import Draft, DraftCitation, DraftSection, OriginPiece
from kb.drafting.old_facts import facts_from_document
from kb.drafting.outline import Outline, Outlines, OutlineSection, load_outlines
from kb.drafting.status import conflicts, foreign_names, slots, status

__all__ = [
    "Adapted",
    "Candidate",
    "Draft",
    "DraftCitation",
    "DraftSection",
    "OriginPiece",
    "Outline",
    "OutlineSection",
    "Outlines",
    "adapt",
    "as_document",
    "candidates",
    "conflicts",
    "facts_from_document",
    "fill_all",
    "fill_section",
    "foreign_names",
    "import_source",
    "load",
    "load_outlines",
    "new_draft",
    "save",
    "set_section",
    "slots",
    "status",
]
