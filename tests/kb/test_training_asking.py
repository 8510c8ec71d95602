"""Questions understood and answered from invented plans."""

from __future__ import annotations

import pytest

from kb.training.asking import Candidate, compose, split
from kb.training.extract import extract
from kb.training.model import Phase
from kb.training.question import understand
from kb.training.store import ProcedureStore
from tests.kb.test_training_actions import plan

FLOOD = plan(
    ("5 信息报告", "村委会发现险情后，10分钟内报告镇政府。镇政府30分钟内报告县防办。"),
    ("6 应急响应 > 6.2 启动程序", "县防办提出建议，一级响应由指挥长批准启动。"),
    ("6 应急响应 > 6.3 分级行动", "一级响应：县公安局封闭沿河道路；县民政局开放安置点，3小时内清点人数。"),
    ("6 应急响应 > 6.3 分级行动", "四级响应：县水利局派人巡查堤防。"),
    ("7 后期处置 > 7.1 善后处置", "县民政局15日内发放救助款。"),
)


def asked(question: str):
    return understand(question, lambda text: [word for word in text.split() if word], lambda word: ())


def answer(question: str, *documents, actor: str = ""):
    candidates = [Candidate(extract(document), 1.0) for document in documents or (FLOOD,)]
    return compose(asked(question), candidates, actor=actor)


def test_question_is_understood():
    found = asked("洪水一级响应启动后前两小时各部门干什么")
    assert [hazard.code for hazard in found.hazards] == ["ND-WD"]
    assert (found.levels, found.window, found.topic, found.phases) == ((1,), 120, (), ())


def test_moment_drops_later_phases_and_longer_limits():
    texts = [step.action.text for step in answer("洪水一级响应启动后前两小时各部门干什么").steps]
    assert "封闭沿河道路" in texts
    assert "开放安置点" in texts
    assert not any("清点人数" in text or "救助款" in text or "巡查堤防" in text for text in texts)


def test_steps_are_in_order_of_phases():
    phases = [step.action.phase for step in answer("洪水一级响应完整流程").steps]
    assert phases == sorted(phases, key=list(Phase).index)


def test_actor_and_phase_restrict():
    assert [s.action.text for s in answer("洪水时县民政局做什么").steps] == [
        "开放安置点",
        "3小时内清点人数",
        "15日内发放救助款",
    ]
    assert {s.action.phase for s in answer("洪水灾情怎么报告").steps} == {Phase.REPORT}
    assert [s.action.actor for s in answer("洪水怎么处置", actor="县水利局").steps] == ["县水利局"]


def test_words_of_the_title_name_the_plan_not_the_step():
    asked_with_title = {step.action.text for step in answer("青山县 洪水 一级响应 措施").steps}
    assert {"封闭沿河道路", "开放安置点"} <= asked_with_title


def test_what_the_plan_does_not_say_is_refused():
    refused = answer("洪水时 潜水艇 怎么办")
    assert not refused.answerable
    assert refused.refusal is not None
    assert refused.refusal.code == "not_prescribed"


def test_a_plan_without_procedures_is_refused():
    empty = plan(("1 总则 > 1.1 编制目的", "为了防洪，制定本预案。"))
    refused = answer("洪水怎么办", empty)
    assert refused.refusal is not None
    assert refused.refusal.code == "no_procedures"


def test_open_points_are_told():
    codes = {message.code for message in answer("洪水二级响应前两小时干什么").open}
    assert {"open_level", "open_time"} <= codes


def test_contradicting_limits_are_marked_on_both_sides():
    other = plan(("5 信息报告", "镇政府20分钟内报告县防办。"), ("5 信息报告 > 5.2 续报", "镇政府1小时内报告县防办。"))
    steps = answer("洪水灾情怎么报告", other).steps
    assert [bool(step.conflicts) for step in steps] == [True, True]
    assert steps[0].conflicts == (steps[1].action.clause_id,)


@pytest.mark.parametrize("question", ["？？？a", "一" * 3000, "<script>", "《》", "前前前小时"])
def test_odd_questions_do_no_harm(question):
    assert isinstance(answer(question).answerable, bool)


def test_store_returns_what_was_read(tmp_path):
    store = ProcedureStore(tmp_path)
    assert store.get("p", 1) is None
    made = store.put(FLOOD, 1)
    assert ProcedureStore(tmp_path).get("p", 1) == made
    store.put(FLOOD, 2)
    assert ProcedureStore(tmp_path).get("p", 1) is None


def test_damaged_store_is_read_anew(tmp_path):
    ProcedureStore(tmp_path).put(FLOOD, 1)
    for file in tmp_path.rglob("*.json"):
        file.write_text('{"half": ', encoding="utf-8")
    assert ProcedureStore(tmp_path).get("p", 1) is None


def test_fields_that_share_a_word_are_whole_names():
    assert split("农业、林业部门") == ("农业部门", "林业部门")
    assert split("交通运输、铁路等部门") == ("交通运输部门", "铁路部门")
    assert split("县公安局、民政局等部门") == ("县公安局", "民政局")
    assert split("县（市、区）民政部门") == ("县民政部门",)
