"""Commands: the training desk."""

from __future__ import annotations

import argparse
from typing import Any

from kb.errors import InputError
from ui import training, training_exercises, training_material
from ui.commands.result import Reporter, Result, open_workspace

Json = dict[str, Any]


def ask(options: argparse.Namespace, reporter: Reporter) -> Result:
    """Ask for a procedure."""
    view = "泳道" if options.lanes else options.view
    compare = options.out is not None or view == "级别对照"
    workspace = open_workspace(options, reporter)
    data = training.ask(
        workspace, options.question, doc=options.doc, hazard=options.hazard, response_level=options.response_level,
        actor=options.actor, samples=options.samples, compare=compare,
    )  # fmt: skip
    if options.out is not None:
        data["path"] = training.save_answer(data, options.out, view=view) if data["answerable"] else None
    lines = _level_lines(data) if view == "级别对照" and data.get("levels") else _lines(data)
    return Result(data, "\n".join([*lines, *([f"已保存：{data['path']}"] if data.get("path") else [])]))


def _lines(data: Json) -> list[str]:
    if not data["answerable"]:
        return [data["reason"]]
    lines, shown, phase = [], None, None
    for step in data["steps"]:
        if step["doc_id"] != shown:
            shown, phase = step["doc_id"], None
            lines.append(f"《{step['doc_title']}》{'【示例（虚构）】' if step['sample'] else ''}")
        if step["phase"] != phase:
            phase = step["phase"]
            lines.append(f"【{phase}】")
        limit = f"（{step['time_limit']}）" if step["time_limit"] else ""
        condition = f"〔{step['condition']}〕" if step["condition"] else ""
        lines.append(
            f"{step['order']:>3}. {step['actor'] or '（未写明由谁）'}：{condition}{step['action']}{limit}  [{step['clause_id']}]"
        )
        if step["conflicts"]:
            lines.append(f"     ！与 {'、'.join(step['conflicts'])} 规定不一致，请核对")
    return [*lines, *(f"留白：{each['message']}" for each in data["open"])]


def _level_lines(data: Json) -> list[str]:
    lines = []
    for plan in data.get("levels", []):
        lines.append(f"《{plan['doc_title']}》级别对照")
        for level, name in enumerate(("一级", "二级", "三级", "四级"), start=1):
            own = [step for step in plan["steps"] if level in step["levels"]]
            lines += [f"【{name}】", *(f"  {step['actor'] or '（未写明由谁）'}：{step['action']}  [{step['clause_id']}]" for step in own)] if own else []  # fmt: skip
    return lines


def card(options: argparse.Namespace, reporter: Reporter) -> Result:
    """Cards for posts or for residents."""
    workspace = open_workspace(options, reporter)
    data = training_material.cards(
        workspace, options.doc, post=options.post, resident=options.resident, out=options.out, samples=options.samples
    )
    lines = [f"《{data['title']}》{'【示例（虚构）】' if data['sample'] else ''}"]
    for each in data.get("cards", []):
        lines.append(f"[{each['post']}]")
        for name, key in (("盯什么", "watch"), ("先做", "first"), ("报给谁", "call"), ("不许做", "never")):
            lines += [f"  {name}：{line['text']}  [{line['clause_id']}]" for line in each[key]] or [
                f"  {name}：（预案未写明）"
            ]
    if "resident" in data:
        names = (("信号", "signals"), ("怎么做", "act"), ("往哪走", "routes"), ("不要做", "never"), ("找谁", "call"))
        lines += [
            f"  {name}：{line['text']}  [{line['clause_id']}]" for name, key in names for line in data["resident"][key]
        ]
    return Result(data, "\n".join([*lines, *([f"已保存：{data['path']}"] if data["path"] else [])]))


def quiz(options: argparse.Namespace, reporter: Reporter) -> Result:
    """Questions from a plan."""
    workspace = open_workspace(options, reporter)
    data = training_material.quiz(
        workspace,
        options.doc,
        count=options.n,
        forms=options.form,
        seed=options.seed,
        out=options.out,
        samples=options.samples,
    )
    lines = []
    for each in data["questions"]:
        lines.append(f"{each['number']}. {each['stem']}")
        lines += [f"   {letter}. {option}" for letter, option in zip("ABCDEF", each["options"], strict=False)]
        lines.append(f"   答案：{each['key'] or '；'.join(each['answer'])}  [{each['clause_id']}]")
    return Result(data, "\n".join([*lines, *(f"已保存：{file}" for file in data["files"])]))


def exercise(options: argparse.Namespace, reporter: Reporter) -> Result:
    """The script of an exercise, the summary of one, or the revision list that drills gave."""
    workspace = open_workspace(options, reporter)
    if options.revisions:
        data = training_exercises.revisions(workspace, options.doc or "", out=options.out)
        return Result(data, "\n".join([*_revision_lines(data), *([f"已保存：{data['path']}"] if data["path"] else [])]))
    if not options.doc:
        raise InputError("no_plan_named")
    if options.marks is not None:
        data = training_exercises.drill_report(
            workspace, options.doc, options.marks, on=options.date, out=options.out, samples=options.samples
        )
        lines = [
            f"《{data['title']}》{data['kind']} {data['date']}：按时 {data['done']} 步，超时 {data['late']} 步，未做 {data['missed']} 步。",
            *(
                f"  第 {each['step']} 步 {each['actor'] or '未写明'}：{each['action']}  [{each['clause_id']}]"
                for each in data["lessons"]
            ),
            "已登记为一次演练。" if data["recorded"] else "没有登记（不是自己资料库里的预案）。",
        ]
        return Result(data, "\n".join([*lines, *([f"已保存：{data['path']}"] if data["path"] else [])]))
    data = training_exercises.exercise(
        workspace, options.doc, kind=options.kind, level=options.response_level, place=options.place, incident=options.incident, out=options.out, samples=options.samples,
    )  # fmt: skip
    lines = [f"《{data['title']}》{data['kind']}"]
    for inject in data["injects"]:
        lines.append(f"T+{inject['minute']} 分 【{inject['phase']}】{inject['text']}")
        lines += [
            f"    {e['step']}. {e['actor'] or '（未写明）'}：{e['action']}  [{e['clause_id']}]"
            for e in inject["expected"]
        ]
    return Result(data, "\n".join([*lines, *(f"已保存：{file}" for file in data["files"])]))


def _revision_lines(data: Json) -> list[str]:
    lines = []
    for plan in data["plans"]:
        lines.append(f"《{plan['title']}》演练 {len(plan['drills'])} 次，修订清单 {len(plan['items'])} 条")
        for item in plan["items"]:
            lines.append(f"  [{item['clause_id']}] {item['quote'] or '（现行预案中已没有这一条）'}")
            lines += [f"      {each['date']} {each['text']}" for each in item["observed"]]
    return lines or ["还没有登记过演练。"]


def lessons(options: argparse.Namespace, reporter: Reporter) -> Result:
    """Lessons against the clauses of a plan."""
    workspace = open_workspace(options, reporter)
    data = training_material.lessons(
        workspace, options.doc, hazard=options.hazard, out=options.out, samples=options.samples
    )
    lines = [f"《{data['title']}》：{data['incidents']} 个同类事件，{len(data['lessons'])} 条经验教训"]
    for each in data["lessons"]:
        lines.append(f"[{'经验' if each['tone'] == 'well' else '教训'}] {each['text']}  [{each['clause_id']}]")
        lines.append(f"    → {each['answered_by'] or '没有找到回应的条款'}")
    return Result(data, "\n".join([*lines, *([f"已保存：{data['path']}"] if data["path"] else [])]))
