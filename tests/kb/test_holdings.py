"""Descriptions put right and removed files brought back, in the library alone."""

from __future__ import annotations

import sqlite3
import threading
from pathlib import Path

import pytest

from kb.errors import InputError, LibraryError
from kb.library.store import Library
from kb.model import Validity
from tests.kb.test_library import file as file
from tests.kb.test_library import library as library
from tests.kb.test_library import put

# ----------------------------------------------------------------------------- corrections


def test_a_correction_shows_everywhere_and_raises_the_revision(library: Library, file: Path) -> None:
    put(library, file, "第一条")
    before = library.revisions()["防汛 预案"]
    changes = {
        "title": "柳河镇防汛预案",
        "plan_level": "乡镇",
        "plan_type": "TWN",
        "hazard": "地质灾害",
        "validity": "已废止",
    }
    assert set(library.correct("防汛 预案", changes)) == set(changes)
    (record,) = library.document_records()
    assert (record.title, record.plan_level, record.plan_type, record.hazard_code) == (
        "柳河镇防汛预案",
        "乡镇",
        "TWN",
        "ND-GH",
    )
    assert set(record.corrected) == set(changes)
    document = library.document("防汛 预案")
    assert (document.title, document.plan_type, document.validity) == ("柳河镇防汛预案", "TWN", Validity.REPEALED)
    assert [clause.text for clause in document.clauses] == ["第一条"]
    assert library.revisions()["防汛 预案"] > before


def test_a_correction_is_kept_when_the_file_is_read_again(library: Library, file: Path) -> None:
    put(library, file, "第一条")
    library.correct("防汛 预案", {"title": "我的题名", "date": "2025-03"})
    assert put(library, file, "第一条", "第二条", version="2") == "updated"
    assert (library.document_records()[0].title, library.document_records()[0].date) == ("我的题名", "2025-03")
    file.write_text("改过的文件", encoding="utf-8")
    assert put(library, file, "全新") == "updated"
    assert library.document("防汛 预案").title == "我的题名"
    library.correct("防汛 预案", {"title": None})
    assert library.document("防汛 预案").title == "标题防汛 预案"
    assert set(library.corrections_of("防汛 预案")) == {"date"}


def test_saying_what_was_read_is_no_correction(library: Library, file: Path) -> None:
    put(library, file, "第一条")
    assert library.correct("防汛 预案", {"title": "标题防汛 预案"}) == ()
    assert library.corrections_of("防汛 预案") == {}


def test_what_people_say_of_validity_stands_beside_other_editions(library: Library, tmp_path: Path) -> None:
    for year in (2019, 2025):
        path = tmp_path / f"临江市防汛应急预案{year}.txt"
        path.write_text(str(year), encoding="utf-8")
        put(library, path, "第一条")
        library.correct(path.stem, {"title": "临江市防汛应急预案", "date": str(year), "region": "临江市"})
    old = library.document_records()[0]
    assert (old.validity, old.superseded_by) == (Validity.SUPERSEDED, "临江市防汛应急预案2025")
    library.correct("临江市防汛应急预案2019", {"validity": "现行"})
    assert library.document_records()[0].validity is Validity.IN_FORCE, "what people say goes before"


@pytest.mark.parametrize(
    ("field", "value"),
    [("title", ""), ("title", "长" * 300), ("title", "两\n行"), ("kind", "诗"), ("plan_level", "星球"), ("hazard", "恐龙"),
     ("date", "明天"), ("date", "2025-13"), ("date", "2025-02-30"), ("validity", "也许"), ("doc_id", "x"), ("sha256", "x")],
)  # fmt: skip
def test_what_no_list_holds_is_refused_and_nothing_changes(
    library: Library, file: Path, field: str, value: str
) -> None:
    put(library, file, "第一条")
    with pytest.raises(InputError, match="bad_metadata"):
        library.correct("防汛 预案", {"region": "青山县", field: value})
    assert library.document_records()[0].region == ""
    with pytest.raises(LibraryError, match="unknown_document"):
        library.correct("没有", {"title": "x"})


# ----------------------------------------------------------------------------- trash


def test_a_removed_file_comes_back_exactly_as_it_was(library: Library, file: Path) -> None:
    put(library, file, "第一条", "第二条", parts=3)
    library.correct("防汛 预案/02", {"title": "改过的"})
    before = [library.document(f"防汛 预案/0{n}") for n in (1, 2, 3)]
    records = library.document_records()
    assert library.remove("防汛 预案/02", by="甲") == ("防汛 预案/01", "防汛 预案/02", "防汛 预案/03")
    assert library.document_records() == ()
    (removed,) = library.trash()
    assert (removed.doc_id, removed.documents, removed.removed_by) == ("防汛 预案", 3, "甲")
    assert library.problems(repair=True) == ()
    library.put_back(removed.id)
    assert [library.document(f"防汛 预案/0{n}") for n in (1, 2, 3)] == before
    assert [each.corrected for each in library.document_records()] == [each.corrected for each in records]
    assert library.trash() == ()
    assert library.problems() == (), "the original was kept"
    assert put(library, file, "第一条") == "unchanged"


def test_emptying_deletes_the_original_unless_it_is_in_use(library: Library, file: Path) -> None:
    put(library, file, "第一条")
    library.remove("防汛 预案")
    put(library, file, "第一条")
    library.remove("防汛 预案")
    put(library, file, "第一条")
    assert library.empty_trash() == 2
    assert library.problems() == ()
    library.remove("防汛 预案")
    assert library.empty_trash() == 1
    assert list(library.home.glob("originals/*/*")) == []
    assert library.empty_trash() == 0


def test_what_cannot_come_back_says_why(library: Library, file: Path, tmp_path: Path) -> None:
    put(library, file, "第一条")
    library.remove("防汛 预案")
    (removed,) = library.trash()
    put(library, file, "第一条")
    with pytest.raises(LibraryError, match="already_back"):
        library.put_back(removed.id)
    library.remove("防汛 预案")
    other = tmp_path / "别处" / "防汛 预案.txt"
    other.parent.mkdir()
    other.write_text("另一份", encoding="utf-8")
    put(library, other, "别的")
    with pytest.raises(LibraryError, match="name_taken"):
        library.put_back(removed.id)
    with pytest.raises(LibraryError, match="not_in_trash"):
        library.put_back(999)
    assert library.document("防汛 预案").clauses[0].text == "别的"


def test_a_library_of_an_earlier_version_gets_the_new_tables(tmp_path: Path, file: Path) -> None:
    old = Library(tmp_path / "旧")
    put(old, file, "第一条")
    old.close()
    database = sqlite3.connect(tmp_path / "旧" / "library.db")
    database.executescript("DROP TABLE trash; DROP TABLE corrections;")
    database.close()
    again = Library(tmp_path / "旧")
    assert again.remove("防汛 预案") == ("防汛 预案",)
    assert len(again.trash()) == 1


# ----------------------------------------------------------------------------- threads


def test_a_reader_sees_nothing_of_an_unfinished_change(library: Library, file: Path) -> None:
    put(library, file, "第一条")
    seen: list[int] = []

    def read() -> None:
        seen.append(len(library.revisions()))

    connection = library._connection
    connection.execute("DELETE FROM files")
    reader = threading.Thread(target=read)
    reader.start()
    reader.join()
    connection.rollback()
    assert seen == [1]
    library.close()
    assert len(library.revisions()) == 1, "a closed library opens again"
