"""QC-NUM: numbers of things that are listed beside them — 省、市、县三级, 下列五类 with items, 其中 with parts — and do not fit."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kb.model import Place
from kb.review.amounts.units import COUNTED
from kb.review.making import place
from kb.review.text import Body, Line, digits

_NUMBER = r"(?P<number>[二两三四五六七八九十]|\d{1,2})"
_BEFORE = re.compile(
    rf"(?P<list>(?:[^,。;:()、\d“”《》]{{1,10}}、){{1,11}}[^,。;:()、\d“”《》]{{1,10}}?){_NUMBER}(?:个?(?:等级|级别|层级|级)|大类|类(?!别)|个方面|种情况)(?![以之及和、\d人响预])"
)
_ASIDE = re.compile(r"\([^()]{1,24}\)")
_ADMIN = re.compile(r"(?:国家|省|自治区|市|县|区|州|乡镇|镇|乡|街道|村|社区|部门|企业|公司|车间|班组|校|院系|班级)级?$")
_BRACKETS = re.compile(
    rf"[“\"]?{_NUMBER}(?:查|不|有|防|停|早|快|定|到位|项|类|种|断|必|次|个时段|个时次)[^()。;,、]{{0,8}}\((?P<list>[^()。;:]{{2,80}})\)"
)
_ANNOUNCED = re.compile(
    rf"(?:(?:以下|下列|如下|主要|分为|设|设立|成立|包括|发生)[^,。;:、]{{0,6}})?(?<![\d第—至.~-]){_NUMBER}(?:个方面|个|项|类|种|大类|条)(?P<what>[\u4e00-\u9fff]{{0,8}}?(?:内容|情形|事故|任务|小组|工作组|措施|原则|步骤|事项|标准|条件|要求|阶段|环节|类别|方面|职责|类型))(?=[:。]|$)"
)
_ITEM = re.compile(
    r"(?:^|[:;。])\(?([1-9]\d?)[).、．](?!\d)|(?:^|[:;。])([1-9]\d?)(?=[\u4e00-\u9fff])(?!个|次|项|日|天|人|名|小时|分钟|年|月|级|处)|(?:^|[:;。])\(([一二三四五六七八九十]{1,2})\)"
)
_WHOLE = re.compile(
    rf"(?<![\d.\-—])(\d+(?:\.\d+)?)({COUNTED})[^,。;:、\d()]{{0,4}}(?:[、,(]\d+(?:\.\d+)?{COUNTED}\)?)?[,;(:]?(?:其中|包括|分别为)"
)
_PART = re.compile(rf"(?<![\d.\-—])(\d+(?:\.\d+)?)({COUNTED})")
_BRACKETED = re.compile(
    rf"(?<![\d.\-—])(\d+)(?P<unit>{COUNTED}|次|批|期|场)[\u4e00-\u9fff]{{0,8}}\((?P<parts>[^()]{{4,60}})\)"
)
_COLONED = re.compile(
    rf"(?<![\d.\-—])(\d+)(?P<unit>{COUNTED}):(?P<parts>(?:[^,。;:、\d每各约]{{2,14}}\d+(?P=unit)、)+[^,。;:、\d每各约]{{2,14}}\d+(?P=unit))(?=[,。;]|$)"
)
_MOST = 0.6
"""Parts named after 其中 need not be all; from this share of the whole on they are meant to be."""
_REACH = 600
"""How far the parts of a whole are looked for."""
_OPEN = re.compile(r"等|其他|其余|另|余|左右|以上|约|多")


def count_errors(body: Body) -> Iterator[tuple[str, Place]]:
    """What is wrong with a number beside a list, in words, and where."""
    for at, line in enumerate(body.lines):
        if line.contents:
            continue
        yield from _listed_before(line)
        yield from _listed_in_brackets(line)
        yield from _listed_and_more(line)
        yield from _two_listed(line)
        yield from _each_one(line)
        yield from _places(line)
        yield from _ranks(line)
        if not line.clause.table_row:
            yield from _announced(body, at)


def part_errors(body: Body) -> Iterator[tuple[str, Place]]:
    """Wholes named before 其中 whose parts come to more, or, when three or more are named, to something else."""
    for line in body.lines:
        if line.contents or line.clause.table_row:
            continue
        yield from _bracketed(line)
        yield from _coloned(line)
        for found in _WHOLE.finditer(line.text):
            last = min(line.sentence(found.start())[1], found.end() + _REACH)
            noun = "".join(re.findall(r"[\u4e00-\u9fff]", line.text[max(0, found.start() - 2) : found.start()]))
            rest = _own_parts(line.text[found.end() : last].partition(")")[0], noun)
            whole, unit = float(found[1]), found[2]
            parts = [float(part[1]) for part in _PART.finditer(rest) if part[2] == unit]
            others = re.search(r"其中", rest) or _OPEN.search(rest) or re.search(r"每|各", rest)
            if len(parts) < 2 or others:
                continue
            some = found[0].endswith("其中")
            short = len(parts) >= 3 and abs(sum(parts) - whole) > 1e-6 and (not some or sum(parts) > _MOST * whole)
            if sum(parts) > whole + 1e-6 or short:
                said = "+".join(f"{part:g}" for part in parts)
                yield f"{said}={sum(parts):g}，写为{whole:g}{unit}", place(line, found.start(), last)


def _own_parts(rest: str, noun: str) -> str:
    """The parts of one whole: up to the comma after which another kind of things is counted."""
    if "、" in rest.partition(",")[0]:
        return rest.partition(",")[0]
    parts = rest.split(",")
    own = [noun in part for part in parts]
    if len(noun) > 1 and own[0] and not all(own):
        return ",".join(part for part, named in zip(parts, own, strict=True) if named)
    return rest


def _coloned(line: Line) -> Iterator[tuple[str, Place]]:
    """``第一梯队100人：甲队60人、乙队40人``: parts after a colon, each with its number."""
    for found in _COLONED.finditer(line.text):
        whole, parts = float(found[1]), [float(part[1]) for part in _PART.finditer(found["parts"])]
        if len(parts) == found["parts"].count("、") + 1 and abs(sum(parts) - whole) > 1e-6:
            said = "+".join(f"{part:g}" for part in parts)
            yield f"{said}={sum(parts):g}，写为{whole:g}{found['unit']}", place(line, *found.span())


def _bracketed(line: Line) -> Iterator[tuple[str, Place]]:
    """``15所学校（小学6所、幼儿园7所）``: parts in brackets that come to more, or, where nothing else is hinted, to less."""
    for found in _BRACKETED.finditer(line.text):
        whole, unit = int(found[1]), found["unit"]
        parts = [int(number) for number in re.findall(rf"(?<![\d.])(\d+){unit}", found["parts"])]
        more = sum(parts) > whole
        each = re.split("[、,;]", found["parts"])
        closed = len(parts) == len(each) >= 2 and not re.search(r"其中|每|各|另|等|余|约", found["parts"])
        if parts and not re.search("每|各", found["parts"]) and (more or (closed and sum(parts) != whole)):
            yield (
                f"{'+'.join(map(str, parts))}={sum(parts)}，写为{whole}{unit}",
                place(line, found.start(), found.end()),
            )


def _listed_before(line: Line) -> Iterator[tuple[str, Place]]:
    kept = _outside_brackets(line.text)
    bare = "".join(line.text[at] for at in kept)
    for found in _BEFORE.finditer(bare):
        names = _names(found["list"])
        said = int(digits(found["number"]))
        short = all(len(name) <= 6 for name in names[1:]) and found["list"][-1] not in "和及与或者"
        pair = len(names) == 2 and all(_ADMIN.search(name) for name in names)
        if (len(names) >= 3 or pair) and short and said >= 2 and said != len(names) and not _OPEN.search(found["list"]):
            start = kept[found.start() + max(0, len(found["list"]) - 24)]
            yield f"列了{len(names)}个，写{said}个", place(line, start, kept[found.end() - 1] + 1)


def _outside_brackets(text: str) -> list[int]:
    """The offsets of the characters that do not stand in short brackets."""
    inside = {at for found in _ASIDE.finditer(text) for at in range(*found.span())}
    return [at for at in range(len(text)) if at not in inside]


_MORE = re.compile(
    rf"(?P<list>(?:[^,。;:()、\d]{{2,14}}、){{2,}}[^,。;:()、\d]{{2,14}}?)等{_NUMBER}(?:个|类|种|项|支|家)(?P<what>[\u4e00-\u9fff]{{1,8}})"
)


def _listed_and_more(line: Line) -> Iterator[tuple[str, Place]]:
    """``甲组、乙组、丙组等2个工作组``: more are named than there are said to be."""
    for found in _MORE.finditer(line.text):
        names, said = _names(found["list"]), int(digits(found["number"]))
        if said < len(names):
            yield f"列了{len(names)}个，写{said}个", place(line, found.end("list") - 12, found.end())


_EACH_ONE = re.compile(
    r"(?P<list>(?:[^,。;:()、\d]{1,10}、)+[^,。;:()、\d]{1,10}?)各(?:设置?|配备?|有|建|派|安排|存放|布设)?(?P<each>\d{1,3}|[一二两三四五六七八九十])(?P<unit>个|处|名|人|台|辆|套|支|艘|座|组|具)[^,。;:、\d]{0,6},?(?:共计?|合计|总计|总共)(?:设|有)?(?P<whole>\d{1,4}|[二两三四五六七八九十])(?P=unit)"
)
_KIND_OF_PLACE = re.compile(
    r"(?:设|有|设置|开设|设立|包括|分为|分)(?P<list>(?:[\u4e00-\u9fff]{1,6}[、和与及]){1,8}[\u4e00-\u9fff]{1,5}?)(?P<number>[两三四五六七八九十]|\d{1,2})(?:个|处|座|道|条|支)(?=[\u4e00-\u9fff]{0,6}(?:[,。;]|$))"
)
_TWO = re.compile(
    r"(?:包括|分为|分|有|为|即)(?P<list>[^、,。;:()]{2,12}和[^、,。;:()和]{2,12}?)(?P<number>[三四五六七八九十])(?:大类|类|种|个方面)(?=[。,;]|$)"
)
_FAMILIES = (
    r"(?<![IV])(?:I{1,3}V?|IV)(?![IV])",
    r"(?:一|二|三|四)级",
    r"特别?重?大|(?<!特别)重大|较大|一般",
    r"[红橙黄蓝](?=[色、和及与,三四五六]|$)",
)
_RANKED = re.compile(
    r"(?P<before>(?:分为|划分为|分成|设为?|由低到高|由高到低)[^,。;、\d]{0,8}?)?(?<![、和及与或第至~-])(?P<number>[三四五六七])(?:个)?(?:响应|预警|事件|灾害|风险|应急)?(?:级别|等级|级|种颜色|色)(?!以|及|响应|预警|应急|以上)"
)


def _two_listed(line: Line) -> Iterator[tuple[str, Place]]:
    """``包括甲和乙三类``."""
    for found in _TWO.finditer(line.text):
        yield f"列了2项，写{digits(found['number'])}项", place(line, found.start(), found.end())


def _each_one(line: Line) -> Iterator[tuple[str, Place]]:
    """``东口、码头、西口各设2个，共7个``: so many places, so many each, and a whole that is not the product."""
    for found in _EACH_ONE.finditer(line.text):
        names, each, whole = _names(found["list"]), int(digits(found["each"])), int(digits(found["whole"]))
        if not _OPEN.search(found["list"]) and len(names) * each != whole:
            yield f"{len(names)}处各{each}，共{len(names) * each}，写为{whole}", place(line, *found.span())


def _places(line: Line) -> Iterator[tuple[str, Place]]:
    """``设东门、南门、西门四个出入口``: names of one kind, by their last character, and a number that is not theirs."""
    for found in _KIND_OF_PLACE.finditer(line.text):
        names = re.sub("[和与及]", "、", found["list"]).split("、")
        said = int(digits(found["number"]))
        if all(names) and said >= 2 and len({name[-1] for name in names}) == 1 and said != len(names):
            yield f"列了{len(names)}个，写{said}个", place(line, *found.span())


def _ranks(line: Line) -> Iterator[tuple[str, Place]]:
    """Levels or colours of one kind, all named in a sentence that says how many they are."""
    for first, last in line.sentences():
        sentence = line.text[first:last]
        for found in _RANKED.finditer(sentence):
            after = sentence[found.end() : found.end() + 80]
            before = sentence[max(0, found.start("number") - 80) : found.start("number")]
            scope = after if found["before"] else before
            families = _FAMILIES[-1:] if found[0].endswith("色") else _FAMILIES
            named = {len(set(re.findall(source, scope))) for source in families} - {0, 1, 2}
            said = int(digits(found["number"]))
            if named == {4} and said != 4 and (found["before"] or "个" in found[0] or "种" in found[0]):
                yield (
                    f"列了4级（种），写{said}级（种）",
                    place(line, first + found.start(), first + found.end()),
                )


def _listed_in_brackets(line: Line) -> Iterator[tuple[str, Place]]:
    for found in _BRACKETS.finditer(line.text):
        names = _names(found["list"])
        said = int(digits(found["number"]))
        if (
            len(names) >= 2
            and said >= 2
            and said != len(names)
            and not _OPEN.search(found["list"])
            and "," not in found["list"]
        ):
            yield f"列了{len(names)}项，写{said}项", place(line, found.start(), found.end())


def _announced(body: Body, at: int) -> Iterator[tuple[str, Place]]:
    """``分为七个工作小组：`` before items that are numbered one to eight."""
    line = body.lines[at]
    for found in _ANNOUNCED.finditer(line.text):
        said = int(digits(found["number"]))
        items = 0 if line.text[: found.start("number")].endswith("等") else _items_after(body, at, found.end())
        if said >= 2 and items >= 2 and items != said:
            yield f"写{said}个（项），列了{items}个（项）", place(line, found.start(), found.end())


def _items_after(body: Body, at: int, start: int) -> int:
    """How many numbered items follow a place, in its line and in the next ones of its section."""
    section, kind, last = body.lines[at].section, 0, 0
    for number, line in enumerate(body.lines[at:]):
        if line.section != section or line.contents:
            break
        for found in _ITEM.finditer(line.text, start if number == 0 else 0):
            group = next(k for k in (1, 2, 3) if found[k])
            value = int(digits(found[group]))
            if kind == 0 and value == 1:
                kind, last = group, 1
            elif group == kind and value == last + 1:
                last = value
            elif group == kind and value == 1 and last > 1:
                return last
    return last


def _names(text: str) -> list[str]:
    """The names of a list; 和 parts the last two."""
    parts = text.split("、")
    tail = re.split("和|及|与", parts[-1])
    return [*parts[:-1], *(tail if len(tail) == 2 and all(tail) and len(parts) > 1 else [parts[-1]])]
