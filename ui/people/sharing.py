"""What belongs to whom in a shared workspace: private to its owner, shared with some people, or public."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from enum import StrEnum
from pathlib import Path

from kb.errors import InputError
from kb.files import write_atomically
from ui.people.roles import Role
from ui.people.users import User, Users

FILE = "sharing.json"


class Visibility(StrEnum):
    """Who may open and change something: its owner, those named as well, or everybody whose role allows it."""

    PRIVATE = "private"
    SHARED = "shared"
    PUBLIC = "public"


@dataclass(frozen=True, slots=True)
class Share:
    """Whose something is. What nobody owns (made before there were users) is public."""

    owner: str = ""
    visibility: Visibility = Visibility.PUBLIC
    people: tuple[str, ...] = ()


class Sharing:
    """The owners of things of one kind (``drafts``, ``libraries``) in one library folder, by name.

    Raises InputError("bad_sharing") when the file is damaged: then nobody but its owner's machine opens anything.
    """

    def __init__(self, home: Path, kind: str) -> None:
        self._home = home
        self._file = home / FILE
        self._kind = kind

    def of(self, name: str) -> Share:
        """Whose something is."""
        return self._all().get(self._kind, {}).get(name, Share())

    def may_open(self, name: str, user: User | None) -> bool:
        """Whether a user may open it; None, on one's own machine, may open everything."""
        if user is None:
            return True
        share = self.of(name)
        if not share.owner or share.visibility is Visibility.PUBLIC or user.name == share.owner:
            return True
        if share.visibility is Visibility.SHARED and user.name in share.people:
            return True
        return self._left_behind(share, user)

    def may_share(self, name: str, user: User | None) -> bool:
        """Whether a user may say who sees it: the owner, an administrator of what is open to them, anybody for what nobody owns."""
        share = self.of(name)
        if user is None or not share.owner or user.name == share.owner:
            return True
        return user.role is Role.ADMIN and self.may_open(name, user)

    def _left_behind(self, share: Share, user: User) -> bool:
        """What a user who is gone has left is the administrator's to look after."""
        return user.role is Role.ADMIN and Users(self._home).get(share.owner) is None

    def own(self, name: str, user: User | None) -> None:
        """Make something new its maker's, private; without users nothing is owned."""
        if user is not None:
            with self._changing() as shares:
                shares[name] = Share(user.name, Visibility.PRIVATE)

    def change(self, name: str, user: User | None, visibility: str, people: Sequence[str] = ()) -> Share:
        """Say who may open it. Raises InputError: ``not_yours``, ``bad_visibility``, ``unknown_user``."""
        if not self.may_share(name, user):
            raise InputError("not_yours", name=name)
        try:
            chosen = Visibility(visibility)
        except ValueError as error:
            raise InputError("bad_visibility", value=visibility) from error
        known = Users(self._home).all()
        for person in people:
            if person not in known:
                raise InputError("unknown_user", name=person)
        with self._changing() as shares:
            owner = shares.get(name, Share()).owner or (user.name if user else "")
            named = tuple(people) if chosen is Visibility.SHARED else ()
            shares[name] = replace(shares.get(name, Share()), owner=owner, visibility=chosen, people=named)
            return shares[name]

    def rename(self, name: str, new: str) -> None:
        """The same thing under another name."""
        with self._changing() as shares:
            if name in shares:
                shares[new] = shares.pop(name)

    def forget(self, name: str) -> None:
        """What is gone belongs to nobody."""
        with self._changing() as shares:
            shares.pop(name, None)

    @contextmanager
    def _changing(self) -> Iterator[dict[str, Share]]:
        from filelock import FileLock

        self._home.mkdir(parents=True, exist_ok=True)
        with FileLock(self._file.with_suffix(".lock")):
            everything = self._all()
            mine = everything.setdefault(self._kind, {})
            yield mine
            rows = {kind: {name: asdict(each) for name, each in shares.items()} for kind, shares in everything.items()}
            write_atomically(self._file, json.dumps(rows, ensure_ascii=False, indent=1).encode())

    def _all(self) -> dict[str, dict[str, Share]]:
        if not self._file.exists():
            return {}
        try:
            rows = json.loads(self._file.read_text(encoding="utf-8"))
            return {
                kind: {
                    name: Share(row["owner"], Visibility(row["visibility"]), tuple(row["people"]))
                    for name, row in shares.items()
                }
                for kind, shares in rows.items()
            }
        except (OSError, ValueError, TypeError, KeyError, AttributeError) as error:
            raise InputError("bad_sharing", path=self._file) from error
