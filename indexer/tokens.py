"""Text to tokens: jieba words with the terms of the field, and character bigrams, both over one folded form."""

from __future__ import annotations

import hashlib
import logging
import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from functools import cached_property, lru_cache
from math import log
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from indexer.synonyms import Synonyms

TOKENS_VERSION = 3
"""Raised when folding, segmentation or what is kept of a clause changes, so that an index made otherwise is refused."""

_RARE = 5
"""Frequency in jieba's dictionary up to which a word of two characters is rather a typing error."""
_DIGITS = "零一二三四五六七八九"
_LEVELS = {"i": "一", "ii": "二", "iii": "三", "iv": "四", "1": "一", "2": "二", "3": "三", "4": "四", "壹": "一"}
_LEVEL = re.compile(r"(?<![a-z0-9])(iii|ii|iv|i|[1-4]|壹)\s*级")
_ARTICLE = re.compile(r"(?:第\s*)?(?<![0-9.])([0-9]{1,4})\s*条")
_DROPPED = re.compile(
    r"[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u00ad\u200b-\u200f\u202a-\u202e\u2060\ufeff\ud800-\udfff]"
)
_RUN = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\u3007]+|[a-z0-9]+(?:[.\-/][a-z0-9]+)*")
_HAN = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\u3007]")

_IN_JIEBA = re.compile("[\u4e00-\u9fd5]+")

_STOP_WORDS = """
的 了 和 与 及 或 在 是 有 就 都 而 也 又 把 被 让 给 向 对 从 到 为 于 以 之 其 该 此 这 那 这个 那个 哪 哪个 哪些 哪里 哪儿 什么 啥
怎么 怎样 怎么样 如何 怎么办 为什么 为啥 吗 呢 吧 啊 呀 么 的话 请问 一下 关于 有关 有没有 是不是 是否 能不能 要不要 可以 应该 需要
我们 我 你 他 她 它 咱们 谁 几 多少 多久 多长 多长时间 几个 哪种 一个 一些 会 要 能 得 着 过 地 里 里面 中 上 下 时候 时 等 还 还是 再
才 很 太 最 更 不 没 没有 那么 这样 那样 所 即 并 且 但 如果 因为 所以 写 怎 样 个 种 条 些 说 到底 意思 究竟 具体 内容 规定 要求 相关
情况 问题 方面
"""
STOP_WORDS = frozenset(_STOP_WORDS.split())
"""Words that say how something is asked, not what; they never decide whether a question is answered."""


def numeral(number: int) -> str:
    """1 → 一, 20 → 二十, 103 → 一百零三, 1012 → 一千零一十二, for 1 to 9999 as articles are numbered."""
    text, skipped = "", False
    for unit, value in (("千", 1000), ("百", 100), ("十", 10), ("", 1)):
        digit = number // value % 10
        if digit:
            text += ("零" if skipped and text else "") + _DIGITS[digit] + unit
        skipped = not digit
    return text.removeprefix("一") if 10 <= number < 20 else text


def clean(text: str) -> str:
    """The text without control and invisible characters, white space of any kind as one space."""
    return " ".join(_DROPPED.sub("", text).split())


def fold(text: str) -> str:
    """One spelling for equal things: NFKC, lower case, ``Ⅳ级``/``4级`` → ``四级``, ``第73条``/``73条`` → ``第七十三条``."""
    # the tests before the substitutions cost nothing and mostly spare them: folding is most of what a search does to texts
    folded = unicodedata.normalize("NFKC", text if text.isprintable() else _DROPPED.sub("", text)).lower()
    if "级" in folded:
        folded = _LEVEL.sub(lambda match: _LEVELS[match[1]] + "级", folded)
    if "条" in folded:
        folded = _ARTICLE.sub(lambda match: f"第{numeral(int(match[1]))}条" if int(match[1]) else match[0], folded)
    return folded


@lru_cache(maxsize=20_000)
def fold_heading(text: str) -> str:
    """``fold`` of a title or of the headings above a clause, which many clauses share."""
    return fold(text)


def runs(folded: str) -> Iterator[str]:
    """Maximal runs of Han characters, and of Latin letters and digits, in order."""
    return (match[0] for match in _RUN.finditer(folded))


def bigrams(folded: str) -> Iterator[str]:
    """Overlapping pairs of Han characters; other runs and lone characters whole."""
    for run in runs(folded):
        if len(run) > 1 and _HAN.match(run):
            yield from (run[i : i + 2] for i in range(len(run) - 1))
        else:
            yield run


