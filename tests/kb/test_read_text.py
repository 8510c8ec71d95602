from __future__ import annotations

from pathlib import Path

import pytest

from kb.errors import ReadError
from kb.model import Paragraph, Table
from kb.readers import read
from kb.readers.encoding import decode
from tests.kb.reading import write

TEXT = (
    "青山县防汛预案\n1 总则\n为了做好防汛工作，保障人民群众生命财产安全，制定本预案。\n各乡镇应当在两小时内报告险情。\n"
    * 3
)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "gb18030"])
def test_every_encoding_gives_the_same_text(encoding: str) -> None:
    found = decode(TEXT.encode(encoding))
    assert found is not None
    assert (found.text, found.lossy) == (TEXT, False)


def test_big5_is_told_from_gb18030() -> None:
    text = "各單位應當在災害發生後立即報告，並組織人員疏散。\n應急指揮部負責現場處理工作。\n" * 4
    found = decode(text.encode("big5"))
    assert found is not None
    assert (found.encoding, found.text) == ("big5", text)


def test_a_cut_character_loses_only_itself(tmp_path: Path) -> None:
    path = tmp_path / "半.txt"
    path.write_bytes(TEXT.encode("gb18030") + "险".encode("gb18030")[:1])
    source = read(path)
    assert [notice.code for notice in source.notices] == ["bad_encoding"]
    assert isinstance(source.blocks[0], Paragraph)
    assert source.blocks[0].text == "青山县防汛预案"


def test_question_marks_inside_words_are_reported(tmp_path: Path) -> None:
    source = read(write(tmp_path, "损.txt", "天?市突?地?灾害?急预案要求各?位立即?告险?并转移群?。\n" * 3))
    assert "bad_encoding" in {notice.code for notice in source.notices}


def test_lines_keep_their_numbers(tmp_path: Path) -> None:
    source = read(write(tmp_path, "行.txt", "甲乙丙\r\n\r\n丁戊己\r\n"))
    assert source.line_based
    assert [(block.text, block.line) for block in source.blocks if isinstance(block, Paragraph) and block.text] == [
        ("甲乙丙", 1),
        ("丁戊己", 3),
    ]


def test_markdown_marks(tmp_path: Path) -> None:
    text = "# 预案\n<!-- 注\n解 -->\n**第一条**　为了安全。\n![](a.png)\n\n|队伍|人数|\n|--|--|\n|抢险队|30|\n<table><tr><td rowspan=2>甲</td><td>乙</td></tr><tr><td>丙</td></tr></table>\n流量 $1 2 . 5 \\mathrm { m }$ 以上\n"
    source = read(write(tmp_path, "标.md", text))
    texts = [block.text for block in source.blocks if isinstance(block, Paragraph) and block.text.strip()]
    assert texts == ["预案", "第一条　为了安全。", "流量 12.5m 以上"]
    tables = [block.rows for block in source.blocks if isinstance(block, Table)]
    assert tables == [(("队伍", "人数"), ("抢险队", "30")), (("甲", "乙"), ("甲", "丙"))]
    assert [notice.code for notice in source.notices] == ["picture_without_text"]


def test_html_blocks_lists_and_tables(tmp_path: Path) -> None:
    page = (
        "<!DOCTYPE html><html><head><title>x</title><style>p{}</style></head><body><nav>首页</nav><h1>青山县预案</h1>"
        "<p>第一段<b>强调</b>。</p><ol start=3><li>转移群众</li><li>清点人数</li></ol><script>var a=1</script>"
        "<table><tr><th>物资</th><th>数量</th></tr><tr><td>冲锋舟</td><td>6</td></tr></table></body></html>"
    )
    source = read(write(tmp_path, "页.txt", page))
    paragraphs = [(b.number, b.outline_level, b.text) for b in source.blocks if isinstance(b, Paragraph)]
    assert paragraphs == [
        ("", 1, "青山县预案"),
        ("", None, "第一段强调。"),
        ("3.", None, "转移群众"),
        ("4.", None, "清点人数"),
    ]
    assert [b.rows for b in source.blocks if isinstance(b, Table)] == [(("物资", "数量"), ("冲锋舟", "6"))]


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "no_text"),
        (b"\n \n", "no_text"),
        (b"\x89PNG\r\n\x1a\n" + bytes(50), "needs_ocr"),
        (b"PK\x03\x04word/document.xml" + bytes(30), "truncated"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "encrypted"),
        (b"%PDF-1.4\n%broken", "truncated"),
        (bytes(range(256)) * 20, "wrong_type"),
    ],
)
def test_what_cannot_be_read_says_why(tmp_path: Path, data: bytes, code: str) -> None:
    path = tmp_path / "文件.docx"
    path.write_bytes(data)
    with pytest.raises(ReadError) as caught:
        read(path)
    assert caught.value.code == code


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16-le", "utf-16-be", "utf-32-le", "gb18030", "big5"])
def test_half_a_character_at_the_end_costs_only_itself(tmp_path: Path, encoding: str) -> None:
    text = "各單位應當立即報告，並組織人員疏散。\n應急指揮部負責現場處理。\n" * 6
    whole = text.encode(encoding)
    path = tmp_path / "半.txt"
    path.write_bytes(whole + "險".encode(encoding)[:-1])
    source = read(path)
    lines = [block.text for block in source.blocks if isinstance(block, Paragraph) and block.text]
    assert lines == text.split("\n")[:-1]
    assert [notice.code for notice in source.notices] == ["bad_encoding"]


