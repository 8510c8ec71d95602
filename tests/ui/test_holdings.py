"""``edit`` and ``trash``: descriptions put right, removed files brought back, index and log following."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from ui.people.log import AccessLog

Run = Callable[..., tuple[int, Any]]


def test_a_corrected_title_is_found_and_stays(run: Run, home: Path, plan: Path) -> None:
    run("ingest", plan)
    code, data = run(
        "edit", plan.stem, "--title", "石桥乡山洪防御方案", "--level", "乡镇", "--issuer", "石桥乡人民政府"
    )
    assert (code, data["fields"]["title"], data["fields"]["plan_level"]) == (0, "石桥乡山洪防御方案", "乡镇")
    assert set(data["changed"]) >= {"title", "issuer"}
    hits = run("search", "应急值班", "--doc", "石桥乡山洪防御方案")[1]["hits"]
    assert [hit["doc_title"] for hit in hits][:1] == ["石桥乡山洪防御方案"]
    assert run("verify")[1]["ok"]
    plan.write_text(
        plan.read_text(encoding="utf-8") + "（二）补充\n本条为补充内容，由镇应急办负责解释。\n", encoding="utf-8"
    )
    assert run("ingest", plan)[1]["documents"][0]["title"] == "石桥乡山洪防御方案"
    told = [entry.target for entry in AccessLog(home).entries() if entry.action == "metadata"]
    assert any("石桥乡山洪防御方案" in target and "题名" in target for target in told)
    assert run("edit", plan.stem, "--reset")[1]["fields"]["title"] != "石桥乡山洪防御方案"
    assert run("edit", plan.stem)[1]["corrected"] == {}


def test_wrong_values_are_said_in_chinese(run: Run, plan: Path) -> None:
    run("ingest", plan)
    for words, code in (
        (("--date", "明天"), "bad_metadata"), (("--type", "XXX"), "unknown_plan_type"), (("--reset", "颜色"), "bad_metadata"),
    ):  # fmt: skip
        assert run("edit", plan.stem, *words)[1]["error"]["code"] == code
    assert run("edit", "没有")[1]["error"]["code"] == "unknown_document"


def test_removed_and_brought_back_the_same_search_answers(run: Run, home: Path, plan: Path) -> None:
    run("ingest", plan)
    before = run("search", "24小时应急值班")[1]["hits"]
    run("remove", plan.stem)
    assert run("search", "24小时应急值班")[1]["hits"] == []
    (row,) = run("trash", "list")[1]["trash"]
    assert row["title"]
    assert run("trash", "restore", plan.stem)[1]["restored"] == [plan.stem]
    after = run("search", "24小时应急值班")[1]["hits"]
    assert after == before
    assert run("verify")[1]["ok"]
    assert run("stats")[1]["documents"] == 1


def test_emptied_is_gone(run: Run, plan: Path) -> None:
    run("ingest", plan)
    run("remove", plan.stem)
    assert run("trash", "empty")[1] == {"emptied": 1}
    assert run("trash", "restore", plan.stem)[1]["error"]["code"] == "not_in_trash"
    assert run("trash", "list")[1] == {"trash": []}
