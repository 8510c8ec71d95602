"""Runs of body text with Word comments on slots and on adapted clauses, and with personal data masked in public editions."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from kb.drafting.model import SLOT, DraftSection, OriginKind
from kb.export import texts
from kb.export.xml import commented, run

_MOBILE = re.compile(r"(?<!\d)(1[3-9]\d)\d{4}(\d{4})(?!\d)")
_ID_NUMBER = re.compile(r"(?<!\d)(\d{6})\d{8}(\d{3}[\dXx])(?![\dXx])")
_PERSONAL_HEADS = ("姓名", "联系人", "联络员")
_PHONE_HEAD = re.compile(r"电话|手机|联系方式|传真")
_DIGITS = re.compile(r"\d{5,}")
_STATUTE = re.compile(r"法|条例|〔|GB|AQ|办法|规定|第\S+条")
_QUOTE = 160


@dataclass
class Marker:
    """Makes runs; collects the comments in order, their ids are their positions."""

    comments_wanted: bool = False
    public: bool = False
    public_phones: frozenset[str] = frozenset()
    contacts_are_public: bool = False
    comments: list[str] = field(default_factory=list)
    masked: int = 0

    def runs(self, words: str, section: DraftSection | None = None, offset: int = 0) -> str:
        """The runs of one line of a section; ``offset`` is where the line starts in the section's text."""
        if not self.comments_wanted:
            return run(self.clean(words))
        quote = _origin_of(words, section, offset)
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

    def rows(self, rows: list[list[str]], section: DraftSection | None = None) -> list[list[str]]:
        """Table rows of a public edition: names of persons masked, in annexes inner telephones too; the duty telephone stays."""
        if not self.public or not rows:
            return rows
        annex = section is not None and section.annex and not self.contacts_are_public
        personal = {at for at, head in enumerate(rows[0]) if head in _PERSONAL_HEADS}
        phones = {at for at, head in enumerate(rows[0]) if annex and _PHONE_HEAD.search(head)}
        return [
            rows[0],
            *([self._cell(cell, at in personal, at in phones) for at, cell in enumerate(row)] for row in rows[1:]),
        ]

    def _cell(self, cell: str, personal: bool, phone: bool) -> str:
        if cell and personal and not SLOT.search(cell):
            self.masked += 1
            return texts.MASKED_NAME
        if phone and not _MOBILE.search(cell) and _DIGITS.search(cell) and _bare(cell) not in self.public_phones:
            self.masked += 1
            return texts.MASKED_PHONE
        return self.clean(cell)

    def _comment(self, words: str) -> int:
        self.comments.append(words)
        return len(self.comments) - 1


def _bare(words: str) -> str:
    return re.sub(r"\D", "", words)


def _origin_of(words: str, section: DraftSection | None, offset: int) -> str:
    """Where the pieces of a line come from, as the text of its comment; empty for a line of slots alone."""
    if section is None:
        return ""
    end = offset + len(words)
    pieces = [piece for piece in section.origin if piece.start < end and piece.end > offset]
    quotes = {citation.clause_id: citation.quote for citation in section.citations}
    lines: dict[str, None] = {}
    for piece in pieces:
        if piece.kind is OriginKind.CLAUSE and piece.ref in quotes:
            quote = quotes[piece.ref]
            quote = quote if len(quote) <= _QUOTE else f"{quote[:_QUOTE]}…"
            lines[texts.COMMENT_CLAUSE.format(clause_id=piece.ref, quote=quote)] = None
    rules = dict.fromkeys(p.ref for p in pieces if p.kind is OriginKind.RULE and _STATUTE.search(p.ref))
    lines |= dict.fromkeys(texts.COMMENT_RULE.format(ref=ref) for ref in rules)
    if not lines and any(piece.kind is OriginKind.RULE for piece in pieces):
        lines[texts.COMMENT_OUTLINE] = None
    if facts := dict.fromkeys(piece.ref for piece in pieces if piece.kind is OriginKind.FACT):
        lines[texts.COMMENT_FACTS.format(keys="、".join(facts))] = None
    if any(piece.kind is OriginKind.WRITER for piece in pieces):
        lines[texts.COMMENT_WRITER] = None
    lines |= dict.fromkeys(texts.COMMENT_MODEL.format(ref=p.ref) for p in pieces if p.kind is OriginKind.MODEL)
    return "\n".join(lines)
