"""What a user keeps while looking things up, and the basket's way into a draft."""

from __future__ import annotations

from pathlib import Path

import pytest

from kb.drafting.files import load as load_draft
from kb.errors import InputError
from kb.facts.sheet import facts_from_mapping
from ui import baskets, drafts, handlers, kept
from ui.kept import KeptSearch
from ui.workspace import Workspace


def test_searches_are_kept_by_name_and_forgotten(tmp_path: Path) -> None:
    kept.save_search(tmp_path, "甲", KeptSearch(" 值班 ", "应急值班", fields={"level": "县"}))
    kept.save_search(tmp_path, "甲", KeptSearch("值班", "昼夜值班"))
    kept.searched(tmp_path, "甲", KeptSearch("", "上次问的"))
    mine = kept.load(tmp_path, "甲")
    assert [(each.name, each.query) for each in mine.searches] == [("值班", "昼夜值班")]
    assert mine.last is not None
    assert mine.last.query == "上次问的"
    assert kept.load(tmp_path, "乙") == kept.Kept(), "what one user keeps no other sees"
    assert kept.forget_search(tmp_path, "甲", "值班").searches == ()
    with pytest.raises(InputError, match="search_unnamed"):
        kept.save_search(tmp_path, "甲", KeptSearch("  ", "词"))


def test_a_damaged_file_and_a_hostile_name_do_no_harm(tmp_path: Path) -> None:
    kept.put(tmp_path, "../../甲", "o|文件#1")
    assert not (tmp_path.parent / "甲.json").exists()
    file = next((tmp_path / "kept").glob("*.json"))
    file.write_text("{半截", encoding="utf-8")
    assert kept.load(tmp_path, "../../甲") == kept.Kept()
    assert kept.put(tmp_path, "../../甲", "o|文件#1").basket == ("o|文件#1",)
    assert kept.put(tmp_path, "../../甲", "o|文件#1").basket == (), "once more takes it out"


def test_the_basket_goes_into_a_section_with_its_origin(tmp_path: Path) -> None:
    plan = tmp_path / "白鹤县防汛预案.md"
    plan.write_text(
        "# 白鹤县防汛应急预案\n\n## 1 值守\n\n白鹤县防汛办实行昼夜值班，值班员接到险情后十分钟内报告带班领导。\n",
        encoding="utf-8",
    )
    workspace = Workspace(tmp_path / "库")
    handlers.ingest(workspace, [plan])
    clause = workspace.own.library.clauses_of("白鹤县防汛预案")[-1]
    facts, _ = facts_from_mapping(
        {"unit": {"name": "青山县人民政府", "short": "青山县"}, "plan": {"type": "SDC", "hazard": "防汛抗旱"}}
    )
    name = drafts.new_stored(workspace, facts)["draft"]
    heading, section = baskets.sections(workspace, name)[1]
    made = baskets.send(workspace, name, section, [f"o|{clause.id}", "o|没有的文件#1"])
    assert (made["added"], made["gone"]) == (1, 1)
    written = load_draft(drafts.stored(workspace, name)).section(section)
    assert "昼夜值班" in written.text
    assert "白鹤县" not in written.text, "another place's name is adapted"
    assert [citation.clause_id for citation in written.citations] == [clause.id]
    assert any(piece.ref == clause.id for piece in written.origin)
    again = baskets.send(workspace, name, section, [f"o|{clause.id}"])
    assert (again["added"], again["already"]) == (0, 1)
    assert heading.strip()
    with pytest.raises(InputError, match="basket_empty"):
        baskets.send(workspace, name, section, [])
