"""The fields of an incident, cut verbatim out of the paragraphs that tell it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise, zip_longest

from kb.incidents.signs import DAY, DAY_NUMBERS, EVENT, LOOSE_TIME, PLACE, TIME, is_lesson_head
from kb.structure import Item

_LABELS = (
    "时间|地点|事件简述|事故简述|灾害概况|灾害简况|基本情况|事故概况|事件概况|避险经过|处置经过|处置情况|救援经过|警示启示|经验启示|启示|"
    "经验教训|教训|主要做法|原因分析|损失情况|人员伤亡|事[件故]经过|案例启示|处置结果|处置措施|应急处置|救援情况|目前状况|伤亡情况|存在(?:的)?(?:问题|不足)"
)
_LABEL = re.compile(
    rf"(?:^|(?<=[^发同当此有短长]))(?:{_LABELS})\s*[：:]|[【\[〔](?:{_LABELS})[】\]〕]\s*[：:]?", re.MULTILINE
)
_TIME_FIELD = re.compile(r"(?:^|\n|[^发同当此])时间[：:]\s*([^\n。；]{4,30}?)(?=$|\n|。|；|地点)")
_PLACE_FIELD = re.compile(r"(?:^|\n)地点[：:]\s*([^\n。；]{3,60}?)(?=$|\n|。|；|时间[：:])")
_SENTENCE = re.compile(r"[^。；！？\n]+[。；！？]?")
_HARM = re.compile(
    r"死亡|遇难|失踪|失联|受伤|重伤|轻伤|被埋|溺亡|遇险|被困|伤亡|经济损失|倒塌|损毁|受损|冲毁|掩埋|被淹|受灾|感染|发病|中毒|过火面积"
)
_AMOUNT = re.compile(
    r"[\d一二两三四五六七八九十百千万余多]+\s*(?:余|多|余)?(?:人|名|户|间|栋|座|处|头|只|亩|公顷|公里|米|万元|亿元|元|台|辆|艘|死|伤|例)|当场|均|全部"
)
_HEARSAY = re.compile(r"传言|谣言|不实|担心|可能|预计|威胁|防止|避免")
_ACTION = re.compile(
    r"启动|组织|派出|派遣|调集|调派|调动|出动|赶赴|赶到|撤离|转移|疏散|避让|安置|封闭|封控|封锁|警戒|管制|发布.{0,16}预警|预警信息|监测|巡查|排查|抢修|抢险|抢通|"
    r"救援|搜救|营救|救治|送医|扑救|扑灭|灭火|堵漏|关阀|切断|稀释|处置|会商|部署|召开|成立.{0,12}(?:指挥部|工作组|专班)|报告|上报|通报|对接|核查|协调|"
    r"值守|调拨|发放|隔离|消毒|流调|采样|做好|协同|关闭|拨打|调度|拦洪|停课|停产|停工|停运|责令|勘[查察验]|设置|布设|过驳|接驳|抢筑|调运|封堵|检伤|手术|通知|开辟|开展|实施|采取|"
    r"停止|切换|投入|清运|清理|清淤|加固|堵截|增援|牵头|指导|督导|慰问|启用|供应|出动|喊话|敲锣|逐户|引导|劝[阻离返]|关停|绕行|分流|检测|监护|转运|诊疗|消杀|排水|开挖|打通|架设|"
    r"设立|搭建|通风|送[医往至]|抢险|配合|查处|立案|约谈|提升至|升级|救出|搜寻|打捞|疏导|稳控|安抚|赔偿|看守|扑打|喷淋|降温|倒罐|吸附|回收|中和|围堰|筑堤|清点|背[出离着送]|搀扶|接送|送风|破拆|开闸|泄洪|放水|投放|抛投|进驻|下令|敲门|叫[醒应]|封存|查封|扣押|停止供|切除|断电|关[停井]|"
    r"划定|拉起|布控|侦查|抓获|解救|谈判|录入|登记|核酸|接种|扑杀|掩埋处理|无害化|召回|下架|补偿|捐|募集|开放|启封|改道|限行|除雪|除冰|撒盐"
)
_ACTOR = re.compile(
    r"政府|部门|局|委|办|镇|乡|村|组|队|公司|人员|干部|指挥部|县|市|省|医院|中心|单位|民警|群众|监测员|专家|护士|医生|房东|企业|厂方|业主|支队|大队|当班|操作工|员工|教师|学校|调度|海事|消防|公安|交警|厂长|校长|书记|村民|员工|网格员|队员|医护|工友|赓即|立即|迅速|及时|马上|第一时间"
)
_OUTCOME = re.compile(
    r"未造成(?:.{0,6})伤亡|无人员伤亡|没有(?:造成)?(?:人员)?伤亡|成功(?:避险|避让|转移|扑灭|处置|救出|堵漏|化解|地将)|避免了|实现.{0,14}(?:避险|安全|零伤亡)|得到(?:有效)?控制|扑灭|平息|恢复(?:通车|供电|供气|正常|交通)|"
    r"全部(?:获救|救出|撤离|转移|脱险)|应急响应(?:终止|结束|解除)|响应终止|处置(?:完毕|结束)|险情(?:解除|排除|消除)|社会反响|(?:造成|致).{0,30}(?:死亡|遇难|失踪|受伤|受损|倒塌)"
)
_GOOD = re.compile(r"未造成|无人员伤亡|没有|成功|避免|实现|控制|扑灭|平息|恢复|全部|终止|结束|解除|完毕|社会反响")
_FINAL = re.compile(
    r"未造成(?:.{0,6})伤亡|无人员伤亡|没有(?:造成)?(?:人员)?伤亡|扑灭|平息|险情(?:解除|排除|消除)|全部(?:获救|救出|脱险)|成功避险|零伤亡"
)
_LESSON_MARK = re.compile(
    r"(?:^|(?<=[。；：]))\s*(?:[一二三四五六七八九十]是|(?:其[一二三四])[，,]|第[一二三四五][，,])"
)
_LESSON_SENTENCE = re.compile(
    r"启示|教训|警示|应(?:当)?(?:高度重视|加强|进一步)|要(?:切实)?(?:加强|强化|提高)|必须|暴露出|反映出|不足"
)
_AGENCY = re.compile(
    r"(?:(?:[\u4e00-\u9fff]{2,4}|[x×*]{2,3})(?:省|市|县|区|州|镇|乡|街道|村))?(?:省|市|县|区|镇|乡|村)?(?:"
    r"人民政府|党委政府|(?<=[镇乡县市省区])政府|应急管理[局厅部站]|应急局|应急办|自然资源(?:和规划)?[局厅]|气象[局台]|水利[局厅]|公安[局厅]|公安部门|交警大队|"
    r"消防救援(?:[总支大]队|站)|消防大队|消防站|卫生健康[局委]|疾控中心|(?:人民|中心|中医)医院|交通运输[局厅]|生态环境[局厅]|林业(?:和草原)?局|住房和城乡建设局|民政局|"
    r"教育局|供电公司|燃气公司|(?:防汛抗旱|抗震救灾|森林防灭火|应急|现场|地质灾害)?指挥部(?:办公室)?|派出所|武警[\u4e00-\u9fff]{0,2}[支总大中]队|民兵(?:分队|连)?|"
    r"[\u4e00-\u9fff]{2}救援队|红十字会|(?:应急)?扑火[分大]?队|专业(?:地质|地勘)(?:队伍|单位)|技术支撑单位|村(?:民)?委(?:员)?会|应急队)"
)
_AGENCY_HEAD = re.compile(
    r"^.*(?:报告|通知|组织|联系|告知|再次|电话|以及|会同|配合|协助|通报|请求|号|(?:[及并由向经请告与]|和(?!规划|草原|信息|改革|旅游|社会|城乡|计生|预防|水|体育))(?=[\u4e00-\u9fff]{2,}))(?=[\u4e00-\u9fff]{2})|"
    r"^(?:时|及|和|与|由|向|报|送|经|在|对|请|并|后|的|了|将|到|给|同|当地|是|为|受|被|等|名|该)+"
)
_PLACE_WORD = re.compile(
    r"(?:在|位于|行驶至|当行驶至|我(?:县|市|区|镇|乡)境内的?|至|称[：:]?)\s*((?:我(?:县|市|区|镇|乡)(?:境内的?)?)?[^，,。；：、]{2,36}?(?:\d+公里(?:[+＋]\d+米)?处|处|(?:省|市|州|县|区|旗|镇|乡|村|组|社区|路|街|沟|山|河|厂|公司|学校|隧道|大桥|水库|园区)(?=发生|突发|[，,。；一上内的因遭]|附近|境内)))"
)
_SPOT = re.compile(r"[，,]\s*([A-Za-z\u4e00-\u9fff][^，,。；]{2,28}?[处段])(?=一|发生|突|有|因|附近)")
_ABROAD = re.compile(r"(?:撤离我?在|在)([\u4e00-\u9fff]{2,8})(?:人员|发生|境内)")


def event_time_in(text: str, title: str = "") -> str:
    """When it happened: the field 时间, the day that the title names as the text has it, else the first day or year told."""
    field = _TIME_FIELD.search(text)
    if field and (TIME.search(field[1]) or LOOSE_TIME.search(field[1])):
        return field[1].strip()
    named = _time_of_title(text, title)
    if named:
        return named
    full = next((match for match in TIME.finditer(text) if "年" in match[0]), None)
    first = TIME.search(text)
    if full and first and full.start() - first.start() > 200:
        full = None
    found = full or first or LOOSE_TIME.search(text)
    return found[0].strip() if found else ""


def _time_of_title(text: str, title: str) -> str:
    """The first time in the text on the day, or in the month, that the title names; else what the title says."""
    day = DAY_NUMBERS.search(title)
    date = re.search(r"(?:(\d{4})\s*年\s*)?(\d{1,2})\s*月(?:\s*(\d{1,2})\s*日)?", title)
    if day:
        pattern = rf"(?<!\d){int(day[1])}\s*月\s*{int(day[2])}\s*日"
    elif date:
        pattern = rf"(?<!\d){int(date[2])}\s*月\s*{int(date[3]) if date[3] else ''}"
    else:
        return ""
    same = [match[0].strip() for match in TIME.finditer(text) if re.search(pattern, match[0])]
    with_year = [time for time in same if "年" in time]
    return (with_year or same or [date[0] if date else day[0] if day else ""])[0]


_NO_PLACE = re.compile(r"震|灾区|境内|事发|相距|级地")
"""What stands in words about a place that do not name it: 震中距境内灾区."""


def place_in(text: str, title: str) -> str:
    """Where it happened: the field 地点, what the title says before the day, or the first place told."""
    field = _PLACE_FIELD.search(text)
    if field:
        return field[1].strip()
    named = _place_of_title(title)
    if named:
        return named
    told = _SPOT.search(text[:120]) or _PLACE_WORD.search(text[:300]) or _ABROAD.search(text[:120])
    if told:
        return told[1].strip()
    places = (re.sub(r"^.*[时分日吨许]", "", match[0]) for match in PLACE.finditer(text[:200]))
    return next((place for place in places if not _NO_PLACE.search(place)), "")


def _place_of_title(title: str) -> str:
    bare = re.sub(r"^(?:关于|\d{4}年(?:\d{1,2}月\d{1,2}日)?|\d{1,2}\s*月\s*\d{1,2}\s*日)+", "", title.strip())
    day = DAY.search(bare)
    if day and day.start() >= 2:
        return bare[: day.start()].strip('“”"‘’ ')
    matches = list(PLACE.finditer(bare.split("级")[0] if "级地震" in bare else bare))
    event = EVENT.search(bare)
    ends = [match.end() for match in matches if event is None or match.end() <= event.start() + 1]
    return bare[: max(ends)] if ends and max(ends) <= 40 else ""


def casualties_in(text: str) -> str:
    """The words on dead, hurt and losses: within one sentence, from the first to the last part that counts them."""
    best = ""
    for sentence in _SENTENCE.findall(text):
        parts = re.split(r"(?<=[，,、])", sentence.rstrip("。；！？"))
        marked = [
            i
            for i, part in enumerate(parts)
            if _HARM.search(part) and _AMOUNT.search(part) and not _HEARSAY.search(part)
        ]
        if marked:
            found = "".join(parts[marked[0] : marked[-1] + 1]).strip("，,、 ")
            weight = len(re.findall(r"死亡|遇难|失踪|失联|受伤|经济损失|倒塌|损毁|受损", found))
            if weight > len(re.findall(r"死亡|遇难|失踪|失联|受伤|经济损失|倒塌|损毁|受损", best)) or not best:
                best = found
    return best[:300]


def measures_in(items: Sequence[Item], heads: Sequence[str]) -> list[str]:
    """Sentences that tell what somebody did, lessons apart; at most forty."""
    found: list[str] = []
    for item, head in zip(items, heads, strict=True):
        if is_lesson_head(head):
            continue
        for label, part in _parts(item.text):
            if label in ("时间", "地点") or is_lesson_head(label):
                continue
            for sentence in _SENTENCE.findall(part):
                text = sentence.strip()
                if 10 <= len(text) <= 260 and _ACTION.search(text) and _somebody_acts(text) and not _plainly_harm(text):
                    found.append(text)
    return list(dict.fromkeys(found))[:40]


def _somebody_acts(text: str) -> bool:
    return bool(_ACTOR.search(text)) or len(_ACTION.findall(text)) > 1


def _plainly_harm(text: str) -> bool:
    return bool(_HARM.search(text)) and len(_ACTION.findall(text)) < 2 and "组织" not in text


def outcome_in(items: Sequence[Item], heads: Sequence[str]) -> str:
    """The sentence that tells how it ended: lives and the end of the event first, other good ends next, harm last."""
    best: tuple[int, str] = (0, "")
    for item, head in zip(items, heads, strict=True):
        for label, part in _parts(item.text):
            if is_lesson_head(head) or is_lesson_head(label):
                continue
            for sentence in _SENTENCE.findall(part):
                rank = _outcome_rank(sentence)
                if rank and (rank > best[0] or (rank == best[0] and rank > 1)):
                    best = (rank, sentence.strip().rstrip("。；"))
    return best[1]


def _outcome_rank(sentence: str) -> int:
    match = _OUTCOME.search(sentence)
    if match is None or re.match(r"\s*[一二三四五六]是", sentence):
        return 0
    if _FINAL.search(sentence):
        return 3
    return 2 if _GOOD.search(match[0]) else 1


def lessons_in(items: Sequence[Item], heads: Sequence[str]) -> tuple[str, ...]:
    """What the report draws from it: the points under 启示, 教训, 问题, 建议; at most twelve."""
    found: list[str] = []
    for item, head in zip(items, heads, strict=True):
        for label, part in _parts(item.text):
            if is_lesson_head(label) or (is_lesson_head(head) and not label):
                found += _points(part)
    return tuple(dict.fromkeys(found))[:12]


def _points(text: str) -> list[str]:
    """The points of a passage: what stands before 一是, then each of them; else its first sentences."""
    marks = [match.start() for match in _LESSON_MARK.finditer(text)]
    if marks:
        bounds = [0, *marks, len(text)]
        parts = [text[start:end].strip() for start, end in pairwise(bounds)]
        return [part for order, part in enumerate(parts) if len(part) >= (5 if order else 10)]
    sentences = [sentence.strip() for sentence in _SENTENCE.findall(text) if len(sentence.strip()) >= 8]
    return sentences[:4]


def _parts(text: str) -> Iterator[tuple[str, str]]:
    """A paragraph in parts at its field labels: (label, text)."""
    marks = list(_LABEL.finditer(text))
    if not marks or marks[0].start() > 0:
        yield "", text[: marks[0].start()] if marks else text
    for mark, after in zip_longest(marks, marks[1:]):
        yield mark[0].strip("【】[]〔〕：: "), text[mark.end() : after.start() if after else len(text)]


def agencies_in(text: str) -> tuple[str, ...]:
    """Bodies that took part, as named; at most twenty."""
    names = []
    for match in _AGENCY.finditer(text):
        name = _AGENCY_HEAD.sub("", re.sub(r"^.*(?:由|报|向|和|与|及|经|对|送|给)(?=[县市省区镇乡村])", "", match[0]))
        if 2 <= len(name) <= 16:
            names.append(name)
    return tuple(dict.fromkeys(names))[:20]
