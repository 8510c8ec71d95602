"""Every page, as it opens, at three sizes and in both schemes: nothing overlaps, nothing sticks out, axe finds nothing serious."""

from __future__ import annotations

from typing import Any

import pytest

from tests.e2e.soundness import faults, layout_faults

pytestmark = pytest.mark.browser
PAGES = ("home", "find", "write", "review", "learn", "shelf", "settings")


@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_sound(page: Any, server: str, name: str) -> None:
    page.goto(f"{server}/?open={name}")
    page.locator(f"#pages > .tab-wrapper [data-tab-id={name}][aria-selected=true]").wait_for(timeout=60_000)
    page.locator("body:not(.is-asking)").wait_for(timeout=60_000)
    told = faults(page, name)
    inner = page.locator("[role=tabpanel]:visible [role=tablist] button[role=tab]:visible")
    for number in range(1, inner.count()):
        inner.nth(number).click()
        page.locator("body:not(.is-asking)").wait_for(timeout=60_000)
        told += faults(page, f"{name}-{number}")
    assert not told, "\n".join(told)


def test_the_check_itself_sees_faults(page: Any) -> None:
    page.set_content(
        "<style>button { position: absolute; height: 30px; width: 100px; }</style>"
        "<button style='left:10px;top:10px'>甲</button><button style='left:90px;top:20px'>乙</button>"
        "<button style='left:1340px;top:90px'>丙</button><button style='left:10px;top:90px'>丁</button>"
    )
    told = layout_faults(page)
    assert any("甲" in each and "乙" in each and "overlap" in each for each in told)
    assert any("丙" in each and "sticks out" in each for each in told)
    assert not any("丁" in each for each in told)
