"""Personal data is masked, plan content is not. All names, numbers and places are invented."""

from __future__ import annotations

from pathlib import Path

import pytest

from kb.model import Clause, Document, Incident, Kind, Measure, Section
from kb.parsing import parse
from kb.privacy import mask_personal
from kb.readers.options import ReadOptions

from .reading import document


def masked(text: str, *, path: tuple[str, ...] = (), row: bool = False) -> str:
    clause = Clause("x#1", path, text, table_row=row)
    return mask_personal(Document("x", "青山县通报", Kind.REPORT, (), (clause,))).clauses[0].text


POSITIVE = [
    ("身份证号440301197805061234。", "身份证号440301************。"),
    ("身份证号：52010219991231002X", "身份证号：520102************"),
    ("重型货车（车牌号：贵B·A0005）侧翻", "重型货车（车牌号：贵B****）侧翻"),
    ("车牌号贵BA0005的货车", "车牌号贵B****的货车"),
    ("新能源车粤AD12345起火", "粤A****"),
    ("挂车鲁H123A挂脱落", "鲁H****"),
    ("教练车川C1234学被撞", "川C****"),
    ("拨打其手机13800000001", "拨打其手机138****0001"),
    ("手机139-0000-0002无人接听", "手机139****0002无人接听"),
    ("家属联系电话：13700000003", "家属联系电话：137****0003"),
    ("死者陆大山，系青山县人。", "死者陆某某，"),
    ("死者：陆大山", "死者：陆某某"),
    ("遇难者为赵小河，已送殡仪馆。", "遇难者为赵某某，"),
    ("伤者刘洋被送往县医院。", "伤者刘某某被送往"),
    ("受伤人员王立新因伤势较重转院。", "受伤人员王某某因"),
    ("驾驶员郑国庆（男，45岁）当场死亡", "驾驶员郑某某（男，45岁）"),
    ("司机李强在驾驶室内被困", "司机李某某在"),
    ("乘客孙小梅、周大勇获救", "乘客孙某某、周某某获救"),
    ("村民何青松、何青柏在沟边发现异响", "村民何某某、何某某在"),
    ("患者罗志远经抢救脱险", "患者罗某某经"),
    ("家属马春兰向县政府反映", "家属马某某向"),
    ("货主曹建业称货物已投保", "货主曹某某称"),
    ("当事人袁家宝已被控制", "当事人袁某某已"),
    ("其中薛小明（女，8岁）溺水", "其中薛某某（女，8岁）"),
    ("伤者欧阳春水被救出", "伤者欧阳某某被"),
    ("工人蒋有福，男，52岁，被埋。", "工人蒋某某，男，"),
    ("村民陈石头房后滑坡，陈石头带全家撤离", "陈某某带全家"),
    ("遇难者名单：陆大山、赵小河", "遇难者名单：陆某某、赵某某"),
    ("死亡3人，分别为陆大山、赵小河、孙立。", "陆某某、赵某某、孙某某。"),
    ("伤者2人（陆大山、赵小河）", "（陆某某、赵某某）"),
    ("身份证：440301780506123", "440301*********"),
    ("死者于长河（男，60岁）", "死者于某某（"),
    ("租户阿依古丽·吐尔逊跳窗逃生", "租户阿某某跳窗"),
    ("叉车工蒋有福倒车时撞倒保洁员陆兰", "叉车工蒋某某倒车时撞倒保洁员陆某某"),
    ("经抢救无效，赵小河于当日20时死亡。", "，赵某某于当日"),
    ("死者家住青山县石桥镇下坝村3组12号。", "家住青山县石桥镇***。"),
    ("住址：临江市云溪区和平路12号3单元502室", "住址：临江市云溪区***"),
    ("银行卡号6222021234567890123", "银行卡号6222********0123"),
]


@pytest.mark.parametrize(("text", "wanted"), POSITIVE)
def test_personal_data_is_masked(text: str, wanted: str) -> None:
    assert wanted in masked(text)


