"""What the product does with past events: searches them as whole cases."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from kb.errors import InputError
from ui import shapes
from ui.handlers import MAX_QUERY
from ui.libraries import in_use
from ui.workspace import Workspace

Json = dict[str, Any]
FILTERS = ("hazard", "place", "scale", "agency", "since")
"""Names of the filters, as ``indexer.incidents.IncidentFilters`` has them."""


def incidents(
    workspace: Workspace,
    query: str,
    k: int = 10,
    chosen: Mapping[str, str | None] | None = None,
    *,
    samples: bool = False,
) -> Json:
    """The past events that a query asks for; ``chosen`` holds filters by name, empty ones do not filter."""
    from indexer.incidents import IncidentFilters

    if not query.strip():
        raise InputError("empty_query")
    given = {name: (value or "").strip() or None for name, value in (chosen or {}).items()}
    search = workspace.incident_search(samples=samples)
    found = shapes.incident_result(search.search(query[:MAX_QUERY], k, IncidentFilters(**given), workspace.progress))
    for event in found["incidents"]:
        event["library"] = None if event["sample"] else in_use()
    return found
