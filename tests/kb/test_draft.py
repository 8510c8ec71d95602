from __future__ import annotations

import json
import os
import re
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from kb.drafting import (
    Draft,
    as_document,
    candidates,
    conflicts,
    facts_from_document,
    fill_all,
    fill_section,
    foreign_names,
    import_source,
    load,
    new_draft,
    save,
    set_section,
    slots,
    status,
)
from kb.drafting import files as draft_files
from kb.drafting.context import context_of, known_keys
from kb.drafting.document import written
from kb.drafting.draft import insert_candidate, section_candidates
from kb.drafting.model import OriginKind, State, draft_to_mapping
from kb.drafting.outline import load_outlines, numbered
from kb.drafting.template import assemble, plain, render
from kb.errors import InputError
from kb.export import export_docx
from kb.facts.sheet import LISTS, facts_from_mapping, load_facts
from kb.model import Document, ElementVerdict, Finding, FindingSeverity, Label, Message, Paragraph, Review, Source
from kb.readers import read

from .drafting_world import CORPUS, WrittenClauses, facts, hit, outlines

PAST = (
    hit(
        "预警发布后，抢险队伍在白鹤县防汛仓库集结待命，巡堤人员每2小时巡查一次堤防，发现管涌、渗漏立即报告并抢护。",
        path=("4 监测预警", "4.3 预警响应措施"),
    ),
    hit(
        "预警发布后，抢险队伍在白鹤县防汛仓库集结待命，巡堤人员每2小时巡查一次堤防，发现管涌、渗漏立即报告、抢护。",
        path=("4 监测预警", "4.3 预警响应措施"),
    ),
    hit("防汛抢险由专业抢险队伍承担，采用抛石固脚、开沟导渗、修筑子堤等办法抢护堤防险情，专家现场指导。"),
    hit("森林火灾扑救由半专业队伍承担，开设防火隔离带。", "白鹤县森林火灾应急预案"),
    hit("示例：预警发布后转移群众。预警发布后转移群众。", "样例村防汛应急预案", sample=True),
)


@pytest.fixture
def filled() -> Draft:
    return fill_all(new_draft(facts(), "SDC", outlines()), outlines(), WrittenClauses(PAST))


def review_of(document: Document) -> Review:
    verdicts = tuple(
        ElementVerdict(f"EL-{n}", "", "", "A", "N", label, "", "", Message("x"))
        for n, label in enumerate((Label.PRESENT, Label.MISSING, Label.MISSING))
    )
    return Review(document.doc_id, document.title, "SDC", (), verdicts, (), date(2026, 11, 23))


# ------------------------------------------------------------------ outlines


def test_all_23_types_have_an_outline() -> None:
    assert sorted(outlines().types) == sorted(
        [
            "T",
            "SDN",
            "SDP",
            "SDC",
            "SUP",
            "TGT",
            "EVT",
            "JNT",
            "CAT",
            "TWN",
            "VIL",
            "ORG",
            "EC",
            "ES",
            "EF",
            "CARD",
            "MAN",
            "ACT",
            "SCH",
            "FIRE",
            "ENVG",
            "ENVE",
            "SEQ",
        ]
    )


def test_templates_name_known_facts_only() -> None:
    keys = known_keys()
    for block in outlines().blocks.values():
        for line in block.text.splitlines():
            listed = re.match(r"@(?:each|join|table) (\w+)", line)
            fields = set(LISTS[listed[1]].__dataclass_fields__) | {"n"} if listed else keys
            for key in re.findall(r"\{([^{}|?]+)(?:\|[^{}]*)?\}", line):
                assert key in fields or (not listed and key.startswith("thresholds.")), (block.id, key)
            for key in re.findall(r"@(?:if|unless) ([\w.]+)", line):
                assert key in keys | set(LISTS) or key.startswith("thresholds."), (block.id, key)


def test_every_fact_in_braces_has_a_label_for_its_slot() -> None:
    for block in outlines().blocks.values():
        for key in re.findall(
            r"\{([\w.]+)\}",
            "\n".join(t for t in block.text.splitlines() if not t.startswith(("@each", "@join", "@table", "@if"))),
        ):
            assert key in outlines().labels or context_of(facts(), outlines()).value(key), (block.id, key)


