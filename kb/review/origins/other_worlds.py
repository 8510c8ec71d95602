"""QC-COPY: a sentence of another world: of an institution of another kind, in another language, a definition of what is never spoken of.

The words by which a bank, a factory, a hospital speaks of its own organs are data (``institution`` in ``corpus/checklists/_trades.toml``).
One is odd in a plan of another kind where the text has it once and does not say whose it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from kb.checklists import Checklists, Trade
from kb.model import Finding, FindingSeverity, Message, Place
from kb.review.making import finding, place
from kb.review.text import Body, Line, normalise

_WHOSE = re.compile(
    r"(?:有关|相关|各类?|事发|涉事|涉险|所在|当地|定点|收治|接诊|责任|重点|辖区|属地|上市|国有|施工|建设|运营|经营|生产|承办|主办|参与|外来)[^,。;]{0,10}$"
    r"|(?:单位|企业|公司|学校|医院|银行|机构|酒店|商场|码头|工地|项目|电厂|矿山|煤矿|船舶|航空|部门|[局厅])(?:的|及其|和|、|或)?$"
)
_OURS = re.compile(r"(?:^|负责|[,;:由向报经对为])(?:公司|集团)$")
"""Spoken of as one's own, not as somebody's."""
_APART = re.compile(r"物资|装备|清单|通讯|联系|名单|术语|名词|定义|风险|危险源|案例")
_ENGLISH = re.compile(r"[A-Za-z][A-Za-z'’-]*(?:[,;:]?[ \u00a0]+[A-Za-z][A-Za-z'’-]*){4,}")
_SMALL = re.compile(r"\b[a-z]{2,}\b")
_LOWER_SHARE, _SMALL_LEAST, _BILINGUAL = 0.6, 3, 3
_ASIDE = re.compile(r"https?:|www\.|英文|译|Abstract|References|[(《\[][^()《》\[\]]*$")
_DEFINED = re.compile(
    r"(?:本预案|本方案|本办法|本规定)(?:中)?(?:所称|所指)的?(?P<name>[\u4e00-\u9fff]{2,10}?(?:事故|灾害|事件|疫情|火灾|险情))[,:]?(?:是|系)?指"
)
_KIND = re.compile(r"(?:突发|重大|特别|特大|较大|一般|公共|生产安全)|(?:事故|灾害|事件|疫情|险情)$")


def other_world_findings(body: Body, checklists: Checklists) -> Iterator[Finding]:
    """One finding for each institution, one for sentences in English, one for definitions of another event."""
    document = body.document
    hazard = document.hazard.name if document.hazard else ""
    about = f"{body.title} {document.issuer} {hazard} {document.plan_level or ''}"
    if not body.lines or not document.plan_level:
        return
    for institution in checklists.institutions:
        if re.search(institution.home, about):
            continue
        told = list(_organs(body, institution))
        if len({where.clause_id for _, where in told}) == 1:
            words = "、".join(dict.fromkeys(word for word, _ in told))
            message = Message("sentence_misplaced", {"trade": institution.name, "words": words})
            yield finding("QC-COPY", FindingSeverity.MEDIUM, message, [told[0][1]], checklists, confidence=0.6)
    english = list(_english(body))
    if 0 < len(english) < _BILINGUAL:
        message = Message("sentence_misplaced", {"trade": "外文", "words": english[0][0]})
        places = [where for _, where in english]
        yield finding("QC-COPY", FindingSeverity.MEDIUM, message, places, checklists, confidence=0.7)
    for name, where in _defined(body):
        message = Message("event_stray", {"name": name})
        yield finding("QC-COPY", FindingSeverity.MEDIUM, message, [where], checklists, confidence=0.7)


def _organs(body: Body, institution: Trade) -> Iterator[tuple[str, Place]]:
    """The words of an institution, each with its sentence; nothing where one stands in a table, a list, or with its owner."""
    lines = [body.lines[at] for at in body.lines_with(institution.pattern)]
    if len(lines) != 1 or _beside_the_text(lines[0]):
        return
    line = lines[0]
    for found in re.finditer(institution.pattern, line.text):
        start, end = line.sentence(found.start())
        before = line.text[start : found.start()]
        if (_WHOSE.search(before) and not _OURS.search(before)) or len(re.findall("、", line.text[start:end])) > 4:
            return
        yield found[0], place(line, start, end)


def _beside_the_text(line: Line) -> bool:
    return line.contents or line.form or line.clause.table_row or any(_APART.search(head) for head in line.heads[-2:])


def _english(body: Body) -> Iterator[tuple[str, Place]]:
    """Sentences in English, each with its first words."""
    for line in body.lines:
        if line.contents or line.appendix or line.clause.table_row:
            continue
        for found in _ENGLISH.finditer(line.clause.text):
            words = found[0].split()
            small = len(_SMALL.findall(found[0]))
            if small < _SMALL_LEAST or small < _LOWER_SHARE * len(words):
                continue
            said = normalise(found[0])
            at = line.text.find(said)
            if at >= 0 and not _ASIDE.search(line.clause.text[max(0, found.start() - 40) : found.start()]):
                yield " ".join(words[:3]), place(line, at, at + len(said))


def _defined(body: Body) -> Iterator[tuple[str, Place]]:
    """Events that the plan defines as its own and that neither its title nor any other line names."""
    for line in body.lines:
        for found in [] if line.contents else _DEFINED.finditer(line.text):
            core = _KIND.sub("", _KIND.sub("", found["name"]))
            if len(core) < 2 or core in body.title:
                continue
            if all(other is line for other in (body.lines[at] for at in body.lines_with(re.escape(core)))):
                yield found["name"], place(line, *found.span())
