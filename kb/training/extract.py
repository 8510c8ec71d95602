"""The prescribed acts of a plan: every clause read stretch by stretch, doers carried from lead-ins, sentences and headings."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from kb.model import Clause, Document
from kb.training.actors import Doer, find_doer, is_agent
from kb.training.acts import Kind, Reading, duty_holder, read_stretch
from kb.training.headings import agent_heading, named_levels
from kb.training.limits import time_limits
from kb.training.model import Action, ActorSource, Phase, Procedure
from kb.training.parts import part_of
from kb.training.phases import (
    is_grading,
    is_idle,
    is_organisation,
    levels_of,
    levels_of_headings,
    phase_of_headings,
    phase_of_words,
    warning_of,
)
from kb.training.rows import chain, quote, row_actions
from kb.training.stretches import Stretch, stretches
from kb.training.tables import duty_tables
from kb.training.words import CONDITION_WORD, FORBIDDEN

_LEAD_IN = re.compile(r"^([^。]{4,240}?(?:：|(?<!\d):|:(?!\d)))")
_DUTIES = re.compile(r"职责|任务|负责|承担|牵头")
_ITEMISED = re.compile(r"(?:以下|下列|如下|做到|做.{1,3}件事|措施)")
_LISTED_CONTENT = re.compile(
    r"(?:内容|要素)(?:应?(?:主要)?(?:包括|为|有|如下))?$|包括$|成员(?:单位)?(?:主要)?(?:有|为)$|报[一二三四五六七八九十]样|主要有$"
)
_APPOINTS = re.compile(r"由[^。；]{0,220}?(?:担任|兼任|任(?:副)?(?:组长|主任|总指挥|指挥长|成员|队长)|组成(?!的))")
_ADDS = re.compile(r"(?:以及|或者?|和|及(?!时)|且|又)")
_HANDLES = re.compile(
    r"启动|报告|报送|上报|通报|宣布|发布|提级|终止|调整.{0,6}(?:级|响应)|组织|指挥|协调|负责.{0,12}(?:应对|处置|响应)"
)
_CASE = re.compile(r"(?:当|若|如果?|一旦)")
_DECIDES = re.compile(r"(?:启动|决定|宣布|接到|收到|接报|发现|认定|确认|研判|认为)")
"""What whoever acts in a case has just done (当领导小组启动响应时，应…)."""
_BOTH = re.compile(r"报告.{0,4}[和与、].{0,4}处置|处置.{0,4}[和与、].{0,4}报告")
"""A heading over reports and first measures together."""
_FLOW = re.compile(r"→")


_NAMES_ONLY = re.compile(
    r"[×xX＊*_\s]+|\d+[个名台辆套处]"
    r"|[\u4e00-\u9fff]{0,6}(?:主任|队长|组长|校长|院长|校医|书记|委员|管理员|教师|成员)(?:（[^（）]*）)?"
)
"""What names a thing or a post and says nothing of it: the rest of a list, a blank."""
_LEAD = re.compile(r"(?:下列|以下|上述)[^，。；]{0,6}")


def _says_nothing(action: Action) -> bool:
    return bool(_LEAD.fullmatch(action.text)) or (not action.verb and bool(_NAMES_ONLY.fullmatch(action.text)))


def extract(document: Document) -> Procedure:
    """The prescribed acts of a document in the order of its text."""
    acts = (action for action in _Reader(document).actions() if not _says_nothing(action))
    return Procedure(document.doc_id, document.title, tuple(acts))


@dataclass(slots=True)
class _State:
    """What a reader remembers while it goes through a clause; ``topic`` is who acted before a thing was done 由 somebody else."""

    actor: str = ""
    source: ActorSource = ActorSource.NONE
    conditions: list[str] = field(default_factory=list)
    condition_limits: tuple[str, ...] = ()
    levels: tuple[int, ...] = ()
    terse: bool = False
    topic: tuple[str, ActorSource] | None = None
    skipping: str = ""
    lead: tuple[str, ActorSource] | None = None
    lead_limits: tuple[str, ...] = ()
    title: str = ""
    kind: Kind = Kind.NOTHING
    doers: list[str] = field(default_factory=list)
    named_first: bool = False
    sentence: tuple[int, int] = (0, 0)


class _Reader:
    """Goes through the clauses of one document."""

    def __init__(self, document: Document) -> None:
        self._clauses = document.clauses
        self._tables = duty_tables(document.clauses)
        self._seen: list[tuple[str, str]] = []
        """Texts of the section so far, with who acted at their end."""
        self._carried = _State()
        self._path: tuple[str, ...] = ()

    def actions(self) -> Iterator[Action]:
        for clause in self._clauses:
            if clause.path != self._path:
                self._carried, self._path = _State(), clause.path
                self._seen.clear()
            if clause.id in self._tables:
                yield from row_actions(clause, self._tables[clause.id])
            elif clause.table_row or clause.fragment or not clause.path:
                pass
            elif not is_idle(clause.path):
                yield from self._clause(clause)
            elif is_grading(clause.path):
                yield from (action for action in self._clause(clause, Phase.START) if _orders(action))
            self._seen.append((clause.text, self._carried.actor))

    # ------------------------------------------------------------------ running text

    def _clause(self, clause: Clause, grading: Phase | None = None) -> Iterator[Action]:
        organisation = is_organisation(clause.path)
        phase = grading or phase_of_headings(clause.path)
        if phase is None and not organisation:
            return
        pieces = stretches(clause.text)
        repeated = self._repeated(clause.text)
        state = self._begin(clause)
        opened = False
        for number, piece in enumerate(pieces):
            following = pieces[number + 1] if number + 1 < len(pieces) else None
            duty = organisation and state.source in (ActorSource.LABEL, ActorSource.HEADING)
            own = piece.start >= repeated
            if piece.item:
                opened = False
                state.doers.clear()
                if state.lead is not None and own:
                    state.actor, state.source = state.lead
            before = len(state.doers)
            if own and not opened and repeated and not state.actor:
                state.actor = self._actor_of_lead(clause.text[: repeated - 1])
                state.source = ActorSource.INHERITED if state.actor else ActorSource.NONE
            for action in self._stretch(
                clause, piece, state, phase, following=following, duty=duty, organisation=organisation and phase is None
            ):
                if action.start >= repeated:
                    yield action
            state.named_first = state.named_first or (own and not opened and len(state.doers) > before)
            opened = opened or own
            if not own:
                state.doers.clear()
        self._carried = state

    def _actor_of_lead(self, lead: str) -> str:
        """Who was acting where a lead-in stood first."""
        return next((actor for earlier, actor in self._seen if lead in earlier and not earlier.startswith(lead)), "")

    def _begin(self, clause: Clause) -> _State:
        state = _State(levels=levels_of_headings(clause.path))
        heading = agent_heading(clause.path)
        if heading:
            state.actor, state.source = heading, ActorSource.HEADING
        elif (
            self._carried.actor
            and len(set(self._carried.doers)) <= 1
            and self._carried.named_first
            and _continues(clause)
        ):
            state.actor, state.source, state.named_first = self._carried.actor, ActorSource.INHERITED, True
        return state

    def _repeated(self, text: str) -> int:
        """Where a clause's own words begin, behind a lead-in that an earlier clause has shown already."""
        match = _LEAD_IN.match(text)
        if not match:
            return 0
        lead = match[1].rstrip("：:")
        return match.end(1) if any(lead in earlier for earlier, _ in self._seen) else 0

    def _stretch(
        self,
        clause: Clause,
        piece: Stretch,
        state: _State,
        phase: Phase | None,
        *,
        following: Stretch | None,
        duty: bool,
        organisation: bool,
    ) -> Iterator[Action]:
        if piece.sentence != state.sentence:
            state.sentence = piece.sentence
            state.conditions.clear()
            state.condition_limits = ()
            state.skipping = ""
            if not piece.item:
                state.lead_limits = ()
            if state.topic is not None:
                (state.actor, state.source), state.topic = state.topic, None
        if state.skipping or _composes(clause.text, piece):
            state.skipping = "" if state.skipping == piece.stop else state.skipping
            return
        first = (
            clause.text[piece.sentence[0] : piece.start].strip("（()）0123456789一二三四五六七八九十.．、①②③④⑤⑥⑦⑧⑨ ")
            == ""
        )
        named = levels_of(piece.text, whole=True) if piece.stop in "：:，" else ()
        if named and first and len(piece.text) <= 14:
            state.levels, state.terse, state.actor, state.source = named, True, "", ActorSource.NONE
            return
        if not (duty and piece.stop == "。") and _is_title(piece, first, following):
            state.title = piece.text
            return
        reading = read_stretch(piece.text, stop=piece.stop, first=first, duty=duty and not first)
        if (
            state.kind is Kind.CONDITION
            and piece.stop == "，"
            and _ADDS.match(piece.text)
            and reading.doer is None
            and not re.search(r"应(?!急)|须|立即", piece.text)
        ):
            reading = Reading(Kind.CONDITION)
        if reading.kind is Kind.ACT and _leads_to_case(piece, reading, following):
            reading = Reading(Kind.CONDITION)
        state.kind = reading.kind
        if reading.kind is Kind.CONTENT:
            state.skipping = "；" if piece.stop == "，" else "。" if piece.stop != "；" else ""
        elif reading.kind is Kind.LABEL:
            state.skipping = "。" if _LISTED_CONTENT.search(piece.text) else ""
            self._label(piece, reading, state)
            state.lead_limits = tuple(each for each in time_limits(piece.text) if re.search(rf"{each}[^，。；]{{0,4}}(?:做|采取|开展|实施|落实|完成)", piece.text))  # fmt: skip
            state.lead = (state.actor, state.source) if state.actor and _ITEMISED.search(piece.text) else None
        elif reading.kind is Kind.CONDITION:
            self._condition(piece, reading, state, following)
        elif reading.kind is Kind.ACT and not (
            organisation and reading.doer is None and not _is_duty(piece.text, state)
        ):
            action = self._action(clause, piece, reading, state, phase)
            if len(action.text) > 1:
                yield action
        elif reading.doer is not None and (first or not state.actor):
            self._take(piece.text, reading.doer, state)
        if _FLOW.search(piece.text) and reading.kind is not Kind.ACT:
            yield from _flow(clause, piece, state, phase)
        single = state.terse and piece.stop == "，" and "；" not in clause.text and reading.kind is Kind.ACT
        if piece.stop == "；" and state.topic is not None:
            (state.actor, state.source), state.topic = state.topic, None
        if piece.stop == "；" or single:
            state.conditions.clear()
            if state.terse and state.source is not ActorSource.LABEL:
                state.actor, state.source = "", ActorSource.NONE

    def _label(self, piece: Stretch, reading: Reading, state: _State) -> None:
        if reading.doer is not None:
            self._take(piece.text, reading.doer, state)
            if reading.doer.end >= len(piece.text) - 1 or _ITEMISED.search(piece.text):
                state.source = ActorSource.LABEL

    def _condition(self, piece: Stretch, reading: Reading, state: _State, following: Stretch | None) -> None:
        case = _CASE.match(piece.text)
        if case and following is not None and re.match(r"(?:应(?!急)|须|要(?!求))", following.text):
            doer = find_doer(piece.text[case.end() :])
            if doer is not None and _DECIDES.match(piece.text[case.end() + doer.rest :]):
                self._take(piece.text[case.end() :], doer, state)
        if reading.doer is not None:
            self._take(piece.text, reading.doer, state)
            words = piece.text[reading.doer.rest :]
        else:
            words = piece.text
        state.conditions.append(words)
        if re.search(r"(?:[以之]?内|立即)$", piece.text):
            state.condition_limits = time_limits(piece.text)

    @staticmethod
    def _take(text: str, doer: Doer, state: _State) -> None:
        state.actor, state.source = text[doer.start : doer.end].strip(), ActorSource.NAMED
        state.doers.append(state.actor)

    def _action(self, clause: Clause, piece: Stretch, reading: Reading, state: _State, phase: Phase | None) -> Action:
        source = state.source
        before = (state.actor, state.source)
        leave = reading.doer is not None and reading.doer.passive and piece.text[: reading.doer.start].endswith("经")
        if reading.doer is not None:
            if not reading.doer.passive:
                state.topic = None
            elif state.topic is None and reading.doer.start > reading.begin + 1:
                state.topic = before
            self._take(piece.text, reading.doer, state)
            source = ActorSource.NAMED
        elif reading.own_subject and source not in (ActorSource.LABEL, ActorSource.HEADING):
            state.actor, state.source = "", ActorSource.NONE
            source = ActorSource.NONE
        elif source is ActorSource.NAMED:
            source = ActorSource.INHERITED
        condition = "，".join([*state.conditions, *([reading.condition] if reading.condition else [])])
        inline = CONDITION_WORD.search(piece.text)
        if inline and inline[0] not in condition:
            condition = f"{condition}，{inline[0]}" if condition else inline[0]
        forbidden = bool(FORBIDDEN.search(piece.text))
        limits = time_limits(piece.text) or state.condition_limits or (() if forbidden else state.lead_limits)
        state.condition_limits = ()
        levels = levels_of(" ".join(state.conditions)) or named_levels(piece.text) or state.levels
        part = part_of(piece.text, reading)
        if phase is Phase.FIRST and _BOTH.search(clause.path[-1]):
            phase = phase_of_words(piece.text, Phase.FIRST)
        made = Action(
            clause.id, piece.start, piece.end, piece.text[reading.begin :].strip(), quote(clause.text, piece.sentence),
            state.actor if source is not ActorSource.NONE else "", source if state.actor else ActorSource.NONE, part.verb, part.object,
            phase or phase_of_words(piece.text), levels, warning_of(" ".join((*clause.path, *state.conditions))), condition,
            "；".join(limits), part.place, part.means, part.receivers, forbidden, phase is None,
            f"{clause.path[-1]} {state.title}".strip(),
        )  # fmt: skip
        if leave:
            state.actor, state.source = before
        return made