@pytest.mark.parametrize(
    ("code", "needed"),
    [
        (
            "SDC",
            "201 203 302 403 602 607 801 804 902 108 301 401 501 601 606 618 901 1002 1003 1005 1114 101 102 103 104 106 107 109 202 204 205 206 207 208 209 "
            "402 404 405 406 502 503 504 505 506 603 604 605 608 609 610 611 612 613 614 615 616 617 701 702 802 803 806 807 903 904 905 906 907 908 910 911 "
            "912 1001 1004 1006 1007 1008 1101 1102 1103 1104 1105 1106 1108 1109",
        ),
        ("VIL", "108 210 403 404 601 607 608 912 1002 1108 103 201 209 301 406 501 616 902 908 1103 1104 1107 1113"),
        (
            "EC",
            "107 108 201 203 403 501 503 602 901 902 1001 1002 1003 1004 1005 1103 1104 1113 1114 103 109 205 209 404 405 502 505 603 604 606 607 608 609 611 "
            "614 615 617 618 701 801 805 903 904 1101 1107 1108 1109 1110 1111 1112 202 204 206 208 504 601 610 803 905 906 907 909 910 1102 1105 1106 1205",
        ),
    ],
)
def test_outline_covers_the_items_of_its_type(code: str, needed: str) -> None:
    covered = {item for section in outlines().for_type(code).sections if section.block for item in section.block.items}
    assert {f"EL-{number}" for number in needed.split()} <= covered


def test_hazard_sections_only_for_their_hazard() -> None:
    flood = {s.id for s in new_draft(facts(), "SDC", outlines()).sections}
    fire = {
        s.id for s in new_draft(facts(hazard="森林火灾", title="青山县森林火灾应急预案"), "SDC", outlines()).sections
    }
    assert "hz_flood" in flood
    assert "hz_forest" not in flood
    assert "hz_forest" in fire
    assert "hz_flood" not in fire


def test_numbers_of_both_families() -> None:
    sections = outlines().for_type("VIL").sections
    assert numbered(sections, "chinese")[:2] == ("一、", "二、")
    assert numbered(sections, "chinese")[-1] == "附件4"
    decimal = numbered(outlines().for_type("EC").sections, "decimal")
    assert decimal[:4] == ("1", "1.1", "1.2", "2")
    assert "3.1.1" in decimal


def test_unknown_types_and_broken_outlines() -> None:
    with pytest.raises(InputError, match="no_outline"):
        new_draft(facts(), "XYZ", outlines())
    for text in ('code = "A"\nname = "甲"\nsections = ["1 no_such_block"]', "code = ["):
        with pytest.raises(InputError, match="bad_outline"):
            load_outlines({"A.toml": text})


# ------------------------------------------------------------------ templates


def test_template_directives() -> None:
    context = context_of(facts(), outlines())
    template = """
{short}由{office.body}负责，传真{office.fax|传真}。 ^^某条例第1条
@each team|队伍: （{n}）{name}，{size}人。
@each shelter|避难场所: {name}
@table team|队伍表: 名称={name}; 专长={specialty}
@if office.duty_phone: 电话{office.duty_phone}
@unless office.duty_phone: 无电话
@hazard ND-FF: 火
@hazard ND: 水
@level 县: 县级
"""
    lines = render(template, context, "rule")
    assert [plain(line) for line in lines] == [
        "青山县由县应急管理局负责，传真〔待补充：传真〕。",
        "（1）县消防救援大队，42人。",
        "〔待补充：避难场所〕",
        "| 名称 | 专长 |",
        "| 县消防救援大队 | 〔待补充：专长〕 |",
        "电话0000-0001100",
        "水",
        "县级",
    ]
    text, origin = assemble(lines)
    assert {p.ref for p in origin if p.kind is OriginKind.RULE} == {"某条例第1条", "rule"}
    assert next(text[p.start : p.end] for p in origin if p.ref == "team.1.size") == "42"


def test_origin_covers_the_whole_text(filled: Draft) -> None:
    for section in filled.sections:
        covered = sum(p.end - p.start for p in section.origin)
        assert covered == len(section.text.replace("\n", "")), section.id


