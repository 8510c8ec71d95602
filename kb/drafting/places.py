"""Names of places and bodies in a clause: which belong to its source and must not stay in another unit's plan."""

from __future__ import annotations

import re
from dataclasses import dataclass

from kb.regions import CITIES, MUNICIPALITIES, PROVINCES_SHORT, region_parts


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


LEVELS = ("国家", "省", "市", "县", "乡镇", "村社区")
"""From high to low; the position is what level words are shifted by."""

_UNIT = re.compile(
    r"^(?:关于印发)?[《“]?((?:[^省市县区州盟旗镇乡村第年《“的]{1,8}?(?:自治区|自治州|自治县|街道|社区|省|市|县|区|州|盟|旗|镇|乡|村))+)"
)
_SUFFIX_LEVEL = (("村", "村社区"), ("社区", "村社区"), ("街道", "乡镇"), ("镇", "乡镇"), ("乡", "乡镇"), ("自治区", "省"), ("省", "省"),
                 ("自治县", "县"), ("县", "县"), ("旗", "县"), ("区", "县"), ("市", "市"), ("州", "市"), ("盟", "市"))  # fmt: skip
_ORGAN = (
    "人民政府|政府办|政府|党委|委员会|委宣传|委、|应急|防汛|防指|森防|森林|抗震|防震|减灾|防灾|公安|水利|水务|水文|卫生|卫健|疾控|交通|住房|住建|城管|财政|民政|教育|气象|"
    "自然资源|国土|生态环境|环保|农业|林业|商务|工业|工信|经信|发展|发改|宣传|消防|人武|武警|供电|电力|通信|市场|文化|文旅|旅游|指挥部|专项|有关|相关|级|直|"
    "委|总指挥|领导小组|突发|地质|地震|救灾|粮食|红十字|团委|残联|数据|大数据|退役|审计|人力|司法|融媒体|广播|海事|铁路|总体|现场"
)
ORGAN_AHEAD = rf"(?={_ORGAN})"

_KINDS = (
    ("河流", "江|河|溪|湖|湖泊|水系"),
    ("水库", "水库|电站|水闸"),
    ("山名", "山(?![地洪体区丘林谷坡火])|岭|峰(?![值期])"),
    (
        "场所名称",
        "林场|水文站|大桥|隧道|高速公路|高速|医院|小学|中学|幼儿园|广场|体育场|体育馆|公园|工业园区|工业园|开发区|高新区|码头|车站|机场|港区|景区|煤矿|尾矿库",
    ),
    ("单位名称", "公司|集团|厂|化工(?![园企产原行工装设品事材])|石化(?![园企产行])|药业|矿业(?!权)|制药(?!企)"),
    ("地名", "省|自治区|自治州|市|县|镇|乡|街道|村|社区|新区"),
)
_BREAK = "，。；：、（）()《》“”\"' \t\n的在由向至到和及与或等各全本该于从对经过沿为以将把被其这此是有个条座处所按受内外中时并且可应须两几某跨邻外同每多数单见包驻进入到局部委厅队"
_VERBS = _words(
    "领导 建立 开展 提升 提醒 做好 加强 规范 推进 发布 完善 造成 修复 损毁 避开 管理 生产 引发 引起 实行 责任 旅游 示范 强化 改善 指挥 我国 设区 "
    "指导 部署 要求 督促 发动 帮助 协助 监督 配合 派出 赶赴 抵达 撤离 疏散 覆盖 涉及 影响 会同 预警 救援 启用 关闭 开放 "
    "前往 位于 通知 调度 经过 进入 封闭 转移 抢修 巡查 负责 组织 协调 联系 支援 通报 报告 包括 以及 根据 依托 利用 设立 驻 "
    "所在 事发 事故 受灾 有关 相关 重点 危险 居民 工业 小型 中型 大型 上级 下级 同级 当地 属地 毗邻 周边 下游 上游 邻近 "
    "相邻 沿岸 行政 自然 受影响 县级 市级 省级 乡级 村级 地级 设区 直辖 国家 主要 中小 城乡 农村 城市 城镇 乡镇 村镇 病险 "
    "重大 较大 一般 防洪 市政 公共 私营 民营 国有 学校 "
)
_GENERIC = frozenset(
    _words(
        "湖泊 江河湖泊 河流 河道 中小河流 泵站 堤防 水利 水电 "
        "三级 专科 中 中医 中学 中小 主 主城 乡 乡镇 事业 二级 人民 企业 传染病 供气 供水 供电 保险 入 入山 公司 内 农 出 "
        "石油 精细 有机 无机 氯碱 农药 医药 从事 化工 区 医院 卫生 厂 县 各 后方 国家 国道 地 城 大 大中 学校 守 定点 客运 封山 小 小学 山 山河 岭 巡 工 市 干 库 "
        "建 建设 护 指定 支 收治 救灾 新 施工 旧 普通 林场 森林 水 江 江河 汽车 河 治 沿 流域 湖 湿地 滨 火 火车 灾 燃气 "
        "牧 物业 物流 电 电力 界 登山 省 省道 看 石化 石油 矿 社 绕城 综合 老 自来水 自然 航空 街 跨 过 运营 运输 进 进山 "
        "通信 邻 铁路 长途 集团 靠山 高 高山 "
    )
)
_COMMON = re.compile(
    r"农业农村|住房(?:和|与)?城乡|城乡|农村|乡村|乡镇|村镇|市县|县市|村社|市政|县乡|城市|都市|超市|市场|镇痛"
)
_AREA = frozenset(
    "灾地山库社小景园校疫城辖牧林老片港矿厂街险戒置冲发离护响洪中集住活业火政治特新市郊战军分胁控域全盲内外震染点道段滞测留泊堆罐储装生育作施工禁限"
)
"""Characters before 区 in general words (灾区, 警戒区), not in names of districts."""


