"""The named endpoints: the same work as the command line, files as uploads, the command's JSON as the result."""

from __future__ import annotations

from pathlib import Path, PurePosixPath
from typing import Any

import gradio as gr

from kb.errors import InputError
from kb.facts.sheet import facts_from_mapping, load_facts
from kb.model import SearchFilters
from ui import across, batches, drafts, handlers, impacts, libraries, opening, reviews, training
from ui.people.roles import Right
from ui.people.viewer import viewer
from ui.reading import ReadPlan
from ui.reviews import CheckOptions
from ui.web.access import goes_across, needs
from ui.web.common import guarded
from ui.web.handing import archived, handed_out
from ui.web.uploads import upload_jobs
from ui.workspace import Workspace

Json = dict[str, Any]
READ_ONLY = ("search", "open", "incidents", "ask", "check", "impact")
"""Endpoints that change nothing in the library."""


def build(workspace: Workspace) -> None:
    """Register the endpoints; their parameters are named like the command's options.

    ``library`` names a further library of a shared workspace, the public one where it is empty; ``Access`` lets in and switches.
    ``search`` and ``incidents`` take several names with 、 between them, and 全部 for all that are open to the user.
    """

    def asked_for(library: str) -> tuple[str, ...]:
        return libraries.named(workspace.home, [library or ""], viewer())

    @goes_across
    @guarded
    def search(
        query: str, k: int = 10, kind: str = "", hazard: str = "", plan_type: str = "", level: str = "", response_level: str = "",
        element: str = "", doc: str = "", region: str = "", since: str = "", validity: str = "", samples: bool = False, library: str = "",
    ) -> dict[str, Any]:  # fmt: skip
        chosen = {
            "kind": kind, "hazard": hazard, "plan_type": plan_type, "level": level, "response_level": response_level,
            "element": element, "doc": doc, "region": region, "since": since, "validity": validity,
        }  # fmt: skip
        filters = SearchFilters(**{name: value or None for name, value in chosen.items()})
        return across.search(workspace, asked_for(library), query, int(k), filters, samples=bool(samples))

    @goes_across
    @guarded
    def incidents(
        query: str, k: int = 10, hazard: str = "", place: str = "", scale: str = "", agency: str = "", since: str = "", samples: bool = False,
        library: str = "",
    ) -> dict[str, Any]:  # fmt: skip
        chosen = {"hazard": hazard, "place": place, "scale": scale, "agency": agency, "since": since}
        return across.incidents(workspace, asked_for(library), query, int(k), chosen, samples=bool(samples))

    @guarded
    def ask(
        question: str,
        doc: str = "",
        hazard: str = "",
        response_level: str = "",
        actor: str = "",
        samples: bool = False,
        library: str = "",
    ) -> dict[str, Any]:
        return training.ask(
            workspace,
            question,
            doc=doc,
            hazard=hazard,
            response_level=response_level,
            actor=actor,
            samples=bool(samples),
        )

    @needs(Right.READ, "open")
    @guarded
    def open_clause(clause_id: str, reach: int = 5, library: str = "") -> dict[str, Any]:
        return opening.opened(workspace, clause_id, int(reach))

    @needs(Right.INGEST, "ingest")
    @guarded
    def ingest(paths: list[str], ocr: bool = False, library: str = "") -> Json:
        with upload_jobs(paths or []) as (jobs, failures):
            plan = ReadPlan(ocr=bool(ocr))
            taken: Json = without_paths(handlers.ingest_jobs(workspace, jobs, None, failures, plan))
            return taken

    @needs(Right.CHECK, "check")
    @guarded
    def check(
        paths: list[str], plan_type: str = "", against: str = "", previous: str = "", incident: str = "",
        against_file: str | None = None, previous_file: str | None = None, library: str = "", ocr: bool = False,
    ) -> Json:  # fmt: skip
        options = stored_options(
            workspace, plan_type, against, previous, incident, against_file, previous_file, ocr=ocr
        )
        result: Json = without_paths(reviews.check(workspace, [Path(path) for path in paths or []], options).data)
        return result

    @needs(Right.CHECK, "check")
    @guarded
    def check_files(
        paths: list[str], plan_type: str = "", against: str = "", previous: str = "", incident: str = "",
        against_file: str | None = None, previous_file: str | None = None, library: str = "", ocr: bool = False,
    ) -> tuple[Json, str]:  # fmt: skip
        options = stored_options(
            workspace, plan_type, against, previous, incident, against_file, previous_file, ocr=ocr
        )
        outcome = reviews.check(workspace, [Path(path) for path in paths or []], options)
        return without_paths(outcome.data), str(archived(handed_out(workspace, outcome, options)))

    @needs(Right.CHECK, "check")
    @guarded
    def impact(law: str, library: str = "") -> Json:
        return impacts.impact(workspace, law)

    @needs(Right.DRAFT, "draft")
    @guarded
    def draft_new(facts: str | None = None, plan_type: str = "", fields: Json | None = None, library: str = "") -> Json:
        sheet, _ = load_facts(Path(facts)) if facts else facts_from_mapping(fields or {})
        return drafts.new_stored(workspace, sheet, plan_type or None)

    @needs(Right.DRAFT, "draft")
    @guarded
    def draft_section(
        draft: str, section: str, text: str = "", state: str = "", fill: bool = False, library: str = ""
    ) -> Json:
        path = drafts.stored(workspace, draft)
        if fill:
            drafts.fill(workspace, path, section)
        if text or state or not fill:
            return drafts.set_section(workspace, path, section, text or None, state or None)
        return drafts.section_of(workspace, path, section)

    @needs(Right.DRAFT, "export")
    @guarded
    def export(
        draft: str,
        layout: str = "",
        edition: str = "内部",
        marks: str = "none",
        numbering: str = "literal",
        library: str = "",
    ) -> tuple[Json, str]:
        data = drafts.export_stored(workspace, draft, layout=layout, edition=edition, marks=marks, numbering=numbering)
        return without_paths(data), str(data["path"])

    @needs(Right.DRAFT, "batch")
    @guarded
    def batch(
        units: str,
        facts: str | None = None,
        plan_type: str = "",
        numbering: str = "literal",
        edition: str = "内部",
        library: str = "",
    ) -> tuple[Json, str]:
        if not units:
            raise InputError("nothing_chosen")
        export = {"numbering": numbering, "edition": edition}
        chosen = batches.BatchOptions(plan_type, Path(facts) if facts else None, export=export)
        data, packed = batches.run_packed(workspace, Path(units), chosen)
        return without_paths(data), str(packed)

    gr.api(search, api_name="search", api_description="查条款")
    gr.api(open_clause, api_name="open", api_description="打开一条，看前后文和所在文件的目录")
    gr.api(ask, api_name="ask", api_description="问程序")
    gr.api(incidents, api_name="incidents", api_description="查过往处置")
    _with_files(
        ingest, "ingest", gr.Files(visible=False), [gr.Checkbox(False, visible=False), _library()], "把文件收进资料库"
    )
    compared = [
        *(gr.Textbox("", visible=False) for _ in range(4)),
        gr.File(visible=False),
        gr.File(visible=False),
        _library(),
        gr.Checkbox(False, visible=False),
    ]
    _with_files(check, "check", gr.Files(visible=False), compared, "查缺项，可与上位预案、上一版、案例比较")
    gr.Button(visible=False).click(
        check_files,
        [gr.Files(visible=False), *compared],
        [gr.JSON(visible=False), gr.File(visible=False)],
        api_name="check_files",
        api_description="查缺项，并返回报告、评审表、批注副本和汇总表的压缩包",
    )
    gr.api(impact, api_name="impact", api_description="哪些文件引用了某部法规")
    _with_files(
        draft_new,
        "draft_new",
        gr.File(visible=False),
        [gr.Textbox(visible=False), gr.JSON(visible=False), _library()],
        "由事实表新建草稿",
    )
    gr.api(draft_section, api_name="draft_section", api_description="写入草稿的一节，或按资料库写出初稿")
    fields = [
        gr.Textbox(visible=False),
        *(gr.Textbox(value, visible=False) for value in ("", "内部", "none", "literal")),
        _library(),
    ]
    gr.Button(visible=False).click(
        export, fields, [gr.JSON(visible=False), gr.File(visible=False)], api_name="export", api_description="导出 Word"
    )
    gr.Button(visible=False).click(
        batch,
        [
            gr.File(visible=False),
            gr.File(visible=False),
            *(gr.Textbox(v, visible=False) for v in ("", "literal", "内部")),
            _library(),
        ],
        [gr.JSON(visible=False), gr.File(visible=False)],
        api_name="batch",
        api_description="由一张表批量编制预案，返回清单和压缩包",
    )


