"""The papers around a plan for command line and page: a draft file in, Word files and a list of them out."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from kb.drafting.files import load
from kb.drafting.issue import plan_title
from kb.drafting.model import Draft
from kb.errors import InputError, YuanfangError
from kb.files import write_atomically
from kb.papers.catalogue import ABRIDGED, NAMES, STAGES, make
from ui import labels

Json = dict[str, Any]


def write(
    path: Path, folder: Path, only: Sequence[str] = (), opinions: Sequence[Path] = (), *, force: bool = False
) -> Json:
    """Write the papers of a draft file into ``folder``; an existing file is only replaced with ``force``.

    ``opinions`` are annotated Word files that came back, for the table of opinions.
    Raises InputError: unknown_paper, bad_opinion_file, output_exists.
    """
    draft = load(path)
    for name in only:
        if name not in NAMES:
            raise InputError("unknown_paper", name=name, known="、".join(NAMES))
    told = _opinions(opinions)
    made: list[Json] = []
    skipped: list[Json] = []
    folder.mkdir(parents=True, exist_ok=True)
    for name in only or NAMES:
        target = folder / f"{_file_name(draft, name)}.docx"
        if target.exists() and not force:
            raise InputError("output_exists", path=target)
        try:
            made.append({"name": name, "path": str(target.resolve()), "slots": _written(draft, name, target, told)})
        except YuanfangError as error:
            if only or error.code not in ("paper_not_for_type", "not_public"):
                raise
            skipped.append({"name": name, "reason": labels.error_text(error)[0]})
    return {
        "out": str(folder.resolve()),
        "title": draft.title,
        "papers": made,
        "skipped": skipped,
        "opinions": len(told),
    }


def _opinions(files: Sequence[Path]) -> tuple[tuple[str, str, str], ...]:
    from kb.papers.opinions import opinions_of

    found: list[tuple[str, str, str]] = []
    for file in files:
        if not file.exists():
            raise InputError("no_such_file", path=file)
        found += [(each.unit, each.clause, each.words) for each in opinions_of(file)]
    return tuple(found)


def _written(draft: Draft, name: str, target: Path, told: tuple[tuple[str, str, str], ...]) -> list[str]:
    from kb.export import export_docx
    from kb.papers.forms import opinion_table
    from kb.papers.notes import abridged
    from kb.papers.word import to_docx

    if name in STAGES:
        export_docx(draft, target, stage=name)
        return [label for section in draft.sections for label in section.slots]
    if name == ABRIDGED:
        short = abridged(draft)
        export_docx(short, target, edition="公开")
        return [label for section in short.sections for label in section.slots]
    paper = opinion_table(draft, told) if name == "征求意见情况汇总表" and told else make(draft, name)
    write_atomically(target, to_docx(paper, draft.facts.issue.body or draft.facts.unit.name))
    return list(paper.slots)


def _file_name(draft: Draft, name: str) -> str:
    from ui.batches import file_name

    return f"{file_name(plan_title(draft.facts))}-{name}"


def text(data: Json) -> str:
    """The outcome in a few lines."""
    lines = [f"已写出 {len(data['papers'])} 份：{data['out']}"]
    lines += [f"  {paper['name']}（待补充 {len(paper['slots'])} 处）" for paper in data["papers"]]
    lines += [f"  没有写“{item['name']}”：{item['reason']}" for item in data["skipped"]]
    return "\n".join(lines)
