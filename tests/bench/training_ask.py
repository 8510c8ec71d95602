"""``ask`` on 60 questions over the sample plans, and its time over a large library.

``python -m tests.bench.training_ask [--large]``: a step is found when an answer's action holds the expected words and comes from the
expected plan; a step is unfounded when its words do not stand in its clause. ``--large`` times warm answers over 50,000 clauses.
"""

from __future__ import annotations

import json
import sys
import tempfile
import time
import zlib
from pathlib import Path
from typing import Any

import numpy as np

from kb.library.store import Arrival, Intake
from ui import training
from ui.workspace import Workspace

QUESTIONS = Path(__file__).with_name("training_questions.jsonl")


def unfounded(workspace: Workspace, steps: list[dict[str, Any]]) -> int:
    """Steps whose action, actor or quote does not stand in their clause or, for an actor, in their document's words."""
    clauses = {}
    for sample in (False, True):
        clauses |= workspace.library_of(sample=sample).clauses({step["clause_id"] for step in steps})
    wrong = 0
    for step in steps:
        text = clauses[step["clause_id"]].text
        wrong += step["action"] not in text or step["quote"] not in text
    return wrong


def measure(workspace: Workspace) -> None:
    """Print the figures."""
    expected = found = invented = refused = refusals = false = answered = 0
    times = []
    for line in QUESTIONS.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        training.ask(workspace, row["q"], samples=True)
        began = time.perf_counter()
        data = training.ask(workspace, row["q"], samples=True)
        times.append((time.perf_counter() - began) * 1000)
        if row.get("refuse"):
            refusals += 1
            refused += not data["answerable"]
            if data["answerable"]:
                print(f"- answered: {row['q']}: {[step['action'] for step in data['steps']][:4]}")
            continue
        answered += 1
        false += not data["answerable"]
        actions = [
            f"{step['condition'] or ''}{step['action']}" for step in data["steps"] if step["doc_id"] == row["doc"]
        ]
        missing = [words for words in row["expect"] if not any(words in action for action in actions)]
        expected += len(row["expect"])
        found += len(row["expect"]) - len(missing)
        invented += unfounded(workspace, data["steps"])
        if missing:
            print(
                f"- {row['q']}: {len(missing)} of {len(row['expect'])} missing: {missing}  ({data['reason'] or len(data['steps'])})"
            )
    times.sort()
    print(
        f"steps complete {found / expected:.3f} ({found}/{expected})  unfounded steps {invented}  false refusals {false}/{answered}"
    )
    print(
        f"refusals right {refused}/{refusals}  milliseconds p50 {times[len(times) // 2]:.0f}  p95 {times[int(len(times) * 0.95)]:.0f}"
    )


class _Quick:
    """Vectors by hash: as fast to search as real ones, and made at once. A question takes the time of the real model as well."""

    model_id, dimension = "quick", 384

    def __init__(self, real: Any) -> None:
        self._real = real

    def embed_passages(self, texts: Any, progress: Any = None) -> Any:
        """Unit vectors, shape (len(texts), dimension)."""
        rows = np.array(
            [np.random.default_rng(zlib.crc32(text.encode())).standard_normal(self.dimension) for text in texts],
            dtype=np.float32,
        )
        return rows / np.linalg.norm(rows, axis=1, keepdims=True)

    def embed_queries(self, texts: Any) -> Any:
        """The same, after the real model has worked."""
        self._real.embed_queries(texts)
        return self.embed_passages(texts)


def large(clauses: int = 50_000) -> None:
    """Time warm answers over a library of copies of the sample plans under other counties' names."""
    from dataclasses import replace

    with tempfile.TemporaryDirectory() as folder:
        workspace = Workspace(Path(folder))
        workspace.__dict__["embedder"] = _Quick(workspace.embedder)
        samples = Workspace(Path(folder) / "s").samples.library
        plans = [samples.document(record.doc_id) for record in samples.document_records() if record.plan_type]
        held, number = 0, 0
        while held < clauses:
            for plan in plans:
                number += 1
                name = f"{plan.title}{number}"
                moved = tuple(replace(each, id=each.id.replace(plan.doc_id, name, 1)) for each in plan.clauses)
                file = Path(folder) / "x.txt"
                file.write_text(name, encoding="utf-8")
                workspace.open_library().store(
                    [replace(plan, doc_id=name, title=plan.title.replace("青山", f"第{number}"), clauses=moved)],
                    Intake("added", name),
                    Arrival(name, name, f"{number:064d}"),
                    file,
                    "2",
                )
                held += len(moved)
        print(f"{number} plans, {held} clauses")
        _time(workspace, [json.loads(line)["q"] for line in QUESTIONS.read_text(encoding="utf-8").splitlines()])


def _time(workspace: Workspace, questions: list[str]) -> None:
    """Ask every question four times and print the last three: wall and processor time, with and without a word for an event."""
    from kb.taxonomy import hazard_words_in

    groups: dict[str, list[tuple[float, float]]] = {"names an event": [], "names none": []}
    for words in questions:
        for turn in range(4):
            wall, cpu = time.perf_counter(), time.process_time()
            training.ask(workspace, words)
            took = (time.perf_counter() - wall) * 1000, (time.process_time() - cpu) * 1000
            if turn:
                groups["names an event" if hazard_words_in(words) else "names none"].append(took)
    for name, measured in (*groups.items(), ("all", [row for rows in groups.values() for row in rows])):
        wall_times, cpu_times = (sorted(column) for column in zip(*measured, strict=True))
        at = int(len(measured) * 0.95)
        print(
            f"{name:16} {len(measured):4} warm answers  wall p50 {wall_times[len(measured) // 2]:.0f} p95 {wall_times[at]:.0f} max {wall_times[-1]:.0f}"
            f"  processor p50 {cpu_times[len(measured) // 2]:.0f} p95 {cpu_times[at]:.0f} max {cpu_times[-1]:.0f} ms"
        )


if __name__ == "__main__":
    if "--large" in sys.argv:
        large()
    else:
        with tempfile.TemporaryDirectory() as home:
            measure(Workspace(Path(home)))
