"""Plans of villages, schools and works say the same in other words: never called missing for that."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from pathlib import Path

import pytest

from kb.model import Label
from kb.review.elements.evidence import Evidence
from kb.review.elements.verdicts import judge_all
from kb.review.text import Body
from tests.kb.review_world import check, lists, plan

FILLER = "# 1 总则\n各单位照此执行，切实抓好落实，确保各项工作有序开展。\n# 2 有关事项\n"


def _sayings() -> dict[str, list[tuple[str, str]]]:
    """Item → (plan type, text): one way of speaking of the item without the words of the checklist; ``//`` parts lines."""
    found: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for line in Path(__file__).with_name("other_words.tsv").read_text(encoding="utf-8").splitlines():
        item, plan_type, text = line.split("\t")
        found[item].append((plan_type, text.replace("//", "\n")))
    return found


@pytest.mark.parametrize(("item", "sayings"), sorted(_sayings().items()))
def test_other_words_keep_an_item_from_being_called_missing(item: str, sayings: list[tuple[str, str]]) -> None:
    for plan_type, text in sayings:
        found = next(each for each in check(FILLER + text, plan_type).elements if each.id == item)
        assert found.label is not Label.MISSING, text
        assert found.quote, text


def test_the_nearest_words_are_quoted_and_are_no_presence() -> None:
    document = plan(FILLER + "紧急时可以借用村民的船只，用完归还，弄坏照价赔。")
    patterns_only = replace(lists(), likeness=None)
    verdicts = judge_all(Body.of(document), patterns_only, patterns_only.for_type("SDC"))
    found = next(each for each in verdicts if each.id == "EL-613")
    assert found.label is Label.WEAK
    assert found.reason.code == "element_near"
    assert "借用村民的船只" in found.quote


def test_a_plan_in_the_words_of_the_list_is_not_read_for_everyday_words() -> None:
    item = lists().item("EL-613")
    evidence = Evidence.gather(item, Body.of(plan(FILLER + "紧急时可以借用村民的船只，用完归还。")))
    assert evidence.near() is None
