"""What the training desk prints: answers, cards, papers, scripts and reports as blocks of pages, in Chinese."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from ui import labels

if TYPE_CHECKING:
    from kb.training.cards import Card, CardLine, ResidentCard
    from kb.training.lessons import Lesson
    from kb.training.questions import Question
    from kb.training.sheet import Block

Json = dict[str, Any]
_NONE = "（预案未写明）"
_FORMS = {
    "single": "一、单项选择题",
    "multiple": "二、多项选择题",
    "judge": "三、判断题",
    "order": "四、排序题",
    "short": "五、简答题",
}
_LETTERS = "ABCDEF"


def answer_blocks(data: Json) -> list[Block]:
    """An answer of ``ask`` as a table of steps, plan by plan."""
    from kb.training.sheet import Heading, Line, Table, Title

    blocks: list[Block] = [Title(data["question"])]
    if not data["answerable"]:
        return [*blocks, Line(data["reason"])]
    for doc_id in dict.fromkeys(step["doc_id"] for step in data["steps"]):
        steps = [step for step in data["steps"] if step["doc_id"] == doc_id]
        sample = "【示例（虚构）】" if steps[0]["sample"] else ""
        blocks += [Heading(f"《{steps[0]['doc_title']}》{sample}"), Table(("序号", "阶段", "主体", "行动", "条件", "时限", "条款"), tuple(map(_step_row, steps)), (5, 9, 15, 34, 17, 10, 18))]  # fmt: skip
    blocks += [Line(each["message"], mark="留白：") for each in data["open"]]
    return [*blocks, *_level_blocks(data)]


def _level_blocks(data: Json) -> list[Block]:
    """What each response level asks of each doer, plan by plan."""
    from kb.training.sheet import Heading, Table

    blocks: list[Block] = []
    for plan in data.get("levels", []):
        sample = "【示例（虚构）】" if plan["sample"] else ""
        rows = tuple(
            (
                name,
                *(
                    "\n".join(f"· {step['action']}〔{short(step['clause_id'])}〕" for step in steps) or "—"
                    for steps in levels
                ),
            )
            for name, levels in level_rows(plan["steps"])
        )
        blocks += [
            Heading(f"级别对照：《{plan['doc_title']}》{sample}"),
            Table(("主体", "一级", "二级", "三级", "四级"), rows, (12, 22, 22, 22, 22)),
        ]
    return blocks


def level_rows(steps: Sequence[Json]) -> list[tuple[str, list[list[Json]]]]:
    """Doers with their steps of levels 1 to 4, prohibitions left out; the busiest first, acts without doer last."""
    from kb.training.asking import split

    rows: dict[str, list[list[Json]]] = {}
    for step in steps:
        for level in step["levels"] if not step["forbidden"] else ():
            for name in split(step["actor"] or "") or ("",):
                rows.setdefault(name, [[], [], [], []])[level - 1].append(step)
    ordered = sorted(rows.items(), key=lambda row: (row[0] == "", -sum(map(len, row[1]))))
    return [(name or "未写明", levels) for name, levels in ordered]


def _step_row(step: Json) -> tuple[str, ...]:
    conflict = f"\n与 {'、'.join(short(each) for each in step['conflicts'])} 不一致" if step["conflicts"] else ""
    return (str(step["order"]), step["phase"], step["actor"] or "未写明", step["action"] + conflict, step["condition"] or "", step["time_limit"] or "", short(step["clause_id"]))  # fmt: skip


def answer_workbook(data: Json) -> bytes:
    """An answer as a workbook: the steps, the doers with what each level asks, and who tells whom."""
    import io

    from ui.sheets import add_sheet, new_book

    book = new_book()
    head = ("序号", "预案", "阶段", "主体", "行动", "条件", "时限", "级别", "告知", "条款", "原文")
    rows = [
        (s["order"], s["doc_title"], s["phase"], s["actor"] or "未写明", s["action"], s["condition"] or "", s["time_limit"] or "", "、".join(map(str, s["levels"])), "、".join(s["receivers"]), s["clause_id"], s["quote"])
        for s in data["steps"]
    ]  # fmt: skip
    add_sheet(book, "步骤", head, rows, (6, 26, 10, 20, 44, 24, 12, 8, 20, 34, 60))
    told = [
        (s["actor"] or "未写明", each, s["action"], s["time_limit"] or "", s["clause_id"])
        for s in data["steps"]
        for each in s["receivers"]
    ]
    add_sheet(book, "谁通知谁", ("发出", "接收", "行动", "时限", "条款"), told, (24, 24, 50, 12, 34))
    for number, plan in enumerate(data.get("levels", []), start=1):
        compared = [
            (
                name,
                *("\n".join(f"{step['action']}〔{short(step['clause_id'])}〕" for step in steps) for steps in levels),
            )
            for name, levels in level_rows(plan["steps"])
        ]
        name = "级别对照" if number == 1 else f"级别对照{number}"
        add_sheet(
            book,
            name,
            ("主体", "一级", "二级", "三级", "四级"),
            [*compared, (f"《{plan['doc_title']}》", "", "", "", "")],
            (20, 44, 44, 44, 44),
        )
    add_sheet(book, "留白", ("说明",), [(each["message"],) for each in data["open"]], (90,))
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def short(clause_id: str) -> str:
    """A clause's number without its document."""
    return clause_id.split("#", 1)[-1]


