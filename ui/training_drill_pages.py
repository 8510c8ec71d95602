"""What exercises print: scripts with observers' sheet and evaluation form, summaries of drills, revision lists, in Chinese."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from ui import labels
from ui.training_pages import short

if TYPE_CHECKING:
    from kb.training.exercise import Exercise, Expected, Mark, Score
    from kb.training.sheet import Block

Json = dict[str, Any]


def inject_text(code: str, words: str, place: str) -> str:
    """What the director says."""
    return labels.fill(labels.message_template(code), {"words": re.sub(r"(?:时|后|的)$", "", words), "place": place})


def clock(minute: float) -> str:
    """T+1:05."""
    return f"T+{int(minute) // 60}:{int(minute) % 60:02d}"


def exercise_blocks(exercise: Exercise) -> list[Block]:
    """The script: purpose, scenario, injects on the clock with expected acts, observer's sheet, evaluation form."""
    from kb.training.sheet import Heading, Line, Table, Title

    level = f"{('', '一级', '二级', '三级', '四级')[exercise.level]}响应" if exercise.level else "各级响应"
    table_top = exercise.kind == "桌面推演"
    blocks: list[Block] = [
        Title(f"{exercise.title}{exercise.kind}脚本"),
        Heading("一、演练概要"),
        Line(f"依据预案：《{exercise.title}》。形式：{exercise.kind}（AQ/T 9007—2019）。事件：{exercise.event}。级别：{level}。地点：{exercise.place or '〔待定：演练地点〕'}。"),
        Line("目的：检验各岗位是否按预案规定的步骤和时限行动，找出预案与实际不符之处。"),
        Line("方法：导调人员按时间发出情景，各岗位口头说明本岗位的行动、时限和报告对象，观察员逐步记录。" if table_top else "方法：导调人员按时间发出情景，各岗位实地行动，观察员在现场记录起止时间。演练前确认安全措施，指定安全员；出现真实险情立即中止演练。"),
        Heading("二、情景"),
        Line(f"{exercise.place or '〔待定：演练地点〕'}发生{exercise.event}，以下情景依预案所列条件设定，均为演练，不代表真实情况。"),
    ]  # fmt: skip
    blocks += [
        Line(words, clause_id, "参照的过往事件：" if not n else "")
        for n, (words, clause_id) in enumerate(exercise.facts)
    ]
    blocks.append(Heading("三、情景注入与期望行动"))
    for number, inject in enumerate(exercise.injects, start=1):
        blocks += [
            Heading(f"注入 {number}　{clock(inject.minute)}　{inject.phase.value}", 2),
            Line(inject_text(inject.code, inject.words, exercise.place), short(inject.clause_id) if inject.clause_id else ""),
            Table(("步骤", "主体", "期望行动", "时限", "条款"), tuple((str(e.step), e.actor or "未写明", e.text, e.time_limit, short(e.clause_id)) for e in inject.expected), (8, 20, 42, 14, 16)),
        ]  # fmt: skip
    blocks += [Title("观察记录表", new_page=True), _observer_table(exercise)]
    blocks += [Title("演练评估表（参照 AQ/T 9009—2015）", new_page=True), _evaluation_table(exercise)]
    return blocks


def _observer_table(exercise: Exercise) -> Block:
    from kb.training.sheet import Table

    rows = tuple((str(e.step), e.actor or "未写明", e.text, clock(e.due) if e.due is not None else "", "", "□按时 □超时 □未做", "") for e in exercise.expected)  # fmt: skip
    return Table(("步骤", "主体", "期望行动", "应完成", "实际", "结果", "备注"), rows, (8, 18, 31, 9, 9, 14, 11))


