"""One function a command: options in, handler called, Result out (JSON and a short Chinese text)."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import Any

from kb.errors import InputError
from ui import drafts, handlers, labels
from ui.cli import Reporter, Result, search_filters
from ui.settings import default_home
from ui.workspace import Workspace

Json = dict[str, Any]


def _workspace(options: argparse.Namespace, reporter: Reporter) -> Workspace:
    home = getattr(options, "home", None)
    return Workspace((home or default_home()).expanduser(), progress=reporter)


def demo(options: argparse.Namespace, reporter: Reporter) -> Result:
    """The headless tour."""
    from ui.demo import tour

    return tour(options.out, reporter)


def ui(options: argparse.Namespace, reporter: Reporter) -> Result:
    """The web workspace, until interrupted."""
    from ui.web import serve

    serve(_workspace(options, reporter), options.host, options.port)
    return Result({"stopped": True}, "工作台已关闭。")


def ingest(options: argparse.Namespace, reporter: Reporter) -> Result:
    """Take files in."""
    data = handlers.ingest(_workspace(options, reporter), options.paths, options.jobs)
    lines = []
    for row in data["documents"]:
        what = f"{row['title']}（{row['clauses']} 条）" if row["title"] else Path(row["path"]).name
        lines.append(f"[{labels.word(row['status'])}] {what}")
        lines += [
            f"    {labels.word(n['severity'])}：{n['message']}" for n in row["notices"] if n["severity"] != "info"
        ]
    lines.append(f"共 {len(data['documents'])} 份，用时 {data['seconds']} 秒。")
    failed = any(row["status"] == "failed" for row in data["documents"])
    return Result(data, "\n".join(lines), failed)


def remove(options: argparse.Namespace, reporter: Reporter) -> Result:
    """Remove documents."""
    data = handlers.remove(_workspace(options, reporter), options.doc_ids)
    return Result(data, "已移除：" + "、".join(data["removed"]))


def outline(options: argparse.Namespace, reporter: Reporter) -> Result:
    """The structure of a file."""
    data = handlers.outline(_workspace(options, reporter), options.file)
    lines = []
    for document in data["documents"]:
        kind = labels.word(document["kind"]) + (f" {document['plan_type']}" if document["plan_type"] else "")
        lines.append(
            f"《{document['title']}》（{kind}，{len(document['clauses'])} 条，{len(document['incidents'])} 个案例）"
        )
        lines += [
            f"{'  ' * heading['level']}{heading['number']} {heading['text']}".rstrip()
            for heading in document["headings"]
        ]
        lines += [f"  {labels.word(n['severity'])}：{n['message']}" for n in document["notices"]]
    return Result(data, "\n".join(lines))


def search(options: argparse.Namespace, reporter: Reporter) -> Result:
    """Search clauses."""
    workspace = _workspace(options, reporter)
    data = handlers.search(workspace, options.query, options.k, search_filters(options), samples=options.samples)
    lines = []
    if not data["answerable"]:
        lines.append(
            "库里没有能回答这句话的条款。"
            + ("下面是最接近的：" if data["hits"] else "可先用 yuanfang ingest 收进文件。")
        )
    for hit in data["hits"]:
        badge = "【示例（虚构）】" if hit["sample"] else ""
        where = " › ".join(hit["path"]) + (f"（第 {hit['page']} 页）" if hit["page"] else "")
        lines += [f"{hit['rank']}. {badge}{hit['doc_title']}  {where}", f"   {hit['text']}", f"   [{hit['clause_id']}]"]
    return Result(data, "\n".join(lines))


def check(options: argparse.Namespace, reporter: Reporter) -> Result:
    """Check plans."""
    checked = handlers.check(_workspace(options, reporter), options.paths, options.plan_type)
    data = handlers.check_json(checked)
    lines: list[str] = []
    for item in data.get("files", [data]):
        lines += _check_lines(item)
    return Result(data, "\n".join(lines), handlers.check_failed(checked))


def _check_lines(item: Json) -> list[str]:
    if "error" in item:
        return [f"{item['path']}：{item['error']['message']}{item['error']['hint']}"]
    counted = "、".join(
        f"{labels.word(name)} {count}" for name, count in item["summary"].items() if name != "findings" and count
    )
    lines = [f"《{item['title']}》 类型 {item['plan_type'] or '不是预案'}：{counted or '没有要素结论'}"]
    for element in item["elements"]:
        if element["label"] in {"missing", "weak", "elsewhere", "undecidable"}:
            lines.append(
                f"  [{labels.word(element['label'])}] {element['id']} {element['name']}（{element['weight']}）{element['reason']}"
            )
            if element["quote"]:
                lines.append(f"       “{element['quote'][:80]}”")
            if element["basis"]:
                lines.append(f"       依据（{labels.word(element['force'])}）：{element['basis'][0]}")
    for finding in item["findings"]:
        lines.append(f"  [{labels.word(finding['severity'])}] {finding['rule']} {finding['message']}")
        if finding["quote"]:
            lines.append(f"       “{finding['quote'][:80]}”  [{finding['clause_id']}]")
    return lines


def draft(options: argparse.Namespace, reporter: Reporter) -> Result:
    """Make and change drafts."""
    workspace = _workspace(options, reporter)
    if options.action == "new":
        data = drafts.new(workspace, options.facts, options.output, options.plan_type)
        text = f"已新建草稿 {options.output}：{data['title']}，{len(data['sections'])} 节。"
    elif options.action == "facts":
        data = drafts.facts_of(workspace, options.old, options.output)
        text = f"已写出事实表 {options.output}，请核对后使用。"
    elif options.action == "import":
        data = drafts.import_edited(options.draft, options.edited)
        lines = [f"已收回 {len(data['changed'])} 节的修改。", *(f"  {n['message']}" for n in data["notices"])]
        text = "\n".join(lines)
    elif options.action == "fill":
        data = drafts.fill(workspace, options.draft, options.section, samples=options.samples)
        text = f"已写出 {data['filled']} 节初稿，待补充 {data['slots']} 处。"
    elif options.action == "set":
        words = None if options.text is None else _text_of(options.text)
        data = drafts.set_section(workspace, options.draft, options.section, words, options.state)
        text = f"已保存第 {data['number'] or data['id']} 节（{labels.word(data['state'])}）。"
    else:
        data = drafts.status(workspace, options.draft)
        text = drafts.status_text(data)
    return Result(data, text)


def _text_of(source: Path) -> str:
    return sys.stdin.read() if str(source) == "-" else drafts.read_text(source)


def export(options: argparse.Namespace, reporter: Reporter) -> Result:
    """Export a draft to Word."""
    del reporter
    data = drafts.export(
        options.draft, options.output,
        layout=options.layout or "", edition=options.edition, marks=options.marks, numbering=options.numbering,
        template=options.template, pdf=options.pdf,
    )  # fmt: skip
    lines = [f"已导出 {data['path']}。", *(f"  {labels.word(n['severity'])}：{n['message']}" for n in data["notices"])]
    return Result(data, "\n".join(lines))


def evaluate(options: argparse.Namespace, reporter: Reporter) -> Result:
    """Measure search with the user's own questions or on a BEIR folder."""
    workspace = _workspace(options, reporter)
    beir = (options.corpus, options.queries, options.qrels)
    if options.questions is not None and not any(beir):
        data, details = handlers.evaluate(workspace, options.questions)
    elif options.questions is None and all(beir):
        data, details = handlers.evaluate_beir(workspace, *beir)
    else:
        raise InputError("usage", reason="请给出 QUERIES.jsonl，或者 --corpus --queries --qrels 三项")
    if options.details is not None:
        rows = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in details)
        options.details.write_text(rows, encoding="utf-8")
    lines = [f"{name}：{value}" for name, value in data.items() if not isinstance(value, dict)]
    lines += [
        f"{name}：{json.dumps(value, ensure_ascii=False)}" for name, value in data.items() if isinstance(value, dict)
    ]
    return Result(data, "\n".join(lines))