# --------------------------------------------------------------------------- cards


def card_blocks(cards: Sequence[Card]) -> list[Block]:
    """应急处置卡, one page a post."""
    from kb.training.sheet import Table, Title

    blocks: list[Block] = []
    for number, card in enumerate(cards):
        parts = (("盯什么", card.watch), ("先做五件事", card.first), ("报给谁", card.call), ("不许做", card.never))
        rows = _card_rows(parts, numbered="先做五件事")
        blocks += [
            Title(f"应急处置卡：{card.post}", new_page=number > 0),
            Table(("事件", card.event), rows, (18, 82), one_page=18),
        ]
    return blocks


def resident_blocks(card: ResidentCard) -> list[Block]:
    """明白卡 for residents, one page in type as large as fits."""
    from kb.training.sheet import Table, Title

    parts = (("听到、看到什么信号", card.signals), ("怎么做", card.act), ("往哪里走", card.routes), ("不要做", card.never), ("找谁", card.call))  # fmt: skip
    rows = _card_rows(parts, numbered="怎么做")
    return [Title("防灾避险明白卡"), Table(("事件", card.event), rows, (22, 78), one_page=22)]


_ROOM, _BRIEF = 1200, 72
"""Characters that a card has room for in legible type; with more, each line is cut to so many, and the clause named behind it has the rest."""


def _card_rows(parts: Sequence[tuple[str, Sequence[CardLine]]], numbered: str) -> tuple[tuple[str, str], ...]:
    """The parts of a card with their lines, each line with its clause."""
    crowded = sum(len(_told(line)) for _, lines in parts for line in lines) > _ROOM
    rows = []
    for name, lines in parts:
        words = [_brief(_told(line)) if crowded else _told(line) for line in lines]
        told = [f"{each}〔{short(line.clause_id)}〕" for each, line in zip(words, lines, strict=True)]
        text = "\n".join(f"{n}. {each}" if name == numbered else each for n, each in enumerate(told, start=1))
        rows.append((name, text or _NONE))
    return tuple(rows)


