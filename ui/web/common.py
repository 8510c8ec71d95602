"""What the pages share: safe HTML, messages, and running a handler so that an error becomes a sentence on the page."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import wraps
from html import escape
from typing import Any, ParamSpec, TypeVar

import gradio as gr

from kb.errors import YuanfangError
from ui import labels
from ui.workspace import Workspace

P = ParamSpec("P")
T = TypeVar("T")
Json = dict[str, Any]


def guarded(function: Callable[P, T]) -> Callable[P, T]:
    """Turn a YuanfangError into Gradio's error message, in Chinese, leaving the page usable."""

    @wraps(function)
    def inner(*args: P.args, **kwargs: P.kwargs) -> T:
        try:
            return function(*args, **kwargs)
        except YuanfangError as error:
            message, hint = labels.error_text(error)
            raise gr.Error(f"{escape(message)}{escape(hint)}", title="没有完成", print_exception=False) from error

    return inner


def or_said(codes: Sequence[str], pane: int, outputs: int) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Errors of these codes are no failure but an answer: the pane among the event's outputs tells it in a sentence."""

    def around(function: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(function)
        def inner(*arguments: Any) -> Any:
            try:
                return function(*arguments)
            except YuanfangError as error:
                if error.code not in codes:
                    raise
                said = [gr.skip()] * outputs
                said[pane] = empty(raised(error))
                return tuple(said) if outputs > 1 else said[0]

        return inner

    return around


def follow_samples(workspace: Workspace, app: gr.Blocks, tab: gr.Tab, box: gr.Checkbox) -> None:
    """Tick the box as the workspace offers its samples, anew only when that has changed: with the first document of one's own."""
    offered = gr.State(None)

    def look(before: bool | None) -> tuple[Any, Any]:
        now = workspace.shows_samples()
        return (gr.skip(), gr.skip()) if now is before else (now, now)

    gr.on([app.load, tab.select], look, offered, [box, offered], api_visibility="private", show_progress="hidden")


def raised(error: YuanfangError) -> str:
    """An error as one text."""
    return "".join(labels.error_text(error))


def told(items: Sequence[Json]) -> None:
    """Show notices of finished work as one message."""
    words = [text(item["message"]) for item in items]
    if words:
        gr.Info("<br>".join(words), title="提示", duration=6)


def text(value: object) -> str:
    """Text from a document or a user, safe to stand in HTML and in a component's template."""
    return escape(str(value)).replace("{", "&#123;").replace("}", "&#125;").replace("$", "&#36;")


def marked(value: str, spans: Sequence[Sequence[int]]) -> str:
    """Text with the given half-open spans marked."""
    out, at = [], 0
    for start, end in sorted((int(a), int(b)) for a, b in spans):
        if start < at:
            continue
        out += [text(value[at:start]), "<mark>", text(value[start:end]), "</mark>"]
        at = end
    return "".join([*out, text(value[at:])])


def folder_button(box: str) -> str:
    """A button that takes the files of a folder into the box of files with this id (``folders.js``)."""
    return f'<button type="button" class="act folder" data-folder="{box}">选一个文件夹（连同下级）</button>'


def empty(message: str) -> str:
    """A quiet sentence where nothing is to be shown."""
    return f'<p class="empty">{text(message)}</p>'


def badge(words: str, kind: str = "") -> str:
    """A small label."""
    return f'<span class="badge {kind}">{text(words)}</span>'


def notices(items: Sequence[Json]) -> str:
    """Notices of a file, the serious ones first."""
    order = {"error": 0, "warning": 1, "info": 2}
    rows = sorted(items, key=lambda item: order[item["severity"]])
    return "".join(
        f'<li class="{item["severity"]}">{text(labels.word(item["severity"]))}：{text(labels.placed(item))}</li>'
        for item in rows
    )


CLICKS = """
const keyed = (target) => {
  const field = target.dataset.from && element.querySelector(target.dataset.from);
  return field ? field.value : target.dataset.key || '';
};
element.addEventListener('click', (event) => {
  const target = event.target.closest('[data-act]');
  if (target) { trigger('click', {act: target.dataset.act, key: keyed(target)}); }
});
element.addEventListener('keydown', (event) => {
  const target = event.target.closest('[data-act]');
  if (target && (event.key === 'Enter' || event.key === ' ')) {
    if (target.tagName === 'BUTTON') { return; }
    event.preventDefault();
    trigger('click', {act: target.dataset.act, key: keyed(target)});
  }
});
const scroll = () => {
  const here = element.querySelector('#here');
  const pane = here && here.closest('.pane');
  if (pane && innerWidth <= 800) {
    here.scrollIntoView({block: 'center'});  // on a phone the panes stand below each other and do not scroll
  } else if (pane) {
    const offset = here.getBoundingClientRect().top - pane.getBoundingClientRect().top;
    pane.scrollTop += offset - pane.clientHeight / 3;
  }
};
watch('value', () => setTimeout(scroll, 50));
"""
"""Script of an HTML component whose ``data-act`` elements answer to click and keyboard, and which shows ``#here``."""


def event_of(event: Any) -> tuple[str, str]:
    """Action and key of a click in an HTML component."""
    data = event._data or {}
    return str(data.get("act", "")), str(data.get("key", ""))
