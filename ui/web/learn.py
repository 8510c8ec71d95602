"""学预案: ask for a procedure, cards, questions, exercises, lessons."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

import gradio as gr

from kb.errors import InputError
from ui import training, training_drill_pages, training_exercises, training_material, training_pages
from ui.people.roles import Right
from ui.web import learn_views as views
from ui.web.access import needs
from ui.web.common import CLICKS, empty, event_of, follow_samples, guarded, or_said, text
from ui.web.reading_view import context_html
from ui.workers import alone
from ui.workspace import Workspace

Json = dict[str, Any]
_PICTURES = {"时间轴": "时间轴", "部门泳道": "泳道", "级别对照": "级别对照"}
"""Which picture is saved while a view is open; the flow chart otherwise."""
_TOO_LITTLE = ("no_procedure", "no_post", "no_resident_lines", "few_questions")
"""What a plan may lack for cards, papers and exercises."""
_LEVELS = ("不限", "一级", "二级", "三级", "四级")


def build(workspace: Workspace, app: gr.Blocks, tab: gr.Tab) -> None:
    """Lay out the page and wire it."""
    samples = gr.Checkbox(workspace.shows_samples(), label="同时用示例（虚构）", elem_id="learn-samples")
    with gr.Tabs():
        with gr.Tab("问程序"):
            _ask(workspace, samples)
        with gr.Tab("处置卡"):
            plans = [_cards(workspace, samples)]
        with gr.Tab("出题与自测"):
            plans.append(_quiz(workspace, samples))
        with gr.Tab("演练"):
            plans.append(_exercise(workspace, samples))
        with gr.Tab("教训与缺口"):
            plans.append(_lessons(workspace, samples))

    def choices(with_samples: bool) -> list[Any]:
        known = _plans(workspace, samples=with_samples)
        return [gr.Dropdown(known, value=known[0][1] if known else None) for _ in plans]

    gr.on([tab.select, samples.change], choices, samples, plans, api_visibility="private", show_progress="hidden")
    follow_samples(workspace, app, tab, samples)


def _plans(workspace: Workspace, *, samples: bool) -> list[tuple[str, str]]:
    own = [(record.title, record.doc_id) for record in workspace.own.library.document_records() if record.plan_type]
    extra = workspace.samples.library.document_records() if samples else ()
    return [*own, *((f"{record.title}（示例）", record.doc_id) for record in extra if record.plan_type)]


def _plan_box(name: str) -> gr.Dropdown:
    return gr.Dropdown([], label="预案", scale=3, min_width=260, elem_id=name, allow_custom_value=False)


def _pane(name: str, words: str) -> gr.HTML:
    return gr.HTML(empty(words), js_on_load=CLICKS, elem_id=name, elem_classes="pane", apply_default_css=False)


def _file(name: str) -> Path:
    """A file in a folder of its own, which Gradio's clean-up removes."""
    return Path(tempfile.mkdtemp(prefix="yuanfang-")) / name


# --------------------------------------------------------------------------- ask


