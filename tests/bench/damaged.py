"""Texts damaged on the fly, for ``tests.bench.train_proofreader``: what is read, and where it was damaged.

Statutes, sentences written for the elements of plans, our own samples and some of the real plans beside the checkout. What a text itself
adds to the counts of runs (``kb.language``) is taken off again before it is read, so that it looks as new as a stranger's plan; of
statutes, further runs are forgotten at random. Names of people, places and firms are strewn in, which are no damage.
"""

from __future__ import annotations

import json
import random
import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

import jieba
import numpy as np
from numpy.typing import NDArray

from kb.language import STEPS, Hashes, Table, codes, hashes, language, runs_of
from kb.lexicon import Lexicon
from kb.parsing import parse
from kb.review.text import Body, normalise
from kb.review.wording.lattice import cut, vocabulary
from kb.review.wording.proofreader import CUT, ENDS, LACK, RUN, SIZES, SLIP, Floats, inputs, signs, stretches, words_at
from tests.bench.setting import DATA, ROOT
from tools.language import LEAST, OWN

LEARNED = ("GP02", "GP04", "GP07", "GP12", "GP15", "IR07", "RA05")
"""The real documents that are learned from; the others are measured on."""
MOST, LEAST_LAW = 20_000, 6_000
"""Characters of a text that are read, and what short statutes are put together to."""
FINE = 0.55
"""The share of stretches that stay as they are."""
_HANZI = re.compile("[\u4e00-\u9fff]")
_RUNS = re.compile("[\u4e00-\u9fff]{3,}")


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

    @cached_property
    def own(self) -> Table:
        """Its own counts."""
        return Table.of(codes("\n".join(("", *self.lines, ""))))


@dataclass
class Sample:
    """A stretch as it is read, from the character before it to the one after it; what is judged, and what of it is damaged."""

    signs: NDArray[np.int64]
    inputs: Floats
    damaged: NDArray[np.bool_]
    judged: NDArray[np.bool_]


# --------------------------------------------------------------------------- texts


def statutes() -> Iterator[Text]:
    """Statutes with all their articles; short ones put together."""
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
    for document in parse(path).documents:
        yield Text(
            path.stem, [line.text for line in Body.of(document).lines if not line.contents and line.text], weight
        )


# --------------------------------------------------------------------------- names


