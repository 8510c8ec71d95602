"""What the best hits hold and lack of a question, and the detail it asks for."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from indexer import coverage
from indexer.candidates import FEATURES, Candidates
from indexer.evidence import EVIDENCE, Best, evidence
from indexer.question import Question

BACKGROUND = np.array([0.7, 0.8], np.float32)
FOUND = Candidates(
    np.zeros(2, np.int64),
    np.arange(2),
    np.zeros((2, len(FEATURES)), np.float32),
    np.array([0.9, 0.8], np.float32),
    30.0,
)
QUESTION = Question(
    "",
    "",
    "",
    {},
    {},
    {},
    {"帐篷": (), "临江": ()},
    {"帐篷": 3, "临江": 3},
    frozenset(),
    frozenset(),
    frozenset(),
    None,
)


def of(asked: str, *texts: str, regions: tuple[str, ...] = ()) -> dict[str, float]:
    hits = [Best("预案", "储备", text, 8.0, 0.5) for text in texts]
    return evidence(replace(QUESTION, folded=asked), hits, FOUND, BACKGROUND, 100, regions)


def test_has_a_number_for_every_name() -> None:
    assert tuple(of("帐篷有多少顶", "帐篷200顶")) == EVIDENCE
    assert tuple(of("帐篷有多少顶")) == EVIDENCE


def test_the_detail_beside_the_words_asked_with() -> None:
    beside, apart, without = (
        of("临江帐篷有多少顶", text)
        for text in ("临江帐篷共200顶", "临江帐篷在县库。\n另备雨伞。\n共200顶", "临江帐篷在县库")
    )
    assert beside["no_detail"] == 0 == beside["detail_apart"]
    assert apart["no_detail"] == 0 < apart["detail_apart"]
    assert without["no_detail"] == 1
    assert without["held"] == beside["held"]


def test_only_hits_about_the_place_are_looked_at() -> None:
    asked, elsewhere = "临江帐篷有多少顶", "青山帐篷共200顶"
    assert of(asked, elsewhere, regions=("临江",))["no_place"] == 1
    both = of(asked, elsewhere, "临江帐篷在县库", regions=("临江",))
    assert (both["no_place"], both["no_detail"]) == (0, 1)
    assert of(asked, elsewhere)["no_place"] == 0


@pytest.mark.parametrize(
    ("text", "expected"), [("总指挥下令", 1.0), ("一把手下令", 0.8), ("指挥下令", 0.25), ("村民下令", 0.0)]
)
def test_a_word_is_held_whole_by_another_name_or_in_part(text: str, expected: float) -> None:
    assert coverage.held("总指挥", ("一把手",), text) == expected


def test_long_words_count_more_in_a_share() -> None:
    words = {"防汛指挥": (), "水": ()}
    assert coverage.share(words, "防汛指挥") == pytest.approx(2 / 3)
    assert coverage.share(words, "水") == pytest.approx(1 / 3)
    assert coverage.share({}, "水") == 0