def test_every_number_comes_from_a_rule_a_fact_or_a_cited_clause(filled: Draft) -> None:
    for section in filled.sections:
        cited = {c.clause_id: c.quote for c in section.citations}
        for piece in section.origin:
            words = section.text[piece.start : piece.end]
            if piece.kind is OriginKind.CLAUSE:
                assert words in cited[piece.ref].replace(" ", "")
            elif re.search(r"\d", words):
                assert piece.kind in (OriginKind.RULE, OriginKind.FACT, OriginKind.SLOT)


# ------------------------------------------------------------------ filling


def test_candidates_are_merged_ranked_and_free_of_samples() -> None:
    search = WrittenClauses(PAST)
    block = outlines().blocks["warning_action"]
    found = candidates(block, context_of(facts(), outlines()), search, outlines())
    assert found[0].hit.text.startswith("预警发布后，抢险队伍")
    assert sum(c.hit.text.startswith("预警发布后，抢险队伍") for c in found) == 1
    assert not any(c.hit.sample for c in found)
    assert any(filters and filters.hazard == "ND-WD" for _, filters in search.queries)
    assert any(filters and filters.element == "EL-404" for _, filters in search.queries)


def test_clauses_of_another_hazard_rank_last() -> None:
    found = candidates(outlines().blocks["measures"], context_of(facts(), outlines()), WrittenClauses(PAST), outlines())
    assert "森林" not in found[0].hit.text


def test_a_sample_unit_may_use_samples() -> None:
    hits = [hit("预警发布后按照路线转移群众并清点人数，做到不漏一人。", "样例村防汛应急预案", sample=True)]
    found = candidates(
        outlines().blocks["warning_action"], context_of(facts(), outlines()), WrittenClauses(hits), outlines()
    )
    assert found == ()
    sample = context_of(facts(province="示例省"), outlines())
    block = outlines().blocks["warning_action"]
    assert len(candidates(block, sample, WrittenClauses(hits), outlines())) == 1


def test_filling_adapts_and_cites(filled: Draft) -> None:
    section = filled.section("warning_action")
    assert section.state is State.DRAFT
    assert "白鹤县" not in section.text
    assert "青山县防汛仓库集结待命" in section.text
    assert any(c.quote == PAST[0].text or c.quote == PAST[1].text for c in section.citations)
    assert "时限（小时）" in section.slots


def test_filling_without_a_library_still_gives_a_text() -> None:
    draft = fill_all(new_draft(facts(), "SDC", outlines()), outlines())
    assert all(section.text or section.state is State.DONE for section in draft.sections)
    assert all(not section.citations for section in draft.sections)


def test_fill_all_leaves_what_a_writer_touched(filled: Draft) -> None:
    draft = set_section(filled, "scope", text="本预案适用于全县。")
    assert fill_all(draft, outlines()).section("scope").text == "本预案适用于全县。"


def test_a_finished_section_is_not_overwritten_by_accident(filled: Draft) -> None:
    draft = set_section(filled, "scope", state="done")
    with pytest.raises(InputError, match="section_done"):
        fill_section(draft, "scope", outlines())
    assert fill_section(draft, "scope", outlines(), force=True).section("scope").state is State.DRAFT


def test_inserting_a_candidate(filled: Draft) -> None:
    choice = section_candidates(filled, "measures", outlines(), WrittenClauses(PAST))[0]
    draft = insert_candidate(filled, "secondary", choice)
    section = draft.section("secondary")
    assert section.text.endswith(choice.adapted.text)
    assert section.citations[-1].clause_id == choice.hit.clause_id
    last = section.origin[-1]
    assert section.text[last.start : last.end] in choice.adapted.text


# ------------------------------------------------------------------ changing


def test_edits_keep_the_origin_of_untouched_lines_and_the_old_text(filled: Draft) -> None:
    before = filled.section("warning_action")
    kept = before.text.split("\n")[0]
    draft = set_section(filled, "warning_action", text=f"新写的第一段。\n{kept}")
    section = draft.section("warning_action")
    assert section.origin[0].kind is OriginKind.WRITER
    assert all(p.kind is not OriginKind.WRITER for p in section.origin[1:])
    assert "".join(section.text[p.start : p.end] for p in section.origin[1:]) == kept
    assert section.citations == ()
    assert draft.history[-1].text == before.text


