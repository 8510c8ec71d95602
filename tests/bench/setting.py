"""What the retrieval benches share: data, embedder with its cache, throw-away indexes kept between runs."""

from __future__ import annotations

from pathlib import Path

from indexer.embedders.onnx import OnnxEmbedder
from indexer.evaluation import BeirLibrary
from indexer.fusion import Fusion
from indexer.index import HybridIndex, IndexedLibrary
from indexer.tokens import Tokens
from tests.indexer.memory import MemoryLibrary

ROOT = Path(__file__).resolve().parent.parent.parent
DATA = ROOT.parent / "shared" / "data"
CACHE = Path.home() / ".cache" / "yuanfang-bench"


def bench_embedder() -> OnnxEmbedder:
    return OnnxEmbedder(ROOT / "corpus" / "model", cache_folder=CACHE)


def published_embedder() -> OnnxEmbedder:
    """The model as it is published, before it is tuned; the peers search with it. Built once."""
    folder = CACHE / "published-model"
    if not (folder / "model.toml").exists():
        from tools.build_model import write

        write(folder)
    return OnnxEmbedder(folder, cache_folder=CACHE)


def bench_tokens(*, synonyms: bool = True) -> Tokens:
    terms = ROOT / "corpus" / "terms"
    words = (terms / "synonyms.toml").read_text(encoding="utf-8") if synonyms else ""
    return Tokens((terms / "domain_terms.txt").read_text(encoding="utf-8"), words, cache_folder=CACHE)


def emergency_library() -> MemoryLibrary:
    return MemoryLibrary.of_folder(DATA / "documents")


def sample_library() -> MemoryLibrary:
    """The starter library."""
    library = MemoryLibrary()
    for name in ("plans", "reports"):
        library.put_all(MemoryLibrary.of_folder(ROOT / "corpus" / "samples" / name))
    return library


def bench_statutes(*, small: bool) -> BeirLibrary:
    library = BeirLibrary.read(DATA / "stard" / "corpus.jsonl")
    if small:
        library = library.only((DATA / "stard" / "small_ids.txt").read_text(encoding="utf-8").split())
    return library


def bench_index(
    library: IndexedLibrary,
    *,
    synonyms: bool = True,
    fusion: Fusion | None = None,
    embedder: OnnxEmbedder | None = None,
) -> HybridIndex:
    """An index in a folder that is removed when Python ends; vectors come from the cache."""
    import atexit
    import shutil
    import tempfile

    folder = Path(tempfile.mkdtemp(prefix="yuanfang-bench-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    index = HybridIndex(folder, library, embedder or bench_embedder(), bench_tokens(synonyms=synonyms), fusion=fusion)
    index.refresh()
    return index