def _ask(workspace: Workspace, samples: gr.Checkbox) -> None:
    with gr.Row(equal_height=True):
        question = gr.Textbox(
            label="问什么",
            show_label=False,
            placeholder="例如：森林火灾一级响应启动后前两小时各部门干什么",
            scale=6,
            max_lines=1,
            elem_id="learn-question",
        )
        level = gr.Dropdown(list(_LEVELS), value="不限", label="响应级别", show_label=False, min_width=100, scale=1)
        actor = gr.Textbox(
            label="部门、岗位", show_label=False, placeholder="只看哪个部门、岗位（可不填）", scale=2, max_lines=1
        )
        go = gr.Button("问", variant="primary", scale=1, min_width=80, elem_id="learn-ask")
    with gr.Row(elem_classes="learn-bar"):
        view = gr.Radio(
            list(views.VIEWS),
            value="步骤",
            label="怎么看",
            show_label=False,
            elem_id="learn-view",
            scale=5,
            min_width=460,
        )
        word, sheet, picture = (gr.Button(name, size="sm", scale=1, min_width=80, elem_id=f"learn-{kind}") for name, kind in (("存 Word", "docx"), ("存 Excel", "xlsx"), ("存图", "png")))  # fmt: skip
        download = gr.File(label="下载", visible=False, interactive=False, height=60, elem_id="learn-file")
    state = gr.State(None)
    with gr.Row(equal_height=False):
        with gr.Column(scale=7, min_width=400):
            answer = gr.HTML(
                views.welcome(), js_on_load=CLICKS, elem_id="learn-answer", elem_classes="pane", apply_default_css=False
            )
        with gr.Column(scale=4, min_width=300):
            context = _pane("learn-context", "点开步骤后面的条款编号，在这里看原文。")

    @guarded
    def ask(words: str, wanted: str, who: str, view: str, with_samples: bool) -> tuple[Any, str]:
        data = training.ask(
            workspace,
            words,
            response_level="" if wanted == "不限" else wanted,
            actor=who,
            samples=with_samples,
            compare=True,
        )
        return data, views.answer_html(data, view)

    @guarded
    def clicked(wanted: str, who: str, view: str, with_samples: bool, event: gr.EventData) -> tuple[Any, Any, Any, Any]:
        action, key = event_of(event)
        if action == "ask":
            return (key, *ask(key, wanted, who, view, with_samples), gr.skip())
        if action == "open":
            return gr.skip(), gr.skip(), gr.skip(), context_html(workspace, key, tools=False)
        return gr.skip(), gr.skip(), gr.skip(), gr.skip()

    def saved(suffix: str) -> Any:
        @guarded
        def save(data: Json | None, view: str) -> Any:
            if not data or not data["answerable"]:
                raise InputError("nothing_to_save")
            out = _file(f"处置程序{suffix}")
            workspace.apart(alone, training.save_answer, data, out, view=_PICTURES.get(view, "流程图"))
            return gr.File(str(out), visible=True)

        return save

    gr.on(
        [go.click, question.submit],
        ask,
        [question, level, actor, view, samples],
        [state, answer],
        api_visibility="private",
    )
    view.change(views.answer_html, [state, view], answer, api_visibility="private", show_progress="hidden")
    answer.click(
        clicked,
        [level, actor, view, samples],
        [question, state, answer, context],
        api_visibility="private",
        show_progress="hidden",
    )
    for button, suffix in ((word, ".docx"), (sheet, ".xlsx"), (picture, ".png")):
        button.click(saved(suffix), [state, view], download, api_visibility="private")


# --------------------------------------------------------------------------- cards


def _cards(workspace: Workspace, samples: gr.Checkbox) -> gr.Dropdown:
    with gr.Row(equal_height=True):
        doc = _plan_box("card-doc")
        kind = gr.Radio(["岗位处置卡", "群众明白卡"], value="岗位处置卡", label="做哪一种", scale=2)
        post = gr.Textbox(label="岗位或部门（不填做全部）", scale=2, max_lines=1)
        make = gr.Button("做卡", variant="primary", scale=1, min_width=80, elem_id="card-make")
    files = gr.File(
        label="下载（Word、手机用网页）", file_count="multiple", visible=False, interactive=False, elem_id="card-files"
    )
    shown = _pane("card-view", "选一份预案，做应急处置卡或明白卡；每一行都带条款编号。")

    @guarded
    @or_said(_TOO_LITTLE, 0, 2)
    def cards(doc: str | None, kind: str, post: str, with_samples: bool) -> tuple[Any, Any]:
        resident = kind == "群众明白卡"
        word = _file("明白卡.docx" if resident else "应急处置卡.docx")
        phone = word.with_suffix(".html")
        who = "" if resident else post.strip()
        for file in (word, phone):
            data = workspace.apart(
                training_material.cards, _chosen(doc), post=who, resident=resident, out=file, samples=with_samples
            )
        return views.blocks_html(training_material.blocks_of(data)), gr.File([str(word), str(phone)], visible=True)

    make.click(cards, [doc, kind, post, samples], [shown, files], api_visibility="private")
    return doc


def _chosen(doc: str | None) -> str:
    if not doc:
        raise InputError("no_plan_chosen")
    return doc


# --------------------------------------------------------------------------- questions


