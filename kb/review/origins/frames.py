"""QC-COPY: what is said once where everything around speaks of another: a gauge, a river, the plan of another county, another hazard's command.

No gazetteer is asked. ``清平水文站水位达到`` is odd beside three ``青岚水文站水位达到``; that a plan speaks of two stations is not.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator

from kb.checklists import Checklists
from kb.model import Finding, FindingSeverity, Message, Place
from kb.regions import region_parts
from kb.review.making import finding, place
from kb.review.origins.foreign import JOINT, own_text
from kb.review.origins.strangers import ASKED, BESIDE, GENERIC, VERBS, WORDS, is_word
from kb.review.text import Body, Line

_KINDS = [
    "水文站",
    "水位站",
    "雨量站",
    "气象站",
    "水库",
    "大坝",
    "水闸",
    "泵站",
    "河",
    "江",
    "湖",
    "溪",
    "大桥",
    "大道",
    "隧道",
    "广场",
    "公园",
    "山",
    "林场",
    "景区",
    "码头",
    "港区",
    "火车站",
    "客运站",
    "变电站",
    "煤矿",
    "铁矿",
    "尾矿库",
    "小区",
    "大厦",
    "中学",
    "小学",
    "派出所",
    "消防站",
    "工业园",
    "开发区",
    "产业园",
    "村",
]
_LEAST, _FOLLOWING = 3, 2
_PLACE = r"[\u4e00-\u9fff]{2}"
_TITLED = re.compile(
    r"《(?P<name>[\u4e00-\u9fff]{2,3}?(?P<end>自治县|县|区|旗|市|镇|乡|街道))(?:人民政府|政府)?(?:关于)?[^《》]{2,40}(?:预案|办法|规定|方案|规划|意见|细则|制度)》"
)
_ENDS = (frozenset({"县", "区", "旗", "自治县"}), frozenset({"镇", "乡", "街道"}), frozenset({"市"}))
_REFERS = re.compile(r"衔接|参照|借鉴|联动|相邻|毗邻|周边|协议|上游|下游|废止")
_HAZARDS = (
    "防汛抗旱|防汛|三防",
    "森林(?:草原)?防(?:灭)?火|森林火灾",
    "抗震救灾|地震",
    "地质灾害",
    "食品安全|食品药品",
    "动物疫[病情]",
    "疫情防控|传染病",
    "环境事件|环境污染|重污染天气",
    "核(?:事故)?应急",
    "海上搜救|水上搜救|水上搜寻",
    "道路交通(?:安全|事故)",
    "雨雪冰冻|抗冰雪|除雪",
    "气象灾害|防台",
    "危险化学品",
    "大面积停电|电网",
    "燃气",
    "轨道交通|铁路",
)
_ORGAN = r"(?:应急|突发事件|事故|灾害|事件)?(?:处置|救援|抢险)?(?:总?指挥部|指挥中心|领导小组)"
_ACTS = r"(?:办公室)?(?:决定|启动|宣布|下令|下达|发布|批准|统一|立即|组织|负责|指挥长|总指挥|应当|根据|研究|终止)"
_ASKS = r"(?:由|向|报|经|报请|请示|服从|听从|接受|执行)"
_DOES = r"(?:办公室)?(?:报告|批准|同意|决定|启动|宣布|下令|下达|发布|终止|统一|的?(?:统一)?(?:指挥|领导|命令|指令|决定)|负责同志|总指挥|指挥长|[,。;])"
_ELSE = re.compile(r"通报|共享|衔接|配合|协助|会同|联动|承担|联系|协调|支援|》|并列|移交|转由|同时|次生")
_BROAD = frozenset({"T", "TWN", "VIL", "EC", "SCH", "ORG", "SUP"})


def frame_findings(body: Body, checklists: Checklists, plan_type: str) -> Iterator[Finding]:
    """One finding for each odd name: places and things, titles, headquarters of another hazard."""
    if not body.lines or plan_type in JOINT - {"SDN"} or not body.document.plan_level:
        return
    own = own_text(body)
    found: dict[str, list[Place]] = defaultdict(list)
    for name, where in (*_twins(body, own), *_titles(body, own), *_commands(body, plan_type)):
        found[name].append(where)
    for name, places in found.items():
        message = Message("foreign_place", {"name": name, "count": str(len(places))})
        yield finding("QC-COPY", FindingSeverity.MEDIUM, message, places, checklists, confidence=0.5)


def _twins(body: Body, own: str) -> Iterator[tuple[str, Place]]:
    """Of two names of one kind the one that stands once, in words in which the other stands again and again."""
    for kind in _KINDS:
        lines = body.lines_with(kind)
        if len(lines) < _LEAST:
            continue
        source = re.compile(rf"(?P<place>{_PLACE})(?={kind}(?P<after>.{{{_FOLLOWING}}}))")
        frames: dict[str, Counter[str]] = defaultdict(Counter)
        for at in lines:
            for found in source.finditer(body.lines[at].text):
                frames[found["place"]][found["after"]] += 1
        usual = [name for name, after in frames.items() if after.total() >= _LEAST]
        if len(usual) != 1 or is_word(usual[0]):
            continue
        for at in lines:
            line = body.lines[at]
            for found in [] if line.contents or line.clause.table_row else source.finditer(line.text):
                name = found["place"]
                if frames[usual[0]][found["after"]] > 1 and _odd(name, kind, own, body, line, found.start()):
                    yield f"{name}{kind}", place(line, found.start(), found.end() + len(kind) + _FOLLOWING)


def _odd(name: str, kind: str, own: str, body: Body, line: Line, start: int) -> bool:
    """Whether two characters before a kind are a name that stands nowhere else, in no list and beside no neighbour."""
    first, last = line.sentence(start)
    around = line.text[max(first, start - 16) : min(last, start + 20)]
    begins = re.search(rf"(?:^|[,。;:(“)\d]|{WORDS}|当|若|如)$", line.text[:start])
    return bool(begins) and not (
        name in own
        or body.whole.count(name) > 1
        or is_word(name)
        or GENERIC.search(name + kind[-1:])
        or re.match(VERBS, name)
        or BESIDE.search(around)
        or ASKED.search(around)
    )


def _titles(body: Body, own: str) -> Iterator[tuple[str, Place]]:
    """The plan or rule of another place of one's own level."""
    if body.document.plan_level not in ("市", "县", "乡镇"):
        return
    parts = region_parts(body.document.region)
    level = next((ends for ends in _ENDS if parts and parts[-1].endswith(tuple(ends))), frozenset())
    for line in body.lines:
        for found in [] if line.contents else _TITLED.finditer(line.text):
            name = found["name"]
            first, last = line.sentence(found.start())
            if (
                found["end"] in level
                and name[:2] not in own
                and not GENERIC.search(name)
                and body.whole.count(name) <= 2
                and not _REFERS.search(line.text[first : found.start()] + line.text[found.end() : last])
            ):
                yield name, place(line, found.start(), found.end())


def _commands(body: Body, plan_type: str) -> Iterator[tuple[str, Place]]:
    """The headquarters of another hazard that decides, once, what the plan's own decides."""
    if plan_type in _BROAD:
        return
    title = body.title
    for hazard in _HAZARDS:
        core = rf"(?:{hazard}){_ORGAN}"
        if re.search(hazard, title) or len(re.findall(core, body.whole)) > 2:
            continue
        source = re.compile(
            rf"(?:{_ASKS}(?:[\u4e00-\u9fff]{{2,3}}[省市县区镇乡])?(?P<asked>{core})(?={_DOES})|(?:^|[,。;:])(?:[\u4e00-\u9fff]{{0,3}}[省市县区镇乡])?(?P<acts>{core})(?={_ACTS}))"
        )
        for line in body.lines:
            for found in [] if line.contents or line.clause.table_row else source.finditer(line.text):
                first, last = line.sentence(found.start())
                if not _ELSE.search(line.text[first:last]):
                    yield found["asked"] or found["acts"], place(line, found.start(), found.end() + 8)
