"""From documents back to drafts: an edited export into its draft, an old plan into a fact sheet."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from dataclasses import replace

from kb.drafting.charts import labels_of
from kb.drafting.draft import set_section
from kb.drafting.model import Draft, DraftSection
from kb.drafting.places import source_names
from kb.errors import InputError
from kb.facts import Contact, FactSheet, Issue, Member, Office, PlanFacts, Post, Supply, Team, Unit, level_of
from kb.model import Clause, Document, Notice, Severity, Source, Table

_ANNEX = re.compile(r"附件\s*\d*")
_HEADED = re.compile(r"([^：；]{1,12})：([^；]*)")
_COLUMNS = {
    "name": ("名称", "姓名", "队伍名称", "物资名称", "品名", "单位", "单位名称", "部门"),
    "size": ("人数", "队伍人数"),
    "quantity": ("数量", "储备数量"),
    "unit": ("计量单位",),
    "place": ("存放地点", "存放地", "存放位置", "驻地", "储备地点"),
    "keeper": ("管理人", "保管人", "责任人", "管理责任人"),
    "contact": ("联系人", "负责人", "队长"),
    "phone": ("电话", "联系电话", "值班电话", "联系方式"),
    "post": ("职务", "岗位"),
}


_COMMAND = re.compile(
    r"(?:设立|成立|组建)(?P<set_up>[一-鿿]{4,24}?(?:指挥部|领导小组))(?=[（(，。；、]|统一|负责|作为|$)"
    r"|(?:^|[。；\n])(?P<named>[一-鿿]{4,24}?(?:指挥部|领导小组))(?=[（(]以下(?:简称|称)|由[^。]{2,60}组成)"
)
_NO_NAME = re.compile(
    r"现场|前方|上级|下级|各级|相应|设立|成立|组建|负责|县级以上|办公室|人民政府|有关|相关|根据|一般|较大|重大|需要|事故|联合|临时|由|在|和|或|的|立"
)
"""Words that are no part of the name of a command: what is cut from a sentence, and other commands than the plan's own."""
_POST = re.compile(
    r"(?<![现场分])(?<![一-鿿]部)(?P<post>(?:(?:常务)?副)?(?:总指挥长?|指挥长|组长))"
    r"(?:[：:]\s*(?P<holder>[一-鿿、（）()]{2,30}?)(?=[。；，\s]|$)|由\s*(?P<by>[一-鿿、（）()]{2,30}?)(?:同志)?(?:担任|兼任))"
)
_HOLDER = re.compile(
    r"(?:省|市|县|区|州|镇|乡|局|厅|部|委|处|科|主任|主席|书记|经理|队|站|所|校|院|园|秘书|董事|厂|矿|组|会|盟|旗|村)长(?:[、（(]|$)"
    r"|(?:主任|书记|经理|主席|校长|院长|园长|厂长|矿长|秘书长|董事长|总监|领导|负责人|负责同志|政委|部长|司令员?|工程师|副职|首长|常委|参谋长)(?:[、）(（]|$)"
)
_NO_HOLDER = re.compile(r"指挥|任命|指定|组长|授权|批准|决定|负责(?![人同])")


def import_source(draft: Draft, source: Source) -> tuple[Draft, tuple[Notice, ...]]:
    """Take over the texts of an edited export; headings are found by number and title, then by title alone.

    Sections whose heading is no longer there stay as they were (notice ``section_not_found``); a heading that the draft does not
    have stays as a line of the section before it (notice ``heading_not_in_draft``). Nothing is deleted. A file with fewer than
    half of the headings of the written sections is no export of this draft: ``InputError("not_this_draft")``.
    """
    texts, strange = _texts(draft, source)
    expected = [section for section in draft.sections if section.text] or list(draft.sections)
    found = sum(1 for section in expected if section.id in texts)
    if found * 2 < len(expected):
        raise InputError("not_this_draft", path=source.name, found=found, total=len(expected))
    notices = [Notice(Severity.WARNING, "heading_not_in_draft", {"heading": words}) for words in strange]
    for section in draft.sections:
        if section.id not in texts:
            if section.text:
                notices.append(Notice(Severity.WARNING, "section_not_found", {"section": section.heading}))
            continue
        text = "\n".join(texts[section.id])
        if _flat(text) != _flat(section.text) and (text or section.text):
            draft = set_section(draft, section.id, text=text)
    return draft, tuple(notices)


def _texts(draft: Draft, source: Source) -> tuple[dict[str, list[str]], list[str]]:
    """The lines below each heading of the draft, and headings that are none of it."""
    by_heading = {_flat(section.heading): section for section in draft.sections}
    by_title: dict[str, list[DraftSection]] = defaultdict(list)
    for section in draft.sections:
        by_title[_flat(section.title)].append(section)
    texts: dict[str, list[str]] = {}
    strange: list[str] = []
    current: DraftSection | None = None
    chart = _Chart(())
    mark = ""
    for block in source.blocks:
        if isinstance(block, Table):
            if current is not None:
                texts[current.id] += ["| " + " | ".join(_cell(c) for c in row) + " |" for row in block.rows]
            continue
        words = block.text.strip()
        if not words or block.toc or chart.takes(words):
            continue
        if _ANNEX.fullmatch(words):
            mark = words
            continue
        shown = _flat(f"{mark}{block.number}{words}")
        alone = by_title.get(_flat(words), [])
        found = by_heading.get(shown) or (alone[0] if len(alone) == 1 and block.outline_level else None)
        mark = ""
        if found is not None and found.id not in texts:
            current = found
            texts[found.id] = []
            chart = _Chart(labels_of(draft, found))
        elif current is not None and not _is_record(words, draft):
            if block.outline_level:
                strange.append(f"{block.number}{words}")
            texts[current.id].append(f"{block.number}{words}")
    return texts, strange