def test_what_stands_around_a_page_is_counted(tmp_path: Path) -> None:
    page = (
        "<!DOCTYPE html><html><head><title>x</title></head><body><header>某某网</header><nav>首页</nav><p>正文。</p>"
        "<img src='a.png'><iframe src='http://x'></iframe><footer>版权</footer><script>1</script></body></html>"
    )
    source = read(write(tmp_path, "页.html", page))
    assert {notice.code: notice.params["count"] for notice in source.notices} == {
        "picture_without_text": "1",
        "dropped_footer": "3",
        "attachments_unread": "1",
    }
    assert [block.text for block in source.blocks if isinstance(block, Paragraph)] == ["正文。"]


def test_a_feed_keeps_its_elements_apart(tmp_path: Path) -> None:
    feed = (
        '<?xml version="1.0" encoding="utf-8"?><rss><channel><title>县应急局</title><item><title>防汛通知</title>'
        "<description><![CDATA[<p>各乡镇<b>立即</b>转移群众。</p>]]></description></item></channel></rss>"
    )
    source = read(write(tmp_path, "源.xml", feed))
    texts = [block.text for block in source.blocks if isinstance(block, Paragraph)]
    assert texts == ["县应急局", "防汛通知", "各乡镇立即转移群众。"]


def test_a_programs_file_is_no_text(tmp_path: Path) -> None:
    path = tmp_path / "程序.txt"
    path.write_bytes(b"ab\x01\x02\x03 cd" * 100)
    with pytest.raises(ReadError) as caught:
        read(path)
    assert caught.value.code == "wrong_type"


@pytest.mark.parametrize("bar", ["|", "｜", "│"])
def test_rows_typed_with_bars_are_a_table(tmp_path: Path, bar: str) -> None:
    rows = [["名称", "数量", "放在哪"], ["编织袋", "800条", "镇仓库"], ["铁锹", "60把", "村部"]]
    text = "物资如下：\n" + "\n".join(f" {bar} ".join(row) for row in rows) + "\n用完补齐。\n"
    source = read(write(tmp_path, "物资.txt", text))
    tables = [block for block in source.blocks if isinstance(block, Table)]
    assert [table.rows for table in tables] == [tuple(tuple(row) for row in rows)]


def test_a_rule_between_rows_is_no_row_and_a_lone_bar_no_table(tmp_path: Path) -> None:
    text = "级别 | 谁指挥\n---|---\n一级 | 镇长\n二级 | 副镇长\n\n值班室 | 全天有人。\n正文。\n"
    source = read(write(tmp_path, "级别.txt", text))
    tables = [block for block in source.blocks if isinstance(block, Table)]
    assert [table.rows for table in tables] == [(("级别", "谁指挥"), ("一级", "镇长"), ("二级", "副镇长"))]
    assert any(isinstance(block, Paragraph) and "全天有人" in block.text for block in source.blocks)


def tables_of(tmp_path: Path, *lines: str) -> list[Table]:
    path = tmp_path / "表.txt"
    path.write_text("一段正文。\n" + "\n".join(lines) + "\n又一段正文。\n", encoding="utf-8")
    return [block for block in read(path).blocks if isinstance(block, Table)]


def test_a_last_column_of_small_numbers_is_no_page_of_contents(tmp_path: Path) -> None:
    [table] = tables_of(tmp_path, "年级\t班级数\t学生数", "一年级\t5\t232", "二年级\t5\t228", "合计\t460")
    assert table.rows[1] == ("一年级", "5", "232")
    assert table.rows[-1] == ("合计", "", "460")
    assert not tables_of(tmp_path, "1 总则\t1", "2 组织指挥\t3", "3 应急响应\t5", "4 附则\t9")


@pytest.mark.parametrize("mark", ["\t", " | "])
def test_empty_cells_between_single_marks_stay_where_they_are(tmp_path: Path, mark: str) -> None:
    lines = ("序号,名称,数量,存放,电话", "1,沙袋,300,东库,5221001", "2,雨衣,,西库,5221002", "合计,,300,,")
    [table] = tables_of(tmp_path, *(line.replace(",", mark) for line in lines))
    assert table.rows[2] == ("2", "雨衣", "", "西库", "5221002")
    assert table.rows[3] == ("合计", "", "300", "", "")


def test_rows_between_closing_bars_keep_their_last_empty_cell(tmp_path: Path) -> None:
    [table] = tables_of(tmp_path, "|村名|户数|人数|备注|", "|上村|20|64|靠河|", "|下村|31|99|靠山|", "|合计|51|163||")
    assert table.rows[-1] == ("合计", "51", "163", "")


def test_totals_without_their_empty_cells_stand_below_the_numbers(tmp_path: Path) -> None:
    [table] = tables_of(tmp_path, "队伍\t人数\t驻地", "水上队\t20\t河口", "山林队\t35\t石桥", "合计\t55")
    assert table.rows[-1] == ("合计", "55", "")


def test_long_cells_between_tabs_belong_to_their_row(tmp_path: Path) -> None:
    long = "因突发事件可能造成道路中断、人员滞留，抢修时间预计较长，" * 4
    [table] = tables_of(tmp_path, "级别\t颜色\t情形", f"一级\t红色\t{long}", f"二级\t橙色\t{long}")
    assert [row[:2] for row in table.rows] == [("级别", "颜色"), ("一级", "红色"), ("二级", "橙色")]
