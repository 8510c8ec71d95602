"""What a visitor of 找条款 has asked and kept, and what each click changes of it; free of Gradio."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from kb.errors import InputError, LibraryError, YuanfangError
from kb.model import SearchFilters
from ui import across, finding, kept, labels, libraries, past
from ui.kept import Kept, KeptSearch
from ui.libraries import PUBLIC, in_use
from ui.page_images import PageImage, page_image
from ui.people.viewer import viewer
from ui.web.cases import cases_html
from ui.web.clauses import basket_html, button, compare_html, hits_html
from ui.web.common import text
from ui.web.reading_view import context_html
from ui.workspace import Workspace

CLAUSES, CASES = "条款", "过往处置"
_DEPTH = 60
_CASES = 10
Changes = dict[str, Any]
"""Parts of the page by name, with what they show now: ``asked query mode fields samples everywhere hits context basket saved``."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What one visitor has asked, narrowed down and kept; ``everywhere`` in all libraries open to them. ``pair`` is a clause that waits to be compared with another."""

    query: str = ""
    mode: str = CLAUSES
    fields: Mapping[str, str] = field(default_factory=dict)
    samples: bool = False
    everywhere: bool = False
    chosen: Mapping[str, str] = field(default_factory=dict)
    basket: tuple[str, ...] = ()
    all_shown: bool = False
    pair: str = ""

    @property
    def as_search(self) -> KeptSearch:
        """The search, to be repeated."""
        return KeptSearch(
            "", self.query, self.mode, dict(self.fields), dict(self.chosen), self.samples, self.everywhere
        )


