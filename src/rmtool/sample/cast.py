"""Who stands in the sample book: invented firms and people of an invented city, in both languages. Not: what happens.

Every name carries MARK, so that no page made from the sample can be taken for a real bank's.
"""

from typing import NamedTuple

from rmtool.core.periods import Name

MARK = Name("（示例）", " (sample)")
"""What every name of a firm or private client ends with."""

CORPORATE, INSTITUTION, RETAIL = "corporate", "institution", "retail"

CITY = Name("临澜", "Linlan")

RM = Name("苏明", "Su Ming")
"""Whose book it is."""

BAY, ISLE, HILL, PORT, RIVER = DISTRICTS = (
    Name("汐湾区", "Xiwan"),
    Name("青屿区", "Qingyu"),
    Name("松岭区", "Songling"),
    Name("云港区", "Yungang"),
    Name("望川区", "Wangchuan"),
)

MAKING = Name("制造业", "manufacturing")
TRADE = Name("批发零售", "trade")
SOFTWARE = Name("信息技术", "software")
TRANSPORT = Name("交通运输", "transport")
BUILDING = Name("建筑业", "construction")
HEALTH = Name("医疗卫生", "health")
TEACHING = Name("教育", "education")
SERVICES = Name("居民服务", "services")
FARMING = Name("农林牧渔", "farming")
ENERGY = Name("能源", "energy")
CULTURE = Name("文化传媒", "media")
CAPITAL = Name("资本市场服务", "securities 证券")

STEADY = (1.0, 1.0)
GROWING = (0.72, 0.98)
SHRINKING = (1.3, 1.03)


class Firm(NamedTuple):
    """A client. `amount` is its average deposit on the newest list, in units of 10,000 yuan.

    `path` are shares of `amount`, evenly spread over the lists before the newest. The client stands in the lists from
    `joined` on, counted from the newest (1: only there).
    """

    name: Name
    kind: str
    industry: Name | None
    district: Name
    amount: int
    path: tuple[float, ...] = STEADY
    joined: int = 99


class Lead(NamedTuple):
    """A prospect: what it may bring (in units of 10,000 yuan), how likely (0–1), how far the talks are, from where."""

    name: Name
    industry: Name
    district: Name
    value: int
    likelihood: float
    stage: Name
    source: Name


def _firm(zh: str, en: str, industry: Name, district: Name, amount: int, path: tuple[float, ...] = STEADY) -> Firm:
    return Firm(Name(zh, en), CORPORATE, industry, district, amount, path)


def _institution(
    zh: str, en: str, industry: Name, district: Name, amount: int, path: tuple[float, ...] = STEADY
) -> Firm:
    return Firm(Name(zh, en), INSTITUTION, industry, district, amount, path)


def _private(zh: str, en: str, district: Name, amount: int) -> Firm:
    return Firm(Name(zh, en), RETAIL, None, district, amount)


LOAN_CLIENT = _firm("云岭新能源", "Yunling Energy", ENERGY, PORT, 1980, (0.43, 0.62, 0.95))
"""The client of the demo's appointment; it grew from every xun to weekly."""

TRAVELLER = _firm("远帆精密", "Yuanfan Precision", MAKING, HILL, 2600, (1.02, 0.97))
"""Back from a trip early in the planned week."""

AWAY_ALL_WEEK = _firm("霁月日化", "Jiyue Cosmetics", MAKING, HILL, 221, GROWING)
"""Overdue, and away all the planned week."""

NEGOTIATING = _firm("磐石工程", "Panshi Works", BUILDING, RIVER, 236, GROWING)
"""Has a cadence of its own while a loan is negotiated."""

ANNIVERSARY = _firm("南塘水务", "Nantang Water", ENERGY, BAY, 195)
"""Celebrates its founding day within a week."""

