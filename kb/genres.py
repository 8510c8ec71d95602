"""Kind and genre of a document, from its title first and its body when the title does not say."""

from __future__ import annotations

import re
from dataclasses import dataclass

from kb.model import Kind

_TAIL = r"(?:\s*[（(【].{1,20}[）)】])*\s*(?:之[一二三四五六七八九十])?(?:[-_ ]?(?:19|20)\d\d年?)?(?:修[订正])?(?:[0-9.]*版|[0-9V.]*稿|简本)?\s*$"
_RULES: tuple[tuple[str, Kind, str], ...] = (
    (rf"(?:范文|范本|模板){_TAIL}", Kind.OTHER, "范文"),
    (rf"调研报告{_TAIL}|调研{_TAIL}", Kind.REPORT, "调研报告"),
    (rf"(?:评估报告|评估){_TAIL}", Kind.REPORT, "评估报告"),
    (rf"(?:案例选编|案例汇编|案例|选编){_TAIL}", Kind.REPORT, "案例"),
    (rf"(?:总结|小结){_TAIL}", Kind.REPORT, "总结"),
    (
        rf"(?:汇报|情况报告|报告|述评|简报|快报|通报|专报|综述|初报|续报|终报|回顾|纪实|复盘|信息专刊|报告[表单]|快报[表单]|通报会|发布会|工作动态|应急动态){_TAIL}",
        Kind.REPORT,
        "汇报",
    ),
    (rf"(?:管理办法|办法|条例|规定|细则|制度|规则|法){_TAIL}", Kind.LAW, "法律法规"),
    (rf"(?:导则|指南|规范|标准|规程|通则|通用要求){_TAIL}", Kind.STANDARD, "标准"),
    (rf"演练(?:方案|脚本|计划){_TAIL}", Kind.OTHER, "演练方案"),
    (rf"(?:操作|工作|应急|响应|救援|处置|防汛|抢险|指挥)[\u4e00-\u9fff]{{0,4}}手册{_TAIL}", Kind.PLAN, "工作手册"),
    (rf"处置卡{_TAIL}|明白卡{_TAIL}", Kind.PLAN, "处置卡"),
    (rf"行动方案{_TAIL}", Kind.PLAN, "行动方案"),
    (
        rf"(?:预案|处置方案|应对方案|应急(?:(?:工作|处置|处理|响应|救援|保障|疏散|应对|防范)){{0,2}}(?:实施)?方案|(?:突发|事故|险情|灾情|灾害)[\u4e00-\u9fff]{{0,4}}(?:处置|处理|应对|救援)(?:工作)?(?:实施)?方案|(?:安保|安全保卫|安全保障|安全|疏散|避险|转移|撤离|抢险|救援|防御|度汛|应对)(?:工作|实施)?方案){_TAIL}",
        Kind.PLAN,
        "应急预案",
    ),
    (rf"(?:意见|决定){_TAIL}", Kind.LAW, "意见"),
    (rf"(?:通知|公告|通告|批复|函|命令|令){_TAIL}", Kind.LAW, "通知"),
)
_BY_TITLE = tuple((re.compile(pattern), kind, genre) for pattern, kind, genre in _RULES)
_CALLED_PLAN = re.compile(r"应急预案(?:报告|汇报)?(?:[（(].{1,20}[）)])?$")
_MAKES_PLAN = re.compile(r"(?:制定|编制)本(?:应急)?预案|本(?:应急)?预案适用于")
"""What a plan says of itself, whatever the program that printed it called the file (应急预案报告)."""
_MODEL_REPORT = re.compile(r"(?:汇报|报告|总结).{0,4}(?:范文|范本|模板)")
_STANDARD_NUMBER = re.compile(r"\b(?:GB|AQ|DB|HJ|GA|XF|JT|YJ|TSG|T)\s*/?\s*[TZ]?\s?\d{2,6}(?:\.\d+)?[-—－]\d{2,4}")

