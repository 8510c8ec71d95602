"""Questions made from a plan: the key is what a clause says, every other choice is what it does not say.

A distractor comes from a neighbouring doer, limit or level of the same plan and is used only when no act of the plan would make it right.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Sequence

from kb.training.asking import contradict, split
from kb.training.likeness import alike, askable, kinship, level_words, limit_kind, nearest, same_body
from kb.training.limits import minutes
from kb.training.model import Action, Procedure
from kb.training.questions import Form, Question

_LETTERS = "ABCDEF"


def make(procedure: Procedure, count: int, *, forms: Sequence[Form] = (), seed: int = 1) -> tuple[Question, ...]:
    """At most ``count`` different questions over all parts of a plan; the same seed gives the same paper."""
    chance = random.Random(seed)
    bank = _Bank(procedure)
    makers = {Form.SINGLE: (bank.limits, bank.doers, bank.levels), Form.MULTIPLE: (bank.duties,), Form.JUDGE: (bank.judgements,), Form.ORDER: (bank.orders, bank.chains), Form.SHORT: (bank.shorts,)}  # fmt: skip
    pools = []
    for form in forms or tuple(Form):
        for maker in makers[form]:
            pool = list(maker(chance))
            chance.shuffle(pool)
            pools.append(pool)
    taken: dict[tuple[str, ...], Question] = {}
    while any(pools) and len(taken) < count:
        for pool in pools:
            if pool and len(taken) < count:
                question = pool.pop()
                taken.setdefault(question.identity, question)
    order = list(Form)
    return tuple(sorted(taken.values(), key=lambda question: order.index(question.form)))


def _tells_no_doer(action: Action) -> bool:
    """Whether an act can stand as a choice: long enough, and its words do not give away whose it is."""
    return len(action.text) >= 5 and not re.search(r"由[^，。；]{2,}", action.text) and action.actor not in action.text


class _Bank:
    """The acts of a plan that questions can be made of."""

    def __init__(self, procedure: Procedure) -> None:
        self.title = procedure.title
        self.all = procedure.actions
        timed = [action for action in procedure.actions if action.time_limit]
        self.acts = [
            action
            for action in procedure.actions
            if action.actor
            and not action.forbidden
            and askable(action)
            and len(split(action.actor)) == 1
            and not any(contradict(action, other) for other in timed)
        ]
        self.actors = list(dict.fromkeys(action.actor for action in self.acts))
        self.limits_known = list(
            dict.fromkeys(
                limit
                for action in procedure.actions
                for limit in action.time_limit.split("；")
                if limit and minutes(limit)
            )
        )

    def limits(self, chance: random.Random) -> Iterator[Question]:
        """By when: other limits of the plan that stand with no such act."""
        for action in self.acts:
            limit = action.time_limit
            if "；" in limit or not minutes(limit) or action.text.count(limit) != 1:
                continue
            blank = action.text.replace(limit, "____", 1)
            if len(blank) < 9:
                continue
            right = {
                minutes(each.time_limit) for each in self.all if each.time_limit and alike(each.text, action.text) > 0.5
            }
            others = [
                other
                for other in self.limits_known
                if minutes(other) not in right and limit_kind(other) == limit_kind(limit)
            ]
            others = nearest(dict.fromkeys(others), minutes(limit) or 0.0)
            distinct: dict[float, str] = {}
            for other in others:
                distinct.setdefault(minutes(other) or 0.0, other)
            if len(distinct) >= 3:
                yield self._single(
                    "ask_limit",
                    {"actor": action.actor, "text": blank, "condition": action.condition},
                    limit,
                    list(distinct.values())[:3],
                    action,
                    chance,
                    difficulty=2,
                )

    def doers(self, chance: random.Random) -> Iterator[Question]:
        """Who: other doers of the plan that are charged with nothing like it."""
        for action in self.acts:
            if (
                action.actor in action.text
                or len(action.text) < 7
                or any(name in action.text for name in split(action.actor))
            ):
                continue
            who = {
                name
                for each in self.all
                if alike(each.text, action.text) > 0.45 or action.text in each.quote
                for name in split(each.actor)
            }
            if (
                len({name for each in self.all if alike(each.text, action.text) > 0.6 for name in split(each.actor)})
                > 1
            ):
                continue
            others = [
                name
                for name in self.actors
                if not any(same_body(name, each) for each in who)
                and name not in action.quote
                and name not in action.text
            ]
            chance.shuffle(others)
            near = sorted(others, key=lambda name: kinship(name, action.actor), reverse=True)
            if len(near) >= 3:
                yield self._single(
                    "ask_doer",
                    {"text": action.text, "condition": action.condition, "level": level_words(action)},
                    action.actor,
                    near[:3],
                    action,
                    chance,
                    difficulty=1,
                )

    def levels(self, chance: random.Random) -> Iterator[Question]:
        """What at a level: acts of other levels that this level does not prescribe."""
        for action in self.acts:
            if len(action.levels) != 1 or len(action.text) < 6:
                continue
            here = [each for each in self.all if set(each.levels) & set(action.levels) or not each.levels]
            others = [
                each.text
                for each in self.acts
                if (each.levels and not set(each.levels) & set(action.levels) and each.actor != action.actor)
                or (each.actor == action.actor and each.levels and not set(each.levels) & set(action.levels))
            ]
            others = [
                text
                for text in dict.fromkeys(others)
                if len(text) >= 6
                and not any(alike(text, each.text) > 0.3 for each in here)
                and not any(alike(text, other) > 0.5 for other in others if other != text)
            ]
            chance.shuffle(others)
            cumulative = any(re.search(r"基础上", each.quote + each.condition) for each in here if each.levels)
            if len(others) >= 3 and not cumulative:
                yield self._single(
                    "ask_level",
                    {"level": level_words(action)},
                    f"{action.actor}：{action.text}",
                    [self._named(text) for text in others[:3]],
                    action,
                    chance,
                    difficulty=3,
                )

    def duties(self, chance: random.Random) -> Iterator[Question]:
        """Which of these belong to a doer: its own acts against those of neighbours."""
        for actor in self.actors:
            own = [each for each in self.acts if each.actor == actor and _tells_no_doer(each)]
            if len(own) < 2:
                continue
            mine = [each for each in self.all if any(same_body(actor, name) for name in split(each.actor))]
            others = [
                each
                for each in self.acts
                if each not in mine
                and _tells_no_doer(each)
                and actor not in each.quote
                and not any(alike(each.text, other.text) > 0.25 for other in mine)
            ]
            for start in range(0, len(own) - 1, 3):
                group = own[start : start + min(3, len(own) - start)]
                if len(group) < 2 or len(others) < 2 or len({each.text for each in group}) < len(group):
                    continue
                wrong = chance.sample(others, 2)
                if len({each.text for each in (*group, *wrong)}) < len(group) + 2:
                    continue
                choices = [(each.text, True) for each in group] + [(each.text, False) for each in wrong]
                chance.shuffle(choices)
                key = "".join(_LETTERS[n] for n, (_, right) in enumerate(choices) if right)
                first = group[0]
                yield Question(
                    Form.MULTIPLE,
                    "ask_duties",
                    {"title": self.title, "actor": actor, "which": str(start // 3 + 1)},
                    tuple(text for text, _ in choices),
                    key,
                    tuple(each.text for each in group),
                    first.clause_id,
                    "\n".join(dict.fromkeys(each.quote for each in group)),
                    first.phase,
                    2,
                )

    def judgements(self, chance: random.Random) -> Iterator[Question]:
        """Right or wrong: what a clause says, or the same with another limit or another doer."""
        for action in self.acts:
            if len(action.text) < 8 or any(name in action.text for name in split(action.actor)):
                continue
            if chance.random() < 0.5:
                yield self._judge(action, action.actor, action.text, right=True)
                continue
            wrong = self._falsified(action, chance)
            if wrong:
                yield self._judge(action, *wrong, right=False)

    def _falsified(self, action: Action, chance: random.Random) -> tuple[str, str] | None:
        """The act with another limit, else with another doer, of which no act of the plan says so."""
        limit = action.time_limit
        if limit and "；" not in limit and minutes(limit) and action.text.count(limit) == 1:
            right = {
                minutes(each.time_limit) for each in self.all if alike(each.text, action.text) > 0.5 and each.time_limit
            }
            others = nearest(
                [
                    other
                    for other in self.limits_known
                    if minutes(other) not in right and limit_kind(other) == limit_kind(limit)
                ],
                minutes(limit) or 0.0,
            )
            if others:
                return action.actor, action.text.replace(limit, others[0], 1)
        who = [
            name
            for each in self.all
            if alike(each.text, action.text) > 0.35 or action.text in each.quote
            for name in split(each.actor)
        ]
        others = [
            name for name in self.actors if not any(same_body(name, each) for each in who) and name not in action.quote
        ]
        if not others:
            return None
        best = sorted(others, key=lambda name: kinship(name, action.actor), reverse=True)[:4]
        return chance.choice(best), action.text

    def orders(self, chance: random.Random) -> Iterator[Question]:
        """Put in order by the limit: acts of one clause with limits that all differ."""
        by: dict[str, list[Action]] = {}
        for action in self.all:
            if (
                action.actor
                and not action.forbidden
                and "；" not in action.time_limit
                and minutes(action.time_limit)
                and len(action.text) >= 6
            ):
                by.setdefault(action.section, []).append(action)
        for group in by.values():
            distinct: dict[float, Action] = {}
            for action in group:
                distinct.setdefault(minutes(action.time_limit) or 0.0, action)
            chosen = list(distinct.values())[:4]
            if len(chosen) >= 3 and len({action.clause_id for action in chosen}) == 1:
                texts = {f"{action.actor}{action.text}": minutes(action.time_limit) or 0.0 for action in chosen}
                yield self._order(
                    "ask_order_limit",
                    {"section": chosen[0].section},
                    sorted(texts, key=lambda text: texts[text]),
                    chosen[0],
                    chance,
                )

    def chains(self, chance: random.Random) -> Iterator[Question]:
        """Put in order along a chain of reports (甲→乙→丙)."""
        for action in self.all:
            nodes = [action.actor, *action.receivers]
            if "→" in action.text and len(nodes) >= 3 and len(set(nodes)) == len(nodes):
                yield self._order("ask_order_chain", {"section": action.section}, nodes[:6], action, chance)

    def shorts(self, chance: random.Random) -> Iterator[Question]:
        """Tell in your own words: all acts of a doer in one clause."""
        _ = chance
        by: dict[tuple[str, str], list[Action]] = {}
        for action in self.acts:
            by.setdefault((action.clause_id, action.actor), []).append(action)
        for (clause_id, actor), group in by.items():
            if 2 <= len(group) <= 6 and sum(
                each.actor == actor and each.section == group[0].section for each in self.acts
            ) == len(group):
                first = group[0]
                yield Question(
                    Form.SHORT,
                    "ask_short",
                    {"title": self.title, "actor": actor, "section": first.section or first.phase.value},
                    (),
                    "",
                    tuple(each.text for each in group),
                    clause_id,
                    "\n".join(dict.fromkeys(each.quote for each in group)),
                    first.phase,
                    3,
                )

    def _single(
        self,
        asks: str,
        params: dict[str, str],
        right: str,
        wrong: Sequence[str],
        action: Action,
        chance: random.Random,
        *,
        difficulty: int,
    ) -> Question:
        choices = [right, *wrong]
        chance.shuffle(choices)
        return Question(
            Form.SINGLE,
            asks,
            {"title": self.title, **params},
            tuple(choices),
            _LETTERS[choices.index(right)],
            (right,),
            action.clause_id,
            action.quote,
            action.phase,
            difficulty,
        )

    def _order(
        self, asks: str, params: dict[str, str], right: Sequence[str], action: Action, chance: random.Random
    ) -> Question:
        shown = list(right)
        while shown == list(right):
            chance.shuffle(shown)
        key = "".join(_LETTERS[shown.index(text)] for text in right)
        return Question(
            Form.ORDER,
            asks,
            {"title": self.title, **params},
            tuple(shown),
            key,
            tuple(right),
            action.clause_id,
            action.quote,
            action.phase,
            3,
        )

    def _judge(self, action: Action, actor: str, act: str, *, right: bool) -> Question:
        statement = self._statement(action, actor, act)
        return Question(
            Form.JUDGE,
            "ask_judge",
            {"title": self.title, "text": statement, "actor": actor, "act": act},
            (),
            "T" if right else "F",
            (f"{action.actor}：{action.text}",),
            action.clause_id,
            action.quote,
            action.phase,
            1 if right else 2,
        )

    def _statement(self, action: Action, actor: str, text: str) -> str:
        level = level_words(action)
        condition = action.condition if action.condition and action.condition not in text else ""
        return f"{level}{'，' if level else ''}{condition}{'，' if condition else ''}{actor}：{text}"

    def _named(self, text: str) -> str:
        action = next(each for each in self.acts if each.text == text)
        return f"{action.actor}：{text}"
