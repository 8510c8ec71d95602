"""Who else writes on the draft: the writer's name, who holds which section since when, and two texts beside each other."""

from __future__ import annotations

import hashlib
from collections import OrderedDict
from collections.abc import Mapping
from pathlib import Path

from gradio.context import LocalContext

from kb.drafting import locks
from kb.drafting.files import load
from kb.drafting.locks import Reservation
from kb.drafting.model import Draft
from kb.errors import InputError
from ui.coauthors import Clash, Desk, Marked, Writer
from ui.web.common import text

_TABS = 2_000


class Together:
    """The windows of this server that write: their names, what they hold, and saving without overwriting one another."""

    def __init__(self) -> None:
        self._names: dict[str, str] = {}
        self._holding: dict[str, tuple[Path, str]] = {}
        self._tabs: OrderedDict[tuple[str, str], str] = OrderedDict()
        self.desk = Desk()

    def me(self) -> Writer:
        """Who asks: the login, else the name given on the page, else the window."""
        request = LocalContext.request.get(None)
        window = str(getattr(request, "session_hash", None) or "")
        login = getattr(request, "username", None)
        return Writer(str(login or self._names.get(window) or _unnamed(window)), window)

    def came_back(self, tab: str) -> None:
        """A tab that was loaded anew goes on under its name and with what it held, before its old window is known to be gone.

        ``tab`` is a secret of the browser's tab (``frame.js``); it opens nothing that the button to take over would not.
        """
        me, request = self.me(), LocalContext.request.get(None)
        key = (str(getattr(request, "username", None) or ""), tab)
        before = self._tabs.pop(key, None) if tab else None
        if tab and me.window:
            self._tabs[key] = me.window
            if len(self._tabs) > _TABS:
                self._tabs.popitem(last=False)
        if before is None or before == me.window:
            return
        self._names[me.window] = self._names.pop(before, "") or _unnamed(before)
        if before in self._holding:
            self._holding[me.window] = self._holding.pop(before)
        self.desk.moved(before, me.window)

    def call_me(self, name: str) -> None:
        """The name that the others see from now on; what was held under another name before is given free."""
        me, name = self.me(), " ".join((name or "").split())[:20]
        if name == me.name:
            return
        self._free(me.window)
        self._names[me.window] = name

    def still_here(self, path: Path) -> None:
        """A sign of the window: what it holds of the draft stays its own."""
        held, name = self._holding.get(self.me().window, (None, ""))
        if held == path:
            with locks.exclusive(path):
                locks.renew(path, name)

    def gone(self, window: str) -> None:
        """A window was closed: what it held is given free."""
        self._free(window)
        self._names.pop(window, None)
        self.desk.forget(window)

    def hold(self, path: Path, section: str) -> None:
        """Reserve the section that one begins to write, unless another has it; what one held before is given free."""
        if section in self.others(path):
            return
        me = self.me()
        self._free(me.window)
        with locks.exclusive(path):
            locks.reserve(path, section, me.name)
        self._holding[me.window] = (path, me.name)

    def take_over(self, path: Path, section: str) -> None:
        """Reserve a section that another holds."""
        me = self.me()
        self._free(me.window)
        with locks.exclusive(path):
            locks.take_over(path, section, me.name)
        self._holding[me.window] = (path, me.name)

    def let_go(self) -> None:
        """Give free what one holds."""
        self._free(self.me().window)

    def _free(self, window: str) -> None:
        path, name = self._holding.pop(window, (None, ""))
        if path is not None and path.exists():
            with locks.exclusive(path):
                locks.release_all(path, name)

    def must_be_free(self, path: Path, section: str) -> None:
        """Raises InputError("section_locked") when another holds the section."""
        locks.check(path, section, self.me().name)

    def kept(
        self, path: Path, section: str, words: str, base: str, state: str | None = None
    ) -> tuple[Draft, Clash | None]:
        """Save what was written; a text that another changed meanwhile stays, and the clash comes back."""
        me = self.me()
        kept = self.desk.keep(path, section, words, base, me, state)
        self._holding[me.window] = (path, me.name)
        return kept

    def must_keep(self, path: Path, section: str | None, words: str, base: str) -> Draft:
        """Save before something else; raises InputError("section_conflict") instead of going on over a clash."""
        if not section:
            return load(path)
        draft, clash = self.kept(path, section, words, base)
        if clash is not None:
            raise InputError("section_conflict", section=clash.heading)
        return draft

    def others(self, path: Path) -> dict[str, Reservation]:
        """What others hold."""
        me = self.me().name
        return {section: entry for section, entry in locks.held(path).items() if entry.owner != me}

    def resolved(self, path: Path, section: str, words: str, action: str, key: str) -> Clash | None:
        """Answer a clash: ``mine`` or ``both`` is saved if the stored text is still the one that was shown."""
        stored = load(path).section(section).text
        if action == "theirs":
            return None
        base = stored if fingerprint(stored) == key else f"{stored}\0"
        if action == "both":
            words = Clash(section, "", stored, words, "", "").both
        return self.kept(path, section, words, base)[1]


def _unnamed(window: str) -> str:
    return f"窗口{window[:4]}"


def banner(others: Mapping[str, Reservation], section: str) -> str:
    """Who writes this section, and who writes elsewhere."""
    rows = []
    here = others.get(section)
    if here is not None:
        rows.append(
            f"<b>{text(here.owner)}</b> {here.since} 起正在写本节。现在只能看，对方保存后这里会更新。"
            '<button type="button" data-act="take">对方已离开，由我接着写</button>'
        )
    return f'<div class="notice" role="status">{"".join(rows)}</div>' if rows else ""


def clash_pane(clash: Clash) -> str:
    """Both texts beside each other, with what may be done."""
    theirs, mine = clash.columns
    who = f"{text(clash.by)} {clash.at} 保存的".strip() if clash.by else f"现在存着的（{clash.at}）"
    key = fingerprint(clash.stored)
    buttons = "".join(
        f'<button type="button" data-act="{act}" data-key="{key}">{words}</button>'
        for act, words in (("mine", "改用我写的"), ("both", "两边都留下"), ("theirs", "保留已存的"))
    )
    return (
        f'<div class="clash" role="alert"><p><b>“{text(clash.heading)}”在您编辑期间被改过，您写的没有覆盖它，已另存。</b></p>'
        f'<div class="columns"><div><h4>{who}</h4><p>{_shown(theirs)}</p></div><div><h4>我写的</h4><p>{_shown(mine)}</p></div></div>'
        f'<p class="actions">{buttons}</p></div>'
    )


def fingerprint(words: str) -> str:
    """A short mark of a text."""
    return hashlib.sha256(words.encode()).hexdigest()[:16]


def _shown(parts: Marked) -> str:
    return "".join(f"<mark>{text(words)}</mark>" if differs else text(words) for words, differs in parts).replace(
        "\n", "<br>"
    )
