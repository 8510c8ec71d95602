"""QC-TEXT: words with a character that cannot be right — of the same sound or shape, a stray one, or two that changed places.

A noisy channel: a character is doubted where neither plans and statutes nor the rest of this plan have it beside its neighbours. What may
have been meant is a character that sounds or looks alike, one that the plan itself has between these neighbours, or two in the other
order. How much more probable that is (``kb.language``), which words it makes and breaks (``kb.review.wording.lattice``) and how common they are
goes into one weighted sum, trained on slips put into untouched plans (``writing.json``, ``python -m tests.bench.train_writing``).
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kb.language import hashes, runs_of
from kb.lexicon import Lexicon
from kb.model import Place
from kb.review.making import place
from kb.review.text import Line
from kb.review.wording.lattice import cheapest, vocabulary
from kb.review.wording.learned import learned
from kb.review.wording.proofreader import RUN, SLIP, Floats
from kb.review.wording.written import CENTRE, WIDTH, Written, in_name, is_hanzi, runs_of_each

PARTICLES = frozenset(
    "的了和与及或在为对由向从到等将被把给让使以可应须要会能不未无已并但而且其该本各每某这那此所之于是有上下前后内外中出家部一二三四五六七八九十"
)
"""Those that make a word of chance with their neighbour."""
_AREAS = frozenset("省市县区乡镇村户")
_POSSIBLE, _PHRASED = 4.0, 3
"""A pair of characters that is rarer is not proposed; how often the plan has a phrase that may have been meant."""
_LEAST_GAIN = 4.0
_LEAST_CHANCE, _DOUBTED = 1e-4, 0.1
"""Chances of the proofreader: those below make no difference, those above are reason for doubt."""
_APART, _SHOWN = 3, 2
_SURE = 1.0
"""The weighted sum from which on a correction is sure; it is told from 0 on."""


@dataclass(frozen=True, slots=True)
class Slip:
    """What was written, what was meant, and where; ``sure`` unless it may well be a rare word."""

    said: str
    meant: str
    where: Place
    sure: bool


@dataclass(frozen=True, slots=True)
class Guess:
    """What may have been meant: ``made`` stands for the characters from ``start`` on, so much more probable (natural logarithm)."""

    start: int
    made: str
    kind: str
    gain: float


def slips(written: Written, lines: Sequence[Line], said: Floats, lexicon: Lexicon) -> Iterator[Slip]:
    """The words of a plan that have a character wrong, in order; ``lines`` are those of which ``written`` was made, ``said`` what the
    proofreader says of them.
    """
    guesses = guesses_of(written, doubts(written, said, lexicon), lexicon)
    sure = zip(weigh(written, guesses, said, lexicon), guesses, strict=True)
    line = 0
    for weight, guess in _apart([each for each in sure if each[0] > 0 and not in_name(written.text, each[1].start)]):
        while line + 1 < len(lines) and written.starts[line + 1] <= guess.start:
            line += 1
        yield _slip(written, guess, lines[line], written.starts[line], sure=weight >= _SURE)


def _apart(told: Sequence[tuple[float, Guess]]) -> list[tuple[float, Guess]]:
    """Of guesses side by side, which one slip brings about, the surest."""
    kept: list[tuple[float, Guess]] = []
    for weight, guess in sorted(told, key=lambda pair: -pair[0]):
        if all(abs(guess.start - other.start) > _APART for _, other in kept):
            kept.append((weight, guess))
    return sorted(kept, key=lambda pair: pair[1].start)


def _slip(written: Written, guess: Guess, line: Line, offset: int, *, sure: bool) -> Slip:
    first, last = written.run(guess.start)
    end = guess.start + len(guess.made)
    first, last = max(first, guess.start - _SHOWN), min(last, end + _SHOWN)
    said = written.text[first:last]
    meant = written.text[first : guess.start] + guess.made + written.text[end:last]
    return Slip(said, meant, place(line, first - offset, last - offset), sure)


# --------------------------------------------------------------------------- how sure it is


def weigh(written: Written, guesses: Sequence[Guess], said: Floats, lexicon: Lexicon) -> Iterator[float]:
    """How sure each correction is; above 0 it is told."""
    weights = learned("slips")
    for each in features(written, guesses, said, lexicon):
        yield weights["bias"] + sum(weights.get(name, 0.0) * value for name, value in each.items())


def features(written: Written, guesses: Sequence[Guess], said: Floats, lexicon: Lexicon) -> Iterator[dict[str, float]]:
    """What is weighed of each guess, by name."""
    if not guesses:
        return
    as_is = np.array(runs_of(written.codes, WIDTH)[[guess.start - CENTRE for guess in guesses]])[:, :-1]
    meant = as_is.copy()
    for row, guess in zip(meant, guesses, strict=True):
        row[CENTRE : CENTRE + len(guess.made)] = [ord(char) for char in guess.made]
    pairs = written.often(runs_of_each(meant[:, 2:5], 2))
    pairs_as_is = written.often(runs_of_each(as_is[:, 2:5], 2), but_once=True)
    threes = written.often(runs_of_each(meant[:, 1:6], 3))
    logits = np.log((said + _LEAST_CHANCE) / (1 - said + _LEAST_CHANCE))
    slip = [logits[guess.start : guess.start + len(guess.made), SLIP].max() for guess in guesses]
    numbers = {
        "reader": np.array(slip),
        "reader_run": logits[[guess.start for guess in guesses], RUN],
        "pair": np.log1p(pairs.max(axis=1)),
        "pair_less": np.log1p(pairs.min(axis=1)),
        "pair_as_is": np.log1p(pairs_as_is.max(axis=1)),
        "strange": (pairs_as_is == 0).sum(axis=1),
        "three": np.log1p(threes.max(axis=1)),
        "threes": (threes > 0).sum(axis=1),
        "four": np.log1p(written.often(runs_of_each(meant, 4)).max(axis=1)),
        "own": np.log1p(written.own.often(hashes(runs_of_each(meant[:, 1:6], 3))).max(axis=1)),
        "common": np.log1p(written.often(as_is[:, CENTRE : CENTRE + 1], but_once=True)),
    }
    for row, guess in enumerate(guesses):
        yield {name: float(values[row]) for name, values in numbers.items()} | _words(written, guess, lexicon)


def _words(written: Written, guess: Guess, lexicon: Lexicon) -> dict[str, float]:
    """What the words tell that a correction breaks and makes."""
    first, last = written.run(guess.start)
    run, at = written.text[first:last], guess.start - first
    made = run[:at] + guess.made + run[at + len(guess.made) :]
    phrase = math.log1p(_phrase(written, guess))
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
        "phrase": phrase,
        "stray_phrase": phrase * (guess.kind == "stray"),
        "swapped_phrase": phrase * (guess.kind == "swapped"),
        "stray": float(guess.kind == "stray"),
        "swapped": float(guess.kind == "swapped"),
    }


def _phrase(written: Written, guess: Guess) -> int:
    """How often the plan has the commonest run of four that a correction makes."""
    around = written.text[guess.start - 3 : guess.start] + guess.made
    around += written.text[guess.start + len(guess.made) : guess.start + 4]
    return max(written.phrases[around[at : at + 4]] for at in range(len(around) - 3))


def _word(run: str, at: int, bounds: Sequence[tuple[int, int]]) -> str:
    return next(run[start:end] for start, end in bounds if start <= at < end)


def _often(word: str, lexicon: Lexicon) -> int:
    return max(vocabulary().get(word, 0), 300 if word in lexicon.modern else 0)


# --------------------------------------------------------------------------- what may have been meant


def doubts(written: Written, said: Floats, lexicon: Lexicon) -> NDArray[np.intp]:
    """Chinese characters in no run of three that occurs elsewhere, that the proofreader doubts, or in a phrase that the plan else writes
    with one that is alike.
    """
    hanzi = (written.codes >= 0x4E00) & (written.codes <= 0x9FFF)
    doubted = hanzi & (written.strange | (said[:, SLIP] > _DOUBTED))
    return np.union1d(np.nonzero(doubted)[0], list(_misfits(written, lexicon)))


def _misfits(written: Written, lexicon: Lexicon) -> Iterator[int]:
    holes: dict[tuple[int, str], set[str]] = defaultdict(set)
    for run, count in written.phrases.items():
        if count >= _PHRASED and all(map(is_hanzi, run)):
            for hole in range(4):
                holes[hole, run[:hole] + run[hole + 1 :]].add(run[hole])
    for start in range(len(written.text) - 3):
        run = written.text[start : start + 4]
        if written.phrases[run] > 1:
            continue
        for hole in range(4):
            others = holes.get((hole, run[:hole] + run[hole + 1 :]))
            if others and is_hanzi(run[hole]) and others & lexicon.alike(run[hole]):
                yield start + hole


def guesses_of(written: Written, doubts: NDArray[np.intp], lexicon: Lexicon) -> list[Guess]:
    """For every doubted character the most probable correction, in order."""
    made: list[tuple[int, str, str]] = []
    for at in map(int, doubts):
        made += [(at, char, kind) for char, kind in _instead(written, at, lexicon)]
        made += [
            (start, written.text[start + 1] + written.text[start], "swapped") for start in _exchangeable(written, at)
        ]
    if not made:
        return []
    starts = np.array([start for start, _, _ in made])
    windows = np.array(runs_of(written.codes, WIDTH)[starts - CENTRE])
    windows[:, CENTRE] = [ord(chars[0]) for _, chars, _ in made]
    both = np.array([len(chars) > 1 for _, chars, _ in made])
    windows[both, CENTRE + 1] = [ord(chars[1]) for _, chars, _ in made if len(chars) > 1]
    beside = np.stack([windows[:, CENTRE - 1 : CENTRE + 1], windows[:, CENTRE : CENTRE + 2]], axis=1)
    kept = np.nonzero((written.often(beside) >= _POSSIBLE).any(axis=1))[0]
    places = np.unique(starts[kept])
    if not len(places):
        return []
    as_is = written.probable(np.array(runs_of(written.codes, WIDTH)[places - CENTRE]), but_once=True)
    now = dict(zip(places.tolist(), as_is.tolist(), strict=True))
    best: dict[int, Guess] = {}
    for index, probable in zip(kept, written.probable(windows[kept]), strict=True):
        start, chars, kind = made[index]
        guess = Guess(start, chars, kind, float(probable) - now[start])
        if guess.gain > best.get(start, Guess(0, "", "", _LEAST_GAIN)).gain:
            best[start] = guess
    return [best[start] for start in sorted(best)]


def _instead(written: Written, at: int, lexicon: Lexicon) -> Iterator[tuple[str, str]]:
    char, before, after = written.text[at], written.text[at - 1], written.text[at + 1]
    alike = lexicon.alike(char)
    yield from ((other, "alike") for other in alike)
    for other in written.between[before].get(after, ()):
        if other != char and other not in alike:
            yield other, "stray"


def _exchangeable(written: Written, at: int) -> Iterator[int]:
    for start in (at - 1, at):
        one, other = written.text[start], written.text[start + 1]
        if one == other or not (is_hanzi(one) and is_hanzi(other)):
            continue
        if not _on_purpose(written, start) or _phrase(written, Guess(start, other + one, "swapped", 0.0)) >= _PHRASED:
            yield start


def _on_purpose(written: Written, start: int) -> bool:
    """Whether two stand in a figure such as 群防群控, 先发后报 or 乡叫村, which breaks words on purpose."""
    pair = set(written.text[start : start + 2])
    if pair & _AREAS or pair & PARTICLES:
        return True
    return any(written.text[at] == written.text[at + 2] for at in range(start - 2, start + 2))
