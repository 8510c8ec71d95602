"""Invented compilations split, single texts kept whole; the figures are ``python -m tests.bench.compilations``."""

from __future__ import annotations

from pathlib import Path

import pytest

from kb.parsing import parse
from tests.bench.compilations import judge
from tests.bench.made_compilations import STYLES
from tests.bench.made_texts import LAYOUTS, plan


@pytest.mark.parametrize("style", STYLES)
def test_parts_are_found(style: str, tmp_path: Path) -> None:
    for seed in (40, 41):
        parts, found, returned, titles, told = judge(style, seed, tmp_path)
        assert (found, returned, titles) == (parts, parts, parts)
        assert told >= parts - 1


@pytest.mark.parametrize("noise", ["plain", "contents", "two-at-once"])
def test_a_plan_stays_whole(noise: str, tmp_path: Path) -> None:
    for order, layout in enumerate(LAYOUTS):
        path = tmp_path / "样.txt"
        path.write_text("\n".join(plan(layout, noise, 600 + order).lines), encoding="utf-8")
        assert len(parse(path).documents) == 1, layout


def test_the_volumes_of_one_units_plan_stay_together_but_regions_plans_part(tmp_path: Path) -> None:
    body = "一、适用范围\n本预案适用于事故的应对，各单位按照职责分工开展工作，及时报告情况。\n二、处置措施\n立即启动响应，组织力量赶赴现场，做好人员转移和安置工作，并及时报告。\n"
    path = tmp_path / "样.txt"
    path.write_text(
        f"恒达公司生产安全事故应急预案\n{body}火灾事故专项应急预案\n{body}触电现场处置方案\n{body}", encoding="utf-8"
    )
    assert len(parse(path).documents) == 1
    path.write_text(f"青山县防汛应急预案\n{body}青山县地震应急预案\n{body}", encoding="utf-8")
    assert [document.title for document in parse(path).documents] == ["青山县防汛应急预案", "青山县地震应急预案"]
