"""The best past clauses for a section: searched by its queries, merged, ranked for element, hazard and level."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from kb.drafting.adapt import Adapted, adapt
from kb.drafting.context import Context
from kb.drafting.insertion import insertable
from kb.drafting.outline import Block, Outlines
from kb.drafting.places import LEVELS, local_names, source_names
from kb.model import Hit, Kind, SearchFilters
from kb.ports import ClauseSearch
from kb.regions import bare_name

_POOL = 15
_MIN_CHARS = 18
_MAX_SLOT_SHARE = 0.4
_COVERED = 0.3
_ABOVE = re.compile(r"国务院|党中央|中央军委|跨省|省级(?:以上)?行政区|国家(?:层面|级|突发事件应急指挥)")
"""Words of a plan for the whole country that make no sense in a plan below."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A past clause for a section with its rank score and the text it would give after adapting."""

    hit: Hit
    score: float
    adapted: Adapted
    fits: bool = True

    @property
    def usable(self) -> bool:
        """Whether it may be inserted unasked: it fits (``kb.drafting.insertion``) and enough of it survives adapting."""
        text, missing = self.adapted.text, self.adapted.slots
        lost = sum(len(old) for old, new in self.adapted.replaced if new.startswith("〔"))
        whole = self.fits and text.endswith(("。", "；", "”")) and len(text) >= _MIN_CHARS
        return whole and len(missing) <= 4 and lost <= _MAX_SLOT_SHARE * max(1, len(self.hit.text))


def candidates(
    block: Block, context: Context, search: ClauseSearch, outlines: Outlines, k: int = 8
) -> tuple[Candidate, ...]:
    """The best ``k`` clauses for a block, best first; samples only for units that are samples themselves."""
    pool: dict[str, tuple[float, Hit]] = {}
    answering: set[str] = set()
    event = context.hazard.event if context.hazard else " "
    for query, filters, weight in _requests(block, context):
        result = search.search(query, _POOL, filters)
        for hit in result.hits:
            if result.answerable and covered(query.replace(event, ""), hit) >= _COVERED:
                answering.add(hit.clause_id)
            if hit.sample and not context.facts.unit.sample:
                continue
            if source_names(hit.doc_title, hit.region).joint and context.facts.plan.type != "JNT":
                continue
            score = weight / (10 + hit.rank)
            known = pool.get(hit.clause_id)
            pool[hit.clause_id] = (score + (known[0] if known else 0.0), hit)
    given_away = _names_by_document(hit for _, hit in pool.values())
    long_enough = [(score, hit) for score, hit in pool.values() if len(hit.text) >= _MIN_CHARS]
    ranked = [
        _ranked(hit, score, block, context, outlines, given_away[hit.doc_id], hit.clause_id in answering)
        for score, hit in long_enough
    ]
    ranked.sort(key=lambda c: (-c.score, c.hit.clause_id))
    return tuple(_without_repeats(ranked))[:k]


def similar(a: str, b: str) -> float:
    """Share of the character bigrams of the shorter text that the longer one has, 0 to 1."""
    one, two = _bigrams(a), _bigrams(b)
    return len(one & two) / max(1, min(len(one), len(two)))


def share(a: str, b: str) -> float:
    """Share of the character bigrams of ``a`` that ``b`` has, 0 to 1."""
    one, two = _bigrams(a), _bigrams(b)
    return len(one & two) / max(1, len(one))


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


def _names_by_document(hits: Iterable[Hit]) -> dict[str, set[str]]:
    """Short forms of the districts, counties and towns that the clauses of each document name."""
    names: dict[str, set[str]] = defaultdict(set)
    for hit in hits:
        found = (hit.text[start:end] for start, end, kind in local_names(hit.text) if kind == "地名")
        names[hit.doc_id].update(
            short for name in found if len(short := bare_name(name)) >= 2 and short != name and len(name) <= 4
        )
    return names


def _ranked(
    hit: Hit, score: float, block: Block, context: Context, outlines: Outlines, also: set[str], answers: bool
) -> Candidate:
    adapted = adapt(hit, context, also)
    of_hazard = _hazard_factor(hit, context, outlines)
    above = context.facts.unit.level != "国家" and bool(_ABOVE.search(hit.text))
    factor = of_hazard * _level_factor(hit, context) * (0.3 if above else 1.0)
    heading = "".join(hit.path[-2:])
    factor *= 1 + 0.6 * similar(block.title, heading) if heading else 1
    if context.facts.unit.short and context.facts.unit.short in hit.doc_title:
        factor *= 1.3
    if len(hit.text) > 600 or hit.text.rstrip().endswith(("：", ":")):
        factor *= 0.5
    fits = answers and not above and not hit.text.startswith("|")
    fits = fits and insertable(hit, adapted, block, context, outlines)
    return Candidate(hit, score * factor * (1 - 0.08 * min(6, len(adapted.slots))), adapted, fits)


def covered(query: str, hit: Hit) -> float:
    """Share of the query's words (character bigrams within its words) that the clause and its headings have."""
    wanted = {word[i : i + 2] for word in query.split() for i in range(len(word) - 1)}
    text = "".join((*hit.path[-2:], hit.text))
    return sum(1 for pair in wanted if pair in text) / max(1, len(wanted))


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
