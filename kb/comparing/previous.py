"""A plan beside its last edition: what changed, section by section, and whether it needs the whole procedure.

国办发〔2024〕5号 第三十六条: a revision that touches organisation and duties, the procedure of handling, the main measures or the grading of
events goes through drafting, approval, filing and publication again; for enterprises 应急管理部令第2号（88号令）第三十七条 says the same.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

from kb.model import Clause, Document, Kind, Message, Place
from kb.review.text import normalise

_ALIKE = 0.5
_SHORT = 12
_FIGURE = "图中文字"
_QUOTE = 160
_RARE = 24
_COMMON = 0.5
"""Share of clauses that two editions of one plan have in common at least."""
_SENTENCE = re.compile(r"[^。；;！？!?\n]+[。；;！？!?]?")
_NUMBERING = re.compile(
    r"^(?:[(（]?(?:\d{1,3}|[一二三四五六七八九十]{1,3})[)）、.．]|第[一二三四五六七八九十百\d]+[条章节]|\d+(?:\.\d+)+)+"
)
_HEAD_NUMBER = re.compile(
    r"^(?:第[一二三四五六七八九十百\d]+[章节条]|[(（]?(?:\d+(?:\.\d+)*|[一二三四五六七八九十]+)[)）、.．]*)(?=[\u4e00-\u9fff])"
)
_FACTS = re.compile(
    r"\d+(?:\.\d+)?(?:个)?(?:分钟|小时|日|天|人|万元|亿元|元|户|间|公顷|毫米|米|公里|辆|台|件|支|%)?|特别重大|重大|较大|一般|[一二三四]级|(?<![A-Z])(?:IV|III|II|I)级"
    r"|红色|橙色|黄色|蓝色|应当|必须|不得|严禁|可以|视情|必要时|尽量|原则上|适当|负责|牵头|配合|批准|决定|启动|终止|总指挥|指挥长|组长|主任"
    r"|转移|撤离|疏散|安置|封闭|停止|切断|关闭|警戒|搜救|救治|隔离|停课|停工|停业|停运|泄洪"
    r"|(?:分管|常务|主要)?副?(?:[省市州县区旗镇乡村局厅处科院校厂部站队所矿园店班船车董事]长|秘书长|书记|经理|主席)"
    r"|[\u4e00-\u9fff]{0,2}副总(?!指挥)|[\u4e00-\u9fff]{0,2}总监|总工程师|值班[长员]|调度员|安全员"
    r"|禁止|不(?:能|可|准|许|要)|[干湿]|上风|下风|顺风|逆风|开启|打开"
    r"|[\u4e00-\u9fff]{2,8}?(?:指挥部|领导小组|委员会|办公室|局|厅|委|部门|公司|中心|政府|大队|支队)"
)
"""What makes more of a change than other words: numbers, levels, duties, posts, bodies, actions and how binding they are."""
_CALLED = re.compile(r"(?<!\d)(?:1[3-9]\d{9}|0\d{2,3}[-—–]?\d{7,8}|\d{7,8}|1(?:10|19|20|22)|12\d{3})(?!\d)")
"""Phone numbers: a new one is no change of weight."""


class Major(StrEnum):
    """The four matters of weight (重大内容)."""

    COMMAND = "command"
    PROCEDURE = "procedure"
    MEASURES = "measures"
    GRADING = "grading"


class ChangeKind(StrEnum):
    """What became of a clause."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"


@dataclass(frozen=True, slots=True)
class Change:
    """A clause added, removed or changed. ``wording`` tells that only words changed, no number, level, body, post or duty."""

    kind: ChangeKind
    old: Place | None
    new: Place | None
    major: Major | None
    wording: bool = False

    @property
    def weighs(self) -> bool:
        """Whether the change is one of the four matters of weight."""
        return self.major is not None and not self.wording


@dataclass(frozen=True, slots=True)
class SectionChanges:
    """The changes below one heading of the new edition (of the old one where the section was dropped)."""

    heading: str
    changes: tuple[Change, ...]


@dataclass(frozen=True, slots=True)
class Previous:
    """A plan compared with its last edition. ``same`` counts the clauses that did not change; ``doubts`` speak against it being one."""

    doc_id: str
    title: str
    sections: tuple[SectionChanges, ...]
    same: int
    doubts: tuple[Message, ...] = ()

    @property
    def majors(self) -> tuple[Major, ...]:
        """The matters of weight that changed, in the order of the rule."""
        found = {change.major for section in self.sections for change in section.changes if change.weighs}
        return tuple(major for major in Major if major in found)


