"""Drafting for command line and page: draft files in, the contract's JSON out."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from kb.drafting import locks
from kb.drafting.draft import fill_all, fill_section, new_draft, section_candidates
from kb.drafting.draft import set_section as changed_section
from kb.drafting.files import load, save
from kb.drafting.model import Draft, draft_to_mapping
from kb.drafting.needs import missing_facts
from kb.drafting.status import status as draft_status
from kb.errors import InputError
from kb.facts.sheet import FactSheet, dump_facts, facts_from_mapping, facts_to_mapping, load_facts, with_type
from kb.model import Message, Notice, Review, Severity
from ui import handlers, labels, shapes
from ui.batch_units import units
from ui.people.sharing import Sharing
from ui.people.viewer import viewer
from ui.workspace import Workspace

Json = dict[str, Any]
MAX_TEXT = 5_000_000


def new(
    workspace: Workspace, facts: Path, output: Path, plan_type: str | None = None, outline: Path | None = None
) -> Json:
    """A new draft file from a fact sheet (TOML, or a workbook with one unit); an existing file is never overwritten.

    ``outline`` is a document whose headings the draft takes over.
    """
    sheet, notices = sheet_of(workspace, facts)
    draft, more = make(workspace, sheet, plan_type)
    if outline is not None:
        from kb.drafting.outline_edit import outlined

        draft = outlined(draft, handlers.parse_one(workspace, outline).documents[0], workspace.outlines)
    if output.exists():
        raise InputError("output_exists", path=output)
    save(draft, output)
    return {
        **draft_to_mapping(draft), "title": draft.title, "path": str(output),
        "notices": [shapes.notice(item) for item in (*notices, *more)],
    }  # fmt: skip


def sheet_of(workspace: Workspace, path: Path) -> tuple[FactSheet, tuple[Notice, ...]]:
    """The fact sheet of a TOML file or of a workbook that holds one unit."""
    if not path.exists():
        raise InputError("no_such_file", path=path)
    if path.suffix.lower() != ".xlsx":
        return load_facts(path)
    rows, notices = units(workspace, path)
    if len(rows) != 1:
        raise InputError("not_one_unit", path=path.name, count=len(rows))
    if rows[0].error is not None:
        raise rows[0].error
    sheet, more = facts_from_mapping(rows[0].data)
    return sheet, (*notices, *more)


def make(workspace: Workspace, facts: FactSheet, plan_type: str | None = None) -> tuple[Draft, tuple[Notice, ...]]:
    """A new draft; ``plan_type`` wins over the fact sheet's with a notice."""
    code = handlers.known_type(workspace, plan_type or facts.plan.type or None)
    if code is None:
        raise handlers.unknown_type(workspace, plan_type or "")
    facts, notices = with_type(facts, code)
    return new_draft(facts, code, workspace.outlines), notices


def fill(workspace: Workspace, path: Path, section: str | None = None, *, samples: bool = False) -> Json:
    """Write first texts into one section, or into all that are empty."""
    with locks.exclusive(path):
        draft = load(path)
        search = workspace.drafting_search(draft.facts, samples=samples)
        if section is not None:
            after = fill_section(draft, known_section(draft, section), workspace.outlines, search)
        else:
            after = fill_all(draft, workspace.outlines, search, workspace.progress)
        save(after, path)
    written = sum(1 for old, new in zip(draft.sections, after.sections, strict=True) if old.text != new.text)
    slots = sum(len(each.slots) for each in after.sections)
    return {"path": str(path), "filled": written, "slots": slots, **draft_to_mapping(after)}


def set_section(
    workspace: Workspace, path: Path, section: str, text: str | None = None, state: str | None = None, owner: str = "",
    base: str | None = None,
) -> Json:  # fmt: skip
    """Write a section's text or state; returns the section and the draft's status after the save.

    ``owner`` is who writes; ``base`` the text that the writer began with. Raises InputError: section_locked, section_conflict.
    """
    with locks.exclusive(path):
        draft = load(path)
        key = known_section(draft, section)
        locks.check(path, key, owner)
        if text is not None and base is not None:
            locks.unseen(draft.section(key), base, text)
        after = changed_section(draft, key, text=text, state=state, by=owner)
        save(after, path)
    changed = next(item for item in draft_to_mapping(after)["sections"] if item["id"] == key)
    return {**changed, "status": status_of(workspace, after)}


