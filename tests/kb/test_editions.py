"""Editions of one name in a library, and texts that are copies of one another. All invented."""

from __future__ import annotations

from itertools import permutations
from pathlib import Path

import pytest

from kb.duplicates import groups, signature, twins
from kb.library.editions import settle
from kb.library.store import Arrival, Library, file_sha256
from kb.model import Validity
from kb.parsing import parse

LAW = "示例省防汛条例\n（{year}年3月1日示例省第十届人民代表大会常务委员会第二次会议通过）\n第一条 为了防汛，制定本条例。\n第二条 本条例适用于本省。\n第三条 防汛实行行政首长负责制。\n第四条 违反本条例的，责令改正。\n第五条 自公布之日起施行。\n"
PLAN = "青山县防汛抗旱应急预案\n\n青山县人民政府\n{year}年5月1日\n\n1 总则\n1.1 编制目的\n做好全县防汛抗旱工作，保障人民群众生命财产安全。\n1.2 适用范围\n本预案适用于本县行政区域内的水旱灾害应对。\n"


def library_with(folder: Path, files: dict[str, str]) -> Library:
    library = Library(folder / "home")
    for name, text in files.items():
        path = folder / name
        path.write_text(text, encoding="utf-8")
        arrival = Arrival(str(path), name, file_sha256(path))
        (intake,) = library.plan([arrival], "1")
        library.store(parse(path, doc_id=intake.doc_id).documents, intake, arrival, path, "1")
    return library


@pytest.mark.parametrize("order", list(permutations(("2011", "2019", "2025"))))
def test_the_newest_edition_is_in_force_whatever_came_first(order: tuple[str, ...], tmp_path: Path) -> None:
    library = library_with(tmp_path, {f"条例{year}.txt": LAW.format(year=year) for year in order})
    found = {record.doc_id: (record.validity, record.superseded_by) for record in library.document_records()}
    assert found == {
        "条例2011": (Validity.SUPERSEDED, "条例2025"),
        "条例2019": (Validity.SUPERSEDED, "条例2025"),
        "条例2025": (Validity.IN_FORCE, ""),
    }


def test_plans_of_one_name_and_newer_year(tmp_path: Path) -> None:
    other = PLAN.format(year=2020).replace("青山县", "白鹤县")
    library = library_with(
        tmp_path, {"旧.txt": PLAN.format(year=2019), "新.txt": PLAN.format(year=2024), "别县.txt": other}
    )
    found = {record.doc_id: (record.validity, record.superseded_by) for record in library.document_records()}
    assert found == {
        "旧": (Validity.SUPERSEDED, "新"),
        "新": (Validity.IN_FORCE, ""),
        "别县": (Validity.UNKNOWN, ""),
    }
    library.remove("新")
    assert {record.validity for record in library.document_records()} == {Validity.UNKNOWN}


def test_drafts_and_undated_texts_replace_nothing(tmp_path: Path) -> None:
    draft = LAW.format(year=2025).replace("示例省防汛条例\n", "示例省防汛条例（征求意见稿）\n", 1)
    library = library_with(tmp_path, {"旧.txt": LAW.format(year=2019), "稿.txt": draft})
    assert settle(library.document_records()) == {}


def test_copies_under_another_name_or_place_are_linked(tmp_path: Path) -> None:
    text = "\n".join(
        f"{n}.{m} 第{n * m}项工作\n青山县应急管理局会同第{n + m}组做好{'巡查预警转移安置抢险保障宣传演练'[n * 2 - 2 : n * 2]}工作，落实{'值班会商研判报告发布调度'[m * 2 - 2 : m * 2]}要求，责任到人。"
        for n in range(1, 9)
        for m in range(1, 7)
    )
    copied = text.replace("青山县", "白鹤县").replace("第3组", "第九组")
    other = "云溪区图书馆读者服务规范。" + "".join(
        f"第{n}类读物应当按照编号上架，{n}日内归还，逾期提醒读者。" for n in range(60)
    )
    signatures = {"甲": signature([text]), "乙": signature([copied]), "丙": signature([other]), "丁": signature(["短"])}
    assert [twin.doc_id for twin in twins("甲", signatures)] == ["乙"]
    assert twins("丙", signatures) == () == twins("丁", signatures) == twins("无", signatures)
    assert groups(signatures) == (("乙", "甲"),)
