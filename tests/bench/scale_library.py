"""Makes a large library out of a small real one: whole documents copied with words exchanged, vectors with noise.

Every copy of a document exchanges about a quarter of its vocabulary for other words of the same length, the same word always
for the same other one, in title, headings and text. A clause's vector is that of the clause it was copied from plus noise,
renormalised. Deterministic for equal input.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from indexer.segments import Entry
from indexer.tokens import Tokens
from kb.library.store import Arrival, Intake, Library
from kb.model import Clause, Document
from kb.ports import Embedder, Progress, Vectors

NOISE = 0.35
"""Length of the noise beside a vector of length 1."""
_EXCHANGED = 4
"""One word in so many is exchanged."""
_FILE = 60
"""Documents stored as the parts of one file."""


class Exchange:
    """Exchanges words of real texts, differently for every copy."""

    def __init__(self, documents: Sequence[Document], tokens: Tokens) -> None:
        self._segmenter = tokens._segmenter
        self._cut: dict[str, list[str]] = {}
        pool: dict[int, list[str]] = defaultdict(list)
        for document in documents:
            for clause in document.clauses:
                for word in self._words(clause.text):
                    if word.isalpha():
                        pool[len(word)].append(word)
        self._pool = dict(pool)

    def copy(self, document: Document, number: int, doc_id: str) -> Document:
        """A copy under another id; the number decides which words are exchanged."""
        chosen: dict[str, str] = {}

        def other(word: str) -> str:
            if word not in chosen:
                mark = int.from_bytes(hashlib.blake2b(f"{number}{word}".encode(), digest_size=8).digest(), "little")
                pool = self._pool.get(len(word), ())
                exchanged = number and mark % _EXCHANGED == 0 and word.isalpha() and pool
                chosen[word] = pool[mark // _EXCHANGED % len(pool)] if exchanged else word
            return chosen[word]

        def text(value: str) -> str:
            return "".join(map(other, self._words(value)))

        clauses = tuple(
            replace(
                clause,
                id=f"{doc_id}#{clause.id.partition('#')[2]}",
                path=tuple(map(text, clause.path)),
                text=text(clause.text),
            )
            for clause in document.clauses
        )
        return replace(document, doc_id=doc_id, title=text(document.title), clauses=clauses, incidents=(), notices=())

    def _words(self, text: str) -> list[str]:
        if text not in self._cut:
            self._cut[text] = list(self._segmenter.cut(text, HMM=False))
        return self._cut[text]


def passages(document: Document) -> Iterator[str]:
    """What is embedded of a document."""
    return (Entry(clause, document.title).passage for clause in document.clauses)


class NoisyEmbedder:
    """Queries and known passages as the real model embeds them; copies get their original's vector plus noise.

    ``originals`` is the vector of each original clause, ``origin`` maps the hash of a copied passage to its original.
    """

    def __init__(self, real: Embedder, originals: Vectors, origin: dict[int, int]) -> None:
        self._real = real
        self._originals = originals
        self._origin = origin

    @property
    def model_id(self) -> str:
        return self._real.model_id

    @property
    def dimension(self) -> int:
        return self._real.dimension

    def embed_queries(self, texts: Sequence[str]) -> Vectors:
        return self._real.embed_queries(texts)

    def embed_passages(self, texts: Sequence[str], progress: Progress | None = None) -> Vectors:
        keys = [passage_key(text) for text in texts]
        if any(key not in self._origin for key in keys):
            return self._real.embed_passages(texts, progress)
        random = np.random.default_rng(keys[0] if keys else 0)
        found = self._originals[[self._origin[key] for key in keys]]
        noise = random.normal(size=found.shape).astype(np.float32)
        found = found + NOISE * noise / np.linalg.norm(noise, axis=1, keepdims=True)
        return np.asarray(found / np.linalg.norm(found, axis=1, keepdims=True), np.float32)


def passage_key(text: str) -> int:
    """64 bits that stand for a passage."""
    return int.from_bytes(hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "little")


def fill(
    library: Library, documents: Sequence[Document], tokens: Tokens, size: int, progress: Progress
) -> dict[int, int]:
    """Store copies until the library holds ``size`` clauses; returns the origin of every passage.

    What a run before has stored is not stored again.
    """
    exchange, origin, stored, copy = Exchange(documents, tokens), dict[int, int](), 0, 0
    known, batch = set(library.revisions()), list[Document]()
    first = np.cumsum([0, *(len(document.clauses) for document in documents)])
    while stored < size:
        for number, document in enumerate(documents):
            made = exchange.copy(document, copy, f"卷{copy:03}/{number:03}")
            for at, passage in enumerate(passages(made)):
                origin.setdefault(passage_key(passage), int(first[number]) + at)
            batch.append(made)
            stored += len(made.clauses)
            if len(batch) >= _FILE or stored >= size:
                if batch[0].doc_id not in known:
                    _store(library, batch)
                batch = []
                progress("storing", stored, size)
            if stored >= size:
                break
        copy += 1
    return origin


class FirstDocuments:
    """A library of which no more than the first documents are shown, so many clauses as ``most`` at least."""

    def __init__(self, library: Library, most: int) -> None:
        self._library = library
        self._shown, clauses = set[str](), 0
        for record in library.document_records():
            if clauses >= most:
                break
            self._shown.add(record.doc_id)
            clauses += record.clause_count

    def revisions(self) -> dict[str, int]:
        """Revision of every document shown."""
        return {doc_id: revision for doc_id, revision in self._library.revisions().items() if doc_id in self._shown}

    def __getattr__(self, name: str) -> Any:
        return getattr(self._library, name)


def _store(library: Library, batch: Sequence[Document]) -> None:
    file = library.home / "original.txt"
    file.write_text(batch[0].doc_id, encoding="utf-8")
    sha = hashlib.sha256(batch[0].doc_id.encode()).hexdigest()
    arrival = Arrival(f"made:{batch[0].doc_id}", f"{batch[0].doc_id.replace('/', '_')}.txt", sha)
    library.store(batch, Intake("added", batch[0].doc_id), arrival, file, "made")


def one_document(doc_id: str, title: str, texts: Sequence[str]) -> Document:
    """A small document of its own."""
    from kb.model import Kind

    clauses = tuple(Clause(f"{doc_id}#{n}", (f"{n} 条款",), text) for n, text in enumerate(texts, start=1))
    return Document(doc_id, title, Kind.PLAN, (), clauses)
