"""What becomes of odd, broken and hostile files: ``python -m tests.bench.robustness [FOLDER]``, default ``../shared/data/robustness``.

Every file is read as in a worker process of the product, with its limits, in a process of its own. Prints the outcome of each, then counts:
crashes, hangs (over 20 s), more than 1 GB, files left behind. Judge by eye whether each reason is true.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from tests.bench.reading import DATA

SECONDS, MEGABYTES = 20.0, 1024


@dataclass(frozen=True, slots=True)
class Row:
    """What became of a file: ``read`` with its notices or the reason of a refusal; clock and processor seconds; most memory in MB."""

    outcome: str
    seconds: float
    processor: float
    megabytes: int


def measured(file: Path) -> Row:
    """Read a file in a process of its own; LibreOffice counts with it."""
    began = time.monotonic()
    command = [sys.executable, "-m", "tests.bench.robustness", "--one", str(file)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    assert process.stdout
    said = process.stdout.read().strip()
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    outcome = said if process.returncode == 0 and said else f"died: {process.returncode}"
    return Row(outcome, time.monotonic() - began, used.ru_utime + used.ru_stime, used.ru_maxrss // 1024)


def one(file: Path) -> str:
    """Read a file here, within a worker's limits."""
    from kb.readers import ReadOptions
    from ui import reading
    from ui.sources import ReadJob

    reading._limit(reading.MEMORY)
    found = reading._parse(ReadJob(file, str(file), file.name, file.stem), ReadOptions())
    if isinstance(found, reading.Failure):
        return f"refused: {found.code}"
    notices = [*found.notices, *(notice for document in found.documents for notice in document.notices)]
    clauses = sum(len(document.clauses) for document in found.documents)
    return f"read: {clauses} clauses {' '.join(sorted({notice.code for notice in notices}))}".strip()


def listing(*folders: Path) -> set[str]:
    """Every path below folders."""
    return {str(path) for folder in folders for path in folder.rglob("*")}


def main() -> None:
    """Read every file, print what became of it and the counts."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", nargs="?", type=Path, default=DATA / "robustness")
    parser.add_argument("--one", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.one:
        print(one(options.one))
        return
    with tempfile.TemporaryDirectory(prefix="yuanfang-robust-") as scratch:
        os.environ["TMPDIR"] = scratch
        watched = (options.folder, Path(scratch))
        before = listing(*watched)
        rows: list[Row] = []
        for file in sorted(path for path in options.folder.rglob("*") if path.is_file()):
            rows.append(measured(file))
            print(f"{rows[-1].seconds:6.2f} s  {file.relative_to(options.folder)}: {rows[-1].outcome}", flush=True)
        left = listing(*watched) - before
    reasons = Counter(row.outcome.partition(": ")[2] for row in rows if row.outcome.startswith("refused"))
    print(f"\n{len(rows)} files, {sum(row.outcome.startswith('read') for row in rows)} read, refused: {dict(reasons)}")
    print("died:", sum(row.outcome.startswith("died") for row in rows), "failed inside:", reasons["reader_failed"])
    print(
        f"slowest: {max(row.seconds for row in rows):.1f} s by the clock, {max(row.processor for row in rows):.1f} s of processor (limit {SECONDS:.0f})"
    )
    print(f"most memory: {max(row.megabytes for row in rows)} MB (limit {MEGABYTES})")
    print("left behind:", sorted(left) or "nothing")


if __name__ == "__main__":
    main()
