"""The review report as blocks of a Word file: summary, elements, findings by severity, comparisons, what the reviewer decided."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from kb.reporting.sheet import Block, Grid, Heading, Text, Title
from ui import labels
from ui.report_summary import ORDER, SEVERITIES, excerpt, short_place, stands, summary

Json = dict[str, Any]
_NUMERALS = "一二三四五六七八九"
_PLACES = 4
_QUOTE, _THERE = 120, 60
_CHANGES = 60
_SIDE = 2
_UNCERTAIN = 0.5
_SETTLED = frozenset({"present", "not_applicable"})


def report(items: Sequence[Json], places: Mapping[str, str], edition: str) -> list[Block]:
    """The report on one plan or several; ``items`` are the contract's JSON, ``places`` says where a clause stands."""
    blocks: list[Block] = []
    reviewed = [item for item in items if "error" not in item]
    for item in reviewed:
        blocks += _plan(item, places, edition)
    failed = [item for item in items if "error" in item]
    if failed:
        blocks.append(Heading(1, "没有检查的文件"))
        rows = tuple((str(item["path"]), item["error"]["message"] + item["error"]["hint"]) for item in failed)
        blocks.append(Grid((("文件", "原因"), *rows), (3, 5)))
    return blocks


def _plan(item: Json, places: Mapping[str, str], edition: str) -> Iterator[Block]:
    yield Title(f"《{item['title']}》审查报告")
    numbers = iter(_NUMERALS)
    yield Heading(1, f"{next(numbers)}、审查意见")
    yield from summary(item, places, edition)
    if item["elements"]:
        yield Heading(1, f"{next(numbers)}、应有要素")
        yield from _elements(item, places)
    yield Heading(1, f"{next(numbers)}、文字问题")
    yield from _findings(item, places)
    for key, heading, build in (
        ("against", "与上位预案的衔接", _against),
        ("previous", "与上一版的比较", _previous),
        ("incident", "对照案例", _incident),
    ):
        if item.get(key):
            yield Heading(1, f"{next(numbers)}、{heading}")
            yield from build(item[key], places)
    yield from _decided(item, numbers)
    yield Text(
        "说明：“缺”指全文（含附件）都没有找到相关文字；结论由系统按原文证据给出，供审查人参考，不代替审查意见。"
        "依据按强度分为：法律法规规章、国办发〔2024〕5号、标准、部门文件、评审指南；标“参照”或“通行做法”的不是规定。"
        "登记表没有收录的引用只提示核对，不等于不存在。",
        small=True,
    )


def _elements(item: Json, places: Mapping[str, str]) -> Iterator[Block]:
    """What needs work with reasons and advice; then, more briefly, what is there, its bases as numbers of a list."""
    ranked = sorted(item["elements"], key=lambda each: (ORDER.index(each["label"]), each["weight"], each["id"]))
    work = [each for each in ranked if each["label"] not in _SETTLED]
    there = [each for each in ranked if each["label"] == "present"]
    everywhere = _searched_by_all(work)
    if work:
        yield Heading(2, f"（一）需要处理的（{len(work)} 项）")
        if everywhere:
            yield Text(f"结论为“缺”的各项都查过全文，包括：{'、'.join(everywhere)}。", small=True)
        rows = [("结论", "要素", "理由、原文与位置", "依据与建议")]
        rows += [
            (
                labels.word(each["label"]) + _mark(each),
                f"{each['name']}\n{each['id']}（{each['weight']}）",
                f"{each['reason']}{_original(each, places)}{_searched(each, places, everywhere)}",
                _basis_and_advice(each),
            )
            for each in work
        ]
        yield Grid(tuple(rows), (5, 10, 25, 16))
    if there:
        bases: dict[str, int] = {}
        yield Heading(2, f"（{'二' if work else '一'}）已经写明的（{len(there)} 项）")
        briefly = [
            (
                f"{each['name']}（{each['weight']}）{_mark(each)}",
                f"{_cited_at(each, places)}" + (f"\n{each['reason']}" if "还可补充" in each["reason"] else ""),
                "、".join(
                    f"[{bases.setdefault(_named_basis(each, basis), len(bases) + 1)}]" for basis in each["basis"]
                ),
            )
            for each in there
        ]
        yield Grid((("要素", "原文与位置", "依据"), *briefly), (12, 38, 6))
        if bases:
            yield Text(
                "表中依据：" + "；".join(f"[{number}] {basis}" for basis, number in bases.items()) + "。", small=True
            )
    left = [each for each in ranked if each["label"] == "not_applicable"]
    if left:
        yield Text(
            f"不适用：{'；'.join(each['name'] + '（' + each['reason'].rstrip('。') + '）' for each in left)}。",
            small=True,
        )