FIRMS = (
    _firm("海蓝电子", "Hailan Electronics", MAKING, ISLE, 4200, (0.8, 0.97)),
    TRAVELLER,
    LOAN_CLIENT,
    _institution(f"{CITY.zh}第三医院", f"{CITY.en} Hospital No. 3", HEALTH, RIVER, 1450, (0.94, 1.03)),
    _firm("青禾生物", "Qinghe Biopharma", HEALTH, HILL, 1120, (0.62, 0.7, 0.84)),
    _firm("星渡物流", "Xingdu Logistics", TRANSPORT, PORT, 930, (1.45, 1.3, 1.04)),
    _firm(f"{CITY.zh}证券", f"{CITY.en} Securities", CAPITAL, BAY, 860, (0.9, 1.0)),
    _firm("砚山建材", "Yanshan Materials", BUILDING, RIVER, 740, (1.1, 0.95)),
    _firm("百川进出口", "Baichuan Trading", TRADE, PORT, 610, (0.84, 1.02)),
    _firm("松月食品", "Songyue Foods", MAKING, ISLE, 470, (1.36, 1.2, 1.02)),
    _firm("棠溪纺织", "Tangxi Textiles", MAKING, HILL, 430, (1.3, 1.22, 1.08)),
    _firm("鹿鸣教育", "Luming Education", TEACHING, BAY, 395, GROWING),
    _firm("瀚舟船舶", "Hanzhou Marine", MAKING, PORT, 362, SHRINKING),
    _firm("竹里茶业", "Zhuli Tea", TRADE, HILL, 338),
    _firm("北冥仪器", "Beiming Instruments", MAKING, ISLE, 310, GROWING),
    _firm("凌霄航服", "Lingxiao Air", TRANSPORT, PORT, 287),
    _firm("沐光照明", "Muguang Lighting", MAKING, ISLE, 265, SHRINKING),
    _institution(f"{CITY.zh}一中", f"{CITY.en} School No. 1", TEACHING, BAY, 250),
    NEGOTIATING,
    AWAY_ALL_WEEK,
    _firm("望舟证券", "Wangzhou Securities", CAPITAL, BAY, 208),
    ANNIVERSARY,
    _firm("栖云酒店", "Qiyun Hotel", SERVICES, BAY, 183, SHRINKING),
    _firm("朗川软件", "Langchuan Software", SOFTWARE, ISLE, 172, GROWING),
    _firm("金穗农业", "Jinsui Farms", FARMING, RIVER, 164),
    _firm("逐浪传媒", "Zhulang Media", CULTURE, BAY, 155)._replace(joined=1),
    _firm("安澜器械", "Anlan Devices", HEALTH, HILL, 147, GROWING),
    _firm("千樾商贸", "Qianyue Retail", TRADE, RIVER, 140),
    _firm("明溪环保", "Mingxi Green", SERVICES, HILL, 133),
    _private("宋知微", "Song Zhiwei", BAY, 128),
    _private("江月白", "Jiang Yuebai", ISLE, 121),
    _firm("乘风汽配", "Chengfeng Parts", MAKING, PORT, 115, (0.68, 0.78, 1.0)),
    _firm("梧桐家居", "Wutong Furniture", MAKING, RIVER, 84, (1.55, 1.3, 1.12)),
    _firm("银杏印务", "Yinxing Printing", MAKING, BAY, 78),
    _firm("晨曦会展", "Chenxi Fairs", CULTURE, ISLE, 72, GROWING),
    _firm("沧海渔业", "Canghai Fisheries", FARMING, PORT, 66),
    _firm("知行咨询", "Zhixing Consulting", SERVICES, BAY, 61),
    _firm("蓝桥餐饮", "Lanqiao Catering", SERVICES, BAY, 57, SHRINKING),
    _firm("铁马机车", "Tiema Motors", TRADE, PORT, 52),
    _firm("雨林园艺", "Yulin Gardens", FARMING, HILL, 48),
    _firm("方圆模具", "Fangyuan Moulds", MAKING, ISLE, 45),
    _firm("听涛文化", "Tingtao Culture", CULTURE, BAY, 41, SHRINKING),
    _firm("归帆旅行", "Guifan Travel", SERVICES, BAY, 38),
    _firm("玉尺测绘", "Yuchi Survey", BUILDING, HILL, 35),
    _firm("画桥设计", "Huaqiao Design", CULTURE, ISLE, 33, GROWING),
    _firm("石榴玩具", "Shiliu Toys", MAKING, RIVER, 30),
    _firm("南枝花卉", "Nanzhi Flowers", FARMING, RIVER, 28),
    _firm("澄江净水", "Chengjiang Filters", MAKING, HILL, 26),
    _firm("飞鸿快递", "Feihong Courier", TRANSPORT, PORT, 24, GROWING),
    _firm("琥珀珠宝", "Hupo Jewellery", TRADE, BAY, 22),
    _firm("赤霞五金", "Chixia Hardware", TRADE, PORT, 20),
    _institution(f"{CITY.zh}图书馆", f"{CITY.en} Library", CULTURE, RIVER, 19),
    _firm("半夏药房", "Banxia Pharmacy", HEALTH, RIVER, 17)._replace(joined=5),
    _firm("邻里超市", "Linli Market", TRADE, ISLE, 15),
    _private("林听雨", "Lin Tingyu", ISLE, 14),
    _private("何青山", "He Qingshan", HILL, 13),
    _private("顾南星", "Gu Nanxing", BAY, 11),
    _firm("青梧幼教", "Qingwu Nursery", TEACHING, HILL, 9),
    _firm("落霞照相", "Luoxia Photo", SERVICES, RIVER, 7),
    _firm("云上洗衣", "Yunshang Laundry", SERVICES, ISLE, 5)._replace(joined=3),
)
"""The sixty clients, from the largest down."""

