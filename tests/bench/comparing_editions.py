"""A plan beside its last edition: are the four matters of weight (重大内容, 国办发〔2024〕5号 第三十六条) judged rightly?

``python -m tests.bench.comparing_editions [--show]``. Into a sample plan one change is seeded, the plan being its own last edition. A change of
weight is *found* when the whole procedure is asked for and a right matter named (measures and start conditions may be told as procedure); a
change of no weight must not ask for it. Chapters on warning and prevention are left out: whether they weigh is disputed.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import cache

from kb.comparing.previous import Major, compare
from kb.model import Clause, Document, Kind
from kb.parsing import parse
from tests.bench.setting import ROOT

Seed = Callable[[Clause], str | None]
"""The new words of a clause, None where the change does not fit it."""
_EACH = 4
"""Changes of one kind in one plan at most."""


@cache
def plans() -> list[Document]:
    """The sample plans."""
    folder = ROOT / "corpus" / "samples" / "plans"
    found = (document for path in sorted(folder.iterdir()) for document in parse(path).documents)
    return [document for document in found if document.kind is Kind.PLAN]


def below(heads: str, seed: Seed, *, never: str = "附件|预警") -> Seed:
    """A change only in sections whose headings match, none of them ``never``."""

    def seeded(clause: Clause) -> str | None:
        path = " ".join(clause.path)
        return seed(clause) if re.search(heads, path) and not re.search(never, path) else None

    return seeded


def swap(old: str, new: str) -> Seed:
    """One pattern replaced once."""

    def seeded(clause: Clause) -> str | None:
        text = re.sub(old, new, clause.text, count=1)
        return text if text != clause.text else None

    return seeded


def dropped(pattern: str) -> Seed:
    """The whole clause taken out where it matches."""
    return lambda clause: "" if re.search(pattern, clause.text) and len(clause.text) > 24 else None


C, P, M, G = Major.COMMAND, Major.PROCEDURE, Major.MEASURES, Major.GRADING
_COMMAND = r"组织指挥|指挥体系|组织机构|组织体系|指挥部|成员单位|工作组|职责"
_RESPONSE = r"应急响应|响应行动|分级响应|响应启动|启动程序|信息报告"
_MEASURES = r"处置措施|先期处置|应急处置|转移安置|响应行动|现场管控|措施"
_GRADES = r"(?:灾害|事件|事故|灾情|险情|火灾|响应)分级|分级标准|等级"
_SIDE = r"宣传|培训|演练|经费|资金|奖|附则|名词|术语|编制目的|工作原则|解释"
WEIGHTY: dict[str, tuple[tuple[Major, ...], Seed]] = {
    "another leader": ((C,), below(_COMMAND, swap(r"(总指挥长?|指挥长|组长)(由|[:：])", r"\1\2县委书记和"))),
    "a member taken out": ((C,), below(_COMMAND, swap(r"、县?[\u4e00-\u9fff]{2,8}局", ""))),
    "a duty given to another body": (
        (C,),
        below(_COMMAND, swap(r"(县?[\u4e00-\u9fff]{2,6}局)([:：]?负责)", r"县商务局\2")),
    ),
    "a duty taken out": ((C,), below(r"职责|成员单位|工作组", dropped("负责"))),
    "another approver of a response": (
        (P, M),
        below(_RESPONSE, swap(r"(指挥长|总指挥|县长|组长|副指挥长)(批准|决定|宣布|签发)", r"办公室主任\2")),
    ),
    "a report twice as slow": (
        (P, M),
        below(r"信息报告|报告", swap(r"\b(10|15|20|30)分钟内", "60分钟内")),
    ),
    "a step taken out": ((P,), below(r"启动程序|响应启动|响应程序|终止|响应结束|调整", dropped(r"启动|终止|报"))),
    "a measure taken out": (
        (M, P),
        below(
            _MEASURES, dropped(r"转移|撤离|警戒|搜救|抢险|救治|疏散|封闭"), never="附件|职责|组织|预警|预防|资金|保障"
        ),
    ),
    "a measure turned round": (
        (M, P),
        below(
            _MEASURES,
            swap(r"立即(转移|撤离|疏散|封闭|停止|切断)", r"视情\1"),
            never="附件|职责|组织|预警|预防|资金|保障",
        ),
    ),
    "another grading threshold": ((G, P), below(_GRADES, swap(r"死亡(\d+)人以上", "死亡7人以上"))),
    "another start of a level": ((G, P), below(_GRADES, swap(r"(\d+)(人|毫米|米|户|公顷|小时)以上", r"9\1\2以上"))),
}
LIGHT: dict[str, Seed] = {
    "another phone number": swap(r"0000-(\d{7})", "0000-7654321"),
    "another amount of goods": below(r"物资|装备", swap(r"(\d+)(件|台|套|辆|顶)", r"1\1\2")),
    "words of the side chapters": below(_SIDE, swap(r"应当|要", "须")),
    "drills twice a year": below(r"演练", swap(r"每年", "每半年")),
    "money": below(r"资金|经费", swap(r"(\d+)万元", r"1\1万元")),
    "mere wording in the command chapter": below(_COMMAND, swap(r"及时", "第一时间")),
    "mere wording in the measures": below(_MEASURES, swap(r"。$", "，并做好记录。")),
    "punctuation and blanks": swap(r"；", " ；"),
    "day and version": below(r"附则|实施|版本|修订", swap(r"20\d\d年", "2028年")),
}


def seeded(plan: Document, seed: Seed) -> Iterator[tuple[Clause, Document]]:
    """The plan with one clause changed, for the first few clauses that the change fits."""
    done = 0
    for at, clause in enumerate(plan.clauses):
        text = seed(clause)
        if text is None or done >= _EACH:
            continue
        done += 1
        changed = (replace(clause, text=text),) if text else ()
        yield clause, replace(plan, clauses=(*plan.clauses[:at], *changed, *plan.clauses[at + 1 :]))


def main() -> None:
    """Print both tables."""
    print("changes of weight: the right matter named / the whole procedure asked for / seeded")
    total = [0, 0, 0]
    for name, (wanted, seed) in WEIGHTY.items():
        counts = [0, 0, 0]
        for plan in plans():
            for clause, new in seeded(plan, seed):
                majors = compare(new, plan).majors
                counts = [counts[0] + any(each in majors for each in wanted), counts[1] + bool(majors), counts[2] + 1]
                if not any(each in majors for each in wanted) and "--show" in sys.argv:
                    print(f"    {plan.title} {clause.path[-1:]} {clause.text[:60]} {majors}")
        total = [before + now for before, now in zip(total, counts, strict=True)]
        print(f"  {name:34} {counts[0]:4} / {counts[1]:4} / {counts[2]:4}")
    print(f"  {'all':34} {total[0]:4} / {total[1]:4} / {total[2]:4}")
    print("changes of no weight: the whole procedure asked for nevertheless / seeded")
    wrong = tried = 0
    for name, seed in LIGHT.items():
        found = [(plan, clause, compare(new, plan).majors) for plan in plans() for clause, new in seeded(plan, seed)]
        bad = [(plan, clause, majors) for plan, clause, majors in found if majors]
        wrong, tried = wrong + len(bad), tried + len(found)
        print(f"  {name:34} {len(bad):4} / {len(found):4}")
        for plan, clause, majors in bad if "--show" in sys.argv else ():
            print(f"    {plan.title} {clause.path[-1:]} {clause.text[:60]} {majors}")
    print(f"  {'all':34} {wrong:4} / {tried:4}")


if __name__ == "__main__":
    main()
