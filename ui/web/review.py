"""查缺项: drop a plan in, see which required elements are there, weak or missing, and what is wrong with the text."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import gradio as gr

from kb.errors import InputError, ReadError
from ui import handlers, labels
from ui.reports import check_workbook
from ui.web.common import badge, empty, guarded, notices, text
from ui.web.shelf import forget_uploads
from ui.workspace import Workspace

_AUTO = "自动判断"
_ORDER = ("missing", "weak", "elsewhere", "undecidable", "present", "not_applicable")


def build(workspace: Workspace) -> None:
    """Lay out the page and wire it."""
    types = [(f"{name}（{code}）", code) for code, name in workspace.checklists.types.items()]
    with gr.Row(equal_height=False):
        with gr.Column(scale=3, min_width=260):
            files = gr.File(label="预案文件（可多选）", file_count="multiple", elem_id="check-files", height=150)
            plan_type = gr.Dropdown([_AUTO, *types], value=_AUTO, label="预案类型", elem_id="check-type")
            go = gr.Button("开始检查", variant="primary", elem_id="check")
            download = gr.File(label="检查结果（Excel）", interactive=False, visible=False, elem_id="check-report")
        with gr.Column(scale=9, min_width=480):
            report = gr.HTML(
                empty("把要审的预案拖到左边。检查只在本机进行，不会收进资料库。"),
                elem_id="report", elem_classes="pane tall", apply_default_css=False,
            )  # fmt: skip

    @guarded
    def run(files: list[str] | None, plan_type: str, progress: Any = gr.Progress()) -> tuple[str, Any]:  # noqa: B008
        if not files:
            raise InputError("nothing_to_check")
        progress(0.1, desc="正在读取和检查")
        code = None if plan_type == _AUTO else plan_type
        try:
            checked = handlers.check(workspace, [Path(file) for file in files], code)
        except ReadError as error:
            if error.code == "secret_mark":
                forget_uploads(files)
            raise
        data = handlers.check_json(checked)
        workbook = check_workbook(data, Path(files[0]).parent / "检查结果.xlsx")
        return report_html(data), gr.File(str(workbook), visible=True)

    go.click(run, [files, plan_type], [report, download], api_visibility="private", concurrency_limit=2)


def report_html(data: dict[str, Any]) -> str:
    """One section a plan: summary, element table, findings."""
    return "".join(_plan_html(item) for item in data.get("files", [data]))


def _plan_html(item: dict[str, Any]) -> str:
    if "error" in item:
        return f'<section class="plan"><h2>{text(Path(item["path"]).name)}</h2><p class="refusal">{text(item["error"]["message"] + item["error"]["hint"])}</p></section>'
    counted = "".join(
        badge(f"{labels.word(label)} {item['summary'][label]}", label) for label in _ORDER if item["summary"].get(label)
    )
    guesses = "、".join(f"{guess['code']} {guess['confidence']:.0%}" for guess in item["plan_types"][:2])
    head = f"<h2>{text(item['title'])}</h2><p>类型 <b>{text(item['plan_type'] or '不是预案')}</b>（判断：{text(guesses or '无')}）　{counted}</p>"
    return f'<section class="plan">{head}<ul class="notices">{notices(item.get("notices", []))}</ul>{_findings(item)}{_elements(item)}</section>'


def _findings(item: dict[str, Any]) -> str:
    if not item["findings"]:
        return ""
    order = {"high": 0, "medium": 1, "low": 2}
    rows = "".join(_finding_row(each) for each in sorted(item["findings"], key=lambda each: order[each["severity"]]))
    head = "<thead><tr><th>程度</th><th>问题与原文</th><th>怎么改</th></tr></thead>"
    return f"<h3>文字问题 {len(item['findings'])} 处</h3><table>{head}<tbody>{rows}</tbody></table>"


def _finding_row(each: dict[str, Any]) -> str:
    quotes = "".join(_quote(place["quote"]) for place in each["places"][:3]) + _more(len(each["places"]) - 3)
    basis = _basis([each["basis"]] if each["basis"] else [])
    return (
        f"<tr><td>{badge(labels.word(each['severity']), each['severity'])}</td>"
        f"<td>{text(each['message'])}{quotes}</td><td>{text(each['advice'])}{basis}</td></tr>"
    )


def _elements(item: dict[str, Any]) -> str:
    if not item["elements"]:
        return ""
    ranked = sorted(item["elements"], key=lambda each: (_ORDER.index(each["label"]), each["weight"], each["id"]))
    head = "<thead><tr><th>结论</th><th>要素</th><th>理由与原文</th><th>建议与依据</th></tr></thead>"
    rows = "".join(_element_row(each) for each in ranked)
    return f"<h3>应有要素 {len(ranked)} 项</h3><table>{head}<tbody>{rows}</tbody></table>"


def _element_row(each: dict[str, Any]) -> str:
    advice = each["advice"] if each["label"] in ("missing", "weak") else ""
    return (
        f"<tr><td>{badge(labels.word(each['label']), each['label'])}</td>"
        f"<td>{text(each['name'])}<br><small>{text(each['id'])}　{text(each['weight'])}</small></td>"
        f"<td>{text(each['reason'])}{_quote(each['quote'])}</td>"
        f"<td>{text(advice)}{_basis(each['basis'], each['force'])}</td></tr>"
    )


def _quote(words: str) -> str:
    return f"<blockquote>{text(words)}</blockquote>" if words else ""


def _basis(basis: list[str], force: str = "") -> str:
    if not basis:
        return ""
    lead = f"{labels.word(force)}：" if force else "依据："
    return f"<small>{text(lead + '；'.join(basis))}</small>"


def _more(count: int) -> str:
    return f"<small>另有 {count} 处</small>" if count > 0 else ""
