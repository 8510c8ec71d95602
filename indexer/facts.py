"""What is known of a clause beyond the engines' scores, by the names that ``Fusion.adjustments`` weighs."""

from __future__ import annotations

import re

from indexer import answers, coverage, decisions, definitions, norms
from indexer.evidence import named_by
from indexer.question import Question
from indexer.tokens import fold_heading
from kb.library.store import DocumentRecord
from kb.model import Clause, Kind

_BARE_LEVEL = re.compile("(?<!十)([一二三四])级(?=[由为须经报县市省乡镇专常指总分主、:])")
_EMPTY = re.compile("[:：](?=\\s*(?:[;,。]|$))|[自于][年月日时]|年月日|月日时|(?:启动|终止|为)级|期限小时|×{2,}")
_FORM_ASKED = re.compile("格式|样本|样式|模板|范文|文本|表|单|令|怎么写|咋写")
_LEVEL = re.compile("(?<!十)([一二三四])级(?=[^。；]{0,6}(?:响应|应急)|$|[^。；]{0,2}预警)")


def headings(clause: Clause) -> str:
    """The headings above a clause, folded."""
    return fold_heading(" ".join(clause.path))


def _counted_levels(folded: str) -> frozenset[str]:
    """The levels that a folded text goes through one by one, each without the word 响应 (四级由县防办主任批准)."""
    found = frozenset(_BARE_LEVEL.findall(folded))
    return found if len(found) > 1 else frozenset()


def is_blank(folded: str) -> bool:
    """Whether a folded text is a form that somebody has yet to fill in."""
    return len(_EMPTY.findall(folded)) >= 2 or "×" * 3 in folded


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
        levels = {*_LEVEL.findall(text), *_LEVEL.findall(above), *_counted_levels(text)}
        found["level_same"] = float(bool(levels & question.levels))
        found["level_other"] = float(bool(levels) and not levels & question.levels)
    found["named_document"] = named
    found["old_edition"] = float(not in_force and not any(year in record.date for year in question.years))
    found["answer_kind"] = answers.share(question.kinds, text)
    found["heading"] = named_by(question, above)
    found["decider"] = decisions.told(text, above, question.folded)
    found["defined"] = float(definitions.told((question.term,), text))
    found["blank"] = float(is_blank(text) and not _FORM_ASKED.search(question.folded))
    found["example"] = float(record.kind is Kind.REPORT and answers.asks_example(question.folded))
    return {name: value for name, value in found.items() if value}
