"""The libraries of a workspace: the public one that lies in its folder, and further ones below it, each private, shared or public.

Every further library is a library folder of its own, so that nothing in it is found, counted, compared or named from another.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path

from kb.errors import InputError
from ui.people.sharing import Sharing
from ui.people.users import User

FOLDER = KIND = "libraries"
PUBLIC = ""
"""The library that lies in the workspace's own folder and is open to everybody who may read."""
ALL, PUBLIC_NAME = "全部", "公共库"
"""How all libraries that are open to somebody, and the public one, are asked for by name."""
_SEPARATORS = re.compile(r"[、，,]")
_NAME = re.compile(r"\w[\w ()（）.·-]{0,38}[\w)）]|\w")
_RESERVED = re.compile(rf"(?i)(con|prn|aux|nul|com\d|lpt\d)(\..*)?|{ALL}|{PUBLIC_NAME}")

_IN_USE: ContextVar[str] = ContextVar("library", default=PUBLIC)


def in_use() -> str:
    """The library that this request or job works in."""
    return _IN_USE.get()


@contextmanager
def using(name: str) -> Iterator[None]:
    """What is done within is done in this library; whoever enters it was let in before (``required``)."""
    token = _IN_USE.set(name)
    try:
        yield
    finally:
        _IN_USE.reset(token)


def place(home: Path, name: str) -> Path:
    """The folder of a library."""
    return home / FOLDER / name if name else home


def names(home: Path) -> tuple[str, ...]:
    """The further libraries there are, in order."""
    return tuple(
        sorted(each.name for each in (home / FOLDER).glob("*") if each.is_dir() and _NAME.fullmatch(each.name))
    )


def open_to(home: Path, user: User | None) -> tuple[str, ...]:
    """The further libraries that a user may open; None, on one's own machine, may open all."""
    sharing = Sharing(home, KIND)
    return tuple(name for name in names(home) if sharing.may_open(name, user))


def required(home: Path, name: str, user: User | None) -> str:
    """The library's name. Raises InputError("unknown_library"), also for one that the user may not open."""
    if name == PUBLIC or (name in names(home) and Sharing(home, KIND).may_open(name, user)):
        return name
    raise InputError("unknown_library", name=name)


def named(home: Path, asked: Sequence[str], user: User | None) -> tuple[str, ...]:
    """The libraries that one or several texts ask for, each once: names with 、 between them, ``公共库``, ``全部`` for all open to the user.

    Nothing asked is the public one. Raises InputError("unknown_library"), also for one that the user may not open.
    """
    found: list[str] = []
    for name in (part.strip() for text in asked for part in _SEPARATORS.split(text)):
        if name == ALL:
            found += [PUBLIC, *open_to(home, user)]
        elif name:
            found.append(PUBLIC if name == PUBLIC_NAME else required(home, name, user))
    return tuple(dict.fromkeys(found)) or (PUBLIC,)


def only(home: Path, asked: Sequence[str], user: User | None) -> str:
    """The one library asked for. Raises InputError: ``unknown_library``, ``one_library`` where several are asked for."""
    found = named(home, asked, user)
    if len(found) > 1:
        raise InputError("one_library", names="、".join(name or PUBLIC_NAME for name in found[:6]))
    return found[0]


def create(home: Path, wanted: str, user: User | None) -> str:
    """A new, empty library, private to its maker; a name that is taken gets a number. Raises InputError("bad_library_name")."""
    stem = proper(wanted)
    taken = {each.casefold() for each in names(home)}
    name, n = stem, 2
    while name.casefold() in taken:
        name, n = f"{stem[:34]}-{n}", n + 1
    Sharing(home, KIND).own(name, user)
    place(home, name).mkdir(parents=True)
    return name


def proper(wanted: str) -> str:
    """A name as a library may have it. Raises InputError("bad_library_name")."""
    name = " ".join(wanted.split())
    if not _NAME.fullmatch(name) or _RESERVED.fullmatch(name):
        raise InputError("bad_library_name", name=wanted[:60])
    return name


def described(home: Path, name: str) -> str:
    """The code of who may open a library: ``private``, ``shared`` or ``public``."""
    return Sharing(home, KIND).of(name).visibility.value if name else "public"
