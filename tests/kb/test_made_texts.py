"""Headings of invented plans and laws in many layouts; the full table is ``python -m tests.bench.structure``."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.bench.made_texts import FORMS, LAYOUTS, bare, law, plan, unnumbered
from tests.bench.structure import headings, score

_NOISES = ("plain", "contents", "two-at-once")


@pytest.mark.parametrize("layout", LAYOUTS)
def test_plans_of_every_layout(layout: str, tmp_path: Path) -> None:
    for order, noise in enumerate(_NOISES):
        text = plan(layout, noise, 90_000 + order)
        f1, levels = score(text.headings, headings(text, tmp_path, ".txt"))
        assert f1 >= 0.97, noise
        assert levels >= 0.97, noise


@pytest.mark.parametrize("layout", ["decimal", "decimal-tight", "chapter-decimal"])
def test_lost_dots(layout: str, tmp_path: Path) -> None:
    text = plan(layout, "lost-dots", 91_000)
    assert score(text.headings, headings(text, tmp_path, ".md")) >= (0.97, 0.97)


@pytest.mark.parametrize("form", FORMS)
def test_laws_of_every_form(form: str, tmp_path: Path) -> None:
    text = law(form, 92_000)
    assert score(text.headings, headings(text, tmp_path, ".txt")) == (1.0, 1.0)


def test_headings_without_numbers(tmp_path: Path) -> None:
    text = unnumbered(93_000)
    assert score(text.headings, headings(text, tmp_path, ".md")) == (1.0, 1.0)


def test_headings_that_lost_their_numbers(tmp_path: Path) -> None:
    for seed in range(4):
        text = bare(95_000 + seed)
        assert score(text.headings, headings(text, tmp_path, ".txt"))[0] >= 0.95


def test_one_false_number_costs_nothing_behind_it(tmp_path: Path) -> None:
    text = plan("decimal", "plain", 94_000)
    place = next(i for i, line in enumerate(text.lines) if line.startswith("3"))
    text.lines.insert(place, "1.1节所列情形发生时，由指挥部统一部署，各单位配合。")
    text.lines.insert(place, "9.8 版本说明，由编制单位负责解释。")
    assert score(text.headings, headings(text, tmp_path, ".txt"))[0] >= 0.99
