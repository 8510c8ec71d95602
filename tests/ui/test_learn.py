"""Practice on the page: picking, handing in, going on, and the score by topic."""

from __future__ import annotations

from ui.web.learn import step
from ui.web.learn_views import answer_html, question_html, score_html


def session(form: str, key: str, options: list[str]):
    question = {
        "form": form, "key": key, "options": options, "answer": ["甲"], "topic": "信息报告", "stem": "<谁>报告？", "quote": "甲报告。", "clause_id": "p#1",
    }  # fmt: skip
    return {"questions": [question], "at": 0, "picked": "", "done": False, "log": []}


def test_single_choice_is_scored():
    state = step(session("single", "B", ["甲", "乙"]), "pick", "A")
    state = step(state, "pick", "B")
    assert state["picked"] == "B"
    state = step(state, "submit", "")
    assert state["log"] == [("信息报告", True)]
    assert step(state, "pick", "A") == state
    assert step(state, "next", "")["at"] == 1


def test_order_counts_and_multiple_does_not():
    multiple = session("multiple", "AC", ["甲", "乙", "丙"])
    for letter in "CA":
        multiple = step(multiple, "pick", letter)
    assert step(multiple, "submit", "")["log"] == [("信息报告", True)]
    order = session("order", "AC", ["甲", "乙", "丙"])
    for letter in "CA":
        order = step(order, "pick", letter)
    assert step(order, "submit", "")["log"] == [("信息报告", False)]


def test_nothing_picked_is_not_handed_in_and_short_answers_do_not_count():
    state = session("judge", "T", [])
    assert step(state, "submit", "") == state
    assert step(session("short", "", []), "submit", "")["log"] == [("信息报告", None)]


def test_texts_are_escaped_and_scores_add_up():
    assert "&lt;谁&gt;" in question_html(session("single", "A", ["<b>甲"]))
    assert "1 / 2" in score_html([("报告", True), ("报告", False), ("处置", None)])
    assert "可以这样问" in answer_html(None, "步骤")


def test_a_plan_that_says_too_little_is_answered_with_a_sentence():
    import pytest

    from kb.errors import InputError
    from ui.web.common import or_said

    def asked(code: str):
        raise InputError(code, title="<b>甲预案")

    said = or_said(("no_procedure",), 0, 2)(asked)
    pane, _ = said("no_procedure")
    assert "没有可执行的处置程序" in pane
    assert "<b>" not in pane
    with pytest.raises(InputError, match="no_plan_chosen"):
        said("no_plan_chosen")
