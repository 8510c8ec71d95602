"""QC-CONS: one post or office that two places give to different holders, and posts held twice by one (国办发〔2024〕5号 第二十四条)."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence

from kb.checklists import Checklists
from kb.model import Finding, FindingSeverity, Message
from kb.review.duties.bodies import same, short
from kb.review.facts.table import Form, Held
from kb.review.making import finding

_LEADERS = re.compile(r"(?:领导|指挥|应急|工作)小组$|^$")
_COMMAND = re.compile(r"指挥部$")
_LOCAL = re.compile(r"现场|前方|前线|各|每|分指挥|下级|乡镇|事发|专项|工作组$|自救")
_OFFICES = re.compile(r"(?:应急|指挥部|领导小组|委员会|[防减指灾安]|应急管理)(?:办公室|办)$|^办公室$|^本办公室$")
_OTHER_OFFICE = re.compile(
    r"(?:党政|综合|党委|政府|行政|人大|社区|财政|建设|经济|事务|服务|党建|校长|院长|后勤|教务|政教)办公室$"
)
_UNIQUE = re.compile(
    r"^(?:校长|院长|园长|总经理|董事长|镇长|乡长|县长|市长|区长|厂长|矿长|船长|大副|轮机长|支部书记|村主任)$"
)
_RANK = re.compile(
    r"(?P<rank>局长|厅长|部长|科长|处长|所长|站长|院长|校长|园长|[支大中]?队长|班长|护士长|[总]?经理|主任|书记|总监|店长|主席|会长)$"
)
_MANY = re.compile(
    r"副|成员|各|每|分管|班主任|联系人|教师|老师|医生|[村组居]民|社区|值班员|责任人|监测员|预警员|网格员|护林员|管理员|保管[员人]|负责人|干事|委员|专员|村[党支]|主要|领导|代表"
)
_SEVERAL = re.compile(r"副|各|每|村民|社区|班|成员")
_NO_DEPARTMENT = re.compile(
    r"指挥部$|领导小组$|委员会$|^办公室$|政府$|党[委组]$|支部|人大|政协|常委|公司$|集团$|组$|学校$|总队$"
)
_TITLE = re.compile(
    r"(?:副?(?:省|市|县|区|镇|乡|州|部|厅|局|处|科|司|校|院|园|站|所|[支大中]?队|班|船|机|厂|矿|会)长|(?:副)?主任|(?:副)?书记|(?:副)?(?:总)?经理|总监|(?:副)?秘书长|大副|委员|主管|专员|工程师|负责(?:同志|人)|领导)$"
)
_ANYBODY = re.compile(r"负责(?:同志|人)$|领导$")
_TRIM = re.compile(
    r"^由|^(?:省|市|县|区)?(?:人民)?政府|分管[^,]{0,14}的|分管[^,]{0,8}工作的?|分管|主管|主要|(?<!负责)同志$|\([^)]*\)"
)
_NOT_ONE = re.compile(r"缺位|或|授权|指定|以下简称|不在|代行|到达|电话|委托|由其|其他|\d")
_BY_CASE = re.compile(r"级|较大|一般|重大|现场|前方|时,|情况|视情|根据|必要|分别|各|轮值")


def post_findings(table: Sequence[Held], checklists: Checklists) -> Iterator[Finding]:
    """One finding for each post or office with two holders, by name and then by office."""
    seen: set[frozenset[str]] = set()
    for post, one, other in _two_names(table):
        pair = frozenset((one.name, other.name))
        if pair not in seen:
            seen.add(pair)
            message = Message("post_conflict", {"post": post, "one": one.name, "other": other.name})
            places = [one.where, other.where]
            yield finding("QC-CONS", FindingSeverity.MEDIUM, message, places, checklists, confidence=0.7)
    for post, pairs in _two_offices(table):
        one, other = pairs[0]
        message = Message("post_conflict", {"post": post, "one": one.office, "other": other.office})
        places = [each.where for pair in pairs[:6] for each in pair]
        yield finding("QC-CONS", FindingSeverity.MEDIUM, message, places, checklists, confidence=0.6)


# --------------------------------------------------------------------------- keys


def post_key(one: Held) -> str:
    """A post as it is compared, with the group it belongs to: none for deputies, whom a post has several of."""
    organ = one.organ if one.organ not in ("", "本") else one.group
    post = re.sub("总指挥长", "总指挥", one.post)
    if not post or "副" in post or _SEVERAL.search(organ):
        return ""
    if post in ("总指挥", "指挥长"):
        return "" if _LOCAL.search(one.organ or one.group) else post
    if post in ("组长", "队长"):
        if one.listed and not one.organ:
            return post
        return post if _LEADERS.search(organ) else f"{organ}{post}" if organ.endswith(("组", "队")) else ""
    if _OTHER_OFFICE.search(organ):
        return ""
    return "办公室主任" if _OFFICES.search(organ) else f"{organ}{post}" if organ.endswith(("委员会", "委")) else ""


def office_key(one: Held) -> str:
    """An office that one person has: ``德育处主任``, ``县水利局局长`` (without the place), ``校长``; none for deputies and staff."""
    return title_key(one.office)


def title_key(office: str) -> str:
    """A title as it is compared, empty where several may bear it."""
    rank = _RANK.search(office)
    if _UNIQUE.match(office):
        return office
    if not rank or _MANY.search(office):
        return ""
    body = office[: rank.start()]
    if body.endswith("办公室") and not _OTHER_OFFICE.search(body):
        return "办公室主任"
    return f"{short(body)}{rank['rank']}" if len(body) >= 2 and not re.search(r"^办公室$", body) else ""


def department(office: str) -> tuple[str, str]:
    """The department of a head and the title (``县水利局``, ``局长``); empty where an office is no head's of a department."""
    rank = _RANK.search(office)
    body = office[: rank.start()] if rank else ""
    if not rank or len(body) < 2 or _MANY.search(office) or _NO_DEPARTMENT.search(body):
        return "", ""
    return body, rank["rank"]


