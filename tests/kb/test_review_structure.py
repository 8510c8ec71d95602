"""The form of a plan: contents page and headings, annexes and their list, headings without text, numbers twice, references with titles."""

from __future__ import annotations

import pytest

from kb.model import Finding, FindingSeverity
from tests.kb.review_world import findings

BODY = """# 1 总则
## 1.1 编制目的
为做好全县防汛工作，制定本预案。
## 1.2 适用范围
本预案适用于青山县。
# 2 组织指挥
县防指由县长任指挥长。
# 3 应急响应
## 3.1 信息报告
乡镇接报后30分钟内向县防指办公室报告。
## 3.2 先期处置
乡镇先行组织转移。
# 4 附则
本预案自印发之日起施行。
"""
CONTENTS = (
    "目录", "1 总则……1", "1.1 编制目的……1", "1.2 适用范围……1", "2 组织指挥……2", "3 应急响应……3", "3.1 信息报告……3",
    "3.2 先期处置……4", "4 附则……5",
)  # fmt: skip


def told(text: str, code: str, rule: str = "QC-XREF", **fields: object) -> list[Finding]:
    return [each for each in findings(text, rule, **fields) if each.message.code == code]


def contents(old: str = "", new: str = "") -> tuple[str, ...]:
    return tuple(line.replace(old, new) if old else line for line in CONTENTS)


# --------------------------------------------------------------------------- contents page


def test_a_contents_page_that_fits_is_silent() -> None:
    assert told(BODY, "contents_other", contents=CONTENTS) == []
    assert told(BODY, "contents_differ", contents=CONTENTS) == []


def test_an_entry_with_another_title_than_its_heading() -> None:
    [found] = told(BODY, "contents_other", contents=contents("信息报告", "物价监测"))
    assert [place.quote for place in found.places] == ["3.1 物价监测", "3.1 信息报告"]
    assert found.message.params["entries"] == "目录“3.1 物价监测”—正文“3.1 信息报告”"


def test_an_entry_with_another_number_than_its_heading() -> None:
    [found] = told(BODY, "contents_other", contents=contents("3.2 先期", "3.4 先期"))
    assert "目录“3.4 先期处置”—正文“3.2 先期处置”" in found.message.params["entries"]


def test_an_entry_without_a_heading() -> None:
    [found] = told(BODY, "contents_differ", contents=(*CONTENTS[:8], "3.3 响应终止……4", *CONTENTS[8:]))
    assert found.places[0].quote == "3.3 响应终止"
    assert found.severity is FindingSeverity.MEDIUM


@pytest.mark.parametrize(
    "lines",
    [
        CONTENTS[:4],
        (*contents("总则", "概述")[:3], "5 甲", "6 乙", "7 丙丁", "8 戊己", "9 庚辛"),
        ("目录", "1 总则1", "1.1 编制目的1 1.2 适用范围..1", *CONTENTS[4:]),
        ("目录", "1 总则1", "1.1 编制目的1", "1.2 适用1", *CONTENTS[4:]),
    ],
)
def test_contents_pages_that_were_read_badly_or_belong_elsewhere(lines: tuple[str, ...]) -> None:
    assert told(BODY, "contents_other", contents=lines) == []


# --------------------------------------------------------------------------- headings


def test_a_heading_with_nothing_below() -> None:
    [found] = told(BODY.replace("本预案适用于青山县。\n", ""), "heading_bare", "QC-ELEM")
    assert found.places[0].quote == "1.2 适用范围"
    assert found.message.params["heads"] == "“1.2 适用范围”"


@pytest.mark.parametrize("name", ["应急响应流程图", "物资清单", "见附件2"])
def test_a_figure_needs_no_text(name: str) -> None:
    assert told(BODY + f"# 5 {name}\n# 6 其他\n由县防指解释。", "heading_bare", "QC-ELEM") == []


def test_headings_and_nothing_else() -> None:
    [found] = told("# 1 总则\n# 2 职责", "heading_bare", "QC-ELEM")
    assert [place.clause_id for place in found.places] == ["", ""]


