"""Invented plans and laws in many layouts with known headings, for measuring structure on texts nobody tuned for.

``plan(layout, noise, seed)`` gives the lines of a text and its true headings. Every word is made up from the pools below.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

Heading = tuple[int, str, str]
"""(level, number, text), as ``gold/outlines`` writes them."""

_CHAPTERS = [
    "总则",
    "组织指挥体系",
    "风险防控与隐患治理",
    "监测和预警",
    "信息报送与共享",
    "应急响应",
    "分级响应与处置",
    "抢险与救援行动",
    "群众转移安置",
    "新闻与舆论工作",
    "后期处置",
    "灾后重建",
    "综合保障",
    "物资与装备",
    "宣教、培训和演练",
    "监督与奖惩",
    "预案管理",
    "附则",
    "本县基本情况",
    "水情与工情",
    "重点部位",
    "联动与支援",
    "值守与会商",
]
_SECTIONS = [
    "编制目的",
    "编制依据",
    "适用范围",
    "工作原则",
    "事件分级",
    "指挥部组成",
    "办公室职责",
    "成员单位分工",
    "现场指挥部",
    "专家库",
    "乡镇职责",
    "风险识别",
    "隐患排查",
    "监测网络",
    "预警分级",
    "预警发布",
    "预警行动",
    "预警解除",
    "首报和续报",
    "报告内容",
    "共享方式",
    "响应启动",
    "Ⅰ级响应",
    "Ⅱ级响应",
    "三级响应",
    "四级响应措施",
    "先期处置",
    "人员搜救",
    "医疗救护",
    "交通管制",
    "电力抢修",
    "供水恢复",
    "转移路线",
    "安置点管理",
    "信息公开",
    "口径管理",
    "善后工作",
    "损失核定",
    "补偿与保险",
    "总结复盘",
    "队伍",
    "资金",
    "物资储备（含社会储备）",
    "通信与网络",
    "车辆调度",
    "治安维护",
    "技术支撑",
    "气象服务",
    "演练频次",
    "培训计划",
    "考核",
    "责任追究",
    "修订程序",
    "解释单位",
    "统一领导，分级负责",
    "以人为本、减少危害",
    "启动条件和程序",
    "成员单位之间的信息互通与任务协同",
    "较大以上事件的报告时限和内容要求",
    "与驻地部队、民兵的协同（暂行）",
    "做好群众基本生活保障",
    "建立健全会商制度",
    "实施日期",
    "术语说明",
    "水库调度",
    "堤防巡查",
    "尾水处理",
    "夜间叫应",
    "停课停工标准",
    "A类场所管控",
    "与上位预案衔接",
    "外部救援力量对接",
    "“双岗”值守",
]
_WHO = [
    "县应急管理局",
    "镇人民政府",
    "各成员单位",
    "县水利局",
    "值班室",
    "现场指挥部",
    "村（居）民委员会",
    "县卫生健康局",
    "抢险队伍",
    "县公安局",
    "设备管理单位",
    "产权单位",
]
_DO = [
    "及时掌握情况并向指挥部报告",
    "组织力量赶赴现场开展先期处置",
    "做好人员转移和安置",
    "加强巡查并做好记录",
    "落实值班和领导带班制度",
    "按照职责分工开展工作",
    "会同有关部门进行会商研判",
    "发布预警信息并通知到户到人",
    "调集物资、装备和车辆",
    "维护现场秩序，保障道路畅通",
    "对受损设施进行抢修",
    "建立台账并定期更新",
    "接受监督检查",
]
_WHEN = [
    "接到预警后",
    "事件发生后",
    "汛期来临前",
    "灾情稳定后",
    "响应启动后30分钟内",
    "险情扩大时",
    "每年4月底前",
    "必要时",
    "24小时内",
    "根据需要",
]


class Maker:
    """Makes sentences, phrases and lists from one seed."""

    def __init__(self, seed: int) -> None:
        self.pick = random.Random(seed)

    def of(self, pool: list[str]) -> str:
        """One of a pool."""
        return self.pick.choice(pool)

    def sentence(self, end: str = "。") -> str:
        """One statement."""
        return f"{self.of(_WHEN)}，{self.of(_WHO)}应当{self.of(_DO)}{end}"

    def paragraph(self) -> str:
        """One to four statements; now and then one that begins as a heading might."""
        tricky = (
            "2.5米以上水位持续6小时的，", "3000人以上受灾或者10个村断电的，", "2026年以来，", "第三条规定的事项以外，", "1.1节所列情形之外，",
            "一般情况下，", "三级以上响应期间，", "50毫米以上降雨出现时，", "一是", "第一时间，", "十二小时内，",
        )  # fmt: skip
        head = self.of(list(tricky)) if self.pick.random() < 0.12 else ""
        return head + "".join(self.sentence() for _ in range(self.pick.randint(1, 4)))


@dataclass(slots=True)
class Line:
    """A line of the text; ``heading`` is its true heading, ``number`` and ``title`` what it prints when it is one."""

    text: str = ""
    heading: Heading | None = None
    number: str = ""
    title: str = ""
    joint: str = " "
    run_in: str = ""
    annex: bool = False

    def render(self) -> str:
        """The line as printed."""
        if self.heading is None:
            return self.text
        tail = f"。{self.run_in}" if self.run_in else ""
        return f"{self.number}{self.joint if self.title else ''}{self.title}{tail}"


@dataclass(slots=True)
class Text:
    """A made text: ``lines`` as printed, the true ``headings``, and those of annexes, which are scored apart."""

    title: str
    lines: list[str]
    headings: list[Heading]
    annexes: list[Heading] = field(default_factory=list)


Numbering = Callable[[tuple[int, ...]], tuple[str, str, str]]
"""Ordinals from the outside in → (number as printed, joint, number as it truly is)."""

_CN = "零一二三四五六七八九十"


def chinese(value: int) -> str:
    """1–199 in Chinese numerals."""
    if value >= 100:
        rest = value - 100
        return "一百" + (
            "" if not rest else f"零{_CN[rest]}" if rest < 10 else f"一{chinese(rest)}" if rest < 20 else chinese(rest)
        )
    if value <= 10:
        return _CN[value]
    tens, ones = divmod(value, 10)
    return ("" if tens == 1 else _CN[tens]) + "十" + (_CN[ones] if ones else "")


def _dotted(ordinals: tuple[int, ...]) -> str:
    return ".".join(map(str, ordinals))


def _decimal(mark: str, joint: str) -> Numbering:
    return lambda at: (_dotted(at) + mark, joint, _dotted(at))


def _official(at: tuple[int, ...]) -> tuple[str, str, str]:
    last = at[-1]
    return (
        (f"{chinese(last)}、", "", chinese(last)),
        (f"（{chinese(last)}）", "", f"（{chinese(last)}）"),
        (f"{last}.", "", str(last)),
    )[len(at) - 1]


def _official_half(at: tuple[int, ...]) -> tuple[str, str, str]:
    last = at[-1]
    return (
        (f"{chinese(last)}.", "", chinese(last)),
        (f"({chinese(last)})", " ", f"（{chinese(last)}）"),
        (f"{last}、", "", str(last)),
    )[len(at) - 1]


def _chaptered(at: tuple[int, ...]) -> tuple[str, str, str]:
    last = at[-1]
    if len(at) == 1:
        return f"第{chinese(last)}章", " ", f"第{chinese(last)}章"
    if len(at) == 2:
        return f"第{chinese(last)}节", " ", f"第{chinese(last)}节"
    return f"{chinese(last)}、", "", chinese(last)


def _chapter_decimal(at: tuple[int, ...]) -> tuple[str, str, str]:
    if len(at) == 1:
        return f"第{chinese(at[0])}章", "  ", f"第{chinese(at[0])}章"
    return _dotted(at), " ", _dotted(at)


def _chapter_official(at: tuple[int, ...]) -> tuple[str, str, str]:
    if len(at) == 1:
        return f"第{chinese(at[0])}章", " ", f"第{chinese(at[0])}章"
    return _official(at[1:])


def _chinese_decimal(at: tuple[int, ...]) -> tuple[str, str, str]:
    if len(at) == 1:
        return f"{chinese(at[0])}、", "", chinese(at[0])
    return _dotted(at), "", _dotted(at)


def _chinese_digit(at: tuple[int, ...]) -> tuple[str, str, str]:
    last = at[-1]
    return (
        (f"{chinese(last)}、", "", chinese(last)),
        (f"{last}、", "", str(last)),
        (f"（{last}）", "", f"（{last}）"),
    )[len(at) - 1]


def _decimal_paren(at: tuple[int, ...]) -> tuple[str, str, str]:
    if len(at) < 3:
        return _dotted(at), " ", _dotted(at)
    return f"（{at[-1]}）", "", f"（{at[-1]}）"


LAYOUTS: dict[str, Numbering] = {
    "decimal": _decimal("", " "),
    "decimal-tight": _decimal("", ""),
    "decimal-dot": _decimal(".", " "),
    "decimal-comma": _decimal("、", ""),
    "official": _official,
    "official-half": _official_half,
    "chapter-section": _chaptered,
    "chapter-decimal": _chapter_decimal,
    "chapter-official": _chapter_official,
    "chinese-decimal": _chinese_decimal,
    "chinese-digit": _chinese_digit,
    "decimal-paren": _decimal_paren,
}
_DECIMAL_DEPTHS = {"decimal", "decimal-tight", "decimal-dot", "decimal-comma", "chapter-decimal", "chinese-decimal"}


def _lines(layout: str, make: Maker) -> Iterator[Line]:
    number = LAYOUTS[layout]
    chapters = make.pick.sample(_CHAPTERS, make.pick.randint(5, 9))
    sections = make.pick.sample(_SECTIONS, len(_SECTIONS))
    for first, chapter in enumerate(chapters, 1):
        yield _heading(number, (first,), chapter)
        count = make.pick.choice((0, 2, 3, 4, 5))
        if not count:
            yield from _body(layout, make, 1)
        for second in range(1, count + 1):
            yield _heading(number, (first, second), sections.pop() if sections else f"专项工作{first}")
            if make.pick.random() < 0.08 and layout in _DECIMAL_DEPTHS:
                for third in range(1, 4):
                    yield Line(f"{first}.{second}.{third} {make.sentence()}")
                continue
            deeper = make.pick.choice((0, 0, 0, 2, 3)) if len(sections) > 12 else 0
            if not deeper or make.pick.random() < 0.3:
                yield from _body(layout, make, 2)
            for third in range(1, deeper + 1):
                yield _heading(number, (first, second, third), sections.pop())
                yield from _body(layout, make, 3)


def _heading(number: Numbering, at: tuple[int, ...], title: str) -> Line:
    printed, joint, true = number(at)
    return Line(heading=(len(at), true, title), number=printed, title=title, joint=joint)


def _body(layout: str, make: Maker, depth: int) -> Iterator[Line]:
    for _ in range(make.pick.randint(1, 3)):
        yield Line(make.paragraph())
    kind = make.pick.random()
    deep = depth >= 3 or layout in _DECIMAL_DEPTHS
    if kind < 0.22:
        yield Line("主要包括以下内容：")
        marks = [f"（{n}）" for n in range(1, 6)] if layout != "decimal-paren" or depth < 2 else list("①②③④⑤")
        for mark in marks[: make.pick.randint(2, 5)]:
            yield Line(f"{mark}{make.sentence('；')}")
    elif kind < 0.36 and deep and layout != "decimal-paren":
        yield Line("指挥部下设下列工作组：")
        for n, name in enumerate(
            make.pick.sample(["综合协调组", "抢险救援组", "医疗防疫组", "后勤组", "宣传组"], 4), 1
        ):
            yield Line(f"（{n}）{name}")
    elif kind < 0.46 and layout in _DECIMAL_DEPTHS:
        for n in range(1, 4):
            yield Line(f"{n}.{make.sentence()}")


def unnumbered(seed: int) -> Text:
    """A plan whose headings are marked by the file and carry no numbers."""
    make = Maker(seed)
    title = "石桥镇防汛应急预案"
    lines = list(_lines("official", make))
    out, heads = [f"# {title}", ""], []
    for line in lines:
        if line.heading:
            heads.append((line.heading[0], "", line.title))
            out += [f"{'#' * (line.heading[0] + 1)} {line.title}", ""]
        else:
            out += [line.text, ""]
    return Text(title, out, heads)


def bare(seed: int) -> Text:
    """A company's plan exported without its automatic numbers: headings are short lines between sentences, none has a level."""
    make = Maker(seed)
    title = "恒达化工有限公司生产安全事故应急预案"
    out, heads = [title], []
    for chapter in make.pick.sample(_CHAPTERS, 7):
        names = [chapter, *make.pick.sample(_SECTIONS, make.pick.randint(0, 3))]
        for order, name in enumerate(names):
            if "（" in name or "，" in name or (order == 0 and len(names) > 1):
                continue
            heads.append((1, "", name))
            out += [name, *(make.paragraph() for _ in range(make.pick.randint(1, 3)))]
    return Text(title, out, heads)


