"""Template text: lines of rule text with facts in braces; what is not known becomes a visible slot.

``{unit.name}`` a fact, ``{thresholds.response_1|一级响应启动条件}`` one with its label, ``{?值班电话}`` always a slot;
``@each member|成员单位: {body}：{duties}。`` a line for each entry, ``@join member|成员单位: 成员单位：{body}。`` all entries in one line,
``@table team|应急队伍: 名称={name}; 人数={size}`` a table;
``@if key: …`` ``@unless key: …`` ``@hazard ND-WD,ND-MT: …`` ``@level 县,市: …`` a line under a condition;
a line that ends in `` ^^国办发〔2024〕5号第32条`` names the rule it states.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from kb.drafting.context import Context, joined
from kb.drafting.model import OriginKind, OriginPiece, slot

_FIELD = re.compile(r"\{(\??)([^{}|]+)(?:\|([^{}]*))?\}")
_DIRECTIVE = re.compile(r"@(each|join|table|if|unless|hazard|level)\s+([^:：|]+)(?:\|([^:：]*))?[:：]\s*(.*)", re.S)
_MARK = " ^^"


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text of one origin."""

    kind: OriginKind
    ref: str
    text: str


Line = tuple[Piece, ...]
Lookup = Callable[[str, str], Piece]


def render(template: str, context: Context, rule: str) -> tuple[Line, ...]:
    """The lines of a template; ``rule`` is the origin of lines that name no rule of their own."""
    lines: list[Line] = []
    captions = template.count("@table ") > 1
    for raw in template.splitlines():
        found = _DIRECTIVE.match(raw.strip())
        if found and found[1] == "table" and captions:
            lines.append((Piece(OriginKind.RULE, rule, (found[3] or "").strip()),))
        if raw.strip():
            lines += _line(raw.strip(), context, rule)
    return tuple(lines)


def assemble(lines: Iterable[Line]) -> tuple[str, tuple[OriginPiece, ...]]:
    """The lines as one text with the origins of its pieces."""
    text: list[str] = []
    origin: list[OriginPiece] = []
    position = 0
    for number, line in enumerate(lines):
        if number:
            text.append("\n")
            position += 1
        for piece in line:
            if not piece.text:
                continue
            text.append(piece.text)
            end = position + len(piece.text)
            last = origin[-1] if origin else None
            if last and last.end == position and (last.kind, last.ref) == (piece.kind, piece.ref):
                origin[-1] = OriginPiece(last.kind, last.ref, last.start, end)
            else:
                origin.append(OriginPiece(piece.kind, piece.ref, position, end))
            position = end
    return "".join(text), tuple(origin)


def plain(line: Line) -> str:
    """The text of a line."""
    return "".join(piece.text for piece in line)


def _line(raw: str, context: Context, rule: str) -> list[Line]:
    body, _, ref = raw.partition(_MARK)
    ref = ref.strip() or rule
    found = _DIRECTIVE.fullmatch(body)
    if found is None:
        return [_pieces(body, _facts_lookup(context), ref)]
    word, argument, label, rest = found[1], found[2].strip(), (found[3] or "").strip(), found[4]
    if word == "each":
        return _each(context, argument, label, rest, ref)
    if word == "join":
        return [_joined(context, argument, label, rest, ref)]
    if word == "table":
        return _table(context, argument, label, rest, ref)
    return _line(f"{rest}{_MARK}{ref}", context, ref) if _holds(word, argument, context) else []


def _holds(word: str, argument: str, context: Context) -> bool:
    if word in ("if", "unless"):
        return context.truthy(argument) == (word == "if")
    names = [name.strip() for name in argument.split(",")]
    if word == "level":
        return context.facts.unit.level in names
    code = context.hazard.code if context.hazard else ""
    return any(code == name or code.startswith(f"{name}-") for name in names)


def _each(context: Context, name: str, label: str, rest: str, ref: str) -> list[Line]:
    records = context.records(name)
    if not records:
        return [(Piece(OriginKind.SLOT, label, slot(label)),)]
    return [_pieces(rest, _record_lookup(name, n, record), ref) for n, record in enumerate(records, start=1)]


def _joined(context: Context, name: str, label: str, rest: str, ref: str) -> Line:
    """One line: what stands before the field, the field of every entry, what stands after it."""
    found = _FIELD.search(rest)
    records = context.records(name)
    if found is None or not records:
        before = rest[: found.start()] if found else rest
        return (
            Piece(OriginKind.RULE, ref, before),
            Piece(OriginKind.SLOT, label, slot(label)),
            Piece(OriginKind.RULE, ref, "。"),
        )
    pieces: list[Piece] = [Piece(OriginKind.RULE, ref, rest[: found.start()])]
    for n, record in enumerate(records, start=1):
        if n > 1:
            pieces.append(Piece(OriginKind.RULE, ref, "、"))
        pieces += _pieces(found[0], _record_lookup(name, n, record), ref)
    return (*pieces, Piece(OriginKind.RULE, ref, rest[found.end() :]))


