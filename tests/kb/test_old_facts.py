"""Facts read out of old plans: what they state is found, what they only mention is not."""

from __future__ import annotations

from pathlib import Path

from kb.drafting import fill_all, new_draft
from kb.drafting.old_facts import facts_from_document
from kb.export import export_docx
from kb.facts.sheet import FactSheet, facts_from_mapping, load_facts
from kb.parsing import parse
from tests.kb.drafting_world import CORPUS, outlines


def read(tmp_path: Path, text: str) -> FactSheet:
    file = tmp_path / "青山县防汛抗旱应急预案.md"
    file.write_text(f"# 青山县防汛抗旱应急预案\n\n{text}", encoding="utf-8")
    return facts_from_document(parse(file).documents[0])


def test_levels_under_headings_in_lines_and_in_tables(tmp_path: Path) -> None:
    found = read(
        tmp_path,
        """## 1 总则
### 1.1 事件分级
（1）特别重大：城关站水位超过历史最高水位，或者中型水库垮坝。
（2）重大：城关站水位超过54.10米。
## 2 监测预警
### 2.1 预警分级
（1）一级（红色）预警：预计3小时内降雨量将达100毫米以上。
## 3 应急响应
### 3.1 Ⅰ级响应
#### 3.1.1 启动条件
发生下列情况之一的：（1）两个乡镇被淹；（2）水库出现重大险情。
#### 3.1.2 响应措施
指挥长主持会商，发布转移命令。
### 3.2 Ⅱ级响应
Ⅱ级应急响应由县长决定启动，启动后每日会商两次，派出工作组。
""",
    ).thresholds
    assert found["event_2"] == "城关站水位超过54.10米"
    assert found["warning_1"] == "预计3小时内降雨量将达100毫米以上"
    assert "两个乡镇被淹" in found["response_1"]
    assert "转移命令" not in found["response_1"]
    assert found["starter_2"] == "县长"
    assert "response_2" not in found


def test_levels_of_a_table(tmp_path: Path) -> None:
    found = read(
        tmp_path,
        "## 附件1 预警分级和启动条件\n\n| 预警级别 | 颜色 | 事件情形 |\n| --- | --- | --- |\n| Ⅰ级 | 红色 | 预计水位将超过54.10米 |\n| Ⅱ级 | 橙色 | 预计水位将超过52.30米 |\n",
    ).thresholds
    assert found == {"warning_1": "预计水位将超过54.10米", "warning_2": "预计水位将超过52.30米"}


def test_groups_from_lines_and_headings(tmp_path: Path) -> None:
    found = read(
        tmp_path,
        """## 2 组织指挥体系
### 2.1 工作组
指挥部下设综合协调组、抢险救援组等工作组，负责各项工作。
（1）综合协调组：由县应急管理局牵头，县气象局、县水文站参加。主要职责：汇总信息；组织会商。
#### 2.1.1 抢险救援组
由县水利局局长任组长，县消防救援大队人员为成员。
主要职责：抢护险情；搜救被困人员。
### 2.2 专家组
专家组由有关专家组成，提供咨询。
""",
    ).group
    assert [(g.name, g.lead, g.duties) for g in found] == [
        ("综合协调组", "县应急管理局", ("汇总信息", "组织会商")),
        ("抢险救援组", "县水利局局长", ("抢护险情", "搜救被困人员")),
    ]
    assert found[0].members == ("县气象局", "县水文站")


def test_shelters_and_risks_of_tables_are_no_contacts(tmp_path: Path) -> None:
    found = read(
        tmp_path,
        """## 附件1 风险清单

| 序号 | 风险点 | 位置 | 可能后果 | 责任人 | 联系电话 |
| --- | --- | --- | --- | --- | --- |
| 1 | 上河低洼区 | 上河村一组 | 房屋进水 | 石桥镇镇长 | 0000-0003302 |

## 附件2 避难场所

| 避难场所 | 地址 | 容量 | 管理人 | 联系电话 |
| --- | --- | --- | --- | --- |
| 青山县第二中学 | 城关镇东路 | 1200 | 校长办公室 | 0000-0003301 |
""",
    )
    assert [(r.name, r.place, r.responsible) for r in found.risk] == [("上河低洼区", "上河村一组", "石桥镇镇长")]
    assert [(s.name, s.capacity) for s in found.shelter] == [("青山县第二中学", "1200")]
    assert found.contact == ()


def test_a_draft_gives_its_facts_back(tmp_path: Path) -> None:
    sheet, _ = load_facts(CORPUS / "facts" / "青山县防汛抗旱.toml")
    export_docx(fill_all(new_draft(sheet, "SDC", outlines()), outlines()), tmp_path / "青山县防汛抗旱应急预案.docx")
    found = facts_from_document(parse(tmp_path / "青山县防汛抗旱应急预案.docx").documents[0])
    for table in ("team", "supply", "shelter", "risk", "group", "neighbour", "route"):
        known = [entry.name for entry in getattr(sheet, table)]
        assert [entry.name for entry in getattr(found, table)] == known, table
    stated = [key for key in sheet.thresholds if key.startswith(("event_", "warning_", "response_"))]
    assert {key: found.thresholds.get(key) for key in stated} == {key: sheet.thresholds[key] for key in stated}
    assert {key: found.thresholds.get(key) for key in ("starter_1", "starter_3")} == {
        "starter_1": "指挥长", "starter_3": "常务副指挥长",
    }  # fmt: skip


def test_an_empty_draft_gives_no_lists_back(tmp_path: Path) -> None:
    sheet, _ = facts_from_mapping(
        {"unit": {"name": "青山县人民政府"}, "plan": {"type": "SDC", "title": "青山县防汛抗旱应急预案"}}
    )
    export_docx(fill_all(new_draft(sheet, "SDC", outlines()), outlines()), tmp_path / "青山县防汛抗旱应急预案.docx")
    found = facts_from_document(parse(tmp_path / "青山县防汛抗旱应急预案.docx").documents[0])
    assert (found.team, found.risk, found.shelter, found.group) == ((), (), (), ())
    assert {key for key in found.thresholds if key.startswith("response")} == set()
