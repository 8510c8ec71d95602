"""QC-SAFE: instructions that endanger those who follow them — well-known prohibitions of rescue turned round.

Each is common safety knowledge (消防安全, 有限空间); a sentence that forbids the same thing is what a plan should say.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from kb.checklists import Checklists
from kb.model import Finding, FindingSeverity, Message
from kb.review.making import finding, place
from kb.review.text import Body

_NOT = re.compile(
    r"不|勿|禁|忌|避免|防止|停止|停用|莫|别|切断|关闭|无法|除[^,。;]{0,8}外|严防|杜绝|因|由于|擅自|盲目|违[规章反]|误"
)
_GAS = r"(?:CO2|二氧化碳|七氟丙烷|惰性气体|气体灭火(?:剂|系统)?)"
_DANGERS = (
    ("danger_lift", re.compile(r"(?:请|优先|立即|尽快|可以?|应|迅速|组织[^,。;]{0,6})(?:乘坐?|搭乘|使用)电梯")),
    (
        "danger_downwind",
        re.compile(r"(?:向|往|沿|到|至)(?:[^,。;上侧]{0,4})下风(?:向|方向|口|处|侧)?[^,。;侧]{0,6}(?:撤|疏散|转移|逃生|集合)"),
    ),
    (
        "danger_gas",
        re.compile(
            rf"(?:施放|释放|喷放|启动){_GAS}[^,。;]{{0,10}}后,?(?:再|方可|才|需|应|立即)*(?:通知|组织|要求)[^,。;]{{0,12}}(?:撤离|疏散|撤出|离开)"
        ),
    ),
    ("danger_water", re.compile(r"(?:直接)?用水(?:扑救|扑灭|灭火|浇灭)[^,。;]{0,4}(?:带电|未断电|电气|电器|油锅|金属钠|电石)")),
    (
        "danger_enter",
        re.compile(r"(?:立即|迅速|直接|马上)进入(?:有限空间|受限空间|密闭空间|储罐|罐内|井下?内|化粪池|窨井)[^,。;]{0,4}(?:救人|施救|抢救|救援)"),
    ),
)  # fmt: skip
_ASIDE = 10


def danger_findings(body: Body, checklists: Checklists) -> Iterator[Finding]:
    """One finding for each kind of dangerous instruction, with all its places."""
    for code, source in _DANGERS:
        places = []
        for line in body.lines:
            if line.contents:
                continue
            for found in source.finditer(line.text):
                before = re.split("[,。;:]", line.text[max(0, found.start() - _ASIDE) : found.start()])[-1]
                if not _NOT.search(before):
                    places.append(place(line, found.start(), found.end()))
        if places:
            yield finding("QC-SAFE", FindingSeverity.MEDIUM, Message(code, {}), places, checklists, confidence=0.6)
