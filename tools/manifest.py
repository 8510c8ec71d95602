"""Writes ``corpus/manifest.json``: path, SHA-256, kind, date and licence of every sample document.

Run ``python -m tools.manifest`` after a sample has changed; a test compares the manifest with the files.
"""

from __future__ import annotations

import json
from pathlib import Path

from kb.library.store import file_sha256
from kb.parsing import parse

CORPUS = Path(__file__).resolve().parent.parent / "corpus"
THIN = ("青山县道路交通事故应急预案", "竹溪乡下坪村应急预案")
"""Samples that are incomplete on purpose, to show the checker at work."""


def entries() -> list[dict[str, object]]:
    """One entry a sample, in the order of their paths."""
    found = []
    for path in sorted(CORPUS.glob("samples/*/*")):
        document = parse(path).documents[0]
        found.append(
            {
                "path": path.relative_to(CORPUS).as_posix(),
                "sha256": file_sha256(path),
                "title": document.title,
                "kind": document.kind.value,
                "plan_type": document.plan_type,
                "date": document.date or None,
                "incomplete_on_purpose": path.stem in THIN,
                "licence": "MIT; original text, invented places",
            }
        )
    return found


if __name__ == "__main__":
    text = json.dumps({"samples": entries()}, ensure_ascii=False, indent=1)
    (CORPUS / "manifest.json").write_text(text + "\n", encoding="utf-8")
