"""Past events as cards: when, where, how grave, what was done in order, how it ended, what was learnt."""

from __future__ import annotations

import re
from typing import Any

from ui import finding, keys
from ui.web.clauses import button
from ui.web.common import badge, text

Json = dict[str, Any]
_TIME = re.compile(
    r"(?:(?:\d{4}年)?\d{1,2}月)?(?:\d{1,2}日)?(?:凌晨|清晨|早上|上午|中午|下午|傍晚|晚上?|夜间)?\d{1,2}(?:时|点|[:：]\d{2})(?:\d{1,2}分)?(?:许|左右)?"
    r"|\d{1,2}月\d{1,2}日|\d{1,2}日(?:凌晨|清晨|早上|上午|中午|下午|傍晚|晚上?|夜间)"
)


def cases_html(found: Json) -> str:
    """The cases as cards; when none is about the query that is said first."""
    lead = ""
    if not found["answerable"]:
        more = "下面是最接近的，请自行判断。" if found["incidents"] else "可以到“资料库”收进处置报告、案例汇编再查。"
        lead = f'<div class="refusal"><b>库里没有这样的案例。</b><br>{more}</div>'
    across = len(found.get("libraries", ())) > 1
    cards = "".join(_card(item, across) for item in found["incidents"])
    foot = f"{len(found['incidents'])} 个案例，{found['milliseconds']:.0f} 毫秒" if found["incidents"] else ""
    return f'<div class="hits" role="list">{lead}{cards}<p class="quiet">{foot}</p></div>'


def _card(item: Json, across: bool) -> str:
    mark = keys.mark_of(item)
    badges = [badge("示例（虚构）", "sample")] if item["sample"] else []
    badges += [badge(finding.called(item["library"]), "library")] if across and not item["sample"] else []
    badges += [badge(item["hazard"]["name"])] if item["hazard"] else []
    badges += [badge(f"{item['grade']}事故", "bad")] if item["grade"] else []
    facts = (("时间", item["event_time"]), ("地点", item["place"]), ("伤亡损失", item["casualties"]), ("参与", "、".join(item["agencies"])))  # fmt: skip
    rows = "".join(f"<dt>{name}</dt><dd>{text(value)}</dd>" for name, value in facts if value)
    lessons = "".join(f"<li>{text(lesson)}</li>" for lesson in item["lessons"])
    return (
        f'<article class="hit case" role="listitem"><header><b>{text(item["title"])}</b> {"".join(badges)}</header>'
        f"<dl>{rows}</dl>{_measures(item['measures'], mark)}"
        + (f'<p><b class="label">结果</b>{text(item["outcome"])}</p>' if item["outcome"] else "")
        + (f"<details><summary>教训和启示（{len(item['lessons'])}）</summary><ul>{lessons}</ul></details>" if lessons else "")
        + f'<div class="acts">{button("open", mark + item["clause_id"], "看原文")}<small>《{text(item["doc_title"])}》</small></div></article>'
    )  # fmt: skip


def _measures(measures: list[Json], mark: str) -> str:
    """The measures in the report's order, the times that it tells set out in front."""
    if not measures:
        return ""
    rows, times = [], [_TIME.search(measure["text"][:24]) for measure in measures]
    told = any(times)
    for measure, when in zip(measures, times, strict=True):
        rows.append(
            f"<li>{f'<time>{text(when[0]) if when else str()}</time>' if told else ''}"
            f"<span>{button('open', mark + measure['clause_id'], measure['text'], 'plain')}</span></li>"
        )
    head, rest = "".join(rows[:5]), "".join(rows[5:])
    more = f"<details><summary>其余 {len(rows) - 5} 步</summary><ol class='line'>{rest}</ol></details>" if rest else ""
    return f'<b class="label">处置经过</b><ol class="line">{head}</ol>{more}'
