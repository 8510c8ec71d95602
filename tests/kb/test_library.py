from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from kb.errors import LibraryError
from kb.library.store import Arrival, Library, file_sha256
from kb.model import Clause, Document, Hazard, Incident, Kind, Measure, PlanTypeGuess, Section


def a_document(doc_id: str, *texts: str) -> Document:
    clauses = tuple(Clause(f"{doc_id}#1¶{n}", ("1 总则",), text, 0, line=n) for n, text in enumerate(texts, start=1))
    incident = Incident(
        "柳河镇内涝", "2024-06-18", "柳河镇", Hazard("ND-WD", "水旱灾害"), "无伤亡", ("县水利局",),
        (Measure("转移群众", f"{doc_id}#1¶1"),), "水退", ("预警要早",), f"{doc_id}#1¶1", (1, 2),
    )  # fmt: skip
    return Document(
        doc_id, f"标题{doc_id}", Kind.PLAN, (Section(1, "1", "总则", "1"),), clauses,
        plan_types=(PlanTypeGuess("SDC", 0.9), PlanTypeGuess("SDP", 0.1)), hazard=Hazard("ND-WD", "水旱灾害"), incidents=(incident,),
    )  # fmt: skip


def put(library: Library, file: Path, *texts: str, parts: int = 1, version: str = "1") -> str:
    arrival = Arrival(str(file), file.name, file_sha256(file))
    intake = library.plan([arrival], version)[0]
    if intake.status in {"added", "updated"}:
        ids = [intake.doc_id] if parts == 1 else [f"{intake.doc_id}/{n:02}" for n in range(1, parts + 1)]
        library.store([a_document(doc_id, *texts) for doc_id in ids], intake, arrival, file, version)
    return intake.status


@pytest.fixture
def library(tmp_path: Path) -> Library:
    return Library(tmp_path / "资料 库")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "防汛 预案.txt"
    path.write_text("一、总则", encoding="utf-8")
    return path


def test_a_document_comes_back_as_it_went_in(library: Library, file: Path) -> None:
    assert put(library, file, "第一条", "第二条") == "added"
    assert library.document("防汛 预案") == a_document("防汛 预案", "第一条", "第二条")
    record = library.document_records()[0]
    assert (record.doc_id, record.plan_type, record.clause_count, record.base_name) == (
        "防汛 预案",
        "SDC",
        2,
        "防汛 预案.txt",
    )
    assert library.clauses(["防汛 预案#1¶2", "没有"])["防汛 预案#1¶2"].text == "第二条"


def test_same_bytes_again_change_nothing(library: Library, file: Path, tmp_path: Path) -> None:
    put(library, file, "甲")
    before = library.sequence
    assert put(library, file, "甲") == "unchanged"
    other = tmp_path / "改名.txt"
    other.write_bytes(file.read_bytes())
    assert put(library, other, "甲") == "duplicate"
    assert library.sequence == before
    assert len(library.document_records()) == 1


def test_changed_bytes_at_the_same_place_replace(library: Library, file: Path) -> None:
    put(library, file, "旧")
    revision = library.revisions()["防汛 预案"]
    file.write_text("一、总则 新版", encoding="utf-8")
    assert put(library, file, "新") == "updated"
    assert [clause.text for clause in library.clauses_of("防汛 预案")] == ["新"]
    assert library.revisions()["防汛 预案"] > revision


def test_another_parser_version_reads_again(library: Library, file: Path) -> None:
    put(library, file, "旧读法", version="1")
    assert put(library, file, "新读法", version="2") == "updated"
    assert library.clauses_of("防汛 预案")[0].text == "新读法"


def test_same_name_from_elsewhere_gets_its_own_id(library: Library, file: Path, tmp_path: Path) -> None:
    put(library, file, "甲")
    twin = tmp_path / "另一处" / file.name
    twin.parent.mkdir()
    twin.write_text("另一份", encoding="utf-8")
    assert put(library, twin, "乙") == "added"
    assert set(library.revisions()) == {"防汛 预案", "防汛 预案~2"}


def test_files_of_one_run_do_not_take_each_others_ids(library: Library) -> None:
    arrivals = [
        Arrival("a/x.txt", "x.txt", "1" * 64),
        Arrival("b/x.txt", "x.txt", "2" * 64),
        Arrival("c/x.txt", "x.txt", "1" * 64),
    ]
    assert [(i.status, i.doc_id) for i in library.plan(arrivals, "1")] == [
        ("added", "x"),
        ("added", "x~2"),
        ("duplicate", "x"),
    ]


def test_removing_takes_all_parts_of_a_compilation(library: Library, file: Path) -> None:
    put(library, file, "甲", parts=3)
    assert library.remove("防汛 预案/02") == ("防汛 预案/01", "防汛 预案/02", "防汛 预案/03")
    assert library.document_records() == ()
    assert library.remove("防汛 预案/02") == ()


def test_a_writer_killed_in_the_middle_leaves_the_library_whole(library: Library, file: Path) -> None:
    put(library, file, "甲")
    script = (
        "import os,sqlite3,sys; c=sqlite3.connect(sys.argv[1]); c.execute('BEGIN IMMEDIATE');"
        "c.execute('DELETE FROM clauses'); os.kill(os.getpid(), 9)"
    )
    subprocess.run([sys.executable, "-c", script, str(library.home / "library.db")], check=False)
    assert library.problems() == ()
    assert len(library.clauses_of("防汛 预案")) == 1


def test_damage_is_found(library: Library, file: Path) -> None:
    put(library, file, "甲", "乙")
    with sqlite3.connect(library.home / "library.db") as connection:
        connection.execute("DELETE FROM clauses WHERE clause_id LIKE '%¶2'")
    kept = next(library.home.glob("originals/*/*"))
    kept.write_text("改过", encoding="utf-8")
    assert {problem.split(":")[0] for problem in library.problems()} == {"clause_count", "original_changed"}


def test_a_second_writer_is_told_who_holds_the_lock(library: Library) -> None:
    script = "import sys,time; from pathlib import Path; from kb.library.store import Library\nwith Library(Path(sys.argv[1])).writing():\n print('held', flush=True); time.sleep(30)"
    holder = subprocess.Popen([sys.executable, "-c", script, str(library.home)], stdout=subprocess.PIPE, text=True)
    try:
        assert holder.stdout is not None
        assert holder.stdout.readline().strip() == "held"
        with pytest.raises(LibraryError) as caught, library.writing(wait=0.1):
            pass
        assert caught.value.code == "library_locked"
        assert str(holder.pid) in caught.value.params["owner"]
    finally:
        holder.kill()
        holder.wait()


def test_a_file_that_is_no_database_is_named(tmp_path: Path) -> None:
    (tmp_path / "library.db").write_bytes(b"not a database" * 100)
    with pytest.raises(LibraryError) as caught:
        Library(tmp_path)
    assert caught.value.code == "library_damaged"


def test_a_home_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(LibraryError) as caught:
        Library(tmp_path / "file" / "home")
    assert caught.value.code == "library_unwritable"
    assert os.fspath(tmp_path) in caught.value.params["path"]
