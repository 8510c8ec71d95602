"""A fact sheet out of an old plan, for the writer to confirm: what the plan says of its unit, nothing guessed."""

from __future__ import annotations

import re
from dataclasses import replace

from kb.drafting.context import government
from kb.drafting.old_levels import levels_of
from kb.drafting.old_lists import groups_of, lists_of
from kb.drafting.places import source_names
from kb.facts.sheet import FactSheet, Issue, Member, Office, PlanFacts, Post, Unit, level_of
from kb.model import Document

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


def facts_from_document(document: Document) -> FactSheet:
    """What an old plan says of its unit: title, issuer, posts, telephones, lists, groups and levels, nothing guessed."""
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
    lists = lists_of(document)
    sheet = FactSheet(
        unit=Unit(name=unit, short=own, region=region, level=level),
        plan=plan,
        issue=issue,
        office=office,
        command=_command(document),
        member=_members(document),
        group=groups_of(document),
        team=lists.team,
        supply=lists.supply,
        shelter=lists.shelter,
        risk=lists.risk,
        neighbour=lists.neighbour,
        contact=lists.contact,
        route=lists.route,
        thresholds=levels_of(document),
    )
    return replace(sheet, unit=replace(sheet.unit, name=government(sheet)))


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
