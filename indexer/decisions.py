"""Who decides, issues or leads: whether a text names the holder of the power that a question asks for, at the level it asks for."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

_WHO = re.compile(
    "谁|哪[个位级家]?(?:领导|部门|单位|机构|人)|哪[个位]|由哪|拍板|说了算|有权|批准人|审批人|签发人|权限|县领导|签字"
)
_APPROVES = re.compile(
    "批准|审批|批(?![次准量])|同意|决定|宣布|启动|终止|解除|结束|拍板|说了算|下令|签[署字]|有权|权限|升|降级|定$|定的$"
)
_ISSUES = re.compile("发布|签发|发出|发(?=预警)|预警.{0,4}谁?发")
_APPROVED = "批准|审批|审签|同意|决定|宣布|签发|签署|下令|下达|有权"
_ISSUED = "签发|审签|发布|发出"
_POSTS = (
    "现场总指挥|总指挥|副指挥长|现场指挥长|指挥长|副组长|组长|办公室主任|主任|新闻发言人|发言人|负责人|总协调人|队长"
)
_POST_ASKED = re.compile(
    f"(?:谁|哪[个位家]?(?:领导|部门|单位|人)?|由什么人).{{0,5}}?(?:担?任|当|做|是|兼)?({_POSTS})|({_POSTS}).{{0,3}}(?:由谁|是谁|谁|由哪|是哪)"
)
_LEADS = re.compile("牵头|带队|带$|带头")
_MEMBERS = re.compile(
    "(?:由谁|哪些(?:单位|部门|人)|有谁|谁).{0,3}(?:组成|参加|成员)|成员(?:单位)?(?:有哪些|是谁|有谁)|组成人员"
)
_ACTOR = "[长任记府局委会部办室员站队人组挥]"
_SHORT_PART = re.compile(
    "[一二三四]?(?:级|[红橙黄蓝]色)(?:以上)?(?:应急)?(?:响应|预警)?(?:的)?[由为:、]?(?!信息|期间)[^,。;:]{0,12}(?:主任|长|负责人|总指挥|领导)(?:[,;。、]|$)"
)
_LEVEL = re.compile("(?<!十)([一二三四])级|([红橙黄蓝])(?:色|(?=、[红橙黄蓝]|预警))")
_PIECE = re.compile("[,。;:]")
_SENTENCE = re.compile("[^。!?\n]+")


@lru_cache(maxsize=256)
def wanted(folded: str) -> re.Pattern[str] | None:
    """What names the holder of the power that a folded question asks for; None when it asks for none."""
    if post := _POST_ASKED.search(folded):
        name = (post[1] or post[2]).removeprefix("办公室")
        name = f"(?<![副场代]){name}"
        return re.compile(f"{name}(?:[由为:]|[^,。;]{{0,4}}由)|任[^,。;]{{0,6}}{name}")
    if _MEMBERS.search(folded):
        return re.compile("成员|组成[^,。;]{0,4}:|牵头|参加|组长:")
    if not _WHO.search(folded):
        return None
    if _LEADS.search(folded):
        return re.compile("牵头|带队|负责人:|组长:")
    if _ISSUES.search(folded):
        return _acting(_ISSUED)
    return _acting(_APPROVED) if _APPROVES.search(folded) else None


def _acting(acts: str) -> re.Pattern[str]:
    return re.compile(
        f"{_ACTOR}[^,。;:]{{0,12}}(?:{acts})|(?:批准|签发|审批|决定)(?:人|权限)[^。;]{{0,8}}[:为]|(?:{acts})人:"
    )


@lru_cache(maxsize=256)
def levels(folded: str) -> frozenset[str]:
    """Levels and colours that a folded question names."""
    return frozenset(_level(mention) for mention in _LEVEL.finditer(folded))


def _level(mention: re.Match[str]) -> str:
    return mention[1] or mention[2]


def told(folded: str, above: str, question: str) -> float:
    """1 when a folded text under the headings ``above`` says who has the power asked for, at a level asked for; else 0."""
    power = wanted(question)
    if power is None:
        return 0.0
    asked = levels(question)
    general = not asked or (asked & levels(above) and not _LEVEL.search(folded))
    for sentence in _SENTENCE.findall(folded):
        if not power.search(sentence):
            continue
        if general:
            return 1.0
        if any(power.search(part) or _SHORT_PART.match(part) for part in _parts(sentence, asked)):
            return 1.0
    return 0.0


def _parts(sentence: str, asked: frozenset[str]) -> Iterator[str]:
    """The stretches of a sentence about a level asked for: from its mention to that of another one, and what leads up to it."""
    mentions = list(_LEVEL.finditer(sentence))
    for number, mention in enumerate(mentions):
        if _level(mention) not in asked:
            continue
        before = _PIECE.split(sentence[: mention.start()])[-1]
        if not _LEVEL.search(before) or before.endswith("、"):
            yield before
        end = len(sentence)
        for this, after in zip(mentions[number:], mentions[number + 1 :], strict=False):
            if after.start() - this.end() > 1:
                end = after.start()
                break
        yield sentence[mention.start() : end]
