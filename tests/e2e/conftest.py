from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.request import urlopen

import pytest

CHROMIUM_OPTIONS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip
ARTEFACTS = Path(__file__).resolve().parents[2] / "artefacts"


def system_program(*names: str) -> str:
    """The path of a system program; missing it is a failure where CI promises it, a skip elsewhere."""
    for name in names:
        found = shutil.which(name)
        if found:
            return found
    if os.environ.get("YUANFANG_REQUIRE_SYSTEM"):
        pytest.fail(f"{names[0]} is not installed")
    pytest.skip(f"{names[0]} is not installed")


@pytest.fixture(scope="session")
def starters(of_this_run: Path, one_cache: Path) -> None:
    """The starter library, made once in a run: on a new machine that takes the first half minute."""
    from filelock import FileLock

    search = [sys.executable, "-m", "ui.cli", "search", "值班", "--samples", "--home", str(of_this_run / "先备好")]
    with FileLock(of_this_run / "先备好.lock"):
        subprocess.run(search, check=True, capture_output=True)


@pytest.fixture(scope="package")
def chromium(starters: None) -> Iterator[Any]:
    """The browser, started once."""
    from playwright.sync_api import sync_playwright

    program = system_program("chromium", "chromium-browser", "google-chrome")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=CHROMIUM_OPTIONS)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def server(starters: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The workspace as a user starts it, over a library that was empty before the first test."""
    with serving(tmp_path_factory.mktemp("资料 库")) as url:
        yield url


@contextmanager
def serving(home: Path, port: int = 0, *options: str) -> Iterator[str]:
    """The workspace over a library as long as the block runs."""
    with running(home, port, *options) as (url, _):
        yield url


@contextmanager
def running(home: Path, port: int = 0, *options: str) -> Iterator[tuple[str, subprocess.Popen[bytes]]]:
    """As ``serving``, with the server's process, at the head of a group of its own, to be killed."""
    home.mkdir(parents=True, exist_ok=True)
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        probe.bind(("127.0.0.1", port))
        port = probe.getsockname()[1]
    log = (home / "server.log").open("w", encoding="utf-8")
    command = [sys.executable, "-m", "ui.cli", "ui", "--home", str(home), "--port", str(port), *options]
    process = subprocess.Popen(command, stdout=log, stderr=log, start_new_session=True)
    url = f"http://127.0.0.1:{port}"
    try:
        for _ in range(3000):
            if process.poll() is not None:
                pytest.fail((home / "server.log").read_text(encoding="utf-8"))
            try:
                urlopen(url, timeout=2).read()
                break
            except OSError:
                time.sleep(0.1)
        yield url, process
    finally:
        process.terminate()
        process.wait(timeout=20)


@pytest.fixture
def page(chromium: Any, server: str) -> Iterator[Any]:
    """A page at office size; any request that leaves this machine fails the test."""
    with opened_page(chromium, server) as opened:
        yield opened


@contextmanager
def window(chromium: Any) -> Iterator[Any]:
    """A browser window at office size that knows nothing of earlier ones."""
    context = chromium.new_context(viewport={"width": 1366, "height": 768}, locale="zh-CN", accept_downloads=True)
    try:
        yield context.new_page()
    finally:
        context.close()


@contextmanager
def opened_page(chromium: Any, server: str) -> Iterator[Any]:
    """A browser on 找条款 as long as the block runs."""
    abroad: list[str] = []
    with window(chromium) as opened:
        opened.on(
            "request",
            lambda request: None if request.url.startswith((server, "data:", "blob:")) else abroad.append(request.url),
        )
        opened.goto(f"{server}/?open=find")
        opened.get_by_role("tab", name="找条款", selected=True).wait_for(timeout=60_000)
        yield opened
    assert abroad == []


def section_shown(page: Any) -> None:
    """Wait until the section chosen in the outline is the one that stands in the editor: what is typed earlier would be lost."""
    page.wait_for_function(
        """() => {
          const chosen = document.querySelector('#outline input:checked'), shown = document.querySelector('#desk [data-address]');
          return chosen && shown && shown.dataset.address.endsWith('section=' + encodeURIComponent(chosen.value));
        }""",
        timeout=60_000,
    )


def shot(page: Any, name: str) -> None:
    """Keep a screenshot as an artefact."""
    ARTEFACTS.mkdir(exist_ok=True)
    page.screenshot(path=str(ARTEFACTS / f"{name}.png"))
