"""QC-NUM: numbers of things that are named in the same sentence or the next — 甲、乙、丙三个乡镇; 索道2条：甲…，乙…; 分别为 — and do not fit."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kb.model import Place
from kb.review.making import place
from kb.review.text import Body, Line, digits

_NUMBER = r"(?<![\d第.~至—-])(?P<number>\d{1,2}|[二两三四五六七八九十]|十[一二三四五六七八九])"
_KIND = (
    r"(?:行政村|自然村|村|社区|乡镇|街道|镇|乡|县区|县|区|市县|市|省|地区|部门|单位|科室|处室|股室|中心|学校|中学|小学|医院|企业|公司|车间|班组|工段|库区|罐区|装置|林场|水库|水文站|泵站|站点|派出所"
    r"|游览区|景区|片区|区域|小组|工作组|专业组|分队|救援队|队伍|支队|方面|环节|阶段|步骤|方向|路段|地段|部位|点位|岗位|系统|平台|项目|类别|要素|渠道|方式|时段|专项预案|预案)"
)
_BEFORE = re.compile(
    rf"(?P<list>(?:[^,。;:()、\d“”《》等]{{2,16}}、){{1,14}}[^,。;:()、\d“”《》等]{{2,12}}?){_NUMBER}(?:个|家|所|支|条|座|处)?{_KIND}(?![\u4e00-\u9fff]{{0,3}}(?:以上|以下|[、和及与]))"
)
_UNIT = r"(?:个|处|家|支|条|座|所|项|类|种|名|辆|台|栋|间|部|份|套|艘)"
_AFTER = re.compile(
    rf"(?P<key>[\u4e00-\u9fff]{{0,12}}){_NUMBER}{_UNIT}(?P<what>[\u4e00-\u9fff]{{0,8}}?)(?:[,(](?:可|总|共|合计|面积|容|全长|长)[^,。;:()]{{1,12}})?"
    r"(?P<mark>[,(]?(?:分别(?:为|是|位于|设在|设于|在|由|叫|指)|依次(?:为|是)|即|具体为|名称为)[:]?|:)(?P<list>[^。;)]{4,240})(?=[。;)]|$)"
)
_AGAIN = re.compile(r"(?P<key>[\u4e00-\u9fff]{2,10})分别(?:为|是|位于|设在|由)[:]?(?P<list>[^。;]{4,240})(?=[。;]|$)")
_OPEN = re.compile(r"等|其他|其余|另|余|左右|以上|约|多个|不少于|至少|每|各[\u4e00-\u9fff]")
_ASIDE = re.compile(r"\([^()]*\)")
_ADMIN = re.compile(
    r"(?:省|自治区|市|县|区|州|乡镇|镇|乡|街道|村|社区|部门|企业|公司|车间|班组|学校|院系|班级|国家|个人|家庭)级?$"
)
_VERBS = re.compile(r"负责|应当|必须|进行|组织|开展|按照|根据|实行|采取|立即|报告|启动|决定")
_BODY = re.compile(r"[局部委厅办科处室会]$")
"""Bodies of which the name may have 和 within."""
_MOST_APART = 4


def listed_errors(body: Body) -> Iterator[tuple[str, Place]]:
    """What is wrong with a number beside the names of the things counted, in words, and where."""
    for line in body.lines:
        if line.contents or line.clause.table_row:
            continue
        yield from _named_before(line)
        yield from _named_after(line)
        yield from _named_again(line)


def _named_before(line: Line) -> Iterator[tuple[str, Place]]:
    """``甲镇、乙镇和丙镇4个乡镇``."""
    bare, kept = _outside_brackets(line.text)
    for found in _BEFORE.finditer(bare):
        counts = _counts(found["list"])
        names = found["list"].split("、")
        said = int(digits(found["number"]))
        short = all(len(name) <= 10 for name in names[1:]) and not _VERBS.search("".join(names[1:]))
        pair = max(counts) < 3 and not _alike_ends(names)
        if short and not pair and _apart(said, counts):
            start = kept[found.start() + max(0, len(found["list"]) - 24)]
            yield f"列了{max(counts)}个，写{said}个", place(line, start, kept[found.end() - 1] + 1)


def _named_after(line: Line) -> Iterator[tuple[str, Place]]:
    """``索道3条：甲索道长…，乙索道长…``, ``安置点4处，分别为甲、乙``."""
    for found in _AFTER.finditer(line.text):
        if _OPEN.search(found["key"][-3:]):
            continue
        counts = _items(found["list"], found["key"] + found["what"], said_so=found["mark"] != ":")
        if counts and _apart(int(digits(found["number"])), counts):
            yield (
                f"写{digits(found['number'])}个（项），列了{max(counts)}个（项）",
                place(line, found.start("number"), min(found.end(), found.start("list") + 60)),
            )


def _named_again(line: Line) -> Iterator[tuple[str, Place]]:
    """``专项预案4项和处置方案12项。专项预案分别为：甲、乙、丙``."""
    for found in _AGAIN.finditer(line.text):
        key = found["key"]
        before = line.text[: found.start()]
        counted = _counted(before, key)
        counts = _items(found["list"], key, said_so=True)
        if counts and len(counted) == 1 and _apart(int(digits(counted[0]["number"])), counts):
            yield (
                f"写{digits(counted[0]['number'])}个（项），列了{max(counts)}个（项）",
                place(line, counted[0].start(), counted[0].end()),
            )


def _counted(before: str, key: str) -> list[re.Match[str]]:
    """Where the things named by the longest end of ``key`` that was counted before are counted."""
    for start in range(max(1, len(key) - 2)):
        found = list(re.finditer(rf"{re.escape(key[start:])}{_NUMBER}{_UNIT}", before))
        if found:
            return found
    return []


def _items(text: str, key: str, *, said_so: bool) -> set[int]:
    """How many things a list names, in every way of parting it; none where it is open or no list."""
    text = _ASIDE.sub("", text)
    if _OPEN.search(text):
        return set()
    if "," in text:
        parts = [part for part in text.split(",") if part]
        tails = {key[at : at + 2] for at in range(max(0, len(key) - 5), len(key) - 1)}
        of_kind = [part for part in parts if any(tail in part for tail in tails)]
        whole = all("、" not in part for part in parts) and len(of_kind) == len(parts)
        return {len(parts)} if whole and len(parts) >= 2 else set()
    if "、" not in text and not said_so:
        return set()
    if _VERBS.search(text) and not said_so:
        return set()
    counts = _counts(text)
    return counts if max(counts) >= 2 and max(map(len, text.split("、"))) <= 24 else set()


def _counts(text: str) -> set[int]:
    """The numbers of names that a list may have: 和 may part the last two, or belong to a name."""
    parts = text.split("、")
    joined = re.split("[和及与]", parts[-1])
    if len(joined) == 1:
        return {len(parts)}
    within = bool(_BODY.search(joined[-1])) and not all(map(_BODY.search, joined[:-1]))
    unsure = within or len(parts) == 1 or min(map(len, joined)) < 2
    return {len(parts), len(parts) + len(joined) - 1} if unsure else {len(parts) + len(joined) - 1}


def _apart(said: int, counts: set[int]) -> bool:
    return said >= 2 and said not in counts and min(abs(said - count) for count in counts) <= _MOST_APART


def _alike_ends(names: list[str]) -> bool:
    """Whether two names end alike, so that they are two of a kind."""
    return len(names) == 2 and names[0][-1] == names[1][-1] and bool(_ADMIN.search(names[0]))


def _outside_brackets(text: str) -> tuple[str, list[int]]:
    """The characters that do not stand in brackets, and their offsets."""
    inside = {at for found in _ASIDE.finditer(text) for at in range(*found.span())}
    kept = [at for at in range(len(text)) if at not in inside]
    return "".join(text[at] for at in kept), kept
