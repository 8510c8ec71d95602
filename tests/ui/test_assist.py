"""Model help against servers on loopback that answer well, slowly, wrongly, in part or not at all."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from kb.errors import InputError
from ui import assist
from ui.workspace import Workspace

from .conftest import Run
from .test_draft_changes import FACTS

pytest.importorskip("openai")
SCOPE = "本预案适用于上坪村范围内水旱灾害的预警传播、先期处置、人员转移避险和信息报告。"
Script = Callable[[BaseHTTPRequestHandler], None]


def chunk(words: str) -> bytes:
    event = {"id": "1", "object": "chat.completion.chunk", "created": 1, "model": "m", "choices": [{"index": 0, "delta": {"content": words}, "finish_reason": None}]}  # fmt: skip
    return f"data: {json.dumps(event, ensure_ascii=False)}\n\n".encode()


def streaming(*pieces: str, end: bool = True) -> Script:
    def answer(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        handler.send_header("content-type", "text/event-stream")
        handler.end_headers()
        for piece in pieces:
            handler.wfile.write(chunk(piece))
        if end:
            handler.wfile.write(b"data: [DONE]\n\n")

    return answer


def raw(status: int, body: bytes, kind: str = "text/event-stream", location: str = "") -> Script:
    def answer(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(status)
        handler.send_header("content-type", kind)
        if location:
            handler.send_header("location", location)
        handler.end_headers()
        handler.wfile.write(body)

    return answer


def silent(handler: BaseHTTPRequestHandler) -> None:
    time.sleep(1.5)


def endless(handler: BaseHTTPRequestHandler) -> None:
    handler.send_response(200)
    handler.send_header("content-type", "text/event-stream")
    handler.end_headers()
    try:
        while True:
            handler.wfile.write(chunk("空话" * 500))
    except OSError:
        return


class Server:
    """One scripted endpoint; ``asked`` keeps what it was sent."""

    def __init__(self) -> None:
        self.script: Script = streaming(SCOPE)
        self.asked: list[dict[str, Any]] = []
        self.headers: list[str] = []
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                length = int(self.headers.get("content-length", 0))
                outer.asked.append(json.loads(self.rfile.read(length)))
                outer.headers.append(self.headers.get("authorization", ""))
                outer.script(self)

            def log_message(self, *_: object) -> None:
                return

        self.http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.http.daemon_threads = True
        self.url = f"http://127.0.0.1:{self.http.server_address[1]}/v1"
        threading.Thread(target=self.http.serve_forever, daemon=True).start()


@pytest.fixture
def server() -> Iterator[Server]:
    made = Server()
    yield made
    made.http.shutdown()
    made.http.server_close()


@pytest.fixture
def draft(run: Run, tmp_path: Path) -> Path:
    (tmp_path / "f.toml").write_text(FACTS, encoding="utf-8")
    run("draft", "new", "--facts", tmp_path / "f.toml", "-o", tmp_path / "d.json")
    run("draft", "fill", tmp_path / "d.json")
    return tmp_path / "d.json"


@pytest.fixture
def on(run: Run, server: Server, monkeypatch: pytest.MonkeyPatch) -> Server:
    monkeypatch.setenv("OFFICE_KEY", "k-123")
    code, data = run("assist", "on", "--url", server.url, "--model", "m", "--key-variable", "OFFICE_KEY")
    assert code == 0
    assert data["key_set"]
    return server


def test_nothing_is_sent_unless_set(run: Run, draft: Path, server: Server) -> None:
    assert run("assist", "status")[1]["on"] is False
    _, data = run("draft", "assist", draft, "--section", "v_scope")
    assert data["error"]["code"] == "assist_off"
    assert server.asked == []


def test_the_preview_shows_exactly_what_is_sent(run: Run, draft: Path, on: Server, home: Path) -> None:
    _, shown = run("draft", "assist", draft, "--section", "v_scope", "--preview")
    assert on.asked == []
    run("draft", "assist", draft, "--section", "v_scope")
    assert on.asked[0]["messages"] == shown["messages"]
    assert on.headers == ["Bearer k-123"]
    assert "k-123" not in (home / "settings.toml").read_text(encoding="utf-8")
    assert run("assist", "off")[1]["on"] is False


def test_an_answer_without_faults_is_taken_over_with_its_origin(run: Run, draft: Path, on: Server) -> None:
    on.script = streaming("本预案适用于上坪村", "范围内发生的水旱灾害的先期处置和信息报告。")
    code, data = run("draft", "assist", draft, "--section", "v_scope", "--accept")
    assert (code, data["faults"]) == (0, 0)
    stored = json.loads(draft.read_text(encoding="utf-8"))
    section = next(s for s in stored["sections"] if s["id"] == "v_scope")
    assert section["text"] == "本预案适用于上坪村范围内发生的水旱灾害的先期处置和信息报告。"
    assert [(p["kind"], p["ref"]) for p in section["origin"]] == [("model", "m")]


@pytest.mark.parametrize(
    ("added", "kind"),
    [
        ("请在45分钟内报告。", "number"), ("请在三小时内报告。", "number"), ("拨打0571-88776655。", "phone"), ("由白鹤县支援。", "name"),
        ("由县水文勘测局负责。", "body"), ("启动三级响应。", "level"), ("按《某某管理条例》执行。", "citation"), ("依据第四十二条执行。", "citation"),
    ],
)  # fmt: skip
def test_what_the_material_has_not_is_marked_and_never_taken_over_silently(
    run: Run, draft: Path, on: Server, added: str, kind: str
) -> None:
    before = draft.read_bytes()
    on.script = streaming(SCOPE + added)
    _, data = run("draft", "assist", draft, "--section", "v_scope")
    assert kind in {fault["kind"] for sentence in data["sentences"] for fault in sentence["faults"]}
    _, refused = run("draft", "assist", draft, "--section", "v_scope", "--accept")
    assert refused["error"]["code"] == "assist_faults"
    assert draft.read_bytes() == before


def test_a_slot_that_vanishes_is_told(run: Run, draft: Path, on: Server) -> None:
    on.script = streaming("应急物资由负责人批准调用。")
    _, data = run("draft", "assist", draft, "--section", "v_resources")
    assert data["lost_slots"]


@pytest.mark.parametrize(
    "script",
    [
        raw(500, b"oops"), raw(200, b"<html>login</html>", "text/html"), raw(200, b"data: {not json\n\n"), raw(200, b'data: {"choices": 7}\n\n'),
        raw(200, b""), raw(302, b"", location="http://127.0.0.1:9/v1"), streaming(end=False), endless, silent,
    ],
)  # fmt: skip
def test_a_faulty_endpoint_never_harms_the_draft(
    run: Run, draft: Path, on: Server, script: Script, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(assist, "SILENT_SECONDS", 0.5)
    before = draft.read_bytes()
    on.script = script
    code, data = run("draft", "assist", draft, "--section", "v_scope", "--accept")
    assert code == 2
    assert data["error"]["code"] in {"assist_failed", "assist_empty"}
    assert draft.read_bytes() == before


def test_nobody_listens(run: Run, draft: Path) -> None:
    run("assist", "on", "--url", "http://127.0.0.1:9/v1", "--model", "m")
    assert run("draft", "assist", draft, "--section", "v_scope")[1]["error"]["code"] == "assist_failed"


def test_it_can_be_cancelled(draft: Path, on: Server, home: Path) -> None:
    on.script = endless
    pieces = 0

    def enough() -> bool:
        nonlocal pieces
        pieces += 1
        return pieces > 2

    with pytest.raises(InputError, match="interrupted"):
        list(assist.ask(Workspace(home), draft, "v_scope", "改写", enough))


@pytest.mark.parametrize("url", ["ftp://x", "本地", "http://", "http://u:p@host/v1"])
def test_what_is_no_address(run: Run, url: str) -> None:
    assert run("assist", "on", "--url", url, "--model", "m")[1]["error"]["code"] == "bad_assist_url"


def test_a_marked_plan_stays_on_the_machine(run: Run, draft: Path, on: Server) -> None:
    data = json.loads(draft.read_text(encoding="utf-8"))
    data["facts"]["issue"] = {"secrecy": "内部"}
    draft.write_text(json.dumps(data, ensure_ascii=False), encoding="utf-8")
    assert run("draft", "assist", draft, "--section", "v_scope")[1]["error"]["code"] == "assist_secret"
    assert on.asked == []
