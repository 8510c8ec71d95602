from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import pytest

from indexer.fusion import Fusion
from indexer.index import HybridIndex
from indexer.tokens import Tokens, bigrams, fold
from kb.model import Clause, Document, Kind, Validity
from kb.ports import Progress, Vectors
from tests.indexer.memory import MemoryLibrary

FUSION = Fusion(
    {
        "dense": 4.0, "words": 3.6, "grams": 14.0, "context": 14.0, "grams_cover": -8.0, "table_row": -1.0,
        "fragment": -1.5, "short": -2.0,
    },
    {"named_document": 2.6, "old_edition": -1.6, "level_other": -0.7, "answer_kind": 1.5, "heading": 1.0},
    {"words_held": 3.0, "missing": -2.5, "heading": 1.0, "score": 0.5, "bias": -0.5},
)  # fmt: skip
"""Set by hand for a stand-in embedder, so that tests of the mechanism do not change whenever weights are learned anew."""


class HashedEmbedder:
    """Deterministic stand-in for a model: sums of one random vector for every bigram."""

    dimension = 64

    def __init__(self, model_id: str = "hashed@1") -> None:
        self.model_id = model_id
        self.embedded = 0

    def embed_queries(self, texts: Sequence[str]) -> Vectors:
        return np.stack([self._vector(text) for text in texts])

    def embed_passages(self, texts: Sequence[str], progress: Progress | None = None) -> Vectors:
        self.embedded += len(texts)
        return np.stack([self._vector(text) for text in texts]) if texts else np.zeros((0, self.dimension), np.float32)

    def _vector(self, text: str) -> np.ndarray:
        total = np.full(self.dimension, 1e-3, np.float32)
        for gram in bigrams(fold(text)):
            seed = int.from_bytes(hashlib.blake2b(gram.encode(), digest_size=4).digest(), "little")
            total += np.random.default_rng(seed).normal(size=self.dimension).astype(np.float32)
        return total / np.linalg.norm(total)


def document(doc_id: str, title: str, *texts: str | tuple[str, str], **fields: object) -> Document:
    """Clauses numbered 1, 2 …, or ``(number, text)`` pairs whose number is also the heading above."""
    clauses = []
    for at, item in enumerate(texts, start=1):
        number, text = item if isinstance(item, tuple) else (str(at), item)
        path = (number,) if isinstance(item, tuple) else ()
        clauses.append(Clause(f"{doc_id}#{number}", path, text, section=0))
    kind = fields.pop("kind", Kind.PLAN)
    return Document(doc_id, title, kind, (), tuple(clauses), **fields)  # type: ignore[arg-type]


PLAN = document(
    "青山县防汛预案",
    "青山县防汛抗旱应急预案",
    ("1.1", "为做好本县洪涝灾害防范工作，制定本预案。"),
    ("2.1", "县防汛抗旱指挥部指挥长由县长担任。"),
    ("3.1", "县指挥部办公室实行24小时应急值班制度，值班员接报后10分钟内报告带班领导。"),
    ("4.1", "启动Ⅰ级响应由指挥长决定并宣布。"),
    ("4.2", "启动四级响应由县应急管理局局长决定。"),
    ("附件4", "应急物资清单：冲锋舟6艘，存放于城关镇仓库。"),
    region="示例省临江市青山县",
    date="2026-03",
    plan_level="县",
)
LAW_OLD = document(
    "灯塔保护法_2007", "灯塔保护法", ("第七条", "灯塔看守人每夜巡查一次。"), kind=Kind.LAW, date="2007-08-30"
)
LAW_NEW = document(
    "灯塔保护法_2024",
    "中华人民共和国灯塔保护法",
    ("第七条", "灯塔看守人每夜巡查两次。"),
    ("第一百零三条", "本法自公布之日起施行。"),
    kind=Kind.LAW,
    date="2024-06-28",
    validity=Validity.IN_FORCE,
    doc_number="主席令第25号",
)
REPORT = document(
    "演练总结",
    "石桥镇防汛演练总结",
    "本次演练转移群众三百人。",
    "县指挥部办公室实行24小时应急值班制度，值班员接报后10分钟内报告带班领导。",
    kind=Kind.REPORT,
    region="示例省临江市石桥镇",
)
SYNONYMS = """
[synonyms]
"转移" = ["撤离"]
[documents]
"25号令" = "灯塔保护法"
[homophones]
groups = ["汛讯训"]
"""


@pytest.fixture(scope="session")
def jieba_cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("jieba")


@pytest.fixture(scope="session")
def tokens(jieba_cache: Path) -> Tokens:
    return Tokens("防汛\n应急值班\n一级响应\n", SYNONYMS, cache_folder=jieba_cache)


@pytest.fixture
def library() -> MemoryLibrary:
    return MemoryLibrary([(PLAN, "青山县防汛预案.docx"), (LAW_OLD, ""), (LAW_NEW, ""), (REPORT, "")])


@pytest.fixture
def make_index(tmp_path: Path, library: MemoryLibrary, tokens: Tokens) -> Callable[..., HybridIndex]:
    def make(model_id: str = "hashed@1", **options: object) -> HybridIndex:
        options.setdefault("fusion", FUSION)
        return HybridIndex(tmp_path / "index", library, HashedEmbedder(model_id), tokens, **options)  # type: ignore[arg-type]

    return make


@pytest.fixture
def index(make_index: Callable[..., HybridIndex]) -> HybridIndex:
    built = make_index(element_cues={"EL-502": ("值班",)})
    built.refresh()
    return built
