"""What is known of a clause beyond the engines' scores, by the names that ``Fusion.adjustments`` weighs."""

from __future__ import annotations

import re

from indexer import answers, coverage, norms
from indexer.evidence import named_by
from indexer.question import Question
from indexer.tokens import fold_heading
from kb.library.store import DocumentRecord
from kb.model import Clause, Kind

_LEVEL = re.compile("(?<!十)([一二三四])级(?=[^。；]{0,6}(?:响应|应急)|$|[^。；]{0,2}预警)")


def headings(clause: Clause) -> str:
    """The headings above a clause, folded."""
    return fold_heading(" ".join(clause.path))


def facts(
    clause: Clause, text: str, record: DocumentRecord, question: Question, *, named: float, in_force: bool, near: bool
) -> dict[str, float]:
    """The facts of a clause that are not 0; ``text`` is its text, folded.

    ``named``: how surely the query names its document; ``near``: it is among the best by the engines' scores, so that ``held`` counts.
    """
    above = headings(clause)
    found: dict[str, float] = dict(norms.rank(norms.named(record.title, clause)))
    if near:
        found["held"] = coverage.share(question.content, f"{fold_heading(record.title)} {above} {text}")
        found["held_norm"] = found["held"] * any(found[name] for name in norms.RANKS)
    if question.levels:
        levels = {*_LEVEL.findall(text), *_LEVEL.findall(above)}
        found["level_same"] = float(bool(levels & question.levels))
        found["level_other"] = float(bool(levels) and not levels & question.levels)
    found["named_document"] = named
    found["old_edition"] = float(not in_force and not any(year in record.date for year in question.years))
    found["answer_kind"] = answers.share(question.kinds, text)
    found["heading"] = named_by(question, above)
    found["example"] = float(record.kind is Kind.REPORT and answers.asks_example(question.folded))
    return {name: value for name, value in found.items() if value}
