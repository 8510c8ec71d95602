"""QC-FMT: page, margins, font, size and line pitch of a Word document against GB/T 9704—2012 (5.1, 5.2); low, for documents of governments."""

from __future__ import annotations

from collections.abc import Iterator

from kb.checklists import Checklists
from kb.model import Finding, FindingSeverity, Layout, Message, Place
from kb.review.making import finding
from kb.review.text import Body

_GOVERNMENT = frozenset({"T", "SDN", "SDP", "SDC", "SUP", "TGT", "EVT", "JNT", "CAT", "TWN", "ENVG"})
_MARGINS = (("上", 37), ("下", 35), ("左", 28), ("右", 26))
_SIZE = 16.0
_PITCH = (27.0, 31.0)
"""The standard gives 22 lines a page, not a pitch; 28.95 pt fills the page, 28 and 30 pt are usual."""


def layout_findings(body: Body, checklists: Checklists, plan_type: str) -> Iterator[Finding]:
    """One finding with everything that differs; none for formats without layout."""
    layout = body.document.layout
    if layout is None or plan_type not in _GOVERNMENT or not body.lines:
        return
    differing = list(_differing(layout))
    if differing:
        message = Message("layout_differs", {"what": "；".join(differing)})
        first = next((line for line in body.lines if line.section >= 0 and line.text), body.lines[0])
        where = [Place(first.clause.id, first.quote(0, 1))] if first.text else []
        yield finding("QC-FMT", FindingSeverity.LOW, message, where, checklists, confidence=0.7)


def _differing(layout: Layout) -> Iterator[str]:
    if layout.page[0] and (abs(layout.page[0] - 210) > 2 or abs(layout.page[1] - 297) > 2):
        yield f"纸张{layout.page[0]}×{layout.page[1]}毫米（应为A4）"
    wrong = [
        f"{name}{stated}（{standard}）"
        for (name, standard), stated in zip(_MARGINS, layout.margins, strict=True)
        if stated and abs(stated - standard) > 3
    ]
    if wrong:
        yield "页边距毫米数" + "、".join(wrong)
    if layout.font and "仿宋" not in layout.font and "FangSong" not in layout.font:
        yield f"正文字体{layout.font}（仿宋）"
    if layout.size_pt and abs(layout.size_pt - _SIZE) > 0.6:
        yield f"正文字号{layout.size_pt:g}磅（三号，16磅）"
    if layout.line_pt and not _PITCH[0] <= layout.line_pt <= _PITCH[1]:
        yield f"行距{layout.line_pt:g}磅（每页22行，约29磅）"
