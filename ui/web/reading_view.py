"""A clause in its document: the outline at the left, the clause marked, the page of the original beside it."""

from __future__ import annotations

from base64 import b64encode
from typing import Any

from kb.errors import LibraryError
from ui import finding, keys
from ui.page_images import PageImage, is_masked
from ui.web import links
from ui.web.clauses import button
from ui.web.common import badge, text
from ui.workspace import Workspace

Json = dict[str, Any]


def context_html(
    workspace: Workspace, key: str, *, tools: bool = True, page: PageImage | str | None = None, address: bool = False
) -> str:
    """The document with the clause marked, in reading order; with ``tools`` its outline at the left and buttons to keep and copy.

    ``page`` is a page of the original to stand beside it, or the sentence that says why there is none. ``address`` puts the clause
    into the browser's address line.
    """
    with keys.opened(workspace, key) as (library, clause_id):
        clause = library.clauses([clause_id]).get(clause_id)
        if clause is None:
            raise LibraryError("unknown_document", doc_id=clause_id)
        document = library.document(clause_id.split("#")[0])
        masked = page is not None and is_masked(library, document.doc_id)
    body, outline, shown = list[str](), list[str](), tuple[str, ...]()
    for each in document.clauses:
        for depth, label in enumerate(each.path):
            if shown[: depth + 1] != each.path[: depth + 1]:
                anchor, level = f"sec{len(outline)}", min(depth + 3, 6)
                body.append(f'<h{level} id="{anchor}">{text(label)}</h{level}>')
                current = " class='current'" if clause.path[: depth + 1] == each.path[: depth + 1] else ""
                outline.append(
                    f'<li{current} style="padding-left:{depth}em">{button("goto", anchor, label[:40], "plain")}</li>'
                )
                shown = each.path[: depth + 1]
        shown = each.path
        here = ' id="here" class="here"' if each.id == clause_id else ""
        body.append(f"<p{here}>{text(each.text)}</p>")
    sample = (
        f"<p>{badge('示例（虚构）', 'sample')} 只供试用，不要当作真实的过往做法。</p>" if keys.parts(key)[0] else ""
    )
    place = f"第 {clause.page} 页　" if clause.page else (f"第 {clause.line} 行　" if clause.line else "")
    acts = _acts(workspace, key, page) if tools else ""
    nav = f'<nav class="sections" aria-label="目录"><ol>{"".join(outline)}</ol></nav>' if outline and tools else ""
    layout = ("in-context" if nav else "alone") + (" with-page" if page is not None else "")
    told = f' data-address="{text(links.clause(key))}"' if address else ""
    return (
        f'<div class="{layout}"{told}>{nav}<div class="paper"><h2>{text(document.title)}</h2>{sample}<p class="tools">{acts}</p>'
        f'{"".join(body)}<p class="quiet">{place}条款编号 {text(clause_id)}</p></div>{original_html(page, f"{key}@@", masked=masked)}</div>'
    )


def _acts(workspace: Workspace, key: str, page: PageImage | str | None) -> str:
    cited = finding.citation(finding.clause_of(workspace, key))
    beside = button("open", key, "收起原样页面") if page is not None else button("page", f"{key}@@0", "看原样页面")
    return (
        button("keep", key, "放进或移出篮子")
        + button("copy", "", "复制（带出处）", copy=cited)
        + links.copier(links.clause(key))
        + beside
    )


def original_html(page: PageImage | str | None, key: str, *, masked: bool) -> str:
    """A page of the original with ways to the next, or the sentence that says why there is none; ``key`` comes before a page's number."""
    if page is None:
        return ""
    if isinstance(page, str):
        return f'<figure class="original"><p class="refusal">{text(page)}</p></figure>'
    before = button("page", f"{key}{page.page - 1}", "上一页") if page.page > 1 else ""
    after = button("page", f"{key}{page.page + 1}", "下一页") if page.page < page.pages else ""
    warning = "<p class='refusal'>原样页面不遮盖个人信息，请勿截图外传。</p>" if masked else ""
    where = "，这一处已标出" if page.marked else ""
    picture = b64encode(page.picture).decode()
    return (
        f'<figure class="original"><figcaption>{before}原件第 {page.page} / {page.pages} 页{where} {after}</figcaption>{warning}'
        f'<img alt="原件第 {page.page} 页" src="data:image/png;base64,{picture}"></figure>'
    )
