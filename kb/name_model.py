"""How much a stretch of Chinese text looks like a person's name, against how much it looks like ordinary words.

A stretch is a name when surname and given characters explain it better than the words of jieba's dictionary do. The characters of
given names are counted in the same dictionary, from its person names; nothing is learned from any document.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

COMPOUND = frozenset(
    [
        "欧阳",
        "司马",
        "上官",
        "诸葛",
        "夏侯",
        "司徒",
        "皇甫",
        "尉迟",
        "公孙",
        "慕容",
        "令狐",
        "宇文",
        "长孙",
        "端木",
        "东方",
        "独孤",
        "南宫",
        "轩辕",
        "鲜于",
        "呼延",
        "百里",
        "澹台",
        "申屠",
        "公冶",
        "濮阳",
        "淳于",
        "太史",
        "闻人",
    ]
)
_ALSO_FUNCTION = frozenset("于向和从时应当方都会管关要由经过后")
"""Surnames that mostly are something else."""
_FREQUENT = frozenset("王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗")
_COMMON = frozenset(
    "梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文"
)
_RARE = frozenset(
    "庞樊兰殷施陶洪翟安颜倪严牛温芦季俞章鲁葛伍韦申尤毕聂丛焦向柳邢路岳齐沿梅莫庄辛管祝左涂谷祁时舒耿牟卜詹关苗凌费纪靳盛童欧甄项曲成游阳裴席卫查屈鲍位覃霍翁隋植甘景薄单包"
    "司柏宁柯阮桂闵解强柴华车冉房边仇苟麦冼揭旷仝逯晏蔺寇农蒙岑滕虞褚蒲骆杭肖闫代付瞿邬符饶吉桑尚丰蓝池应娄尧臧荣冷祖储乌储宫宗郎狄卞谌晋明胥戚初佟糜匡国文鄢鞠税都郁"
    "水平米朴扈沙逄相卓窦敖巫原巩简商厉栗全闻敬稽来腾幸亓衣伊贡步邸计鹿占才冀粟燕丘么仲井阴巴展束漆芮桓涛苑和苍劳古冶亢佘楚先岩裘雍刁花连戎战党公逢区后"
)
_MINORITY = frozenset(
    "阿艾安巴白班宝贝本毕别宾布才仓查朝次措达丹旦德登迪多朵额尔发嘎噶改甘刚高格根贡古关贵哈海汉汗和黑呼胡花吉记加嘉坚江杰金卡康柯克肯坤库夸拉来兰朗勒雷里力利连良列林玲龙隆"
    "罗洛马麦满曼毛玛买梅美门孟米苗民敏明莫姆木牧穆拿那娜纳乃南尼年娘诺帕平坡普其齐奇前强乔青琼曲却然热仁日荣如若萨赛三桑色沙山善尚舍生石顺斯松苏索塔台坦特提铁吐图土"
    "托娃万旺维文翁沃乌吾西希夏先相肖辛雄许雪亚央扬杨叶衣依伊姨义音永尤于玉云扎泽增扎者哲珍支志智中珠朱卓孜子祖甫汉赫江肯拜合衮麦逊雅雯都卜杜"
)
_NEVER_GIVEN = frozenset(
    "的了在后和与及或是为不被把由向对从到委员者们该每各个这那均所伤亡死遭撤逃溺叫让给县镇乡户须某籍省市因于已被将并且其而但则即此以"
)
_STOP = re.compile(r"[^\u4e00-\u9fff]")
_PLACE_END = frozenset("沟湾坪村寨坝屯垭堡窑庄岗塘营店组乡路街站")
_NO_NAME = frozenset(
    [
        "安抚",
        "安置",
        "安葬",
        "付费",
        "康复",
        "高热",
        "高坠",
        "许可",
        "查验",
        "牛羊",
        "张贴",
        "杜绝",
        "余震",
        "田间",
        "林地",
    ]
)
"""Words of this field that the dictionary lacks."""
_WINDOW = 10
_ALSO_WORD = 8.0
"""What it costs a name to be a word as well (张贴, 高峰)."""
_PLACES = re.compile(
    r"[县市区州盟镇乡村寨屯路街道巷弄河江湖沟湾坪坝坡岭岗塘桥]|[小中大]学|水库|社区|公司|集团|煤矿|大桥|隧道|站(?!在)|家[湾沟坪庄坝塘岭河村]"
)


@dataclass(frozen=True, slots=True)
class _Words:
    """How often ordinary words and the characters of given names were counted; ``total`` and ``named`` are logs of the sums.

    ``acting`` are the single characters that the dictionary has as verbs, adverbs and the like (戴, 先, 关).
    """

    words: dict[str, int]
    given: dict[str, int]
    total: float
    named: float
    acting: frozenset[str]

    def chance(self, word: str) -> float | None:
        """The log probability of a word, None when it is none."""
        count = self.words.get(word)
        return None if count is None else math.log(count or 1) - self.total

    def given_chance(self, char: str) -> float:
        """The log probability of a character in a given name."""
        return math.log(self.given.get(char, 0) + 0.5) - self.named

    def ordinary(self, text: str) -> list[float]:
        """For every place in a text, the best log probability of what follows as ordinary words."""
        size = len(text)
        best = [-1e9] * size + [0.0]
        for start in range(size - 1, -1, -1):
            for end in range(start + 1, min(size, start + 4) + 1):
                count = self.words.get(text[start:end])
                if count is None and end - start > 1:
                    continue
                score = best[end] + (math.log(count or 1) if count is not None else 0.0) - self.total
                best[start] = max(best[start], score)
        return best


@lru_cache(maxsize=1)
def _words() -> _Words:
    import jieba

    counts: dict[str, int] = {}
    given: dict[str, int] = {}
    acting: set[str] = set()
    with jieba.get_dict_file() as file:
        for line in file:
            word, count, tag = line.decode("utf-8").split()
            if len(word) > 4:
                continue
            if len(word) == 1 and tag[0] in "vdpcrf":
                acting.add(word)
            if not tag.startswith("nr") or len(word) == 1:
                counts[word] = int(count)
            elif word[0] in _FREQUENT or word[0] in _COMMON:
                for char in word[1:]:
                    given[char] = given.get(char, 0) + 1
    sums = math.log(sum(counts.values())), math.log(sum(given.values()) + 2000)
    return _Words(counts, given, *sums, frozenset(acting))


def begins_a_phrase(char: str) -> bool:
    """Whether a surname is a verb or an adverb as well, so that a phrase about the person may begin with it (病人戴口罩)."""
    return char in _words().acting and char not in _FREQUENT


def name_at(text: str, place: int, *, prior: float, margin: float = 0.0) -> str:
    """The name that begins at ``place``; empty when ordinary words explain the text better.

    ``prior`` is how likely a name is there before its characters are seen, ``margin`` by how many nats it must win.
    """
    rest = text[place : place + _WINDOW]
    stop = _STOP.search(rest)
    dotted = re.match(r"[\u4e00-\u9fff]{2,7}[·•・][\u4e00-\u9fff]{2,7}", text[place : place + 16])
    if dotted and set(dotted[0][:2]) <= _MINORITY:
        return _cut_dotted(dotted[0])
    window = rest[: stop.start()] if stop else rest
    if len(window) < 2:
        return ""
    if _surname(window[0]) is None and window[:2] not in COMPOUND and window[0] not in _MINORITY:
        return ""
    words = _words()
    found = (*_candidates(words, window), *_transliterated(window))
    if not found:
        return ""
    plain = words.ordinary(window)
    best, chosen = plain[0] + margin, ""
    for name, chance in found:
        if _PLACES.match(text, place + len(name)) or (len(name) == 3 and name[2] in _PLACE_END) or name[:2] in _NO_NAME:
            continue
        alike = _ALSO_WORD if name in words.words and len(name) < 4 else 0.0
        score = math.log(prior) + chance - alike + plain[len(name)]
        if score > best:
            best, chosen = score, name
    return chosen


def _candidates(words: _Words, window: str) -> list[tuple[str, float]]:
    """Names that a stretch may begin with, each with its log chance as a name."""
    double = window[:2] in COMPOUND
    if not double and _surname(window[0]) is None:
        return []
    found = []
    for size in (1, 2):
        name = window[: size + (2 if double else 1)]
        given = name[2:] if double else name[1:]
        if len(given) < size or _NEVER_GIVEN.intersection(given):
            continue
        first = -7.0 if double else _surname(name[0])
        assert first is not None
        chance = first + math.log(0.22 if size == 1 else 0.78)
        found.append((name, chance + sum(map(words.given_chance, given))))
    return found


def _surname(char: str) -> float | None:
    if char in _ALSO_FUNCTION:
        return math.log(0.0001)
    for group, chance in ((_FREQUENT, 0.025), (_COMMON, 0.005), (_RARE, 0.0008)):
        if char in group:
            return math.log(chance)
    return None


def _transliterated(window: str) -> Iterator[tuple[str, float]]:
    """Names without a dot that a stretch may begin with: three to seven of the characters that transliterations use."""
    for size in range(1, min(len(window), 7) + 1):
        if window[size - 1] not in _MINORITY:
            return
        if size >= 3:
            yield window[:size], -4.5 - 4.1 * size


def _cut_dotted(name: str) -> str:
    """A dotted name without the words that run on behind it."""
    front, dot, back = re.split(r"([·•・])", name, maxsplit=1)
    words = _words()
    for size in range(2, len(back) + 1):
        if back[size : size + 1] and (
            back[size] not in _MINORITY or (words.chance(back[size : size + 2]) or -99.0) > -12.5
        ):
            return front + dot + back[:size]
    return front + dot + back


def can_be_name(text: str) -> bool:
    """Whether a whole cell may be a name: surname and given name, or a transliterated one."""
    if not 2 <= len(text.replace("·", "")) <= 12:
        return False
    if re.fullmatch(r"[\u4e00-\u9fff]{2,7}[·•・][\u4e00-\u9fff]{2,7}", text):
        return True
    if not re.fullmatch(r"[\u4e00-\u9fff]+", text):
        return False
    if len(text) <= 3 or text[:2] in COMPOUND:
        given = text[2:] if text[:2] in COMPOUND and len(text) > 2 else text[1:]
        return (_surname(text[0]) is not None or text[:2] in COMPOUND) and not _NEVER_GIVEN.intersection(given)
    return all(char in _MINORITY for char in text)
