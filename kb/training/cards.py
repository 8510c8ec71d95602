"""Cards: what one post watches, does first, whom it calls and what it must not do; and a card for residents. Every line has its clause."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from kb.model import Clause, Document
from kb.training.asking import same_doer, split
from kb.training.model import Action, Phase, Procedure

_ORDER = {phase: number for number, phase in enumerate((Phase.FIRST, Phase.REPORT, Phase.START, Phase.COMMAND, Phase.MEASURES, Phase.WARNING, Phase.RELEASE, Phase.END, Phase.AFTER, Phase.REVIEW))}  # fmt: skip
_PHONE = re.compile(
    r"(?<![\d-])(?:0\d{2,4}[-—]\d{6,8}|0000-\d{7}|1[3-9]\d{9}|1\d{2}\*{4}\d{4}|11[049]|12[02]|12\d{3}|9\d{4})(?![\d-])"
)
_SIGNS = re.compile(r"征兆|危险|风险|后果|预警(?:条件|级别|信号|分级)|看什么|异常")
_RESIDENTS = re.compile(r"(?:村民|居民|群众|户|户主|任何人|公众|学生|家长|游客|师生|乘客|个人|市民|住户)$")
_SIGNALS = re.compile(
    r"鸣锣|敲锣|打锣|铜锣|锣声|鸣笛|长鸣|短鸣|哨声|吹哨|口哨|喇叭|警报声|警报器|报警器|拉响|广播(?:喊话|通知|连续|反复)|(?:信号|警报)(?:为|是|：|有)"
)
"""What residents hear or see; 预警信号 of the weather service, which departments issue, is none."""
_ROUTES = re.compile(r"转移路线|撤离路线|疏散路线|安置点|避难场所|集合点")
_CONTACTS = re.compile(r"通讯录|联系(?:方式|表|电话)|值班|电话")
FIRST = 5
"""Actions on a card."""


@dataclass(frozen=True, slots=True)
class CardLine:
    """One line of a card with its clause; ``limit`` the time limit, ``condition`` when it applies."""

    text: str
    clause_id: str
    limit: str = ""
    condition: str = ""


@dataclass(frozen=True, slots=True)
class Card:
    """The card of one post; empty parts are told to be unwritten in the plan."""

    post: str
    event: str
    doc_id: str
    watch: tuple[CardLine, ...]
    first: tuple[CardLine, ...]
    call: tuple[CardLine, ...]
    never: tuple[CardLine, ...]


@dataclass(frozen=True, slots=True)
class ResidentCard:
    """The card for residents: signals, what to do, where to go, what not to do, whom to call."""

    event: str
    doc_id: str
    signals: tuple[CardLine, ...]
    act: tuple[CardLine, ...]
    routes: tuple[CardLine, ...]
    never: tuple[CardLine, ...]
    call: tuple[CardLine, ...]


def posts(procedure: Procedure, least: int = 2) -> tuple[str, ...]:
    """Posts with enough acts for a card, the busiest first."""
    counted = Counter(
        name
        for action in procedure.actions
        if not action.forbidden and action.phase not in (Phase.AFTER, Phase.REVIEW)
        for name in split(action.actor)
        if 2 <= len(name) <= 20 and not _RESIDENTS.search(name)
    )
    return tuple(name for name, count in counted.most_common() if count >= least)


def card(procedure: Procedure, document: Document, post: str) -> Card:
    """The card of one post."""
    own = [action for action in procedure.actions if same_doer(action.actor, post)]
    doing = sorted(
        (action for action in own if not action.forbidden and action.phase not in (Phase.AFTER, Phase.REVIEW)),
        key=lambda action: (action.duty, _ORDER[action.phase]),
    )
    never = [action for action in own if action.forbidden] or [
        action
        for action in procedure.actions
        if action.forbidden and not action.actor and action.phase in (Phase.FIRST, Phase.MEASURES)
    ]
    return Card(
        post, _event(document), procedure.doc_id, _watch(document, own), tuple(map(_line, _distinct(doing)[:FIRST])),
        _calls(own, document), tuple(map(_line, _distinct(never)[:4])),
    )  # fmt: skip


def resident_card(procedure: Procedure, document: Document) -> ResidentCard:
    """The card for residents."""
    own = [action for action in procedure.actions if any(_RESIDENTS.search(name) for name in split(action.actor))]
    act = [action for action in own if not action.forbidden]
    never = [action for action in procedure.actions if action.forbidden and (action in own or not action.actor)]
    signals = [
        CardLine(sentence.strip(), clause.id)
        for clause in document.clauses
        if not re.search(r"保障|清单|演练|小组|职责", " ".join(clause.path))
        for sentence in ([clause.text] if clause.table_row else re.split(r"(?<=[。\n])", clause.text))
        if _SIGNALS.search(sentence) and len(sentence) < 200
    ]
    routes = [clause for clause in document.clauses if clause.table_row and _ROUTES.search(clause.text)]
    phones = [
        clause
        for clause in document.clauses
        if clause.table_row and _CONTACTS.search(" ".join(clause.path)) and _PHONE.search(clause.text)
    ]
    return ResidentCard(
        _event(document), procedure.doc_id, tuple(signals[:3]), tuple(map(_line, _distinct(act)[:6])),
        tuple(_of_clause(clause) for clause in routes[:8]), tuple(map(_line, _distinct(never)[:4])), tuple(_of_clause(clause) for clause in phones[:4]),
    )  # fmt: skip


def _event(document: Document) -> str:
    return (
        document.hazard.name
        if document.hazard
        else re.sub(r"^.{0,20}?(?=突发|事故|[一-鿿]{2,8}应急预案)|应急预案$|现场处置方案$", "", document.title)
        or document.title
    )


def _line(action: Action) -> CardLine:
    return CardLine(action.text, action.clause_id, action.time_limit, action.condition)


def _of_clause(clause: Clause) -> CardLine:
    return CardLine(clause.text, clause.id)


def _distinct(actions: Sequence[Action]) -> list[Action]:
    seen: dict[str, Action] = {}
    for action in actions:
        seen.setdefault(action.text, action)
    return list(seen.values())


def _watch(document: Document, own: Sequence[Action]) -> tuple[CardLine, ...]:
    """What to watch: the signs the plan describes, and the conditions under which this post acts."""
    signs = [
        _of_clause(clause)
        for clause in document.clauses
        if clause.path and re.search(r"征兆|看什么|风险描述", " ".join(clause.path)) and len(clause.text) <= 160
    ]
    conditions: dict[str, CardLine] = {}
    for action in own:
        if len(action.condition) >= 4 and not re.search(
            r"^经|指挥长不在|同意|批准|要求|部署|职责|根据|依据|按照|会同|基础上$|^必要时|^视情", action.condition
        ):
            conditions.setdefault(action.condition, CardLine(action.condition, action.clause_id))
    return (*signs[:2], *list(conditions.values())[: 4 - len(signs[:2])])


def _calls(own: Sequence[Action], document: Document) -> tuple[CardLine, ...]:
    """Whom to call, with the number where the plan gives one: beside the name, or in its list of contacts."""
    found: dict[str, CardLine] = {}
    for action in own:
        for receiver in action.receivers:
            if receiver not in found:
                number, place = _number(receiver, action, document)
                found[receiver] = CardLine(
                    f"{receiver} {number}".strip(), place or action.clause_id, action.time_limit, action.condition
                )
    for action in own:
        for match in re.finditer(r"(?:拨打?|电话|报警)[^，。；]{0,8}?(1[12]\d{1,3}|0\d{2,3}-\d{7,8})", action.text):
            found.setdefault(match[1], CardLine(match[1], action.clause_id))
    return tuple(found.values())[:5]


def _number(name: str, action: Action, document: Document) -> tuple[str, str]:
    beside = re.search(rf"{re.escape(name)}[^，。；、]{{0,6}}?({_PHONE.pattern})", action.quote)
    if beside:
        return beside[1], action.clause_id
    for clause in document.clauses:
        if not (clause.table_row or _CONTACTS.search(" ".join(clause.path))):
            continue
        for part in re.split(r"[；，]", clause.text):
            number = _PHONE.search(part)
            if number and name in clause.text.split(number[0])[0][-40:]:
                return number[0], clause.id
    return "", ""
