"""Exact look-ups measured: ``python -m tests.bench.lookups [--verbose]``.

Every numbered clause of every document, the shown ones and the starter library's, is asked for in several ways; the first
hit must stand at that place of that document (hit@1), or, when the query names no document, each document that has the
number must be among the hits (all found). Vectors play no part, so those of a hash stand in for the model's.
"""

from __future__ import annotations

import argparse
import re
import tempfile
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from indexer.index import HybridIndex
from indexer.reference import bare_title
from indexer.tokens import fold
from kb.library.store import DocumentRecord
from kb.model import SearchFilters
from kb.ports import Progress, Vectors
from tests.bench.setting import DATA, bench_tokens, emergency_library, sample_library
from tests.indexer.memory import MemoryLibrary

_ARTICLE = re.compile("^第[一二三四五六七八九十百零]+条$")
_SECTION = re.compile(r"^\d{1,2}(?:\.\d{1,2}){1,4}$")
_ANNEX = re.compile(r"^附件(\d+)$")
_WORDY = re.compile("突发事件|应急|管理|中华人民共和国|自治区|壮族|国家|专项|事故")
_DIGITS = "零一二三四五六七八九"


class NoEmbedder:
    """One random vector for every text."""

    model_id, dimension = "none@1", 16

    def embed_queries(self, texts: Sequence[str]) -> Vectors:
        return self.embed_passages(texts)

    def embed_passages(self, texts: Sequence[str], progress: Progress | None = None) -> Vectors:
        vectors = np.random.default_rng(len(texts)).normal(size=(len(texts), self.dimension)).astype(np.float32)
        return vectors / np.linalg.norm(vectors, axis=1, keepdims=True)


@dataclass(frozen=True, slots=True)
class LookUp:
    """A query, how it was phrased, the filter, and what must be found first: document and place."""

    kind: str
    query: str
    doc: str | None
    wanted: tuple[str, str] | None
    place: str


def places(library: MemoryLibrary, doc_id: str) -> tuple[str, ...]:
    """Number paths that clauses of a document bear, in reading order."""
    found = dict.fromkeys(
        step
        for clause in library.clauses_of(doc_id)
        for step in clause.id.partition("#")[2].partition("¶")[0].split("/")
        if _ARTICLE.match(step) or _SECTION.match(step) or _ANNEX.match(step)
    )
    return tuple(found)


def spoken(place: str) -> Iterator[tuple[str, str]]:
    """The ways to write a number: kind and text."""
    if _ARTICLE.match(place):
        value = _value(place[1:-1])
        yield from (("第…条", place), ("第N条", f"第{value}条"), ("N条", f" {value}条"), ("spaced", f"第 {value} 条"))
    elif annex := _ANNEX.match(place):
        yield from (("附件N", f" 附件{annex[1]}"), ("附件 N", f" 附件 {annex[1]}"))
        if int(annex[1]) < 10:
            yield "附件…", f"附件{_DIGITS[int(annex[1])]}"
    else:
        yield from (("N.N", f" {place}"), ("第N.N", f"第{place}节"), ("N.N close", place))


def _value(numeral: str) -> int:
    total, digit = 0, 0
    for character in numeral:
        if character in "十百":
            total, digit = total + (digit or 1) * (10 if character == "十" else 100), 0
        else:
            digit = _DIGITS.index(character)
    return total + digit


def called(record: DocumentRecord) -> Iterator[tuple[str, str]]:
    """What people call a document."""
    title = record.title
    yield "title", title
    yield "《title》", f"《{title}》"
    yield "bare", bare_title(title)
    shorter = _WORDY.sub("", title)
    if len(shorter) >= 4 and shorter != title:
        yield "words left out", shorter


def look_ups(library: MemoryLibrary) -> Iterator[LookUp]:
    records = library.document_records()
    for record in records:
        for place in places(library, record.doc_id):
            for kind, number in spoken(place):
                for name, words in called(record):
                    year = record.date[:4] if _shares_title(record, records) else ""
                    yield LookUp(f"{name}+{kind}", f"{words}{year}{number}", None, (record.doc_id, place), place)
                yield LookUp(f"--doc {kind}", number.strip(), record.doc_id, (record.doc_id, place), place)


def _shares_title(record: DocumentRecord, records: Sequence[DocumentRecord]) -> bool:
    return sum(other.title == record.title for other in records) > 1


def at(clause_id: str, doc_id: str, place: str) -> bool:
    """Whether a clause stands at a place of a document, or under it."""
    document, _, path = clause_id.partition("#")
    steps = path.partition("¶")[0].split("/")
    return document == doc_id and any(fold(step) == fold(place) or step.startswith(f"{place}.") for step in steps)


def measure(name: str, library: MemoryLibrary, *, verbose: bool, sample: int) -> bool:
    with tempfile.TemporaryDirectory() as folder:
        index = HybridIndex(Path(folder), library, NoEmbedder(), bench_tokens())
        index.refresh()
        right: dict[str, list[bool]] = defaultdict(list)
        for number, asked in enumerate(look_ups(library)):
            if number % sample:
                continue
            hits = index.search(asked.query, 1, SearchFilters(doc=asked.doc)).hits
            found = bool(hits) and asked.wanted is not None and at(hits[0].clause_id, *asked.wanted)
            right[asked.kind].append(found)
            if verbose and not found:
                print(f"   {asked.kind}: {asked.query} → {hits[0].clause_id if hits else '-'}, not {asked.wanted}")
        everywhere = unnamed(index, library, verbose=verbose)
        index.close()
    total = [one for some in right.values() for one in some]
    print(f"{name}: {sum(total)} of {len(total)} look-ups right, hit@1 {sum(total) / len(total):.4f}")
    for kind, some in sorted(right.items()):
        print(f"   {kind:24} {sum(some)}/{len(some)}")
    print(f"   no document named: {sum(everywhere)} of {len(everywhere)} numbers with all their documents")
    return all(total) and all(everywhere)


def unnamed(index: HybridIndex, library: MemoryLibrary, *, verbose: bool) -> list[bool]:
    """For each number: whether every document that has it is among as many hits as hold them all."""
    owners: dict[str, set[str]] = defaultdict(set)
    for doc_id in library.revisions():
        for place in places(library, doc_id):
            owners[place].add(doc_id)
    complete = []
    for place, wanted in owners.items():
        hits = index.search(place, 200).hits
        ids = [identity for hit in hits for identity in (hit.clause_id, *(o.clause_id for o in hit.same_text_in))]
        found = {doc_id for doc_id in wanted for identity in ids if at(identity, doc_id, place)}
        complete.append(found == wanted)
        if verbose and found != wanted:
            print(f"   {place}: missing {sorted(wanted - found)[:3]}")
    return complete


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--verbose", action="store_true", help="print what is not found")
    parser.add_argument("--sample", type=int, default=1, help="every so many-th look-up only")
    arguments = parser.parse_args()
    libraries = [("starter library", sample_library())]
    if DATA.is_dir():
        libraries.append(("documents", emergency_library()))
    results = [
        measure(name, library, verbose=arguments.verbose, sample=arguments.sample) for name, library in libraries
    ]
    raise SystemExit(0 if all(results) else 1)


if __name__ == "__main__":
    main()
