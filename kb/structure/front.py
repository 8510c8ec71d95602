"""What stands before the first heading: the title, split over lines or inside an issuing notice."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from kb.numbering import Family, squeeze
from kb.secrecy import is_mark
from kb.structure.items import Item

GENRE_NOUNS = (
    "应急预案|预案|处置方案|应对方案|行动方案|工作方案|实施方案|方案|应急处置卡|处置卡|手册|管理办法|办法|条例|实施细则|细则|规定|"
    "规程|规范|标准|指南|导则|调查制度|制度|规划|纲要|通知|通报|通告|公告|决定|意见|命令|令|函|批复|请示|报告|汇报|总结|简报|快报|"
    "案例选编|选编|案例|述评|范文|范本|机制|要点|工作计划|计划|讲话|材料|发言稿?|体会|倡议书|述职报告|纪实|纪要|综述|专刊|动态|法"
)
_TITLE = re.compile(
    rf"(?:{GENRE_NOUNS})[》”]?(?:的(?:通知|通报|公告|函|决定|报告|汇报|请示|意见|批复))?"
    r"(?:\s*[（(【\[][^）)】\]]{1,24}[）)】\]])*(?:之[一二三四五六七八九十])?(?:[-_ ]?(?:19|20)\d\d年?)?(?:修[订正])?(?:[0-9.]*版|[0-9V.]*稿|简本)?[\s\d.]*$"
)
_NOT_TITLE = re.compile(
    r"^(?:.{0,10}(?:编号|版本号?|版次|日期|编制人|审核人|批准人|受控\S{0,4})\s*[:：]|附件|附录|附\s*[:：]|目录|目次|主题词|抄送|主送|第\s*[\d一二三四五六七八九十]+\s*[号期]$|.{0,40}[：:]$|（?此件|根据|依据|为了|按照|现将|经)|"
    r"^[（(]?(?:19|20)\d\d年\d|^\d{4}[-./]\d|〔\d{4}〕|^[（(](?:\d{4}|.{0,30}(?:公布|发布|修订|修正|通过|施行|印发))"
)
_SALUTE = re.compile(r"^(?:各|市|县|省|区|自治区|尊敬的|国务院|本).{0,80}[：:]$")
_CONTINUED = re.compile(r"^[（(].{1,30}[）)]$|^的|^(?:备案|管理|实施|编制|评审|修订|演练|培训|工作|应急|处置)\S{0,24}$")
_NAME_IN_TEXT = re.compile(r"《([^《》]{4,60})》")


@dataclass(frozen=True, slots=True)
class Front:
    """The title, the indexes of the items that print it, and the first index after the last of them."""

    title: str
    lines: frozenset[int]
    end: int


def find_title(items: Sequence[Item], first_heading: int, contents: set[int]) -> Front:
    """The title among the items before the first heading.

    A plan or law that follows an issuing notice gives its own title; the notice's is then front matter.
    """
    runs = _runs(items, first_heading, contents)
    good = [run for run in runs if _is_title(run[1])]
    good = [run for run in good if not is_garbled(run[1])] or good
    if good:
        best = _quoted(good[0][1], runs) or _best(good)
        lines = frozenset(index for run in runs if squeeze(run[1]) == squeeze(best[1]) for index in run[0])
        return Front(clean_title(best[1]), lines, max(best[0]) + 1)
    if runs and (runs[0][2] or len(runs[0][1]) <= 40) and not re.search(r"[。；]", runs[0][1]):
        return Front(clean_title(runs[0][1]), frozenset(runs[0][0]), max(runs[0][0]) + 1)
    return Front("", frozenset(), 0)


_SYMBOLS = re.compile(r"<(script|style)\b[^<>]*>.*?</\1\s*>|</?[a-zA-Z][^<>]*>|〔待补充[^〔〕]*〕")
_GARBLED = re.compile(r"[#$%&@\\^~|*=<>\"]{3,}")


def plain_title(text: str) -> str:
    """A title without what is no part of its words: tags, slots still open, emoji and other symbols."""
    bare = _SYMBOLS.sub("", text)
    return "".join(
        char for char in bare if unicodedata.category(char) not in ("So", "Sk", "Cf", "Mn") or char == "°"
    ).strip()


def is_garbled(text: str) -> bool:
    """Whether a line has signs where a scan or a font without its code table lost characters."""
    return bool(_GARBLED.search(_SYMBOLS.sub("", text))) or "\ufffd" in text


def _is_title(text: str) -> bool:
    return bool(_TITLE.search(plain_title(text)))


_Run = tuple[list[int], str, bool]


def _quoted(notice: str, runs: list[_Run]) -> _Run | None:
    """The later line that is the very title which a notice of issue puts between 《 and 》, whatever its words."""
    named = re.search(r"(?:印发|发布|公布)《(.+)》的通知\s*$", notice)
    name = squeeze(named[1]) if named else ""
    return next((run for run in runs if name and squeeze(run[1]) == name), None)


def _best(runs: list[_Run]) -> _Run:
    """The attached text's own title after an issuing notice, else the first."""
    for position, run in enumerate(runs):
        if re.search(r"(?:印发|发布|公布|转发|批转|下发).*(?:通知|公告|令|函|决定)[\s）)]*$|令$", run[1]):
            for later in runs[position + 1 :]:
                if not re.search(r"的?(?:通知|公告|函)$|令$", later[1]):
                    return later
    return runs[0]


