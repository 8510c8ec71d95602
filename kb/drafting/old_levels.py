"""The conditions by level that an old plan states: events, warnings, responses, and who starts each response."""

from __future__ import annotations

import re
from collections import defaultdict

from kb.model import Clause, Document

_ORDER = {word: number for words in ("一二三四", "ⅠⅡⅢⅣ", "1234") for number, word in enumerate(words, start=1)}
_ORDER |= {"I": 1, "II": 2, "III": 3, "IV": 4, "特别重大": 1, "重大": 2, "较大": 3, "一般": 4}
_ORDER |= {"红": 1, "橙": 2, "黄": 3, "蓝": 4}
_GRADE = r"(?P<grade>[一二三四]|[ⅠⅡⅢⅣ]|IV|I{1,3})\s*级"
_RESPONSE = re.compile(rf"{_GRADE}(?:[（(][^）)]*[）)])?\s*(?:应急)?响应")
_WARNING = re.compile(
    rf"(?:{_GRADE}(?:[（(][^）)]*[）)]|[红橙黄蓝]色)?|(?P<colour>[红橙黄蓝])色)(?:[（(][^）)]*[）)])?\s*预警"
)
_CONDITIONS = re.compile(
    r"(?:启动|响应|预警|发布)?(?:条件|标准)$|分级标准|响应分级|预警分级|预警级别|事件分级|事故分级|分级$"
)
_LINE_RESPONSE = re.compile(
    rf"^(?:[（(]\d{{1,2}}[）)]|\d[.、])?\s*(?:启动)?{_GRADE}(?:[（(][^）)]*[）)])?(?:应急)?响应(?:[（(][^）)]*[）)])?[^：:。，]{{0,8}}[：:。]\s*(?:启动条件[：:])?(?P<text>.{{6,}})$",
    re.S,
)
_LINE_WARNING = re.compile(
    rf"^(?:[（(]\d{{1,2}}[）)]|\d[.、])?\s*(?:{_GRADE}|(?P<colour>[红橙黄蓝])色)(?:[（(][^）)]*[）)])?预警(?:[（(][^）)]*[）)])?[：:]\s*(?P<text>.{{6,}})$",
    re.S,
)
_LINE_EVENT = re.compile(
    r"^(?:[（(]\d{1,2}[）)]|\d[.、])?\s*(?P<grade>特别重大|重大|较大|一般)[^：:。，；]{0,14}[：:。]\s*(?P<text>.{6,})$",
    re.S,
)
_ROW_LEVEL = re.compile(
    r"^(?:[^：；]{0,4}(?:级别|等级))：\s*(?P<grade>特别重大|重大|较大|一般|[一二三四ⅠⅡⅢⅣ]|IV|I{1,3})"
)
_ROW_TEXT = re.compile(r"(?:情形|条件|标准|范围|情况)：(?P<text>.{6,})$", re.S)
_STARTER = re.compile(
    rf"{_GRADE}(?:应急)?响应[，,]?(?:[^。；]{{0,20}}?)(?:由|经|报)(?P<who>[一-鿿（）]{{2,20}}?)(?:同志)?(?:决定|批准|签发|宣布)"
    rf"|(?:由|经|报)(?P<before>[一-鿿（）]{{2,20}}?)(?:同志)?(?:决定|批准|同意)(?:后)?[，,]?启动(?P<after>[一二三四ⅠⅡⅢⅣ]|IV|I{{1,3}})\s*级(?:应急)?响应"
)
_NO_STARTER = re.compile(r"有关|相应|相关|负责人?$|要求|研究|分析|会商|评估|建议")
_COMMANDER = re.compile(r"指挥主体[：:](?P<who>[^。；，]{2,20})")
_ACTIONS = re.compile(r"措施|行动|程序|终止|调整|解除|保障|指挥")
_ITEM = re.compile(
    rf"(?<=[。；：\n])\s*(?=(?:[（(]\d{{1,2}}[）)])\s*(?:特别重大|重大|较大|一般|{_GRADE.replace('?P<grade>', '?:')}|[红橙黄蓝]色))"
)
_LONGEST = 700