def plan(layout: str, noise: str, seed: int) -> Text:
    """A plan in one of ``LAYOUTS`` with one of ``NOISES``."""
    make = Maker(seed)
    place = make.of(["青山县", "临江市", "石桥镇", "白鹤县", "云溪区"])
    about = make.of(["防汛抗旱", "森林火灾", "突发地质灾害", "道路交通事故", "大面积停电事件", "突发环境事件"])
    title = f"{place}{about}应急预案"
    lines = list(_lines(layout, make))
    annexes: list[Line] = []
    if make.pick.random() < 0.5:
        for n, name in enumerate(("应急响应流程图", "成员单位职责", "物资清单"), 1):
            annexes.append(Line(heading=(1, f"附件{n}", name), number=f"附件{n}", title=name, annex=True))
            annexes.append(Line(make.paragraph()))
            if make.pick.random() < 0.4:
                annexes += [Line(f"{k}.{make.sentence()}") for k in range(1, 4)]
            elif make.pick.random() < 0.4:
                annexes.append(Line("序号\t单位\t职责"))
                annexes += [Line(f"{k}\t{make.of(_WHO)}\t{make.of(_DO)}") for k in range(1, 5)]
    if make.pick.random() < 0.15:
        drop = make.pick.choice([i for i, line in enumerate(lines) if line.heading])
        lines = lines[:drop] + lines[drop + 1 :]
    front = [title, ""]
    if make.pick.random() < 0.3:
        front = _notice(make, place, title)
    text = [*front, *NOISES[noise](make, [*lines, *annexes], title)]
    return Text(
        title,
        text,
        [line.heading for line in lines if line.heading],
        [line.heading for line in annexes if line.heading],
    )


