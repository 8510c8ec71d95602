"""A search that answers the same question once."""

from __future__ import annotations

from kb.model import SearchFilters, SearchResult
from kb.ports import ClauseSearch


class Remembering:
    """Keeps answers as long as it lives: sections and units ask alike, and the library stays as it is meanwhile."""

    def __init__(self, search: ClauseSearch) -> None:
        self._search = search
        self._known: dict[tuple[str, int, SearchFilters | None], SearchResult] = {}

    def search(self, query: str, k: int = 10, filters: SearchFilters | None = None) -> SearchResult:
        """The answer of the search behind."""
        key = (query, k, filters)
        if key not in self._known:
            self._known[key] = self._search.search(query, k, filters)
        return self._known[key]
