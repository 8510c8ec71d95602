"""学预案: the HTML of answers, cards, questions and scripts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ui import training_pages, training_pictures
from ui.web.common import badge, empty, text

Json = dict[str, Any]
VIEWS = ("步骤", "时间轴", "部门泳道", "级别对照", "流程图")
_EXAMPLES = (
    "森林火灾一级响应启动后前两小时各部门干什么",
    "地震发生后多长时间内报告，谁报给谁",
    "学校食物中毒怎么办",
    "危险化学品事故三级响应有哪些行动",
)


def welcome() -> str:
    """Questions to begin with."""
    examples = "".join(
        f'<button type="button" class="example" data-act="ask" data-key="{text(words)}">{text(words)}</button>'
        for words in _EXAMPLES
    )
    return f'<div class="empty"><p>可以这样问：</p>{examples}</div>'


def answer_html(data: Json | None, view: str) -> str:
    """An answer in one of the views; a refusal says why."""
    if not data:
        return welcome()
    if not data["answerable"]:
        return f'<p class="refusal">{text(data["reason"])}</p>'
    body = {
        "时间轴": _time_line,
        "部门泳道": _lanes,
        "级别对照": _levels,
        "流程图": _drawing,
    }.get(view, _steps)(data)
    return f'{_understood(data)}{body}{_open(data)}<p class="quiet">{len(data["steps"])} 步，{data["milliseconds"]:.0f} 毫秒</p>'


def _drawing(data: Json) -> str:
    return f'<div class="drawing">{_picture(data, "流程图")}</div>'


def _picture(data: Json, view: str) -> str:
    from kb.training.svg import to_svg

    return to_svg(training_pictures.drawing(data, view))


def _understood(data: Json) -> str:
    known = data["understood"]
    words = [*known["hazards"], *(f"{('', '一级', '二级', '三级', '四级')[level]}响应" for level in known["levels"])]
    words += [f"{known['warning']}色预警"] if known["warning"] else []
    words += [f"前 {known['window_minutes']:.0f} 分钟"] if known["window_minutes"] else []
    marks = "".join(badge(word) for word in dict.fromkeys([*words, *known["phases"]]))
    warned = '<p class="refusal">有步骤的规定前后不一致，已在步骤里标出，请核对。</p>' if data["contradictions"] else ""
    return f"<p>{marks}</p>{warned}"


def _open(data: Json) -> str:
    rows = "".join(f"<li>{text(each['message'])}</li>" for each in data["open"])
    return f'<h4>预案没有写明的</h4><ul class="notices">{rows}</ul>' if rows else ""


def _by_plan(data: Json) -> list[tuple[str, list[Json]]]:
    plans = dict.fromkeys(step["doc_id"] for step in data["steps"])
    return [(doc_id, [step for step in data["steps"] if step["doc_id"] == doc_id]) for doc_id in plans]


def _plan_name(step: Json) -> str:
    sample = badge("示例（虚构）", "sample") if step["sample"] else ""
    return f"<h3>《{text(step['doc_title'])}》{sample}</h3>"


def _cite(step: Json) -> str:
    key = f"{'s' if step['sample'] else 'o'}|{step['clause_id']}"
    return f'<span class="link" role="link" tabindex="0" data-act="open" data-key="{text(key)}">{text(training_pages.short(step["clause_id"]))}</span>'


def _steps(data: Json) -> str:
    parts = []
    for _, steps in _by_plan(data):
        parts.append(_plan_name(steps[0]))
        phase = ""
        for step in steps:
            if step["phase"] != phase:
                parts.append(
                    ("</ol>" if phase else "")
                    + f"<h4>{text(step['phase'])}</h4><ol class='steps' start='{step['order']}'>"
                )
                phase = step["phase"]
            parts.append(f"<li>{_one(step)}</li>")
        parts.append("</ol>")
    return "".join(parts)


def _one(step: Json) -> str:
    who = f"<b>{text(step['actor'])}</b>" if step["actor"] else '<b class="nobody">未写明由谁</b>'
    condition = f'<span class="condition">{text(step["condition"])}</span>' if step["condition"] else ""
    limit = badge(step["time_limit"], "weak") if step["time_limit"] else ""
    stop = badge("不许", "bad") if step["forbidden"] else ""
    clash = (
        badge("与别处不一致：" + "、".join(training_pages.short(each) for each in step["conflicts"]), "bad")
        if step["conflicts"]
        else ""
    )
    return f"{who}　{condition}{stop}{text(step['action'])} {limit}{clash} {_cite(step)}"


def _time_line(data: Json) -> str:
    from kb.training.limits import minutes

    rows: dict[float | None, list[Json]] = {}
    for step in data["steps"]:
        if not step["forbidden"]:
            found = [minutes(each) for each in (step["time_limit"] or "").split("；") if each]
            known = [each for each in found if each is not None]
            rows.setdefault(min(known) if known else None, []).append(step)
    order = [*sorted(each for each in rows if each is not None), *([None] if None in rows else [])]
    parts = []
    for minute in order:
        name = "没有写时限" if minute is None else "立即" if minute == 0 else _span(minute)
        parts.append(f"<tr><th>{name}</th><td>{''.join(f'<p>{_one(step)}</p>' for step in rows[minute])}</td></tr>")
    return f"<table class='timeline'>{''.join(parts)}</table>"


def _span(minute: float) -> str:
    return (
        f"{minute:g} 分钟内"
        if minute < 60
        else f"{minute / 60:g} 小时内"
        if minute < 1440
        else f"{minute / 1440:g} 天内"
    )


def _lanes(data: Json) -> str:
    told = [(step["actor"] or "未写明", each, step) for step in data["steps"] for each in step["receivers"]]
    arrows = "".join(f"<tr><td>{text(a)}</td><td>→ {text(b)}</td><td>{text(step['action'])}</td><td>{text(step['time_limit'] or '')}</td><td>{_cite(step)}</td></tr>" for a, b, step in told)  # fmt: skip
    table = (
        f"<h4>谁通知谁</h4><table><tr><th>发出</th><th>接收</th><th>内容</th><th>时限</th><th>条款</th></tr>{arrows}</table>"
        if told
        else ""
    )
    return f'<div class="drawing wide">{_picture(data, "泳道")}</div>{table}'


def _levels(data: Json) -> str:
    if not data.get("levels"):
        return empty("这个回答所依据的预案没有分级的行动。")
    parts = []
    for plan in data["levels"]:
        rows = training_pages.level_rows(plan["steps"])
        body = "".join(f"<tr><th>{text(name)}</th>{''.join(map(_cell, levels))}</tr>" for name, levels in rows)
        parts.append(
            f"{_plan_name(plan)}<div style='overflow-x:auto'><table class='levels' style='min-width:640px;table-layout:fixed'><tr><th>主体</th><th>一级</th><th>二级</th><th>三级</th><th>四级</th></tr>{body}</table></div>"
        )
    return "".join(parts)


def _cell(steps: Sequence[Json]) -> str:
    rows = [f"<p>{text(step['action'])} {_cite(step)}</p>" for step in steps]
    return f"<td>{''.join(rows) or '—'}</td>"


def blocks_html(blocks: Sequence[Any]) -> str:
    """Pages to print, shown on the page."""
    from kb.training.sheet import block_html

    return f'<div class="paper sheet">{"".join(block_html(block) for block in blocks)}</div>'


def question_html(session: Json) -> str:
    """The question being practised, with its choices; after an answer its key and clause."""
    question = session["questions"][session["at"]]
    picked, done = session["picked"], session["done"]
    choices = question["options"] or (["对", "错"] if question["form"] == "judge" else [])
    letters = "TF" if question["form"] == "judge" else "ABCDEF"
    rows = []
    for letter, option in zip(letters, choices, strict=False):
        state = " picked" if letter in picked else ""
        if done:
            state += " right" if letter in question["key"] else ""
        place = f"{picked.index(letter) + 1}. " if question["form"] == "order" and letter in picked else ""
        name = "" if question["form"] == "judge" else f"{letter}. "
        rows.append(f'<div class="option{state}" role="button" tabindex="0" data-act="pick" data-key="{letter}">{place}{name}{text(option)}</div>')  # fmt: skip
    parts = [f"<p class='quiet'>第 {session['at'] + 1} / {len(session['questions'])} 题　{text(question['topic'])}</p><h3>{text(question['stem'])}</h3>", *rows]  # fmt: skip
    if done:
        parts.append(_verdict(question, session))
        parts.append('<button type="button" class="example" data-act="next" data-key="">下一题</button>')
    elif question["form"] == "short":
        parts.append('<button type="button" class="example" data-act="submit" data-key="">看答案</button>')
    else:
        parts.append('<button type="button" class="example" data-act="submit" data-key="">交这一题</button>')
    return "".join(parts)


def _verdict(question: Json, session: Json) -> str:
    right = session["log"][-1][1] if session["log"] else None
    key = {"T": "对", "F": "错"}.get(question["key"], question["key"]) or "；".join(question["answer"])
    head = {True: "答对了。", False: "答错了。", None: "参考答案："}[right]
    return f'<p class="{"empty" if right else "refusal"}">{head}答案：{text(key)}</p><blockquote>{text(question["quote"])}<br><small>{text(question["clause_id"])}</small></blockquote>'


def score_html(log: Sequence[Sequence[Any]]) -> str:
    """The score by topic."""
    counted = [each for each in log if each[1] is not None]
    if not counted:
        return empty("没有计分的题目。")
    rows = ""
    for topic in dict.fromkeys(each[0] for each in counted):
        own = [each[1] for each in counted if each[0] == topic]
        rows += f"<tr><td>{text(topic)}</td><td>{sum(own)} / {len(own)}</td><td>{sum(own) / len(own):.0%}</td></tr>"
    total = sum(each[1] for each in counted)
    return f"<h3>得分：{total} / {len(counted)}（{total / len(counted):.0%}）</h3><table><tr><th>内容</th><th>答对</th><th>比例</th></tr>{rows}</table>"
