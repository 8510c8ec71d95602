"""Seeded defects of what is pointed to: laws, former departments, annexes, contents pages."""

from __future__ import annotations

import re
from collections.abc import Iterator
from random import Random

from kb.model import Document
from tests.bench.seeded.mutation import Mutation, below, edited, one_of, shuffled, substitute, without_sections

break_annex_reference = substitute(
    "D11 break cross-reference", r"(?<=[见按照])附件\d", lambda m: "附件17", "QC-XREF"
)  # fmt: skip

break_section_reference = substitute(
    "D11 break cross-reference", r"(?<=[按见照])(\d\.\d)(?=权限|条|节|款|规定|程序|的)|(?<=第)\d(?=章)", lambda m: "9.9" if "." in m[0] else "19", "QC-XREF"
)  # fmt: skip


def break_inserted_reference(document: Document, random: Random) -> Iterator[Mutation]:
    for clause in shuffled(document, random, least=40, rows=False)[:4]:
        said = random.choice(
            (
                "具体见附件23。",
                "具体流程见图9。",
                "详见表17。",
                "程序按本预案第二十三章规定执行。",
                "具体按照本预案8.19规定执行。",
            )
        )
        yield Mutation(
            "D11 break cross-reference", edited(document, {clause.id: clause.text + said}), ("QC-XREF",), frozenset({clause.id}), "", said
        )  # fmt: skip


def remove_annex(document: Document, random: Random) -> Iterator[Mutation]:
    for at, section in enumerate(document.sections):
        number = re.match(r"附件\s*(\d+)", section.number or section.text)
        if not number:
            continue
        naming = [
            c
            for c in document.clauses
            if re.search(rf"附件\s*{number[1]}(?!\d)", c.text) and c.section not in below(document.sections, at)
        ]
        if naming:
            changed = without_sections(document, below(document.sections, at))
            yield Mutation("D12 remove annex", changed, ("QC-XREF",), frozenset(), section.label, "")


def contents_entry(document: Document, random: Random) -> Iterator[Mutation]:
    for clause in document.clauses[:12]:
        names = [s.text for s in document.sections if s.text in clause.text]
        if len(names) >= 4 and clause.section < 0:
            name = random.choice([n for n in names if len(n) >= 4] or names)
            yield one_of("D42 contents page", document, clause, name, "专家咨询机制", ("QC-XREF",))


_OLD = (
    "《国家突发公共事件总体应急预案》", "《突发事件应急预案管理办法》（国办发〔2013〕101号）", "《国家地震应急预案》（国办函〔2012〕149号）",
    "《国家自然灾害救助应急预案》（国办函〔2016〕25号）", "GB/T 29639-2013《生产经营单位生产安全事故应急预案编制导则》",
    "《中华人民共和国突发事件应对法》（2007年）", "《中华人民共和国突发事件应对法》（主席令第六十九号）", "《危险化学品重大危险源辨识》（GB 18218-2009）",
    "《国家森林火灾应急预案》", "《企业安全生产标准化基本规范》（GB/T 33000-2016）",
)  # fmt: skip


def repeal_citation(document: Document, random: Random) -> Iterator[Mutation]:
    whole = "".join(clause.text for clause in document.clauses)
    for clause in shuffled(document, random):
        found = re.search(r"《[^》]{4,40}(?:法|条例|预案|办法|规定)》(?:（[^）]*号）)?", clause.text)
        if found and clause.section >= 0:
            old = random.choice([each for each in _OLD if each[:12] not in whole] or _OLD)
            yield one_of("D13 repeal citation", document, clause, found[0], old, ("QC-CIT",), found.start())


_WRONG = (
    ("《突发事件应急预案管理办法》（国办发〔2024〕{n}号）", 15), ("《生产安全事故应急条例》（国务院令第{n}号）", 718),
    ("《中华人民共和国突发事件应对法》第一百{n}条", "五十"), ("《生产安全事故报告和调查处理条例》（国务院令第{n}号）", 593),
    ("《国家防汛抗旱应急预案》（国办函〔2022〕{n}号）", 84), ("《生产经营单位生产安全事故应急预案编制导则》（GB/T 2963{n}-2020）", 6),
    ("《应急响应分级标准》（GB/T 29639-2020{n}）", ""), ("《中华人民共和国安全生产法》第二百{n}条", "零三"),
    ("《国家自然灾害救助应急预案》（国办函〔2024〕{n}号）", 111),
)  # fmt: skip


def misnumber_citation(document: Document, random: Random) -> Iterator[Mutation]:
    for clause in shuffled(document, random):
        found = re.search(r"《[^》]{4,40}(?:法|条例|预案|办法|规定)》(?:（[^）]*号）)?", clause.text)
        if found and clause.section >= 0:
            style, number = random.choice(_WRONG)
            yield one_of(
                "D14 misnumber citation", document, clause, found[0], style.format(n=number), ("QC-CIT",), found.start()
            )


_FORMER = (
    ("应急管理局", "安全生产监督管理局"), ("应急局", "安监局"), ("应急厅", "安全生产监督管理局"), ("自然资源局", "国土资源局"), ("自然资源厅", "国土资源厅"),
    ("卫生健康局", "卫生和计划生育局"), ("卫生健康委", "卫生计生委"), ("生态环境局", "环境保护局"), ("生态环境厅", "环保厅"), ("农业农村局", "农业局"),
    ("市场监督管理局", "质量技术监督局"), ("消防救援大队", "公安消防大队"), ("消防救援总队", "公安消防总队"), ("文化和旅游局", "旅游局"),
    ("住房和城乡建设局", "建设局"), ("退役军人事务局", "民政局优抚科"), ("国家减灾委", "国家减灾委员会"),
)  # fmt: skip


def former_name(document: Document, random: Random) -> Iterator[Mutation]:
    for clause in shuffled(document, random):
        pairs = [(now, old) for now, old in _FORMER[:13] if now in clause.text]
        if pairs and clause.section >= 0:
            now, old = random.choice(pairs)
            yield one_of("D15 former name", document, clause, now, old, ("QC-ORG",))


law_title = substitute(
    "D47 title of a law", r"(?<=《)([^《》]{5,30}?)(条例|办法)(?=》)",
    lambda m: m[1] + ("办法" if m[2] == "条例" else "条例"), "QC-CIT",
)  # fmt: skip
