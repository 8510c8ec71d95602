"""Who a text names: private persons in the places where texts name them, apart from holders of posts.

The places: behind what a person is in an event (死者, 村民, 司机 …), in lists after such a name, before sex or age, in the cells of lists of
persons, and beside harm told of somebody. ``kb.name_model`` says whether a name stands there at all.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from kb.name_model import begins_a_phrase, can_be_name, name_at

_HARMED = r"受伤|死亡|遇难|罹难|失踪|失联|被困|被埋|溺亡|溺水|落水|遇险|获救|轻伤|重伤|受害|确诊|伤亡"
_PERSON = (
    rf"(?:{_HARMED})(?:人员|矿工|工人|儿童|学生|村民|群众|者|人)|无症状感染者|密切?接触者|(?:确诊)?病例|死者|伤者|逝者|伤员|[轻重]伤[员者]?|病人|患者|"
    r"民兵(?![连营组应分训力])|村民|居民|市民|群众|牧民|渔民|农民工?|民工|灾民|难民|工人|矿工|员工|职工|工友|同事|同伴|临时工|实习生|学徒|成员(?!单位|国)|"
    r"驾驶[员人]|司机|乘客|旅客|游客|驴友|路人|行人|骑手|快递员|外卖员|送货员|船员|船主|渔船主|"
    r"户主(?!人)|业主|房东|租[户客]|住户|商户|农户|(?:养殖|种植|受灾|低保|五保|贫困|困难|脱贫|搬迁)户|承包人|包工头|雇[主员]|老板|"
    r"[车货店厂矿船主]主|主人|老人|老汉|老太|大爷|大娘|孕妇|产妇|妇女|男子|女子|男[童孩]|女[童孩]|儿童|孩子|婴儿|幼儿|学生|考生|学员|"
    r"家属|亲属|家长|父亲|母亲|丈夫|妻子|儿子|女儿|弟弟|哥哥|姐姐|妹妹|之[父母妻夫子女兄弟]|其[父母妻夫子女兄弟]|未婚[夫妻]|"
    r"目击(?:者|证人)|证人|(?:报警|报案|报料|举报|知情|当事|肇事|承租|出租|投诉|求助|发现)人|[举爆]?报料?者|肇事者|求助者|(?:犯罪)?嫌疑人|被告人?|直接责任人员?|"
    r"监测员|护林员|巡[护查]员|(?:作业|施工|监护|操作|检修|维修|装卸|保洁|值守)人员|(?:电焊|焊|电|钳|木|瓦|管|小|装卸|搬运|司炉|操作|维修|维护|清洁|环卫|保洁|绿化|架子|钢筋|杂)工|清洁员|保洁员|"
    r"志愿者|残疾人|义工|[徒跑垂]步?[行钓]?者|钓鱼者|徒步者|网民|家中(?:只有)?其母|(?:核实|确认|查明)(?:身份)?[，,]?(?:分别)?[为系]"
)
_BEGINS = "".join(sorted(set(re.findall(r"[\u4e00-\u9fff]", _PERSON))))
_ROLE = re.compile(rf"(?=[{_BEGINS}])(?:{_PERSON})(?:名单|姓名)?(?!区)")
_CONTACT = re.compile(r"联系人(?=[^。；]*(?:[死伤患]者|遇难|家属|之[父母妻夫子女兄弟]|户主))")
_BROAD_ROLE = re.compile(
    r"[\u4e00-\u9fff](?:[车炉泵机]工|[者客童徒妇](?![作程业人种地资期具厂伤况观服家时])|户(?![籍外型口均数]))"
)
_LINK = re.compile(
    r"(?:\s*[\d一二两三四五六七八九十]+\s*[人名](?:[，,]?(?:分别)?(?:[为是]|姓名为)?)?)?"
    r"[ \u3000]?(?:[：:（(“]|分别[为是]|[为系是即叫]|名叫|名为|姓名[：:]?|名单[：:]?)?[：:]?[ \u3000“（(]?"
)
_COUNTED = re.compile(
    r"(?:死亡|遇难|受伤|失踪|失联|[死伤]者|遇难者|获救|被困|重伤|轻伤|遇难矿工|矿工)\s*(?:共)?[\d一二两三四五六七八九十]+\s*[人名](?:[，,]?(?:分别[为是]|姓名为)|[（(：:](?:分别[为是])?)|"
    rf"(?:{_HARMED}|身亡)[（(：:]"
)
_AND = re.compile(r"\s*(?:、|和|及|与|以及|，|,|；)\s*(?:其?[父母妻夫子女兄弟]亲?)?(?=[\u4e00-\u9fff])")
_MARK = re.compile(r"\s*[（(，,；;]\s*(?:[男女]性?\s*(?=[，,、）);；])|\d{1,3}\s*周?岁|化名|身份证)")
_STOP = re.compile(r"[、（）()，,。；;：:！？”\s]|$")
_HURT_NEXT = re.compile(
    r"[^，。；]{0,8}?(?:死亡|身亡|遇难|罹难|失踪|失联|受?[轻重]伤|受伤|坠|溺|中毒|昏|晕|当场|被埋|被困|获救|脱险|失足|被砸|被撞|摔|触电|窒息)|[（(]化名"
)
_POST = re.compile(
    r"(?:(?<![家])长|书记|主任|局长|委员|专员|主席|经理|总监|总工|代表|民警|辅警|干警|干部|科员|政委|参谋|总指挥|副?指挥|负责人|(?<!直接)责任人|值班员|联络员|信息员|教授|专家|院士|工程师|"
    r"[医药护]师|医生|护士|发言人|记者|秘书|董事|理事|校长|教师|老师|法官|检察官|律师|会长|顾问|同志|通讯员|审核|签发|编辑|审稿)[：:]?\s?$"
)
_NO_POST = re.compile(r"(?:家|兄|年|成|特|擅|船|班|工)长$")
_LISTED = re.compile(
    r"(?:^|；)\s*(?:(?:[死伤病患]者|遇难者|失踪者|受灾人|户主|患者|家属|学生|家长|乘客)?姓\s*名|户主|[死伤患]者|遇难者|被困者|失踪者|家属|转移(?:对象|人员|群众)|受威胁户主?|车主|业主)[：:]\s*"
    r"([\u4e00-\u9fff·•・]{2,14}?)(?=\s*(?:；|[：:，,（(（]|$))"
)
_LISTED_PRIVATE = re.compile(
    r"身份证|伤[情势]|年龄|受伤|死亡|遇难|失踪|户主|死者|伤者|患者|病情|籍贯|住址|转移|受威胁|救助|危房|关系|送治|人口：|家庭"
)
_LISTED_POST = re.compile(r"职务|岗位|职责|应急|单位：|职称")
_HARM = re.compile(
    r"死亡|身亡|遇难|罹难|失踪|失联|受伤|重伤|轻伤|被埋|被困|溺|坠|摔|中毒|昏|晕|触电|砸|撞|烧伤|烫伤|压住|获救|脱险|抢救|窒息|事故|（化名）|\(化名\)"
)
_HARM_CUE = re.compile(
    r"(?:^|[，。；、（(\n“]|造成|导致|致使|砸中|撞倒|撞上|压住|救出|送医|同班的?|工友|名叫|由|将|把|据|与|和|及|对|向|其中|抢救|搜救到|找到|对方|碰伤|绊倒|刮倒)(?=[\u4e00-\u9fff])"
)
_HARM_AFTER = re.compile(
    r"(?:[、和与及][\u4e00-\u9fff]{2,4})?(?:于|在|从|因|被|当场|经|不[慎幸]|失足|坠|摔|溺|触|中毒|昏|晕|死亡|受伤|受[轻重]伤|重伤|轻伤|身亡|遇难|罹难|失踪|获救|脱险|正在|吸入|盲目|未[佩戴系按经能]|违[规章]|倒|误|离|驾|骑|下[井罐池]|回忆|"
    r"[（(]化名|[（(][男女]|等\s?[\d一二三四五六七八九]|系(?!统|列)|双[手腿]|[左右][手腿脚臂]|的[父母妻丈儿女尸遗伤])|[，。；]?$|[）)]"
)


_SHARE = re.compile(r"占[一二三四五六七八九十两半近约超全总大多绝不]")
_ILLNESS = re.compile(
    r"(?:[（(，,：:、]|\s)?(?:患有?|确诊为?|系|有|为)?(?:先天性|严重|慢性|重度|中度|轻度|急性)*"
    r"(?:脑瘫|癫痫|心脏病|先心病|哮喘|糖尿病|高血压|冠心病|抑郁症?|自闭症|孤独症|多动症|精神(?:分裂|障碍|疾病)|智力(?:障碍|残疾)|肢体残疾|残疾[一二三四]级|失能|瘫痪|"
    r"白血病|[\u4e00-\u9fff]癌|肿瘤|肝炎|乙肝|肺结核|艾滋病|尿毒症|透析|血友病|阿尔茨海默|帕金森|老年痴呆|聋哑|失明|[\u4e00-\u9fff]{0,3}过敏(?!源)|怀孕\d|孕\d+周)"
)
_COMMITTEE = re.compile(r"(?:组长|指挥长?|主任|队长|组织机构|领导小组|指挥部|委员会)[\s\S]{0,300}?成员[：:]|^成员[：:]")
_ROLE_PRIOR = 4.0
"""Odds rather than a probability: behind a role the plain reading wins only by more than e^1.4, as texts without names show."""

_DOUBTFUL_PRIOR = 0.35
"""The same where the surname may as well be the verb of what the person does."""


def private_names(text: str) -> Iterator[str]:
    """Names of private persons that a text gives, some of them more than once."""
    committee = bool(_COMMITTEE.search(text))
    for role in (*_COUNTED.finditer(text), *_ROLE.finditer(text), *_CONTACT.finditer(text)):
        if committee and role[0].startswith("成员"):
            continue  # who serves on a headquarters holds an office
        link = _LINK.match(text, role.end())
        place = link.end() if link else role.end()
        doubtful = place == role.end() and begins_a_phrase(text[place : place + 1])
        yield from _from(text, place, _DOUBTFUL_PRIOR if doubtful else _ROLE_PRIOR)
        if link and link.end() != role.end():
            yield from _from(text, role.end(), _ROLE_PRIOR)
    for role in _BROAD_ROLE.finditer(text):
        yield from _from(text, role.end(), 0.03)
    for mark in _MARK.finditer(text):
        name = _before(text, mark.start())
        if name:
            yield name
    if _LISTED_PRIVATE.search(text) and not _LISTED_POST.search(text):
        yield from (m[1] for m in _LISTED.finditer(text) if can_be_name(m[1]))
    yield from _beside_harm(text)
    yield from _ill(text)


def _ill(text: str) -> Iterator[str]:
    """Names told with what somebody suffers from: ``（初二3班某某，癫痫）``."""
    for found in _ILLNESS.finditer(text):
        for size in (3, 2, 4):
            name = text[max(0, found.start() - size) : found.start()]
            if len(name) == size and can_be_name(name) and name_at(text, found.start() - size, prior=0.9) == name:
                yield name
                break


def _from(text: str, place: int, prior: float) -> Iterator[str]:
    """The name at a place and those listed behind it; a share of the people (老人占三成) is no name."""
    if _SHARE.match(text, place):
        return
    while name := _sure_name(text, place, prior):
        yield name
        place += len(name)
        aside = re.compile(r"[（(][^（）()]{0,40}[）)]|，[^，；。]{1,12}(?=；)").match(text, place)
        joint = _AND.match(text, aside.end() if aside else place)
        if joint is None:
            return
        place = joint.end()
        role = _ROLE.match(text, place)
        place = role.end() if role else place
        prior = _ROLE_PRIOR if "，" not in joint[0] and "；" not in joint[0] else 0.01


def _sure_name(text: str, place: int, prior: float) -> str:
    """The name at a place, a mark of sex or age right behind it making it sure."""
    for size in (4, 3, 2):
        name = text[place : place + size]
        if len(name) == size and _MARK.match(text, place + size) and can_be_name(name) and (size < 4 or _long(name)):
            return name
    name = name_at(text, place, prior=prior)
    return "" if name and _POST.search(text[max(0, place - 8) : place]) and not _NO_POST.search(text[:place]) else name


def _long(name: str) -> bool:
    return len(name) < 4 or can_be_name(name)


def _before(text: str, end: int) -> str:
    """The name right before its sex or age, unless a post stands before it."""
    dotted = re.search(r"[\u4e00-\u9fff]{2,7}[·•・][\u4e00-\u9fff]{2,7}$", text[:end])
    if dotted:
        return name_at(text, dotted.start(), prior=0.9)
    for size in (6, 5, 4, 3, 2):
        start = end - size
        name = text[max(0, start) : end]
        if start < 0 or not can_be_name(name):
            continue
        before = text[max(0, start - 8) : start]
        if _POST.search(before) and not _NO_POST.search(before):
            return ""
        apart = bool(re.search(r"[^\u4e00-\u9fff]$|^$", before))
        named = apart or re.search(rf"(?:{_PERSON}|[为是系和及与叫即其中籍员者工人])$", before)
        if named and (name_at(text, start, prior=0.9) == name or (size <= 4 and apart)):
            return name
    return ""


def _beside_harm(text: str) -> Iterator[str]:
    """Names at the beginnings of clauses that tell what happened to somebody."""
    for sentence in re.finditer(r"[^。；\n]+", text):
        part = sentence[0]
        if not _HARM.search(part):
            continue
        for cue in _HARM_CUE.finditer(part):
            place = cue.end()
            name = name_at(part, place, prior=0.4)
            if not name or not _HARM_AFTER.match(part, place + len(name)):
                continue
            if not _HURT_NEXT.match(part, place + len(name)) and name_at(part, place, prior=0.06) != name:
                continue
            if not (_POST.search(part[max(0, place - 6) : place]) and not _NO_POST.search(part[:place])):
                yield name


def officials(text: str) -> Iterator[str]:
    """Names right behind a post (镇长某某, 县公安局局长某某), which stay readable."""
    for post in re.finditer(rf"{_POST.pattern.removesuffix('$')}(?=[\u4e00-\u9fff])", text):
        if not _NO_POST.search(text[: post.end()].rstrip("：: ")):
            name = name_at(text, post.end(), prior=0.3)
            if name:
                yield name


def stands_alone(text: str, place: int, name: str) -> bool:
    """Whether a known name of two characters is a name here too, rather than part of other words (高明, 石头)."""
    return name_at(text, place, prior=_ROLE_PRIOR) == name or bool(
        _STOP.match(text, place + len(name)) and (place == 0 or _STOP.match(text, place - 1))
    )
