"""Annotated originals over real documents: ``python -m tests.bench.annotating [FILE…]``.

Puts one comment on a sentence of every clause and one on every heading, reopens the result, and prints for each file how many comments
stand on their exact words, whether anything else changed (Word originals), and how long it took.
"""

from __future__ import annotations

import re
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

from kb.errors import YuanfangError
from kb.model import Document
from kb.parsing import parse
from kb.reporting.annotate import Author, Remark, annotate
from kb.reporting.copies import word_copy
from kb.reporting.stream import normalised
from tests.kb.commented import covered, parts, without_marks

ROOT = Path(__file__).resolve().parents[2]
_MAIN = "word/document.xml"


def remarks(documents: tuple[Document, ...]) -> list[Remark]:
    made = []
    for document in documents:
        for clause in document.clauses:
            sentences = [each for each in re.split(r"(?<=[。；])", clause.text) if len(each) >= 8] or [clause.text]
            made.append(Remark("句", document.doc_id, clause.id, sentences[len(sentences) // 2]))
        made += [Remark("题", document.doc_id, section=at) for at in range(len(document.sections))]
    return made


def measure(file: Path) -> str:
    documents = parse(file, doc_id=file.stem).documents
    data, _ = word_copy(file, documents)
    wanted = remarks(documents)
    began = time.perf_counter()
    made = annotate(data, documents, wanted, Author("测", "测", datetime.now(UTC)))
    seconds = time.perf_counter() - began
    found = covered(made.data)
    own = sorted(found.keys() - covered(data).keys())
    whole = sum(
        normalised(remark.quote) in normalised(found[at])
        for at, remark in zip(own, wanted, strict=True)
        if remark.section is None
    )
    clauses = sum(remark.section is None for remark in wanted)
    same = without_marks(parts(data)[_MAIN], set()) == without_marks(parts(made.data)[_MAIN], set(own))
    return f"{len(wanted):>6} {made.comments:>6} {whole:>6}/{clauses:<6} {'yes' if same else 'NO':>9} {seconds:>7.2f}  {file.name[:44]}"


def main() -> None:
    given = [Path(name) for name in sys.argv[1:]]
    folder = ROOT.parent / "shared" / "data" / "documents"
    files = given or sorted(
        file for file in folder.iterdir() if file.name[:2] in ("GP", "EP") and file.suffix != ".doc"
    )
    print(f"{'asked':>6} {'made':>6} {'whole quotes':>13} {'unchanged':>9} {'seconds':>7}  file")
    for file in files:
        try:
            print(measure(file), flush=True)
        except YuanfangError as error:
            print(f"{'—':>6} {error.code}  {file.name}")


if __name__ == "__main__":
    main()
