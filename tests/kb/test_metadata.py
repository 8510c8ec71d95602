from __future__ import annotations

from pathlib import Path

import pytest

from kb.dates import dates_in
from kb.errors import ReadError
from kb.genres import genre_of
from kb.parsing import parse
from kb.plan_types import plan_types
from kb.regions import level_of, region_of
from kb.taxonomy import hazard_in_title
from tests.kb.reading import document, write


@pytest.mark.parametrize(
    ("title", "level", "codes"),
    [
        ("青山县突发事件总体应急预案", "县", {"T"}),
        ("示例省地震应急预案", "省", {"SDP"}),
        ("青山县森林火灾应急预案", "县", {"SDC"}),
        ("示例省自然灾害救助应急预案", "省", {"SUP", "SDP"}),
        ("临江市通信保障应急预案", "市", {"SUP"}),
        ("石桥镇防汛应急预案", "乡镇", {"TWN"}),
        ("石桥镇上河村防汛应急预案", "村社区", {"VIL"}),
        ("恒达公司生产安全事故综合应急预案", "企业", {"EC"}),
        ("恒达公司火灾事故专项应急预案", "企业", {"ES"}),
        ("恒达公司氨罐泄漏现场处置方案", "企业", {"EF"}),
        ("青山县第一中学突发事件应急预案", "学校", {"SCH"}),
        ("青山县青河水库大坝安全应急预案", "县", {"TGT", "SDC"}),
        ("青山县白鹤县跨区域防汛联合应急预案", "县", {"JNT"}),
        ("2026年青山马拉松赛事安全保障应急预案", "县", {"EVT"}),
        ("青山商场灭火和应急疏散预案", "企业", {"FIRE"}),
        ("恒达公司突发环境事件应急预案", "企业", {"ENVE"}),
        ("液氨岗位应急处置卡", "企业", {"CARD"}),
    ],
)
def test_plan_types_from_titles(title: str, level: str, codes: set[str]) -> None:
    guesses = plan_types(title, level, "", "生产安全事故 车间 岗位" if level == "企业" else "")
    assert len(guesses) >= 2
    assert [guess.confidence for guess in guesses] == sorted((guess.confidence for guess in guesses), reverse=True)
    assert codes <= {guess.code for guess in guesses[: len(codes)]}


@pytest.mark.parametrize(
    ("title", "kind", "genre"),
    [
        ("青山县应急预案体系建设情况汇报", "report", "汇报"),
        ("2026年防汛演练总结", "report", "总结"),
        ("关于预案体系的调研报告", "report", "调研报告"),
        ("青山县突发事件应急预案管理办法", "law", "法律法规"),
        ("青山县应急预案（试行）", "plan", "应急预案"),
        ("应急演练方案", "other", "演练方案"),
        ("生产安全应急预案编制导则", "standard", "标准"),
        ("应急联动机制", "other", ""),
    ],
)
def test_kind_and_genre(title: str, kind: str, genre: str) -> None:
    found = genre_of(title, "", 0)
    assert (found.kind.value, found.genre) == (kind, genre)


@pytest.mark.parametrize(
    ("text", "region"),
    [
        ("青山县防汛应急预案", "青山县"),
        ("石桥镇上河村应急预案", "石桥镇上河村"),
        ("广西公路突发事件应急预案", "广西壮族自治区"),
        ("国家地震应急预案", ""),
        ("县政府总值班室工作汇报", ""),
        ("为进一步做好我市工作", ""),
    ],
)
def test_regions(text: str, region: str) -> None:
    assert region_of(text) == region


def test_levels() -> None:
    assert level_of("国家防汛应急预案", "", "") == "国家"
    assert level_of("天津市地震应急预案", "", "") == "省"
    assert level_of("防汛应急预案", "青山县人民政府办公室", "") == "县"
    assert level_of("应急预案", "", "我公司各车间、班组应当落实") == "企业"
    assert level_of("应急预案", "", "没有线索的文字") is None


def test_hazards() -> None:
    assert hazard_in_title("青山县森林火灾应急预案") is not None
    assert getattr(hazard_in_title("青山县突发地质灾害应急预案"), "code", "") == "ND-GH"
    assert getattr(hazard_in_title("自然灾害救助应急预案"), "code", "") == "ND-RL"
    assert hazard_in_title("青山县突发事件总体应急预案") is None


def test_dates_are_as_precise_as_the_text() -> None:
    text = "二〇二三年一月印发，2024年6月28日修订，2025年起施行，2026-03-09修正"
    assert [date.iso for date in dates_in(text)] == ["2023-01", "2024-06-28", "2025", "2026-03-09"]
    assert dates_in(text)[0].text == "二〇二三年一月"


def test_a_cover_gives_issuer_and_date(tmp_path: Path) -> None:
    text = "青山县地震应急预案\n\n青山县应急管理局\n二〇二六年三月\n\n1 总则\n1.1 目的\n为了应对地震灾害，依据2019年1月1日施行的办法制定本预案。\n1.2 范围\n本预案适用于全县。\n"
    found = document(tmp_path, text)
    assert (found.issuer, found.date, found.date_text, found.plan_type, found.region) == (
        "青山县应急管理局",
        "2026-03",
        "二〇二六年三月",
        "SDC",
        "青山县",
    )