def _flow(clause: Clause, piece: Stretch, state: _State, phase: Phase | None) -> Iterator[Action]:
    if phase is not None:
        yield from (replace(action, levels=state.levels) for action in chain(clause, piece.start, piece.end, "", phase))


def _continues(clause: Clause) -> bool:
    """Whether a clause goes on where the one before stopped: an item of a list that opens with no case of its own."""
    match = _LEAD_IN.match(clause.text)
    text = clause.text[match.end(1) :] if match else clause.text
    pieces = stretches(text)
    if not pieces or not pieces[0].item:
        return False
    opening = pieces[0].text
    return (
        not re.match(r"(?:当|若|如|对于?|遇|在|凡|一旦|需要|必要|根据|按照|经)", opening)
        and read_stretch(opening, stop=pieces[0].stop, first=True).kind is Kind.ACT
    )


def _composes(text: str, piece: Stretch) -> bool:
    """Whether a stretch stands inside a sentence part that tells who makes up a body or holds a post."""
    start, end = piece.sentence
    return any(
        start + match.start() < piece.end and piece.end <= start + match.end()
        for match in _APPOINTS.finditer(text[start:end])
    )


def _orders(action: Action) -> bool:
    """Whether an act read in a part about gradings is an order to a named doer and not a definition."""
    return action.actor_source in (ActorSource.NAMED, ActorSource.INHERITED) and bool(_HANDLES.search(action.text))


