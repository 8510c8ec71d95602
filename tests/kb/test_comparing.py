"""A plan beside the plan above it, its last edition, a past incident; every text is invented."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from kb.comparing import incident as from_incident
from kb.comparing import previous, upper
from kb.comparing.incident import Answer
from kb.comparing.limits import Stage, report_limits
from kb.comparing.organs import organs
from kb.comparing.previous import Change, ChangeKind, Major
from kb.comparing.profile import Scale, profile
from kb.comparing.upper import Row, Status
from kb.model import Document, Hazard, Incident, Kind, Measure
from kb.ports import Progress, Vectors
from kb.review.text import Body
from tests.kb.review_world import plan

UPPER = """
# 1 总则
## 1.1 事件分级
特别重大事件：死亡30人以上，或直接经济损失1亿元以上。
较大事件：死亡3人以上10人以下，或转移1000人以上。
# 2 组织指挥体系
临江市防汛抗旱应急指挥部（以下简称市防指）负责统一领导全市防汛抗旱工作，总指挥由市长担任。
# 3 信息报告
县级防指应当在接到险情报告后1小时内向市防指报告，2小时内报送书面材料。
# 4 应急响应
## 4.1 一级响应
死亡30人以上的，启动一级响应。
## 4.2 二级响应
死亡10人以上30人以下，或紧急转移5000人以上的，启动二级响应。
## 4.3 三级响应
紧急转移1000人以上的，启动三级响应。
"""


def above(text: str = UPPER) -> Document:
    return plan(text, title="临江市防汛抗旱应急预案", plan_level="市")


def rows(draft: str, aspect: str, **fields: object) -> list[Row]:
    return [row for row in upper.compare(plan(draft, **fields), above()).rows if row.aspect == aspect]


def test_a_longer_report_limit_is_a_conflict_with_both_quotes() -> None:
    found = rows("# 3 信息报告\n各镇应当在险情发生后3小时内向县防指报告，县防指4小时内报送书面材料。", "limits")
    by_topic = {row.topic.code: row for row in found}
    first = by_topic["against_limit_first"]
    assert first.status is Status.CONFLICT
    assert first.message.params == {"draft": "3小时", "upper": "1小时", "shortest": "1小时"}
    assert "3小时内" in first.draft[0].quote
    assert "1小时内" in first.upper[0].quote
    assert by_topic["against_limit_written"].status is Status.CONFLICT


def test_a_shorter_limit_agrees_and_an_absent_one_is_a_gap() -> None:
    assert [r.status for r in rows("# 3 信息报告\n各村应当在30分钟内向镇政府报告险情。", "limits")] == [Status.AGREES]
    gap = rows("# 3 信息报告\n各村应当及时向镇政府报告险情。", "limits")
    assert [(r.status, r.message.code, r.draft) for r in gap] == [(Status.GAP, "against_limit_absent", ())]


def test_times_that_are_no_report_limits_do_not_count() -> None:
    text = """
    # 3 信息报告
    领导小组在2小时内决定是否启动响应，并报告市政府。
    值班人员每2小时报告一次水情。
    应急结束后10日内报送总结报告。
    24小时内5例以上症状相似的，按规定处理并报告。
    财务组72小时内报账，总务处24小时内报告保险公司。
    网格员10分钟内敲门叫醒住户并报村委会。
    抽水机最多停0.5小时。
    未来24小时内将有暴雨，气象部门发布预报。
    堤防巡查每隔30分钟一次。
    """
    assert list(report_limits(Body.of(plan(text)))) == []


def test_phone_and_written_reports_share_one_sentence() -> None:
    text = "# 3 信息报告\n县应急局在接报后30分钟内以电话形式、1小时内以书面形式向县政府报告。"
    found = list(report_limits(Body.of(plan(text))))
    assert [(each.stage, each.minutes) for each in found] == [(Stage.FIRST, 30), (Stage.WRITTEN, 60)]


def test_another_grading_of_events_is_a_conflict_but_a_lower_threshold_of_response_is_not() -> None:
    draft = """
    # 1 总则
    ## 1.1 事件分级
    特别重大事件：死亡50人以上。
    # 4 应急响应
    ## 4.1 一级响应
    死亡10人以上的，启动一级响应。
    ## 4.2 二级响应
    紧急转移8000人以上的，启动二级响应。
    """
    found = {
        (row.topic.code, row.topic.params["level"], row.topic.params["measure"]): row
        for row in rows(draft, "thresholds")
    }
    assert found[("against_threshold_grade", "1", "deaths")].status is Status.CONFLICT
    assert found[("against_threshold_response", "1", "deaths")].status is Status.BESIDE
    higher = found[("against_threshold_response", "2", "moved")]
    assert (higher.status, higher.message.code) == (Status.CONFLICT, "against_threshold_higher")
    assert len(found) == 3


def test_thresholds_belong_to_the_level_named_last() -> None:
    text = """
    # 附件1 响应启动条件
    有下列情形之一的，启动Ⅰ级应急响应：造成30人以上死亡或者失踪的。
    倒塌房屋1万间或3000户以上的。
    有下列情形之一的，启动Ⅱ级应急响应：
    造成10人以上30人以下死亡或者失踪的。
    死亡3人以上的，为较大事故。
    """
    found = [(t.scale, t.level, t.measure, t.low) for t in profile(plan(text)).thresholds]
    assert found == [
        (Scale.RESPONSE, 1, "deaths", 30.0),
        (Scale.RESPONSE, 1, "houses", 3000.0),
        (Scale.RESPONSE, 2, "deaths", 10.0),
        (Scale.GRADE, 3, "deaths", 3.0),
    ]


def test_a_row_that_begins_with_its_level_sets_it_and_a_grade_in_passing_sets_none() -> None:
    text = """
    # 2 现场指挥部
    水库出现重大险情或者一次转移300人以上时，设立现场指挥部。
    # 5 响应分级
    级别：二级；启动情形：发生重大突发事件，或者死亡失踪10人以上。
    """
    found = [(t.scale, t.level, t.measure) for t in profile(plan(text)).thresholds]
    assert found == [(Scale.RESPONSE, 2, "deaths")]


def test_half_an_hour_is_read_as_such() -> None:
    body = Body.of(plan("# 3 信息报告\n各村0.5小时内电话报告乡镇。"))
    assert [(each.minutes, each.words) for each in report_limits(body)] == [(30, "0.5小时")]


def test_levels_are_compared_only_where_both_plans_set_them() -> None:
    two = "# 4 应急响应\n## 4.1 一级响应\n县长坐镇指挥。\n## 4.2 二级响应\n副县长坐镇指挥。"
    found = rows(two, "levels")
    assert [(r.topic.code, r.status, r.message.params) for r in found] == [
        ("against_levels_response", Status.CHECK, {"draft": "一级、二级", "upper": "一级、二级、三级"})
    ]
    assert rows("# 4 应急响应\n各单位立即行动。", "levels") == []


def test_what_a_general_plan_sets_for_all_hazards_is_only_to_be_checked() -> None:
    general = plan(UPPER, "T", title="临江市突发事件总体应急预案", plan_level="市", hazard=None)
    draft = plan("# 1 总则\n## 1.1 事件分级\n特别重大事件：死亡300人以上。\n# 3 信息报告\n各镇应当在3小时内报告险情。")
    found = {row.aspect: row.status for row in upper.compare(draft, general).rows}
    assert found["thresholds"] is Status.CHECK
    assert found["limits"] is Status.CHECK


def test_a_pair_that_is_none_is_told() -> None:
    other = plan(UPPER, title="青山县森林火灾应急预案", plan_level="县", hazard=Hazard("ND-FF", "森林草原火灾"))
    found = upper.compare(plan("# 1 总则\n本预案适用于全市。", plan_level="市"), other)
    assert [doubt.code for doubt in found.doubts] == ["against_other_hazard", "against_not_above"]
    assert upper.compare(plan("# 1 总则\n本预案适用于全县。"), above()).doubts == ()


def test_a_level_that_only_ends_somewhere_is_not_compared() -> None:
    draft = "# 4 应急响应\n## 4.3 三级响应\n紧急转移1000人以下的，启动三级响应。"
    assert rows(draft, "thresholds") == []


def test_the_upper_plan_is_looked_for_among_the_bases() -> None:
    named = rows("# 1 总则\n## 1.2 编制依据\n依据《临江市防汛抗旱应急预案》等制定。", "basis")
    assert [(r.status, "临江市防汛抗旱应急预案" in r.draft[0].quote) for r in named] == [(Status.AGREES, True)]
    unnamed = rows("# 1 总则\n## 1.2 编制依据\n依据《中华人民共和国防洪法》制定本预案。", "basis")
    assert [(r.status, "防洪法" in r.draft[0].quote) for r in unnamed] == [(Status.GAP, True)]


def test_a_title_within_a_longer_one_does_not_name_the_upper_plan() -> None:
    inside = "# 1.2 编制依据\n依据《示例省临江市防汛抗旱应急预案》和本县实际，制定本预案。"
    issued = "# 1.2 编制依据\n依据《关于印发临江市防汛抗旱应急预案的通知》制定本预案。"
    assert [row.status for row in rows(inside, "basis")] == [Status.GAP]
    assert [row.status for row in rows(issued, "basis")] == [Status.AGREES]


def test_a_former_title_of_the_upper_plan_is_told_as_such() -> None:
    draft = plan("# 1.2 编制依据\n依据《临江市三防应急预案》制定本预案。")
    found = upper.compare(draft, above(), ("临江市三防应急预案",)).rows[0]
    assert (found.status, found.message.code) == (Status.GAP, "against_basis_former")
    assert found.message.params["former"] == "临江市三防应急预案"


def test_a_plan_of_another_place_and_the_same_level_is_no_upper_plan() -> None:
    text = "# 3 信息报告\n各县应当在险情发生后3小时内向市防指报告。\n# 4 应急响应\n## 4.1 二级响应\n紧急转移8000人以上的，启动二级响应。"
    found = upper.compare(plan(text, plan_level="市", region="沧水市"), replace(above(), region="临江市"))
    assert [doubt.code for doubt in found.doubts] == ["against_beside"]
    assert {row.status for row in found.rows} <= {Status.CHECK, Status.BESIDE, Status.AGREES}
    assert all(row.message.code != "against_threshold_higher" and row.aspect != "basis" for row in found.rows)


def test_conditions_of_any_measure_are_compared_where_they_are_worded_alike() -> None:
    above_text = """
    # 4 预警
    ## 4.1 一级预警
    干线停电，电网恢复供电的时间估计在24小时以上的。
    库水位超过汛限水位3米以上的。
    """
    draft = """
    # 4 预警
    ## 4.1 一级预警
    干线和支线停电且有医院受影响，电网恢复供电的时间估计在48小时以上的。
    库水位超过汛限水位5米以上的。
    """
    found = {
        row.message.params["draft"]: row
        for row in upper.compare(plan(draft), above(above_text)).rows
        if row.aspect == "thresholds"
    }
    assert found["48小时以上"].status is Status.CHECK
    assert found["48小时以上"].message.params["upper"] == "24小时以上"
    assert found["5米以上"].status is Status.CONFLICT
    assert len(found) == 2


def test_limits_worded_alike_are_compared_one_by_one() -> None:
    text = """
    # 3 信息报告
    各村发现险情后{village}内电话报告乡镇。
    乡镇接到报告后{town}内电话报告县防指办公室和县应急局。
    """

    def told(village: str, town: str) -> list[tuple[Status, str]]:
        compared = upper.compare(
            plan(text.format(village=village, town=town)), above(text.format(village="10分钟", town="1小时"))
        )
        return [(row.status, row.message.params["draft"]) for row in compared.rows if row.aspect == "limits"]

    assert told("30分钟", "1小时") == [(Status.CONFLICT, "30分钟")]
    assert told("5分钟", "30分钟") == [(Status.AGREES, "30分钟")]


def test_another_name_for_the_upper_body_is_a_conflict() -> None:
    wrong = "# 2 组织\n县防指接受市防汛抗洪应急总指挥部的指导。"
    found = [row for row in rows(wrong, "command") if row.message.code == "against_name_differs"]
    assert [(r.status, r.message.params) for r in found] == [
        (Status.CONFLICT, {"draft": "市防汛抗洪应急总指挥部", "upper": "临江市防汛抗旱应急指挥部"})
    ]
    right = "# 2 组织\n县防指接受市防汛抗旱应急指挥部的指导，重大情况报市防指。"
    assert [row for row in rows(right, "command") if row.message.code == "against_name_differs"] == []


def test_bodies_are_those_that_the_plan_sets_up() -> None:
    text = """
    # 2 组织指挥体系
    成立青山县森林防灭火指挥部，统一领导全县森林防灭火工作。
    根据需要成立现场指挥部。由县发展和改革委员会负责物资。
    """
    assert [organ.name for organ in organs(Body.of(plan(text)))] == ["青山县森林防灭火指挥部"]


# --------------------------------------------------------------------------- last edition


OLD = """
# 1 总则
## 1.1 编制目的
为有效应对青山县水旱灾害，保护人民群众生命财产安全，制定本预案。
# 2 组织指挥体系与职责
县防汛抗旱指挥部指挥长由分管副县长担任，成员由县水利局、县应急局负责同志组成。
# 3 应急响应
## 3.1 响应措施
启动二级响应后，转移危险区域群众，关闭低洼路段，组织抢险队伍上堤巡查。
# 4 保障措施
县财政局安排防汛抗旱专项经费，保障应急处置需要。
"""


def changes(new: str, old: str = OLD) -> list[Change]:
    return [change for section in previous.compare(plan(new), plan(old)).sections for change in section.changes]


def compared_with(old: str, new: str) -> list[Change]:
    return [change for section in previous.compare(plan(new), plan(old)).sections for change in section.changes]


def test_the_same_text_under_new_numbers_is_no_change() -> None:
    renumbered = OLD.replace("# 3 应急响应", "# 5 应急响应").replace("## 3.1", "## 5.1")
    found = previous.compare(plan(renumbered), plan(OLD))
    assert (found.sections, found.same, found.majors) == ((), 4, ())


def test_another_leader_is_a_change_of_weight() -> None:
    (change,) = changes(OLD.replace("分管副县长", "县长"))
    assert (change.kind, change.major, change.weighs) == (ChangeKind.CHANGED, Major.COMMAND, True)
    assert change.old
    assert change.new
    assert "分管副县长" in change.old.quote
    assert "指挥长由县长担任" in change.new.quote


def test_mere_wording_does_not_weigh_and_money_is_no_matter_of_weight() -> None:
    (wording,) = changes(OLD.replace("组织抢险队伍上堤巡查", "组织抢险队伍上堤进行巡查"))
    assert (wording.major, wording.wording, wording.weighs) == (Major.MEASURES, True, False)
    (money,) = changes(OLD.replace("安排防汛抗旱专项经费", "安排防汛抗旱专项经费300万元"))
    assert (money.major, money.weighs) == (None, False)


def test_a_section_that_got_another_number_stays_one_section() -> None:
    old = "# 2 指挥体系\n## 2.1 县防指\n县防指由县长任指挥长，下设办公室和三个工作组。\n办公室每月召开一次调度会议。"
    new = "# 3 指挥体系\n## 3.2 县防指\n县防指由县长任指挥长，下设办公室和五个工作组。\n抢险时由办公室统一调派全县的车辆。"
    found = previous.compare(plan(new), plan(old)).sections
    assert [(section.heading, len(section.changes)) for section in found] == [("3 指挥体系 › 3.2 县防指", 3)]


def test_another_text_is_doubted_to_be_the_last_edition() -> None:
    first = "# 1 总则\n本预案适用于青山县。\n# 4 响应\n县防指启动响应，转移低洼地区的群众。"
    other = "# 1 总则\n列车停运时由车站广播告知旅客。\n# 4 响应\n调度员扣停后续列车，站务员引导出站。"
    assert [doubt.code for doubt in previous.compare(plan(first), plan(other, title="临江市地铁应急预案")).doubts] == [
        "previous_other"
    ]
    assert previous.compare(plan(first), plan(first.replace("低洼", "低洼和沿河"))).doubts == ()
    assert [doubt.code for doubt in previous.compare(plan(first), replace(plan(other), kind=Kind.LAW)).doubts] == [
        "previous_no_plan"
    ]


def test_another_phone_number_does_not_weigh_but_a_weaker_duty_does() -> None:
    old = "# 2 组织指挥体系\n## 2.1 指挥部办公室\n办公室设在县应急管理局，电话0000-0001100，承担日常工作。\n# 6 应急响应\n## 6.6 处置措施\n受威胁的住户立即转移到安置点，由乡镇清点人数。"
    other_phone = compared_with(old, old.replace("0001100", "0002200"))
    assert [(change.kind, change.weighs) for change in other_phone] == [(ChangeKind.CHANGED, False)]
    weaker = compared_with(old, old.replace("立即转移", "视情转移"))
    assert [(change.major, change.weighs) for change in weaker] == [(Major.MEASURES, True)]


def test_a_chapter_on_warning_and_response_does_not_hide_the_start_of_a_response() -> None:
    old = "# 4 监测预警和应急响应\n## 4.1 监测\n雨量每小时报一次数据。\n## 4.3 启动程序\n二级响应由常务副指挥长批准后启动，由办公室传达。"
    assert [change.major for change in compared_with(old, old.replace("常务副指挥长", "办公室主任"))] == [
        Major.PROCEDURE
    ]
    assert [change.major for change in compared_with(old, old.replace("每小时", "每两小时"))] == [None]


def test_added_and_removed_clauses_are_told_with_their_section() -> None:
    new = OLD.replace(
        "# 4 保障措施", "## 3.2 响应终止\n险情解除后，由县防汛抗旱指挥部指挥长宣布终止响应。\n# 4 保障措施"
    )
    found = previous.compare(plan(new), plan(OLD))
    assert [(s.heading, [c.kind for c in s.changes]) for s in found.sections] == [
        ("3 应急响应 › 3.2 响应终止", [ChangeKind.ADDED])
    ]
    assert found.majors == (Major.PROCEDURE,)
    back = previous.compare(plan(OLD), plan(new))
    assert [c.kind for s in back.sections for c in s.changes] == [ChangeKind.REMOVED]


def test_grading_of_events_is_a_matter_of_weight_even_in_the_general_chapter() -> None:
    old = "# 1 总则\n## 1.4 事件分级\n一次死亡3人以上10人以下的，为较大事件。"
    (change,) = changes(old.replace("3人以上", "5人以上"), old)
    assert change.major is Major.GRADING
    assert change.weighs


# --------------------------------------------------------------------------- incident


class Letters:
    """A small deterministic embedder: vectors of character pairs, all much alike (cosine .75–1) as those of the real model are."""

    model_id, dimension = "letters", 513

    def embed_queries(self, texts: Sequence[str]) -> Vectors:
        return self.embed_passages(texts)

    def embed_passages(self, texts: Sequence[str], progress: Progress | None = None) -> Vectors:
        vectors = np.zeros((len(texts), self.dimension), dtype=np.float32)
        for row, text in enumerate(texts):
            for at in range(len(text) - 1):
                vectors[row, sum(map(ord, text[at : at + 2])) % (self.dimension - 1)] += 1
        vectors /= 2 * np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-6)
        vectors[:, -1] = 0.75**0.5
        return vectors


def words(text: str) -> list[str]:
    known = """转移 群众 预警 叫应 夜间 低洼 路段 封闭 水库 泄洪 下游 通知 村民 演练 通信 卫星电话 中断 排查 隐患 提前 危险区"""
    return [word for word in known.split() if word in text]


def test_what_the_draft_answers_is_told_with_the_clause_and_what_not_with_the_nearest() -> None:
    draft = plan(
        """
        # 1 总则
        ## 1.3 工作原则
        坚持提前预警、提前转移群众。
        # 4 应急响应
        收到橙色预警后，提前转移危险区群众，夜间实行叫应。
        低洼路段由县交警大队封闭。
        """
    )
    told = Incident(
        "柳河镇山洪", "2023-07", "柳河镇", None, "", (),
        (Measure("当晚提前转移危险区群众三百余人", "报告#2"),), "",
        ("一是通信中断后没有卫星电话，要配备卫星电话保障通信", "本次处置积累了经验"), "报告#1",
    )  # fmt: skip
    found = from_incident.compare(draft, told, "报告@1", "报告", Letters(), words)
    by_kind = {point.kind: point for point in found.points}
    assert by_kind["measure"].answer is Answer.ANSWERED
    assert by_kind["measure"].draft
    assert "收到橙色预警后" in by_kind["measure"].draft.quote
    assert by_kind["measure"].incident.clause_id == "报告#2"
    assert by_kind["lesson"].answer is Answer.OPEN
    assert len(found.points) == 2


def test_an_incident_that_tells_nothing_has_no_points() -> None:
    told = Incident("甲", "2023", "", None, "", (), (), "", (), "报告#1")
    assert (
        from_incident.compare(plan("# 1 总则\n本预案适用于全县。"), told, "报告@1", "报告", Letters(), words).points
        == ()
    )


def asked_of(draft: str, measure: str) -> list[Answer]:
    """What is said of one measure of an incident."""
    told = Incident("山洪", "2023-07", "柳河镇", None, "", (), (Measure(measure, "报告#2"),), "", (), "报告#1")
    return [
        point.answer for point in from_incident.compare(plan(draft), told, "报告@1", "报告", Letters(), words).points
    ]


def test_a_chapter_that_grades_answers_nothing_and_an_outcome_asks_nothing() -> None:
    grading = """
    # 1 总则
    ## 1.5 事件分级
    需提前转移危险区群众1000人以上的为重大事件。
    # 4 应急响应
    低洼路段由县交警大队封闭。
    """
    assert asked_of(grading, "当晚组织提前转移危险区群众") == [Answer.OPEN]
    assert asked_of(grading, "因提前转移群众，未造成人员伤亡") == []
    assert asked_of(grading, "夜间组织350余人安全转移") == []


def test_what_belongs_to_the_end_of_a_response_answers_no_demand_about_its_beginning() -> None:
    late = "# 6 应急响应终止\n通知村民预警解除，转移群众返回。\n# 7 保障\n通信由电信公司负责。"
    early = "# 6 应急响应\n通知村民发布预警，转移群众。\n# 7 保障\n通信由电信公司负责。"
    assert asked_of(early, "夜间通知村民预警，组织转移群众") == [Answer.ANSWERED]
    assert asked_of(late, "夜间通知村民预警，组织转移群众") != [Answer.ANSWERED]


def test_forms_and_lists_of_teams_answer_no_demand_for_action() -> None:
    text = """
    # 附件8 抢险救援队伍清单
    县水利抢险队组织转移群众用的车辆六台，夜间通知村民。
    # 附件12 格式文本（样例）
    夜间通知村民，组织转移群众。
    # 4 应急响应
    低洼路段由县交警大队封闭。
    """
    draft = plan(text)
    listed = replace(
        draft, clauses=tuple(replace(each, table_row="清单" in " ".join(each.path)) for each in draft.clauses)
    )
    told = Incident(
        "山洪", "2023-07", "柳河镇", None, "", (), (Measure("夜间通知村民，组织转移群众", "报告#2"),), "", (), "报告#1"
    )
    points = from_incident.compare(listed, told, "报告@1", "报告", Letters(), words).points
    assert [point.answer for point in points] == [Answer.OPEN]


def test_a_special_plan_is_not_above_a_general_one() -> None:
    general = plan("# 1 总则\n适用于全县各类突发事件。", "T", title="青山县突发事件总体应急预案", hazard=None)
    found = upper.compare(general, above())
    assert [doubt.code for doubt in found.doubts] == ["against_general"]
    assert not [row for row in found.rows if row.aspect == "basis"]
    assert not [row for row in found.rows if row.status in (Status.CONFLICT, Status.GAP)]


def test_posts_of_works_and_orders_turned_round_are_changes_of_weight() -> None:
    old = (
        "# 2 组织机构\n## 2.1 指挥部\n总指挥外出时，由生产副总代行职责，并及时说明情况。\n"
        "# 3 处置\n## 3.1 处置措施\n炉料喷溅时，用干砂围挡，人员从上风方向撤离。"
    )
    new = old.replace("生产副总", "安全总监").replace("干砂", "湿砂")
    assert previous.compare(plan(new, "EC"), plan(old, "EC")).majors == (Major.COMMAND, Major.MEASURES)
    assert previous.compare(plan(old.replace("及时说明", "迅速说明"), "EC"), plan(old, "EC")).majors == ()
