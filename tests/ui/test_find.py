"""The page of clauses: what it shows, escaped; narrowing, citing and comparing."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from ui import finding, handlers, keys
from ui.web.cases import cases_html
from ui.web.clauses import basket_html, compare_html, hits_html
from ui.web.reading_view import context_html
from ui.workspace import Workspace

EVIL = "<img src=x onerror=alert(1)> ${x} {{y}}"


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    folder = tmp_path_factory.mktemp("收文")
    for name, year in (("青山县值班办法", "2024"), ("白鹤县值班办法", "2026")):
        (folder / f"{name}.md").write_text(
            f"# {name}\n\n（{year}年3月1日印发）\n\n## 一、值守\n\n{name[:3]}实行昼夜应急值班制度，{EVIL}由值班员登记。\n\n"
            "## 二、报告\n\n值班员接报后十分钟内报告带班领导。\n",
            encoding="utf-8",
        )
    made = Workspace(tmp_path_factory.mktemp("库"))
    handlers.ingest(made, [folder])
    return made


def found(workspace: Workspace, query: str = "昼夜应急值班制度") -> dict[str, Any]:
    return handlers.search(workspace, query, 20)


def test_everything_from_a_document_is_escaped(workspace: Workspace) -> None:
    answer = found(workspace)
    hits, facets = finding.narrowed(workspace, answer["hits"], {})
    key = next(keys.key_of(hit) for hit in hits if "onerror" in hit["text"])
    clause = finding.clause_of(workspace, key)
    pages = (
        hits_html(answer, hits, facets, {}, [key], ["<b>词"]),
        context_html(workspace, key),
        basket_html([clause]),
        compare_html(clause, {**clause, "text": EVIL}),
    )
    for page in pages:
        assert "<img" not in page
        assert "{{" not in page
        assert "${" not in page
    assert "onerror" in pages[1]
    assert 'id="here"' in pages[1]


def test_chips_count_and_narrow(workspace: Workspace) -> None:
    hits = found(workspace)["hits"]
    kept, facets = finding.narrowed(workspace, hits, {})
    assert len(kept) == len(hits)
    assert dict(facets["year"]).keys() == {"2024", "2026"}
    assert sum(dict(facets["year"]).values()) == len(hits)
    kept, facets = finding.narrowed(workspace, hits, {"year": "2026"})
    assert {hit["doc_id"] for hit in kept} == {"白鹤县值班办法"}
    assert dict(facets["year"]) == {"2026": len(kept)}
    assert finding.narrowed(workspace, hits, {"year": "1999"})[0] == []


def test_only_the_first_facets_stand_above_the_hits(workspace: Workspace) -> None:
    answer = found(workspace)
    facets = {name: [(f"{name}{n}", 9 - n) for n in range(5)] for name in finding.FACETS}
    page = hits_html(answer, answer["hits"], facets, {"validity": "validity4"}, [])
    above, _, behind = page.partition("<details>")
    assert "validity4" in above
    assert behind.count('data-act="chip"') > above.count('data-act="chip"')
    assert page.count('data-act="chip"') == 5 * len(finding.FACETS)
    assert "<details>" not in hits_html(answer, answer["hits"], {"year": [("2024", 2)]}, {}, [])


def test_no_answer_tells_what_was_never_said(workspace: Workspace) -> None:
    answer = found(workspace, "火星殖民地签证")
    assert not answer["answerable"]
    unheard = finding.unheard(workspace, "火星殖民地的值班", samples=False)
    assert "火星" in unheard
    assert "值班" not in unheard
    page = hits_html(answer, answer["hits"], {}, {}, [], unheard)
    assert "库里没有" in page
    assert "火星" in page


def test_a_citation_names_text_title_place_and_id(workspace: Workspace) -> None:
    hit = found(workspace, "接报后多久报告带班领导")["hits"][0]
    words = finding.citation(hit)
    assert hit["text"] in words
    assert f"《{hit['doc_title']}》" in words
    assert hit["clause_id"] in words


def test_differences_are_what_the_other_has_not() -> None:
    one, other = "十分钟内报告带班领导", "三十分钟内口头报告带班领导"
    ours, theirs = finding.differences(one, other)
    assert ours == []
    assert [other[a:b] for a, b in theirs] == ["三", "口头"]


def test_neighbours_stand_with_a_hit(workspace: Workspace) -> None:
    seen = 0
    for hit in found(workspace)["hits"]:
        ids = [clause.id for clause in workspace.own.library.clauses_of(hit["doc_id"])]
        at = ids.index(hit["clause_id"])
        told = {side: [each["clause_id"] for each in clauses] for side, clauses in hit["context"].items()}
        assert told == {"before": ids[max(0, at - 1) : at], "after": ids[at + 1 : at + 2]}
        seen += len(ids) > 1
    assert seen
    assert workspace.own.library.neighbours("没有#1") == ((), ())


def test_cases_are_escaped_and_their_steps_dated() -> None:
    item = {
        "title": EVIL, "event_time": "2026年6月18日", "place": EVIL, "casualties": "", "agencies": [EVIL], "outcome": EVIL, "lessons": [EVIL],
        "measures": [{"text": f"6月18日21时，{EVIL}组织转移。", "clause_id": "甲#1"}] * 7, "hazard": {"code": "ND-WD", "name": "水旱灾害"},
        "grade": None, "sample": False, "clause_id": "甲#1", "doc_title": EVIL,
    }  # fmt: skip
    page = cases_html({"answerable": False, "incidents": [item], "milliseconds": 3.0})
    assert "<img" not in page
    assert "{{" not in page
    assert "<time>6月18日21时</time>" in page
    assert "其余 2 步" in page
    assert "库里没有这样的案例" in page


def test_a_clause_that_is_gone_is_named(workspace: Workspace, tmp_path: Path) -> None:
    from kb.errors import LibraryError

    with pytest.raises(LibraryError):
        finding.clause_of(workspace, "o|没有#1")
