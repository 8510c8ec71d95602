"""The training desk from the command line: ask over a library of invented plans."""

from __future__ import annotations

import json

import pytest
from openpyxl import load_workbook
from PIL import Image

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


def run(capsys, home, *words):
    capsys.readouterr()
    code = main([*words, "--home", str(home), "--json"])
    return code, json.loads(capsys.readouterr().out)


def test_card_quiz_and_exercise_write_their_files(capsys, home, tmp_path):
    doc = "青山县森林火灾应急预案"
    _, data = run(capsys, home, "card", doc, "--post", "县森防办", "-o", str(tmp_path / "卡.docx"))
    assert data["cards"][0]["post"] == "县森防办"
    _, data = run(capsys, home, "card", doc, "-o", str(tmp_path / "口袋卡.html"))
    assert "<details>" in (tmp_path / "口袋卡.html").read_text(encoding="utf-8")
    _, data = run(capsys, home, "quiz", doc, "-n", "5", "-o", str(tmp_path / "卷.docx"))
    assert len(data["files"]) == 3
    _, data = run(capsys, home, "exercise", doc, "-o", str(tmp_path / "演练.docx"))
    assert data["injects"]
    assert {file.name for file in tmp_path.iterdir()} >= {
        "卡.docx",
        "卷.docx",
        "卷-答案.docx",
        "卷.xlsx",
        "演练.docx",
        "演练-观察记录表.xlsx",
    }


def test_marks_give_a_report_and_a_record(capsys, home, tmp_path):
    doc = "青山县森林火灾应急预案"
    run(capsys, home, "exercise", doc, "--kind", "实战", "-o", str(tmp_path / "演练.docx"))
    marks = tmp_path / "演练-观察记录表.xlsx"
    book = load_workbook(marks)
    book["观察记录"]["E2"], book["观察记录"]["E3"] = "按时", "未做"
    book.save(marks)
    code, data = run(
        capsys, home, "exercise", doc, "--marks", str(marks), "--date", "2026-11-26", "-o", str(tmp_path / "总结.docx")
    )
    assert code == 0
    assert (data["kind"], data["done"], data["missed"], data["recorded"]) == ("实战演练", 1, 1, True)
    assert (tmp_path / "总结.docx").exists()
    _, listed = run(capsys, home, "exercise", doc, "--revisions", "-o", str(tmp_path / "修订.docx"))
    ((item,),) = [plan["items"] for plan in listed["plans"]]
    assert item["observed"][0]["date"] == "2026-11-26"
    assert item["observed"][0]["text"].startswith("未做：")
    assert item["quote"]
    assert (tmp_path / "修订.docx").exists()
    book["观察记录"]["E2"] = "还行"
    book.save(marks)
    assert run(capsys, home, "exercise", doc, "--marks", str(marks))[1]["error"]["code"] == "bad_mark"


def test_revision_lists_of_a_library_without_drills(capsys, tmp_path):
    code, data = run(capsys, tmp_path / "fresh", "exercise", "--revisions")
    assert (code, data["plans"]) == (0, [])
    assert run(capsys, tmp_path / "fresh", "exercise")[1]["error"]["code"] == "no_plan_named"


def picture_of(capsys, home, tmp_path, view):
    """The size of the picture of a view."""
    out = tmp_path / f"{view}.png"
    assert run(capsys, home, "ask", "森林火灾一级响应流程", "--view", view, "-o", str(out))[0] == 0
    return Image.open(out).size


def test_levels_are_compared_whichever_level_is_asked_for(capsys, home, tmp_path):
    out = tmp_path / "级别.xlsx"
    _, data = run(capsys, home, "ask", "森林火灾一级响应各部门干什么", "--view", "级别对照", "-o", str(out))
    (plan,) = data["levels"]
    assert len({level for step in plan["steps"] for level in step["levels"]}) > 1
    assert "级别对照" in load_workbook(out).sheetnames


def test_downloads_by_ending(capsys, home, tmp_path):
    for name in ("答.docx", "答.xlsx", "答.svg", "答.png"):
        run(capsys, home, "ask", "森林火灾一级响应流程", "-o", str(tmp_path / name))
        assert (tmp_path / name).stat().st_size > 500
    sizes = {picture_of(capsys, home, tmp_path, view) for view in ("流程图", "泳道", "时间轴", "级别对照")}
    assert len(sizes) == 4
    code, refused = run(capsys, home, "ask", "今天中午食堂吃什么", "-o", str(tmp_path / "无.png"))
    assert (code, refused["path"], (tmp_path / "无.png").exists()) == (0, None, False)
    assert (
        run(capsys, home, "ask", "森林火灾怎么办", "-o", str(tmp_path / "答.exe"))[1]["error"]["code"] == "bad_download"
    )


def test_material_from_a_file_and_from_nothing(capsys, home, tmp_path):
    file = tmp_path / "外来 预案.txt"
    file.write_text(PLAN, encoding="utf-8")
    assert run(capsys, home, "quiz", str(file), "-n", "3")[1]["questions"]
    bare = tmp_path / "通知.txt"
    bare.write_text("关于开会的通知\n请各单位明天上午开会。\n", encoding="utf-8")
    for command in ("card", "quiz", "exercise"):
        assert run(capsys, home, command, str(bare))[1]["error"]["code"] == "no_procedure"
    assert run(capsys, home, "card", "没有")[1]["error"]["code"] == "unknown_document"
    assert run(capsys, home, "card", "青山县森林火灾应急预案", "--post", "宇航员")[1]["error"]["code"] == "no_post"
    assert run(capsys, home, "exercise", "青山县森林火灾应急预案", "--kind", "飞行")[1]["error"]["code"] == "bad_kind"


def test_a_card_from_a_draft(capsys, home, tmp_path):
    facts, draft = tmp_path / "事实.toml", tmp_path / "草稿.json"
    facts.write_text(
        '[unit]\nname = "青山县人民政府"\nlevel = "县"\n[plan]\ntype = "SDC"\ntitle = "青山县森林火灾应急预案"\nhazard = "森林火灾"\n',
        encoding="utf-8",
    )
    _, made = run(capsys, home, "draft", "new", "--facts", str(facts), "-o", str(draft))
    text = tmp_path / "正文.txt"
    text.write_text(
        "县森防办接报后立即核实火情。县森防办30分钟内报告县政府。县森防办通知县公安局。县公安局管制进山道路。\n",
        encoding="utf-8",
    )
    section = next(each["id"] for each in made["sections"] if "报告" in each["title"])
    assert run(capsys, home, "draft", "set", str(draft), "--section", section, "--text", str(text))[0] == 0
    code, data = run(capsys, home, "card", str(draft), "--post", "县森防办")
    assert code == 0, data
    assert "县森防办" in json.dumps(data, ensure_ascii=False)
