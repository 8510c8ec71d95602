"""QC-CONS: all that the table of who holds what contradicts: two holders, two offices, ranks that do not fit, names a list lacks."""

from __future__ import annotations

from collections.abc import Iterator

from kb.checklists import Checklists
from kb.model import Finding
from kb.review.facts.acting import acting_findings
from kb.review.facts.namesakes import namesake_findings
from kb.review.facts.offices import office_findings
from kb.review.facts.posts import post_findings
from kb.review.facts.rank import rank_findings
from kb.review.facts.table import held
from kb.review.facts.units import unit_findings
from kb.review.text import Body


def people_findings(body: Body, checklists: Checklists) -> Iterator[Finding]:
    """The findings of every rule on the table, which is read once."""
    table = body.once(held)
    posts = list(post_findings(table, checklists))
    yield from posts
    told = {name for each in posts for name in each.message.params.values()}
    yield from office_findings(table, checklists, told)
    yield from rank_findings(body, table, checklists)
    yield from unit_findings(body, table, checklists)
    yield from acting_findings(body, table, checklists)
    yield from namesake_findings(body, table, checklists)
