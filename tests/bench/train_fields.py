"""Learns which work goes with which kind of body: ``python -m tests.bench.train_fields [--write]``.

Ridge regression of every field over character n-grams (``kb.likeness``), from ``duty_fields.tsv``: a field of work, names of those who
bear it, and what they do, from general knowledge of how offices and groups share the work. Printed: how often the likest field is right
for phrases and names left out in turn, and for the duty lists of our own samples. ``--write`` puts the weights beside the checklists.
"""

from __future__ import annotations

import argparse
import csv
from pathlib import Path

import numpy as np

from kb.likeness import Likeness
from kb.review.text import normalise
from tests.bench.review import ROOT
from tests.bench.train_likeness import fitted, save

FIELDS = Path(__file__).with_name("duty_fields.tsv")
OUT = ROOT / "corpus" / "checklists" / "_duties.npz"
ALPHA = 0.7
NONE = "-"
"""What every body does, and no field alone."""


def phrases() -> list[tuple[str, str]]:
    """Every name and every duty with its field."""
    with FIELDS.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.reader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))
    return [
        (field, normalise(part))
        for field, names, duties in rows
        for part in (*names.split("、"), *duties.split("；"))
        if part
    ]


def learn(written: list[tuple[str, str]]) -> Likeness:
    """The model of these phrases."""
    fields = {field: at for at, field in enumerate(sorted({field for field, _ in written} - {NONE}))}
    wanted = np.zeros((len(written), len(fields)))
    for row, (field, _) in enumerate(written):
        if field != NONE:
            wanted[row, fields[field]] = 1
    return fitted([text for _, text in written], wanted, fields, alpha=ALPHA, seen=1)


def left_out(written: list[tuple[str, str]], parts: int = 8) -> None:
    """How often the likest field is right for phrases left out in turn."""
    right = asked = 0
    for part in range(parts):
        model = learn([each for at, each in enumerate(written) if at % parts != part])
        held = [each for at, each in enumerate(written) if at % parts == part and each[0] != NONE]
        names = {at: field for field, at in model.slots.items()}
        likest = model.scores([text for _, text in held]).argmax(axis=1)
        right += sum(names[int(best)] == field for best, (field, _) in zip(likest, held, strict=True))
        asked += len(held)
    print(f"left out in {parts} parts: likest field right {right}/{asked} = {right / asked:.3f}")


def main() -> None:
    """Train, print, and write when asked."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--write", action="store_true")
    options = parser.parse_args()
    written = phrases()
    model = learn(written)
    print(f"{len(written)} phrases, {len(model.slots)} fields, {len(model.vocabulary)} n-grams")
    left_out(written)
    if options.write:
        save(model, OUT)
        print(f"{OUT.relative_to(ROOT)}  {OUT.stat().st_size / 1e6:.2f} MB")


if __name__ == "__main__":
    main()
