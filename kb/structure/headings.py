"""Which items are headings: by number, length, punctuation, and by what their neighbours of the same family do."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from kb.numbering import Family, squeeze
from kb.structure.chains import Node, best_chain, regions, settle_digits
from kb.structure.items import Item

_SENTENCE = re.compile(r"[。；！？!]|[，,、：:;]$")
_PARENTHESES = re.compile(r"[（(][^（）()]*[）)]")
_RUN_IN = re.compile(r"^([^。；，,：:！？]{2,24})(。)(?=\S)")
_RUN_IN_WIDE = re.compile(r"^([^。；：:！？]{2,30})(。)(?=\S{8,})")
_KNOWN_RUN_IN = re.compile(
    r"^(编制目的|编制依据|适用范围|工作原则|基本原则|事件分级|事故分级|响应分级|启动条件|启动程序|响应措施|信息报告|信息发布|先期处置|善后处置|应急终止|响应终止|应急结束|"
    r"预案演练|预案管理|预案解释|预案修订|预案实施时间|实施时间|责任与奖惩|奖惩|名词术语|资金保障|物资保障|通信保障|队伍保障|医疗保障|交通保障|技术保障|治安保障)"
    r"[：:。\s]*(?=[《（(为依根本按坚在由发成设各县市省事应当一二三四有针对加建])(?=\S{12,})"
)
_UNITS = (Family.PART, Family.CHAPTER, Family.SECTION)
_WEAK = (Family.CASE, Family.CHINESE, Family.CHINESE_PAREN, Family.DIGIT, Family.DIGIT_PAREN, Family.LETTER)
_BARE_HEADS = re.compile(
    r"^(?:前言|引言|序言|序|导言|结语|结束语|总则|附则|编制(?:目的|依据|说明|原则)|适用范围|工作原则|应急?工作原则|事[件故]分[级类].{0,4}|响应分级|"
    r"应急预案体系|预案体系|组织(?:指挥)?(?:机构|体系)(?:[及与和](?:其)?职责)?|应急组织.{0,10}|指挥机构.{0,8}|风险(?:分析|评估|描述|防控).{0,6}|事故风险(?:分析|描述).{0,4}|"
    r"(?:预防|监测)(?:与|和|、)?预警.{0,4}|预警.{0,6}|信息报告.{0,6}|信息报送.{0,6}|应急响应.{0,6}|响应(?:启动|措施|程序|终止|级别|调整).{0,4}|处置(?:措施|程序|与救援)|"
    r"应急处置.{0,6}|先期处置|指挥.{0,2}协调|信息发布.{0,6}|应急(?:结束|终止|支援)|响应终止|后期处置|善后处置|恢复(?:与)?重建|调查.{0,2}评估|总结评估|应急保障|保障措施|"
    r".{2,6}保障|预案(?:管理|演练|培训|修订|备案|实施|解释|评估)(?:.{0,8})|(?:应急)?(?:宣传|培训|演练)[、与和]?.{0,8}|责任.{0,2}奖惩|奖惩|名词术语.{0,6}|预案解释.{0,4}|"
    r"(?:预案)?实施时间|生效时间|注意事项|附件|附表|基本情况|背景|工作概况|存在(?:的)?问题.{0,10}|下一步.{0,8}|经验.{0,6}|事[件故](?:经过|概况|原因).{0,6})$"
)
_CAPTION = re.compile(r"^[图表]\s*[\dA-Z一二三四五六七八九十]+(?:\s*[-－—.．]\s*\d+)*\s*\S")


class Role(StrEnum):
    """What an item is in its document."""

    TITLE = "title"
    CONTENTS = "contents"
    HEADING = "heading"
    RUN_IN = "run_in"
    ARTICLE = "article"
    NUMBERED = "numbered"
    LIST = "list"
    TABLE = "table"
    BODY = "body"


@dataclass(slots=True)
class Mark:
    """The role of one item; ``head`` is the heading's text, ``body`` the text after a run-in heading or an article number."""

    role: Role
    head: str = ""
    body: str = ""
    strong: bool = False


def mark_items(items: Sequence[Item], contents: set[int]) -> list[Mark]:
    """The roles of all items, titles apart (``kb.structure.front`` finds those)."""
    marks = [_first_guess(item, index in contents) for index, item in enumerate(items)]
    _confirm_articles(items, marks)
    _confirm_decimals(items, marks)
    _confirm_siblings(items, marks)
    _confirm_weak(items, marks)
    _unnumbered(items, marks)
    return marks


