"""Seeded defects of a plan's origin: other places and bodies, copied and empty text, age."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from random import Random

from kb.model import Document
from tests.bench.seeded.mutation import Mutation, edited, one_of, shuffled

_REAL = {"省": "四川省", "市": "绵阳市", "县": "白沙县", "乡镇": "白沙镇", "村社区": "柳树村"}


def foreign_place(document: Document, random: Random) -> Iterator[Mutation]:
    own = re.escape(document.region[-3:]) if document.region else "本县"
    short = {"省": "省|自治区", "市": "市", "县": "县", "乡镇": "镇|乡", "村社区": "村"}.get(
        document.plan_level or "", "县"
    )
    other = _REAL.get(document.plan_level or "", "白沙县")
    for clause in shuffled(document, random):
        found = re.search(
            rf"(?:{own}|(?<![\u4e00-\u9fff])(?:本|全)?(?:{short}))(?=人民政府|政府|应急管理局|应急厅|应急局|行政区域|境内|水利局|公安局|公安厅|财政厅|民政厅|指挥部|村委会|村民委员会)",
            clause.text,
        )
        if found and clause.section >= 0:
            yield one_of("D31 foreign place", document, clause, found[0], other, ("QC-COPY",), found.start())


def foreign_body(document: Document, random: Random) -> Iterator[Mutation]:
    level = document.plan_level or ""
    for clause in shuffled(document, random, least=40, rows=False)[:4]:
        if clause.section < 0 or level not in _REAL:
            continue
        body = {
            "省": "云南省应急管理厅",
            "市": "绵阳市应急管理局",
            "县": "白沙县应急管理局",
            "乡镇": "白沙镇人民政府",
            "村社区": "柳树村委会",
        }[level]
        said = random.choice(
            (f"{body}负责组织群众转移。", f"由{body}牵头开展灾情核查。", f"相关情况及时报告{body}办公室。")
        )
        yield Mutation(
            "D32 foreign body",
            edited(document, {clause.id: clause.text + said}),
            ("QC-COPY",),
            frozenset({clause.id}),
            "",
            said,
        )


def outdated(document: Document, random: Random) -> Iterator[Mutation]:
    if (
        re.match(r"202[4-6]-", document.date)
        and document.date_text
        and document.plan_type not in ("SCH", "EC", "ES", "EF")
    ):
        old = str(int(document.date[:4]) - 5)
        texts = {
            c.id: c.text.replace(document.date[:4] + "年", old + "年")
            for c in document.clauses
            if document.date_text in c.text
        }
        changed = replace(
            edited(document, texts),
            date=old + document.date[4:],
            date_text=document.date_text.replace(document.date[:4], old),
        )
        yield Mutation("D35 outdated plan", changed, ("QC-AGE",), frozenset(), document.date_text, old)


_EMPTY = (
    "各有关部门要高度重视，切实加强组织领导，进一步做好各项应急处置工作，确保各项措施落到实处。",
    "各相关单位按照职责分工，密切配合，通力协作，及时有效地开展应急救援工作。",
    "要坚持以人为本，科学施救，妥善处置，最大限度减少人员伤亡和财产损失。",
    "必要时采取其他有效措施，防止事态进一步扩大，维护社会稳定。",
)  # fmt: skip


def boilerplate(document: Document, random: Random) -> Iterator[Mutation]:
    wanted = re.compile(r"处置|响应|措施|转移|疏散|预警行动|保障|救援|监测")
    sections = [
        at for at, section in enumerate(document.sections) if wanted.search(section.text) and not section.appendix
    ]
    random.shuffle(sections)
    for at in sections:
        own = [clause for clause in document.clauses if clause.section == at]
        if sum(len(clause.text) for clause in own) < 80:
            continue
        texts = {clause.id: "" for clause in own[1:]} | {own[0].id: "".join(_EMPTY)}
        yield Mutation(
            "D36 boilerplate section",
            edited(document, texts),
            ("QC-OPER", "QC-SPEC"),
            frozenset({own[0].id}),
            "",
            _EMPTY[0],
        )


def copied(document: Document, random: Random) -> Iterator[Mutation]:
    """Three paragraphs of another plan of the shelf in the place of one's own."""
    from tests.bench.defects import plans

    others = [other for _, other in plans() if other.title != document.title and other.plan_type == document.plan_type]
    if not others:
        return
    other = random.choice(others)
    long = [
        clause.text
        for clause in other.clauses
        if len(clause.text) > 80 and not clause.table_row and clause.section >= 0
    ]
    wanted = [clause for clause in long if not re.search(r"以上[^。；]{0,24}以下|》[^。；]{0,20}第", clause)]
    own = [
        clause
        for clause in shuffled(document, random, least=60, rows=False)
        if not re.search(
            "总则|原则|依据|附则|术语|解释|分级|标准|格式|文本|通讯录|联系|名单|清单", "".join(clause.path[-1:])
        )
    ]
    for _ in range(2):
        chosen, places = random.sample(wanted, 3), random.sample(own, 3)
        texts = {clause.id: text for clause, text in zip(places, chosen, strict=True)}
        yield Mutation(
            "D38 copied paragraphs", edited(document, texts), ("QC-COPY",), frozenset(texts), "", other.title
        )
