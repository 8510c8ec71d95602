"""Marks of secrecy and of internal use on page one (GB/T 9704-2012 7.2.2; 保守国家秘密法 第17条)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kb.model import Document, Notice, Paragraph, Severity, Source, Table

_PAGE_CHARS, _PAGE_BLOCKS = 800, 14
_LEVEL = "绝密|机密|秘密"
_TERM = r"(?:[★☆*＊·]?(?:长期|\d{1,2}[年个月日天]+|[一二三四五六七八九十]{1,3}[年个月日天]+)?|[★☆*＊].{0,12})"
_INTERNAL_CODE = "internal_mark"
_URGENT = r"(?:特急|加急|平急|特提)?"
_BARE = re.compile(rf"(?:\d{{3,8}})?[（(【\[]?({_LEVEL})(?:级|件|文件)?{_TERM}[）)】\]]?{_URGENT}")
_STARRED = re.compile(rf"(?:^|[^\u4e00-\u9fff]|密级)(?:{_LEVEL})[★☆]")
_LABELLED = re.compile(rf"(?:密级|秘密等级|保密等级|保密级别)(?:和保密期限)?[：:](?:{_LEVEL})(?!级?[□☐]|[、/])")
_INTERNAL = re.compile(
    rf"[（(【\[]?(工作秘密|内部(?:资料|文件|使用|材料|公开)?)(?:[★☆*＊].{{0,8}}|[，,]?(?:注意保存|请勿外传|严禁外传|不得外传))?[）)】\]]?{_URGENT}"
)


def has_secret_mark(source: Source) -> bool:
    """Whether page one bears 绝密, 机密 or 秘密: alone, with a term or star, or behind a label; in text, table, header or box.

    Sentences about secrets are none, nor is a table or list of all the levels.
    """
    texts = [squeezed for text in _page_one(source) if len(squeezed := _squeezed(text)) <= 40]
    if any(_STARRED.search(text) or _LABELLED.search(text) for text in texts):
        return True
    return len({found[1] for text in texts if (found := _BARE.fullmatch(text))}) == 1


def internal_notices(source: Source) -> tuple[Notice, ...]:
    """The notice that a document keeps when it is marked for internal use."""
    mark = internal_mark(source)
    return (Notice(Severity.WARNING, _INTERNAL_CODE, {"mark": mark}),) if mark else ()


def is_internal(document: Document) -> bool:
    """Whether a document is marked for internal use: its words stay out of what is made public."""
    return any(notice.code == _INTERNAL_CODE for notice in document.notices)


def internal_mark(source: Source) -> str:
    """The mark of internal use (工作秘密, 内部资料) on page one, empty when it has none."""
    return next((found[0] for text in _page_one(source) if (found := _INTERNAL.fullmatch(_squeezed(text)))), "")


def is_mark(text: str) -> bool:
    """Whether a line is a mark of secrecy or of internal use and nothing else."""
    bare = _squeezed(text)
    return bool(_BARE.fullmatch(bare) or _INTERNAL.fullmatch(bare))


def _squeezed(text: str) -> str:
    return re.sub(r"[\s\u3000]+", "", text)


def _page_one(source: Source) -> Iterator[str]:
    """Lines of the header, then those of page one; where a format has no pages, its first lines; cells of the first table."""
    yield from source.headers
    chars = tables = 0
    for block in source.blocks[:_PAGE_BLOCKS]:
        if chars > _PAGE_CHARS or (block.page or 1) > 1:
            return
        if isinstance(block, Paragraph):
            yield block.text
            chars += len(block.text)
        elif isinstance(block, Table) and not tables:
            tables = 1
            for row in block.rows[:12]:
                cells = [cell for cell in dict.fromkeys(row) if cell.strip()]
                yield from (line for cell in cells for line in cell.split("\n"))
                yield "：".join(cell.strip().rstrip("：:") for cell in cells[:2])