class _Chart:
    """Tells the lines of a drawn chart from the lines of the text: they come together, beginning with its first box."""

    def __init__(self, labels: tuple[str, ...]) -> None:
        self._first = labels[:1]
        self._left = Counter(labels)
        self._open = False

    def takes(self, words: str) -> bool:
        """Whether this line is one of the chart."""
        self._open = (self._open or words in self._first) and self._left[words] > 0
        self._left[words] -= self._open
        return self._open


def _is_record(words: str, draft: Draft) -> bool:
    """Whether a line is of the record at the foot of the last page."""
    issuer = draft.facts.issue.body
    return words.startswith("抄送：") or bool(issuer and words.startswith(issuer) and words.endswith("印发"))


def _cell(words: str) -> str:
    return re.sub(r"\s*\n\s*", "；", words).replace("|", "｜")


def facts_from_document(document: Document) -> FactSheet:
    """What an old plan says of its unit: title, issuer, posts, duty telephone and the lists of its annexes, nothing guessed."""
    names = source_names(document.title, document.region)
    own = names.chain[-1] if names.chain else ""
    unit = own or document.issuer or document.title
    region = document.region if document.region.endswith(own) else f"{document.region}{own}"
    plan = PlanFacts(
        type=document.plan_type or "",
        hazard=document.hazard.name if document.hazard else "",
        title=document.title,
        command_body=_command_body(document),
    )
    issue = Issue(body=document.issuer, doc_number=document.doc_number)
    office = Office(
        body=_first(document, r"办公室设在([一-鿿]{2,14}?(?:局|委|部|办公室|科|中心|村委会))"),
        duty_phone=_first(document, r"值班电话[：:为是]?\s*((?:0\d{2,3}-?)?\d{7,8})"),
    )
    level = document.plan_level or level_of(unit)
    rows = [_row(clause) for clause in document.clauses if clause.table_row]
    return FactSheet(
        unit=Unit(name=unit, short=own, region=region, level=level),
        plan=plan,
        issue=issue,
        office=office,
        command=_command(document),
        member=_members(document),
        team=tuple(
            Team(name=r["name"], size=r.get("size", ""), contact=r.get("contact", ""), phone=r.get("phone", ""))
            for r in rows
            if "size" in r and "name" in r
        ),
        supply=tuple(_supply(r) for r in rows if "quantity" in r and "name" in r),
        contact=tuple(
            Contact(name=r["name"], post=r.get("post", ""), phone=r["phone"])
            for r in rows
            if "phone" in r and "name" in r and not {"size", "quantity"} & set(r)
        ),
    )


def _supply(row: dict[str, str]) -> Supply:
    return Supply(
        name=row["name"],
        quantity=row["quantity"],
        unit=row.get("unit", ""),
        place=row.get("place", ""),
        keeper=row.get("keeper", ""),
        phone=row.get("phone", ""),
    )


def _row(clause: Clause) -> dict[str, str]:
    row: dict[str, str] = {}
    for head, value in _HEADED.findall(clause.text):
        for field, titles in _COLUMNS.items():
            if head.strip() in titles and value.strip() and field not in row:
                row[field] = value.strip()
    return row


def _command_body(document: Document) -> str:
    """The command that the plan itself sets up, in full; empty where its name cannot be told from the words around it."""
    for clause in document.clauses:
        for found in _COMMAND.finditer(clause.text):
            name = found["set_up"] or found["named"]
            if not _NO_NAME.search(name):
                return name
    return ""


def _command(document: Document) -> tuple[Post, ...]:
    """Posts with the office that holds them: only where the words say so and the holder is an office."""
    posts: dict[str, str] = {}
    for clause in document.clauses:
        for found in _POST.finditer(clause.text):
            holder = found["holder"] or found["by"]
            if _HOLDER.search(holder) and not _NO_HOLDER.search(holder):
                posts.setdefault(found["post"], holder)
    return tuple(Post(post=post, holder=holder) for post, holder in posts.items())


_MEMBER = re.compile(
    r"^\s*(?:[（(]?\d{1,2}[）)]?[.．、]?\s*)?(?P<body>[一-鿿（）、]{2,24}?(?:局|委员会|委|部|办公室|办|大队|支队|总队|公司|人民政府|中心|集团|站|社|联社))[：:]\s*(?P<duties>.{6,400})$",
    re.S,
)


_ITEMS = re.compile(r"\n|(?<=[。；])\s*(?=[（(]?\d{1,2}[）)]?[.．、]?\s*[一-鿿])")


def _members(document: Document) -> tuple[Member, ...]:
    """Member bodies with their duties: only where the plan lists them by name with a colon under a heading of duties."""
    found: dict[str, tuple[str, ...]] = {}
    for clause in document.clauses:
        heading = "".join(clause.path[-2:])
        if clause.table_row or not ("职责" in heading or "成员单位" in heading):
            continue
        for line in _ITEMS.split(clause.text):
            if match := _MEMBER.match(line):
                duties = tuple(part.strip() for part in re.split(r"[；。]\s*", match["duties"]) if part.strip())
                found.setdefault(match["body"], duties)
    return tuple(Member(body=body, duties=duties) for body, duties in found.items())


def _first(document: Document, pattern: str) -> str:
    for clause in document.clauses:
        if found := re.search(pattern, clause.text):
            return found[1]
    return ""


def _flat(text: str) -> str:
    return re.sub(r"[\s、.．|]", "", text)


def retitled(facts: FactSheet, title: str) -> FactSheet:
    """The sheet with another plan title."""
    return replace(facts, plan=replace(facts.plan, title=title))