def test_repealed_numbers_are_not_the_own(tmp_path: Path) -> None:
    text = "青山县地震应急预案\n本预案印发后，原预案（青政发〔2014〕22号）同时废止。\n1 总则\n1.1 目的\n为了应对地震灾害，制定本预案，保障安全。\n1.2 范围\n本预案适用于全县。\n"
    assert document(tmp_path, text).doc_number == ""


@pytest.mark.parametrize("mark", ["秘密★1年", "机密", "绝 密"])
def test_secrecy_marks_stop_the_file(tmp_path: Path, mark: str) -> None:
    with pytest.raises(ReadError) as caught:
        parse(write(tmp_path, "密.txt", f"{mark}\n青山县预案\n1 总则\n内容如下，应当遵守。\n"))
    assert caught.value.code == "secret_mark"


def test_internal_papers_are_read(tmp_path: Path) -> None:
    assert document(tmp_path, "内部资料 注意保存\n青山县预案\n保密工作要求：涉及秘密的，按规定办理。\n").clauses


def test_a_garbled_title_line_gives_way_to_the_file_name(tmp_path: Path) -> None:
    text = "# #\\$%= 年青山县地震灾害损失述评!\n\n某甲! 某乙\n\n1 概况\n2016年全年共发生地震3次，损失较轻。\n"
    found = document(tmp_path, text, "2016年青山县地震灾害损失述评.md")
    assert (found.title, found.kind) == ("2016年青山县地震灾害损失述评", "report")
    assert document(tmp_path, text, "扫描件003.md").title.endswith("年青山县地震灾害损失述评!")


def test_a_clean_title_wins_over_a_garbled_one(tmp_path: Path) -> None:
    text = "#\\$%= 年地震灾害损失述评\n\n2016年青山县地震灾害损失述评\n\n1 概况\n全年共发生地震3次，损失较轻。\n"
    assert document(tmp_path, text).title == "2016年青山县地震灾害损失述评"


@pytest.mark.parametrize(
    ("header", "last", "wanted"),
    [
        (
            "（2025年3月1日示例省人民政府第3次常务会议通过）",
            "第五条 本办法自2025年5月1日起施行。",
            ("2025-03-01", "2025-05-01"),
        ),
        (
            "（2025年3月1日示例省人民政府第3次常务会议通过）",
            "第五条 本办法自公布之日起施行。",
            ("2025-03-01", "2025-03-01"),
        ),
        (
            "（2016年6月3日示例省人民政府令第8号公布，根据\n2019年7月11日《关于修改部分规章的决定》修正）",
            "第五条 本办法自2016年7月1日起施行。",
            ("2019-07-11", ""),
        ),
    ],
)
def test_dates_of_issue_and_effect(header: str, last: str, wanted: tuple[str, str], tmp_path: Path) -> None:
    articles = "".join(f"第{n}条 各单位应当做好工作。\n" for n in "一二三四")
    found = document(tmp_path, f"示例省避难场所管理办法\n{header}\n{articles}{last}\n")
    assert (found.date, found.effective) == wanted


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("青山县防汛应急预案修订稿", "plan"),
        ("青山县防汛应急预案2023版", "plan"),
        ("青山县防汛应急预案简本", "plan"),
        ("应急物资编码规则 GB/T 00000-2025", "standard"),
        ("青山县防汛工作总结2025", "report"),
    ],
)
def test_titles_that_end_with_their_edition(title: str, kind: str, tmp_path: Path) -> None:
    assert (
        document(
            tmp_path, f"{title}\n\n一、概况\n各单位应当做好各项工作，确保安全。\n二、要求\n落实责任，及时报告。\n"
        ).kind.value
        == kind
    )


def test_invented_titles_of_every_type() -> None:
    from tests.bench.metadata import judge

    for later in (False, True):
        for name, values in judge(later=later).items():
            share = sum(right for right, _ in values) / len(values)
            assert share >= (0.85 if name == "type best" else 0.95), (name, later)


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("青山县第三中学突发事件应急处置工作方案", "plan"),
        ("重大事故隐患排查整治工作方案", "other"),
        ("应急物资采购方案", "other"),
    ],
)
def test_schemes_that_are_plans_and_that_are_not(title: str, kind: str) -> None:
    assert genre_of(title, "", 0).kind.value == kind


_ACTS = (
    "院长任组长，分管副院长任副组长。发现停电的科室立即打总值班电话，总值班在5分钟内报告院长。"
    "一级：全院停电，由院长指挥，启动发电车支援，重症病人转移到区医院。"
    "电力恢复后，由组长宣布结束。柴油常备800升，手电筒每层4支。每半年演练一次。"
)


def test_a_plan_under_another_name_is_known_by_what_it_does() -> None:
    assert genre_of("临江市第二医院大面积停电应急办法", "为了病人安全", 0, body=_ACTS).kind.value == "plan"
    assert genre_of("石桥镇2026年防汛抗洪安排", "各村照办", 0, body=_ACTS).kind.value == "plan"
    assert genre_of("青山县停电应急办法", "", 0, body=_ACTS + "县级以上人民政府应当加强管理。").kind.value == "law"
    assert genre_of("全市应急管理工作情况汇报", "", 0, body=_ACTS).kind.value == "report"
    assert genre_of("青山县停电应急办法", "", 12, body=_ACTS).kind.value == "law"