_BODY = re.compile(r"[^，。《》（）]{2,30}?(?:有限责任公司|有限公司|公司|集团|厂|学校|小学|中学|幼儿园|医院|大学|学院)")


@dataclass(frozen=True, slots=True)
class SourceNames:
    """Names of the unit that a source was written for: ``chain`` from the province down, ``level`` its level or empty."""

    chain: tuple[str, ...]
    level: str

    @property
    def joint(self) -> bool:
        """Whether several units of one level wrote it together, so that no single one can be put in our place."""
        levels = [level for name in self.chain if (level := level_of_place(name))]
        return len(levels) > len(set(levels))

    @property
    def units(self) -> frozenset[str]:
        """The units that wrote it: the last of the chain and those of the same level in it."""
        peers = [name for name in self.chain if self.level and level_of_place(name) == self.level]
        return frozenset((*self.chain[-1:], *peers))


def source_names(doc_title: str, region: str = "") -> SourceNames:
    """The places named at the beginning of a plan's title and in its region."""
    found = _UNIT.match(re.sub(r"\s", "", doc_title))
    titled = region_parts(found[1]) if found else []
    if not titled and (short := next((name for name in PROVINCES_SHORT if doc_title.startswith(name)), "")):
        titled = [short]
    chain = list(dict.fromkeys([*region_parts(region), *titled]))
    if titled:
        level = level_of_place(titled[-1])
    elif chain:
        level = level_of_place(chain[-1])
    else:
        level = "国家" if doc_title.startswith(("国家", "全国", "中华人民共和国")) else ""
    if body := _BODY.match(doc_title):
        chain.append(body[0])
        level = "学校" if body[0].endswith(("学校", "小学", "中学", "幼儿园", "大学", "学院")) else "企业"
    return SourceNames(tuple(name for name in chain if len(name) > 1), level)


def level_of_place(name: str) -> str:
    """The level that the ending of a place name shows."""
    if name in PROVINCES_SHORT or name in MUNICIPALITIES:
        return "省"
    return next((level for suffix, level in _SUFFIX_LEVEL if name.endswith(suffix)), "")


def local_names(text: str) -> tuple[tuple[int, int, str], ...]:
    """Names of particular places and bodies in ``text`` as (start, end, kind); generic words (灾区, 江河, 医院) are none."""
    found: list[tuple[int, int, str]] = []
    common = [match.span() for match in _COMMON.finditer(text)]
    for kind, suffixes in _KINDS:
        for match in re.finditer(rf"(?:{suffixes}){'(?![委级道内外])' if kind == '地名' else ''}", text):
            if any(start <= match.start() < end for start, end in common):
                continue
            start = _walk_back(text, match.start(), 6 if kind == "单位名称" else 4)
            name = text[start : match.start()]
            if len(name) >= 2 and name not in _GENERIC and not any(name.endswith(g) for g in _GENERIC if len(g) > 1):
                found.append((start, match.end(), kind))
    for match in re.finditer(r"区(?![域别划分间位段块长])", text):
        start = _walk_back(text, match.start(), 3)
        if match.start() - start >= 2 and text[match.start() - 1] not in _AREA:
            found.append((start, match.end(), "地名"))
    for province in (*PROVINCES_SHORT, *CITIES):
        found += [(m.start(), m.end(), "地名") for m in re.finditer(rf"{province}(?:省|市|自治区)?", text)]
    return _longest(found)


def _walk_back(text: str, end: int, limit: int) -> int:
    start = end
    while start > 0 and end - start < limit and text[start - 1] not in _BREAK and "一" <= text[start - 1] <= "鿿":
        start -= 1
    name = text[start:end]
    for verb in _VERBS:
        if (at := name.rfind(verb)) >= 0:
            start, name = start + at + len(verb), name[at + len(verb) :]
    return start


def _longest(spans: list[tuple[int, int, str]]) -> tuple[tuple[int, int, str], ...]:
    kept: list[tuple[int, int, str]] = []
    for span in sorted(spans, key=lambda s: (s[0], -s[1])):
        if not kept or span[0] >= kept[-1][1]:
            kept.append(span)
    return tuple(kept)


_COMPANY_FORM = re.compile(r"(?:集团)?(?:股份)?(?:有限责任公司|有限公司|公司)$")


def names_in_title(title: str) -> frozenset[str]:
    """Names of particular places and bodies that a document's title gives away, companies also by what they are called in short."""
    found = set(source_names(title).chain) | {title[start:end] for start, end, _ in local_names(title)}
    for name in [name for name in found if _COMPANY_FORM.search(name)]:
        core = _COMPANY_FORM.sub("", name)
        for place in region_parts(core):
            core = core.removeprefix(place)
        if len(core) >= 3:
            found.add(core)
    return frozenset(name for name in found if len(name) >= 3)
