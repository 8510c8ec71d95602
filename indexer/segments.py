"""Immutable segments: the vectors and the lexical postings of some documents, in one folder that never changes.

A folder holds ``segment.json`` (documents with their row ranges, sizes and checksums of all files), the clause ids, one
row of numbers a clause, the postings of each lexical family and the vectors.
"""

from __future__ import annotations

import hashlib
import json
import re
import uuid
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntFlag
from functools import cached_property
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from indexer import bm25, files, norms
from indexer.mapped import open_array
from indexer.stores import IVF_ROWS, LOCAL, VECTORS_FILE, FilteredStore, VectorEngine
from indexer.tokens import Tokens, bigrams, clean, fold
from kb.model import Clause

WORDS, GRAMS, CONTEXT = FAMILIES = ("words", "grams", "context")
"""Lexical families: jieba words of the text, its bigrams, bigrams of the title and the headings above."""
_CARD = "segment.json"
_NUMBERS = ("flags", "text", "length")
_BY_TEXT = "row.by_text.npy"
_SAMPLE = 256


class RowFlag(IntFlag):
    """What is special about a clause."""

    TABLE_ROW = 1
    FRAGMENT = 2
    SHORT = 4
    NORM = 8


@dataclass(frozen=True, slots=True)
class Part:
    """One document in a segment: its rows are ``first`` to ``first + count``; ``names`` are document numbers it bears."""

    doc_id: str
    revision: int
    first: int
    count: int
    names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Entry:
    """One clause on its way into the index, with the title of its document."""

    clause: Clause
    title: str

    @property
    def context(self) -> str:
        """Title and headings, outermost first."""
        return " ".join(filter(None, (self.title, *self.clause.path)))

    @property
    def passage(self) -> str:
        """What is embedded: context and text."""
        context, text = clean(self.context), clean(self.clause.text)
        return f"{context}\n{text}" if context else text


@dataclass(frozen=True, slots=True)
class Rows:
    """One number a clause each: ``flags`` (RowFlag), ``text`` (64-bit hash of its letters), ``length`` in characters."""

    flags: NDArray[np.uint8]
    text: NDArray[np.uint64]
    length: NDArray[np.int32]


