"""Slips of the pen, runs that make no words, lost characters and orders by nobody, told by a model of written Chinese."""

from __future__ import annotations

import numpy as np
import pytest

from kb.language import Table, codes, hashes, language, packed, runs_of
from tests.kb.review_world import findings

PLAN = """# 4 应急响应
## 4.1 先期处置
青山县人民政府负责组织抢险救援，县应急管理局立即启动应急响应，通知各成员单位到岗。
县水利局组织专业队伍加固堤防，县公安局维护现场秩序，县卫生健康局救治伤员。
各成员单位按照职责分工开展处置工作，及时向县指挥部报告灾情和应急处置进展。
"""


def told(line: str) -> dict[str, str]:
    return {each.message.code: " ".join(each.message.params.values()) for each in findings(PLAN + line, "QC-TEXT")}


def test_runs_are_counted_and_found_again() -> None:
    text = codes("防汛防汛A1")
    table = Table.of(text)
    assert text.tolist()[-2:] == [ord("a"), ord("0")]
    assert table.often(hashes(codes("防汛")[None, :])).tolist() == [2.0]
    assert table.often(hashes(codes("汛情")[None, :])).tolist() == [0.0]


def test_counts_survive_packing() -> None:
    keys, often = np.unique(hashes(runs_of(codes("甲乙甲乙甲"), 2)), return_counts=True)
    stored = packed([(keys, often)])
    assert np.cumsum(stored["steps"]).tolist() == keys.tolist()
    assert language().often(hashes(codes("人民政府")[None, :]))[0] > 1000


@pytest.mark.parametrize(
    ("line", "meant"),
    [
        ("县民政局及时发放救灾物姿。", "物资"),
        ("县气象局加强灾害天气监侧。", "监测"),
        ("县卫生健康局组织救冶受伤群众。", "救治"),
        ("县自然资源局织组排查隐患点。", "组织"),
        ("险情排除后终止应及响应。", "应急"),
    ],
)
def test_a_slip_is_told_with_what_was_meant(line: str, meant: str) -> None:
    assert meant in told(line).get("word_wrong", "")


@pytest.mark.parametrize(
    "line",
    [
        "县民政局及时发放救灾物资。",
        "上河村由陈兆麟任村民小组长。",
        "竹溪乡白鹤坪的群众转移到青山县第一中学安置。",
        "专常兼备、反应灵敏的救援队伍由县消防救援大队牵头建设。",
    ],
)
def test_right_words_and_names_are_left_alone(line: str) -> None:
    assert not {"word_wrong", "text_scrambled", "text_broken", "sentence_cut", "subject_lost"} & set(told(line))


def test_shuffled_characters_make_no_words() -> None:
    assert "text_scrambled" in told("县应急管理局输伍灾物障保运救资队备储。")


@pytest.mark.parametrize(
    "line",
    [
        "抽查时谁点到谁都要会做。",
        "坡上在掉土就不要去看。",
        "不识字的人由组长一句一句念。",
        "组长到哪里哪里就是指挥位置。",
        "与事件等级对应，响应分为四级。",
        "高音喇叭由支书点头才能响。",
    ],
)
def test_everyday_words_are_right(line: str) -> None:
    assert not {"word_wrong", "word_twice", "text_scrambled", "sentence_cut", "subject_lost"} & set(told(line))


@pytest.mark.parametrize(
    ("line", "broken"),
    [
        ("县水利局负责堤防□□□□□□和巡查。", True),
        ("县水利局负责堤防???和巡查。", True),
        ("县水利局及鏃跺惎鍔ㄧ浉搴旂骇响应。", True),
        ("县水利局负责堤防ÖÐ¹úÈËÃñ和巡查。", True),
        ("指挥长：×××。", False),
        ("联系电话：□□□□□□。", False),
    ],
)
def test_lost_characters(line: str, broken: bool) -> None:
    assert ("text_broken" in told(line)) is broken


def test_lost_characters_are_no_placeholder_as_well() -> None:
    assert not findings(PLAN + "县水利局负责堤防□□□□□□和巡查。", "QC-PH")


@pytest.mark.parametrize(
    ("line", "cut"),
    [
        ("健全联动机制，做好。", True),
        ("县气象局组织开展监测预报，及时提供。", True),
        ("县财政局：负责。", True),
        ("县民政局负责灾后救助，切实采取。", True),
        ("所需物资由县应急管理局及时提供。", False),
        ("应急预案要根据演练情况及时修订。", False),
        ("防灾能力进一步增强。", False),
    ],
)
def test_sentences_that_end_after_a_word_that_needs_another(line: str, cut: bool) -> None:
    assert ("sentence_cut" in told(line)) is cut


@pytest.mark.parametrize(
    ("line", "lost"),
    [
        ("物资调拨由负责，有关单位配合。", True),
        ("预警信息由发布，同时报县委、县政府。", True),
        ("响应终止后由负责该项工作的部门提交总结。", False),
        ("现场秩序由组织者维护，活动自由开展。", False),
    ],
)
def test_orders_by_nobody(line: str, lost: bool) -> None:
    assert ("subject_lost" in told(line)) is lost


FULL = "# 5 处置\n" + "".join(
    f"第{at}组由县水利局牵头，携带抢险工具到指定堤段集结，服从现场指挥部统一调度。\n" for at in range(1, 15)
)


def test_a_paragraph_that_loses_its_end_is_told_where_all_others_have_one() -> None:
    cut = FULL + "县应急管理局会同县民政局，在二十四小时内把帐篷、棉被和食品送到各安置点并建立\n"
    assert any(each.message.code == "sentence_cut" for each in findings(cut, "QC-TEXT"))
    assert not any(each.message.code == "sentence_cut" for each in findings(FULL, "QC-TEXT"))


def test_a_lead_in_of_a_list_is_no_cut_sentence() -> None:
    listed = FULL + "县应急管理局会同县民政局，在二十四小时内向各安置点送去\n1.帐篷和棉被。\n2.食品和饮用水。\n"
    assert not any(each.message.code == "sentence_cut" for each in findings(listed, "QC-TEXT"))


def test_shuffled_characters_are_told() -> None:
    assert "text_scrambled" in told("县卫生健康局对可本理吐食疑处样呕物和品进行检验。")
