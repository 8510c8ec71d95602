"""An edited export back into its draft."""

from __future__ import annotations

import re
from collections import Counter, defaultdict

from kb.drafting.charts import labels_of
from kb.drafting.draft import set_section
from kb.drafting.model import Draft, DraftSection
from kb.errors import InputError
from kb.model import Notice, Severity, Source, Table

_ANNEX = re.compile(r"附件\s*\d*")


def import_source(draft: Draft, source: Source) -> tuple[Draft, tuple[Notice, ...]]:
    """Take over the texts of an edited export; headings are found by number and title, then by title alone.

    Sections whose heading is no longer there stay as they were (notice ``section_not_found``); a heading that the draft does not
    have stays as a line of the section before it (notice ``heading_not_in_draft``). Nothing is deleted. A file with fewer than
    half of the headings of the written sections is no export of this draft: ``InputError("not_this_draft")``.
    """
    texts, strange = _texts(draft, source)
    expected = [section for section in draft.sections if section.text] or list(draft.sections)
    found = sum(1 for section in expected if section.id in texts)
    if found * 2 < len(expected):
        raise InputError("not_this_draft", path=source.name, found=found, total=len(expected))
    notices = [Notice(Severity.WARNING, "heading_not_in_draft", {"heading": words}) for words in strange]
    for section in draft.sections:
        if section.id not in texts:
            if section.text:
                notices.append(Notice(Severity.WARNING, "section_not_found", {"section": section.heading}))
            continue
        text = "\n".join(texts[section.id])
        if _flat(text) != _flat(section.text) and (text or section.text):
            draft = set_section(draft, section.id, text=text)
    return draft, tuple(notices)


def _texts(draft: Draft, source: Source) -> tuple[dict[str, list[str]], list[str]]:
    """The lines below each heading of the draft, and headings that are none of it."""
    by_heading = {_flat(section.heading): section for section in draft.sections}
    by_title: dict[str, list[DraftSection]] = defaultdict(list)
    for section in draft.sections:
        by_title[_flat(section.title)].append(section)
    texts: dict[str, list[str]] = {}
    strange: list[str] = []
    current: DraftSection | None = None
    chart = _Chart(())
    mark = ""
    for block in source.blocks:
        if isinstance(block, Table):
            if current is not None:
                texts[current.id] += ["| " + " | ".join(_cell(c) for c in row) + " |" for row in block.rows]
            continue
        words = block.text.strip()
        if not words or block.toc or chart.takes(words):
            continue
        if _ANNEX.fullmatch(words):
            mark = words
            continue
        shown = _flat(f"{mark}{block.number}{words}")
        alone = by_title.get(_flat(words), [])
        found = by_heading.get(shown) or (alone[0] if len(alone) == 1 and block.outline_level else None)
        mark = ""
        if found is not None and found.id not in texts:
            current = found
            texts[found.id] = []
            chart = _Chart(labels_of(draft, found))
        elif current is not None and not _is_record(words, draft):
            if block.outline_level:
                strange.append(f"{block.number}{words}")
            texts[current.id].append(f"{block.number}{words}")
    return texts, strange


class _Chart:
    """Tells the lines of a drawn chart from the lines of the text: they come together, beginning with its first box."""

    def __init__(self, labels: tuple[str, ...]) -> None:
        self._first = labels[:1]
        self._left = Counter(labels)
        self._open = False

    def takes(self, words: str) -> bool:
        """Whether this line is one of the chart."""
        self._open = (self._open or words in self._first) and self._left[words] > 0
        self._left[words] -= self._open
        return self._open


def _is_record(words: str, draft: Draft) -> bool:
    """Whether a line is of the record at the foot of the last page."""
    issuer = draft.facts.issue.body
    return words.startswith("抄送：") or bool(issuer and words.startswith(issuer) and words.endswith("印发"))


def _cell(words: str) -> str:
    return re.sub(r"\s*\n\s*", "；", words).replace("|", "｜")


def _flat(text: str) -> str:
    return re.sub(r"[\s、.．|]", "", text)
