"""Commands: searching and measuring it."""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from typing import Any

from kb.errors import InputError
from ui import across, handlers, past
from ui.arguments.search import search_filters
from ui.commands.result import Reporter, Result, home_of, open_workspace
from ui.libraries import PUBLIC_NAME


def search(options: argparse.Namespace, reporter: Reporter) -> Result:
    """Search clauses."""
    workspace = open_workspace(options, reporter)
    names = libraries_of(options)
    data = across.search(workspace, names, options.query, options.k, search_filters(options), samples=options.samples)
    lines = []
    if not data["answerable"]:
        lines.append(
            "库里没有能回答这句话的条款。"
            + ("下面是最接近的：" if data["hits"] else "可先用 yuanfang ingest 收进文件。")
        )
    for hit in data["hits"]:
        badge = _badge(hit, names)
        where = " › ".join(hit["path"]) + (f"（第 {hit['page']} 页）" if hit["page"] else "")
        lines += [f"{hit['rank']}. {badge}{hit['doc_title']}  {where}", f"   {hit['text']}", f"   [{hit['clause_id']}]"]
    return Result(data, "\n".join(lines))


def incidents(options: argparse.Namespace, reporter: Reporter) -> Result:
    """Search past events."""
    workspace = open_workspace(options, reporter)
    chosen = {name: getattr(options, name) for name in past.FILTERS}
    names = libraries_of(options)
    data = across.incidents(workspace, names, options.query, options.k, chosen, samples=options.samples)
    lines = []
    if not data["answerable"]:
        lines.append("库里没有这样的案例。" + ("下面是最接近的：" if data["incidents"] else ""))
    for number, item in enumerate(data["incidents"], start=1):
        lines += _case(number, item, _badge(item, names))
    return Result(data, "\n".join(lines))


def libraries_of(options: argparse.Namespace) -> tuple[str, ...]:
    """The libraries that ``--library`` names, the public one where it is not given."""
    from ui.libraries import named

    return named(home_of(options), getattr(options, "library", None) or [], None)


def _badge(hit: dict[str, Any], names: Sequence[str]) -> str:
    if hit["sample"]:
        return "【示例（虚构）】"
    return f"【{hit['library'] or PUBLIC_NAME}】" if len(names) > 1 else ""


def _case(number: int, item: dict[str, Any], badge: str) -> list[str]:
    fields = (
        ("时间", item["event_time"]),
        ("地点", item["place"]),
        ("伤亡损失", item["casualties"]),
        ("参与", "、".join(item["agencies"])),
        ("处置", " ".join(measure["text"] for measure in item["measures"])),
        ("结果", item["outcome"]),
        ("教训", " ".join(item["lessons"])),
    )
    return [
        f"{number}. {badge}{item['title']}",
        *(f"   {name}：{value}" for name, value in fields if value),
        f"   《{item['doc_title']}》 [{item['clause_id']}]",
    ]


def evaluate(options: argparse.Namespace, reporter: Reporter) -> Result:
    """Measure search with the user's own questions or on a BEIR folder."""
    workspace = open_workspace(options, reporter)
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
    return Result(data, "\n".join(_table(data)))


_MEASURES = ("ndcg@10", "recall@10", "recall@100", "success@10", "mrr@10", "hit@1")


def _table(data: dict[str, Any]) -> list[str]:
    """The measures with their intervals, then by kind of question, then refusals, lengths and times."""
    lines = [f"共 {data['n']} 个问题", f"{'指标':<14}{'值':>6}   95% 区间"]
    for name in _MEASURES:
        low, high = data["intervals"][name]
        lines.append(f"{name:<14}{data[name]:>8.3f}   {low:.3f}–{high:.3f}")
    for key, title in (("intent", "按意图"), ("role", "按角色")):
        groups = {value: group for value, group in data["by"][key].items() if value}
        if groups:
            lines.append(f"{title}（题数、nDCG@10、hit@1）")
            lines += [f"  {v:<14}{g['n']:>4}{g['ndcg@10']:>8.3f}{g['hit@1']:>8.3f}" for v, g in groups.items()]
    answers = data["answerable"]
    (low, high), (least, most) = answers["right_interval"], answers["false_refusals_interval"]
    return [
        *lines,
        f"“库里没有”判断：{answers['n']} 题对 {answers['right']} 题（{low:.3f}–{high:.3f}），"
        f"误拒 {answers['false_refusals']} 题（{least:.3f}–{most:.3f}）",
        f"条款长度：平均 {data['clause_chars']['mean']} 字，p95 {data['clause_chars']['p95']} 字",
        f"用时：p50 {data['milliseconds']['p50']} 毫秒，p95 {data['milliseconds']['p95']} 毫秒",
    ]
