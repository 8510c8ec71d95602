"""Compilations split: ``python -m tests.bench.compilations`` on invented files; single plans must stay whole.

Prints for every style the share of true parts found (their first lines), the share of returned parts that are true, titles right, and
parts cut off told as such.
"""

from __future__ import annotations

import tempfile
from pathlib import Path

from kb.numbering import squeeze
from kb.parsing import parse
from tests.bench.made_compilations import STYLES, compilation
from tests.bench.made_texts import LAYOUTS, plan


def judge(style: str, seed: int, folder: Path) -> tuple[int, int, int, int, int]:
    """Parts, found of them, parts returned, titles right, cut or whole told rightly."""
    lines, parts = compilation(style, seed)
    path = folder / f"汇编{'.md' if style == 'marked' else '.txt'}"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    documents = parse(path).documents
    first = {document.lines[0]: document for document in documents if document.lines}
    found = [(first[line], title, cut) for line, title, cut in parts if line in first]
    titles = sum(squeeze(document.title) == squeeze(title) for document, title, _ in found)
    told = sum(any(notice.code == "truncated_text" for notice in document.notices) == cut for document, _, cut in found)
    return len(parts), len(found), len(documents), titles, told


def main() -> None:
    """Run and print."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for style in STYLES:
            rows = [judge(style, seed, folder) for seed in range(12)]
            parts, found, returned, titles, told = (sum(column) for column in zip(*rows, strict=True))
            print(
                f"{style:10} parts {parts}  found {found / parts:.3f}  true {found / returned:.3f}  titles {titles}  cut told {told}"
            )
        whole = 0
        for order, layout in enumerate(LAYOUTS):
            for seed in range(5):
                path = folder / "样.txt"
                path.write_text("\n".join(plan(layout, "plain", 500 + 10 * order + seed).lines), encoding="utf-8")
                whole += len(parse(path).documents) == 1
        print(f"plans kept whole {whole} of {5 * len(LAYOUTS)}")


if __name__ == "__main__":
    main()
