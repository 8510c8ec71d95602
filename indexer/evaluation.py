"""Measures search: questions with verbatim quotes over a library, and any BEIR folder in a throw-away index."""

from __future__ import annotations

import json
import tempfile
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from pathlib import Path
from typing import Any

import numpy as np

from indexer.index import HybridIndex
from indexer.intervals import bootstrap, wilson
from indexer.tokens import Tokens
from kb.errors import InputError
from kb.library.store import DocumentRecord
from kb.model import Clause, Document, Hit, Kind, SearchResult, Validity
from kb.ports import Embedder, Progress

Search = Callable[[str, int], SearchResult]
Json = dict[str, Any]

DEPTH = 100
JUDGED_CHARACTERS = 600
_SHARE = 0.6
_WINDOW = 1.5
_MEASURES = ("ndcg@10", "recall@10", "recall@100", "success@10", "mrr@10", "hit@1")
_SHARES = ("success@10", "hit@1")
"""Measures that count queries; the others are means."""


# --------------------------------------------------------------------------- relevance of a clause for a quote


def normalised(text: str) -> str:
    """NFKC without white space and Markdown marks; what quotes and clauses are compared in."""
    folded = unicodedata.normalize("NFKC", text)
    return "".join(character for character in folded if not character.isspace() and character not in "*#")


