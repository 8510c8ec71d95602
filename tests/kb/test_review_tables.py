"""Tables as data: totals, columns made up of others, rows that lack and rows that are counted; the wrong ones are told, the right ones are not."""

from __future__ import annotations

import pytest

from kb.review.tables.table import tables
from kb.review.text import Body
from tests.kb.review_world import findings, plan

CLASSES = (
    "|年级：一年级；班级数：4；学生数：160",
    "|年级：二年级；班级数：4；学生数：158",
    "|年级：三年级；班级数：3；学生数：120",
    "|年级：四年级；班级数：3；学生数：118",
    "|年级：合计；班级数：14；学生数：556",
)
STOCK = (
    "|名称：编织袋；单位：条；县库：3000；镇库：2000；合计：5000",
    "|名称：救生衣；单位：件；县库：600；镇库：350；合计：950",
    "|名称：铁锹；单位：把；县库：200；镇库：150；合计：350",
)
TEAMS = (
    "县应急救援队伍共4支、合计210人，名单如下：",
    "|队伍名称：县综合救援队；人数：80；驻地：城关",
    "|队伍名称：森林防火队；人数：50；驻地：石桥",
    "|队伍名称：水上搜救队；人数：40；驻地：河口",
    "|队伍名称：医疗救护队；人数：40；驻地：县医院",
)
FLOORS = (
    "|楼层：一层；老年人：30；护理员：3",
    "|楼层：二层；老年人：42；护理员：4",
    "|楼层：三层；老年人：40；护理员：4",
    "|楼层：四层；老年人：28；护理员：3",
)
COSTS = (
    "|项目：帐篷；数量：20；单价：800；金额：16000",
    "|项目：棉被；数量：100；单价：120；金额：12000",
    "|项目：雨衣；数量：50；单价：40；金额：2000",
    "|项目：头盔；数量：30；单价：60；金额：1800",
)


def told(*lines: str) -> list[str]:
    text = "# 1 基本情况\n" + "\n".join(lines)
    found = [each for rule in ("QC-NUM", "QC-CONS") for each in findings(text, rule)]
    return [each.message.code for each in found]


def without(rows: tuple[str, ...], at: int) -> tuple[str, ...]:
    return (*rows[:at], *rows[at + 1 :])


def changed(rows: tuple[str, ...], old: str, new: str) -> tuple[str, ...]:
    assert sum(old in row for row in rows) == 1
    return tuple(row.replace(old, new) for row in rows)


@pytest.mark.parametrize("rows", [CLASSES, STOCK, TEAMS, FLOORS, COSTS])
def test_tables_that_add_up_are_left_alone(rows: tuple[str, ...]) -> None:
    assert told(*rows) == []


@pytest.mark.parametrize(
    ("rows", "code"),
    [
        (changed(CLASSES, "学生数：556", "学生数：565"), "sum_wrong"),
        (changed(CLASSES, "班级数：14", "班级数：15"), "sum_wrong"),
        (changed(CLASSES, "学生数：158", "学生数：185"), "sum_wrong"),
        (without(CLASSES, 1), "sum_wrong"),
        (without(CLASSES, 1), "row_left_out"),
        (changed(STOCK, "合计：5000", "合计：5200"), "sum_wrong"),
        (changed(STOCK, "镇库：350", "镇库：530"), "sum_wrong"),
        (changed(TEAMS, "共4支", "共6支"), "count_wrong"),
        (without(TEAMS, 3), "count_wrong"),
        (without(FLOORS, 2), "row_left_out"),
        (changed(COSTS, "金额：12000", "金额：21000"), "sum_wrong"),
    ],
)
def test_tables_that_do_not_are_told(rows: tuple[str, ...], code: str) -> None:
    assert code in told(*rows)


def test_subtotals_make_up_the_total() -> None:
    rows = (
        "|片区：东片；户数：10",
        "|片区：西片；户数：12",
        "|片区：小计；户数：22",
        "|片区：南片；户数：9",
        "|片区：北片；户数：8",
        "|片区：小计；户数：17",
    )
    assert told(*rows, "|片区：合计；户数：39") == []
    assert told(*rows, "|片区：合计；户数：93") == ["sum_wrong"]


def test_columns_that_are_not_added_have_no_total() -> None:
    rows = ("|仓库：甲库；距离（公里）：12；面积：100", "|仓库：乙库；距离（公里）：30；面积：200")
    assert told(*rows, "|仓库：合计；距离（公里）：30；面积：300") == []


def test_a_person_in_office_without_a_row_in_the_list_of_contacts() -> None:
    text = (
        "总指挥：县长王建国。副总指挥：常务副县长李文斌、县应急管理局局长赵红梅、县水利局局长孙志远。",
        "# 附件1 通讯录",
        "|姓名：王建国；职务：总指挥；电话：0000-0000001",
        "|姓名：李文斌；职务：副总指挥；电话：0000-0000002",
        "|姓名：赵红梅；职务：副总指挥；电话：0000-0000003",
        "|姓名：孙志远；职务：副总指挥；电话：0000-0000004",
    )
    assert "row_left_out" not in told(*text)
    assert "row_left_out" in told(*without(text, 4))


def test_a_shelter_that_another_table_has() -> None:
    shelters = [f"|安置点：{name}；可安置（人）：100" for name in ("镇中学", "文化站", "敬老院", "体育馆")]
    keepers = [f"|安置点：{name}；负责人：某{name[0]}" for name in ("镇中学", "文化站", "敬老院", "体育馆")]
    apart = "# 附件2 安置点负责人"
    assert "row_left_out" not in told(*shelters, apart, *keepers)
    assert "row_left_out" in told(*shelters[:1], *shelters[2:], apart, *keepers)


def test_a_series_with_a_joint_row_does_not_skip() -> None:
    rows = ("|级别：Ⅰ级；批准人：县长", "|级别：Ⅱ级、Ⅲ级；批准人：副县长", "|级别：Ⅳ级；批准人：局长")
    assert "row_left_out" not in told(*rows)


def test_rows_under_other_heads_are_another_table() -> None:
    body = Body.of(plan("# 1 附表\n|名称：甲；数量：1\n|名称：乙；数量：2\n|姓名：丙；电话：1\n|姓名：丁；电话：2"))
    assert [table.heads for table in tables(body)] == [("名称", "数量"), ("姓名", "电话")]
