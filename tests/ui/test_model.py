"""Another embedding model: any sentence-transformers folder takes the default's place, and back."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.ui.conftest import FLOOD, Run


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A small real model: one BERT layer over single characters, with weights as they are born."""
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.models import Pooling, Transformer
    from transformers import BertConfig, BertModel, BertTokenizerFast

    bare = tmp_path / "bert"
    bare.mkdir()
    characters = sorted({c for c in FLOOD if not c.isspace()} | set("谁来批准启动应急响应值班制度"))
    (bare / "vocab.txt").write_text(
        "\n".join(["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", *characters]), encoding="utf-8"
    )
    tokenizer = BertTokenizerFast(vocab=str(bare / "vocab.txt"))
    size = len(tokenizer)
    config = BertConfig(
        vocab_size=size, hidden_size=32, num_hidden_layers=1, num_attention_heads=2, intermediate_size=64
    )
    BertModel(config).save_pretrained(bare)
    tokenizer.save_pretrained(bare)
    transformer = Transformer(str(bare))
    made = tmp_path / "本单位 模型"
    SentenceTransformer(modules=[transformer, Pooling(32)], device="cpu").save(str(made))
    return made


def test_a_folder_takes_the_place_of_the_default_and_back(run: Run, plan: Path, folder: Path) -> None:
    run("ingest", plan)
    default = run("model", "status")[1]["model"]
    code, status = run("model", "import", folder)
    assert code == 0
    assert (status["default"], status["dimension"], status["index"]["matches"]) == (False, 32, True)
    assert status["model"] != default
    assert run("search", "24小时应急值班制度")[1]["hits"][0]["text"].startswith("镇应急办")
    code, status = run("model", "import", "default")
    assert (code, status["default"], status["model"]) == (0, True, default)
    assert run("search", "24小时应急值班制度")[1]["hits"]


def test_a_folder_that_is_no_model_changes_nothing(run: Run, plan: Path, tmp_path: Path) -> None:
    run("ingest", plan)
    before = run("model", "status")[1]
    (tmp_path / "空").mkdir()
    code, data = run("model", "import", tmp_path / "空")
    assert code == 2
    assert data["error"]["code"] == "model_unreadable"
    assert run("model", "status")[1] == before


def test_what_was_exported_can_be_imported(run: Run, plan: Path, tmp_path: Path) -> None:
    run("ingest", plan)
    assert run("model", "export", tmp_path / "带走")[0] == 0
    code, status = run("model", "import", tmp_path / "带走")
    assert (code, status["default"], status["index"]["matches"]) == (0, False, True)
