"""Numbers that a report states, with their qualifiers and what they count; sums and shares that do not add up.

A statement keeps its words: 近、余、以上 are never rounded away, and a check says that two statements of one text differ, not which is wrong.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from kb.model import Clause, Statement, StatementCheck

_UNITS = (
    "个|件|项|部|支|名|人次|人|次|所|处|场|类|家|户|台|套|辆|艘|架|份|期|篇|座|块|条|起|间|顶|公里|吨|亩|万元|亿元|元"
)
_NUMBER = re.compile(
    r"(?P<before>不少于|不低于|不足|将近|接近|超过|大约|至少|近|约|逾|超)?\s*(?<![\d.第〔\[（(《“·-])(?P<number>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)\s*(?P<some>余|多|来)?\s*(?P<scale>万|亿)?(?P<more>余|多)?\s*"
    rf"(?:(?P<share>[%％]|个百分点)|(?P<unit>{_UNITS}))(?P<after>以上|以下|左右|以内|余|多)?(?![\dA-Za-z%％])"
)
_PERCENT_POINTS = "个百分点"
_BREAK = re.compile(r"[，,。；;：:、（(）)\n]")
_SENTENCE = re.compile(r"[^。！？!\n]+[。！？!]?")
_SCOPE = re.compile(
    r"(?:全|我|本)(?:国|省|自治区|市|州|县|区|旗|镇|乡|街道|村|校|院|厂|矿|公司|集团|系统)|[一二三四五六七八九十两\d]+(?:市|县|区)(?:[一二三四五六七八九十两\d]+(?:市|县|区))?|国家层面|(?:(?![年全各级])[\u4e00-\u9fff]){2,5}(?:省|市|县|镇|乡)(?=共|现有|已|编制|建立|开展|组织)"
)
_LEAD = re.compile(
    r"^(?:(?:其中|截至(?:目前|[^，,]{2,12}[日月底末])|目前|现|共|共计|总计|合计|累计|先后|已经?|还|均|都|并|也|分别|预计|组织|举办|召开|开展|进行|制[订定]|编制|编写|修订|印发|建立|建成|组建|成立|设立|储备|配备|购置|"
    r"发放|张贴|新增|完成|实现|投入|派出|出动|转移|安置|培训|排查|整改|启动|处置|征集|有|达到?|了|起|的|各类|各级|市一级|和|及|与|以及|年来|[一二三四五六七八九十]是)(?=[\u4e00-\u9fff《“]{2}))+"
)
_TRAIL = re.compile(
    r"(?:共有|现有|设有|拥有|共计|合计|总数|数量|已经?|共|有|达到?|为|计|了|过|是|的|约|近|中|均|都|就|仅|只|占|进行|举办|召开|开展|组织|分别|先后|在当地|在[\u4e00-\u9fff]{2,4})+$"
)
_DONE = re.compile(
    r"^.*(?:组织开展|开展|举办|召开|组织|发放|编制|制[订定]|建立|组建|设立|配备|储备|投入|完成)(?:了|过|起)?(?:一系列|各类|各级)?(?=[\u4e00-\u9fff]{2})"
)
_NOUN = re.compile(
    r"^(?P<noun>[\u4e00-\u9fff]{1,12}?(?:[（(][\u4e00-\u9fff、]{1,8}[）)])?)(?=[，,。；;：:、（(）)\n中的已]|均|都|共|制[订定]|编制|建立|完成|实现|和|及|$)"
)
_COUNTED = re.compile(rf"\d\s*(?:{_UNITS})")
_COVERAGE = re.compile(r"覆盖率|覆盖面|编制率|制[订定]率|到位率|完成率|建成率|参训率|达标率|比例|占比|覆盖")
_ROUGH_UP = frozenset(["余", "多", "来", "以上", "超过", "超", "逾", "不少于", "不低于", "至少"])
_ROUGH_DOWN = frozenset(["近", "接近", "将近", "不足", "以内", "以下"])


def statements_in(clauses: Sequence[Clause]) -> tuple[Statement, ...]:
    """The numeric statements of a report's clauses, in order."""
    found: list[Statement] = []
    scope = ""
    for clause in clauses:
        if clause.table_row:
            continue
        for sentence in _SENTENCE.findall(clause.text):
            named = _SCOPE.search(sentence)
            scope = named[0] if named else scope
            found += _of_sentence(sentence, clause.id, scope, found)
    return tuple(found)


