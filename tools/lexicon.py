"""Makes ``corpus/checklists/_lexicon.toml``: characters that sound or look alike, and the words that plans use.

``python -m tools.lexicon`` needs ``pypinyin`` (MIT; readings of characters), Pillow and the font Noto Sans CJK (SIL OFL; only the
likeness of its glyphs is kept). The words come from our own outlines, checklists, facts and samples; ``modern`` is kept as it stands.
"""

from __future__ import annotations

import tomllib
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFilter, ImageFont

from kb.parsing import parse
from kb.review.text import HANZI
from kb.review.wording.lattice import cut

ROOT = Path(__file__).resolve().parents[1]
TARGET = ROOT / "corpus" / "checklists" / "_lexicon.toml"
FONT = Path("/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc")
COMMON = "".join(bytes([a, b]).decode("gb2312", "ignore") for a in range(0xB0, 0xD8) for b in range(0xA1, 0xFF))[:3755]
"""The characters of the first level of GB/T 2312, by their reading."""
LEAST, LIKE, MOST = 5, 0.83, 5


def sounds() -> Iterator[str]:
    """Groups of characters with one reading, tones left aside."""
    from pypinyin import Style, pinyin  # type: ignore[import-not-found]

    read: dict[str, list[str]] = defaultdict(list)
    for char in COMMON:
        for syllable in pinyin(char, style=Style.NORMAL, heteronym=True)[0][:2]:
            read[syllable].append(char)
    return ("".join(read[syllable]) for syllable in sorted(read) if len(read[syllable]) > 1)


def shapes() -> Iterator[str]:
    """A character followed by those that look like it."""
    font = ImageFont.truetype(FONT, 40, index=2)
    glyphs = np.stack([_glyph(char, font) for char in COMMON])
    near = glyphs @ glyphs.T
    np.fill_diagonal(near, 0)
    for at, char in enumerate(COMMON):
        like = [int(other) for other in np.argsort(-near[at])[:MOST] if near[at, other] >= LIKE]
        if like:
            yield char + "".join(COMMON[other] for other in like)


def _glyph(char: str, font: ImageFont.FreeTypeFont) -> NDArray[np.float32]:
    image = Image.new("L", (48, 48))
    ImageDraw.Draw(image).text((4, -4), char, font=font, fill=255)
    values = np.asarray(image.filter(ImageFilter.GaussianBlur(1.6)).resize((32, 32)), dtype=np.float32).ravel()
    values = values - values.mean()
    return np.asarray(values / np.linalg.norm(values), dtype=np.float32)


def words() -> Iterable[str]:
    """The words of two to four characters that our own texts use five times or more."""
    counted: Counter[str] = Counter()
    for text in _texts():
        for run in HANZI.findall(text):
            counted.update(run[start:end] for start, end in cut(run))
    return sorted((word for word, count in counted.items() if count >= LEAST and 2 <= len(word) <= 4), key=_by_length)


def _by_length(word: str) -> tuple[int, str]:
    return len(word), word


def _texts() -> Iterator[str]:
    corpus = ROOT / "corpus"
    for folder in ("outlines", "checklists", "facts", "forms", "terms"):
        yield from (path.read_text(encoding="utf-8") for path in sorted((corpus / folder).iterdir()) if path != TARGET)
    for path in sorted((corpus / "samples").glob("*/*")):
        yield from (clause.text for clause in parse(path).documents[0].clauses)


def _block(name: str, entries: Iterable[str]) -> str:
    lines, line = [], ""
    for entry in entries:
        if len(line) + len(entry) > 110:
            lines.append(line)
            line = ""
        line = f"{line} {entry}" if line else entry
    return f'{name} = """\n' + "\n".join([*lines, line]) + '\n"""\n'


def main() -> None:
    """Write the file anew, with the words of ``modern`` that it had."""
    kept = tomllib.loads(TARGET.read_text(encoding="utf-8"))["lexicon"]["modern"].split()
    head = (
        "# 错字检查用的字词。modern：通用词典没有的新词和公文用语，自编；words：应急预案常用词，取自本库自写的提纲、清单和样例；\n"
        "# sounds：同音字（不计声调），由 pypinyin（MIT）的读音表归并；shapes：字形相近的字（首字与其后各字），由字形逐像素比较得出。\n"
        "# 由 python -m tools.lexicon 生成（modern 除外）。\n[lexicon]\n"
    )
    blocks = (("modern", kept), ("words", words()), ("sounds", sounds()), ("shapes", shapes()))
    TARGET.write_text(head + "".join(_block(name, entries) for name, entries in blocks), encoding="utf-8")


if __name__ == "__main__":
    main()
