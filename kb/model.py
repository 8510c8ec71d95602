"""The words of the domain as frozen dataclasses; they flow one way: reader → structure → library → index → pages.

Nothing here does work. Codes (``Message.code``, ``Notice.code``) become Chinese in ``ui.labels``.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

# --------------------------------------------------------------------------- closed lists


class Kind(StrEnum):
    """What a document is, coarsely."""

    PLAN = "plan"
    REPORT = "report"
    LAW = "law"
    STANDARD = "standard"
    OTHER = "other"


class Severity(StrEnum):
    """How serious a notice is."""

    INFO = "info"
    WARNING = "warning"
    ERROR = "error"


class FindingSeverity(StrEnum):
    """How serious a finding in a plan is."""

    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"


class Label(StrEnum):
    """Verdict on one checklist item."""

    PRESENT = "present"
    WEAK = "weak"
    MISSING = "missing"
    ELSEWHERE = "elsewhere"
    NOT_APPLICABLE = "not_applicable"
    UNDECIDABLE = "undecidable"


class Validity(StrEnum):
    """Whether a law, standard or plan is in force."""

    IN_FORCE = "现行"
    REPEALED = "已废止"
    SUPERSEDED = "被替代"
    UNKNOWN = "未知"


PLAN_LEVELS = ("国家", "省", "市", "县", "乡镇", "村社区", "企业", "学校")

# --------------------------------------------------------------------------- messages


@dataclass(frozen=True, slots=True)
class Message:
    """A code with parameters; ``ui.labels`` renders it in Chinese."""

    code: str
    params: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Notice:
    """Something the user should know about a file: a loss, a doubt, a choice made."""

    severity: Severity
    code: str
    params: dict[str, str] = field(default_factory=dict)
    location: str = ""


# --------------------------------------------------------------------------- what readers return


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph of a source in reading order.

    ``number`` is a number that the file generates (Word automatic numbering), already rendered and not part of ``text``.
    ``outline_level`` is 1 for the highest heading the file itself marks (Word style, ``#``, ``<h1>``), else None.
    ``centered``, ``bold`` and ``size_pt`` are layout hints, None where the format has none.
    ``toc`` marks a line of a contents page as declared by the file (a TOC field or style).
    """

    text: str
    line: int | None = None
    page: int | None = None
    page_label: str | None = None
    number: str = ""
    outline_level: int | None = None
    centered: bool | None = None
    bold: bool | None = None
    size_pt: float | None = None
    toc: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A table in its place: rows of cell texts, merged cells repeated in every row they span."""

    rows: tuple[tuple[str, ...], ...]
    line: int | None = None
    page: int | None = None
    page_label: str | None = None


Block = Paragraph | Table


@dataclass(frozen=True, slots=True)
class Layout:
    """How a Word document is laid out: page and margins (top, bottom, left, right) in mm, 0 where not said; the font and size in
    points of most of its text, and its exact line pitch in points, 0 where lines are as high as their text."""

    page: tuple[int, int]
    margins: tuple[int, int, int, int]
    font: str
    size_pt: float
    line_pt: float


@dataclass(frozen=True, slots=True)
class Source:
    """What a reader makes of one file: its blocks in reading order and what was lost on the way.

    ``format`` is the true format by content (docx, txt, md, html, pdf), ``line_based`` tells whether lines are physical lines.
    ``headers`` are the lines of the first page's header, which are no part of the text.
    """

    name: str
    format: str
    blocks: tuple[Block, ...]
    notices: tuple[Notice, ...] = ()
    line_based: bool = False
    headers: tuple[str, ...] = ()
    layout: Layout | None = None


# --------------------------------------------------------------------------- documents


@dataclass(frozen=True, slots=True)
class Section:
    """A heading. ``level`` 1 is the highest; ``number`` as printed (``2.1``, ``（一）``, ``第三条``, ``附件2``), may be empty.

    ``path`` is the number path used in clause ids (``2.1``, ``附件2/3.1``); ``appendix`` marks annexes and what is below them.
    """

    level: int
    number: str
    text: str
    path: str = ""
    appendix: bool = False
    line: int | None = None
    page: int | None = None

    @property
    def label(self) -> str:
        """Heading as shown: number and text."""
        return f"{self.number} {self.text}".strip() if self.number else self.text


@dataclass(frozen=True, slots=True)
class Clause:
    """The smallest citable text: a paragraph, an article paragraph, a list item with its lead-in, or a table row with its head.

    ``path`` holds the labels of the headings above, outermost first; ``section`` is the index into ``Document.sections`` or -1.
    ``line`` is a 1-based physical line for text files, ``page`` a 1-based physical page, each None elsewhere.
    """

    id: str
    path: tuple[str, ...]
    text: str
    section: int = -1
    line: int | None = None
    page: int | None = None
    page_label: str | None = None
    table_row: bool = False
    fragment: bool = False


@dataclass(frozen=True, slots=True)
class Hazard:
    """A kind of event: a code of the taxonomy (``ND-WD``) and its name (``水旱灾害``)."""

    code: str
    name: str


@dataclass(frozen=True, slots=True)
class PlanTypeGuess:
    """A plan type code with the confidence 0–1 that it fits."""

    code: str
    confidence: float


@dataclass(frozen=True, slots=True)
class Measure:
    """One action taken in an incident, verbatim, with the clause that tells it."""

    text: str
    clause_id: str


@dataclass(frozen=True, slots=True)
class Incident:
    """One past event and how it was handled, all texts verbatim from the report."""

    title: str
    event_time: str
    place: str
    hazard: Hazard | None
    casualties: str
    agencies: tuple[str, ...]
    measures: tuple[Measure, ...]
    outcome: str
    lessons: tuple[str, ...]
    clause_id: str
    lines: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class Statement:
    """A number that a report states: ``subject`` what is counted, ``qualifier`` 近, 余, 以上 … or empty, ``scope`` of whom or where.

    ``text`` is the number as printed, ``quote`` its sentence; ``part_of`` the index of the statement whose part it is said to be,
    ``action`` what is said of the things counted. ``unit`` is ``%`` for shares.
    """

    subject: str
    value: float
    unit: str
    qualifier: str
    scope: str
    text: str
    quote: str
    clause_id: str
    part_of: int | None = None
    action: str = ""


@dataclass(frozen=True, slots=True)
class StatementCheck:
    """Whether statements of one text agree: ``kind`` sum or share, ``verdict`` agrees or differs.

    ``stated`` is the index of the sum or share stated, ``parts`` those it is computed from, ``computed`` their sum or share in percent,
    ``difference`` computed less stated.
    """

    kind: str
    verdict: str
    stated: int
    parts: tuple[int, ...]
    computed: float
    difference: float


@dataclass(frozen=True, slots=True)
class Document:
    """One source file, or one part of a compilation, with its sections and clauses in reading order.

    ``date`` is ISO as precise as the text (``2024-01``), ``date_text`` the words of the text, ``effective`` when it takes effect; ``lines`` the 1-based first and
    last physical line within a text file. ``plan_types`` is best first and empty when the text is no plan. ``signature`` compares
    texts (``kb.duplicates``). ``contents`` holds the lines of the contents page, which are no clauses.
    """

    doc_id: str
    title: str
    kind: Kind
    sections: tuple[Section, ...]
    clauses: tuple[Clause, ...]
    genre: str = ""
    issuer: str = ""
    doc_number: str = ""
    date: str = ""
    date_text: str = ""
    region: str = ""
    plan_types: tuple[PlanTypeGuess, ...] = ()
    plan_level: str | None = None
    hazard: Hazard | None = None
    validity: Validity = Validity.UNKNOWN
    lines: tuple[int, int] | None = None
    incidents: tuple[Incident, ...] = ()
    notices: tuple[Notice, ...] = ()
    statements: tuple[Statement, ...] = ()
    signature: tuple[int, ...] = ()
    effective: str = ""
    layout: Layout | None = None
    contents: tuple[str, ...] = ()

    @property
    def plan_type(self) -> str | None:
        """The best plan type code, None when the text is no plan."""
        return self.plan_types[0].code if self.plan_types else None


@dataclass(frozen=True, slots=True)
class Parsed:
    """The documents of one file and the notices that concern the file as a whole."""

    documents: tuple[Document, ...]
    notices: tuple[Notice, ...] = ()


# --------------------------------------------------------------------------- search


@dataclass(frozen=True, slots=True)
class SearchFilters:
    """What hits must satisfy; empty fields do not filter. ``since`` is an ISO date prefix, ``element`` a checklist item id."""

    kind: str | None = None
    hazard: str | None = None
    plan_type: str | None = None
    level: str | None = None
    response_level: str | None = None
    element: str | None = None
    doc: str | None = None
    region: str | None = None
    since: str | None = None
    validity: str | None = None


@dataclass(frozen=True, slots=True)
class SameText:
    """Where the same text stands as well."""

    doc_id: str
    doc: str
    clause_id: str


@dataclass(frozen=True, slots=True)
class Hit:
    """One clause found. ``highlights`` are half-open code-point offsets in ``text``; ``doc_path`` the file it came from."""

    rank: int
    score: float
    clause_id: str
    doc_id: str
    doc_title: str
    doc_path: str
    kind: Kind
    validity: Validity
    path: tuple[str, ...]
    text: str
    page: int | None
    highlights: tuple[tuple[int, int], ...] = ()
    same_text_in: tuple[SameText, ...] = ()
    region: str = ""
    date: str = ""
    sample: bool = False
    superseded_by: str = ""


@dataclass(frozen=True, slots=True)
class SearchResult:
    """The answer to a query; ``answerable`` is False when nothing in the library answers it and ``hits`` are merely nearest."""

    query: str
    answerable: bool
    hits: tuple[Hit, ...]
    milliseconds: float


# --------------------------------------------------------------------------- review


@dataclass(frozen=True, slots=True)
class ElementVerdict:
    """The verdict on one checklist item, with its evidence.

    ``quote`` is verbatim text of ``clause_id`` for every label but missing and not_applicable; ``searched`` names the cues and
    places searched, ``nearest`` the nearest clauses' ids when the item is missing; ``basis`` the citable rules.
    """

    id: str
    name: str
    group: str
    weight: str
    force: str
    label: Label
    quote: str
    clause_id: str
    reason: Message
    searched: tuple[str, ...] = ()
    nearest: tuple[str, ...] = ()
    basis: tuple[str, ...] = ()
    advice: str = ""


@dataclass(frozen=True, slots=True)
class Place:
    """One place of a finding: a clause, the words quoted from it, and what of a finding on several things is said of this one.

    Where ``heading`` is true the quote is the heading (number and title) under or before which the clause stands, no part of its text.
    """

    clause_id: str
    quote: str
    note: Message | None = field(default=None, hash=False)
    heading: bool = False


@dataclass(frozen=True, slots=True)
class Finding:
    """One defect with all its places. ``basis`` is a rule with article or empty; ``advice`` a text from the rule data."""

    rule: str
    severity: FindingSeverity
    message: Message
    places: tuple[Place, ...]
    basis: str = ""
    advice: str = ""
    confidence: float = 1.0

    @property
    def quote(self) -> str:
        """The words of the first place."""
        return self.places[0].quote if self.places else ""

    @property
    def clause_id(self) -> str:
        """The clause of the first place."""
        return self.places[0].clause_id if self.places else ""


@dataclass(frozen=True, slots=True)
class Review:
    """A plan checked: the verdicts on all items of its type and the findings on its text."""

    doc_id: str
    title: str
    plan_type: str | None
    plan_types: tuple[PlanTypeGuess, ...]
    elements: tuple[ElementVerdict, ...]
    findings: tuple[Finding, ...]
    checked_on: date
