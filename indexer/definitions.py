"""Questions for the meaning of a term, and texts that tell it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

_ASKED = (
    re.compile("^(?:请问)?(?:什么|啥)(?:是|叫做?|叫作)([^\\s,，]{2,16}?)(?:啊|呢)?$"),
    re.compile("^(?:请问)?([^\\s,，]{2,16}?)(?:到底|究竟)?(?:是|指)?的?(?:是)?(?:什么|啥)意思(?:啊|呢)?$"),
    re.compile("^([^\\s,，]{2,16}?)(?:怎么|如何)定义"),
    re.compile("^([^\\s,，]{2,16}?)的?(?:含义|定义)(?:是什么|是啥)?$"),
    re.compile("^([^\\s,，]{2,16}?)(?:到底|究竟)?指的?(?:是)?(?:什么|啥)$"),
    re.compile("^(?:何为|何谓)([^\\s,，]{2,16})$"),
)
_ANOTHER_QUESTION = re.compile("几|谁|哪|多少|多久|怎么|如何")
_END = re.compile("[?？!！。,，\\s]+$")
_SAYS = '[”"’」)]?(?:,|:)?(?:是指|系指|指的是|指|即|是)|[”"」]?:'


@lru_cache(maxsize=256)
def asked(folded: str) -> str:
    """The term whose meaning a folded question asks for, else an empty string."""
    bare = _END.sub("", folded)
    term = next((match[1] for pattern in _ASKED if (match := pattern.search(bare))), "")
    return "" if _ANOTHER_QUESTION.search(term) else term


@lru_cache(maxsize=512)
def _meaning(term: str) -> re.Pattern[str]:
    return re.compile(f'(?:^|[,。;:、“"「\n\\s)]|所称){re.escape(term)}(?:{_SAYS})')


def told(terms: Iterable[str], folded: str) -> bool:
    """Whether a folded text tells what one of the terms means."""
    return any(_meaning(term).search(folded) for term in terms if term and term in folded)
