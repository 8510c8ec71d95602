"""Cards, questions, exercises, gaps, views and lessons made from an invented plan."""

from __future__ import annotations

import zipfile
from dataclasses import replace
from io import BytesIO
from xml.etree import ElementTree

import pytest

from kb.errors import InputError
from kb.model import Clause, Incident
from kb.training import cards, drawing, exercise, lessons, pairs, quiz, sheet, svg, views
from kb.training.extract import extract
from kb.training.model import Action, ActorSource, Phase, Procedure
from kb.training.quizcheck import faults
from tests.kb.test_training_actions import plan

PLAN = plan(
    ("2 组织体系 > 2.3 成员单位职责", "县公安局：负责灾区警戒和交通管制；维护安置点治安。"),
    ("2 组织体系 > 2.3 成员单位职责", "县民政局：负责开放安置点；发放救助物资。"),
    ("2 组织体系 > 2.3 成员单位职责", "县卫生健康局：组织医疗队救治伤员；开展卫生防疫消毒。"),
    ("4 监测预警 > 4.2 预警响应", "县水利局每2小时监测一次河道水位，水位超警时立即报告县防办（0000-0001100）。"),
    ("5 信息报告", "村委会发现险情后10分钟内报告镇政府。镇政府接报后20分钟内报告县防办。县防办接报后30分钟内报告县政府，1小时内书面报告市防办。"),
    ("5 信息报告 > 5.2 续报", "县防办3日内报送终报。"),
    ("6 应急响应 > 6.1 先期处置", "村民听到信号后立即撤到高处，不得返回取物。村委会敲锣通知低洼户转移。"),
    ("6 应急响应 > 6.2 启动程序", "县防办提出启动建议，由县长批准启动一级响应。"),
    ("6 应急响应 > 6.3 分级行动", "三级响应：县水利局派人巡查堤防险段；县交通局封闭过水路面；县气象局加密雨情通报。"),
    ("6 应急响应 > 6.3 分级行动", "二级响应：县民政局开放城区安置点；县公安局管制沿河道路。"),
    ("7 应急响应 > 7.1 响应终止", "险情解除后，由县防办提出建议，县长宣布终止响应。"),
    ("附件1 通讯录", "单位：市防办；电话：0000-0006100", True),
)  # fmt: skip
PROCEDURE = extract(PLAN)
CLAUSES = {clause.id: clause.text for clause in PLAN.clauses}


def test_card_lines_stand_in_their_clauses():
    for post in cards.posts(PROCEDURE):
        made = cards.card(PROCEDURE, PLAN, post)
        assert made.first
        for line in (*made.watch, *made.first, *made.never):
            assert line.text in CLAUSES[line.clause_id]


def test_card_names_whom_to_call_with_the_number_of_the_plan():
    called = {line.text for line in cards.card(PROCEDURE, PLAN, "县防办").call}
    assert "市防办 0000-0006100" in called
    assert cards.card(PROCEDURE, PLAN, "县水利局").call[0].text == "县防办 0000-0001100"


def test_resident_card_tells_what_to_do_and_not_to_do():
    made = cards.resident_card(PROCEDURE, PLAN)
    assert [line.text for line in made.act] == ["听到信号后立即撤到高处"]
    assert [line.text for line in made.never] == ["不得返回取物"]
    assert [line.text for line in made.signals] == ["村委会敲锣通知低洼户转移。"]


def test_a_warning_that_departments_issue_is_no_signal_for_residents():
    issued = plan(("4 预警", "县气象局及时发布暴雨预警信号。村民听到警报声撤到高处。"))
    made = cards.resident_card(extract(issued), issued)
    assert [line.text for line in made.signals] == ["村民听到警报声撤到高处。"]


@pytest.mark.parametrize("seed", range(5))
def test_questions_have_one_right_answer(seed):
    questions = quiz.make(PROCEDURE, 200, seed=seed)
    assert len(questions) >= 20
    assert len({question.identity for question in questions}) == len(questions)
    for question in questions:
        assert faults(question, PROCEDURE, CLAUSES[question.clause_id]) == [], question


