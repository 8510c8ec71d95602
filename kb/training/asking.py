"""An answer composed from prescribed acts: the steps of the plans asked for, in order, each with its clause."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from kb.model import Message
from kb.training.limits import minutes
from kb.training.model import PHASES, Action, Phase, Procedure
from kb.training.question import Asked

_LATE = frozenset({Phase.END, Phase.AFTER, Phase.REVIEW})
_BASE = re.compile(r"([一二三四])级(?:应急)?(?:响应)?(?:措施|行动)?的?基础上")
_LEVEL_NUMBERS = {"一": 1, "二": 2, "三": 3, "四": 4}
_LEVEL_NAMES = ("", "一级", "二级", "三级", "四级")


@dataclass(frozen=True, slots=True)
class Step:
    """One act of an answer; ``conflicts`` are the clauses that say otherwise."""

    doc_id: str
    action: Action
    conflicts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Answer:
    """The steps of an answer in order, plan by plan; not ``answerable`` when there are none, ``refusal`` then says why.

    ``open`` tells what the plans leave open, ``doc_id`` in its parameters where one plan is meant.
    """

    answerable: bool
    steps: tuple[Step, ...] = ()
    open: tuple[Message, ...] = ()
    refusal: Message | None = None


@dataclass(frozen=True, slots=True)
class Candidate:
    """A plan that may answer; ``own`` tells that it is made for the event asked for."""

    procedure: Procedure
    fit: float
    own: bool = True


def refuse(code: str, **params: str) -> Answer:
    """An answer that says why there is none."""
    return Answer(False, refusal=Message(code, params))


def compose(asked: Asked, candidates: Sequence[Candidate], *, actor: str = "") -> Answer:
    """The answer from the best-fitting plans, kept apart by plan, best first."""
    if not any(each.procedure.actions for each in candidates):
        return refuse("no_procedures")
    parts = [(each.procedure, select(asked, each.procedure, actor=actor, own=each.own)) for each in candidates]
    chosen = [(procedure, actions) for procedure, actions in parts if actions]
    naming = [(procedure, actions) for procedure, actions in chosen if len(named_actor(asked, procedure)) >= 3]
    chosen = naming or chosen
    if asked.levels:
        chosen = [(p, a) for p, a in chosen if any(set(each.levels) & set(asked.levels) for each in a)] or chosen
    if not chosen:
        return refuse(
            "not_prescribed", topic="、".join(group[0] for group in asked.topic) or actor or asked.question[:20]
        )
    steps = [Step(procedure.doc_id, action) for procedure, actions in chosen for action in actions]
    left_open = [message for procedure, actions in chosen for message in _open(asked, procedure, actions)]
    return Answer(True, tuple(mark_conflicts(steps)), tuple(left_open))


def select(asked: Asked, procedure: Procedure, *, actor: str = "", own: bool = True) -> tuple[Action, ...]:
    """The acts of a plan that a question asks for, in the order of the phases and of the text."""
    actions = list(procedure.actions)
    actions = _of_event(asked, actions, own=any(word in procedure.title for word in asked.event) or own)
    who = actor or named_actor(asked, procedure)
    if who:
        actions = [action for action in actions if same_doer(action.actor, who)]
    topic = tuple(group for group in asked.topic if group[0] not in procedure.title)
    if who:
        topic = tuple(group for group in topic if not any(word in who or who in word for word in group))
    actions = _of_level(asked, actions)
    if asked.phases:
        within = [action for action in actions if action.phase in asked.phases or _mentions_phase(asked, action)]
        actions = within or ([] if not topic else actions)
    if asked.window is not None or asked.first:
        actions = _of_moment(asked, actions)
    if topic:
        actions = _of_topic(
            topic, actions, strict=not (asked.levels or who or asked.phases or asked.window or asked.warning)
        )
    elif not (asked.levels or asked.warning or asked.phases or asked.window or asked.first or who):
        actions = [action for action in actions if not action.duty] or actions
    order = {phase: number for number, phase in enumerate(PHASES)}
    return tuple(sorted(actions, key=lambda action: order[action.phase]))


def named_actor(asked: Asked, procedure: Procedure) -> str:
    """The doer of a plan that a question names: by its name, by the end of it, or without the place in front."""
    question = re.sub(r"\s+", "", asked.question)
    best = ""
    for name in {single for action in procedure.actions for single in split(action.actor)}:
        form = next((name[at:] for at in range(len(name) - 1) if name[at:] in question), "")
        if (
            len(form) > len(best)
            and form not in _NOBODY
            and not any(form in each for each in asked.event)
            and (len(form) >= 3 or form == name)
            and _asks_about(form, question)
        ):
            best = form
    return best


_NOBODY = frozenset(
    (
        "部门",
        "单位",
        "人员",
        "乡镇",
        "现场",
        "公安",
        "群众",
        "各部门",
        "负责人",
        "主任",
        "组长",
        "领导小组",
        "工作组",
        "有关部门",
        "成员单位",
        "相关部门",
        "办公室",
        "指挥部",
        "学生",
        "个人",
        "村",
    )
)
_UNIT_WORDS = frozenset(("学校", "企业", "公司", "村民", "单位", "船舶", "园区", "林场", "医院"))


def _asks_about(form: str, question: str) -> bool:
    """Whether a word for a unit is the one asked about, not the place of the event (学校食物中毒怎么办)."""
    return form not in _UNIT_WORDS or bool(
        re.search(rf"{form}(?:要|该|应|怎么|如何|干|做|负责|的职责|有哪些职责)", question)
    )


def split(actor: str) -> tuple[str, ...]:
    """The single names of a doer; fields that share the word 部门 each get it (``农业、林业部门``)."""
    from kb.training.actors import is_agent, split_agents

    if not actor:
        return ()
    names = [re.sub(r"（[^（）]*）|等(?:部门|单位)?$|\d+[人名]$", "", each) for each in split_agents(actor)]
    if len(names) > 1 and re.search(r"部门$", re.sub(r"（[^（）]*）", "", actor)):
        names = [name if is_agent(name) else f"{name}部门" for name in names]
    return tuple(names)


def same_doer(found: str, wanted: str) -> bool:
    """Whether a doer is the one asked for: the same name, or one that ends with it."""
    wanted = wanted.strip()
    return (
        any(each == wanted or each.endswith(wanted) or (len(wanted) >= 3 and wanted in each) for each in split(found))
        or wanted == found
    )


def _of_event(asked: Asked, actions: list[Action], *, own: bool) -> list[Action]:
    """The acts for the event asked for: not those under the heading, or on the condition, of another kind of event.

    In a plan that is not made for the event (``own`` is False) only acts that name it count.
    """
    from kb.taxonomy import hazard_words_in, hazards_of_word

    if not asked.event:
        return actions
    families = {hazard.code for hazard in asked.hazards if "-" not in hazard.code}

    def akin(word: str) -> bool:
        return any(hazard.code.split("-")[0] in families for hazard in hazards_of_word(word))

    named = [
        action
        for action in actions
        if any(word in f"{action.section} {action.condition} {action.text}" for word in asked.event)
    ]
    if not own:
        common = [action for action in actions if not hazard_words_in(action.section + action.condition)]
        return [action for action in actions if action in named or (asked.topic and action in common)]
    kept = []
    for action in actions:
        others = hazard_words_in(action.section)
        if not others or any(word in each or each in word or akin(word) for word in others for each in asked.event):
            kept.append(action)
    return kept or actions


def _of_level(asked: Asked, actions: list[Action]) -> list[Action]:
    if asked.warning:
        named = [
            action
            for action in actions
            if action.warning == asked.warning or f"{asked.warning}色" in action.condition + action.section
        ]
        return [
            action for action in actions if action in named or (action.phase is Phase.WARNING and not action.warning)
        ]
    if not asked.levels:
        return actions
    wanted = set(asked.levels)
    for action in actions:
        base = _BASE.search(action.condition + action.quote) if wanted & set(action.levels) else None
        if base:
            wanted.add(_LEVEL_NUMBERS[base[1]])
    own = [action for action in actions if wanted & set(action.levels)]
    if own and asked.window is None and not asked.first and not asked.phases and not asked.topic and not asked.whole:
        return own
    late_only = {Phase.START, Phase.COMMAND, Phase.MEASURES, Phase.RELEASE, Phase.REPORT, Phase.FIRST}
    if asked.phases:
        late_only |= set(asked.phases)
    return [
        action for action in actions
        if wanted & set(action.levels) or (not action.levels and action.phase in late_only and not action.warning and not action.duty)
    ]  # fmt: skip


def _of_moment(asked: Asked, actions: list[Action]) -> list[Action]:
    """What falls into the first minutes or hours: nothing of later phases, and no limit that reaches beyond."""
    window = asked.window if asked.window is not None else 60.0
    kept = []
    for action in actions:
        if action.phase in _LATE and Phase(action.phase) not in asked.phases:
            continue
        limits = [minutes(limit) for limit in action.time_limit.split("；") if limit]
        timed = [limit for limit in limits if limit is not None]
        if (timed and min(timed) > window) or re.match(r"每[月年周季]", action.time_limit):
            continue
        if asked.first and asked.window is None and not (timed or action.phase is Phase.FIRST):
            continue
        kept.append(action)
    return kept


def _of_topic(topic: tuple[tuple[str, ...], ...], actions: list[Action], *, strict: bool) -> list[Action]:
    """The acts that say what is asked about. Words that no act holds ask for what the plan does not say: ``strict`` then gives nothing."""
    texts = [_text(action) for action in actions]
    known = [group for group in topic if any(word in text for text in texts for word in group)]
    if not known or len(known) * 2 < len(topic) or (strict and len(known) * 2 <= len(topic)):
        return []
    scores = [sum(any(word in text for word in group) for group in known) for text in texts]
    least = min(max(scores), len(known) if len(known) < 3 else len(known) - 1)
    return [action for action, score in zip(actions, scores, strict=True) if score >= least]


def _text(action: Action) -> str:
    return f"{action.section} {action.condition} {action.actor} {action.text} {action.quote if len(action.quote) < 60 else ''}"


def _mentions_phase(asked: Asked, action: Action) -> bool:
    from kb.training.phases import phase_of_words

    return action.duty and phase_of_words(action.text) in asked.phases


# --------------------------------------------------------------------------- conflicts and gaps


def mark_conflicts(steps: Sequence[Step]) -> list[Step]:
    """The steps with the clauses that prescribe the same act with another limit: the same doer tells the same receiver, or in the same words."""
    found: dict[int, list[str]] = {}
    timed = [number for number, step in enumerate(steps) if step.action.time_limit]
    for place, a in enumerate(timed):
        first = steps[a]
        for b in timed[place + 1 :]:
            second = steps[b]
            if contradict(first.action, second.action):
                found.setdefault(a, []).append(second.action.clause_id)
                found.setdefault(b, []).append(first.action.clause_id)
    return [replace(step, conflicts=tuple(dict.fromkeys(found.get(number, ())))) for number, step in enumerate(steps)]


def contradict(first: Action, second: Action) -> bool:
    """Whether two acts are the same act under the same circumstances with different limits."""
    if (
        not first.time_limit
        or not second.time_limit
        or first.clause_id == second.clause_id
        or first.levels != second.levels
    ):
        return False
    if first.phase is not second.phase or first.forbidden != second.forbidden or first.condition != second.condition:
        return False
    a = [minutes(limit) for limit in first.time_limit.split("；")]
    b = [minutes(limit) for limit in second.time_limit.split("；")]
    if None in a or None in b or set(a) & set(b):
        return False
    same_actor = bool(first.actor) and bool(
        {_plain(each) for each in split(first.actor)} & {_plain(each) for each in split(second.actor)}
    )
    same_receiver = bool({_plain(each) for each in first.receivers} & {_plain(each) for each in second.receivers})
    if first.receivers and second.receivers:
        return same_actor and same_receiver and _likeness(first.text, second.text) > 0.3
    return same_actor and _likeness(first.text, second.text) > 0.6


def _plain(name: str) -> str:
    """A name without the place in front, so that two counties' offices compare."""
    return re.sub(r"^(?:[一-鿿]{1,4}?(?:省|市|县|区|镇|乡|村))+(?=[一-鿿]{2})|^(?:省|市|县|区|镇|乡)", "", name)


