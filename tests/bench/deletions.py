"""``python -m tests.bench.deletions``: each item labelled present with high confidence is cut once from its plan, with all that speaks of it.

The cut asks the labels (quotes, and for our own samples the sections that hold the item) and a list of words of each topic, written for
this bench and never the tool's headings, signs or slots: a sentence that bears one of them goes. After a cut, ``missing`` is right.
``--misses`` lists the rest, ``--narrow`` cuts by the few cue words of each item only, which leaves much that speaks of it.
"""

from __future__ import annotations

import argparse
import json
import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from kb.model import Clause, Document, ElementVerdict, Label
from kb.parsing import parse
from kb.review.elements.verdicts import judge_all
from kb.review.text import Body, normalise
from tests.bench.review import DATA, ROOT, data, gold_rows

OWN = Path(__file__).with_name("gold_own.jsonl")
CUES = Path(__file__).with_name("deletion_cues.json")
_SENTENCE = re.compile(r"[^。；;\n]*[。；;\n]?")


@dataclass(frozen=True, slots=True)
class Labelled:
    """One item labelled present: its plan, and the quotes and sections that hold it."""

    path: Path
    plan_type: str
    item: str
    quotes: tuple[str, ...]
    sections: tuple[str, ...]


def labelled() -> Iterator[Labelled]:
    """Rows present/high of the shared gold, then of our own samples."""
    if DATA.is_dir():
        for row in gold_rows():
            if row["label"] == "present" and row["confidence"] == "high":
                path = next((DATA / "documents").glob(f"{row['doc']}_*"))
                yield Labelled(path, row["type"], row["item"], (row["quote"],), ())
    for line in OWN.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        if row["label"] == "present" and row["confidence"] == "high":
            path = ROOT / "corpus" / "samples" / "plans" / row["file"]
            yield Labelled(path, row["type"], row["item"], (), tuple(row["sections"]))


def cut(document: Document, each: Labelled, cues: tuple[str, ...]) -> Document:
    """The plan without anything that speaks of the item."""
    words = re.compile("|".join(cues)) if cues else None
    gone = {at for at, section in enumerate(document.sections) if words and words.search(normalise(section.text))}
    gone |= {
        at for at, section in enumerate(document.sections) if _named(section.path or section.number, each.sections)
    }
    gone |= {below for at in gone for below in _below(document, at)}
    quotes = tuple(normalise(quote) for quote in each.quotes)
    clauses = []
    for clause in document.clauses:
        if clause.section in gone or any(name == clause.id.rpartition("#")[2].split("¶")[0] for name in each.sections):
            continue
        text = "".join(part for part in _SENTENCE.findall(clause.text) if part and not _speaks(part, quotes, words))
        if normalise(text):
            clauses.append(replace(clause, text=text, path=_path(clause, words)))
    kept = [at for at in range(len(document.sections)) if at not in gone]
    moved = {old: new for new, old in enumerate(kept)}
    held = tuple(replace(clause, section=moved.get(clause.section, -1)) for clause in clauses)
    return replace(document, sections=tuple(document.sections[at] for at in kept), clauses=held)


def _path(clause: Clause, words: re.Pattern[str] | None) -> tuple[str, ...]:
    return tuple(label for label in clause.path if not (words and words.search(normalise(label))))


def _named(number: str, sections: tuple[str, ...]) -> bool:
    return any(number == name or number.startswith(name + ".") or number.startswith(name + "/") for name in sections)


def _below(document: Document, index: int) -> set[int]:
    found = {index}
    for at in range(index + 1, len(document.sections)):
        if document.sections[at].level <= document.sections[index].level:
            break
        found.add(at)
    return found


def _speaks(part: str, quotes: tuple[str, ...], words: re.Pattern[str] | None) -> bool:
    plain = normalise(part)
    if words and words.search(plain):
        return True
    return any(len(plain) >= 4 and (plain.rstrip("。;") in quote or quote in plain) for quote in quotes)


def judged(document: Document, plan_type: str) -> dict[str, ElementVerdict]:
    lists, _ = data()
    return {each.id: each for each in judge_all(Body.of(document), lists, lists.for_type(plan_type))}


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--misses", action="store_true")
    parser.add_argument("--narrow", action="store_true", help="cut by cue words only, not by every word of the topic")
    parser.add_argument("--every", type=int, default=1, help="only every n-th deletion")
    given = parser.parse_args()
    lists = json.loads(CUES.read_text(encoding="utf-8"))
    cues = {item: (*words, *([] if given.narrow else [lists["words"][item]])) for item, words in lists["cues"].items()}
    documents: dict[Path, Document] = {}
    whole: dict[tuple[Path, str], dict[str, ElementVerdict]] = {}
    results: dict[str, list[tuple[Labelled, ElementVerdict]]] = defaultdict(list)
    false: list[str] = []
    for each in list(labelled())[:: given.every]:
        document = documents.setdefault(each.path, documents.get(each.path) or parse(each.path).documents[0])
        before = whole.setdefault(
            (each.path, each.plan_type), whole.get((each.path, each.plan_type)) or judged(document, each.plan_type)
        )
        if each.item not in before:
            continue
        if before[each.item].label is Label.MISSING:
            false.append(f"{each.path.stem} {each.item}")
        after = judged(cut(document, each, cues.get(each.item, ())), each.plan_type)
        results["gold" if DATA in each.path.parents else "own"].append((each, after[each.item]))
    report(results, false, misses=given.misses)


def report(results: dict[str, list[tuple[Labelled, ElementVerdict]]], false: list[str], *, misses: bool) -> None:
    told = sum(after.label is Label.MISSING for rows in results.values() for _, after in rows)
    print(f"{'deletions':20}{'n':>6}{'missing':>9}{'recall':>8}")
    for name, rows in results.items():
        found = sum(after.label is Label.MISSING for _, after in rows)
        print(f"{name:20}{len(rows):>6}{found:>9}{found / max(1, len(rows)):>8.3f}")
    everything = [row for rows in results.values() for row in rows]
    print(f"{'all':20}{len(everything):>6}{told:>9}{told / max(1, len(everything)):>8.3f}")
    print(f"missing on an item that is there (uncut plans): {len(false)} {false}")
    print(f"missing-precision on cut and uncut: {told / max(1, told + len(false)):.3f}")
    by_item: dict[str, list[ElementVerdict]] = defaultdict(list)
    for each, after in everything:
        by_item[each.item].append(after)
    weak = {item: sum(v.label is not Label.MISSING for v in verdicts) for item, verdicts in by_item.items()}
    print(
        "items not told as missing: "
        + ", ".join(
            f"{item} {count}/{len(by_item[item])}" for item, count in sorted(weak.items(), key=lambda x: -x[1]) if count
        )
    )
    if misses:
        for each, after in everything:
            if after.label is not Label.MISSING:
                print(
                    f"- {each.path.stem[:10]} {each.item} {after.name} → {after.label.value} {after.reason.code} «{after.quote[:90]}»"
                )


if __name__ == "__main__":
    main()
