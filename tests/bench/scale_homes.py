"""Where made libraries are kept between runs: each under a key of its texts, its index under one of model, terms and format.

Making one can be broken off at any moment: the next run goes on where it stopped.
"""

from __future__ import annotations

import hashlib
import sys
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from indexer import generations
from indexer.index import HybridIndex
from indexer.tokens import Tokens
from kb.library.store import Library
from kb.model import Document
from tests.bench import scale_library
from tests.bench.scale_library import FirstDocuments, NoisyEmbedder, fill, passages
from tests.bench.setting import CACHE, bench_embedder, bench_tokens, emergency_library

_STEP = 200_000
"""So many clauses are indexed at a time; that is what a run broken off may lose."""
_TERMS = "terms.txt"
_MADE = "made"


@dataclass(frozen=True, slots=True)
class Home:
    """A made library in ``folder``; the words it was cut with stand beside it."""

    folder: Path

    @property
    def tokens(self) -> Tokens:
        """The terms the index was built with, and the synonyms of today."""
        terms = (self.folder / _TERMS).read_text(encoding="utf-8")
        return Tokens(terms, bench_tokens()._synonyms, cache_folder=CACHE)

    @property
    def index_folder(self) -> Path:
        """Where the index of these terms, today's model and today's format lies."""
        return self.folder / f"index-{_key((bench_embedder().model_id, self.tokens.identity, str(generations.FORMAT)))}"

    @property
    def is_made(self) -> bool:
        """Whether library and index are whole."""
        return (self.index_folder / _MADE).exists()

    @property
    def seconds(self) -> str:
        """How long the last run spent on making it."""
        return (self.index_folder / _MADE).read_text(encoding="utf-8")

    def open(self) -> tuple[Library, HybridIndex]:
        """The library and its index, opened anew."""
        library = Library(self.folder)
        return library, HybridIndex(self.index_folder, library, bench_embedder(), self.tokens)


def make(root: Path, size: int, *, reuse: bool = False) -> Home:
    """The library of this size with its index, made or finished when it is not there yet.

    ``reuse`` takes any whole one of this size, also one made of other texts or with other terms than today's.
    """
    if reuse:
        whole = [home for folder in sorted(root.glob(f"scale-{size}-*")) if (home := Home(folder)).is_made]
        if whole:
            return whole[-1]
    originals, tokens = emergency_library(), bench_tokens()
    documents = [originals.document(doc_id) for doc_id in originals.revisions()]
    home = Home(root / f"scale-{size}-{_texts_key(documents)}")
    home.folder.mkdir(parents=True, exist_ok=True)
    (home.folder / _TERMS).write_text("\n".join(tokens.terms), encoding="utf-8")
    if not home.is_made:
        _make(home, documents, size)
    return home


def _make(home: Home, documents: Sequence[Document], size: int) -> None:
    started = time.perf_counter()

    def tell(stage: str, done: int, total: int) -> None:
        print(f"{stage} {done:,} of {total:,} after {time.perf_counter() - started:.0f} s", file=sys.stderr, flush=True)

    vectors = bench_embedder().embed_passages([text for each in documents for text in passages(each)])
    library = Library(home.folder)
    embedder = NoisyEmbedder(bench_embedder(), vectors, fill(library, documents, home.tokens, size, tell))
    for done in (*range(_STEP, size, _STEP), size):
        shown: Any = FirstDocuments(library, done)
        HybridIndex(home.index_folder, shown, embedder, home.tokens).refresh()
        tell("indexing", done, size)
    library.close()
    (home.index_folder / _MADE).write_text(f"{time.perf_counter() - started:.0f}", encoding="utf-8")


def _texts_key(documents: Sequence[Document]) -> str:
    recipe = np.array([scale_library.NOISE, scale_library._EXCHANGED, scale_library._FILE]).tobytes().hex()
    return _key((recipe, *(text for document in documents for text in passages(document))))


def _key(texts: Iterable[str]) -> str:
    digest = hashlib.blake2b(digest_size=4)
    for text in texts:
        digest.update(text.encode("utf-8", "surrogatepass") + b"\0")
    return digest.hexdigest()
