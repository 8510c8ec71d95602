"""Plan type codes, best first, from title, level, issuer and text.

Rules: 国办发〔2024〕5号 articles 8 to 17 (T, SDN, SDP, SDC, SUP, TGT, EVT, JNT, CAT, TWN, VIL, ORG, MAN, ACT), GB/T 29639-2020 5 and
6 to 8 (EC, ES, EF), 生产安全事故应急预案管理办法 articles 6 and 19 (CARD), 公安部令第61号 39 (FIRE), 环发〔2015〕4号 (ENVE), GB/T 33942 (SEQ).
"""

from __future__ import annotations

import re

from kb.model import PlanTypeGuess

_BY_LEVEL = {
    "国家": "SDN",
    "省": "SDP",
    "市": "SDC",
    "县": "SDC",
    "乡镇": "TWN",
    "村社区": "VIL",
    "企业": "ES",
    "学校": "SCH",
}
_TITLE_RULES: tuple[tuple[str, str, float], ...] = (
    ("T", r"(?:突发公共?事件|突发事件)?总体应急预案|总体预案", 6.0),
    ("JNT", r"联合(?:应急)?预案|(?:区域|流域|[两三四]省|[两三四]市|[两三四]县)[\u4e00-\u9fff]{0,14}联动(?:应急)?(?:预案|方案)|跨(?:区域|流域|省|市|县|行政区).{0,14}预案|(?:县|市|区|省)[\u4e00-\u9fff]{1,6}(?:县|市|区|省).{0,16}联合|联防联控.{0,4}预案", 6.0),
    ("CAT", r"巨灾", 6.0),
    ("EVT", r"(?:活动|大会|庆典|节|赛事?|马拉松|运动会|博览会|展会|庙会|灯会|游园|庆祝|仪式|论坛|演唱会|考试|中考|高考|峰会|春运).{0,12}(?:保障|安保|安全|应急).{0,10}(?:预案|方案)|大型(?:群众性)?活动", 5.0),
    ("TGT", r"(?:水库|大坝|尾矿库|大桥|隧道|管网|变电站|轨道交通|地铁|重要目标|机场|水厂|堤防|电站|油库|输油|输气|长输管道).{0,16}(?:预案|方案)", 3.4),
    ("SUP", r"(?:通信|交通运输|医学救援|医疗救援|卫生应急|物资|能源|电力|资金|粮食|气象|测绘|运输|供应|救灾|生活必需品|应急).{0,8}保障.{0,6}预案|救助应急预案|医学救援应急预案", 4.6),
    ("CARD", r"处置卡|应急卡|明白卡", 7.0),
    ("MAN", r"手册", 6.0),
    ("ACT", r"行动方案|行动预案", 6.0),
    ("EF", r"现场(?:应急)?处置(?:方案|预案)", 6.5),
    ("EC", r"综合应急预案", 3.2),
    ("ES", r"专项应急预案", 2.2),
    ("FIRE", r"灭火和?(?:及|与)?(?:应急)?疏散", 6.5),
    ("SEQ", r"特种设备|电梯|锅炉|压力容器|起重机械|客运索道|大型游乐设施", 3.6),
    ("SCH", r"学校|中学|小学|幼儿园|校园|师生|学院", 6.0),
    ("TWN", r"(?:乡|镇|街道)(?:办事处|人民政府)?(?![\u4e00-\u9fff]{0,8}(?:村(?!庄)|社区))[\u4e00-\u9fff]{0,24}预案", 3.0),
    ("VIL", r"(?:村(?!镇|庄)|社区|居委会|业主委员会|小区)(?:民委员会)?[\u4e00-\u9fff]{0,24}(?:预案|方案)", 4.6),
)  # fmt: skip
_TITLES = tuple((code, re.compile(pattern), weight) for code, pattern, weight in _TITLE_RULES)
_PRODUCTION = re.compile(r"生产安全事故|GB/?T?\s*29639|从业人员|主要负责人|车间|班组|岗位")
_COMPANION = {
    "T": ("SDC", "SDP"),
    "SDN": ("SUP", "T"),
    "SDP": ("SUP", "T"),
    "SDC": ("SUP", "T"),
    "SUP": ("SDP", "SDC"),
    "EC": ("ES", "ORG"),
    "ES": ("EC", "EF"),
    "EF": ("ES", "CARD"),
    "CARD": ("EF", "MAN"),
    "MAN": ("ACT", "CARD"),
    "ACT": ("MAN", "SUP"),
    "SCH": ("ORG", "FIRE"),
    "FIRE": ("ORG", "ES"),
    "ENVE": ("ES", "EC"),
    "ENVG": ("SDC", "SDP"),
    "SEQ": ("ES", "SDC"),
    "TWN": ("SDC", "VIL"),
    "VIL": ("TWN", "ORG"),
    "ORG": ("EC", "ES"),
    "TGT": ("SDC", "ES"),
    "EVT": ("SDC", "ORG"),
    "JNT": ("SDC", "SDP"),
    "CAT": ("T", "SDP"),
}


