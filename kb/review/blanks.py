"""What was left to be filled in — ×××, ____, 〔待补充…〕, 201X — and the text without it, on which evidence is judged."""

from __future__ import annotations

import re

_OPEN = r"(?<!等)待[\u4e00-\u9fff]{0,6}?(?:补充|完善|定|填|确认|核实|明确)|请(?:填写|补充|核对|核实|替换|更新|校对)|此处填写|填写处|(?:后续|以后|日后|回头)再?补|(?:需|须)(?:再|另行|进一步)?(?:核实|核对|补充)|尚未(?:确定|明确|填)"
_FIELD = "姓名|名字|单位名称|公司名称|企业名称|电话号码|手机号码?|联系电话|具体(?:时间|日期|地点|地址|数[字量])|填写[^()]{0,6}"
"""What is to be filled in, named in brackets in its place."""
MARKS = (
    r"[×✕╳]{2,}|[×✕╳](?=[年月日市县镇乡村区路局])"
    r"|(?<![A-Za-z0-9./_-])[Xx]{2,}(?![A-Za-z0-9])|(?<![A-Za-z0-9])[Xx](?=[年月日市县镇乡村](?!光|射))"
    r"|(?<![A-Za-z\d.])[Xx×]\.[Xx×](?![A-Za-z\d])|第[Xx×]{1,2}(?=[章节条款项])|附[件表录图][Xx×](?![A-Za-z\d])"
    r"|(?<![A-Za-z])(?:TBD|TBC|tbd|tbc|FIXME)(?![A-Za-z])"
    r"|[?]{3,}|_{2,}|[□○◯]{3,}|(?<![\dA-Z*])\*{3,}|(?<![A-Z*])\*{3,}(?![\d*])"
)
LOST = r"(?<=[\u4e00-\u9fff])(?<![为由是在至于共约名])(?:[□■▯▢◇◆○◯*#]{5,}|[?]{3,})(?=[\u4e00-\u9fff,。;、])"
"""Signs in the middle of a sentence in place of characters that were lost: nobody leaves a blank there."""
HOME_MASK = r"(?:住[址所]|家住|住在|地址|居住)[^,。;，；\n*]{0,30}\*{3}(?!\*)"
"""A home of which reading has covered the end."""
COVERED = rf"\d{{6}}\*{{8,12}}|\d{{4}}\*{{8}}\d{{3,4}}|{HOME_MASK}"
"""Numbers and homes covered for privacy, which are no blanks."""
_BELONGS = r"(?=个?(?:分钟|小时|工作日)|[日天]内|[人名支辆台套户间亩米座处张所条个床](?![\u4e00-\u9fff]{0,2}[员物单])|万?元|公里|公顷|吨|毫米|%|年|月)"
EMPTY = rf"【】|[(\[][)\]]{_BELONGS}"
"""Brackets with nothing between them, where a number belongs."""
DATES = r"(?:19|20)\d\d年(?:\d{1,2}月|月)日|(?:^|[于自:,。;(]|日期|时间)年月日(?=$|[起至前,。;)])|(?:19|20)\d?(?:[Xx×*]{1,2})(?:\d)?(?=年|[-./]|$|[)〕])|(?:19|20)\d?[_]{1,}年"
SLOTS = (
    rf"〔[^〔〕]{{0,24}}(?:{_OPEN})[^〔〕]{{0,200}}〕|【[^【】]{{0,24}}(?:{_OPEN})[^【】]{{0,200}}】"
    rf"|[\[(][^\[\]()]{{0,24}}(?:{_OPEN})[^\[\]()]{{0,40}}[\])]|【待[^】]{{0,200}}】|TODO"
    rf"|(?:(?:^|(?<=[,。;:、])|(?<=由)|(?<=[\u4e00-\u9fff]为))[(]|[【\[<{{])[\u4e00-\u9fff]{{0,8}}(?:{_FIELD})[)】\]>}}]"
    rf"|[(][\u4e00-\u9fff]{{0,8}}(?:{_FIELD})[)](?=负责|[主分]?管|担?任|协助|带队|组织|牵头|同志|带领|包)"
)
WORDS = (
    r"(?:^|[:;,。、(\"“])(?:待定|待补充?|待完善|待填|待核[实对]?|待查|暂缺|暂未确定|未定|未填|后补|请补充|请填写)(?:$|[;,。、)\"”])"
    r"|某某(?:省|市|县|区|镇|乡|村|公司|单位|局|部门|路)|某(?:市|县|镇|乡|村)(?:人民)?(?:政府|应急|委|公安|局)"
)
_BLANK = re.compile(rf"{SLOTS}|{DATES}|{MARKS}|{EMPTY}")
_SLOT = re.compile(SLOTS)
_PART = re.compile(r"[^,。;!?\n]+")
_SENTENCE = re.compile(r"[^。;!?\n]+")
_FORM = re.compile(
    r"格式|文本|样式|模板|范本|样表|报告(?:单|表)|登记(?:表|卡)|记录(?:单|表)|审批(?:单|表)|(?:启动|终止|解除|发布|调整)[^/]{0,10}(?:令|通知|决定|公告)|关于(?:启动|终止|解除|调整|发布)|通知书|通稿|处置卡|明白卡|文书|接报|速报单|命令"
)
_BREAK = "\1"


def is_form(heads: tuple[str, ...], appendix: bool, text: str) -> bool:
    """Blank fields are the purpose of a form: texts of annexes that are forms, or short texts under such a heading."""
    return any(_FORM.search(head) for head in heads) and (appendix or len(text) < 160)


def without_blanks(text: str, *, form: bool) -> str:
    """Normalised text of the same length in which nothing left open speaks: every blank is a break that no pattern bridges.

    A blank takes with it the part between commas of which it makes a third, and the sentence and the whole text of which it makes
    half: what remains there is a label. In forms only slots (〔待补充…〕) are blanks.
    """
    blank = _SLOT if form else _BLANK
    marked = blank.sub(lambda found: _BREAK * len(found[0]), text)
    if _BREAK not in marked:
        return text
    marked = _SENTENCE.sub(lambda found: _drained(found[0], 2), marked)
    marked = _drained(_PART.sub(lambda found: _drained(found[0], 3), marked), 2)
    return re.sub(f"{_BREAK}+", lambda found: "。" * (len(found[0]) - 1) + "\0", marked)


def first_blank(text: str, *, form: bool) -> int:
    """Where the first blank begins; 0 without any."""
    found = (_SLOT if form else _BLANK).search(text)
    return found.start() if found else 0


def _drained(text: str, share: int) -> str:
    return _BREAK * len(text) if text.count(_BREAK) * share >= len(text) else text