def _named_basis(each: Json, basis: str) -> str:
    return f"{basis}（{labels.word(each['force'])}）"


def _cited_at(each: Json, places: Mapping[str, str]) -> str:
    return f"“{excerpt(each['quote'], most=_THERE)}”——{short_place(places.get(each['clause_id'] or '', ''))}"


def _original(each: Json, places: Mapping[str, str]) -> str:
    if not each["quote"]:
        return ""
    where = short_place(places.get(each["clause_id"] or "", ""))
    return f"\n原文：“{excerpt(each['quote'], each['reason'], _QUOTE)}”——{where}"


def _searched_by_all(work: Sequence[Json]) -> tuple[str, ...]:
    """The parts of the plan that were searched for every missing element, where there are two or more: said once."""
    lists = [each["searched"] for each in work if each["label"] == "missing"]
    return tuple(name for name in lists[0] if all(name in each for each in lists)) if len(lists) > 1 else ()


def _searched(each: Json, places: Mapping[str, str], everywhere: Sequence[str]) -> str:
    """For a missing element the words that were searched for, and the nearest clauses."""
    if each["label"] != "missing":
        return ""
    near = "；".join(dict.fromkeys(short_place(places[clause]) for clause in each["nearest"] if clause in places))
    own = [name for name in each["searched"] if name not in everywhere]
    words = f"\n查过：{'、'.join(own[:12])}" if own else ""
    return f"{words}\n最接近的地方：{near}" if near else words


def _basis_and_advice(each: Json) -> str:
    lines = [f"依据（{labels.word(each['force'])}）：{'；'.join(each['basis'])}"] if each["basis"] else []
    if each["label"] in ("missing", "weak") and each["advice"]:
        lines.append(f"建议：{each['advice']}")
    return "\n".join(lines)


def _mark(each: Json) -> str:
    decision = each.get("decision")
    return f"\n（{labels.word('decision_' + decision['state'])}）" if decision else ""


def _findings(item: Json, places: Mapping[str, str]) -> Iterator[Block]:
    if not item["findings"]:
        yield Text("没有发现。")
        return
    numbers = iter(_NUMERALS)
    for severity, word in SEVERITIES:
        found = [each for each in item["findings"] if each["severity"] == severity and stands(each)]
        if not found:
            continue
        yield Heading(2, f"（{next(numbers)}）程度：{word}（{len(found)} 项）")
        rows = [("问题", "原文与位置", "依据与建议")]
        for each in found:
            doubt = "\n（把握不大，请核对）" if each["confidence"] < _UNCERTAIN else ""
            rows.append(
                (
                    f"{each['message']}\n{each['rule']}{doubt}{_mark(each)}",
                    _quotes(each, places),
                    f"依据：{each['basis'] or '通行做法'}\n建议：{each['advice']}",
                )
            )
        yield Grid(tuple(rows), (16, 24, 16))


