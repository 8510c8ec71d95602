"""Who issues a plan, what its supplies lack, how well it can be used on the spot and what only makes it long."""

from __future__ import annotations

import pytest

from kb.model import Finding, FindingSeverity, Hazard
from tests.kb.review_world import check, findings

NOTICE = "{issuer}关于印发《青山县防汛抗旱应急预案》的通知\n{number}\n# 1 组织指挥\n{head}\n"
LED = "县防指总指挥由县长担任，副总指挥由分管副县长担任。"
OWN = "领导小组组长由局长担任，成员为局内各股室。"


def told(text: str, rule: str, plan_type: str = "SDC", **fields: object) -> list[Finding]:
    return findings(text, rule, plan_type, **fields)


def codes(text: str, rule: str, plan_type: str = "SDC", **fields: object) -> list[str]:
    return [each.message.code for each in told(text, rule, plan_type, **fields)]


# --------------------------------------------------------------------------- QC-ISSUE


@pytest.mark.parametrize(
    ("issuer", "number", "head", "plan_type", "expected"),
    [
        ("青山县人民政府办公室", "青政办发〔2026〕8号", LED, "SDC", []),
        ("青山县防汛抗旱指挥部", "青汛〔2026〕8号", LED, "SDC", []),
        ("青山县水利局", "青水发〔2026〕8号", OWN, "SDC", []),
        ("青山县水利局", "青水发〔2026〕8号", LED, "SDC", ["issue_special"]),
        ("青山县水利局", "青政办发〔2026〕8号", OWN, "SDC", ["issue_number"]),
        ("青山县人民政府办公室", "青水发〔2026〕8号", LED, "SDC", ["issue_number"]),
        ("中共青山县委青山县人民政府", "青发〔2026〕8号", LED, "T", []),
        ("青山县人民政府", "青政发〔2026〕8号", LED, "T", ["issue_general"]),
        ("青山县应急管理局", "青应急发〔2026〕8号", LED, "T", ["issue_general"]),
    ],
)
def test_the_name_in_which_a_plan_is_issued(
    issuer: str, number: str, head: str, plan_type: str, expected: list[str]
) -> None:
    text = NOTICE.format(issuer=issuer, number=number, head=head)
    found = told(text, "QC-ISSUE", plan_type)
    assert [each.message.code for each in found] == expected
    for each in found:
        assert issuer in each.message.params["issuer"]
        assert "第二十五条" in each.basis
        assert all(place.quote in text for place in each.places)


def test_a_general_plan_of_before_the_rule_was_issued_by_the_government() -> None:
    text = NOTICE.format(issuer="青山县人民政府", number="青政发〔2021〕8号", head=LED)
    assert codes(text, "QC-ISSUE", "T", date="2021-05-01") == []


def test_a_text_without_a_notice_is_not_judged() -> None:
    assert codes(f"# 1 组织指挥\n{LED}\n青山县水利局关于印发《青山县防汛抗旱应急预案》的通知", "QC-ISSUE") == []


# --------------------------------------------------------------------------- QC-RES

FOOD = "县级仓库储备帐篷20顶、棉被300床、大衣200件、手电筒50把、雨衣40件、电池400盒。"
STOCK = "县级仓库储备编织袋5000条、抽水泵6台、冲锋舟2艘、救生衣120件、发电机2台、手电筒50把。"


def test_supplies_that_do_not_fit_the_hazard() -> None:
    [found] = told(f"# 4 物资保障\n{FOOD}", "QC-RES")
    assert found.severity is FindingSeverity.LOW
    assert "抽水泵" in found.message.params["names"]
    assert "照明" not in found.message.params["names"]
    assert found.places[0].quote.startswith("县级仓库储备帐篷")


@pytest.mark.parametrize(
    "text",
    [
        f"# 4 物资保障\n{STOCK}",
        "# 4 物资保障\n县防指储备必要的抢险物资，具体见物资清单。",
        f"# 3 措施\n用沙袋封堵，用水泵抽排，用冲锋舟转移。\n# 4 物资保障\n{FOOD}",
    ],
)
def test_supplies_that_fit_or_are_not_told(text: str) -> None:
    assert codes(text, "QC-RES") == []


def test_supplies_of_another_hazard_are_measured_by_that() -> None:
    forest = {"hazard": Hazard("ND-FF", "森林草原火灾"), "title": "青山县森林火灾应急预案"}
    [found] = told(f"# 4 物资保障\n{STOCK}", "QC-RES", **forest)
    assert "风力灭火机" in found.message.params["names"]
    assert codes(f"# 4 物资保障\n{STOCK}", "QC-RES", hazard=None) == []


# --------------------------------------------------------------------------- QC-USE

VILLAGE = {"title": "石桥镇上河村防汛避险应急预案", "plan_level": "村社区"}


def filler(count: int) -> str:
    return "\n".join(
        f"第{number}组住在河边的人家由组长逐户喊到，往小学操场走，清点后报村主任。" for number in range(count)
    )


def test_a_village_plan_that_nobody_can_take_in() -> None:
    [found] = [
        each for each in told(f"# 1 转移\n{filler(200)}", "QC-USE", "VIL", **VILLAGE) if each.message.code == "use_long"
    ]
    assert int(found.message.params["pages"]) > 10
    assert codes(f"# 1 转移\n{filler(40)}\n值班电话：0000-0000119", "QC-USE", "VIL", **VILLAGE) == []
    assert "use_long" not in codes(f"# 1 转移\n{filler(200)}", "QC-USE", "SDC")


def test_nothing_to_take_in_hand_is_told_only_where_no_verdict_tells_it() -> None:
    done = check(f"# 1 转移\n{filler(3)}", "VIL", **VILLAGE)
    missing = {each.id for each in done.elements if each.label.value != "present"}
    said = [each for each in done.findings if each.message.code == "use_no_tools"]
    assert bool(said) is not bool(missing & {"EL-1102", "EL-1103", "EL-1113"})


def test_a_long_text_without_annexes() -> None:
    long = f"# 1 转移\n{filler(320)}"
    assert "use_no_annex" in codes(long, "QC-USE")
    assert "use_no_annex" not in codes(long + "\n#附件1 通讯录\n县防办：0000-0000119", "QC-USE")
    assert "use_no_annex" not in codes(long, "QC-USE", "SDN")


# --------------------------------------------------------------------------- QC-LEN


def test_general_principles_that_fill_the_plan() -> None:
    text = f"# 1 总则\n{filler(40)}\n# 2 响应\n{filler(50)}"
    [found] = [each for each in told(text, "QC-LEN") if each.message.code == "length_general"]
    assert found.message.params["share"] == "44%"
    assert "length_general" not in codes(f"# 1 总则\n{filler(20)}\n# 2 响应\n{filler(80)}", "QC-LEN")


LONG = "现场指挥部组织公安、消防救援、医疗卫生、交通运输等队伍开展抢险救援，划定警戒区域，疏散受威胁人员，救治受伤人员，抢修受损的道路、供电、通信设施。"


def test_a_paragraph_that_comes_again_word_for_word() -> None:
    text = f"# 1 先期处置\n{LONG}\n# 2 现场处置\n{LONG}"
    [found] = told(text, "QC-LEN")
    assert (found.message.code, len(found.places)) == ("length_repeated", 2)
    assert told(f"# 1 一级响应\n{LONG}\n# 2 二级响应\n{LONG}", "QC-LEN") == []
