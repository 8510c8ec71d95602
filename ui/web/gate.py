"""The door of a workspace with login: nothing but the login page is answered without a session, and sessions end."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, MutableMapping
from http.cookies import CookieError, SimpleCookie
from typing import Any

from ui.web.page import Receive, Scope, Send

IDLE_SECONDS = 8 * 3600
LONGEST_SECONDS = 24 * 3600
_OPEN = ("/", "/config", "/favicon.ico", "/login", "/logout", "/manifest.json", "/theme.css")
_OPEN_BELOW = ("/assets/", "/static/", "/svelte/")
_OPEN_API = ("app_id", "config", "login_check", "startup-events", "theme.css", "token", "user")


class LoginGate:
    """ASGI middleware over all of Gradio's routes, some of which ask for no login of their own.

    ``tokens`` gives Gradio's own session tokens (token → user name); a token unused for ``IDLE_SECONDS``, or older than
    ``LONGEST_SECONDS``, is forgotten.
    """

    def __init__(
        self, app: Any, tokens: Callable[[], MutableMapping[str, str]], clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._app = app
        self._tokens = tokens
        self._clock = clock
        self._seen: dict[str, tuple[float, float]] = {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, or answer 401."""
        if scope["type"] not in ("http", "websocket"):
            await self._app(scope, receive, send)
            return
        self._end_sessions()
        session = self._session(scope)
        if session is None and not _open(scope["path"]):
            await _refuse(scope, send)
            return
        if session is not None:
            now = self._clock()
            self._seen[session] = (self._seen.get(session, (now, now))[0], now)
        await self._app(scope, receive, send)

    def _session(self, scope: Scope) -> str | None:
        known = self._tokens()
        return next((value for value in _cookies(scope) if value in known), None)

    def _end_sessions(self) -> None:
        now, known = self._clock(), self._tokens()
        for token in list(known):
            begun, used = self._seen.setdefault(token, (now, now))
            if now - used > IDLE_SECONDS or now - begun > LONGEST_SECONDS:
                known.pop(token, None)
        for token in self._seen.keys() - known.keys():
            del self._seen[token]


def _cookies(scope: Scope) -> list[str]:
    jar: list[str] = []
    for name, value in scope["headers"]:
        if name == b"cookie":
            try:
                cookie = SimpleCookie(value.decode("latin-1"))
            except CookieError:
                continue
            jar += [morsel.value for key, morsel in cookie.items() if key.startswith("access-token-")]
    return jar


def _open(path: str) -> bool:
    plain = path.rstrip("/") or "/"
    api = plain.removeprefix("/gradio_api/")
    return (
        plain in _OPEN or plain == "/login_check" or path.startswith(_OPEN_BELOW) or (api != plain and api in _OPEN_API)
    )


async def _refuse(scope: Scope, send: Send) -> None:
    if scope["type"] == "websocket":
        await send({"type": "websocket.close", "code": 4401})
        return
    body = json.dumps({"detail": {"error": "请先登录。"}}, ensure_ascii=False).encode()
    headers = [(b"content-type", b"application/json; charset=utf-8"), (b"content-length", str(len(body)).encode())]
    await send({"type": "http.response.start", "status": 401, "headers": headers})
    await send({"type": "http.response.body", "body": body})
