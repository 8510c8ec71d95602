from __future__ import annotations

from pathlib import Path

from tests.kb.reading import document, heads, outline_of

BODY = "各级各部门应当按照职责分工做好有关工作，确保人民群众生命财产安全。"


def test_decimals_by_depth_and_paragraph_lists_stay_text(tmp_path: Path) -> None:
    text = f"临江市防汛应急预案\n1 总则\n1.1 目的\n{BODY}\n1.2 原则\n（1）以人为本。{BODY}\n（2）预防为主。{BODY}\n2 体系\n2.1 指挥部\n2.1.1 组成\n{BODY}\n3 附则\n{BODY}\n"
    found = outline_of(tmp_path, text)
    assert found.title == "临江市防汛应急预案"
    assert heads(found) == [
        (1, "1", "总则"),
        (2, "1.1", "目的"),
        (2, "1.2", "原则"),
        (1, "2", "体系"),
        (2, "2.1", "指挥部"),
        (3, "2.1.1", "组成"),
        (1, "3", "附则"),
    ]


def test_chinese_family_and_numbered_phrases_with_text_below(tmp_path: Path) -> None:
    text = f"青山县森林火灾应急预案\n一、总则\n（一）适用范围\n{BODY}\n（二）工作原则\n{BODY}\n二、职责\n（一）指挥部\n1. 组成人员\n{BODY}\n2. 主要职责\n{BODY}\n（二）办公室\n{BODY}\n"
    found = outline_of(tmp_path, text)
    assert heads(found) == [
        (1, "一", "总则"),
        (2, "（一）", "适用范围"),
        (2, "（二）", "工作原则"),
        (1, "二", "职责"),
        (2, "（一）", "指挥部"),
        (3, "1", "组成人员"),
        (3, "2", "主要职责"),
        (2, "（二）", "办公室"),
    ]
    assert [section.path for section in found.sections][5] == "二/（一）/1"


def test_short_list_items_are_no_headings(tmp_path: Path) -> None:
    text = f"青山县预案\n1 总则\n1.1 机构\n指挥部下设：\n（1）综合组\n（2）抢险组\n（3）医疗组\n1.2 原则\n{BODY}\n2 保障\n2.1 队伍\n{BODY}\n"
    assert [number for _, number, _ in heads(outline_of(tmp_path, text))] == ["1", "1.1", "1.2", "2", "2.1"]


def test_laws_have_chapters_and_articles(tmp_path: Path) -> None:
    text = (
        "示例省防汛条例\n（2025年3月1日示例省第十届人民代表大会常务委员会第二次会议通过）\n第一章 总 则\n第一条 为了防汛，制定本条例。\n第二条 本条例适用于本省。\n"
        "第三条规定的事项由县级人民政府办理，任何单位不得推诿。\n第三条 防汛实行行政首长负责制。\n第二章 准备\n第三条之一 村应当编制预案。\n第四条 物资储备按照规定执行。\n"
    )
    found = document(tmp_path, text)
    assert heads(found) == [
        (1, "第一章", "总则"),
        (2, "第一条", ""),
        (2, "第二条", ""),
        (2, "第三条", ""),
        (1, "第二章", "准备"),
        (2, "第三条之一", ""),
        (2, "第四条", ""),
    ]
    assert [clause.id for clause in found.clauses if "第二条" in clause.id] == ["样#第二条", "样#第二条¶2"]
    assert (found.kind.value, found.date, found.issuer) == ("law", "2025-03-01", "示例省人民代表大会常务委员会")


def test_contents_pages_are_left_out(tmp_path: Path) -> None:
    text = f"青山县地震预案\n目 录\n1 总则........1\n1.1 目的........1\n2 体系........2\n1 总则\n1.1 目的\n{BODY}\n2 体系\n2.1 机构\n{BODY}\n"
    assert heads(outline_of(tmp_path, text)) == [
        (1, "1", "总则"),
        (2, "1.1", "目的"),
        (1, "2", "体系"),
        (2, "2.1", "机构"),
    ]


def test_contents_page_without_page_numbers(tmp_path: Path) -> None:
    lines = ["第一章 总则", "第二章 预警", "第三章 附则"]
    text = "示例办法\n目录\n" + "\n".join(lines) + "\n" + "\n".join(f"{line}\n{BODY}" for line in lines) + "\n"
    assert [text for _, _, text in heads(outline_of(tmp_path, text))] == ["总则", "预警", "附则"]


def test_lost_dots_are_restored_only_in_sequence(tmp_path: Path) -> None:
    text = f"# 青山县救助预案\n\n# 1 总 则\n\n# 1 \ue010 1 目的\n\n{BODY}\n\n# 1 \ue010 2 范围\n\n{BODY}\n\n3 0 0 间以上房屋倒塌的，启动响应。\n\n# 2 体系\n\n# 2 1 机构\n\n{BODY}\n"
    assert heads(outline_of(tmp_path, text, "救助.md")) == [
        (1, "1", "总则"),
        (2, "1.1", "目的"),
        (2, "1.2", "范围"),
        (1, "2", "体系"),
        (2, "2.1", "机构"),
    ]


def test_titles_over_two_lines_and_behind_a_notice(tmp_path: Path) -> None:
    text = f"**青山县人民政府办公室关于印发**\n**《青山县防汛预案》的通知**\n青政办发〔2026〕8号\n\n各乡镇人民政府：\n\n现印发给你们，请遵照执行。\n\n青山县人民政府办公室\n\n2026年4月3日\n\n**青山县防汛**\n**抗旱应急预案**\n\n1 总则\n\n1.1 目的\n\n{BODY}\n\n1.2 原则\n\n{BODY}\n"
    found = document(tmp_path, text, "防汛.md")
    assert found.title == "青山县防汛抗旱应急预案"
    assert (found.issuer, found.doc_number, found.date) == ("青山县人民政府办公室", "青政办发〔2026〕8号", "2026-04-03")


