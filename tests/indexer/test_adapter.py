from __future__ import annotations

import tomllib
from pathlib import Path

import numpy as np

from indexer.adapter import QueryAdapter, adapter_of

CARD = Path(__file__).resolve().parent.parent.parent / "corpus" / "model" / "model.toml"


def test_belongs_to_the_default_model_only() -> None:
    card = tomllib.loads(CARD.read_text(encoding="utf-8"))
    adapter = adapter_of(f"{card['id']}@{card['sha256']['model.onnx'][:12]}")
    assert adapter is not None
    assert adapter.weight.shape == (card["dimension"], card["dimension"])
    assert adapter_of("another@1") is None


def test_turned_vectors_have_length_one() -> None:
    adapter = QueryAdapter(np.array([[0, 1], [0, 0]], np.float32), np.zeros(2, np.float32), "m@1")
    turned = adapter.apply(np.array([[1, 0], [0, 1]], np.float32))
    assert np.allclose(np.linalg.norm(turned, axis=1), 1)
    assert np.allclose(turned, [[0.5**0.5, 0.5**0.5], [0, 1]])
    assert np.allclose(adapter.apply(np.array([0, 1], np.float32)), [0, 1])
