"""What shows that a text tells of an event that happened: signs in titles, headings and first sentences."""

from __future__ import annotations

import re

_EVENT = (
    "灾害|事故|事件|地震|火灾|山火|滑坡|泥石流|崩塌|垮塌|坍塌|塌陷|塌方|洪水|洪涝|山洪|内涝|暴雨|暴雪|台风|雪灾|旱灾|干旱|疫情|中毒|爆炸|泄漏|燃爆|"
    "险情|灾情|避险|翻车|翻坠|侧翻|追尾|相撞|碰撞|沉没|溺水|停电|决口|溃坝|堰塞湖|踩踏|污染|感染|燃烧|着火|起火|失火|"
    "管涌|暴涨|漫堤|搁浅|倾覆|窒息|触电|坠落|断裂|断电|冰雹|大风|雷暴|冰冻|寒潮|洪峰|超警|风暴潮|井喷|透水|冒顶|呕吐|腹泻|发热|伤人|劫持|走失|失联|沉船|断水|破裂"
)
_DAY = r"[“\"‘]\s*(?:19|20)\d\d\s*[·•.．・]\s*\d{1,2}\s*[”\"’]|(?<!\d)[“\"‘]?\s*(?<!\d)\d{1,2}\s*[·•.．・]\s*\d{1,2}\s*[”\"’]|[“\"]\s*\d{1,2}\s*[·•.．・]\s*\d{1,2}"
_PLACE = r"[\u4e00-\u9fff]{2,}(?:省|自治区|自治州|市|州|县|区|旗|镇|乡|街道|村|社区|沟|山|河|路|高速|隧道|矿|厂|公司|大桥|水库|学校|小学|中学)"
_MONTH_DAY = r"\d{1,2}\s*月\s*\d{1,2}\s*日"
_YEAR = r"(?:(?:19|20)\d\d|20[\d*×xX]{2}|[xX×*＊]{2,4}|_{2,4}|201[xX]|当|今|去|同)\s*年"
_TIME = re.compile(
    rf"(?:{_YEAR}\s*)?{_MONTH_DAY}(?:\s*(?:凌晨|清晨|早上|上午|中午|下午|傍晚|晚上?|夜间)?\s*\d{{1,2}}\s*(?:时|点|[:：]))?"
)
_HAPPENED = re.compile(
    rf"发生(?!以?[后时前])|突发(?!事件|公共)|暴发|引发|接(?:到|报)|报称|报告称|撞[上倒击]|坠[入落]|失控|着火|起火|燃起|坍塌|垮塌|决口|爆炸|泄漏|倾覆|被困|遇险|失联|袭击|登陆|遭(?:遇|受)?(?:.{{0,10}})(?:{_EVENT})|"
    rf"出现[^，。]{{0,16}}(?:{_EVENT}|裂缝|症状|异响|变形)|(?:普降|突降|迎来|遭)[^，。]{{0,8}}(?:暴雨|暴雪|大雪|强降雨|冰雹)|中毒|窒息|触电|溺[水亡]|搁浅|沉没|侧翻|追尾|相撞|碰撞|断裂|破裂|断电|停电|"
    r"暴涨|漫(?:堤|溢)|管涌|透水|冒顶|井喷|走失|晕倒|倒塌|滑坡|受灾"
)
_ACTED_IN = re.compile(
    rf"在.{{0,40}}(?:行动|{_EVENT})(?:的)?(?:处置|应对|救援|抢险)?(?:工作|过程)?中[，,].{{0,30}}启动"
)
_MENTION = re.compile(
    r"(?:成功)?(?:应对|处置|化解)了?.{0,30}(?:以后|之后|以来)|(?:等|一批|多起|数起)(?:突发)?事件.{0,10}(?:发挥|起到)了?"
)
_NO_EVENT = re.compile(
    r"演练|演习|模拟|培训|拉练|会议|座谈|部署会|印发|出台|考察|视察|签订|揭牌|启用|成立(?!.{0,6}(?:指挥部|调查组|工作组))|以后[，,]|以来|举办|检查(?!发现)|宣传"
)
_HYPOTHETICAL = re.compile(
    r"^(?:当|若|如果|如遇|一旦|假设|假如|在某|某(?:市|县|地|日))|发生(?:后|时)[，,]?(?:应|要|须|需)|可能发生|模拟|假定|演练"
)
_DRILL = re.compile(r"演练|演习|拉练|培训|风险评估|预案|机制|规划|工作要点|检查|隐患排查")
_ABOUT_EVENT = re.compile(
    rf"(?:{_EVENT}).{{0,14}}(?:处置|救援|应对|扑救|抢险|救灾|避险|调查|评估|抢修|应急|善后|情况).{{0,14}}(?:报告|汇报|总结|通报|快报|复盘|评估)"
)
_LESSON_HEAD = re.compile(
    r"启示|警示|教训|经验|体会|反思|认识|思考|短板|得失|建议|(?:存在|回避|暴露).{0,4}(?:问题|不足|短板)|问题(?:与|和)?(?:不足|建议)|^问题$|改进|整改|防范措施"
)