def is_phrase(text: str, limit: int = 46) -> bool:
    """Whether a text can be a heading: short, no sentence marks, not ending as a lead-in does."""
    if not text or len(text) > limit or _SENTENCE.search(text):
        return False
    bare = _PARENTHESES.sub("", text)
    if ("，" in bare and len(text) > 30) or re.search(r"[：:]\S{4,}", bare):
        return False
    if text.count("（") + text.count("(") != text.count("）") + text.count(")") or re.match(r"《.*》$", text):
        return False
    return bool(re.search(r"[\u4e00-\u9fffA-Za-z?]", text))


def _first_guess(item: Item, in_contents: bool) -> Mark:
    if in_contents:
        return Mark(Role.CONTENTS)
    if item.rows is not None:
        return Mark(Role.TABLE)
    number, rest = item.number, item.rest
    if number is None:
        return Mark(Role.BODY)
    if number.family in _UNITS:
        rest = rest.rstrip("：:。")
        return Mark(Role.HEADING, rest, strong=True) if not rest or is_phrase(rest, 60) else Mark(Role.BODY)
    if number.family is Family.ARTICLE:
        return Mark(Role.ARTICLE, body=rest)
    if number.family is Family.ANNEX:
        return _annex(item)
    if number.family is Family.CIRCLE:
        return Mark(Role.LIST)
    return _by_text(item)


def _annex(item: Item) -> Mark:
    number, rest = item.number, item.rest
    assert number is not None
    word = number.label[:2]
    if word in ("附图", "附表") and not number.label[2:]:
        return Mark(Role.BODY)
    if rest and ((number.mark in ("：", ":") and not number.value) or not is_phrase(rest, 60)):
        return Mark(Role.BODY)
    if re.match(r"^(?:中|所|第|的|为|是|和|及|、)", rest):
        return Mark(Role.BODY)
    return Mark(Role.HEADING, rest, strong=True)


def _by_text(item: Item) -> Mark:
    number, rest = item.number, item.rest
    assert number is not None
    decimal = number.family is Family.DECIMAL
    wide = decimal or number.family in (Family.CASE, Family.CHINESE, Family.CHINESE_PAREN)
    text = rest.rstrip("：:") if decimal or _names_section(rest) else rest
    if not text and (decimal or number.family in (Family.CHINESE, Family.CHINESE_PAREN, Family.DIGIT)):
        return Mark(Role.NUMBERED)
    if is_phrase(text, 60 if wide else 40):
        return Mark(Role.HEADING, text)
    if text.endswith("。") and is_phrase(text[:-1], 22) and number.family is Family.CHINESE:
        return Mark(Role.HEADING, text[:-1])
    known = _KNOWN_RUN_IN.match(text) if wide else None
    if known:
        return Mark(Role.RUN_IN, known[1], text[known.end() :].strip())
    run_in = (_RUN_IN_WIDE if decimal else _RUN_IN).match(text) if wide else None
    if run_in and is_phrase(run_in[1], 30) and len(text) > len(run_in[0]) + 6:
        return Mark(Role.RUN_IN, run_in[1], text[run_in.end() :].strip())
    return Mark(Role.NUMBERED if decimal else Role.LIST)


_LEADS_IN = re.compile(r"[下以如](?:列|下)|之一|包括|[的是为时]$|有$|[；。]")
_PARALLEL = re.compile(r"[^，,]*|([^，,]{3,6})[，,](?!应|并|由|且)([^，,]{3,6})")


def _names_section(text: str) -> bool:
    """Whether a text that ends with a colon is a section's name rather than what leads a list in."""
    return (
        3 <= len(text) <= 16
        and text.endswith(("：", ":"))
        and bool(_PARALLEL.fullmatch(text[:-1]))
        and not _LEADS_IN.search(text[:-1])
    )


def _confirm_articles(items: Sequence[Item], marks: list[Mark]) -> None:
    """Keep 第X条 as an article only in sequence: 第三条规定的… begins a sentence, not an article."""
    places = [index for index, mark in enumerate(marks) if mark.role is Role.ARTICLE]
    last: tuple[int, ...] = (0,)
    kept = []
    for index in places:
        number = items[index].number
        assert number is not None
        values = number.values
        restart = values == (1,) and last[0] > 2
        follows = (
            values[0] == last[0] + 1 or (len(values) > 1 and values[0] == last[0]) or last[0] < values[0] <= last[0] + 4
        )
        if (follows or restart) and not re.match(
            r"^(?:规定|所称|第[一二三四五六七八九十]+[款项]|的|、|和|及|至|或)", items[index].rest
        ):
            kept.append(index)
            last = values
    sure = frozenset(kept)
    for index in places:
        if index not in sure or len(kept) < 3:
            marks[index] = Mark(Role.BODY)
    if len(kept) >= 3:
        _items_of_articles(items, marks, kept[0])


