"""Seeded defects of the wording: garbled text, blanks, personal data, weakened duties."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from random import Random

from kb.model import Document
from tests.bench.seeded.mutation import Mutation, edited, one_of, shuffled, substitute


def garble_characters(document: Document, random: Random) -> Iterator[Mutation]:
    for clause in shuffled(document, random, least=40):
        length = random.randint(6, 12)
        at = random.randrange(5, len(clause.text) - length - 5)
        run = clause.text[at : at + length]
        made = random.choice([
            "\ufffd" * length,
            "锟斤拷" * (length // 3),
            run.encode().decode("gbk", "replace"),
            run.encode().decode("latin-1"),
            run.encode("gbk", "replace").decode("latin-1"),
        ])  # fmt: skip
        yield one_of("D02 garble characters", document, clause, run, made, ("QC-TEXT",), at)


def garble_words(document: Document, random: Random) -> Iterator[Mutation]:
    whole = "\n".join(clause.text for clause in document.clauses)
    words = Counter(
        re.findall(
            r"应急指挥部|指挥部办公室|工作组|应急响应|成员单位|现场指挥部|应急管理局|领导小组|突发事件|预警信息|应急预案|应急救援|信息报告|人民政府",
            whole,
        )
    )
    common = [word for word, count in words.items() if count >= 4]
    for clause in shuffled(document, random):
        here = [word for word in common if word in clause.text]
        if not here:
            continue
        word = random.choice(here)
        at = random.randrange(len(word) - 1)
        if random.random() < 0.5:
            wrong = word[:at] + word[at + 1] + word[at] + word[at + 2 :]
        else:
            wrong = word[:at] + random.choice("的了甲辉报旨匕皿鱼夫兰") + word[at + 1 :]
        if wrong != word:
            yield one_of("D03 garble words", document, clause, word, wrong, ("QC-TEXT",))


double_words = substitute(
    "D04 double words", r"(?:组织|负责|及时|应急|进行|开展|指挥部|协调|有关部门|人民政府|信息|报告)(?![、，。])", lambda m: m[0] * 2, "QC-TEXT"
)  # fmt: skip


def weaken(document: Document, random: Random) -> Iterator[Mutation]:
    for clause in shuffled(document, random):
        found = re.search(r"应当|必须|不得|严禁", clause.text)
        if found and clause.section >= 0:
            after = {"应当": "可以", "必须": "可以", "不得": "不宜", "严禁": "不宜"}[found[0]]
            yield one_of("D16 weaken obligation", document, clause, found[0], after, ("QC-MODAL",), found.start())


def weaken_inserted(document: Document, random: Random) -> Iterator[Mutation]:
    for clause in shuffled(document, random, least=40, rows=False)[:3]:
        if clause.section < 0:
            continue
        said = random.choice((
            "事发单位可以向主管部门报告事故情况。", "各成员单位接到指令后可以派员到场，可视情参加处置。", "险情扩大的，宜组织受威胁人员转移。",
            "现场人员原则上不迟报、漏报事故信息。", "值班人员尽量保持24小时在岗。", "预案可以每三年评估一次。", "应急响应期间可以不服从统一指挥。",
        ))  # fmt: skip
        yield Mutation(
            "D16 weaken obligation", edited(document, {clause.id: clause.text + said}), ("QC-MODAL",), frozenset({clause.id}), "", said
        )  # fmt: skip


def placeholder(document: Document, random: Random) -> Iterator[Mutation]:
    for clause in shuffled(document, random):
        found = re.search(
            r"\d{4}-\d{7}|\d+人|\d{1,4}(?:小时|分钟|年\d+月)|[\u4e00-\u9fff]{2,5}(?:局长|主任|镇长|县长|书记|经理)",
            clause.text,
        )
        if found and clause.section >= 0 and not re.search(r"格式|文本|样|表|令|单|卡", "".join(clause.path)):
            made = random.choice(
                (
                    "×××",
                    "____",
                    "〔待补充：数量〕",
                    "XXX",
                    "（待定）",
                    "***",
                    "【待核实】",
                    "□□□",
                    "某某",
                    "TODO",
                    "(请填写)",
                    "？？？",
                )
            )
            yield one_of("D33 placeholder", document, clause, found[0], made, ("QC-PH",), found.start())


def personal_data(document: Document, random: Random) -> Iterator[Mutation]:
    for clause in shuffled(document, random, least=40, rows=False)[:4]:
        if clause.section < 0:
            continue
        said = random.choice((
            "遇难者李建国，身份证号110101197003072310。", "转移户主张秀兰，联系电话13812345678。", "肇事车辆为川A·8K321。",
            "伤者王志强（男，45岁，住石桥镇上河村3组）。", "五保户刘桂英，电话13987654321，独居。",
        ))  # fmt: skip
        yield Mutation(
            "D34 personal data",
            edited(document, {clause.id: clause.text + said}),
            ("QC-PII",),
            frozenset({clause.id}),
            "",
            said,
            public=True,
        )


old_term = substitute(
    "D40 old term", r"(?<!公共)突发事件(?!应对法|应急预案|总体|[^《》]*》)|事故灾难|特别重大(?=事|灾|突)",
    lambda m: {"突发事件": "突发公共事件", "事故灾难": "事故灾害", "特别重大": "特大"}[m[0]], "QC-TERM", body_only=True,
)  # fmt: skip
