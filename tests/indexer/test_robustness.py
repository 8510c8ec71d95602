"""What may go wrong around an index: files cut short, another process writing, strange queries over real folders."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from indexer import generations
from indexer.index import HybridIndex
from indexer.tokens import Tokens
from kb.errors import IndexingError
from kb.ports import Progress, Vectors
from tests.indexer.conftest import HashedEmbedder, document
from tests.indexer.memory import MemoryLibrary


def test_every_file_cut_anywhere_is_noticed_and_made_again(
    tmp_path: Path, index: HybridIndex, library: MemoryLibrary, tokens: Tokens
) -> None:
    sound = tmp_path / "index"
    names = [file.relative_to(sound) for file in sorted(sound.rglob("*")) if file.is_file() and file.suffix != ".lock"]
    assert len(names) > 20
    for name in names:
        size = (sound / name).stat().st_size
        for cut in sorted({0, 1, size // 3, size // 2, size - 1} & set(range(size))):
            copy = tmp_path / "copy"
            shutil.rmtree(copy, ignore_errors=True)
            shutil.copytree(sound, copy)
            with (copy / name).open("r+b") as stream:
                stream.truncate(cut)
            opened = HybridIndex(copy, library, HashedEmbedder(), tokens)
            assert opened.is_damaged(), (name, cut)
            with pytest.raises(IndexingError) as caught:
                opened.search("应急值班")
            assert caught.value.code == "index_damaged", (name, cut)
            if cut == size // 2:
                assert opened.verify(repair=True)
                assert not opened.is_damaged()
                assert opened.search("应急值班制度").hits[0].clause_id == "青山县防汛预案#3.1", name


class SlowEmbedder(HashedEmbedder):
    """Waits in the middle of embedding until it is told to go on."""

    def __init__(self) -> None:
        super().__init__()
        self.reached, self.go_on = threading.Event(), threading.Event()

    def embed_passages(self, texts: Sequence[str], progress: Progress | None = None) -> Vectors:
        self.reached.set()
        assert self.go_on.wait(60)
        return super().embed_passages(texts, progress)


def test_the_old_generation_answers_until_the_new_one_is_whole(
    tmp_path: Path, index: HybridIndex, library: MemoryLibrary, tokens: Tokens
) -> None:
    library.put(document("新预案", "白鹤县预案", "白鹤县设立应急广播站。"))
    library.remove("演练总结")
    embedder = SlowEmbedder()
    writer = HybridIndex(tmp_path / "index", library, embedder, tokens)
    work = threading.Thread(target=writer.refresh)
    work.start()
    try:
        assert embedder.reached.wait(60)
        before = index.search("应急值班制度")
        assert before.hits[0].clause_id == "青山县防汛预案#3.1"
        assert all(hit.doc_id != "新预案" for hit in index.search("应急广播站").hits)
    finally:
        embedder.go_on.set()
        work.join(60)
    assert index.search("应急广播站").hits[0].doc_id == "新预案"
    assert not index.is_behind()


@pytest.mark.parametrize("name", ["missing generation", "missing segment"])
def test_files_gone_altogether(tmp_path: Path, make_index: Callable[..., HybridIndex], name: str) -> None:
    made = make_index()
    made.refresh()
    pattern = "generation-*.json" if name == "missing generation" else "segment-*"
    gone = next((tmp_path / "index").glob(pattern))
    shutil.rmtree(gone) if gone.is_dir() else gone.unlink()
    again = make_index()
    assert again.is_damaged()
    assert again.verify(repair=True)
    assert make_index().search("应急值班制度").hits


def test_an_index_of_an_older_format_is_made_anew(tmp_path: Path, make_index: Callable[..., HybridIndex]) -> None:
    made = make_index()
    made.refresh()
    manifest = next((tmp_path / "index").glob("generation-*.json"))
    text, present = manifest.read_text(encoding="utf-8"), f'"format": {generations.FORMAT}'
    manifest.write_text(text.replace(present, '"format": 1'), encoding="utf-8")
    older = make_index()
    assert older.is_behind()
    assert older.refresh()
    assert older.search("应急值班制度").hits[0].clause_id == "青山县防汛预案#3.1"


@pytest.mark.parametrize(
    "query",
    [
        "值", "值班🙂", "'; DROP TABLE clauses; --", "<script>alert(1)</script>值班", "的了和", "\x00\x01值班\x1b[2J", "值" * 10_000,
        "值班 " * 2_000, "％＃＠值班", "NULL", "../../../etc/passwd", "{value} ${x} %s", "a" * 10_000, "值\u202e班\ufeff", "１２３", "第零条 第〇条",
    ],
)  # fmt: skip
def test_strange_queries_answer_within_the_library(index: HybridIndex, query: str) -> None:
    result = index.search(query)
    known = {"青山县防汛预案", "灯塔保护法_2007", "灯塔保护法_2024", "演练总结"}
    assert {hit.doc_id for hit in result.hits} <= known
    for hit in result.hits:
        assert all(0 <= a < b <= len(hit.text) for a, b in hit.highlights)


def test_an_index_of_an_older_format_is_refused_in_words_until_it_is_made_anew(
    tmp_path: Path, index: HybridIndex, library: MemoryLibrary, tokens: Tokens
) -> None:
    home = tmp_path / "index"
    file = max(home.glob("generation-*.json"))
    file.write_text(
        file.read_text(encoding="utf-8").replace(f'"format": {generations.FORMAT}', '"format": 1'), encoding="utf-8"
    )
    opened = HybridIndex(home, library, HashedEmbedder(), tokens)
    with pytest.raises(IndexingError) as caught:
        opened.search("应急值班制度")
    assert caught.value.code == "index_old_format"
    assert opened.is_behind()
    assert opened.verify() == ("old_format",)
    assert opened.refresh()
    assert opened.search("应急值班制度").hits[0].clause_id == "青山县防汛预案#3.1"