APPROACH = Name("接触", "approach")
TALKS = Name("洽谈", "talks")
PROPOSAL = Name("方案", "proposal")

REFERRAL = Name("客户推荐", "referral")
CHAIN = Name("上下游", "supply chain")
INDUSTRY_LIST = Name("行业名录", "industry list")
AGENT = Name("中介", "intermediary")


def _lead(zh: str, en: str, industry: Name, district: Name, value: int, likelihood: float, *rest: Name) -> Lead:
    return Lead(Name(zh, en), industry, district, value, likelihood, *rest)


LEADS = (
    _lead("沧浪重工", "Canglang Heavy", MAKING, PORT, 3000, 0.65, PROPOSAL, REFERRAL),
    _lead("启明光电", "Qiming Optics", MAKING, ISLE, 2200, 0.4, TALKS, CHAIN),
    _lead("白鹭航运", "Bailu Shipping", TRANSPORT, PORT, 1800, 0.35, TALKS, REFERRAL),
    _lead("松风制药", "Songfeng Pharma", HEALTH, HILL, 1200, 0.6, PROPOSAL, CHAIN),
    _lead("揽月科技", "Lanyue Technology", SOFTWARE, ISLE, 800, 0.7, PROPOSAL, REFERRAL),
    _lead("流萤照明", "Liuying Lamps", MAKING, ISLE, 450, 0.6, TALKS, CHAIN),
    _lead("鸿鹄装备", "Honghu Machines", MAKING, HILL, 380, 0.65, PROPOSAL, CHAIN),
    _lead("拾光影业", "Shiguang Films", CULTURE, BAY, 150, 0.7, TALKS, AGENT),
    _lead("听松疗养院", "Tingsong Clinic", HEALTH, HILL, 1500, 0.15, APPROACH, INDUSTRY_LIST),
    _lead("长亭建设", "Changting Building", BUILDING, RIVER, 1100, 0.2, APPROACH, INDUSTRY_LIST),
    _lead("麦田粮油", "Maitian Grain", FARMING, RIVER, 900, 0.45, TALKS, CHAIN),
    _lead("驿路快运", "Yilu Express", TRANSPORT, PORT, 620, 0.35, TALKS, CHAIN),
    _lead("蓼汀水产", "Liaoting Seafood", FARMING, PORT, 540, 0.3, APPROACH, REFERRAL),
    _lead("墨池文具", "Mochi Stationery", TRADE, BAY, 320, 0.5, TALKS, REFERRAL),
    _lead("飞瀑机械", "Feipu Pumps", MAKING, HILL, 260, 0.4, APPROACH, CHAIN),
    _lead("桐花服饰", "Tonghua Fashion", MAKING, HILL, 210, 0.3, TALKS, AGENT),
    _lead("半岛冷链", "Bandao Cold Chain", TRANSPORT, PORT, 180, 0.45, TALKS, CHAIN),
    _lead("豆蔻食品", "Doukou Foods", MAKING, ISLE, 90, 0.6, TALKS, REFERRAL),
    _lead("石桥工具", "Shiqiao Tools", MAKING, RIVER, 700, 0.1, APPROACH, INDUSTRY_LIST),
    _lead("云雀玩具", "Yunque Toys", MAKING, RIVER, 420, 0.2, APPROACH, INDUSTRY_LIST),
    _lead("采薇药材", "Caiwei Herbs", HEALTH, RIVER, 300, 0.15, APPROACH, INDUSTRY_LIST),
    _lead("渔火餐饮", "Yuhuo Dining", SERVICES, BAY, 240, 0.25, APPROACH, AGENT),
    _lead("折柳婚庆", "Zheliu Weddings", SERVICES, BAY, 160, 0.1, APPROACH, AGENT),
    _lead("鲸落潜水", "Jingluo Diving", SERVICES, BAY, 130, 0.2, APPROACH, INDUSTRY_LIST),
    _lead("青瓦装饰", "Qingwa Interiors", BUILDING, ISLE, 95, 0.4, APPROACH, REFERRAL),
    _lead("短笛琴行", "Duandi Music", TRADE, BAY, 80, 0.35, TALKS, AGENT),
    _lead("绿蚁酒业", "Luyi Brewery", MAKING, HILL, 70, 0.3, APPROACH, CHAIN),
    _lead("小满粮铺", "Xiaoman Grocer", TRADE, RIVER, 60, 0.2, APPROACH, INDUSTRY_LIST),
    _lead("南窗书店", "Nanchuang Books", TRADE, ISLE, 45, 0.25, APPROACH, REFERRAL),
    _lead("风筝科普", "Fengzheng Science", TEACHING, HILL, 35, 0.1, APPROACH, AGENT),
)
"""The thirty prospects: eight whose cards are graded A by the shipped rules, ten B, twelve C."""

