"""Places and levels: which region a document is for, and at which of the levels its plan stands."""

from __future__ import annotations

import re


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


_PROVINCES = [
    "北京市",
    "天津市",
    "上海市",
    "重庆市",
    "河北省",
    "山西省",
    "辽宁省",
    "吉林省",
    "黑龙江省",
    "江苏省",
    "浙江省",
    "安徽省",
    "福建省",
    "江西省",
    "山东省",
    "河南省",
    "湖北省",
    "湖南省",
    "广东省",
    "海南省",
    "四川省",
    "贵州省",
    "云南省",
    "陕西省",
    "甘肃省",
    "青海省",
    "台湾省",
    "内蒙古自治区",
    "广西壮族自治区",
    "西藏自治区",
    "宁夏回族自治区",
    "新疆维吾尔自治区",
]
_SHORT = {re.sub(r"(?:市|省|(?:壮族|回族|维吾尔)?自治区)$", "", name): name for name in _PROVINCES}
PROVINCES_SHORT = (*_SHORT, "香港", "澳门")
"""What every province, autonomous region and municipality is called without its ending."""
CITIES = _words(
    "石家庄 唐山 秦皇岛 邯郸 邢台 保定 张家口 承德 沧州 廊坊 衡水 太原 大同 临汾 运城 呼和浩特 包头 赤峰 沈阳 大连 鞍山 抚顺 丹东 锦州 "
    "长春 吉林市 四平 延边 哈尔滨 齐齐哈尔 大庆 牡丹江 南京 无锡 徐州 常州 苏州 南通 连云港 淮安 盐城 扬州 镇江 宿迁 杭州 宁波 温州 嘉兴 湖州 绍兴 "
    "金华 衢州 舟山 台州 丽水 合肥 芜湖 蚌埠 淮南 马鞍山 安庆 黄山 阜阳 六安 福州 厦门 莆田 三明 泉州 漳州 南平 龙岩 宁德 南昌 景德镇 九江 赣州 上饶 "
    "济南 青岛 淄博 枣庄 东营 烟台 潍坊 济宁 泰安 威海 日照 临沂 德州 聊城 菏泽 郑州 开封 洛阳 平顶山 安阳 新乡 南阳 商丘 信阳 武汉 黄石 十堰 宜昌 "
    "襄阳 荆州 黄冈 恩施 长沙 株洲 湘潭 衡阳 邵阳 岳阳 常德 张家界 郴州 怀化 广州 深圳 珠海 汕头 佛山 江门 湛江 茂名 惠州 梅州 河源 清远 东莞 潮州 "
    "南宁 柳州 桂林 梧州 北海 钦州 百色 海口 三亚 成都 自贡 攀枝花 泸州 德阳 绵阳 广元 乐山 南充 宜宾 达州 雅安 甘孜 阿坝 凉山 贵阳 遵义 六盘水 毕节 "
    "昆明 曲靖 玉溪 昭通 大理 丽江 拉萨 西安 铜川 宝鸡 咸阳 渭南 延安 汉中 榆林 安康 商洛 兰州 天水 武威 酒泉 平凉 定西 陇南 西宁 海东 银川 固原 乌鲁木齐 喀什 "
)
"""What larger cities and prefectures are called without their ending."""
MUNICIPALITIES = ("北京市", "天津市", "上海市", "重庆市")
_PART = r"[\u4e00-\u9fff]{2,7}?(?:自治区|自治州|自治县|自治旗|省|市(?![政场容民价])|地区|盟|县(?!级)|区(?!域|间|块)|旗|街道|(?<![茶水家城故侨之])乡|镇|社区|村)"
_CHAIN = re.compile(rf"^(?:{_PART}){{1,5}}")
_NOT_REGION = re.compile(
    r"我|为|进一步|两[县市区]|^[县市省区镇乡村州](?:级|政府|人民|委|应急|内|直|属|总|安|气|水|公)|[港园校景库]区|^(?:全|本|各|该|某|国家|中央|中共|关于|城市|农村|市县|省市|社区|街道|乡镇|园区|小区|校区|景区|灾区|库区|港区|开发区|县级|市级|省级|"
    r"[\u4e00-\u9fff]{0,2}(?:突发|公路|道路|水上|学校|应急|重大))|[的和与及对在]|突发|事件|工作|建设|管理|指挥"
)
_SUFFIX_LEVEL = (
    (re.compile(r"(?:村|社区|居)(?:民委员会|委会|委)?$"), "村社区"),
    (re.compile(r"(?:乡|镇|街道)$"), "乡镇"),
    (re.compile(r"(?:省|自治区)$"), "省"),
    (re.compile(r"(?:市|州|盟|地区)$"), "市"),
    (re.compile(r"(?:县|区|旗)$"), "县"),
)
_COMPANY = re.compile(
    r"公司|集团|项目部|厂(?=[\u4e00-\u9fff]|$)|矿业|煤矿(?!山|安|企|水|瓦|事|灾)|企业(?!单位)|加油站|加气站|酒店|宾馆|饭店|医院|卫生院|养老院|福利院|敬老院|养老服务|电站|油库|"
    r"粮库|车间|罐区|岗位|商场|商城|商厦|超市|商业广场|购物中心|会展中心|体育中心|活动中心|服务中心|大厦|写字楼|物业|客运站|火车站|汽车站|码头|景区|银行|支行|监狱|"
    r"(?:图书|博物|体育|纪念|文化|美术|档案|展览|科技|殡仪)馆|影?剧院|影院|研究[院所]|设计院|检测中心|合作社|农场|林场(?!火)"
)
_SCHOOL = re.compile(
    r"(?<!高等)学校|中学|小学|幼儿园|(?<!上|中|北)大学(?!城)|学院|校园|职教中心|职业中专|高级中专|技工学校"
)
_EXAM = re.compile(r"(?:招生|入学|统一|资格|公务员)[\u4e00-\u9fff]{0,4}考试")
_UNIT_FORM = re.compile(r"现场(?:应急)?处置(?:方案|预案|措施)|专项应急预案|岗位|处置卡")
"""Forms that only units write (GB/T 29639-2020 5; 生产安全事故应急预案管理办法 19), where nothing else tells the level."""
_OWN_UNIT = re.compile(
    r"(?:我|本)(?:公司|企业|集团|厂(?!商)|矿|店|站(?!位)|馆|院|行(?!政|业|为|动|使|程)|酒店|商场|中心|项目部)|"
    r"(?:店长|站长|矿长|行长|院长|馆长|厂长|总经理|董事长)(?:任|为|担任)(?:总指挥|组长|第一责任人)"
)
_OWN_SCHOOL = re.compile(
    r"(?:我|本)(?:校|园(?!区|林))|全[校园]师生|全体师生|(?:校|园)长(?:任|为|担任)(?:总指挥|组长|第一责任人)"
)
_SUBJECT_END = re.compile(
    r"突发|应急|生产安全|综合|专项|现场|灭火|安全|消防|火灾|防|抗|地震|停电|事故|处置|疏散|传染|食物"
)
_UNIT_SUBJECT = re.compile(
    r"[\u4e00-\u9fff]{2}(?:公司|集团|[厂店馆站]|[银支商]行|(?:合作|旅行|报)社|(?<![法学])院|中心(?!城区)|大厦|广场|小区|市场|码头|车间)$"
)
_MINE = re.compile(
    r"[\u4e00-\u9fff]{2,6}(?<!非)(?<!小型)(?<!地方)(?<!露天)煤?矿(?=生产安全|综合|专项|突发|应急|水害|瓦斯|火灾|透水|顶板)"
)
_NATIONAL = re.compile(r"^(?:国家|全国|中华人民共和国|国务院|中央)")
_MINISTRY = re.compile(
    r"(?:国务院|中共中央|中华人民共和国|(?:交通运输|应急管理|生态环境|自然资源|公安|水利|教育|住房和城乡建设|农业农村|工业和信息化|民政|财政)部(?!门|队)|国家[\u4e00-\u9fff]{2,10}局)"
)

