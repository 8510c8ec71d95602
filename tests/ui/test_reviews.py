"""``check`` with all its options and ``impact``, as outside scripts use them."""

from __future__ import annotations

import hashlib
import io
import shutil
import zipfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import docx as python_docx
import openpyxl
import pytest

from kb.errors import InputError
from tests.kb.word_files import docx, para, run, table
from tests.ui.conftest import Run
from ui.reports import overview_workbook

PLAN = (
    "青山县防汛抗旱应急预案", "1 总则", "1.1 编制目的", "为有效应对青山县水旱灾害，保护人民群众生命财产安全，制定本预案。", "1.2 编制依据",
    "依据《中华人民共和国突发事件应对法》和《国家突发公共事件总体应急预案》制定本预案。", "2 组织指挥体系与职责",
    "县防汛抗旱指挥部指挥长由分管副县长担任，成员由县水利局、县应急局负责同志组成。", "3 信息报告",
    "各镇应当在险情发生后3小时内向县防汛抗旱指挥部报告。", "4 应急响应", "4.1 响应措施",
    "启动二级响应后，转移危险区域群众，关闭低洼路段，组织抢险队伍上堤巡查。",
)  # fmt: skip
UPPER = (
    "临江市防汛抗旱应急预案", "1 总则", "为有效应对临江市水旱灾害，制定本预案。", "2 信息报告",
    "县级防汛抗旱指挥机构应当在接到险情报告后1小时内向市防汛抗旱指挥部报告。",
)  # fmt: skip


def word(path: Path, lines: tuple[str, ...], more: str = "") -> Path:
    path.write_bytes(docx("".join(para(run(line)) for line in lines) + more))
    return path


@pytest.fixture
def draft(tmp_path: Path) -> Path:
    return word(tmp_path / "青山县 预案（送审稿）.docx", PLAN)


def digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def test_everything_asked_for_is_written_and_the_original_untouched(run: Run, draft: Path, tmp_path: Path) -> None:
    before, out = digest(draft), tmp_path / "结果"
    out.mkdir()
    code, data = run(
        "check", draft, "--type", "SDC", "--report", out / "报告.docx", "--annotated", out / "批注.docx",
        "--forms", out / "表", "--overview", out / "汇总.xlsx",
    )  # fmt: skip
    assert code == 1
    assert digest(draft) == before
    made = data["outputs"]
    word_file = python_docx.Document(made["annotated"]["path"])
    assert len(list(word_file.comments)) == made["annotated"]["comments"] > 5
    assert made["annotated"]["inexact"] == 0
    assert [Path(path).name for path in made["forms"]] == ["青山县防汛抗旱应急预案-应急预案审核意见表.docx"]
    text = "\n".join(p.text for p in python_docx.Document(made["report"]).paragraphs)
    assert "《青山县防汛抗旱应急预案》审查报告" in text
    assert openpyxl.load_workbook(made["overview"]).sheetnames == ["各预案情况", "要素对照", "应有要素", "文字问题"]


def test_comparisons_are_keys_of_the_json_with_quotes(run: Run, draft: Path, tmp_path: Path) -> None:
    upper = word(tmp_path / "上位.docx", UPPER)
    old = word(tmp_path / "上一版.docx", tuple(line.replace("分管副县长", "县长") for line in PLAN))
    _, data = run("check", draft, "--type", "SDC", "--against", upper, "--previous", old)
    limits = [row for row in data["against"]["rows"] if row["aspect"] == "limits"]
    assert [(row["status"], row["draft"][0]["quote"][:2], row["upper"][0]["quote"][:2]) for row in limits] == [
        ("conflict", "各镇", "县级")
    ]
    assert data["previous"]["whole_procedure"] is True
    assert data["previous"]["majors"] == ["command"]
    assert "第三十六条" in data["previous"]["message"]
    for row in data["against"]["rows"]:
        for place in (*row["draft"], *row["upper"]):
            assert place["quote"]
            assert "#" in place["clause_id"]


def test_the_plan_above_may_be_a_document_of_the_library(run: Run, draft: Path, tmp_path: Path) -> None:
    run("ingest", word(tmp_path / "临江市预案.docx", UPPER))
    _, data = run("check", draft, "--type", "SDC", "--against", "临江市预案")
    assert data["against"]["doc_id"] == "临江市预案"
    code, data = run("check", draft, "--against", "没有这份")
    assert (code, data["error"]["code"]) == (2, "unknown_comparison")
    code, data = run("check", draft, "--incident", "临江市预案@3")
    assert (code, data["error"]["code"]) == (2, "unknown_incident")


