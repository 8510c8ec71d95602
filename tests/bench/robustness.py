"""What becomes of odd, broken and hostile files: ``python -m tests.bench.robustness [FOLDER]``, default ``../shared/data/robustness``.

Every file is read as the product reads it, in a worker process of its own. Prints the outcome of each, then counts: crashes, hangs (over
20 s), more than 1 GB, files written outside of the folder. Judge by eye whether each reason is true.
"""

from __future__ import annotations

import argparse
import os
import resource
import tempfile
import time
from collections import Counter
from pathlib import Path

from kb.errors import YuanfangError
from tests.bench.reading import DATA
from ui.reading import read_all
from ui.sources import ReadJob

SECONDS = 20.0
MEGABYTES = 1024


def outcome(file: Path) -> tuple[str, float, int]:
    """The reason of a refusal or ``read`` with its notices, seconds, and the most memory of any worker so far in MB."""
    began = time.monotonic()
    ((_, found),) = read_all([ReadJob(file, str(file), file.name, file.stem)], processes=1)
    spent = time.monotonic() - began
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024
    if isinstance(found, YuanfangError):
        return f"refused: {found.code}", spent, peak
    notices = [*found.notices, *(notice for document in found.documents for notice in document.notices)]
    clauses = sum(len(document.clauses) for document in found.documents)
    return f"read: {clauses} clauses {' '.join(sorted({notice.code for notice in notices}))}", spent, peak


def listing(*folders: Path) -> set[str]:
    """Every path below folders."""
    return {str(path) for folder in folders for path in folder.rglob("*")}


def main() -> None:
    """Read every file, print what became of it and the counts."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", nargs="?", type=Path, default=DATA / "robustness")
    options = parser.parse_args()
    home = Path(tempfile.mkdtemp(prefix="yuanfang-robust-"))
    os.environ["TMPDIR"] = tempfile.tempdir = str(home)
    watched = (options.folder, Path.cwd(), home)
    before = listing(*watched)
    rows: list[tuple[str, float, int]] = []
    for file in sorted(path for path in options.folder.rglob("*") if path.is_file()):
        rows.append(outcome(file))
        print(f"{rows[-1][1]:6.2f} s  {file.relative_to(options.folder)}: {rows[-1][0]}", flush=True)
    left = {path for path in listing(*watched) - before if "__pycache__" not in path}
    reasons = Counter(text.partition(": ")[2] for text, _, _ in rows if text.startswith("refused"))
    print(f"\n{len(rows)} files, {sum(text.startswith('read') for text, _, _ in rows)} read, refused: {dict(reasons)}")
    print("died or failed inside:", reasons["reader_died"] + reasons["reader_failed"])
    print(
        f"slowest {max(spent for _, spent, _ in rows):.1f} s (limit {SECONDS:.0f}), most memory {max(peak for _, _, peak in rows)} MB"
    )
    print("left behind:", sorted(left) or "nothing")


if __name__ == "__main__":
    main()
