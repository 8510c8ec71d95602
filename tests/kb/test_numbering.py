from __future__ import annotations

import pytest

from kb.numbering import Family, Number, chinese_value, leading_number, number_path, rendered_number, squeeze, tidy


@pytest.mark.parametrize(
    ("text", "label", "family", "rest"),
    [
        ("1 总则", "1", Family.DIGIT, "总则"),
        ("1总则", "1", Family.DIGIT, "总则"),
        ("2.3.1响应级别", "2.3.1", Family.DECIMAL, "响应级别"),
        ("3.l 监测", "3.1", Family.DECIMAL, "监测"),
        ("4 \ue010 2 信息发布", "4.2", Family.DECIMAL, "信息发布"),
        ("一 、 基本情况", "一", Family.CHINESE, "基本情况"),
        ("（二）组织领导", "（二）", Family.CHINESE_PAREN, "组织领导"),
        ("(12)清点人数", "（12）", Family.DIGIT_PAREN, "清点人数"),
        ("3）撤离", "3）", Family.DIGIT_PAREN, "撤离"),
        ("①断电", "①", Family.CIRCLE, "断电"),
        ("第一百零三条 违反规定的", "第一百零三条", Family.ARTICLE, "违反规定的"),
        ("第二十条之一 村民委员会", "第二十条之一", Family.ARTICLE, "村民委员会"),
        ("第 三 章 预警", "第三章", Family.CHAPTER, "预警"),
        ("附件2 物资清单", "附件2", Family.ANNEX, "物资清单"),
        ("附录A.1 范围", "附录A.1", Family.ANNEX, "范围"),
        ("上篇 灾情", "上篇", Family.PART, "灾情"),
    ],
)
def test_numbers_are_read(text: str, label: str, family: Family, rest: str) -> None:
    found = leading_number(tidy(text))
    assert found is not None
    assert (found[0].label, found[0].family, found[1]) == (label, family, rest)


@pytest.mark.parametrize(
    "text",
    [
        "10 人以上死亡",
        "2 小时内上报",
        "3.5米以上",
        "5.0级地震",
        "2026年汛期",
        "附则",
        "第三方检测",
        "1.5万元以上",
        "150间以上",
        "2个以上",
    ],
)
def test_measures_and_words_are_no_numbers(text: str) -> None:
    assert leading_number(text) is None


def test_numerals() -> None:
    assert [chinese_value(text) for text in ("十", "二十八", "一百零三", "两", "〇", "7", "甲")] == [
        10,
        28,
        103,
        2,
        0,
        7,
        0,
    ]


def test_number_paths_join_from_the_outside_in() -> None:
    one = Number(Family.CHINESE, "一", (1,))
    two = Number(Family.CHINESE_PAREN, "（二）", (2,))
    decimal = Number(Family.DECIMAL, "3.1", (3, 1))
    assert number_path(two, number_path(one, "")) == "一/（二）"
    assert number_path(decimal, "3") == "3.1"
    assert number_path(decimal, "附件2") == "附件2/3.1"
    assert number_path(Number(Family.ARTICLE, "第五条", (5,)), "第二章") == "第五条"
    assert number_path(Number(Family.ANNEX, "附件3", (3,)), "附件2/一") == "附件3"


def test_numbers_that_word_made() -> None:
    assert rendered_number("2.1.3") == Number(Family.DECIMAL, "2.1.3", (2, 1, 3))
    assert rendered_number("（三）") == Number(Family.CHINESE_PAREN, "（三）", (3,))
    assert rendered_number("") is None
    assert rendered_number("•") is None


def test_blanks_between_chinese_go_and_others_stay() -> None:
    assert tidy(" 总\u3000\u3000则 和 GB 18218 ") == "总则和 GB 18218"
    assert squeeze("１．总 则：") == "1.总则"
