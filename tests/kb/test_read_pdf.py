from __future__ import annotations

from pathlib import Path

import pytest

from kb.errors import ReadError
from kb.model import Paragraph, Source, Table
from kb.readers import read
from kb.readers.furniture import is_page_number, printed_label
from kb.readers.notices import pages_text
from tests.kb.pdf_files import Canvas, write_pdf

PROSE = [
    "　　县防汛抗旱指挥部统一领导全县防汛抗旱工作，各成员单位按",
    "照职责分工负责，建立健全会商研判、信息共享和应急联动机制。",
    "　　各乡镇人民政府负责本辖区内的防汛抗旱工作，组织群众转移",
    "避险，落实防汛责任制。",
]


def texts(source: Source) -> list[str]:
    return [block.text for block in source.blocks if isinstance(block, Paragraph)]


def tables(source: Source) -> list[tuple[tuple[str, ...], ...]]:
    return [block.rows for block in source.blocks if isinstance(block, Table)]


def codes(source: Source) -> list[str]:
    return [notice.code for notice in source.notices]


def plan_page(number: int) -> Canvas:
    page = Canvas().text(90, 800, "青山县防汛抗旱应急预案", 9).text(285, 40, f"— {number} —", 9)
    return page.paragraph(90, 720, PROSE)


def test_lines_are_joined_and_furniture_goes(tmp_path: Path) -> None:
    source = read(write_pdf(tmp_path / "文 件.pdf", [plan_page(n) for n in (1, 2, 3)]))
    joined = ["".join(PROSE[:2]).replace("\u3000", ""), "".join(PROSE[2:]).replace("\u3000", "")]
    assert [text.replace("\u3000", "") for text in texts(source)] == joined * 3
    assert {(b.page, b.page_label) for b in source.blocks} == {(1, "1"), (2, "2"), (3, "3")}
    assert codes(source) == ["dropped_footer"]
    assert "青山县防汛抗旱应急预案" in source.headers


def test_a_page_number_inside_a_sentence_goes(tmp_path: Path) -> None:
    first = Canvas().paragraph(90, 104, ["县防汛抗旱指挥部统一领导全县防汛抗旱工作，各成员单位按照"], 14)
    first.text(285, 40, "- 1 -", 9)
    second = Canvas().paragraph(90, 770, ["职责分工负责。"], 14).text(285, 40, "- 2 -", 9)
    source = read(write_pdf(tmp_path / "a.pdf", [first, second]))
    assert texts(source) == ["县防汛抗旱指挥部统一领导全县防汛抗旱工作，各成员单位按照职责分工负责。"]
    assert (source.blocks[0].page, source.blocks[0].page_label) == (1, "1")


def test_a_ruled_table_in_its_place_with_merged_cells(tmp_path: Path) -> None:
    page = Canvas().text(90, 780, "一、应急物资").text(90, 560, "二、应急队伍")
    page.grid([90, 200, 400, 500], [760, 730, 700, 670]).commands.pop()
    page.rule(90, 760, 500, 760).rule(500, 760, 500, 670)
    page.commands = [line for line in page.commands if line != "0.5 w 90 700 m 500 700 l S"]
    page.rule(200, 700, 500, 700)
    for x, y, words in [
        (100, 740, "类别"), (210, 740, "名称"), (410, 740, "数量"), (100, 695, "抢险"),
        (210, 710, "冲锋舟（含发动机）"), (410, 710, "6艘"), (210, 680, "救生衣"), (410, 680, "80件"),
    ]:  # fmt: skip
        page.text(x, y, words)
    source = read(write_pdf(tmp_path / "a.pdf", [page]))
    assert [type(block).__name__ for block in source.blocks] == ["Paragraph", "Table", "Paragraph"]
    assert tables(source) == [
        (("类别", "名称", "数量"), ("抢险", "冲锋舟（含发动机）", "6艘"), ("抢险", "救生衣", "80件"))
    ]
    assert source.blocks[1].page == 1


def test_wrapped_lines_in_a_cell_are_joined_and_its_items_kept_apart(tmp_path: Path) -> None:
    page = Canvas().grid([90, 160, 300], [780, 750, 640])
    page.text(100, 760, "单位").text(170, 760, "职责").text(100, 700, "水利局")
    page.paragraph(165, 730, ["（1）负责水情监测预", "报。", "（2）组织抢险。"], 13, 20)
    source = read(write_pdf(tmp_path / "a.pdf", [page]))
    assert tables(source) == [(("单位", "职责"), ("水利局", "（1）负责水情监测预报。\n（2）组织抢险。"))]


