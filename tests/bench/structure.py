"""Headings of invented texts: ``python -m tests.bench.structure [--seeds N] [--show LAYOUT/NOISE]``.

Every layout of ``made_texts`` meets every noise; laws come in their forms. Prints mean and worst F1 (the rule of gold/match_outline.py:
number and text in order, headings of annexes apart), the share of right levels, and the worst cells.
"""

from __future__ import annotations

import argparse
import difflib
import tempfile
from collections import defaultdict
from pathlib import Path

from kb.numbering import squeeze
from kb.parsing import parse
from tests.bench.made_texts import FORMS, LAYOUTS, NOISES, Heading, Text, bare, law, plan, unnumbered


def score(want: list[Heading], got: list[Heading]) -> tuple[float, float]:
    """F1 of headings by number and text, and the share of right levels among those matched."""
    left, right = [_key(head) for head in want], [_key(head) for head in got]
    blocks = difflib.SequenceMatcher(None, left, right, autojunk=False).get_matching_blocks()
    pairs = [(want[b.a + i], got[b.b + i]) for b in blocks for i in range(b.size)]
    levels = sum(one[0] == two[0] for one, two in pairs)
    return 2 * len(pairs) / max(1, len(want) + len(got)), levels / max(1, len(pairs))


def _key(head: Heading) -> str:
    return f"{squeeze(head[1])}|{squeeze(head[2])}"


def headings(text: Text, folder: Path, suffix: str) -> list[Heading]:
    """The headings found, those of annexes left out."""
    path = folder / f"样{suffix}"
    path.write_text("\n".join(text.lines) + "\n", encoding="utf-8")
    return [
        (section.level, section.number, section.text)
        for document in parse(path).documents
        for section in document.sections
        if not section.appendix
    ]


def _show(text: Text, found: list[Heading]) -> None:
    left = [f"{head[0]} {_key(head)}" for head in text.headings]
    print("\n".join(text.lines[:24]))
    print("\n".join(difflib.unified_diff(left, [f"{head[0]} {_key(head)}" for head in found], lineterm="", n=1)))


def main() -> None:
    """Run and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seeds", type=int, default=3)
    parser.add_argument("--show", default="")
    options = parser.parse_args()
    cells: dict[str, list[tuple[float, float]]] = defaultdict(list)
    with tempfile.TemporaryDirectory() as folder:
        for seed in range(options.seeds):
            made = {
                f"{layout}/{noise}": plan(layout, noise, 1000 * seed + n * 37 + m)
                for n, layout in enumerate(LAYOUTS)
                for m, noise in enumerate(NOISES)
            } | {f"law/{form}": law(form, seed * 7 + n) for n, form in enumerate(FORMS)}
            made["unnumbered/markdown"] = unnumbered(seed)
            made["unnumbered/bare"] = bare(seed)
            for name, text in made.items():
                suffix = ".md" if name.endswith(("markdown", "bold", "lost-dots", "split-heads")) else ".txt"
                found = headings(text, Path(folder), suffix)
                cells[name].append(score(text.headings, found))
                if name == options.show and seed == 0:
                    _show(text, found)
    everything = [value for values in cells.values() for value in values]
    mean = sum(f1 for f1, _ in everything) / len(everything)
    levels = sum(level for _, level in everything) / len(everything)
    print(f"texts {len(everything)}  F1 mean {mean:.4f}  worst {min(everything)[0]:.3f}  levels {levels:.4f}")
    under = sum(f1 < 0.97 for f1, _ in everything)
    print(f"under 0.97: {under}")
    for side in (0, 1):
        groups: dict[str, list[float]] = defaultdict(list)
        for name, values in cells.items():
            groups[name.split("/")[side]] += [f1 for f1, _ in values]
        print("  ".join(f"{name} {sum(v) / len(v):.3f}" for name, v in groups.items()))
    for name, values in sorted(cells.items(), key=lambda cell: min(cell[1]))[:25]:
        print(f"{name:34} F1 {min(f1 for f1, _ in values):.3f}  levels {min(level for _, level in values):.3f}")


if __name__ == "__main__":
    main()
