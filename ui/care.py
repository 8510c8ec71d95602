"""Looking after a library: backup and restore."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from kb.library.backups import back_up
from kb.library.backups import restore as brought_back
from ui.workspace import Workspace

Json = dict[str, Any]


def backup(workspace: Workspace, file: Path) -> Json:
    """Write the library with originals, drafts and settings to a zip file."""
    made = back_up(workspace.home, file, workspace.progress)
    return {"path": str(file.resolve()), "files": made.files, "size": made.size, "made_at": made.made_at}


def restore(workspace: Workspace, file: Path, *, replace: bool = False) -> Json:
    """Bring the library back from a backup and make its index again."""
    made = brought_back(file, workspace.home, workspace.progress, replace=replace)
    workspace.forget()
    return {
        "path": str(workspace.home.resolve()), "files": made.files, "size": made.size, "made_at": made.made_at,
        "kept": str(made.kept) if made.kept else None, "documents": len(workspace.own.library.document_records()),
    }  # fmt: skip