_REGION_PART = re.compile(
    r"[^省市县区州盟旗镇乡]{1,8}?(?:自治区|自治州|自治县|街道|社区|省|市|县|区|州|盟|旗|镇|乡|村)"
)


def region_of(*texts: str) -> str:
    """The region that a text begins with or speaks for (青山县, 广西壮族自治区); empty when none is named."""
    for text in texts:
        start = re.sub(r"^(?:\d{4}年(?:度)?|关于(?:印发|做好|报送)?|《|中共|附件\d*|“)+", "", text.strip())
        for short, full in _SHORT.items():
            if start.startswith(short) and not start.startswith(full):
                rest = start[len(short) :]
                if not re.match(_PART, rest) or re.match(r"[\u4e00-\u9fff]{0,6}(?:突发|应急|交通)", rest):
                    return full
        match = _CHAIN.match(re.split(r"(?<=[县市省区镇乡州旗])[与和及、]", start)[0])
        if match and not _NOT_REGION.search(match[0]):
            return match[0]
    return ""


def level_of(title: str, issuer: str, body: str) -> str | None:
    """国家|省|市|县|乡镇|村社区|企业|学校 of a plan; ``body`` is the text of its first sections; None when nothing tells."""
    for text in (title, issuer):
        level = _level_of_name(text)
        if level in ("省", "市", "县") and _speaks_as_unit(title, body):
            return "学校" if _OWN_SCHOOL.search(body) else "企业"
        if level:
            return level
    return _level_of_body(body) or ("企业" if _UNIT_FORM.search(title) else None)


