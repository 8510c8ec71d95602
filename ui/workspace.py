"""The composition root: the only place that chooses embedder, index, checklists and data, and wires them together."""

from __future__ import annotations

import hashlib
import os
import shutil
from collections import OrderedDict
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property, partial
from pathlib import Path
from threading import RLock
from typing import TYPE_CHECKING, Any

import corpus
from kb.errors import LibraryError, YuanfangError
from kb.library.store import DocumentRecord, Library, file_sha256
from kb.model import Document, Hit, Parsed, Review, SearchFilters, SearchResult
from kb.ports import ClauseSearch, Embedder, Progress
from ui import libraries
from ui.intake import Taken, parser_version, take_in
from ui.open_library import OpenLibrary, Shelf
from ui.reading import ReadPlan, read_all
from ui.settings import Settings, cache_folder
from ui.shipped import Shipped
from ui.sources import ReadJob

if TYPE_CHECKING:
    from indexer.incidents import IncidentSearch
    from indexer.index import HybridIndex
    from indexer.stores import VectorEngine
    from indexer.tokens import Tokens
    from kb.drafting.model import Draft
    from kb.facts.sheet import FactSheet
    from kb.review.origins.copies import PlanShelf
    from kb.training.model import Procedure
    from kb.training.store import ProcedureStore
    from ui.jobs import Jobs
    from ui.workers import Workers


_OPEN = 24
"""So many libraries are held open; the one not used for longest is let go."""

_TOLD: ContextVar[Progress | None] = ContextVar("told", default=None)


def quiet(_stage: str, _done: int, _total: int) -> None:
    """Progress that nobody watches."""


def font_file() -> Path:
    """The font for pictures: Noto Sans CJK SC with the signs of GB 2312."""
    return corpus.folder("font") / "NotoSansCJKsc-GB2312.otf"


