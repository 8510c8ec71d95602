"""Drafts for plan types × invented units from the starter corpus alone, judged by scanners of the bench's own.

    python -m tests.bench.drafting [--types SDC VIL …] [--show]

Wanted (issue 6): no foreign name, no invented number, at least 80 % of the required elements weak or better before the writer
types a word, every open slot listed. Names, numbers, telephones and bodies are found here by other means than the product's own
detectors: names by a gazetteer read out of the starter documents, numbers by their origin in facts, cited clauses and statutes.
"""

from __future__ import annotations

import argparse
import re
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from kb.drafting import Draft, fill_all, new_draft
from kb.drafting.model import DraftSection, OriginKind
from kb.drafting.remembering import Remembering
from kb.facts.sheet import FactSheet, facts_from_mapping, facts_to_mapping
from kb.parsing import parse
from tests.bench.drafting_units import UNITS, facts_of
from ui import drafts
from ui.reading import ReadJob
from ui.workspace import Workspace

TYPES = ("T", "SDC", "SUP", "TWN", "VIL", "SCH", "EC", "EVT")
_NAME = re.compile(
    r"[一-鿿]{2,3}(?:省|市|县|区|镇|乡|村|街道|社区|河|溪|江|水库|岭|湾|大桥|化工|公司|小学|中学|医院|林场|水文站|码头|公园|电站|景区)"
)
_NUMBER = re.compile(r"\d+(?:\.\d+)?")
_HAN_NUMBER = re.compile(
    r"[一二两三四五六七八九十百千万]+(?=个?(?:小时|分钟|工作日|月|日内|天|人以上|万元|公里|毫米|米|户|亩|次))"
)
_SLOT = re.compile(r"〔待补充：[^〕]*〕")
_OPEN = re.compile(r"×{2,}|X{3,}|_{3,}|某[县市镇村局]|待定")
_LIST_MARK = re.compile(r"^\|\s*\d{1,2}\s*\||^\s*(?:[（(]\d{1,2}[）)]|\d{1,2}[.．、])|[（(]\d{1,2}[）)]", re.M)
_EMERGENCY = {"110", "119", "120", "122", "12345", "12379", "12350", "12395", "12369", "95598"}
_STATUTE = re.compile(r"法|条例|办法|规定|GB|国办|号|标准|导则|预案|附录")


@dataclass(frozen=True, slots=True)
class Judged:
    """One draft's faults and counts."""

    plan_type: str
    unit: str
    names: tuple[str, ...]
    numbers: tuple[str, ...]
    phones: tuple[str, ...]
    unlisted: tuple[str, ...]
    present: int
    weak: int
    missing: tuple[str, ...]
    slots: int
    clauses: int
    chars: int
    seconds: float

    @property
    def covered(self) -> float:
        """Share of the judged elements that are weak or better."""
        return (self.present + self.weak) / max(1, self.present + self.weak + len(self.missing))


def judged(workspace: Workspace, code: str, unit: Mapping[str, Any]) -> Judged:
    """Draft one plan and judge it."""
    began = time.perf_counter()
    draft = drafted(workspace, code, unit)
    seconds = time.perf_counter() - began
    review = workspace.review_draft(draft)
    status = drafts.status_of(workspace, draft, review)
    known = _all_texts(facts_to_mapping(draft.facts))
    text = "\n".join(section.text for section in draft.sections)
    slots_here = _SLOT.findall(text)
    listed = Counter(f"〔待补充：{slot['label']}〕" for slot in status["slots"])
    labels = Counter(verdict.label.value for verdict in review.elements)
    return Judged(
        plan_type=code,
        unit=str(unit["unit"]["short"]),
        names=tuple(name for name in gazetteer() if name in text and name not in known),
        numbers=tuple(found for section in draft.sections for found in invented(section, known, workspace)),
        phones=tuple(p for p in re.findall(r"(?<!\d)(?:0\d{2,3}-?)?\d{7,8}(?!\d)|1[3-9]\d{9}", text) if p not in known),
        unlisted=tuple((Counter(slots_here) - listed).elements()) + tuple(_OPEN.findall(text)),
        present=labels["present"], weak=labels["weak"],
        missing=tuple(v.name for v in review.elements if v.label.value == "missing"),
        slots=len(slots_here), clauses=sum(len(section.citations) for section in draft.sections),
        chars=len(text), seconds=seconds,
    )  # fmt: skip


def drafted(workspace: Workspace, code: str, unit: Mapping[str, Any]) -> Draft:
    """A first draft with the starter documents, taken in like a user's own, as the only source."""
    facts, _ = facts_from_mapping(facts_of(code, unit))
    draft = new_draft(facts, code, workspace.outlines)
    return fill_all(draft, workspace.outlines, remembering(workspace, facts))


@cache
def _search_of(home: Path) -> dict[str, Remembering]:
    return {}


def remembering(workspace: Workspace, facts: FactSheet) -> Remembering:
    """The search over the starter documents, asked once for each question of all drafts."""
    known = _search_of(workspace.home)
    return known.setdefault("own", Remembering(workspace.drafting_search(facts)))