def test_sections_by_number_and_unknown_ones(filled: Draft) -> None:
    assert filled.section("1.1").id == "purpose"
    with pytest.raises(InputError, match="unknown_section"):
        filled.section("99.9")
    with pytest.raises(InputError, match="bad_state"):
        set_section(filled, "purpose", state="ready")


# ------------------------------------------------------------------ status


def test_status_has_the_shape_of_the_contract(filled: Draft) -> None:
    result = status(filled, review_of(as_document(written(filled))))
    assert {"sections", "done", "elements", "slots", "foreign_names", "conflicts"} <= set(result)
    assert result["front_slots"] == ["主送机关", "审批机关或会议", "发文字号"], (
        "what is open before the text is told apart"
    )
    assert result["sections"] == len(filled.sections)
    assert result["elements"]["present"] == 1
    assert result["elements"]["missing"] == 2
    assert len(result["elements"]) == 6
    assert len(result["slots"]) == sum(len(s.slots) for s in filled.sections)
    json.dumps(result, ensure_ascii=False)


def test_foreign_names_are_caught_in_a_writers_text(filled: Draft) -> None:
    assert foreign_names(filled) == []
    draft = set_section(filled, "scope", text="适用于白鹤县和云岭区。")
    found = foreign_names(draft, ["白鹤县", "云岭区", "青山县"])
    assert [(f["section"], f["name"]) for f in found] == [("scope", "白鹤县")]
    assert draft.section("scope").text[found[0]["start"] : found[0]["end"]] == "白鹤县"


def test_conflicts(filled: Draft) -> None:
    assert conflicts(filled) == []
    draft = set_section(filled, "duty", text="由总指挥带班，值班电话：0000-9999999。")
    assert {c["code"] for c in conflicts(draft)} == {"post_differs", "phone_differs"}
    sheet, _ = facts_from_mapping(
        {"unit": {"name": "青山县人民政府"}, "plan": {"type": "SDC"}, "issue": {"body": "青山县水利局"}}
    )
    assert [c["code"] for c in conflicts(new_draft(sheet, "SDC", outlines()))] == ["issuer_does_not_fit"]


def test_headings_alone_are_not_done(filled: Draft) -> None:
    empty = status(new_draft(facts(), "SDC", outlines()))
    assert (empty["done"], empty["sections"]) == (0, len(filled.sections))
    assert status(set_section(filled, "scope", state="done"))["done"] == 1


def test_plans_and_departments_that_a_county_cannot_call_on(filled: Draft) -> None:
    said = "由国土资源主管部门启动《国家突发地质灾害应急预案》，生态环境部门配合，县安监局参加。"
    draft = set_section(filled, "scope", text=said)
    found = {c["code"]: c["params"] for c in conflicts(draft)}
    assert found == {
        "national_plan": {"title": "《国家突发地质灾害应急预案》"},
        "former_sector": {"old": "国土资源主管部门"},
    }
    message = Message("former_office", {"old": "安监局", "now": "应急管理局", "since": "2018年"})

    def review(document: Document) -> Review:
        finding = Finding("QC-ORG", FindingSeverity.MEDIUM, message, ())
        return replace(review_of(document), findings=(finding,))

    former = [
        c for c in status(draft, review(as_document(written(draft))))["conflicts"] if c["code"] == "former_office"
    ]
    assert [(c["section"], c["params"]["old"]) for c in former] == [("scope", "安监局")]


def test_slots_have_offsets(filled: Draft) -> None:
    for item in slots(filled)[:20]:
        text = filled.section(item["section"]).text
        assert text[item["start"] : item["end"]] == f"〔待补充：{item['label']}〕"


# ------------------------------------------------------------------ files


def test_drafts_survive_saving(tmp_path: Path, filled: Draft) -> None:
    path = tmp_path / "d.json"
    save(filled, path)
    assert load(path) == filled
    raw = json.loads(path.read_text(encoding="utf-8"))
    assert raw["format"] == 1
    assert set(raw) == {"format", "facts", "plan_type", "outline", "sections", "history"}
    assert {"id", "number", "title", "level", "text", "origin", "items", "citations", "slots", "state"} <= set(
        raw["sections"][0]
    )