def test_a_table_over_two_pages_keeps_head_and_broken_row(tmp_path: Path) -> None:
    first = Canvas().grid([90, 200, 500], [200, 170, 120, 60])
    first.text(100, 180, "部门").text(210, 180, "职责").text(100, 140, "水利局").text(210, 140, "负责水情监测。")
    first.text(100, 90, "气象局").text(210, 90, "负责天气监测，及时发布")
    second = Canvas().grid([90, 200, 500], [790, 760, 730])
    second.text(210, 770, "预警信息。").text(100, 740, "公安局").text(210, 740, "维护秩序。")
    source = read(write_pdf(tmp_path / "a.pdf", [first, second]))
    assert tables(source) == [
        (("部门", "职责"), ("水利局", "负责水情监测。"), ("气象局", "负责天气监测，及时发布预警信息。")),
        (("部门", "职责"), ("公安局", "维护秩序。")),
    ]
    assert [block.page for block in source.blocks] == [1, 2]


def test_a_cell_merged_over_the_page_break_is_filled(tmp_path: Path) -> None:
    first = Canvas().grid([90, 200, 500], [200, 170, 120])
    first.text(100, 180, "类别").text(210, 180, "名称").text(100, 140, "抢险").text(210, 140, "冲锋舟")
    second = Canvas().grid([90, 200, 350, 500], [790, 760])
    first.grid([350], [200, 120]).rule(350, 200, 350, 120).text(360, 180, "数量").text(360, 140, "6")
    second.text(210, 770, "救生衣").text(360, 770, "80")
    source = read(write_pdf(tmp_path / "a.pdf", [first, second]))
    assert tables(source)[1] == (("类别", "名称", "数量"), ("抢险", "救生衣", "80"))


LEFT = [
    "第一条为了规范全县突发事件应对",
    "活动，保护人民生命财产安全，根",
    "据有关法律法规，结合本县实际，",
    "制定本办法。",
] * 3
RIGHT = [
    "第二条本办法适用于全县范围内突",
    "发事件的预防与应急准备、监测与",
    "预警、应急处置与救援以及事后恢",
    "复与重建等活动。",
] * 3


def test_columns_are_read_one_after_the_other(tmp_path: Path) -> None:
    page = Canvas().text(150, 790, "青山县突发事件应对办法", 20)
    for order, (left, right) in enumerate(zip(LEFT, RIGHT, strict=True)):
        page.text(60, 740 - 20 * order, left, 13).text(310, 740 - 20 * order, right, 13)
    source = read(write_pdf(tmp_path / "a.pdf", [page]))
    found = "".join(texts(source)[1:])
    assert found == "".join(LEFT + RIGHT)
    assert texts(source)[0] == "青山县突发事件应对办法"


def test_labels_and_values_side_by_side_are_no_columns(tmp_path: Path) -> None:
    page = Canvas()
    for order in range(8):
        page.text(90, 740 - 28 * order, f"乡镇{order}", 14).text(300, 740 - 28 * order, f"转移群众{order}人", 14)
    source = read(write_pdf(tmp_path / "a.pdf", [page]))
    assert all("乡镇" in text and "转移" in text for text in texts(source))


def test_a_drawing_becomes_its_labels(tmp_path: Path) -> None:
    page = Canvas().text(90, 800, "附件3 应急响应流程图").text(90, 300, "流程说明见正文。")
    for order, words in enumerate(["信息接报", "先期处置", "启动响应"]):
        page.box(230, 700 - 90 * order, 150, 40).text(260, 713 - 90 * order, words)
        page.rule(305, 700 - 90 * order, 305, 650 - 90 * order)
    source = read(write_pdf(tmp_path / "a.pdf", [page]))
    assert texts(source) == ["附件3 应急响应流程图", "（图中文字：信息接报；先期处置；启动响应）", "流程说明见正文。"]
    assert codes(source) == ["drawing_as_words"]
    assert source.notices[0].location == "第 1 页"


def test_ruled_gaps_are_blanks(tmp_path: Path) -> None:
    page = Canvas().text(90, 700, "关于启动").text(210, 700, "级响应的通知").rule(146, 698, 210, 698)
    page.text(90, 600, "划线的文字不是空白").rule(90, 598, 216, 598)
    assert texts(read(write_pdf(tmp_path / "a.pdf", [page]))) == ["关于启动____级响应的通知", "划线的文字不是空白"]