def holds_quote(quote: str, clause: str) -> bool:
    """Whether one span of the clause, at most half longer than the quote, holds 60 % of the quote's characters in order.

    Characters count in runs of two and more. Both texts are ``normalised``.
    """
    if not quote or not clause:
        return False
    if quote in clause:
        return True
    size = int(len(quote) * _WINDOW) + 1
    pairs = {quote[i : i + 2] for i in range(len(quote) - 1)}
    shared = np.cumsum([0, *(clause[i : i + 2] in pairs for i in range(len(clause) - 1))])
    step = max(3, len(quote) // 8)
    for start in range(0, max(1, len(clause) - len(quote) // 2), step):
        end = min(len(clause), start + size)
        if shared[min(end, len(shared) - 1)] - shared[start] < 0.5 * _SHARE * (len(quote) - 1):
            continue
        blocks = SequenceMatcher(None, quote, clause[start:end], autojunk=False).get_matching_blocks()
        if sum(block.size for block in blocks if block.size >= 2) >= _SHARE * len(quote):
            return True
    return False


# --------------------------------------------------------------------------- measures


@dataclass(frozen=True, slots=True)
class Judged:
    """One query with what its hits found: for each rank the grades of the gold spans found there first."""

    gains: tuple[tuple[float, ...], ...]
    gold: tuple[float, ...]

    def measures(self) -> dict[str, float]:
        """The measures of this query."""
        found = [index for index, grades in enumerate(self.gains) if grades]
        first = found[0] + 1 if found else 0
        return {
            "ndcg@10": self._ndcg(10),
            "recall@10": self._recall(10),
            "recall@100": self._recall(100),
            "success@10": float(0 < first <= 10),
            "mrr@10": 1 / first if 0 < first <= 10 else 0.0,
            "hit@1": float(first == 1),
        }

    def _ndcg(self, depth: int) -> float:
        dcg = sum(sum(grades) / np.log2(rank + 2) for rank, grades in enumerate(self.gains[:depth]))
        ideal = sum(grade / np.log2(rank + 2) for rank, grade in enumerate(sorted(self.gold, reverse=True)[:depth]))
        return float(min(1.0, dcg / ideal))

    def _recall(self, depth: int) -> float:
        return sum(len(grades) for grades in self.gains[:depth]) / len(self.gold)


def judge(
    hits: Sequence[Hit], gold: Sequence[Mapping[str, Any]], holds: Callable[[str, str], bool] | None = None
) -> Judged:
    """Compare hits with gold quotes ``{"doc", "quote", "grade"}``; each quote counts once, a group by any member.

    ``holds(quote, clause)`` tells whether a clause answers, both ``normalised``; without it ``holds_quote`` does.
    """
    holds = holds or holds_quote
    quotes = [(str(item["doc"]), normalised(str(item["quote"])), float(item.get("grade", 1))) for item in gold]
    open_quotes, gains = set(range(len(quotes))), []
    for hit in hits:
        documents = {base_name(hit), *(other.doc for other in hit.same_text_in)}
        text = normalised(hit.text[:JUDGED_CHARACTERS])
        found = [n for n in sorted(open_quotes) if quotes[n][0] in documents and holds(quotes[n][1], text)]
        open_quotes.difference_update(found)
        gains.append(tuple(quotes[n][2] for n in found))
    return Judged(tuple(gains), tuple(grade for _, _, grade in quotes))


def base_name(hit: Hit) -> str:
    """File name of a hit's document."""
    return hit.doc_path.replace("\\", "/").rsplit("/", 1)[-1]


# --------------------------------------------------------------------------- questions over a library


def read_lines(file: Path) -> Iterator[Json]:
    """The objects of a JSON-lines file. Raises InputError("bad_json_lines")."""
    try:
        with file.open(encoding="utf-8-sig") as stream:
            for line in stream:
                if line.strip():
                    row = dict(json.loads(line))
                if not any(isinstance(row.get(key), str) for key in ("query", "text", "_id")):
                    raise ValueError("query")
                yield row
    except (OSError, ValueError, TypeError) as error:
        raise InputError("bad_json_lines", path=file, reason=error) from error


def evaluate(search: Search, questions: Sequence[Json], *, progress: Progress | None = None) -> tuple[Json, list[Json]]:
    """The report on questions with quotes and the details of each; a question without gold asks for a refusal."""
    results = []
    for number, question in enumerate(questions, start=1):
        results.append(search(str(question["query"]), DEPTH))
        if progress is not None:
            progress("evaluating", number, len(questions))
    judged = [judge(result.hits, question.get("gold", ())) for question, result in zip(questions, results, strict=True)]
    asked = [(q, j.measures()) for q, j in zip(questions, judged, strict=True) if j.gold]
    measured = [measures for _, measures in asked]
    report: Json = {"n": len(questions), **_means(measured), "intervals": _intervals(measured)}
    report["by"] = {
        key: {
            value: {"n": len(group), **_means(group)}
            for value in dict.fromkeys(str(q.get(key, "")) for q, _ in asked)
            for group in [[measures for q, measures in asked if str(q.get(key, "")) == value]]
        }
        for key in ("intent", "role")
    }
    report["answerable"] = _refusals(judged, results)
    lengths = [len(hit.text) for result in results for hit in result.hits[:10]]
    report["clause_chars"] = {
        "mean": round(float(np.mean(lengths)), 1) if lengths else 0,
        "p95": _percentile(lengths, 95),
    }
    report["milliseconds"] = milliseconds(results)
    return report, [_details(question, result) for question, result in zip(questions, results, strict=True)]


def _means(measures: Sequence[Mapping[str, float]]) -> dict[str, float]:
    return {name: round(float(np.mean([m[name] for m in measures])), 4) if measures else 0.0 for name in _MEASURES}


def _intervals(measures: Sequence[Mapping[str, float]]) -> dict[str, list[float]]:
    """95 % intervals: Wilson's for shares, bootstrapped over the queries for means."""
    return {
        name: wilson(int(sum(m[name] for m in measures)), len(measures))
        if name in _SHARES
        else bootstrap([m[name] for m in measures])
        for name in _MEASURES
    }


def mean_measures(judged: Sequence[Judged]) -> dict[str, float]:
    """Mean of every measure over the queries."""
    return _means([each.measures() for each in judged])


def _refusals(judged: Sequence[Judged], results: Sequence[SearchResult]) -> Json:
    pairs = [(bool(each.gold), result.answerable) for each, result in zip(judged, results, strict=True)]
    right = sum(has_gold == answerable for has_gold, answerable in pairs)
    refused = sum(has_gold and not answerable for has_gold, answerable in pairs)
    with_gold = sum(has_gold for has_gold, _ in pairs)
    return {
        "right": right,
        "false_refusals": refused,
        "n": len(pairs),
        "right_interval": wilson(right, len(pairs)),
        "false_refusals_interval": wilson(refused, with_gold),
    }


def milliseconds(results: Sequence[SearchResult]) -> dict[str, float]:
    """p50 and p95 of the searches."""
    times = [result.milliseconds for result in results]
    return {"p50": _percentile(times, 50), "p95": _percentile(times, 95)}


def _percentile(values: Sequence[float], share: int) -> float:
    return round(float(np.percentile(values, share)), 1) if values else 0.0


def _details(question: Json, result: SearchResult) -> Json:
    hits = [
        {
            "clause_id": hit.clause_id,
            "doc": base_name(hit),
            "text": hit.text,
            "score": hit.score,
            "same_text_in": [{"doc_id": o.doc_id, "doc": o.doc, "clause_id": o.clause_id} for o in hit.same_text_in],
        }
        for hit in result.hits
    ]
    return {"id": question.get("id"), "query": question["query"], "answerable": result.answerable, "hits": hits}


# --------------------------------------------------------------------------- BEIR folders

_ONLY = "corpus"


class BeirLibrary:
    """A BEIR corpus as a library of one document whose clauses are the corpus' texts, their titles the headings."""

    sequence = 1

    def __init__(self, clauses: Sequence[Clause]) -> None:
        self._clauses = {clause.id: clause for clause in clauses}

    @classmethod
    def read(cls, file: Path) -> BeirLibrary:
        """The texts of ``corpus.jsonl``."""
        return cls(
            [
                Clause(str(row["_id"]), (str(row["title"]),) if row.get("title") else (), str(row["text"]))
                for row in read_lines(file)
            ]
        )

    def only(self, ids: Sequence[str]) -> BeirLibrary:
        """The same with some of its texts."""
        return BeirLibrary([self._clauses[text_id] for text_id in ids])

    def revisions(self) -> dict[str, int]:
        """One document."""
        return {_ONLY: 1}

    def document_records(self) -> tuple[DocumentRecord, ...]:
        """One document."""
        count = len(self._clauses)
        return (
            DocumentRecord(
                _ONLY, "", Kind.OTHER, (), None, "", "", "", "", Validity.UNKNOWN, _ONLY, _ONLY, count, 0, 1
            ),
        )

    def document(self, doc_id: str) -> Document:
        """The document with all texts."""
        return Document(doc_id, "", Kind.OTHER, (), self.clauses_of(doc_id))

    def clauses_of(self, doc_id: str) -> tuple[Clause, ...]:  # noqa: ARG002
        """All texts."""
        return tuple(self._clauses.values())

    def clauses(self, clause_ids: Sequence[str]) -> dict[str, Clause]:
        """Texts by id."""
        return {clause_id: self._clauses[clause_id] for clause_id in clause_ids if clause_id in self._clauses}


def read_qrels(file: Path) -> dict[str, dict[str, float]]:
    """Query id → text id → grade, of a BEIR .tsv with a heading line. Raises InputError("bad_qrels")."""
    found: dict[str, dict[str, float]] = defaultdict(dict)
    try:
        for line in file.read_text(encoding="utf-8-sig").splitlines()[1:]:
            if line.strip():
                query, text, grade = line.split("\t")
                found[query][text] = float(grade)
    except (OSError, ValueError) as error:
        raise InputError("bad_qrels", path=file, reason=error) from error
    return {query: grades for query, grades in found.items() if any(grade > 0 for grade in grades.values())}


def evaluate_beir(
    corpus: Path, queries: Path, qrels: Path, embedder: Embedder, tokens: Tokens, *, progress: Progress | None = None
) -> tuple[Json, list[Json]]:
    """The report on a BEIR folder, indexed in a temporary folder; queries without judgements are left out."""
    library, wanted = BeirLibrary.read(corpus), read_qrels(qrels)
    asked = [row for row in read_lines(queries) if str(row["_id"]) in wanted]
    with tempfile.TemporaryDirectory() as folder:
        index = HybridIndex(Path(folder), library, embedder, tokens)
        index.refresh(progress)
        results = []
        for number, row in enumerate(asked, start=1):
            results.append(index.search(str(row["text"]), DEPTH))
            if progress is not None:
                progress("evaluating", number, len(asked))
        index.close()
    judged = [judge_ids(result.hits, wanted[str(row["_id"])]) for row, result in zip(asked, results, strict=True)]
    report: Json = {"n": len(asked), **mean_measures(judged), "by": {"intent": {}, "role": {}}}
    report["intervals"] = _intervals([each.measures() for each in judged])
    report["answerable"] = _refusals(judged, results)
    lengths = [len(clause.text) for clause in library.clauses_of(_ONLY)]
    report["clause_chars"] = {"mean": round(float(np.mean(lengths)), 1), "p95": _percentile(lengths, 95)}
    report["milliseconds"] = milliseconds(results)
    rows = [
        _details({"id": row["_id"], "query": row["text"]}, result) for row, result in zip(asked, results, strict=True)
    ]
    return report, rows


def judge_ids(hits: Sequence[Hit], grades: Mapping[str, float]) -> Judged:
    """Compare hits with graded text ids; a group counts as all its members."""
    gains, left = [], {text: grade for text, grade in grades.items() if grade > 0}
    for hit in hits:
        members = (hit.clause_id, *(other.clause_id for other in hit.same_text_in))
        gains.append(tuple(left.pop(member) for member in members if member in left))
    return Judged(tuple(gains), tuple(grade for grade in grades.values() if grade > 0))
