"""Actions read from plans against the gold set, real plans and samples apart.

``python -m tests.bench.training [--errors]`` prints a table; real plans need ``../shared/data``.
Only clauses that are annotated count. A found action matches a gold action when more than half of the shorter one's characters lie in
the other, one to one. Actor: the same names after brackets, 等 and head counts are taken away. Time: the same numbers with units.
"""

from __future__ import annotations

import hashlib
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

from kb.model import Clause, Document
from kb.parsing import parse
from kb.training.extract import extract
from kb.training.model import Action
from tests.bench.training_gold import GoldAction, GoldClause, GoldPlan, Span, read

SHARED = Path("../shared/data")
SAMPLES = Path("corpus/samples/plans")


@dataclass(slots=True)
class Score:
    """Counts over one or more plans; ``errors`` are lines to read."""

    found: int = 0
    right: int = 0
    gold: int = 0
    hit: int = 0
    actors: int = 0
    times: int = 0
    timed: int = 0
    errors: list[str] = field(default_factory=list)

    def add(self, other: Score) -> None:
        """Sum up."""
        for name in ("found", "right", "gold", "hit", "actors", "times", "timed"):
            setattr(self, name, getattr(self, name) + getattr(other, name))

    def line(self, name: str) -> str:
        """One row of the table."""
        recall, precision = self.hit / max(1, self.gold), self.right / max(1, self.found)
        return (
            f"{name:24} gold {self.gold:4} found {self.found:4}  recall {recall:.3f}  precision {precision:.3f}  "
            f"actor {self.actors / max(1, self.hit):.3f}  time {self.times / max(1, self.hit):.3f} ({self.timed} timed)"
        )


@dataclass(frozen=True, slots=True)
class Found:
    """A found action at its span, in the clause or in the gold text."""

    span: Span
    action: Action


def flat(text: str) -> tuple[str, list[int]]:
    """The text without white space and page numbers, and where each character stands."""
    chars, places, at = [], [], 0
    for line in text.splitlines(keepends=True):
        if not re.fullmatch(r"[\s—-]*\d{0,3}[\s—-]*", line):
            for offset, char in enumerate(line):
                if not char.isspace():
                    chars.append(char)
                    places.append(at + offset)
        at += len(line)
    return "".join(chars), places


def placed(document: Document, actions: tuple[Action, ...], text: str) -> Iterator[Found]:
    """The actions with their spans in the gold text; clauses are found in reading order."""
    whole, places = flat(text)
    by_clause: dict[str, list[Action]] = {}
    for action in actions:
        by_clause.setdefault(action.clause_id, []).append(action)
    at = 0
    for clause in document.clauses:
        start = _place(whole, re.sub(r"\s", "", clause.text), at)
        if start >= 0:
            at = start
        for action in by_clause.get(clause.id, ()):
            words = re.sub(r"\s", "", clause.text[action.start : action.end])
            place = whole.find(words, max(at, 0))
            if place < 0 or place > at + len(clause.text) + 50:
                place = whole.rfind(words, 0, at + len(words))
            if place >= 0:
                yield Found((places[place], places[place + len(words) - 1] + 1), action)


def _place(whole: str, text: str, at: int) -> int:
    """Where a clause's own words stand, behind a lead-in that its clause repeats."""
    place = whole.find(text, at)
    for mark in re.finditer(r"[：:，。；]", text):
        if place >= 0:
            break
        place = whole.find(text[mark.end() :], at) if len(text) - mark.end() > 6 else -1
    return place


def score(plan: GoldPlan, *, errors: bool = False) -> Score | None:
    """The score of one plan, None when its file is not there."""
    total = Score()
    if plan.sha256:
        file = next(iter(SHARED.glob(f"documents/{plan.name}*")), None)
        if file is None or hashlib.sha256(file.read_bytes()).hexdigest() != plan.sha256:
            return None
        text = next(iter(SHARED.glob(f"gold/text/{plan.name}*"))).read_text(encoding="utf-8")
        document = parse(file).documents[0]
        found = list(placed(document, extract(document).actions, text))
        for clause in plan.clauses:
            assert clause.area is not None
            inside = [each for each in found if clause.area[0] <= each.span[0] < clause.area[1]]
            _match(total, clause.first, clause.second, inside, lambda value: text[value[0] : value[1]], plan.name, text)
        return total
    document = parse(next(iter(SAMPLES.glob(f"{plan.name}*"))), doc_id="x").documents[0]
    actions = extract(document).actions
    for clause in plan.clauses:
        now = _clause_now(document, clause)
        inside = [Found((a.start, a.end), a) for a in actions if a.clause_id == now.id]
        first, second = (
            _moved(clause.first, now.text),
            None if clause.second is None else _moved(clause.second, now.text),
        )
        _match(total, first, second, inside, str, plan.name, now.text)
    return total


