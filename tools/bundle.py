"""Build one zip for an office machine without internet, make, git or administrator.

    python -m tools.bundle --platform win_amd64 [--python 3.12] [--out dist]

The zip holds a wheelhouse (the model and the samples travel inside our own wheel), a starter for the platform and a page of
instructions. torch and sentence-transformers are left out: nothing needs them until another model is chosen. A wheelhouse is
complete when every requirement of every wheel, its markers read for the target machine, is met by a wheel in it.
"""

from __future__ import annotations

import argparse
import shutil
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Iterable
from email.parser import HeaderParser
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name, parse_wheel_filename

ROOT = Path(__file__).resolve().parent.parent
STARTERS = ROOT / "tools" / "starters"
LEFT_OUT = frozenset(("torch", "sentence-transformers"))
_GLIBC = ("2014", "_2_17", "_2_24", "_2_26", "_2_27", "_2_28")
PLATFORMS: dict[str, tuple[tuple[str, ...], dict[str, str]]] = {
    "win_amd64": (
        ("win_amd64",),
        {"sys_platform": "win32", "platform_system": "Windows", "os_name": "nt", "platform_machine": "AMD64"},
    ),
    **{
        f"linux_{machine}": (
            tuple(f"manylinux{version}_{machine}" for version in _GLIBC),
            {"sys_platform": "linux", "platform_system": "Linux", "os_name": "posix", "platform_machine": machine},
        )
        for machine in ("x86_64", "aarch64")
    },
}
"""Platform → the wheel tags it takes and its environment markers."""


class Wheelhouse:
    """Wheels for one platform and Python version, in one folder."""

    def __init__(self, folder: Path, platform: str, python: str) -> None:
        self.folder = folder
        self._tags, markers = PLATFORMS[platform]
        self._python = python
        self._environment = {
            **markers, "python_version": python, "python_full_version": f"{python}.0", "implementation_name": "cpython",
            "platform_python_implementation": "CPython", "extra": "",
        }  # fmt: skip

    def wheels(self) -> dict[str, Path]:
        """Wheels by canonical name."""
        return {parse_wheel_filename(path.name)[0]: path for path in sorted(self.folder.glob("*.whl"))}

    def fill(self) -> None:
        """Download until every requirement is met. Raises RuntimeError when one cannot be."""
        asked: set[str] = set()
        while missing := {str(need): need for need in self.missing()}:
            if not missing.keys() - asked:
                raise RuntimeError(f"no wheel for {', '.join(sorted(missing))}")
            asked |= missing.keys()
            wheels = self.wheels()
            for need in missing.values():
                if passed_over := wheels.get(canonicalize_name(need.name)):
                    passed_over.unlink()  # taken before another wheel narrowed what it may be
            self._download(sorted(missing))

    def missing(self) -> list[Requirement]:
        """What the wheels here ask for, for the target machine, and no wheel here meets: one requirement a name."""
        wheels = self.wheels()
        versions = {name: parse_wheel_filename(path.name)[1] for name, path in wheels.items()}
        needs: list[Requirement] = []
        extras: dict[str, set[str]] = {}
        for _ in range(3):  # extras asked for by one wheel add requirements of another
            needs = [need for name, path in wheels.items() for need in self._needs(path, extras.get(name, set()))]
            for need in needs:
                extras.setdefault(canonicalize_name(need.name), set()).update(need.extras)
        together: dict[str, Requirement] = {}
        for need in needs:
            need.marker = None
            known = together.setdefault(canonicalize_name(need.name), need)
            known.specifier &= need.specifier
            known.extras |= need.extras
        return [
            need
            for name, need in together.items()
            if name not in versions or not need.specifier.contains(versions[name], prereleases=True)
        ]

    def _needs(self, wheel: Path, extras: Iterable[str]) -> list[Requirement]:
        with zipfile.ZipFile(wheel) as archive:
            name = next(item for item in archive.namelist() if item.endswith(".dist-info/METADATA"))
            lines = HeaderParser().parsestr(archive.read(name).decode()).get_all("Requires-Dist", [])
        asked = ("", *extras)
        return [
            need
            for need in map(Requirement, lines)
            if canonicalize_name(need.name) not in LEFT_OUT
            and (
                need.marker is None
                or any(need.marker.evaluate({**self._environment, "extra": extra}) for extra in asked)
            )
        ]

    def _download(self, needs: list[str]) -> None:
        fixed = [
            f"{name}=={parse_wheel_filename(path.name)[1]}"
            for name, path in self.wheels().items()
            if name != "yuanfang"
        ]
        with tempfile.NamedTemporaryFile("w", suffix=".txt", encoding="utf-8") as constraints:
            constraints.write("\n".join(fixed))
            constraints.flush()
            command = [
                sys.executable, "-m", "pip", "download", "--quiet", "--dest", str(self.folder), "--find-links", str(self.folder),
                "--only-binary", ":all:", "--no-deps", "--python-version", self._python, "--implementation", "cp",
                *(part for tag in self._tags for part in ("--platform", tag)), "--constraint", constraints.name,
            ]  # fmt: skip
            for need in needs:
                if subprocess.run([*command, need], check=False, capture_output=True).returncode:
                    self._build(need)

    def _build(self, need: str) -> None:
        """A distribution without a wheel is built here, which is right only for pure Python."""
        with tempfile.TemporaryDirectory() as scratch:
            command = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--wheel-dir", scratch, need]
            subprocess.run(command, check=True)
            for wheel in Path(scratch).glob("*.whl"):
                if not wheel.name.endswith("-none-any.whl"):
                    raise RuntimeError(f"{need} has no wheel for this platform and is not pure Python")
                shutil.copy(wheel, self.folder)