class Segment:
    """A segment opened for reading; everything large is memory-mapped.

    Raises OSError, ValueError or KeyError when files are missing or damaged; ``indexer.index`` translates.
    """

    def __init__(self, folder: Path, engine: VectorEngine = LOCAL) -> None:
        self._engine = engine
        card = json.loads((folder / _CARD).read_text(encoding="utf-8"))
        self.folder = folder
        self.name = folder.name
        self.rows: int = card["rows"]
        self.parts = tuple(Part(p[0], p[1], p[2], p[3], tuple(p[4])) for p in card["parts"])
        self._files: dict[str, list[int]] = card["files"]

    @cached_property
    def postings(self) -> dict[str, bm25.Postings]:
        """Postings by family."""
        return {family: bm25.Postings.open(self.folder, family) for family in FAMILIES}

    @cached_property
    def numbers(self) -> Rows:
        """Flags, text hashes and lengths."""
        flags, text, length = (open_array(self.folder / f"row.{name}.npy") for name in _NUMBERS)
        return Rows(flags, text, length)

    @cached_property
    def _by_text(self) -> NDArray[np.int32]:
        return open_array(self.folder / _BY_TEXT)

    def rows_with_text(self, key: int) -> list[int]:
        """Rows whose text has this hash, found without reading all."""
        order, text = self._by_text, self.numbers.text
        at, rows = bisect_left(order, key, key=text.item), list[int]()
        while at < len(order) and int(text[order[at]]) == key:
            rows.append(int(order[at]))
            at += 1
        return rows

    @cached_property
    def store(self) -> FilteredStore:
        """The vector store."""
        return self._engine.open(self.folder)

    @cached_property
    def vectors(self) -> NDArray[np.float16]:
        """Vectors, shape (rows, dimension), memory-mapped."""
        return open_array(self.folder / VECTORS_FILE, scattered=True)

    @cached_property
    def sample(self) -> NDArray[np.float32]:
        """Vectors of at most ``_SAMPLE`` rows, evenly spaced: what passages here are like in general."""
        return np.asarray(self.vectors[:: max(1, self.rows // _SAMPLE)][:_SAMPLE], np.float32)

    @cached_property
    def _ids(self) -> tuple[NDArray[np.int64], NDArray[np.uint8]]:
        return open_array(self.folder / "ids.starts.npy"), open_array(self.folder / "ids.bytes.npy")

    def clause_id(self, row: int) -> str:
        """The id of the clause in a row."""
        starts, data = self._ids
        return str(data[starts[row] : starts[row + 1]].tobytes(), "utf-8")

    def rows_with(self, needles: Sequence[bytes]) -> NDArray[np.int64]:
        """Rows, ascending, whose clause id in UTF-8 holds one of these."""
        starts, data = self._ids
        pattern = re.compile(b"|".join(re.escape(needle) for needle in needles))
        found = [match.start() for match in pattern.finditer(data.data)]
        return np.unique(np.searchsorted(starts, found, side="right") - 1)

    @cached_property
    def part_of_row(self) -> NDArray[np.int32]:
        """Index into ``parts`` for every row."""
        return np.repeat(np.arange(len(self.parts), dtype=np.int32), [part.count for part in self.parts])

    def nearest(
        self, vectors: NDArray[np.float32], k: int, allowed: NDArray[np.bool_] | None
    ) -> tuple[NDArray[np.float32], NDArray[np.int64]]:
        """Scores and rows of the best ``k``, exact when few are allowed; −inf and −1 past the end. Shapes (queries, k)."""
        if allowed is not None and int(allowed.sum()) < min(IVF_ROWS, self.rows // 4):
            from indexer.stores.flat import FlatStore

            some = np.flatnonzero(allowed)
            scores, rows = FlatStore(self.vectors[some]).search(vectors, k)
            return scores, np.where(rows < 0, -1, some[np.maximum(rows, 0)] if len(some) else -1)
        return self.store.search(vectors, k, allowed)

    def sized_wrong(self) -> tuple[str, ...]:
        """Names of files that are missing or of another size than written; quick enough for every opening."""
        found = []
        for name, (size, _) in self._files.items():
            file = self.folder / name
            if not file.exists() or file.stat().st_size != size:
                found.append(name)
        return tuple(found)

    def damage(self) -> tuple[str, ...]:
        """Names of files that are missing or changed."""
        wrong = self.sized_wrong()
        changed = (
            n for n, (_, check) in self._files.items() if n not in wrong and files.checksum(self.folder / n) != check
        )
        return (*wrong, *changed)


def text_key(text: str) -> int:
    """64-bit hash of a text's letters: spaces and punctuation aside, equal texts have equal keys."""
    letters = "".join(character for character in fold(text) if character.isalnum())
    return int.from_bytes(hashlib.blake2b(letters.encode(), digest_size=8).digest(), "little")


def write(
    home: Path,
    parts: Sequence[Part],
    entries: Sequence[Entry],
    vectors: NDArray[np.float32],
    tokens: Tokens,
    engine: VectorEngine = LOCAL,
) -> str:
    """Write a segment of these clauses, in the order of the parts; returns its name."""
    texts = [fold(entry.clause.text) for entry in entries]
    contexts = [fold(entry.context) for entry in entries]
    postings = {
        WORDS: bm25.build(tokens.words(text) for text in texts),
        GRAMS: bm25.build(bigrams(text) for text in texts),
        CONTEXT: bm25.build(bigrams(context) for context in contexts),
    }
    numbers = Rows(
        np.array([_flags(entry) for entry in entries], np.uint8),
        np.array([text_key(entry.clause.text) for entry in entries], np.uint64),
        np.array([len(entry.clause.text) for entry in entries], np.int32),
    )
    ids = [entry.clause.id for entry in entries]
    return _write(home, parts, ids, postings, numbers, vectors.astype(np.float16), engine)


def _flags(entry: Entry) -> int:
    clause = entry.clause
    flags = RowFlag.TABLE_ROW * clause.table_row | RowFlag.FRAGMENT * clause.fragment
    flags |= RowFlag.NORM * norms.is_norm(norms.named(entry.title, clause))
    return int(flags | RowFlag.SHORT * (len(clause.text.strip()) < 12))


def merge(home: Path, segments: Sequence[tuple[Segment, NDArray[np.bool_]]], engine: VectorEngine = LOCAL) -> str:
    """Write one segment of the rows marked alive in each of these, in order; returns its name."""
    parts, ids, first = [], list[str](), 0
    for segment, alive in segments:
        for part in segment.parts:
            if part.count and not alive[part.first]:
                continue
            parts.append(Part(part.doc_id, part.revision, first, part.count, part.names))
            first += part.count
        ids += [segment.clause_id(int(row)) for row in np.flatnonzero(alive)]
    postings = {
        family: bm25.merge([(segment.postings[family], alive) for segment, alive in segments]) for family in FAMILIES
    }
    flags, text, length = (
        np.concatenate([getattr(segment.numbers, name)[alive] for segment, alive in segments]) for name in _NUMBERS
    )
    vectors = np.concatenate([segment.vectors[alive] for segment, alive in segments])
    return _write(home, parts, ids, postings, Rows(flags, text, length), vectors, engine)


def _write(
    home: Path,
    parts: Sequence[Part],
    ids: Sequence[str],
    postings: dict[str, bm25.Postings],
    numbers: Rows,
    vectors: NDArray[np.float16],
    engine: VectorEngine,
) -> str:
    name = f"segment-{uuid.uuid4().hex[:12]}"
    beside = home / f"{name}.part"
    beside.mkdir(parents=True)
    encoded = [clause_id.encode("utf-8") for clause_id in ids]
    np.save(beside / "ids.starts.npy", np.cumsum([0, *map(len, encoded)], dtype=np.int64))
    np.save(beside / "ids.bytes.npy", np.frombuffer(b"".join(encoded), np.uint8))
    for family, found in postings.items():
        found.save(beside, family)
    for part in _NUMBERS:
        np.save(beside / f"row.{part}.npy", getattr(numbers, part))
    np.save(beside / _BY_TEXT, np.argsort(numbers.text, kind="stable").astype(np.int32))
    np.save(beside / VECTORS_FILE, vectors)
    engine.build(beside, vectors)
    card = {
        "rows": len(ids),
        "parts": [[p.doc_id, p.revision, p.first, p.count, p.names] for p in parts],
        "files": {file.name: [file.stat().st_size, files.checksum(file)] for file in sorted(beside.iterdir())},
    }
    (beside / _CARD).write_text(json.dumps(card, ensure_ascii=False), encoding="utf-8")
    files.publish(beside, home / name)
    return name
