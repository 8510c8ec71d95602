"""Old formats (.doc .wps .rtf .odt) through LibreOffice, when it is installed: converted to .docx in a throw-away profile."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
from pathlib import Path

from kb.errors import ReadError

SECONDS = 90
_PLACES = (
    "/usr/bin/soffice",
    "/opt/libreoffice/program/soffice",
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
    r"C:\Program Files\LibreOffice\program\soffice.exe",
    r"C:\Program Files (x86)\LibreOffice\program\soffice.exe",
)


def soffice() -> str | None:
    """The LibreOffice command of this machine."""
    return (
        shutil.which("soffice") or shutil.which("libreoffice") or next((p for p in _PLACES if Path(p).is_file()), None)
    )


def to_docx(data: bytes, suffix: str) -> bytes:
    """The same document as .docx; ReadError ``needs_libreoffice``, ``timeout``, ``encrypted`` or ``truncated``."""
    return _converted(data, suffix, "docx:MS Word 2007 XML")


def to_pdf(data: bytes, suffix: str) -> bytes:
    """The same document as PDF; errors as for ``to_docx``."""
    return _converted(data, suffix, "pdf")


def _converted(data: bytes, suffix: str, target: str) -> bytes:
    command = soffice()
    if command is None:
        raise ReadError("needs_libreoffice", format=suffix)
    with tempfile.TemporaryDirectory(prefix="yuanfang-office-") as scratch:
        folder = Path(scratch)
        source = folder / f"source.{suffix}"
        source.write_bytes(data)
        _convert(command, folder, source, target)
        result = folder / "out" / f"source.{target.partition(':')[0]}"
        if not result.is_file() or not result.stat().st_size:
            raise ReadError("truncated")
        return result.read_bytes()


def _convert(command: str, folder: Path, source: Path, target: str) -> None:
    arguments = [
        command,
        f"-env:UserInstallation={(folder / 'profile').as_uri()}",
        "--headless",
        "--norestore",
        "--nologo",
        "--nodefault",
        "--convert-to",
        target,
        "--outdir",
        str(folder / "out"),
        str(source),
    ]
    environment = {key: value for key, value in os.environ.items() if key not in ("PYTHONPATH", "PYTHONHOME")}
    environment["HOME"] = str(folder)
    process = subprocess.Popen(
        arguments,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env=environment,
        start_new_session=os.name == "posix",
    )
    try:
        process.wait(SECONDS)
    except subprocess.TimeoutExpired as error:
        _stop(process)
        raise ReadError("timeout", seconds=SECONDS) from error
    except BaseException:
        _stop(process)
        raise


def _stop(process: subprocess.Popen[bytes]) -> None:
    """End LibreOffice with the processes it started itself."""
    if os.name == "posix":
        os.killpg(process.pid, signal.SIGKILL)
    else:
        process.kill()
    process.wait()