def _of_sentence(sentence: str, clause_id: str, scope: str, earlier: Sequence[Statement]) -> list[Statement]:
    made: list[Statement] = []
    base = len(earlier)
    whole = _first_of_sentence(earlier) if re.match(r"\s*其中", sentence) and earlier else None
    bracket: tuple[int, int] | None = None
    for match in _NUMBER.finditer(sentence):
        if _is_no_count(sentence, match):
            continue
        order = base + len(made)
        if "其中" in sentence[(made and _end_of(sentence, made[-1])) or 0 : match.start()] and made:
            whole = order - 1
        opened = sentence.rfind("（" if "（" in sentence[: match.start()] else "(", 0, match.start())
        inside = opened >= 0 and not re.search(r"[）)]", sentence[opened : match.start()]) and bool(made)
        if inside and bracket is None:
            bracket = (opened, order - 1)
        part_of = bracket[1] if inside and bracket else _whole_of(sentence, match, made, base, whole)
        if part_of == order:
            part_of = None
        subject = _subject(sentence, match)
        if part_of is not None and not subject:
            subject = (made[part_of - base] if part_of >= base else earlier[part_of]).subject
        if not subject:
            continue
        made.append(
            Statement(
                subject, _value(match), _unit(match), _qualifier(match), scope,
                match[0].strip(), sentence.strip(), clause_id, part_of, _action(sentence, match),
            )
        )  # fmt: skip
        if not inside:
            bracket = None
    return made


def _first_of_sentence(earlier: Sequence[Statement]) -> int:
    """The first statement of the sentence that the last one stands in: the sum that 其中 goes on to divide."""
    last = len(earlier) - 1
    while last > 0 and earlier[last - 1].quote == earlier[last].quote:
        last -= 1
    return last


def _end_of(sentence: str, statement: Statement) -> int:
    return sentence.find(statement.text) + len(statement.text)


def _whole_of(
    sentence: str, match: re.Match[str], made: Sequence[Statement], base: int, whole: int | None
) -> int | None:
    """What a number is part of: the sum before 其中, or the number right before 中 (1149 个乡村中 968 个)."""
    if (
        made
        and re.search(r"中(?:有|已有|,|，)?\s*$", sentence[: match.start()])
        and not re.search(r"其中(?:有)?\s*$", sentence[: match.start()])
    ):
        return base + len(made) - 1
    return whole


def _is_no_count(sentence: str, match: re.Match[str]) -> bool:
    """Whether a number is a date, an ordinal, a telephone or a threshold rather than a count."""
    before, after = sentence[: match.start()], sentence[match.end() :]
    if match["share"] == _PERCENT_POINTS or re.search(
        r"第\s*$|《[^》]*$|[年月]\s*$|增长\s*$|下降\s*$|同比\S{0,4}$", before
    ):
        return True
    return bool(match["unit"] == "个" and re.match(r"(?:月|小时|工作日|百分点)", after))


def _value(match: re.Match[str]) -> float:
    value = float(match["number"].replace(",", ""))
    return round(value * {"万": 10_000.0, "亿": 100_000_000.0}.get(match["scale"] or "", 1.0), 6)


def _unit(match: re.Match[str]) -> str:
    return "%" if match["share"] else match["unit"]


def _qualifier(match: re.Match[str]) -> str:
    return match["before"] or match["some"] or match["more"] or match["after"] or ""


