from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import pytest

from indexer import mapped


def test_empty_arrays_are_read(tmp_path: Path) -> None:
    np.save(tmp_path / "none.npy", np.zeros(0, np.int32))
    assert len(mapped.open_array(tmp_path / "none.npy")) == 0


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="only Linux tells what is resident")
def test_pages_given_back_are_read_again(tmp_path: Path) -> None:
    np.save(tmp_path / "many.npy", np.arange(4 << 20, dtype=np.int64))
    array = mapped.open_array(tmp_path / "many.npy")
    total = int(array.sum())
    full = mapped._resident()
    assert not mapped.give_back(full + (1 << 30))
    assert mapped.give_back(0)
    assert mapped._resident() < full - (24 << 20)
    assert int(array.sum()) == total


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="only Linux tells what is resident")
def test_scattered_reading_is_given_back_first(tmp_path: Path) -> None:
    for name in ("kept", "scattered"):
        np.save(tmp_path / f"{name}.npy", np.arange(4 << 20, dtype=np.int64))
    kept = mapped.open_array(tmp_path / "kept.npy")
    scattered = mapped.open_array(tmp_path / "scattered.npy", scattered=True)
    assert kept.sum() == scattered.sum()
    full = mapped._resident()
    assert mapped.give_back(full - (1 << 20))
    given = full - mapped._resident()
    assert given >= 24 << 20
    assert kept.sum() == scattered.sum()
