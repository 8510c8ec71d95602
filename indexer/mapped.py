"""Memory-mapped arrays, and giving back what of them lies in memory when it has become much.

Pages once read count as resident until the system wants them. Giving them back costs a later search less than a millisecond,
as the system keeps the files in its cache while there is room.
"""

from __future__ import annotations

import contextlib
import mmap
import os
import weakref
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

RESIDENT = 1000 << 20
"""Bytes of mapped files that may stay resident; FAISS takes 400 MB of them for a million clauses."""
_MAPS: weakref.WeakSet[mmap.mmap] = weakref.WeakSet()
_SCATTERED: weakref.WeakSet[mmap.mmap] = weakref.WeakSet()


def open_array(file: Path, *, scattered: bool = False) -> NDArray[Any]:
    """A .npy file memory-mapped, as a plain array (slices of it are cheap); an empty one is read, as it cannot be mapped.

    ``scattered``: every search reads other rows of it, so that what has been read is given back first.
    """
    try:
        mapped = np.load(file, mmap_mode="r", allow_pickle=False)
    except ValueError:
        found: NDArray[Any] = np.load(file, allow_pickle=False)
        return found
    (_SCATTERED if scattered else _MAPS).add(mapped._mmap)
    return np.asarray(mapped)


def give_back(limit: int = RESIDENT) -> bool:
    """Let go of pages of mapped arrays when more than ``limit`` bytes of files are resident; true when done (Linux).

    Those of scattered reading go first, the rest when that leaves more than nine tenths of the limit.
    """
    if _resident() <= limit:
        return False
    _drop(_SCATTERED)
    if _resident() > limit * 9 // 10:
        _drop(_MAPS)
    return True


def _drop(maps: Iterable[mmap.mmap]) -> None:
    for mapped in tuple(maps):
        with contextlib.suppress(OSError, ValueError):  # closed meanwhile
            mapped.madvise(mmap.MADV_DONTNEED)


def _resident() -> int:
    """Bytes of mapped files in this process's memory; 0 where the system does not tell."""
    try:
        return int(Path("/proc/self/statm").read_bytes().split()[2]) * os.sysconf("SC_PAGESIZE")
    except (OSError, ValueError, IndexError):
        return 0
