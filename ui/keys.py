"""What names a clause on a page: whose library it stands in, and its id.

``o|id`` stands in the library in use, ``o@name|id`` in another one (``o@|id`` in the public one), ``s|id`` in the starter library.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from ui.libraries import in_use, required, using
from ui.people.viewer import viewer
from ui.workspace import Workspace

if TYPE_CHECKING:
    from kb.library.store import Library


def mark_of(hit: Mapping[str, Any]) -> str:
    """What stands before the ids of clauses of a hit's library, with the bar."""
    if hit["sample"]:
        return "s|"
    library = hit.get("library")
    return "o|" if library is None or library == in_use() else f"o@{library}|"


def key_of(hit: Mapping[str, Any]) -> str:
    """The key of a hit's clause."""
    return f"{mark_of(hit)}{hit['clause_id']}"


def parts(key: str) -> tuple[bool, str | None, str]:
    """Whether a key names a sample, the library that it names (None for the one in use), and the clause's id."""
    mark, _, clause_id = key.partition("|")
    kind, at, name = mark.partition("@")
    return kind == "s", name if at else None, clause_id


def lasting(key: str) -> str:
    """The key as it holds from any library."""
    sample, name, clause_id = parts(key)
    where = in_use() if name is None else name
    return f"s|{clause_id}" if sample else f"o@{where}|{clause_id}"


@contextmanager
def opened(workspace: Workspace, key: str) -> Iterator[tuple[Library, str]]:
    """The library that a key names, in use within, and the clause's id. Raises InputError("unknown_library") for one that is not open to who asks."""
    sample, name, clause_id = parts(key)
    if sample or name is None:
        yield workspace.library_of(sample=sample), clause_id
        return
    with using(required(workspace.home, name, viewer())):
        yield workspace.library_of(sample=False), clause_id
