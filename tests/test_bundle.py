"""The offline bundle: a wheelhouse knows what it lacks for the machine it is made for."""

from __future__ import annotations

import subprocess
import zipfile
from pathlib import Path

import pytest
from packaging.requirements import Requirement

from tools.bundle import PLATFORMS, STARTERS, Wheelhouse


def wheel(folder: Path, name: str, version: str, *needs: str) -> None:
    with zipfile.ZipFile(folder / f"{name}-{version}-py3-none-any.whl", "w") as archive:
        lines = "".join(f"Requires-Dist: {need}\n" for need in needs)
        text = f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n{lines}"
        archive.writestr(f"{name}-{version}.dist-info/METADATA", text)


def missing(folder: Path, platform: str) -> set[str]:
    return {str(need) for need in Wheelhouse(folder, platform, "3.12").missing()}


def test_markers_are_read_for_the_target_machine(tmp_path: Path) -> None:
    wheel(
        tmp_path,
        "yuanfang",
        "0.1.0",
        'colorama; sys_platform == "win32"',
        'uvloop; sys_platform == "linux"',
        'old; python_version < "3.12"',
    )
    assert missing(tmp_path, "win_amd64") == {"colorama"}
    assert missing(tmp_path, "linux_x86_64") == missing(tmp_path, "linux_aarch64") == {"uvloop"}


def test_a_version_that_does_not_fit_is_missing(tmp_path: Path) -> None:
    wheel(tmp_path, "yuanfang", "0.1.0", "thing>=2", "other<3")
    wheel(tmp_path, "thing", "1.9")
    wheel(tmp_path, "other", "2.0")
    assert missing(tmp_path, "win_amd64") == {"thing>=2"}


def test_a_wheel_that_another_one_narrows_is_taken_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shelf = {"picture<13,>=11": "12.9", "picture>=11": "13.0", "page": "1.0"}

    def download(house: Wheelhouse, needs: list[str]) -> None:
        for need in needs:
            name = Requirement(need).name
            wheel(house.folder, name, shelf[need], *(["picture<13"] if name == "page" else []))

    monkeypatch.setattr(Wheelhouse, "_download", download)
    wheel(tmp_path, "yuanfang", "0.1.0", "picture>=11", "page")
    house = Wheelhouse(tmp_path, "linux_x86_64", "3.12")
    house.fill()
    assert {path.name.split("-")[1] for path in tmp_path.glob("picture*")} == {"12.9"}


def test_extras_count_only_where_somebody_asks_for_them(tmp_path: Path) -> None:
    wheel(tmp_path, "yuanfang", "0.1.0", "server[fast]", 'mcp; extra == "mcp"')
    wheel(tmp_path, "server", "1.0", 'speedups; extra == "fast"', 'docs; extra == "docs"')
    assert missing(tmp_path, "linux_x86_64") == {"speedups"}


def test_what_only_another_model_needs_is_left_out(tmp_path: Path) -> None:
    wheel(tmp_path, "yuanfang", "0.1.0", "torch<2.14,>=2.4", "sentence-transformers>=5.2")
    assert missing(tmp_path, "win_amd64") == set()


@pytest.mark.parametrize("platform", PLATFORMS)
def test_every_platform_has_tags_and_markers(platform: str) -> None:
    tags, markers = PLATFORMS[platform]
    assert tags
    assert {"sys_platform", "platform_machine"} <= markers.keys()


def test_the_starters_can_be_read_where_they_run() -> None:
    assert subprocess.run(["sh", "-n", str(STARTERS / "启动.sh")], check=False).returncode == 0
    (STARTERS / "启动.bat").read_text(encoding="utf-8").encode("gbk")
    assert all(
        "@PYTHON@" in (STARTERS / name).read_text(encoding="utf-8") for name in ("启动.sh", "启动.bat", "说明.txt")
    )
