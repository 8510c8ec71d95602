"""首页: what do you want to do, and what is unfinished."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import gradio as gr

from kb.model import Kind
from ui import drafts, kept_checks, ledger, unfinished
from ui.libraries import PUBLIC_NAME, in_use
from ui.people.viewer import viewer_name
from ui.unfinished import Unfinished
from ui.web import links
from ui.web.common import CLICKS, event_of, text
from ui.web.jobs import left_words
from ui.workspace import Workspace

_CARDS = (
    ("find", "查条款、查案例", "用平常的话问，例如“一级响应由谁批准启动”，答案带原文和出处。"),
    ("write", "写预案", "填一张事实表，逐节起草，边写边看还缺什么，导出 Word。"),
    ("review", "审预案", "放一份预案进来，看应有要素和文字问题，每项带原文和依据。"),
    ("learn", "学预案", "查谁在何时做什么；做处置卡、试题和演练脚本。"),
    ("shelf", "收文件、管台账", "收进预案、法规和报告；看备案、演练、评估何时到期。"),
)


_ASKING = (
    '<form class="asking" method="get" action="./"><input type="hidden" name="open" value="find"><input type="text" name="q" required'
    ' maxlength="200" aria-label="直接查条款" placeholder="直接查：例如 夜间怎么通知群众转移"><button type="submit">查找</button></form>'
)
"""The search of 找条款, as an address: it works before the page's scripts do."""


def build(workspace: Workspace, app: Any, tabs: Any, tab: Any, pages: Callable[[], Sequence[str]]) -> None:
    """Lay out the page and wire it; a card opens its page. ``pages`` tells which ones the user may work with."""
    view = gr.HTML("", elem_id="home", apply_default_css=False, js_on_load=CLICKS)

    def shown() -> str:
        return home_html(workspace, pages())

    def chosen(event: gr.EventData) -> Any:
        act, key = event_of(event)
        return gr.Tabs(selected=key) if act == "page" and key in pages() else gr.skip()

    gr.on([app.load, tab.select], shown, None, view, api_visibility="private", show_progress="hidden")
    view.click(chosen, None, tabs, api_visibility="private", show_progress="hidden")


def home_html(workspace: Workspace, pages: Sequence[str]) -> str:
    """Cards of what can be done, and what waits."""
    cards = "".join(
        f'<div class="choice" role="button" tabindex="0" data-act="page" data-key="{page}"><b>{text(title)}</b><p>{text(words)}</p></div>'
        for page, title, words in _CARDS
        if page in pages
    )
    waiting = "".join(f"<li>{words}</li>" for words in _waiting(workspace))
    return (
        f'<h2>今天要做什么？</h2>{_ASKING}<div class="choices">{cards}</div>'
        f'<h2>还没有做完的</h2><ul class="waiting">{waiting}</ul><h2>资料库里有</h2>{_held(workspace)}'
    )


def _held(workspace: Workspace) -> str:
    records = workspace.open_library().document_records()
    counts = (
        (len(records), "份文件"), (sum(1 for each in records if each.kind is Kind.PLAN), "份预案"),
        (sum(each.clause_count for each in records), "条条款"), (sum(each.incident_count for each in records), "个案例"),
    )  # fmt: skip
    return '<ul class="held">' + "".join(f"<li><b>{count:,}</b>{words}</li>" for count, words in counts) + "</ul>"


def _waiting(workspace: Workspace) -> list[str]:
    mine = unfinished.left(workspace.home, viewer_name())
    found = [_interrupted(each) for each in mine[:4]]
    found += [f"草稿：{_to(links.section(name, ''), name)}" for name in drafts.stored_names(workspace)[:8]]
    checks = kept_checks.of_owner(workspace.home, viewer_name())[:3]
    found += [f"查过的：{_to(links.finding(each.id, 0), each.title)}" for each in checks]
    counts = ledger.ledger(workspace)["counts"]
    if counts["overdue"] or counts["soon"]:
        words = f"{counts['overdue']} 项期限已过而没有登记，{counts['soon']} 项 30 天内到期"
        found.append(f"台账：{_link('shelf', words)}")
    if not workspace.open_library().document_records():
        found.append(f"资料库还是空的，现在查到的是示例（虚构）。{_link('shelf', '收进本单位的文件')}")
    return found or ["没有。"]


_PAGE_OF = {"ingest": "shelf", "check": "review", "reports": "review", "batch": "write", "care": "settings"}


def _interrupted(left: Unfinished) -> str:
    """Work that a stopped server left, with the way to where it is taken up again."""
    where = f"（资料库：{text(left.library or PUBLIC_NAME)}）" if left.library != in_use() else ""
    return f"中断：{_link(_PAGE_OF[left.kind], left_words(left))}{where}"


def _to(address: str, words: str) -> str:
    return f'<a class="link" href="{text(address)}">{text(words)}</a>'


def _link(page: str, words: str) -> str:
    return f'<span class="link" role="link" tabindex="0" data-act="page" data-key="{page}">{text(words)}</span>'
