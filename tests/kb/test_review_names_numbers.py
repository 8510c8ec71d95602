"""Headquarters that nobody set up, groups that are none of the plan's, phone numbers that no exchange has, counts beside lists."""

from __future__ import annotations

import pytest

from tests.kb.review_world import findings

OFTEN = "县指挥部研究部署。由县指挥部发布命令。报县指挥部同意。县指挥部统一调度。" * 3


def codes(text: str, rule: str, **fields: object) -> set[str]:
    return {each.message.code for each in findings(text, rule, **fields)}


@pytest.mark.parametrize(
    ("line", "odd"),
    [
        ("各单位向县抢险救灾委员会报告。", True),
        ("以县救灾委员会名义下发通知。", True),
        ("各单位向县指挥部报告。", False),
        ("各单位向市救灾指挥部报告。", False),
        ("成立县抢险救灾委员会，统一协调。", False),
        ("由现场指挥部提出建议。", False),
    ],
)
def test_headquarters_under_another_name(line: str, odd: bool) -> None:
    assert ("body_unnamed" in codes(f"# 2 组织\n{OFTEN}\n# 5 响应\n{line}", "QC-CONS")) is odd


@pytest.mark.parametrize(("name", "odd"), [("医疗救护组", False), ("舆情引导组", True), ("现场工作组", False)])
def test_groups_that_are_none_of_the_plans(name: str, odd: bool) -> None:
    groups = "\n".join(
        f"{each}：由县{office}局牵头，负责{duty}。"
        for each, office, duty in (
            ("医疗救护组", "卫生健康", "救治"),
            ("抢险救援组", "应急管理", "抢险"),
            ("治安警戒组", "公安", "警戒"),
            ("后勤保障组", "财政", "物资供应"),
        )
    )
    assert ("group_unknown" in codes(f"# 3 工作组\n{groups}\n# 5 响应\n由{name}负责统一对外答复。", "QC-RACI")) is odd


@pytest.mark.parametrize(
    ("number", "wrong"),
    [
        ("022-12345678", False),
        ("022-1234567", True),
        ("0222-12345678", True),
        ("022-123456789", True),
        ("021-12345678", True),
        ("0311-1234567", True),
        ("0000-0001100", False),
    ],
)
def test_landline_numbers(number: str, wrong: bool) -> None:
    text = f"# 2 值班\n值班电话：{number}。"
    told = codes(text, "QC-PHONE", region="天津市", title="天津市防汛应急预案")
    assert ("phone_uncallable" in told) is wrong


@pytest.mark.parametrize(
    ("line", "wrong"),
    [
        ("建立市、县两级管理体系。", False),
        ("建立市、县三级管理体系。", True),
        ("体系由省级（省级交通部门）、市级（市级交通主管部门）和县级（县级交通主管部门）两级管理机构组成。", True),
        ("预警分别用红、橙、黄、蓝三种颜色标示。", True),
        ("预警分别用红、橙、黄、蓝四种颜色标示。", False),
    ],
)
def test_counts_beside_lists(line: str, wrong: bool) -> None:
    assert ("count_wrong" in codes(f"# 1 总则\n{line}", "QC-NUM")) is wrong


def test_a_number_shorter_than_all_others_of_its_code() -> None:
    phones = "\n".join(f"县{name}局：0000-000{n:04}。" for n, name in enumerate(("水利", "公安", "气象", "财政"), 1))
    assert "phone_uncallable" not in codes(f"# 附件1 通讯录\n{phones}", "QC-PHONE")
    assert "phone_uncallable" in codes(f"# 附件1 通讯录\n{phones}\n县民政局：0000-00012。", "QC-PHONE")


@pytest.mark.parametrize(("number", "wrong"), [("三", False), ("五", True)])
def test_groups_counted_elsewhere(number: str, wrong: bool) -> None:
    groups = "抢险组：由甲局牵头，负责堵漏。\n医疗组：由乙局牵头，负责救治。\n宣传组：由丙局牵头，负责发布。"
    text = f"# 3 工作组\n{groups}\n# 5 响应\n全部{number}个工作组到岗。"
    assert ("count_wrong" in codes(text, "QC-NUM")) is wrong


@pytest.mark.parametrize(("first", "second"), [("（一）二级响应", "（二）三级响应"), ("1.橙色预警", "2.黄色预警")])
def test_numbers_of_levels_differ_by_nature(first: str, second: str) -> None:
    text = f"# 5 响应\n{first}\n县防指每日组织会商两次，分析全县抢险形势。\n{second}\n县防指每日组织会商一次，分析全县抢险形势。"
    assert "number_differs" not in codes(text, "QC-CONS")


def test_the_office_named_last_before_a_post_counts() -> None:
    text = (
        "# 2 组织\n县减灾委员会主任由副县长担任。县减灾委员会下设办公室，设在县应急管理局，主任由县应急管理局局长兼任。"
        "县减灾委员会主任由副县长担任。"
    )
    assert "post_conflict" not in codes(text, "QC-CONS")


@pytest.mark.parametrize(
    ("line", "rule", "code"),
    [
        ("入住老人213人，其中失能64人、失智38人，职工79人。", "QC-NUM", "sum_wrong"),
        ("报警110火警119急救120。", "QC-PHONE", "phone_service"),
        ("森林火险四级为橙色预警、五级为红色预警。", "QC-LVL", "colour_wrong"),
        ("监测、抢险、救治分别由县水利局、县应急管理局牵头。", "QC-RACI", "two_leads"),
    ],
)
def test_what_is_right_as_it_stands(line: str, rule: str, code: str) -> None:
    assert code not in codes(f"# 3 响应\n{line}", rule)


def test_a_sentence_that_sets_up_groups_is_no_group() -> None:
    text = "# 2 工作组\n指挥部下设四个工作组。各组服从统一调度。\n" + "\n".join(
        f"{name}：组长由{name}负责人担任，负责{duty}。"
        for name, duty in (("抢险组", "堵漏"), ("医疗组", "救治"), ("警戒组", "封路"), ("后勤组", "供应"))
    )
    assert not codes(text, "QC-RACI") & {"no_lead", "member_without_duty"}
    assert "count_wrong" not in codes(text, "QC-NUM")


@pytest.mark.parametrize(
    ("text", "odd"),
    [
        ("青山县防汛办值班电话:4417206。\n县医院电话441730。", True),
        ("村委会值班电话4417206。\n镇政府值班电话:44172651。\n县应急管理局电话4417288。", False),
        ("镇政府电话(4417265)。\n村委会值班电话441720688。", True),
        ("县医院电话4417301,短号为441730。\n值班电话441730。", False),
        ("县防汛办电话4417206。\n受灾群众441730人。", False),
        ("县防汛办电话4417206。\n县供电公司电话955980。", False),
    ],
)
def test_a_number_without_area_code_of_another_length(text: str, odd: bool) -> None:
    codes = [each.message.code for each in findings(text, "QC-PHONE", title="青山县防汛应急预案")]
    assert ("phone_uncallable" in codes) is odd
