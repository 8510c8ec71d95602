"""Checks that can be opened again: copies of the files with what was asked, so that a finding has an address and a restart loses nothing.

A file with a secrecy mark is never among them, and neither is an archive that holds one (DESIGN §7).
"""

from __future__ import annotations

import json
import secrets
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from kb.errors import InputError
from kb.files import write_atomically
from ui import reviews
from ui.libraries import PUBLIC_NAME, in_use, open_to
from ui.people.viewer import viewer
from ui.reviews import CheckOptions, Outcome
from ui.workspace import Workspace

if TYPE_CHECKING:
    from pydantic import TypeAdapter

_EACH = 20
"""Checks kept for one user; older ones go."""


@dataclass(frozen=True, slots=True)
class KeptCheck:
    """A check as asked: when (ISO), by whom, of which files (names), how many plans, and plans judged as another type (number → code).

    ``library`` is where it was made, ``against`` and ``previous`` are document ids or names of files kept beside the others.
    """

    id: str
    made: str
    owner: str
    title: str
    plans: int
    files: tuple[str, ...] = ()
    plan_type: str | None = None
    unit: str | None = None
    procedures: bool = False
    against: str | None = None
    previous: str | None = None
    incident: str | None = None
    library: str = ""
    ocr: bool = False
    types: Mapping[str, str] = field(default_factory=dict)


def keep(home: Path, owner: str, files: Sequence[Path], options: CheckOptions, outcome: Outcome) -> KeptCheck | None:
    """Keep a finished check; None when nothing of it may be or is worth keeping."""
    secret = {item.path for item in outcome.checked if item.error is not None and item.error.code == "secret_mark"}
    wanted = [file for file in files if file.is_file() and not any(path.startswith(str(file)) for path in secret)]
    plans = [item for item in outcome.items if "error" not in item]
    if not wanted or not plans:
        return None
    check = KeptCheck(
        secrets.token_urlsafe(9), datetime.now(UTC).isoformat(timespec="seconds"), owner, str(plans[0]["title"]), len(plans),
        plan_type=options.plan_type, unit=options.unit, procedures=options.procedures, incident=options.incident,
        library=in_use(), ocr=options.ocr,
    )  # fmt: skip
    folder = _folder(home, check.id)
    names = tuple(_copied(file, folder) for file in wanted)
    against, previous = (_named(each, folder) for each in (options.against, options.previous))
    check = replace(check, files=names, against=against, previous=previous)
    _write(home, check)
    for old in of_owner(home, owner)[_EACH:]:
        drop(home, owner, old.id)
    return check


def retyped(home: Path, check_id: str, plan: int, code: str | None) -> None:
    """Remember that a plan of a check is to be judged as another type; ``None`` lets the text tell."""
    check = find(home, check_id)
    types = {number: kept for number, kept in check.types.items() if number != str(plan)}
    _write(home, replace(check, types=types | ({str(plan): code} if code else {})))


def of_owner(home: Path, owner: str) -> tuple[KeptCheck, ...]:
    """A user's kept checks in the library in use, newest first; what cannot be read is left out."""
    found = []
    for file in (home / "checks").glob("*/check.json"):
        try:
            found.append(_adapter().validate_json(file.read_bytes()))
        except (OSError, ValueError):
            continue
    return tuple(
        sorted(
            (each for each in found if (each.owner, each.library) == (owner, in_use())),
            key=lambda each: each.made,
            reverse=True,
        )
    )


def find(home: Path, check_id: str) -> KeptCheck:
    """A kept check by its id, which only those know who were given its address.

    It was compared with a library and quotes it: it opens to those who may open that library, in a window that works in it.
    Raises InputError: ``unknown_check``, ``check_elsewhere``.
    """
    try:
        check = _adapter().validate_json((_folder(home, check_id) / "check.json").read_bytes())
    except (OSError, ValueError) as error:
        raise InputError("unknown_check") from error
    if check.library != in_use():
        if check.library and check.library not in open_to(home, viewer()):
            raise InputError("unknown_check")
        raise InputError("check_elsewhere", library=check.library or PUBLIC_NAME)
    return check


def again(workspace: Workspace, check: KeptCheck) -> tuple[Outcome, CheckOptions]:
    """Check the kept files once more, as they were asked for, with what reviewers have decided since."""
    folder = _folder(workspace.home, check.id) / "files"
    options = CheckOptions(
        check.plan_type, check.unit, check.procedures, _back(check.against, folder), _back(check.previous, folder), check.incident,
        ocr=check.ocr,
    )  # fmt: skip
    outcome = reviews.check(workspace, [folder / name for name in check.files], options)
    for number, code in check.types.items():
        if int(number) < len(outcome.items):
            outcome = reviews.rejudge(workspace, outcome, int(number), replace(options, plan_type=code))
    return outcome, options


def drop(home: Path, owner: str, check_id: str) -> None:
    """Forget a check of one's own and its files. Raises InputError("unknown_check"), also for another's."""
    if find(home, check_id).owner != owner:
        raise InputError("unknown_check")
    shutil.rmtree(_folder(home, check_id))


def _folder(home: Path, check_id: str) -> Path:
    if not check_id or not all(c.isascii() and (c.isalnum() or c in "-_") for c in check_id):
        raise InputError("unknown_check")
    return home / "checks" / check_id


def _copied(file: Path, folder: Path) -> str:
    """Copy a file in under its own name, or one beside it that is free."""
    (folder / "files").mkdir(parents=True, exist_ok=True)
    name, number = file.name, 2
    while (folder / "files" / name).exists():
        name, number = f"{file.stem}~{number}{file.suffix}", number + 1
    shutil.copyfile(file, folder / "files" / name)
    return name


def _named(value: str | None, folder: Path) -> str | None:
    """A document id as it is; a file by the name of its copy, marked as one."""
    return f"file:{_copied(Path(value), folder)}" if value and Path(value).is_file() else value


def _back(value: str | None, folder: Path) -> str | None:
    return str(folder / value.removeprefix("file:")) if value and value.startswith("file:") else value


def _write(home: Path, check: KeptCheck) -> None:
    data = json.dumps(asdict(check), ensure_ascii=False, indent=1)
    write_atomically(_folder(home, check.id) / "check.json", data.encode())


@cache
def _adapter() -> TypeAdapter[KeptCheck]:
    from pydantic import TypeAdapter

    return TypeAdapter(KeptCheck)