def _leads_to_case(piece: Stretch, reading: Reading, following: Stretch | None) -> bool:
    """Whether a statement about a thing is the first half of a case (火势得到控制，隐患消除后，…)."""
    if not (reading.own_subject and reading.doer is None and piece.stop == "，" and following is not None):
        return False
    if following.sentence != piece.sentence or following.stop != "，" or re.search(r"应(?!急)|须|要(?!求)", piece.text):
        return False
    return bool(
        re.search(r"(?:后|时|的)$", following.text)
        and not re.match(r"(?:接|收|发现|获悉|得知|根据|按照|经|在|当|若|如|对)", following.text)
        and read_stretch(following.text, stop="，", first=False).kind is Kind.CONDITION
    )


def _is_title(piece: Stretch, first: bool, following: Stretch | None) -> bool:
    """A short name in front of what an item says (（1）人员疏散转移。…; 1.扑打火线：…)."""
    if not ((first or piece.item) and following is not None and len(piece.text) <= 14):
        return False
    if piece.stop in "：:":
        return (
            not is_agent(piece.text)
            and not duty_holder(piece.text)
            and not _LISTED_CONTENT.search(piece.text)
            and not _ITEMISED.search(piece.text)
        )
    return (
        piece.item
        and piece.stop == "。"
        and not re.search(
            r"(?<![响相反])应(?!急|对)|须|要|不得|由|立即|^(?:负责|组织|做好|开展|承担|协助|参与|配合)", piece.text
        )
    )


def _is_duty(text: str, state: _State) -> bool:
    """In a part about who there is: whether a stretch tells a duty rather than a composition."""
    return (
        state.source in (ActorSource.LABEL, ActorSource.HEADING, ActorSource.INHERITED)
        or bool(_DUTIES.search(text))
        or bool(state.actor)
    )
