"""The figures as tables with Chinese heads, which page, workbook and pictures share."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ui import labels
from ui.statistics.classes import CLASSES, LEVELS
from ui.statistics.figures import AGES

Json = dict[str, Any]
Cell = str | int | float
TOTAL = "合计"
_MOST_BARS = 24


@dataclass(frozen=True, slots=True)
class Bars:
    """Horizontal bars, longest ``most`` first: name → value."""

    title: str
    rows: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A titled table; ``note`` says what was counted and what not; ``bars`` is its picture, where it has one."""

    id: str
    title: str
    head: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    note: str = ""
    bars: Bars | None = None


def tables(data: Json) -> tuple[Table, ...]:
    """All tables of ``figures.statistics``, in the order of a report."""
    made = [_system(data), _hazards(data), _ages(data), _old(data), *_citations(data), _years(data)]
    if data["coverage"]:
        made += [_coverage(data["coverage"])]
    return tuple(made)


def _system(data: Json) -> Table:
    crossed = data["by_class_and_level"]
    columns = [level for level in LEVELS if any(level in counts for counts in crossed.values())]
    rows = [
        (group, *(crossed[group].get(level, 0) for level in columns), sum(crossed[group].values()))
        for group in CLASSES
        if group in crossed
    ]
    note = f"共 {data['plans']} 份现行预案；"
    note += f"另有 {data['past_editions']} 份旧版或已废止的未计入；" if data["past_editions"] else ""
    note += labels.message_template("statistics_classes")
    bars = Bars("现行预案，按类", tuple((str(row[0]), int(row[-1])) for row in rows))
    return Table(
        "system", "预案体系", ("类别", *columns, TOTAL), (*rows, _sum(rows, len(columns) + 2)) if rows else (), note, bars
    )  # fmt: skip


def _hazards(data: Json) -> Table:
    crossed = data["by_hazard_and_class"]
    columns = [group for group in CLASSES if any(group in counts for counts in crossed.values())]
    rows = sorted(
        (
            (name, *(counts.get(group, 0) for group in columns), sum(counts.values()))
            for name, counts in crossed.items()
        ),
        key=lambda row: (-row[-1], row[0]),
    )
    bars = Bars("现行预案，按灾种", tuple((row[0], row[-1]) for row in rows))
    return Table(
        "hazards", "按灾种", ("灾种", *columns, TOTAL), (*rows, _sum(rows, len(columns) + 2)) if rows else (), "", bars
    )  # fmt: skip


def _sum(rows: Sequence[tuple[Cell, ...]], width: int) -> tuple[Cell, ...]:
    return (TOTAL, *(sum(int(row[at]) for row in rows) for at in range(1, width)))


def _ages(data: Json) -> Table:
    rows = tuple((age, data["by_age"].get(age, 0)) for age in AGES)
    note = f"截至 {data['date']}，按文中或登记的日期计算。"
    return Table("ages", "编制年限", ("年限", "预案数"), rows, note, Bars("现行预案，按年限", rows))


def _old(data: Json) -> Table:
    rows = tuple((each["title"], each["date"], each["years"]) for each in data["old_plans"])
    return Table(
        "old", "满三年未修订", ("预案", "日期", "年数"), rows, labels.message_template("statistics_old")
    )  # fmt: skip


def _citations(data: Json) -> tuple[Table, Table]:
    cited = data["citations"]
    rows = tuple((name, count) for name, count in cited["by_law"].items())
    short = tuple((name.partition("》")[0].lstrip("《") or name, count) for name, count in rows)
    note = f"看了 {cited['read']} 份，{len(cited['plans'])} 份有；右列是出处的处数。{labels.message_template('statistics_cited')}"
    plans = tuple(
        (each["title"], sum(each["outdated"].values()), "、".join(each["outdated"])) for each in cited["plans"]
    )
    return (
        Table(
            "cited",
            "引用了旧版或已废止的文件",
            ("现行的应是", "处数"),
            rows,
            note,
            Bars("引用了旧版的文件，按现行名称", short),
        ),
        Table("citing", "哪些预案引用了", ("预案", "处数", "现行的应是"), plans),
    )


def _years(data: Json) -> Table:
    drills, cases = data["drills"]["by_year"], data["cases"]["by_year"]
    rows = tuple((year, drills.get(year, 0), cases.get(year, 0)) for year in sorted(drills.keys() | cases.keys()))
    bars = tuple((f"{year} {what}", counts[year]) for year, _, _ in rows for what, counts in (("演练", drills), ("案例", cases)) if year in counts)  # fmt: skip
    note = "演练取自演练总结和台账的“上次演练”，同一预案同一天只计一次；案例取自库中的报告。"
    return Table("years", "演练和案例，按年", ("年份", "演练", "案例"), rows, note, Bars("演练和案例，按年", bars))


def _coverage(found: Json) -> Table:
    rows = tuple(
        (
            each["unit"],
            "有" if each["plans"] else "没有",
            len(each["plans"]),
            "；".join(plan["title"] for plan in each["plans"]),
        )
        for each in found["rows"]
    )
    note = f"名单 {found['units']} 个单位，{found['covered']} 个有预案，覆盖率 {found['share']:.1%}。{labels.message_template('statistics_coverage')}"
    have = found["covered"]
    bars = Bars("单位名单的覆盖", (("有预案", have), ("没有", found["units"] - have)))
    return Table("coverage", "覆盖", ("单位", "预案", "份数", "预案名称"), rows, note, bars)


def longest(bars: Bars) -> Bars:
    """The bars that one picture can hold; what is left out is added up in a last one."""
    if len(bars.rows) <= _MOST_BARS:
        return bars
    kept = bars.rows[: _MOST_BARS - 1]
    rest = sum(value for _, value in bars.rows[_MOST_BARS - 1 :])
    return Bars(bars.title, (*kept, (f"其余 {len(bars.rows) - len(kept)} 项", rest)))


def widths(table: Table) -> Mapping[int, int]:
    """Columns of a workbook by the length of what they hold, in characters."""
    columns = zip(table.head, *[[str(cell) for cell in row] for row in table.rows[:200]], strict=True)
    return {at: min(60, max(8, 2 * max(len(str(cell)) for cell in cells) + 2)) for at, cells in enumerate(columns)}