def test_fields_of_a_cover_are_no_part_of_the_title(tmp_path: Path) -> None:
    cover = (
        "应急预案编号：HD-YA-001   应急预案版本号：A-2026\n青山县恒达饭店\n生产安全事故应急预案\n\n本预案适用于本店。\n"
    )
    found = document(tmp_path, cover)
    assert found.title == "青山县恒达饭店生产安全事故应急预案"
    assert "HD-YA-001" in "".join(clause.text for clause in found.clauses)


def test_annexes_stand_apart(tmp_path: Path) -> None:
    text = f"青山县预案\n1 总则\n1.1 目的\n{BODY}\n1.2 原则\n{BODY}\n附件：1.通讯录\n2.分级标准\n附件1\n通讯录\n{BODY}\n附件2 分级标准\n一、重大\n{BODY}\n二、较大\n{BODY}\n"
    found = outline_of(tmp_path, text)
    annexes = [(section.level, section.path, section.text) for section in found.sections if section.appendix]
    assert annexes == [
        (1, "附件1", "通讯录"),
        (1, "附件2", "分级标准"),
        (2, "附件2/一", "重大"),
        (2, "附件2/二", "较大"),
    ]


def test_bare_section_names_where_nothing_is_numbered(tmp_path: Path) -> None:
    text = f"青山酒店突发事件应急预案\n适用范围\n{BODY}\n组织机构及职责\n{BODY}\n应急响应\n{BODY}\n后期处置\n{BODY}\n"
    assert [text for _, _, text in heads(outline_of(tmp_path, text))] == [
        "适用范围",
        "组织机构及职责",
        "应急响应",
        "后期处置",
    ]


def test_buried_and_run_in_headings(tmp_path: Path) -> None:
    text = f"青山县预案\n1 总则\n1.1 目的\n{BODY}1.2 编制依据《中华人民共和国突发事件应对法》等法律法规。\n1.3 原则。{BODY}\n2 体系\n2.1 机构\n见第1.2节，流量大于3.5立方米的，{BODY}\n"
    found = outline_of(tmp_path, text)
    assert [(number, head) for _, number, head in heads(found)] == [
        ("1", "总则"),
        ("1.1", "目的"),
        ("1.2", "编制依据"),
        ("1.3", "原则"),
        ("2", "体系"),
        ("2.1", "机构"),
    ]


def test_parts_count_anew(tmp_path: Path) -> None:
    part = f"1 范围\n1.1 对象\n{BODY}\n2 职责\n2.1 分工\n{BODY}\n"
    found = document(
        tmp_path, f"恒达公司生产安全事故应急预案\n第一部分 综合应急预案\n{part}第二部分 专项应急预案\n{part}"
    )
    assert heads(found)[:3] == [(1, "第一部分", "综合应急预案"), (2, "1", "范围"), (3, "1.1", "对象")]
    assert [clause.id for clause in found.clauses] == [
        "样#第一部分/1.1",
        "样#第一部分/2.1",
        "样#第二部分/1.1",
        "样#第二部分/2.1",
    ]


def test_columns_by_tabs_are_tables(tmp_path: Path) -> None:
    text = f"青山县预案\n1 总则\n1.1 目的\n{BODY}\n1.2 原则\n{BODY}\n附件1 通讯录\n单位\t岗位\t电话\n县应急管理局\t值班长\t0000-1100\n县气象局\t预报员\t0000-1200\n"
    rows = [clause.text for clause in document(tmp_path, text).clauses if clause.table_row]
    assert rows == [
        "单位：县应急管理局；岗位：值班长；电话：0000-1100",
        "单位：县气象局；岗位：预报员；电话：0000-1200",
    ]


def test_wrapped_lines_are_joined(tmp_path: Path) -> None:
    wrapped = "\u3000\u3000各级人民政府应当建立健全突发事件监测\n预警制度，加强风险隐患排查，完善群测群\n防体系，做到早发现、早报告、早处置，切\n实保障人民群众的生命和财产安全不受损害。\n"
    found = outline_of(tmp_path, "青山县预案\n1 总则\n1.1 目的\n" + wrapped * 6)
    assert all(item.text.endswith("。") for item in found.items[3:])
    assert found.items[3].line == 4
    assert found.items[3].last_line == 7


def test_cases_and_bulleted_news_are_headings(tmp_path: Path) -> None:
    cases = f"青山县典型案例\n案例一 电梯困人事件\n{BODY}\n案例二：泵房进水事件\n{BODY}\n案例一中的做法值得借鉴，各单位应当学习推广。\n"
    assert heads(outline_of(tmp_path, cases)) == [(1, "案例一", "电梯困人事件"), (1, "案例二", "泵房进水事件")]
    news = f"应急动态（第3期）\n■青山县召开会议\n{BODY}\n■白鹤县开展排查\n{BODY}\n"
    found = outline_of(tmp_path, news)
    assert found.title == "应急动态（第3期）"
    assert [text for _, _, text in heads(found)] == ["青山县召开会议", "白鹤县开展排查"]


def test_items_of_articles_are_no_headings(tmp_path: Path) -> None:
    text = "示例省条例\n第一章 总则\n第一条 依法制定。\n第二条 应急状态分为：\n（一）应急待命\n电力供应受到影响时进入。\n（二）厂房应急\n场区受到影响时进入。\n第三条 其他。\n"
    assert [number for _, number, _ in heads(outline_of(tmp_path, text))] == ["第一章", "第一条", "第二条", "第三条"]
