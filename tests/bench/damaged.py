"""Texts damaged on the fly, for ``tests.bench.train_proofreader``: what is read, and where it was damaged.

What a text itself adds to the counts of runs (``kb.language``) is taken off again before it is read, so that it looks as new as a
stranger's plan; of statutes, further runs are forgotten at random. Names of people, places, firms and machines, lists of rare words and
new short forms are strewn in, which are no damage.
"""

from __future__ import annotations

import random
import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise
from pathlib import Path

import jieba
import numpy as np
from numpy.typing import NDArray

from kb.language import STEPS, Hashes, Table, codes, hashes, language, runs_of
from kb.lexicon import Lexicon
from kb.review.wording.lattice import cut, vocabulary
from kb.review.wording.proofreader import (
    CUT,
    ENDS,
    HEADS,
    LACK,
    MODERN,
    RUN,
    SIZES,
    SLIP,
    WORDS,
    Floats,
    inputs,
    signs,
    stretches,
)
from tests.bench.proofreader_texts import Text

LEAST = {1: 2, 2: 3, 3: 4, 4: 5}
"""Runs that occur less often are not in the general counts, as in ``tools.language``."""
MOST = 20_000
"""Characters of a text that are read."""
FINE = 0.55
"""The share of stretches that stay as they are."""
_MARGIN = max(SIZES)
"""Characters before and after a stretch that the runs around its ends reach to."""
_HANZI = re.compile("[\u4e00-\u9fff]")
_MISREADINGS = (("utf-8", "gbk"), ("utf-8", "big5"), ("gbk", "big5"), ("gbk", "shift_jis"), ("gbk", "euc_kr"))


# --------------------------------------------------------------------------- names


class Names:
    """Invents names of people, places, firms and machines from the parts of names in the dictionary, and draws rare words of it."""

    def __init__(self) -> None:
        self._kinds: dict[str, list[str]] = defaultdict(list)
        with Path(jieba.__file__).with_name("dict.txt").open(encoding="utf-8") as rows:
            for word, _, kind in map(str.split, rows):
                name = kind if kind in ("nr", "ns") else "n" if kind in ("n", "nz", "vn") else ""
                if name and 2 <= len(word) <= (4 if name == "n" else 3) and all(map(_HANZI.match, word)):
                    self._kinds[name].append(word)

    def person(self, draw: random.Random) -> str:
        one, other = draw.choice(self._kinds["nr"]), draw.choice(self._kinds["nr"])
        return one[0] + other[1 : draw.choice((2, 3))]

    def place(self, draw: random.Random) -> str:
        one, other = draw.choice(self._kinds["ns"]), draw.choice(self._kinds["ns"])
        stem = draw.choice((one[:2], one[0] + other[-1], one[0] + other[0]))
        return stem + draw.choice(
            ("镇", "乡", "村", "县", "市", "区", "街道", "河", "水库", "社区", "山", "桥", "屯", "湾", "大道", "路")
        )

    def firm(self, draw: random.Random) -> str:
        stem = self.place(draw)[:2] + self.person(draw)[-1]
        return stem + draw.choice(
            ("公司", "化工厂", "煤矿", "建材有限公司", "小学", "卫生院", "加油站", "物业公司", "广场", "酒店")
        )

    def things(self, draw: random.Random) -> str:
        """Some words side by side, as in lists and cells."""
        words = draw.sample(self._kinds["n"], draw.randint(1, 4))
        return draw.choice("、、、,/ ").join(words)

    def machine(self, draw: random.Random) -> str:
        """A piece of equipment with its model."""
        letters = "".join(draw.choice("ABCDGHJKLPQSXYZ") for _ in range(draw.randint(1, 4)))
        model = f"{letters}{draw.choice(('-', '', '/'))}{draw.randint(1, 5000)}{draw.choice(('型', '', '型', 'A'))}"
        return draw.choice((f"{model}{self.things(draw)}", f"{self.things(draw)}({model})"))

    def shortened(self, line: str, draw: random.Random) -> str:
        """A line in which two words side by side became one of their first characters: 防止摔倒, 防摔."""
        for run in draw.sample(runs := list(re.finditer("[\u4e00-\u9fff]{4,12}", line)), len(runs)):
            bounds = cut(run[0])
            pairs = [(one, other) for one, other in pairwise(bounds) if one[1] - one[0] == other[1] - other[0] == 2]
            if pairs:
                one, other = draw.choice(pairs)
                text = run[0]
                made = text[one[0]] + text[draw.choice((other[0], other[0], other[0] + 1))]
                return line[: run.start() + one[0]] + made + line[run.start() + other[1] :]
        return line

    def strewn(self, line: str, draw: random.Random) -> str:
        """A line with a name put in where a clause begins."""
        person, place, firm = self.person(draw), self.place(draw), self.firm(draw)
        if draw.random() < 0.25:
            return self.shortened(line, draw)
        said = draw.choice(
            (self.things(draw), self.machine(draw), f"{self.things(draw)}等", f"由{person}负责", f"{place}、{self.place(draw)}一线", f"(联系人:{person},电话00000000000)", f"{firm}",
             f"{place}{firm}", f"{person}、{self.person(draw)}、{self.person(draw)}", f"在{place}", f"{place}负责人{person}",
             f"位于{place}的{firm}", f"{person}任组长")
        )  # fmt: skip
        places = [found.end() for found in re.finditer("[,、。;:]", line[:-1])] or [0]
        at = draw.choice(places)
        return line[:at] + said + ("," if draw.random() < 0.7 else "") + line[at:]


