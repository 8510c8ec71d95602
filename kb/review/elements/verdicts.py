"""The verdict on one item: present, weak, missing, elsewhere, not applicable or undecidable, each with its evidence.

Counting follows domain/07 §16: every core slot filled and at most ``spare`` optional ones empty is present; whatever else says
something is weak; missing is a statement about the whole text.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from kb.checklists import ChecklistItem, Checklists, PlanType, Slot
from kb.model import ElementVerdict, Label, Message
from kb.review.elements.evidence import Evidence, Pointer, referred_to
from kb.review.elements.likely import LEAST, Likely
from kb.review.elements.weighing import PRESENT, features, likest
from kb.review.text import Body, Line, normalise, pattern
from kb.weights import Weights

_FORMAL = 0.95
"""The share of the other items from which a plan counts as written in the words of the list; at .975 deletions told fall from .91 to .87."""
_THIN = 30
_PIECES = 2
_ANNEXES = "11"
"""The group of items that are annexes: named in a list of annexes only, they may lie elsewhere."""
_NEAREST = 3
_OPEN_TO_DOUBT = frozenset({"element_missing", "element_weak", "element_touched", "element_near"})
"""The reasons that rest on words not found, which others may have been used for."""
_SILENT = re.compile("[。\\0]+")


@dataclass(frozen=True, slots=True)
class _Judgement:
    label: Label
    reason: Message
    place: tuple[Line, str] | None = None


def judge_all(body: Body, checklists: Checklists, plan_type: PlanType) -> tuple[ElementVerdict, ...]:
    """The verdicts on all items that the type needs, in the order of the list, then on those that the hazard adds (HZ-*)."""
    own = [
        _verdict(each, plan_type, plan_type.force(each.item.id), checklists.reference, checklists.weighing)
        for each in _gathered(body, checklists, plan_type)
    ]
    hazard = body.document.hazard.code if body.document.hazard else ""
    added = [each for each in checklists.addons if each.concerns(plan_type.code, hazard, body.title)]
    return (
        *own,
        *(_verdict(Evidence.gather(each.item, body), plan_type, each.force, checklists.reference) for each in added),
    )


def weighed_features(body: Body, checklists: Checklists, plan_type: PlanType) -> dict[str, dict[str, float]]:
    """For every item found weak before it is weighed, what is weighed then: item id → feature → value."""
    found = {}
    for each in _gathered(body, checklists, plan_type):
        judged = _second_look(each, _judge(each))
        if _is_weighed(each, judged):
            found[each.item.id] = _weighed(each, judged)
    return found


def _gathered(body: Body, checklists: Checklists, plan_type: PlanType) -> list[Evidence]:
    """The evidence on all items that the type needs."""
    evidence = [Evidence.gather(item, body) for item in plan_type.items]
    spoken = [each.speaks() for each in evidence]
    share = sum(spoken) / max(1, len(spoken))
    likely = Likely(body, checklists.likeness, share=share) if checklists.likeness else None
    return [
        replace(each, everyday=_everyday(spoken, at), likely=likely, share=share) for at, each in enumerate(evidence)
    ]


def judge_items(
    body: Body, checklists: Checklists, plan_type: PlanType, ids: Sequence[str]
) -> tuple[ElementVerdict, ...]:
    """The verdicts on items that the type does not need and an older form asks about all the same; patterns alone judge."""
    evidence = [Evidence.gather(item, body) for item in checklists.items if item.id in ids]
    asked = replace(plan_type, not_required=frozenset())
    return tuple(_verdict(each, asked, "A", checklists.reference) for each in evidence)


def _everyday(spoken: Sequence[bool], at: int) -> bool:
    """Whether a plan may speak of an item in everyday words: it does not use the words of the list for nearly all other items."""
    others = [each for number, each in enumerate(spoken) if number != at]
    return not others or sum(others) < _FORMAL * len(others)


def _verdict(
    evidence: Evidence, plan_type: PlanType, force: str, reference: str, weighing: Weights | None = None
) -> ElementVerdict:
    item, body = evidence.item, evidence.body
    judged = _judge(evidence)
    if item.id not in plan_type.not_required:
        judged = _third_look(evidence, _second_look(evidence, judged), weighing)
    if item.id in plan_type.not_required and judged.label in (Label.MISSING, Label.WEAK):
        judged = _Judgement(Label.NOT_APPLICABLE, Message("element_not_required"))
    line, quote = judged.place or (None, "")
    absent = judged.label in (Label.MISSING, Label.NOT_APPLICABLE)
    return ElementVerdict(
        id=item.id,
        name=item.name,
        group=item.group,
        weight=item.weight,
        force=force,
        label=judged.label,
        quote=quote,
        clause_id=line.clause.id if line else "",
        reason=judged.reason,
        searched=_searched(item, body) if absent else (),
        nearest=_nearest(item, body) if judged.label is Label.MISSING else (),
        basis=item.basis_for(plan_type.code, force, reference),
        advice=item.advice,
    )


def _judge(evidence: Evidence) -> _Judgement:
    item = evidence.item
    slots = (*item.core, *item.optional)
    filled = _filled(evidence, slots)
    place = evidence.best(slots)
    if place is None:
        return _title_only(evidence) if evidence.speaks() else _absent(evidence)
    lacking_core = [slot for slot in item.core if slot.name not in filled]
    lacking = [slot for slot in slots if slot.name not in filled]
    pointer = _elsewhere(evidence, lacking_core)
    if pointer is not None:
        return _Judgement(
            Label.ELSEWHERE,
            Message("element_elsewhere", {"target": pointer.target}),
            (pointer.line, pointer.line.quote(pointer.start, pointer.end)),
        )
    if _unsaid(evidence, lacking_core):
        return _absent(evidence)
    if item.group.startswith(_ANNEXES) and not filled and all(at in evidence.body.annex_list for at in evidence.lines):
        return _Judgement(Label.ELSEWHERE, Message("element_listed_only"), place)
    return _weigh(evidence, lacking_core, lacking, place)


def _unsaid(evidence: Evidence, lacking_core: Sequence[Slot]) -> bool:
    """Whether what was read stands under wider headings only and does not hold the core: who is in charge is said of everything there.

    An annex is read as the list that it is, whatever it is called: there nothing of the core must be found.
    """
    if not lacking_core or evidence.speaks():
        return False
    return not evidence.item.group.startswith(_ANNEXES) or len(lacking_core) == len(evidence.item.core)


def _second_look(evidence: Evidence, judged: _Judgement) -> _Judgement:
    """What the patterns find weak or missing, judged again with the sentences that fill slots in words they do not know.

    It can only be better for the plan: present where these sentences fill what was lacking, weak where one comes near.
    """
    item = evidence.item
    if evidence.likely is None or item.absent is not Label.MISSING or judged.reason.code not in _OPEN_TO_DOUBT:
        return judged
    slots = (*item.core, *item.optional)
    filled = _filled(evidence, slots)
    found = [(slot, *best) for slot in slots if slot.name not in filled and (best := evidence.likely.best(item, slot))]
    if not found:
        return judged
    _, score, line, quote = max(found, key=lambda each: each[1])
    if judged.label is Label.MISSING and not (evidence.everyday and score >= evidence.likely.near):
        return judged
    target = referred_to(quote)
    if target:
        return _Judgement(Label.ELSEWHERE, Message("element_elsewhere", {"target": target}), (line, quote))
    told = [
        slot
        for slot, *_ in found
        if (best := evidence.likely.best(item, slot, filling=True)) and best[0] >= evidence.likely.fills
    ]
    lacking = [slot for slot in slots if slot.name not in filled and slot not in told]
    if told and not set(item.core) & set(lacking) and len(lacking) <= item.spare:
        return _Judgement(Label.PRESENT, Message("element_likely", {"found": _names(told)}), (line, quote))
    if judged.label is Label.MISSING:
        return _Judgement(Label.WEAK, Message("element_near", {"lacking": _names(item.core)}), (line, quote))
    return judged


def _third_look(evidence: Evidence, judged: _Judgement, weighing: Weights | None) -> _Judgement:
    """What is still weak for want of known words, weighed with all that speaks for it: it can only become present."""
    if weighing is None or evidence.likely is None or not _is_weighed(evidence, judged):
        return judged
    if weighing.chance(_weighed(evidence, judged)) < PRESENT:
        return judged
    place = judged.place if evidence.cued else _likest(evidence)[1:]
    found = _names(_lacking_core(evidence)) or evidence.item.name
    return _Judgement(Label.PRESENT, Message("element_likely", {"found": found}), place)


def _likest(evidence: Evidence) -> tuple[float, Line, str]:
    return max(likest(evidence).values(), key=lambda each: each[0])


def _is_weighed(evidence: Evidence, judged: _Judgement) -> bool:
    """Whether it is weak for want of known words only: not left open, no annex, and no figure or decision lacks that a slot asks for."""
    likely = evidence.likely
    if likely is None or judged.label is not Label.WEAK or judged.reason.code not in _OPEN_TO_DOUBT:
        return False
    if evidence.item.group.startswith(_ANNEXES):
        return False
    if not evidence.cued and (not likest(evidence) or _likest(evidence)[0] < LEAST):
        return False
    return all(likely.may_fill(evidence.item, slot) for slot in _lacking_core(evidence))


def _lacking_core(evidence: Evidence) -> list[Slot]:
    lacking = _lacking(evidence)
    return [slot for slot in lacking if slot in evidence.item.core] or lacking


def _weighed(evidence: Evidence, judged: _Judgement) -> dict[str, float]:
    quote = judged.place[1] if judged.place else ""
    return features(evidence, _lacking(evidence), quote, touched=judged.reason.code == "element_touched")


def _lacking(evidence: Evidence) -> list[Slot]:
    slots = (*evidence.item.core, *evidence.item.optional)
    filled = _filled(evidence, slots)
    return [slot for slot in slots if slot.name not in filled]


def _filled(evidence: Evidence, slots: tuple[Slot, ...]) -> set[str]:
    """The slots filled by the two pieces of evidence that together fill most, core slots first.

    Requirements are often split between two sections (征用 here, 补偿 there), but crumbs from all over a plan make no element.
    """
    core = {slot.name for slot in evidence.item.core}
    found = [{slot.name for slot in slots if piece.fills(slot)} for piece in evidence.groups()]
    best: set[str] = set()
    for _ in range(_PIECES):
        best = max((best | each for each in found), key=lambda each: (len(each & core), len(each)), default=best)
    return best


def _weigh(evidence: Evidence, lacking_core: list[Slot], lacking: list[Slot], place: tuple[Line, str]) -> _Judgement:
    if lacking_core or len(lacking) > evidence.item.spare:
        return _weak(evidence, Message("element_weak", {"lacking": _names(lacking)}), place)
    length = sum(len(_SILENT.sub("", evidence.masked(at))) for at in evidence.lines)
    if length < _THIN and not evidence.item.core:
        return _weak(evidence, Message("element_thin"), place)
    open_lines = evidence.empty_form()
    if open_lines:
        return _unfilled(evidence, open_lines, _names(lacking) or evidence.item.name)
    if lacking:
        return _Judgement(Label.PRESENT, Message("element_present_lacking", {"lacking": _names(lacking)}), place)
    return _Judgement(Label.PRESENT, Message("element_present", {"found": _names(evidence.item.core)}), place)


def _weak(evidence: Evidence, reason: Message, place: tuple[Line, str]) -> _Judgement:
    """Weak for the reason given, or because what should stand there was left to be filled in."""
    open_lines = evidence.unfilled(place[0]) or evidence.empty_form()
    if open_lines:
        return _unfilled(evidence, open_lines, reason.params.get("lacking") or evidence.item.name)
    return _Judgement(Label.WEAK, reason, place)


def _unfilled(evidence: Evidence, open_lines: tuple[int, ...], lacking: str) -> _Judgement:
    return _Judgement(Label.WEAK, Message("element_unfilled", {"lacking": lacking}), evidence.open_place(open_lines[0]))


def _names(slots: list[Slot] | tuple[Slot, ...]) -> str:
    return "、".join(slot.name for slot in slots)


def _title_only(evidence: Evidence) -> _Judgement:
    """Only a heading was found: in an annex its content was lost on the way or is a figure, in the body it says nothing."""
    head = evidence.body.heads[evidence.sections[0]]
    place = _line_near(evidence.body, head.index)
    if head.appendix or evidence.item.figure:
        return _Judgement(Label.UNDECIDABLE, Message("element_title_only", {"title": head.text}), place)
    return _Judgement(Label.WEAK, Message("element_heading_only", {"title": head.text}), place)


def _line_near(body: Body, index: int) -> tuple[Line, str] | None:
    """A line to quote for a bare heading: one that names it, else the first after it, else the last of all."""
    name = body.heads[index].text
    for line in body.lines:
        at = line.text.find(name)
        if name and at >= 0:
            return line, line.quote(at, at + len(name))
    after = [line for line in body.lines if line.text and line.section >= index] or [*body.lines[-1:]]
    return (after[0], after[0].quote(0, 1)) if after and after[0].text else None


def _absent(evidence: Evidence) -> _Judgement:
    """Nothing speaks of the item itself: waived, merely touched upon, or absent."""
    item, body = evidence.item, evidence.body
    for waiver in item.waivers:
        if pattern(waiver.title).search(body.title):
            return _Judgement(waiver.label, Message("element_waived"))
    for code, nearest in (("element_touched", evidence.touched()), ("element_near", evidence.near())):
        if nearest is not None and item.absent is Label.MISSING:
            return _Judgement(Label.WEAK, Message(code, {"lacking": _names(item.core)}), nearest)
    if item.absent is Label.NOT_APPLICABLE:
        return _Judgement(Label.NOT_APPLICABLE, Message(item.absent_reason or "element_compliance"))
    params = {"clauses": str(len(body.lines)), "annexes": str(sum(1 for head in body.heads if head.appendix))}
    return _Judgement(item.absent, Message("element_missing", params))


def _elsewhere(evidence: Evidence, lacking_core: list[Slot]) -> Pointer | None:
    """A pointer counts when it stands for the content: alone below the heading, beside a cue with no core slot filled, or in a sentence
    that leaves the matter to another paper and without which the core is not filled.
    """
    item = evidence.item
    if lacking_core:
        alone = evidence.is_pointer_only()
        if alone is not None:
            return alone
        if len(lacking_core) == len(item.core) and (pointer := evidence.cued_pointer()):
            return pointer
    left = evidence.left_to_another() if item.core else None
    if left is None:
        return None
    filled = _filled(replace(evidence, here=True), item.core)
    return left if any(slot.name not in filled for slot in item.core) else None


def _searched(item: ChecklistItem, body: Body) -> tuple[str, ...]:
    return (*item.cues, *body.top_labels())


def _nearest(item: ChecklistItem, body: Body) -> tuple[str, ...]:
    """The clauses whose words and headings share most character pairs with the item's name and cues."""
    words = normalise(item.name + "，" + "，".join(item.cues))
    pairs = {words[at : at + 2] for at in range(len(words) - 1) if "," not in words[at : at + 2]}
    scored = []
    for at, line in enumerate(body.lines):
        text = line.text[:300] + "".join(line.heads[-1:])
        score = sum(1 for pair in pairs if pair in text) / (1 + len(text) / 200)
        if score > 0:
            scored.append((-score, at))
    return tuple(body.lines[at].clause.id for _, at in sorted(scored)[:_NEAREST])