def test_the_check_of_questions_can_fail():
    single = next(q for q in quiz.make(PROCEDURE, 200) if q.asks == "ask_limit")
    other = next(letter for letter in "ABCD" if letter != single.key)
    assert "wrong_key" in faults(replace(single, key=other), PROCEDURE, CLAUSES[single.clause_id])
    judge = next(q for q in quiz.make(PROCEDURE, 200) if q.form.value == "judge")
    turned = replace(judge, key="F" if judge.key == "T" else "T")
    assert "wrong_key" in faults(turned, PROCEDURE, CLAUSES[judge.clause_id])


def test_forms_can_be_chosen_and_a_seed_gives_the_same_paper():
    chosen = quiz.make(PROCEDURE, 10, forms=[quiz.Form.JUDGE], seed=3)
    assert {question.form for question in chosen} == {quiz.Form.JUDGE}
    assert chosen == quiz.make(PROCEDURE, 10, forms=[quiz.Form.JUDGE], seed=3)


def script(**options):
    return exercise.write_exercise(PROCEDURE, event="洪水", **options)


def test_exercise_runs_on_a_clock_and_every_act_has_its_clause():
    made = script(place="石桥镇")
    minutes = [inject.minute for inject in made.injects]
    assert minutes == sorted(minutes)
    assert [each.step for each in made.expected] == list(range(1, len(made.expected) + 1))
    assert all(each.text in CLAUSES[each.clause_id] for each in made.expected)


def test_exercise_of_one_level_leaves_out_the_others():
    texts = " ".join(each.text for each in script(level=2).expected)
    assert "管制沿河道路" in texts
    assert "封闭过水路面" not in texts


def test_score_counts_marks_and_names_what_went_wrong():
    made = script()
    marks = [exercise.Mark(1, "done"), exercise.Mark(2, "late", "慢了10分钟"), exercise.Mark(3, "missed")]
    result = exercise.score(made, marks)
    assert (result.done, result.late, result.missed) == (1, 1, 1)
    assert result.unmarked == len(made.expected) - 3
    assert [mark.step for _, mark in result.lessons] == [2, 3]
    with pytest.raises(InputError, match="bad_mark"):
        exercise.score(made, [exercise.Mark(999, "done")])


def test_drills_are_recorded_once_a_day(tmp_path):
    records = exercise.DrillRecords(tmp_path)
    drill = exercise.Drill("p", "预案", "桌面推演", "2026-11-26", 3, 1, 0, (("p#1", "慢"),))
    records.add(drill)
    records.add(replace(drill, done=4))
    assert exercise.DrillRecords(tmp_path).all() == (replace(drill, done=4),)
    (tmp_path / "drills.json").write_text("[{", encoding="utf-8")
    with pytest.raises(InputError, match="bad_drills"):
        records.all()


def test_a_plan_without_procedures_makes_no_exercise():
    empty = extract(plan(("1 总则", "为防洪制定本预案。")))
    with pytest.raises(InputError, match="no_procedure"):
        exercise.write_exercise(empty, event="洪水")
    assert quiz.make(empty, 10) == ()
    assert cards.posts(empty) == ()


def test_gaps_are_found_with_their_clauses():
    found = pairs.gaps(PROCEDURE)
    kinds = {gap.kind for gap in found}
    assert pairs.GapKind.NO_RECEIVER in kinds
    assert any(
        gap.subject == "县交通局" and gap.detail == "2" for gap in found if gap.kind is pairs.GapKind.LEVEL_WITHOUT
    )
    assert all(place.quote in CLAUSES[place.clause_id] for gap in found for place in gap.places)
    assert {finding.rule for finding in pairs.findings(PROCEDURE)} == {kind.value for kind in kinds}


def test_views_hold_every_act():
    line = views.time_line(PROCEDURE.actions)
    assert [moment.minute for moment in line if moment.minute is not None] == sorted(
        m.minute for m in line if m.minute is not None
    )
    lane = next(lane for lane in views.lanes(PROCEDURE.actions) if lane.actor == "县民政局")
    assert {action.actor for action in lane.actions} == {"县民政局"}
    row = next(row for row in views.level_table(PROCEDURE.actions) if row.actor == "县公安局")
    assert [len(level) for level in row.by_level] == [0, 1, 0, 0]