def test_a_plan_whose_headings_are_mostly_bare_was_read_badly() -> None:
    text = "\n".join(f"# {number} 第{number}项工作" for number in range(1, 12)) + "\n本预案自印发之日起施行。"
    assert told(text, "heading_bare", "QC-ELEM") == []


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (BODY.replace("## 3.2", "## 3.1"), "3.1之后是3.1"),
        (BODY.replace("## 3.2 先期处置\n", "3.1 先期处置\n"), "3.1之后是3.1"),
        (BODY + "# 5 措施\n（1）通知。\n（2）转移。\n（2）清点。\n（4）回访。", "（2）之后是（2）"),
        (BODY + "# 5 措施\n现场要做到：①设警戒；②清人员；②断电源。", "2之后是2"),
        (BODY.replace("## 3.1", "### 2.9.1").replace("# 3 应急响应", "## 2.8 应急响应"), "2.8之下是2.9.1"),
    ],
)
def test_numbers_that_come_twice_or_begin_wrong(text: str, said: str) -> None:
    assert said in "、".join(each.message.params["steps"] for each in told(text, "number_skipped"))


def test_an_item_behind_its_lead_in_is_not_the_lead_in_again() -> None:
    text = BODY + "# 5 措施\n（1）通知。\n（2）赶到现场后做下列工作：①设警戒；②清人员；③断电源。\n（3）回访。"
    assert told(text, "number_skipped") == []


# --------------------------------------------------------------------------- annexes

ANNEXES = "附件：1.成员单位职责\n2.通讯录\n3.物资清单\n"
WITH = (
    BODY
    + ANNEXES
    + "#附件1 成员单位职责\n县水利局负责监测。\n#附件2 通讯录\n县防办：0000-0000119\n#附件3 物资清单\n沙袋500只。"
)


def test_annexes_as_listed_are_silent() -> None:
    assert [each.message.code for each in findings(WITH, "QC-XREF")] == []


def test_one_annex_that_is_gone_is_told_where_it_belongs() -> None:
    [found] = told(WITH.replace("#附件2 通讯录\n县防办：0000-0000119\n", ""), "annex_only_listed")
    assert found.severity is FindingSeverity.MEDIUM
    assert [place.quote for place in found.places][1] == "附件3 物资清单"


def test_an_annex_under_another_title() -> None:
    [found] = told(WITH.replace("#附件2 通讯录", "#附件2 疏散路线图"), "annex_title_other")
    assert found.message.params["names"] == "附件2一处名为“通讯录”，一处名为“疏散路线图”"
    assert found.places[1].quote == "附件2 疏散路线图"


def test_a_reference_with_another_title() -> None:
    text = WITH.replace("乡镇先行组织转移。", "乡镇先行组织转移，联系人见附件3《避难场所分布》。")
    assert told(text, "annex_title_other")
    assert not told(text.replace("见附件3", "见《临江市防汛抗旱应急预案》附件3"), "annex_title_other")


def test_annexes_out_of_sequence() -> None:
    bare = WITH.replace(ANNEXES, "")
    assert told(bare, "annex_skipped") == []
    [found] = told(bare.replace("#附件2", "#附件1"), "annex_skipped")
    assert found.message.params["steps"] == "附件1之后是附件1、附件1之后是附件3"


def test_an_annex_that_the_list_forgets() -> None:
    [found] = told(WITH.replace("2.通讯录\n", ""), "annex_not_listed")
    assert found.message.params["numbers"] == "2"


# --------------------------------------------------------------------------- references with titles, citations


def test_a_reference_whose_number_and_title_are_not_of_one_heading() -> None:
    text = BODY.replace("乡镇先行组织转移。", "乡镇按照3.1先期处置的要求组织转移。")
    [found] = told(text, "target_other")
    assert "3.1 是“信息报告”" in found.message.params["targets"]
    assert not told(text.replace("3.1先期", "3.2先期"), "target_other")
    assert not told(text.replace("按照3.1", "按照图3.1"), "target_other")


def test_one_chapter_of_another_volume_called_by_two_numbers() -> None:
    text = "# 2.2 水上事故\n分级见第一章总则。\n原则见第一章总则。\n依据见第九章总则。"
    [found] = told(text, "target_other")
    assert found.places[0].quote == "依据见第九章总则。"


@pytest.mark.parametrize(
    ("cited", "code"),
    [
        ("《山洪灾害救济法》", "citation_law"),
        ("《突发事件应对法》", ""),
        ("《灾情统计方法》", ""),
        ("《中华人民共和国抗旱办法》", "citation_name"),
        ("《临江市抗旱办法》", ""),
        ("《国务院关于加强防汛工作的决定》（教发〔2011〕3号）", "citation_issuer"),
        ("《国务院关于加强防汛工作的决定》（国发〔2011〕3号）", ""),
        ("《中华人民共和国水法》第一百五十六条", "citation_article"),
        ("《中华人民共和国水法》第八十三条", ""),
        ("青政办发〔2126〕5号", "citation_future"),
        ("GB 50016-2118", "citation_future"),
    ],
)
def test_laws_and_numbers_that_cannot_be(cited: str, code: str) -> None:
    found = {each.message.code for each in findings(f"# 1 依据\n根据{cited}制定本预案。", "QC-CIT")}
    assert found - {"citation_unlisted"} == ({code} if code else set())


