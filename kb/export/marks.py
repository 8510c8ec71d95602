"""Runs of body text with Word comments on slots and on adapted clauses, and with personal data masked in public editions."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from kb.drafting.model import SLOT, DraftSection, OriginKind
from kb.export import texts
from kb.export.xml import commented, run

_MOBILE = re.compile(r"(?<!\d)(1[3-9]\d)\d{4}(\d{4})(?!\d)")
_ID_NUMBER = re.compile(r"(?<!\d)(\d{6})\d{8}(\d{3}[\dXx])(?![\dXx])")
_PERSONAL_HEADS = ("姓名", "联系人")
_QUOTE = 160


@dataclass
class Marker:
    """Makes runs; collects the comments in order, their ids are their positions."""

    comments_wanted: bool = False
    public: bool = False
    comments: list[str] = field(default_factory=list)
    masked: int = 0

    def runs(self, words: str, section: DraftSection | None = None, offset: int = 0) -> str:
        """The runs of one line of a section; ``offset`` is where the line starts in the section's text."""
        if not self.comments_wanted:
            return run(self.clean(words))
        quote = self._clause_at(words, section, offset)
        pieces: list[str] = []
        position = 0
        for found in SLOT.finditer(words):
            pieces.append(run(self.clean(words[position : found.start()])))
            number = self._comment(texts.COMMENT_SLOT.format(label=found[1]))
            pieces.append(commented(number, run(found[0], '<w:highlight w:val="yellow"/>')))
            position = found.end()
        pieces.append(run(self.clean(words[position:])))
        content = "".join(pieces)
        return commented(self._comment(quote), content) if quote else content

    def clean(self, words: str) -> str:
        """Text of a public edition: mobile and identity numbers masked."""
        if not self.public:
            return words
        for pattern in (_MOBILE, _ID_NUMBER):
            words, count = pattern.subn(lambda m: f"{m[1]}{'*' * (len(m[0]) - len(m[1]) - len(m[2]))}{m[2]}", words)
            self.masked += count
        return words

    def rows(self, rows: list[list[str]]) -> list[list[str]]:
        """Table rows of a public edition: names of persons masked too."""
        if not self.public or not rows:
            return rows
        personal = {at for at, head in enumerate(rows[0]) if head in _PERSONAL_HEADS}
        shown = [rows[0]]
        for row in rows[1:]:
            self.masked += sum(1 for at in personal if at < len(row) and row[at])
            shown.append(
                [texts.MASKED_NAME if at in personal and cell else self.clean(cell) for at, cell in enumerate(row)]
            )
        return shown

    def _clause_at(self, words: str, section: DraftSection | None, offset: int) -> str:
        if section is None:
            return ""
        end = offset + len(words)
        piece = next((p for p in section.origin if p.kind is OriginKind.CLAUSE and offset <= p.start < end), None)
        citation = next((c for c in section.citations if piece and c.clause_id == piece.ref), None)
        if citation is None:
            return ""
        quote = citation.quote if len(citation.quote) <= _QUOTE else f"{citation.quote[:_QUOTE]}…"
        return texts.COMMENT_CLAUSE.format(clause_id=citation.clause_id, quote=quote)

    def _comment(self, words: str) -> int:
        self.comments.append(words)
        return len(self.comments) - 1
