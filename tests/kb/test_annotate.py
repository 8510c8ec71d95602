"""Comments on the very sentences, and nothing else changed."""

from __future__ import annotations

import io
from datetime import UTC, datetime
from pathlib import Path

import docx as python_docx
import pytest

from kb.errors import InputError
from kb.model import Document
from kb.parsing import parse
from kb.reporting.annotate import Annotated, Author, Remark, annotate, count_comments
from kb.reporting.copies import is_open, require_apart, states_of, word_copy
from kb.reporting.stream import normalised
from tests.kb.commented import comments, covered, parts, without_marks
from tests.kb.word_files import HEADINGS, docx, para, part, run, table

AUTHOR = Author("审查人", "审", datetime(2026, 11, 26, tzinfo=UTC))
LIMIT = "发生险情后，各村应当在30分钟内向镇防汛指挥部报告。"


def read(tmp_path: Path, data: bytes, name: str = "预案 甲.docx") -> tuple[Document, ...]:
    path = tmp_path / name
    path.write_bytes(data)
    return parse(path, doc_id="甲").documents


def remark_on(documents: tuple[Document, ...], quote: str, words: str = "请核对") -> Remark:
    clause = next(c for d in documents for c in d.clauses if normalised(quote)[:12] in normalised(c.text))
    return Remark(words, "甲", clause.id, quote)


def made(tmp_path: Path, data: bytes, *quotes: str) -> Annotated:
    documents = read(tmp_path, data)
    return annotate(data, documents, [remark_on(documents, quote) for quote in quotes], AUTHOR)


def unchanged(before: bytes, after: bytes, *, may_change: tuple[str, ...] = ()) -> None:
    old, new = parts(before), parts(after)
    ours = {
        "word/document.xml",
        "word/comments.xml",
        "[Content_Types].xml",
        "word/_rels/document.xml.rels",
        *may_change,
    }
    assert {name: data for name, data in old.items() if name not in ours} == {
        n: d for n, d in new.items() if n not in ours
    }
    own = covered(after).keys() - covered(before).keys()
    assert without_marks(old["word/document.xml"], set()) == without_marks(new["word/document.xml"], set(own))


def test_the_comment_covers_exactly_the_quoted_words_across_runs(tmp_path: Path) -> None:
    body = "".join(HEADINGS) + para(
        run("前文。"),
        run("发生险情后，各村", "<w:b/>"),
        run("应当在30分钟内"),
        run("向镇防汛指挥部报告。后文。", "<w:i/>"),
    )
    data = docx(body)
    result = made(tmp_path, data, LIMIT)
    assert covered(result.data) == {0: LIMIT}
    assert comments(result.data) == {0: "请核对"}
    assert (result.comments, result.inexact) == (1, 0)
    unchanged(data, result.data)
    reopened = python_docx.Document(io.BytesIO(result.data))
    assert [(c.author, c.initials, c.text) for c in reopened.comments] == [("审查人", "审", "请核对")]


def test_quotes_that_share_a_sentence_overlap_without_harm(tmp_path: Path) -> None:
    data = docx("".join(HEADINGS) + para(run(LIMIT + "险情稳定后每日续报一次。")))
    result = made(tmp_path, data, LIMIT, "各村应当在30分钟内", LIMIT)
    assert covered(result.data) == {0: LIMIT, 1: "各村应当在30分钟内", 2: LIMIT}
    unchanged(data, result.data)


def test_tabs_breaks_and_bookmarks_around_the_quote_stay(tmp_path: Path) -> None:
    text = f"<w:r><w:t>甲</w:t><w:tab/><w:t>{LIMIT}</w:t><w:br/><w:t>乙部门负责转移群众。</w:t></w:r>"
    data = docx("".join(HEADINGS) + f'<w:p><w:bookmarkStart w:id="0" w:name="x"/>{text}<w:bookmarkEnd w:id="0"/></w:p>')
    result = made(tmp_path, data, LIMIT)
    assert covered(result.data) == {0: LIMIT}
    unchanged(data, result.data)


