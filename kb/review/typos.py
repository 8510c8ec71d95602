"""QC-TEXT: words with a character that cannot be right — of the same sound or shape, a stray one, or two that changed places.

A character is doubted when it stands beside its neighbours nowhere else in the plan and no word takes it in. It is called wrong when
another one in its place makes the run far more probable (words by jieba's counts) and gives a word, or a run of four characters, that
the plan itself or plans in general use. Names escape because nothing that is used comes near them.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from kb.lexicon import Lexicon
from kb.model import Place
from kb.review.lattice import cost, cut, vocabulary
from kb.review.making import place
from kb.review.text import HANZI, Body

LOOSE = frozenset(
    "的了和与及或在为对由向从到等将被把给让使以可应须要会能不未无已并但而且其该本各每某这那此所之于是有上下前后内外中东西南北左右高低大小多少一二三四五六七八九十百千万亿两"
    "第省市县区州旗镇乡村级号年月日时分秒元人名个只台辆处条件项次类种家户间座度量点线面新旧原现总副正主厅局委部科股所站队组班室院校厂司长员我你他它地得"
)
"""Characters that stand for themselves beside almost any word."""
PARTICLES = frozenset(
    "的了和与及或在为对由向从到等将被把给让使以可应须要会能不未无已并但而且其该本各每某这那此所之于是有上下前后内外中出家部一二三四五六七八九十"
)
"""Those that make a word of chance with their neighbour."""
_AREAS = frozenset("省市县区乡镇村户")
_OFTEN, _USED, _RARE, _PAIRED = 3, 3, 2, 4
_KNOWN = 20
_REACH = 5
_GAIN_ATTESTED, _GAIN_REPEATED, _GAIN_SWAPPED, _GAIN_STRAY = 7.0, 4.0, 8.0, 6.0
_GAIN_STRANGE, _GAIN_ALONE = 7.0, 9.5
_PHRASED, _GAIN_PHRASED, _GAIN_REPEATED_OFTEN = 2, 5.0, 3.0
"""How often the plan writes the phrase right, and how much more probable that must be."""
_COMMON = 3000
"""Characters that stand alone so often are no strangers anywhere."""


@dataclass(frozen=True, slots=True)
class Slip:
    """What was written, what was meant, and where."""

    said: str
    meant: str
    where: Place


@dataclass(frozen=True, slots=True)
class _Guess:
    """A run with one correction: how it came about, which characters changed, and how much more probable it is."""

    run: str
    kind: str
    start: int
    end: int


class _Usage:
    """How often the plan has each run of one to four characters."""

    def __init__(self, texts: Sequence[str]) -> None:
        self.counts: Counter[str] = Counter()
        for text in texts:
            for run in HANZI.findall(text):
                for size in (1, 2, 3, 4):
                    self.counts.update(run[at : at + size] for at in range(len(run) - size + 1))
        self.holes: dict[tuple[str, str], set[str]] = defaultdict(set)
        for gram, count in self.counts.items():
            word = len(gram) == 2 and count >= _PAIRED and vocabulary().get(gram, 0) >= _KNOWN
            if word or (count >= _OFTEN and len(gram) >= 3):
                for at in range(len(gram)):
                    self.holes[gram[:at], gram[at + 1 :]].add(gram[at])

    def alone(self, run: str, at: int) -> bool:
        """Whether a character stands beside its neighbours here and nowhere else."""
        before, after = run[max(0, at - 1) : at + 1], run[at : at + 2]
        return all(self.counts[pair] <= 1 for pair in (before, after) if len(pair) == 2)

    def around(self, run: str, at: int) -> int:
        """How often the plan has a run of four characters that takes in the one at ``at``."""
        return max((self.counts[gram] for _, gram in _grams(run, at, 4)), default=0)


def slips(body: Body, lexicon: Lexicon) -> Iterator[Slip]:
    """The words of a plan that have a character wrong, in order."""
    lines = [line for line in body.lines if not line.contents]
    usage = _Usage([line.text for line in lines])
    for line in lines:
        for found in HANZI.finditer(line.text):
            run, done = found[0], -1
            if len(run) < 3:
                continue
            for at in range(len(run)):
                if at <= done:
                    continue
                guess = _best(run, at, usage, lexicon) if usage.alone(run, at) else _in_context(run, at, usage, lexicon)
                if guess:
                    start, end = _shown(guess)
                    done = guess.end
                    begin = found.start()
                    yield Slip(run[start:end], guess.run[start:end], place(line, begin + start, begin + end))


def _best(run: str, at: int, usage: _Usage, lexicon: Lexicon) -> _Guess | None:
    """The correction of a doubtful character that gains most, if one is good enough."""
    bounds = _cut(run, lexicon)
    start, end = next(bound for bound in bounds if bound[0] <= at < bound[1])
    if end - start > 2 or (end - start == 2 and (_often(run[start:end], lexicon) >= _KNOWN)):
        return None
    first = max((a for a, _ in bounds if a <= max(0, at - _REACH + 1)), default=0)
    last = min((b for _, b in bounds if b >= min(len(run), at + _REACH)), default=len(run))
    now = cost(run[first:last], lexicon.modern)
    best: tuple[float, _Guess] | None = None
    for guess in _guesses(run, at, usage, lexicon):
        gain = now - cost(guess.run[first:last], lexicon.modern)
        if gain >= _asked(run, at, guess, usage, lexicon) and (best is None or gain > best[0]):
            best = gain, guess
    return best[1] if best else None


def _in_context(run: str, at: int, usage: _Usage, lexicon: Lexicon) -> _Guess | None:
    """A character that stands beside its neighbours elsewhere too, in a phrase that the plan else writes with one that sounds or looks alike."""
    if usage.around(run, at) > 1 or _in_word(run, at, lexicon):
        return None
    best: tuple[int, _Guess] | None = None
    for char in lexicon.alike(run[at]):
        made = run[:at] + char + run[at + 1 :]
        often = usage.around(made, at)
        if often < _PHRASED or (best and best[0] >= often) or not _in_word(made, at, lexicon):
            continue
        first, last = max(0, at - _REACH), min(len(run), at + _REACH + 1)
        gain = cost(run[first:last], lexicon.modern) - cost(made[first:last], lexicon.modern)
        if gain >= (_GAIN_REPEATED_OFTEN if run[at] in PARTICLES else _GAIN_PHRASED):
            best = often, _Guess(made, "alike", at, at + 1)
    return best[1] if best else None


def _in_word(run: str, at: int, lexicon: Lexicon) -> bool:
    """Whether the cheapest cut takes the character at ``at`` into a longer word."""
    return any(start <= at < end and end - start > 1 for start, end in _cut(run, lexicon))


def _guesses(run: str, at: int, usage: _Usage, lexicon: Lexicon) -> Iterator[_Guess]:
    """What may have been meant: a character that sounds or looks alike, one that the plan has there, two in the other order."""
    for char in lexicon.alike(run[at]):
        made = run[:at] + char + run[at + 1 :]
        if run[at] not in LOOSE and _covering(made, at, lexicon):
            yield _Guess(made, "alike", at, at + 1)
    for size in (2, 3, 4):
        for begin, gram in _grams(run, at, size):
            for char in usage.holes.get((gram[: at - begin], gram[at - begin + 1 :]), ()):
                inside = begin < at < begin + size - 1
                if char != run[at] and (size == 2 or char not in LOOSE) and (inside or run[at] not in LOOSE):
                    kind = "strange" if size == 2 else "stray"
                    yield _Guess(run[:at] + char + run[at + 1 :], kind, at, at + 1)
    for begin in (at - 1, at):
        if 0 <= begin < len(run) - 1 and run[begin] != run[begin + 1] and not _mirrored(run, begin):
            made = run[:begin] + run[begin + 1] + run[begin] + run[begin + 2 :]
            yield _Guess(made, "swapped", begin, begin + 2)


def _asked(run: str, at: int, guess: _Guess, usage: _Usage, lexicon: Lexicon) -> float:
    """How much a correction must gain: less where the plan repeats it, infinitely much where nobody uses it."""
    repeated = usage.around(guess.run, at)
    used = any(
        usage.counts[word] >= _USED or word in lexicon.words
        for place_ in range(guess.start, guess.end)
        for word in _covering(guess.run, place_, lexicon)
    )
    if guess.kind == "stray":
        rare = usage.counts[run[at]] <= _RARE or run[at] in LOOSE
        return _GAIN_STRAY if repeated >= _OFTEN - 1 and used and rare else float("inf")
    if guess.kind == "strange":
        known = usage.counts[run[at]] > 1 or run[at] in lexicon.characters or vocabulary().get(run[at], 0) > _COMMON
        return float("inf") if known or repeated < 2 else _GAIN_STRANGE
    if guess.kind == "swapped":
        return 2.5 if repeated else _GAIN_SWAPPED if used else float("inf")
    if repeated >= 2:
        return _GAIN_REPEATED
    return _GAIN_ATTESTED if used else _GAIN_ALONE


def _covering(run: str, at: int, lexicon: Lexicon) -> list[str]:
    """The words that take in the character at ``at``."""
    return [
        gram
        for size in (4, 3, 2)
        for begin, gram in _grams(run, at, size)
        if _often(gram, lexicon) >= _KNOWN and any(gram[k] not in PARTICLES for k in range(size) if begin + k != at)
    ]


def _often(word: str, lexicon: Lexicon) -> int:
    return max(vocabulary().get(word, 0), _KNOWN if word in lexicon.modern else 0)


def _grams(run: str, at: int, size: int) -> Iterator[tuple[int, str]]:
    for begin in range(max(0, at - size + 1), min(at, len(run) - size) + 1):
        yield begin, run[begin : begin + size]


def _mirrored(run: str, begin: int) -> bool:
    """Whether the two stand in a figure such as 群防群控, 先发后报 or 乡叫村, which breaks words on purpose."""
    if _AREAS & set(run[begin : begin + 2]):
        return True
    return any(run[at] == run[at + 2] for at in range(max(0, begin - 2), min(len(run) - 2, begin + 2))) or any(
        char in PARTICLES for char in run[begin : begin + 2]
    )


def _shown(guess: _Guess) -> tuple[int, int]:
    """What of the run is shown: the changed characters with two before and after."""
    return max(0, guess.start - 2), min(len(guess.run), guess.end + 2)


@lru_cache(4096)
def _cut(run: str, lexicon: Lexicon) -> tuple[tuple[int, int], ...]:
    return tuple(cut(run, lexicon.modern))
