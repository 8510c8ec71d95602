from __future__ import annotations

import importlib.util
import json
from pathlib import Path
from typing import Any

import pytest

from indexer import evaluation, intervals
from indexer.tokens import Tokens
from kb.errors import InputError
from kb.model import Hit, Kind, SameText, SearchResult, Validity
from tests.indexer.conftest import HashedEmbedder

QUOTE = "县指挥部办公室实行二十四小时值班，接报后十分钟内报告带班领导"


def hit(rank: int, doc: str, text: str, same: tuple[str, ...] = ()) -> Hit:
    others = tuple(SameText(name, name, f"{name}#1") for name in same)
    return Hit(
        rank,
        1.0,
        f"{doc}#{rank}",
        doc,
        doc,
        f"/in/{doc}",
        Kind.PLAN,
        Validity.UNKNOWN,
        (),
        text,
        None,
        same_text_in=others,
    )


@pytest.mark.parametrize(
    ("clause", "expected"),
    [
        (f"3.1 {QUOTE}。其他事项另行规定。", True),
        ("县指挥部办公室 实行 二十四小时 值班，\n接报后10分钟内报告带班领导", True),
        ("县指挥部办公室实行二十四小时值班", False),
        ("值班员由县政府办公室安排" * 20, False),
        ("", False),
    ],
)
def test_holds_quote(clause: str, expected: bool) -> None:
    assert evaluation.holds_quote(evaluation.normalised(QUOTE), evaluation.normalised(clause)) is expected


@pytest.mark.data
def test_rule_agrees_with_the_reference(shared_data: Path) -> None:
    spec = importlib.util.spec_from_file_location("match", shared_data / "gold" / "match.py")
    assert spec is not None
    assert spec.loader is not None
    reference = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(reference)
    rows = [json.loads(line) for line in (shared_data / "gold" / "queries_dev.jsonl").read_text("utf-8").splitlines()]
    quotes = [gold["quote"] for row in rows for gold in row["gold"]][:60]
    texts = [*quotes, *(quote[: len(quote) * 2 // 3] for quote in quotes), *(quote[::2] for quote in quotes)]
    pairs = [(quote, text) for at, quote in enumerate(quotes) for text in texts[at::30]]
    same = [
        reference.relevant(quote, text)
        == evaluation.holds_quote(evaluation.normalised(quote), evaluation.normalised(text))
        for quote, text in pairs
    ]
    assert sum(same) / len(same) > 0.99


def test_measures_written_out() -> None:
    gold = [
        {"doc": "甲.md", "quote": QUOTE, "grade": 2},
        {"doc": "乙.md", "quote": "冲锋舟六艘存放于城关镇仓库", "grade": 1},
    ]
    hits = [hit(1, "丙.md", "别的话"), hit(2, "丁.md", QUOTE, same=("甲.md",)), hit(3, "甲.md", QUOTE)]
    measures = evaluation.judge(hits, gold).measures()
    assert measures["mrr@10"] == 0.5
    assert measures["recall@10"] == 0.5
    assert measures["hit@1"] == 0
    assert measures["ndcg@10"] == pytest.approx((2 / 1.585) / (2 + 1 / 1.585), abs=1e-3)


def test_report_has_the_agreed_shape() -> None:
    questions = [
        {"id": "1", "query": "值班", "intent": "clause", "role": "writer", "gold": [{"doc": "甲.md", "quote": QUOTE}]},
        {"id": "2", "query": "排骨", "intent": "none", "role": "writer", "gold": []},
    ]

    def search(query: str, k: int) -> SearchResult:
        return SearchResult(query, query == "值班", (hit(1, "甲.md", QUOTE),), 3.0)

    report, details = evaluation.evaluate(search, questions)
    assert report["n"] == 2
    assert (report["ndcg@10"], report["by"]["intent"]["clause"]["hit@1"]) == (1.0, 1.0)
    assert {"right": 2, "false_refusals": 0, "n": 2}.items() <= report["answerable"].items()
    assert report["answerable"]["right_interval"][0] < 1 == report["answerable"]["right_interval"][1]
    assert report["intervals"]["ndcg@10"] == [1.0, 1.0]
    assert report["intervals"]["hit@1"][0] == pytest.approx(0.2065, abs=1e-3), "one query proves little"
    assert set(report) >= {"recall@10", "recall@100", "success@10", "mrr@10", "clause_chars", "milliseconds"}
    assert details[0]["hits"][0] == {
        "clause_id": "甲.md#1", "doc": "甲.md", "text": QUOTE, "score": 1.0, "same_text_in": [],
    }  # fmt: skip


def test_beir_folder(tmp_path: Path, tokens: Tokens) -> None:
    def lines(name: str, rows: list[dict[str, Any]]) -> Path:
        file = tmp_path / name
        file.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")
        return file

    corpus = lines(
        "corpus.jsonl",
        [
            {"_id": "a", "title": "灯塔法第七条", "text": "看守人每夜巡查两次。"},
            {"_id": "b", "title": "", "text": "渡船停航须公告。"},
        ],
    )
    queries = lines("queries.jsonl", [{"_id": "q", "text": "看守人巡查几次"}, {"_id": "unjudged", "text": "x"}])
    qrels = tmp_path / "qrels.tsv"
    qrels.write_text("query-id\tcorpus-id\tscore\nq\ta\t1\nq\tb\t0\n", encoding="utf-8")
    report, details = evaluation.evaluate_beir(corpus, queries, qrels, HashedEmbedder(), tokens)
    assert (report["n"], report["ndcg@10"], report["recall@100"]) == (1, 1.0, 1.0)
    assert details[0]["hits"][0]["clause_id"] == "a"


@pytest.mark.parametrize(
    ("successes", "count", "expected"), [(8, 10, [0.4902, 0.9433]), (0, 10, [0.0, 0.2775]), (0, 0, [0.0, 1.0])]
)
def test_wilson_intervals(successes: int, count: int, expected: list[float]) -> None:
    assert intervals.wilson(successes, count) == pytest.approx(expected, abs=2e-4)


def test_bootstrapped_intervals_hold_the_mean_and_narrow_with_more_queries() -> None:
    few, many = [0.0, 1.0] * 10, [0.0, 1.0] * 200
    low, high = intervals.bootstrap(few)
    assert low < 0.5 < high
    assert intervals.bootstrap(many)[1] - intervals.bootstrap(many)[0] < (high - low) / 2
    assert intervals.bootstrap([]) == [0.0, 0.0]


def test_bad_files_are_named(tmp_path: Path) -> None:
    file = tmp_path / "bad.jsonl"
    file.write_text("{", encoding="utf-8")
    with pytest.raises(InputError, match="bad_json_lines"):
        list(evaluation.read_lines(file))
    with pytest.raises(InputError, match="bad_qrels"):
        evaluation.read_qrels(tmp_path / "none.tsv")
