"""Names of another unit, place or headquarters left in a plan, over six kinds of plans; sound sentences stay untold."""

from __future__ import annotations

import pytest

from tests.kb.review_world import check

PLANS: dict[str, dict[str, object]] = {
    "county": {
        "title": "青山县突发地质灾害应急预案",
        "plan_level": "县",
        "region": "示例省临江市青山县",
        "text": "本县设地质灾害应急指挥部。县自然资源局承担办公室工作。本县气象局参加。柳河水文站水位达到30米时加密监测。柳河水文站水位达到31米时转移群众。柳河水文站水位达到32米时封路。我县各部门配合。",
    },
    "town": {
        "title": "青山县石桥镇防汛应急预案",
        "plan_level": "乡镇",
        "region": "青山县石桥镇",
        "text": "本镇设防汛指挥所。镇长任指挥长。柳溪河水位上涨时巡查。柳溪河沿岸住户转移。柳溪河水位超过警戒时封桥。",
    },
    "school": {
        "title": "临江市育才小学突发事件应急预案",
        "plan_level": "学校",
        "region": "临江市",
        "plan_type": "SCH",
        "hazard": None,
        "text": "我校设应急领导小组。校长任组长。我校教职工参加。本校门卫值守。育才小学操场为集合点。",
    },
    "firm": {
        "title": "临江市宏源化工有限公司生产安全事故综合应急预案",
        "plan_level": "企业",
        "region": "临江市",
        "plan_type": "EC",
        "hazard": None,
        "text": "本公司设应急指挥部。总经理任总指挥。本公司各车间配合。我公司值班室电话24小时值守。",
    },
    "care": {
        "title": "康宁养老院突发事件应急预案",
        "plan_level": "企业",
        "region": "",
        "plan_type": "ORG",
        "hazard": None,
        "text": "我院设应急小组。院长任组长。本院护理员值守。我院全体人员参加。",
    },
    "vil": {
        "title": "石桥镇柳湾村山洪灾害防御应急预案",
        "plan_level": "村社区",
        "region": "石桥镇柳湾村",
        "plan_type": "VIL",
        "text": "本村设防汛小组。村支书任组长。本村党员参加。我村广播播发预警。",
    },
}
LEFT = [
    ("school", "发生突发事件，向阳中学现场教职工应当立即报告。"),
    ("county", "本公司各班组应当在交接班前完成安全阀试验。"),
    ("town", "我校师生接到警报后立即撤离。"),
    ("county", "本预案适用于白鹤县境内突发地质灾害的应对。"),
    ("county", "为做好白鹤县突发地质灾害应对工作，制定本预案。"),
    ("county", "结合白鹤县实际，制定本预案。"),
    ("county", "依据《临江市突发地质灾害应急预案》《白鹤县突发事件总体应急预案》制定。"),
    ("county", "本市各乡镇应当开展巡查。"),
    ("county", "由县防汛抗旱指挥部决定启动一级响应。"),
    ("county", "清平水文站水位达到33米时启动一级响应。"),
    ("county", "全白鹤县范围内排查隐患点。"),
    ("town", "本预案适用于白鹭镇辖区内洪涝灾害的防御。"),
    ("town", "清水河水位上涨超过堤顶时全员转移。"),
    ("town", "白鹭镇人民政府负责组织群众转移。"),
    ("town", "本村值班人员24小时在岗。"),
    ("school", "发生火灾时，朝晖中学师生按疏散图撤离。"),
    ("school", "本预案适用于启明小学校园内突发事件的应对。"),
    ("school", "我公司员工应当参加演练。"),
    ("school", "为保障启明小学（以下简称学校）师生安全，制定本预案。"),
    ("firm", "广源食品有限公司（以下简称公司）位于园区东侧。"),
    ("firm", "事故发生后，广源食品公司应急指挥部立即成立。"),
    ("firm", "我校师生立即疏散。"),
    ("care", "松鹤敬老院入住老人由护理员逐一清点。"),
    ("care", "松鹤养护院（以下简称本院）占地20亩。"),
    ("vil", "梨树村村民听到锣声立即转移。"),
    ("vil", "由梨树村村委会统一指挥。"),
    ("vil", "本公司员工立即撤离。"),
]
RIGHT = [
    ("county", "建设单位、施工企业应当对本单位的隐患承担治理责任。"),
    ("town", "中心小学制定本校的疏散预案。"),
    ("county", "向毗邻的白鹤县人民政府通报险情。"),
    ("county", "依据《临江市突发地质灾害应急预案》《示例省突发地质灾害应急预案》制定。"),
    ("county", "报临江市人民政府批准。"),
    ("county", "与县防汛抗旱指挥部共享雨情水情信息。"),
    ("county", "本预案适用于本县行政区域内突发地质灾害的应对。"),
    ("county", "上游白鹤县泄洪时提前转移。"),
    ("county", "受灾县应急管理局核报灾情。"),
    ("town", "本县遭遇强降雨时提前转移。"),
    ("town", "清水河、柳溪河汇合处加派巡查人员。"),
    ("town", "柳湾村、梨树村村民转移到镇中心小学。"),
    ("town", "请求相邻的白鹭镇支援船只。"),
    ("school", "本市教育局指导学校开展演练。"),
    ("school", "必要时学生转移到邻近的朝晖中学操场。"),
    ("school", "伤员送临江市第二人民医院救治。"),
    ("school", "参照全市中小学校统一要求组织演练。"),
    ("firm", "与广源食品有限公司签订互助协议，请求其支援。"),
    ("firm", "维保单位广安电梯有限公司派员到场。"),
    ("firm", "本市应急管理局接报后派员到场。"),
    ("care", "伤员转送至临江市中医院救治。"),
    ("care", "社区卫生服务中心医生到院巡诊。"),
    ("vil", "本镇雨量站达到50毫米时预警。"),
    ("vil", "上游梨树村拦水坝放水时通知本村。"),
    ("vil", "下坪村民小组、上坪村民小组分片转移。"),
    ("vil", "组建村应急救援队。"),
]


def told(kind: str, line: str) -> list[str]:
    given = dict(PLANS[kind])
    text, plan_type = str(given.pop("text")), str(given.pop("plan_type", "SDC"))
    review = check("# 1 总则\n" + line + "\n# 2 组织\n" + text.replace("。", "。\n"), plan_type, **given)
    return [
        each.message.code
        for each in review.findings
        if each.rule == "QC-COPY" and any(at.quote in line or line[:6] in at.quote for at in each.places)
    ]


@pytest.mark.parametrize(("kind", "line"), LEFT)
def test_another_units_name_is_told(kind: str, line: str) -> None:
    assert told(kind, line)


@pytest.mark.parametrize(("kind", "line"), RIGHT)
def test_own_names_neighbours_and_helpers_are_not(kind: str, line: str) -> None:
    assert told(kind, line) == []
