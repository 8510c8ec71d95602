"""Invented compilations: several reports in one file, joined as download sites and clerks join them, with their true first lines."""

from __future__ import annotations

import random
from collections.abc import Callable

_SUBJECTS = [
    "防汛抢险",
    "森林防灭火",
    "应急队伍建设",
    "物资储备",
    "应急演练",
    "隐患排查",
    "值班值守",
    "宣传培训",
    "避难场所建设",
    "基层应急能力",
    "联动机制",
    "安全生产",
]
_FORMS = ["工作总结", "工作汇报", "情况报告", "调研报告", "经验材料", "工作方案", "实施方案", "工作计划", "情况通报"]
_PLACES = ["青山县", "临江市", "石桥镇", "白鹤县", "云溪区", "我单位", "全市", ""]
_SENTENCES = [
    "今年以来，各级各部门认真落实责任，扎实推进各项工作。",
    "全年组织巡查检查46次，发现问题120个，已整改112个。",
    "成立了由主要负责同志任组长的领导小组。",
    "建立了联席会议制度，定期会商研判。",
    "储备编织袋、抽水泵等物资，落实专人管理。",
    "开展了桌面推演和实战演练，队伍协同能力得到检验。",
    "部分基层单位重视程度不够，措施落实不到位。",
    "下一步将加大投入，补齐短板。",
    "信息报送渠道还不够通畅。",
    "组织志愿者进社区宣传安全知识。",
]


def _report(pick: random.Random, cut: bool) -> tuple[str, list[str]]:
    title = f"{pick.choice(_PLACES)}{pick.choice(_SUBJECTS)}{pick.choice(_FORMS)}"
    lines = []
    for head in ("一、基本情况", "二、主要做法", "三、存在的问题", "四、下一步打算"):
        lines.append(head)
        lines += ["".join(pick.sample(_SENTENCES, pick.randint(2, 4))) for _ in range(pick.randint(1, 3))]
    if cut:
        lines = lines[: pick.randint(4, len(lines) - 1)]
        lines[-1] = (
            lines[-1][: max(8, len(lines[-1]) * 2 // 3)].rstrip("。，")
            if not lines[-1].startswith(("一", "二", "三", "四"))
            else lines[-1]
        )
    else:
        lines.append("总之，我们将继续努力，为保障人民群众生命财产安全作出更大贡献。")
    return title, lines


def _next_line(pick: random.Random, title: str, lines: list[str]) -> list[str]:
    return [title, title + "".join(pick.sample(_SENTENCES, 2)), *lines]


def _same_line(pick: random.Random, title: str, lines: list[str]) -> list[str]:
    return [title * 2 + "".join(pick.sample(_SENTENCES, 2)), *lines]


def _piece(order: int) -> Callable[[random.Random, str, list[str]], list[str]]:
    numeral = "一二三四五六七八九十"[order]
    return lambda pick, title, lines: [f"篇{numeral}：{title}", *lines]


def _bare(pick: random.Random, title: str, lines: list[str]) -> list[str]:
    return ["", f"　　　　　　　　{title}", "", *(f"　　{line}" for line in lines), ""]


def _signed(pick: random.Random, title: str, lines: list[str]) -> list[str]:
    signed = ["青山县应急管理局", f"2026年{pick.randint(1, 12)}月{pick.randint(1, 28)}日"]
    return [title, "县人民政府：", *lines, *(signed if lines[-1].startswith("总之") else [])]


def _marked(pick: random.Random, title: str, lines: list[str]) -> list[str]:
    return [f"# {title}", "", *(part for line in lines for part in ((f"## {line}" if line[1] == "、" else line), ""))]


STYLES = ("next line", "same line", "piece", "bare", "signed", "marked")
_NOISE = ["下载文档前请自行甄别文档内容的完整性", "本文档由某某文库网友上传，仅供学习参考"]


def compilation(style: str, seed: int) -> tuple[list[str], list[tuple[int, str, bool]]]:
    """The lines of a file, and for every part its first line, its title and whether it is cut off."""
    pick = random.Random(seed)
    lines: list[str] = []
    parts: list[tuple[int, str, bool]] = []
    titles: set[str] = set()
    for order in range(pick.randint(3, 8)):
        cut = pick.random() < 0.4
        title, body = _report(pick, cut)
        if title in titles and style in ("bare", "signed", "marked"):
            title = f"{title}（{order}）"
        titles.add(title)
        join: Callable[[random.Random, str, list[str]], list[str]] = {
            "next line": _next_line, "same line": _same_line, "piece": _piece(order), "bare": _bare, "signed": _signed, "marked": _marked,
        }[style]  # fmt: skip
        made = join(pick, title, body)
        first = next(i for i, line in enumerate(made) if title in line)
        parts.append((len(lines) + first + 1, title, cut))
        lines += made
        if pick.random() < 0.2:
            lines.append(pick.choice(_NOISE))
    return lines, parts
