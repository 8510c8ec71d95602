"""How long reviews take: a plan of 40,000 characters when warm, and a folder of 100 plans through ``check --overview``.

    python -m tests.bench.review_speed [--plans 100]

Prints wall and processor seconds (children included) and the machine's load before; both limits are issue 5's, on two quiet cores.
The plans are those beside the checkout and our own samples, copied under other names until there are enough.
"""

from __future__ import annotations

import argparse
import os
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from itertools import cycle, islice
from pathlib import Path

from kb.model import Document
from kb.review import review
from tests.bench.defects import plans
from tests.bench.review import DATA, ROOT, data
from ui.reviews import CheckOptions, check, write_outputs
from ui.workspace import Workspace

CHARS, ONE_LIMIT, BATCH_LIMIT = 40_000, 3.0, 240.0


@dataclass
class Spent:
    """Seconds by the clock and of processors."""

    wall: float = 0.0
    cpu: float = 0.0


@contextmanager
def spent() -> Iterator[Spent]:
    """Measures what happens inside."""
    found = Spent()
    wall, cpu = time.perf_counter(), _cpu()
    yield found
    found.wall, found.cpu = time.perf_counter() - wall, _cpu() - cpu


def _cpu() -> float:
    used = os.times()
    return used.user + used.system + used.children_user + used.children_system


def long_plan(chars: int) -> Document:
    """The longest plan, with clauses of the others behind its own until it has so many characters."""
    documents = [document for _, document in plans()]
    longest = max(documents, key=lambda document: sum(len(clause.text) for clause in document.clauses))
    clauses = list(longest.clauses)
    size = sum(len(clause.text) for clause in clauses)
    for other in documents:
        for clause in other.clauses:
            if other is longest or size >= chars:
                break
            clauses.append(replace(clause, id=f"{longest.doc_id}#¶9{len(clauses)}", section=-1))
            size += len(clause.text)
    return replace(longest, clauses=tuple(clauses))


def one() -> None:
    """One long plan, checked once to warm up and once more to be timed."""
    lists, register = data()
    document = long_plan(CHARS)
    chars = sum(len(clause.text) for clause in document.clauses)
    for name in ("cold", "warm"):
        with spent() as took:
            review(document, lists, register, plan_type=document.plan_type, today=date(2026, 11, 26))
        limit = f"  limit {ONE_LIMIT} s" if name == "warm" else ""
        print(f"{chars} characters, {name}: wall {took.wall:.2f} s, processor {took.cpu:.2f} s{limit}")


def batch(count: int) -> None:
    """A folder of plans checked with an overview."""
    real = [
        path
        for path in sorted((DATA / "documents").glob("*"))
        if path.name[:2] in ("GP", "EP") and path.suffix != ".doc"
    ]
    paths = real + sorted((ROOT / "corpus" / "samples" / "plans").iterdir())
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "plans"
        source.mkdir()
        for number, path in enumerate(islice(cycle(paths), count)):
            shutil.copy(path, source / f"{number:03d}_{path.name}")
        workspace = Workspace(Path(folder) / "home")
        options = CheckOptions(overview=Path(folder) / "overview.xlsx")
        with spent() as took:
            outcome = check(workspace, [source], options)
            write_outputs(workspace, outcome, options)
    print(f"{count} plans with overview: wall {took.wall:.1f} s, processor {took.cpu:.1f} s  limit {BATCH_LIMIT} s")


def main() -> None:
    """Both measurements."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--plans", type=int, default=100)
    given = parser.parse_args()
    print(f"load {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores")
    one()
    batch(given.plans)


if __name__ == "__main__":
    main()
