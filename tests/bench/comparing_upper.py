"""A plan beside the plan above it: seeded conflicts on our own sample plans, and the printed rows of real pairs against hand labels.

``python -m tests.bench.comparing_upper [--show]``. The upper plan is the sample plan itself as a city's (县 → 市), so that the pair agrees
before a conflict is seeded into the lower one. *Found* is a conflict, gap or check that the unseeded pair has not; a harmless change (shorter
limit, lower threshold of response) must bring none. Labels of real rows stand in ``comparing_upper.jsonl`` by the hash of what is said.
"""

from __future__ import annotations

import hashlib
import json
import re
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

from kb.comparing.conditions import conditions
from kb.comparing.limits import Stage, report_limits
from kb.comparing.organs import organs
from kb.comparing.profile import Scale, profile
from kb.comparing.upper import Row, Status, compare
from kb.model import Clause, Document, Kind
from kb.parsing import parse
from kb.review.text import Body
from tests.bench.comparing_incidents import files
from tests.bench.setting import ROOT

GOLD = Path(__file__).with_name("comparing_upper.jsonl")
TOLD = (Status.CONFLICT, Status.GAP, Status.CHECK)
Seeded = Iterator[tuple[str, Document]]
_NUMBER = re.compile(r"\d+(?:\.\d+)?|[一二两三四五六七八九十]+|半")
_VALUES = {char: value for value, char in enumerate("零一二三四五六七八九十")} | {"两": 2}


def plans() -> list[Document]:
    """The sample plans of a county."""
    folder = ROOT / "corpus" / "samples" / "plans"
    found = (document for path in sorted(folder.iterdir()) for document in parse(path).documents)
    return [document for document in found if document.kind is Kind.PLAN and document.plan_level == "县"]


def as_city(text: str) -> str:
    """A county's words as those of the city above it."""
    return text.replace("青山县", "临江市").replace("县", "市")


def upper_of(plan: Document) -> Document:
    """The same plan one level up."""
    clauses = tuple(replace(each, text=as_city(each.text)) for each in plan.clauses)
    return replace(plan, doc_id="上位", title=as_city(plan.title), plan_level="市", region="临江市", clauses=clauses)


def lower_of(plan: Document, upper: Document) -> Document:
    """The plan naming its upper plan and the body above."""
    added = [f"本预案依据《{upper.title}》制定。"]
    added += [
        f"必要时向{organ.name}报告。" for organ in organs(Body.of(upper))[:1] if organ.name.startswith(("市", "临江市"))
    ]
    last = plan.clauses[-1]
    more = tuple(Clause(f"{plan.doc_id}#附加{n}", (), text, last.section) for n, text in enumerate(added, 1))
    return replace(plan, clauses=(*plan.clauses, *more))


def changed(plan: Document, clause_id: str, old: str, new: str) -> Document:
    """The plan with words of one clause changed."""
    return replace(
        plan, clauses=tuple(replace(c, text=c.text.replace(old, new)) if c.id == clause_id else c for c in plan.clauses)
    )


def times(words: str, factor: float) -> str:
    """Words with their first number multiplied."""
    found = _NUMBER.search(words)
    if found is None:
        return words
    value = float(found[0]) if found[0][0].isdigit() else 0.5 if found[0] == "半" else float(_VALUES.get(found[0], 10))
    return f"{words[: found.start()]}{value * factor:g}{words[found.end() :]}"


# --------------------------------------------------------------------------- what is seeded


def longer_limits(plan: Document, factor: float = 6) -> Seeded:
    for limit in report_limits(Body.of(plan)):
        if limit.stage is not Stage.FOLLOW:
            yield limit.words, changed(plan, limit.place.clause_id, limit.words, times(limit.words, factor))


def no_limits(plan: Document) -> Seeded:
    found = list(report_limits(Body.of(plan)))
    gone = plan
    for limit in found:
        gone = changed(gone, limit.place.clause_id, limit.words, "规定时间")
    if found:
        yield "all", gone


def thresholds(plan: Document, scales: tuple[Scale, ...], factor: float) -> Seeded:
    """Thresholds multiplied, one at a time."""
    for each in profile(plan).thresholds:
        if each.low and each.scale in scales:
            yield each.words, changed(plan, each.place.clause_id, each.words, times(each.words, factor))


