from __future__ import annotations

import numpy as np

from indexer.products import products


def test_inner_products_of_every_row_with_every_vector() -> None:
    random = np.random.default_rng(3)
    rows, vectors = random.normal(size=(7, 5)).astype(np.float32), random.normal(size=(2, 5)).astype(np.float32)
    assert np.allclose(products(rows, vectors), rows @ vectors.T, atol=1e-5)
    assert products(rows[:0], vectors).shape == (0, 2)