def test_coloured_lines_are_text(tmp_path: Path) -> None:
    page = Canvas()
    for order, line in enumerate(PROSE):
        page.box(90, 716 - 28 * order, 14 * len(line), 20, "f").text(90, 720 - 28 * order, line)
    assert codes(read(write_pdf(tmp_path / "a.pdf", [page]))) == []


@pytest.mark.parametrize("rotate", [90, 180, 270])
def test_turned_pages_are_read_upright(tmp_path: Path, rotate: int) -> None:
    places = {90: ("0 1 -1 0", 100, 90), 180: ("-1 0 0 -1", 500, 700), 270: ("0 -1 1 0", 400, 800)}
    turn, x, y = places[rotate]
    page = Canvas(rotate=rotate if rotate != 180 else 0)
    step = {90: (28, 0), 180: (0, 28), 270: (-28, 0)}[rotate]
    for order, line in enumerate(PROSE):
        page.text(x + step[0] * order, y + step[1] * order, line, turn=turn)
    source = read(write_pdf(tmp_path / "a.pdf", [page]))
    assert "".join(texts(source)).replace("\u3000", "") == "".join(PROSE).replace("\u3000", "")


def test_watermarks_go_and_are_counted(tmp_path: Path) -> None:
    pages = [plan_page(n).text(150, 300, "样稿勿用", 60, turn="0.7 0.7 -0.7 0.7") for n in (1, 2, 3)]
    source = read(write_pdf(tmp_path / "a.pdf", pages))
    assert not any("样" in text for text in texts(source))
    assert {notice.code: notice.params["count"] for notice in source.notices}["dropped_watermark"] == "3"
    assert "样稿勿用" in "".join(source.headers)


def test_pictures_and_scanned_pages_are_told(tmp_path: Path) -> None:
    text = plan_page(1).picture(100, 300, 200, 150)
    scan = Canvas().picture(0, 0, 595, 842).text(90, 20, "扫描件", 8)
    source = read(write_pdf(tmp_path / "a.pdf", [text, scan]))
    assert {(notice.code, notice.location) for notice in source.notices} == {
        ("needs_ocr", "第 2 页"),
        ("picture_without_text", "第 1 页"),
    }


def test_an_invisible_layer_under_a_scan_is_doubted(tmp_path: Path) -> None:
    page = Canvas().picture(0, 0, 595, 842)
    for order, line in enumerate(PROSE):
        page.text(90, 720 - 28 * order, line, mode=3)
    source = read(write_pdf(tmp_path / "a.pdf", [page, page]))
    assert codes(source) == ["ocr_layer"]
    assert source.notices[0].params["pages"] == "1-2"


def test_form_fields_are_text_and_comments_are_counted(tmp_path: Path) -> None:
    page = plan_page(1)
    page.annotations = [
        "<< /Type /Annot /Subtype /Widget /FT /Tx /T (a) /V (0000-119) /Rect [90 560 300 580] >>",
        "<< /Type /Annot /Subtype /Text /Contents (check) /Rect [10 10 30 30] >>",
    ]
    source = read(write_pdf(tmp_path / "a.pdf", [page]))
    assert "0000-119" in texts(source)
    assert codes(source) == ["comments_apart"]


@pytest.mark.parametrize(
    ("pages", "code"), [([Canvas().picture(0, 0, 595, 842)], "image_only"), ([Canvas()], "no_text")]
)
def test_what_has_no_text_says_why(tmp_path: Path, pages: list[Canvas], code: str) -> None:
    with pytest.raises(ReadError) as caught:
        read(write_pdf(tmp_path / "a.pdf", pages))
    assert caught.value.code == code


def test_half_a_file_is_read_or_refused_as_damaged(tmp_path: Path) -> None:
    whole = write_pdf(tmp_path / "a.pdf", [plan_page(1)]).read_bytes()
    for share in (3, 2):
        path = tmp_path / "半.pdf"
        path.write_bytes(whole[: len(whole) // share])
        with pytest.raises(ReadError) as caught:
            read(path)
        assert caught.value.code == "truncated"


def test_page_numbers_alone() -> None:
    for text in ("- 3 -", "— 12 —", "第3页", "第 3 页 共 20 页", "IV", "15"):
        assert is_page_number(text), text
    assert printed_label("- 3 -") == "3"
    for text in ("3 总则", "2026年", "第三条", "I级响应"):
        assert not is_page_number(text), text


def test_pages_are_told_as_ranges() -> None:
    assert pages_text([3, 1, 4, 5, 9]) == "1、3-5、9"
    assert pages_text(range(1, 200, 2), most=2) == "1、3…"
