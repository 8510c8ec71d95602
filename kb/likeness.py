"""Which sentences say what a slot asks for in words that no pattern knows: a linear model over character n-grams.

Learned from sentences written for every slot, in the words of governments, enterprises, schools and villages, beside vague ones and ones
that speak of something else (``python -m tests.bench.train_likeness``). It only ever adds to what the patterns of the checklist find.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

LONGEST = 3
_NUMBER = re.compile(r"\d+(?:[.:]\d+)*")
_KIND = re.compile(r"[(（].*$")


def grams(text: str) -> Iterator[str]:
    """The n-grams of one to three characters of a normalised text, in which every number is 0."""
    plain = _NUMBER.sub("0", text.lower())
    for length in range(1, LONGEST + 1):
        for at in range(len(plain) - length + 1):
            yield plain[at : at + length]


def slot_key(item_id: str, name: str) -> str:
    """What a slot is called in the model: the same slot may ask for three kinds here and for four there."""
    return f"{item_id} {_KIND.sub('', name)}"


@dataclass(frozen=True)
class Likeness:
    """Weights of shape (n-grams, slots) as int8 with a scale a slot, biases (slots,), idf (n-grams,)."""

    vocabulary: dict[str, int]
    slots: dict[str, int]
    idf: NDArray[np.float32]
    weights: NDArray[np.int8]
    scales: NDArray[np.float32]
    biases: NDArray[np.float32]

    @classmethod
    def load(cls, data: bytes) -> Likeness:
        """From the bytes of an npz."""
        import numpy as np

        with np.load(BytesIO(data), allow_pickle=False) as parts:
            words = bytes(parts["vocabulary"]).decode().split("\n")
            slots = bytes(parts["slots"]).decode().split("\n")
            return cls(
                {word: at for at, word in enumerate(words)},
                {slot: at for at, slot in enumerate(slots)},
                parts["idf"],
                parts["weights"],
                parts["scales"],
                parts["biases"],
            )

    def scores(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """How much each normalised text is like those that fill each slot, of shape (texts, slots): about 1 like one of them, 0 like none."""
        import numpy as np

        found = np.zeros((len(texts), len(self.slots)), np.float32)
        for row, text in enumerate(texts):
            counts = Counter(at for gram in grams(text) if (at := self.vocabulary.get(gram)) is not None)
            if counts:
                rows = np.fromiter(counts, np.int64, len(counts))
                values = np.array([1 + math.log(count) for count in counts.values()], np.float32) * self.idf[rows]
                found[row] = (values / np.linalg.norm(values)) @ self.weights[rows]
        return found * self.scales + self.biases
