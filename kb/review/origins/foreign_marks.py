"""QC-COPY: other provinces named by their sign or in a title: ``驻冀部队``, ``晋政办发``, the ordinance of another province."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

from kb.checklists import Checklists
from kb.model import Finding, FindingSeverity, Message, Place
from kb.regions import PROVINCES_SHORT
from kb.review.making import finding, place
from kb.review.origins.foreign import JOINT, NEAR, home_province, is_neighbour, own_text
from kb.review.text import Body, Line

_SIGNS = dict(
    zip(
        "京津沪渝冀晋辽吉黑苏浙皖闽赣鲁豫鄂湘粤琼川黔滇陕甘青台蒙桂藏宁新",
        [
            "北京",
            "天津",
            "上海",
            "重庆",
            "河北",
            "山西",
            "辽宁",
            "吉林",
            "黑龙江",
            "江苏",
            "浙江",
            "安徽",
            "福建",
            "江西",
            "山东",
            "河南",
            "湖北",
            "湖南",
            "广东",
            "海南",
            "四川",
            "贵州",
            "云南",
            "陕西",
            "甘肃",
            "青海",
            "台湾",
            "内蒙古",
            "广西",
            "西藏",
            "宁夏",
            "新疆",
        ],
        strict=True,
    )
)
_ALSO = {"贵": "贵州", "云": "云南", "秦": "陕西", "陇": "甘肃"}
_CHARS = "".join((*_SIGNS, *_ALSO))
_GARRISON = re.compile(rf"(?:驻|在)([{_CHARS}])(?=部队|单位|武警|解放军|官兵|中央|央企|企业|高校|军|国有)")
_ISSUED = re.compile(
    rf"(?<![\u4e00-\u9fff])([{_CHARS}])(?:党|政|应急|安|委)?(?:政|办|委|厅|应急|安){{0,3}}(?:发|函|字|规|令|电)[〔\[(]?(?:19|20)\d\d"
)
_SHORTS = "|".join(PROVINCES_SHORT)
_TITLED = re.compile(
    rf"《((?:{_SHORTS})(?:省|市|(?:壮族|回族|维吾尔)?自治区)?)[^《》]{{3,40}}(?:办法|条例|规定|预案|细则|规程|规划|制度|方案|意见)》"
)
_BODIES = r"(?:武警|消防|公安|军)?[^,。;、:()和与向对将]{0,8}?(?:总队|军区|警备区|电力公司|分公司|监管局|管理局|海事局|气象局|地震局|测绘局|应急办|防办|指挥部|办公厅|人民政府|政府(?!网)|[厅局委](?!长|属|员|派|内|务))"
_OFFICES = re.compile(
    rf"(?:(?<![\u4e00-\u9fff])|(?<=[由向报经商请])|(?<=武警|国网|协调|会同|联系|通知|组织|配合))"
    rf"((?:{_SHORTS})(?:省|市|(?:壮族|回族|维吾尔)?自治区)?){_BODIES}"
)
"""A body of a province, with its task: ``武警…省总队``, ``由…省交通运输厅``."""
_LEFT = 2
_BESIDE = re.compile(r"毗邻|相邻|邻省|周边|接壤|交界|跨省|协议|联防|互助|上游|下游|教训|案例|曾|\d{4}年")
_WITHIN = re.compile(
    rf"(?<![\u4e00-\u9fff])(?:协调|组织|报告|联系|通知|联络|由|在|对)?((?:{_SHORTS}))(?:全?省|辖区|境内|省内|省级)"
)


def province_findings(body: Body, checklists: Checklists, plan_type: str) -> Iterator[Finding]:
    """One finding for each other province that is named as if it were one's own."""
    national = body.document.plan_level == "国家"
    if plan_type in JOINT - {"SDN"} or not body.lines or not body.document.plan_level:
        return
    own = own_text(body)
    home = "" if national else home_province(own, body, checklists)
    if not home and not national:
        return
    found: dict[str, list[Place]] = defaultdict(list)
    for line in body.lines:
        if line.contents:
            continue
        for source in (_OFFICES,) if national else (_GARRISON, _ISSUED, _TITLED, _WITHIN, _OFFICES):
            for hit in source.finditer(line.text):
                name = _SIGNS.get(hit[1]) or _ALSO.get(hit[1]) or hit[1]
                if (home and _is_home(name, home)) or name in own:
                    continue
                if _beside(body, line, hit) if source is _OFFICES else _near(line, hit, source):
                    continue
                found[hit[0]].append(place(line, hit.start(), hit.end()))
    for said, places in found.items():
        if _OFFICES.fullmatch(said) or not is_neighbour(said, body):
            message = Message("foreign_place", {"name": said.strip("《》"), "count": str(len(places))})
            yield finding("QC-COPY", FindingSeverity.MEDIUM, message, places, checklists, confidence=0.6)


def _near(line: Line, hit: re.Match[str], source: re.Pattern[str]) -> bool:
    """Whether the words around speak of a neighbour or a helper."""
    first, last = line.sentence(hit.start())
    around = line.text[max(first, hit.start() - 16) : min(last, hit.end() + 8)]
    return source is not _GARRISON and NEAR.search(around.replace(hit[0], "")) is not None


def _beside(body: Body, line: Line, hit: re.Match[str]) -> bool:
    """Whether a body of another province is named with reason: in a title, among several provinces, as a neighbour, more than twice."""
    sentence = line.text[slice(*line.sentence(hit.start()))]
    provinces = set(re.findall(_SHORTS, sentence))
    in_title = "《" in line.text[: hit.start()].rpartition("》")[2]
    return (
        in_title
        or len(provinces) > 2
        or body.whole.count(hit[1][:2]) > _LEFT
        or _BESIDE.search(sentence) is not None
        or NEAR.search(line.text[max(0, hit.start() - 8) : hit.start()]) is not None
    )


def _is_home(name: str, home: str) -> bool:
    return home.startswith(name[:2])