def invented(section: DraftSection, known: str, workspace: Workspace) -> Iterator[str]:
    """Numbers of a section that stand in no fact, no cited clause and no rule with a named statute."""
    allowed = set(_NUMBER.findall(known)) | set(_HAN_NUMBER.findall(known)) | _EMERGENCY | {"24"}
    for citation in section.citations:
        allowed |= set(_NUMBER.findall(citation.quote)) | set(_HAN_NUMBER.findall(citation.quote))
    marks = {span for found in _LIST_MARK.finditer(section.text) for span in range(found.start(), found.end())}
    slots = {at for found in _SLOT.finditer(section.text) for at in range(found.start(), found.end())}
    for pattern in (_NUMBER, _HAN_NUMBER):
        for found in pattern.finditer(section.text):
            if found[0] in allowed or found.start() in marks or found.start() in slots:
                continue
            piece = next((p for p in section.origin if p.start <= found.start() < p.end), None)
            if piece and piece.kind is OriginKind.RULE and _STATUTE.search(piece.ref):
                continue
            around = section.text[max(0, found.start() - 8) : found.end() + 8].replace("\n", " ")
            yield f"{section.id}:…{around}…({piece.kind.value if piece else '?'} {piece.ref if piece else ''})"


@cache
def gazetteer() -> tuple[str, ...]:
    """Names of places and bodies of the starter documents' world: those that two documents or one title name."""
    root = Path(__file__).resolve().parents[2] / "corpus" / "samples"
    outlines = "".join(p.read_text(encoding="utf-8") for p in (root.parent / "outlines").glob("*.toml"))
    outlines += "".join(p.read_text(encoding="utf-8") for p in (root.parent / "checklists").glob("*.toml"))
    found: Counter[str] = Counter()
    for path in sorted(root.glob("*/*")):
        if path.suffix in {".docx", ".md", ".txt"}:
            for document in parse(path).documents:
                found.update({name for clause in document.clauses for name in _names(clause.text)})
                found.update(
                    name for name in re.findall(r"[一-鿿]{2}(?:县|镇|乡|村|化工|市)", document.title) for _ in (1, 2)
                )
    names = {name for name, documents in found.items() if documents >= 2 and name not in outlines}
    return tuple(sorted(names - _GENERAL, key=len, reverse=True))


_FILLER = set(
    "的由在向至到和及与或各全本该于从对经过沿为以将把被其这此是有个所按受内外中时并且可应县市镇乡村省处报送后前上下同接往赴到达一二三四五六七八九十两每多几"
    "不必关单黄火事工供请派组通统距离出进驻"
)
_GENERAL = {
    "工业园区",
    "主城区",
    "老城区",
    "供电公司",
    "燃气公司",
    "客运公司",
    "电力公司",
    "保险公司",
    "水务公司",
    "自来水公司",
}
_GENERAL |= {
    "常务副县",
    "分管副县",
    "简称县",
    "启动县",
    "关于县",
    "启用县",
    "轮值县",
    "承担县",
    "轻伤区",
    "加盖公司",
    "农贸市",
    "鹤两县",
}


def _names(text: str) -> Iterator[str]:
    for found in _NAME.finditer(text):
        name, before = found[0], text[found.start() - 1 : found.start()]
        if (
            name[0] not in _FILLER
            and name[1] not in _FILLER
            and name[-2] not in _FILLER
            and (not before or before in "，。；、：（《“ ")
        ):
            yield name


def _all_texts(value: Any) -> str:
    if isinstance(value, dict):
        return "\n".join(_all_texts(item) for item in value.values())
    if isinstance(value, list):
        return "\n".join(_all_texts(item) for item in value)
    return str(value)


_HEAD = f"{'type':5}{'unit':8}{'names':>6}{'numbers':>8}{'phones':>7}{'unlisted':>9}{'covered':>8}{'missing':>8}{'slots':>6}{'clauses':>8}{'chars':>7}{'s':>6}"


def _shown(row: Judged, faults: bool) -> Judged:
    print(
        f"{row.plan_type:5}{row.unit:8}{len(row.names):6}{len(row.numbers):8}{len(row.phones):7}{len(row.unlisted):9}"
        f"{row.covered:8.0%}{len(row.missing):8}{row.slots:6}{row.clauses:8}{row.chars:7}{row.seconds:6.1f}",
        flush=True,
    )
    for fault in (*row.names, *row.numbers, *row.phones, *row.unlisted, *row.missing) if faults else ():
        print(f"        {fault}")
    return row


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--types", nargs="*", default=list(TYPES))
    parser.add_argument("--show", action="store_true", help="print every fault")
    options = parser.parse_args()
    types = options.types
    with tempfile.TemporaryDirectory() as scratch:
        workspace = Workspace(Path(scratch))
        _ = list(workspace.ingest([ReadJob(file, str(file), file.name, file.stem) for file in workspace.sample_files]))
        if types == ["all"]:
            types = sorted(workspace.outlines.types)
        print(_HEAD)
        rows = [_shown(judged(workspace, code, unit), options.show) for code in types for unit in UNITS]
    worst = min(row.covered for row in rows)
    print(
        f"foreign names {sum(len(r.names) for r in rows)} (0) · invented numbers {sum(len(r.numbers) + len(r.phones) for r in rows)} (0) · "
        f"slots not listed {sum(len(r.unlisted) for r in rows)} (0) · least covered {worst:.0%} (≥ 80 %)"
    )


if __name__ == "__main__":
    main()
