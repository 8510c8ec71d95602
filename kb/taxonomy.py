"""Kinds of events: the categories of 国家突发事件总体应急预案 (2025) 1.3 with the words that name them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from kb.model import Hazard

_KINDS: tuple[tuple[str, str, str], ...] = (
    ("ND-WD", "水旱灾害", "水旱 防汛 度汛 防洪 抗旱 抗洪 洪涝 洪水 内涝 渍涝 山洪 干旱 旱情 旱灾 汛情 堰塞湖 溃坝 垮坝 决口 凌汛 防台 水库"),
    ("ND-MT", "气象灾害", "气象 台风 暴雨 暴雪 雪灾 寒潮 大风 沙尘暴 高温 低温 雨雪冰冻 冰冻 雷电 冰雹 大雾 霾 霜冻 龙卷风 热带气旋 强对流"),
    ("ND-EQ", "地震灾害", "地震 抗震 防震 震情 震灾 火山"),
    ("ND-GH", "地质灾害", "地质灾害 滑坡 崩塌 泥石流 地面塌陷 地裂缝 山体垮塌 塌方"),
    ("ND-OC", "海洋灾害", "海洋灾害 风暴潮 海啸 赤潮 海冰 海浪"),
    ("ND-BI", "生物灾害", "生物灾害 有害生物 病虫害 蝗灾 外来物种 鼠害"),
    ("ND-FF", "森林草原火灾", "森林火灾 森林灭火 草原火灾 森林草原 森林防火 草原防火 森防 山火 林火 火情早期 扑火"),
    ("ND-RL", "灾害救助", "灾害救助 救灾 冬春救助 受灾人员救助 灾民"),
    ("AD-HC", "危险化学品事故", "危险化学品 危化 化学品 液氨 液氯 氯气 氨泄漏 烟花爆竹 民用爆炸 油气输送 毒气"),
    ("AD-MN", "矿山事故", "矿山 煤矿 非煤矿 透水 瓦斯 冒顶 尾矿库 矿井"),
    ("AD-CO", "建筑施工事故", "建筑施工 施工安全 房屋市政 房屋建筑 建筑工程 建设工程 工程建设 塔吊 深基坑 脚手架 施工现场"),
    ("AD-TR", "交通运输事故", "交通运输 道路交通 公路交通 水上交通 水运 航运 港航 水上搜救 海上搜救 铁路 民航 民用航空 轨道交通 高速公路 交通事故 道路运输 船舶 港口 航道 客车 翻车 侧翻 翻坠 油罐车 撞车 货车 公路"),
    ("AD-FI", "火灾事故", "火灾 消防 灭火 起火"),
    ("AD-PU", "公共设施和设备事故", "大面积停电 停电 供电 电力 燃气 供水 供热 供气 通信保障 通信中断 桥隧 桥梁 电梯 游乐设施 客运索道 起重机 叉车 特种设备 锅炉 压力容器 起重机械 管网"),
    ("AD-EN", "生态环境事件", "突发环境 环境事件 生态环境 环境污染 水污染 大气污染 土壤污染 饮用水源 危险废物 危废 重污染天气"),
    ("AD-NU", "核与辐射事故", "核事故 核应急 核电厂 辐射 放射源"),
    ("AD-OS", "海上溢油", "溢油"),
    ("AD-NS", "网络与数据安全事件", "网络安全 数据安全 网络与信息安全 信息安全 数据泄露 勒索病毒"),
    ("AD-WS", "生产安全事故", "生产安全 安全生产 工矿商贸 有限空间 受限空间 坍塌 高处坠落 机械伤害 触电 粉尘爆炸 爆炸"),
    ("PH-ID", "传染病疫情", "传染病 疫情防控 疫情 流感 诺如 手足口 非典 新冠 肺炎 甲流 霍乱 鼠疫 登革热"),
    ("PH-UK", "群体性不明原因疾病", "不明原因疾病"),
    ("PH-PO", "群体性中毒", "群体性中毒 食物中毒 职业中毒 一氧化碳中毒"),
    ("PH-FD", "食品安全事故", "食品安全"),
    ("PH-DR", "药品安全事件", "药品安全 药品 疫苗"),
    ("PH-AN", "动物疫情", "动物疫情 动物疫病 非洲猪瘟 禽流感 口蹄疫"),
    ("SS-TE", "恐怖袭击事件", "恐怖 反恐 暴恐"),
    ("SS-MA", "群体性事件", "群体性事件 上访 维稳 不稳定事端"),
    ("SS-RE", "民族宗教事件", "民族宗教 宗教"),
    ("SS-FI", "金融突发事件", "金融突发 金融风险 挤兑 非法集资"),
    ("SS-FO", "涉外突发事件", "涉外 撤侨 境外"),
    ("SS-MK", "市场稳定事件", "粮食应急 生活必需品 价格异常 市场供应 成品油"),
    ("SS-CR", "刑事案件", "刑事案件"),
    ("ND", "自然灾害", ""),
    ("AD", "事故灾难", ""),
    ("PH", "公共卫生事件", "公共卫生"),
    ("SS", "社会安全事件", ""),
    ("SS-CY", "校园安全", "校园安全 校园欺凌 校园突发 学生溺水 校车"),
)  # fmt: skip
_WORDS = tuple((Hazard(code, name), tuple({name, *words.split()})) for code, name, words in _KINDS)
_ALL_WORDS = tuple(dict.fromkeys(word for _, words in _WORDS for word in words))
_GENERAL = re.compile(r"(?:突发公共?事件|突发事件)(?:总体|综合)|总体应急预案")
_STRONG = 6.0
_WIDE = frozenset(["生产安全", "安全生产", "生产安全事故", "工矿商贸", "爆炸", "消防", "坍塌"])
"""Words that name the widest kind: any other kind that a title names goes before."""


@lru_cache(maxsize=1)
def hazard_names() -> dict[str, str]:
    """Every code with its name."""
    return {hazard.code: hazard.name for hazard, _ in _WORDS}


def hazard_by_code(code: str) -> Hazard | None:
    """The kind of event with a code."""
    return next((hazard for hazard, _ in _WORDS if hazard.code == code), None)


def hazard_by_name(name: str) -> Hazard | None:
    """The kind of event with exactly this name."""
    return next((hazard for hazard, _ in _WORDS if hazard.name == name), None)


@lru_cache(maxsize=4096)
def hazard_words_in(text: str) -> tuple[str, ...]:
    """The words in a text that name kinds of event, in order of their places; a word inside a longer one is left out."""
    found = sorted(
        ((text.find(word), word) for word in _ALL_WORDS if word in text), key=lambda pair: (-len(pair[1]), pair[0])
    )
    kept: list[tuple[int, str]] = []
    for place, word in found:
        if not any(word in longer for _, longer in kept):
            kept.append((place, word))
    return tuple(word for _, word in sorted(kept))


def hazards_of_word(word: str) -> tuple[Hazard, ...]:
    """The kinds of event that a word names."""
    return tuple(hazard for hazard, words in _WORDS if word in words)


@lru_cache(maxsize=256)
def hazard_in_title(title: str) -> Hazard | None:
    """The kind of event a title names; None for general titles and those that name none."""
    if _GENERAL.search(title):
        return None
    best: tuple[bool, int, int] = (False, 0, 0)
    named = None
    for hazard, words in _WORDS:
        for word in words:
            place = title.rfind(word)
            if place >= 0 and (named is None or (word not in _WIDE, len(word), place) > best):
                best, named = (word not in _WIDE, len(word), place), hazard
    return named


def hazard_in_text(texts: Iterable[str], *, share: float = 0.5, least: float = _STRONG) -> Hazard | None:
    """The kind of event that most of the words in a text name; None when no kind has ``share`` of them and a weight of ``least``."""
    counts: dict[str, float] = {}
    for text in texts:
        for hazard, words in _WORDS:
            hits = sum(text.count(word) * (1.0 + 0.2 * len(word)) for word in words)
            if hits:
                counts[hazard.code] = counts.get(hazard.code, 0.0) + hits
    if not counts:
        return None
    code = max(counts, key=lambda key: counts[key])
    enough = counts[code] >= least and counts[code] >= share * sum(counts.values())
    return hazard_by_code(code) if enough else None
