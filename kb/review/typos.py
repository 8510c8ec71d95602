"""QC-TEXT: words with a character that cannot be right — of the same sound or shape, a stray one, or two that changed places.

A noisy channel: a character is doubted where neither plans and statutes nor the rest of this plan have it beside its neighbours. What may
have been meant is a character that sounds or looks alike, one that the plan itself has between these neighbours, or two in the other
order. How much more probable that is (``kb.language``), which words it makes and breaks (``kb.review.lattice``) and how common they are
goes into one weighted sum, trained on slips put into untouched plans (``slips.json``, ``python -m tests.bench.train_slips``).
"""

from __future__ import annotations

import json
import math
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import numpy as np
from numpy.typing import NDArray

from kb.language import Codes, Counts, Table, codes, hashes, language, runs_of
from kb.lexicon import Lexicon
from kb.model import Place
from kb.review.lattice import cheapest, vocabulary
from kb.review.making import place
from kb.review.text import Body, Line

PARTICLES = frozenset(
    "的了和与及或在为对由向从到等将被把给让使以可应须要会能不未无已并但而且其该本各每某这那此所之于是有上下前后内外中出家部一二三四五六七八九十"
)
"""Those that make a word of chance with their neighbour."""
_AREAS = frozenset("省市县区乡镇村户")
_PAD, _WIDTH, _CENTRE = 4, 8, 3
_OWN = 80.0
"""What one occurrence in the plan itself is worth, in occurrences elsewhere."""
_TOTAL = 9e6
_WEIGHTS = ((0.45, 10.0), (0.30, 20.0), (0.20, 50.0), (0.05, 0.0))
"""For runs of four to one characters: weight of the estimate, and what is added to the count of what stands before."""
_FLOOR = 2e-7
_POSSIBLE, _PHRASED = 4.0, 3
"""A pair of characters that is rarer is not proposed; how often the plan has a phrase that may have been meant."""
_LEAST_GAIN = 4.0
_AROUND, _APART, _SHOWN = 8, 3, 2


@dataclass(frozen=True, slots=True)
class Slip:
    """What was written, what was meant, and where."""

    said: str
    meant: str
    where: Place


@dataclass(frozen=True, slots=True)
class Guess:
    """What may have been meant: ``made`` stands for the characters from ``start`` on, so much more probable (natural logarithm)."""

    start: int
    made: str
    kind: str
    gain: float


