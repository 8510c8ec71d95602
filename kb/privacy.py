"""Personal data in a document masked: numbers of people and cars, names of casualties and private persons.

Posts, officials named next to their posts and duty phones are plan content and stay. A name found once is masked wherever the document
says it again, and an incident's quote is masked as the clause it was cut from, so that it stays verbatim.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from kb.model import Clause, Document, Incident, Notice, Severity

_ID_CARD = re.compile(
    r"(?<![\dA-Za-z])([1-8]\d{5})(?:18|19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}[\dXx](?![\dA-Za-z])"
)
_OLD_CARD = re.compile(r"身份证[^\d；。\n]{0,8}((\d{6})\d{9})(?!\d)")
_CUT_PLATE = re.compile(r"[一-鿿][A-Z][·.•\sA-Z0-9]{0,7}…$")
"""A plate that the clipping of a title has cut through."""
_PLATE = re.compile(
    r"([京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼][A-HJ-NP-Z])[·•・.\s-]?"
    r"(?=[A-HJ-NP-Z]*\d)[A-HJ-NP-Z0-9]{4}(?:[A-HJ-NP-Z0-9]{1,2}|[学挂警港澳])(?![A-Za-z0-9])"
)
_MOBILE = re.compile(r"(?<![\d.A-Za-z])(1[3-9]\d)[\s-]?\d{4}[\s-]?(\d{4})(?![\d.]\d|\d)")
_CONTACT_LIST = re.compile(
    r"通[讯信联]录|联[系络]方式|联[系络]电话|联[系络]表|联[系络]名[单册]|电话(?:表|号码|一览)|值班"
)
_CONTACT_CELL = re.compile(r"(?:电话|手机|联系方式|联系人|值班)[^；]{0,12}：")
_DUTY = re.compile(r"(?:值班|热线|传真)[^。；\n]{0,14}$")
_OFFICE = re.compile(r"(?:联系电话|办公室)[^。；\n]{0,14}$")
_PRIVATE = re.compile(r"死者|遇难|伤[者员亡情]|受伤|死亡|失踪|身份证|家属|患者|户主|村民|乘客|货主|车主|当事人")

_COMPOUND = "欧阳|司马|上官|诸葛|夏侯|司徒|皇甫|尉迟|公孙|慕容|令狐|宇文|长孙|端木"
_SURNAMES = frozenset(
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范石姚谭"
    "廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文庞樊兰殷施陶洪翟颜倪严牛温芦季俞章鲁葛伍韦申尤毕聂焦柳邢"
    "岳齐梅莫庄辛祝左涂谷祁舒耿牟卜詹阮纪邬符饶鲍靳瞿蒲骆欧甘项杭裴苗凌霍虞柯褚滕柏窦卓覃农蓝冉岑阳肖闫付代"
)
_DOUBTFUL = frozenset("于安和向经时成管全方平应公车路计水关支查连利单房解党宫过明")
"""Surnames that also begin common words: taken only where sex or age follows."""
_WORDS = frozenset(
    re.findall(
        r"\S+",
        "高热 高烧 高度 高血 高危 高空 高峰 高速 高处 高温 高龄 周围 周边 周岁 周密 周转 任何 任意 任务 许多 许可 常年 常见 常住 常规 常用 易地 "
        "易受 易发 易感 易燃 严重 严格 严禁 严密 严防 严肃 温度 温馨 温饱 万余 万元 段落 文化 文明 文件 武装 武警 马上 马路 何时 何种 何处 何地 余人 "
        "余名 余户 金额 金融 金属 钱财 钱物 钱款 石头 石料 石块 田地 田间 季节 江边 江河 龙头 毛巾 白天 白酒 白细 林地 林木 林区 林下 牛羊 牛棚 庄稼 "
        "庄园 康复 施救 施工 施行 施压 左右 左侧 左手 左腿 左臂 连同 连续 洪水 洪涝 申请 申报 申诉 申领 谈话 顾虑 毕竟 雷击 雷雨 夏季 夏天 章程 程度 "
        "程序 汤药 纪律 纪念 文书 文字 黄疸 黄染 黄线 代表 代理 代码 代为 付款 付费 付出 莫名 项目 符合 温暖 温水 阳性 阳台 阳光 苗木 苗种 焦虑 焦急 "
        "焦点 申明 史料 辛苦 祝愿 易于 易被 谢绝 谢谢 石棉 江水 江面 白血 孔洞 车辆 安全 安置 安抚 安排 石墙 顾及 左脚 余震 余火 余款 段时 齐心 齐全 "
        "梅雨 武力 甘愿 项下 温差 温控 庄严 常委 常态 常务 钟内 钟后 钟左 尤其 卓有 牛奶 谷物 谷地 沈淀 伍人 陆续 陆上 陆路 陆域 蓝色 蓝天 纪检 欧洲 马匹 "
        "江西 江苏 甘肃 安徽 郑州 徐州 苏州 杭州 常州 温州 柳州 贺州 梅州 常德 唐山 万一 万人 高压 高原 高山 高层 高校 高中 高度 高效 范围 史无 毛重 钱包 夏秋 夏收 文娱 文物 文体 金银 单独 单位 经过 经营 高低",
    )
)
_NO_GIVEN = frozenset(
    "的了在和与及或是为不被把由向对从等到于委员者们人该每各个这那均所受伤亡死遭送报撤逃驾驶溺说称叫让给县镇乡住户须需某籍省市"
)
_PLACE_END = frozenset("沟湾坪村寨坝屯垭堡窑庄岗塘营店组乡路街站")
_ROLE = re.compile(
    r"(?:受伤|死亡|遇难|失踪|失联|被困)人员|(?:死者|遇难者|伤者|失踪者|伤员)(?:名单|身份|姓名)?|驾驶员|驾驶人|司机|乘客|村民|患者|家属|货主|车主|"
    r"当事人|肇事者"
)
_COUNTED = re.compile(
    r"(?:死亡|遇难|受伤|失踪|失联|死者|伤者|遇难者)\s*[\d一二两三四五六七八九十]+\s*[人名](?:[，,]?(?:分别[为是]|姓名为)|[（(](?:分别[为是])?)"
)
_WEAK_ROLE = ("患者", "家属", "当事人", "驾驶员")
_LINK = re.compile(r"[ \u3000]?(?:[：:]|分别为|为|系|是|名叫)?[ \u3000“]?")
_AND = re.compile(r"、|和|及|与|，(?=[\u4e00-\u9fff]{2,3}[（(])")
_MARK = r"(?:\s*[（(，,]\s*(?:[男女]性?\s*[，,、）)]|\d{1,3}\s*周?岁))"
_SEX_OR_AGE = re.compile(_MARK)
_STOP = re.compile(r"[、（）()，,。；;！？”\s]|$|联系电话|电话|手机|身份证")
_AFTER_TWO = re.compile(
    r"在|因|被|驾|死亡|受伤|遇难|失踪|当场|经|送|发现|报警|报告|拨打|说|称|溺|落水|一家|夫妇|夫妻|[（(]"
)
_AFTER_THREE = re.compile(
    rf"{_AFTER_TWO.pattern}|于|从|将|和|与|及|等|的|家|房|当时|系|乘|不幸|未|向|已|听|看|立即|为|是|对|把|由|抢救|获救|脱险|撤离|转移|逃|遭|跌|摔|"
    r"没有|正|突|身亡|[重轻]伤|涉嫌|酒后|告诉|介绍|回忆|随|带|跑|冲|赶|住|[两二三]人"
)
_BEFORE_MARKED = re.compile(
    r"(?:^|[^\u4e00-\u9fff]|[员者民主客属工人生妇童和及与是为叫其中妻夫子女儿师村镇乡县市省州区组籍])$"
)
_POST = re.compile(
    r"(?:[长记]|主任|委员|专员|主席|经理|总监|代表|民警|干部|科员|政委|参谋|总指挥|负责人|责任人|联系人|值班员)[：:\s]?$"
)
_LISTED = re.compile(r"姓名：([\u4e00-\u9fff]{2,4})(?=；|$)")
_LISTED_PRIVATE = re.compile(r"身份证|伤情|年龄|受伤|死亡|遇难|失踪|户主|死者|伤者")
_LISTED_POST = re.compile(r"职务|岗位|职责|应急")

_Span = tuple[int, int, str]


def mask_personal(document: Document) -> Document:
    """The document with personal data masked in clauses, headings and incidents; a notice ``masked_personal`` counts the places.

    Ids, and the length of all other text, stay as they were.
    """
    masker = _Masker()
    for clause in document.clauses:
        if not _lists_contacts(clause):
            masker.names.update(_names_in(clause.text))
    spans = {clause.id: masker.spans(clause.text, contact=_lists_contacts(clause)) for clause in document.clauses}
    count = sum(map(len, spans.values()))
    if not count and not any(masker.spans(section.text) for section in document.sections):
        return document
    clauses = tuple(
        replace(clause, text=_applied(clause.text, spans[clause.id]), path=tuple(map(masker.masked, clause.path)))
        for clause in document.clauses
    )
    quotes = _Quotes(document.clauses, spans, masker)
    return replace(
        document,
        title=masker.masked(document.title),
        sections=tuple(replace(section, text=masker.masked(section.text)) for section in document.sections),
        clauses=clauses,
        incidents=tuple(quotes.incident(incident) for incident in document.incidents),
        notices=(*document.notices, Notice(Severity.INFO, "masked_personal", {"count": str(max(count, 1))})),
    )


@dataclass(slots=True)
class _Masker:
    """Finds what to mask in a text; ``names`` are those the document gives of private persons."""

    names: set[str] = field(default_factory=set)

    def masked(self, text: str) -> str:
        return _applied(text, self.spans(text))

    def spans(self, text: str, *, contact: bool = False) -> list[_Span]:
        """Non-overlapping (start, end, replacement) in order; ``contact`` tells that phones of the text are plan content."""
        found = [(m.start(), m.end(), f"{m[1]}************") for m in _ID_CARD.finditer(text)]
        found += [(m.start(1), m.end(1), f"{m[2]}*********") for m in _OLD_CARD.finditer(text)]
        found += [(m.start(), m.end(), f"{m[1]}****") for m in _PLATE.finditer(text)]
        if not contact:
            found += [
                (m.start(), m.end(), f"{m[1]}****{m[2]}") for m in _MOBILE.finditer(text) if not _on_duty(text, m)
            ]
        for name in self.names:
            pattern = re.escape(name)
            if len(name) == 2:
                before, after = (
                    r"(?:(?<![\u4e00-\u9fff])|(?<=[者员民客属主人机和及与为系是]))",
                    f"(?={_STOP.pattern}|{_AFTER_TWO.pattern})",
                )
                pattern = f"{before}{pattern}{after}"
            found += [(m.start(), m.end(), _masked_name(name)) for m in re.finditer(pattern, text)]
        return _apart(found)


def _apart(found: Sequence[_Span]) -> list[_Span]:
    kept: list[_Span] = []
    for span in sorted(found, key=lambda span: (span[0], -span[1])):
        if not kept or span[0] >= kept[-1][1]:
            kept.append(span)
    return kept


def _applied(text: str, spans: Sequence[_Span]) -> str:
    for start, end, mask in reversed(spans):
        text = text[:start] + mask + text[end:]
    return text


def _masked_name(name: str) -> str:
    return f"{name[:2] if re.match(_COMPOUND, name) else name[0]}某某"


def _lists_contacts(clause: Clause) -> bool:
    """Whether a clause stands in a list of contacts, rather than in one of casualties."""
    if any(_CONTACT_LIST.search(label) for label in clause.path):
        return not (clause.table_row and _LISTED_PRIVATE.search(clause.text))
    return clause.table_row and bool(_CONTACT_CELL.search(clause.text)) and not _PRIVATE.search(clause.text)


def _on_duty(text: str, match: re.Match[str]) -> bool:
    before = text[max(0, match.start() - 24) : match.start()]
    office = _OFFICE.search(before) and not _PRIVATE.search(re.split(r"[。\n]", before)[-1])
    return bool(_DUTY.search(before) or office)


def _names_in(text: str) -> Iterator[str]:
    """Names of private persons in tight contexts."""
    for role in (*_ROLE.finditer(text), *_COUNTED.finditer(text)):
        yield from _names_after(text, role)
    for mark in _SEX_OR_AGE.finditer(text):
        name = _name_before(text, mark.start())
        if name:
            yield name
    if _LISTED_PRIVATE.search(text) and not _LISTED_POST.search(text):
        yield from (m[1] for m in _LISTED.finditer(text) if _is_name(m[1], sure=True))


def _names_after(text: str, role: re.Match[str]) -> Iterator[str]:
    """The names that follow a word such as 死者: 死者张三丰, 村民：李四、王五在…."""
    link = _LINK.match(text, role.end())
    place = link.end() if link else role.end()
    named = text[role.end() : place].strip() in ("：", ":")
    while name := _name_at(text, place, sure=named, weak=role[0] in _WEAK_ROLE):
        yield name
        place += len(name)
        aside = re.compile(r"[（(][^（）()]{0,40}[）)]").match(text, place)
        joint = _AND.match(text, aside.end() if aside else place)
        if joint is None:
            return
        place = joint.end()


def _name_at(text: str, place: int, *, sure: bool, weak: bool) -> str:
    for length in (4, 3, 2):
        name = text[place : place + length]
        end = place + length
        if len(name) < length or (length == 4 and not re.match(_COMPOUND, name)):
            continue
        marked = bool(_SEX_OR_AGE.match(text, end))
        if not _is_name(name, sure=marked):
            continue
        if marked or (length > 2 and (_STOP.match(text, end) or _AFTER_THREE.match(text, end))):
            return name
        if length == 2 and (_AFTER_TWO.match(text, end) or ((sure or not weak) and _STOP.match(text, end))):
            return name
    return ""


def _name_before(text: str, end: int) -> str:
    """The name right before its sex or age in brackets, unless a post stands before it."""
    for length in (4, 3, 2):
        name, before = text[max(0, end - length) : end], text[max(0, end - length - 8) : max(0, end - length)]
        if len(name) < length or (length == 4 and not re.match(_COMPOUND, name)) or not _is_name(name, sure=True):
            continue
        if _POST.search(before):
            return ""
        if _BEFORE_MARKED.search(before) or _ROLE.search(before[-4:]):
            return name
    return ""


def _is_name(name: str, *, sure: bool) -> bool:
    """Whether characters can be a name: surname and given name, no common word, no 某; ``sure`` allows doubtful surnames."""
    compound = re.match(_COMPOUND, name)
    given = name[2:] if compound and len(name) > 2 else name[1:]
    known = bool(compound and len(name) > 2) or name[0] in _SURNAMES or (sure and name[0] in _DOUBTFUL)
    return (
        known
        and name[:2] not in _WORDS
        and not _NO_GIVEN.intersection(given)
        and not (len(name) == 3 and name[2] in _PLACE_END)
        and all("\u4e00" <= char <= "\u9fff" for char in name)
    )


@dataclass(frozen=True, slots=True)
class _Quotes:
    """Masks a quote as the clause is masked that it was cut from."""

    clauses: Sequence[Clause]
    spans: dict[str, list[_Span]]
    masker: _Masker

    def of(self, quote: str) -> str:
        for clause in self.clauses:
            at = clause.text.find(quote) if quote else -1
            if at >= 0:
                inside = [s for s in self.spans[clause.id] if at <= s[0] and s[1] <= at + len(quote)]
                return _applied(quote, [(start - at, end - at, mask) for start, end, mask in inside])
        return self.masker.masked(quote)

    def incident(self, incident: Incident) -> Incident:
        return replace(
            incident,
            title=_CUT_PLATE.sub("…", self.of(incident.title)),
            event_time=self.of(incident.event_time),
            place=self.of(incident.place),
            casualties=self.of(incident.casualties),
            agencies=tuple(map(self.of, incident.agencies)),
            measures=tuple(replace(measure, text=self.of(measure.text)) for measure in incident.measures),
            outcome=self.of(incident.outcome),
            lessons=tuple(map(self.of, incident.lessons)),
        )
