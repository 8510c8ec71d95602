"""Further down the list: company of the best and meaning count, the first hits never move."""

from __future__ import annotations

import numpy as np

from indexer.tail import HEAD, reordered


def test_the_first_hits_stay_and_nothing_rises_above_them() -> None:
    scores = np.linspace(9, 1, 60)
    found = reordered(scores, np.ones(60), ["one"] * 60)
    assert (found[:HEAD] == scores[:HEAD]).all()
    assert found[HEAD:].max() <= found[:HEAD].min()


def test_further_down_the_documents_of_the_first_hits_come_first() -> None:
    documents = ["good"] * HEAD + ["other", "good", "other"]
    found = reordered(np.array([*np.linspace(9, 5, HEAD), 4.0, 3.9, 3.8]), np.zeros(HEAD + 3), documents)
    assert found[HEAD + 1] > found[HEAD] > found[HEAD + 2]


def test_short_and_empty_lists() -> None:
    assert list(reordered(np.array([1.0]), np.array([0.5]), ["a"])) == [1.0]
    assert len(reordered(np.zeros(0), np.zeros(0), [])) == 0
