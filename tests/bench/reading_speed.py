"""How fast files are read, on one core: ``python -m tests.bench.reading_speed [--json OUT]`` over ``../shared/data``.

Processor time, so that other work on the machine does not count. Beside it stands what bare text extraction of the same files takes
(pypdfium2's page text; python-docx's paragraphs and cells; decoding a text), and which part of ours is reading and which structuring.
"""

from __future__ import annotations

import argparse
import json
import tempfile
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from kb.parsing import parse
from kb.readers import read
from tests.bench.reading import DATA

_PAGES = 30
ROUNDS = 3


def seconds(action: Callable[[], object]) -> float:
    """Processor seconds of an action, the best of ROUNDS."""
    best = float("inf")
    for _ in range(ROUNDS):
        began = time.process_time()
        action()
        best = min(best, time.process_time() - began)
    return best


def of_texts() -> dict[str, Any]:
    """Megabytes a second of Markdown and plain text."""
    files = [
        file for folder in ("documents", "seed") for file in (DATA / folder).iterdir() if file.suffix in (".md", ".txt")
    ]
    size = sum(file.stat().st_size for file in files) / 1e6
    bare, ours, whole = _times(files, lambda file: file.read_bytes().decode("utf-8", "replace"))
    return {
        "files": len(files),
        "MB": round(size, 2),
        "bare": round(size / bare, 1),
        "read": round(size / ours, 2),
        "read and structured": round(size / whole, 2),
        "unit": "MB/s",
        "aim": 1.0,
    }


def of_word() -> dict[str, Any]:
    """Documents a second: the real .docx and Word files made of the plans that lie there as Markdown, some 10 to 30 pages each."""
    with tempfile.TemporaryDirectory() as folder:
        files = [*(DATA / "documents").glob("*.docx")]
        files += [_as_word(file, Path(folder)) for file in sorted((DATA / "documents").glob("GP*.md"))]
        bare, ours, whole = _times(files, _word_text)
        return _per_second(len(files), bare, ours, whole, "docx/s", 10.0)


def of_pdf() -> dict[str, Any]:
    """Documents of 30 pages a second."""
    import pypdfium2

    files = [*(DATA / "documents").glob("*.pdf"), *(DATA / "variants").glob("*.pdf")]
    pages = sum(len(pypdfium2.PdfDocument(file)) for file in files)
    bare, ours, whole = _times(files, _pdf_text)
    return {"pages": pages, **_per_second(pages / _PAGES, bare, ours, whole, "PDF of 30 pages/s", 4.0)}


def _times(files: Iterable[Path], bare: Callable[[Path], object]) -> tuple[float, float, float]:
    """Seconds for bare extraction, reading, and reading with structuring of all files together."""
    listed = list(files)
    parse(listed[0])
    return tuple(  # type: ignore[return-value]
        sum(seconds(lambda file=file, action=action: action(file)) for file in listed)  # type: ignore[misc]
        for action in (bare, read, parse)
    )


def _per_second(count: float, bare: float, ours: float, whole: float, unit: str, aim: float) -> dict[str, Any]:
    return {
        "files": round(count, 1),
        "bare": round(count / bare, 1),
        "read": round(count / ours, 1),
        "read and structured": round(count / whole, 1),
        "unit": unit,
        "aim": aim,
        "bare ms": round(1000 * bare / count),
        "read ms": round(1000 * ours / count),
        "structured ms": round(1000 * (whole - ours) / count),
    }


def _pdf_text(file: Path) -> str:
    import pypdfium2

    document = pypdfium2.PdfDocument(file)
    try:
        return "".join(page.get_textpage().get_text_range() for page in document)
    finally:
        document.close()


def _word_text(file: Path) -> str:
    import docx

    document = docx.Document(str(file))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([paragraph.text for paragraph in document.paragraphs] + cells)


def _as_word(file: Path, folder: Path) -> Path:
    """A Word file of the blocks that the Markdown reader finds."""
    import docx

    from kb.model import Paragraph

    document = docx.Document()
    for block in read(file).blocks:
        if isinstance(block, Paragraph):
            style = f"Heading {min(9, block.outline_level)}" if block.outline_level else None
            document.add_paragraph(block.text, style=style)
        else:
            table = document.add_table(len(block.rows), max(map(len, block.rows)))
            for row, cells in zip(table.rows, block.rows, strict=True):
                for cell, text in zip(row.cells, cells, strict=False):
                    cell.text = text
    path = folder / f"{file.stem}.docx"
    document.save(str(path))
    return path


def main() -> None:
    """Measure everything and print a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", type=Path)
    options = parser.parse_args()
    rows = {"text": of_texts(), "word": of_word(), "pdf": of_pdf()}
    print(f"{'':6}{'bare':>9}{'read':>9}{'+ structured':>14}{'aim':>6}  unit (one core)")
    for name, row in rows.items():
        figures = f"{row['bare']:9}{row['read']:9}{row['read and structured']:14}{row['aim']:6}"
        parts = (
            f"  bare {row['bare ms']} ms, read {row['read ms']} ms, structured {row['structured ms']} ms"
            if "bare ms" in row
            else ""
        )
        print(f"{name:6}{figures}  {row['unit']}{parts}")
    if options.json:
        options.json.write_text(json.dumps(rows, ensure_ascii=False, indent=1), encoding="utf-8")


if __name__ == "__main__":
    main()