_HEADS: tuple[tuple[Major, str], ...] = (
    (Major.PROCEDURE, r"启动条件|启动标准|响应条件|先期处置"),
    (Major.MEASURES, r"行动|响应措施|处置措施"),
    (Major.GRADING, r"分级(?!负责|管理|响应)|分类分级|级别(?!调整)|等级(?!调整)"),
    (Major.COMMAND, r"组织|指挥体系|指挥机构|指挥部|领导小组|职责|成员单位|工作组|协调组|机构|领导体制"),
    (Major.MEASURES, r"措施|救援|疏散|转移安置|抢险|处置(?!程序)"),
    (Major.PROCEDURE, r"程序|启动|终止|结束|信息报告|报告|报送|调整|扩大应急|指挥协调|指挥与协调|应急响应|分级响应"),
)
"""Telling words of headings, tried in this order."""
_NOT_MAJOR = re.compile(
    r"附则|通知|格式|文本|样表|预案管理|培训|演练|术语|解释|保障|恢复|善后|后期|奖|责任追究|编制|依据|原则|适用|体系$|监测|预警|预防|新闻|信息发布|舆情|舆论|宣传"
    r"|物资|资金|经费|通讯录|值守|值班"
)
_RESPONDS = re.compile(r"响应|处置|救援|指挥|启动")
"""A chapter that is named for several matters, one of them the response itself, tells nothing against its sections."""
_GENERAL = re.compile(r"总则|总纲")
_COMMANDS = re.compile(r"组织|指挥|领导|职责")


def compare(draft: Document, old: Document) -> Previous:
    """The changes from ``old`` to ``draft``."""
    pairs = _pairs(old.clauses, draft.clauses)
    matched_old = {before.id for before, _ in pairs}
    matched_new = {after.id: before for before, after in pairs}
    groups: dict[str, list[Change]] = defaultdict(list)
    shown: dict[str, str] = {}
    same = 0
    for clause in draft.clauses:
        shown.setdefault(_heading(clause), " › ".join(clause.path[:2]))
        before = matched_new.get(clause.id)
        if before is None:
            if len(_bare(clause.text)) >= _SHORT:
                groups[_heading(clause)].append(_added(clause))
        elif _is_same(before.text, clause.text):
            same += 1
        else:
            groups[_heading(clause)].append(_changed(before, clause))
    for clause in old.clauses:
        shown.setdefault(_heading(clause), " › ".join(clause.path[:2]))
        if clause.id not in matched_old and len(_bare(clause.text)) >= _SHORT:
            groups[_heading(clause)].append(_removed(clause))
    sections = tuple(SectionChanges(shown[heading], tuple(changes)) for heading, changes in groups.items())
    return Previous(old.doc_id, old.title, sections, same, tuple(_doubts(draft, old, len(pairs))))


def _doubts(draft: Document, old: Document, common: int) -> Iterator[Message]:
    """Another text may be anything but the last edition: no plan, or one that has hardly a clause in common."""
    if old.kind is not Kind.PLAN:
        yield Message("previous_no_plan", {"title": old.title})
    elif common < _COMMON * min(len(draft.clauses), len(old.clauses)) and draft.title != old.title:
        yield Message("previous_other", {"title": old.title})


# --------------------------------------------------------------------------- pairing


def _pairs(old: Sequence[Clause], new: Sequence[Clause]) -> list[tuple[Clause, Clause]]:
    """Old and new clauses that are the same or alike, each at most once: equal texts first, then the most alike."""
    left = defaultdict(list)
    for clause in old:
        left[_bare(clause.text)].append(clause)
    pairs: list[tuple[Clause, Clause]] = []
    open_new: list[Clause] = []
    for clause in new:
        equal = left.get(_bare(clause.text))
        if equal:
            near = min(equal, key=lambda each: _heading(each) != _heading(clause))
            equal.remove(near)
            pairs.append((near, clause))
        else:
            open_new.append(clause)
    open_old = [clause for clauses in left.values() for clause in clauses]
    return pairs + _alike_pairs(open_old, open_new)


