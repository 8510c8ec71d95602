"""Material of the training desk: cards, papers, exercises, lessons and downloads, from a plan of the library or a file."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kb.errors import InputError, LibraryError
from kb.files import write_atomically
from kb.model import Clause, Document, Incident, SearchFilters
from ui import handlers, labels
from ui import training_pages as pages
from ui.sheets import add_sheet, new_book
from ui.workspace import Workspace

if TYPE_CHECKING:
    from kb.training.model import Procedure
    from kb.training.questions import Question

Json = dict[str, Any]
MAX_QUESTIONS = 500


@dataclass(frozen=True, slots=True)
class Plan:
    """A plan with its procedure; ``sample`` when it comes from the starter library, ``filed`` when it stands in a library."""

    document: Document
    procedure: Procedure
    sample: bool = False
    filed: bool = True


def open_plan(workspace: Workspace, doc: str, *, samples: bool = False) -> Plan:
    """The plan that a document id, a title, a file or a draft's file names.

    Raises LibraryError("unknown_document"), InputError("no_procedure"), and what reading a file raises.
    """
    from kb.training.extract import extract

    path = Path(doc)
    records = [
        *workspace.own.library.document_records(),
        *(workspace.samples.library.document_records() if samples else ()),
    ]
    record = next((each for each in records if each.doc_id == doc), None) or next(
        (each for each in records if doc and doc in each.title), None
    )
    if record is not None:
        library = workspace.library_of(sample=record.sample)
        found = Plan(library.document(record.doc_id), workspace.procedure(record), record.sample)
    elif path.suffix and path.exists():
        document = _draft(path) if path.suffix.lower() == ".json" else handlers.parse_one(workspace, path).documents[0]
        found = Plan(document, extract(document), filed=False)
    else:
        raise LibraryError("unknown_document", doc_id=doc)
    if not found.procedure.actions:
        raise InputError("no_procedure", title=found.document.title)
    return found


def _draft(path: Path) -> Document:
    from kb.drafting.document import as_document, written
    from kb.drafting.files import load

    return as_document(written(load(path)))


# --------------------------------------------------------------------------- cards


def cards(
    workspace: Workspace,
    doc: str,
    *,
    post: str = "",
    resident: bool = False,
    out: Path | None = None,
    samples: bool = False,
) -> Json:
    """应急处置卡 for one post or all, or the 明白卡 for residents; ``out`` is written as .docx, or as a page for a phone (.html).

    Raises InputError: ``no_post``, ``no_resident_lines``, ``no_procedure``.
    """
    from dataclasses import asdict

    from kb.training.cards import card, posts, resident_card

    plan = open_plan(workspace, doc, samples=samples)
    title = plan.document.title
    if resident:
        made = resident_card(plan.procedure, plan.document)
        if not (made.act or made.routes or made.signals):
            raise InputError("no_resident_lines", title=title)
        data: Json
        data, blocks, name = {"resident": asdict(made)}, pages.resident_blocks(made), f"{title}明白卡"
    else:
        known = posts(plan.procedure)
        wanted = [each for each in known if each == post] or [each for each in known if post and post in each]
        if post and not wanted:
            raise InputError("no_post", title=title, post=post, known="、".join(known[:12]))
        chosen = [card(plan.procedure, plan.document, each) for each in (wanted if post else known)]
        if not chosen:
            raise InputError("no_procedure", title=title)
        data, blocks, name = (
            {"cards": [asdict(each) for each in chosen]},
            pages.card_blocks(chosen),
            f"{title}应急处置卡",
        )
    return {
        "doc_id": plan.document.doc_id,
        "title": title,
        "sample": plan.sample,
        **data,
        "path": written(blocks, name, out),
    }


def blocks_of(data: Json) -> list[Any]:
    """The pages of cards that ``cards`` made, from its JSON."""
    from kb.training.cards import Card, CardLine, ResidentCard

    def lines(rows: Sequence[Json]) -> tuple[CardLine, ...]:
        return tuple(CardLine(**row) for row in rows)

    def filled(row: Json) -> Json:
        return {key: lines(value) if isinstance(value, list | tuple) else value for key, value in row.items()}

    if "resident" in data:
        return pages.resident_blocks(ResidentCard(**filled(data["resident"])))
    return pages.card_blocks([Card(**filled(row)) for row in data["cards"]])


def written(blocks: Sequence[Any], name: str, out: Path | None, *, landscape: bool = False) -> str | None:
    """Write blocks to ``out`` as .docx or .html; returns its path, None when there is none to write."""
    from kb.training.sheet import to_html, to_word

    if out is None:
        return None
    if out.suffix.lower() in (".html", ".htm"):
        write_atomically(out, to_html(blocks, name, folded=True).encode())
    else:
        write_atomically(out, to_word(blocks, name, landscape=landscape))
    return str(out)


# --------------------------------------------------------------------------- questions


def quiz(
    workspace: Workspace,
    doc: str,
    *,
    count: int = 20,
    forms: Sequence[str] = (),
    seed: int = 1,
    out: Path | None = None,
    samples: bool = False,
) -> Json:
    """Questions from a plan; ``out`` is the paper, with the key and the import workbook beside it.

    Raises InputError: ``bad_count``, ``bad_form``, ``few_questions``, ``no_procedure``.
    """
    if not 1 <= count <= MAX_QUESTIONS:
        raise InputError("bad_count", value=count)
    plan = open_plan(workspace, doc, samples=samples)
    questions = make_questions(plan, count, forms, seed)
    data: Json = {"doc_id": plan.document.doc_id, "title": plan.document.title, "sample": plan.sample, "seed": seed, "questions": [question_json(n, q) for n, q in enumerate(questions, 1)], "files": []}  # fmt: skip
    if out is not None:
        key, bank = out.with_name(f"{out.stem}-答案{out.suffix}"), out.with_suffix(".xlsx")
        written(pages.paper_blocks(plan.document.title, questions), f"{plan.document.title}测试卷", out)
        written(
            pages.key_blocks(plan.document.title, questions), f"{plan.document.title}测试卷答案", key, landscape=True
        )
        write_atomically(bank, import_workbook(questions))
        data["files"] = [str(out), str(key), str(bank)]
    return data


def make_questions(plan: Plan, count: int, forms: Sequence[str], seed: int) -> tuple[Question, ...]:
    """Questions of the wanted forms."""
    from kb.training.questions import Form
    from kb.training.quiz import make

    for form in forms:
        if form not in list(Form):
            raise InputError("bad_form", value=form)
    questions = make(plan.procedure, count, forms=[Form(form) for form in forms], seed=seed)
    if not questions:
        raise InputError("few_questions")
    return questions


def question_json(number: int, question: Question) -> Json:
    """One question with its key and the clause that says so."""
    return {
        "number": number, "form": question.form.value, "stem": pages.stem(question), "options": list(question.options), "key": question.key,
        "answer": list(question.answer), "topic": question.topic.value, "difficulty": question.difficulty, "clause_id": question.clause_id, "quote": question.quote,
    }  # fmt: skip


def import_workbook(questions: Sequence[Question]) -> bytes:
    """The questions as a workbook for question banks."""
    book = new_book()
    add_sheet(book, "试题", pages.IMPORT_HEAD, pages.import_rows(questions), (9, 50, *([22] * 6), 16, 50, 7, 12, 30))
    return book_bytes(book)


def book_bytes(book: Any) -> bytes:
    """A workbook as a file."""
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


# --------------------------------------------------------------------------- lessons and gaps

_LOOKED_AT = 20
"""Clauses of the plan that a lesson is held against."""


def lessons(
    workspace: Workspace, doc: str, *, hazard: str = "", out: Path | None = None, samples: bool = False
) -> Json:
    """Lessons of past incidents of the plan's kind of event, with the clause of the plan that answers each."""
    from dataclasses import asdict

    from indexer.tokens import fold
    from kb.training.lessons import answering, lessons_of
    from kb.training.question import hazard_named

    plan = open_plan(workspace, doc, samples=samples)
    wanted = hazard_named(hazard) if hazard else plan.document.hazard
    told = [
        each
        for each in _incidents(workspace, samples=samples)
        if wanted is None or (each.hazard and each.hazard.code == wanted.code)
    ]

    @cache
    def words(text: str) -> Sequence[str]:
        return workspace.tokens.content_words(fold(text))

    def answer(text: str) -> Clause | None:
        shelf = workspace.samples if plan.sample else workspace.own
        near = shelf.index.search(text, _LOOKED_AT, SearchFilters(doc=plan.document.doc_id)).hits
        return answering(text, plan.document.clauses, [hit.clause_id for hit in near], words)

    found = lessons_of(told, answer if plan.filed else lambda _: None)
    return {
        "doc_id": plan.document.doc_id, "title": plan.document.title, "hazard": wanted.name if wanted else None, "incidents": len(told),
        "lessons": [{**asdict(each), "tone": each.tone.value, "answered_by": each.answered_by or None, "answer": each.answer or None} for each in found],
        "path": written(pages.lesson_blocks(plan.document.title, found), f"{plan.document.title}经验教训对照", out),
    }  # fmt: skip


def _incidents(workspace: Workspace, *, samples: bool) -> Iterable[Incident]:
    for library in (workspace.own.library, *((workspace.samples.library,) if samples else ())):
        for record in library.document_records():
            if record.incident_count:
                yield from (replace(each) for each in library.incidents_of(record.doc_id))


def gaps(workspace: Workspace, doc: str, *, samples: bool = False) -> Json:
    """What the plan leaves hanging between those who act."""
    from kb.training.pairs import findings

    plan = open_plan(workspace, doc, samples=samples)
    return {
        "doc_id": plan.document.doc_id, "title": plan.document.title,
        "gaps": [
            {"code": each.rule, "message": labels.message_text(each.message), "places": [{"clause_id": p.clause_id, "quote": p.quote} for p in each.places]}
            for each in findings(plan.procedure)
        ],
    }  # fmt: skip
