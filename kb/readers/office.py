"""Old formats through LibreOffice, when it is installed: in a throw-away profile, without network, with limits, killed whole."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
from contextlib import suppress
from functools import cache
from pathlib import Path

from kb.errors import ReadError

SECONDS, CPU_SECONDS = 45, 15
"""Limits by the clock and by processor time (Linux) for a small file; larger ones get two seconds more a megabyte. On a busy machine
LibreOffice waits long and works little; one that hangs works."""
_MEMORY = 4 * 1024**3
"""Address space of LibreOffice in bytes."""
_WRITE = 500 * 1024**2
"""Largest file that it may write."""
_PLACES = (
    "/usr/bin/soffice",
    "/opt/libreoffice/program/soffice",
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
    r"C:\Program Files\LibreOffice\program\soffice.exe",
    r"C:\Program Files (x86)\LibreOffice\program\soffice.exe",
)
_PRESENTATION = (
    b'<?xml version="1.0"?><office:document xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" office:version="1.2" '
    b'office:mimetype="application/vnd.oasis.opendocument.presentation"><office:body><office:presentation/></office:body></office:document>'
)
_PROBES = {"xlsx": (b"a,b\n1,2\n", "csv"), "pptx": (_PRESENTATION, "fodp")}
"""What a working LibreOffice turns into a format; its parts are installed apart."""
_TARGETS = {
    "docx": "docx:MS Word 2007 XML",
    "xlsx": "xlsx:Calc MS Excel 2007 XML",
    "pptx": "pptx:Impress MS PowerPoint 2007 XML",
}


def soffice() -> str | None:
    """The LibreOffice command of this machine."""
    return (
        shutil.which("soffice") or shutil.which("libreoffice") or next((p for p in _PLACES if Path(p).is_file()), None)
    )


def convert(data: bytes, suffix: str, target: str) -> bytes:
    """The same document as docx, xlsx, pptx or pdf.

    Raises ReadError: ``needs_libreoffice`` (not installed), ``office_failed`` (installed but not working here), ``timeout``,
    ``truncated`` (it could not open the document).
    """
    command = soffice()
    if command is None:
        raise ReadError("needs_libreoffice", format=suffix)
    result = _converted(command, data, suffix, _TARGETS.get(target, target))
    if result:
        return result
    if not _works(command, target):
        raise ReadError("office_failed", format=suffix)
    raise ReadError("truncated")


def to_docx(data: bytes, suffix: str) -> bytes:
    """The same document as .docx; errors as for ``convert``."""
    return convert(data, suffix, "docx")


def to_pdf(data: bytes, suffix: str) -> bytes:
    """The same document as PDF; errors as for ``convert``."""
    return convert(data, suffix, "pdf")


@cache
def _works(command: str, target: str) -> bool:
    """Whether LibreOffice here converts anything at all into a format."""
    data, suffix = _PROBES.get(target, (rb"{\rtf1 ok}", "rtf"))
    try:
        return bool(_converted(command, data, suffix, _TARGETS.get(target, target)))
    except ReadError:
        return False


def _converted(command: str, data: bytes, suffix: str, target: str) -> bytes:
    """What LibreOffice makes of the data, empty when it makes nothing; ReadError ``timeout``."""
    extra = 2 * max(0, len(data) // 1024**2 - 2)
    with tempfile.TemporaryDirectory(prefix="yuanfang-office-", ignore_cleanup_errors=True) as scratch:
        folder = Path(scratch)
        source = folder / f"source.{suffix}"
        source.write_bytes(data)
        _run(command, folder, source, target, extra)
        result = folder / "out" / f"source.{target.partition(':')[0]}"
        return result.read_bytes() if result.is_file() else b""


def _run(command: str, folder: Path, source: Path, target: str, extra: int) -> None:
    arguments = [
        *_jail(CPU_SECONDS + extra),
        command,
        f"-env:UserInstallation={(folder / 'profile').as_uri()}",
        "--headless",
        "--norestore",
        "--nologo",
        "--nodefault",
        "--nolockcheck",
        "--convert-to",
        target,
        "--outdir",
        str(folder / "out"),
        str(source),
    ]
    environment = {key: value for key, value in os.environ.items() if key not in ("PYTHONPATH", "PYTHONHOME")}
    environment |= {
        "HOME": str(folder),
        "TMPDIR": str(folder),
        "http_proxy": "",
        "https_proxy": "",
        "SAL_USE_VCLPLUGIN": "svp",
    }
    process = subprocess.Popen(
        arguments,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env=environment,
        start_new_session=os.name == "posix",
    )
    try:
        process.wait(SECONDS + extra)
    except subprocess.TimeoutExpired as error:
        raise ReadError("timeout", seconds=SECONDS + extra) from error
    finally:
        _stop(process)
    if process.returncode in (-signal.SIGKILL, -signal.SIGXCPU, 128 + signal.SIGKILL, 128 + signal.SIGXCPU):
        raise ReadError("timeout", seconds=CPU_SECONDS + extra)


@cache
def _jail(seconds: int) -> tuple[str, ...]:
    """The prefix that runs a command without network, within limits and dying with its parent, as far as the system has it (Linux)."""
    prefix: tuple[str, ...] = ()
    for step in (
        ("setpriv", "--pdeathsig", "KILL"),
        ("prlimit", f"--as={_MEMORY}", f"--fsize={_WRITE}", f"--cpu={seconds}", "--data=unlimited"),
        ("unshare", "--user", "--map-root-user", "--net", "--pid", "--fork", "--kill-child"),
    ):
        if shutil.which(step[0]) and _runs(*prefix, *step, "true"):
            prefix += step
    return prefix


def _runs(*command: str) -> bool:
    try:
        return subprocess.run(command, capture_output=True, timeout=5, check=False).returncode == 0
    except (OSError, subprocess.TimeoutExpired):
        return False


def _stop(process: subprocess.Popen[bytes]) -> None:
    """End LibreOffice with the processes it started itself."""
    if os.name == "posix":
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
    else:
        process.kill()
    process.wait()