@pytest.mark.parametrize(("day", "wrong"), [("2093年6月", True), ("2093年修订", True), ("2060年前实现", False)])
def test_years_that_are_far_ahead(day: str, wrong: bool) -> None:
    assert bool(findings(f"# 1 总则\n本预案于{day}完成有关工作。", "QC-DATE")) is wrong


# --------------------------------------------------------------------------- rows of sections, lead-ins

LEVELS = "\n".join(
    f"## 3.{at} {name}级响应\n### 3.{at}.1 启动条件\n死亡{10 * at}人。\n### 3.{at}.2 响应措施\n转移群众。\n### 3.{at}.3 响应的终止\n由县长宣布。"
    for at, name in enumerate("一二三四", 1)
)


def test_a_part_that_all_levels_have_but_one() -> None:
    text = f"# 3 应急响应\n{LEVELS}"
    assert told(text, "level_part_lacking", "QC-LVL") == []
    gone = text.replace("### 3.3.3 响应的终止\n由县长宣布。\n", "")
    [found] = told(gone, "level_part_lacking", "QC-LVL")
    assert found.message.params["parts"] == "“3.3 三级响应”没有“响应的终止”"
    assert found.places[0].quote == "3.3 三级响应"
    assert (
        told(gone.replace("3.3.2 响应措施\n转移群众。", "3.3.2 响应措施\n参照二级。"), "level_part_lacking", "QC-LVL")
        == []
    )


@pytest.mark.parametrize(
    ("last", "bare"),
    [
        ("启动响应后采取下列措施：", True),
        ("启动响应后采取下列措施：\n（1）转移群众。", False),
        ("处置按照以下流程进行：", False),
        ("联系电话如下：", False),
    ],
)
def test_a_lead_in_after_which_nothing_comes(last: str, bare: bool) -> None:
    assert bool(told(f"# 3 应急响应\n{last}\n# 4 附则\n由县防指解释。", "lead_bare", "QC-TEXT")) is bare


def test_a_heading_printed_again_is_no_second_one() -> None:
    assert (
        told(BODY.replace("乡镇先行组织转移。", "乡镇先行组织转移。\n## 3.2 先期处置\n清点人数。"), "number_skipped")
        == []
    )
    bare = WITH.replace(ANNEXES, "")
    assert (
        told(bare.replace("#附件3 物资", "#附件2 通讯录\n县水利局：0000-0000118\n#附件3 物资"), "annex_skipped") == []
    )


def test_an_annex_under_nearly_the_same_title() -> None:
    [found] = told(WITH.replace("#附件1 成员单位职责", "#附件1 成员单位主要职责"), "annex_title_other")
    assert found.severity is FindingSeverity.LOW
    assert told(WITH.replace("#附件1 成员单位职责", "#附件1 县防指成员单位职责"), "annex_title_other") == []


STOCKED = "# 7 保障\n7.1 应急物资见附件{stock}，通讯录见附件{phones}。\n# 附件1 应急通讯录\n值班室。\n# 附件2 应急物资清单\n帐篷。"


@pytest.mark.parametrize(
    ("stock", "phones", "wrong"), [("2", "1", False), ("1", "1", True), ("2", "2", True), ("1", "2", True)]
)
def test_an_annex_pointed_to_by_what_it_is_not(stock: str, phones: str, wrong: bool) -> None:
    assert bool(told(STOCKED.format(stock=stock, phones=phones), "annex_title_other")) is wrong


def test_a_chapter_numbered_far_off() -> None:
    text = "\n".join(f"# 第{number}章 内容\n内容如常。" for number in "一二三四五六")
    assert not told(text, "number_skipped")
    for number in ("九", "十二"):
        assert told(text.replace("第四章", f"第{number}章"), "number_skipped")


def test_a_section_that_bears_another_chapters_number() -> None:
    text = "\n".join(f"# 4.{number} 节\n内容如常。" for number in range(1, 6))
    assert not told(text, "number_skipped")
    found = told(text.replace("4.4", "6.4"), "number_skipped")
    assert "6.4" in found[0].message.params["steps"]
