"""The reviewed Word file with comments on the very sentences, and nothing else changed.

Works on the package: runs are split where a quote begins or ends and keep their properties, comment marks are put around them, the
comments part is added or continued; every other part is written back as it came. Word keeps comments out of text boxes and notes, so what
stands there is marked at the run that shows it. Macros are dropped, never run. (ECMA-376 part 1, 17.13.4)
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from copy import deepcopy
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from kb.errors import InputError
from kb.model import Document, Notice, Severity
from kb.reporting.anchors import Anchors, Span
from kb.reporting.stream import Stream
from kb.reporting.word_package import WordPackage

STRICT = "http://purl.oclc.org/ooxml/wordprocessingml/main"
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_LIFTED = ("sdt", "sdtContent", "fldSimple", "ruby", "rubyBase")
_TRACKED = ("ins", "del", "moveTo", "moveFrom")


@dataclass(frozen=True, slots=True)
class Remark:
    """A comment to be made: on a quote of a clause, or on a heading (``section`` of ``doc_id``, -1 for the title)."""

    words: str
    doc_id: str
    clause_id: str = ""
    quote: str = ""
    section: int | None = None


@dataclass(frozen=True, slots=True)
class Annotated:
    """The commented file: its bytes, how many comments stand in it that are ours, and how many of them do not stand on their exact words."""

    data: bytes
    comments: int
    inexact: int
    notices: tuple[Notice, ...] = ()


@dataclass(frozen=True, slots=True)
class Author:
    """Who comments, and when."""

    name: str
    initials: str
    when: datetime


def annotate(data: bytes, documents: Sequence[Document], remarks: Sequence[Remark], author: Author) -> Annotated:
    """The .docx ``data`` with ``remarks`` as Word comments; the number of comments is checked by reading the result again.

    Raises InputError("cannot_annotate") when the package or its XML is damaged, or the comments do not come back.
    """
    package = WordPackage.of(data)
    before = count_comments(data)
    macros = package.without_macros()
    main = package.main
    root = package.xml(main)
    word = f"{{{root.tag[1:].partition('}')[0]}}}" if root is not None else ""
    body = root.find(f"{word}body") if root is not None else None
    if root is None or body is None:
        raise InputError("cannot_annotate")
    notices = [*_states(package, main, root, word)]
    if macros:
        notices.append(Notice(Severity.WARNING, "macros_dropped"))
    anchors = Anchors(stream := Stream.of(body, word, _notes(package, main, word)), documents)
    placed = [(remark, _span(anchors, remark)) for remark in remarks]
    on_text = [(remark, span) for remark, span in placed if span is not None]
    if not on_text:
        return Annotated(package.to_bytes() if macros else data, 0, 0, tuple(notices))
    inexact = sum(1 for _, span in on_text if not span.exact)
    store = _Comments(package, main, word, root)
    marks = [(span, store.add(remark.words, author)) for remark, span in on_text]
    _Marker(stream, word).mark(marks)
    package.put_xml(main, root)
    store.save()
    result = package.to_bytes()
    if count_comments(result) != before + len(on_text):
        raise InputError("cannot_annotate")
    return Annotated(result, len(on_text), inexact, tuple(notices))


def count_comments(data: bytes) -> int:
    """How many comments a .docx holds that its text refers to exactly once each way."""
    package = WordPackage.of(data)
    main = package.main
    name = package.related(main, "comments")
    listed = package.xml(name) if name else None
    if listed is None:
        return 0
    word = listed.tag.partition("}")[0] + "}"
    root = package.xml(main)
    referred = {each.get(f"{word}id") for each in root.iter(f"{word}commentReference")} if root is not None else set()
    return sum(1 for each in listed.iter(f"{word}comment") if each.get(f"{word}id") in referred)


def _span(anchors: Anchors, remark: Remark) -> Span | None:
    if remark.section is not None:
        return anchors.heading(remark.doc_id, remark.section)
    return anchors.quote(remark.clause_id, remark.quote) or anchors.heading(remark.doc_id, -1)


def _notes(package: WordPackage, main: str, word: str) -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = {}
    for kind in ("footnote", "endnote"):
        name = package.related(main, f"{kind}s")
        root = package.xml(name) if name else None
        notes = root.iter(f"{word}{kind}") if root is not None else ()
        found[kind] = {
            str(note.get(f"{word}id")): note for note in notes if note.get(f"{word}type") in (None, "normal")
        }
    return found


def _states(package: WordPackage, main: str, root: Any, word: str) -> list[Notice]:
    """What a reader of the copy should know of the original's state."""
    notices = []
    name = package.related(main, "settings")
    settings = package.xml(name) if name else None
    protection = settings.find(f"{word}documentProtection") if settings is not None else None
    if protection is not None and protection.get(f"{word}enforcement") not in (None, "0", "false", "off"):
        notices.append(Notice(Severity.INFO, "original_protected"))
    if any(info.filename.startswith("_xmlsignatures/") for info, _ in package.entries):
        notices.append(Notice(Severity.WARNING, "signature_void"))
    tracked = sum(1 for _ in root.iter(*(f"{word}{kind}" for kind in _TRACKED)))
    listed = package.related(main, "comments")
    old = package.xml(listed) if listed else None
    comments = sum(1 for _ in old.iter(f"{word}comment")) if old is not None else 0
    if tracked or comments:
        counts = {"comments": str(comments), "tracked": str(tracked)}
        notices.append(Notice(Severity.INFO, "original_has_marks", counts))
    return notices


