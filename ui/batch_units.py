"""The units of a workbook, a row each: for a batch, and for the fact sheet of one."""

from __future__ import annotations

from pathlib import Path

from kb.drafting.needs import asked_facts
from kb.facts.workbook import UnitRow, read_units
from kb.model import Notice
from ui.workspace import Workspace


def units(workspace: Workspace, workbook: Path, plan_type: str = "") -> tuple[tuple[UnitRow, ...], tuple[Notice, ...]]:
    """The rows of a workbook; header cells may be labels of what the plan type's sections ask for."""
    codes = [plan_type] if plan_type in workspace.outlines.types else list(workspace.outlines.types)
    known: dict[str, str] = {}
    for code in codes:
        for key, label in asked_facts(workspace.outlines, code).items():
            if key.startswith("thresholds.") and label:
                known.setdefault(label, key)
    return read_units(workbook, workspace.fact_groups, known)