def _notice(make: Maker, place: str, title: str) -> list[str]:
    """A notice of issue before the plan's own title."""
    office = f"{place}人民政府办公室"
    return [
        f"{office}关于印发", f"{title}的通知", f"{place[:1]}政办发〔2026〕{make.pick.randint(1, 60)}号", "",
        "各镇人民政府，县政府各部门：", "", f"《{title}》已经县政府同意，现印发给你们，请认真贯彻执行。", "",
        office, f"2026年{make.pick.randint(1, 12)}月{make.pick.randint(1, 28)}日", "", title, "",
    ]  # fmt: skip


# --------------------------------------------------------------------------- noise


def _plain(make: Maker, lines: list[Line], title: str) -> list[str]:
    return [line.render() for line in lines]


def _blank_lines(make: Maker, lines: list[Line], title: str) -> list[str]:
    return [part for line in lines for part in (line.render(), "")]


def _markdown(make: Maker, lines: list[Line], title: str) -> list[str]:
    return [part for line in lines for part in ((f"# {line.render()}" if line.heading else line.render()), "")]


def _bold(make: Maker, lines: list[Line], title: str) -> list[str]:
    return [part for line in lines for part in ((f"**{line.render()}**" if line.heading else line.render()), "")]


def _lost_dots(make: Maker, lines: list[Line], title: str) -> list[str]:
    """OCR loses the dots of many decimals: 1 1, 1  1, 1?? 1, 1·1."""
    for line in lines:
        if line.heading and re.fullmatch(r"\d+(\.\d+)+", line.number) and make.pick.random() < 0.7:
            line.number = line.number.replace(".", make.of([" ", "  ", "?? ", "·", " . ", "．", "\ue010 "]))
            line.joint = " "
    return _markdown(make, lines, title)


