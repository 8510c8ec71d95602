"""The best past clauses for a section: searched by its queries, merged, ranked for element, hazard and level."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from kb.drafting.adapt import Adapted, adapt
from kb.drafting.context import Context
from kb.drafting.outline import Block, Outlines
from kb.drafting.places import LEVELS, source_names
from kb.model import Hit, Kind, SearchFilters
from kb.ports import ClauseSearch

_POOL = 15
_MIN_CHARS = 18
_MAX_SLOT_SHARE = 0.4


@dataclass(frozen=True, slots=True)
class Candidate:
    """A past clause for a section with its rank score and the text it would give after adapting."""

    hit: Hit
    score: float
    adapted: Adapted

    @property
    def usable(self) -> bool:
        """Whether so much of the clause survives adapting that it helps as running text."""
        text, missing = self.adapted.text, self.adapted.slots
        lost = sum(len(old) for old, new in self.adapted.replaced if new.startswith("〔"))
        return (
            len(missing) <= 4
            and lost <= _MAX_SLOT_SHARE * max(1, len(self.hit.text))
            and not text.endswith(("：", ":"))
        )


def candidates(
    block: Block, context: Context, search: ClauseSearch, outlines: Outlines, k: int = 8
) -> tuple[Candidate, ...]:
    """The best ``k`` clauses for a block, best first; samples only for units that are samples themselves."""
    pool: dict[str, tuple[float, Hit]] = {}
    for query, filters, weight in _requests(block, context):
        for hit in search.search(query, _POOL, filters).hits:
            if hit.sample and not context.facts.unit.sample:
                continue
            score = weight / (10 + hit.rank)
            known = pool.get(hit.clause_id)
            pool[hit.clause_id] = (score + (known[0] if known else 0.0), hit)
    ranked = [
        _ranked(hit, score, block, context, outlines) for score, hit in pool.values() if len(hit.text) >= _MIN_CHARS
    ]
    ranked.sort(key=lambda c: (-c.score, c.hit.clause_id))
    return tuple(_without_repeats(ranked))[:k]


def similar(a: str, b: str) -> float:
    """Share of the character bigrams of the shorter text that the longer one has, 0 to 1."""
    one, two = _bigrams(a), _bigrams(b)
    return len(one & two) / max(1, min(len(one), len(two)))


def _requests(block: Block, context: Context) -> Iterable[tuple[str, SearchFilters, float]]:
    hazard = context.hazard.code if context.hazard else None
    words = {"event": context.hazard.event if context.hazard else "", "hazard": context.facts.plan.hazard}
    for query in block.queries or (block.title,):
        text = re.sub(r"\{(\w+)\}", lambda m: words.get(m[1], ""), query).strip()
        if hazard:
            yield text, SearchFilters(kind=Kind.PLAN, hazard=hazard), 1.0
        yield text, SearchFilters(kind=Kind.PLAN), 0.7
    if block.items and block.items[0].startswith("EL-"):
        yield block.title, SearchFilters(kind=Kind.PLAN, hazard=hazard, element=block.items[0]), 0.5


def _ranked(hit: Hit, score: float, block: Block, context: Context, outlines: Outlines) -> Candidate:
    adapted = adapt(hit, context)
    factor = _hazard_factor(hit, context, outlines) * _level_factor(hit, context)
    heading = "".join(hit.path[-2:])
    factor *= 1 + 0.6 * similar(block.title, heading) if heading else 1
    if context.facts.unit.short and context.facts.unit.short in hit.doc_title:
        factor *= 1.3
    if len(hit.text) > 600 or hit.text.rstrip().endswith(("：", ":")):
        factor *= 0.5
    return Candidate(hit, score * factor * (1 - 0.08 * min(6, len(adapted.slots))), adapted)


def _hazard_factor(hit: Hit, context: Context, outlines: Outlines) -> float:
    """Clauses of the same hazard first; clauses that speak of another hazard and not of ours far back."""
    if context.hazard is None:
        return 1.0
    own = (context.hazard.name, context.hazard.event, *context.hazard.words)
    if any(word in hit.doc_title for word in own):
        return 1.4
    other = [w for h in outlines.hazards if h.code != context.hazard.code for w in (h.name, *h.words) if len(w) > 1]
    texts = hit.doc_title + hit.text
    if any(word in texts for word in other) and not any(word in hit.text for word in own):
        return 0.35
    return 1.0


def _level_factor(hit: Hit, context: Context) -> float:
    level, own = source_names(hit.doc_title, hit.region).level, context.facts.unit.level
    if level not in LEVELS or own not in LEVELS:
        return 1.0
    return 1.2 - 0.2 * abs(LEVELS.index(level) - LEVELS.index(own))


def _without_repeats(ranked: Iterable[Candidate]) -> Iterable[Candidate]:
    kept: list[str] = []
    for candidate in ranked:
        if all(similar(candidate.hit.text, text) < 0.8 for text in kept):
            kept.append(candidate.hit.text)
            yield candidate


def _bigrams(text: str) -> set[str]:
    plain = re.sub(r"[\s，。；：、（）()]", "", text)
    return {plain[i : i + 2] for i in range(len(plain) - 1)} or {plain}
