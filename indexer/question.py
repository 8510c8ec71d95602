"""A query understood: cleaned, cut, its typing errors mended, its terms weighted, levels and references noted."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from indexer import answers, definitions, naming, reference
from indexer.synonyms import Synonyms
from indexer.tokens import STOP_WORDS, Tokens, bigrams, clean, fold
from kb.errors import InputError

MAX_CHARACTERS = 400
"""Longer queries are cut; the encoder reads some 700 characters and nobody ranks by more."""
_BESIDE, _INSTEAD, _REPLACED = 0.1, 0.8, 0.3
"""Weight of a synonym beside the asker's word, in place of one that the library never uses, and of such a word."""
_SURELY = 3
"""In how many clauses such a word must stand."""
_NUMERALS = frozenset("零一二两三四五六七八九十百千万亿")
_EVERYDAY = 30_000
"""A character that the dictionary counts so often as a word is hardly a typing error."""
_LEVEL = re.compile("(?<!十)([一二三四])级")
_ASKING = re.compile(
    "请问|想问一下|到底是?什么意思|是?什么意思|怎么办|怎么样|为什么|为啥|怎么写|怎么|如何|什么|哪些|哪个|哪里|哪儿|多少|多久|多长时间|"
    "有没有|是不是|要不要|能不能|有哪些|[吗呢吧啊呀么啥]"
)

Frequency = Callable[[str], int]
"""In how many clauses of the library a bigram occurs."""


@dataclass(frozen=True, slots=True)
class Question:
    """``words``, ``grams`` and ``context`` are weighted terms of the three lexical families.

    ``text`` is what is embedded; ``content`` the words that carry meaning with what else each may be called; ``seen`` in
    how many clauses of the library each of them may stand, by itself or by another name; ``document`` the law or plan it names; ``term`` what it asks the meaning
    of; ``unheard`` the words of its content that stand in no clause themselves.
    """

    query: str
    text: str
    folded: str
    words: Mapping[str, float]
    grams: Mapping[str, float]
    context: Mapping[str, float]
    content: Mapping[str, tuple[str, ...]]
    seen: Mapping[str, int]
    levels: frozenset[str]
    years: frozenset[str]
    kinds: frozenset[str]
    place: reference.Reference | None
    document: str = ""
    term: str = ""
    unheard: frozenset[str] = frozenset()


def understand(query: str, tokens: Tokens, synonyms: Synonyms, frequency: Frequency) -> Question:
    """Analyse a query. Raises InputError("empty_query") when it holds no letter or digit."""
    text = clean(query)[:MAX_CHARACTERS].strip()
    folded = fold(text)
    if not any(character.isalnum() for character in folded):
        raise InputError("empty_query")
    mended = _mend(folded, tokens, synonyms, frequency)
    expansions = synonyms.expansions(mended)
    titles = synonyms.documents(mended)
    asked = _ASKING.sub(" ", mended)
    asked = asked if any(character.isalnum() for character in asked) else mended
    unknown = {term for term in expansions if _unknown(term, frequency)}
    others = {other: _INSTEAD if term in unknown else _BESIDE for term, found in expansions.items() for other in found}
    context = " ".join((asked, *(title for _, title in titles)))
    content = {word: _called(word, expansions) for word in tokens.content_words(asked)}
    return Question(
        query=text,
        text=mended if mended != folded else text,
        folded=mended,
        words=_weigh(tokens.words, asked, others, unknown),
        grams=_weigh(bigrams, asked, others, unknown),
        context=_weigh(bigrams, context, others, unknown),
        content=content,
        seen={word: max(_occurs(name, frequency) for name in (word, *others)) for word, others in content.items()},
        levels=frozenset(_LEVEL.findall(mended)),
        years=reference.years(mended),
        kinds=answers.wanted(mended),
        place=reference.find(mended),
        document=naming.named(mended, tuple(tokens.pieces(mended))),
        term=definitions.asked(mended),
        unheard=frozenset(word for word in content if _unknown(word, frequency)),
    )


def _weigh(
    split: Callable[[str], Iterable[str]], asked: str, others: Mapping[str, float], replaced: Iterable[str]
) -> dict[str, float]:
    """Weight 1 for each term of the query, less for stop words and for what synonyms add."""
    weights = {term: 0.1 if term in STOP_WORDS else 1.0 for term in split(asked)}
    for term in replaced:
        weights.update(dict.fromkeys(split(term), _REPLACED))
    for other, weight in others.items():
        for term in split(other):
            weights.setdefault(term, weight)
    return weights


def _unknown(term: str, frequency: Frequency) -> bool:
    """Whether the library surely never uses a term: one of its bigrams does not occur."""
    return not _occurs(term, frequency)


def _occurs(term: str, frequency: Frequency) -> int:
    """At most in so many clauses: those that hold its rarest bigram."""
    return min((frequency(gram) for gram in bigrams(term)), default=0)


def _called(word: str, expansions: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    """What else a word of the query may be called: by itself or as part of a longer term."""
    return tuple(other for term, others in expansions.items() if word in term or term in word for other in others)


def _mend(folded: str, tokens: Tokens, synonyms: Synonyms, frequency: Frequency) -> str:
    """Replace mistyped characters: part of no word, neither bigram around it in the library, with another character one is.

    The other makes a word with a neighbour that is part of none either, or a longer one with more of them; where it merely sounds
    alike, that word must be met more than once, and what is replaced be no everyday word of its own.
    """

    def known(word: str) -> bool:
        return tokens.times(word) > 0 or synonyms.holds(word)

    characters = list(folded)
    lone = tokens.lone_characters(folded)
    for at in sorted(lone):
        character, after = characters[at], folded[at + 1 : at + 2]
        before = characters[at - 1] if at else ""
        if _seen(before + character, frequency) or _seen(character + after, frequency):
            continue
        confused = set(synonyms.alike(character))
        everyday = character in STOP_WORDS or before.isdigit() or tokens.times(character) > _EVERYDAY
        sounding = () if everyday else synonyms.sounding(character)
        best, most = character, 0
        for other in (*confused, *sounding):
            seen = 0 if other in _NUMERALS else _fits(characters, at, other, lone, known, frequency)
            if seen > most and (other in confused or seen >= _SURELY):
                best, most = other, seen
        characters[at] = best
    return "".join(characters)


def _fits(
    characters: Sequence[str],
    at: int,
    other: str,
    lone: Collection[int],
    known: Callable[[str], bool],
    frequency: Frequency,
) -> int:
    """How often the library may hold the word that another character makes at a place; 0 when it makes none."""
    most = 0
    for start, stop in ((at - 1, at + 1), (at, at + 2), (at - 2, at + 1), (at - 1, at + 2), (at, at + 3)):
        if start < 0 or stop > len(characters):
            continue
        word = "".join((*characters[start:at], other, *characters[at + 1 : stop]))
        beside = start if start < at else at + 1
        alone = stop - start > 2 or (beside in lone and characters[beside] not in STOP_WORDS)
        if alone and word.isalpha() and known(word):
            most = max(most, _occurs(word, frequency))
    return most


def _seen(pair: str, frequency: Frequency) -> int:
    return frequency(pair) if len(pair) == 2 and pair.isalpha() else 0
