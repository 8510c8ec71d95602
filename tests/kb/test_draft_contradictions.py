"""A section that says of a named fact something else than the fact sheet is told so; one that agrees is not."""

from __future__ import annotations

import pytest

from kb.drafting.contradictions import contradictions
from kb.facts.sheet import facts_from_mapping

FACTS, _ = facts_from_mapping(
    {
        "unit": {"name": "青山县人民政府"},
        "plan": {"type": "SDC"},
        "command": [
            {"post": "指挥长", "holder": "县长"},
            {"post": "副指挥长", "holder": "分管水利的副县长"},
            {"post": "副指挥长", "holder": "县人武部部长"},
        ],
        "group": [{"name": "转移安置组", "lead": "县民政局"}],
        "team": [
            {"name": "县消防救援大队", "size": 42, "phone": "0000-0000119"},
            {"name": "消防救援大队水上分队", "size": 12},
        ],
        "shelter": [{"name": "县体育馆", "capacity": 800}],
        "contact": [{"name": "县消防救援大队", "phone": "0000-0000119"}],
        "supply": [
            {"name": "编织袋", "quantity": 3000, "unit": "条", "place": "东库"},
            {"name": "编织袋", "quantity": 2000, "unit": "条", "place": "西库"},
        ],
        "thresholds": {
            "response_1": "24小时降雨量达到250毫米；青河水位超过54.10米",
            "response_2": "24小时降雨量达到150毫米",
        },
    }
)


@pytest.mark.parametrize(
    "text",
    [
        "县消防救援大队（42人）待命，县体育馆可容纳800人。",
        "消防救援大队水上分队12人，县消防救援大队42人，值班电话0000-0000119。",
        "储备编织袋5000条，其中东库编织袋3,000条。",
        "指挥长由青山县人民政府县长担任，副指挥长：县人武部部长。现场指挥长由最先到达的负责人担任。",
        "转移安置组由县民政局牵头。",
        "一级响应：24小时降雨量达到250毫米，或青河水位超过54.10米。二级响应：24小时降雨量达到150毫米。",
        "| 物资 | 数量 | 地点 |\n| 编织袋 | 2000 | 西库 |\n| 铜锣 | 4 | 各组 |",
        "| 序号 | 名称 | 数量 | 管理 |\n| 1 | 橡皮艇 | 6 | 县消防救援大队 |",
        "县消防救援大队20人集结待命，编织袋800条运到堤上。",
        "常务副指挥长由县应急管理局局长担任。",
        "县消防救援大队接报后30分钟内出动，调集80人增援；县消防救援大队派出20人。",
        "青河水位超过54.10米的，启动一级响应；青河水位超过53.50米的，启动三级响应。",
        "县气象局预报24小时降雨量将达到200毫米。",
        "指挥长由〔待补充：指挥长〕担任。",
        "",
    ],
)
def test_what_agrees_is_not_told(text: str) -> None:
    assert contradictions(text, FACTS) == ()


@pytest.mark.parametrize(
    ("text", "code", "found"),
    [
        ("县消防救援大队现有24人。", "amount_differs", "24"),
        ("县消防救援大队60人赶赴现场。", "amount_differs", "60"),
        ("启用县体育馆，可容纳1800人。", "amount_differs", "1800"),
        ("| 物资 | 数量 | 地点 |\n| 编织袋 | 7000 | 西库 |", "amount_differs", "7000"),
        ("报县消防救援大队（0000-0000911）。", "contact_differs", "0000-0000911"),
        ("指挥长由常务副县长担任。", "holder_differs", "常务副县长"),
        ("副指挥长：县公安局局长", "holder_differs", "县公安局局长"),
        ("转移安置组由县应急管理局牵头。", "lead_differs", "县应急管理局"),
        ("（1）24小时降雨量达到200毫米；", "value_differs", "24小时降雨量达到200毫米"),
        ("青河水位超过55.10米时，", "value_differs", "青河水位超过55.10米"),
    ],
)
def test_what_differs_is_told(text: str, code: str, found: str) -> None:
    assert [(each.code, each.found) for each in contradictions(text, FACTS)] == [(code, found)]
