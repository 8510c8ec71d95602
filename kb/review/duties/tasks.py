"""QC-RACI: one piece of unmistakable work given to a body that has nothing to do with it, wherever it stands.

Which bodies may do what is data (``corpus/checklists/_work.toml``), wide on purpose; only bodies of a known kind are judged. Read are rows of
duty lists, sentences that begin with a body, leads of working groups, and what groups do. A hint from usual practice, not a rule of law.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from kb.review.duties.bodies import NAME, DutyRow, split
from kb.review.text import Body
from kb.work import Shares

_LEAD = re.compile(
    r"(?P<group>[\u4e00-\u9fff、]{2,12}组)(?:\([^()]*\))?[:,]?(?:组长单位|牵头单位|牵头部门|责任单位)?[:,]?由?(?P<name>[\u4e00-\u9fff]{2,16}?)"
    r"(?:负责人?|主要负责人|局长|科长|主任|部长)?(?:、[^,;。]{2,40})?(?:牵头|为主|任组长|担任组长|负责(?=[,。;])|为牵头单位)"
)
_LED = re.compile(
    rf"(?P<group>[\u4e00-\u9fff、]{{2,12}}组)(?:\([^()]*\))?[:;,](?:[^:;。]{{0,4}})?(?:组长|牵头)(?:单位|部门):(?P<name>{NAME})(?=[,;。、]|$)"
)
_SUBJECT = re.compile(
    rf"(?:^|(?<=[。;:,、])|(?<=由)|(?<=\d[.、)]))(?:\d+(?:\.\d+)+)?由?(?P<names>{NAME}(?:[、和与及]{NAME}){{0,3}})(?:(?:根据|按照?|依据)[^。;:]{{2,20}}?,)?(?:具体|统一|主要|应当?|要|立即|及时)?(?P<verb>负责(?!人|同志)|牵头(?!单位|部门)|承担|组织|做好|实施|开展|通知|设置|发布|拨付|安排|会同)"
)
_GROUP = re.compile(
    r"(?:^|[。;,]|\d[.、)])由?(?P<name>[\u4e00-\u9fff]{2,8}组)(?:(?:的)?(?:主要)?(?:职责|任务)(?:是|为)?:?|:(?:主要)?(?:负责)?|(?:具体|主要)?负责)(?!人|组长|由|成员)"
)
_ENDS = re.compile(r"[。;]|$")
_NEXT = re.compile(rf"[。;](?:[(]?\d{{1,2}}[).、.]?)?{NAME}:")
_TOGETHER = re.compile(r"会同([^,。;]{2,14}?(?:局|委|部门|厅|办))")
_CLAUSE = re.compile(r"[,;。]")
_MONEY, _PAYING = re.compile(r"经费|资金|款项"), "资金拨付"
_HELPS = re.compile(
    r"^(?:并|同时|以及)?(?:协助|配合|会同|参与|支持|支援|为(?!主)|向|按照?|根据|通报|配套|督促|指导|协调(?!处置|组织)|保障|听从|服从|督查|监督|服务|提供|提出|听取|征求|联系|请求|接受|落实|对)"
)
_VERB = re.compile(
    r"^(?:主要|具体|统一|还|并|同时|做好|负责|组织|牵头|承担|开展|实施|协调|全面|及时|立即|进行|本[^,。;]{0,6}的|现场|会同[^,。;]{1,12}?(?:局|委|部门|厅|办)|按照?[^,。;、]{1,10}?(?:规定|要求|程序|职责|标准|分工)){0,4}"
)
_NEAR, _LONGEST = 3, 60


def foreign_tasks(body: Body, rows: Sequence[DutyRow], shares: Shares | None) -> Iterator[tuple[DutyRow, str]]:
    """Rows, sentences and groups with work of quite another body, and the name of that work."""
    if shares is None:
        return
    for row in (*rows, *_told(body)):
        if not row.names:
            continue
        for task in _said(row, shares):
            if all(shares.stranger(name, task) for name in row.names):
                yield row, task
                break
    for row, group in _leads(body):
        tasks = shares.of_group(group)
        if tasks and all(shares.stranger(row.names[0], task) for task in tasks):
            yield row, tasks[0]


def _told(body: Body) -> Iterator[DutyRow]:
    """What sentences say that a body or a group does."""
    for at, line in enumerate(body.lines):
        if line.contents or line.form:
            continue
        named = [] if line.clause.table_row else list(_SUBJECT.finditer(line.text))
        groups = list(_GROUP.finditer(line.text))
        for number, found in enumerate(named):
            following = named[number + 1].start() if number + 1 < len(named) else len(line.text)
            end = _ENDS.search(line.text, found.end())
            last = min(following, end.start() if end else len(line.text), found.end() + _LONGEST)
            yield DutyRow(at, line, split(found["names"].removeprefix("由")), found.start("verb"), last)
        for found in groups:
            end = _ENDS.search(line.text, found.end())
            last = min(end.start() if end else len(line.text), found.end() + _LONGEST)
            yield DutyRow(at, line, (found["name"],), found.end(), last)


def _said(row: DutyRow, shares: Shares) -> Iterator[str]:
    """The unmistakable work at the head of each item of a row; helping others with theirs is none, nor is paying for it."""
    for clause in _CLAUSE.split(_NEXT.split(row.duties, maxsplit=1)[0]):
        paid = bool(_MONEY.search(clause))
        helping = False
        for part in (clause, *clause.split("、")):
            helping = helping or bool(_HELPS.match(part))
            skipped = _VERB.match(part)
            for task in () if helping else shares.said(part[skipped.end() if skipped else 0 :], _NEAR):
                if (not paid or task == _PAYING) and not _beside_owner(clause, task, shares):
                    yield task


def _beside_owner(clause: str, task: str, shares: Shares) -> bool:
    """Whether the work is done together with one whose own it is."""
    together = _TOGETHER.match(clause)
    return together is not None and bool(shares.tasks[task].bodies.search(together[1]))


def _leads(body: Body) -> Iterator[tuple[DutyRow, str]]:
    """Who leads a group that bears its work in its name."""
    for at, line in enumerate(body.lines):
        for source in () if line.contents else (_LEAD, _LED):
            for found in source.finditer(line.text):
                yield (
                    DutyRow(at, line, (found["name"].removeprefix("由"),), found.start("name"), found.end()),
                    found["group"],
                )
