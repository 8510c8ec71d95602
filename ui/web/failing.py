"""What no page foresaw on the way to it, said in Chinese as well: Gradio's own routes answer a failure with two English words."""

from __future__ import annotations

import errno
import json
from typing import Any

from kb.errors import InputError, YuanfangError
from ui import labels
from ui.web.page import Receive, Scope, Send


class SaidPlainly:
    """ASGI middleware: a name longer than the system takes is the asker's to mend, everything else is ours and stands in the log."""

    def __init__(self, app: Any) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on; answer in its stead when it fails before it has begun to answer."""
        begun = False

        async def watched(message: Scope) -> None:
            nonlocal begun
            begun = True
            await send(message)

        try:
            await self._app(scope, receive, watched)
        except Exception as error:
            if begun or scope["type"] != "http":
                raise
            if isinstance(error, OSError) and error.errno == errno.ENAMETOOLONG:
                await _answer(send, 400, InputError("name_too_long"))
                return
            await _answer(send, 500, YuanfangError("internal", reason=type(error).__name__))
            raise


async def _answer(send: Send, status: int, error: YuanfangError) -> None:
    body = json.dumps({"detail": "".join(labels.error_text(error))}, ensure_ascii=False).encode()
    headers = [(b"content-type", b"application/json; charset=utf-8"), (b"content-length", str(len(body)).encode())]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})