@pytest.mark.parametrize(
    "wrap",
    [
        '<w:ins w:id="7" w:author="甲" w:date="2026-01-01T00:00:00Z">{}</w:ins>',
        '<w:hyperlink w:anchor="x">{}</w:hyperlink>',
        "<w:sdt><w:sdtContent>{}</w:sdtContent></w:sdt>",
        '<w:fldSimple w:instr=" REF x ">{}</w:fldSimple>',
        '<w:smartTag w:uri="u" w:element="e">{}</w:smartTag>',
    ],
)
def test_insertions_links_controls_and_fields(tmp_path: Path, wrap: str) -> None:
    data = docx("".join(HEADINGS) + para(run("前文已经写明。"), wrap.format(run(LIMIT)), run("后文另有规定。")))
    result = made(tmp_path, data, LIMIT)
    assert covered(result.data) == {0: LIMIT}
    unchanged(data, result.data)
    assert len(list(python_docx.Document(io.BytesIO(result.data)).comments)) == 1


def test_deleted_text_is_no_text(tmp_path: Path) -> None:
    gone = '<w:del w:id="8" w:author="甲"><w:r><w:delText>应当在两小时内</w:delText></w:r></w:del>'
    data = docx("".join(HEADINGS) + para(run("发生险情后，各村"), gone, run("应当在30分钟内向镇防汛指挥部报告。")))
    result = made(tmp_path, data, LIMIT)
    assert covered(result.data) == {0: LIMIT}
    assert [notice.code for notice in result.notices] == ["original_has_marks"]
    unchanged(data, result.data)


def test_a_text_box_is_marked_at_the_run_that_shows_it(tmp_path: Path) -> None:
    box = f"<w:r><w:pict><w:txbxContent>{para(run(LIMIT))}</w:txbxContent></w:pict></w:r>"
    data = docx("".join(HEADINGS) + para(run("下框为报告要求。"), box))
    result = made(tmp_path, data, LIMIT)
    assert covered(result.data) == {0: LIMIT}
    root = parts(result.data)["word/document.xml"].decode()
    assert "commentRangeStart" not in root.partition("<w:txbxContent>")[2].partition("</w:txbxContent>")[0]
    unchanged(data, result.data)


def test_a_footnote_is_marked_at_its_number(tmp_path: Path) -> None:
    note = part("footnotes", f'<w:footnote w:id="2">{para(run(LIMIT))}</w:footnote>')
    text = para(run("险情信息按规定报送上级。"), '<w:r><w:footnoteReference w:id="2"/></w:r>')
    data = docx("".join(HEADINGS) + text, extra={"word/footnotes.xml": note})
    result = made(tmp_path, data, LIMIT)
    assert covered(result.data) == {0: LIMIT}
    unchanged(data, result.data)


def test_a_table_row_is_marked_on_its_cell(tmp_path: Path) -> None:
    rows = table(("单位", "职责"), ("县水利局", "负责水库调度和堤防巡查抢护工作"), ("县气象局", "负责监测预报"))
    data = docx("".join(HEADINGS) + rows)
    result = made(tmp_path, data, "单位：县水利局；职责：负责水库调度和堤防巡查抢护工作")
    assert covered(result.data) == {0: "负责水库调度和堤防巡查抢护工作"} or covered(result.data) == {0: "县水利局"}
    unchanged(data, result.data)


def test_a_missing_element_is_marked_on_the_heading_not_in_the_contents(tmp_path: Path) -> None:
    contents = (
        para(
            run("目　录"),
        )
        + para(run("1 总则……1"))
        + para(run("2 信息报告……2"))
    )
    data = docx(contents + "".join(HEADINGS) + para(run(LIMIT)))
    documents = read(tmp_path, data)
    at = next(n for n, section in enumerate(documents[0].sections) if section.text == "信息报告")
    result = annotate(data, documents, [Remark("缺报告内容", "甲", section=at)], AUTHOR)
    root = parts(result.data)["word/document.xml"].decode()
    assert normalised(covered(result.data)[0]) == "2信息报告"
    assert root.index("commentRangeStart") > root.index("制定本预案")


