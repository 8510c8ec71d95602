"""Page numbers as they stand on pages: ``- 3 -``, ``— 12 —``, ``第3页 共20页``, ``IV``."""

from __future__ import annotations

import re

_DASH = "[-－—–―─·•~～|]"
_PAGE = re.compile(
    rf"^\s*(?:{_DASH}{{1,4}}\s*)?(?:第\s*)?(\d{{1,4}}|[IVXivx]{{1,6}}|[ⅰ-ⅻⅠ-Ⅻ])\s*(?:页)?(?:\s*{_DASH}{{1,4}})?\s*"
    r"(?:[,，/／共(（]*\s*\d{0,4}\s*页?[)）]?)?\s*$"
)


def is_page_number(text: str) -> bool:
    """Whether a line holds a page number and nothing else."""
    return bool(_PAGE.match(text))


def printed_label(text: str) -> str | None:
    """The page number as printed."""
    match = _PAGE.match(text)
    return match[1] if match else None