SURNAMES = tuple(
    Name(zh, en)
    for zh, en in (
        ("陈", "Chen"), ("林", "Lin"), ("周", "Zhou"), ("吴", "Wu"), ("沈", "Shen"), ("许", "Xu"), ("韩", "Han"),
        ("曾", "Zeng"), ("单", "Shan"), ("欧阳", "Ouyang"), ("谢", "Xie"), ("罗", "Luo"), ("梁", "Liang"),
        ("唐", "Tang"), ("叶", "Ye"), ("潘", "Pan"), ("杜", "Du"), ("程", "Cheng"), ("司徒", "Situ"), ("蒋", "Jiang"),
    )
)  # fmt: skip

GIVEN_NAMES = tuple(
    Name(zh, en)
    for zh, en in (
        ("安宁", "Anning"), ("书瑶", "Shuyao"), ("立诚", "Licheng"), ("子墨", "Zimo"), ("若溪", "Ruoxi"),
        ("一帆", "Yifan"), ("文博", "Wenbo"), ("晓岚", "Xiaolan"), ("嘉树", "Jiashu"), ("静远", "Jingyuan"),
        ("清如", "Qingru"), ("伯言", "Boyan"), ("念慈", "Nianci"), ("行之", "Xingzhi"), ("望舒", "Wangshu"),
        ("明轩", "Mingxuan"), ("采薇", "Caiwei"), ("怀瑾", "Huaijin"),
    )
)  # fmt: skip

DECIDER = Name("财务总监", "CFO")
TITLES = (Name("总经理", "general manager"), DECIDER, Name("财务经理", "head of finance"), Name("出纳", "treasurer"))