def _items_of_articles(items: Sequence[Item], marks: list[Mark], first: int) -> None:
    """Numbers below an article are its items and sub-items (款、项、目: 立法法 65), however short; 一、 stays where it groups articles."""
    groups = any(_is_group(items[index], marks[index]) for index in range(first))
    inside = False
    for index in range(first, len(items)):
        item, mark = items[index], marks[index]
        if mark.role is Role.ARTICLE:
            inside = True
        elif item.number is None:
            continue
        elif item.number.family in (*_UNITS, Family.ANNEX) or (groups and _is_group(item, mark)):
            inside = inside and mark.role is not Role.HEADING
        elif inside and mark.role in (Role.HEADING, Role.RUN_IN):
            marks[index] = Mark(Role.LIST)


def _is_group(item: Item, mark: Mark) -> bool:
    return mark.role is Role.HEADING and item.number is not None and item.number.family is Family.CHINESE


_ROLE_WEIGHT = {Role.HEADING: 1.0, Role.RUN_IN: 0.9, Role.NUMBERED: 0.6}


def _confirm_decimals(items: Sequence[Item], marks: list[Mark]) -> None:
    """Keep the decimals that count up; measurements, cross references and OCR's own become text. Tops of theirs are strong."""
    starts = {
        index
        for index, (item, mark) in enumerate(zip(items, marks, strict=True))
        if item.number and item.number.family in (Family.ANNEX, Family.PART) and mark.role is Role.HEADING
    }
    for first, last in regions(items, starts):
        nodes = _nodes(items, marks, first, last)
        if all(node.digit for node in nodes):
            continue
        chain = best_chain(nodes)
        kept = {node.index for node in chain}
        for node in nodes:
            if not node.digit and node.index not in kept:
                marks[node.index] = Mark(Role.BODY)
        opening = [node for node in chain if node.opens]
        tops = {node.number.values[0] for node in chain if not node.digit}
        if len(opening) >= 2 or (opening and len(tops) == 1):
            for node in chain:
                if node.digit:
                    marks[node.index].strong = True


def _nodes(items: Sequence[Item], marks: Sequence[Mark], first: int, last: int) -> list[Node]:
    nodes: list[Node] = []
    chapter = 0
    for index in range(first, last):
        item, mark = items[index], marks[index]
        number = item.number
        if number is None:
            continue
        if number.family in (Family.CHAPTER, Family.CHINESE) and mark.role is Role.HEADING:
            chapter += 1
        decimal = number.family is Family.DECIMAL and mark.role in _ROLE_WEIGHT
        if decimal or (number.family is Family.DIGIT and mark.role is Role.HEADING):
            shown = 0.5 if item.outline_level or item.bold else 0.0
            weight = (_ROLE_WEIGHT[mark.role] if decimal else 0.5) * (0.7 if number.broken else 1.0) + shown
            nodes.append(Node(index, number, weight, chapter))
    settle_digits(nodes)
    return nodes


def _confirm_siblings(items: Sequence[Item], marks: list[Mark]) -> None:
    """A long numbered phrase among numbered sentences is one of them whose full stop was lost."""
    families: dict[tuple[int, ...], list[int]] = {}
    for index, item in enumerate(items):
        if (
            item.number
            and item.number.family is Family.DECIMAL
            and marks[index].role in (Role.HEADING, Role.RUN_IN, Role.NUMBERED)
        ):
            families.setdefault(item.number.values[:-1], []).append(index)
    for group in families.values():
        sentences = sum(1 for i in group if marks[i].role is Role.NUMBERED)
        for i in group:
            if marks[i].role is not Role.NUMBERED and len(marks[i].head) > 14 and sentences * 2 >= len(group):
                marks[i] = Mark(Role.NUMBERED)


def _confirm_weak(items: Sequence[Item], marks: list[Mark]) -> None:
    """Numbered phrases are headings when most of their run have text of their own below, else list items."""
    runs: dict[tuple[Family, int], list[int]] = {}
    serial = 0
    last_value: dict[Family, int] = {}
    run_of: dict[Family, tuple[Family, int]] = {}
    for index, item in enumerate(items):
        number = item.number
        mark = marks[index]
        if number is not None and (
            number.family in _UNITS
            or mark.role is Role.ARTICLE
            or (number.family is Family.DECIMAL and mark.role is not Role.BODY)
            or mark.strong
        ):
            last_value.clear()
            continue
        if number is None or number.family not in _WEAK or mark.role is Role.CONTENTS:
            continue
        family = number.family
        if family not in last_value or number.value <= last_value[family]:
            serial += 1
            run_of[family] = (family, serial)
            for other in [key for key in last_value if _WEAK.index(key) > _WEAK.index(family)]:
                del last_value[other]
        last_value[family] = number.value
        runs.setdefault(run_of[family], []).append(index)
    for run in runs.values():
        phrases = [i for i in run if marks[i].role in (Role.HEADING, Role.RUN_IN)]
        if not phrases:
            continue
        own = sum(1 for i in phrases if marks[i].role is Role.RUN_IN or _has_body(items, marks, i))
        listed = len(run) - len(phrases)
        if own * 2 < len(phrases) or (listed > len(phrases) and own < 2):
            for i in phrases:
                if not (items[i].outline_level and _has_body(items, marks, i)):
                    marks[i] = Mark(Role.LIST)


