"""What the title of a legal text tells of its rank: a statute of the legislature, a judicial interpretation, a regulation, rules."""

from __future__ import annotations

import re
from functools import lru_cache

from kb.model import Clause

RANKS = ("statute", "interpretation", "regulation", "rules", "local_norm", "trial_norm", "long_title")
_ARTICLE = re.compile("第[一二三四五六七八九十百千零]+条(?:之[一二三四五六七八九十]+)?$")
_BRACKETS = re.compile("[（(〔].*?[）)〕]")
_LOCAL = re.compile("^[^《》]{2,6}?(?:省|市|县|自治区|自治州|特别行政区)")
_STATUTE = re.compile("(?:法典|(?<!办)法)$")
_INTERPRETATION = re.compile("^最高人民(?:法院|检察院)|解释$")
_REGULATION = re.compile("条例$")
_RULES = re.compile("(?:办法|规定|细则|规则|规范|制度|标准|准则|章程|守则|意见|通知|决定|批复|答复)$")
_TRIAL = re.compile("试行|暂行")
_LONG = 40


def named(title: str, clause: Clause) -> str:
    """The title by which a clause is judged: its document's, else the outermost heading, as collections of articles have it."""
    return title or (clause.path[0] if clause.path else "")


def law(title: str) -> str:
    """The title of a legal text without the number of an article behind it."""
    return _ARTICLE.sub("", title.strip()).strip("《》 ")


def is_norm(title: str) -> bool:
    """Whether a title is that of a legal text."""
    return any(_rank(title))


def rank(title: str) -> dict[str, float]:
    """Numbers of 0 to 1 by the names in ``RANKS`` (立法法 第九十八条至第一百零三条 order what these names tell apart).

    ``title`` may end in an article number, as titles of single articles do. A text that is no norm has zeros.
    """
    return dict(zip(RANKS, _rank(title), strict=True))


@lru_cache(maxsize=20_000)
def _rank(title: str) -> tuple[float, ...]:
    law_title = law(title)
    bare = _BRACKETS.sub("", law_title)
    kinds = (_INTERPRETATION, _STATUTE, _REGULATION, _RULES)
    found = next((kind for kind in kinds if kind.search(bare)), None)
    if found is None:
        return (0.0,) * len(RANKS)
    return (
        float(found is _STATUTE),
        float(found is _INTERPRETATION),
        float(found is _REGULATION),
        float(found is _RULES),
        float(bool(_LOCAL.match(bare))),
        float(bool(_TRIAL.search(law_title))),
        min(len(law_title.removeprefix("中华人民共和国")), _LONG) / _LONG,
    )
