from __future__ import annotations

import pytest

from indexer.filters import check, document_allowed
from kb.errors import InputError
from kb.library.store import DocumentRecord
from kb.model import Kind, SearchFilters, Validity


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("kind", "plans"),
        ("level", "区"),
        ("level", "县级"),
        ("response_level", "五级"),
        ("response_level", "十一级"),
        ("validity", "有效"),
        ("since", "去年"),
        ("since", "2024-13"),
        ("since", "2024-1"),
        ("since", "20240101"),
    ],
)
def test_a_filter_that_can_match_nothing_is_named(name: str, value: str) -> None:
    with pytest.raises(InputError) as caught:
        check(SearchFilters(**{name: value}))
    assert caught.value.code == "bad_filter"
    assert (caught.value.params["name"], caught.value.params["value"]) == (name, value)
    assert caught.value.params["known"]


@pytest.mark.parametrize(
    "filters",
    [
        {},
        {"kind": "standard", "level": "国家", "validity": "已废止"},
        {"response_level": "Ⅰ级"},
        {"response_level": "2"},
        {"response_level": "四级响应"},
        {"since": "2024"},
        {"since": "2024-06"},
        {"since": "2024-06-28"},
        {"doc": "青山县防汛", "region": "临江市"},
        {"hazard": "ND"},
        {"hazard": "森林火灾"},
        {"doc": "库里没有的预案"},
    ],
)
def test_filters_that_may_match_pass(filters: dict[str, str]) -> None:
    check(SearchFilters(**filters))


@pytest.mark.parametrize(
    ("value", "allowed"),
    [("ND-WD", True), ("ND", True), ("水旱灾害", True), ("防汛", True), ("洪涝", True), ("台风", False), ("AD", False)],
)
def test_hazards_by_code_name_and_the_words_for_them(value: str, allowed: bool) -> None:
    record = DocumentRecord(
        "d", "预案", Kind.PLAN, (), None, "ND-WD", "水旱灾害", "", "", Validity.UNKNOWN, "d", "d.md", 1, 0, 1
    )
    assert document_allowed(record, SearchFilters(hazard=value)) is allowed
