"""The hybrid index of one library: kept up to date in immutable segments, searched by words, bigrams and meaning."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from indexer import bm25, filters, generations, mapped, reference, segments
from indexer.candidates import aside
from indexer.fusion import Fusion, default_fusion
from indexer.generations import Generation, Member
from indexer.question import Frequency, Question, understand
from indexer.ranking import Catalogue, Ranking
from indexer.segments import Entry, Part, Segment
from indexer.stores import LOCAL, VectorEngine
from indexer.tokens import Tokens
from kb.errors import IndexingError, InputError
from kb.library.store import DocumentRecord
from kb.model import Clause, Document, SearchFilters, SearchResult
from kb.ports import Embedder, Progress

SEGMENT_CLAUSES = 50_000
"""A refresh writes at most so many clauses into one segment, which bounds its memory."""
_MANY_SEGMENTS = 8
_MERGED_AT_ONCE = 10_000
"""Merging so many clauses takes a moment only, so that whoever adds one document need not wait for more."""
_LOCK_SECONDS = 60
_DAMAGE = (OSError, ValueError, KeyError, TypeError, IndexError)


class IndexedLibrary(Protocol):
    """What the index asks of a library; ``kb.library.store.Library`` has it."""

    @property
    def sequence(self) -> int:
        """Number of changes so far."""

    def revisions(self) -> dict[str, int]:
        """Revision of every document."""

    def document_records(self) -> tuple[DocumentRecord, ...]:
        """All documents without their texts."""

    def document(self, doc_id: str) -> Document:
        """A document with its clauses."""

    def clauses_of(self, doc_id: str) -> tuple[Clause, ...]:
        """The clauses of a document in reading order."""

    def clauses(self, clause_ids: Sequence[str]) -> dict[str, Clause]:
        """Clauses by id."""


@dataclass(frozen=True, slots=True)
class View:
    """One generation opened: segments, which of their rows live (None: all), and the parts that do."""

    generation: Generation
    segments: tuple[Segment, ...]
    alive: tuple[NDArray[np.bool_] | None, ...]

    def parts(self) -> Iterator[Part]:
        """The documents that can be found."""
        for segment, member in zip(self.segments, self.generation.members, strict=True):
            yield from (part for part in segment.parts if part.doc_id not in member.dead)


class HybridIndex:
    """The index in ``folder`` over ``library``. Searching needs no lock and always sees one whole generation.

    ``element_cues`` maps checklist item ids to words that tell of them, for the filter ``element``.
    Raises IndexingError: ``index_other_model`` (built with another model or other terms; ``refresh(rebuild=True)`` makes it
    anew), ``index_old_format`` (by an older version; ``refresh`` makes it anew), ``index_damaged`` (``verify(repair=True)``), ``index_busy`` (another process is writing), ``index_unwritable``.
    """

    def __init__(
        self,
        folder: Path,
        library: IndexedLibrary,
        embedder: Embedder,
        tokens: Tokens,
        *,
        element_cues: filters.Cues | None = None,
        fusion: Fusion | None = None,
        engine: VectorEngine = LOCAL,
    ) -> None:
        self._folder = folder
        self._library = library
        self._embedder = embedder
        self._tokens = tokens
        self._cues: filters.Cues = element_cues or {}
        self._fusion = fusion or default_fusion()
        self._engine = engine
        self._view: View | None = None
        self._stamp: tuple[int, ...] | None = None
        self._catalogue: tuple[int, int, Catalogue] | None = None

    # ------------------------------------------------------------------ searching

    def search(self, query: str, k: int = 10, filters: SearchFilters | None = None) -> SearchResult:
        """The best ``k`` clauses for a query, identical texts as one hit.

        Raises InputError("empty_query") when the query holds no letter or digit, InputError("bad_count") when ``k`` < 1,
        IndexingError as the class says.
        """
        if k < 1:
            raise InputError("bad_count", value=k)
        started = time.perf_counter()
        wanted = filters or SearchFilters()
        try:
            question = self.question(query)
            vector = aside(self.embed, question.text)
            hits, answerable = self.ranking(wanted).run(question, vector, k, wanted, self._tokens.synonyms)
        except OSError as error:  # swept away by a writer since it was opened, or the disk fails
            self._view = None
            raise IndexingError("index_damaged", path=self._folder, reason=error) from error
        mapped.give_back()
        elapsed = (time.perf_counter() - started) * 1000
        return SearchResult(query, answerable, hits, round(elapsed, 1))

    def question(self, query: str) -> Question:
        """How a query is understood."""
        return understand(query, self._tokens, self._tokens.synonyms, _frequency(self._open()))

    def embed(self, text: str) -> NDArray[np.float32]:
        """The vector of a query, shape (dimension,)."""
        return np.asarray(self._embedder.embed_queries([text])[0], np.float32)

    def ranking(self, wanted: SearchFilters) -> Ranking:
        """One search over the generation in force, under these filters."""
        view = self._open()
        masks, sieve = self._masks(view, wanted)
        fusion = self._fusion.used_with(self._embedder.model_id)
        return Ranking(view.segments, masks, sieve, self._library, self._catalogue_of(view), fusion)

    def _open(self) -> View:
        stamp = generations.stamp(self._folder)
        if self._view is None or stamp is None or stamp != self._stamp:
            self._view, self._stamp = self._newest(), stamp
        return self._view

    def _newest(self) -> View:
        generation = self._current()
        if generation is None:
            if generations.is_old(self._folder):
                raise IndexingError("index_old_format", path=self._folder)
            return View(Generation(0, -1, *self._built_with()), (), ())
        if self._view is None or self._view.generation != generation:
            if generation.built_with != self._built_with():
                raise IndexingError("index_other_model", path=self._folder, built_with=generation.model_id)
            return self._load(generation)
        return self._view

    def _current(self) -> Generation | None:
        try:
            return generations.current(self._folder)
        except generations.OldFormatError:
            return None
        except _DAMAGE as error:
            raise IndexingError("index_damaged", path=self._folder, reason=error) from error

    def _load(self, generation: Generation) -> View:
        known = {segment.name: segment for segment in self._view.segments} if self._view else {}
        try:
            opened = tuple(known.get(member.name) or self._segment(member) for member in generation.members)
            wrong = [f"{segment.name}/{name}" for segment in opened for name in segment.sized_wrong()]
            if wrong:
                raise ValueError(wrong[0])
        except _DAMAGE as error:
            raise IndexingError("index_damaged", path=self._folder, reason=error) from error
        alive = tuple(_alive(segment, member.dead) for segment, member in zip(opened, generation.members, strict=True))
        return View(generation, opened, alive)

    def _segment(self, member: Member) -> Segment:
        return Segment(self._folder / member.name, self._engine)

    def _built_with(self) -> tuple[str, int, str]:
        return self._embedder.model_id, self._embedder.dimension, self._tokens.identity

    def _masks(
        self, view: View, wanted: SearchFilters
    ) -> tuple[tuple[NDArray[np.bool_] | None, ...], filters.ClauseFilter]:
        sieve = filters.ClauseFilter(wanted, self._cues)
        if wanted == SearchFilters():
            return view.alive, sieve
        allowed = filters.allowed_documents(self._library.document_records(), wanted)
        masks = []
        for segment, alive in zip(view.segments, view.alive, strict=True):
            by_part = np.array([part.doc_id in allowed for part in segment.parts], bool)
            mask = by_part[segment.part_of_row]
            if alive is not None:
                mask &= alive
            if sieve.active:
                mask &= sieve.mask(segment)
            masks.append(mask)
        return tuple(masks), sieve

    def _catalogue_of(self, view: View) -> Catalogue:
        key = self._library.sequence, view.generation.number
        if self._catalogue is None or self._catalogue[:2] != key:
            names = {part.doc_id: part.names for part in view.parts()}
            self._catalogue = (*key, Catalogue(self._library.document_records(), names))
        return self._catalogue[2]

    def close(self) -> None:
        """Let go of the opened files; the next search opens them again."""
        self._view = None
        self._catalogue = None

    # ------------------------------------------------------------------ writing

    def rebuild(self, progress: Progress | None = None) -> None:
        """Make the index anew with the model and terms of today."""
        self.refresh(progress, rebuild=True)

    def is_behind(self) -> bool:
        """Whether the library has changed since the generation in force was made."""
        generation = self._current()
        return (generation.sequence if generation else 0) != self._library.sequence

    def refresh(self, progress: Progress | None = None, *, rebuild: bool = False) -> bool:
        """Bring the index to the library's state; true when anything changed.

        New and changed documents go into new segments, gone ones under tombstones; all becomes visible at once.
        """
        with self._writing():
            sequence, revisions = self._library.sequence, self._library.revisions()
            generation = self._generation_to_continue(rebuild)
            members, indexed = self._buried(generation, revisions)
            missing = [doc_id for doc_id in sorted(revisions) if doc_id not in indexed]
            unchanged = not missing and members == generation.members
            if unchanged and generation.sequence == sequence and not rebuild:
                return False
            written = tuple(Member(name) for name in self._write_segments(missing, revisions, progress))
            members = self._merged((*members, *written), written)
            made = Generation(generation.number + 1, sequence, *self._built_with(), members)
            generations.publish(self._folder, made)
            self._view = None
            self._engine.remove(generations.sweep(self._folder, made))
            return True

    def _generation_to_continue(self, rebuild: bool) -> Generation:
        try:
            generation = self._current()
        except IndexingError:
            if not rebuild:
                raise
            generation = generations.last_readable(self._folder)
        number = generation.number if generation else 0
        if generation is None or rebuild:
            return Generation(number, -1, *self._built_with())
        if generation.built_with != self._built_with():
            raise IndexingError("index_other_model", path=self._folder, built_with=generation.model_id)
        return generation

    def _buried(self, generation: Generation, revisions: Mapping[str, int]) -> tuple[tuple[Member, ...], set[str]]:
        """The members with tombstones for what is gone or changed, and the ids that are up to date."""
        members, indexed = [], set[str]()
        for member, segment in zip(generation.members, self._load(generation).segments, strict=True):
            dead = set(member.dead)
            for part in segment.parts:
                if revisions.get(part.doc_id) != part.revision or part.doc_id in indexed:
                    dead.add(part.doc_id)
                elif part.doc_id not in dead:
                    indexed.add(part.doc_id)
            if len(dead) < len(segment.parts):
                members.append(Member(member.name, tuple(sorted(dead))))
        return tuple(members), indexed

    def _write_segments(
        self, doc_ids: Sequence[str], revisions: Mapping[str, int], progress: Progress | None
    ) -> Iterator[str]:
        """Write the documents into segments; yields their names."""
        parts, entries, ahead = list[Part](), list[Entry](), len(doc_ids)
        for doc_id in doc_ids:
            document = self._library.document(doc_id)
            names = reference.names_of(document)
            parts.append(Part(doc_id, revisions[doc_id], len(entries), len(document.clauses), names))
            entries += [Entry(clause, document.title) for clause in document.clauses]
            ahead -= 1
            if len(entries) >= SEGMENT_CLAUSES or not ahead:
                vectors = self._embedder.embed_passages([entry.passage for entry in entries], progress)
                yield self._write_segment(parts, entries, vectors)
                parts, entries = [], []

    def _write_segment(self, parts: Sequence[Part], entries: Sequence[Entry], vectors: NDArray[np.float32]) -> str:
        try:
            return segments.write(self._folder, parts, entries, vectors, self._tokens, self._engine)
        except OSError as error:
            raise IndexingError("index_unwritable", path=self._folder, reason=error) from error

    def _merged(self, members: tuple[Member, ...], written: Sequence[Member]) -> tuple[Member, ...]:
        """Members with the small segments, when they have become many, or those mostly dead made into one.

        Whoever wrote little merges little, unless there are more than twice as many.
        """
        opened = [(member, self._segment(member)) for member in members]
        live = {m.name: sum(part.count for part in s.parts if part.doc_id not in m.dead) for m, s in opened}
        poor = [pair for pair in opened if live[pair[0].name] < pair[1].rows // 2]
        chosen = poor
        if len(opened) > _MANY_SEGMENTS:
            small = sorted(opened, key=lambda pair: live[pair[0].name])
            most = None
            if len(opened) <= 2 * _MANY_SEGMENTS:
                most = max(_MERGED_AT_ONCE, 4 * sum(live[member.name] for member in written))
            chosen = small[: _worth_merging([live[member.name] for member, _ in small], most)] or poor
        if not chosen:
            return members
        gone = {member.name for member, _ in chosen}
        rows = [(segment, _living_rows(segment, member.dead)) for member, segment in chosen]
        merged = (
            Member(segments.merge(self._folder, rows, self._engine)) if any(alive.any() for _, alive in rows) else None
        )
        kept = tuple(member for member in members if member.name not in gone)
        return (*kept, merged) if merged else kept

    @contextmanager
    def _writing(self) -> Iterator[None]:
        from filelock import FileLock, Timeout

        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            with FileLock(self._folder / "index.lock", timeout=_LOCK_SECONDS):
                yield
        except Timeout as error:
            raise IndexingError("index_busy", path=self._folder) from error
        except PermissionError as error:
            raise IndexingError("index_unwritable", path=self._folder, reason=error.strerror) from error

    # ------------------------------------------------------------------ health

    def is_damaged(self) -> bool:
        """Whether files of the generation in force are missing, cut short or unreadable; quick enough for every start."""
        try:
            self._open()
        except IndexingError as error:
            return error.code == "index_damaged"
        return False

    def status(self) -> dict[str, int | str | bool]:
        """What the index holds: generation, segments, clauses, dead rows, bytes, model and terms it was built with.

        ``fresh``: it shows the library's present state; ``matches``: it was built with the model and terms of today.
        """
        generation = self._current() or Generation(0, 0, *self._built_with())
        view = self._load(generation)
        rows = sum(segment.rows for segment in view.segments)
        living = sum(part.count for part in view.parts())
        return {
            "generation": generation.number,
            "segments": len(view.segments),
            "clauses": living,
            "dead": rows - living,
            "bytes": sum(file.stat().st_size for segment in view.segments for file in segment.folder.iterdir()),
            "model": generation.model_id,
            "terms": generation.terms_hash,
            "fresh": generation.sequence == self._library.sequence,
            "matches": generation.built_with == self._built_with(),
        }

    def verify(self, *, repair: bool = False) -> tuple[str, ...]:
        """Faults found, as ``code:detail``; ``repair`` drops damaged segments and indexes their documents again."""
        found = list[str]()
        sound = list[Member]()
        try:
            generation = self._current()
        except IndexingError as error:
            found.append(f"manifest:{error.params['reason']}")
            generation = generations.last_readable(self._folder)
        if generation is None:
            if generations.is_old(self._folder):
                found.append("old_format")
            if repair and found:
                self.rebuild()
            return tuple(found)
        if generation.built_with != self._built_with():
            found.append(f"other_model:{generation.model_id}")
        for member in generation.members:
            try:
                faults = [f"segment:{member.name}/{name}" for name in self._segment(member).damage()]
            except _DAMAGE as error:
                faults = [f"segment:{member.name}: {error}"]
            found += faults
            if not faults:
                sound.append(member)
        if repair and found:
            with self._writing():
                members = tuple(sound)
                made = Generation(generation.number + 1, -1, *generation.built_with, members)
                generations.publish(self._folder, made)
                self._view = None
            self.refresh(rebuild=generation.built_with != self._built_with())
        return tuple(found)


def _alive(segment: Segment, dead: Sequence[str]) -> NDArray[np.bool_] | None:
    return _living_rows(segment, dead) if dead else None


def _living_rows(segment: Segment, dead: Sequence[str]) -> NDArray[np.bool_]:
    gone = frozenset(dead)
    by_part = np.array([part.doc_id not in gone for part in segment.parts], bool)
    return by_part[segment.part_of_row]


def _worth_merging(sizes: Sequence[int], most: int | None) -> int:
    """How many of the segments, smallest first, are worth merging: none much larger than those before it together.

    ``most`` rows together at most; 0 when there are no two such segments.
    """
    total = count = 0
    for size in sizes:
        if (count >= 2 and size > 4 * total) or (most is not None and total + size > most):
            break
        total, count = total + size, count + 1
    return count if count >= 2 else 0


def _frequency(view: View) -> Frequency:
    families = (segments.GRAMS, segments.CONTEXT)
    postings = [segment.postings[family] for segment in view.segments for family in families]
    known: dict[str, int] = {}

    def frequency(pair: str) -> int:
        if pair not in known:
            known[pair] = bm25.frequencies(postings, [pair])[pair]
        return known[pair]

    return frequency
