"""What patterns do not know is judged by likeness to written sentences: it may only help a plan, and says so."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from kb.likeness import Likeness, grams, slot_key
from kb.model import Label
from kb.review.elements.likely import Likely
from kb.review.elements.verdicts import judge_all
from kb.review.text import Body
from tests.kb.review_world import lists, plan

VILLAGE = """# 一 先说清楚
咱们柳树湾村有四个组，河边那一排二十来户最怕涨水，后山那道坎一下大雨就掉石头。
# 二 谁管什么
支书罗大山总管，主任在外头就由会计何秀英顶上。每个组长包自己那几户，孤老由妇女主任去接。
# 三 怎么办
水位到了桥墩红漆，组长敲锣，从下湾走机耕路到村小学集合，会计拿名册一个一个点人。
锣一响各家先拉电闸、关煤气，老人娃娃先走。
喇叭坏了就挨家去拍门，夜里也一样。
粮油和被子锁在村部二楼，钥匙在何秀英手里，够吃两天。
"""


def tiny() -> Likeness:
    """A model of two slots and three n-grams: 锣 fills the first, 点人 the second."""
    return Likeness(
        {"锣": 0, "点人": 1, "水": 2},
        {slot_key("EL-403", "发布渠道"): 0, slot_key("EL-608", "清点"): 1},
        np.ones(3, np.float32),
        np.array([[127, 0], [0, 127], [-20, -20]], np.int8),
        np.full(2, 1 / 127, np.float32),
        np.zeros(2, np.float32),
    )


def test_numbers_are_one_and_the_kind_asked_for_is_no_other_slot() -> None:
    assert list(grams("3.5米")) == ["0", "米", "0米"]
    assert slot_key("EL-607", "处置动作（四类以上）") == slot_key("EL-607", "处置动作（三类以上）")


def test_scores_are_those_of_the_sentence_alone() -> None:
    scores = tiny().scores(["组长敲锣", "拿名册点人", "没有"])
    assert scores[0].argmax() == 0
    assert scores[1].argmax() == 1
    assert not scores[2].any()


def test_the_likest_sentence_is_quoted_verbatim() -> None:
    body = Body.of(plan(VILLAGE, "VIL"))
    item = lists().item("EL-608")
    slot = next(each for each in (*item.core, *item.optional) if each.name == "清点")
    found = Likely(body, tiny()).best(item, slot)
    assert found is not None
    assert "名册一个一个点人" in found[2]
    assert found[2] in found[1].clause.text


@pytest.mark.parametrize("kind", ["VIL", "SCH", "EC", "SDC"])
def test_likeness_only_helps_a_plan(kind: str) -> None:
    order = [Label.MISSING, Label.WEAK, Label.PRESENT]
    body = Body.of(plan(VILLAGE, kind))
    without = judge_all(body, replace(lists(), likeness=None), lists().for_type(kind))
    within = judge_all(body, lists(), lists().for_type(kind))
    changed = [
        (before, after) for before, after in zip(without, within, strict=True) if before.label is not after.label
    ]
    assert all(order.index(after.label) > order.index(before.label) for before, after in changed)
    assert all(after.quote and after.reason.code in {"element_likely", "element_near"} for _, after in changed)


def test_a_village_in_its_own_words_is_not_called_lacking() -> None:
    body = Body.of(plan(VILLAGE, "VIL"))
    kind = lists().for_type("VIL")
    without, within = (
        {each.id for each in judge_all(body, each, kind) if each.label is Label.MISSING}
        for each in (replace(lists(), likeness=None), lists())
    )
    assert within < without
    assert len(without - within) >= 3


def test_an_empty_text_has_no_likely_sentence() -> None:
    item = lists().item("EL-608")
    assert Likely(Body.of(plan("# 1 总则\n")), tiny()).best(item, item.core[0]) is None