def _likeness(a: str, b: str) -> float:
    pairs_a, pairs_b = ({text[i : i + 2] for i in range(len(text) - 1)} for text in (_figures(a), _figures(b)))
    return len(pairs_a & pairs_b) / max(1, min(len(pairs_a), len(pairs_b)))


def _figures(text: str) -> str:
    return re.sub(r"\d+|[一二两三四五六七八九十]+(?=分钟|小时|日|天)", "", text)


def _open(asked: Asked, procedure: Procedure, actions: Sequence[Action]) -> list[Message]:
    """What a plan leaves open about what was asked."""
    found = []
    at = {"doc_id": procedure.doc_id, "title": procedure.title}
    nobody = [action for action in actions if not action.actor and not action.forbidden]
    if nobody:
        found.append(
            Message(
                "open_actor",
                {**at, "count": str(len(nobody)), "clauses": "、".join(dict.fromkeys(a.clause_id for a in nobody[:5]))},
            )
        )
    if asked.window is not None or asked.first or Phase.REPORT in asked.phases:
        untimed = [action for action in actions if not action.time_limit and not action.forbidden]
        if untimed:
            found.append(Message("open_time", {**at, "count": str(len(untimed)), "total": str(len(actions))}))
    described = {level for action in procedure.actions for level in action.levels}
    phases = {action.phase for action in procedure.actions}
    found += [Message("open_level", {**at, "level": _LEVEL_NAMES[n]}) for n in asked.levels if n not in described]
    found += [Message("open_phase", {**at, "phase": each.value}) for each in asked.phases if each not in phases]
    return found
