"""What a path stands for: folders, zips, zips in zips; nothing is written where a member says."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from ui import sources
from ui.sources import expand


def zipped(members: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return buffer.getvalue()


def found(path: Path) -> tuple[dict[str, bytes], dict[str, str]]:
    """Shown places with contents, and failures with their codes."""
    with expand([path]) as (jobs, failures):
        contents = {job.source.rpartition("汇编.zip!")[2]: job.file.read_bytes() for job in jobs}
        return contents, {place.rpartition("汇编.zip!")[2]: error.code for place, error in failures}


def put(folder: Path, members: dict[str, bytes]) -> Path:
    path = folder / "汇编.zip"
    path.write_bytes(zipped(members))
    return path


def test_zips_in_zips_and_litter(tmp_path: Path) -> None:
    inner = zipped({"乙/三.txt": b"3"})
    path = put(
        tmp_path,
        {"甲/一.txt": b"1", "甲/内.zip": inner, "__MACOSX/._一.txt": b"x", "甲/~$一.docx": b"x", ".DS_Store": b"x"},
    )
    assert found(path) == ({"甲/一.txt": b"1", "甲/内.zip!乙/三.txt": b"3"}, {})


def test_members_are_never_written_where_they_say(tmp_path: Path) -> None:
    names = ["../../外.txt", "/绝对.txt", "..\\..\\盘.txt", "a/../../b.txt"]
    inside = tmp_path / "里"
    inside.mkdir()
    path = put(inside, dict.fromkeys(names, b"1"))
    before = sorted(tmp_path.rglob("*"))
    with expand([path]) as (jobs, failures):
        assert not failures
        folders = {job.file.parent for job in jobs}
        assert len(folders) == 1
        assert all(job.file.resolve().is_relative_to(next(iter(folders)).resolve()) for job in jobs)
        assert len(jobs) == 4
    assert sorted(tmp_path.rglob("*")) == before
    assert not next(iter(folders)).exists()


def test_zips_without_end_stop(tmp_path: Path) -> None:
    data = zipped({"一.txt": b"1"})
    for _ in range(6):
        data = zipped({"层.zip": data})
    contents, failures = found(put(tmp_path, {"层.zip": data, "好.txt": b"2"}))
    assert contents == {"好.txt": b"2"}
    assert set(failures.values()) == {"too_large"}


def test_a_bomb_costs_only_itself(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sources, "_RATIO_FROM", 1 << 20)
    path = put(tmp_path, {"弹.txt": bytes(4 << 20), "好.txt": b"2"})
    assert found(path) == ({"好.txt": b"2"}, {"弹.txt": "too_large"})


def test_limits_hold_for_all_zips_together(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sources, "MAX_ZIP_FILES", 3)
    contents, failures = found(put(tmp_path, {f"{n}.txt": b"1" for n in range(5)}))
    assert len(contents) == 3
    assert list(failures.values()) == ["too_large"] * 2


def test_a_member_with_a_password_or_a_wound_fails_alone(tmp_path: Path) -> None:
    path = put(tmp_path, {"密.txt": b"1" * 50, "伤.txt": b"2" * 50, "好.txt": b"3"})
    data = bytearray(path.read_bytes())
    central = [at for at in range(len(data)) if data[at : at + 4] == b"PK\x01\x02"]
    data[central[0] + 8] |= 1
    with zipfile.ZipFile(path) as archive:
        wound = archive.getinfo("伤.txt").header_offset
    data[wound + 30 + len("伤.txt".encode()) + 2] ^= 0xFF
    path.write_bytes(data)
    contents, failures = found(path)
    assert contents == {"好.txt": b"3"}
    assert failures == {"密.txt": "encrypted", "伤.txt": "truncated"}


def test_names_from_chinese_windows(tmp_path: Path) -> None:
    path = tmp_path / "汇编.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("XXXX.txt", b"1")
    name = "预案".encode("gb18030")
    path.write_bytes(path.read_bytes().replace(b"XXXX", name))
    assert found(path)[0] == {"预案.txt": b"1"}


def test_a_link_out_of_a_folder_is_not_followed(tmp_path: Path) -> None:
    outside = tmp_path / "外.txt"
    outside.write_text("外")
    folder = tmp_path / "资料"
    folder.mkdir()
    (folder / "里.txt").write_text("里")
    (folder / "链.txt").symlink_to(outside)
    with expand([folder]) as (jobs, failures):
        assert [job.base_name for job in jobs] == ["里.txt"]
        assert not failures