def levels_of(document: Document) -> dict[str, str]:
    """Thresholds by key: ``event_1`` … ``response_4``, ``warning_n``, ``starter_n``, ``leader_n``; only what the plan states."""
    found: dict[str, list[str]] = defaultdict(list)
    for clause in document.clauses:
        for text in _items(clause):
            for key, words in _stated(clause, text):
                found[key].append(words)
    levels = {key: words for key, texts in found.items() if (words := _joined(texts))}
    return {key: levels[key] for key in sorted(levels)}


def _items(clause: Clause) -> list[str]:
    """The clause's text, cut before every listed item that begins with a level."""
    return [words for part in _ITEM.split(clause.text) if (words := " ".join(part.split()))]


def _stated(clause: Clause, text: str) -> list[tuple[str, str]]:
    if "待补充" in text:
        return []
    heading = clause.path[-1] if clause.path else ""
    starters = [] if clause.table_row else _starters(text)
    if clause.table_row:
        return [*starters, *_of_row(text, heading)]
    for kind, pattern in (("response", _LINE_RESPONSE), ("warning", _LINE_WARNING)):
        if (found := pattern.match(text)) and not _ACTIONS.search(heading) and _has_condition(found["text"]):
            number = _number(found)
            leader = _COMMANDER.search(found["text"])
            extra = [(f"leader_{number}", leader["who"])] if leader and kind == "response" else []
            return [*starters, (f"{kind}_{number}", _condition(found["text"])), *extra]
    if _CONDITIONS.search(heading):
        if found := _LINE_EVENT.match(text):
            return [*starters, (f"event_{_ORDER[found['grade']]}", _condition(found["text"]))]
        for kind, pattern in (("response", _RESPONSE), ("warning", _WARNING)):
            for part in reversed(clause.path[-3:]):
                if found := pattern.search(part):
                    return [*starters, (f"{kind}_{_number(found)}", text)]
    return starters


def _of_row(text: str, heading: str) -> list[tuple[str, str]]:
    level, condition = _ROW_LEVEL.match(text), _ROW_TEXT.search(text)
    if level is None or condition is None:
        return []
    words = condition["text"]
    kind = (
        "warning"
        if _named_first(words, heading, "预警")
        else "response"
        if _named_first(words, heading, "响应")
        else "event"
    )
    return [(f"{kind}_{_ORDER[level['grade']]}", words)]


def _named_first(words: str, heading: str, kind: str) -> bool:
    return bool(re.search(rf"启动[^。：]{{0,8}}{kind}", words[:60])) or (kind in heading and "启动" not in words[:40])


def _starters(text: str) -> list[tuple[str, str]]:
    starters = []
    for found in _STARTER.finditer(text):
        who = found["who"] or found["before"]
        grade = found["grade"] or found["after"]
        if who and grade and not _NO_STARTER.search(who):
            starters.append((f"starter_{_ORDER[grade]}", who))
    return starters


def _number(found: re.Match[str]) -> int:
    colour = found.groupdict().get("colour")
    return _ORDER[colour or found["grade"]]


def _has_condition(text: str) -> bool:
    """Whether words are a condition and no order to act: they speak of what happens, or of a number."""
    return bool(re.search(r"发生|出现|预计|超过|达到|以上|以下|情形|造成|可能|启动条件", text[:120]))


def _condition(text: str) -> str:
    """The condition alone: what follows of commanders and actions is left out."""
    words = re.split(r"[。；]\s*指挥主体[：:]", text, maxsplit=1)[0]
    return words.removeprefix("启动条件：").strip().rstrip("。；")


def _joined(texts: list[str]) -> str:
    """The texts of one level as one, a lead-in that the reader repeats in every part kept once; too long ones end with a sentence."""
    whole = ""
    for text in dict.fromkeys(texts):
        lead = _common(whole, text)
        whole += text[lead:] if whole else text
    if len(whole) > _LONGEST:
        cut = max(whole.rfind(mark, 0, _LONGEST) for mark in "。；")
        whole = whole[: cut + 1] if cut > 0 else ""
    return whole.strip().rstrip("。；")


def _common(one: str, two: str) -> int:
    """How much of the beginning of ``two`` stands in ``one`` already, up to its colon."""
    at = two.find("：")
    return at + 1 if at >= 12 and two[: at + 1] in one else 0
