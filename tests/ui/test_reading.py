"""Reading in worker processes: what hangs, eats memory or dies costs only itself."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from kb.errors import YuanfangError
from kb.model import Parsed
from ui import reading
from ui.reading import ReadPlan, read_all
from ui.sources import ReadJob

GOOD = "石桥镇防汛应急预案\n1 总则\n1.1 编制目的\n为了做好防汛工作，制定本预案。\n"
_HOOK = """
import os, time
import kb.parsing
real = kb.parsing.parse
def parse(path, **options):
    name = path.read_text(encoding="utf-8")[:1]
    if name == "死": os._exit(9)
    if name == "转":
        while True: pass
    if name == "睡": time.sleep(60)
    if name == "吃": bytearray(400 << 20)
    if name == "错": raise AttributeError("x")
    return real(path, **options)
kb.parsing.parse = parse
"""


@pytest.fixture
def wild(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Workers in which a file's first character decides how reading it goes wrong."""
    import multiprocessing

    (tmp_path / "wild_readers.py").write_text(_HOOK, encoding="utf-8")
    monkeypatch.syspath_prepend(str(tmp_path))
    monkeypatch.setattr(reading, "worker_context", lambda _: multiprocessing.get_context("spawn"))
    monkeypatch.setattr(reading, "_limit", _wild_limit)


def _wild_limit(memory: int) -> None:
    import resource

    import wild_readers  # type: ignore[import-not-found]  # noqa: F401

    held = 1 << 20
    with Path("/proc/self/status").open() as status:
        held = next(int(line.split()[1]) << 10 for line in status if line.startswith("VmData"))
    resource.setrlimit(resource.RLIMIT_DATA, (held + (200 << 20), resource.RLIM_INFINITY))


def jobs(folder: Path, *texts: str) -> list[ReadJob]:
    made = []
    for number, text in enumerate(texts):
        file = folder / f"{number}.txt"
        file.write_text(text, encoding="utf-8")
        made.append(ReadJob(file, str(file), file.name, file.stem))
    return made


def codes(outcomes: Iterator[tuple[ReadJob, Parsed | YuanfangError]]) -> list[str]:
    return [outcome.code if isinstance(outcome, YuanfangError) else "read" for _, outcome in outcomes]


@pytest.mark.slow
@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="needs Linux")
def test_a_bad_file_costs_only_itself(tmp_path: Path, wild: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "CPU_SECONDS", 2)
    monkeypatch.setattr(reading, "SECONDS", 6)
    files = jobs(tmp_path, "死", "转", "睡", "吃", "错", GOOD)
    found = codes(read_all(files, processes=2))
    assert found == ["reader_died", "timeout", "timeout", "memory_limit", "reader_failed", "read"]


@pytest.mark.slow
def test_what_is_stopped_says_so(tmp_path: Path) -> None:
    plan = ReadPlan(stopped=lambda: True)
    assert codes(read_all(jobs(tmp_path, GOOD, GOOD), processes=1, plan=plan)) == ["stopped", "stopped"]
