"""Which past clauses may enter a draft by themselves; all others are shown to the writer to choose from.

A clause must come from a plan for the same hazard (or the section is neutral), of a comparable level, stand under a heading
of the section's kind, and name no body that neither the facts nor the list of today's departments know.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from kb.drafting.adapt import Adapted
from kb.drafting.context import Context, own_names
from kb.drafting.model import SLOT
from kb.drafting.outline import Block, HazardWords, Outlines, OutlineSection
from kb.drafting.places import LEVELS, source_names
from kb.model import Hit

_NEAR = 0.5
_STEPS = 2
_RUN_IN = re.compile(r"([一-鿿]{2,14})[。：:]")
_NUMBER = re.compile(r"^[\s　\d.．、（）()一二三四五六七八九十第章节条附件]+(?=[一-鿿])")
_BODY = re.compile(
    r"(?:行政|主管|管理|监管)*部门|局(?![部面限域势地])|厅(?!级)|委员会|委(?![员托派培会屈内])|(?<=[武宣组统工])部(?![分队位署件落])|装备?部"
    r"|总队|支队|大队|中队|中心(?![小学城区组])|集团|公司|协会|警备区|军区|海事"
)
_MINISTRY = re.compile(
    r"(?:外交|国防|发展改革|教育|科技|科学技术|工业和信息化|公安|安全|民政|司法|财政|社会保障|自然资源|国土资源|生态环境|环境保护|建设|运输"
    r"|水利|农业农村|农业|商务|旅游|文化|卫生|铁道|监察|应急管理)部(?![门分队署委件位])"
)
_BREAK = re.compile(r"[，。；：、（）()《》“”\s和与及或由的]")
_ACTIVATES = re.compile(r"启动[^。；，]{0,6}《国家[^《》]*预案》")


def insertable(hit: Hit, adapted: Adapted, block: Block, context: Context, outlines: Outlines) -> bool:
    """Whether a clause may be put into section ``block`` without asking the writer."""
    return (
        _same_hazard(hit, block, context, outlines)
        and comparable_level(hit, context)
        and not _ACTIVATES.search(hit.text)
        and section_of_heading(hit, context, outlines) == block.id
        and not unknown_bodies(adapted.text, context, outlines)
    )


def comparable_level(hit: Hit, context: Context) -> bool:
    """Whether the source is a plan of a government of the same level or not far above; for companies and schools, one of such.

    A province may take from a city and a city from a county, but nobody above from towns and villages.
    """
    source, own = source_names(hit.doc_title, hit.region).level, context.facts.unit.level
    if own not in LEVELS:
        return source not in LEVELS
    if source not in LEVELS or "国家" in (source, own):
        return source == own
    above = LEVELS.index(own) - LEVELS.index(source)
    return 0 <= above <= _STEPS or (above == -1 and source in ("市", "县"))


def section_of_heading(hit: Hit, context: Context, outlines: Outlines) -> str:
    """The id of the section of the outline that the clause's own heading is nearest to, empty when it is near to none."""
    outline = outlines.types.get(context.facts.plan.type)
    if outline is None:
        return ""
    sections = outline.for_hazard(context.hazard.code if context.hazard else "")
    for heading in _headings(hit):
        near = [(_nearness(part.block or part.title, heading), part.id) for part in sections]
        best, section = max(near, key=lambda pair: pair[0], default=(0.0, ""))
        if best >= _NEAR:
            return section
    return ""


def nearest_block(heading: str, sections: Sequence[OutlineSection]) -> Block | None:
    """The block of the sections whose title or head words are nearest to a heading, None when none is near."""
    near = [(_nearness(part.block, heading), part.block) for part in sections if part.block]
    best, block = max(near, key=lambda pair: pair[0], default=(0.0, None))
    return block if best >= _NEAR else None


def unknown_bodies(text: str, context: Context, outlines: Outlines) -> tuple[str, ...]:
    """Offices and bodies in ``text`` that neither the facts nor the list of today's departments know."""
    plain = SLOT.sub("，", text)
    own = own_names(context.facts)
    found = [] if context.facts.unit.level == "国家" else _MINISTRY.findall(plain)
    for body in _BODY.finditer(plain):
        before = _BREAK.split(plain[max(0, body.start() - 14) : body.start()])[-1]
        stem = before.removesuffix("等")
        if body[0].endswith("部门") and (not before or stem.endswith(outlines.generic_bodies)):
            continue
        if not stem.endswith(outlines.bodies) and not any(
            len(name) > 2 and plain[: body.end()].endswith(name) for name in own
        ):
            found.append(before + body[0])
    return tuple(found)


def _same_hazard(hit: Hit, block: Block, context: Context, outlines: Outlines) -> bool:
    """Same hazard by the title of the source; a neutral section takes any clause that speaks of no other hazard."""
    own, source = context.hazard, outlines.hazard(hit.doc_title)
    if block.neutral and not _others(f"{hit.path[-1:]}{hit.text}", own, outlines):
        return True
    if own is None:
        wanted = context.facts.plan.hazard
        return wanted in hit.doc_title if wanted else source is None
    if source is None or source.code != own.code:
        return False
    return not _others("".join(hit.path[-1:]) + hit.text[:16], own, outlines)


def _others(text: str, own: HazardWords | None, outlines: Outlines) -> bool:
    """Whether ``text`` speaks of another hazard and not of our own."""
    if own is not None and any(word in text for word in (own.name, *own.words)):
        return False
    return any(word in text for other in outlines.hazards if other is not own for word in (other.name, *other.words))


def _headings(hit: Hit) -> Iterator[str]:
    """The clause's headings from the nearest upwards; words run in at its beginning count as the nearest."""
    if found := _RUN_IN.match(_NUMBER.sub("", hit.text)):
        yield found[1]
    for heading in reversed(hit.path):
        yield _NUMBER.sub("", heading).strip()


def _nearness(section: Block | str, heading: str) -> float:
    """0 to 1: shared character pairs of title and heading, or a head word of the section in the heading."""
    title, heads = (section, ()) if isinstance(section, str) else (section.title, section.heads)
    one, two = _pairs(title), _pairs(heading)
    shared = 2 * len(one & two) / max(1, len(one) + len(two))
    inside = max((len(head) for head in heads if head in heading), default=0)
    return max(shared, _NEAR + (1 - _NEAR) * inside / max(1, len(heading)) if inside else 0.0)


def _pairs(text: str) -> set[str]:
    return {text[i : i + 2] for i in range(len(text) - 1)}
