"""The operations that seed defects into sound plans, one module a theme; ``DEFECTS.md`` lists them."""

from __future__ import annotations

from collections.abc import Iterator
from random import Random

from kb.model import Document
from tests.bench.seeded.citations import (
    break_annex_reference,
    break_inserted_reference,
    break_section_reference,
    contents_entry,
    former_name,
    law_title,
    misnumber_citation,
    remove_annex,
    repeal_citation,
)
from tests.bench.seeded.contradictions import (
    conflicting_post,
    other_headquarters,
    other_holder,
    other_number,
    other_phone,
)
from tests.bench.seeded.duties import (
    duty_without_membership,
    interface_removed,
    member_without_duty,
    no_actor,
    no_lead,
    swap_bodies,
    two_leads,
)
from tests.bench.seeded.inserted import impossible_day, report_late, two_heads
from tests.bench.seeded.levels import gap, level_without_measures, mixed_names, overlap, remove_level, wrong_colour
from tests.bench.seeded.mutation import Mutation, Operation, edited, shuffled
from tests.bench.seeded.numbers import (
    break_count,
    break_inserted_sum,
    break_percentage,
    break_sum,
    rare_drills,
    remove_limit,
    stretch_limit,
)
from tests.bench.seeded.origins import boilerplate, copied, foreign_body, foreign_place, outdated
from tests.bench.seeded.structure import (
    annex_title,
    contents_line,
    doubled_heading,
    doubled_item,
    emptied_section,
    skip_number,
    wrong_issuer,
)
from tests.bench.seeded.wording import (
    double_words,
    garble_characters,
    garble_words,
    old_term,
    personal_data,
    placeholder,
    weaken,
    weaken_inserted,
)


def sound_changes(document: Document, random: Random) -> Iterator[Mutation]:
    """Sentences and edits that must bring no finding of severity high or medium."""
    for clause in shuffled(document, random, least=40, rows=False)[:6]:
        if clause.section < 0:
            continue
        said = random.choice((
            "相邻地区发生险情的，应当按协议相互通报。", "2016年原环境保护局曾组织过一次排查。", "依据《中华人民共和国突发事件应对法》执行。",
            "医疗救护组由卫生健康部门牵头、公安部门配合。", "值班人员不得擅离岗位。", "持续观察30分钟后无异常的，转入日常值守。",
            "指挥长不在岗时，由副指挥长代行职责。", "共有3支队伍参与，其中1支为专业队伍。", "重大决策可以请专家论证。", "可直接拨打119报警。",
        ))  # fmt: skip
        yield Mutation(
            "K00 sound sentence",
            edited(document, {clause.id: clause.text + said}),
            ("*",),
            frozenset({clause.id}),
            "",
            said,
        )


OPERATIONS: tuple[Operation, ...] = (
    garble_characters, garble_words, double_words, swap_bodies, stretch_limit, remove_limit, break_sum, break_inserted_sum, break_percentage,
    break_count, break_annex_reference, break_section_reference, break_inserted_reference, remove_annex, repeal_citation, misnumber_citation,
    former_name, weaken, weaken_inserted, remove_level, overlap, gap, wrong_colour, level_without_measures, mixed_names, no_lead, two_leads,
    member_without_duty, duty_without_membership, other_holder, conflicting_post, other_phone, other_number, other_headquarters, foreign_place,
    foreign_body, copied, placeholder, personal_data, outdated, boilerplate, no_actor, interface_removed, old_term, contents_entry, rare_drills,
    skip_number, impossible_day, law_title, report_late, two_heads, wrong_issuer,
    doubled_heading, doubled_item, emptied_section, annex_title, contents_line, sound_changes,
)  # fmt: skip