def model(options: argparse.Namespace, reporter: Reporter) -> Result:
    """Show, change or copy the embedding model."""
    workspace = _workspace(options, reporter)
    if options.action == "import":
        data = handlers.model_import(workspace, options.folder)
    elif options.action == "export":
        data = handlers.model_export(workspace, options.folder)
        return Result(data, f"模型已复制到 {data['folder']}。")
    else:
        data = handlers.model_status(workspace)
    kind = "自带模型" if data["default"] else f"模型文件夹 {data['folder']}"
    return Result(data, f"{kind}：{data['model']}，{data['dimension']} 维。")


def verify(options: argparse.Namespace, reporter: Reporter) -> Result:
    """Check library and index."""
    data = handlers.verify(_workspace(options, reporter), repair=options.repair)
    lines = [item["message"] + ("（已修复）" if item["repaired"] else "") for item in data["problems"]]
    if data["ok"]:
        lines.append("资料库和索引完好。")
    else:
        lines.append("以上问题没有修复。" if options.repair else "可用 yuanfang verify --repair 修复。")
    return Result(data, "\n".join(lines), failed=not data["ok"])


def stats(options: argparse.Namespace, reporter: Reporter) -> Result:
    """Count what the library holds."""
    data = handlers.stats(_workspace(options, reporter))
    lines = [
        f"资料库 {data['home']}：{data['documents']} 份文件，{data['clauses']} 条条款，{data['incidents']} 个案例。"
    ]
    if data["by_kind"]:
        lines.append("按种类：" + "、".join(f"{labels.word(kind)} {n}" for kind, n in data["by_kind"].items()))
    lines += [
        f"  {item['doc_id']}  {labels.word(item['kind'])}  {item['clauses']} 条  {item['date'] or ''}"
        for item in data["items"]
    ]
    return Result(data, "\n".join(lines))
