"""A small neural reader that judges for every character of a plan whether it was damaged, and whether something lacks before it.

A character-level encoder (``proofreader.onnx``, made by ``python -m tests.bench.train_proofreader``) reads a sentence or a few. Of every
character it is told how often the plan itself and plans and statutes in general have the runs of one to four characters around it, and
which words of the dictionary cover it; so a name that the plan repeats, or a word nobody has ever counted, is seen as such.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from importlib.resources import files
from typing import Any

import numpy as np
from numpy.typing import NDArray

from kb.language import Codes
from kb.lexicon import Lexicon
from kb.onnx import silent_onnxruntime
from kb.review.wording.lattice import vocabulary
from kb.review.wording.written import Written

Floats = NDArray[np.float32]
Numbers = NDArray[np.floating[Any]]

SIZES = (1, 2, 3, 4)
WORDS = (2, 3, 4)
"""Sizes of runs that are counted, and of words that are looked up."""
FEATURES = 2 * sum(SIZES) + sum(WORDS)
HEADS = ("slip", "run", "lack", "cut")
SLIP, RUN, LACK, CUT = range(4)
ENDS = "。;\n"
"""Where a sentence may be judged to break off."""
"""What is judged: one wrong character, one of a run of wrong ones, something lacks before it, a sentence breaks off before this mark."""
MOST = 128
"""The longest stretch that is read at once."""
_SCALE = 8.0
_BATCH = 16
MODERN = 300
"""How often a word is taken to occur that newer texts use and the dictionary lacks."""
_MARKS = ("。;!?", ",、:)")


@cache
def _alphabet() -> NDArray[np.int64]:
    """The number of every character below U+10000: those of GB/T 2312 and of ASCII have one of their own, others share 1."""
    table = np.ones(0x10000, np.int64)
    table[np.arange(128)] = np.arange(128) + 2
    signs = (bytes([row, cell]).decode("gb2312", "ignore") for row in range(0xA1, 0xF8) for cell in range(0xA1, 0xFF))
    for number, sign in enumerate(filter(None, signs)):
        table[ord(sign)] = 130 + number
    return table


def alphabet_size() -> int:
    """One more than the highest number of a character; 0 is padding."""
    return int(_alphabet().max()) + 1


def signs(codes: Codes) -> NDArray[np.int64]:
    """The numbers of characters given by their code points."""
    return _alphabet()[np.minimum(codes, 0xFFFF).astype(np.int64)]


def inputs(general: Sequence[Numbers], own: Sequence[Numbers], words: Sequence[Numbers]) -> Floats:
    """``(characters, FEATURES)`` from how often the runs that begin at each character occur: each is told to every character in it.

    ``general`` and ``own`` hold one array for each of ``SIZES``, ``words`` one for each of ``WORDS``, all as long as the text.
    """
    found = np.empty((len(general[0]), FEATURES), np.float32)
    at = 0
    for sizes, tables in ((SIZES, general), (SIZES, own), (WORDS, words)):
        for size, counts in zip(sizes, tables, strict=True):
            logs = np.log1p(counts) / _SCALE
            for shift in range(size):
                found[shift:, at] = logs[: len(logs) - shift]
                found[:shift, at] = 0
                at += 1
    return found


def stretches(text: str, most: int = MOST) -> Iterator[tuple[int, int]]:
    """A line cut into stretches of sentences no longer than ``most``; a longer sentence is cut at its commas, or anywhere."""
    start = 0
    while len(text) - start > most:
        end = max((text.rfind(mark, start, start + most) for mark in _MARKS[0]), default=-1) + 1
        if end <= start + most // 4:
            end = max((text.rfind(mark, start, start + most) for mark in _MARKS[1]), default=-1) + 1
        if end <= start + most // 4:
            end = start + most
        yield start, end
        start = end
    yield start, len(text)


def words_at(text: str, lexicon: Lexicon) -> list[Floats]:
    """How often the dictionary has the words of ``WORDS`` characters that begin at each character."""
    known, modern = vocabulary(), lexicon.modern
    found = []
    for size in WORDS:
        often = np.zeros(len(text), np.float32)
        for at in range(len(text) - size + 1):
            word = text[at : at + size]
            count = known.get(word)
            if count or word in modern:
                often[at] = max(count or 0, MODERN if word in modern else 0)
        found.append(often)
    return found


def proofread(written: Written, lexicon: Lexicon, only: Sequence[int] | None = None) -> Floats:
    """``(characters, HEADS)``: how likely each character of a plan is damaged in each way; 0 for what was not read.

    ``only`` names the lines that are to be read, by their index.
    """
    said = np.zeros((len(written.text), len(HEADS)), np.float32)
    spans = list(_spans(written, range(len(written.starts)) if only is None else only))
    if not spans:
        return said
    number = signs(written.codes)
    seen = inputs(written.general, written.repeated, words_at(written.text, lexicon))
    spans.sort(key=lambda span: span[1] - span[0])
    batches = [spans[at : at + _BATCH] for at in range(0, len(spans), _BATCH)]
    with ThreadPoolExecutor(os.cpu_count() or 1, "proofreader") as pool:
        for batch, found in zip(batches, pool.map(lambda batch: _read(number, seen, batch), batches), strict=True):
            for (start, end), row in zip(batch, found, strict=True):
                said[start + 1 : end - 1] = row[1 : end - start - 1]
                if written.text[end - 1] == "\n":
                    said[end - 1] = row[end - start - 1]
    said[~_marks(written), CUT] = 0
    return said


def _spans(written: Written, lines: Iterable[int]) -> Iterator[tuple[int, int]]:
    """Where the stretches that are read begin and end, each with the character before and after it.

    A stretch whose characters all stand in runs that occur elsewhere, ends of sentences included, is taken to be sound.
    """
    hanzi = (written.codes >= 0x4E00) & (written.codes <= 0x9FFF)
    ends = np.zeros(len(hanzi), bool)
    ends[2:] = _marks(written)[2:] & (written.general[2] + written.repeated[2] == 0)[:-2]
    doubted = np.concatenate([[0], np.cumsum((hanzi & written.strange) | ends)])
    for index in lines:
        first = written.starts[index]
        line = written.text[first : written.text.index("\n", first)]
        for start, end in stretches(line):
            if end > start and doubted[first + end + 1] > doubted[first + start]:
                yield first + start - 1, first + end + 1


def _marks(written: Written) -> NDArray[np.bool_]:
    return np.isin(written.codes, [ord(mark) for mark in ENDS])


def _read(number: NDArray[np.int64], seen: Floats, batch: Sequence[tuple[int, int]]) -> Floats:
    longest = max(end - start for start, end in batch)
    ids = np.zeros((len(batch), longest), np.int64)
    values = np.zeros((len(batch), longest, FEATURES), np.float32)
    for row, (start, end) in enumerate(batch):
        ids[row, : end - start], values[row, : end - start] = number[start:end], seen[start:end]
    said: Floats = _session().run(None, {"signs": ids, "inputs": values})[0]
    return said


@cache
def _session() -> Any:
    onnxruntime = silent_onnxruntime()
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1  # stretches side by side cost less than one batch cut up
    options.log_severity_level = 3
    model = files(__package__).joinpath("proofreader.onnx").read_bytes()
    return onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])