def _quiz(workspace: Workspace, samples: gr.Checkbox) -> gr.Dropdown:
    with gr.Row(equal_height=True):
        doc = _plan_box("quiz-doc")
        count = gr.Slider(5, 100, value=20, step=5, label="题数", scale=2)
        seed = gr.Number(1, label="第几套卷", precision=0, minimum=1, scale=1)
        paper = gr.Button("出试卷", scale=1, min_width=80, elem_id="quiz-paper")
        practise = gr.Button("在线自测", variant="primary", scale=1, min_width=80, elem_id="quiz-practise")
    files = gr.File(
        label="下载（试卷、答案、题库导入表）",
        file_count="multiple",
        visible=False,
        interactive=False,
        elem_id="quiz-files",
    )
    session = gr.State(None)
    shown = _pane("quiz-view", "由预案条款出题，答案带原文；可以出试卷，也可以在这里自测。")

    @guarded
    @or_said(_TOO_LITTLE, 0, 2)
    def make(doc: str | None, count: float, seed: float, with_samples: bool) -> tuple[Any, Any]:
        out = _file("试卷.docx")
        data = workspace.apart(
            training_material.quiz, _chosen(doc), count=int(count), seed=int(seed), out=out, samples=with_samples
        )
        return gr.skip(), gr.File(data["files"], visible=True)

    @guarded
    @or_said(_TOO_LITTLE, 1, 2)
    def begin(doc: str | None, count: float, seed: float, with_samples: bool) -> tuple[Any, str]:
        data = training_material.quiz(workspace, _chosen(doc), count=int(count), seed=int(seed), samples=with_samples)
        started = {"questions": data["questions"], "at": 0, "picked": "", "done": False, "log": []}
        return started, views.question_html(started)

    def answered(state: Json | None, event: gr.EventData) -> tuple[Any, Any]:
        action, key = event_of(event)
        if not state or state["at"] >= len(state["questions"]):
            return gr.skip(), gr.skip()
        state = step(state, action, key)
        finished = state["at"] >= len(state["questions"])
        return state, views.score_html(state["log"]) if finished else views.question_html(state)

    paper.click(make, [doc, count, seed, samples], [shown, files], api_visibility="private")
    practise.click(begin, [doc, count, seed, samples], [session, shown], api_visibility="private")
    shown.click(answered, session, [session, shown], api_visibility="private", show_progress="hidden")
    return doc


def step(state: Json, action: str, key: str) -> Json:
    """What becomes of a practice when the learner picks a choice, hands in an answer or goes on."""
    question = state["questions"][state["at"]]
    if action == "pick" and not state["done"]:
        several = question["form"] in ("multiple", "order")
        picked = (
            state["picked"].replace(key, "") if key in state["picked"] else (state["picked"] if several else "") + key
        )
        return {**state, "picked": picked}
    if action == "submit" and not state["done"]:
        if not question["key"]:
            return {**state, "done": True, "log": [*state["log"], (question["topic"], None)]}
        if not state["picked"]:
            return state
        given = state["picked"] if question["form"] == "order" else "".join(sorted(state["picked"]))
        return {**state, "done": True, "log": [*state["log"], (question["topic"], given == question["key"])]}
    if action == "next" and state["done"]:
        return {**state, "at": state["at"] + 1, "picked": "", "done": False}
    return state


# --------------------------------------------------------------------------- exercises and lessons


def _exercise(workspace: Workspace, samples: gr.Checkbox) -> gr.Dropdown:
    with gr.Row(equal_height=True):
        doc = _plan_box("drill-doc")
        kind = gr.Radio(["桌面推演", "实战演练"], value="桌面推演", label="形式", scale=2)
        level = gr.Dropdown(list(_LEVELS), value="不限", label="响应级别", min_width=100, scale=1)
        place = gr.Textbox(label="地点", scale=2, max_lines=1)
        make = gr.Button("编脚本", variant="primary", scale=1, min_width=80, elem_id="drill-make")
    with gr.Row(equal_height=True):
        marks = gr.File(label="填好的观察记录表（.xlsx）", file_types=[".xlsx"], height=120, elem_id="drill-marks")
        report = gr.Button("写总结并登记", scale=1, min_width=110, elem_id="drill-report")
        revise = gr.Button("看修订清单", scale=1, min_width=110, elem_id="drill-revise")
        files = gr.File(label="下载", file_count="multiple", visible=False, interactive=False, elem_id="drill-files")
    shown = _pane("drill-view", "编出情景注入、期望行动、观察记录表和评估表；演练后上传观察记录表写总结。")

    @guarded
    @or_said(_TOO_LITTLE, 0, 2)
    def script(doc: str | None, kind: str, level: str, place: str, with_samples: bool) -> tuple[str, Any]:
        out = _file("演练脚本.docx")
        data = workspace.apart(
            training_exercises.exercise,
            _chosen(doc),
            kind=kind,
            level="" if level == "不限" else level,
            place=place,
            out=out,
            samples=with_samples,
        )
        return _script_html(data), gr.File(data["files"], visible=True)

    @needs(Right.TRAIN, "drill_report")
    @guarded
    @or_said(_TOO_LITTLE, 0, 2)
    def summary(doc: str | None, marks: str | None, with_samples: bool) -> tuple[str, Any]:
        if not marks:
            raise InputError("nothing_chosen")
        out = _file("演练总结.docx")
        data = workspace.apart(
            training_exercises.drill_report, _chosen(doc), Path(marks), out=out, samples=with_samples
        )
        rows = "".join(f"<li>第 {e['step']} 步 {text(e['actor'] or '未写明')}：{text(e['action'])}（{text(e['note'] or '')}） <small>{text(e['clause_id'])}</small></li>" for e in data["lessons"])  # fmt: skip
        told = (
            "已登记，对应条款列入预案修订清单（点“看修订清单”）。"
            if data["recorded"]
            else "示例或外来文件的演练不登记。"
        )
        return f"<h3>按时 {data['done']}，超时 {data['late']}，未做 {data['missed']}（按时率 {data['share']:.0%}）</h3><p>{told}</p><ul>{rows}</ul>", gr.File([str(out)], visible=True)  # fmt: skip

    @guarded
    def revision_list(doc: str | None) -> tuple[str, Any]:
        out = _file("预案修订清单.docx")
        own = doc or ""
        data = workspace.apart(training_exercises.revisions, own, out=out)
        if not data["plans"]:
            return empty("这份预案还没有登记过演练。演练后上传观察记录表写总结，有问题的条款会列到这里。"), gr.skip()
        return views.blocks_html(training_drill_pages.revision_blocks(data["plans"])), gr.File([str(out)], visible=True)

    revise.click(revision_list, doc, [shown, files], api_visibility="private")
    make.click(script, [doc, kind, level, place, samples], [shown, files], api_visibility="private")
    report.click(summary, [doc, marks, samples], [shown, files], api_visibility="private")
    return doc