# --------------------------------------------------------------------------- the comments part


class _Comments:
    """The comments part, made when there is none; ids go on after the highest in use."""

    def __init__(self, package: WordPackage, main: str, word: str, root: Any) -> None:
        self.package, self.main, self.w = package, main, word
        name = package.related(main, "comments")
        self.root: Any = package.xml(name) if name else None
        self.is_new = self.root is None
        self.name = name or _free_name(package, main)
        if self.root is None:
            from lxml import etree

            self.root = etree.Element(f"{word}comments", nsmap={"w": word[1:-1]})
        used = [each.get(f"{word}id") for each in self.root.iter(f"{word}comment")]
        kinds = ("commentRangeStart", "commentRangeEnd", "commentReference")
        used += [each.get(f"{word}id") for each in root.iter(*(f"{word}{kind}" for kind in kinds))]
        self.next = max((int(number) for number in used if number and number.lstrip("-").isdigit()), default=-1) + 1

    def add(self, words: str, author: Author) -> int:
        """A comment with one paragraph a line; returns its id."""
        from lxml import etree

        w, number = self.w, self.next
        self.next += 1
        attributes = {
            f"{w}id": str(number), f"{w}author": author.name, f"{w}initials": author.initials,
            f"{w}date": author.when.strftime("%Y-%m-%dT%H:%M:%SZ"),
        }  # fmt: skip
        comment = etree.SubElement(self.root, f"{w}comment", attributes)
        for line in words.split("\n"):
            text = etree.SubElement(etree.SubElement(etree.SubElement(comment, f"{w}p"), f"{w}r"), f"{w}t")
            text.text = _legal(line)
            text.set(_SPACE, "preserve")
        return number

    def save(self) -> None:
        """Put the part into the package."""
        self.package.put_xml(self.name, self.root)
        if self.is_new:
            strict = self.w[1:-1] == STRICT
            self.package.relate(self.main, "comments", self.name, "comments", strict=strict)


def _free_name(package: WordPackage, main: str) -> str:
    folder = f"{main.rpartition('/')[0]}/".lstrip("/")
    names = [f"{folder}comments.xml", *(f"{folder}comments{number}.xml" for number in range(2, 99))]
    return next(name for name in names if package.name(name) is None)


def _legal(text: str) -> str:
    """Without the characters that XML forbids."""
    return "".join(
        c for c in text if c in "\t" or (c >= " " and not "\ud800" <= c <= "\udfff" and c not in "\ufffe\uffff")
    )


# --------------------------------------------------------------------------- marks in the text


