"""Phase and response level: of a heading, of a label inside a clause, of the words of an act."""

from __future__ import annotations

import re
from collections.abc import Sequence

from kb.training.model import Phase

_HEADINGS: tuple[tuple[str, Phase], ...] = (
    (r"先期处置|初期处置|自救互救|第一时间处置", Phase.FIRST),
    (r"(?:信息|新闻)发布|信息公开|舆情|新闻(?:报道|宣传)|舆论|公众沟通", Phase.RELEASE),
    (
        r"(?:信息|事故|事件|灾情|险情|震情|火情|疫情|突发)?[^预]*(?:报告|报送|速报|接报|通报|续报|终报|核报|报警)(?!.*预警)",
        Phase.REPORT,
    ),
    (
        r"(?:响应|应急|应急状态|应急处置|救援|预警?响应)?.{0,4}(?:终止|结束|解除)|级别(?:调整|变更)|响应(?:调整|升级|降级)",
        Phase.END,
    ),
    (r"(?:总结|调查|损失|灾害|灾情|损害|事故|效果|火灾|绩效|后|能力)?(?:评估|评价)|事故?调查|总结|火因", Phase.REVIEW),
    (r"善后|后期|恢复|重建|救助|补偿|抚恤|理赔|保险|心理|征用补偿|归档|灾后|社会捐赠", Phase.AFTER),
    (r"启动|响应分级|分级响应$|响应程序", Phase.START),
    (r"指挥(?:与|和|协调|权)|协调|指挥部署|(?:现场|前线)指挥|移交|指挥调度|调动", Phase.COMMAND),
    (r"监测|预警|预测|预报|会商|叫应|防御响应|防御措施", Phase.WARNING),
    (
        r"响应|处置|措施|救援|抢险|扑救|转移|疏散|救治|行动|应急程序|避险|管控|防护|警戒|安置|支援|搜救|现场|征用|动员|防疫|保护",
        Phase.MEASURES,
    ),
)
_IDLE = re.compile(
    r"总则|编制(?:目的|依据)|适用范围|工作(?:原则|要求)$|预案(?:体系|衔接|管理|编制|修订|评估|备案|实施)|(?:事件|事故|灾害|灾情|险情|火灾|疫情|预警|响应).{0,8}(?:分级|等级)(?:标准)?$|"
    r"风险(?:评估|分析|描述|概况|状况|事件描述|点位|隐患|管控|防控|排查)|事故风险|资源(?:调查|概况|底数)|应急资源(?!.{0,4}(?:征用|调用|调配|调度|调集|征集))|附则|名词|术语|奖惩|责任追究|解释|实施(?:时间|日期)|"
    r"(?:应急)?保障(?!组|措施组|部)|通讯录|联系(?:方式|表|电话)|清单|名单|体系图|流程图|格式|样式|文书|宣传|培训|演练|修订|预防(?:与|和)?(?:应急)?准备|汛前准备|"
    r"基本情况|村情|主要风险|分级标准|(?:报告|速报|信息|报送|发布)内容$|启动条件$|响应条件$|(?:预警|响应|事件|事故)?(?:级别|分级)(?:和|与|及)?(?:条件|标准)?$|预案备案|应急物资(?!.{0,4}(?:征用|调用|调拨|调配|调运|调度|紧急采购|发放))|(?:预警|监测|预测|影响|有关)信息$|"
    r"^关于.{2,40}的(?:通知|通告|公告|函|报告|令|请示|批复)$|(?:通知书|审批表|报告单|报告表|记录表|登记表|申请书|模板|范文|范本|式样)$"
)
_RESPONSE_IDLE = re.compile(r"(?:启动条件|响应条件|分级和条件|分级条件)")
_ACTIVE = re.compile(r"措施|行动|启动程序|(?:信息|新闻)(?:发布|公开)|新闻宣传|舆论|补偿|偿付")
"""What makes a part prescribe acts whatever else its heading names."""
_GRADING = re.compile(r"(?:响应|预警).{0,4}(?:分级|级别|等级)$|分级响应|^(?:响应)?级别$")
_ORGANISATION = re.compile(
    r"组织(?:体系|机构|指挥|领导)|指挥(?:体系|机构|部)|领导小组|成员单位|工作组|专家组|办事机构|职责|机构|领导机构|办公室|工作机构|谁来管|应急工作组|日常机构|岗位"
)
_WORDS: tuple[tuple[str, Phase], ...] = (
    (r"新闻|舆情|舆论|向社会发布|信息发布|对外发布", Phase.RELEASE),
    (r"(?:续|终|初|补|上|速|汇|呈|通|转|直|首|核)?报(?:告|送|请)?(?![警道销名社刊纸])|通报", Phase.REPORT),
    (r"(?:终止|结束|解除).{0,10}(?:响应|预警)|响应.{0,6}(?:终止|结束)", Phase.END),
    (r"(?:启动|提出).{0,12}响应|启动令|启动.{0,6}建议", Phase.START),
    (r"监测|预警|预报|会商", Phase.WARNING),
    (r"调查评估|总结评估|评估报告|事故调查|火因", Phase.REVIEW),
    (r"善后|恢复重建|补偿|抚恤|理赔|生产恢复|灾后", Phase.AFTER),
    (r"统一指挥|指挥协调|(?:组织|统筹)?协调.{0,10}(?:工作|力量)|指挥权|会商研判", Phase.COMMAND),
)
_LEVELS = {
    "一": 1,
    "二": 2,
    "三": 3,
    "四": 4,
    "Ⅰ": 1,
    "Ⅱ": 2,
    "Ⅲ": 3,
    "Ⅳ": 4,
    "I": 1,
    "II": 2,
    "III": 3,
    "IV": 4,
    "1": 1,
    "2": 2,
    "3": 3,
    "4": 4,
}
_NAME = r"(?:[一二三四ⅠⅡⅢⅣ1-4]|IV|I{1,3})\s*级"
_LEVEL = re.compile(
    rf"({_NAME}(?:\s*[、和及或至，]\s*{_NAME})*)(以上)?(?:应急|防御|救灾|地震|防汛|救助|预警)*(?:响应|行动|$|：|处置)"
)
_ONE = re.compile(r"([一二三四ⅠⅡⅢⅣ1-4]|IV|I{1,3})\s*级")
_COLOUR = re.compile(r"([红橙黄蓝])色(?:、([红橙黄蓝])色)*预警")


