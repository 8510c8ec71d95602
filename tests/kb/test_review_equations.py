"""Numbers that follow from one another, in sentences, tables and dates: the wrong ones are told, the right ones are not."""

from __future__ import annotations

import pytest

from tests.kb.review_world import findings


def sums(*lines: str) -> set[str]:
    return {each.message.code for each in findings("# 1 基本情况\n" + "\n".join(lines), "QC-NUM")}


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("组建抢险队4支、每支12人，共48人。", "组建抢险队4支、每支12人，共36人。"),
        ("柴油发电机2台，每台400kW，总功率800kW。", "柴油发电机2台，每台400kW，总功率1200kW。"),
        ("实行三班制，每班12人，共36人。", "实行三班制，每班12人，共46人。"),
        ("每村2名，共5个村，合计10名。", "每村2名，共5个村，合计12名。"),
        ("设物资库3处，每处储备帐篷50顶，合计150顶。", "设物资库3处，每处储备帐篷60顶，合计150顶。"),
        ("住校生386人，其中男生198人、女生188人。", "住校生386人，其中男生198人、女生178人。"),
        (
            "应急经费24万元，其中物资14万元、培训6万元、其他4万元。",
            "应急经费28万元，其中物资14万元、培训6万元、其他4万元。",
        ),
        ("队员60人，其中专职20人、兼职40人。", "队员60人，其中专职20人、兼职30人。"),
        ("全镇共有3860户、13420人。", "全镇共有386户、13420人。"),
        ("活动时间为2027年2月18日至2月24日，共7天。", "活动时间为2027年2月18日至2月24日，共10天。"),
        ("培训6月1日至3日，为期3天。", "培训6月1日至3日，为期5天。"),
        ("每日8时至20时，共12小时有人值守。", "每日8时至20时，共10小时有人值守。"),
    ],
)
def test_what_follows_from_the_numbers_beside_it(right: str, wrong: str) -> None:
    assert "sum_wrong" not in sums(right)
    assert "sum_wrong" in sums(wrong)


@pytest.mark.parametrize(
    "line",
    [
        "应急队7支、每支10人，全镇应急力量共102人。",
        "每辆车配备不少于2人，车辆6辆，共15人。",
        "每支队伍约10人，共5支，合计48人。",
        "职工120人，其中党员45人、女职工38人。",
        "自6月1日起，共30天内完成整改。",
        "企业集体户20户、300人。",
    ],
)
def test_what_need_not_follow(line: str) -> None:
    assert "sum_wrong" not in sums(line)


def test_groups_and_the_sum_of_their_members() -> None:
    groups = ("（1）灭火组：组长一人，组员8人，负责扑救。", "（2）疏散组：组长一人，组员20人，负责引导。")
    assert "sum_wrong" not in sums(*groups, "两个小组组员共28人。")
    assert "sum_wrong" in sums(*groups, "两个小组组员共36人。")


def test_a_thing_in_the_text_and_in_its_row() -> None:
    rows = ("# 附件2 物资", "|名称：防爆对讲机；数量：20部；地点：中控室", "|名称：空气呼吸器；数量：6套；地点：车间")
    assert not findings("\n".join(("# 5 保障", "配备防爆对讲机20部，专人保管。", *rows)), "QC-CONS")
    wrong = findings("\n".join(("# 5 保障", "配备防爆对讲机32部，专人保管。", *rows)), "QC-CONS")
    assert [each.message.code for each in wrong] == ["table_differs"]
    assert not findings("\n".join(("# 5 保障", "每组携带防爆对讲机2部。", *rows)), "QC-CONS")


def dates(text: str) -> list[str]:
    return [each.message.code for each in findings(text, "QC-DATE")]


@pytest.mark.parametrize(
    ("head", "line", "told"),
    [
        ("（2026年2月20日校务会议通过）", "本预案自2026年3月1日起施行。", False),
        ("（2026年2月20日校务会议通过）", "本预案自2016年3月1日起施行。", True),
        ("编号：QS-01 颁布日期：2026年6月8日", "本预案自2026年6月15日起施行。", False),
        ("编号：QS-01 颁布日期：2026年6月8日", "本预案自2006年6月15日起施行。", True),
        (
            "编制日期：2026年9月1日 发布日期：2026年6月8日",
            "本预案自发布之日起施行。",
            True,
        ),
        (
            "（2026年2月20日印发）",
            "本预案自印发之日起施行，原预案（青政办发〔2019〕3号）同时废止。",
            False,
        ),
        (
            "（2022年2月20日印发）",
            "本预案自印发之日起施行，原预案（青政办发〔2024〕3号）同时废止。",
            True,
        ),
        (
            "（2026年2月20日印发）",
            "依据2018年10月1日起施行的《某某办法》制定。",
            False,
        ),
        (
            "活动时间为2027年2月18日至2月24日。",
            "2027年2月10日前组织一次综合演练。",
            False,
        ),
        (
            "活动时间为2027年2月18日至2月24日。",
            "2027年3月10日前组织一次综合演练。",
            True,
        ),
    ],
)
def test_days_of_one_plan(head: str, line: str, told: bool) -> None:
    assert ("date_order" in dates(f"{head}\n# 1 总则\n{line}")) is told


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("本预案印发后20个工作日内报县应急管理局备案。", False),
        ("本预案印发后2年内报县应急管理局备案。", True),
        ("镇卫生院应当在2小时内通过传染病信息系统进行网络直报。", False),
        ("镇卫生院应当在48小时内通过传染病信息系统进行网络直报。", True),
        ("领导小组每季度会商一次防汛形势。", False),
        ("应急物资使用后，30日内补齐缺少的物资。", False),
        ("应急物资使用后，3年内补齐缺少的物资。", True),
    ],
)
def test_times_that_no_practice_knows(line: str, told: bool) -> None:
    codes = [each.message.code for each in findings(f"# 6 管理\n{line}", "QC-TIME")]
    assert ("time_unusual" in codes) is told