class Written:
    """Lines of a plan one after the other, with what its own runs of characters tell."""

    def __init__(self, lines: Sequence[str]) -> None:
        self.starts: list[int] = []
        at = _PAD
        for line in lines:
            self.starts.append(at)
            at += len(line) + 1
        self.text = "\n" * _PAD + "\n".join(lines) + "\n" * _PAD
        self.codes = codes(self.text)
        self.own = Table.of(self.codes)
        self._between: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))

    def often(self, runs: Codes, *, but_once: bool = False) -> Counts:
        """How often runs occur, the plan's own counted for more; ``but_once`` leaves out one occurrence, the one looked at."""
        keys = hashes(runs)
        own = self.own.often(keys)
        return language().often(keys) + _OWN * (np.maximum(own - 1, 0) if but_once else own)

    def doubts(self, lexicon: Lexicon) -> NDArray[np.intp]:
        """Chinese characters in no run of three that occurs elsewhere, or in a phrase that the plan else writes with one that is alike."""
        size = len(self.codes)
        threes = self.often(runs_of(self.codes, 3), but_once=True)
        known = np.zeros(size, bool)
        for shift in range(3):
            known[shift : size - 2 + shift] |= threes > 0
        hanzi = (self.codes >= 0x4E00) & (self.codes <= 0x9FFF)
        return np.union1d(np.nonzero(hanzi & ~known)[0], list(self._misfits(lexicon)))

    def _misfits(self, lexicon: Lexicon) -> Iterator[int]:
        runs = [self.text[at : at + 4] for at in range(len(self.text) - 3)]
        often = Counter(runs)
        holes: dict[tuple[int, str], set[str]] = defaultdict(set)
        for run, count in often.items():
            if count >= _PHRASED and all(map(_hanzi, run)):
                for hole in range(4):
                    holes[hole, run[:hole] + run[hole + 1 :]].add(run[hole])
        for start, run in enumerate(runs):
            if often[run] > 1:
                continue
            for hole in range(4):
                others = holes.get((hole, run[:hole] + run[hole + 1 :]))
                if others and _hanzi(run[hole]) and others & lexicon.alike(run[hole]):
                    yield start + hole

    def guesses(self, doubts: NDArray[np.intp], lexicon: Lexicon) -> list[Guess]:
        """For every doubted character the most probable correction, in order."""
        made: list[tuple[int, str, str]] = []
        for at in map(int, doubts):
            made += [(at, char, kind) for char, kind in self._instead(at, lexicon)]
            made += [(start, self.text[start + 1] + self.text[start], "swapped") for start in self._exchangeable(at)]
        if not made:
            return []
        starts = np.array([start for start, _, _ in made])
        windows = np.array(runs_of(self.codes, _WIDTH)[starts - _CENTRE])
        windows[:, _CENTRE] = [ord(chars[0]) for _, chars, _ in made]
        both = np.array([len(chars) > 1 for _, chars, _ in made])
        windows[both, _CENTRE + 1] = [ord(chars[1]) for _, chars, _ in made if len(chars) > 1]
        beside = np.stack([windows[:, _CENTRE - 1 : _CENTRE + 1], windows[:, _CENTRE : _CENTRE + 2]], axis=1)
        kept = np.nonzero((self.often(beside) >= _POSSIBLE).any(axis=1))[0]
        places = np.unique(starts[kept])
        if not len(places):
            return []
        as_is = self._probable(np.array(runs_of(self.codes, _WIDTH)[places - _CENTRE]), but_once=True)
        now = dict(zip(places.tolist(), as_is.tolist(), strict=True))
        best: dict[int, Guess] = {}
        for index, probable in zip(kept, self._probable(windows[kept]), strict=True):
            start, chars, kind = made[index]
            guess = Guess(start, chars, kind, float(probable) - now[start])
            if guess.gain > best.get(start, Guess(0, "", "", _LEAST_GAIN)).gain:
                best[start] = guess
        return [best[start] for start in sorted(best)]

    def _instead(self, at: int, lexicon: Lexicon) -> Iterator[tuple[str, str]]:
        char, before, after = self.text[at], self.text[at - 1], self.text[at + 1]
        alike = lexicon.alike(char)
        yield from ((other, "alike") for other in alike)
        for other in self.between[before].get(after, ()):
            if other != char and other not in alike:
                yield other, "stray"

    @property
    def between(self) -> dict[str, dict[str, set[str]]]:
        """The characters that the plan has between two others."""
        if not self._between:
            for before, char, after in zip(self.text, self.text[1:], self.text[2:], strict=False):
                if _hanzi(char):
                    self._between[before][after].add(char)
        return self._between

    def _exchangeable(self, at: int) -> Iterator[int]:
        for start in (at - 1, at):
            one, other = self.text[start], self.text[start + 1]
            if one != other and _hanzi(one) and _hanzi(other) and not self._on_purpose(start):
                yield start

    def _on_purpose(self, start: int) -> bool:
        """Whether two stand in a figure such as 群防群控, 先发后报 or 乡叫村, which breaks words on purpose."""
        pair = set(self.text[start : start + 2])
        if pair & _AREAS or pair & PARTICLES:
            return True
        return any(self.text[at] == self.text[at + 2] for at in range(start - 2, start + 2))

    def _probable(self, windows: Codes, *, but_once: bool = False) -> Counts:
        """The logarithm of the probability of windows of characters, from the centre on."""
        often = {size: self.often(runs_of_each(windows, size), but_once=but_once) for size in (1, 2, 3, 4)}
        total = np.zeros(len(windows))
        for at in range(_CENTRE, _WIDTH):
            estimate = np.full(len(windows), _FLOOR)
            for size, (weight, more) in zip((4, 3, 2, 1), _WEIGHTS, strict=True):
                run = often[size][:, at - size + 1]
                before = often[size - 1][:, at - size + 1] + more if size > 1 else _TOTAL
                estimate += weight * run / before
            total += np.log(estimate)
        return total

    def run(self, at: int) -> tuple[int, int]:
        """The bounds of the Chinese characters around an offset, no further than a few words."""
        first, last = at, at + 1
        while first > max(0, at - _AROUND) and _hanzi(self.text[first - 1]):
            first -= 1
        while last < min(len(self.text), at + _AROUND) and _hanzi(self.text[last]):
            last += 1
        return first, last


def runs_of_each(windows: Codes, size: int) -> Codes:
    """All runs of a size in each of several windows: ``(n, width - size + 1, size)``."""
    return np.lib.stride_tricks.sliding_window_view(windows, size, axis=1)


def slips(body: Body, lexicon: Lexicon) -> Iterator[Slip]:
    """The words of a plan that have a character wrong, in order."""
    lines = [line for line in body.lines if not line.contents]
    written = Written([line.text for line in lines])
    guesses = written.guesses(written.doubts(lexicon), lexicon)
    sure = zip(weigh(written, guesses, lexicon), guesses, strict=True)
    line = 0
    for guess in _apart([(score, guess) for score, guess in sure if score > 0]):
        while line + 1 < len(lines) and written.starts[line + 1] <= guess.start:
            line += 1
        yield _slip(written, guess, lines[line], written.starts[line])


