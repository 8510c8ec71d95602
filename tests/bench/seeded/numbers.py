"""Seeded defects of limits, sums and shares."""

from __future__ import annotations

import re
from collections.abc import Iterator
from random import Random

from kb.model import Document
from tests.bench.seeded.mutation import Mutation, edited, one_of, shuffled, substitute

_AMOUNT = re.compile(r"(\d+)(分钟|小时)")


def stretch_limit(document: Document, random: Random) -> Iterator[Mutation]:
    for clause in shuffled(document, random):
        for sentence in re.finditer(r"[^。；]+", clause.text):
            said = sentence[0]
            if not re.search(r"报告|上报|报送|直报|速报|快报|报(?=县|市|省|上级|乡|镇|公司)", said) or re.search(
                r"续报|终报|书面|总结|评估|核报|备案|每", said
            ):
                continue
            found = re.search(r"(?<![\d\-—至])(\d+|[一二两三四五六])个?(分钟|小时)(?:之?内|以内)", said)
            if not found or not re.search(r"发生|接报|发现|接到|后|立即|事故|险情|灾", said):
                continue
            if found[2] == "分钟" and found[1].isdigit() and int(found[1]) < 30:
                continue
            minutes = int(found[1]) * (60 if found[2] == "小时" else 1) if found[1].isdigit() else 120
            after = found[0].replace(f"{found[1]}", str(max(2, round(minutes * 10 / 60)))).replace("分钟", "小时")
            yield one_of(
                "D06 stretch limit", document, clause, found[0], after, ("QC-TIME",), sentence.start() + found.start()
            )
            break


def remove_limit(document: Document, random: Random) -> Iterator[Mutation]:
    texts: dict[str, str] = {}
    for clause in document.clauses:
        if re.search(r"报告|上报|报送|直报|速报|快报|续报|报(?:县|市|省)", clause.text) and _AMOUNT.search(clause.text):
            texts[clause.id] = re.sub(
                r"(?:在|于|最迟|不超过|不得超过)?(?:接报|事发|发生)?后?(?:\d+|[一二两三四半])个?(?:半)?(?:分钟|小时)(?:之?内|以内)?",
                "及时",
                clause.text,
            )
    if texts:
        yield Mutation("D07 remove limit", edited(document, texts), ("QC-TIME", "EL-502"), frozenset(), "", "及时")


rare_drills = substitute(
    "D43 drill too rare",
    r"每(?:[一二两三半123]年|年|季度|半年|月|学期)(?=[^。；]{0,30}(?:演练|演习))",
    lambda m: "每5年",
    "QC-FREQ",
)


def break_sum(document: Document, random: Random) -> Iterator[Mutation]:
    for clause in shuffled(document, random, least=10):
        found = re.search(r"(?:共|合计|总计)(?:有)?(\d+)(人|名|支|辆|个|处|台|户|张)", clause.text)
        if not found:
            continue
        parts = [
            each
            for each in re.finditer(rf"(?<!\d)(\d+){found[2]}", clause.text)
            if each.start() != found.start(1) and each.end() <= len(clause.text)
        ]
        total = int(found[1])
        numbers = [int(each[1]) for each in parts]
        if len(parts) >= 2 and sum(numbers) == total:
            part = random.choice(parts)
            yield one_of(
                "D08 break sum", document, clause, part[0], f"{int(part[1]) + 7}{found[2]}", ("QC-NUM",), part.start()
            )


def break_inserted_sum(document: Document, random: Random) -> Iterator[Mutation]:
    """Plans rarely bear sums: a sound one is put in first, in the plan's own style, then broken."""
    for clause in shuffled(document, random, least=40, rows=False)[:3]:
        a, b, c = (random.randint(12, 80) for _ in range(3))
        style = random.choice((
            "全部救援力量共{t}人，其中专职队员{a}人、兼职队员{b}人、志愿者{c}人。",
            "现有专职队员{a}人、兼职队员{b}人、志愿者{c}人，共计{t}人。",
            "储备帐篷合计{t}顶（城区库{a}顶、北片库{b}顶、南片库{c}顶）。",
        ))  # fmt: skip
        sound = style.format(t=a + b + c, a=a, b=b, c=c)
        broken = style.format(t=a + b + c + random.choice((5, 9, 10)), a=a, b=b, c=c)
        base = edited(document, {clause.id: clause.text + sound})
        yield Mutation(
            "D08 break sum", edited(document, {clause.id: clause.text + broken}), ("QC-NUM",), frozenset({clause.id}), sound, broken
        )  # fmt: skip
        yield Mutation("K08 sound sum", base, ("QC-NUM",), frozenset({clause.id}), "", sound)


def break_percentage(document: Document, random: Random) -> Iterator[Mutation]:
    for clause in shuffled(document, random, least=40, rows=False)[:3]:
        whole = random.randint(40, 400)
        part = random.randint(5, whole - 1)
        share = round(100 * part / whole, 1)
        style = random.choice((
            "辖区共有隐患点{w}处，已完成治理{p}处，占{s}%。",
            "全县{w}个村中已有{p}个村建立队伍，占比{s}%。",
            "应到{w}人，实到{p}人，到位率{s}%。",
        ))  # fmt: skip
        broken = style.format(w=whole, p=part, s=round(share + random.choice((-9.7, 11.3)), 1))
        yield Mutation(
            "D09 break percentage", edited(document, {clause.id: clause.text + broken}), ("QC-NUM",), frozenset({clause.id}), str(share), broken
        )  # fmt: skip
        sound = style.format(w=whole, p=part, s=share)
        yield Mutation(
            "K09 sound percentage", edited(document, {clause.id: clause.text + sound}), ("QC-NUM",), frozenset({clause.id}), "", sound
        )  # fmt: skip


break_count = substitute(
    "D10 break count",
    r"(?<=设)(?:[三四五六七八九]|\d+)个(?=工作组)|(?<=成立)(?:[三四五六七八九]|\d+)个(?=工作组)|(?<=成员单位共)\d+个",
    lambda m: "13个",
    "QC-NUM",
)
