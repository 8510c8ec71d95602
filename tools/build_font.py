"""Makes the font of ``corpus/font`` from Noto Sans CJK: the signs of GB 2312 and ASCII, no layout tables (1.5 MB).

    python -m tools.build_font /usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc

Needs ``fonttools``; the result is package data, under the SIL Open Font License as Noto is, and is renewed rarely.
"""

from __future__ import annotations

import sys
from pathlib import Path

TARGET = Path(__file__).resolve().parent.parent / "corpus" / "font" / "NotoSansCJKsc-GB2312.otf"
_FACE = "Noto Sans CJK SC"
_MORE = "·…—×％℃²³①②③④⑤⑥⑦⑧⑨⑩≤≥～–〔〕"
_DROPPED = ["VORG", "vhea", "vmtx", "BASE", "GPOS", "GSUB"]


def signs() -> str:
    """The characters to keep."""
    rows = (bytes((high, low)) for high in range(0xA1, 0xF8) for low in range(0xA1, 0xFF))
    known = (row.decode("gb2312", errors="ignore") for row in rows)
    return "".join(sorted({*"".join(known), *map(chr, range(0x20, 0x7F)), *_MORE}))


def main(collection: Path) -> None:
    """Write the font."""
    from fontTools import subset
    from fontTools.ttLib import TTCollection

    font = next(face for face in TTCollection(collection).fonts if face["name"].getDebugName(4) == _FACE)
    options = subset.Options()
    options.layout_features, options.hinting = [], False
    options.name_IDs = [0, 1, 2, 3, 4, 5, 6, 13, 14]
    options.drop_tables += _DROPPED
    subsetter = subset.Subsetter(options)
    subsetter.populate(text=signs())
    subsetter.subset(font)
    TARGET.parent.mkdir(parents=True, exist_ok=True)
    font.save(TARGET)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
