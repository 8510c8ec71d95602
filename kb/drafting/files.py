"""Draft files that survive a crash: written beside, flushed to the disk, renamed, the last good one kept as ``.bak``."""

from __future__ import annotations

import json
from pathlib import Path

from kb.drafting.model import Draft, draft_from_mapping, draft_to_mapping
from kb.errors import InputError, YuanfangError
from kb.files import write_atomically


def save(draft: Draft, path: Path) -> None:
    """Write the draft; at any moment ``path`` or its ``.bak`` holds a complete draft."""
    text = json.dumps(draft_to_mapping(draft), ensure_ascii=False, indent=1)
    if _readable(path):
        write_atomically(backup_of(path), path.read_bytes())
    write_atomically(path, text.encode())


def load(path: Path) -> Draft:
    """Read a draft; ``InputError("bad_draft")`` names the ``.bak`` when that one can be read, ``bad_draft_alone`` has none."""
    try:
        raw = json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise InputError("draft_unreadable", path=path, reason=error.strerror or "") from error
    except (ValueError, RecursionError) as error:
        raise _bad(path, "not_json") from error
    try:
        return draft_from_mapping(raw)
    except YuanfangError as error:
        raise _bad(
            path, error.params["reason"] if error.code == "bad_draft" else error.code, error.params.get("key", "")
        ) from error


def backup_of(path: Path) -> Path:
    """Where the last good version of a draft is kept."""
    return path.with_name(path.name + ".bak")


def _readable(path: Path) -> bool:
    try:
        draft_from_mapping(json.loads(path.read_text(encoding="utf-8")))
    except (OSError, ValueError, RecursionError, YuanfangError):
        return False
    return True


def _bad(path: Path, reason: str, key: str = "") -> InputError:
    backup = backup_of(path)
    if not _readable(backup):
        return InputError("bad_draft_alone", path=path, reason=reason, key=key)
    return InputError("bad_draft", path=path, reason=reason, key=key, backup=backup)
