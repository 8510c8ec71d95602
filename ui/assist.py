"""Model help for command line and page: what would be sent, the streamed answer with its check, and taking it over.

Off until an endpoint is set. The key comes from an environment variable; nothing of it is stored. Whatever the endpoint does, the
draft stays as it is until the writer takes an answer over.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import urlparse

from kb.assist.checking import Sentence, checked, lost_slots
from kb.assist.request import Request, request_of
from kb.drafting import locks
from kb.drafting.draft import set_section
from kb.drafting.files import load, save
from kb.drafting.model import OriginKind
from kb.errors import InputError, MissingExtra
from ui import drafts
from ui.workspace import Workspace

Json = dict[str, Any]
CONNECT_SECONDS, SILENT_SECONDS, WHOLE_SECONDS = 10.0, 60.0, 240.0
MAX_ANSWER = 20_000
LEAST_TOKENS, MOST_TOKENS = 300, 2_000
"""An answer that is still going on after so many is none: small models repeat themselves without end."""


def status(workspace: Workspace) -> Json:
    """What is set: address, model, name of the key's variable and whether it holds a key."""
    chosen = workspace.settings
    variable = chosen.assist_key
    return {
        "on": bool(chosen.assist_url), "url": chosen.assist_url or None, "model": chosen.assist_model or None,
        "key_variable": variable or None, "key_set": bool(variable and os.environ.get(variable)),
    }  # fmt: skip


def configure(workspace: Workspace, url: str = "", model: str = "", key_variable: str = "") -> Json:
    """Set or, with an empty address, switch off. Raises InputError("bad_assist_url")."""
    parts = urlparse(url)
    if url and (parts.scheme not in ("http", "https") or not parts.hostname or parts.username or parts.password):
        raise InputError("bad_assist_url", url=url)
    if url and not model.strip():
        raise InputError("no_assist_model")
    workspace.change_settings(
        replace(
            workspace.settings,
            assist_url=url,
            assist_model=model.strip() if url else "",
            assist_key=key_variable if url else "",
        )
    )
    return status(workspace)


def preview(workspace: Workspace, path: Path, section: str, task: str) -> Json:
    """What would be sent for a section, and where; nothing is sent."""
    draft = load(path)
    request = request_of(draft, drafts.known_section(draft, section), task)
    return {
        **status(workspace),
        "task": task,
        "messages": request.messages,
        "characters": len(request.system) + len(request.user),
    }


def ask(
    workspace: Workspace, path: Path, section: str, task: str, cancelled: Callable[[], bool] = lambda: False
) -> Iterator[Json]:
    """Yields ``{"text"}`` as the answer grows, at last ``{"text","sentences","faults","lost_slots","done":true}``.

    ``cancelled`` is asked between pieces. Raises InputError: assist_off, assist_failed, assist_empty, MissingExtra("assist").
    """
    draft = load(path)
    key = drafts.known_section(draft, section)
    request = request_of(draft, key, task)
    answer = ""
    for piece in _stream(workspace, request):
        answer += piece
        if cancelled():
            raise InputError("interrupted")
        if len(answer) > MAX_ANSWER:
            raise InputError("assist_failed", reason="answer_too_long")
        yield {"text": answer}
    answer = answer.strip()
    if not answer:
        raise InputError("assist_empty")
    yield {**judged(answer, request, draft.section(key).text), "done": True, "base": draft.section(key).text}


def judged(answer: str, request: Request, before: str) -> Json:
    """The answer's sentences with what they add of their own."""
    sentences = checked(answer, request.material)
    return {
        "text": answer,
        "sentences": [_shown(sentence) for sentence in sentences],
        "faults": sum(len(sentence.faults) for sentence in sentences),
        "lost_slots": list(lost_slots(answer, before)),
    }


def accept(
    workspace: Workspace,
    path: Path,
    section: str,
    task: str,
    text: str,
    *,
    confirmed: bool = False,
    base: str | None = None,
) -> Json:
    """Take an answer over; one with faults only when the writer has confirmed them. Its new sentences have the origin ``model``.

    Raises InputError: assist_faults, section_conflict.
    """
    with locks.exclusive(path):
        draft = load(path)
        key = drafts.known_section(draft, section)
        was = draft.section(key)
        told = judged(text, request_of(draft, key, task), was.text)
        if (told["faults"] or told["lost_slots"]) and not confirmed:
            raise InputError("assist_faults", count=told["faults"] + len(told["lost_slots"]))
        if base is not None:
            locks.unseen(was, base, text)
        after = set_section(draft, key, text=text)
        now = after.section(key)
        written = {was.text[p.start : p.end] for p in was.origin if p.kind is OriginKind.WRITER}
        origin = tuple(
            replace(p, kind=OriginKind.MODEL, ref=workspace.settings.assist_model)
            if p.kind is OriginKind.WRITER and now.text[p.start : p.end] not in written
            else p
            for p in now.origin
        )
        save(after.replaced(replace(now, origin=origin)), path)
    return {**told, "section": key, "path": str(path)}


def _shown(sentence: Sentence) -> Json:
    return {"text": sentence.text, "faults": [{"kind": fault.kind, "words": fault.words} for fault in sentence.faults]}


def _stream(workspace: Workspace, request: Request) -> Iterator[str]:
    chosen = workspace.settings
    if not chosen.assist_url:
        raise InputError("assist_off")
    try:
        import openai
    except ImportError as error:
        raise MissingExtra("assist") from error
    began = time.monotonic()
    key = os.environ.get(chosen.assist_key, "") if chosen.assist_key else ""
    timeout = openai.Timeout(SILENT_SECONDS, connect=CONNECT_SECONDS)
    try:
        # no proxies, no redirects, no second try: what is sent goes once and to the address set
        with openai.DefaultHttpxClient(timeout=timeout, trust_env=False, follow_redirects=False) as http:
            client = openai.OpenAI(base_url=chosen.assist_url, api_key=key or "none", max_retries=0, http_client=http)
            answer = client.chat.completions.create(
                model=chosen.assist_model,
                messages=request.messages,
                stream=True,
                temperature=0.2,
                max_tokens=min(MOST_TOKENS, LEAST_TOKENS + 2 * len(request.user)),
            )
            for event in answer:
                if time.monotonic() - began > WHOLE_SECONDS:
                    raise InputError("assist_failed", reason="timeout")
                for choice in event.choices[:1]:
                    if isinstance(choice.delta.content, str):
                        yield choice.delta.content
                    if choice.finish_reason == "length":
                        raise InputError("assist_failed", reason="answer_too_long")
    except InputError:
        raise
    except openai.APITimeoutError as error:
        raise InputError("assist_failed", reason="timeout") from error
    except openai.APIStatusError as error:
        raise InputError("assist_failed", reason=f"HTTP {error.status_code}") from error
    except openai.APIConnectionError as error:
        raise InputError("assist_failed", reason="connection") from error
    except Exception as error:  # whatever an endpoint sends, and whatever the client makes of it
        raise InputError("assist_failed", reason="rubbish") from error


def text_of(data: Json) -> str:
    """An answer for the command line: its faults below it."""
    lines = [data["text"], ""]
    for sentence in data["sentences"]:
        lines += [f"【材料中没有】{fault['words']}：{sentence['text'].strip()}" for fault in sentence["faults"]]
    lines += [f"【原有的待补充不见了】{label}" for label in data["lost_slots"]]
    lines.append(f"材料中找不到的内容 {data['faults']} 处。")
    return "\n".join(lines)