def test_the_last_good_version_is_kept(tmp_path: Path, filled: Draft) -> None:
    path = tmp_path / "d.json"
    save(filled, path)
    save(set_section(filled, "scope", text="新"), path)
    assert load(draft_files.backup_of(path)) == filled


def test_a_crash_while_writing_leaves_the_old_file(
    tmp_path: Path, filled: Draft, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "d.json"
    save(filled, path)

    def crash(descriptor: int) -> None:
        raise OSError(28, "disk full")

    monkeypatch.setattr(os, "fsync", crash)
    with pytest.raises(InputError, match="not_writable"):
        save(set_section(filled, "scope", text="新"), path)
    monkeypatch.undo()
    assert load(path) == filled
    assert list(tmp_path.glob(".*")) == []


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "[]",
        '{"format": 2}',
        '{"format": 1}',
        '{"format": 1, "facts": {"unit": {"name": "a"}}, "plan_type": "T", "sections": [{}]}',
    ],
)
def test_damaged_files_are_named_with_their_backup(tmp_path: Path, filled: Draft, text: str) -> None:
    path = tmp_path / "d.json"
    save(filled, path)
    save(filled, path)
    path.write_text(text, encoding="utf-8")
    with pytest.raises(InputError) as caught:
        load(path)
    assert caught.value.code == "bad_draft"
    assert caught.value.params["backup"].endswith("d.json.bak")
    save(filled, path)
    assert load(draft_files.backup_of(path)) == filled


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"id": 7}, "not_text"),
        ({"id": ""}, "not_text"),
        ({"text": None}, "not_text"),
        ({"title": ["a"]}, "not_text"),
        ({"id": "purpose"}, "id_twice"),
        ({"plan_type": "XYZ"}, "unknown_type"),
        ({"plan_type": ["SDC"]}, "unknown_type"),
    ],
)
def test_loose_draft_files_are_refused(tmp_path: Path, filled: Draft, change: dict[str, object], reason: str) -> None:
    raw = draft_to_mapping(filled)
    (raw if "plan_type" in change else raw["sections"][5]).update(change)
    path = tmp_path / "d.json"
    path.write_text(json.dumps(raw), encoding="utf-8")
    with pytest.raises(InputError) as caught:
        load(path)
    assert (caught.value.code, caught.value.params["reason"]) == ("bad_draft_alone", reason)
    save(filled, draft_files.backup_of(path))
    with pytest.raises(InputError, match="'bad_draft'"):
        load(path)


def test_a_hand_made_draft_without_optional_keys_loads(tmp_path: Path) -> None:
    raw = draft_to_mapping(new_draft(facts(), "VIL", outlines()))
    for section in raw["sections"]:
        for key in ("annex", "requirement", "origin", "citations", "items", "slots"):
            section.pop(key)
    del raw["history"]
    path = tmp_path / "d.json"
    path.write_text(json.dumps(raw), encoding="utf-8")
    assert [s.annex for s in load(path).sections].count(True) == 4


# ------------------------------------------------------------------ documents


def test_as_document_has_all_headings_and_unique_ids(filled: Draft) -> None:
    document = as_document(filled)
    assert [s.text for s in document.sections] == [s.title for s in filled.sections]
    ids = [c.id for c in document.clauses]
    assert len(ids) == len(set(ids))
    assert document.plan_type == "SDC"
    assert any("现印发给你们" in c.text for c in document.clauses)
    assert any(c.table_row and "县消防救援大队" in c.text for c in document.clauses)


def test_import_takes_over_edits_and_reports_the_rest(tmp_path: Path, filled: Draft) -> None:
    edited = set_section(filled, "scope", text="本预案只适用于城区。\n| 甲 | 乙 |\n| 1 | 2 |")
    export_docx(edited, tmp_path / "p.docx")
    draft, notices = import_source(filled, read(tmp_path / "p.docx"))
    assert draft.section("scope").text == "本预案只适用于城区。\n| 甲 | 乙 |\n| 1 | 2 |"
    assert [s.text for s in draft.sections if s.id != "scope"] == [s.text for s in filled.sections if s.id != "scope"]
    assert notices == ()
    assert draft.section("purpose").origin == filled.section("purpose").origin