def known_section(draft: Draft, section: str) -> str:
    """The id of a section named by id or printed number. Raises InputError("unknown_section")."""
    for each in draft.sections:
        if section in (each.id, each.number):
            return each.id
    raise InputError("unknown_section", section=section)


def status(workspace: Workspace, path: Path) -> Json:
    """The state of a draft file."""
    return status_of(workspace, load(path))


def status_of(workspace: Workspace, draft: Draft, review: Review | None = None) -> Json:
    """How much is done, what is missing, open, foreign or contradictory; ``review`` when the draft was checked already."""
    names = workspace.place_names_of_library()
    data = draft_status(draft, review or workspace.review_draft(draft), names)
    data["missing_facts"] = missing_facts(draft, workspace.outlines)
    for conflict in data["conflicts"]:
        conflict["message"] = labels.message_text(Message(conflict["code"], conflict["params"]))
    return data


def status_text(data: Json) -> str:
    """The status in a few lines."""
    elements = "、".join(f"{labels.word(label)} {count}" for label, count in data["elements"].items() if count)
    lines = [
        f"共 {data['sections']} 节，完成 {data['done']} 节；要素：{elements}。",
        f"待补充 {len(data['slots']) + len(data['front_slots'])} 处：",
    ]
    if data["boilerplate"]["sections"]:
        lines.insert(1, f"放到哪里都能用的套话占 {data['boilerplate']['share']}：{data['boilerplate']['sections']}。")
    lines += [f"  {slot['number']} {slot['label']}" for slot in data["slots"][:40]]
    lines += [f"  封面或印发通知 {label}" for label in data["front_slots"]]
    lines += [f"外地名称：{item['name']}（{item['number']}）" for item in data["foreign_names"]]
    lines += [f"冲突：{' '.join(filter(None, (item['number'], item['message'])))}" for item in data["conflicts"]]
    return "\n".join(lines)


def candidates(workspace: Workspace, draft: Draft, section: str, k: int = 6) -> tuple[Any, ...]:
    """The best past clauses for a section."""
    search = workspace.drafting_search(draft.facts)
    return section_candidates(draft, section, workspace.outlines, search, k)


def export(
    path: Path,
    output: Path,
    *,
    layout: str = "",
    edition: str = "内部",
    marks: str = "none",
    numbering: str = "literal",
    template: Path | None = None,
    pdf: bool = False,
    workspace: Workspace | None = None,
) -> Json:
    """Export a draft file to Word, and to PDF when asked and LibreOffice is present.

    Raises InputError("internal_sources") when a public edition would carry text of documents of ``workspace`` that are for internal use.
    """
    draft = load(path)
    if edition == "公开" and workspace is not None:
        _require_public_sources(workspace, draft)
    options: Json = {"layout": layout, "edition": edition, "marks": marks, "numbering": numbering, "template": template}
    kept = _kept_aside(output)
    made = (
        workspace.apart(_rendered, draft, output, pdf, options)
        if workspace
        else _rendered(None, draft, output, pdf, options)
    )
    notices = made.notices + ((Notice(Severity.INFO, "old_kept", {"path": kept.name}),) if kept else ())
    return {
        "path": str(output.resolve()), "title": draft.title, "pdf": str(made.pdf.resolve()) if made.pdf else None,
        "contents": made.contents or None, "seconds": round(made.seconds, 3), "page_seconds": round(made.page_seconds, 3),
        "notices": [shapes.notice(item) for item in notices],
    }  # fmt: skip


def _rendered(_workspace: Workspace | None, draft: Draft, output: Path, pdf: bool, options: Json) -> Any:
    from kb.export import export_rendered

    return export_rendered(draft, output, pdf=pdf, **options)