NEGATIVE = [
    "全镇常住人口1.6万，其中60岁以上老人占三成。",
    "死者家属认领遗体，乘客安全转移。",
    "村民委员会组织村民转移避险。",
    "伤者李某某被送医，驾驶员王某当场死亡。",
    "县长周大勇到现场指挥，副县长李强随行。",
    "村民小组长王立新（男，50岁）敲锣示警。",
    "患者高热、黄疸，应当隔离治疗。",
    "患者康复，当事人申请复核。",
    "家属安抚、家属安置由民政局负责。",
    "司机应当服从管理，驾驶员严格执行规定。",
    "村民房屋倒塌，村民庄稼被淹。",
    "乘客马上撤离，村民林地受损。",
    "伤员严重的，立即转院。",
    "当事人任何一方可以申请。",
    "受伤人员为主要救治对象。",
    "村民何时返回由指挥部决定。",
    "村民田地被冲毁，村民牛羊走失。",
    "县防汛办值班电话：13800000001",
    "联系电话 13800000001",
    "应急办公室13800000001",
    "死亡1人。值班电话：13800000001",
    "村民杨家沟等地集合，村民罗家湾在册三十户。",
    "死亡1人（江西籍），受伤3人（高空坠落）。",
    "水位达到113800000001毫米",
    "统一社会信用代码91440300123456789X",
    "文号为青政发〔2024〕12号，编号20240101123456789",
    "沿青A12高速行驶，桩号K1234+500",
    "川A级景区，国道G318",
    "货车贵B****侧翻",
    "全县平均年龄，45岁以上占三成。",
    "疏散群众（男12人，女15人）",
    "驾驶员和乘客等人员及时撤离",
    "工人张贴通告，群众安全撤离。",
    "安置点设在石桥镇下坝村3组小学。",
    "镇长赵小河带队，伤者送往和平路12号的县医院。",
    "协助灾区转移受灾群众、加强安置场所管理。",
]


@pytest.mark.parametrize("text", NEGATIVE)
def test_plan_content_stays(text: str) -> None:
    assert masked(text) == text


def test_contact_tables_keep_their_phones_but_lists_of_casualties_do_not() -> None:
    duty = "姓名：李强；职务：队长；手机：13800000001"
    assert masked(duty, path=("附件2 应急队伍通讯录",), row=True) == duty
    assert masked("单位：县水利局；联系电话：13800000001", row=True).endswith("13800000001")
    hurt = masked("姓名：李强；年龄：45；伤情：骨折；联系电话：13800000001", row=True)
    assert hurt == "姓名：李某某；年龄：45；伤情：骨折；联系电话：138****0001"


def test_quotes_of_incidents_stay_verbatim_in_the_masked_clauses() -> None:
    text = "村民何山发现裂缝。何山说，水沟断流。村干部组织撤离，联系13800000001。"
    quote = "何山说，水沟断流。"
    clauses = (Clause("x#1", (), text), Clause("x#2", (), "无关的一条。"))
    incident = Incident("", "", "", None, "", (), (Measure(quote, "x#1"),), text[:9], (), "x#1")
    found = mask_personal(
        Document("x", "报告", Kind.REPORT, (Section(1, "一", "经过"),), clauses, incidents=(incident,))
    )
    assert found.clauses[0].text == "村民何某某发现裂缝。何某某说，水沟断流。村干部组织撤离，联系138****0001。"
    assert found.incidents[0].measures[0].text in found.clauses[0].text
    assert found.incidents[0].outcome in found.clauses[0].text
    assert found.clauses[1] == clauses[1]
    (notice,) = found.notices
    assert (notice.code, notice.params) == ("masked_personal", {"count": "3"})


def test_parse_masks(tmp_path: Path) -> None:
    text = "青山县事故快报\n一、基本情况\n2026年3月5日8时，青山县白鹤镇发生交通事故，死者陆大山，男，45岁，车牌号贵B·A0005。\n"
    found = document(tmp_path, text)
    assert "陆大山" not in str(found)
    assert "A0005" not in str(found)


def test_a_plate_that_a_clipped_title_cuts_through_is_hidden() -> None:
    clause = Clause("报告#¶1", (), "大货车（车牌贵BA0012）冲出路外，县公安局赶到现场。")
    incident = Incident(
        "大货车（车牌贵BA00…", "", "", None, "", (), (Measure("县公安局赶到现场", clause.id),), "", (), clause.id
    )
    told = Document("报告", "情况报告", Kind.REPORT, (), (clause,), incidents=(incident,))
    assert mask_personal(told).incidents[0].title == "大货车（车牌…"


def test_the_internal_view_shows_the_original_and_says_so(tmp_path: Path) -> None:
    path = tmp_path / "快报.txt"
    path.write_text("青山县事故快报\n2026年3月5日8时，白鹤镇发生事故，死者陆大山，男，45岁。\n", encoding="utf-8")
    plain, opened = parse(path), parse(path, options=ReadOptions(internal=True))
    assert "陆大山" not in str(plain)
    assert "陆大山" in opened.documents[0].clauses[0].text
    assert "internal_view" in {notice.code for notice in opened.notices}
    assert [clause.id for clause in plain.documents[0].clauses] == [clause.id for clause in opened.documents[0].clauses]


@pytest.mark.parametrize(
    "text",
    [
        "病人戴口罩就地单间安置。",
        "监测员先发信号、后报告。",
        "夜间静稳天气轻伤区沿下风向2900米。",
        "居民关灶阀后撤到上风向。",
    ],
)
def test_what_a_person_does_is_no_name(text: str) -> None:
    clause = Clause("x#1", (), text)
    document = Document("x", "青山县危险化学品事故应急预案", Kind.PLAN, (), (clause,))
    assert mask_personal(document).clauses[0].text == text