@dataclass(frozen=True, slots=True)
class Finder:
    """The page's work for one user: ``owner`` is who is logged in, ``internal`` whether they may see what the text masks."""

    workspace: Workspace
    owner: str = ""
    internal: bool = True

    def find(self, state: Asked) -> Changes:
        """Ask, show, and remember the search."""
        shown = self.found_html(state)
        mine = kept.searched(self.workspace.place, self.owner, state.as_search)
        return {"asked": replace(state, basket=mine.basket), "hits": shown, "saved": saved_html(mine, state.query)}

    def arrive(self, state: Asked, key: str, query: str) -> Changes:
        """What the page shows when it opens: the basket and the kept searches, and what the address asks for."""
        mine = kept.load(self.workspace.place, self.owner)
        state = replace(state, basket=mine.basket)
        changes: Changes = {"asked": state, "basket": self.basket(mine), "saved": saved_html(mine, query)}
        if query:
            state = replace(state, query=query)
            changes |= {"asked": state, "query": query, "hits": self.found_html(state)}
        if key:
            changes["context"] = self._opened_or_told(key)
        return changes

    def click(self, state: Asked, action: str, key: str) -> Changes:
        """What a click on ``data-act`` changes."""
        answers = {
            "ask": self._ask, "open": self._open, "page": self._page, "compare": self._compare, "pair": self._pair, "keep": self._keep,
            "empty": self._empty, "chip": self._chip, "more": self._more, "save-search": self._save, "repeat": self._repeat,
            "forget": self._forget,
        }  # fmt: skip
        answer = answers.get(action)
        return answer(state, key) if answer else {}

    # ------------------------------------------------------------------ clicks

    def _ask(self, state: Asked, key: str) -> Changes:
        state = Asked(key, CLAUSES, {}, state.samples, state.everywhere)
        return {"query": key, "mode": CLAUSES, "fields": {}} | self.find(state)

    def _open(self, _state: Asked, key: str) -> Changes:
        return {"context": context_html(self.workspace, key, address=True)}

    def _page(self, _state: Asked, key: str) -> Changes:
        clause, _, number = key.rpartition("@@")
        page: PageImage | str
        try:
            page = page_image(self.workspace, clause, int(number or 0), internal=self.internal)
        except YuanfangError as error:
            page = "".join(labels.error_text(error))
        return {"context": context_html(self.workspace, clause, page=page)}

    def _compare(self, state: Asked, _key: str) -> Changes:
        if len(state.basket) < 2:
            return {}
        one, other = (finding.clause_of(self.workspace, each) for each in state.basket[-2:])
        return {"context": compare_html(one, other)}

    def _pair(self, state: Asked, key: str) -> Changes:
        """The first clause waits, the second is set beside it; the same one again takes it back."""
        if not state.pair or state.pair == key:
            state = replace(state, pair="" if state.pair else key)
            return {"asked": state, "hits": self.found_html(state)}
        one, other = (finding.clause_of(self.workspace, each) for each in (state.pair, key))
        state = replace(state, pair="")
        return {"asked": state, "hits": self.found_html(state), "context": compare_html(one, other)}

    def _keep(self, state: Asked, key: str) -> Changes:
        return self._with_basket(state, kept.put(self.workspace.place, self.owner, key))

    def _empty(self, state: Asked, _key: str) -> Changes:
        return self._with_basket(state, kept.empty_basket(self.workspace.place, self.owner))

    def _with_basket(self, state: Asked, mine: Kept) -> Changes:
        state = replace(state, basket=mine.basket)
        changes: Changes = {"asked": state, "basket": self.basket(mine)}
        return changes | ({"hits": self.found_html(state)} if state.query else {})

    def _chip(self, state: Asked, key: str) -> Changes:
        name, _, value = key.partition("=")
        chosen = dict(state.chosen)
        if chosen.pop(name, None) != value:
            chosen[name] = value
        return self.find(replace(state, chosen=chosen))

    def _more(self, state: Asked, _key: str) -> Changes:
        state = replace(state, all_shown=True)
        return {"asked": state, "hits": self.found_html(state)}

    def _save(self, state: Asked, key: str) -> Changes:
        mine = kept.save_search(self.workspace.place, self.owner, replace(state.as_search, name=key or state.query))
        return {"saved": saved_html(mine, state.query)}

    def _forget(self, state: Asked, key: str) -> Changes:
        return {"saved": saved_html(kept.forget_search(self.workspace.place, self.owner, key), state.query)}

    def _repeat(self, state: Asked, key: str) -> Changes:
        """Ask a kept search again, with its filters; an empty key is the last one."""
        mine = kept.load(self.workspace.place, self.owner)
        search = next((each for each in mine.searches if each.name == key), None) if key else mine.last
        if search is None:
            return {"saved": saved_html(mine, state.query)}
        wide = search.everywhere and bool(libraries.open_to(self.workspace.home, viewer()))
        state = Asked(search.query, search.mode or CLAUSES, search.fields, search.samples, wide, search.chosen)
        widgets = {
            "query": state.query, "mode": state.mode, "fields": state.fields, "samples": state.samples, "everywhere": wide
        }  # fmt: skip
        return widgets | self.find(state)

    # ------------------------------------------------------------------ what is shown

    def found_html(self, state: Asked) -> str:
        """What was found, as cards. Raises InputError for an empty query or a filter that does not exist."""
        searched = self._searched(state)
        if state.mode == CASES:
            chosen = {name: state.fields.get(name) for name in past.FILTERS}
            return cases_html(
                across.incidents(self.workspace, searched, state.query, _CASES, chosen, samples=state.samples)
            )
        names = SearchFilters.__dataclass_fields__
        filters = SearchFilters(**{name: value for name, value in state.fields.items() if name in names})
        found = across.search(self.workspace, searched, state.query, _DEPTH, filters, samples=state.samples)
        hits, facets = finding.narrowed(self.workspace, found["hits"], state.chosen)
        unheard: tuple[str, ...] = ()
        if not found["answerable"]:
            unheard = finding.unheard(self.workspace, state.query, samples=state.samples, libraries=searched)
        return hits_html(
            found, hits, facets, state.chosen, state.basket, unheard, all_shown=state.all_shown, paired=state.pair
        )

    def _searched(self, state: Asked) -> tuple[str, ...]:
        """The libraries to search, that of the window first."""
        here = in_use()
        every = (here, PUBLIC, *libraries.open_to(self.workspace.home, viewer())) if state.everywhere else (here,)
        return tuple(dict.fromkeys(every))

    def basket(self, mine: Kept) -> str:
        """The basket without the clauses that have left the library."""
        there = (self._still_there(each) for each in mine.basket)
        return basket_html([clause for clause in there if clause is not None])

    def _still_there(self, key: str) -> dict[str, Any] | None:
        try:
            return finding.clause_of(self.workspace, key)
        except (LibraryError, InputError):
            return None

    def _opened_or_told(self, key: str) -> str:
        """The clause that an address names, or what to do when it is gone; an address with a document alone opens its beginning."""
        try:
            if key.endswith("#"):
                key += finding.first_of(self.workspace, key)
            return context_html(self.workspace, key)
        except (LibraryError, InputError):
            name = text(key.partition("|")[2])
            return f'<div class="refusal">链接里的条款（{name}）不在资料库里了：文件可能已移除，或换了版本。请在上面重新查找。</div>'


def saved_html(mine: Kept, query: str) -> str:
    """Kept searches to repeat, the last one, and a field to name the one just made."""
    chips = "".join(
        f'<span class="kept">{button("repeat", each.name, each.name, "chip")}'
        f"{button('forget', each.name, '×', 'chip', **{'aria-label': f'删去 {each.name}'})}</span>"
        for each in mine.searches
    )
    last = button("repeat", "", f"再查：{mine.last.query[:16]}", "chip") if mine.last and not query else ""
    name = (
        f'<span class="naming"><input id="search-name" type="text" maxlength="40" aria-label="给这次查找起名" value="{text(query[:40])}">'
        f"{button('save-search', '', '保存这次查找', **{'from': '#search-name'})}</span>"
        if query
        else ""
    )
    lead = "<small>已存的查找</small> " if mine.searches else ""
    return f'<div class="saved">{lead}{chips}{last}{name}</div>' if chips or last or name else ""
