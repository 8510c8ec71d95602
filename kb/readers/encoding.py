"""Bytes to text: UTF-8, UTF-16, UTF-32 with or without a mark, GB18030, Big5; decided by what reads as text."""

from __future__ import annotations

import re
from dataclasses import dataclass

_COMMON = frozenset(
    "的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工也能下过子说产种面而方后多定行学法所民"
    "得经十三之进着等部度家电力里如水化高自二理起小物现实加量都两体制机当使点从业本去把性好应开它合还因由其些然前外天政四日"
    "那社义事平形相全表间样与关各重新线内数正心反明看原又利比或但质气第向道命此变条只没结解问意建月公系军很情者最立代想已通并提"
    "直题党程展五果料象员革位入常文总次品式活设及管特件长求头基资边流路级少图山统接知较将组见计别手角期根论运农指几九区强放决西"
    "被干做必战先回则任取据处理府研质信四风险灾害急预案责领导单位负组织突防救援按照《》，。、；：（）“”"
    "個為這們來時會說對發動產種經過裡電業應開還與關間長車東門見問題點頭體國學實現數統機處應預報災難險責導單負織"
)
_JUNK = re.compile(r"[\x00-\x08\x0e-\x1f\x7f\ufffd\ue000-\uf8ff]")
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")
"""Characters of which no text has more than one in twenty."""
_SAMPLE = 60_000


@dataclass(frozen=True, slots=True)
class Decoded:
    """``text`` with the encoding that was taken; ``lossy`` when some bytes could not be read."""

    text: str
    encoding: str
    lossy: bool = False


def decode(data: bytes) -> Decoded | None:
    """The text of ``data``; None when it is no text in any known encoding (binary)."""
    for mark, encoding in (
        (b"\xff\xfe\x00\x00", "utf-32-le"),
        (b"\x00\x00\xfe\xff", "utf-32-be"),
        (b"\xef\xbb\xbf", "utf-8"),
        (b"\xff\xfe", "utf-16-le"),
        (b"\xfe\xff", "utf-16-be"),
    ):
        if data.startswith(mark):
            return _decoded(data[len(mark) :], encoding)
    wide = _wide(data)
    if wide:
        return _decoded(data, wide)
    if data.count(0) > len(data) // 200 + 1:
        return None
    try:
        decoded = Decoded(data.decode("utf-8"), "utf-8")
    except UnicodeDecodeError:
        return _guess(data)
    head = decoded.text[:_SAMPLE]
    return None if len(_CONTROL.findall(head)) * 20 > len(head) else decoded


def _decoded(data: bytes, encoding: str) -> Decoded:
    try:
        return Decoded(data.decode(encoding), encoding)
    except UnicodeDecodeError:
        return Decoded(data.decode(encoding, "replace").replace("\ufffd", ""), encoding, lossy=True)


def _wide(data: bytes) -> str:
    """UTF-16 or UTF-32 without a mark, or an empty string."""
    head = data[:_SAMPLE]
    if len(head) < 4 or (0 not in head and _is_utf8(head)):
        return ""
    if 0 not in head:
        head = head[:2000]
    best, name = 0.85, ""
    for encoding, step in (("utf-32-le", 4), ("utf-32-be", 4), ("utf-16-le", 2), ("utf-16-be", 2)):
        share = _text_share(head[: len(head) // step * step].decode(encoding, "replace"))
        if share > best:
            best, name = share, encoding
    return name


def _is_utf8(head: bytes) -> bool:
    try:
        head[: len(head) - 4].decode("utf-8")
    except UnicodeDecodeError as error:
        return error.start > len(head) - 8
    return True


def _text_share(text: str) -> float:
    """Share of characters that ordinary Chinese or English text is made of; a rare script counts as none."""
    if not text:
        return 0.0
    good = sum(1 for char in text if char in "\r\n\t" or " " <= char <= "~" or _ordinary(char))
    breaks = sum(char in "\n,.，。、 的" for char in text)
    return good / len(text) if breaks * 100 >= len(text) else 0.0


def _ordinary(char: str) -> bool:
    return (
        "\u4e00" <= char <= "\u9fa5" or "\u3000" <= char <= "\u3011" or "\uff01" <= char <= "\uff5e" or char in _COMMON
    )


def _guess(data: bytes) -> Decoded | None:
    """GB18030, Big5 or damaged UTF-8: the one whose text has most common characters and fewest failures."""
    best: tuple[float, Decoded] | None = None
    for encoding in ("utf-8", "gb18030", "big5hkscs"):
        text = data.decode(encoding, "replace")
        failures = text.count("\ufffd")
        strange = len(_JUNK.findall(text)) - failures
        wide = sum(char > "\x7f" for char in text)
        common = sum(char in _COMMON for char in text)
        score = common / max(1, wide) - 3.0 * failures / max(1, wide) - strange / max(1, wide)
        found = Decoded(text.replace("\ufffd", ""), "big5" if encoding.startswith("big5") else encoding, failures > 0)
        if best is None or score > best[0]:
            best = (score, found)
    if best is None or best[0] < 0.15:
        return _by_library(data)
    return best[1]


def _by_library(data: bytes) -> Decoded | None:
    from charset_normalizer import from_bytes

    match = from_bytes(data[:_SAMPLE]).best()
    if match is None:
        return None
    text = data.decode(match.encoding, "replace")
    lossy = "\ufffd" in text
    text = text.replace("\ufffd", "")
    return Decoded(text, match.encoding, lossy) if len(_JUNK.findall(text)) * 50 < max(1, len(text)) else None