def _clause_now(document: Document, clause: GoldClause) -> Clause:
    """The clause that holds the annotated words today; ids change with the parser."""
    words = [each.words for each in clause.first]
    same = next((each for each in document.clauses if each.id == f"x#{clause.clause}"), None)
    ranked = sorted(
        document.clauses, key=lambda each: (-sum(word in each.text for word in words), each is not same, len(each.text))
    )
    return ranked[0]


def _moved(actions: tuple[GoldAction, ...], text: str) -> tuple[GoldAction, ...]:
    """The gold actions of a sample at their places in a clause; those that stand in another clause now are left out."""
    found, at = [], 0
    for action in actions:
        place = text.find(action.words, at)
        if place >= 0:
            at = place + len(action.words)
            found.append(replace(action, span=(place, at)))
    return tuple(found)


def _match(total: Score, first, second, found: list[Found], words, name: str, text: str) -> None:  # type: ignore[no-untyped-def]
    """Pair found actions with gold ones; those of only one pass are disputed and leave the count."""
    spans = None if second is None else {each.span: each for each in second}
    gold = [each for each in first if spans is None or each.span in spans]
    disputed = [each for each in first if spans is not None and each.span not in spans]
    disputed += [] if second is None else [each for each in second if each.span not in {a.span for a in first}]
    left = list(gold)
    for each in found:
        best = max(left, key=lambda item: _overlap(item.span, each.span), default=None)
        if best is None or _overlap(best.span, each.span) <= 0.5:
            if not any(_overlap(item.span, each.span) > 0.5 for item in disputed):
                total.found += 1
                total.errors.append(
                    f"- {name} {each.action.clause_id.split('#')[1]} found wrongly: {text[slice(*each.span)][:60]}"
                )
            continue
        left.remove(best)
        total.found += 1
        total.right += 1
        total.hit += 1
        actors = {_actor("" if best.actor is None else words(best.actor))}
        other = spans.get(best.span) if spans else None
        if other is not None:
            actors.add(_actor("" if other.actor is None else words(other.actor)))
        if same_actor(each.action.actor, actors):
            total.actors += 1
        else:
            total.errors.append(
                f"~ {name} {each.action.clause_id.split('#')[1]} actor {each.action.actor!r} not {actors}: {text[slice(*each.span)][:40]}"
            )
        limits = {_time(words(value)) for value in best.times}
        total.timed += bool(limits)
        own = {_time(value) for value in each.action.time_limit.split("；") if value}
        if limits == own:
            total.times += 1
        else:
            total.errors.append(
                f"t {name} {each.action.clause_id.split('#')[1]} time {own} not {limits}: {text[slice(*each.span)][:40]}"
            )
    total.gold += len(gold)
    total.errors += [f"+ {name} missed: {text[slice(*each.span)][:70]}" for each in left]


def same_actor(found: str, gold: set[str]) -> bool:
    """Whether a found doer is one of the gold doers."""
    return _actor(found) in gold


def _actor(name: str) -> str:
    bare = re.sub(r"（[^（）]*）|\([^()]*\)|\s", "", re.sub(r"等(?:部门|单位)?$", "", name))
    bare = re.sub(r"\d+[人名](?:$|(?=[、和]))|等(?=[^、，]*$)", "", bare)
    return re.sub(r"^各", "", bare)


def _time(words: str) -> str:
    """A limit as number and unit, or the word for at once."""
    words = re.sub(r"\s|个(?=工作日|小时|月)|以|之", "", words)
    words = re.sub(r"[一二两三四五六七八九\d]+次$|不少于", "", words).replace("每天", "每日")
    return re.sub(r"^(?:最迟|最晚|于|不超过|每(?!日|周|月))|内$", "", words)


def _overlap(a: Span, b: Span) -> float:
    return max(0, min(a[1], b[1]) - max(a[0], b[0])) / max(1, min(a[1] - a[0], b[1] - b[0]))


def main() -> None:
    """Print a row a plan, the real plans and the samples."""
    errors = "--errors" in sys.argv
    only = [each for each in sys.argv[1:] if not each.startswith("--")]
    totals = {"real plans": Score(), "samples": Score()}
    for plan in read():
        if only and not any(each in plan.name for each in only):
            continue
        result = score(plan)
        if result is None:
            print(f"{plan.name:24} not here, or another file")
            continue
        print(result.line(plan.name[:20]))
        if errors:
            print("\n".join(result.errors))
        totals["real plans" if plan.sha256 else "samples"].add(result)
    whole = Score()
    for name, total in totals.items():
        print(total.line(name))
        whole.add(total)
    print(whole.line("all"))


if __name__ == "__main__":
    main()