def is_drill(title: str) -> bool:
    """Whether a title is of a drill, a plan's own report or another text about no event."""
    return (
        bool(re.search(r"演练|演习|拉练|推演|风险评估", title))
        and not re.search(_DAY, title)
        and not re.search(r"事故|灾害.{0,6}(?:处置|救援|应对)", title)
    )


def title_names_event(title: str) -> bool:
    """Whether a report's title is about one event: it names its day or its handling."""
    if re.search(
        r"演练|演习|选编|汇编|案例(?:集|选)|述评|年度|[上下]半年|季度|以来|体系|机制|动态|[一二三四\d]起|典型", title
    ):
        return False
    named = bool(re.search(_DAY, title) or re.search(_MONTH_DAY, title)) and bool(re.search(_EVENT, title))
    placed = bool(re.search(_PLACE, title)) and bool(_ABOUT_EVENT.search(title))
    if re.search(
        r"(?:事故|灾害|事件|险情|疫情|火灾|爆炸|泄漏|滑坡|地震)(?:情况)?的?(?:快报|初报|续报|终报|专报|信息|调查(?:处理)?报告|复盘|处置总结)$",
        title,
    ):
        return True
    return named or (
        placed
        and bool(
            re.search(
                r"(?:处置|救援|扑救|抢险|调查|避险|应对|救治).{0,14}(?:报告|汇报|总结|评估|复盘|纪实|通报|快报)", title
            )
        )
    )


def heading_names_event(text: str) -> bool:
    """Whether a heading within a collection names one event: what happened, and where or on which day."""
    if len(text) < 6 or not re.search(rf"(?:{_EVENT})", text) or _DRILL.search(text) or _LESSON_HEAD.search(text):
        return False
    if re.search(_DAY, text) or re.search(_MONTH_DAY, text):
        return True
    return (
        bool(re.search(_PLACE, text))
        and bool(re.search(rf"(?:{_EVENT}|案例|经过)(?:[（(].*[）)])?$", text))
        and not re.match(r"^(?:我|本|全)", text)
    )


_LABEL = re.compile(
    r"^\s*(?:[【\[〔]?[\u4e00-\u9fff]{2,8}[】\]〕：:]\s*|[\d一二三四五六七八九十]+[、.．是]\s*|[（(][^）)]{1,3}[）)]\s*|[例比]?如[，,：:]?|[■◆●▲★]\s*)+"
)


def begins_event(text: str) -> bool:
    """Whether a paragraph begins to tell an event: when, and what happened, in its first sentences."""
    opening = _LABEL.sub("", text[:280])[:240]
    if _MENTION.search(opening):
        return False
    if _ACTED_IN.search(opening):
        return bool(re.search(_YEAR, opening))
    time = _TIME.search(opening[:48])
    if time is None or _HYPOTHETICAL.search(opening[: time.start() + 30]):
        return False
    after = opening[time.end() :]
    first = after.split("。")[0]
    if _NO_EVENT.search(opening[: time.start()] + first):
        return False
    told = "。".join(after.split("。")[:2])
    return bool(_HAPPENED.search(told)) and bool(re.search(rf"{_EVENT}|撞|坠|被困|遇险|失联", told))


def is_lesson_head(text: str) -> bool:
    """Whether a heading stands over lessons."""
    return bool(_LESSON_HEAD.search(text))


TIME = re.compile(
    rf"(?:{_YEAR}\s*)?{_MONTH_DAY}(?:\s*(?:凌晨|清晨|早上|早晨|上午|中午|下午|傍晚|晚上?|夜间)?\s*\d{{1,2}}\s*(?:时|点|[:：])(?:\s*\d{{1,2}}\s*(?:分|时)?)?(?:\s*(?:许|左右|前后))?)?"
)
LOOSE_TIME = re.compile(rf"{_YEAR}(?:\s*\d{{1,2}}\s*月)?")
PLACE = re.compile(_PLACE)
EVENT = re.compile(_EVENT)
DAY = re.compile(_DAY)
DAY_NUMBERS = re.compile(r"(\d{1,2})\s*[·•.．・]\s*(\d{1,2})")