def _quotes(each: Json, places: Mapping[str, str]) -> str:
    shown = [
        f"“{excerpt(place['quote'], each['message'])}”——{short_place(places.get(place['clause_id'], ''))}"
        for place in each["places"][:_PLACES]
    ]
    rest = len(each["places"]) - _PLACES
    return "\n".join([*shown, *([f"另有 {rest} 处。"] if rest > 0 else [])])


def _against(found: Json, places: Mapping[str, str]) -> Iterator[Block]:
    yield Text(f"上位预案：《{found['title']}》。{''.join(found['doubts'])}")
    rows = [("事项", "结论", "本预案", "上位预案", "说明")]
    rows += [
        (
            row["topic"],
            labels.word("vs_" + row["status"]),
            _cited(row["draft"], places),
            _cited(row["upper"], places),
            row["message"],
        )
        for row in found["rows"]
    ]
    if len(rows) > 1:
        yield Grid(tuple(rows), (8, 4, 16, 16, 11))
    else:
        yield Text("没有可以并排比较的内容。")


def _cited(found: Sequence[Json], places: Mapping[str, str]) -> str:
    return "\n".join(
        f"“{excerpt(place['quote'], most=_QUOTE)}”——{short_place(places.get(place['clause_id'], ''))}"
        for place in found[:_SIDE]
    )


def _previous(found: Json, _places_named: Mapping[str, str]) -> Iterator[Block]:
    yield Text(f"上一版：《{found['title']}》。{''.join(found['doubts'])}{found['message']}")
    counts = found["summary"]
    yield Text(
        f"条款未变 {counts['same']} 条，改动 {counts['changed']} 条，新增 {counts['added']} 条，删去 {counts['removed']} 条。"
    )
    rows = [("章节", "改动", "上一版", "本版", "重要内容")]
    shown = [(section["heading"], change) for section in found["sections"] for change in section["changes"]]
    shown.sort(key=lambda pair: not pair[1]["weighs"])
    for heading, change in shown[:_CHANGES]:
        old, new = change["old"], change["new"]
        kind = labels.word("change_" + change["kind"]) + ("\n（仅文字）" if change["wording_only"] else "")
        major = labels.word("major_" + change["major"]) if change["weighs"] else ""
        rows.append(
            (heading or "（题前）", kind, f"“{old['quote']}”" if old else "", f"“{new['quote']}”" if new else "", major)
        )
    if len(rows) > 1:
        yield Grid(tuple(rows), (8, 4, 17, 17, 8))
    if len(shown) > _CHANGES:
        yield Text(f"其余 {len(shown) - _CHANGES} 处改动见 JSON 结果。", small=True)


def _incident(found: Json, places: Mapping[str, str]) -> Iterator[Block]:
    yield Text(f"案例：{found['title']}（{found['incident_id']}）。{found['message']}")
    rows = [("类别", "案例中的做法或教训", "结论", "预案条款")]
    for point in found["points"]:
        place = point["draft"] or point["nearest"]
        near = "" if point["draft"] else "（最接近的，供参考）"
        words = f"{near}“{place['quote']}”——{places.get(place['clause_id'], '')}" if place else ""
        rows.append(
            (
                labels.word("point_" + point["kind"]),
                f"“{point['incident']['quote']}”",
                labels.word("answer_" + point["answer"]),
                words,
            )
        )
    if len(rows) > 1:
        yield Grid(tuple(rows), (4, 18, 6, 26))


def _decided(item: Json, numbers: Iterator[str]) -> Iterator[Block]:
    named = [(each["name"], each) for each in item["elements"] if each.get("decision")]
    named += [(each["message"], each) for each in item["findings"] if each.get("decision")]
    if not named:
        return
    yield Heading(1, f"{next(numbers)}、审查人意见")
    rows = [("问题或要素", "意见", "理由", "日期")]
    for name, each in named:
        decision = each["decision"]
        rows.append((name, labels.word("decision_" + decision["state"]), decision["reason"], decision["on"]))
    yield Grid(tuple(rows), (22, 6, 18, 8))
