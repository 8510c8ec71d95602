"""Three invented units for every plan type: a rich, a middling and a bare fact sheet; none of the starter library's places."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

_HAZARDS = {
    "VIL": ("防汛", "山洪", "地质灾害"), "TWN": ("突发事件", "森林火灾", "防汛抗旱"), "SDC": ("防汛抗旱", "森林火灾", "地震"),
    "SDP": ("防汛抗旱", "地质灾害", "森林火灾"), "SDN": ("防汛抗旱", "地震", "森林火灾"), "T": ("", "", ""),
    "SUP": ("交通运输保障", "通信保障", "医疗卫生保障"), "SCH": ("地震", "火灾", "食物中毒"),
    "EC": ("生产安全事故", "危险化学品事故", "生产安全事故"), "ES": ("火灾", "危险化学品泄漏", "触电"),
    "EVT": ("文化节活动", "马拉松", "庙会"), "ENVE": ("突发环境事件",) * 3, "ENVG": ("突发环境事件",) * 3,
}  # fmt: skip
_NAMES = {
    "VIL": ("{0}岭村村民委员会", "{0}岭村", "村社区"), "TWN": ("{0}口镇人民政府", "{0}口镇", "乡镇"),
    "SCH": ("{0}口镇第一小学", "{0}口镇第一小学", "学校"), "EC": ("{0}源精细材料有限公司", "{0}源公司", "企业"),
    "SDP": ("{0}海省人民政府", "{0}海省", "省"), "SDN": ("国务院", "国家", "国家"),
}  # fmt: skip
_COMPANY = {"EC", "ES", "EF", "CARD", "ENVE", "SEQ", "FIRE", "MAN", "TGT", "ORG"}

UNITS: tuple[Mapping[str, Any], ...] = (
    {"unit": {"short": "松垟"}, "rich": 2, "stem": "松垟"},
    {"unit": {"short": "丹霞谷"}, "rich": 1, "stem": "丹谷"},
    {"unit": {"short": "北固"}, "rich": 0, "stem": "北固"},
)


def facts_of(code: str, unit: Mapping[str, Any]) -> dict[str, Any]:
    """The nested fact mapping of one unit for a plan type."""
    stem, rich = unit["stem"], unit["rich"]
    pattern = _NAMES.get(code) or (_NAMES["EC"] if code in _COMPANY else ("{0}县人民政府", "{0}县", "县"))
    name, short, level = (part.format(stem) for part in pattern)
    hazard = _HAZARDS.get(code, ("突发事件",) * 3)[UNITS.index(unit)] if unit in UNITS else "突发事件"
    facts: dict[str, Any] = {
        "unit": {"name": name, "short": short, "region": f"东海省望江市{stem}县", "level": level},
        "plan": {"type": code, "hazard": hazard, "title": f"{short}{hazard}应急预案"},
    }
    if rich:
        facts["office"] = {"body": "应急管理办公室", "duty_phone": f"0999-66{rich}0110"}
        facts["command"] = [{"post": "指挥长", "holder": "主要负责人"}, {"post": "副指挥长", "holder": "分管负责人"}]
        facts["team"] = [{"name": f"{stem}应急救援队", "size": 37, "contact": "队长", "phone": "0999-6620111"}]
        facts["risk"] = [{"name": f"{stem}后山", "place": "后山脚", "kind": hazard, "consequence": "人员被困", "affected": "19户", "responsible": "网格员", "phone": "0999-6620112"}]  # fmt: skip
    if rich > 1:
        facts["issue"] = {"body": name, "approved_by": "办公会议", "date": "2027-02-03", "to": ["各有关单位"]}
        facts["member"] = [{"body": "综合办公室", "duties": ["接收和报送信息"], "phone": "0999-6620113"}]
        facts["group"] = [{"name": "抢险组", "lead": "综合办公室", "members": ["应急救援队"], "duties": ["抢险"]}]
        facts["shelter"] = [{"name": f"{stem}文体中心", "capacity": 430, "address": "中心路", "keeper": "馆长", "phone": "0999-6620114"}]  # fmt: skip
        facts["supply"] = [{"name": "水泵", "quantity": 7, "unit": "台", "place": "仓库", "keeper": "保管员", "phone": "0999-6620115"}]  # fmt: skip
        facts["route"] = [{"name": "一号路线", "start": "后山脚", "end": f"{stem}文体中心", "guide": "网格员"}]
        facts["neighbour"] = [{"name": "毗邻单位", "phone": "0999-6620116"}]
        facts["contact"] = [{"name": "值班室", "post": "值班员", "phone": "0999-6620110"}]
        facts["thresholds"] = {
            "evacuate": "接到转移指令",
            "response_1": "后山监测点位移超过63毫米",
            "signal": "连续鸣哨",
        }
    return facts