# --------------------------------------------------------------------------- damages


@dataclass
class Damaged:
    """A stretch in the making: its characters and, of each and of what comes after them, what is wrong."""

    chars: list[str]
    wrong: list[set[int]] = field(default_factory=list)
    meant: list[str] = field(default_factory=list)
    after: set[int] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.wrong, self.meant = [set() for _ in self.chars], list(self.chars)

    def put(self, at: int, end: int, made: Sequence[str], kind: int | None) -> None:
        """Replace a span; every character put there is wrong in this way."""
        self.chars[at:end] = made
        self.meant[at:end] = self.meant[at:end] if len(made) == end - at else [""] * len(made)
        self.wrong[at:end] = [set() if kind is None else {kind} for _ in made]


class Vandal:
    """Damages stretches."""

    def __init__(self, lexicon: Lexicon) -> None:
        self.lexicon = lexicon
        often = {char: count for char, count in vocabulary().items() if len(char) == 1 and "\u4e00" <= char <= "\u9fff"}
        self.usual = [char for char, count in often.items() if count > 3000]
        self.often = often
        zone = [(row, cell) for row in range(0xB0, 0xF8) for cell in range(0xA1, 0xFF)]
        self.any = [char for row, cell in zone if (char := bytes([row, cell]).decode("gb2312", "ignore"))]
        self.rare = self.any[3755:]
        self._alike: dict[str, list[str]] = {}

    def damage(self, stretch: Damaged, draw: random.Random, *, ends: bool, other: str) -> None:
        """One damage of any kind; ``ends`` says whether a line ends with the stretch, ``other`` is a line of the same text."""
        acts = (self.slip, self.misheard, self.swapped, self.stray, self.shuffled, self.overwritten, self.lost)
        chosen = draw.choices(range(len(acts) + 2), (30, 8, 8, 4, 12, 10, 13, 3, 20))[0]
        if chosen < len(acts):
            acts[chosen](stretch, draw)
        elif chosen == len(acts):
            self.spliced(stretch, draw, other)
        else:
            self.breaks_off(stretch, draw, ends=ends)

    @cached_property
    def _sounds(self) -> dict[str, int]:
        return {char: number for number, group in enumerate(self.lexicon.sounds) for char in group}

    def _heard(self, word: str) -> tuple[int, ...]:
        return tuple(self._sounds.get(char, -ord(char)) for char in word)

    @cached_property
    def _homophones(self) -> dict[tuple[int, ...], list[str]]:
        found: dict[tuple[int, ...], list[str]] = defaultdict(list)
        for word, often in vocabulary().items():
            if often >= 20 and 2 <= len(word) <= 4:
                found[self._heard(word)].append(word)
        return {sound: words for sound, words in found.items() if len(words) > 1}

    def alike(self, char: str) -> list[str]:
        """The characters in use that sound or look like one."""
        if char not in self._alike:
            self._alike[char] = sorted(
                other for other in self.lexicon.alike(char) if self.often.get(other, 0) > 50 and other != char
            )
        return self._alike[char]

    def _runs(self, stretch: Damaged, least: int) -> list[tuple[int, int]]:
        text = "".join(stretch.chars)
        return [found.span() for found in re.finditer(f"[\u4e00-\u9fff]{{{least},}}", text)]

    def _at(self, stretch: Damaged, draw: random.Random) -> int:
        places = [at for at, end in self._runs(stretch, 2) for at in range(at, end)]
        return draw.choice(places) if places else -1

    def slip(self, stretch: Damaged, draw: random.Random) -> None:
        at = self._at(stretch, draw)
        if at < 0:
            return
        char, kind = stretch.chars[at], draw.random()
        alike = self.alike(char)
        if kind < 0.65 and alike:
            made = draw.choices(alike, [self.often[other] ** 0.4 for other in alike])[0]
        elif kind < 0.93:
            made = draw.choice(self.usual)
        else:
            made = draw.choice(self.any)
        if made != char:
            stretch.put(at, at + 1, [made], SLIP)

    def misheard(self, stretch: Damaged, draw: random.Random) -> None:
        """Another word of the same sound, as an input method offers it."""
        runs = self._runs(stretch, 2)
        first, last = draw.choice(runs) if runs else (0, 0)
        run = "".join(stretch.chars[first:last])
        words = [(start, end) for start, end in cut(run, self.lexicon.modern) if end - start > 1]
        for start, end in draw.sample(words, len(words)):
            others = [word for word in self._homophones.get(self._heard(run[start:end]), ()) if word != run[start:end]]
            if others:
                for at, made in enumerate(draw.choice(others), first + start):
                    if made != stretch.chars[at]:
                        stretch.put(at, at + 1, [made], SLIP)
                return

    def swapped(self, stretch: Damaged, draw: random.Random) -> None:
        at = self._at(stretch, draw)
        pair = stretch.chars[at : at + 2]
        if at >= 0 and len(pair) == 2 and pair[0] != pair[1] and _HANZI.match(pair[1]):
            stretch.put(at, at + 2, pair[::-1], SLIP)

    def stray(self, stretch: Damaged, draw: random.Random) -> None:
        at = self._at(stretch, draw)
        if at >= 0:
            made = draw.choice(self.usual) if draw.random() < 0.6 else stretch.chars[max(0, at - draw.choice((2, 3)))]
            if made not in stretch.chars[max(0, at - 1) : at + 1]:
                stretch.put(at, at, [made], SLIP)

    def _span(self, stretch: Damaged, draw: random.Random, least: int, most: int) -> tuple[int, int]:
        """A span of characters; two in three are Chinese throughout."""
        runs = self._runs(stretch, least) if draw.random() < 0.67 else [(0, len(stretch.chars))]
        if not runs:
            return 0, 0
        first, last = draw.choice(runs)
        size = min(last - first, draw.randint(least, most))
        start = draw.randint(first, last - size)
        return start, start + size

    def shuffled(self, stretch: Damaged, draw: random.Random) -> None:
        start, end = self._span(stretch, draw, 4, 15)
        if end - start < 4:
            return
        before = stretch.chars[start:end]
        made = draw.sample(before, len(before))
        stretch.put(start, end, made, RUN)
        for at, (one, other) in enumerate(zip(before, made, strict=True)):
            if one == other or not _HANZI.match(other):
                stretch.wrong[start + at] = set()

    def overwritten(self, stretch: Damaged, draw: random.Random) -> None:
        start, end = self._span(stretch, draw, 2, 10)
        text, kind = "".join(stretch.chars[start:end]), draw.random()
        if not text:
            return
        if kind < 0.2:
            said, read = draw.choice(_MISREADINGS)
            made = list(text.encode(said, "replace").decode(read, "replace"))
        elif kind < 0.28:
            made = list(text.encode("gbk", "replace")[1:-1].decode("gbk", "replace"))  # half a character lost
        else:
            pool = self.rare if kind < 0.5 else self.any if kind < 0.65 else self.usual
            made = [draw.choice(pool) for _ in text]
        stretch.put(start, end, made, RUN)

    def lost(self, stretch: Damaged, draw: random.Random) -> None:
        """A character, a word or some characters lost within a clause."""
        runs = self._runs(stretch, 5)
        if not runs:
            return
        first, last = draw.choice(runs)
        run, kind = "".join(stretch.chars[first:last]), draw.random()
        words = [(start, end) for start, end in cut(run, self.lexicon.modern) if start]
        if kind < 0.35 and words:
            start, end = draw.choice(words)
        else:
            start = draw.randint(1, len(run) - 2)
            end = min(len(run), start + (1 if kind < 0.7 else draw.randint(2, 5)))
        if start and end < len(run):
            stretch.put(first + start, first + end, [], None)
            stretch.wrong[first + start].add(LACK)

    def spliced(self, stretch: Damaged, draw: random.Random, other: str) -> None:
        """What stands between the middle of a sentence and the middle of another was lost."""
        runs = [(first, last) for first, last in self._runs(stretch, 4)]
        tails = [found.start() for found in re.finditer("(?<=[\u4e00-\u9fff]{2})[\u4e00-\u9fff]{2}", other)]
        if not runs or not tails:
            return
        first, last = draw.choice(runs)
        at, tail = draw.randint(first + 2, last - 1), other[draw.choice(tails) :][:60]
        end = next((end + 1 for end in range(at, len(stretch.chars)) if stretch.chars[end] in ENDS), len(stretch.chars))
        stop = next((end + 1 for end in range(len(tail)) if tail[end] in ENDS), len(tail))
        stretch.put(at, end, list(tail[:stop]), None)
        stretch.meant[at : at + stop] = tail[:stop]
        stretch.wrong[at].add(LACK)

    def breaks_off(self, stretch: Damaged, draw: random.Random, *, ends: bool) -> None:
        """A sentence cut within a clause, with its mark or without it."""
        text = "".join(stretch.chars)
        sentences = [found.span() for found in re.finditer("[^。;]{8,}(?:[。;]|$)", text)]
        if not sentences:
            return
        first, last = draw.choice(sentences)
        whole = text[last - 1] in ENDS
        at = draw.randint(first + 3, last - 2)
        if not (_HANZI.match(text[at]) and _HANZI.match(text[at - 1])):
            return
        if ends and draw.random() < 0.5:
            stretch.put(at, len(text), [], None)
            stretch.after.add(CUT)
        elif whole:
            stretch.put(at, last - 1, [], None)
            stretch.wrong[at].add(CUT)
        elif ends:
            stretch.put(at, len(text), [], None)
            stretch.after.add(CUT)


