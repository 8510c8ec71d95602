"""A response card and a residents' card stand on one page each when printed."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from kb.training.cards import Card, CardLine, ResidentCard
from kb.training.sheet import to_word
from tests.kb.rendered import printed
from ui.training_pages import card_blocks, resident_blocks

pytestmark = [
    pytest.mark.slow,
    pytest.mark.rendered,
    pytest.mark.skipif(not shutil.which("soffice"), reason="needs LibreOffice"),
]


def lines(count: int, characters: int) -> tuple[CardLine, ...]:
    words = "接到险情报告后立即核实并组织受威胁群众按路线转移到安置点，清点人数后报告镇防汛办公室，未接到通知不得返回；"
    return tuple(
        CardLine((words * 9)[:characters], f"g-plan#5.{number}.2", "30分钟内") for number in range(1, count + 1)
    )


@pytest.mark.parametrize("characters", [8, 40, 90, 160])
def test_every_card_stands_on_a_page_of_its_own(characters: int, tmp_path: Path) -> None:
    cards = [
        Card(post, "山洪", "g-plan", *(lines(count, characters) for count in (4, 5, 5, 4)))
        for post in ("镇长", "青山县石桥镇防汛抗旱指挥部办公室值班室主任")
    ]
    path = tmp_path / "卡.docx"
    path.write_bytes(to_word(card_blocks(cards), "卡"))
    assert len(printed(path)) == len(cards)


@pytest.mark.parametrize("characters", [8, 40, 90])
def test_the_card_for_residents_stands_on_one_page(characters: int, tmp_path: Path) -> None:
    card = ResidentCard("山洪", "g-plan", *(lines(count, characters) for count in (3, 6, 8, 4, 4)))
    path = tmp_path / "明白卡.docx"
    path.write_bytes(to_word(resident_blocks(card), "明白卡"))
    assert len(printed(path)) == 1