def _subject(sentence: str, match: re.Match[str]) -> str:
    """What is counted: the noun before the number, or the one behind its unit."""
    before = _BREAK.split(sentence[: match.start()])[-1]
    if before.strip() == "" and sentence[: match.start()].rstrip().endswith(("）", ")")):
        before = re.split(r"[，,。；;：:、\n]", sentence[: match.start()])[-1]
    before = _COUNTED.split(before)[-1]
    before = _SCOPE.sub("", _TRAIL.sub("", before.strip()))
    before = _TRAIL.sub("", _LEAD.sub("", _DONE.sub("", before.strip())))
    noun = _NOUN.match(sentence[match.end() :].lstrip())
    behind = noun["noun"] if noun and not match["share"] else ""
    behind = "" if re.match(r"[了制编已均都在到为]", behind) else behind
    listed = before.endswith("等") and bool(behind)
    return before if 2 <= len(before) <= 22 and not listed else behind


def _action(sentence: str, match: re.Match[str]) -> str:
    """What is said of the things counted, up to the next comma."""
    return _BREAK.split(sentence[match.end() :])[0].strip()[:24]


def checks_of(statements: Sequence[Statement]) -> tuple[StatementCheck, ...]:
    """Sums whose parts are stated, and coverage that the counted parts bear out or not."""
    return (*_sums(statements), *_shares(statements))


def _sums(statements: Sequence[Statement]) -> Iterator[StatementCheck]:
    for index, whole in enumerate(statements):
        parts = [i for i, part in enumerate(statements) if part.part_of is not None and _same(part, whole, index)]
        if len(parts) < 2 or whole.unit == "%":
            continue
        total = round(sum(statements[i].value for i in parts), 6)
        exact = not any(statements[i].qualifier for i in (index, *parts))
        differs = total != whole.value if exact else not _within(total, whole)
        yield StatementCheck(
            "sum", "differs" if differs else "agrees", index, tuple(parts), total, round(total - whole.value, 6)
        )


def _same(part: Statement, whole: Statement, index: int) -> bool:
    return part.part_of == index and part.unit == whole.unit and part is not whole and part.value <= whole.value * 1.5


def _within(total: float, stated: Statement) -> bool:
    """Whether a sum is what a rounded number may mean: 550 余万 is no less than 550 万 and not much more."""
    if stated.qualifier in _ROUGH_UP:
        return stated.value <= total <= stated.value * 1.1
    if stated.qualifier in _ROUGH_DOWN:
        return stated.value * 0.9 <= total <= stated.value
    return abs(total - stated.value) <= 0.05 * stated.value


def _shares(statements: Sequence[Statement]) -> Iterator[StatementCheck]:
    for index, share in enumerate(statements):
        if share.unit != "%" or not _COVERAGE.search(share.quote) or share.part_of is not None:
            continue
        topic = _COVERAGE.sub("", share.subject)
        for order, part in enumerate(statements):
            if part.part_of is None or part.unit == "%" or not _about(topic, part.action):
                continue
            whole = statements[part.part_of]
            if whole.unit != part.unit or not whole.value or part.value > whole.value or whole.subject != part.subject:
                continue
            ratio = round(100 * part.value / whole.value, 1)
            verdict = "agrees" if _bears_out(ratio, share) else "differs"
            yield StatementCheck("share", verdict, index, (part.part_of, order), ratio, round(ratio - share.value, 1))


def _about(topic: str, text: str) -> bool:
    pairs = {topic[i : i + 2] for i in range(len(topic) - 1)}
    return any(pair in text for pair in pairs - {"应急", "全市", "全县", "全区", "工作"})


def _bears_out(ratio: float, share: Statement) -> bool:
    if share.qualifier in _ROUGH_UP:
        return ratio >= share.value
    if share.qualifier in _ROUGH_DOWN:
        return share.value - 10 <= ratio <= share.value
    return abs(ratio - share.value) <= 1.0