# --------------------------------------------------------------------------- samples


@dataclass
class Sample:
    """A stretch as it is read, from the character before it to the one after it; what is judged, what of it is damaged, and what
    was meant.
    """

    signs: NDArray[np.int64]
    inputs: Floats
    damaged: NDArray[np.bool_]
    judged: NDArray[np.bool_]
    meant: NDArray[np.int64]


@dataclass
class _Raw:
    """A sample before its runs are counted: what stands before the stretch (``_MARGIN`` characters), the stretch, what stands after it."""

    before: str
    stretch: Damaged
    after: str
    original: str
    judged: NDArray[np.bool_]

    @property
    def text(self) -> str:
        return self.before + "".join(self.stretch.chars) + self.after


class Reading:
    """Samples of one text."""

    def __init__(
        self, text: Text, general: Table, words: Table, names: Names, vandal: Vandal, draw: random.Random
    ) -> None:
        self.vandal, self.draw, self.general, self.words = vandal, draw, general, words
        start = draw.randrange(max(1, len(text.lines)))
        lines, size = [], 0
        for line in text.lines[start:] + text.lines[:start]:
            if size > MOST:
                break
            strewn = draw.random() < (0.14 if text.weight else 0.06)
            lines.append(names.strewn(line, draw) if strewn else line)
            size += len(line)
        self.lines, self.text = lines, text
        self.whole = "\n" * _MARGIN + "\n".join(lines) + "\n" * _MARGIN
        self.own = Table.of(codes(self.whole))
        self.forgotten = draw.uniform(0, 0.7) if text.strange and draw.random() < 0.6 else 0.0
        self.pieces, at = [], _MARGIN
        for line in lines:
            self.pieces += [(at + first, at + last) for first, last in stretches(line)]
            at += len(line) + 1

    def samples(self, most: int, fine: float = FINE) -> Iterator[Sample]:
        """So many samples, drawn by chance; ``fine`` is the share of those left untouched."""
        pieces = self.draw.sample(self.pieces, min(most, len(self.pieces)))
        return self._seen([self._raw(start, end, damaged=self.draw.random() >= fine) for start, end in pieces])

    def _raw(self, start: int, end: int, *, damaged: bool) -> _Raw:
        before, after = self.whole[start - _MARGIN : start], self.whole[end : end + _MARGIN]
        stretch = Damaged(list(self.whole[start:end]))
        original = before + self.whole[start:end] + after
        ends, chance = after[0] == "\n", self.draw.random()
        if damaged:
            for _ in range(1 if chance < 0.8 else 2):
                self.vandal.damage(stretch, self.draw, ends=ends, other=self.draw.choice(self.lines))
        elif ends and chance < 0.25 and stretch.chars and stretch.chars[-1] in ENDS:
            stretch.put(len(stretch.chars) - 1, len(stretch.chars), [], None)  # without its full stop, yet whole
        judged = np.ones((len(stretch.chars) + 2, len(HEADS)), bool)
        judged[[0, -1]] = False
        judged[:, CUT] &= [char in ENDS for char in (before[-1], *stretch.chars, after[0])]
        judged[-1, CUT] = ends
        return _Raw(before, stretch, after, original, judged)

    def _seen(self, raws: Sequence[_Raw]) -> Iterator[Sample]:
        """All runs are counted at once, those across the bounds of samples left out."""
        found, ends, row = _joined([raw.text for raw in raws])
        first, first_ends, first_row = _joined([raw.original for raw in raws])
        general, own, words = [], [], []
        for size in SIZES:
            keys, whole = _keys(found, ends, size)
            there, there_whole = _keys(first, first_ends, size)
            once = np.isin(_with_row(keys, row), _with_row(there, first_row)[there_whole])
            own.append(np.where(whole, np.maximum(self.own.often(keys) - once, 0), 0))
            general.append(np.where(whole, self._general(keys, size), 0))
            if size in WORDS:
                words.append(np.where(whole, self.words.often(keys), 0))
        number, seen, at = signs(found), inputs(general, own, words), _MARGIN - 1
        for raw in raws:
            size = len(raw.stretch.chars) + 2
            marks = np.array(
                [
                    [kind in each for kind in range(len(HEADS))]
                    for each in (set(), *raw.stretch.wrong, raw.stretch.after)
                ]
            )
            meant = signs(codes("".join(char or "\0" for char in ("\0", *raw.stretch.meant, "\0"))))
            meant[[char in ("", "\0") for char in ("", *raw.stretch.meant, "")]] = 0
            yield Sample(number[at : at + size], seen[at : at + size], marks, raw.judged, meant)
            at += size + 2 * (_MARGIN - 1)

    def _general(self, keys: Hashes, size: int) -> NDArray[np.float64]:
        weight = self.text.weight
        if not weight:
            return language().often(keys)
        often = self.general.often(keys) - weight * self.text.given.often(keys)
        often = np.where(often < LEAST[size], 0.0, np.exp2(np.round(np.log2(np.maximum(often, 1)) * STEPS) / STEPS))
        if self.forgotten:
            share = self.forgotten * (0.0, 0.35, 0.8, 1.0)[size - 1]
            often = np.where((keys.astype(np.uint64) * np.uint64(40503)) % np.uint64(997) < share * 997, 0.0, often)
        return often


