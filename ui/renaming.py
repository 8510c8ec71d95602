"""Another name for a library: its folder, and everything that knows it by its name."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from kb.errors import InputError, LibraryError
from kb.files import write_atomically
from ui import libraries, unfinished
from ui.libraries import KIND, PUBLIC, names, place, required
from ui.people.sharing import Sharing
from ui.people.users import User
from ui.workspace import Workspace

Json = dict[str, Any]


def rename(workspace: Workspace, name: str, wanted: str, user: User | None) -> str:
    """Give a library another name; addresses and baskets that name it follow, whoever kept them. Returns the name.

    Raises InputError: ``unknown_library``, ``not_yours``, ``bad_library_name``, ``library_exists``, ``library_at_work`` while something
    long runs in it; LibraryError: ``library_locked`` while somebody writes into it.
    """
    home = workspace.home
    if required(home, name, user) == PUBLIC or not Sharing(home, KIND).may_share(name, user):
        raise InputError("not_yours", name=name or libraries.PUBLIC_NAME)
    new = libraries.proper(wanted)
    if new == name:
        return name
    if new.casefold() in {each.casefold() for each in names(home) if each != name}:
        raise InputError("library_exists", name=new)
    if workspace.jobs.at_work(name):
        raise InputError("library_at_work", name=name)
    with libraries.using(name), workspace.open_library().writing(wait=0):
        pass  # nobody writes
    workspace.let_go(name)
    try:
        place(home, name).rename(place(home, new))
    except OSError as error:
        raise LibraryError("cannot_write", path=place(home, name), reason=error.strerror or error) from error
    Sharing(home, KIND).rename(name, new)
    _follow(home, name, new)
    return new


def _follow(home: Path, old: str, new: str) -> None:
    """Put the name right where it is kept: what users chose and collected, checks, work that was left."""

    def in_kept(data: Json) -> Json:
        moved = [f"o@{new}|{key.partition('|')[2]}" if key.startswith(f"o@{old}|") else key for key in data["basket"]]
        return {**data, "basket": moved, "library": new if data.get("library") == old else data.get("library", "")}

    def in_record(data: Json) -> Json:
        return {**data, "library": new} if data.get("library") == old else data

    for folder in (home, *(place(home, each) for each in names(home))):
        _rewritten(folder / "kept", "*.json", in_kept)
    _rewritten(home / "checks", "*/check.json", in_record)
    _rewritten(home / unfinished.FOLDER, f"*/{unfinished.TOLD}", in_record)


def _rewritten(folder: Path, pattern: str, change: Callable[[Json], Json]) -> None:
    for file in folder.glob(pattern):
        try:
            before = json.loads(file.read_text(encoding="utf-8"))
            after = change(before)
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            continue  # what cannot be read is not ours to mend
        if after != before:
            write_atomically(file, json.dumps(after, ensure_ascii=False, indent=1).encode())
