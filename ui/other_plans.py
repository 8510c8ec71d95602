"""The plans of the user's library as a check looks them up, read once and again only after a change."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from kb.errors import LibraryError
from kb.model import Kind

if TYPE_CHECKING:
    from kb.review.origins.copies import PlanShelf

MOST = 400
"""At most so many plans are looked at, the newest first: a check must not wait for a province's library."""


@dataclass(slots=True)
class OtherPlansCache:
    """The shelf of one library, with the state of the library that it was made from."""

    home: Path
    _made: tuple[int, PlanShelf] | None = field(default=None)

    def get(self) -> PlanShelf | None:
        """The plans of the library, None where there is no library or none that can be read."""
        if not (self.home / "library.db").is_file():
            return None
        from kb.library.store import Library
        from kb.review.origins.copies import PlanShelf

        try:
            library = Library(self.home)
        except LibraryError:
            return None
        try:
            if self._made is None or self._made[0] != library.sequence:
                shelf = PlanShelf()
                plans = [record for record in library.document_records() if record.kind is Kind.PLAN]
                for record in plans[-MOST:]:
                    shelf.add(record.doc_id, record.title, library.clauses_of(record.doc_id))
                self._made = (library.sequence, shelf)
            return self._made[1]
        finally:
            library.close()
