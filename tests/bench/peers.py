"""The searches ours is compared with, over the same clauses.

They embed with the published e5-small, which is what one has without our tuning; two lines more tell what they reach with our model.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from importlib.util import find_spec
from typing import Any

import numpy as np

from indexer.embedders.onnx import OnnxEmbedder
from indexer.index import IndexedLibrary
from indexer.segments import Entry
from indexer.tokens import fold
from kb.model import Clause, Hit, Kind, SearchResult, Validity
from kb.ports import Vectors
from tests.bench.setting import bench_embedder, bench_tokens, published_embedder

Search = Callable[[str, int], SearchResult]
_RRF = 60
_CHUNK, _OVERLAP = 500, 80
_BREAK = re.compile(r"\s+")


class Peers:
    """bm25s on jieba words, e5-small alone, plain RRF of both, txtai's hybrid, fixed-length pieces; RRF and vectors with our model too."""

    def __init__(self, library: IndexedLibrary) -> None:
        import bm25s

        self._library = library
        self._entries: list[tuple[Clause, str]] = []
        self._passages: list[str] = []
        for record in library.document_records():
            for clause in library.clauses_of(record.doc_id):
                self._entries.append((clause, record.base_name))
                self._passages.append(Entry(clause, record.title).passage)
        self._tokens, self._embedder = bench_tokens(synonyms=False), published_embedder()
        self._words = [list(self._tokens.words(fold(text))) for text in self._passages]
        self._bm25 = bm25s.BM25()
        self._bm25.index(self._words, show_progress=False)
        self._vectors = self._embedder.embed_passages(self._passages)
        self._tuned = bench_embedder()
        self._tuned_vectors = self._tuned.embed_passages(self._passages)

    def all(self, *, pieces: bool) -> Iterator[tuple[str, Search]]:
        """Names and searches; a line where one cannot run."""
        yield "bm25s, jieba words", self.lexical
        yield "e5-small alone", self.dense
        yield "plain RRF", self.rrf
        yield "our model alone", self.tuned_dense
        yield "plain RRF, our model", self.tuned_rrf
        if find_spec("txtai"):
            yield "txtai hybrid", self._txtai()
        else:
            print("txtai is not installed: its hybrid search is left out (pip install txtai)")
        if pieces:
            yield f"{_CHUNK}-character pieces, e5", self._pieces()

    def lexical(self, query: str, k: int) -> SearchResult:
        return self._result(query, self._lexical(query, k))

    def dense(self, query: str, k: int) -> SearchResult:
        return self._result(query, self._dense(query, k))

    def rrf(self, query: str, k: int) -> SearchResult:
        return self._result(query, _fused(self._lexical(query, k), self._dense(query, k), k))

    def tuned_dense(self, query: str, k: int) -> SearchResult:
        return self._result(query, _nearest(self._tuned, self._tuned_vectors, query, k))

    def tuned_rrf(self, query: str, k: int) -> SearchResult:
        nearest = _nearest(self._tuned, self._tuned_vectors, query, k)
        return self._result(query, _fused(self._lexical(query, k), nearest, k))

    def _lexical(self, query: str, k: int) -> list[int]:
        words = list(self._tokens.words(fold(query)))
        rows, scores = self._bm25.retrieve([words], k=min(k, len(self._entries)), show_progress=False)
        return [int(row) for row, score in zip(rows[0], scores[0], strict=True) if score > 0]

    def _dense(self, query: str, k: int) -> list[int]:
        return _nearest(self._embedder, self._vectors, query, k)

    def _txtai(self) -> Search:
        """txtai's own index of vectors and BM25; it cuts words at spaces, so it is given jieba's words with spaces between."""
        from txtai import Embeddings

        spaced = [" ".join(words) for words in self._words]
        known = dict(zip(spaced, self._vectors, strict=True))

        def vectors(texts: Sequence[str]) -> Any:
            return np.stack([known[t] if t in known else self._embedder.embed_queries([t])[0] for t in texts])

        index = Embeddings(method="external", transform=vectors, hybrid=True)
        index.index((row, text, None) for row, text in enumerate(spaced))

        def search(query: str, k: int) -> SearchResult:
            text = " ".join(self._tokens.words(fold(query)))
            known[text] = self._embedder.embed_queries([query])[0]
            return self._result(query, [int(row) for row, _ in index.search(text, k)])

        return search

    def _pieces(self) -> Search:
        """The usual recipe: a document's text cut every so many characters with some overlap, vectors alone."""
        texts: list[tuple[str, str]] = []
        for record in self._library.document_records():
            whole = "\n".join(clause.text for clause in self._library.clauses_of(record.doc_id))
            whole = _BREAK.sub(" ", whole)
            step = _CHUNK - _OVERLAP
            texts += [
                (record.base_name, whole[at : at + _CHUNK]) for at in range(0, max(1, len(whole) - _OVERLAP), step)
            ]
        matrix = self._embedder.embed_passages([text for _, text in texts])

        def search(query: str, k: int) -> SearchResult:
            rows = np.argsort(-(matrix @ self._embedder.embed_queries([query])[0]), kind="stable")[:k]
            found = [(Clause(f"piece#{row}", (), texts[row][1]), texts[row][0]) for row in rows]
            return _hits(query, found)

        return search

    def _result(self, query: str, rows: Sequence[int]) -> SearchResult:
        return _hits(query, [self._entries[row] for row in rows])


def _nearest(embedder: OnnxEmbedder, vectors: Vectors, query: str, k: int) -> list[int]:
    scores = vectors @ embedder.embed_queries([query])[0]
    return [int(row) for row in np.argsort(-scores, kind="stable")[:k]]


def _fused(one: Sequence[int], other: Sequence[int], k: int) -> list[int]:
    scores: dict[int, float] = {}
    for ranked in (one, other):
        for rank, row in enumerate(ranked, start=1):
            scores[row] = scores.get(row, 0.0) + 1 / (_RRF + rank)
    return sorted(scores, key=lambda row: -scores[row])[:k]


def _hits(query: str, found: Sequence[tuple[Clause, str]]) -> SearchResult:
    hits = [
        Hit(rank, 0.0, c.id, "", "", name, Kind.OTHER, Validity.UNKNOWN, c.path, c.text, None)
        for rank, (c, name) in enumerate(found, start=1)
    ]
    return SearchResult(query, True, tuple(hits), 0.0)
