"""The training desk from the command line: ask over a library of invented plans."""

from __future__ import annotations

import json

import pytest

from ui.cli import main

PLAN = """青山县森林火灾应急预案

1 总则
1.1 编制目的
为做好森林火灾扑救，制定本预案。
2 信息报告
2.1 报告时限
乡镇接报后15分钟内电话报告县森防办。县森防办接报后30分钟内报告县政府。
3 应急响应
3.1 启动程序
县森防办提出建议，一级响应由指挥长批准启动。
3.2 分级行动
一级响应：县公安局管制进山道路；县民政局2小时内开放安置点。
四级响应：县林业局派员到场指导。
4 后期处置
4.1 善后处置
县民政局15日内发放救助款。
"""


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    folder = tmp_path_factory.mktemp("training")
    file = folder / "青山县森林火灾应急预案.txt"
    file.write_text(PLAN, encoding="utf-8")
    assert main(["ingest", str(file), "--home", str(folder / "library"), "--json"]) == 0
    return folder / "library"


def ask(capsys, home, *words):
    capsys.readouterr()
    code = main(["ask", *words, "--home", str(home), "--json"])
    return code, json.loads(capsys.readouterr().out)


def test_ask_gives_ordered_steps_with_clauses(capsys, home):
    code, data = ask(capsys, home, "森林火灾一级响应启动后前两小时各部门干什么")
    assert code == 0
    assert data["answerable"]
    assert [step["order"] for step in data["steps"]] == list(range(1, len(data["steps"]) + 1))
    assert {"phase", "actor", "action", "condition", "time_limit", "clause_id", "quote"} <= data["steps"][0].keys()
    actions = {(step["actor"], step["action"]) for step in data["steps"]}
    assert ("县公安局", "管制进山道路") in actions
    assert not any("救助款" in action or "到场指导" in action for _, action in actions)
    cited = {citation["clause_id"] for citation in data["citations"]}
    assert {step["clause_id"] for step in data["steps"]} == cited


@pytest.mark.parametrize("question", ["今天中午食堂吃什么", "台风红色预警怎么发布", "如何办理营业执照"])
def test_questions_beyond_the_library_are_refused(capsys, home, question):
    code, data = ask(capsys, home, question)
    assert code == 0
    assert not data["answerable"]
    assert data["steps"] == []
    assert data["reason"]


def test_options_restrict(capsys, home):
    _, data = ask(capsys, home, "森林火灾怎么办", "--actor", "县民政局", "--response-level", "1")
    assert {step["actor"] for step in data["steps"]} == {"县民政局"}
    assert ask(capsys, home, "森林火灾怎么办", "--response-level", "九")[1]["error"]["code"] == "bad_level"
    assert ask(capsys, home, "怎么办", "--doc", "没有这份")[1]["error"]["code"] == "unknown_document"
    assert ask(capsys, home, "  ")[1]["error"]["code"] == "empty_question"


def test_an_empty_library_says_so(capsys, tmp_path):
    _, data = ask(capsys, tmp_path / "empty", "森林火灾怎么办")
    assert not data["answerable"]
    assert "还没有应急预案" in data["reason"]


def test_a_library_of_one_page(capsys, tmp_path):
    file = tmp_path / "通知.txt"
    file.write_text("关于开会的通知\n请各单位明天上午开会。\n", encoding="utf-8")
    assert main(["ingest", str(file), "--home", str(tmp_path / "one"), "--json"]) == 0
    assert not ask(capsys, tmp_path / "one", "谁负责报告")[1]["answerable"]