@pytest.mark.parametrize("option", ["--report", "--annotated"])
def test_the_original_is_refused_as_an_output(run: Run, draft: Path, option: str) -> None:
    before = digest(draft)
    code, data = run("check", draft, option, draft)
    assert (code, data["error"]["code"]) == (2, "output_is_original")
    assert digest(draft) == before


def test_no_file_that_is_read_is_written_to(run: Run, draft: Path, tmp_path: Path) -> None:
    upper = word(tmp_path / "上位.docx", UPPER)
    before = digest(upper)
    for words in (("--against", upper), ("--previous", upper)):
        code, data = run("check", draft, *words, "--report", upper)
        assert (code, data["error"]["code"]) == (2, "output_is_original")
    code, data = run("check", tmp_path, "--annotated", draft)
    assert (code, data["error"]["code"]) == (2, "output_is_original")
    assert digest(upper) == before


def test_members_of_a_zip_get_their_comments_too(run: Run, draft: Path, tmp_path: Path) -> None:
    packed, out = tmp_path / "两份.zip", tmp_path / "批注"
    out.mkdir()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.write(draft, "县/甲.docx")
        archive.writestr("乙.txt", "石桥镇防汛应急预案\n\n一、信息报告\n各村及时报告险情。\n".encode())
    _, data = run("check", packed, "--annotated", out)
    assert [each["comments"] > 0 for each in data["outputs"]["annotated"]] == [True, True]
    assert sorted(path.name for path in out.iterdir()) == ["乙-批注.docx", "甲-批注.docx"]


def test_an_earlier_result_is_kept_beside_the_new_one(run: Run, draft: Path, tmp_path: Path) -> None:
    out = tmp_path / "报告.docx"
    out.write_bytes("改过的".encode())
    run("check", draft, "--report", out)
    assert (tmp_path / "报告.bak.docx").read_bytes().decode() == "改过的"
    assert python_docx.Document(str(out)).paragraphs


def test_outputs_that_cannot_be_are_refused_before_any_work(run: Run, draft: Path, tmp_path: Path) -> None:
    for words, expected in (
        (("--report", tmp_path / "无" / "报告.docx"), "no_such_folder"),
        (("--annotated", tmp_path / "批注.pdf"), "bad_suffix"),
        (("--overview", tmp_path / "汇总.docx"), "bad_suffix"),
        (("--forms", draft), "not_a_folder"),
    ):
        code, data = run("check", draft, *words)
        assert (code, data["error"]["code"]) == (2, expected), words
    (tmp_path / "~$告.docx").write_bytes(b"")
    (tmp_path / "报告.docx").write_bytes(b"kept")
    (tmp_path / "~$报告.docx").write_bytes(b"")
    code, data = run("check", draft, "--report", tmp_path / "报告.docx")
    assert (code, data["error"]["code"]) == (2, "output_in_use")
    assert (tmp_path / "报告.docx").read_bytes() == b"kept"


def test_a_folder_with_a_bad_file_is_checked_all_the_same(run: Run, draft: Path, tmp_path: Path) -> None:
    folder, out = tmp_path / "多份 预案", tmp_path / "出"
    folder.mkdir()
    out.mkdir()
    shutil.copy(draft, folder / "甲.docx")
    (folder / "空.docx").write_bytes(b"")
    (folder / "=cmd乙.txt").write_text(
        '=HYPERLINK("x")镇防汛应急预案\n\n一、信息报告\n@各村及时报告险情。\n', encoding="utf-8"
    )
    code, data = run(
        "check", folder, "--annotated", out, "--report", out / "全部.docx", "--overview", out / "汇总.xlsx"
    )
    assert code == 1
    assert sorted(item.get("error", {}).get("code", "") for item in data["files"]) == ["", "", "no_text"]
    assert len([each for each in data["outputs"]["annotated"] if each["comments"]]) == 2
    code, data = run("check", folder, "--annotated", out / "一份.docx")
    assert (code, data["error"]["code"]) == (2, "one_plan_only")


