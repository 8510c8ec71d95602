from __future__ import annotations

from pathlib import Path

from kb.parsing import parse
from tests.kb.reading import document, write

A = "某市应急值守情况汇报"
B = "某县联动机制建设总结"
C = "关于某区预案体系建设情况调研报告"
PROSE = "今年以来，各单位认真落实值班制度，及时处置各类险情，工作取得了一定成效。"
FOOT = "- 1、下载文档前请自行甄别文档内容的完整性。"


def _compilation() -> str:
    first = f"{A}\n{A}{PROSE}\n{PROSE}\n{PROSE}\n综上所述，我们将继续努力，不断提高应急能力。\n"
    slides = "联动机制的构建\nTHANKS\n总结词\n职责明确\n各部门应当明确职责，确保 信息畅通。\n资源共享\n03\n流程优化\n快速响应\n一旦发生险情，立即启动。\n详细描述\n事后评估\n"
    second = f"{B}\n{B}{PROSE}\n{PROSE}\n一、存在的问题。\n"
    third = f"附送:{C}{C}根据安排，{PROSE}\n{PROSE}\n希望各单位认真落实。\n"
    return f"应急汇报大全【可编辑版】\n{first}{slides}{second}{FOOT}\n{third}"


def test_parts_begin_where_titles_are_repeated(tmp_path: Path) -> None:
    parsed = parse(write(tmp_path, "大全.txt", _compilation()))
    assert [found.title for found in parsed.documents] == [A, "联动机制的构建", B, C]
    assert [found.doc_id for found in parsed.documents] == ["大全/01", "大全/02", "大全/03", "大全/04"]
    assert [found.lines for found in parsed.documents] == [(2, 6), (7, 18), (19, 22), (24, 26)]
    assert {notice.code for notice in parsed.notices} == {"dropped_watermark", "dropped_footer"}


def test_parts_say_what_they_lack(tmp_path: Path) -> None:
    first, slides, second, third = parse(write(tmp_path, "大全.txt", _compilation())).documents
    assert not first.notices
    assert {notice.code for notice in slides.notices} == {"dropped_slide_marks", "slide_fragments", "truncated_text"}
    assert all(clause.fragment for clause in slides.clauses)
    assert [notice.code for notice in second.notices] == ["truncated_text"]
    assert second.clauses[-1].fragment
    assert not third.notices
    assert first.clauses[0].text.startswith("今年以来")


def test_a_title_on_cover_and_page_one_is_no_compilation(tmp_path: Path) -> None:
    text = f"青山县防汛应急预案\n青山县人民政府\n2026年4月\n青山县防汛应急预案\n1 总则\n1.1 目的\n{PROSE}\n1.2 原则\n{PROSE}\n"
    assert document(tmp_path, text).doc_id == "样"


def test_site_lines_and_page_numbers_are_dropped(tmp_path: Path) -> None:
    text = f"青山县预案\n1 总则\n1.1 目的\n{PROSE}\n— 3 —\n仅供学习参考\n1.2 原则\n{PROSE}\n更多资料请访问 www.example.com\n"
    parsed = parse(write(tmp_path, "页.txt", text))
    (found,) = parsed.documents
    assert [clause.text for clause in found.clauses] == [PROSE, PROSE]
    assert {notice.code for notice in parsed.notices} == {"dropped_watermark", "dropped_footer"}