class Workspace(Shipped):
    """Everything one user works with; parts are made when first asked for.

    ``progress`` is told of anything that may take longer than a moment.
    """

    def __init__(self, home: Path, *, progress: Progress = quiet) -> None:
        super().__init__(corpus)
        self.home = home
        self._progress = progress
        self.workers: Workers | None = None
        self._libraries: OrderedDict[str, OpenLibrary] = OrderedDict()
        self._opening = RLock()

    @property
    def progress(self) -> Progress:
        """Who is told how far long work has come: whoever asked in this request or job, else who opened the workspace."""
        return _TOLD.get() or self._progress

    @contextmanager
    def telling(self, progress: Progress) -> Iterator[None]:
        """What is done within is told to ``progress``; other requests are not touched."""
        token = _TOLD.set(progress)
        try:
            yield
        finally:
            _TOLD.reset(token)

    @cached_property
    def jobs(self) -> Jobs:
        """Long work on this library that goes on when its page is left."""
        from ui.jobs import Jobs

        return Jobs()

    # ------------------------------------------------------------------ data and adapters

    @cached_property
    def settings(self) -> Settings:
        """The user's choices."""
        return Settings.load(self.home)

    def change_settings(self, settings: Settings) -> None:
        """Save other choices and forget what was built on the old ones."""
        self.home.mkdir(parents=True, exist_ok=True)
        settings.save(self.home)
        self.forget()

    def forget(self) -> None:
        """Open settings, libraries and model anew when next asked for: something else lies there now."""
        for name in ("settings", "embedder", "samples", "_sample_procedures"):
            self.__dict__.pop(name, None)
        self._libraries.clear()

    @cached_property
    def tokens(self) -> Tokens:
        """Segmentation with the terms of the field."""
        from indexer.tokens import Tokens

        terms = corpus.resource("terms", "domain_terms.txt").read_text(encoding="utf-8")
        synonyms = corpus.resource("terms", "synonyms.toml").read_text(encoding="utf-8")
        return Tokens(terms, synonyms, cache_folder=cache_folder())

    @cached_property
    def embedder(self) -> Embedder:
        """The default model, or the folder named in the settings: one of our own form, else of sentence-transformers."""
        folder = self.settings.model_folder or self.default_model_folder
        if (folder / "model.toml").exists() or self.settings.model_folder is None:
            from indexer.embedders.onnx import OnnxEmbedder

            return OnnxEmbedder(folder, cache_folder=cache_folder())
        from indexer.embedders.sentence_transformers import SentenceTransformersEmbedder

        return SentenceTransformersEmbedder(folder, cache_folder=cache_folder())

    # ------------------------------------------------------------------ libraries

    def _shelf(self, home: Path, *, samples: bool) -> Shelf:
        from indexer.index import HybridIndex

        library = Library(home, samples=samples)
        cues, engine = _ElementCues(self), self._vector_engine(home / "index", samples=samples)
        index = HybridIndex(home / "index", library, self.embedder, self.tokens, element_cues=cues, engine=engine)
        return Shelf(library, index)

    def _vector_engine(self, folder: Path, *, samples: bool) -> VectorEngine:
        """Milvus when the settings name it; the starter library always stays in its folder."""
        if samples or not self.settings.milvus_uri:
            from indexer.stores import LOCAL

            return LOCAL
        from indexer.stores.milvus import MilvusEngine

        return MilvusEngine(self.settings.milvus_uri, folder, token=self.settings.milvus_token)

    @property
    def place(self) -> Path:
        """The folder of the library in use; people, drafts and settings are in ``home``."""
        return libraries.place(self.home, libraries.in_use())

    @property
    def _library(self) -> OpenLibrary:
        """The library in use (``ui.libraries``)."""
        name = libraries.in_use()
        with self._opening:
            held = self._libraries.get(name)
            if held is None or (name and not held.is_same()):
                shelf = partial(self._shelf, samples=False)
                self._libraries[name] = OpenLibrary(self.place, shelf, lambda *step: self.progress(*step))
            self._libraries.move_to_end(name)
            if len(self._libraries) > _OPEN:
                self._libraries.popitem(last=False)
            return self._libraries[name]

    def let_go(self, name: str) -> None:
        """Close a library."""
        with self._opening:
            held = self._libraries.pop(name, None)
        if held is not None:
            held.close()

    @property
    def own(self) -> Shelf:
        """The user's own library, its index brought up to date when it is opened."""
        return self._library.current

    @cached_property
    def samples(self) -> Shelf:
        """The starter library, made in the user's cache when first asked for."""
        shelf = self._shelf(self._sample_home(), samples=True)
        if shelf.index.is_damaged():
            shelf.index.verify(repair=True)
        if shelf.index.is_behind():  # made by an older version whose segments were laid out otherwise
            shelf.index.refresh(self.progress)
        return shelf

    def _sample_home(self) -> Path:
        files = self.sample_files
        seen = hashlib.sha256(f"{self.embedder.model_id} {parser_version()} {self.tokens.identity}".encode())
        for file in files:
            seen.update(file.name.encode() + file_sha256(file).encode())
        home = cache_folder() / f"samples-{seen.hexdigest()[:16]}"
        if home.exists():
            return home
        beside = home.with_name(f"{home.name}.{os.getpid()}")
        try:
            beside.mkdir(parents=True, exist_ok=True)
            shelf = self._shelf(beside, samples=True)
            for number, _ in enumerate(take_in(shelf.library, [_job(file) for file in files]), start=1):
                self.progress("samples", number, len(files))
            shelf.index.refresh(self.progress)
            shelf.index.close()
            shelf.library.close()
            beside.rename(home)
        except OSError as error:
            if not home.exists():
                raise LibraryError("cache_unwritable", path=cache_folder(), reason=error.strerror or error) from error
        finally:
            shutil.rmtree(beside, ignore_errors=True)
        return home

    def shows_samples(self) -> bool:
        """Whether the starter library is open: by the switch, else until the user has a document of their own."""
        if self.settings.show_samples is not None:
            return self.settings.show_samples
        return not self.own.library.document_records()

    # ------------------------------------------------------------------ taking documents in

    def ingest(
        self, jobs: Sequence[ReadJob], processes: int | None = None, plan: ReadPlan | None = None
    ) -> Iterator[Taken]:
        """Read files into the user's library, yielding what became of each; the index follows at the end, and new past events are
        embedded then rather than by whoever first searches them."""
        events = False
        for taken in take_in(self.own.library, jobs, processes, plan):
            events |= any(record.incident_count for record in taken.records)
            yield taken
        self._library.refresh()
        if events:
            self.incident_search(samples=False).prepare(self.progress)

    def correct(self, doc_id: str, changes: Mapping[str, str | None]) -> tuple[str, ...]:
        """Put a document's description right; the index follows. Returns the fields that changed."""
        changed = self.own.library.correct(doc_id, changes)
        if changed:
            self._library.refresh()
        return changed

    def put_back(self, trash_id: int) -> tuple[str, ...]:
        """Bring a removed file back as it was; the index follows. Returns its document ids."""
        back = self.own.library.put_back(trash_id)
        self._library.refresh()
        return back

    def remove(self, doc_id: str, by: str = "") -> tuple[str, ...]:
        """Put a document and the other parts of its file into the trash; returns the ids removed."""
        gone = self.own.library.remove(doc_id, by)
        if not gone:
            raise LibraryError("unknown_document", doc_id=doc_id)
        self._library.refresh()
        return gone

    # ------------------------------------------------------------------ asking

    def search(self, query: str, k: int, filters: SearchFilters | None, *, samples: bool) -> SearchResult:
        """The best ``k`` clauses of the user's library, and of the starter library when ``samples``."""
        result = self.own.index.search(query, k, filters)
        if not samples:
            return result
        extra = self.samples.index.search(query, k, filters)
        answering = [each for each in (result, extra) if each.answerable] or [result, extra]
        merged = sorted((hit for each in answering for hit in each.hits), key=lambda hit: -hit.score)[:k]
        return SearchResult(
            query, result.answerable or extra.answerable, _ranked(merged), result.milliseconds + extra.milliseconds
        )

    def incident_search(self, *, samples: bool) -> IncidentSearch:
        """The past events of the user's library, and of the starter library when ``samples``."""
        from indexer.incidents import IncidentSearch

        if samples not in self._library.incident_searches:
            shelves = [self.open_library(), *([self.samples.library] if samples else [])]
            self._library.incident_searches[samples] = IncidentSearch(shelves, self.embedder, self.tokens)
        return self._library.incident_searches[samples]

    def drafting_search(self, facts: FactSheet, *, samples: bool = False) -> ClauseSearch:
        """Where candidates for a draft come from: samples only for a unit that is itself a sample, or when asked."""
        return _DraftingSearch(self, samples or facts.unit.sample)

    def procedure(self, record: DocumentRecord) -> Procedure:
        """What a document prescribes, read once and kept beside its library."""
        library = self.library_of(sample=record.sample)
        store = self._sample_procedures if record.sample else self._library.procedures
        return store.get(record.doc_id, record.revision) or store.put(library.document(record.doc_id), record.revision)

    @cached_property
    def _sample_procedures(self) -> ProcedureStore:
        from kb.training.store import ProcedureStore

        return ProcedureStore(self.samples.library.home / "training")

    def place_names_of_library(self) -> tuple[str, ...]:
        """Regions of the user's documents and names in their titles, which must not be left in a draft of another place."""
        from kb.drafting.places import names_in_title

        records = self.own.library.document_records()
        named = {name for record in records if record.plan_type for name in names_in_title(record.title)}
        return tuple(named | {record.region for record in records if record.region})

    def library_of(self, *, sample: bool) -> Library:
        """The library that holds a hit."""
        return self.samples.library if sample else self.own.library

    # ------------------------------------------------------------------ checking

    @property
    def outdated_citations(self) -> dict[tuple[str, int], dict[str, int]]:
        """What plans cite in past editions, by document id and revision, as far as it was asked (``ui.statistics``)."""
        return self._library.outdated_citations

    @property
    def other_plans(self) -> PlanShelf | None:
        """The plans of the user's library as a check looks them up; None where there are none."""
        return self._library.other_plans.get()

    def review(
        self, document: Document, plan_type: str | None = None, unit: str = "", *, procedures: bool = False
    ) -> Review:
        """The verdicts and findings on one document, compared with the plans of the user's library.

        ``unit`` names whose plan it is; ``procedures`` adds what its procedures leave hanging (notices without receiver …).
        """
        made: Review = self.apart(_reviewed, document, plan_type, unit, procedures)
        return made

    def review_draft(self, draft: Draft) -> Review:
        """The verdicts and findings on a draft as it stands."""
        made: Review = self.apart(_draft_reviewed, draft)
        return made

    def apart(self, work: Callable[..., Any], *arguments: Any, **named: Any) -> Any:
        """``work(workspace, …)``: in a process of its own where the workspace serves pages, else here and now.

        ``work`` is a function of a module; arguments and result are copied.
        """
        if self.workers is None:
            return work(self, *arguments, **named)
        return self.workers.run(self.home, work, *arguments, **named)

    # ------------------------------------------------------------------ care

    def open_library(self) -> Library:
        """The user's library without bringing the index up to date."""
        return self._library.bare.library

    def open_index(self) -> HybridIndex:
        """The index as it stands."""
        return self._library.bare.index

    def rebuild(self) -> None:
        """Build the index of every library anew with the model and terms of today."""
        for name in (libraries.PUBLIC, *libraries.names(self.home)):
            with libraries.using(name):
                self.open_index().rebuild(self.progress)

    def read(
        self, jobs: Sequence[ReadJob], plan: ReadPlan | None = None
    ) -> Iterator[tuple[ReadJob, Parsed | YuanfangError]]:
        """Parse files without touching any library."""
        return read_all(jobs, plan=plan)


