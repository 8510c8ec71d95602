"""What a seeded defect is, and the tools by which operations change a plan."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from random import Random

from kb.model import Clause, Document, Section

BODY = r"(?:[省市县区州]|自治区)?[\u4e00-\u9fff]{2,8}(?:局|厅|委|部|办公室|指挥部|中心|支队|大队|总队|公司|红十字会)"


@dataclass(frozen=True, slots=True)
class Mutation:
    """One changed plan: ``rules`` are those of which one must newly speak, at ``places`` (clause ids; empty: anywhere)."""

    operation: str
    document: Document
    rules: tuple[str, ...]
    places: frozenset[str]
    before: str
    after: str
    public: bool = False


Operation = Callable[[Document, Random], Iterator[Mutation]]


def edited(document: Document, texts: Mapping[str, str]) -> Document:
    """A copy with other texts in some clauses; a clause with an empty text is left out."""
    clauses = tuple(
        replace(clause, text=texts.get(clause.id, clause.text))
        for clause in document.clauses
        if texts.get(clause.id, clause.text)
    )
    return replace(document, clauses=clauses)


def without_sections(document: Document, gone: set[int]) -> Document:
    """A copy without some sections and what stands in them."""
    kept = [at for at in range(len(document.sections)) if at not in gone]
    moved = {old: new for new, old in enumerate(kept)}
    clauses = tuple(
        replace(clause, section=moved.get(clause.section, -1))
        for clause in document.clauses
        if clause.section not in gone
    )
    return replace(document, sections=tuple(document.sections[at] for at in kept), clauses=clauses)


def below(sections: tuple[Section, ...], index: int) -> set[int]:
    """A section and all below it."""
    found = {index}
    for at in range(index + 1, len(sections)):
        if sections[at].level <= sections[index].level:
            break
        found.add(at)
    return found


def one_of(
    operation: str, document: Document, clause: Clause, before: str, after: str, rules: Iterable[str], at: int = -1
) -> Mutation:
    text = clause.text
    at = text.index(before) if at < 0 else at
    changed = text[:at] + after + text[at + len(before) :]
    return Mutation(
        operation, edited(document, {clause.id: changed}), tuple(rules), frozenset({clause.id}), before, after
    )


def shuffled(document: Document, random: Random, *, least: int = 15, rows: bool = True) -> list[Clause]:
    clauses = [each for each in document.clauses if len(each.text) >= least and (rows or not each.table_row)]
    random.shuffle(clauses)
    return clauses


def substitute(
    operation: str,
    pattern: str,
    change: Callable[[re.Match[str]], str | None],
    *rules: str,
    rows: bool = True,
    least: int = 15,
    body_only: bool = False,
) -> Operation:
    """An operation that changes what a pattern finds, one place a mutation."""
    source = re.compile(pattern)

    def apply(document: Document, random: Random) -> Iterator[Mutation]:
        for clause in shuffled(document, random, rows=rows, least=least):
            if body_only and clause.section < 0:
                continue
            found = list(source.finditer(clause.text))
            if not found:
                continue
            match = random.choice(found)
            after = change(match)
            if after is not None and after != match[0]:
                yield one_of(operation, document, clause, match[0], after, rules, match.start())

    return apply