def plan_types(title: str, level: str | None, issuer: str, body: str) -> tuple[PlanTypeGuess, ...]:
    """At least two codes with confidences that fall, best first."""
    scores: dict[str, float] = {}

    def add(code: str, weight: float) -> None:
        scores[code] = scores.get(code, 0.0) + weight

    for code, pattern, weight in _TITLES:
        if pattern.search(title):
            add(code, weight)
    if level:
        add(_BY_LEVEL[level], 3.0)
    government = level in ("国家", "省", "市", "县")
    if government:
        for code in ("EC", "ES", "EF", "SCH", "VIL", "TWN"):
            if code in scores and not (code == "EC" and level is None):
                scores[code] -= 3.0
    if level == "企业":
        _enterprise(scores, title, body)
    if level in ("企业", "学校") and "T" in scores:
        scores["T"] -= 5.0
        add("EC" if level == "企业" else "SCH", 3.0)
    if level in ("乡镇", "村社区"):
        for code in ("T", "SUP", "TGT"):
            if code in scores:
                scores[code] -= 4.0
        add(_BY_LEVEL[level], 2.0)
    if "突发环境" in title or "生态环境事件" in title:
        add(
            "ENVE" if level == "企业" else "ENVG",
            4.0 if level == "企业" or re.search(r"环境(?:保护)?局|环境厅", issuer) else 1.6,
        )
        if level is None:
            add("ENVE", 1.2)
    if not scores or max(scores.values()) <= 0:
        add("ORG" if re.search(r"(?:我|本)(?:单位|院|中心|馆)", body) else "SDC", 1.0)
    return _ranked(scores, level)


def _enterprise(scores: dict[str, float], title: str, body: str) -> None:
    """Which of the three tiers of GB/T 29639-2020 a company's plan is."""

    def more(code: str, weight: float) -> None:
        scores[code] = scores.get(code, 0.0) + weight

    if "专项" in title:
        more("ES", 2.5)
    elif re.search(r"综合|生产安全事故应急预案$", title):
        more("EC", 3.5)
    elif "现场" in title:
        more("EF", 1.5)
    if not re.search(r"专项|综合|现场|处置|生产安全", title):
        more("ORG", 3.5)
    elif not _PRODUCTION.search(body) and "生产安全" not in title:
        more("ORG", 1.5)


def _ranked(scores: dict[str, float], level: str | None) -> tuple[PlanTypeGuess, ...]:
    ranked = sorted(
        ((score, code) for code, score in scores.items() if score > 0), key=lambda pair: (-pair[0], pair[1])
    )
    best = ranked[0][1]
    for companion in (*_COMPANION.get(best, ("SDC", "ORG")), _BY_LEVEL.get(level or "", "SDC"), "ORG"):
        if len(ranked) >= 3:
            break
        if companion not in {code for _, code in ranked}:
            ranked.append((ranked[-1][0] * 0.35, companion))
    total = sum(score for score, _ in ranked[:4])
    return tuple(PlanTypeGuess(code, round(score / total, 2)) for score, code in ranked[:4])