def _require_public_sources(workspace: Workspace, draft: Draft) -> None:
    from kb.secrecy import is_internal

    library = workspace.own.library
    cited = {citation.clause_id.partition("#")[0] for section in draft.sections for citation in section.citations}
    held = cited & library.revisions().keys()
    names = sorted(document.title for document in map(library.document, held) if is_internal(document))
    if names:
        raise InputError("internal_sources", names="、".join(names))


def _kept_aside(output: Path) -> Path | None:
    """Copy an earlier file of the same name aside: somebody may have worked in it."""
    if not output.is_file():
        return None
    from kb.files import write_atomically

    kept = output.with_name(f"{output.stem}.bak{output.suffix}")
    write_atomically(kept, output.read_bytes())
    return kept


def facts_of(workspace: Workspace, old: Path, output: Path) -> Json:
    """A fact sheet read out of an old plan, for the writer to confirm."""
    from kb.drafting.old_facts import facts_from_document
    from kb.files import write_atomically

    if output.exists():
        raise InputError("output_exists", path=output)
    document = handlers.parse_one(workspace, old).documents[0]
    facts = facts_from_document(document)
    write_atomically(output, dump_facts(facts).encode())
    return {"path": str(output), "facts": facts_to_mapping(facts)}


def read_text(path: Path) -> str:
    """A text file in any usual encoding."""
    if not path.exists():
        raise InputError("no_such_file", path=path)
    if path.stat().st_size > MAX_TEXT:
        raise InputError("text_too_long", path=path)
    data = path.read_bytes()
    for encoding in ("utf-8-sig", "utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "gb18030", "gb18030"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise InputError("text_unreadable", path=path)


# --------------------------------------------------------------------------- drafts kept in the library folder


def folder(workspace: Workspace) -> Path:
    """Where the drafts made on the page are kept."""
    return workspace.home / "drafts"


def stored_names(workspace: Workspace) -> list[str]:
    """Names of the kept drafts that the asking user may open, last changed first."""
    files = sorted(folder(workspace).glob("*.json"), key=lambda file: -file.stat().st_mtime)
    sharing, user = Sharing(workspace.home, "drafts"), viewer()
    return [file.stem for file in files if sharing.may_open(file.stem, user)]


def stored(workspace: Workspace, name: str) -> Path:
    """The file of a kept draft. Raises InputError("unknown_draft"), also for a name that tries to leave the folder or is another's."""
    path = folder(workspace) / f"{name}.json"
    if not name or path.parent.resolve() != folder(workspace).resolve() or Path(name).name != name or not path.exists():
        raise InputError("unknown_draft", name=name)
    if not Sharing(workspace.home, "drafts").may_open(name, viewer()):
        raise InputError("unknown_draft", name=name)
    return path


def new_stored(workspace: Workspace, facts: FactSheet, plan_type: str | None = None) -> Json:
    """A new draft kept in the library folder, named by its title."""
    draft, notices = make(workspace, facts, plan_type)
    folder(workspace).mkdir(parents=True, exist_ok=True)
    stem = "".join("_" if c in '\\/:*?"<>|' or c < " " else c for c in draft.title).strip(" .")[:80] or "草稿"
    name, n = stem, 2
    while (folder(workspace) / f"{name}.json").exists():
        name, n = f"{stem}~{n}", n + 1
    Sharing(workspace.home, "drafts").own(name, viewer())
    save(draft, folder(workspace) / f"{name}.json")
    return {
        **draft_to_mapping(draft),
        "draft": name,
        "title": draft.title,
        "notices": [shapes.notice(n) for n in notices],
    }


def section_of(workspace: Workspace, path: Path, section: str) -> Json:
    """One section of a draft file with the draft's status."""
    draft = load(path)
    key = known_section(draft, section)
    found = next(item for item in draft_to_mapping(draft)["sections"] if item["id"] == key)
    return {**found, "status": status_of(workspace, draft)}


def export_stored(workspace: Workspace, name: str, **options: Any) -> Json:
    """Export a kept draft to a file that the page can hand out."""
    import tempfile

    path = stored(workspace, name)
    return export(
        path, Path(tempfile.mkdtemp(prefix="yuanfang-export-")) / f"{name}.docx", workspace=workspace, **options
    )
