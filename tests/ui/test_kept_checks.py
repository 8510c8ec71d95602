"""Checks that are kept: opened again with decisions and types, never with a secret file, dropped by their owner only."""

from __future__ import annotations

from pathlib import Path

import pytest

from kb.errors import InputError
from tests.ui.test_reviews import PLAN, UPPER, word
from ui import kept_checks, reviews
from ui.reviews import CheckOptions
from ui.workspace import Workspace


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return Workspace(tmp_path / "库")


def kept(
    workspace: Workspace, files: list[Path], options: CheckOptions, owner: str = ""
) -> kept_checks.KeptCheck | None:
    return kept_checks.keep(workspace.home, owner, files, options, reviews.check(workspace, files, options))


def test_a_kept_check_opens_again_as_it_was(workspace: Workspace, tmp_path: Path) -> None:
    draft, upper = word(tmp_path / "青山县 预案.docx", PLAN), word(tmp_path / "上位.docx", UPPER)
    options = CheckOptions(unit="青山县人民政府", against=str(upper))
    first = reviews.check(workspace, [draft], options)
    check = kept_checks.keep(workspace.home, "甲", [draft], options, first)
    assert check is not None
    draft.unlink()
    upper.unlink()
    outcome, _ = kept_checks.again(workspace, kept_checks.find(workspace.home, check.id))
    assert [each["finding_id"] for each in outcome.items[0]["findings"]] == [
        each["finding_id"] for each in first.items[0]["findings"]
    ]
    assert outcome.items[0]["against"] == first.items[0]["against"]

    kept_checks.retyped(workspace.home, check.id, 0, "T")
    outcome, _ = kept_checks.again(workspace, kept_checks.find(workspace.home, check.id))
    assert outcome.items[0]["plan_type"] == "T"


def test_only_the_owner_lists_and_drops(workspace: Workspace, tmp_path: Path) -> None:
    check = kept(workspace, [word(tmp_path / "预案.docx", PLAN)], CheckOptions(), "甲")
    assert check is not None
    assert kept_checks.of_owner(workspace.home, "乙") == ()
    assert [each.id for each in kept_checks.of_owner(workspace.home, "甲")] == [check.id]
    with pytest.raises(InputError, match="unknown_check"):
        kept_checks.drop(workspace.home, "乙", check.id)
    kept_checks.drop(workspace.home, "甲", check.id)
    with pytest.raises(InputError, match="unknown_check"):
        kept_checks.find(workspace.home, check.id)
    for hostile in ("", "..", "../kept", "a/b", "甲"):
        with pytest.raises(InputError, match="unknown_check"):
            kept_checks.find(workspace.home, hostile)


def test_a_secret_file_leaves_no_copy(workspace: Workspace, tmp_path: Path) -> None:
    import zipfile

    plain = word(tmp_path / "预案.docx", PLAN)
    secret = tmp_path / "密件.txt"
    secret.write_text("机密★一年\n\n青山县应急预案\n\n1 总则\n1.1 本预案适用于青山县。\n", encoding="utf-8")
    archive = tmp_path / "一包.zip"
    with zipfile.ZipFile(archive, "w") as made:
        made.write(plain, "甲.docx")
        made.write(secret, "密件.txt")
    files = [plain, secret, archive]
    check = kept(workspace, files, CheckOptions())
    assert check is not None
    assert check.files == ("预案.docx",)
    assert not any(
        "密件".encode() in path.read_bytes() for path in (workspace.home / "checks").rglob("*") if path.is_file()
    )
    assert kept(workspace, [archive], CheckOptions()) is None
