"""``python -m tests.bench.comparisons``: the error rates of the three comparisons, one table after the other.

With the plan above (``comparing_upper``), with the last edition (``comparing_editions``), with past incidents (``comparing_incidents``); each of
these modules says how its figures are made and takes ``--show``.
"""

from __future__ import annotations

from tests.bench import comparing_editions, comparing_incidents, comparing_upper


def main() -> None:
    """Print all."""
    for title, module in (
        ("With the plan above", comparing_upper),
        ("With the last edition", comparing_editions),
        ("With past incidents", comparing_incidents),
    ):
        print(f"\n== {title}")
        module.main()


if __name__ == "__main__":
    main()
