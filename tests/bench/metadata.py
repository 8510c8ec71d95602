"""What documents are: ``python -m tests.bench.metadata`` on invented titles and openings of every plan type and kind.

Prints the share right of kind, plan type (best, and within the two best), level and hazard, with what is wrong.
"""

from __future__ import annotations

import tempfile
from collections import defaultdict
from pathlib import Path

from kb.model import Document
from kb.parsing import parse
from tests.bench.made_titles import rows

_PLAN = "1 总则\n1.1 编制目的\n{0}\n1.2 工作原则\n坚持统一领导、分级负责。\n2 组织机构\n2.1 职责\n各单位按照职责分工开展应急工作，及时报告情况。\n3 附则\n3.1 解释\n本预案由编制单位解释。\n"


def document(title: str, opening: str, kind: str, folder: Path) -> Document:
    """The document parsed from a small text with that title and opening."""
    body = _PLAN.format(opening) if kind == "plan" else f"{opening}\n各有关单位要认真落实各项措施，做好各项工作。\n"
    path = folder / "样.txt"
    path.write_text(f"{title}\n\n{body}", encoding="utf-8")
    return parse(path).documents[0]


def judge(*, later: bool = False) -> dict[str, list[tuple[bool, str]]]:
    """For every measure, whether each row was right and how it came out."""
    found: dict[str, list[tuple[bool, str]]] = defaultdict(list)
    with tempfile.TemporaryDirectory() as folder:
        for title, opening, kind, types, level, hazards in rows(later):
            made = document(title, opening, kind, Path(folder))
            found["kind"].append((made.kind == kind, f"{title}: {made.kind.value}, not {kind}"))
            if hazards != "*":
                code = made.hazard.code if made.hazard else "-"
                found["hazard"].append((code in hazards.split("|"), f"{title}: {code}, not {hazards}"))
            if kind != "plan":
                continue
            codes = [guess.code for guess in made.plan_types]
            wanted = types.split("|")
            found["title"].append((made.title == title, f"{title}: {made.title}"))
            found["type best"].append((codes[:1] == wanted[:1], f"{title}: {codes[:3]}, not {types}"))
            found["type in two"].append((wanted[0] in codes[:2], f"{title}: {codes[:3]}, not {types}"))
            if level != "*":
                found["level"].append((made.plan_level == level, f"{title}: {made.plan_level}, not {level}"))
    return found


def main() -> None:
    """Run and print."""
    for later in (False, True):
        print("second table" if later else "first table")
        for name, values in judge(later=later).items():
            print(f"{name:12} {sum(right for right, _ in values) / len(values):.3f}  of {len(values)}")
            for right, text in values:
                if not right:
                    print(f"    {text}")


if __name__ == "__main__":
    main()
