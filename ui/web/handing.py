"""The files of a check that the page and the endpoints hand out, in a temporary folder of their own."""

from __future__ import annotations

import tempfile
import zipfile
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from ui import reviews
from ui.reviews import CheckOptions, Outcome
from ui.workspace import Workspace


def handed_out(workspace: Workspace, outcome: Outcome, options: CheckOptions) -> list[Path]:
    """Report, forms, annotated originals and overview, written anew."""
    folder = Path(tempfile.mkdtemp(prefix="yuanfang-review-"))
    many = sum(1 for _ in outcome.reviewed) > 1
    asked = replace(
        options, report=folder / "审查报告.docx", annotated=folder, forms=folder,
        overview=folder / ("汇总.xlsx" if many else "审查结果.xlsx"),
    )  # fmt: skip
    reviews.write_outputs(workspace, outcome, asked)
    return sorted(folder.iterdir())


def archived(files: Sequence[Path]) -> Path:
    """The files as one zip beside them."""
    path = files[0].parent / "审查结果.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for file in files:
            archive.write(file, file.name)
    return path
