"""A paper as a Word file in the layout of official documents: the styles, margins and page numbers of a plan's export."""

from __future__ import annotations

from kb.export import front, package, xml
from kb.papers.model import Block, Break, Grid, Head, Note, Paper, Text


def to_docx(paper: Paper, author: str) -> bytes:
    """The finished .docx."""
    document = package.open_base(None)
    parts = front.title(paper.title, new_page=False) if paper.title else []
    for number, block in enumerate(paper.blocks):
        parts += _part(block, first=number == 0)
    if paper.signed[0]:
        parts += [front.empty(), front.empty(), *front.signed(*paper.signed)]
    elif parts and parts[-1].endswith("</w:tbl>"):
        parts.append(front.closing())
    package.fill(document, parts, [], [], keep=False, update=False, number=None)
    return package.to_bytes(document, paper.title or paper.code, author)


def _part(block: Block, *, first: bool) -> list[str]:
    if isinstance(block, Break):
        title = (
            front.title(block.title, new_page=not first) if block.title else [xml.text("YAFlush", "", xml.page_break())]
        )
        return title[:-1]
    if isinstance(block, Head):
        return [xml.text(f"Heading{min(4, block.level)}", block.words)]
    if isinstance(block, Note):
        return [xml.text("YACentre" if block.centred else "YAFlush", block.words)]
    if isinstance(block, Text):
        return [xml.text("YABody", block.words)]
    return [xml.table(block.rows), front.closing()] if isinstance(block, Grid) else []
