"""Page one of the review report: the verdict, the counts, and what to change first."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from kb.reporting.sheet import Block, Grid, Heading, Text
from ui import labels

Json = dict[str, Any]
ORDER = ("missing", "weak", "elsewhere", "undecidable", "present", "not_applicable")
SEVERITIES = (("high", "高"), ("medium", "中"), ("low", "低"))
_FIRST = 10
_WORDS, _EXCERPT, _BEFORE = 90, 70, 20
_NAMED = re.compile(r"“([^“”]{2,40})”")
_NUMBER = re.compile(
    r"^(?:第[一二三四五六七八九十百\d]+[编章节条]|附件\s*\d*|[（(]?[\d.．]+[）)]?|[（(]?[一二三四五六七八九十]+[）)、])"
)


def stands(each: Json) -> bool:
    """Whether a finding or element was not dismissed by the reviewer."""
    return (each.get("decision") or {}).get("state") != "dismissed"


def short_place(place: str) -> str:
    """Where a clause stands with the higher heading cut to its number, or left out where the lower one has both (``2.1 报告``)."""
    above, parted, own = place.rpartition(" › ")
    if not parted or re.match(r"\d+[.．]\d", own):
        return own
    number = _NUMBER.match(above)
    return f"{number[0].rstrip('、') if number else above} › {own}"


def excerpt(quote: str, message: str = "", most: int = _EXCERPT) -> str:
    """A quote as a table has room for, around the words that the message names; left out words are marked."""
    if len(quote) <= most:
        return quote
    at = next((quote.find(name) for name in _NAMED.findall(message) if name in quote), 0)
    start = 0 if at + 12 < most else max(0, min(at - _BEFORE, len(quote) - most))
    end = start + most
    return f"{'……' if start else ''}{quote[start:end]}{'……' if end < len(quote) else ''}"


def summary(item: Json, places: Mapping[str, str], edition: str) -> Iterator[Block]:
    """The verdict in one sentence, the counts in one table, the comparisons in a sentence each, then what to change first."""
    kind = item["plan_type"] or "不是预案"
    named = f"{item.get('plan_type_name') or ''}（{kind}）" if item["plan_type"] else kind
    yield Text(
        f"检查日期：{item['checked_on']}　清单版本：{edition}　按类型：{named}{_runner_up(item)}",
        flush=True,
        small=True,
    )
    points = list(_points(item, places))
    yield Text(f"审查建议：{_verdict(item, points)}", strong=True)
    yield _counts(item)
    for key, word in (("against", "衔接"), ("previous", "修订"), ("incident", "案例")):
        told = _told(key, item.get(key))
        if told:
            yield Text(f"{word}：{told}")
    if points:
        shown = points[:_FIRST]
        rest = f"，其余 {len(points) - _FIRST} 处见后" if len(points) > _FIRST else ""
        yield Heading(2, f"先改这 {len(shown)} 处（按轻重排列{rest}）")
        rows = [(str(number), *point) for number, point in enumerate(shown, start=1)]
        yield Grid((("序", "要改什么", "在哪里", "怎么改"), *rows), (3, 24, 12, 17))


def _runner_up(item: Json) -> str:
    other = [each for each in item["plan_types"] if each["code"] != item["plan_type"]]
    share = next((each["confidence"] for each in item["plan_types"] if each["code"] == item["plan_type"]), None)
    if not item["plan_type"] or not other or share is None:
        return ""
    return f"，把握 {share:.0%}；其次 {other[0]['code']} {other[0]['confidence']:.0%}"


def _verdict(item: Json, points: Sequence[tuple[str, str, str]]) -> str:
    if not item["plan_type"]:
        return "这份文件不像预案，没有检查应有要素，只检查了文字。"
    high = sum(each["severity"] == "high" and stands(each) for each in item["findings"])
    missing = sum(each["label"] == "missing" and stands(each) for each in item["elements"])
    thin = sum(_is_thin(each) for each in item["elements"])
    named = [f"缺 {missing} 项要素"] if missing else []
    named += [f"{thin} 项重点要素写得不够"] if thin else []
    named += [f"{high} 处程度为高的问题"] if high else []
    key = any(each["label"] == "missing" and each["weight"] == "A" and stands(each) for each in item["elements"])
    if key or high:
        return f"修改后再送审：{'、'.join(named)}。"
    if points:
        return f"小改后可以送审{'：' + '、'.join(named) if named else ''}。"
    return "没有发现必须修改的地方，程度为低的问题可酌情修改。" if item["findings"] else "没有发现需要修改的地方。"


def _counts(item: Json) -> Grid:
    counted = item["summary"]
    head = ["应有要素", *(labels.word(label) for label in ORDER), *(f"问题·{name}" for _, name in SEVERITIES)]
    row = [len(item["elements"]), *(counted.get(label) or 0 for label in ORDER)]
    row += [counted["findings"][code] for code, _ in SEVERITIES]
    return Grid((tuple(head), tuple(map(str, row))), (5,) * len(head))


def _points(item: Json, places: Mapping[str, str]) -> Iterator[tuple[str, str, str]]:
    """What must be changed, the gravest first: what, where, how."""
    ranked: list[tuple[int, tuple[str, str, str]]] = []
    for each in filter(stands, item["findings"]):
        if each["severity"] != "low":
            at = short_place(places.get(each["clause_id"] or "", ""))
            more = f"等 {len(each['places'])} 处" if len(each["places"]) > 1 else ""
            words = excerpt(each["message"].rstrip("。"), most=_WORDS)
            ranked.append((0 if each["severity"] == "high" else 4, (words, at + more, each["advice"])))
    for row in (item.get("against") or {}).get("rows", ()):
        if row["status"] == "conflict":
            at = short_place(places.get(row["draft"][0]["clause_id"], "")) if row["draft"] else ""
            ranked.append(
                (
                    1,
                    (
                        f"与上位预案冲突——{row['topic']}：{row['message'].rstrip('。')}",
                        at,
                        "按上位预案改，或说明理由。",
                    ),
                )
            )
    for each in filter(stands, item["elements"]):
        if each["label"] == "missing":
            rank = {"A": 2, "B": 3}.get(each["weight"], 6)
            ranked.append((rank, (f"缺：{each['name']}（{each['weight']}）", "全文没有", each["advice"])))
        elif _is_thin(each):
            at = short_place(places.get(each["clause_id"] or "", ""))
            ranked.append((5, (f"弱：{each['name']}（A）——{each['reason'].rstrip('。')}", at, each["advice"])))
    yield from (point for _, point in sorted(ranked, key=lambda pair: pair[0]))


def _is_thin(each: Json) -> bool:
    return each["label"] == "weak" and each["weight"] == "A" and stands(each)


def _told(key: str, found: Json | None) -> str:
    if not found:
        return ""
    if key != "against":
        return str(found["message"])
    counts = found["summary"]
    named = "、".join(
        f"{labels.word('vs_' + name)} {counts[name]} 处" for name in ("conflict", "gap", "check") if counts[name]
    )
    return f"与《{found['title']}》比较，{named or '没有发现冲突'}。"
