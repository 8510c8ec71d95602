"""Addresses that open the workspace at a place: a clause, a section of a draft, a finding of a check, a question."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import urlencode

import gradio as gr

from ui import keys
from ui.web.common import text


def clause(key: str) -> str:
    """The address of a clause, which leads to it from any library; ``key`` as ``ui.keys`` gives it."""
    sample, library, clause_id = keys.parts(keys.lasting(key))
    doc, _, path = clause_id.partition("#")
    return _address("find", doc=doc, clause=path, sample="1" if sample else "", library=library or "")


def section(draft: str, section_id: str) -> str:
    """The address of a section of a kept draft."""
    return _address("write", draft=draft, section=section_id)


def finding(check: str, plan: int, name: str = "") -> str:
    """The address of a finding or element in a kept check; without a name, of the plan."""
    return _address("review", check=check, plan=str(plan) if plan else "", finding=name)


def copier(address: str, words: str = "复制链接") -> str:
    """A button that copies an address."""
    return f'<button type="button" class="act" data-act="copy" data-link="{text(address)}">{words}</button>'


def asked(request: gr.Request, page: str) -> Mapping[str, str]:
    """What the address asks of a page; nothing when it opens another."""
    given = dict(request.query_params)
    return {name: str(value) for name, value in given.items()} if given.get("open") == page else {}


def clause_key(given: Mapping[str, str]) -> str:
    """The key of the clause that an address names; empty when it names none."""
    doc, path = given.get("doc", ""), given.get("clause", "")
    clause_id = path if "#" in path else f"{doc}#{path}" if doc else ""
    library = given.get("library", "")
    mark = "s" if given.get("sample") else f"o@{library}" if library else "o"
    return f"{mark}|{clause_id}" if clause_id else ""


def _address(page: str, **parts: str) -> str:
    return "?" + urlencode({"open": page, **{name: value for name, value in parts.items() if value}})