def _wide(make: Maker, lines: list[Line], title: str) -> list[str]:
    table = {ord(str(n)): "０１２３４５６７８９"[n] for n in range(10)} | {ord("."): "．"}
    for line in lines:
        line.number = line.number.translate(table)
    return _plain(make, lines, title)


def _spaced(make: Maker, lines: list[Line], title: str) -> list[str]:
    for line in lines:
        if len(line.title) <= 3:
            line.title = "　".join(line.title)
        elif make.pick.random() < 0.3:
            line.title = " ".join(line.title)
        line.text = f"　　{line.text}"
    return _plain(make, lines, title)


def _wrapped(make: Maker, lines: list[Line], title: str) -> list[str]:
    """Hard-wrapped at a fixed width with an indent, as text exported from PDF."""
    width = make.pick.choice((28, 34, 40))
    out: list[str] = []
    for line in lines:
        text = line.render() if line.heading else f"　　{line.text}"
        out += [text[start : start + width] for start in range(0, len(text), width)]
    return out


def _run_in(make: Maker, lines: list[Line], title: str) -> list[str]:
    """Deepest headings run into their text: 1.2 编制依据。依据…"""
    out: list[Line] = []
    for line in lines:
        before = out[-1] if out else None
        may = before and re.match(r"\d+\.\d|[（(][一二三四五六七八九十]", before.number) and not before.run_in
        if before and may and line.heading is None and not re.match(r"[（(①\d主指]", line.text):
            before.run_in = line.text
        else:
            out.append(line)
    return _plain(make, out, title)


