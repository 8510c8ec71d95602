"""The Word file that comments are put into: the original where it is .docx, else a copy made of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from kb.errors import InputError, ReadError
from kb.model import Block, Document, Notice, Paragraph, Severity, Table
from kb.reporting.stream import normalised

_OFFICE = ("doc", "rtf", "odt")
_PICTURES = frozenset({"image_only", "needs_ocr"})


def word_copy(file: Path, documents: Sequence[Document]) -> tuple[bytes, tuple[Notice, ...]]:
    """The bytes of ``file`` when it is .docx; else a .docx of the same text, with a notice ``generated_copy``.

    Pages that are mere pictures give the text that was recognised in them.

    Old office formats are converted by LibreOffice and keep their layout; text, web pages and PDF become plain paragraphs and tables.
    Raises ReadError as reading does.
    """
    from kb.readers.sniff import kind_of

    data = file.read_bytes()
    kind = kind_of(data)
    if kind == "docx":
        return data, ()
    made = (Notice(Severity.INFO, "generated_copy", {"format": kind}),)
    if kind in _OFFICE:
        from kb.readers.office import to_docx

        return to_docx(data, kind), made
    return _typeset(file, documents), made


def plain_copy(file: Path, documents: Sequence[Document]) -> bytes:
    """The text of any readable file as a plain .docx, for originals whose package is too damaged to be continued."""
    return _typeset(file, documents)


def _typeset(file: Path, documents: Sequence[Document]) -> bytes:
    from kb.export import package, xml

    levels = {
        normalised(label): min(section.level, 4)
        for document in documents
        for section in document.sections
        for label in (section.label, section.number + section.text)
    }
    titles = {normalised(document.title) for document in documents}
    parts: list[str] = []
    for block in _blocks(file, documents):
        if isinstance(block, Table):
            parts += [xml.table([list(row) for row in block.rows]), xml.text("YAFlush", "")]
            continue
        words = _words(block)
        known = normalised(words)
        if known in titles:
            parts.append(xml.text("Title", words))
        elif known in levels:
            parts.append(xml.text(f"Heading{levels[known]}", words))
        elif words.strip():
            parts.append(xml.text("YABody", words))
    word = package.open_base(None)
    package.fill(word, parts, [], [], keep=False, update=False, number=None)
    return package.to_bytes(word, documents[0].title if documents else file.stem, "")


def _blocks(file: Path, documents: Sequence[Document]) -> Iterator[Block]:
    """The blocks of the file; those of what was read from it where pages are pictures that were recognised."""
    from kb.readers import read

    try:
        source = read(file)
    except ReadError as error:
        if error.code not in _PICTURES:
            raise
        yield from _recognised(documents)
        return
    if any(notice.code in _PICTURES for notice in source.notices):
        yield from _recognised(documents)
    else:
        yield from source.blocks


def _recognised(documents: Sequence[Document]) -> Iterator[Block]:
    for document in documents:
        yield Paragraph(document.title)
        said = -1
        for clause in document.clauses:
            for index in range(said + 1, clause.section + 1):
                yield Paragraph(document.sections[index].label)
            said = max(said, clause.section)
            yield Paragraph(clause.text)


def _words(block: Paragraph) -> str:
    return f"{block.number} {block.text}".strip() if block.number else block.text.strip()


def require_apart(out: Path, originals: Sequence[Path]) -> None:
    """Raise InputError unless ``out`` may be written: never over an original (``output_is_original``), nor while open elsewhere."""
    for original in originals:
        if _same(out, original):
            raise InputError("output_is_original", path=out)
    if out.is_dir():
        raise InputError("bad_path", path=out, reason="is a directory")
    if not out.parent.is_dir():
        raise InputError("no_such_folder", path=out.parent)
    if is_open(out):
        raise InputError("output_in_use", path=out)


def _same(one: Path, other: Path) -> bool:
    try:
        return (one.exists() and other.exists() and one.samefile(other)) or one.resolve() == other.resolve()
    except OSError:
        return False


def is_open(file: Path) -> bool:
    """Whether Word, WPS or LibreOffice says, by its lock file beside it, that the file is open."""
    name = file.name
    marks = {f"~${name}", f"~${name[1:]}", f"~${name[2:]}", f".~{name}", f".~lock.{name}#"}
    return any((file.parent / mark).exists() for mark in marks)


def states_of(original: Path) -> tuple[Notice, ...]:
    """What the user should know of an original that is read only or open elsewhere: the copy is made all the same."""
    import os

    notices = []
    if is_open(original):
        notices.append(Notice(Severity.WARNING, "original_open", {"path": original.name}))
    if not os.access(original, os.W_OK) or not original.stat().st_mode & 0o200:
        notices.append(Notice(Severity.INFO, "original_read_only", {"path": original.name}))
    return tuple(notices)