_PLAN_SIGNS = tuple(
    re.compile(source)
    for source in (
        r"组长|指挥长|总指挥|总负责|说了算|(?:成立|设立)[^。]{0,14}(?:指挥部|领导小组)",
        r"(?:报告|上报|报|打)[^。；]{0,16}(?:电话|\d+个?(?:分钟|小时)|11[09]|120)|\d+个?(?:分钟|小时)(?:之?内)[^。；]{0,10}报",
        r"(?:[一二三四ⅠⅡⅢⅣ]级|[红橙黄蓝][色线档灯])[^。]{0,60}(?:启动|响应|预警|指挥|撤|下令|处置)",
        r"疏散|撤离|转移|集合|安置点|全撤|撤人",
        r"(?:沙袋|编织袋|灭火器|急救箱|救生衣|发电机|柴油|对讲机|担架|呼吸器|手电筒?|冲锋舟|应急物资|药品)[^。]{0,16}\d",
        r"演练|演习",
        r"(?:结束|解除|终止)[^。]{0,12}宣布|宣布[^。]{0,8}(?:结束|解除|终止)|[后的]由[^，。]{2,14}(?:解除|宣布)|退以?后",
        r"值班[^。]{0,12}(?:电话|\d{4})|24小时|白天黑夜|昼夜",
    )
)
_MOST_SIGNS = 6
_FEW_ARTICLES = 5
_ABOUT_EMERGENCIES = re.compile(r"应急|突发|防汛|抗洪|抗旱|抢险|救援|避险|疏散|停电|停水|火灾|事故|险情|灾")
_RULES_FOR_ALL = re.compile(r"县级以上|本(?:办法|规定|制度|条例)所称|法律责任")
_LOOSE_NAME = re.compile(rf"(?:办法|规定|制度|规则|措施|安排|方案|须知|流程|程序){_TAIL}")


@dataclass(frozen=True, slots=True)
class Genre:
    """Kind and genre."""

    kind: Kind
    genre: str


def genre_of(title: str, opening: str, articles: int, *, slides: bool = False, body: str = "") -> Genre:
    """The genre; ``opening`` is the first text of the body, ``articles`` how many 第X条 it has, ``body`` all of its text."""
    if slides:
        return Genre(Kind.OTHER, "PPT")
    if _STANDARD_NUMBER.search(title):
        return Genre(Kind.STANDARD, "标准")
    if _MODEL_REPORT.search(title):
        return Genre(Kind.REPORT, "范文")
    title = re.sub(r"[《》\s]", "", title)
    if articles < _FEW_ARTICLES and _LOOSE_NAME.search(title) and _is_plan_by_text(title, opening, body):
        return Genre(Kind.PLAN, "应急预案")
    for pattern, kind, genre in _BY_TITLE:
        if pattern.search(title):
            if kind is Kind.REPORT and _CALLED_PLAN.search(title) and _MAKES_PLAN.search(opening):
                return Genre(Kind.PLAN, "应急预案")
            if kind is Kind.LAW and genre == "通知" and "预案" in title and "印发" in title:
                return Genre(Kind.PLAN, "应急预案")
            return Genre(kind, genre)
    if articles >= _FEW_ARTICLES:
        return Genre(Kind.LAW, "法律法规")
    if _STANDARD_NUMBER.search(opening[:300]):
        return Genre(Kind.STANDARD, "标准")
    if len(re.findall(r"本(?:专项|现场|综合|部门)?预案", opening)) >= 2:
        return Genre(Kind.PLAN, "应急预案")
    if re.search(r"(?:现将|现就).{0,40}(?:汇报|报告|总结)如下|工作(?:总结|汇报)", opening):
        return Genre(Kind.REPORT, "汇报")
    if _is_plan_by_text(title, opening, body):
        return Genre(Kind.PLAN, "应急预案")
    return Genre(Kind.OTHER, "")


def _is_plan_by_text(title: str, opening: str, body: str) -> bool:
    """Whether a text under another name does what a plan does: who leads, who is told when, levels, leaving, supplies, drills, the end."""
    if not _ABOUT_EMERGENCIES.search(title + opening) or _RULES_FOR_ALL.search(body):
        return False
    return sum(bool(sign.search(body)) for sign in _PLAN_SIGNS) >= _MOST_SIGNS