def phase_of_headings(path: Sequence[str]) -> Phase | None:
    """The phase of the innermost heading that names one; None for parts that prescribe no handling."""
    for label in reversed(path):
        name = _bare(label)
        if _is_idle(name):
            return None
        if _ORGANISATION.search(name) and not re.search(r"措施|处置程序|响应行动", name):
            continue
        for pattern, phase in _HEADINGS:
            if re.search(pattern, name):
                return phase
    return None


def is_idle(path: Sequence[str]) -> bool:
    """Whether a part prescribes no handling at all: general rules, grading, preparedness, annexed lists."""
    names = [_bare(label) for label in path]
    return any(map(_is_idle, names)) or bool(names and _RESPONSE_IDLE.search(names[-1]))


def _is_idle(name: str) -> bool:
    if re.search(r"保障(?:措施|机制|体系)?$|预防措施$|准备措施$", name):
        return not re.search(r"保障组$", name)
    return bool(_IDLE.search(name)) and not _ACTIVE.search(name)


def is_grading(path: Sequence[str]) -> bool:
    """Whether a part is idle only because it grades responses or warnings; such parts also tell who starts what."""
    names = [_bare(label) for label in path]
    return bool(names and _GRADING.search(names[-1])) and not any(map(_is_idle, names[:-1]))


def is_organisation(path: Sequence[str]) -> bool:
    """Whether a part tells who there is and what their duties are."""
    return any(_ORGANISATION.search(_bare(label)) for label in path)


def phase_of_words(text: str, default: Phase = Phase.MEASURES) -> Phase:
    """The phase that the words of a duty belong to."""
    return next((phase for pattern, phase in _WORDS if re.search(pattern, text)), default)


def levels_of(text: str, *, whole: bool = False) -> tuple[int, ...]:
    """The response levels named, 1 the highest; ``whole`` asks that the text be little more than the level's name."""
    found: list[int] = []
    for match in _LEVEL.finditer(text):
        if whole and len(text) - len(match[0]) > 6:
            continue
        levels = [_LEVELS[each[1]] for each in _ONE.finditer(match[1])]
        found += list(range(1, levels[-1] + 1)) if match[2] else levels
    return tuple(dict.fromkeys(found))


def levels_of_headings(path: Sequence[str]) -> tuple[int, ...]:
    """The response levels of the innermost heading that names some."""
    for label in reversed(path):
        levels = levels_of(_bare(label))
        if levels:
            return levels
    return ()


def warning_of(text: str) -> str:
    """The colour of the warning named (``红``), empty when none is."""
    match = _COLOUR.search(text)
    return match[1] if match else ""


def _bare(label: str) -> str:
    return re.sub(
        r"^\s*(?:第?[一二三四五六七八九十\d.．]+[章节条、]?|[（(][一二三四五六七八九十\d]+[）)]|附件\s*\d*)\s*",
        "",
        label,
    ).strip()
