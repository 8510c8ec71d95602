"""Names that stand once where the plan uses its own: places of its level, bodies that differ in the place alone."""

from __future__ import annotations

import pytest

from tests.kb.review_world import findings

PLAN = """# 2 组织指挥
县长任总指挥，青山县应急管理局承担办公室工作，县水利局、县公安局、县气象局参加。
青山县旅游公司负责转运游客。武警青山中队参加抢险。
# 3 响应
"""


def told(line: str, plan_type: str = "SDC", **fields: object) -> list[str]:
    found = findings(PLAN + line, "QC-COPY", plan_type, **fields)
    return [each.message.params["name"] for each in found if each.message.code == "foreign_place"]


@pytest.mark.parametrize(
    "line",
    [
        "由柏原县应急管理局发布信息。",
        "值班室接收县气象局、柏原县水利局的预警。",
        "报告路径：值班领导→柏原县应急管理局。",
        "险情扩大时请求柏原县应急管理局支援。",
        "柏原县旅游公司负责停运索道。",
        "武警柏原中队守护重点目标。",
    ],
)
def test_a_name_said_once_in_the_place_of_ones_own(line: str) -> None:
    assert any("柏原" in name for name in told(line))


@pytest.mark.parametrize(
    "line",
    [
        "由青山县应急管理局发布信息。",
        "向毗邻的柏原县应急管理局通报水情。",
        "按照协议，柏原县水利局提供抽水机。",
        "2019年柏原县水利局处置过一次管涌。",
        "接到柏原县水利局通报后，县水利局复核；柏原县水利局解除的同步解除。",
        "设置警戒区公安局派人看守。",
        "承办县减灾委日常事务。",
    ],
)
def test_neighbours_and_ones_own_are_no_strangers(line: str) -> None:
    assert told(line) == []


def test_a_schools_upper_office_is_that_of_its_own_district() -> None:
    plan = "# 1 报告\n学校向青柳区教育局报告，青柳区教育局派人到校。\n# 2 续报\n"
    fields = {"title": "青柳区第二小学突发事件应急预案", "region": "示例省澜水市青柳区", "plan_level": "学校"}
    assert findings(plan + "两小时内向桐湖区教育局书面报告。", "QC-COPY", "SCH", **fields)
    assert not findings(plan + "两小时内向青柳区教育局书面报告。", "QC-COPY", "SCH", **fields)


def test_a_list_of_contacts_may_name_a_neighbour_beside_ones_own() -> None:
    own = "# 附件1 通讯录\n|单位：县水利局；电话：0000-0001101\n|单位：县公安局；电话：0000-0000110\n"
    assert told(own + "|单位：柏原县水利局；电话：0000-0005101") == []
    assert told("# 附件1 通讯录\n|单位：柏原县水利局；电话：0000-0005101\n|单位：县公安局；电话：0000-0000110") == [
        "柏原县"
    ]


def test_the_parties_of_a_joint_plan_are_known_by_its_title() -> None:
    fields = {"title": "青山县白鹤县青河流域水旱灾害联合应急预案"}
    assert told("由白鹤县应急管理局负责发放。", "JNT", **fields) == []
    assert told("由柏原县应急管理局负责发放。", "JNT", **fields) == ["柏原县"]