def _alike_pairs(old: Sequence[Clause], new: Sequence[Clause]) -> list[tuple[Clause, Clause]]:
    shingles = [_shingles(clause) for clause in old]
    index: dict[str, list[int]] = defaultdict(list)
    for at, found in enumerate(shingles):
        for each in found:
            index[each].append(at)
    scored: list[tuple[float, int, int]] = []
    for number, clause in enumerate(new):
        mine = _shingles(clause)
        common = Counter(at for each in mine if len(index.get(each, ())) <= _RARE for at in index.get(each, ()))
        for at, _ in common.most_common(8):
            score = 2 * len(mine & shingles[at]) / max(1, len(mine) + len(shingles[at]))
            if score >= _ALIKE:
                scored.append((score + 0.1 * (_heading(old[at]) == _heading(clause)), at, number))
    pairs, used_old, used_new = [], set[int](), set[int]()
    for _, at, number in sorted(scored, key=lambda each: (-each[0], each[1], each[2])):
        if at not in used_old and number not in used_new:
            used_old.add(at)
            used_new.add(number)
            pairs.append((old[at], new[number]))
    return pairs


def _shingles(clause: Clause) -> set[str]:
    text = _bare(clause.text)
    return {text[at : at + 2] for at in range(len(text) - 1)}


def _bare(text: str) -> str:
    """Normalised, without number and punctuation: what makes two clauses the same."""
    return re.sub(r"[^\w]", "", _NUMBERING.sub("", normalise(text)))


def _is_same(old: str, new: str) -> bool:
    """Whether two texts say the same; the words of a figure come in any order."""
    one, other = _bare(old), _bare(new)
    return one == other or (one.startswith(_FIGURE) and sorted(one) == sorted(other))


# --------------------------------------------------------------------------- changes


def _added(clause: Clause) -> Change:
    return Change(ChangeKind.ADDED, None, _place(clause), _major(clause))


def _removed(clause: Clause) -> Change:
    return Change(ChangeKind.REMOVED, _place(clause), None, _major(clause))


def _changed(old: Clause, new: Clause) -> Change:
    before, after = _differing(old.text, new.text)
    wording = _facts(before) == _facts(after)
    close = SequenceMatcher(None, _bare(old.text), _bare(new.text), autojunk=False).ratio() >= 0.8
    return Change(
        ChangeKind.CHANGED, Place(old.id, before), Place(new.id, after), _major(new) or _major(old), wording and close
    )


def _facts(text: str) -> Counter[str]:
    return Counter(_FACTS.findall(_CALLED.sub("", normalise(text))))


def _differing(old: str, new: str) -> tuple[str, str]:
    """The sentences of both that the other has not, so that a reader sees what changed; the whole where sentences do not tell."""
    before, after = _SENTENCE.findall(old), _SENTENCE.findall(new)
    kept_old, kept_new = {_bare(each) for each in before}, {_bare(each) for each in after}
    mine = "".join(each for each in after if _bare(each) not in kept_old).strip()
    theirs = "".join(each for each in before if _bare(each) not in kept_new).strip()
    found_old = theirs if theirs and theirs in old else old
    found_new = mine if mine and mine in new else new
    return _cut(found_old), _cut(found_new)


def _place(clause: Clause) -> Place:
    return Place(clause.id, _cut(clause.text))


def _cut(text: str) -> str:
    text = text.strip()
    return text if len(text) <= _QUOTE else text[:_QUOTE]


def _heading(clause: Clause) -> str:
    """The two highest headings above a clause, without numbers, by which sections of two editions are known as the same."""
    return " › ".join(_HEAD_NUMBER.sub("", normalise(head)) for head in clause.path[:2])


def _major(clause: Clause) -> Major | None:
    """Which matter of weight a clause belongs to, by its deepest telling heading; chapters on other matters have none."""
    heads = [normalise(head) for head in clause.path]
    if (heads and _is_other(heads[-1])) or any(_is_other(head) and not _RESPONDS.search(head) for head in heads):
        return None
    for head in reversed(heads):
        if _GENERAL.search(head):
            return None
        for major, source in _HEADS:
            if re.search(source, head):
                return major
    return None


def _is_other(head: str) -> bool:
    """Whether a heading is that of a matter that has not such weight."""
    return bool(_NOT_MAJOR.search(head)) and not _COMMANDS.search(head)
