"""Makes ``kb/language.npz``: how often runs of one to four characters occur in statutes and in our own outlines, samples and sentences.

``python -m tools.language STATUTES.jsonl`` takes the public texts of Chinese statutes and judicial interpretations (rows with ``text``).
Runs that occur less often than ``LEAST`` are left out; what is kept are hashes and logarithms, from which no sentence can be had back.
"""

from __future__ import annotations

import json
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from kb.language import codes, hashes, packed, runs_of
from kb.parsing import parse
from kb.review.text import normalise

ROOT = Path(__file__).resolve().parents[1]
SENTENCES = ROOT / "tests" / "bench" / "element_sentences.tsv"
TARGET = ROOT / "kb" / "language.npz"
LEAST = {1: 2, 2: 3, 3: 4, 4: 5}
OWN = 3
"""How often our own texts, which are plans, are counted."""


def statutes(source: Path) -> Iterator[str]:
    """The paragraphs of the statutes."""
    with source.open(encoding="utf-8") as rows:
        for row in rows:
            yield from json.loads(row)["text"].split("\n")


def own() -> Iterator[str]:
    """The paragraphs of our own samples and outlines, and the sentences written for the elements of plans."""
    for path in sorted((ROOT / "corpus" / "samples").rglob("*")):
        if path.is_file():
            yield from (clause.text for document in parse(path).documents for clause in document.clauses)
    for path in sorted((ROOT / "corpus" / "outlines").glob("*.toml")):
        yield from _strings(tomllib.loads(path.read_text(encoding="utf-8")))
    for row in SENTENCES.read_text(encoding="utf-8").splitlines():
        yield row.split("\t")[3]


def _strings(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield from value.split("\n")
    elif isinstance(value, dict):
        for each in value.values():
            yield from _strings(each)
    elif isinstance(value, list):
        for each in value:
            yield from _strings(each)


def main(source: Path) -> None:
    """Write the counts."""
    paragraphs = [*statutes(source), *list(own()) * OWN]
    text = codes("\n".join(filter(None, map(normalise, paragraphs))))
    counts = []
    for size, least in LEAST.items():
        keys, often = np.unique(hashes(runs_of(text, size)), return_counts=True)
        counts.append((keys[often >= least], often[often >= least]))
    np.savez_compressed(TARGET, **packed(counts))
    print(f"{len(text):,} characters, {sum(len(keys) for keys, _ in counts):,} runs, {TARGET.stat().st_size:,} bytes")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