WORDS = {
    "more": "另有 {count} 项", "more_rows": "另有 {count} 行", "nobody": "未写明", "doer": "主体", "levels": "一级 二级 三级 四级",
    "at_once": "立即", "minutes": "{count} 分钟内", "hours": "{count} 小时内", "days": "{count} 天内", "untimed": "无时限",
}  # fmt: skip


def test_drawings_are_whole_svg_documents_with_every_box_inside():
    actions = PROCEDURE.actions
    for made in (
        drawing.flow_chart("<图>", actions, WORDS), drawing.swim_lanes("图", actions),
        drawing.time_chart("图", actions, WORDS), drawing.level_chart("图", actions, WORDS),
    ):  # fmt: skip
        assert ElementTree.fromstring(svg.to_svg(made)).tag.endswith("svg")
        boxes = [shape for shape in made.shapes if isinstance(shape, drawing.Box)]
        assert boxes
        assert all(box.x + box.width <= made.width and box.y + box.height <= made.height for box in boxes)


def test_words_left_out_of_a_drawing_are_shown():
    assert drawing.wrap("甲乙，丙丁", 2) == ("甲乙，", "丙丁")
    (crowded,) = [
        box for box in drawing.flow_chart("图", [replace(PROCEDURE.actions[0], text="长" * 200)], WORDS).shapes
        if isinstance(box, drawing.Box) and "长" in box.lines[-1]
    ]  # fmt: skip
    assert crowded.lines[-1].endswith("…")


def test_pages_become_word_and_html():
    blocks = [
        sheet.Title("卡"),
        sheet.Heading("先做"),
        sheet.Line("关阀\x00<b>", "p#1", "1. "),
        sheet.Table(("甲",), (("乙\n丙",),), (1,)),
    ]
    with zipfile.ZipFile(BytesIO(sheet.to_word(blocks, "卡"))) as archive:
        body = archive.read("word/document.xml").decode()
    assert "关阀" in body
    page = sheet.to_html(blocks, "卡", folded=True)
    assert "&lt;b&gt;" in page
    assert page.count("<details>") == page.count("</details>") == 1


def test_lessons_tell_what_no_clause_answers():
    told = Incident(
        "洪水", "", "", None, "", (), (), "", ("预警及时，群众提前转移，成功避险", "夜间没有人接听值班电话"), "r#1"
    )
    found = lessons.lessons_of([told], lambda text: None)
    assert [lesson.tone for lesson in found] == [lessons.Tone.WELL, lessons.Tone.FAILED]
    assert all(not lesson.answered_by for lesson in found)


def test_a_lesson_is_answered_by_a_clause_of_measures_or_by_none():
    texts = (
        ("1 总则 > 1.6 风险", "卫星电话覆盖山区各村。"),
        ("8 保障 > 8.4 通信", "卫星电话由责任人每周试机充电。"),
        ("6 响应", "乡镇组织群众转移。"),
    )
    texts = (*texts, *((f"7 其他 > 7.{n}", f"第{n}项。") for n in range(30)))
    clauses = [Clause(f"p#{n}", tuple(path.split(" > ")), text) for n, (path, text) in enumerate(texts)]

    def words(text: str) -> list[str]:
        return [word for word in ("卫星电话", "试机", "充电", "转移", "群众", "食堂") if word in text]

    found = lessons.answering("岩头村卫星电话没有充电，失联半小时。", clauses, ["p#2", "p#0"], words)
    assert found is not None
    assert found.id == "p#1"
    assert lessons.answering("食堂没有开火。", clauses, ["p#2"], words) is None


def test_a_title_and_what_follows_are_one_lesson():
    assert lessons.whole_lessons(["（一）信号不全。", "铜锣听不见。", "二是短信慢，晚了十分钟。"]) == (
        "（一）信号不全。铜锣听不见。",
        "二是短信慢，晚了十分钟。",
    )


def test_what_a_plan_says_twice_and_differently_is_not_asked():
    def told(clause: str, limit: str) -> Action:
        text = f"{limit}报告县防汛办公室"
        return Action(clause, 0, len(text), text, f"乡镇{text}。", "乡镇", ActorSource.NAMED, "报告", "", Phase.REPORT, time_limit=limit, receivers=("县防汛办公室",))  # fmt: skip

    assert quiz.make(Procedure("p", "预案", (told("p#1", "30分钟内"), told("p#2", "1小时内"))), 10) == ()
