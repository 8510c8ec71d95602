"""What is right in an emergency, as data: statements with the ways of writing their very opposite (``corpus/checklists/_safety.toml``).

A phrase is written in parts with a blank between them, where a few characters may stand; each part gives its alternatives with ``|``.
``<X>`` stands for a list of words.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from kb.phrases import Phrase

_MACRO = re.compile(r"<([A-Z]+)>")
_SHOULD = re.compile(r"(?<=[(|:])应(?=[|)])")
_MODAL = "应当?(?:立即|迅速|及时|尽快|优先|首先)?"
"""Wherever 应 stands as an alternative of its own."""
_GAP = "[^,。;:!?]{0,8}?"
_NEEDLESS = (
    "(?:不必|无需|无须|毋需|毋须|不用|不需要?|可不|可以不|免于|不得|严禁|禁止|不准|不许|切勿|请勿|不要|不应当?|不宜)"
    "(?:再|先|立即|及时|专门|另行|急于|对[^,。;]{1,6}?)?"
)
_ORDERS = (
    "先(?:行)?[^,。;、再后先]{{0,6}}?(?:{late})[^。;先]{{0,16}}?(?:再(?!次)|后(?!果|续|勤|方)|然后|随后|最后|才)[^,。;先]{{0,6}}?(?:{early})",
    "(?:立即|首先|迅速|马上|直接)[^,。;、]{{0,8}}?(?:{late})[^。;]{{0,10}}?,(?:然后|再(?!次)|随后|最后)[^,。;]{{0,6}}?(?:{early})",
    "(?:{late})(?:完毕|完成|结束|成功|到位)?(?:后|之后|以后),?(?:再(?!次)|方可|才能?|然后|最后)[^,。;]{{0,8}}?(?:{early})",
    "(?:{early})(?:之|以)?前,?(?:应|须|必须|可|要|首先|应当|可以)?先[^,。;]{{0,8}}?(?:{late})",
    "(?:未|未经|不经|无需|不必|没有|无须)(?:先|进行|经过?)?(?:{early})[^,。;]{{0,6}}?(?:即可|可以|便可|就可|直接|也可|可先)[^,。;]{{0,6}}?(?:{late})",
)


@dataclass(frozen=True, slots=True)
class Statement:
    """What is right (``say``), where it holds (``where``, a pattern for title, headings or sentence), and what its opposite looks like.

    ``never`` are acts that are wrong unless forbidden; ``needless`` and ``reversed`` are wrong however they stand.
    """

    say: str
    where: str
    basis: str
    never: tuple[Phrase, ...]
    needless: tuple[Phrase, ...]
    reversed: tuple[Phrase, ...]

    @classmethod
    def all_of(cls, tables: Iterable[Mapping[str, Any]], macros: Mapping[str, str]) -> Iterator[Statement]:
        """The statements of all groups of a file, each with the context and the source of its group where it has none of its own."""
        for table in tables:
            for rule in table["rules"]:
                where = _expanded(str(rule.get("where", table.get("where", ""))), macros)
                yield cls(
                    str(rule["say"]),
                    where,
                    str(rule.get("basis", table.get("basis", ""))),
                    tuple(Phrase(_joined(each, macros)) for each in rule.get("never", ())),
                    tuple(Phrase(_NEEDLESS + f"(?:{_joined(each, macros)})") for each in rule.get("always", ())),
                    tuple(phrase for each in rule.get("order", ()) for phrase in _orders(each, macros)),
                )


def _orders(said: str, macros: Mapping[str, str]) -> Iterator[Phrase]:
    early, _, late = _expanded(said, macros).partition(" => ")
    for order in _ORDERS:
        yield Phrase(order.format(early=early, late=late))


def _joined(said: str, macros: Mapping[str, str]) -> str:
    return _GAP.join(f"(?:{part})" for part in _expanded(said, macros).split(" "))


def _expanded(said: str, macros: Mapping[str, str]) -> str:
    return _SHOULD.sub(_MODAL, _MACRO.sub(lambda found: macros[found[1]], said))