def _runs(items: Sequence[Item], first_heading: int, contents: set[int]) -> list[_Run]:
    """Neighbouring lines that may form one title: short, unnumbered, no sentence."""
    runs: list[_Run] = []
    open_run = False
    for index in range(min(first_heading, len(items), 200)):
        item = items[index]
        if index in contents or not _may_be_title(item):
            open_run = False
            continue
        marked = item.outline_level is not None or item.centered or item.bold
        if open_run and runs and _same_title(runs[-1], items[runs[-1][0][-1]], item):
            runs[-1] = ([*runs[-1][0], index], runs[-1][1] + item.text, runs[-1][2] or marked)
        else:
            runs.append(([index], item.text, marked))
        open_run = True
    return runs


def _may_be_title(item: Item) -> bool:
    if item.rows is not None or len(item.text) > 90 or _NOT_TITLE.search(item.text) or _SALUTE.match(item.text):
        return False
    if item.number is not None and item.number.family not in (Family.CHINESE, Family.DIGIT):
        return False
    if is_mark(item.text) or re.match(r"[■◆◇●▲★☆◎►▶]", item.text):
        return False
    return not item.text.endswith(("。", "；", "，", "：")) and not (item.number and item.number.mark)


def _same_title(run: _Run, before: Item, item: Item) -> bool:
    """Whether a line goes on with the title above: that one is not finished, and both look alike."""
    if len(run[1]) + len(item.text) > 80 or (
        before.outline_level is not None and item.outline_level is not None and _is_title(run[1])
    ):
        return False
    if _is_title(run[1]) and not _CONTINUED.match(item.text):
        return False
    if (before.outline_level is None) != (item.outline_level is None):
        return False
    if before.size_pt and item.size_pt and abs(before.size_pt - item.size_pt) > 0.5:
        return False
    return before.bold == item.bold or not item.blank_before or before.centered == item.centered


def clean_title(text: str) -> str:
    """A title without wrapping signs, page numbers and a publisher's frame around 《…》."""
    text = re.sub(r"[.．…·\s]+\d{1,3}$", "", text).strip()
    framed = re.search(r"(?:印发|发布|公布|通过|转发)《([^《》]{4,60})》$", text)
    if framed:
        return framed[1]
    if text.startswith("《") and text.endswith("》") and text.count("《") == 1:
        return text[1:-1]
    return re.sub(r"(?<=[\u4e00-\u9fff）》])\s+(?=[\u4e00-\u9fff（《])", "", text)


def names_document(text: str) -> bool:
    """Whether a text ends as titles of plans, laws and reports do."""
    return len(text) > 5 and bool(_TITLE.search(text))


def name_in_text(items: Sequence[Item]) -> str:
    """A title quoted where a text begins, such as 《某某预案》主要内容如下."""
    for item in items[:8]:
        for match in _NAME_IN_TEXT.finditer(item.text):
            if _TITLE.search(match[1]):
                return match[1]
    return ""