def _library() -> gr.Textbox:
    return gr.Textbox("", visible=False)


def stored_options(
    workspace: Workspace, plan_type: str, against: str, previous: str, incident: str,
    against_file: str | None, previous_file: str | None, *, ocr: bool = False,
) -> CheckOptions:  # fmt: skip
    """The options of a check from outside: texts name documents of the library, never files of this machine; files are uploads.

    Raises InputError("unknown_comparison").
    """
    known = workspace.open_library().revisions()
    for name in (against, previous):
        if name and name not in known:
            raise InputError("unknown_comparison", name=name)
    return CheckOptions(
        plan_type=plan_type or None, against=against_file or against or None, previous=previous_file or previous or None,
        incident=incident or None, ocr=bool(ocr),
    )  # fmt: skip


def without_paths(data: Any) -> Any:
    """The JSON without this machine's paths: ``path`` is null, ``file`` the bare name.

    An upload has no path that its sender would know, and gradio_client takes any object with a textual ``path`` for a file to fetch.
    """
    if isinstance(data, list):
        return [without_paths(each) for each in data]
    if not isinstance(data, dict):
        return data
    plain = {key: without_paths(value) for key, value in data.items()}
    if isinstance(data.get("path"), str):
        plain.update(path=None, file=PurePosixPath(data["path"].replace("upload:", "")).name)
    return plain


def _with_files(function: Any, name: str, files: Any, others: list[Any], description: str) -> None:
    """An endpoint whose first parameter is an upload; file components take care of where uploads may come from."""
    gr.Button(visible=False).click(
        function, [files, *others], gr.JSON(visible=False), api_name=name, api_description=description
    )