def _speaks_as_unit(title: str, body: str) -> bool:
    """Whether a title that begins with a region goes on with a unit there, or the text speaks as a unit does of itself."""
    rest = title[len(region_of(title)) :]
    subject = _SUBJECT_END.split(rest, maxsplit=1)[0]
    if _UNIT_SUBJECT.search(subject) or _MINE.match(rest):
        return True
    own = _OWN_UNIT.search(body) or _OWN_SCHOOL.search(body)
    return bool(own) and not re.search(r"(?:我|本|全)(?:省|市|县|区)(?!级)|各(?:市|县|区|镇|乡)|成员单位", body)


def _level_of_name(text: str) -> str | None:
    if not text:
        return None
    if _SCHOOL.search(text) and not _EXAM.search(text):
        return "学校"
    if _COMPANY.search(text):
        return "企业"
    if _NATIONAL.match(text):
        return "国家"
    region = region_of(text)
    if region:
        if region in MUNICIPALITIES:
            return "省"
        return next((level for pattern, level in _SUFFIX_LEVEL if pattern.search(region)), None)
    if _MINISTRY.search(text):
        return "国家"
    return "村社区" if re.search(r"村(?:民委员会|委会|防汛|应急)|社区", text) else None


def _level_of_body(body: str) -> str | None:
    if re.search(
        r"(?:我|本)(?:公司|企业|厂|矿|站|馆|院|店|中心|酒店|商场|项目部|单位)(?!制|性)|(?:物业|供电|燃气|运营|施工)公司|本项目|生产经营单位主要负责人|车间|班组|班长|操作工",
        body,
    ):
        return "企业"
    if re.search(r"(?:我|本)(?:校|园)(?!区)|全体师生", body):
        return "学校"
    counts = {
        "国家": len(re.findall(r"国务院|全国|党中央|跨省", body)) + len(_MINISTRY.findall(body)),
        "省": len(re.findall(r"(?:我|本|全|报|向)省|省(?:政府|人民政府|应急|减灾)|自治区(?:人民政府|党委)", body)),
        "市": len(re.findall(r"(?:我|本|全)市|市(?:政府|人民政府|应急|委)", body)),
        "县": len(re.findall(r"(?:我|本|全)(?:县|区)|县(?:政府|人民政府|应急|委)|区(?:政府|人民政府)", body)),
        "乡镇": len(re.findall(r"(?:我|本|全)(?:镇|乡)|镇(?:政府|人民政府|党委)|街道办事处", body)),
        "村社区": len(re.findall(r"(?:我|本|全)(?:村|社区)|村(?:委会|民小组|两委|支书|民委员会)", body)),
    }
    level = max(counts, key=lambda key: counts[key])
    return level if counts[level] >= 2 else None


def region_parts(region: str) -> list[str]:
    """示例省临江市青山县 → [示例省, 临江市, 青山县]."""
    return _REGION_PART.findall(region)


def bare_name(name: str) -> str:
    """A place name without its ending: 临江市 → 临江; unchanged when too little would be left."""
    trimmed = re.sub(
        r"(?:壮族|回族|维吾尔)?(?:自治区|自治州|自治县|街道|社区|省|市|县|区|州|盟|旗|镇|乡|村)$", "", name
    )
    return trimmed if len(trimmed) >= 2 else name