def other_conditions(plan: Document, factor: float) -> Seeded:
    for each in conditions(profile(plan)):
        if each.scale is not Scale.GRADE:
            yield each.shown, changed(plan, each.place.clause_id, each.shown, times(each.shown, factor))


def unnamed(plan: Document) -> Seeded:
    title = as_city(plan.title)
    yield (
        "basis",
        replace(plan, clauses=tuple(replace(each, text=each.text.replace(title, "有关预案")) for each in plan.clauses)),
    )


def miscalled(plan: Document) -> Seeded:
    for clause in plan.clauses:
        if clause.text.startswith("必要时向"):
            yield clause.text, changed(plan, clause.id, "指挥部", "领导小组")


GRADES, RESPONSES = (Scale.GRADE,), (Scale.RESPONSE, Scale.WARNING)
SEEDS: dict[str, Callable[[Document], Seeded]] = {
    "a reporting limit six times as long": longer_limits,
    "no reporting limit": no_limits,
    "a grading threshold three times as high": lambda plan: thresholds(plan, GRADES, 3),
    "a response threshold three times as high": lambda plan: thresholds(plan, RESPONSES, 3),
    "another condition three times as high": lambda plan: other_conditions(plan, 3),
    "the upper plan not named": unnamed,
    "the upper body called otherwise": miscalled,
}
HARMLESS: dict[str, Callable[[Document], Seeded]] = {
    "a reporting limit half as long": lambda plan: longer_limits(plan, 0.5),
    "a response threshold half as high": lambda plan: thresholds(plan, RESPONSES, 0.5),
    "another condition half as high": lambda plan: other_conditions(plan, 0.5),
}


def told(draft: Document, upper: Document) -> Counter[tuple[str, str, str]]:
    """The rows a reviewer has to look at."""
    return Counter(_key(row) for row in compare(draft, upper).rows if row.status in TOLD)


def _key(row: Row) -> tuple[str, str, str]:
    return (
        row.aspect,
        row.message.code,
        json.dumps([dict(row.topic.params), dict(row.message.params)], ensure_ascii=False),
    )


def main() -> None:
    """Print the tables."""
    pairs = [(lower_of(plan, upper), upper) for plan in plans() for upper in (upper_of(plan),)]
    base = [told(draft, upper) for draft, upper in pairs]
    print(f"{len(pairs)} pairs of sample plans, told before seeding: {sum(found.total() for found in base)}")
    for name, table in (("seeded conflicts, found", SEEDS), ("harmless changes, told nevertheless", HARMLESS)):
        print(name)
        for what, seed in table.items():
            tried = found = 0
            for (draft, upper), known in zip(pairs, base, strict=True):
                for words, seeded in seed(draft):
                    tried += 1
                    new = bool(told(seeded, upper) - known)
                    found += new
                    if "--show" in sys.argv and new is (table is HARMLESS):
                        print(f"    {draft.title}: {words}")
            print(f"  {what:44} {found:4} of {tried:4}")
    labelled()


# --------------------------------------------------------------------------- labels


def said(row: Row) -> str:
    """The name of a row in the labels: 12 hex digits of the hash of what is said and where."""
    places = [place.clause_id.rpartition("#")[2] for place in (*row.draft, *row.upper)]
    return hashlib.sha256(json.dumps([*_key(row), row.status.value, places], ensure_ascii=False).encode()).hexdigest()[
        :12
    ]


def labelled() -> None:
    """Precision of the rows of pairs by status, as far as they are labelled: real plans whole, our own where a reader has to act."""
    counts: Counter[tuple[str, str]] = Counter()
    rows = [json.loads(line) for line in GOLD.read_text(encoding="utf-8").splitlines()] if GOLD.exists() else []
    done = 0
    for pair in rows:
        if not {pair["draft"], pair["upper"]} <= files().keys():
            continue
        done += 1
        draft, upper = (parse(files()[pair[side]]).documents[0] for side in ("draft", "upper"))
        for row in compare(draft, upper, pair["former"]).rows:
            label = pair["rows"].get(said(row), "new")
            counts[row.status.value, label] += 1
    print(
        f"rows of {done} pairs (real ones whole, our own where one has to act) by hand: right / labelled; new: not labelled"
    )
    for status in Status:
        right, wrong, new = (counts[status.value, label] for label in ("right", "wrong", "new"))
        print(f"  {status.value:10} {right} / {right + wrong}; new {new}")


if __name__ == "__main__":
    main()
