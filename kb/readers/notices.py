"""Helpers for notices: places as people write them."""

from __future__ import annotations

from collections.abc import Sequence


def pages_text(numbers: Sequence[int], most: int = 20) -> str:
    """Page numbers in order as ``1、3-5、9``; after ``most`` ranges the rest is cut with …."""
    ranges: list[list[int]] = []
    for number in sorted(numbers):
        if ranges and number == ranges[-1][1] + 1:
            ranges[-1][1] = number
        else:
            ranges.append([number, number])
    shown = [str(first) if first == last else f"{first}-{last}" for first, last in ranges[:most]]
    return "、".join(shown) + ("…" if len(ranges) > most else "")
