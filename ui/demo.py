"""The headless tour: search the samples, check a thin plan, draft a county flood plan, export it to Word."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kb.ports import Progress
from ui import drafts, handlers, labels
from ui.workspace import Workspace

if TYPE_CHECKING:
    from ui.commands.result import Result

Json = dict[str, Any]
QUERIES = ("应急值班制度", "一级响应由谁批准启动", "山洪来了夜里怎么通知群众转移")
THIN_PLAN = "青山县道路交通事故应急预案"


def tour(out: Path, progress: Progress) -> Result:
    """Run the tour; what it makes lies in ``out``, its library in ``out/library`` so that the user's own stays untouched."""
    from ui.commands.result import Result

    out.mkdir(parents=True, exist_ok=True)
    workspace = Workspace(out / "library", progress=progress)
    lines = ["一、查条款（示例资料库，均为虚构）"]
    data: Json = {"out": str(out.resolve()), "searches": []}
    for query in QUERIES:
        found = handlers.search(workspace, query, 3, samples=True)
        data["searches"].append(found)
        lines += [f"  “{query}”（{found['milliseconds']} 毫秒）"]
        lines += [
            f"    {hit['rank']}. {hit['doc_title']} {' › '.join(hit['path'][-1:])}：{hit['text'][:60]}"
            for hit in found["hits"]
        ]

    draft_file, word = out / "青山县防汛抗旱应急预案.json", out / "青山县防汛抗旱应急预案.docx"
    for old in (draft_file, word):
        old.unlink(missing_ok=True)
    drafts.new(workspace, workspace.sample_facts("青山县防汛抗旱"), draft_file)
    filled = drafts.fill(workspace, draft_file)
    status = drafts.status(workspace, draft_file)
    exported = drafts.export(draft_file, word)
    data.update(draft=str(draft_file), word=exported["path"], status=status)
    lines += [
        "二、起草",
        f"  《{exported['title']}》写出 {filled['filled']} 节初稿，待补充 {len(status['slots'])} 处。",
        f"  要素：{_counts(status['elements'])}。",
    ]

    thin = next(path for path in workspace.sample_files if path.stem == THIN_PLAN)
    checked = handlers.check(workspace, [thin])
    report = out / f"{THIN_PLAN}-检查.json"
    data["check"] = handlers.check_json(checked)
    report.write_text(json.dumps(data["check"], ensure_ascii=False, indent=1), encoding="utf-8")
    found_counts = "、".join(f"{labels.word(name)} {n}" for name, n in data["check"]["summary"]["findings"].items())
    summary = {name: n for name, n in data["check"]["summary"].items() if name != "findings"}
    lines += ["三、检查一份有意写得不完整的示例", f"  《{THIN_PLAN}》要素：{_counts(summary)}；问题：{found_counts}。"]
    reread = handlers.outline(workspace, word)["documents"][0]
    data["headings_read_back"] = len(reread["headings"])
    lines += ["四、导出", f"  {exported['path']}（读回 {len(reread['headings'])} 个标题）"]
    lines.append(f"全部结果在 {out.resolve()}。打开工作台：yuanfang ui")
    return Result(data, "\n".join(lines))


def _counts(counted: dict[str, int]) -> str:
    return "、".join(f"{labels.word(name)} {n}" for name, n in counted.items() if n)
