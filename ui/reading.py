"""Reading files in worker processes: a file that hangs or kills its reader costs only itself.

Also what a path stands for: one file, a folder walked in order, or a zip unpacked into a throw-away folder.
"""

from __future__ import annotations

import os
import shutil
import tempfile
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from kb.errors import InputError, ReadError, YuanfangError
from kb.model import Parsed

if TYPE_CHECKING:
    from multiprocessing.context import BaseContext

SECONDS_PER_FILE = 120
MAX_ZIP_BYTES = 2 * 1024**3
MAX_ZIP_FILES = 20_000


@dataclass(frozen=True, slots=True)
class ReadJob:
    """A file to read: where it lies, what it is called for the user, and the document id it is to get."""

    file: Path
    source: str
    base_name: str
    doc_id: str


@contextmanager
def expand(paths: Iterable[Path]) -> Iterator[tuple[list[ReadJob], list[tuple[str, YuanfangError]]]]:
    """Turn paths into files to read, with the failures; zip archives live in a folder that is removed at the end."""
    jobs: list[ReadJob] = []
    failed: list[tuple[str, YuanfangError]] = []
    with tempfile.TemporaryDirectory(prefix="yuanfang-zip-") as scratch:
        for path in paths:
            try:
                jobs += _jobs_of(path, Path(scratch))
            except YuanfangError as error:
                failed.append((str(path), error))
        yield jobs, failed


def _jobs_of(path: Path, scratch: Path) -> list[ReadJob]:
    try:
        if path.is_dir():
            root = path.resolve()
            files = sorted(file for file in path.rglob("*") if _belongs(file, path, root))
            _require_readable(path)
            return [job for file in files for job in _jobs_of(file, scratch)]
        if not path.exists():
            raise InputError("no_such_file", path=path)
        if path.suffix.lower() == ".zip" and zipfile.is_zipfile(path):
            return list(_unpack(path, scratch))
        if not os.access(path, os.R_OK):
            raise ReadError("unreadable_file", path=path)
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
    return file.is_file() and not _is_litter(file, folder) and file.resolve().is_relative_to(root)


def _is_litter(file: Path, root: Path) -> bool:
    parts = file.relative_to(root).parts
    return any(part.startswith((".", "~$", "__MACOSX")) for part in parts) or file.name.lower() in {
        "thumbs.db",
        "desktop.ini",
    }


def _unpack(archive: Path, scratch: Path) -> Iterator[ReadJob]:
    """Extract a zip inside ``scratch`` under names of our own, so that no member can choose where it is written."""
    with zipfile.ZipFile(archive) as opened:
        members = [member for member in opened.infolist() if not member.is_dir()]
        if len(members) > MAX_ZIP_FILES or sum(member.file_size for member in members) > MAX_ZIP_BYTES:
            raise ReadError("too_large", path=archive)
        folder = Path(tempfile.mkdtemp(dir=scratch))
        for number, member in enumerate(members):
            name = PurePosixPath(_member_name(member)).name
            if name.startswith((".", "~$")) or "__MACOSX" in member.filename:
                continue
            if member.flag_bits & 1:
                raise ReadError("encrypted", path=archive)
            target = folder / f"{number}{PurePosixPath(name).suffix}"
            try:
                with opened.open(member) as packed, target.open("wb") as plain:
                    shutil.copyfileobj(packed, plain)
            except (zipfile.BadZipFile, EOFError, NotImplementedError) as error:
                raise ReadError("truncated", path=archive) from error
            yield ReadJob(target, f"{archive.resolve()}!{_member_name(member)}", name, PurePosixPath(name).stem)


def _member_name(member: zipfile.ZipInfo) -> str:
    """The member's name; archives made on Chinese Windows hold GB18030 names without the UTF-8 flag."""
    if member.flag_bits & 0x800:
        return member.filename
    try:
        return member.filename.encode("cp437").decode("gb18030")
    except (UnicodeEncodeError, UnicodeDecodeError):
        return member.filename


@dataclass(frozen=True, slots=True)
class Failure:
    """An error on its way from a worker process, where exceptions with keywords do not survive pickling."""

    kind: str
    code: str
    params: dict[str, str]

    def revive(self) -> YuanfangError:
        """The error again."""
        kinds = {"ReadError": ReadError, "InputError": InputError}
        return kinds.get(self.kind, YuanfangError)(self.code, **self.params)


def _parse(job: ReadJob) -> Parsed | Failure:
    """Runs in a worker process: failures travel back as values because exceptions with keywords do not survive pickling."""
    from kb.parsing import parse

    try:
        return parse(job.file, doc_id=job.doc_id)
    except YuanfangError as error:
        return Failure(type(error).__name__, error.code, {"path": job.base_name, **error.params})
    except PermissionError:
        return Failure("ReadError", "unreadable_file", {"path": job.base_name})


def worker_context(preload: list[str]) -> BaseContext:
    """Fresh processes, never a fork of this one, whose threads (the page's) a fork would leave locked."""
    import multiprocessing

    if "forkserver" not in multiprocessing.get_all_start_methods():
        return multiprocessing.get_context("spawn")
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(preload)
    return context


def read_all(
    jobs: Sequence[ReadJob], *, processes: int | None = None
) -> Iterator[tuple[ReadJob, Parsed | YuanfangError]]:
    """Parse every job in worker processes, yielding in order of the jobs.

    A file that takes longer than SECONDS_PER_FILE gives ReadError("timeout"), one that kills its worker ReadError("reader_died").
    """
    from concurrent.futures import BrokenExecutor
    from concurrent.futures import TimeoutError as Late

    from pebble import ProcessExpired, ProcessPool

    if not jobs:
        return
    workers = max(1, min(processes or os.cpu_count() or 1, len(jobs)))
    with ProcessPool(max_workers=workers, context=worker_context(["kb.parsing"])) as pool:
        try:
            futures = [pool.schedule(_parse, args=(job,), timeout=SECONDS_PER_FILE) for job in jobs]
            for job, future in zip(jobs, futures, strict=True):
                try:
                    outcome = future.result()
                    yield job, outcome.revive() if isinstance(outcome, Failure) else outcome
                except Late:
                    yield job, ReadError("timeout", path=job.base_name, seconds=SECONDS_PER_FILE)
                except (ProcessExpired, BrokenExecutor, MemoryError):
                    yield job, ReadError("reader_died", path=job.base_name)
        finally:
            pool.stop()  # type: ignore[no-untyped-call]
            pool.join()