class Names:
    """Invents names of people, places and firms from the parts of names in the dictionary."""

    def __init__(self) -> None:
        self._kinds: dict[str, list[str]] = defaultdict(list)
        with Path(jieba.__file__).with_name("dict.txt").open(encoding="utf-8") as rows:
            for word, _, kind in map(str.split, rows):
                if kind in ("nr", "ns") and 2 <= len(word) <= 3 and all(map(_HANZI.match, word)):
                    self._kinds[kind].append(word)

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

    def strewn(self, line: str, draw: random.Random) -> str:
        """A line with a name put in where a clause begins."""
        person, place, firm = self.person(draw), self.place(draw), self.firm(draw)
        said = draw.choice(
            (f"由{person}负责", f"{place}、{self.place(draw)}一线", f"(联系人:{person},电话00000000000)", f"{firm}",
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
    after: set[int] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.wrong = [set() for _ in self.chars]

    def put(self, at: int, end: int, made: Sequence[str], kind: int | None) -> None:
        """Replace a span; every character put there is wrong in this way."""
        self.chars[at:end] = made
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

    def damage(self, stretch: Damaged, draw: random.Random, *, ends: bool) -> None:
        """One damage of any kind; ``ends`` says whether a line ends with the stretch."""
        act = draw.choices(
            (self.slip, self.swapped, self.stray, self.shuffled, self.overwritten, self.lost, self.breaks_off),
            (34, 8, 4, 14, 9, 12, 22),
        )[0]
        if act == self.breaks_off:
            self.breaks_off(stretch, draw, ends=ends)
        else:
            act(stretch, draw)

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
        alike = sorted(other for other in self.lexicon.alike(char) if self.often.get(other, 0) > 50)
        if kind < 0.72 and alike:
            made = draw.choices(alike, [self.often[other] ** 0.4 for other in alike])[0]
        elif kind < 0.93:
            made = draw.choice(self.usual)
        else:
            made = draw.choice(self.any)
        if made != char:
            stretch.put(at, at + 1, [made], SLIP)

    def swapped(self, stretch: Damaged, draw: random.Random) -> None:
        at = self._at(stretch, draw)
        pair = stretch.chars[at : at + 2]
        if at >= 0 and len(pair) == 2 and pair[0] != pair[1] and _HANZI.match(pair[1]):
            stretch.put(at, at + 2, pair[::-1], SLIP)

    def stray(self, stretch: Damaged, draw: random.Random) -> None:
        at = self._at(stretch, draw)
        if at >= 0:
            made = draw.choice(self.usual)
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
        if kind < 0.25:
            made = list(text.encode("utf-8").decode("gbk", "replace"))
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


def general_counts(texts: Sequence[Text]) -> Table:
    """How often all the texts that were counted have each run."""
    lines = [line for text in texts if text.weight for line in text.lines for _ in range(text.weight)]
    return Table.of(codes("\n".join(lines)))


class Reading:
    """Samples of one text."""

    def __init__(self, text: Text, general: Table, names: Names, vandal: Vandal, draw: random.Random) -> None:
        self.vandal, self.draw, self.general = vandal, draw, general
        start = draw.randrange(max(1, len(text.lines)))
        lines, size = [], 0
        for line in text.lines[start:] + text.lines[:start]:
            if size > MOST:
                break
            strewn = draw.random() < (0.12 if text.weight else 0.03)
            lines.append(names.strewn(line, draw) if strewn else line)
            size += len(line)
        self.lines, self.text = lines, text
        self.own = Table.of(codes("\n".join(("", *lines, ""))))
        self.forgotten = draw.uniform(0, 0.7) if text.strange and draw.random() < 0.6 else 0.0
        self.pieces = [(index, start, end) for index, line in enumerate(lines) for start, end in stretches(line)]

    def samples(self, most: int, fine: float = FINE) -> Iterator[Sample]:
        """So many samples, drawn by chance; ``fine`` is the share of those left untouched."""
        pieces = self.draw.sample(self.pieces, min(most, len(self.pieces)))
        for index, start, end in pieces:
            yield self.sample(index, start, end, damaged=self.draw.random() >= fine)

    def sample(self, index: int, start: int, end: int, *, damaged: bool) -> Sample:
        line = self.lines[index]
        ends = end == len(line)
        before, after = (line[start - 1] if start else "\n"), ("\n" if ends else line[end])
        stretch = Damaged(list(line[start:end]))
        original = before + line[start:end] + after
        chance = self.draw.random()
        if damaged:
            for _ in range(1 if chance < 0.8 else 2):
                self.vandal.damage(stretch, self.draw, ends=ends)
        elif ends and chance < 0.25 and stretch.chars[-1] in ENDS:
            stretch.put(len(stretch.chars) - 1, len(stretch.chars), [], None)  # without its full stop, yet whole
        chars, wrong = [before, *stretch.chars, after], [set(), *stretch.wrong, stretch.after]
        marks = np.array([[kind in each for kind in range(4)] for each in wrong])
        judged = np.ones((len(chars), 4), bool)
        judged[[0, -1]] = False
        judged[:, CUT] &= [char in ENDS for char in chars]
        if ends:
            judged[-1, CUT] = True
        return self._seen("".join(chars), original, marks, judged)

    def _seen(self, text: str, original: str, marks: NDArray[np.bool_], judged: NDArray[np.bool_]) -> Sample:
        found, first = codes(text), codes(original)
        general, own = [], []
        for size in SIZES:
            keys, there = _keys(found, size), _keys(first, size)
            own.append(_wide(np.maximum(self.own.often(keys) - np.isin(keys, there), 0), len(found)))
            general.append(_wide(self._general(keys, size), len(found)))
        return Sample(signs(found), inputs(general, own, words_at(text, self.vandal.lexicon)), marks, judged)

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


def _keys(found: NDArray[np.uint64], size: int) -> Hashes:
    return hashes(runs_of(found, size)) if len(found) >= size else np.zeros(0, np.uint32)


def _wide(counts: NDArray[np.float64], size: int) -> Floats:
    return np.pad(counts, (0, size - len(counts))).astype(np.float32)
