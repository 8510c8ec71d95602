"""Cells left empty in tables of contacts and supplies."""

from __future__ import annotations

import pytest

from tests.kb.review_world import findings

HEAD = "# 5 通讯录\n"


def rows(*changed: str) -> str:
    own = [f"|单位：县{name}局；姓名：某某；电话：0000-000{at:04}" for at, name in enumerate("水教林财审统", 101)]
    return HEAD + "\n".join([*own[: len(own) - len(changed)], *changed])


def codes(text: str) -> list[tuple[str, str, int]]:
    found = [*findings(text, "QC-PH"), *findings(text, "QC-PHONE")]
    wanted = ("cell_empty", "phone_missing")
    return [(e.message.code, e.message.params["names"], len(e.places)) for e in found if e.message.code in wanted]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (rows(), []),
        (rows("|单位：县气象局；姓名：某某"), [("phone_missing", "电话", 1)]),
        (rows("|单位：县气象局；电话：0000-0000121"), [("cell_empty", "姓名", 1)]),
        (rows("|单位：县气象局；姓名：某某", "|单位：县农业局；姓名：某某", "|单位：县司法局；姓名：某某"), []),
        (HEAD + "|单位：县水利局；电话：0000-0000101\n|单位：县教育局", []),
        (rows("|备注：以上号码均为值班电话"), []),
    ],
)
def test_a_cell_that_nearly_all_other_rows_have(text: str, expected: list[tuple[str, str, int]]) -> None:
    assert codes(text) == expected