def _script_html(data: Json) -> str:
    parts = [f"<h3>{text(data['title'])}{text(data['kind'])}</h3>"]
    for inject in data["injects"]:
        rows = "".join(f"<li><b>{text(e['actor'] or '未写明')}</b>　{text(e['action'])} <small>{text(training_pages.short(e['clause_id']))}</small></li>" for e in inject["expected"])  # fmt: skip
        parts.append(f"<h4>{training_drill_pages.clock(inject['minute'])}　{text(inject['phase'])}</h4><p>{text(inject['text'])}</p><ol class='steps' start='{inject['expected'][0]['step']}'>{rows}</ol>")  # fmt: skip
    return "".join(parts)


def _lessons(workspace: Workspace, samples: gr.Checkbox) -> gr.Dropdown:
    with gr.Row(equal_height=True):
        doc = _plan_box("lesson-doc")
        go = gr.Button("对照过往教训", variant="primary", scale=1, min_width=120, elem_id="lesson-go")
        gap = gr.Button("看衔接缺口", scale=1, min_width=110, elem_id="gap-go")
    shown = _pane(
        "lesson-view", "过往同类事件的教训由哪一条回应、哪些没有条款回应；以及谁没有人通知、哪些行动没有时限。"
    )

    @guarded
    @or_said(_TOO_LITTLE, 0, 1)
    def lessons(doc: str | None, with_samples: bool) -> str:
        data = training_material.lessons(workspace, _chosen(doc), samples=with_samples)
        if not data["lessons"]:
            return empty("库里没有同类事件的经验教训。收进处置总结、案例后再看。")
        groups = (
            ("做得好的", "well", None),
            ("教训：预案可能已有条款回应（请核对）", "failed", True),
            ("教训：没有找到回应的条款", "failed", False),
        )
        parts = [f"<p>{data['incidents']} 个同类事件</p>"]
        for name, tone, met in groups:
            rows = [
                each
                for each in data["lessons"]
                if each["tone"] == tone and (met is None or bool(each["answered_by"]) is met)
            ]
            parts.append(f"<h3>{name}（{len(rows)}）</h3>" + "".join(f"<p>{text(each['text'])}<br><small>{text(each['incident'])}　{text(each['answered_by'] or '')}</small></p>" for each in rows))  # fmt: skip
        return "".join(parts)

    @guarded
    @or_said(_TOO_LITTLE, 0, 1)
    def gaps(doc: str | None, with_samples: bool) -> str:
        data = training_material.gaps(workspace, _chosen(doc), samples=with_samples)
        if not data["gaps"]:
            return empty("没有发现衔接缺口。")
        return "".join(f"<h3>{text(each['message'])}</h3>" + "".join(f"<blockquote>{text(p['quote'])}<br><small>{text(training_pages.short(p['clause_id']))}</small></blockquote>" for p in each["places"][:12]) for each in data["gaps"])  # fmt: skip

    go.click(lessons, [doc, samples], shown, api_visibility="private")
    gap.click(gaps, [doc, samples], shown, api_visibility="private")
    return doc
