"""What the page 写预案 shows and does; every method reads the file anew, so that nothing is kept in the browser alone."""

from __future__ import annotations

import json
from collections.abc import Sequence
from itertools import takewhile
from pathlib import Path
from typing import Any

import gradio as gr

from kb.drafting.draft import insert_candidate
from kb.drafting.files import load, save
from kb.drafting.locks import Reservation, exclusive
from kb.drafting.model import Draft, DraftSection
from kb.errors import InputError
from kb.facts.sheet import FactSheet, facts_from_mapping, facts_to_mapping, load_facts, unflatten
from ui import draft_sources, drafts, labels
from ui.coauthors import Clash
from ui.people.sharing import Sharing, Visibility
from ui.web import links
from ui.web.common import badge, empty, text
from ui.web.desk import desk_html
from ui.web.write_together import Together, banner, clash_pane
from ui.workspace import Workspace

_GLYPHS = {"empty": "○", "draft": "◐", "done": "●"}
FORM = (
    "unit.name", "unit.short", "unit.region", "plan.hazard", "plan.title", "plan.superior", "issue.body", "office.body",
    "office.duty_phone", "command.1.post", "command.1.holder",
)  # fmt: skip
"""The facts asked for on the page; the others come with an uploaded fact sheet."""
BEGIN = "在上面选一份草稿；还没有的话，打开“新建草稿”，填单位和名称（或点“填入示例”），再点新建。"
NOTHING: tuple[Any, ...] = (gr.Radio([], value=None), "", empty(BEGIN), "", "", "", "", "")


class Page:
    """The drafts of the workspace, shown section by section."""

    def __init__(self, workspace: Workspace) -> None:
        self.workspace = workspace
        self.together = Together()

    def facts(
        self, base: dict[str, Any], sheet: str | None, plan_type: str, level: str, values: tuple[str, ...]
    ) -> FactSheet:
        """The fact sheet of the form: an uploaded or sample sheet beneath, the form's fields above."""
        under = facts_to_mapping(load_facts(Path(sheet))[0]) if sheet else dict(base)
        row: dict[str, object] = {"unit.level": level, "plan.type": plan_type}
        row.update({key: value.strip() for key, value in zip(FORM, values, strict=True) if value and value.strip()})
        return facts_from_mapping(_laid_over(under, unflatten(row)))[0]

    def path(self, name: str | None) -> Path:
        """The file of the chosen draft. Raises InputError("no_draft")."""
        if not name:
            raise InputError("no_draft")
        return drafts.stored(self.workspace, name)

    def view(self, name: str | None, section: str | None = None, clash: Clash | None = None) -> tuple[Any, ...]:
        """Everything the page shows of one section, by default of the first empty one; in a clash the editor keeps its text."""
        if not name:
            return NOTHING
        path = self.path(name)
        draft = load(path)
        known = {each.id for each in draft.sections}
        empty = next((each.id for each in draft.sections if each.state == "empty"), draft.sections[0].id)
        chosen = draft.section(section if section in known else empty)
        others = self.together.others(path)
        editor = gr.Textbox(clash.mine if clash else chosen.text, interactive=chosen.id not in others)
        return (
            self.outline(draft, chosen.id, others),
            editor,
            _address(name, chosen.id) + self.lent(name, path) + desk_html(self.workspace, draft, chosen),
            self.progress(draft),
            chosen.id,
            clash.stored if clash else chosen.text,
            banner(others, chosen.id),
            clash_pane(clash) if clash else "",
        )

    def lent(self, name: str, path: Path) -> str:
        """A warning where others read in the draft what its library does not show them."""
        share = Sharing(self.workspace.home, "drafts").of(name)
        if not share.owner or share.visibility is Visibility.PRIVATE:
            return ""
        found = draft_sources.lent(self.workspace, path, share.owner, share.visibility, share.people)
        rows = "".join(
            f"<p>草稿已分享，其中 {each.clauses} 条原文出自资料库“{text(each.library)}”：{text('、'.join(each.people[:8]))} "
            "打不开那个库，在这里却看得到。请在“谁能打开草稿”里收回，或把那个库也分享给他们。</p>"
            for each in found
        )
        return f'<div class="notice" role="status">{rows}</div>' if rows else ""

    def outline(self, draft: Draft, chosen: str, others: dict[str, Reservation]) -> Any:
        """The list of sections, with who writes where."""
        choices = [
            (
                f"{glyph} {'　' * (each.level - 1)}{each.heading}"
                + (f"（{others[each.id].owner}正在写）" if each.id in others else ""),
                each.id,
            )
            for each, glyph in zip(draft.sections, glyphs(draft.sections), strict=True)
        ]
        return gr.Radio(choices, value=chosen)

    def begun(self, name: str | None, section: str | None, words: str, base: str) -> tuple[Any, ...]:
        """The writer steps into the text: the section is theirs, and a text that changed meanwhile is fetched."""
        if not name or not section:
            return tuple(gr.skip() for _ in NOTHING)
        path = self.path(name)
        self.together.hold(path, section)
        fresh = load(path).section(section).text
        if section in self.together.others(path) or (words == base and fresh != base):
            return self.view(name, section)
        return tuple(gr.skip() for _ in NOTHING)

    def autosaved(self, name: str | None, section: str | None, words: str, base: str) -> tuple[Any, ...]:
        """Save when the editor loses the focus: progress, both texts where another changed it, else address and text for the browser."""
        if not name or not section:
            return "", gr.skip(), gr.skip()
        path = self.path(name)
        if section in self.together.others(path) and words == base:
            return gr.skip(), gr.skip(), gr.skip()
        draft, clash = self.together.kept(path, section, words, base)
        if clash:
            return self.progress(draft), clash_pane(clash), gr.skip()
        told = json.dumps([links.section(name, section), draft.section(section).text], ensure_ascii=False)
        return self.progress(draft), gr.skip(), told

    def saved(
        self, name: str | None, section: str | None, words: str, base: str, state: str | None = None
    ) -> tuple[Any, ...]:
        """Save, perhaps as done; a section that is done is given free."""
        if not section:
            raise InputError("nothing_chosen")
        path = self.path(name)
        _, clash = self.together.kept(path, section, words, base, state)
        if clash is None and state == "done":
            self.together.let_go()
        return self.view(name, section, clash)

    def answered(self, name: str | None, section: str | None, words: str, action: str, key: str) -> tuple[Any, ...]:
        """What the writer decided of a clash."""
        if not section:
            raise InputError("nothing_chosen")
        return self.view(name, section, self.together.resolved(self.path(name), section, words, action, key))

    def heard(
        self, name: str | None, section: str | None, words: str, base: str, known: str, told: str
    ) -> tuple[Any, ...]:
        """From time to time: what others hold by now; all is shown anew only when that changed.

        ``known`` is what they held when last asked, ``told`` what the page says of the open section: a window that closed in between
        must not keep it shut.
        """
        quiet = (*(gr.skip() for _ in NOTHING), known)
        if not name or not section:
            return quiet
        path = self.path(name)
        self.together.still_here(path)
        others = self.together.others(path)
        now = "|".join(f"{key}:{entry.owner}" for key, entry in sorted(others.items()))
        if now == known and bool(told) == (section in others):
            return quiet
        if words == base:
            return (*self.view(name, section), now)
        editor = gr.Textbox(interactive=section not in others)
        skipped = tuple(gr.skip() for _ in range(4))
        return (self.outline(load(path), section, others), editor, *skipped, banner(others, section), gr.skip(), now)

    def filled(
        self, name: str | None, section: str | None, words: str, base: str, chosen: str | None
    ) -> tuple[Any, ...]:
        """A first text for the section chosen in the outline, which the editor may not have reached yet."""
        path = self.path(name)
        if not chosen:
            raise InputError("nothing_chosen")
        self.together.must_be_free(path, chosen)
        self.together.must_keep(path, section, words, base)
        drafts.fill(self.workspace, path, chosen)
        return self.view(name, chosen)

    def inserted(self, name: str | None, section: str | None, clause_id: str) -> tuple[Any, ...]:
        """A past clause, adapted, at the end of the section."""
        path = self.path(name)
        key = section or ""
        self.together.must_be_free(path, key)
        with exclusive(path):
            draft = load(path)
            for candidate in drafts.candidates(self.workspace, draft, key):
                if candidate.hit.clause_id == clause_id:
                    draft = insert_candidate(draft, key, candidate)
                    save(draft, path)
        return self.view(name, key)

    def progress(self, draft: Draft) -> str:
        """One line: sections done, elements, open slots, foreign names, conflicts."""
        status = drafts.status_of(self.workspace, draft)
        written = [section for section in draft.sections if section.requirement or section.items]
        done = sum(1 for section in written if section.state.value == "done")
        parts = [badge(f"完成 {done}/{len(written)} 节")]
        parts += [badge(f"{labels.word(label)} {n}", label) for label, n in status["elements"].items() if n]
        waiting = len(status["slots"]) + len(status["front_slots"])
        parts.append(badge(f"待补充 {waiting}", "weak" if waiting else "good"))
        if status["boilerplate"]["sections"]:
            parts.append(badge(f"套话 {status['boilerplate']['share']}", "weak"))
        for key, words in (("foreign_names", "外地名称"), ("conflicts", "冲突")):
            if status[key]:
                parts.append(badge(f"{words} {len(status[key])}", "bad"))
        return f"<p>{''.join(parts)}</p>"


