"""Lessons of past incidents against the clauses of the sample plans that answer them.

``python -m tests.bench.training_lessons [--show]``: a lesson is right when the clause found is one of those named in the gold, or none is
found where the gold says that none answers it. The gold was written before the matching was changed, by one person.
"""

from __future__ import annotations

import json
import sys
import tempfile
from pathlib import Path

from ui import training_material
from ui.workspace import Workspace

GOLD = Path(__file__).with_name("training_lessons.jsonl")


def main() -> None:
    """Print the shares."""
    rows = [json.loads(line) for line in GOLD.read_text(encoding="utf-8").splitlines()]
    right = answered = answered_right = told = 0
    with tempfile.TemporaryDirectory() as home:
        workspace = Workspace(Path(home))
        for plan in dict.fromkeys(row["plan"] for row in rows):
            lessons = training_material.lessons(workspace, plan, samples=True)["lessons"]
            for row in (each for each in rows if each["plan"] == plan):
                lesson = next((each for each in lessons if row["lesson"] in each["text"]), None)
                if lesson is None:
                    print(f"- not told: {row['lesson']}")
                    continue
                told += 1
                found = (lesson["answered_by"] or "").split("#")[-1]
                right += found in row["clauses"]
                answered += bool(found)
                answered_right += bool(found) and found in row["clauses"]
                if found not in row["clauses"] or "--show" in sys.argv:
                    print(
                        f"{'+' if found in row['clauses'] else '-'} {row['lesson']}: {found or 'none'}, wanted {row['clauses']}"
                    )
    print(
        f"lessons {len(rows)}, told {told}, right {right / max(1, told):.3f}; answered {answered}, of these right {answered_right / max(1, answered):.3f}"
    )


if __name__ == "__main__":
    main()