def _contents(make: Maker, lines: list[Line], title: str) -> list[str]:
    style = make.pick.choice(("dots", "plain", "tab"))
    listing = []
    for page, line in enumerate(line for line in lines if line.heading and line.heading[0] <= 2):
        tail = {"dots": f"{'.' * 20}{page // 3 + 1}", "plain": "", "tab": f"\t{page // 3 + 1}"}[style]
        listing.append(line.render() + tail)
    return ["目　录", *listing, "", title, "", *_plain(make, lines, title)]


def _page_marks(make: Maker, lines: list[Line], title: str) -> list[str]:
    out = []
    for n, line in enumerate(lines):
        out.append(line.render())
        if n % 9 == 8:
            out += [make.of([f"- {n // 9 + 1} -", f"— {n // 9 + 1} —", f"{n // 9 + 1}"]), ""]
    return out


def _number_alone(make: Maker, lines: list[Line], title: str) -> list[str]:
    """Numbers of chapters stand on a line of their own."""
    out = []
    for line in lines:
        if line.heading and line.heading[0] == 1 and line.number.startswith("第"):
            out += [line.number, line.title]
        else:
            out.append(line.render())
    return out


def _half_marks(make: Maker, lines: list[Line], title: str) -> list[str]:
    table = str.maketrans("，；：（）", ",;:()")
    for line in lines:
        line.text, line.number = line.text.translate(table), line.number.translate(table)
    return _plain(make, lines, title)


def _colon(make: Maker, lines: list[Line], title: str) -> list[str]:
    for line in lines:
        if line.heading and line.heading[0] > 1 and not line.annex:
            line.title += "："
    return _plain(make, lines, title)