class _Marker:
    """Splits runs at the ends of the spans and puts the marks around them."""

    def __init__(self, stream: Stream, word: str) -> None:
        self.stream, self.w = stream, word
        self.lifted = frozenset(f"{word}{name}" for name in _LIFTED)

    def mark(self, spans: Sequence[tuple[Span, int]]) -> None:
        """Mark every span with its comment's id."""
        bounds = [(self._within(span), number) for span, number in spans]
        pieces = _Pieces(self.w)
        for (first, last), _ in bounds:
            self._cut(pieces, first, 0)
            self._cut(pieces, last, 1)
        pieces.split()
        for (first, last), number in bounds:
            self._surround(self._unit(pieces, first), self._unit(pieces, last), number)

    def _within(self, span: Span) -> tuple[int, int]:
        """First and last character of a span, kept within one cell: a range over two cells is no range of text."""
        first, last = span.start, max(span.start, min(span.end, len(self.stream.text)) - 1)
        home = self._container(first)
        while last > first and self._container(last) is not home:
            last -= 1
        return first, last

    def _container(self, at: int) -> Any:
        element = self.stream.spots[at].element
        paragraph = next((up for up in element.iterancestors() if up.tag == f"{self.w}p"), element)
        return paragraph.getparent()

    def _cut(self, pieces: _Pieces, at: int, after: int) -> None:
        spot = self.stream.spots[at]
        if spot.splits:
            pieces.cuts[spot.element].add(self.stream.offsets[at] + after)

    def _unit(self, pieces: _Pieces, at: int) -> Any:
        """What to put a mark beside: the run of a character, or the control or field that the run must not leave."""
        spot = self.stream.spots[at]
        unit = pieces.run_of(spot.element, self.stream.offsets[at]) if spot.splits else spot.element.getparent()
        top = unit
        for up in unit.iterancestors():
            if up.tag == f"{self.w}p":
                break
            if up.tag in self.lifted or up.tag.endswith(("}AlternateContent", "}Choice")):
                top = up
        return top

    def _surround(self, start: Any, end: Any, number: int) -> None:
        from lxml import etree

        w = self.w
        first = etree.Element(f"{w}commentRangeStart", {f"{w}id": str(number)})
        last = etree.Element(f"{w}commentRangeEnd", {f"{w}id": str(number)})
        reference = etree.Element(f"{w}r")
        etree.SubElement(reference, f"{w}commentReference", {f"{w}id": str(number)})
        start.addprevious(first)
        _after(end, last)
        outer = last
        for up in last.iterancestors():
            if up.tag == f"{w}p":
                break
            outer = up
        _after(outer, reference)


def _after(element: Any, new: Any) -> None:
    """Put ``new`` behind ``element`` and behind the comment marks that already follow it; tails stay where they are."""
    parent = element.getparent()
    at = parent.index(element) + 1
    new.tail, element.tail = element.tail, None
    parent.insert(at, new)


class _Pieces:
    """Runs split at offsets of their text elements, with the way from an offset to the run that shows it."""

    def __init__(self, word: str) -> None:
        self.w = word
        self.cuts: dict[Any, set[int]] = defaultdict(set)
        self._parts: dict[Any, list[tuple[int, Any]]] = {}

    def split(self) -> None:
        """Split every run that has cuts inside it."""
        for element in list(self.cuts):
            self._split_text(element)

    def run_of(self, element: Any, offset: int) -> Any:
        """The run that now shows the character at ``offset`` of a text element."""
        part = max((each for each in self._parts[element] if each[0] <= offset), key=lambda each: each[0])[1]
        return part.getparent()

    def _split_text(self, element: Any) -> None:
        """Cut a text element: the run keeps what stands before it, and new runs take each part and what follows."""
        text = element.text or ""
        cuts = sorted(at for at in self.cuts[element] if 0 <= at <= len(text))
        self._parts[element] = [(0, element)]
        current = element
        for before, cut in zip([0, *cuts], cuts, strict=False):
            if cut == before and cut == 0:
                self._open_before(current)
                continue
            if cut <= before:
                continue
            run = current.getparent()
            rest = current.text[cut - before :]
            followers = list(current.itersiblings())
            if not rest and not followers:
                continue
            new_run = _like(run, self.w)
            if rest:
                part = deepcopy(current)
                part.tail, part.text = None, rest
                current.text = current.text[: cut - before]
                for each in (current, part):
                    each.set(_SPACE, "preserve")
                new_run.append(part)
                self._parts[element].append((cut, part))
                current = part
            new_run.extend(followers)
            _after(run, new_run)

    def _open_before(self, element: Any) -> None:
        """A cut at the very start: what stands before the text in its run becomes a run of its own."""
        run = element.getparent()
        leading = [each for each in element.itersiblings(preceding=True) if each.tag != f"{self.w}rPr"]
        if not leading:
            return
        before = _like(run, self.w)
        for each in reversed(leading):
            before.append(each)
        run.addprevious(before)


def _like(run: Any, word: str) -> Any:
    """An empty run with the attributes and properties of another."""
    from lxml import etree

    new = etree.Element(run.tag, dict(run.attrib), nsmap=run.nsmap)
    properties = run.find(f"{word}rPr")
    if properties is not None:
        new.append(deepcopy(properties))
    return new