def test_a_hostile_title_stays_text_in_the_workbook(tmp_path: Path) -> None:
    place = {"quote": "=1+1<>&🌊", "clause_id": "+甲#1"}
    finding = {
        "severity": "high", "rule": "QC-PH", "message": "@SUM(1)", "places": [place], "basis": "", "advice": "-2",
        "quote": "", "clause_id": None, "decision": {"state": "dismissed", "reason": "=cmd|' /C calc'!A0", "on": "2026-11-26"},
    }  # fmt: skip
    counts = dict.fromkeys(("missing", "weak", "elsewhere", "undecidable", "present", "not_applicable"), 0)
    item: dict[str, Any] = {
        "title": "=cmd|' /C calc'!A0\x07", "plan_type": "SDC", "path": "/甲/=乙.docx", "elements": [], "findings": [finding],
        "summary": {**counts, "findings": {"high": 1, "medium": 0, "low": 0}},
    }  # fmt: skip
    book = openpyxl.load_workbook(overview_workbook([item], tmp_path / "汇总.xlsx"))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert not [cell.value for cell in cells if cell.data_type == "f"]
    assert book["各预案情况"]["A2"].value == "=cmd|' /C calc'!A0"
    assert book["文字问题"]["E2"].value == "=1+1<>&🌊"


def test_other_formats_get_a_generated_copy(run: Run, plan: Path, tmp_path: Path) -> None:
    _, data = run("check", plan, "--annotated", tmp_path / "批注.docx")
    made = data["outputs"]["annotated"]
    assert [notice["code"] for notice in made["notices"]][:1] == ["generated_copy"]
    assert len(list(python_docx.Document(made["path"]).comments)) == made["comments"] > 0


def test_read_only_and_open_originals_are_told(run: Run, draft: Path, tmp_path: Path) -> None:
    draft.chmod(0o444)
    (tmp_path / f".~{draft.name}").write_bytes(b"")
    _, data = run("check", draft, "--annotated", tmp_path / "批注.docx")
    codes = {notice["code"] for notice in data["outputs"]["annotated"]["notices"]}
    assert {"original_read_only", "original_open"} <= codes


def test_impact_names_every_clause_that_cites_a_law(run: Run, draft: Path) -> None:
    run("ingest", draft)
    code, data = run("impact", "国家突发公共事件总体应急预案")
    assert (code, data["status"]) == (0, "已废止")
    (document,) = data["documents"]
    assert document["doc_id"] == draft.stem
    (clause,) = document["clauses"]
    assert clause["outdated"] is True
    assert "已废止" in clause["message"]
    assert clause["quote"] in clause["text"]
    assert run("impact", "《 》")[1]["error"]["code"] == "empty_law"
    assert run("impact", "'; DROP TABLE clauses; --%_")[1]["documents"] == []
    assert run("impact", "突发事件应对法")[1]["documents"][0]["clauses"][0]["outdated"] is False


def test_long_tables_and_many_plans_keep_their_names_apart(run: Run, tmp_path: Path) -> None:
    folder, out = tmp_path / "预案", tmp_path / "表"
    folder.mkdir()
    for name in ("甲", "乙"):
        word(
            folder / f"{name}.docx",
            PLAN,
            table(*[("单位", "职责")] + [(f"第{n}局", "负责本行业防汛工作") for n in range(40)]),
        )
        (folder / f"{name}.docx").write_bytes((folder / f"{name}.docx").read_bytes() + name.encode())
    _, data = run("check", folder, "--type", "SDC", "--forms", out)
    assert [Path(p).name for p in data["outputs"]["forms"]] == [
        "青山县防汛抗旱应急预案-应急预案审核意见表.docx", "青山县防汛抗旱应急预案-应急预案审核意见表~2.docx"
    ]  # fmt: skip
    assert all(python_docx.Document(io.BytesIO(Path(p).read_bytes())).tables for p in data["outputs"]["forms"])


