"""Pictures are drawn in the product's own font."""

from __future__ import annotations

from io import BytesIO

import pytest
from PIL import Image

from ui.pictures import Picture, shortened, width_of, wrapped


def ink(words: str) -> int:
    sheet = Picture(200, 40)
    sheet.text(4, 20, words)
    pixels = Image.open(BytesIO(sheet.png())).convert("L").tobytes()
    return sum(1 for value in pixels if value < 128)


def test_chinese_is_drawn_in_the_font_that_ships() -> None:
    assert ink("") == 0
    drawn = {word: ink(word) for word in ("防", "汛", "鑫", "①", "A")}
    assert all(drawn.values())
    assert len({ink("\ufffe"), ink("防"), ink("鑫")}) == 3, "not the same empty box for all"


def test_lines_fit_their_width() -> None:
    lines = wrapped("青山县防汛抗旱指挥部办公室负责日常工作", 100)
    assert "".join(lines) == "青山县防汛抗旱指挥部办公室负责日常工作"
    assert all(width_of(line) <= 100 for line in lines)
    assert shortened("青山县防汛抗旱指挥部", 80).endswith("…")
    assert shortened("青山", 80) == "青山"


def test_a_picture_that_would_fill_the_memory_is_refused() -> None:
    with pytest.raises(ValueError, match="too large"):
        Picture(100_000, 100_000)