# --------------------------------------------------------------------------- two persons


def _two_names(table: Sequence[Held]) -> Iterator[tuple[str, Held, Held]]:
    """Posts and offices that two persons hold: the list and the text, or two places of the text, disagree."""
    by_key: dict[str, list[Held]] = defaultdict(list)
    for each in table:
        if each.name:
            for key in dict.fromkeys(filter(None, (post_key(each), office_key(each)))):
                by_key[key].append(each)
    for key, told in by_key.items():
        names: dict[str, Held] = {}
        for each in told:
            names.setdefault(each.name, each)
        listed = {each.name for each in told if each.listed}
        if len(names) != 2 or len(listed) > 1:
            continue
        one, other = names.values()
        if _another_office(key, told):
            continue
        if one.line.clause.id != other.line.clause.id and not _elsewhere(one, other):
            yield key, one, other


def _another_office(key: str, told: Sequence[Held]) -> bool:
    """Whether the unit has a standing office too: the command's is headed by the head of another department."""
    if key != "办公室主任":
        return False
    heads = [each.office for each in told if post_key(each) == key and department(each.office)[0]]
    bare = [each for each in told if post_key(each) != key and each.office == key]
    return bool(heads and bare)


def _elsewhere(one: Held, other: Held) -> bool:
    """Whether the titles are of bodies in two places (``东岭村主任``, ``西岭村主任``)."""
    places = [re.match(r"[\u4e00-\u9fff]{1,6}?[县市区镇乡村]", each.office) for each in (one, other)]
    return bool(places[0] and places[1] and places[0][0] != places[1][0])


# --------------------------------------------------------------------------- two offices


def _two_offices(table: Sequence[Held]) -> Iterator[tuple[str, list[tuple[Held, Held]]]]:
    """Posts that two places fill with other offices; of deputies only those in brackets are compared."""
    by_post: dict[str, list[Held]] = defaultdict(list)
    for each in table:
        if each.post and each.office and not each.listed and _office_told(each):
            by_post[_kind(each)].append(each)
    for post, told in by_post.items():
        leading = next((each.organ or each.group for each in told if _of(each).endswith("领导小组")), "")
        pairs = [
            (a, b) for at, a in enumerate(told) for b in told[at + 1 :] if post and _clash(a, b, post, bool(leading))
        ]
        if pairs:
            yield post, pairs


def _office_told(one: Held) -> bool:
    line, first = one.line, one.line.sentence(one.start)[0]
    last = line.sentence(one.start)[1]
    before = line.text[first : one.start].rpartition(",")[2]
    after = line.text[one.end : last].partition(",")[0]
    if _NOT_ONE.search(one.office) or _LOCAL.search(_of(one) + one.office) or one.several:
        return False
    return one.form is Form.BRACKET or not (_BY_CASE.search(before) or _BY_CASE.search(after))


def _of(one: Held) -> str:
    return one.organ or one.group


def _kind(one: Held) -> str:
    post = re.sub("^(?:常务|第一)", "", one.post)
    if post in ("主任", "副主任") and _of(one).endswith(("办公室", "办")):
        return f"办公室{post}"
    return post


def _clash(one: Held, other: Held, post: str, leading: bool) -> bool:
    """Whether two holdings are of one post and not of one office."""
    first, second = _organ(one, post), _organ(other, post)
    if post.endswith("组长") and not all(
        each.endswith(("领导小组", "指挥部")) or (leading and held.form is Form.BRACKET and not held.organ)
        for each, held in ((first, one), (second, other))
    ):
        return False
    if post.endswith("主任") and not post.startswith("办公室") and not (first and second):
        return False
    if first and second and not (first.endswith(second) or second.endswith(first)) and not leading:
        return False
    if "副" in post and not (one.form is other.form is Form.BRACKET and first == second):
        return False
    return not one_office(one.office, other.office)


def _organ(one: Held, post: str) -> str:
    """The organ as far as it tells posts of one name apart."""
    if post.startswith("办公室"):
        return ""
    if post.endswith(("指挥", "指挥长")):
        return one.organ[-8:] if _COMMAND.search(one.organ) and len(one.organ) > 3 else ""
    return (one.organ if re.search("[组部委会]$", one.organ) else one.group)[-8:]


def one_office(one: str, other: str) -> bool:
    """Whether two offices may be one: the same words, or the same body with titles that may mean each other."""
    first, second = _TRIM.sub("", one), _TRIM.sub("", other)
    if not first or not second or first in second or second in first:
        return True
    title, theirs = _TITLE.search(first), _TITLE.search(second)
    body, their_body = _TITLE.sub("", first), _TITLE.sub("", second)
    if body and their_body:
        anybody = bool(_ANYBODY.search(first) or _ANYBODY.search(second))
        one_title = title is not None and theirs is not None and title[0][-1] == theirs[0][-1]
        return same(body, their_body) and (anybody or one_title)
    if title is None or theirs is None:
        return False
    return title[0] == theirs[0] or bool(_ANYBODY.search(title[0]) or _ANYBODY.search(theirs[0]))


def one_body(one: str, other: str) -> bool:
    """Whether two offices are of one body that both name."""
    first, second = (_TITLE.sub("", _TRIM.sub("", each)) for each in (one, other))
    return bool(first and second) and same(first, second)
