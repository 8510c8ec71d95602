"""The page's HTML as it leaves the server: Chinese in any browser, our own head first, without the addresses that Gradio puts there."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Scope]]
Send = Callable[[Scope], Awaitable[None]]

_ALWAYS_CHINESE = b"""<head><script>
Object.defineProperty(navigator, 'language', {get: () => 'zh-CN'});
Object.defineProperty(navigator, 'languages', {get: () => ['zh-CN']});
</script>"""
_ADVERTISING = re.compile(rb"<meta\s+(?:property|name)=\"(?:og|twitter):[^>]*>")


class ChinesePage:
    """ASGI middleware over the one HTML page; everything else passes through untouched."""

    def __init__(self, app: Callable[[Scope, Receive, Send], Awaitable[None]], head: str = "") -> None:
        self._app = app
        self._head = head.encode()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Hold the page back until it is whole, then send it rewritten."""
        if scope["type"] != "http" or scope["path"] != "/" or scope["method"] != "GET":
            await self._app(scope, receive, send)
            return
        start: Scope = {}
        body = bytearray()

        async def held_back(message: Scope) -> None:
            if message["type"] == "http.response.start":
                start.update(message)
                return
            body.extend(message.get("body", b""))
            if not message.get("more_body"):
                page = rewritten(bytes(body), self._head) if _is_plain_html(start) else bytes(body)
                headers = [(name, value) for name, value in start["headers"] if name.lower() != b"content-length"]
                await send({**start, "headers": [*headers, (b"content-length", str(len(page)).encode())]})
                await send({"type": "http.response.body", "body": page})

        await self._app(_plainly_asked(scope), receive, held_back)


def rewritten(page: bytes, head: bytes = b"") -> bytes:
    """The page in Chinese and without the addresses of others; ``head`` runs before any script of Gradio's."""
    page = _ADVERTISING.sub(b"", page)
    page = re.sub(rb"lang=\"en\"", b'lang="zh-CN"', page, count=1)
    return page.replace(b"<head>", _ALWAYS_CHINESE + head, 1)


def _is_plain_html(start: Scope) -> bool:
    headers = {name.lower(): value for name, value in start["headers"]}
    return headers.get(b"content-type", b"").startswith(b"text/html") and b"content-encoding" not in headers


def _plainly_asked(scope: Scope) -> Scope:
    """The request without compression, and without ``page``, on which Gradio would fail: there is one page."""
    asked = [part for part in scope.get("query_string", b"").split(b"&") if not part.startswith(b"page=")]
    return {**scope, "query_string": b"&".join(asked), "headers": _uncompressed(scope["headers"])}


def _uncompressed(headers: list[tuple[bytes, bytes]]) -> list[tuple[bytes, bytes]]:
    return [(name, value) for name, value in headers if name.lower() != b"accept-encoding"]
