"""Trains the weights of slips of the pen (``kb/review/wording/writing.json``) and prints, by document held out, what they find and what they tell wrongly.

``python -m tests.bench.train_writing [--write]`` puts one slip at a time into words of untouched plans beside the checkout and of our own:
a character of the same sound or shape, two exchanged, or any other; every guess on the untouched texts is a wrong one.
"""

from __future__ import annotations

import argparse
import json
import random
import re
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kb.lexicon import Lexicon
from kb.parsing import parse
from kb.review.text import Body
from kb.review.wording.lattice import cut, vocabulary
from kb.review.wording.proofreader import proofread
from kb.review.wording.typos import doubts, features, guesses_of
from kb.review.wording.written import Written
from tests.bench.proofreader_texts import LEARNED
from tests.bench.review import DATA, ROOT, data

TARGET = ROOT / "kb" / "review" / "wording" / "writing.json"
EACH, KNOWN, COMMON, FOLDS, SEED = 60, 60, 500, 5, 3
MARGIN = 0.2
"""What the weighed sum must be above even odds, for the sake of precision."""


@dataclass(frozen=True)
class Row:
    """One guess: the document, the slip that it belongs to (-1 on untouched text), what is weighed, whether it is right."""

    doc: str
    slip: int
    values: dict[str, float]
    right: bool


def texts() -> Iterator[tuple[str, bool, list[str]]]:
    """Name, whether it is a plan, and lines of the untouched texts of which the proofreader has learned nothing."""
    for path in sorted((DATA / "documents").iterdir()):
        if path.name[:4] in LEARNED:
            continue
        for document in parse(path).documents:
            lines = [line.text for line in Body.of(document).lines if not line.contents]
            yield path.name, path.name[:2] in ("EP", "GP"), lines


def slipped(lines: list[str], lexicon: Lexicon, draw: random.Random) -> Iterator[tuple[int, int, str, str]]:
    """Index of the line, offset, what is put there, and what stood there."""
    words = [
        (index, found.start() + start, found.start() + end)
        for index, line in enumerate(lines)
        for found in re.finditer("[\u4e00-\u9fff]{3,}", line)
        for start, end in cut(found[0], lexicon.modern)
        if end - start > 1 and vocabulary().get(found[0][start:end], 0) >= KNOWN
    ]
    draw.shuffle(words)
    usual = [char for char, often in vocabulary().items() if len(char) == 1 and often > 3000 and char >= "\u4e00"]
    done = 0
    for index, start, end in words:
        line, at = lines[index], draw.randrange(start, end)
        kind = draw.choice(("alike", "alike", "alike", "any", "exchanged"))
        if kind == "exchanged" and line[start] != line[start + 1]:
            at, made, meant = start, line[start + 1] + line[start], line[start : start + 2]
        else:
            alike = sorted(char for char in lexicon.alike(line[at]) if vocabulary().get(char, 0) > COMMON)
            pool = usual if kind == "any" else alike
            if not pool:
                continue
            made, meant = draw.choice(pool), line[at]
        word = line[start:at] + made + line[at + len(made) : end]
        if made != meant and vocabulary().get(word, 0) <= 20:
            yield index, at, made, meant
            done += 1
        if done == EACH:
            return


def rows() -> list[Row]:
    """Every guess on untouched texts, and those around a slip."""
    lexicon, draw, found, slip = data()[0].lexicon, random.Random(SEED), [], 0
    for doc, plan, lines in texts():
        written = Written(lines)
        said = proofread(written, lexicon)
        guesses = guesses_of(written, doubts(written, said, lexicon), lexicon)
        found += [Row(doc, -1, values, right=False) for values in features(written, guesses, said, lexicon)]
        for index, at, made, meant in slipped(lines, lexicon, draw) if plan else ():
            line = lines[index][:at] + made + lines[index][at + len(made) :]
            written = Written([*lines[:index], line, *lines[index + 1 :]])
            said = proofread(written, lexicon, [index])
            there, near = written.starts[index] + at, doubts(written, said, lexicon)
            guesses = guesses_of(written, near[abs(near - there) < 4], lexicon)
            weighed = features(written, guesses, said, lexicon)
            right = [guess.start == there and guess.made == meant for guess in guesses]
            found += [Row(doc, slip, values, right=each) for values, each in zip(weighed, right, strict=True)]
            slip += 1
    return found


def fitted(values: NDArray[np.float64], right: NDArray[np.bool_], untouched: NDArray[np.bool_]) -> NDArray[np.float64]:
    """Weights and, last, the bias; wrong guesses on untouched text weigh most."""
    from sklearn.linear_model import LogisticRegression

    mean, spread = values.mean(axis=0), values.std(axis=0) + 1e-9
    model = LogisticRegression(max_iter=2000)
    model.fit((values - mean) / spread, right, sample_weight=np.where(untouched, 3.0, np.where(right, 1.0, 0.3)))
    weights = model.coef_[0] / spread
    return np.append(weights, model.intercept_[0] - weights @ mean - MARGIN)


def main() -> None:
    """Train, judge by document held out, and write the weights when asked to."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--write", action="store_true")
    found = rows()
    names = sorted(found[0].values)
    values = np.array([[row.values[name] for name in names] for row in found])
    right = np.array([row.right for row in found])
    slips = np.array([row.slip for row in found])
    docs = sorted({row.doc for row in found})
    fold = np.array([docs.index(row.doc) % FOLDS for row in found])
    told = np.zeros(len(found), bool)
    for each in range(FOLDS):
        weights = fitted(values[fold != each], right[fold != each], slips[fold != each] < 0)
        told[fold == each] = values[fold == each] @ weights[:-1] + weights[-1] > 0
    met = len({int(slip) for slip in slips[told & (slips >= 0)]})
    print(
        f"{met} of {slips.max() + 1} slips told; {int((told & (slips < 0)).sum())} told in {len(docs)} untouched texts"
    )
    if parser.parse_args().write:
        weights = fitted(values, right, slips < 0)
        learned = {"bias": round(float(weights[-1]), 3)}
        learned |= {name: round(float(weight), 3) for name, weight in zip(names, weights, strict=False)}
        TARGET.write_text(json.dumps({"slips": learned}, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
