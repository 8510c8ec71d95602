"""Long work in threads and processes of its own."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from kb.errors import InputError, LibraryError, YuanfangError
from tests.ui.conftest import FLOOD
from ui import handlers
from ui.jobs import Job, Jobs, JobState
from ui.workers import Workers
from ui.workspace import Workspace


def test_a_job_goes_on_and_is_found_again() -> None:
    jobs, go = Jobs(), threading.Event()

    def work(job: Job) -> str:
        job.tell("reading", 1, 4)
        go.wait(10)
        return "成"

    started = jobs.start("ingest", "甲", work)
    found = jobs.last("ingest", "甲")
    assert found is started
    assert found.running
    assert jobs.last("ingest", "乙") is None
    with pytest.raises(InputError, match="job_running"):
        jobs.start("ingest", "甲", work)
    go.set()
    found.wait(10)
    assert (found.result, found.progress.state) == ("成", JobState.DONE)
    jobs.forget("ingest", "甲")
    assert jobs.last("ingest", "甲") is None


def test_a_job_tells_time_left_and_stops_when_asked() -> None:
    jobs, told = Jobs(), threading.Event()

    def work(job: Job) -> int:
        steps = 0
        while not job.stopped():
            steps += 1
            job.tell("reading", 1, 2)
            told.set()
        return steps

    job = jobs.start("ingest", "", work)
    told.wait(10)
    assert job.progress.left is not None
    job.stop()
    job.wait(10)
    assert job.progress.state is JobState.STOPPED
    assert job.result >= 1, "what was done is kept"


def test_a_failed_job_keeps_its_error() -> None:
    def refused(_job: Job) -> None:
        raise LibraryError("library_locked", owner="x")

    def broken(_job: Job) -> None:
        raise ZeroDivisionError

    for work, code in ((refused, "library_locked"), (broken, "internal")):
        job = Jobs().start("x", "", work)
        job.wait(10)
        assert job.progress.state is JobState.FAILED
        assert job.error is not None
        assert job.error.code == code


# ----------------------------------------------------------------------------- processes


@pytest.fixture(scope="module")
def workers() -> Iterator[Workers]:
    made = Workers(1)
    yield made
    made.close()


def _where(workspace: Workspace) -> tuple[int, Path]:
    return os.getpid(), workspace.home


def _refuse(_workspace: Workspace) -> None:
    raise InputError("unknown_draft", name="甲")


def _die(_workspace: Workspace) -> None:
    os._exit(3)


def test_work_is_done_in_another_process_and_errors_come_back(workers: Workers, tmp_path: Path) -> None:
    process, home = workers.run(tmp_path, _where)
    assert process != os.getpid()
    assert home == tmp_path
    with pytest.raises(YuanfangError) as refused:
        workers.run(tmp_path, _refuse)
    assert (refused.value.code, refused.value.params) == ("unknown_draft", {"name": "甲"})
    with pytest.raises(YuanfangError, match="worker_died"):
        workers.run(tmp_path, _die)
    assert workers.run(tmp_path, _where)[1] == tmp_path, "the next one is served"


def test_a_check_in_a_worker_says_the_same_as_here(workers: Workers, tmp_path: Path) -> None:
    file = tmp_path / "柳河镇防汛预案.txt"
    file.write_text(FLOOD, encoding="utf-8")
    here = Workspace(tmp_path / "库")
    there = Workspace(tmp_path / "库")
    there.workers = workers
    results: list[Any] = [handlers.check_json(handlers.check(each, [file], "SDC")) for each in (here, there)]
    assert results[0] == results[1]
    assert results[0]["elements"]


def _nice(_workspace: Workspace) -> int:
    return os.nice(0)


@pytest.mark.skipif(not hasattr(os, "nice"), reason="no such priorities here")
def test_a_worker_lets_the_server_go_first(workers: Workers, tmp_path: Path) -> None:
    assert workers.run(tmp_path, _nice) > os.nice(0)


def test_files_of_a_check_and_training_material_are_written_by_workers(workers: Workers, tmp_path: Path) -> None:
    from tests.ui.test_training import PLAN
    from ui import reviews, training_material
    from ui.web.handing import handed_out
    from ui.workers import alone

    file = tmp_path / "青山县森林火灾预案.txt"
    file.write_text(PLAN, encoding="utf-8")
    workspace = Workspace(tmp_path / "库")
    handlers.ingest(workspace, [file], 1)
    workspace.workers = workers
    here = os.getpid()
    assert workspace.apart(alone, os.getpid) != here
    broken = tmp_path / "坏.docx"
    broken.write_bytes(b"PK")
    options = reviews.CheckOptions(plan_type="SDC")
    outcome = reviews.check(workspace, [file, broken], options)
    names = [each.name for each in handed_out(workspace, outcome, options)]
    assert "审查报告.docx" in names
    assert "青山县森林火灾预案-批注.docx" in names
    card = tmp_path / "卡.docx"
    made = workspace.apart(training_material.cards, "青山县森林火灾预案", out=card)
    assert card.is_file()
    assert made["path"] == str(card)
    with pytest.raises(YuanfangError) as refused:
        workspace.apart(training_material.cards, "青山县森林火灾预案", post="没有的岗位", out=card)
    assert refused.value.code == "no_post"


def test_errors_keep_code_and_parameters_between_processes() -> None:
    import pickle

    from kb.errors import MissingExtra

    for error in (
        InputError("unknown_draft", name="甲"),
        MissingExtra("ocr"),
        LibraryError("library_locked", owner="乙"),
    ):
        again = pickle.loads(pickle.dumps(error))
        assert (type(again), again.code, again.params) == (type(error), error.code, error.params)