def test_import_loses_nothing_when_headings_change(filled: Draft) -> None:
    few = replace(filled, sections=filled.sections[:4])
    blocks = (
        Paragraph("1.1 编制目的", outline_level=2),
        Paragraph("新的目的。"),
        Paragraph("1.9 新增的一节", outline_level=2),
        Paragraph("新增内容。"),
        Paragraph("1.2 编制依据", outline_level=2),
        Paragraph("新的依据。"),
    )
    draft, notices = import_source(few, Source("p.docx", "docx", blocks))
    assert draft.section("purpose").text == "新的目的。\n1.9 新增的一节\n新增内容。"
    assert draft.section("scope").text == filled.section("scope").text
    codes = [n.code for n in notices]
    assert codes.count("heading_not_in_draft") == 1
    assert "section_not_found" in codes


def test_a_file_that_is_no_export_of_this_draft_is_refused(filled: Draft) -> None:
    blocks = (Paragraph("1.1 编制目的", outline_level=2), Paragraph("别的文件。"))
    with pytest.raises(InputError) as caught:
        import_source(filled, Source("别的.docx", "docx", blocks))
    written_sections = sum(1 for section in filled.sections if section.text)
    assert caught.value.code == "not_this_draft"
    assert caught.value.params == {"path": "别的.docx", "found": "1", "total": str(written_sections)}


def test_facts_from_an_old_plan(filled: Draft) -> None:
    found = facts_from_document(as_document(filled))
    assert found.unit.short == "青山县"
    assert found.office.duty_phone.replace("-", "") == "00000001100"
    assert found.command[0].holder == "县长"
    assert found.team[0].name == "县消防救援大队"


def test_facts_are_rather_empty_than_cut_out_of_a_sentence(filled: Draft) -> None:
    said = (
        "县级以上人民政府设立青山县防汛指挥部，负责防汛工作。一般水旱灾害由县防汛抗旱指挥部负责处置。"
        "现场指挥部指挥长：由指挥部指挥长任命。副指挥长：由县防汛抗旱指挥部指定。组长：县水利局局长。"
    )
    found = facts_from_document(as_document(set_section(new_draft(facts(), "SDC", outlines()), "command", text=said)))
    assert found.plan.command_body == "青山县防汛指挥部"
    assert [(post.post, post.holder) for post in found.command] == [("组长", "县水利局局长")]
    assert found.plan.replaces == ""
    cut = "一般水旱灾害由县防汛抗旱指挥部负责处置，设立临江市总指挥部时服从其指挥。"
    none = facts_from_document(as_document(set_section(new_draft(facts(), "SDC", outlines()), "command", text=cut)))
    assert "由" not in none.plan.command_body
    assert not none.plan.command_body.startswith("立")


@pytest.mark.parametrize(
    "path", [p for p in sorted((CORPUS / "facts").glob("*.toml")) if p.name != "fields.toml"], ids=lambda p: p.stem
)
def test_sample_sheets_make_drafts(path: Path) -> None:
    sheet, _ = load_facts(path)
    draft = fill_all(new_draft(sheet, sheet.plan.type, outlines()), outlines())
    assert len(slots(draft)) < 60
    assert conflicts(draft) == []


def test_headings_that_nobody_has_written_are_no_part_of_the_text() -> None:
    empty = new_draft(facts(), "SDC", outlines())
    assert written(empty).sections == ()
    scope = next(section for section in empty.sections if section.title == "适用范围")
    started = written(set_section(empty, scope.id, text="适用于青山县。"))
    assert [section.title for section in started.sections] == ["总则", "适用范围"]


def test_an_activity_is_no_emergency() -> None:
    sheet, _ = facts_from_mapping(
        {"unit": {"name": "青山县人民政府", "level": "县"}, "plan": {"type": "EVT", "hazard": "茶乡文化节"}}
    )
    text = "".join(s.text for s in fill_all(new_draft(sheet, "EVT", outlines()), outlines()).sections)
    assert "突发事件" in text
    assert "茶乡文化节" not in text, "nobody reports or ends a festival as if it were a disaster"
