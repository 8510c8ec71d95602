"""What one user keeps while looking things up: searches by name, the last one, and the basket of clauses; a small file in the library folder."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

from kb.errors import InputError
from kb.files import write_atomically

if TYPE_CHECKING:
    from pydantic import TypeAdapter

_SEARCHES, _BASKET, _NAME = 40, 200, 40


@dataclass(frozen=True, slots=True)
class KeptSearch:
    """A search that can be repeated: words, what was looked for, filters and chips; ``everywhere`` asks all libraries."""

    name: str
    query: str
    mode: str = ""
    fields: Mapping[str, str] = field(default_factory=dict)
    chosen: Mapping[str, str] = field(default_factory=dict)
    samples: bool = False
    everywhere: bool = False


@dataclass(frozen=True, slots=True)
class Kept:
    """Everything kept for one user: ``basket`` holds keys of clauses, oldest first, ``library`` the library chosen last."""

    searches: tuple[KeptSearch, ...] = ()
    last: KeptSearch | None = None
    basket: tuple[str, ...] = ()
    library: str = ""


def load(home: Path, owner: str = "") -> Kept:
    """What a user has kept (``owner`` is empty without login); nothing when there is no file or it cannot be read."""
    try:
        return _adapter().validate_json(_file(home, owner).read_bytes())
    except (OSError, ValueError):
        return Kept()


def save_search(home: Path, owner: str, search: KeptSearch) -> Kept:
    """Keep a search under its name; an earlier one of that name is replaced. Raises InputError("search_unnamed")."""
    name = " ".join(search.name.split())[:_NAME]
    if not name or not search.query.strip():
        raise InputError("search_unnamed")
    named = replace(search, name=name)

    def change(kept: Kept) -> Kept:
        others = tuple(each for each in kept.searches if each.name != name)
        return replace(kept, searches=(named, *others)[:_SEARCHES])

    return _changed(home, owner, change)


def forget_search(home: Path, owner: str, name: str) -> Kept:
    """Drop a kept search; an unknown name changes nothing."""
    return _changed(
        home, owner, lambda kept: replace(kept, searches=tuple(each for each in kept.searches if each.name != name))
    )


def searched(home: Path, owner: str, search: KeptSearch) -> Kept:
    """Remember the last search."""
    return _changed(home, owner, lambda kept: replace(kept, last=search))


def put(home: Path, owner: str, key: str) -> Kept:
    """Put a clause into the basket, or take it out when it lies there."""

    def change(kept: Kept) -> Kept:
        inside = tuple(each for each in kept.basket if each != key)
        return replace(kept, basket=inside if len(inside) < len(kept.basket) else (*inside, key)[-_BASKET:])

    return _changed(home, owner, change)


def choose_library(home: Path, owner: str, name: str) -> Kept:
    """Remember which library the user works in."""
    return _changed(home, owner, lambda kept: replace(kept, library=name))


def empty_basket(home: Path, owner: str) -> Kept:
    """Take everything out of the basket."""
    return _changed(home, owner, lambda kept: replace(kept, basket=()))


def _changed(home: Path, owner: str, change: Callable[[Kept], Kept]) -> Kept:
    with _alone(home, owner) as file:
        kept = change(load(home, owner))
        write_atomically(file, json.dumps(_adapter().dump_python(kept), ensure_ascii=False, indent=1).encode())
    return kept


@contextmanager
def _alone(home: Path, owner: str) -> Iterator[Path]:
    from filelock import FileLock, Timeout

    file = _file(home, owner)
    file.parent.mkdir(parents=True, exist_ok=True)
    try:
        with FileLock(file.with_name(f".{file.name}.lock"), timeout=5):
            yield file
    except Timeout as error:
        raise InputError("kept_busy") from error


def _file(home: Path, owner: str) -> Path:
    return home / "kept" / f"{quote(owner, safe='') or 'own'}.json"


@cache
def _adapter() -> TypeAdapter[Kept]:
    from pydantic import TypeAdapter

    return TypeAdapter(Kept)
