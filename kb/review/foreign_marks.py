"""QC-COPY: other provinces named by their sign or in a title: ``驻冀部队``, ``晋政办发``, the ordinance of another province."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

from kb.checklists import Checklists
from kb.model import Finding, FindingSeverity, Message, Place
from kb.regions import PROVINCES_SHORT
from kb.review.foreign import JOINT, NEAR, home_province, is_neighbour, own_text
from kb.review.making import finding, place
from kb.review.text import Body

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
_WITHIN = re.compile(
    rf"(?<![\u4e00-\u9fff])(?:协调|组织|报告|联系|通知|联络|由|在|对)?((?:{_SHORTS}))(?:全?省|辖区|境内|省内|省级)"
)


def province_findings(body: Body, checklists: Checklists, plan_type: str) -> Iterator[Finding]:
    """One finding for each other province that is named as if it were one's own."""
    if plan_type in JOINT or not body.lines or not body.document.plan_level or body.document.plan_level == "国家":
        return
    own = own_text(body)
    home = home_province(own, body, checklists)
    if not home:
        return
    found: dict[str, list[Place]] = defaultdict(list)
    for line in body.lines:
        if line.contents:
            continue
        for source in (_GARRISON, _ISSUED, _TITLED, _WITHIN):
            for hit in source.finditer(line.text):
                name = _SIGNS.get(hit[1]) or _ALSO.get(hit[1]) or hit[1]
                first, last = line.sentence(hit.start())
                around = line.text[max(first, hit.start() - 16) : min(last, hit.end() + 8)]
                near = source is not _GARRISON and NEAR.search(around.replace(hit[0], ""))
                if not _is_home(name, home) and name not in own and not near:
                    found[hit[0]].append(place(line, hit.start(), hit.end()))
    for said, places in found.items():
        if not is_neighbour(said, body):
            message = Message("foreign_place", {"name": said.strip("《》"), "count": str(len(places))})
            yield finding("QC-COPY", FindingSeverity.MEDIUM, message, places, checklists, confidence=0.6)


def _is_home(name: str, home: str) -> bool:
    return home.startswith(name[:2])