def word_table(lexicon: Lexicon) -> Table:
    """The words that readers are told of, by their hashes, and how often the dictionary has them."""
    counts = {word: count for word, count in vocabulary().items() if count and len(word) in WORDS}
    counts |= {word: max(counts.get(word, 0), MODERN) for word in lexicon.modern if len(word) in WORDS}
    every = [[word for word in counts if len(word) == size] for size in WORDS]
    keys = np.concatenate([hashes(codes("".join(words)).reshape(-1, len(words[0]))) for words in every])
    often = np.array([counts[word] for words in every for word in words], np.float64)
    order = np.argsort(keys, kind="stable")
    return Table(keys[order], often[order])


def _joined(texts: Sequence[str]) -> tuple[NDArray[np.uint64], NDArray[np.intp], NDArray[np.uint64]]:
    """Texts one after the other, and of every character the end of its text and the number of it."""
    sizes = np.array([len(text) for text in texts])
    return (
        codes("".join(texts)),
        np.repeat(np.cumsum(sizes), sizes),
        np.repeat(np.arange(len(texts)), sizes).astype(np.uint64),
    )


def _keys(found: NDArray[np.uint64], ends: NDArray[np.intp], size: int) -> tuple[Hashes, NDArray[np.bool_]]:
    """The hash of the run that begins at each character, and whether it ends within the same text."""
    padded = np.concatenate([found, np.zeros(size - 1, np.uint64)])
    return hashes(runs_of(padded, size)), np.arange(len(found)) + size <= ends


def _with_row(keys: Hashes, row: NDArray[np.uint64]) -> NDArray[np.uint64]:
    return (row << np.uint64(32)) | keys.astype(np.uint64)