def test_masked_names_are_found_in_the_original(tmp_path: Path) -> None:
    told = "村民王大锤（男，45岁）被困，转移安置到镇中学安置点。"
    data = docx("".join(HEADINGS) + para(run(told)))
    documents = read(tmp_path, data)
    clause = next(c for c in documents[0].clauses if "安置点" in c.text)
    assert "王大锤" not in clause.text
    result = annotate(data, documents, [Remark("个人信息", "甲", clause.id, clause.text)], AUTHOR)
    assert covered(result.data) == {0: told}


def test_the_same_sentence_twice_is_marked_where_its_clause_stands(tmp_path: Path) -> None:
    body = (
        "".join(HEADINGS)
        + para(run(LIMIT))
        + para(run("3 应急响应"))
        + para(run("各镇在接到命令后立即出动队伍抢险。"))
        + para(run(LIMIT))
    )
    data = docx(body)
    documents = read(tmp_path, data)
    last = [c for c in documents[0].clauses if LIMIT in c.text][-1]
    result = annotate(data, documents, [Remark("第二处", "甲", last.id, LIMIT)], AUTHOR)
    root = parts(result.data)["word/document.xml"].decode()
    assert root.index("commentRangeStart") > root.index("立即出动")


def test_old_comments_stay_and_numbers_go_on(tmp_path: Path) -> None:
    many = "".join(f'<w:comment w:id="{n}" w:author="旧">{para(run(f"旧批注{n}"))}</w:comment>' for n in range(2000))
    marks = "".join(
        f'<w:commentRangeStart w:id="{n}"/><w:r><w:t>险</w:t></w:r><w:commentRangeEnd w:id="{n}"/><w:r><w:commentReference w:id="{n}"/></w:r>'
        for n in range(2000)
    )
    data = docx("".join(HEADINGS) + para(marks) + para(run(LIMIT)), extra={"word/comments.xml": part("comments", many)})
    result = made(tmp_path, data, LIMIT)
    assert covered(result.data)[2000] == LIMIT
    assert count_comments(data) == 2000
    assert count_comments(result.data) == 2001
    assert comments(result.data)[1999] == "旧批注1999"
    assert result.notices[0].params["comments"] == "2000"
    unchanged(data, result.data)


def test_protection_is_told_and_kept(tmp_path: Path) -> None:
    settings = part("settings", '<w:documentProtection w:edit="readOnly" w:enforcement="1"/>')
    data = docx("".join(HEADINGS) + para(run(LIMIT)), extra={"word/settings.xml": settings})
    result = made(tmp_path, data, LIMIT)
    assert [notice.code for notice in result.notices] == ["original_protected"]
    unchanged(data, result.data)


def test_strict_documents_get_strict_comments(tmp_path: Path) -> None:
    data = docx("".join(HEADINGS) + para(run(LIMIT)), strict=True)
    result = made(tmp_path, data, LIMIT)
    assert covered(result.data) == {0: LIMIT}
    assert b"purl.oclc.org/ooxml/wordprocessingml/main" in parts(result.data)["word/comments.xml"]
    assert count_comments(result.data) == 1


def test_macros_are_dropped_never_run(tmp_path: Path) -> None:
    data = docx("".join(HEADINGS) + para(run(LIMIT)), macros=True)
    result = made(tmp_path, data, LIMIT)
    assert [notice.code for notice in result.notices] == ["macros_dropped"]
    assert not any("vba" in name.lower() for name in parts(result.data))
    assert b"macroEnabled" not in parts(result.data)["[Content_Types].xml"]
    assert len(list(python_docx.Document(io.BytesIO(result.data)).comments)) == 1