def _flow_chart(make: Maker, lines: list[Line], title: str) -> list[str]:
    """The words of a flow chart stand between the paragraphs."""
    boxes = ["事件发生", "接警", "是", "否", "研判", "启动响应", "↓", "结束", "报告上级", "1 接报", "2 核实"]
    place = make.pick.randrange(len(lines) // 2, len(lines))
    while lines[place].heading:
        place -= 1
    rendered = [line.render() for line in lines]
    return [*rendered[: place + 1], "图1 应急处置流程图", *boxes, *rendered[place + 1 :]]


def _split_heads(make: Maker, lines: list[Line], title: str) -> list[str]:
    """Long headings break over two lines, in bold as Word converted to markdown has them."""
    out = []
    for line in lines:
        text = line.render()
        if line.heading and len(text) > 16:
            out += [f"**{text[:12]}**", f"**{text[12:]}**", ""]
        else:
            out += [f"**{text}**" if line.heading else text, ""]
    return out


def _decimals_alone(make: Maker, lines: list[Line], title: str) -> list[str]:
    """A decimal's text stands on the next line, as some converters leave it."""
    out = []
    for line in lines:
        if line.heading and re.fullmatch(r"\d+(\.\d+)+", line.number) and make.pick.random() < 0.5:
            out += [line.number, line.title]
        else:
            out.append(line.render())
    return out


def _two_at_once(make: Maker, lines: list[Line], title: str) -> list[str]:
    for line in lines:
        if line.heading and len(line.title) == 2:
            line.title = "  ".join(line.title)
        if not line.heading and make.pick.random() < 0.3:
            line.text = re.sub(r"(\d+)", r" \1 ", line.text)
    return NOISES[make.of(["wide", "wrapped", "contents", "page-marks", "half-marks", "run-in"])](make, lines, title)


NOISES: dict[str, Callable[[Maker, list[Line], str], list[str]]] = {
    "plain": _plain,
    "blank-lines": _blank_lines,
    "markdown": _markdown,
    "bold": _bold,
    "lost-dots": _lost_dots,
    "wide": _wide,
    "spaced": _spaced,
    "wrapped": _wrapped,
    "run-in": _run_in,
    "contents": _contents,
    "page-marks": _page_marks,
    "number-alone": _number_alone,
    "half-marks": _half_marks,
    "colon": _colon,
    "flow-chart": _flow_chart,
    "split-heads": _split_heads,
    "decimals-alone": _decimals_alone,
    "two-at-once": _two_at_once,
}

# --------------------------------------------------------------------------- laws


def law(form: str, seed: int) -> Text:
    """A law; ``form`` is chapters, sections, parts (编), short (no chapters) or amended (articles 之一)."""
    make = Maker(seed)
    title = make.of(["示例省防汛条例", "临江市突发事件应对办法", "青山县应急避难场所管理规定", "示例省安全生产条例"])
    lines = [title, f"（20{make.pick.randint(10, 26)}年3月1日示例省第十届人民代表大会常务委员会第二次会议通过）"]
    heads: list[Heading] = []
    article = 0
    parts = 2 if form == "parts" else 1
    for part in range(1, parts + 1):
        if form == "parts":
            name = make.of(_CHAPTERS)
            heads.append((1, f"第{chinese(part)}编", name))
            lines.append(f"第{chinese(part)}编　{name}")
        for chapter in range(1, 2 if form == "short" else 8):
            if form != "short":
                name = make.of(_CHAPTERS)
                heads.append(((len(heads) and form == "parts" and 2) or 1, f"第{chinese(chapter)}章", name))
                lines.append(f"第{chinese(chapter)}章　{name}")
            for section in range(1, 3 if form == "sections" and chapter == 3 else 2):
                if form == "sections" and chapter == 3:
                    name = make.of(_SECTIONS)
                    heads.append((2, f"第{chinese(section)}节", name))
                    lines.append(f"第{chinese(section)}节　{name}")
                for _ in range(make.pick.randint(5, 9) if form != "short" else 22):
                    article += 1
                    level = {"parts": 3, "sections": 3 if chapter == 3 else 2}.get(form, 2)
                    lines += _article(make, f"第{chinese(article)}条", level, heads)
                    if form == "amended" and make.pick.random() < 0.15:
                        lines += _article(make, f"第{chinese(article)}条之一", level, heads)
    return Text(title, lines, heads)


def _article(make: Maker, number: str, level: int, heads: list[Heading]) -> list[str]:
    heads.append((level, number, ""))
    kind = make.pick.random()
    if kind < 0.3:
        items = [f"（{chinese(n)}）{make.of(_DO)}；" for n in range(1, make.pick.randint(3, 6))]
        return [f"{number}　{make.of(_WHO)}履行下列职责：", *items]
    if kind < 0.4:
        items = [f"（{chinese(n)}）{make.of(_SECTIONS)}" for n in range(1, make.pick.randint(3, 6))]
        return [f"{number}　预案应当包括下列内容：", *items]
    if kind < 0.6:
        return [
            f"{number}　{make.paragraph()}",
            make.paragraph(),
            f"{make.of(_WHO)}违反本条例第三条、{number}规定的，由{make.of(_WHO)}责令改正。",
        ]
    return [f"{number} {make.paragraph()}"]


FORMS = ("chapters", "sections", "parts", "short", "amended")
