"""Searching several libraries at once: each is asked by itself, and every hit says which one it stands in."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from kb.model import SearchFilters
from ui import handlers, past
from ui.libraries import using
from ui.workspace import Workspace

Json = dict[str, Any]


def search(
    workspace: Workspace,
    names: Sequence[str],
    query: str,
    k: int = 10,
    filters: SearchFilters | None = None,
    *,
    samples: bool = False,
) -> Json:
    """The best clauses of all libraries named, as ``handlers.search`` gives them; of several with ``libraries``, the names searched.

    A text that stands in several libraries is one hit; the others are in its ``same_text_in``, each with its ``library``.
    """
    if len(names) == 1:
        with using(names[0]):
            return handlers.search(workspace, query, k, filters, samples=samples)
    found = _each(
        names, lambda with_samples: handlers.search(workspace, query, k, filters, samples=with_samples), samples
    )
    hits: dict[str, Json] = {}
    for hit in _merged(found, "hits"):
        first = hits.setdefault("".join(hit["text"].split()), hit)
        if first is not hit:
            first["same_text_in"] += [
                _place(hit),
                *({**each, "library": hit["library"]} for each in hit["same_text_in"]),
            ]
    best = [{**hit, "rank": rank} for rank, hit in enumerate(list(hits.values())[:k], start=1)]
    return {**_summed(found, names), "hits": best}


def incidents(
    workspace: Workspace,
    names: Sequence[str],
    query: str,
    k: int = 10,
    chosen: Mapping[str, str | None] | None = None,
    *,
    samples: bool = False,
) -> Json:
    """The past events of all libraries named, as ``past.incidents`` gives them; of several with ``libraries``, the names searched."""
    if len(names) == 1:
        with using(names[0]):
            return past.incidents(workspace, query, k, chosen, samples=samples)
    found = _each(
        names, lambda with_samples: past.incidents(workspace, query, k, chosen, samples=with_samples), samples
    )
    return {**_summed(found, names), "incidents": _merged(found, "incidents")[:k]}


def _each(names: Sequence[str], ask: Callable[[bool], Json], samples: bool) -> list[Json]:
    """The answer of every library; the samples are asked with the first."""
    found = []
    for number, name in enumerate(names):
        with using(name):
            found.append(ask(samples and number == 0))
    return found


def _merged(found: Sequence[Json], what: str) -> list[Json]:
    """The hits of libraries that have an answer before those of the others, then by score, which all libraries reckon alike."""
    ranked = [(not answer["answerable"], -hit["score"], hit) for answer in found for hit in answer[what]]
    return [hit for *_, hit in sorted(ranked, key=lambda each: each[:2])]


def _summed(found: Sequence[Json], names: Sequence[str]) -> Json:
    return {
        "query": found[0]["query"], "answerable": any(each["answerable"] for each in found),
        "milliseconds": round(sum(each["milliseconds"] for each in found), 1), "libraries": list(names),
    }  # fmt: skip


def _place(hit: Json) -> Json:
    return {name: hit[name] for name in ("doc_id", "clause_id", "library")} | {"doc": hit["doc_path"]}
