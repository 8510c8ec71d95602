"""Whether a library is whole: its database, its clause counts and the kept originals."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from pathlib import Path

from kb.library import trash
from kb.library.records import file_sha256


def problems(
    connection: sqlite3.Connection, home: Path, fetch: Callable[[str, Path], None], *, repair: bool = False
) -> tuple[str, ...]:
    """Faults as ``code:detail``; ``repair`` removes leftovers and has lost originals brought again by ``fetch`` (hash, source)."""
    found = []
    for (answer,) in connection.execute("PRAGMA integrity_check").fetchall():
        if answer != "ok":
            found.append(f"database:{answer}")
    counted = (
        "SELECT doc_id FROM documents d WHERE clause_count != (SELECT COUNT(*) FROM clauses c WHERE c.doc_id=d.doc_id)"
    )
    found += [f"clause_count:{row[0]}" for row in connection.execute(counted)]
    sources = dict(connection.execute("SELECT sha256, source FROM files"))
    wanted, kept_for_undo = set(sources), trash.originals(connection)
    kept = {path.stem: path for path in home.glob("originals/*/*") if path.suffix != ".part"}
    found += [f"original_missing:{sha}" for sha in sorted(wanted - kept.keys())]
    for sha, path in kept.items():
        if sha in wanted and file_sha256(path) != sha:
            found.append(f"original_changed:{path.name}")
            if repair:
                path.unlink()
        elif repair and sha not in wanted and sha not in kept_for_undo:
            path.unlink()
    if repair:
        for sha, source in sources.items():
            fetch(sha, Path(source))
        for leftover in home.glob("originals/*/*.part"):
            leftover.unlink()
    return tuple(found)
