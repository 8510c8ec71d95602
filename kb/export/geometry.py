"""Page geometry of GB/T 9704-2012: A4, type area 156 mm × 225 mm, 22 lines of 28 characters. Units: twips (1/20 pt)."""

from __future__ import annotations

import unicodedata

PAGE_WIDTH, PAGE_HEIGHT = 11906, 16838
TOP, BOTTOM, LEFT, RIGHT = 2098, 1984, 1588, 1474
"""37, 35, 28 and 26 mm (5.2.1); the type area is 8844 × 12756 twips."""
TEXT_WIDTH = PAGE_WIDTH - LEFT - RIGHT
WIDE_TEXT = PAGE_HEIGHT - TOP - BOTTOM
"""Width of the type area on a landscape page, whose margins are those of the portrait page turned."""
WIDE_FOOTER = 850
LINE = 579
"""Exact line height: 12756 / 22 = 579.8; 580 would leave room for 21 lines only."""
LINE_MM = LINE / 1440 * 25.4
CHAR_SPACING = -5
"""Character spacing: 28 characters of 16 pt are wider than 156 mm; 28 × 15.75 pt are not."""
LINES, CHARS = 22, 28
WIDE_LINES = (PAGE_WIDTH - LEFT - RIGHT) // LINE
FOOTER = 1440
"""Distance of the footer from the page's edge: the dashes of ``— 1 —`` stand 7 mm below the type area (7.5)."""
BODY_SIZE, TITLE_SIZE, TABLE_SIZE, FOOTER_SIZE, RECORD_SIZE = 32, 44, 24, 28, 28
"""Half-points: 三号, 二号, 小四, 四号, 四号."""
RECORD_LINE = 460
INDENT = 630
"""Two characters."""
FONTS = {
    "song_title": "方正小标宋简体",
    "hei": "黑体",
    "kai": "楷体_GB2312",
    "fang": "仿宋_GB2312",
    "song": "宋体",
}
FALLBACKS = {
    "方正小标宋简体": "方正小标宋_GBK,华文中宋,STZhongsong,Noto Serif CJK SC",
    "黑体": "SimHei,Source Han Sans SC,Noto Sans CJK SC",
    "楷体_GB2312": "楷体,KaiTi,Noto Serif CJK SC",
    "仿宋_GB2312": "仿宋,FangSong,Noto Serif CJK SC",
    "宋体": "SimSun,Noto Serif CJK SC",
}
LATIN = "Times New Roman"


def width(text: str) -> float:
    """Width in full-width characters."""
    return sum(1.0 if unicodedata.east_asian_width(char) in "WFA" else 0.5 for char in text)
