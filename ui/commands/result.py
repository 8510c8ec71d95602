"""What every command shares: its result, its progress on stderr, and the library it works on."""

from __future__ import annotations

import argparse
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ui.settings import default_home

if TYPE_CHECKING:
    from ui.reading import ReadPlan
    from ui.workspace import Workspace

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Result:
    """What a command made: the JSON of the contract, the text for people, and whether a part failed."""

    data: Json
    text: str
    failed: bool = False


class Reporter:
    """Progress on stderr: one line per stage, redrawn at most ten times a second, with rate and time left once they are known."""

    def __init__(self) -> None:
        self._stage = ""
        self._began = self._drawn = 0.0
        self._terminal = sys.stderr.isatty()

    def __call__(self, stage: str, done: int, total: int) -> None:
        """Tell how far a stage has come."""
        from ui.labels import stage_text

        now = time.monotonic()
        if stage != self._stage:
            self._stage, self._began, self._drawn = stage, now, 0.0
        finished = done >= total
        if now - self._drawn < (0.1 if self._terminal else 5.0) and not finished:
            return
        self._drawn = now
        rate = done / max(now - self._began, 1e-3)
        left = (total - done) / rate if done else 0.0
        tail = f"，每秒 {rate:.3g}，约剩 {left:.0f} 秒" if left >= 2 else ""
        end = "\n" if finished or not self._terminal else ""
        lead = "\r\x1b[K" if self._terminal else ""
        print(f"{lead}{stage_text(stage)} {done}/{total}{tail}", end=end, file=sys.stderr, flush=True)


def open_workspace(options: argparse.Namespace, reporter: Reporter) -> Workspace:
    """The library that the options name."""
    from ui.workspace import Workspace

    return Workspace(home_of(options), progress=reporter)


def read_plan(options: argparse.Namespace, reporter: Reporter) -> ReadPlan:
    """How files are to be read, with the pages recognised told on stderr."""
    from ui.reading import ReadPlan

    internal = getattr(options, "internal", False)
    return ReadPlan(ocr=options.ocr, pages=lambda done, total: reporter("ocr", done, total), internal=internal)


def home_of(options: argparse.Namespace) -> Path:
    """The library folder that the options name."""
    home: Path | None = getattr(options, "home", None)
    return (home or default_home()).expanduser()
