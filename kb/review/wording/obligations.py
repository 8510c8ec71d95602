"""QC-MODAL: duties that the law makes binding, worded as leave or as advice (应当 → 可以, 不得 → 不宜)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kb.checklists import Checklists
from kb.model import Finding, FindingSeverity, Message, Place
from kb.review.making import finding, place
from kb.review.text import Body, Line

_WEAK = r"(?:可以(?!上)|(?<![不许认只均亦即方都便就尚仅也])可(?=[立及迅如按向在派组启做落服])|(?<![不适便因机权事时])宜(?=[立及按组启做设向在明])|尽量|尽可能|原则上|视情(?:况)?|争取|力争|(?<!提出)(?<!意见)(?<!、)建议(?=[立及组启做设报按向]))"
_FREE = re.compile(
    r"可以?(?:越级|直接|先行|先(?:口头|电话|用电话)|依法|根据|采取|采用|通过|视|决定|授权|请求|申请|商请|征用|成立|设立|聘请|邀请|委托|派出|向社会|向人民法院|"
    r"结合|参照|合并|简化|提请|会同|征召|调用|紧急|自行|同时|不再|另|适当|提前|分别|在保证|由|作为|使用|用|是|将|为|与|对|单独|返还|联合|共同|组织召开|组织(?:专家|社会|有关|力量)|适时|调整|报请|协调|启用|宣布|指定|确定|进行|作出)"
)
_DUTY = (
    r"(?:向[^,。;]{2,24}(?:报告|报送|通报)|报告(?!会)|上报|报送|如实|立即|及时|迅速|第一时间|做好|确保|保证|服从|执行|落实|履行|遵守|配合|坚守|佩戴|持证|备案|公布|开机|值班|值守|在位|接听|纳入[^,。;]{0,6}预算|投保|"
    r"(?:每|至少)[^,。;]{0,12}(?:演练|评估|修订|培训)|组织(?:演练|疏散|转移|撤离|受威胁)|转移(?:避险)?|疏散|撤离|停止作业|切断|启动(?:应急)?(?:响应|预案)|保持[^,。;]{0,6}(?:24小时|畅通|在岗)|"
    r"到(?:场|岗|位)|赶赴|参加处置|派员|建立|健全|制定|完善|开展|加强|承担|负责|明确|按照?(?:规定|职责|要求|本预案)|严格"
    r"|将[^,。;、]{2,12}(?:上报|报告|报送|通报)|组织修订|给予[^,。;]{0,8}补偿|主动)"
)
_SOFT = re.compile(rf"{_WEAK}[^,。;、]{{0,10}}?{_DUTY}")
_AS_THEY_LIKE = re.compile(
    r"(?:(?<![不认亦])可以?(?:视(?:情|(?:财力|经费|资金|情况|需要|条件|自身)[^,。;]{0,4})(?:况)?|酌情|根据(?:自身)?(?:情况|经费|财力|条件))|有条件(?:的|时|的话|的情况下)?,?(?:可以?|宜|尽量)|(?:可以?|宜)在有条件时)[^,。;]{0,14}?"
    r"(?:启动|报告|上报|报送|通报|投保|购买|办理|为[^,。;]{2,16}(?:投保|购买)|佩戴|穿戴|穿着|配备|赶赴|派人|派员|启用|纳入|列入|转移|撤离|疏散|通知|救治|设立|设置|建立|备案|公布|演练|执行|落实|停产|停业|穿|戴|系(?:好|上)?(?:安全|救生)|切断|断电|停机|检测|清点)"
)
"""Whether to do what is owed is left to means or mood."""
_MEANS = re.compile(
    r"可以?(?:[^,。;]{0,40}?)?(?:视|根据|结合)(?:本?单位|本级|自身|各自)?(?:财力|经费|资金|人手|财政|效益)(?:情况|状况|条件)?"
    r"|(?:财力|经费|资金|人手|条件)(?:允许|许可|具备|充裕|宽裕)(?:时|的|的情况下)?,?(?:可以?|再|适当|逐步)"
    r"|有条件的?可以?(?!根据|结合)"
    r"|(?:经|报|征得)[^,。;]{0,6}(?:领导|负责人|单位)[^,。;]{0,4}(?:同意|批准|许可)(?:后|之后)?,?(?:可以?|方可|再|才)[^,。;]{0,12}(?:报警|拨打|119|110|120|消防)"
)
_EXEMPT = re.compile(
    r"(?:方便|有空|空闲|有时间|忙完)(?:时|后|的话),?(?:可以?|再|应|予以)?[^,。;]{0,20}(?:报告|上报|报送|通报|巡查|检查|整改|处理)"
    r"|(?<!不得)(?<!不能)(?<!严禁)(?<!禁止)(?<!不可)(?<!不应)(?<!不许)(?:可以?|应当?|必须|能够?|允许)(?:组织|安排|派|发动)?动员[^,。;]{0,6}(?:残疾人|孕妇|未成年人|学生|老年人)"
    r"|(?:无需|不必|不需要?|不用)(?:事先|预先|先行)?(?:通知|清点|确认|等待?|警告|疏散|撤离)[^,。;]{0,10}(?:人员|撤离|人数|群众|员工|师生)"
    r"|(?<!\d)(?:[1-9]|1\d|2[0-3])小时(?:之?内)?[^,。;]{0,4}(?:电话|手机|通讯|通信|联络)[^,。;]{0,4}(?:畅通|开机)"
    r"|决定是否(?:向[^,。;]{2,20})?(?:报告|上报|报送|报警|通报|转移|疏散|撤离)|酌情[^,。;]{0,8}(?:报告|上报|报送|办理|处理|安排|执行)"
    r"|(?:参考|参照)执行[^,。;]{0,10}(?:指令|命令|要求|决定)|不作(?:硬性|强制)?(?:要求|规定)"
    r"|(?:无需|不需|不必|不再|可不|免于)(?:另行|再|向?[^,。;]{2,20}?)?(?:备案|申请[^,。;]{0,8}许可|报告|上报|演练|培训|评估|报(?:外|上级|有关)[^,。;]{0,6})"
    r"|在不影响[^,。;]{0,6}(?:教学|生产|经营|营业|效益|进度|工期|施工|运营|接待|秩序)[^,。;]{0,6}(?:前提|情况|基础|条件)下,?[^,。;]{0,14}?(?:安全|疏散|撤离|转移)"
    r"|兼顾(?!效率|生产)[^,。;]{0,8}(?<!生产)安全"
    r"|(?:必要时|需要时|有必要时),?可以?(?:请|让|派|叫|令)?(?!求)[^,。;]{0,6}(?:查明|清点|佩戴|穿戴|断电|切断电源|核实人数|检测[^,。;]{0,4}浓度)"
    r"|尽(?:量|可能)(?:避免|不|减少)[^,。;]{0,4}(?:迟报|漏报|谎报|瞒报)"
    r"|(?:可|可以)?(?:视|根据)(?:工作|业务|实际|具体|自身)?(?:情况|情|需要|条件)[^,。;]{0,12}(?:组织演练|安排演练|开展演练|劝导|纳入预算|安排[^,。;]{0,12}(?:资金|经费)|培训)"
    r"|(?:可|可以)视[^,。;]{0,8}情(?:况)?[^,。;]{0,4}(?:劝导|安排|办理|报告|上报|通知|转移|疏散|撤离|配备|储备)"
)
"""Whether there is money, people or leave, which no duty depends on; whether what is owed is dropped, or left to choice."""
_LAWFUL = re.compile(
    r"(?<![不也还均都就才方又亦])可以(?:根据|按照|依据|依照)[^。;]{0,8}(?:法律|法规|规定|灾情|险情|特点|职责|主要事件|预案|原则|级别)[^。;]{0,40}?"
    r"(?:[,、](?:规划|做好|建立|设立|主动|及时|落实|办理|制定|完善|组织|储备|配备|启动|采取|报告|确保)|确定牵头)"
)
"""What is owed by law, rule or plan, worded as leave: the basis named is no choice."""
_STRANGE = re.compile(
    r"原则上可以?(?![由按不])|尽量(?:争取)?在[^,。;]{0,12}\d+个?(?:小时|分钟|日)|(?<![不即方])可以?在[^,。;]{0,14}\d+个?(?:小时|分钟)(?:之|以)?内[^,。;]{0,16}(?:报告|上报|报送|报[省市县])"
    r"|(?<![不亦])可(?:以)?(?:视情况?|视条件|视需要|考虑|酌情)[^,。;]{0,4}(?:开展先期|采取(?:必要)?措施|制定|编制|派人|组织(?:避灾|疏散|转移|撤离)|启动本|强制)"
    r"|可以(?:将|把)[^。;]{0,40}纳入[^,。;]{0,10}预算|可以(?:设立|设置|配备|确定)专(?:职|人)|可以对[^,。;]{0,16}实行(?:封闭|专人|统一|24小时)"
)
"""Leave where a number, a budget or a fixed arrangement shows that a duty is meant."""
_BANNED = r"(?:迟报|谎报|瞒报|漏报|擅自|推诿|拒绝|拖延|挪用|截留|编造|传播|泄露|冒险|盲目|单独|进入(?:现场|危险)|阻碍|阻挠|逗留|动员|组织未成年|离岗|脱岗|使用明火|服从)"
_LOOSE = re.compile(rf"(?:不宜|尽量不|原则上不|一般不|可以不?|尽可能不|最好不)(?:得)?[^,。;]{{0,6}}?{_BANNED}")
_RANKED = re.compile(
    r"原则上(?:每(?:[一二两三123]|半)?年|以|由|不超过|按|在)|建议(?:书|函|后|,|。|的|稿|权|等|启|报|方案|是)|(?:提出|意见|建议).{0,6}建议|视情(?:况)?(?:制定|赶赴|赴|报请|建议|启动|派出|组织|成立|调|开展|采取|请|向|设|协调|增|提请)|力争"
)
_REPORT = re.compile(
    r"(?:可以|可|宜|尽量|视情况?|原则上)[^,。;]{0,8}?(?:向[^,。;]{2,20}(?:报告|报送)|将[^,。;]{2,16}(?:上报|报告|报送|通报)|报告事故|报告险情|服从|派员到场|保持24小时|24小时在岗)"
)


def obligation_findings(body: Body, checklists: Checklists) -> Iterator[Finding]:
    """One finding with all places, never high: a reader decides. Low where only bare 可以 or 不宜 stand, of which some are meant."""
    found = [hit for line in body.lines if not line.contents for hit in _in_line(line)]
    if found:
        message = Message("duty_weakened", {"count": str(len(found))})
        severity = FindingSeverity.MEDIUM if any(sure for _, sure in found) else FindingSeverity.LOW
        places = [at for at, _ in sorted(found, key=lambda hit: not hit[1])]
        yield finding("QC-MODAL", severity, message, places, checklists, confidence=0.5)


_MAY = re.compile(r"设立现场|启动[一二三四IV]|启动(?:相应|更高|上一|下一)|建立(?:临时|联合)|设置(?:临时|联合)")
_THRESHOLD = re.compile(r"(?:降低|提高|放宽|调整|下调|上调)[^,。;]{0,6}(?:启动|响应)[^,。;]{0,4}(?:标准|条件|级别)")
"""Where the conditions of a response may be eased, as relief plans rightly say."""
_BARE = re.compile(
    r"(?<![不也还均都就才方又亦])可以(?!上|预警的|预见|预料|控制|回[家去来]|分为|细化|[,;。”\"])|(?<!因地)(?<!适)不宜(?![过少低高大小多超])"
)
_LEAVE = re.compile(
    r"有条件|根据(?:需要|情况|实际)|视情|必要时|需要时|情况下|同意|批准|授权|经[^。;,]{2,16}(?:后|的)|如[^。;,]{1,12},|任何(?:单位|人)|群众|公民|个人|志愿|社会(?:力量|组织)|时可以|的可以|,可以"
)


def _in_line(line: Line) -> Iterator[tuple[Place, bool]]:
    for first, last in line.sentences():
        sentence = line.text[first:last]
        means = next(
            (found for source in (_MEANS, _EXEMPT, _STRANGE, _LAWFUL) if (found := source.search(sentence))), None
        )
        if means:
            yield place(line, first + means.start(), first + means.end()), True
            continue
        mood = _AS_THEY_LIKE.search(sentence)
        if mood and not _MAY.search(sentence[mood.start() : mood.end() + 4]) and not _THRESHOLD.search(sentence):
            yield place(line, first + mood.start(), first + mood.end()), True
            continue
        hit = _LOOSE.search(sentence)
        if hit and "可以" in hit[0] and not re.search(r"可以不|可以(?:迟报|谎报|瞒报|漏报|擅自)", hit[0]):
            hit = None
        if hit is None:
            hit = next((soft for soft in _SOFT.finditer(sentence) if not _allowed(sentence, soft)), None)
        if hit:
            yield place(line, first + hit.start(), first + hit.end()), True
            continue
        for bare in _BARE.finditer(sentence):
            if not _FREE.match(sentence[bare.start() :]) and (
                bare[0] == "不宜" or not _LEAVE.search(sentence[: bare.end()])
            ):
                yield place(line, first + bare.start(), min(last, first + bare.end() + 6)), False


def _allowed(sentence: str, soft: re.Match[str]) -> bool:
    """Leave that plans rightly give: 可以越级上报, 可直接报告, 原则上每三年."""
    said = sentence[soft.start() :]
    if _REPORT.match(said) and not re.match(r"可以?(?:越级|直接|先|同时|依法)", said):
        return False
    return bool(_FREE.match(said) or _RANKED.match(said))
