"""What the page of clauses needs beyond a search: counts to narrow it down by, what the library never says, citations."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from difflib import SequenceMatcher
from typing import Any

from kb.errors import LibraryError
from ui import keys, labels
from ui.libraries import in_use, using
from ui.workspace import Workspace

Json = dict[str, Any]
FACETS = ("library", "kind", "hazard", "level", "region", "year", "validity")
"""What hits can be narrowed down by."""
_VALUES = 5
_UNTOLD = ("", "未知")


def facets_of(workspace: Workspace, hit: Mapping[str, Any], *, across: bool = False) -> dict[str, str]:
    """The values of one hit, by facet; empty where the document does not tell. Its library is one of them where several are searched."""
    library = hit.get("library")
    with using(in_use() if library is None else library):
        records = workspace.library_of(sample=hit["sample"]).document_records()
    record = next((each for each in records if each.doc_id == hit["doc_id"]), None)
    return {
        "library": called(library) if across and library is not None else "",
        "kind": hit["kind"],
        "hazard": record.hazard_name if record else "",
        "level": (record.plan_level or "") if record else "",
        "region": hit["region"] or "",
        "year": (hit["date"] or "")[:4],
        "validity": hit["validity"],
    }


def narrowed(
    workspace: Workspace, hits: Iterable[Json], chosen: Mapping[str, str]
) -> tuple[list[Json], dict[str, list[tuple[str, int]]]]:
    """The hits that have every chosen value, and by facet the values they have with counts, most frequent first.

    A facet whose hits all agree is left out, unless it was chosen.
    """
    hits = list(hits)
    across = len({hit.get("library") for hit in hits if not hit["sample"]}) > 1 or "library" in chosen
    described = [(hit, facets_of(workspace, hit, across=across)) for hit in hits]
    kept = [(hit, values) for hit, values in described if all(values[name] == want for name, want in chosen.items())]
    counts: dict[str, list[tuple[str, int]]] = {}
    for name in FACETS:
        counted = Counter(values[name] for _, values in kept if values[name] not in _UNTOLD)
        if name in chosen or len(counted) > 1 or 0 < sum(counted.values()) < len(kept):
            counts[name] = counted.most_common(_VALUES)
    return [hit for hit, _ in kept], {name: found for name, found in counts.items() if found}


def called(library: str) -> str:
    """A library's name in words."""
    return library or labels.word("library_of_all")


def unheard(workspace: Workspace, query: str, *, samples: bool, libraries: Sequence[str] = ()) -> tuple[str, ...]:
    """The words of a query that stand nowhere in the libraries searched, neither themselves nor by another name.

    ``libraries`` names those searched where it is not the one in use.
    """
    seen = [workspace.samples.index.question(query).seen] if samples else []
    for name in libraries or (in_use(),):
        with using(name):
            seen.append(workspace.own.index.question(query).seen)
    return tuple(word for word in seen[0] if len(word) > 1 and not any(each.get(word) for each in seen))


def clause_of(workspace: Workspace, key: str) -> Json:
    """A clause by its key, with what a citation needs. Raises LibraryError("unknown_document") when it is gone."""
    with keys.opened(workspace, key) as (library, clause_id):
        clause = library.clauses([clause_id]).get(clause_id)
        record = next((each for each in library.document_records() if each.doc_id == clause_id.split("#")[0]), None)
        where = in_use()
    if clause is None or record is None:
        raise LibraryError("unknown_document", doc_id=clause_id)
    return {
        "clause_id": clause_id, "doc_id": record.doc_id, "doc_title": record.title, "path": list(clause.path), "text": clause.text,
        "page": clause.page, "date": record.date, "sample": record.sample, "library": None if record.sample else where,
    }  # fmt: skip


def first_of(workspace: Workspace, key: str) -> str:
    """The number path of a document's first clause; ``key`` names the document, ending in ``#``. Raises LibraryError("unknown_document")."""
    with keys.opened(workspace, key.rstrip("#")) as (library, doc):
        clauses = library.clauses_of(doc)
    if not clauses:
        raise LibraryError("unknown_document", doc_id=doc)
    return clauses[0].id.partition("#")[2]


def citation(hit: Mapping[str, Any]) -> str:
    """The text with its source, to be pasted elsewhere."""
    sample = "示例（虚构）" if hit["sample"] else ""
    place = " ".join(hit["path"][-1:])
    page = f"第{hit['page']}页" if hit.get("page") else ""
    tail = "，".join(filter(None, (f"{sample}《{hit['doc_title']}》{place}", page, f"条款编号 {hit['clause_id']}")))
    return f"“{hit['text']}”（{tail}）"


def differences(one: str, other: str) -> tuple[list[list[int]], list[list[int]]]:
    """Half-open spans of each text that the other has not."""
    ours, theirs = list[list[int]](), list[list[int]]()
    for tag, a, b, c, d in SequenceMatcher(None, one, other, autojunk=False).get_opcodes():
        if tag != "equal":
            ours += [[a, b]] if b > a else []
            theirs += [[c, d]] if d > c else []
    return ours, theirs


def facet_word(name: str, value: str) -> str:
    """How a value is shown."""
    return labels.word(value) if name == "kind" else f"{value}年" if name == "year" else value


def without(values: Sequence[str], gone: str) -> tuple[str, ...]:
    """The values but one."""
    return tuple(value for value in values if value != gone)