def _apart(told: Sequence[tuple[float, Guess]]) -> list[Guess]:
    """Of guesses side by side, which one slip brings about, the surest."""
    kept: list[Guess] = []
    for _, guess in sorted(told, key=lambda pair: -pair[0]):
        if all(abs(guess.start - other.start) > _APART for other in kept):
            kept.append(guess)
    return sorted(kept, key=lambda guess: guess.start)


def _slip(written: Written, guess: Guess, line: Line, offset: int) -> Slip:
    first, last = written.run(guess.start)
    end = guess.start + len(guess.made)
    first, last = max(first, guess.start - _SHOWN), min(last, end + _SHOWN)
    said = written.text[first:last]
    meant = written.text[first : guess.start] + guess.made + written.text[end:last]
    return Slip(said, meant, place(line, first - offset, last - offset))


# --------------------------------------------------------------------------- how sure it is


def weigh(written: Written, guesses: Sequence[Guess], lexicon: Lexicon) -> Iterator[float]:
    """How sure each correction is; above 0 it is told."""
    learned = _learned()
    for each in features(written, guesses, lexicon):
        yield learned["bias"] + sum(learned.get(name, 0.0) * value for name, value in each.items())


def features(written: Written, guesses: Sequence[Guess], lexicon: Lexicon) -> Iterator[dict[str, float]]:
    """What is weighed of each guess, by name."""
    if not guesses:
        return
    as_is = np.array(runs_of(written.codes, _WIDTH)[[guess.start - _CENTRE for guess in guesses]])[:, :-1]
    meant = as_is.copy()
    for row, guess in zip(meant, guesses, strict=True):
        row[_CENTRE : _CENTRE + len(guess.made)] = [ord(char) for char in guess.made]
    pairs = written.often(runs_of_each(meant[:, 2:5], 2))
    pairs_as_is = written.often(runs_of_each(as_is[:, 2:5], 2), but_once=True)
    threes = written.often(runs_of_each(meant[:, 1:6], 3))
    numbers = {
        "pair": np.log1p(pairs.max(axis=1)),
        "pair_less": np.log1p(pairs.min(axis=1)),
        "pair_as_is": np.log1p(pairs_as_is.max(axis=1)),
        "strange": (pairs_as_is == 0).sum(axis=1),
        "three": np.log1p(threes.max(axis=1)),
        "threes": (threes > 0).sum(axis=1),
        "four": np.log1p(written.often(runs_of_each(meant, 4)).max(axis=1)),
        "own": np.log1p(written.own.often(hashes(runs_of_each(meant[:, 1:6], 3))).max(axis=1)),
        "common": np.log1p(written.often(as_is[:, _CENTRE : _CENTRE + 1], but_once=True)),
    }
    for row, guess in enumerate(guesses):
        yield {name: float(values[row]) for name, values in numbers.items()} | _words(written, guess, lexicon)


def _words(written: Written, guess: Guess, lexicon: Lexicon) -> dict[str, float]:
    """What the words tell that a correction breaks and makes."""
    first, last = written.run(guess.start)
    run, at = written.text[first:last], guess.start - first
    made = run[:at] + guess.made + run[at + len(guess.made) :]
    price, bounds = cheapest(run, lexicon.modern)
    other_price, other_bounds = cheapest(made, lexicon.modern)
    word, other = _word(run, at, bounds), _word(made, at, other_bounds)
    return {
        "gain": min(guess.gain, 40.0),
        "words": price - other_price,
        "alone": float(len(word) == 1),
        "whole": float(len(other) > 1),
        "word_known": math.log1p(_often(word, lexicon)) if len(word) > 1 else 0.0,
        "other_known": math.log1p(_often(other, lexicon)) if len(other) > 1 else 0.0,
        "other_long": float(len(other) > 2),
        "other_used": float(len(other) > 1 and other in lexicon.words),
        "particle": float(run[at] in PARTICLES),
        "stray": float(guess.kind == "stray"),
        "swapped": float(guess.kind == "swapped"),
    }


def _word(run: str, at: int, bounds: Sequence[tuple[int, int]]) -> str:
    return next(run[start:end] for start, end in bounds if start <= at < end)


def _often(word: str, lexicon: Lexicon) -> int:
    return max(vocabulary().get(word, 0), 300 if word in lexicon.modern else 0)


def _hanzi(char: str) -> bool:
    return "\u4e00" <= char <= "\u9fff"


@cache
def _learned() -> dict[str, float]:
    """The weights; those of the file, by name."""
    found: dict[str, float] = json.loads(files(__package__).joinpath("slips.json").read_text(encoding="utf-8"))["weights"]
    return found