def test_words_of_a_comment_are_text_whatever_they_hold(tmp_path: Path) -> None:
    data = docx("".join(HEADINGS) + para(run("当水位 &lt; 5米 &amp; 雨量&gt;50毫米时，启动三级响应🌊。")))
    documents = read(tmp_path, data)
    quote = "当水位 < 5米 & 雨量>50毫米时，启动三级响应🌊。"
    words = "<script>alert(1)</script> & \x00\x08]]> 🌊\n第二行"
    result = annotate(data, documents, [Remark(words, "甲", documents[0].clauses[-1].id, quote)], AUTHOR)
    assert normalised(covered(result.data)[0]) == normalised(quote)
    assert comments(result.data)[0] == "<script>alert(1)</script> & ]]> 🌊\n第二行"
    unchanged(data, result.data)


def test_nothing_to_say_changes_nothing(tmp_path: Path) -> None:
    data = docx("".join(HEADINGS))
    assert annotate(data, read(tmp_path, data), [], AUTHOR).data == data


def test_damaged_packages_are_refused_in_words(tmp_path: Path) -> None:
    data = docx("".join(HEADINGS) + para(run(LIMIT)))
    documents = read(tmp_path, data)
    broken = data[: len(data) // 2]
    with pytest.raises(InputError) as error:
        annotate(broken, documents, [remark_on(documents, LIMIT)], AUTHOR)
    assert error.value.code == "cannot_annotate"


def test_other_formats_become_a_copy(tmp_path: Path) -> None:
    path = tmp_path / "预案.txt"
    path.write_text(f"青山县防汛应急预案\n\n一、信息报告\n{LIMIT}\n", encoding="utf-8")
    documents = parse(path, doc_id="甲").documents
    data, notices = word_copy(path, documents)
    assert [(n.code, n.params["format"]) for n in notices] == [("generated_copy", "text")]
    result = annotate(data, documents, [remark_on(documents, LIMIT)], AUTHOR)
    assert covered(result.data) == {0: LIMIT}
    assert path.read_text(encoding="utf-8").endswith(f"{LIMIT}\n")


def test_an_original_is_never_an_output(tmp_path: Path) -> None:
    original = tmp_path / "原件.docx"
    original.write_bytes(b"x")
    link = tmp_path / "别名.docx"
    link.symlink_to(original)
    hard = tmp_path / "硬链接.docx"
    hard.hardlink_to(original)
    for out in (original, link, hard, tmp_path / "." / "原件.docx"):
        with pytest.raises(InputError) as error:
            require_apart(out, [original])
        assert error.value.code == "output_is_original"
    require_apart(tmp_path / "结果.docx", [original])


def test_lock_files_tell_that_a_file_is_open(tmp_path: Path) -> None:
    original = tmp_path / "青山县防汛预案.docx"
    original.write_bytes(b"x")
    assert not is_open(original)
    (tmp_path / "~$县防汛预案.docx").write_bytes(b"")
    assert [notice.code for notice in states_of(original)] == ["original_open"]
    with pytest.raises(InputError) as error:
        require_apart(original, [])
    assert error.value.code == "output_in_use"


def test_a_scan_gives_a_copy_of_what_was_recognised_in_it(tmp_path: Path) -> None:
    from PIL import Image

    body = "".join(HEADINGS) + para(run(LIMIT))
    documents = read(tmp_path, docx(body))
    scan = tmp_path / "预案.png"
    Image.new("RGB", (60, 40), "white").save(scan)
    data, notices = word_copy(scan, documents)
    assert [notice.code for notice in notices] == ["generated_copy"]
    copied = annotate(data, documents, [remark_on(documents, LIMIT)], AUTHOR)
    assert (copied.comments, copied.inexact) == (1, 0)
    told = [each.text for each in python_docx.Document(io.BytesIO(data)).paragraphs]
    assert [section.label for section in documents[0].sections] == [
        line for line in told if line in {section.label for section in documents[0].sections}
    ]
