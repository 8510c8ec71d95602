"""QC-LVL: warnings in colours that warnings do not have: they are red, orange, yellow and blue (应对法 第六十三条).

Grades of fire danger and air quality, tags of the wounded and the like have other colours and are left alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from kb.checklists import Checklists
from kb.model import Finding, FindingSeverity, Message
from kb.review.making import finding, place
from kb.review.text import Body

_STRANGE = "紫绿黑灰粉棕褐"
_COLOUR = f"(?:[红橙黄蓝白{_STRANGE}]色?)"
_WARNED = re.compile(
    rf"(?P<hue>[{_STRANGE}]色)(?:(?:及|和|或|、|及以上|以上|以下|级|,)*{_COLOUR})*(?:及|或)?(?:以上|以下|级|等级|级别)*的?(?:气象|灾害|天气|应急)?(?:预警|警报)(?!器|灯|铃)"
    rf"|(?:预警|警报)(?:信号|级别|等级|颜色)?(?:为|:|升级为|升至|调整为|提升至|降为|降至|\(|达到?)(?P<after>[{_STRANGE}]色)"
    rf"|(?:用|以|由|分别|为)[^,。;]{{0,12}}?(?P<marked>[{_STRANGE}]色)(?:表示|标示|予以标示)"
    rf"|[IV一二三四]{{1,3}}级\((?P<level>[{_STRANGE}]色?)\)"
)
_WARNING = re.compile(r"预警|警报")
_OTHER_SCALES = re.compile(
    r"火险|空气质量|AQI|指数|健康码|检伤|伤情|伤票|标签|分拣|分类救治|通道|旗|标志牌|标线|疫情风险|安全码|指示灯|信号灯|水质|区域图|风险(?:等级|分布|图|分区|点|管控)"
)


def hue_findings(body: Body, checklists: Checklists) -> Iterator[Finding]:
    """One finding with all colours that no warning has."""
    hits = []
    for at in body.lines_having([f"{hue}色" for hue in _STRANGE] + [f"({hue}" for hue in _STRANGE]):
        line = body.lines[at]
        for found in _WARNED.finditer(line.text):
            sentence = line.text[slice(*line.sentence(found.start()))]
            if _WARNING.search(sentence) and not _OTHER_SCALES.search(sentence) and not line.contents:
                hits.append((next(filter(None, found.groups())), place(line, *found.span())))
    if hits:
        message = Message("colour_unknown", {"colours": "、".join(dict.fromkeys(said for said, _ in hits))})
        yield finding("QC-LVL", FindingSeverity.MEDIUM, message, [at for _, at in hits], checklists, confidence=0.8)
