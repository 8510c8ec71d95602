"""Whether a sentence tells somebody to do something, and whether it says who: the subject at the head of the clause, before its verb.

An order without a subject begins with its verb: after a number, adverbial clauses (``险情发生后，``, ``根据…，``) and adverbs (``立即``, ``应``)
nothing stands before it. Whatever else stands there is taken for the subject, whether it is known as a body or not.
"""

from __future__ import annotations

import re

from kb.review.duties.bodies import lead_in

_ADVERBS = (
    r"(?:立即|及时|迅速|尽快|尽早|尽可能|首先|其次|然后|随后|随即|同时|同步|最后|并且|并|且|再|应当|应该|应|要|必须|须|需要|需|可以|可|进一步|切实|积极|主动|严格|"
    r"全力|认真|统一|快速|第一时间|妥善|全面|密切|有效|科学|合理|适时|继续|重点|优先|视情况?|必要时|紧急|依法|分级|分类|逐级|就地|就近|提前|一律|随时|每日|每天|定期|专人|"
    r"充分|有序|有组织地|在第一时间|24小时|迅即|火速|马上|即刻|坚决|果断|正确|准确|如实|按规定|按程序|按要求|按职责|内|后|时|前|中)"
)
_DOES = (
    r"(?:组织|启动|赶赴|发布|报告|上报|报送|通报|疏散|转移|撤离|抢修|抢险|抢救|救治|搜救|封锁|封闭|封控|管制|调集|调用|调度|调配|调派|通知|派出|派遣|派员|下令|扑灭|扑救|切断|关闭|停止|停运|"
    r"设置|设立|划定|采取|开展|安排|协调|监测|监视|监控|落实|指挥|宣布|研判|会商|分析研判|评估|清点|警戒|安置|发放|联系|检查|巡查|排查|抢通|支援|进入|查明|查看|核实|核查|收集|汇总|"
    r"拨打|呼叫|佩戴|穿戴|使用|打开|关停|疏通|清理|清除|清运|消毒|消杀|洗消|隔离|处置|处理|控制|堵漏|堵截|覆盖|稀释|冷却|喷水|引导|护送|运送|输送|搬运|保护|维护|维持|营救|救助|救援|实施|召开|"
    r"成立|组成|动员|发动|提供|供应|配备|调整|增派|加派|加密|开启|启用|征用|征集|拟定|制定|制订|编制|督促|督导|指导|通过|利用|采用|确认|判断|记录|收治|转送|转运|送往|送至|抬至|移至|组织开展|请求|申请|提请)"
)
_GENERAL = r"(?:加强|做好|建立|健全|完善|强化|规范|提高|推进|确保|保障|坚持)"
_THING = r"(?:将|把|对|向|与|从|就|为|用)[^,。;:]{1,24}?"
_NOUN_AFTER = re.compile(
    r"^(?:的|人数|数量|户数|次数|概况|经过|原因|损失|费用|名单|名称|地点|位置|路线|进展|情况(?:[、,。;]|$)|单位|部门|机构|人员|人|员|者|站|点|时间|时限|内容|方式|程序|流程|电话|组|队|小组|分队|车|船|室|长|专家|方案|预案|措施|工作(?![人组])|信息的|情况的|力量|机制|体系|系统|制度|能力|标准|条件|级别|区域|范围|[一二三四五]级|权限|责任|原则|格式|记录|要求|次序|顺序|时机|对象|期间|阶段|过程|结束|完成|成员|"
    r"[^,。;:]{1,12}的(?:[\u4e00-\u9fff]{0,12}(?:机构|部门|单位|部|局|人员|人|政府|队|组))|[^,。;:]{0,10}(?:包括|是指|分为|应当?(?:包括|符合|坚持|遵循|由)|由))"
)
_HEAD = re.compile(rf"^{_ADVERBS}*(?:{_THING}{_ADVERBS}*(?:进行)?)?(?P<verb>{_DOES}|{_GENERAL})")
_WITH_PEOPLE = re.compile(
    r"组织|通知|调集|派|联系|协调|督[促导]|指导|请求|申请|提请|安排|动员|发动|调|征用|增|加派|成立|组成|配备|引导|支援|启动|报告|上报|通报|报送|宣布|设[置立]|开展"
)
"""Verbs whose object may be a body: any other before one is part of its name (监测技术组)."""
_NAME_AFTER = re.compile(r"^[\u4e00-\u9fff]{0,8}(?:组|队|部|室|局|委|员|站|中心|单位|部门|机构|专班)(?!织|长|分)")
_ADVERBIAL = re.compile(
    r"^(?:(?:根据|按照?|依据|依照|遵照|结合|针对|围绕|鉴于|为了?|在|当|如果?|若|一旦|对于?|经|随着|除|从|自|自从|接到?|接报|收到|发现|获悉|得知|到达|抵达|进入|启动|出现|遇有?|发生|达到|超过|预计|凡|必要|紧急|期间"
    r")[^,。;]{0,40}|[^,。;]{0,24}(?:险情|情|灾害|事故|事件|火灾|火势|地震|台风|洪水|洪涝|暴雨|事态|预警|响应|水位|威胁|影响|危险)[^,。;由]{0,12}(?:后|时|前|的|期间|以后|之后|解除|结束)"
    r"|[^,。;]{0,12}(?:期间|情况下))[,，]"
)
_AGENT = re.compile(
    r"(?:部门|单位|机构|局|厅|委|办|室|处|科|班|岗|会|部|中心|支队|大队|中队|总队|队|公司|指挥部|小组|组|医院|政府|街道|人|员|者|长|书记|主任|经理|企业|学校|站|院|所|校|村|镇|乡)"
    r"(?:应当?|要|须|必须|可|立即|及时|迅速|在|负责)?(?:接到|接报|收到|获悉|得知|到达|抵达|赶到|发现|启动|进入|经|根据|按照?|依据|对|向|认为|决定|确认|作出|做出|发布|值守|研判)"
)
_RELATIVE = re.compile(r"的[\u4e00-\u9fff]{0,8}(?:单位|部门|机构|人|者|员|企业|村|镇|局|组|队)(?!后|时)")
_CONTENTS = re.compile(r"内容|包括|包含|要素|要点|格式|样式|范本|清单|要求$|标准|条件")


