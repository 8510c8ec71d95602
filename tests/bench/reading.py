"""How well files are read: ``python -m tests.bench.reading [--json OUT]`` over ``../shared/data``.

Prints, per gold outline, heading F1, level accuracy and the metadata right or wrong; the seed's boundaries; incident recall and
precision; variants that agree with their source; and how long everything takes.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from kb.dates import dates_in
from kb.errors import ReadError
from kb.model import Document, Incident, Parsed
from kb.numbering import squeeze
from kb.parsing import parse

DATA = Path(__file__).resolve().parents[3] / "shared" / "data"
LOSSLESS = "big5_lossy gbk_truncated_midchar"
_BAD = ("mention_only", "hypothetical", "reject")


def heading_score() -> Callable[[dict[str, Any], list[dict[str, Any]]], dict[str, Any]]:
    """The judges' own rule, from gold/match_outline.py."""
    spec = importlib.util.spec_from_file_location("match_outline", DATA / "gold" / "match_outline.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.f1  # type: ignore[no-any-return]


def outlines() -> Iterator[dict[str, Any]]:
    """One row for each gold outline."""
    score = heading_score()
    for file in sorted((DATA / "gold" / "outlines").glob("*.json")):
        gold = json.loads(file.read_text(encoding="utf-8"))
        if "headings" not in gold:
            continue
        document = parse(DATA / gold["file"]).documents[0]
        found = [{"level": s.level, "number": s.number, "text": s.text} for s in document.sections]
        yield {"id": file.stem, **score(gold, found), "metadata": _metadata(gold, document)}


def _metadata(gold: dict[str, Any], document: Document) -> dict[str, bool]:
    codes = [guess.code for guess in document.plan_types]
    wanted = [gold.get("plan_type"), *gold.get("plan_type_alt", [])]
    date = [found.iso for found in dates_in(gold["date"] or "")]
    return {
        "title": squeeze(document.title) == squeeze(gold["title"]),
        "issuer": not gold["issuer"]
        if not document.issuer
        else squeeze(document.issuer) in squeeze(gold["issuer"] or ""),
        "doc_number": squeeze(document.doc_number) == squeeze(gold["doc_number"] or ""),
        "date": document.date in date if date else not document.date,
        "kind": document.kind.value == gold["kind"],
        "plan_type": (codes[0] if codes else None) in wanted,
        "plan_level": document.plan_level == gold["plan_level"],
    }


def seed() -> dict[str, Any]:
    """Boundaries, titles and truncation of the compilation's parts."""
    gold = json.loads((DATA / "gold" / "outlines" / "SEED.json").read_text(encoding="utf-8"))
    documents = parse(DATA / gold["file"]).documents
    by_lines = {document.lines: document for document in documents}
    right = titles = status = 0
    for want in gold["documents"]:
        found = by_lines.get((want["first"], want["last"]))
        if found is None:
            continue
        right += 1
        titles += squeeze(found.title) == squeeze(want["title"])
        state = "truncated" if any(notice.code == "truncated_text" for notice in found.notices) else "complete"
        status += state in want.get("accept_status", [want["status"]])
    return {
        "gold": len(gold["documents"]),
        "found": len(documents),
        "boundaries": right,
        "titles": titles,
        "status": status,
    }


def incidents() -> Iterator[dict[str, Any]]:
    """Recall over annotated cases; precision over annotated line ranges (the whole seed)."""
    for file in sorted((DATA / "gold" / "incidents").glob("*.json")):
        gold = json.loads(file.read_text(encoding="utf-8"))
        found = [
            entry for document in parse(DATA / gold["file"]).documents for entry in document.incidents if entry.lines
        ]
        good = [case for case in gold["incidents"] if not any(case.get(mark) for mark in _BAD)]
        hit = [case for case in good if any(_overlap(entry, case) for entry in found)]
        whole = gold["cases_annotated"] == gold["cases_in_document"]
        judged = [entry for entry in found if whole or any(_overlap(entry, case) for case in gold["incidents"])]
        right = [entry for entry in judged if any(_overlap(entry, case) for case in good)]
        yield {
            "id": file.stem,
            "cases": len(good),
            "recall": len(hit) / max(1, len(good)),
            "precision": len(right) / max(1, len(judged)),
            "measures": _verbatim_share(found, good, "measures"),
            "lessons": _verbatim_share(found, good, "lessons"),
        }


def _overlap(entry: Incident, case: dict[str, Any]) -> bool:
    assert entry.lines is not None
    first, last = entry.lines
    for low, high in case["lines"]:
        shared = min(last, high) - max(first, low) + 1
        if shared * 2 >= (high - low + 1) and shared * 2 >= (last - first + 1):
            return True
    return False


def _verbatim_share(found: list[Incident], good: list[dict[str, Any]], field: str) -> float:
    """Share of the gold quotes of a field that stand in what was found for the same case."""
    wanted = right = 0
    for case in good:
        texts = [
            squeeze(
                "".join(measure.text for measure in entry.measures) if field == "measures" else "".join(entry.lessons)
            )
            for entry in found
            if _overlap(entry, case)
        ]
        for quote in case[field]:
            wanted += 1
            right += any(squeeze(quote) in text for text in texts)
    return right / max(1, wanted)


def variants(without: tuple[str, ...] = ()) -> Iterator[dict[str, Any]]:
    """Whether other formats and encodings of a text give the same headings and clauses; ``without`` names suffixes to leave out."""
    for file in sorted(path for path in (DATA / "variants").iterdir() if path.suffix not in without):
        source = next((DATA / "documents").glob(f"{file.name[:4]}*"))
        want, got = _essence(parse(source, doc_id="x")), _essence(parse(file, doc_id="x"))
        yield {
            "file": file.name,
            "equal": want == got,
            "lossless": not any(mark in file.name for mark in LOSSLESS.split()),
        }


def _essence(parsed: Parsed) -> list[object]:
    return [
        ([(s.level, s.number, s.text) for s in d.sections], [(c.id, c.text) for c in d.clauses])
        for d in parsed.documents
    ]


def all_files() -> dict[str, Any]:
    """Every file there is: failures that are no ReadError, and the slowest."""
    crashed, slow, refused, count = [], (0.0, ""), 0, 0
    for folder in ("documents", "seed", "variants", "robustness"):
        for file in sorted(path for path in (DATA / folder).rglob("*") if path.is_file()):
            count += 1
            start = time.perf_counter()
            try:
                parse(file)
            except ReadError:
                refused += 1
            except Exception as error:
                crashed.append(f"{file.name}: {error!r}"[:200])
            slow = max(slow, (round(time.perf_counter() - start, 2), file.name))
    return {"files": count, "refused": refused, "crashed": crashed, "slowest": slow}


def clause_sizes() -> dict[str, float]:
    """Lengths in characters of the clauses of documents/, table rows apart."""
    sizes = sorted(
        len(clause.text)
        for file in sorted((DATA / "documents").iterdir())
        for document in parse(file).documents
        for clause in document.clauses
        if not clause.table_row
    )
    return {
        "n": len(sizes),
        "mean": round(sum(sizes) / len(sizes), 1),
        "p95": sizes[int(len(sizes) * 0.95)],
        "under_20": round(sum(size < 20 for size in sizes) / len(sizes), 3),
        "over_600": sum(size > 600 for size in sizes),
    }


def main() -> None:
    """Run everything and print a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", type=Path)
    options = parser.parse_args()
    result: dict[str, Any] = {"outlines": list(outlines())}
    print(f"{'':8}{'F1':>7}{'levels':>8}  metadata wrong · missing")
    for row in result["outlines"]:
        wrong = "、".join(name for name, right in row["metadata"].items() if not right) or "-"
        print(f"{row['id']:8}{row['f1']:7.3f}{row['levels']:8.3f}  {wrong} · {row['missing'][:4]}")
    scores = [row["f1"] for row in result["outlines"]]
    print(f"{'mean':8}{sum(scores) / len(scores):7.3f}{'worst':>8}{min(scores):7.3f}")
    for name, run in (("seed", seed), ("clause_sizes", clause_sizes), ("all_files", all_files)):
        result[name] = run()
        print(name, result[name])
    for name, rows in (("incidents", incidents), ("variants", variants)):
        result[name] = list(rows())
        for row in result[name]:
            print(name, row)
    if options.json:
        options.json.write_text(json.dumps(result, ensure_ascii=False, indent=1), encoding="utf-8")


if __name__ == "__main__":
    main()
