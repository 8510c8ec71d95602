"""A plan beside the plan above it (衔接): levels, thresholds, time limits, bodies and bases side by side, conflicts marked.

What a lower plan may set for itself is no conflict: fewer levels, lower thresholds for its own response, shorter time limits. A conflict is
what the upper plan excludes: other thresholds for one grade of events, a response that starts later than the upper one of the same level,
longer limits for the same report, another name for the upper plan's own body. (国办发〔2024〕5号 第二十四条: 是否符合上位预案并有效衔接)
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from kb.comparing.basis import LEAST_TITLE, bare, bases_place, named_as
from kb.comparing.conditions import SAME_WORDS, paired_conditions
from kb.comparing.limits import ReportLimit, Stage, report_limits
from kb.comparing.organs import alike, called, is_known, kernel_of, leaders, organs
from kb.comparing.pairing import masked, pairs
from kb.comparing.profile import Profile, Scale, Threshold, profile
from kb.model import PLAN_LEVELS, Document, Kind, Message, Place

_SIMILAR = 0.4
_SETS = re.compile(r"分为|划分|设[一二三四两]|[二三四两]个?(?:等)?级(?!响应|预警)")


class Status(StrEnum):
    """How two places stand to each other."""

    CONFLICT = "conflict"
    GAP = "gap"
    CHECK = "check"
    AGREES = "agrees"
    BESIDE = "beside"


@dataclass(frozen=True, slots=True)
class Row:
    """One thing compared: ``aspect`` levels|thresholds|limits|command|basis, ``topic`` and ``message`` as codes, and both places."""

    aspect: str
    topic: Message
    status: Status
    message: Message
    draft: tuple[Place, ...] = ()
    upper: tuple[Place, ...] = ()


@dataclass(frozen=True, slots=True)
class Against:
    """A plan compared with the plan above it; ``doubts`` tells what speaks against the two being a pair."""

    doc_id: str
    title: str
    rows: tuple[Row, ...]
    doubts: tuple[Message, ...] = ()


_ORDER = (Status.CONFLICT, Status.GAP, Status.CHECK, Status.BESIDE, Status.AGREES)


def compare(draft: Document, upper: Document, former: Sequence[str] = ()) -> Against:
    """The rows, conflicts first, then in the order of aspects; ``former`` are titles that the upper plan had before."""
    ours, theirs = profile(draft), profile(upper)
    rows = list(_basis(ours, theirs, former)) if _is_above(draft, upper) else []
    rows += [*_levels(ours, theirs), *_thresholds(ours, theirs)]
    rows += [*_conditions(ours, theirs), *_limits(ours, theirs)]
    rows += _command(ours, theirs)
    rows = [_softened(row, draft, upper) for row in rows]
    ordered = tuple(sorted(rows, key=lambda row: _ORDER.index(row.status)))
    return Against(upper.doc_id, upper.title, ordered, tuple(_doubts(draft, upper)))


_GENERAL = frozenset({"T", "EC"})
"""General plans, which grade events and set levels for all hazards at once."""


def _other_hazard(draft: Document, upper: Document) -> bool:
    return bool(draft.hazard and upper.hazard) and draft.hazard != upper.hazard and upper.plan_type not in _GENERAL


def _is_above(draft: Document, upper: Document) -> bool:
    """False where levels or places show that the one plan does not stand above the other."""
    if _ranks_below(draft, upper) or _special_to_general(draft, upper):
        return False
    return not (draft.plan_level == upper.plan_level and _elsewhere(draft.region, upper.region))


def _special_to_general(draft: Document, upper: Document) -> bool:
    """Whether a plan for one kind of event was chosen as the plan above a general plan: only general plans stand above those."""
    return draft.plan_type == "T" and upper.plan_type not in (None, "T")


def _ranks_below(draft: Document, upper: Document) -> bool:
    """Whether the plan chosen as the upper one is of a lower level."""
    levels = [plan.plan_level for plan in (draft, upper)]
    if not all(level in PLAN_LEVELS for level in levels):
        return False
    ours, theirs = (PLAN_LEVELS.index(str(level)) for level in levels)
    return theirs > ours


def _elsewhere(one: str, other: str) -> bool:
    """Whether two regions are known and neither is within the other."""
    return bool(one and other) and not one.endswith(other) and not other.endswith(one)


_SAME_LIMIT = "against_limit_longer_same"
"""A limit for one and the same report, by its wording: that binds whatever the kind of plan."""
_FIRM = frozenset({Status.CONFLICT, Status.GAP})
_TO_AN_UPPER = frozenset({"against_threshold_higher", "against_threshold_lower"})


def _softened(row: Row, draft: Document, upper: Document) -> Row:
    """What a general plan, one of another hazard or no upper plan at all sets need not bind this plan: a reader has to check it."""
    general = upper.plan_type in _GENERAL and draft.plan_type != upper.plan_type
    every = (general and upper.plan_type == "T") or _other_hazard(draft, upper)
    doubtful = ("thresholds", "limits") if every else (("thresholds",) if general else ())
    beside = not _is_above(draft, upper)
    if beside and row.message.code in _TO_AN_UPPER:
        row = replace(row, message=Message("against_threshold_apart", row.message.params))
    unsure = row.status is Status.CONFLICT and row.aspect in doubtful and row.message.code != _SAME_LIMIT
    if unsure or (beside and row.status in _FIRM):
        return replace(row, status=Status.CHECK)
    if general and row.message.code == "against_limit_between":
        return replace(row, status=Status.BESIDE)
    if row.message.code == "against_body_other" and (general or beside or _other_hazard(draft, upper)):
        return replace(row, message=Message("against_body_alike", row.message.params))
    return row


def _doubts(draft: Document, upper: Document) -> Iterator[Message]:
    """A plan of another hazard or no higher level may still be the plan above, but the reader should know."""
    if upper.kind is not Kind.PLAN:
        yield Message("against_no_plan", {"title": upper.title})
        return
    if draft.clauses == upper.clauses:
        yield Message("against_same")
    if draft.hazard and upper.hazard and _other_hazard(draft, upper):
        yield Message("against_other_hazard", {"draft": draft.hazard.name, "upper": upper.hazard.name})
    if _ranks_below(draft, upper):
        yield Message("against_not_above", {"draft": str(draft.plan_level), "upper": str(upper.plan_level)})
    elif _special_to_general(draft, upper):
        yield Message("against_general", {"title": upper.title})
    elif not _is_above(draft, upper):
        yield Message("against_beside", {"draft": draft.region, "upper": upper.region})


# --------------------------------------------------------------------------- basis


def _basis(ours: Profile, theirs: Profile, former: Sequence[str]) -> Iterator[Row]:
    """Whether the draft names the upper plan, or names it as it was called before."""
    title = theirs.document.title
    topic = Message("against_basis", {"title": title})
    if len(bare(title)) < LEAST_TITLE:
        return
    named = named_as(ours.body, (title,))
    if named:
        yield Row("basis", topic, Status.AGREES, Message("against_basis_named"), (named[1],))
        return
    old = named_as(ours.body, former)
    if old:
        message = Message("against_basis_former", {"former": old[0], "title": title})
        yield Row("basis", topic, Status.GAP, message, (old[1],))
        return
    found = bases_place(ours.body)
    yield Row("basis", topic, Status.GAP, Message("against_basis_unnamed"), (found,) if found else ())


# --------------------------------------------------------------------------- levels


def _levels(ours: Profile, theirs: Profile) -> Iterator[Row]:
    for scale in (Scale.RESPONSE, Scale.WARNING):
        draft, upper = _set_of(ours, scale), _set_of(theirs, scale)
        if not upper or not draft:
            continue
        topic = Message(f"against_levels_{scale.value}")
        params = {"draft": _names(draft), "upper": _names(upper)}
        same = draft.keys() == upper.keys()
        code = "against_levels_same" if same else "against_levels_differ"
        status = Status.AGREES if same else Status.CHECK
        yield Row("levels", topic, status, Message(code, params), _places(draft), _places(upper))


def _set_of(plan: Profile, scale: Scale) -> dict[int, Place]:
    """The levels that a plan sets: named by headings, or all in one line that sets them."""
    by_heading = {mention.level: mention.place for mention in plan.levels if mention.heading and mention.scale is scale}
    if _is_ladder(by_heading):
        return by_heading
    by_line: dict[str, dict[int, Place]] = defaultdict(dict)
    for mention in plan.levels:
        if mention.scale is scale and not mention.heading:
            by_line[mention.place.clause_id].setdefault(mention.level, mention.place)
    named = [found for found in by_line.values() if len(found) > 1 and _SETS.search(next(iter(found.values())).quote)]
    return max((found for found in named if _is_ladder(found)), key=len, default={})


def _is_ladder(levels: Iterable[int]) -> bool:
    """Whether levels are two or more without a gap between them."""
    found = sorted(levels)
    return len(found) > 1 and found[-1] - found[0] == len(found) - 1


def _places(found: dict[int, Place]) -> tuple[Place, ...]:
    """The places, one a clause."""
    return tuple({found[level].clause_id: found[level] for level in sorted(found)}.values())


def _names(found: Iterable[int]) -> str:
    return "、".join(f"{'一二三四'[level - 1]}级" for level in sorted(found))


# --------------------------------------------------------------------------- thresholds


def _thresholds(ours: Profile, theirs: Profile) -> Iterator[Row]:
    draft, upper = _grouped(ours.thresholds), _grouped(theirs.thresholds)
    for key in sorted(draft.keys() & upper.keys()):
        scale, level, measure, unit = key
        mine, above = draft[key], upper[key]
        if scale != Scale.GRADE.value and not all(each.low for each in (*mine, *above)):
            continue  # "fewer than three" says from when a level ends, not from when it begins
        params = {"level": str(level), "measure": measure, "unit": unit}
        topic = Message(f"against_threshold_{scale}", params)
        words = {
            "draft": "、".join(dict.fromkeys(each.words for each in mine)),
            "upper": "、".join(dict.fromkeys(each.words for each in above)),
        }
        status, code = _compared(scale, {each.low for each in mine}, {each.low for each in above})
        yield Row("thresholds", topic, status, Message(code, words), _first(mine), _first(above))


def _grouped(found: Iterable[Threshold]) -> dict[tuple[str, int, str, str], list[Threshold]]:
    groups: dict[tuple[str, int, str, str], list[Threshold]] = defaultdict(list)
    for each in found:
        groups[(each.scale.value, each.level, each.measure, each.unit)].append(each)
    return groups


def _compared(scale: str, draft: set[float], upper: set[float]) -> tuple[Status, str]:
    if draft <= upper:
        return Status.AGREES, "against_threshold_same"
    if scale == Scale.GRADE.value:
        return Status.CONFLICT, "against_grade_differs"
    if max(draft) > max(upper):
        return Status.CONFLICT, "against_threshold_higher"
    return Status.BESIDE, "against_threshold_lower"


def _first(found: Sequence[Threshold]) -> tuple[Place, ...]:
    return tuple(dict.fromkeys(each.place for each in found))[:2]


def _conditions(ours: Profile, theirs: Profile) -> Iterator[Row]:
    """Conditions of other measures, where both plans word them alike."""
    for mine, above, likeness in paired_conditions(ours, theirs):
        topic = Message(f"against_condition_{mine.scale.value}", {"level": str(mine.level)})
        words = {"draft": mine.shown, "upper": above.shown}
        status, code = _compared(mine.scale.value, {mine.value}, {above.value})
        if status is Status.CONFLICT and likeness < SAME_WORDS:
            status, code = Status.CHECK, "against_condition_differs"
        yield Row("thresholds", topic, status, Message(code, words), (mine.place,), (above.place,))


# --------------------------------------------------------------------------- time limits


def _limits(ours: Profile, theirs: Profile) -> Iterator[Row]:
    draft, upper = _by_stage(report_limits(ours.body)), _by_stage(report_limits(theirs.body))
    for stage in (Stage.FIRST, Stage.WRITTEN, Stage.FINAL):
        mine, above = draft.get(stage, []), upper.get(stage, [])
        if above and mine:
            yield from _stage_limits(stage, mine, above)
        elif above and stage is Stage.FIRST:
            longest = max(above, key=_minutes)
            message = Message("against_limit_absent", {"upper": longest.words})
            yield Row("limits", Message("against_limit_first"), Status.GAP, message, (), (longest.place,))


def _stage_limits(stage: Stage, mine: list[ReportLimit], above: list[ReportLimit]) -> Iterator[Row]:
    """Limits worded alike one by one; of the others the longest, against the longest and shortest of the upper plan."""
    alike_pairs = pairs(mine, above, lambda one, other: alike(masked(one.place.quote), masked(other.place.quote)))
    longer = [(one, other) for one, other, _ in alike_pairs if one.minutes > other.minutes]
    for one, other in longer:
        yield _limit_row(stage, Status.CONFLICT, _SAME_LIMIT, one, other, other)
    paired = [one for one, _, _ in alike_pairs]
    rest = [each for each in mine if each not in paired]
    shortest, longest = min(above, key=_minutes), max(above, key=_minutes)
    slowest = max(rest, key=_minutes, default=None)
    if slowest and slowest.minutes > longest.minutes:
        yield _limit_row(stage, Status.CONFLICT, "against_limit_longer", slowest, longest, shortest)
    elif slowest and slowest.minutes > shortest.minutes:
        yield _limit_row(stage, Status.CHECK, "against_limit_between", slowest, longest, shortest)
    elif not longer:
        one = slowest or max(paired, key=_minutes)
        other = shortest if slowest else next(upper for draft, upper, _ in alike_pairs if draft is one)
        yield _limit_row(stage, Status.AGREES, "against_limit_within", one, longest, other)


def _limit_row(
    stage: Stage, status: Status, code: str, mine: ReportLimit, longest: ReportLimit, shortest: ReportLimit
) -> Row:
    params = {"draft": mine.words, "upper": longest.words, "shortest": shortest.words}
    shown = {Status.CONFLICT: (longest,), Status.CHECK: (shortest, longest), Status.AGREES: (shortest,)}[status]
    places = tuple(dict.fromkeys(each.place for each in shown))
    return Row("limits", Message(f"against_limit_{stage.value}"), status, Message(code, params), (mine.place,), places)


def _minutes(limit: ReportLimit) -> float:
    return limit.minutes


def _by_stage(found: Iterable[ReportLimit]) -> dict[Stage, list[ReportLimit]]:
    groups: dict[Stage, list[ReportLimit]] = defaultdict(list)
    for each in found:
        groups[each.stage].append(each)
    return groups


# --------------------------------------------------------------------------- command


def _command(ours: Profile, theirs: Profile) -> Iterator[Row]:
    mine, above = organs(ours.body), organs(theirs.body)
    topic = Message("against_body")
    if mine and above:
        names = {"draft": mine[0].name, "upper": above[0].name}
        related = alike(kernel_of(mine[0].name), kernel_of(above[0].name)) >= _SIMILAR
        code = "against_body_alike" if related else "against_body_other"
        yield Row("command", topic, Status.BESIDE, Message(code, names), (mine[0].place,), (above[0].place,))
    yield from _miscalled(ours, theirs)
    led, leading = next(leaders(ours.body), None), next(leaders(theirs.body), None)
    if led and leading:
        params = {"draft": f"{led.post}：{led.who}", "upper": f"{leading.post}：{leading.who}"}
        topic = Message("against_leader")
        yield Row("command", topic, Status.BESIDE, Message("against_leaders", params), (led.place,), (leading.place,))


def _miscalled(ours: Profile, theirs: Profile) -> Iterator[Row]:
    """Bodies of the upper level that the draft calls by a name much like, but not, the one that the upper plan uses."""
    known = organs(theirs.body)
    level = theirs.document.plan_level or ""
    if not known or level == ours.document.plan_level:
        return
    found: dict[str, Place] = {}
    for name, line, start, end in called(ours.body, level):
        near = max(known, key=lambda organ: max(alike(kernel_of(name), kernel) for kernel in organ.kernels))
        score = max(alike(kernel_of(name), kernel) for kernel in near.kernels)
        if not is_known(name, known) and score >= _SIMILAR and name not in found:
            found[name] = Place(line.clause.id, line.quote(start, end))
            params = {"draft": name, "upper": near.name}
            yield Row(
                "command",
                Message("against_name"),
                Status.CONFLICT,
                Message("against_name_differs", params),
                (found[name],),
                (near.place,),
            )
