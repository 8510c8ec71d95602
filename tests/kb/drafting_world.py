"""A small written world for drafting tests: an outline folder, a fact sheet and past clauses of another county."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path

from kb.drafting import Outlines, load_outlines
from kb.facts.sheet import FactSheet, facts_from_mapping
from kb.model import Hit, Kind, SearchFilters, SearchResult, Validity

CORPUS = Path(__file__).resolve().parents[2] / "corpus"


@cache
def outlines() -> Outlines:
    return load_outlines({path.name: path.read_text(encoding="utf-8") for path in (CORPUS / "outlines").glob("*.toml")})


def facts(*, province: str = "江南省", **plan: str) -> FactSheet:
    sheet, _ = facts_from_mapping(
        {
            "unit": {"name": "青山县人民政府", "short": "青山县", "region": f"{province}临江市青山县"},
            "plan": {"type": "SDC", "hazard": "防汛抗旱", "title": "青山县防汛抗旱应急预案", **plan},
            "issue": {"body": "青山县人民政府办公室", "copy_to": ["临江市防汛抗旱指挥部办公室"], "date": "2026-12-08"},
            "office": {"body": "县应急管理局", "duty_phone": "0000-0001100"},
            "command": [{"post": "指挥长", "holder": "县长"}],
            "team": [{"name": "县消防救援大队", "size": 42, "contact": "值班员", "phone": "0000-0000119"}],
            "neighbour": [{"name": "云岭区防汛办", "phone": "0000-0002200"}],
            "thresholds": {"response_1": "水位超过54.10米"},
        }
    )
    return sheet


def hit(text: str, title: str = "白鹤县防汛抗旱应急预案", **other: object) -> Hit:
    base = Hit(
        1,
        1.0,
        f"{title}#5.{len(text)}",
        title,
        title,
        f"{title}.md",
        Kind.PLAN,
        Validity.IN_FORCE,
        ("5 应急响应",),
        text,
        None,
    )
    return replace(base, **other)  # type: ignore[arg-type]


class WrittenClauses:
    """A deterministic ClauseSearch: clauses by number of shared character pairs with the query."""

    def __init__(self, hits: Sequence[Hit]) -> None:
        self.hits = hits
        self.queries: list[tuple[str, SearchFilters | None]] = []

    def search(self, query: str, k: int = 10, filters: SearchFilters | None = None) -> SearchResult:
        self.queries.append((query, filters))
        pairs = {query[i : i + 2] for i in range(len(query) - 1)}
        scored = sorted(self.hits, key=lambda h: (-sum(pair in h.text for pair in pairs), h.clause_id))
        found = [h for h in scored if sum(pair in h.text for pair in pairs)][:k]
        return SearchResult(query, bool(found), tuple(replace(h, rank=n) for n, h in enumerate(found, start=1)), 0.1)