def _reviewed(workspace: Workspace, document: Document, plan_type: str | None, unit: str, procedures: bool) -> Review:
    from kb.review import review

    made = review(
        document, workspace.checklists, workspace.register, plan_type=plan_type, today=date.today(),
        others=workspace.other_plans, unit=unit,
    )  # fmt: skip
    if not procedures or made.plan_type is None:
        return made
    from kb.training.extract import extract
    from kb.training.pairs import findings

    return replace(made, findings=(*made.findings, *findings(extract(document))))


def _draft_reviewed(workspace: Workspace, draft: Draft) -> Review:
    from kb.drafting.document import as_document, written
    from kb.review import review

    document = as_document(written(draft))
    lists, register = workspace.checklists, workspace.register
    return review(document, lists, register, plan_type=draft.plan_type, today=date.today(), whole=False)


class _ElementCues(Mapping[str, tuple[str, ...]]):
    """The cues of checklist items, read when a search first filters by one."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace

    def __getitem__(self, item: str) -> tuple[str, ...]:
        return self._workspace.checklists.item(item).cues

    def __iter__(self) -> Iterator[str]:
        return (item.id for item in self._workspace.checklists.items)

    def __len__(self) -> int:
        return len(self._workspace.checklists.items)

    def __bool__(self) -> bool:
        return True


@dataclass(frozen=True, slots=True)
class _DraftingSearch:
    """The port that drafting asks, over the libraries that a draft may cite."""

    workspace: Workspace
    samples: bool

    def search(self, query: str, k: int = 10, filters: SearchFilters | None = None) -> SearchResult:
        return self.workspace.search(query, k, filters, samples=self.samples)


def _ranked(hits: Sequence[Hit]) -> tuple[Hit, ...]:
    return tuple(replace(hit, rank=rank) for rank, hit in enumerate(hits, start=1))


def _job(file: Path) -> ReadJob:
    return ReadJob(file, f"sample:{file.name}", file.name, file.stem)
