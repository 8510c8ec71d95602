"""What a draft has from libraries that are not open to everybody, and who would read it in the draft only."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from kb.drafting.files import load
from kb.errors import InputError
from ui import libraries
from ui.people.roles import Right
from ui.people.sharing import Sharing, Visibility
from ui.people.users import User, Users
from ui.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Lent:
    """A library that a draft quotes, how many of its clauses, and the users who may open the draft but not the library."""

    library: str
    clauses: int
    people: tuple[str, ...]


def lent(workspace: Workspace, path: Path, owner: str, visibility: str, people: Sequence[str]) -> tuple[Lent, ...]:
    """What would be read by those who may not open its library, were the draft open to these."""
    quotes = {cited.clause_id: cited.quote for section in load(path).sections for cited in section.citations}
    readers = _readers(workspace.home, owner, visibility, people)
    found = []
    for name in libraries.names(workspace.home):
        held = _held(workspace, name, quotes)
        open_to = Sharing(workspace.home, libraries.KIND)
        strangers = tuple(user.name for user in readers if not open_to.may_open(name, user))
        if held and strangers:
            found.append(Lent(name, held, strangers))
    return tuple(found)


def require_own(workspace: Workspace, path: Path, owner: str, visibility: str, people: Sequence[str]) -> None:
    """Raise InputError("draft_quotes_library") where a draft would show a library's words to somebody who may not open the library."""
    for each in lent(workspace, path, owner, visibility, people)[:1]:
        raise InputError(
            "draft_quotes_library", library=each.library, clauses=each.clauses, people="、".join(each.people[:8])
        )


def _readers(home: Path, owner: str, visibility: str, people: Sequence[str]) -> tuple[User, ...]:
    users = Users(home).all()
    if visibility == Visibility.PRIVATE:
        return ()
    chosen = users if visibility == Visibility.PUBLIC else {name: users[name] for name in people if name in users}
    return tuple(user for user in chosen.values() if user.name != owner and Right.DRAFT in user.rights)


def _held(workspace: Workspace, name: str, quotes: dict[str, str]) -> int:
    """How many of the quotes stand in this library, and not in the one that everybody may open."""
    with libraries.using(name):
        here = workspace.open_library().clauses(list(quotes))
    with libraries.using(libraries.PUBLIC):
        public = workspace.open_library().clauses(list(here))
    return sum(
        quotes[key] == clause.text and not (key in public and public[key].text == clause.text)
        for key, clause in here.items()
    )
