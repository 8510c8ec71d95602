"""An independent check of questions against the whole plan: a wrong key, a second right answer."""

from __future__ import annotations

import re
from collections.abc import Sequence

from kb.training.asking import split
from kb.training.limits import minutes, time_limits
from kb.training.model import Action, Procedure
from kb.training.questions import Form, Question


def faults(question: Question, procedure: Procedure, clause_text: str) -> list[str]:
    """Codes of what is wrong with a question: ``not_in_clause``, ``wrong_key``, ``second_answer``, ``same_options``."""
    found = []
    right = (
        [question.options["ABCDEF".index(letter)] for letter in question.key]
        if question.options
        else list(question.answer)
    )
    wrong = [option for option in question.options if option not in right]
    if len(set(question.options)) < len(question.options):
        found.append("same_options")
    if not any(part in clause_text for part in question.quote.split("\n")):
        found.append("not_in_clause")
    found += _check(question, procedure.actions, right, wrong, clause_text)
    return found


def _check(question: Question, actions: Sequence[Action], right: list[str], wrong: list[str], text: str) -> list[str]:
    if question.asks == "ask_limit":
        return _limit(question, actions, right, wrong, text)
    if question.asks == "ask_doer":
        act = question.params["text"]
        doers = {name for action in actions if act in action.text or action.text in act for name in split(action.actor)}
        return [
            *([] if right[0] in doers or any(right[0] in name for name in doers) else ["wrong_key"]),
            *(["second_answer"] if any(option in name or name in option for option in wrong for name in doers) else []),
        ]
    if question.asks == "ask_level":
        level = "一二三四".index(question.params["level"][0]) + 1
        here = [action for action in actions if level in action.levels or not action.levels]
        said = [option.split("：", 1)[1] for option in (*right, *wrong)]
        return [
            *([] if any(said[0] == action.text for action in here) else ["wrong_key"]),
            *(["second_answer"] if any(action.text == option for option in said[1:] for action in here) else []),
        ]
    if question.form is Form.MULTIPLE:
        own = [
            action.text
            for action in actions
            if any(name in question.params["actor"] or question.params["actor"] in name for name in split(action.actor))
        ]
        return [
            *(["wrong_key"] if any(option not in own for option in right) else []),
            *(["second_answer"] if any(option in own for option in wrong) else []),
        ]
    if question.form is Form.ORDER and question.asks == "ask_order_limit":
        times = [minutes(time_limits(option)[0]) if time_limits(option) else None for option in right]
        known = [value for value in times if value is not None]
        return [] if len(known) == len(times) and known == sorted(set(known)) else ["wrong_key"]
    if question.form is Form.JUDGE:
        return _judge(question, actions)
    return []


def _limit(question: Question, actions: Sequence[Action], right: list[str], wrong: list[str], text: str) -> list[str]:
    filled = question.params["text"].replace("____", right[0])
    found = [] if filled in text else ["wrong_key"]
    pattern = re.escape(question.params["text"]).replace("____", "(.{1,12}?)")
    stated = {match for action in actions for match in re.findall(pattern, action.quote)}
    if any(minutes(option) in {minutes(value) for value in stated} for option in wrong):
        found.append("second_answer")
    return found


def _judge(question: Question, actions: Sequence[Action]) -> list[str]:
    actor, act = question.params["actor"], question.params["act"]
    said = any(act in action.text and (actor in split(action.actor) or actor == action.actor) for action in actions)
    return ["wrong_key"] if said != (question.key == "T") else []
