"""The tuning of the default model, on a model of two layers and a few made-up tokens."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

torch = pytest.importorskip("torch", reason="torch comes with the extra dev")
pytest.importorskip("transformers", reason="transformers comes with the extra dev")

from tools import tune_model  # noqa: E402

HIDDEN, LAYERS, WORDS = 16, 2, 60


@pytest.fixture
def data() -> dict[str, Any]:
    """Twenty passages of three tokens each; question n holds the first token of passage n and of no other."""
    rng = np.random.default_rng(3)
    arrays: dict[str, Any] = {"sizes": np.array([HIDDEN, LAYERS, 2, 32, 40]), "epsilon": np.array(1e-5)}
    shapes = {"emb.word": (WORDS, HIDDEN), "emb.pos": (40, HIDDEN), "emb.type": (1, HIDDEN)}
    for layer in range(LAYERS):
        shapes |= {f"l{layer}.{name}.w": (HIDDEN, HIDDEN) for name in ("q", "k", "v", "ao")}
        shapes |= {f"l{layer}.fi.w": (32, HIDDEN), f"l{layer}.fo.w": (HIDDEN, 32), f"l{layer}.fi.b": (32,)}
        shapes |= {f"l{layer}.{name}.b": (HIDDEN,) for name in ("q", "k", "v", "ao", "fo", "aln", "oln")}
    arrays |= {f"w.{name}": rng.normal(0, 0.3, shape).astype(np.float32) for name, shape in shapes.items()}
    for name in ("emb.ln", *(f"l{layer}.{norm}" for layer in range(LAYERS) for norm in ("aln", "oln"))):
        arrays |= {f"w.{name}.w": np.ones(HIDDEN, np.float32), f"w.{name}.b": np.zeros(HIDDEN, np.float32)}
    passages = [(0, 10 + n, 40 + n % 7, 2) for n in range(20)]
    questions = [(0, 10 + n, 2) for n in range(20)]
    for name, texts in (("statutes", passages), ("statutes_train", questions)):
        arrays[name] = np.array([token for text in texts for token in text], np.uint16)
        arrays[f"{name}_len"] = np.array([len(text) for text in texts], np.uint16)
    arrays["statutes_train_right"] = np.array([(n, n) for n in range(20)], np.int32)
    return arrays


def hits(model: Any, passages: tune_model.Texts, questions: tune_model.Texts) -> float:
    found = (tune_model.embed_all(model, questions) @ tune_model.embed_all(model, passages).T).argmax(1)
    return float((found.cpu().numpy() == np.arange(20)).mean())


def test_questions_come_to_their_passages_and_every_weight_is_saved(
    data: dict[str, Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tune_model, "EPOCHS", 120)
    monkeypatch.setattr(tune_model, "LEARNING_RATE", 1e-2)
    monkeypatch.setattr(tune_model, "TEMPERATURE", 0.1)
    monkeypatch.setattr(tune_model, "NEAREST", 5)
    monkeypatch.setattr(tune_model, "DEVICE", "cpu")
    model = tune_model.published_model(data)
    words = model.embeddings.word_embeddings.weight.clone()
    pools = {"statutes": tune_model.Texts(data, "statutes")}
    questions = tune_model.Texts(data, "statutes_train")
    before = hits(model, pools["statutes"], questions)
    tune_model.tune(model, [tune_model.Lesson(questions, "statutes", 1, [])], pools)
    assert hits(model, pools["statutes"], questions) > max(before, 0.8)
    assert torch.equal(words, model.embeddings.word_embeddings.weight)  # it is kept in 4 bits
    tune_model.save(model, tmp_path)
    saved = {name for file in tmp_path.glob("tuned*.npz") for name in np.load(file).files}
    assert saved == set(tune_model.encoder_keys(LAYERS).values())


def test_among_plans_nothing_nearer_than_the_right_passage_counts_as_wrong(
    data: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tune_model, "NEAREST", 20)
    questions = tune_model.Texts(data, "statutes_train")
    passages = torch.nn.functional.normalize(torch.randn(40, HIDDEN, generator=torch.Generator().manual_seed(1)), dim=1)
    asked = torch.nn.functional.normalize(passages[:20] + passages[20:], dim=1)
    scores = asked @ passages.T
    plans, statutes = (
        tune_model.mine(tune_model.Lesson(questions, pool, 1, []), passages, asked)
        for pool in ("emergency", "statutes")
    )
    assert all(scores[n, row] < scores[n, n] for n, rows in enumerate(plans) for row in rows)
    assert any(scores[n, row] > scores[n, n] for n, rows in enumerate(statutes) for row in rows)
    assert all(n not in rows for mined in (plans, statutes) for n, rows in enumerate(mined))
