"""Looking after what the library holds: descriptions put right, removed files brought back, both written into the log."""

from __future__ import annotations

import shutil
from collections.abc import Mapping, Sequence
from typing import Any

from kb.errors import InputError, LibraryError
from kb.library.corrections import FIELDS
from ui import handlers, labels, libraries
from ui.people.log import AccessLog
from ui.people.sharing import Sharing
from ui.workspace import Workspace

Json = dict[str, Any]
HERE = "本机"
"""Who did it, where nobody logs in."""


def describe(workspace: Workspace, doc_id: str) -> Json:
    """The description of a document, and what of it people put right."""
    library = workspace.open_library()
    fields = library.description(doc_id)
    said = library.corrections_of(doc_id)
    corrected = {field: {"value": each.value, "as_read": each.as_read} for field, each in said.items()}
    return {"doc_id": doc_id, "fields": fields, "corrected": corrected}


def correct(workspace: Workspace, doc_id: str, changes: Mapping[str, str | None], who: str = HERE) -> Json:
    """Put fields right (None goes back to what was read); index and log follow.

    Raises LibraryError("unknown_document"), InputError: ``bad_metadata``, ``unknown_plan_type``.
    """
    asked = dict(changes)
    if asked.get("plan_type"):
        asked["plan_type"] = handlers.known_type(workspace, asked["plan_type"])
    before = workspace.open_library().description(doc_id)
    changed = workspace.correct(doc_id, asked)
    after = describe(workspace, doc_id)
    for field in changed:
        told = f"{doc_id}：{labels.word('field_' + field)} {before[field] or '（空）'} → {after['fields'][field] or '（空）'}"
        AccessLog(workspace.home).add(who, "metadata", told)
    return {**after, "changed": list(changed)}


def all_fields(fields: Mapping[str, str | None]) -> dict[str, str]:
    """The fields that were given at all. Raises InputError("bad_metadata") for a name that is no field."""
    for field in fields:
        if field not in FIELDS:
            raise InputError("bad_metadata", field=field, value="")
    return {field: value for field, value in fields.items() if value is not None}


def drop_library(workspace: Workspace, name: str) -> None:
    """Give up a further library that holds nothing, neither documents nor removed ones. Raises InputError("library_not_empty")."""
    with libraries.using(libraries.required(workspace.home, name, None)):
        held = workspace.open_library()
        if held.document_records() or held.trash():
            raise InputError("library_not_empty", name=name)
        folder = workspace.place
    workspace.let_go(name)
    shutil.rmtree(folder, ignore_errors=True)
    Sharing(workspace.home, libraries.KIND).forget(name)


def trash(workspace: Workspace) -> Json:
    """What was removed and can be brought back."""
    rows = [
        {
            "id": each.id, "doc_id": each.doc_id, "title": each.title, "documents": each.documents,
            "removed_at": each.removed_at, "removed_by": each.removed_by or None,
        }
        for each in workspace.open_library().trash()
    ]  # fmt: skip
    return {"trash": rows}


def put_back(workspace: Workspace, names: Sequence[str], who: str = HERE) -> Json:
    """Bring files back by trash id, or by document id (then the last removed of that name)."""
    restored: list[str] = []
    for name in names:
        ids = workspace.put_back(_id(workspace, name))
        AccessLog(workspace.home).add(who, "put_back", "、".join(ids))
        restored += ids
    return {"restored": restored}


def empty_trash(workspace: Workspace, names: Sequence[str] = (), who: str = HERE) -> Json:
    """Forget removed files for good; all of them unless some are named."""
    chosen = [_id(workspace, name) for name in names] if names else None
    told = [each for each in workspace.open_library().trash() if chosen is None or each.id in chosen]
    count = workspace.open_library().empty_trash(chosen)
    for each in told:
        AccessLog(workspace.home).add(who, "emptied", each.title)
    return {"emptied": count}


def _id(workspace: Workspace, name: str) -> int:
    found = workspace.open_library().trash()
    for each in found:
        if name in (str(each.id), each.doc_id):
            return each.id
    raise LibraryError("not_in_trash", id=name)
