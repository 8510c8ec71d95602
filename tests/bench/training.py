"""Actions read from plans against the gold set, real plans and samples apart.

``python -m tests.bench.training [--errors]`` prints a table; real plans need ``../shared/data``.
Only clauses that are annotated count. A found action matches a gold action when more than half of the shorter one's characters lie in
the other, one to one. Actor: the same names after brackets, 等 and head counts are taken away. Time: the same numbers with units.
"""

from __future__ import annotations

import hashlib
import re
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from kb.model import Clause, Document
from kb.parsing import parse
from kb.training.extract import extract
from kb.training.model import Action
from tests.bench.training_gold import GoldAction, GoldClause, GoldPlan, Span, overlap, paired, read
from tests.bench.training_gold import main as agreements

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


def score(plan: GoldPlan, passes: str) -> Score | None:
    """The score of one plan against one pass, or against what two passes agree on; None without its file or the first pass."""
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
            gold = _gold(clause, passes, text)
            if gold is not None:
                _match(total, *gold, inside, lambda value: text[value[0] : value[1]], plan.name, text)
        return total
    document = parse(next(iter(SAMPLES.glob(f"{plan.name}*"))), doc_id="x").documents[0]
    actions = extract(document).actions
    for clause in plan.clauses:
        now = _clause_now(document, clause)
        inside = [Found((a.start, a.end), a) for a in actions if a.clause_id == now.id]
        gold = _gold(clause, passes, now.text, move=True)
        if gold is not None:
            _match(total, *gold, inside, str, plan.name, now.text)
    return total


Agreed = list[tuple[GoldAction, ...]]


def _gold(clause: GoldClause, passes: str, text: str, *, move: bool = False) -> tuple[Agreed, list[GoldAction]] | None:
    """The actions that count, each as every pass has it, and the disputed ones. A second pass that a clause lacks disputes nothing."""
    had = [
        _moved(clause.passes[each], text) if move else clause.passes[each] for each in passes if each in clause.passes
    ]
    if passes[0] not in clause.passes:
        return None
    if len(had) == 1:
        return [(each,) for each in had[0]], []
    both, alone = paired(*had)
    return list(both), alone


def _clause_now(document: Document, clause: GoldClause) -> Clause:
    """The clause that holds the annotated words today; ids change with the parser."""
    words = [each.words for each in clause.passes["A"]]
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


def _match(
    total: Score, agreed: Agreed, disputed: list[GoldAction], found: list[Found], words: Callable[[Any], str], name: str, text: str,
) -> None:  # fmt: skip
    """Pair found actions with gold ones; disputed ones are neither right nor wrong, and either annotator's actor and limits are right."""
    left = list(agreed)
    for each in found:
        best = max(left, key=lambda item: overlap(item[0].span, each.span), default=None)
        place = f"{name} {each.action.clause_id.split('#')[1]}"
        if best is None or overlap(best[0].span, each.span) <= 0.5:
            if not any(overlap(item.span, each.span) > 0.5 for item in disputed):
                total.found += 1
                total.errors.append(f"- {place} found wrongly: {text[slice(*each.span)][:60]}")
            continue
        left.remove(best)
        total.found += 1
        total.right += 1
        total.hit += 1
        actors = {_actor("" if one.actor is None else words(one.actor)) for one in best}
        if same_actor(each.action.actor, actors):
            total.actors += 1
        else:
            total.errors.append(f"~ {place} actor {each.action.actor!r} not {actors}: {text[slice(*each.span)][:40]}")
        limits = [{_time(words(value)) for value in one.times} for one in best]
        total.timed += any(limits)
        own = {_time(value) for value in each.action.time_limit.split("；") if value}
        if own in limits:
            total.times += 1
        else:
            total.errors.append(f"t {place} time {own} not {limits}: {text[slice(*each.span)][:40]}")
    total.gold += len(agreed)
    total.errors += [f"+ {name} missed: {text[slice(*each[0].span)][:70]}" for each in left]


def same_actor(found: str, gold: set[str]) -> bool:
    """Whether a found doer is one of the gold doers."""
    return _actor(found) in gold


def _actor(name: str) -> str:
    bare = re.sub(r"（[^（）]*）|\([^()]*\)|\s", "", re.sub(r"等(?:部门|单位)?$", "", name))
    bare = re.sub(r"\d+[人名](?:$|(?=[、和]))|等(?=[^、，]*$)", "", bare)
    return re.sub(r"^各|(?:、|和|及|与)(?:车辆|装备|设备)$", "", bare)


def _time(words: str) -> str:
    """A limit as number and unit, or the word for at once."""
    words = re.sub(r"\s|个(?=工作日|小时|月)|以|之", "", words)
    words = re.sub(r"[一二两三四五六七八九\d]+次$|不少于", "", words).replace("每天", "每日")
    return re.sub(r"^(?:最迟|最晚|于|不超过|每(?!日|周|月))|内$", "", words)


_VIEWS = (
    ("AB", "two passes of one annotator"),
    ("C", "the other annotator alone"),
    ("AC", "what both annotators agree on"),
)


def main() -> None:
    """Print the agreement of the annotators, and for each view a row a plan, the real plans and the samples."""
    errors = "--errors" in sys.argv
    only = [each for each in sys.argv[1:] if not each.startswith("--")]
    agreements()
    for passes, what in _VIEWS:
        print(f"\nagainst {what} ({passes})")
        totals = {"real plans": Score(), "samples": Score()}
        for plan in read():
            if (only and not any(each in plan.name for each in only)) or (
                passes[-1] == "C" and not any("C" in clause.passes for clause in plan.clauses)
            ):
                continue
            result = score(plan, passes)
            if result is None:
                print(f"{plan.name:24} not here, or another file")
                continue
            print(result.line(plan.name[:20]))
            if errors:
                print("\n".join(result.errors))
            totals["real plans" if plan.sha256 else "samples"].add(result)
        for name, total in totals.items():
            if total.gold:
                print(total.line(name))


if __name__ == "__main__":
    main()