def build(platform: str, python: str, out: Path) -> Path:
    """Build the zip and return its path."""
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch) / "wheels"
        folder.mkdir()
        command = [sys.executable, "-m", "build", "--wheel", "--outdir", str(folder), str(ROOT)]
        subprocess.run(command, check=True, capture_output=True)
        house = Wheelhouse(folder, platform, python)
        subprocess.run(
            [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--dest", str(folder), "pip"], check=True
        )
        house.fill()
        version = parse_wheel_filename(house.wheels()["yuanfang"].name)[1]
        name = f"yuanfang-{version}-{platform}-py{python}"
        out.mkdir(parents=True, exist_ok=True)
        target = out / f"{name}.zip"
        _pack(name, folder, platform, python, target)
        print(
            f"{target}: {len(house.wheels())} wheels, complete, {target.stat().st_size / 1e6:.0f} MB", file=sys.stderr
        )
    return target


def _pack(name: str, wheels: Path, platform: str, python: str, target: Path) -> None:
    starter = "启动.bat" if platform.startswith("win") else "启动.sh"
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for wheel in sorted(wheels.glob("*.whl")):
            archive.write(wheel, f"{name}/wheels/{wheel.name}", zipfile.ZIP_STORED)
        for file in (starter, "说明.txt"):
            text = (STARTERS / file).read_text(encoding="utf-8").replace("@PYTHON@", python)
            data = (
                text.replace("\n", "\r\n").encode("gbk" if file.endswith(".bat") else "utf-8-sig")
                if platform.startswith("win")
                else text.encode()
            )
            info = zipfile.ZipInfo(f"{name}/{file}", (2026, 1, 1, 0, 0, 0))
            info.compress_type = zipfile.ZIP_DEFLATED
            info.external_attr = (0o755 if file.endswith(".sh") else 0o644) << 16
            archive.writestr(info, data)


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--platform", choices=PLATFORMS, required=True)
    parser.add_argument("--python", default=f"{sys.version_info.major}.{sys.version_info.minor}")
    parser.add_argument("--out", type=Path, default=ROOT / "dist")
    options = parser.parse_args()
    print(build(options.platform, options.python, options.out))


if __name__ == "__main__":
    main()