def _brief(text: str) -> str:
    """The text as far as a card has room, cut where a part of the sentence ends."""
    if len(text) <= _BRIEF:
        return text
    end = max(text.rfind(mark, _BRIEF // 2, _BRIEF) for mark in "，；。、")
    return f"{text[: end if end > 0 else _BRIEF]}……"


def _told(line: CardLine) -> str:
    condition = f"{line.condition}：" if line.condition and line.condition not in line.text else ""
    limit = f"（{line.limit}）" if line.limit and not all(each in line.text for each in line.limit.split("；")) else ""
    return f"{condition}{line.text}{limit}"


# --------------------------------------------------------------------------- papers


def stem(question: Question) -> str:
    """The question as it is asked."""
    params = dict(question.params)
    condition = params.get("condition", "")
    lead = "，".join(
        each for each in (params.get("level", ""), condition.strip("，")) if each and each not in params.get("text", "")
    )
    return labels.fill(labels.message_template(question.asks), {**params, "lead": f"{lead}，" if lead else ""})


def key_text(question: Question) -> str:
    """The right answer in words."""
    if question.form.value == "judge":
        return "对" if question.key == "T" else "错"
    return question.key or "；".join(question.answer)


def paper_blocks(title: str, questions: Sequence[Question]) -> list[Block]:
    """The paper without answers."""
    from kb.training.sheet import Heading, Line, Title

    blocks: list[Block] = [Title(f"{title}测试卷"), Line("单位：____________  姓名：____________  得分：________")]
    form = ""
    for number, question in enumerate(questions, start=1):
        if question.form.value != form:
            form = question.form.value
            blocks.append(Heading(_FORMS[form]))
        blocks.append(Line(f"{number}. {stem(question)}"))
        blocks += [Line(f"{letter}. {option}") for letter, option in zip(_LETTERS, question.options, strict=False)]
        if form == "short":
            blocks += [Line(""), Line("")]
    return blocks


def key_blocks(title: str, questions: Sequence[Question]) -> list[Block]:
    """The answer key with the clause of every answer."""
    from kb.training.sheet import Table, Title

    rows = tuple(
        (
            str(number),
            key_text(question),
            labels.word(f"difficulty_{question.difficulty}"),
            short(question.clause_id),
            question.quote,
        )
        for number, question in enumerate(questions, start=1)
    )
    return [Title(f"{title}测试卷答案"), Table(("题号", "答案", "难度", "条款", "原文"), rows, (6, 22, 7, 16, 49))]


IMPORT_HEAD = (
    "题型",
    "题干",
    "选项A",
    "选项B",
    "选项C",
    "选项D",
    "选项E",
    "选项F",
    "答案",
    "解析",
    "难度",
    "分类",
    "出处",
)


def import_rows(questions: Sequence[Question]) -> list[tuple[str, ...]]:
    """Rows for question banks that import a workbook."""
    rows = []
    for question in questions:
        options = [*question.options, *[""] * (6 - len(question.options))]
        rows.append((labels.word(f"form_{question.form.value}"), stem(question), *options, key_text(question), question.quote, labels.word(f"difficulty_{question.difficulty}"), question.topic.value, question.clause_id))  # fmt: skip
    return rows


# --------------------------------------------------------------------------- lessons


def lesson_blocks(title: str, lessons: Sequence[Lesson]) -> list[Block]:
    """Lessons with the clause that answers each, those that none answers last."""
    from kb.training.sheet import Heading, Line, Title

    blocks: list[Block] = [Title(f"过往事件的经验教训与《{title}》的对照")]
    groups = (("做得好的", [x for x in lessons if x.tone.value == "well"]), ("教训：预案可能已有条款回应（请核对）", [x for x in lessons if x.tone.value == "failed" and x.answered_by]), ("教训：没有找到回应的条款", [x for x in lessons if x.tone.value == "failed" and not x.answered_by]))  # fmt: skip
    for name, group in groups:
        blocks.append(Heading(name))
        for each in group:
            blocks.append(Line(each.text, each.clause_id, "· "))
            if each.answered_by:
                blocks.append(Line(each.answer, short(each.answered_by), "　→ "))
        if not group:
            blocks.append(Line("（无）"))
    return blocks
