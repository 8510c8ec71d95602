"""What must hold for the repository as a whole."""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = ("kb", "indexer", "ui", "corpus")


def python_files() -> list[Path]:
    return [path for package in PACKAGES for path in (ROOT / package).rglob("*.py")]


def test_manifest_names_every_sample_with_its_hash() -> None:
    manifest = json.loads((ROOT / "corpus" / "manifest.json").read_text(encoding="utf-8"))["samples"]
    listed = {entry["path"]: entry["sha256"] for entry in manifest}
    found = {
        path.relative_to(ROOT / "corpus").as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in (ROOT / "corpus").glob("samples/*/*")
    }
    assert listed == found
    assert all(entry["licence"] and entry["kind"] for entry in manifest)


def test_no_address_of_a_package_registry() -> None:
    registries = re.compile(
        r"pypi\.org|files\.pythonhosted|registry\.npmjs|conda\.anaconda|tsinghua\.edu|aliyun\.com/pypi"
    )
    tracked = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=False
    ).stdout.split("\0")
    for name in filter(None, tracked):
        path = ROOT / name
        if path.suffix in {".py", ".toml", ".md", ".sh", ".lock", ".txt", ".cfg"} and path != Path(__file__):
            assert not registries.search(path.read_text(encoding="utf-8", errors="ignore")), name


def test_no_address_in_the_code_is_fetched() -> None:
    for path in python_files():
        for address in re.findall(r"https?://[^\s\"')}]+", path.read_text(encoding="utf-8")):
            allowed = ("http://127.0.0.1", "http://{host", "http://schemas.", "http://www.w3.org", "http://purl.")
            assert address.replace("\\", "").startswith(allowed), f"{path}: {address}"


def test_work_opens_no_connection(tmp_path: Path) -> None:
    """Reading, indexing, searching and checking with every outward connection forbidden."""
    script = """
import socket, sys
connect = socket.socket.connect
def guarded(self, address):
    assert self.family == socket.AF_UNIX, f"a connection to {address} was tried"
    return connect(self, address)
def forbidden(*a, **k): raise AssertionError("a connection was tried")
socket.socket.connect = guarded
socket.socket.connect_ex = socket.create_connection = socket.getaddrinfo = forbidden
from ui.cli import main
home, plan = sys.argv[1:]
for words in (["ingest", plan], ["search", "值班"], ["check", plan], ["model", "status"]):
    assert main([*words, "--json", "--home", home]) in (0, 1), words
"""
    plan = tmp_path / "预案.txt"
    plan.write_text("值班办法\n第一条 实行昼夜值班。\n", encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-c", script, str(tmp_path / "home"), str(plan)], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr


def test_native_code_leaves_no_telemetry_behind(tmp_path: Path) -> None:
    """Native libraries do not pass through Python's sockets: theirs show by what they keep at home and, with strace, by their calls."""
    environment = {name: value for name, value in os.environ.items() if name not in ("CI", "XDG_CACHE_HOME")}
    environment |= {"HOME": str(tmp_path)}
    plan = tmp_path / "预案.txt"
    plan.write_text("值班办法\n第一条 实行昼夜值班。\n", encoding="utf-8")
    calls = tmp_path / "calls"
    tracer = shutil.which("strace")
    traced = [tracer, "-f", "-qq", "-e", "trace=connect,sendto,sendmsg", "-o", str(calls)] if tracer else []
    for words in (["ingest", str(plan)], ["search", "值班"]):
        command = [*traced, sys.executable, "-m", "ui.cli", *words, "--home", str(tmp_path / "home")]
        done = subprocess.run(command, env=environment, cwd=ROOT, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        assert not calls.exists() or "AF_INET" not in calls.read_text(encoding="utf-8", errors="replace")
    strangers = [path.name for path in (tmp_path / ".cache").iterdir() if path.name != "yuanfang"]
    assert strangers == []


def test_readme_names_every_command() -> None:
    from ui.arguments import build_parser

    (commands,) = [action.choices for action in build_parser()._actions if isinstance(action.choices, dict)]
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert [command for command in commands if not re.search(rf"yuanfang {command}\b", readme)] == []
