"""Opinions out of annotated Word files that came back: comments and tracked changes, with the heading they stand under."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kb.errors import InputError

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_OURS = "预案坊"
_NUMBERED = re.compile(
    r"^\s*(\d+(?:\.\d+)*\s|[一二三四五六七八九十]+、|（[一二三四五六七八九十]+）|附件\s*\d*|第[一二三四五六七八九十百]+[章节条])"
)
_MAX = 60 * 1024**2


@dataclass(frozen=True, slots=True)
class Opinion:
    """One opinion: who gave it, the heading above with the words it is about, what is proposed."""

    unit: str
    clause: str
    words: str


def opinions_of(path: Path) -> tuple[Opinion, ...]:
    """The comments and tracked changes of one file in reading order; our own origin comments are none.

    The unit is the author's name; where Word left none, or a general one, the file's name. Raises ``InputError("bad_opinion_file")``.
    """
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
    try:
        with zipfile.ZipFile(path) as packed:
            if sum(item.file_size for item in packed.infolist()) > _MAX:
                raise InputError("bad_opinion_file", path=path.name)
            body = etree.fromstring(packed.read("word/document.xml"), parser)
            names = set(packed.namelist())
            raw = packed.read("word/comments.xml") if "word/comments.xml" in names else b""
            comments = etree.fromstring(raw, parser) if raw else None
    except InputError:
        raise
    except (OSError, KeyError, zipfile.BadZipFile, etree.XMLSyntaxError) as error:
        raise InputError("bad_opinion_file", path=path.name) from error
    said: dict[str, Any] = (
        {str(c.get(f"{_W}id")): c for c in comments.iter(f"{_W}comment")} if comments is not None else {}
    )
    return tuple(_opinions(body, said, path.stem))


def _opinions(body: Any, said: dict[str, Any], stem: str) -> Iterator[Opinion]:
    heading = ""
    for paragraph in body.iter(f"{_W}p"):
        words = _text(paragraph)
        if _NUMBERED.match(words) and len(words) <= 60:
            heading = words.strip()
        for start in paragraph.iter(f"{_W}commentRangeStart"):
            comment = said.get(start.get(f"{_W}id"))
            if comment is None or comment.get(f"{_W}author") == _OURS:
                continue
            about = _between(paragraph, start) or words
            yield Opinion(_who(comment, stem), _clause(heading, about), _text(comment).strip())
        yield from _changes(paragraph, heading, words, stem)


def _changes(paragraph: Any, heading: str, words: str, stem: str) -> Iterator[Opinion]:
    """A paragraph's tracked changes as one opinion for each author."""
    by_author: dict[str, list[str]] = {}
    for kind, form in (("del", "删去“{0}”"), ("ins", "增加“{0}”")):
        for change in paragraph.iter(f"{_W}{kind}"):
            changed = "".join(t.text or "" for t in change.iter(f"{_W}t", f"{_W}delText")).strip()
            if changed:
                by_author.setdefault(_who(change, stem), []).append(form.format(changed))
    for author, changes in by_author.items():
        yield Opinion(author, _clause(heading, words), "修改：" + "；".join(changes))


def _who(element: Any, stem: str) -> str:
    name = (element.get(f"{_W}author") or "").strip()
    general = {"", "作者", "author", "user", "admin", "administrator", "微软用户", "windows 用户", "unknown author"}
    return stem if name.lower() in general else name


def _clause(heading: str, about: str) -> str:
    about = about.strip()
    shown = about if len(about) <= 40 else f"{about[:40]}…"
    return heading if not shown or shown == heading else f"{heading}：{shown}".lstrip("：")


def _between(paragraph: Any, start: Any) -> str:
    """The words that a comment marks within its paragraph."""
    mark, inside, found = start.get(f"{_W}id"), False, []
    for element in paragraph.iter():
        if element is start:
            inside = True
        elif element.tag == f"{_W}commentRangeEnd" and element.get(f"{_W}id") == mark:
            break
        elif inside and element.tag == f"{_W}t":
            found.append(element.text or "")
    return "".join(found)


def _text(element: Any) -> str:
    return "".join(t.text or "" for t in element.iter(f"{_W}t"))