def bare_order(sentence: str, *, general: bool = False) -> bool:
    """Whether a normalised sentence begins with what is to be done and names nobody before it.

    ``general`` takes in what is done all the time (``加强``, ``做好``), not only what is done in an emergency.
    """
    rest = sentence[lead_in(sentence) :]
    for _ in range(3):
        adverbial = _ADVERBIAL.match(rest)
        if not adverbial or _AGENT.search(adverbial[0]) or _RELATIVE.search(adverbial[0]):
            break
        rest = rest[adverbial.end() :]
    found = _HEAD.match(rest)
    if not found or "由" in rest.partition("。")[0] or _AGENT.search(rest[: found.end()]):
        return False
    verb, after = found["verb"], rest[found.end() :]
    if re.fullmatch(_GENERAL, verb) and not general:
        return False
    if _NAME_AFTER.match(after) and not _WITH_PEOPLE.match(verb):
        return False
    return len(after) > 2 and not _NOUN_AFTER.match(after)


_OWED = re.compile(
    r"^(?!应当?(?:坚持|遵循|符合|包括))(?:应当|应该|应(?![急对])|要(?![求点素件害道闻])|必须|须(?!知)|负责(?![人任])|由(?=组织|负责|牵头|决定|宣布|发布|协调|统一))"
)


def bare_duty(sentence: str) -> bool:
    """Whether a normalised sentence begins with ``应当``, ``要`` or ``负责``, after adverbial clauses at most: a duty of nobody."""
    rest = sentence[lead_in(sentence) :]
    for _ in range(3):
        adverbial = _ADVERBIAL.match(rest)
        if not adverbial or _AGENT.search(adverbial[0]) or _ACTS.search(adverbial[0]):
            break
        rest = rest[adverbial.end() :]
    return len(rest) > _SHORTEST and bool(_OWED.match(rest)) and not rest.endswith("进行。")


_ACTS = re.compile(r"(?:部门|单位|机构|局|委|组|队|公司|人员|政府|者|的|人)(?:[,，]$|在|于|对|应|要)")
"""A clause that names who acts (``…的单位，``, ``…的，应当``, ``某部门在…后，``)."""
_SHORTEST = 8


def lists_contents(names: tuple[str, ...]) -> bool:
    """Whether a heading or a lead-in announces what a thing consists of, not what is to be done."""
    return any(_CONTENTS.search(name[-14:]) for name in names)
