"""The detail a question asks for - a sum, so many of something, a date, a number to call, a maker, a place - and texts that have it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

from kb.regions import CITIES, PROVINCES_SHORT

_COUNT = r"(?:\d[\d,.]*|[一二三四五六七八九十百千万两〇零半]+)(?:余|多|来)?个?"
_PLAIN_UNITS = "顶 艘 架 只 条 座 户 床 张 份 件 套 级 年 月 号 分钟 秒 厘米 平方公里 亩 公顷 千克 克 毫升 升 马力 千瓦 瓦 倍 根 头 匹 间 公分 伏"
_UNITS = {
    **dict.fromkeys(_PLAIN_UNITS.split(), ""),
    **dict.fromkeys(("台", "辆", "车"), "台|辆|部"), **dict.fromkeys(("人", "名", "位"), "人|名"), **dict.fromkeys(("次", "回"), "次|回"),
    **dict.fromkeys(("岁", "周岁"), "周?岁"), **dict.fromkeys(("天", "日"), "(?:工作)?日|天"), **dict.fromkeys(("小时", "钟头"), "小时"),
    **dict.fromkeys(("公里", "千米"), "公里|千米|km"), **dict.fromkeys(("平方米", "平米"), "平方米|平米|㎡|m2"),
    **dict.fromkeys(("度", "摄氏度"), "(?:摄氏)?度|℃"), "公斤": "公斤|千克|kg", "吨": "吨|t", "米": "米|m", "毫米": "毫米|mm", "个月": "月",
    "处": "处|个", "所": "所|个", "家": "家|个", "支": "支|队", "节": "节|辆", "例": "例|人",
}  # fmt: skip
"""Measures that may follow 多少 and 几, with what an answer may bear instead."""
_GOES_ON = {
    "家": "长庭属企", "名": "单称", "年": "龄", "级": "别", "处": "罚理分置", "次": "数", "位": "置", "天": "然", "所": "有", "条": "件款例",
    "号": "码令", "间": "隔", "车": "辆", "根": "据", "支": "队", "人": "均口", "度": "数",
}  # fmt: skip
"""What makes another word of a measure."""
_PERIODS = frozenset(["年", "月", "个月", "天", "日", "周", "小时", "分钟", "秒", "次", "回"])
_AT_TIMES = "|每[两三半]?[日天周月季年]|每学期|定期|随时|立即|长期|[早晚]各"
"""What answers how often and how long without a number."""
_HOW_MANY = re.compile(
    "(?<!哪)(百分之)?(?:多少|几)(?:个(?!月))?[十百千万]*("
    + "|".join(f"{unit}(?![{_GOES_ON.get(unit, '。')}])" for unit in sorted(_UNITS, key=len, reverse=True))
    + ")?"
)
_DAY_OF_YEAR = re.compile("几月几[号日]")
_EXTENTS = (
    (re.compile("多[高宽深]"), "米|m"),
    (re.compile("多远"), "米|公里|m"),
    (re.compile("多重"), "公斤|吨|千克"),
    (re.compile("多大面积|面积多大|多大地方"), "平方米|平米|公顷|亩|平方公里|㎡"),
)
_SUM_ASKED = re.compile(
    "(?<!哪)(?:多少|几)[十百千万亿]*(?:块|元|钱)|多少钱|"
    "(?:钱|损失|赔|补|罚|奖|价|成本|费|款|金|津贴|补贴|补助|工资|薪)[^，。]{0,6}(?:多少|(?<!哪)几[十百千]?[万亿块元]|标准|怎么算)|"
    "采购价|手续费|评审费|租金|租赁费|加班费|代理费|票价|价格|单价|报价|月薪|造价|费率"
)
_MONEY = re.compile(r"(?:\d[\d,.]*|[一二三四五六七八九十百千万两〇零]+)(?:余|多)?[万亿千百]*元|倍|全额|免费|百分之")
_ASKED_AND_SAID = (
    (re.compile("多久|多长时间|几点|最晚|最迟|多快|时限|周期"),
     re.compile(rf"{_COUNT}(?:小时|分钟|日|天|工作日|月|年|季)|立即|及时|\d{{1,2}}[:：]\d\d|随时|每[日天周月季年半两]|尽快|第一时间|定期|长期|期间")),
    (re.compile("(?<!打)(?<!到)电话(?!报告|快报|通知|里)|手机号|号码|热线|传真"),
     re.compile(r"\d{3,4}[-－—]\d{6,8}|1\d{10}|(?<!\d)\d{7,8}(?!\d)|(?<![\d.])1[12]\d{1,3}(?![\d.米人时年月日%])")),
    (re.compile("厂家(?:的|是谁)?$|生产厂家|哪家(?:公司|企业|厂|中标|承建)|生产商|供应商|哪个厂|型号|牌子|品牌|什么牌"),
     re.compile(r"有限公司|集团|股份|[a-z]{1,4}-?\d{1,4}|型")),
    (re.compile("哪年|哪一年|几几年|哪天|哪一天"), re.compile(r"\d{4}年|\d{1,2}月|[一二三四五六七八九十]+月")),
)  # fmt: skip
_DATE = re.compile(r"\d{1,2}月\d{1,2}|[一二三四五六七八九十]+月")
_PERCENT = re.compile("百分之|%|‰")
_NAME_ASKED = re.compile("叫什么|姓什么|姓啥|叫啥|姓名|什么名字|哪几个人|哪位专家|谁写的|起草人|现在是谁|现任|手机")
_ABROAD = ("香港", "澳门", "美国", "日本", "英国", "德国", "法国", "俄罗斯", "韩国", "印度", "澳大利亚", "加拿大", "欧盟", "联合国")  # fmt: skip
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?=年|[^\d间人万亿米吨户套件元条号]|$)")
_ISSUE = re.compile(r"第(\d+)[期号批]")
_SENTENCE = re.compile("[^。；;!?\n]*(?:[。；;!?\n]|$)")
_ROW = re.compile("[^:;。]{1,20}:[^;。]*;[^:;。]{1,20}:")
_WHOLE_ROW = re.compile("[^。!?\n]*(?:[。!?\n]|$)")
"""What a cell tells (数量：4架) is told of what the others of its row name."""


@lru_cache(maxsize=256)
def details(folded: str) -> tuple[re.Pattern[str], ...]:
    """What each detail that a folded question asks for looks like in a text."""
    found = list[re.Pattern[str]]()
    money = bool(_SUM_ASKED.search(folded))
    if money:
        found.append(_MONEY)
    if _DAY_OF_YEAR.search(folded):
        found.append(_DATE)
    else:
        found += _numbers(folded, money)
    found += (_measured(units) for extent, units in _EXTENTS if extent.search(folded))
    found += (said for asked, said in _ASKED_AND_SAID if asked.search(folded))
    return tuple(found)


def _numbers(folded: str, money: bool) -> Iterator[re.Pattern[str]]:
    for match in _HOW_MANY.finditer(folded):
        percent, unit = match.groups()
        if percent:
            yield _PERCENT
        elif unit:
            measured = _measured(_UNITS[unit] or unit)
            yield re.compile(measured.pattern + _AT_TIMES) if unit in _PERIODS else measured
        elif not money and "多少" in match[0]:
            yield re.compile(_COUNT)


@lru_cache(maxsize=256)
def _measured(units: str) -> re.Pattern[str]:
    """A number with one of these units, or under such a head of a table (死亡人数/人：2)."""
    return re.compile(rf"{_COUNT}[万亿千百]?(?:{units})|(?:{units})(?:数|级)?[^；。：:]{{0,6}}[：:]\s*\d")


def told(wanted: Sequence[re.Pattern[str]], folded: str) -> Iterator[str]:
    """The sentences of a folded text that have all the details wanted, each behind the one before it."""
    before = ""
    for match in _cut(folded).finditer(folded):
        if match[0]:
            if all(pattern.search(match[0]) for pattern in wanted):
                yield before + match[0]
            before = match[0]


def sentences(folded: str) -> Iterator[str]:
    """The sentences of a folded text."""
    return (match[0] for match in _cut(folded).finditer(folded) if match[0])


def _cut(folded: str) -> re.Pattern[str]:
    """What a folded text is cut by: a row of a table is one sentence."""
    return _WHOLE_ROW if _ROW.match(folded) else _SENTENCE


def places(folded: str, of_library: Iterable[str]) -> tuple[str, ...]:
    """Provinces, cities, countries and places that the library is about, as a folded question names them."""
    return tuple(name for name in (*PROVINCES_SHORT, *_ABROAD, *CITIES, *of_library) if name in folded)


def dated(folded: str, texts: Iterable[str]) -> bool:
    """Whether one of the texts bears every year and number of an issue (第15期) that a folded question names."""
    needed = [rf"(?<!\d){number}(?!\d)" for number in (*_YEAR.findall(folded), *_ISSUE.findall(folded))]
    return not needed or any(all(re.search(pattern, text) for pattern in needed) for text in texts)


def asks_name(folded: str) -> bool:
    """Whether a person's name is asked for; plans name posts."""
    return bool(_NAME_ASKED.search(folded))
