"""What the patterns find weak is weighed again by all that speaks for it: it can only become present, with a quote and a plain reason."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from kb.model import ElementVerdict, Label
from kb.parsing import parse
from kb.review.elements.verdicts import judge_all, weighed_features
from kb.review.text import Body
from kb.weights import Weights
from tests.kb.reading import write
from tests.kb.review_world import lists, plan

TOWN = """# 石桥镇防灾办法

## 一、哪些事
本办法管全镇境内的山洪、滑坡、失火和车祸，出了这些事由镇里各站所照着做。

## 二、怎么分工
镇长管全盘，副镇长管抢险，武装部长带民兵。农业站盯水位，派出所封路，卫生院备两张担架和药箱。

## 三、怎么撤
水位到桥墩第三道红线，村干部敲锣，组长带着各户沿后山路往小学走，到操场按名册点人。

## 四、东西放哪里
编织袋800条、铁锹60把、手电40支放在镇仓库，由会计老周管，要用找副镇长点头。
"""


def test_weights_are_a_logistic_regression() -> None:
    weights = Weights.of({"bias": 1.0, "features": {"length": [2.0, 0.5, 3.0]}})
    assert weights.chance({"length": 2.0}) == pytest.approx(0.731, abs=1e-3)
    assert weights.chance({"length": 3.0}) > weights.chance({"length": 2.0}) > weights.chance({"length": 1.0})
    with pytest.raises(KeyError):
        weights.chance({})


@pytest.mark.parametrize("kind", ["TWN", "VIL", "SCH", "EC"])
def test_weighing_turns_weak_into_present_and_nothing_else(kind: str) -> None:
    body, form = Body.of(plan(TOWN, kind)), lists().for_type(kind)
    before = judge_all(body, replace(lists(), weighing=None), form)
    after = judge_all(body, lists(), form)
    changed = [(was, now) for was, now in zip(before, after, strict=True) if was.label is not now.label]
    assert all((was.label, now.label) == (Label.WEAK, Label.PRESENT) for was, now in changed)
    assert all(now.reason.code == "element_likely" and now.reason.params["found"] for _, now in changed)
    assert all(now.quote in "".join(line.clause.text for line in body.lines) for _, now in changed)


def test_a_plan_in_plain_words_gains_by_it() -> None:
    body, form = Body.of(plan(TOWN, "TWN")), lists().for_type("TWN")
    without, within = (
        sum(each.label is Label.PRESENT for each in judge_all(body, given, form))
        for given in (replace(lists(), weighing=None), lists())
    )
    assert within > without


def test_the_features_weighed_are_those_that_were_learned() -> None:
    named = weighed_features(Body.of(plan(TOWN, "TWN")), lists(), lists().for_type("TWN"))
    assert lists().weighing is not None
    assert named
    assert all(set(each) == set(lists().weighing.features) for each in named.values())


def test_vague_talk_stays_weak() -> None:
    talk = "# 临江市突发事件应急预案\n\n## 演练\n有关部门要加强应急演练工作，认真做好演练。\n"
    body = Body.of(plan(talk, "SDP"))
    given = {each.id: each.label for each in judge_all(body, lists(), lists().for_type("SDP"))}
    assert given["EL-1003"] is Label.WEAK


TABLES = """石桥镇公路抢通方案

一、情况
镇里有三条公路，遇到塌方、积雪、桥面结冰，按本方案办。

级别 | 什么情况 | 谁指挥 | 做什么
一级 | 两处以上断路，车辆被困 | 镇长 | 全员到场，开两条便道
二级 | 一处断路 | 副镇长 | 抢通队到场，设卡绕行

名称 | 数量 | 放在哪 | 谁管
融雪剂 | 3吨 | 道班院 | 道班长
铲车 | 2台 | 粮站场 | 车队队长
"""


def verdicts(body: Body) -> dict[str, ElementVerdict]:
    return {each.id: each for each in judge_all(body, lists(), lists().for_type("SDC"))}


def test_tables_are_told_by_their_heads(tmp_path: Path) -> None:
    found = verdicts(Body.of(parse(write(tmp_path, "抢通.txt", TABLES)).documents[0]))
    assert found["EL-602"].label is Label.PRESENT
    assert found["EL-605"].label is not Label.MISSING
    assert found["EL-902"].label is Label.PRESENT
    assert "融雪剂" in found["EL-902"].quote or "铲车" in found["EL-902"].quote


def test_who_acts_under_a_wider_heading_is_no_aftermath() -> None:
    text = "# 6 后期处置\n## 6.1 总结评估\n应急响应结束后，县应急管理局应当组织有关单位开展总结评估，分析问题，提出建议。\n"
    found = verdicts(Body.of(plan(text)))
    assert found["EL-801"].label is Label.MISSING