def _evaluation_table(exercise: Exercise) -> Block:
    from kb.training.sheet import Table

    phases = list(dict.fromkeys(each.phase.value for each in exercise.expected))
    rows = [("演练准备", "方案、人员、物资、安全措施是否齐备", "", "")]
    rows += [
        (
            phase,
            f"应做 {sum(e.phase.value == phase for e in exercise.expected)} 步：是否按预案的主体、顺序和时限完成",
            "",
            "",
        )
        for phase in phases
    ]
    rows += [
        ("预案适用性", "预案条款是否清楚、可行，有无缺项、冲突", "", ""),
        ("演练总结", "讲评是否指出问题并落实整改", "", ""),
    ]
    return Table(("评估项目", "评估内容", "评分（0—10）", "说明"), tuple(rows), (16, 48, 14, 22))


def observed(step: Expected, mark: Mark) -> str:
    """What an observer saw of a step that went wrong, in one line."""
    note = f"（{mark.note}）" if mark.note else ""
    return f"{labels.word(f'mark_{mark.result}')}：{step.actor or '未写明由谁'} {step.text}{note}"


def revision_blocks(plans: Sequence[Json]) -> list[Block]:
    """The revision lists of plans, a table each."""
    from kb.training.sheet import Heading, Line, Table, Title

    blocks: list[Block] = [Title("预案修订清单（来自演练）")]
    for plan in plans:
        held = "；".join(
            f"{each['date']} {each['kind']}（按时 {each['done']}、超时 {each['late']}、未做 {each['missed']}）"
            for each in plan["drills"]
        )
        blocks += [Heading(f"《{plan['title']}》"), Line(f"演练 {len(plan['drills'])} 次：{held}")]
        rows = tuple(
            (
                str(number),
                short(item["clause_id"]),
                item["quote"] or "（现行预案中已没有这一条）",
                "\n".join(f"{each['date']} {each['text']}" for each in item["observed"]),
                "",
            )
            for number, item in enumerate(plan["items"], start=1)
        )
        blocks.append(
            Table(("序号", "条款", "现行条文", "演练中的情况", "修订意见"), rows, (8, 13, 34, 30, 15))
            if rows
            else Line("没有需要修订的条款。")
        )
    return blocks if plans else [*blocks, Line("还没有登记过演练。")]


def report_blocks(exercise: Exercise, score: Score, date: str, *, recorded: bool) -> list[Block]:
    """The summary report filled from the observers' marks."""
    from kb.training.sheet import Heading, Line, Table, Title

    marked = score.done + score.late + score.missed
    blocks: list[Block] = [
        Title(f"{exercise.title}演练总结报告"),
        Heading("一、基本情况"),
        Line(f"{date}，依据《{exercise.title}》组织{exercise.kind}，事件为{exercise.event}，设情景注入 {len(exercise.injects)} 次、期望行动 {len(exercise.expected)} 步。"),
        Heading("二、总体结果"),
        Line(f"观察员记录 {marked} 步：按时 {score.done} 步，超时 {score.late} 步，未做 {score.missed} 步；按时率 {score.share:.0%}。" + (f"另有 {score.unmarked} 步没有记录。" if score.unmarked else "")),
        Heading("三、分阶段、分主体结果"),
        Table(("阶段", "按时", "记录"), tuple((phase.value, str(good), str(n)) for phase, good, n in score.by_phase), (40, 30, 30)),
        Table(("主体", "按时", "记录"), tuple((name or "未写明", str(good), str(n)) for name, good, n in score.by_actor), (40, 30, 30)),
        Heading("四、问题与对应条款"),
    ]  # fmt: skip
    if not score.lessons:
        return [*blocks, Line("记录的步骤全部按时完成。")]
    rows = tuple((str(e.step), e.actor or "未写明", e.text, labels.word(f"mark_{mark.result}"), mark.note, short(e.clause_id)) for e, mark in score.lessons)  # fmt: skip
    return [
        *blocks,
        Table(("步骤", "主体", "应做", "结果", "观察", "条款"), rows, (8, 18, 30, 10, 20, 14)),
        Line("以上条款已列入预案修订清单。" if recorded else "这次演练没有登记，以上条款未列入预案修订清单。"),
    ]