def glyphs(sections: Sequence[DraftSection]) -> list[str]:
    """The sign of every section's state; a heading without text of its own is as far as what stands below it."""
    return [_GLYPHS[_state(sections, at)] for at in range(len(sections))]


def _state(sections: Sequence[DraftSection], at: int) -> str:
    section = sections[at]
    if section.text or section.requirement or section.items:
        return section.state.value
    below = list(takewhile(lambda each: each.level > section.level, sections[at + 1 :]))
    states = {each.state.value for each in below if each.text or each.requirement or each.items}
    if not below:
        return section.state.value
    return states.pop() if len(states) == 1 else "draft" if states else "empty"


def _address(name: str, section: str) -> str:
    """The section's address, to be copied."""
    address = links.section(name, section)
    return f'<p class="tools" data-address="{text(address)}">{links.copier(address, "复制本节链接")}</p>'


def _laid_over(under: dict[str, Any], over: dict[str, Any]) -> dict[str, Any]:
    """Two fact mappings as one; the later wins field by field, also inside list entries."""
    merged = dict(under)
    for key, value in over.items():
        known = merged.get(key)
        if isinstance(value, dict) and isinstance(known, dict):
            merged[key] = _laid_over(known, value)
        elif (
            isinstance(value, list)
            and isinstance(known, list)
            and all(isinstance(each, dict) for each in (*value, *known))
        ):
            merged[key] = [_laid_over(old, new) for old, new in zip(known, value, strict=False)] + [
                *known[len(value) :],
                *value[len(known) :],
            ]
        else:
            merged[key] = value
    return merged


def value_of(mapping: dict[str, Any], key: str) -> str:
    """A fact of a nested mapping by its dotted key, as text."""
    value: Any = mapping
    for part in key.split("."):
        if isinstance(value, list):
            value = value[int(part) - 1] if part.isdigit() and int(part) <= len(value) else ""
        else:
            value = value.get(part, "") if isinstance(value, dict) else ""
    return "、".join(map(str, value)) if isinstance(value, list) else str(value)
