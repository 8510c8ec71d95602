"""What the meaning of a question adds, and with which model."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from indexer.fusion import Fusion, Meaning, default_fusion
from tests.indexer.conftest import HashedEmbedder

MEANING = Meaning("one@1", np.array([3.0, 0.0], np.float32), -1.0)
FUSION = Fusion({}, {}, {"held": 2.0, "bias": -1.0}, MEANING)


def test_evidence_and_meaning_are_added_as_log_odds() -> None:
    asked = np.array([1.0, 0.0], np.float32)
    assert FUSION.answers({"held": 0.0}, asked) == pytest.approx(1 / (1 + np.exp(-1.0)))
    assert FUSION.answers({"held": 1.0}, -asked) == pytest.approx(1 / (1 + np.exp(3.0)))


def test_meaning_learned_from_another_model_is_left_out() -> None:
    assert FUSION.used_with("one@1") is FUSION
    other = FUSION.used_with("two@1")
    assert other.meaning is None
    assert other.answers({"held": 1.0}, np.zeros(7, np.float32)) == pytest.approx(1 / (1 + np.exp(-1.0)))


def test_what_ships_was_learned_with_the_model_that_ships() -> None:
    from indexer.embedders.onnx import OnnxEmbedder

    embedder = OnnxEmbedder(Path(__file__).resolve().parents[2] / "corpus" / "model")
    fusion = default_fusion()
    assert fusion.meaning is not None
    assert fusion.meaning.weights.shape == (embedder.dimension,)
    assert fusion.used_with(embedder.model_id) is fusion
    assert fusion.used_with(HashedEmbedder().model_id).meaning is None


def test_the_kitchen_is_further_from_an_answer_than_the_duty_room() -> None:
    from indexer.embedders.onnx import OnnxEmbedder

    embedder = OnnxEmbedder(Path(__file__).resolve().parents[2] / "corpus" / "model")
    meaning = default_fusion().meaning
    assert meaning is not None
    kitchen, duty = embedder.embed_queries(["糖醋鱼怎么做", "值班室接到汛情先报给谁"])
    assert meaning.of(duty) > meaning.of(kitchen) + 1
