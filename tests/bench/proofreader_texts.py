"""The texts from which ``tests.bench.train_proofreader`` learns: statutes, sentences written for the elements of plans, our own samples and
some of the real plans beside the checkout.

``python -m tests.bench.proofreader_texts FILE`` writes them to a file, so that they can be learned from where neither the documents nor
the programs that read them are.
"""

from __future__ import annotations

import hashlib
import json
import lzma
import random
import re
import sys
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from functools import cached_property
from pathlib import Path

import numpy as np

from kb.language import Table, codes
from kb.lexicon import Lexicon

ROOT = Path(__file__).resolve().parents[2]
DATA = ROOT.parent / "shared" / "data"
LEARNED = ("GP02", "GP04", "GP07", "GP12", "GP15", "IR07", "RA05")
"""The real documents that are learned from; the others are measured on."""
LEAST_LAW, OWN = 6_000, 3
"""Characters that short statutes are put together to; how often our own texts count, as in ``tools.language``."""


@dataclass
class Text:
    """The lines of one text, its share of the general counts, and whether further runs are forgotten."""

    name: str
    lines: list[str]
    weight: int
    strange: bool = False
    whole: str = ""

    @cached_property
    def given(self) -> Table:
        """What it adds to the general counts."""
        return Table.of(codes(self.whole or "\n".join(self.lines)))


@dataclass
class Texts:
    """Texts by their kind, and the words and characters that slips are made with."""

    kinds: dict[str, list[Text]]
    lexicon: Lexicon

    @classmethod
    def read(cls, draw: random.Random) -> Texts:
        """From the sources."""
        from tests.bench.review import data

        kinds = {"statutes": statutes(), "sentences": sentences(draw), "documents": documents(), "samples": samples()}
        return cls({name: list(texts) for name, texts in kinds.items()}, data()[0].lexicon)

    @classmethod
    def load(cls, file: Path) -> Texts:
        """From a file written by ``save``."""
        with lzma.open(file, "rt", encoding="utf-8") as source:
            stored = json.load(source)
        kinds = {name: [Text(**text) for text in texts] for name, texts in stored["kinds"].items()}
        words, modern, sounds, shapes = stored["lexicon"]
        return cls(kinds, Lexicon(frozenset(words), frozenset(modern), tuple(sounds), tuple(shapes)))

    def save(self, file: Path) -> None:
        """Write a compressed file."""
        lexicon = self.lexicon
        parts = [sorted(lexicon.words), sorted(lexicon.modern), list(lexicon.sounds), list(lexicon.shapes)]
        kinds = {name: [asdict(text) for text in texts] for name, texts in self.kinds.items()}
        with lzma.open(file, "wt", encoding="utf-8") as target:
            json.dump({"kinds": kinds, "lexicon": parts}, target, ensure_ascii=False)

    def digest(self) -> str:
        """What the lines hash to."""
        found = hashlib.sha256()
        for texts in self.kinds.values():
            for text in texts:
                found.update("\n".join(text.lines).encode())
        return found.hexdigest()

    def general(self) -> Table:
        """How often all the texts that were counted have each run; those that occur once are left out."""
        texts = [text for kind in self.kinds.values() for text in kind if text.weight]
        lines = [line for text in texts for line in text.lines for _ in range(text.weight)]
        table = Table.of(codes("\n".join(lines)))
        kept = table.counts > 1
        return Table(table.keys[kept], table.counts[kept].astype(np.float64))


def statutes() -> Iterator[Text]:
    """Statutes with all their articles; short ones put together."""
    from kb.review.text import normalise

    laws: dict[str, list[str]] = defaultdict(list)
    with (DATA / "stard" / "corpus.jsonl").open(encoding="utf-8") as rows:
        for row in map(json.loads, rows):
            law = re.sub("第[零一二三四五六七八九十百千\\d]+条.*$", "", row["title"])
            laws[law] += filter(None, map(normalise, row["text"].split("\n")))
    short: list[str] = []
    for law, lines in sorted(laws.items()):
        if sum(map(len, lines)) >= LEAST_LAW:
            yield Text(law, lines, 1, strange=True)
            continue
        short += lines
        if sum(map(len, short)) >= LEAST_LAW:
            yield Text(law, short, 1, strange=True)
            short = []


def sentences(draw: random.Random) -> Iterator[Text]:
    """The sentences written for the elements, mixed to texts as long as plans."""
    from kb.review.text import normalise

    rows = (ROOT / "tests" / "bench" / "element_sentences.tsv").read_text(encoding="utf-8").splitlines()
    lines = [normalise(row.split("\t")[3]) for row in rows]
    whole = "\n".join(lines)
    draw.shuffle(lines)
    for at in range(0, len(lines), 300):
        yield Text(f"sentences {at}", lines[at : at + 300], OWN, whole=whole if at % 600 else "")


def documents(names: Sequence[str] = LEARNED) -> Iterator[Text]:
    """Real documents beside the checkout."""
    for path in sorted((DATA / "documents").iterdir()):
        if path.name[:4] in names:
            yield from _parsed(path, 0)


def samples() -> Iterator[Text]:
    """Our own samples."""
    for path in sorted((ROOT / "corpus" / "samples").glob("*/*")):
        yield from _parsed(path, OWN)


def _parsed(path: Path, weight: int) -> Iterator[Text]:
    from kb.parsing import parse
    from kb.review.text import Body

    for document in parse(path).documents:
        yield Text(
            path.stem, [line.text for line in Body.of(document).lines if not line.contents and line.text], weight
        )


if __name__ == "__main__":
    Texts.read(random.Random(5)).save(Path(sys.argv[1]))
