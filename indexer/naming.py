"""The law or plan that a question names, and whether the library has one of such a name.

That a library cites a law is not that it holds it: 《…条例》第二十五条 is no answer where only other texts mention those regulations.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import TypeVar

from indexer.reference import bare_title
from indexer.titles import Titled, Titles
from indexer.tokens import STOP_WORDS
from kb.regions import CITIES, PROVINCES_SHORT

T = TypeVar("T", bound=Titled)
_REGULATIONS, _LAW, _PLAN = KINDS = ("条例", "法", "预案")
_NO_LAW = re.compile("[办方想没无依违执司立非合守普语用说看手做写算打玩疗]法$")
_GOES_ON = frozenset("律规制定院官庭人子术语案典")
"""What makes another word of 法."""
_WORDS_BEFORE = (
    "按 按照 依 依据 依照 根据 违反 触犯 适用 参照 执行 看 查 找 问 对 由 被 跟 照 用 学 学习 讲 修订 新修订 现行 老 旧 新 年 版 "
    "启动 终止 解除 编制 编 制定 修改 印发 发布 公布 写 报备 备案 一个 两个 两部 几个 几部 三个 多个 这个 那个 哪个 这部 那部 哪部 各 各个 每个 同一 同一个 别的 其他 上述"
)
_BEFORE = STOP_WORDS | frozenset(_WORDS_BEFORE.split())
"""What stands before a name without being part of it."""
_LONGEST = 24
_COMMON = re.compile(
    "国家|全国|国务院|中央|地方|[我本][省市县]|突发|事件|应急|管理|处置|总体|专项|暂行|试行|实施|预案|条例|办法"
)
"""Words of many titles, which tell none from another."""
_UNTOLD = frozenset("省市县的")
_OF_THE_STATE = ("国家", "全国")
_OF_A_PLACE_OR_RULES = frozenset("省市县区乡镇村管")
"""No title of a plan of the whole state has these, unless the name has: 管 stands in rules on managing plans."""
_QUOTED = re.compile("《([^》]{2,30})")
_ALIKE, _SHORT = 0.76, 2
"""Share of a name's own characters that a title must hold to be the one meant: names are shortened, not reworded. Of a name of two
characters (防汛法 for 防洪法) any one will do."""


def named(folded: str, pieces: Sequence[tuple[int, str]]) -> str:
    """The longest name of a law, of regulations or of the plan of a place or the state in a folded question, else an empty string.

    ``pieces``: its words with their places, as ``Tokens.pieces`` gives them. A plan without a place may be one of many.
    """
    quoted = _QUOTED.search(folded)
    names = [quoted[1]] if quoted else []
    for number, (at, word) in enumerate(pieces):
        end = at + len(word)
        if word.endswith(KINDS) and not (word.endswith(_LAW) and folded[end : end + 1] in _GOES_ON):
            names.append(folded[_start(number, pieces) : end])
    return max(filter(_tells, names), key=len, default="")


def _start(number: int, pieces: Sequence[tuple[int, str]]) -> int:
    """Where the name begins that ends with this word."""
    start, word = pieces[number]
    end = start + len(word)
    for at, before in reversed(pieces[:number]):
        if at + len(before) != start or not before[0].isalpha() or before in _BEFORE or end - at > _LONGEST:
            break
        start = at
    return start


def _tells(name: str) -> bool:
    """Whether these words name one law or plan."""
    if name.endswith(_PLAN):
        return name.startswith(_OF_THE_STATE) or bool(_places(name))
    return not _NO_LAW.search(name) and len(_own(name)) >= 2


def _places(name: str) -> tuple[str, ...]:
    return tuple(place for place in (*PROVINCES_SHORT, *CITIES) if place in name)


def _kind(name: str) -> str:
    return next((kind for kind in KINDS if name.endswith(kind)), "")


def _own(name: str) -> frozenset[str]:
    """The characters that tell a name from others of its kind."""
    return frozenset(_COMMON.sub("", bare_title(name).removesuffix(_kind(name)))) - _UNTOLD


def is_held(name: str, called: Iterable[str], titles: Titles[T], headings: Iterable[str]) -> bool:
    """Whether a title of the library, or one of these headings, may be the name or one of those it is also ``called``.

    It bears the places of the name, the kind and nearly all of the own characters of either; the plan of the state none of a place.
    """
    places = _places(name)
    for one in (name, *called):
        own, must = _own(one), "".join((*places, _kind(one)))
        alike = _ALIKE if len(own) > _SHORT or one.endswith(_PLAN) else 0.5
        without = _OF_A_PLACE_OR_RULES - set(one) if name.startswith(_OF_THE_STATE) and one.endswith(_PLAN) else ""
        if not own or titles.share(own, must, without) >= alike:
            return True
        if any(len(own & set(text)) >= alike * len(own) for text in headings if set(must) <= set(text)):
            return True
    return False


def is_spoken_of(name: str, folded: str) -> bool:
    """Whether a folded text uses the name otherwise than as the quoted title of another text: a method (海姆立克法), or the law itself."""
    return bool(re.search(f"(?<![《国]){re.escape(name)}(?!》)", folded))
