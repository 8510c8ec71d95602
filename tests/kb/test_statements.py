"""Numbers that reports state, and whether they agree. All texts are invented."""

from __future__ import annotations

from kb.model import Clause, Statement
from kb.statements import checks_of, statements_in


def stated(*sentences: str) -> tuple[Statement, ...]:
    return statements_in([Clause(f"x#¶{order}", (), text) for order, text in enumerate(sentences, 1)])


def brief(found: tuple[Statement, ...]) -> list[tuple[str, float, str, str]]:
    return [(each.subject, each.value, each.unit, each.qualifier) for each in found]


def test_numbers_keep_their_qualifiers_and_scope() -> None:
    found = stated("目前，全县组建救援队伍近40支，储备编织袋1.2万余条，举办培训班6期，覆盖率达到95%以上。")
    assert brief(found) == [
        ("救援队伍", 40.0, "支", "近"),
        ("编织袋", 12000.0, "条", "余"),
        ("培训班", 6.0, "期", ""),
        ("覆盖率", 95.0, "%", "以上"),
    ]
    assert {each.scope for each in found} == {"全县"}
    assert [each.text for each in found] == ["近40支", "1.2万余条", "6期", "95%以上"]
    assert all(
        each.quote in "目前，全县组建救援队伍近40支，储备编织袋1.2万余条，举办培训班6期，覆盖率达到95%以上。"
        for each in found
    )


def test_sums_that_add_up_and_that_do_not() -> None:
    right = stated("全市现有应急预案60个，其中总体预案1个、专项预案19个、部门预案40个。")
    (check,) = checks_of(right)
    assert (check.kind, check.verdict, check.stated, check.parts, check.computed) == (
        "sum",
        "agrees",
        0,
        (1, 2, 3),
        60.0,
    )
    wrong = stated("全市现有应急预案60个，其中总体预案1个、专项预案20个、部门预案40个。")
    (check,) = checks_of(wrong)
    assert (check.verdict, check.computed, check.difference) == ("differs", 61.0, 1.0)
    bracketed = stated("全县15所学校（中小学9所、幼儿园6所）均制定了预案。")
    assert [(each.verdict, each.parts) for each in checks_of(bracketed)] == [("agrees", (1, 2))]


def test_parts_go_on_in_the_next_sentence() -> None:
    found = stated("全省共编制预案20余万件。", "其中，省级预案1万件；市级预案6万件，县级预案11万件。")
    (check,) = checks_of(found)
    assert (check.verdict, check.computed, check.difference) == ("differs", 180000.0, -20000.0)


def test_coverage_against_what_was_counted() -> None:
    found = stated("全县200个村中150个制定了防汛预案。", "全县防汛预案覆盖率达90%以上。")
    (check,) = checks_of(found)
    assert (check.kind, check.verdict, check.computed, check.difference) == ("share", "differs", 75.0, -15.0)
    assert (found[check.stated].text, found[check.parts[0]].text, found[check.parts[1]].text) == (
        "90%以上",
        "200个",
        "150个",
    )
    fine = stated("全县200个村中192个制定了防汛预案。", "全县防汛预案覆盖率达95%以上。")
    assert [each.verdict for each in checks_of(fine)] == ["agrees"]


def test_dates_ordinals_and_growth_are_no_counts() -> None:
    assert not stated("2026年3月15日，依据第12条，投诉同比下降14%，增长3个百分点，历时6个月。")
    assert not stated("")
