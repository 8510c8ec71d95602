"""A library folder as one zip file, and back: consistent while others read and write, checked before anything is replaced.

Indexes are left out: they are made again from the clauses. The manifest names every file with its SHA-256.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import shutil
import sqlite3
import tempfile
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path, PurePosixPath
from typing import IO, Any

from kb.errors import InputError, LibraryError
from kb.files import sync_folder
from kb.ports import Progress

MANIFEST = "yuanfang-backup.json"
FORMAT = 1
_DATABASE = "library.db"
_LEFT_OUT = frozenset(
    ("index", "unfinished", "write.lock", "write.owner", _DATABASE, f"{_DATABASE}-wal", f"{_DATABASE}-shm")
)
_BLOCK = 1 << 20


@dataclass(frozen=True, slots=True)
class BackedUp:
    """A backup: its number of files, their size in bytes and when it was made; ``kept`` is what a restore put aside."""

    files: int
    size: int
    made_at: str
    kept: Path | None = None


def back_up(home: Path, target: Path, progress: Progress) -> BackedUp:
    """Write the library in ``home`` to the new zip file ``target``; it appears whole or not at all.

    Raises LibraryError("no_library"), InputError: ``output_exists``, ``not_writable``.
    """
    if not (home / _DATABASE).is_file():
        raise LibraryError("no_library", path=home)
    if target.exists():
        raise InputError("output_exists", path=target)
    beside = target.with_name(f".{target.name}.{os.getpid()}.part")
    try:
        with beside.open("wb") as stream:
            made = _write(home, stream, progress)
            stream.flush()
            os.fsync(stream.fileno())
        beside.replace(target)
    except OSError as error:
        raise InputError("not_writable", path=target, reason=error.strerror or "") from error
    finally:
        with contextlib.suppress(OSError):
            beside.unlink(missing_ok=True)
    sync_folder(target.parent)
    return made


def _write(home: Path, stream: IO[bytes], progress: Progress) -> BackedUp:
    listed: dict[str, str] = {}
    size = 0
    with (
        tempfile.TemporaryDirectory(prefix="yuanfang-backup-") as scratch,
        zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED, compresslevel=3) as archive,
    ):
        folders = _library_folders(home)
        databases = [
            (
                (each / _DATABASE).relative_to(home).as_posix(),
                _copied_database(each / _DATABASE, Path(scratch, str(number))),
            )
            for number, each in enumerate(folders)
        ]
        members = [*databases, *_members(home, folders)]
        for number, (name, file) in enumerate(members, start=1):
            listed[name], written = _add(archive, name, file)
            size += written
            progress("backup", number, len(members))
        made_at = datetime.now().astimezone().isoformat(timespec="seconds")
        manifest = {"format": FORMAT, "made_at": made_at, "files": listed}
        archive.writestr(MANIFEST, json.dumps(manifest, ensure_ascii=False, indent=1))
    return BackedUp(len(listed), size, made_at)


def _library_folders(home: Path) -> list[Path]:
    """The library's own folder and those of further libraries below it."""
    found = (file.parent for file in sorted(home.rglob(_DATABASE)) if file.is_file() and not file.is_symlink())
    return [home, *(each for each in found if each != home)]


def _copied_database(source: Path, copy: Path) -> Path:
    """A copy that is consistent although somebody may be writing."""
    with contextlib.closing(sqlite3.connect(source)) as live, contextlib.closing(sqlite3.connect(copy)) as still:
        live.backup(still)
    return copy


def _members(home: Path, folders: Sequence[Path]) -> list[tuple[str, Path]]:
    files = (path for path in sorted(home.rglob("*")) if path.is_file() and not path.is_symlink())
    left_out = {folder / name for folder in folders for name in _LEFT_OUT}
    return [
        (path.relative_to(home).as_posix(), path)
        for path in files
        if not path.name.endswith(".part") and left_out.isdisjoint((path, *path.parents))
    ]


