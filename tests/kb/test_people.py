"""Names of private persons on the invented set; the figures are ``python -m tests.bench.privacy``."""

from __future__ import annotations

import pytest

from kb.name_model import name_at
from tests.bench.made_people import cases, staying
from tests.bench.privacy import masked, recall


@pytest.mark.parametrize("test", [False, True])
def test_names_of_private_persons_are_masked(test: bool) -> None:
    right, wanted = recall(cases(test=test, rounds=2), show=False)
    assert right >= 0.95 * wanted


def test_posts_and_places_stay() -> None:
    kept = staying(rounds=3)
    wrong = [part for case in kept for part in case.stay if part not in masked(case)]
    assert len(wrong) <= 0.01 * sum(len(case.stay) for case in kept)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("刘洋被送往医院", "刘洋"),
        ("周敏感到头晕", "周敏"),
        ("尉迟大山受伤", "尉迟大山"),
        ("依明江·买提发现", "依明江·买提"),
        ("格桑梅朵说", "格桑梅朵"),
        ("房屋倒塌", ""),
        ("时间间隔较长", ""),
        ("金山镇石门村", ""),
        ("杨家坪集合点", ""),
        ("", ""),
        ("王", ""),
    ],
)
def test_a_name_explains_a_text_better_than_words(text: str, name: str) -> None:
    assert name_at(text, 0, prior=1.0) == name