def test_another_type_changes_one_plan_only_and_decisions_reach_every_output(
    home: Path, draft: Path, tmp_path: Path
) -> None:
    from ui import reviews
    from ui.reviews import CheckOptions
    from ui.workspace import Workspace

    workspace = Workspace(home)
    upper, other = word(tmp_path / "上位.docx", UPPER), word(tmp_path / "乙.docx", PLAN[:-1])
    options = CheckOptions("SDC", against=str(upper))
    outcome = reviews.check(workspace, [draft, other], options)
    changed = reviews.rejudge(workspace, outcome, 1, replace(options, plan_type="T"))
    assert [item["plan_type"] for item in changed.items] == ["SDC", "T"]
    assert changed.items[1]["against"] == outcome.items[1]["against"]
    assert changed.items[0]["elements"] == outcome.items[0]["elements"]

    one = reviews.check(workspace, [draft], options)
    _, _, review, item = next(iter(one.reviewed))
    finding = next(each for each in item["findings"] if each["rule"] == "QC-CIT")
    with pytest.raises(InputError, match="unknown_finding"):
        reviews.decide(workspace, review, "QC-NONE", "accepted", "")
    reviews.decide(workspace, review, finding["finding_id"], "dismissed", "引用的是历史沿革")
    again = reviews.check(workspace, [draft], options)
    shown = next(each for each in again.items[0]["findings"] if each["finding_id"] == finding["finding_id"])
    assert (shown["decision"]["state"], shown["decision"]["reason"]) == ("dismissed", "引用的是历史沿革")
    out = CheckOptions("SDC", report=tmp_path / "报告.docx", annotated=tmp_path / "批注.docx")
    reviews.write_outputs(workspace, again, out)
    told = [cell.text for t in python_docx.Document(str(out.report)).tables for row in t.rows for cell in row.cells]
    assert "引用的是历史沿革" in told
    assert not [c for c in python_docx.Document(str(out.annotated)).comments if "QC-CIT" in c.text]
    assert [c for c in python_docx.Document(str(out.annotated)).comments if c.text.startswith("【衔接·冲突】")]


def test_the_overview_holds_a_chart_of_what_plans_lack(run: Run, draft: Path, tmp_path: Path) -> None:
    other = word(tmp_path / "乙.docx", PLAN[:-1])
    run("check", draft, other, "--type", "SDC", "--overview", tmp_path / "汇总.xlsx")
    book = openpyxl.load_workbook(tmp_path / "汇总.xlsx")
    assert len(book["各预案情况"]._charts) == 1
    matrix = [[cell.value for cell in row] for row in book["要素对照"].iter_rows()]
    assert matrix[0][:4] == ["编号", "要素", "缺的预案数", "弱的预案数"]
    assert matrix[1][2] == 2
    assert matrix[1][4:] == ["缺", "缺"]


def test_gaps_of_procedures_are_offered_when_asked_for(run: Run, tmp_path: Path) -> None:
    plan = tmp_path / "青山县防汛应急预案.txt"
    plan.write_text(
        "青山县防汛应急预案\n1 信息报告\n发现险情的人员应当报告。县水利局接报后立即核实险情并上报。\n"
        "2 应急响应\n2.1 一级响应\n县公安局管制进山道路，县水利局巡查堤防。\n2.2 二级响应\n县民政局开放安置点。\n",
        encoding="utf-8",
    )
    _, plain = run("check", plan, "--type", "SDC")
    _, asked = run("check", plan, "--type", "SDC", "--procedures")
    added = [each for each in asked["findings"] if each["rule"].startswith("gap_")]
    assert not [each for each in plain["findings"] if each["rule"].startswith("gap_")]
    assert [each["message"] for each in added if each["rule"] == "gap_level_without"] == [
        "有 1 个主体在较低级别响应中要行动，在更高一级响应中没有写：县民政局。"
    ]
    text = plan.read_text(encoding="utf-8")
    assert all(place["quote"] in text for each in added for place in each["places"])


def test_pages_that_are_pictures_are_read_when_asked(
    home: Path, draft: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from ui import reviews
    from ui.reading import ReadPlan
    from ui.workspace import Workspace

    plans: list[ReadPlan | None] = []
    plain = Workspace.read

    def told(self: Workspace, jobs: Any, plan: ReadPlan | None = None) -> Any:
        plans.append(plan)
        return plain(self, jobs)

    monkeypatch.setattr(Workspace, "read", told)
    for asked in (False, True):
        reviews.check(Workspace(home), [draft], reviews.CheckOptions("SDC", ocr=asked))
    assert [plan is not None and plan.ocr for plan in plans] == [False, True]