def _table(context: Context, name: str, label: str, rest: str, ref: str) -> list[Line]:
    columns = [tuple(part.strip() for part in column.split("=", 1)) for column in rest.split(";")]
    head = "| " + " | ".join(column[0] for column in columns) + " |"
    rows: list[Line] = [(Piece(OriginKind.RULE, ref, head),)]
    records = context.records(name)
    if not records:
        cells = [Piece(OriginKind.SLOT, label, slot(label))]
        bar = Piece(OriginKind.RULE, ref, "| ")
        return [*rows, (bar, *cells, Piece(OriginKind.RULE, ref, " |" + "  |" * (len(columns) - 1)))]
    for n, record in enumerate(records, start=1):
        lookup = _record_lookup(name, n, record)
        line: list[Piece] = [Piece(OriginKind.RULE, ref, "| ")]
        for title, expression in columns:
            cell = _pieces(expression, lambda key, tag, title=title, lookup=lookup: lookup(key, tag or title), ref)  # type: ignore[misc]
            line += [Piece(p.kind, p.ref, _cell(p.text)) for p in cell]
            line.append(Piece(OriginKind.RULE, ref, " | "))
        line[-1] = Piece(OriginKind.RULE, ref, " |")
        rows.append(tuple(line))
    return rows


def _cell(text: str) -> str:
    return re.sub(r"\s*\n\s*", "；", text).replace("|", "｜")


def _facts_lookup(context: Context) -> Lookup:
    def look(key: str, label: str) -> Piece:
        value = context.value(key)
        if value is None:
            name = label or context.label(key)
            return Piece(OriginKind.SLOT, name, slot(name))
        return Piece(OriginKind.RULE if value.rule else OriginKind.FACT, value.key, value.text)

    return look


def _record_lookup(name: str, number: int, record: Any) -> Lookup:
    def look(key: str, label: str) -> Piece:
        if key == "n":
            return Piece(OriginKind.RULE, "", str(number))
        text = joined(getattr(record, key)) if key != "duties" else "；".join(getattr(record, key))
        if text:
            return Piece(OriginKind.FACT, f"{name}.{number}.{key}", text.rstrip("。；"))
        return Piece(OriginKind.SLOT, label or key, slot(label or key))

    return look


def _pieces(text: str, lookup: Lookup, ref: str) -> Line:
    pieces: list[Piece] = []
    position = 0
    for found in _FIELD.finditer(text):
        if found.start() > position:
            pieces.append(Piece(OriginKind.RULE, ref, text[position : found.start()]))
        key, label = found[2].strip(), (found[3] or "").strip()
        pieces.append(_filled(lookup(f"thresholds.{key}", key) if found[1] else lookup(key, label), ref))
        position = found.end()
    if position < len(text):
        pieces.append(Piece(OriginKind.RULE, ref, text[position:]))
    return tuple(pieces)


def _filled(piece: Piece, ref: str) -> Piece:
    return piece if piece.kind is not OriginKind.RULE else Piece(piece.kind, ref, piece.text)


def asked(template: str, context: Context | None = None) -> tuple[tuple[str, str], ...]:
    """The facts that a template asks for as (key, label); with ``context`` only those that it lacks.

    A list is asked for by its name (``team``), a field of an entry as ``team.2.phone``; lines whose condition does not hold ask nothing.
    """
    found: dict[str, str] = {}
    for raw in template.splitlines():
        for key, label in _asked(raw.strip().partition(_MARK)[0], context):
            found.setdefault(key, label)
    return tuple(found.items())


def _asked(body: str, context: Context | None) -> Iterable[tuple[str, str]]:
    found = _DIRECTIVE.fullmatch(body)
    if found is None:
        yield from _asked_outright(body, context)
        return
    word, argument, label, rest = found[1], found[2].strip(), (found[3] or "").strip(), found[4]
    if word not in ("each", "join", "table"):
        if context is None or _holds(word, argument, context):
            yield from _asked(rest, context)
        return
    records = context.records(argument) if context else ()
    if not records:
        yield argument, label
    columns = dict(c.split("=", 1)[::-1] for c in rest.split(";") if "=" in c) if word == "table" else {}
    for number, record in enumerate(records, start=1):
        for field in _FIELD.finditer(rest):
            name = field[2].strip()
            if name != "n" and not field[1] and not getattr(record, name):
                yield f"{argument}.{number}.{name}", (field[3] or columns.get(field[0], name)).strip()


def _asked_outright(body: str, context: Context | None) -> Iterable[tuple[str, str]]:
    for field in _FIELD.finditer(body):
        key, label = field[2].strip(), (field[3] or "").strip()
        key = f"thresholds.{key}" if field[1] else key
        if context is None or context.value(key) is None:
            yield key, label or (context.label(key) if context else "")
