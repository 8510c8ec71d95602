"""Where a clause stands, in words: its headings, number and page."""

from __future__ import annotations

from collections.abc import Iterable

from kb.model import Clause, Document


def place_names(documents: Iterable[Document]) -> dict[str, str]:
    """Clause id → ``4 信息报告 › 4.1 报告时限（第3页）`` for every clause of the documents."""
    return {clause.id: place_name(clause) for document in documents for clause in document.clauses}


def place_name(clause: Clause) -> str:
    """The two deepest headings above a clause, its own number where it has one, and page or line."""
    where = " › ".join(clause.path[-2:]) or "正文"
    if clause.page:
        return f"{where}（第{clause.page_label or clause.page}页）"
    return f"{where}（第{clause.line}行）" if clause.line else where
