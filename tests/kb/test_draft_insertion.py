from __future__ import annotations

import pytest

from kb.drafting import candidates
from kb.drafting.adapt import adapt
from kb.drafting.context import context_of
from kb.drafting.insertion import section_of_heading, unknown_bodies
from kb.model import Hit

from .drafting_world import WrittenClauses, facts, hit, outlines

FIRST = "水旱灾害发生后，镇村干部第一时间赶到现场，组织先期处置和自救互救，转移受威胁群众，并立即报告。"
FLOOD = "白鹤县防汛抗旱应急预案"


def inserted(past: Hit, block: str = "first_response") -> bool:
    found = candidates(outlines().blocks[block], context_of(facts(), outlines()), WrittenClauses([past]), outlines())
    assert len(found) == 1
    return found[0].usable


def under(heading: str, text: str = FIRST, title: str = FLOOD) -> Hit:
    return hit(text, title, path=("5 应急响应", heading))


def test_a_clause_of_the_same_hazard_level_and_heading_goes_in() -> None:
    assert inserted(under("5.1 先期处置"))
    assert inserted(under("5.1 先期处置", title="江南省防汛抗旱应急预案"))


@pytest.mark.parametrize(
    "past",
    [
        under("5.1 先期处置", title="国家防汛抗旱应急预案"),
        under("5.1 先期处置", title="白鹤县地质灾害应急预案"),
        under("5.1 先期处置", title="防汛抗旱应急预案"),
        under("5.1 先期处置", title="上河村防汛抗旱应急预案"),
        under("5.2 响应启动程序"),
        under("5.2 领导讲话"),
        under("5.1 先期处置", f"{FIRST}国土资源部门派人到场。"),
        under("5.1 先期处置", f"{FIRST}由县规划资源局牵头。"),
        under("5.1 先期处置", f"{FIRST}县水利局启动《国家防汛抗旱应急预案》。"),
        under("5.1 先期处置", f"响应启动程序。{FIRST}"),
    ],
    ids=[
        "national",
        "other hazard",
        "unknown level",
        "village",
        "other section",
        "no section",
        "former",
        "unknown",
        "plan",
        "run-in",
    ],
)
def test_all_others_stay_candidates(past: Hit) -> None:
    assert not inserted(past)


def test_a_neutral_section_takes_clauses_that_speak_of_no_other_hazard() -> None:
    text = "根据需要设立现场指挥部，由现场总指挥统一指挥应急处置工作，进入现场的队伍服从现场指挥部调度。"
    assert inserted(hit(text, "白鹤县地震应急预案", path=("现场指挥部",)), "site_command")
    assert not inserted(hit(f"{text}震后组织抗震救灾。", "白鹤县地震应急预案", path=("现场指挥部",)), "site_command")


@pytest.mark.parametrize(
    ("path", "section"),
    [
        (("3 预防", "3.2 预防措施"), "preparation"),
        (("5 应急响应", "5.2 响应启动程序"), "response_start"),
        (("5 应急响应", "5.3 指挥权移交", "(一) 甲乙丙"), "coordination"),
        (("5 应急响应",), "heading-6"),
    ],
)
def test_headings_belong_to_one_section(path: tuple[str, ...], section: str) -> None:
    assert section_of_heading(hit(FIRST, path=path), context_of(facts(), outlines()), outlines()) == section


@pytest.mark.parametrize(
    ("text", "unknown"),
    [
        ("县水利局、县公安局会同有关部门和各部门处置，财政、民政等部门保障。", ()),
        ("县消防救援大队和村民委员会参加。", ()),
        ("由县规划资源局负责。", ("县规划资源局",)),
        ("环境保护主管部门监测，卫生等部门救治。", ("环境保护主管部门", "卫生等部门")),
        ("按照民政部规定报送，民政部门汇总。", ("民政部",)),
        ("云岭区防汛办和县应急管理局参加，〔待补充：某某局〕配合。", ()),
    ],
)
def test_bodies_of_today_are_known_and_others_are_not(text: str, unknown: tuple[str, ...]) -> None:
    assert unknown_bodies(text, context_of(facts(), outlines()), outlines()) == unknown


def test_bodies_of_the_fact_sheet_are_known() -> None:
    context = context_of(facts(command_body="青山县三防协会"), outlines())
    assert unknown_bodies(adapt(under("x", "由青山县三防协会负责。"), context).text, context, outlines()) == ()
