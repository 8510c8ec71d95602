"""The user file: names, roles, Argon2 hashes; lock-out after wrong passwords."""

from __future__ import annotations

import json
import re
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from kb.errors import InputError
from kb.files import write_atomically
from ui.people.roles import RIGHTS, Right, Role

if TYPE_CHECKING:
    from argon2 import PasswordHasher

FILE = "users.json"
MIN_PASSWORD = 10
MAX_PASSWORD = 200
ATTEMPTS = 5
LOCKED_FOR = timedelta(minutes=15)
_NAME = re.compile(r"[\w\u4e00-\u9fff][\w\u4e00-\u9fff.-]{0,31}")
Clock = Callable[[], datetime]


@dataclass(frozen=True, slots=True)
class User:
    """One person. ``internal`` opens the internal view of personal data; ``locked_until`` is ISO, empty when open."""

    name: str
    role: Role
    password: str
    internal: bool = False
    failures: int = 0
    locked_until: str = ""

    @property
    def rights(self) -> frozenset[Right]:
        """What the user may do."""
        return RIGHTS[self.role] | ({Right.INTERNAL} if self.internal else set())


def _now() -> datetime:
    return datetime.now(UTC)


class Users:
    """The users of one library folder; the file is read anew at every question, so that a change holds at once.

    Raises InputError("bad_user_file") when the file cannot be read: nobody gets in then.
    """

    def __init__(self, home: Path, clock: Clock = _now) -> None:
        self._file = home / FILE
        self._clock = clock
        self._lock = threading.RLock()

    def all(self) -> dict[str, User]:
        """Users by name."""
        if not self._file.exists():
            return {}
        try:
            rows = json.loads(self._file.read_text(encoding="utf-8"))
            users = (User(**{**row, "role": Role(row["role"])}) for row in rows)
            return {user.name: user for user in users}
        except (OSError, ValueError, TypeError, KeyError) as error:
            raise InputError("bad_user_file", path=self._file) from error

    def get(self, name: str) -> User | None:
        """One user, None when unknown."""
        return self.all().get(name)

    # ------------------------------------------------------------------ changing

    @contextmanager
    def _changing(self) -> Iterator[dict[str, User]]:
        from filelock import FileLock

        self._file.parent.mkdir(parents=True, exist_ok=True)
        with self._lock, FileLock(self._file.with_suffix(".lock")):
            users = self.all()
            yield users
            rows = [asdict(user) for user in users.values()]
            write_atomically(self._file, json.dumps(rows, ensure_ascii=False, indent=1).encode())
            self._file.chmod(0o600)

    def add(self, name: str, role: str, password: str, *, internal: bool = False) -> User:
        """A new user. Raises InputError: ``bad_user_name``, ``user_exists``, ``bad_role``, ``weak_password``."""
        if not _NAME.fullmatch(name):
            raise InputError("bad_user_name", name=name)
        user = User(name, _role(role), _hashed(password, name), internal)
        with self._changing() as users:
            if name in users:
                raise InputError("user_exists", name=name)
            users[name] = user
        return user

    def set_password(self, name: str, password: str) -> None:
        """Another password, which also ends a lock-out. Raises InputError: ``unknown_user``, ``weak_password``."""
        hashed = _hashed(password, name)
        with self._changing() as users:
            users[name] = replace(_known(users, name), password=hashed, failures=0, locked_until="")

    def set_role(self, name: str, role: str, *, internal: bool | None = None) -> User:
        """Another role. Raises InputError: ``unknown_user``, ``bad_role``, ``last_admin``."""
        with self._changing() as users:
            old = _known(users, name)
            new = replace(old, role=_role(role), internal=old.internal if internal is None else internal)
            users[name] = new
            _require_admin(users)
        return new

    def remove(self, name: str) -> None:
        """Forget a user. Raises InputError: ``unknown_user``, ``last_admin``."""
        with self._changing() as users:
            _known(users, name)
            del users[name]
            if users:
                _require_admin(users)

    # ------------------------------------------------------------------ asking

    def admits(self, name: str, password: str) -> bool:
        """Whether name and password fit; after ``ATTEMPTS`` failures the name is locked for ``LOCKED_FOR``."""
        user = self.get(name)
        if user is None:
            _fits(_unknown_hash(), password)  # as slow as for a known name, which must not show
            return False
        if self.locked(user):
            return False
        fits = _fits(user.password, password)
        if fits and not user.failures:
            return True
        with self._changing() as users:
            if name not in users:
                return False
            users[name] = self._after(users[name], fits=fits)
        return fits

    def locked(self, user: User) -> bool:
        """Whether the user is locked out at this moment."""
        return bool(user.locked_until) and datetime.fromisoformat(user.locked_until) > self._clock()

    def _after(self, user: User, *, fits: bool) -> User:
        if fits:
            return replace(user, failures=0, locked_until="")
        failures = user.failures + 1
        if failures < ATTEMPTS:
            return replace(user, failures=failures)
        return replace(user, failures=0, locked_until=(self._clock() + LOCKED_FOR).isoformat(timespec="seconds"))


def _role(role: str) -> Role:
    try:
        return Role(role)
    except ValueError as error:
        raise InputError("bad_role", role=role) from error


def _known(users: dict[str, User], name: str) -> User:
    if name not in users:
        raise InputError("unknown_user", name=name)
    return users[name]


def _require_admin(users: dict[str, User]) -> None:
    if not any(user.role is Role.ADMIN for user in users.values()):
        raise InputError("last_admin")


def _hasher() -> PasswordHasher:
    from argon2 import PasswordHasher

    return PasswordHasher()


def _hashed(password: str, name: str) -> str:
    if not MIN_PASSWORD <= len(password) <= MAX_PASSWORD or len(set(password)) < 4 or name in password:
        raise InputError("weak_password", least=MIN_PASSWORD)
    return _hasher().hash(password)


_UNKNOWN: list[str] = []


def _unknown_hash() -> str:
    if not _UNKNOWN:
        _UNKNOWN.append(_hasher().hash("nobody has this password"))
    return _UNKNOWN[0]


def _fits(hashed: str, password: str) -> bool:
    from argon2.exceptions import InvalidHashError, VerificationError

    try:
        return _hasher().verify(hashed, password[:MAX_PASSWORD])
    except (VerificationError, InvalidHashError):
        return False