def _has_body(items: Sequence[Item], marks: Sequence[Mark], index: int) -> bool:
    """Whether text, a table or a deeper number stands between this item and the next of its family or a higher heading."""
    if index + 1 >= len(items):
        return False
    number, after = items[index].number, items[index + 1]
    assert number is not None
    if after.rows is not None or after.number is None:
        return marks[index + 1].role is not Role.CONTENTS
    other = after.number
    if other.family is number.family:
        return False
    if marks[index + 1].strong or other.family in (*_UNITS, Family.ARTICLE, Family.ANNEX):
        return False
    if other.family is Family.DECIMAL:
        return number.family in (Family.CHINESE, Family.DIGIT) and other.value == 1
    deeper = number.family is Family.CHINESE and other.family is Family.CHINESE_PAREN
    return deeper or other.value == 1


_BULLET = re.compile(r"^[■◆◇●▲★☆◎►▶]\s*")


def _bulleted(items: Sequence[Item], marks: list[Mark]) -> None:
    """Lines with a bullet that stand above prose, as digests of news have them, when there are two or more."""
    found = [
        index
        for index, item in enumerate(items[:-1])
        if marks[index].role is Role.BODY
        and _BULLET.match(item.text)
        and is_phrase(_BULLET.sub("", item.text))
        and len(items[index + 1].text) >= 30
        and not _BULLET.match(items[index + 1].text)
    ]
    if len(found) >= 2:
        for index in found:
            marks[index] = Mark(Role.HEADING, _BULLET.sub("", items[index].text))


def _unnumbered(items: Sequence[Item], marks: list[Mark]) -> None:
    """Headings without numbers: those the file marks itself, and bare section names where nothing is numbered."""
    _bulleted(items, marks)
    numbered = sum(1 for mark in marks if mark.role in (Role.HEADING, Role.ARTICLE))
    for index, item in enumerate(items):
        if marks[index].role is not Role.BODY or item.number is not None or item.rows is not None:
            continue
        text = item.text.rstrip("：:")
        if _CAPTION.match(text) or not is_phrase(text, 40):
            continue
        followed = index + 1 < len(items) and marks[index + 1].role is not Role.CONTENTS
        if not followed:
            continue
        bare = bool(_BARE_HEADS.match(squeeze(text)))
        plain = item.outline_level is not None and not re.search(r"^[（(【●■]|[：:]$", item.text)
        prose = (
            items[index + 1].rows is not None
            or len(items[index + 1].text) >= 20
            or marks[index + 1].role is Role.HEADING
        )
        if (
            (plain and len(text) <= 36)
            or (bare and numbered < 4 and prose)
            or (bare and text in ("前言", "引言", "结语") and prose)
        ):
            marks[index] = Mark(Role.HEADING, text)
    if numbered < 4:
        _between_sentences(items, marks)


_NO_NAME_LINE = re.compile(r"^[（(【\[《●■◆▲★※*·\d]|[：:]$|\d{2,}|年|^(?:图|表|附件|抄送|联系人|报送|签发|单位|来源)")


def _between_sentences(items: Sequence[Item], marks: list[Mark]) -> None:
    """Short lines above prose in a text that lost its numbers: they stand behind a full sentence or another such line."""
    short = [
        marks[i].role is Role.HEADING
        or (
            marks[i].role is Role.BODY
            and is_phrase(item.text, 22)
            and len(item.text) >= 2
            and not _NO_NAME_LINE.search(item.text)
        )
        for i, item in enumerate(items)
    ]
    sentences = [item.rows is None and item.ended and len(item.text) >= 20 for item in items]
    if sum(sentences) < 0.4 * len(items):
        return
    found = []
    for index in range(1, len(items) - 1):
        lone = short[index] and not (short[index - 1] and short[index + 1])
        above = sentences[index - 1] or items[index - 1].rows is not None or short[index - 1]
        below = sentences[index + 1] or (short[index + 1] and index + 2 < len(items) and sentences[index + 2])
        if lone and above and below and marks[index].role is Role.BODY:
            found.append(index)
    if len(found) >= 3:
        for index in found:
            marks[index] = Mark(Role.HEADING, items[index].text)
