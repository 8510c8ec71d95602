from __future__ import annotations

from pathlib import Path

from tests.kb.reading import document

LONG = "接到报告的单位应当立即核实情况，组织人员赶赴现场开展先期处置，并按照规定的程序和时限向上级人民政府和主管部门如实报告有关情况。"


def test_list_items_carry_their_lead_in(tmp_path: Path) -> None:
    text = f"青山县预案\n1 总则\n1.1 目的\n{LONG}\n2 响应\n2.1 措施\n县指挥部采取下列措施：\n（1）{LONG}\n（2）{LONG}\n（3）其他必要措施。\n"
    found = document(tmp_path, text)
    items = [clause for clause in found.clauses if clause.id.startswith("样#2.1")]
    assert [clause.id for clause in items] == ["样#2.1/（1）", "样#2.1/（2）", "样#2.1/（3）"]
    assert items[2].text == "县指挥部采取下列措施：（3）其他必要措施。"
    assert items[0].path == ("2 响应", "2.1 措施")


def test_a_small_list_is_one_clause(tmp_path: Path) -> None:
    found = document(
        tmp_path,
        f"青山县预案\n1 总则\n1.1 目的\n{LONG}\n1.2 机构\n下设三个组：\n（1）抢险组；\n（2）医疗组；\n（3）保障组。\n2 附则\n2.1 解释\n{LONG}\n",
    )
    assert [clause.text for clause in found.clauses if clause.id == "样#1.2"] == [
        "下设三个组：（1）抢险组；（2）医疗组；（3）保障组。"
    ]


def test_lists_below_list_items(tmp_path: Path) -> None:
    text = f"青山县预案\n1 总则\n1.1 流程\n流程如下：\n（1）{LONG}\n（2）到场后：\n①{LONG}\n②{LONG}\n（3）{LONG}\n1.2 其他\n{LONG}\n"
    found = document(tmp_path, text)
    ids = [clause.id.removeprefix("样#") for clause in found.clauses if clause.id.startswith("样#1.1")]
    assert ids == ["1.1/（1）", "1.1/（2）/①", "1.1/（2）/②", "1.1/（3）"]
    by_id = {clause.id.removeprefix("样#"): clause.text for clause in found.clauses}
    assert by_id["1.1/（2）/①"].startswith("（2）到场后：①")
    assert by_id["1.1/（3）"].startswith("流程如下：（3）")


def test_lists_run_into_one_paragraph(tmp_path: Path) -> None:
    found = document(
        tmp_path,
        f"青山县预案\n1 总则\n1.1 条件\n有下列情形之一的：（1）{LONG}（2）{LONG}（3）{LONG}\n1.2 其他\n{LONG}\n",
    )
    assert [clause.id for clause in found.clauses][:3] == ["样#1.1/（1）", "样#1.1/（2）", "样#1.1/（3）"]


def test_long_paragraphs_split_at_sentences(tmp_path: Path) -> None:
    found = document(tmp_path, f"青山县预案\n1 总则\n1.1 目的\n{LONG * 20}\n1.2 范围\n{LONG}\n")
    parts = [clause for clause in found.clauses if clause.section == 1]
    assert [clause.id for clause in parts] == [f"样#1.1{mark}" for mark in ("", "¶2", "¶3", "¶4")]
    assert all(len(clause.text) <= 420 and clause.text.endswith("。") for clause in parts)
    assert "".join(clause.text for clause in parts) == LONG * 20


def test_table_rows_carry_their_head(tmp_path: Path) -> None:
    text = f"# 青山县预案\n\n## 1 物资\n\n表1 物资清单\n\n|名称|数量|地点|\n|--|--|--|\n|冲锋舟|6艘|县仓库|\n|救生衣|80件|石桥镇|\n\n## 2 附则\n\n{LONG}\n"
    rows = [clause.text for clause in document(tmp_path, text, "样.md").clauses if clause.table_row]
    assert rows == [
        "表1 物资清单：名称：冲锋舟；数量：6艘；地点：县仓库",
        "表1 物资清单：名称：救生衣；数量：80件；地点：石桥镇",
    ] or rows == [
        "表1物资清单：名称：冲锋舟；数量：6艘；地点：县仓库",
        "表1物资清单：名称：救生衣；数量：80件；地点：石桥镇",
    ]


def test_ids_are_unique_and_stable(tmp_path: Path) -> None:
    text = f"青山县预案\n前面的话没有编号，但应当能够引用到。\n1 总则\n1.1 目的\n{LONG}\n{LONG}\n1.1 目的\n{LONG}\n1.2 原则\n日常职责：\n（1）{LONG}\n（2）{LONG}\n应急职责：\n（1）{LONG}\n（2）{LONG}\n"
    first, second = document(tmp_path, text), document(tmp_path, text)
    ids = [clause.id for clause in first.clauses]
    assert ids == [clause.id for clause in second.clauses]
    assert len(set(ids)) == len(ids)
    assert "样#¶1" in ids
    assert "样#1.2/（1）¶2" in ids


def test_headings_alone_are_no_clauses(tmp_path: Path) -> None:
    found = document(tmp_path, f"青山县预案\n1 总则\n1.1 目的\n{LONG}\n2 保障\n2.1 队伍\n{LONG}\n")
    assert [clause.text for clause in found.clauses] == [LONG, LONG]