class Tokens:
    """The segmenter of a library. ``terms``: words of the field, one a line, ``#`` starts a comment.

    ``synonyms`` is the TOML that ``indexer.synonyms`` reads; changing it needs no new index.
    jieba keeps its dictionary image in ``cache_folder``; where that cannot be written it is rebuilt in memory at each start.
    """

    def __init__(self, terms: str = "", synonyms: str = "", *, cache_folder: Path | None = None) -> None:
        self._terms = tuple(dict.fromkeys(_lines(terms)))
        self._synonyms = synonyms
        self._cache = cache_folder

    @cached_property
    def identity(self) -> str:
        """Identity of the segmentation, recorded in an index."""
        text = f"{TOKENS_VERSION}\n" + "\n".join(self._terms)
        return hashlib.sha256(text.encode()).hexdigest()[:12]

    @property
    def terms(self) -> tuple[str, ...]:
        """The words of the field."""
        return self._terms

    @cached_property
    def synonyms(self) -> Synonyms:
        """What words of a query may be called in the texts. Raises ValueError when the TOML is damaged."""
        from indexer.synonyms import Synonyms

        return Synonyms(self._synonyms)

    @cached_property
    def _segmenter(self) -> Any:
        import jieba

        jieba.setLogLevel(logging.CRITICAL + 1)
        segmenter = jieba.Tokenizer()
        if self._cache is not None:
            try:
                self._cache.mkdir(parents=True, exist_ok=True)
                segmenter.tmp_dir = str(self._cache)
                segmenter.cache_file = "jieba.cache"
            except OSError:
                pass
        segmenter.initialize()
        for term in self._terms:
            segmenter.add_word(term)
        return segmenter

    @cached_property
    def _cut(self) -> Callable[[str], tuple[str, ...]]:
        """The most probable words of a run of Han characters, as ``jieba.cut(HMM=False)`` finds them but three times as fast."""
        segmenter = self._segmenter
        frequency, log_total = segmenter.FREQ.get, log(segmenter.total)

        @lru_cache(maxsize=50_000)
        def cut(run: str) -> tuple[str, ...]:
            if not _IN_JIEBA.fullmatch(run):
                return tuple(segmenter.cut(run, HMM=False))
            length = len(run)
            scores, ends = [0.0] * (length + 1), [0] * length
            for start in range(length - 1, -1, -1):
                best, end = -log_total + scores[start + 1], start + 1
                unseen = True
                for stop in range(start + 1, length + 1):
                    times = frequency(run[start:stop])
                    if times is None:
                        break
                    if times:
                        score = log(times) - log_total + scores[stop]
                        if unseen or score >= best:
                            best, end, unseen = score, stop, False
                scores[start], ends[start] = best, end
            words, at = list[str](), 0
            while at < length:
                words.append(run[at : ends[at]])
                at = ends[at]
            return tuple(words)

        return cut

    def words(self, folded: str) -> Iterator[str]:
        """Words of a folded text as a search engine wants them: long words and the words inside them."""
        frequency = self._segmenter.FREQ.get
        for run in runs(folded):
            if not _HAN.match(run):
                yield run
                continue
            for word in self._cut(run):
                for size in (2, 3) if len(word) > 3 else (2,) if len(word) > 2 else ():
                    for at in range(len(word) - size + 1):
                        if frequency(word[at : at + size]):
                            yield word[at : at + size]
                yield word

    def pieces(self, folded: str) -> Iterator[tuple[int, str]]:
        """The longest words of a folded text with the places where they begin."""
        for run in _RUN.finditer(folded):
            at = run.start()
            for word in self._cut(run[0]) if _HAN.match(run[0]) else (run[0],):
                yield at, word
                at += len(word)

    def content_words(self, folded: str) -> tuple[str, ...]:
        """The longest words that carry meaning, without repetition: what a highlight or an answer must be about."""
        found = dict.fromkeys(
            word
            for run in runs(folded)
            for word in (self._cut(run) if _HAN.match(run) else (run,))
            if word not in STOP_WORDS
        )
        return tuple(found)

    def lone_characters(self, folded: str) -> frozenset[int]:
        """Places of Han characters that are part of no longer word, or of a very rare one: where a typing error may stand."""
        found = list[int]()
        for run in _RUN.finditer(folded):
            at = run.start()
            for word in self._cut(run[0]) if _HAN.match(run[0]) else ():
                if len(word) == 1 or (len(word) == 2 and self._segmenter.FREQ.get(word, 0) <= _RARE):
                    found += range(at, at + len(word))
                at += len(word)
        return frozenset(found)

    def times(self, word: str) -> int:
        """How often the dictionary counts a word, or a term of the field; 0 for what is none."""
        return int(self._segmenter.FREQ.get(word, 0))


def _lines(terms: str) -> Iterable[str]:
    for line in terms.splitlines():
        term = line.split("#", 1)[0].strip()
        if len(term) > 1:
            yield fold(term)
