"""What a path stands for: one file, a folder walked in order, or a zip (with zips in it) unpacked into a throw-away folder."""

from __future__ import annotations

import os
import tempfile
import zipfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from kb.errors import InputError, ReadError, YuanfangError

MAX_ZIP_BYTES = 2 * 1024**3
MAX_ZIP_FILES = 20_000
MAX_ZIP_DEPTH = 4
MAX_MEMBER_BYTES = 300 * 1024**2
_MAX_RATIO, _RATIO_FROM = 300, 50 * 1024**2
"""Packed to unpacked: members of more than 50 MB that were packed tighter are bombs."""
_STEP = 1 << 20
_LITTER = frozenset({"thumbs.db", "desktop.ini", ".ds_store"})


@dataclass(frozen=True, slots=True)
class ReadJob:
    """A file to read: where it lies, what it is called for the user, and the document id it is to get."""

    file: Path
    source: str
    base_name: str
    doc_id: str


Failures = list[tuple[str, YuanfangError]]


@contextmanager
def expand(paths: Iterable[Path]) -> Iterator[tuple[list[ReadJob], Failures]]:
    """Turn paths into files to read, with the failures; zip archives live in a folder that is removed at the end."""
    failed: Failures = []
    with tempfile.TemporaryDirectory(prefix="yuanfang-zip-", ignore_cleanup_errors=True) as scratch:
        unpacking = _Unpacking(Path(scratch), failed)
        jobs: list[ReadJob] = []
        for path in paths:
            try:
                jobs += _jobs_of(path, unpacking)
            except YuanfangError as error:
                failed.append((str(path), error))
        yield jobs, failed


def _jobs_of(path: Path, unpacking: _Unpacking) -> list[ReadJob]:
    try:
        if path.is_dir():
            root = path.resolve()
            files = sorted(file for file in path.rglob("*") if _belongs(file, path, root))
            _require_readable(path)
            return [job for file in files for job in _jobs_of(file, unpacking)]
        if not path.exists():
            raise InputError("no_such_file", path=path)
        if not os.access(path, os.R_OK):
            raise ReadError("unreadable_file", path=path)
        if path.suffix.lower() == ".zip" and zipfile.is_zipfile(path):
            return list(unpacking.jobs(path, str(path.resolve())))
    except PermissionError as error:
        raise ReadError("unreadable_file", path=path) from error
    except OSError as error:
        raise InputError("bad_path", path=str(path)[:200], reason=error.strerror) from error
    return [ReadJob(path, str(path.resolve()), path.name, path.stem)]


def _require_readable(folder: Path) -> None:
    if not os.access(folder, os.R_OK | os.X_OK):
        raise ReadError("unreadable_folder", path=folder)


def _belongs(file: Path, folder: Path, root: Path) -> bool:
    """Whether a file found below a folder is to be read: no litter, and no link that leads out of the folder."""
    return file.is_file() and not _is_litter(file.relative_to(folder).parts) and file.resolve().is_relative_to(root)


def _is_litter(parts: tuple[str, ...]) -> bool:
    return any(part.startswith((".", "~$", "__MACOSX")) for part in parts) or parts[-1].lower() in _LITTER


class _Unpacking:
    """Zips unpacked into one folder under names of our own, so that no member can choose where it is written.

    Limits hold for all zips of one call together: number of files, bytes, depth of zips in zips, and how tight a member is packed.
    """

    def __init__(self, scratch: Path, failed: Failures) -> None:
        self._scratch = scratch
        self._failed = failed
        self._files = self._bytes = 0

    def jobs(self, archive: Path, shown: str, depth: int = 1) -> Iterator[ReadJob]:
        """Files of an archive; a member that cannot be unpacked is a failure of its own."""
        try:
            opened = zipfile.ZipFile(archive)
        except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
            raise ReadError("truncated", path=shown) from error
        with opened:
            for member in opened.infolist():
                name = _member_name(member)
                parts = tuple(part for part in name.replace("\\", "/").split("/") if part not in ("", ".", ".."))
                if member.is_dir() or not parts or _is_litter(parts):
                    continue
                place = f"{shown}!{name}"
                try:
                    file = self._unpack(opened, member, PurePosixPath(parts[-1]).suffix.lower())
                    if file.suffix == ".zip" and zipfile.is_zipfile(file):
                        if depth >= MAX_ZIP_DEPTH:
                            raise ReadError("too_large", path=place)
                        yield from self.jobs(file, place, depth + 1)
                    else:
                        yield ReadJob(file, place, parts[-1], PurePosixPath(parts[-1]).stem)
                except ReadError as error:
                    self._failed.append((place, ReadError(error.code, **{**error.params, "path": parts[-1]})))

    def _unpack(self, opened: zipfile.ZipFile, member: zipfile.ZipInfo, suffix: str) -> Path:
        if member.flag_bits & 1:
            raise ReadError("encrypted")
        tight = member.file_size > _RATIO_FROM and member.file_size > _MAX_RATIO * max(1, member.compress_size)
        self._files += 1
        self._bytes += member.file_size
        if tight or member.file_size > MAX_MEMBER_BYTES or self._files > MAX_ZIP_FILES or self._bytes > MAX_ZIP_BYTES:
            raise ReadError("too_large", megabytes=member.file_size // 1024**2)
        target = self._scratch / f"{self._files}{suffix if suffix.isascii() else ''}"
        try:
            with opened.open(member) as packed, target.open("wb") as plain:
                left = member.file_size
                while piece := packed.read(min(_STEP, left + 1)):
                    left -= len(piece)
                    if left < 0:
                        raise ReadError("too_large")
                    plain.write(piece)
        except (zipfile.BadZipFile, EOFError, NotImplementedError, RuntimeError) as error:
            raise ReadError("truncated") from error
        except ReadError:
            raise
        except Exception as error:
            if type(error).__module__ in ("zlib", "_lzma", "lzma"):
                raise ReadError("truncated") from error
            raise
        return target


def _member_name(member: zipfile.ZipInfo) -> str:
    """The member's name; archives made on Chinese Windows hold GB18030 names without the UTF-8 flag."""
    if member.flag_bits & 0x800:
        return member.filename
    try:
        return member.filename.encode("cp437").decode("gb18030")
    except (UnicodeEncodeError, UnicodeDecodeError):
        return member.filename
