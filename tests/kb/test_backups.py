from __future__ import annotations

import json
import sqlite3
import zipfile
from pathlib import Path

import pytest

from kb.errors import InputError, LibraryError
from kb.library.backups import MANIFEST, back_up, restore


def quiet(_stage: str, _done: int, _total: int) -> None:
    pass


@pytest.fixture
def home(tmp_path: Path) -> Path:
    folder = tmp_path / "资料 库"
    (folder / "originals" / "ab").mkdir(parents=True)
    (folder / "index").mkdir()
    (folder / "drafts").mkdir()
    (folder / "index" / "manifest.json").write_text("{}")
    (folder / "originals" / "ab" / "abc.txt").write_text("原件", encoding="utf-8")
    (folder / "drafts" / "草稿.json").write_text("{}")
    connection = sqlite3.connect(folder / "library.db")
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("CREATE TABLE t (x)")
    connection.execute("INSERT INTO t VALUES ('甲')")
    connection.commit()
    connection.close()
    return folder


def contents(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and not path.name.startswith("library.db") and "index" not in path.parts
    }


def rewritten(file: Path, target: Path, change: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(file) as old, zipfile.ZipFile(target, "w") as new:
        for name in old.namelist():
            new.writestr(name, change.pop(name, old.read(name)))
        for name, data in change.items():
            new.writestr(name, data)
    return target


def test_a_library_comes_back_as_it_was_without_its_index(home: Path, tmp_path: Path) -> None:
    made = back_up(home, tmp_path / "备份.zip", quiet)
    back = restore(tmp_path / "备份.zip", tmp_path / "另一处" / "库", quiet)
    target = tmp_path / "另一处" / "库"
    assert made.files == back.files == 3
    assert contents(target) == contents(home)
    assert sqlite3.connect(target / "library.db").execute("SELECT x FROM t").fetchone() == ("甲",)
    assert not (target / "index").exists()


def test_a_backup_while_somebody_writes_holds_what_was_committed(home: Path, tmp_path: Path) -> None:
    writer = sqlite3.connect(home / "library.db")
    writer.execute("INSERT INTO t VALUES ('乙')")
    back_up(home, tmp_path / "b.zip", quiet)
    writer.commit()
    restore(tmp_path / "b.zip", tmp_path / "new", quiet)
    rows = sqlite3.connect(tmp_path / "new" / "library.db").execute("SELECT x FROM t").fetchall()
    assert rows == [("甲",)]


def test_an_occupied_home_is_only_replaced_when_asked_and_then_kept_aside(home: Path, tmp_path: Path) -> None:
    back_up(home, tmp_path / "b.zip", quiet)
    (home / "drafts" / "新稿.json").write_text("{}")
    with pytest.raises(InputError) as refused:
        restore(tmp_path / "b.zip", home, quiet)
    assert refused.value.code == "home_in_use"
    back = restore(tmp_path / "b.zip", home, quiet, replace=True)
    assert not (home / "drafts" / "新稿.json").exists()
    assert back.kept is not None
    assert (back.kept / "drafts" / "新稿.json").exists()


def test_an_earlier_backup_is_not_written_over(home: Path, tmp_path: Path) -> None:
    (tmp_path / "b.zip").write_bytes(b"mine")
    with pytest.raises(InputError) as refused:
        back_up(home, tmp_path / "b.zip", quiet)
    assert refused.value.code == "output_exists"
    assert (tmp_path / "b.zip").read_bytes() == b"mine"


def test_no_library_is_said(tmp_path: Path) -> None:
    with pytest.raises(LibraryError) as refused:
        back_up(tmp_path, tmp_path / "b.zip", quiet)
    assert refused.value.code == "no_library"


def test_a_damaged_or_hostile_backup_leaves_the_library_alone(home: Path, tmp_path: Path) -> None:
    good = tmp_path / "b.zip"
    back_up(home, good, quiet)
    manifest = json.loads(zipfile.ZipFile(good).read(MANIFEST))
    hostile = {**manifest, "files": {**manifest["files"], "../evil.txt": "0" * 64}}
    half = tmp_path / "half.zip"
    half.write_bytes(good.read_bytes()[: good.stat().st_size // 2])
    files = [
        half,
        rewritten(good, tmp_path / "changed.zip", {"drafts/草稿.json": b"[]"}),
        rewritten(good, tmp_path / "hostile.zip", {MANIFEST: json.dumps(hostile).encode(), "../evil.txt": b"x"}),
        rewritten(good, tmp_path / "newer.zip", {MANIFEST: json.dumps({**manifest, "format": 99}).encode()}),
        rewritten(good, tmp_path / "plain.zip", {MANIFEST: b"[]"}),
    ]
    before = contents(home)
    for file in files:
        with pytest.raises(InputError) as refused:
            restore(file, home, quiet, replace=True)
        assert refused.value.code == "bad_backup", file
    assert contents(home) == before
    assert not (tmp_path / "evil.txt").exists()
    assert not list(tmp_path.glob("*.restoring-*"))