def _add(archive: zipfile.ZipFile, name: str, file: Path) -> tuple[str, int]:
    digest, written = hashlib.sha256(), 0
    with file.open("rb") as source, archive.open(name, "w", force_zip64=True) as target:
        while block := source.read(_BLOCK):
            digest.update(block)
            written += target.write(block)
    return digest.hexdigest(), written


def restore(file: Path, home: Path, progress: Progress, *, replace: bool = False) -> BackedUp:
    """Make ``home`` what it was when the backup was made; an earlier ``home`` is kept beside, never deleted.

    Every file is checked against the manifest before ``home`` is touched.
    Raises InputError: ``no_such_file``, ``bad_backup``, ``home_in_use`` (not empty, and ``replace`` not asked), ``not_writable``.
    """
    if not file.is_file():
        raise InputError("no_such_file", path=file)
    occupied = home.exists() and any(home.iterdir())
    if occupied and not replace:
        raise InputError("home_in_use", path=home)
    beside = home.with_name(f"{home.name}.restoring-{os.getpid()}")
    try:
        with _opened(file) as archive:
            manifest = _manifest(archive, file)
            made = _extract(archive, manifest["files"], beside, file, progress)
        kept = _swap(beside, home) if occupied else None
        if kept is None:
            if home.exists():
                home.rmdir()
            home.parent.mkdir(parents=True, exist_ok=True)
            beside.rename(home)
    except OSError as error:
        raise InputError("not_writable", path=home, reason=error.strerror or "") from error
    finally:
        shutil.rmtree(beside, ignore_errors=True)
    return BackedUp(len(manifest["files"]), made, str(manifest["made_at"]), kept)


def _swap(beside: Path, home: Path) -> Path:
    kept = home.with_name(f"{home.name}.before-{datetime.now():%Y%m%d-%H%M%S}")
    home.rename(kept)
    try:
        beside.rename(home)
    except OSError:
        kept.rename(home)
        raise
    return kept


@contextlib.contextmanager
def _opened(file: Path) -> Iterator[zipfile.ZipFile]:
    try:
        with zipfile.ZipFile(file) as archive:
            yield archive
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError) as error:
        raise InputError("bad_backup", path=file, reason="not_our_format") from error


def _manifest(archive: zipfile.ZipFile, file: Path) -> dict[str, Any]:
    try:
        manifest = json.loads(archive.read(MANIFEST))
        known = manifest["format"] == FORMAT and isinstance(manifest["made_at"], str)
        files = manifest["files"]
        named = isinstance(files, dict) and all(_is_inside(name) and isinstance(files[name], str) for name in files)
    except (KeyError, TypeError, ValueError) as error:
        raise InputError("bad_backup", path=file, reason="not_our_format") from error
    if not known or not named or _DATABASE not in files:
        raise InputError("bad_backup", path=file, reason="not_our_format")
    return dict(manifest)


def _is_inside(name: str) -> bool:
    path = PurePosixPath(name)
    return bool(name) and not path.is_absolute() and ".." not in path.parts and "\\" not in name and ":" not in name


def _extract(archive: zipfile.ZipFile, files: dict[str, str], target: Path, file: Path, progress: Progress) -> int:
    shutil.rmtree(target, ignore_errors=True)
    size = 0
    for number, (name, wanted) in enumerate(files.items(), start=1):
        out = target / name
        out.parent.mkdir(parents=True, exist_ok=True)
        digest = hashlib.sha256()
        try:
            with archive.open(name) as source, out.open("wb") as stream:
                while block := source.read(_BLOCK):
                    digest.update(block)
                    size += stream.write(block)
        except KeyError as error:
            raise InputError("bad_backup", path=file, reason="incomplete") from error
        if digest.hexdigest() != wanted:
            raise InputError("bad_backup", path=file, reason="incomplete")
        progress("restore", number, len(files))
    return size
