"""What clients of the sample hold beyond their balances, the tags they bear, and when positions were gone through.

Not: the clients themselves (cast.py), nor bringing it into a book (desk/sample.py).
"""

from typing import NamedTuple

from rmtool.core.periods import Name
from rmtool.sample.cast import CITY

OTHER_BANK = Name("海湾银行（示例）", "Bay Bank (sample)")


class Held(NamedTuple):
    """A product that the client `who` (its name in Chinese) holds, or at OTHER_BANK if it is held `elsewhere`.

    Amounts in units of 10,000 yuan; `since` is so many days before today, `until` so many after it.
    """

    who: str
    product: Name
    kind: str
    amount: float | None = None
    since: int | None = None
    until: int | None = None
    rate: float | None = None
    risk: str | None = None
    term: Name | None = None
    cover: float | None = None
    premium: float | None = None
    elsewhere: bool = False


_TIME_DEPOSIT = Name("定期存款", "time deposit")
_PAYROLL = Name("代发工资", "payroll")
_HOSPITAL = f"{CITY.zh}第三医院"

HELD = (
    Held("海蓝电子", _TIME_DEPOSIT, "deposit", 1000, 200, 165, 0.0135),
    Held("海蓝电子", Name("银行承兑汇票", "bank acceptance"), "acceptance", 600, 60, 120),
    Held("海蓝电子", _PAYROLL, "payroll", since=700),
    Held("远帆精密", _PAYROLL, "payroll", since=900),
    Held("远帆精密", Name("集团现金管理", "cash management"), "cash_management", since=400),
    Held("云岭新能源", Name("固定资产贷款", "fixed-asset loan"), "loan", 800, 300, 1500, 0.0345),
    Held(_HOSPITAL, _PAYROLL, "payroll", since=1500),
    Held("青禾生物", Name("协定存款", "agreement deposit"), "deposit", 300, 100),
    Held("星渡物流", _PAYROLL, "payroll", elsewhere=True),
    Held("砚山建材", Name("履约保函", "letter of guarantee"), "guarantee", 200, 90, 275),
    Held("百川进出口", Name("国内信用证", "letter of credit"), "letter_of_credit", 350, 30, 60),
    Held("宋知微", Name("大额存单", "certificate of deposit"), "deposit", 50, 400, 695, 0.019),
    Held("宋知微", Name("安盈理财", "Anying wealth product"), "wealth", 60, 150, 30, risk="R2", elsewhere=True),
    Held(
        "宋知微",
        Name("年金保险", "annuity"),
        "insurance",
        since=700,
        term=Name("10年", "10 years"),
        cover=100,
        premium=5,
    ),
    Held("江月白", _TIME_DEPOSIT, "deposit", 30, 320, 45, 0.0145),
    Held("江月白", Name("债券基金", "bond investment fund"), "fund", 25, 240, risk="R3"),
    Held("江月白", Name("重疾险", "critical-illness insurance"), "insurance", since=500, cover=60, premium=1.2),
    Held("林听雨", Name("基金定投", "fund savings plan"), "fund", 3, 420, risk="R3"),
)

BOND, SAVING = Name("发债", "bond"), Name("教育金", "saving")

TAGS = {
    "海蓝电子": (BOND,),
    "远帆精密": (BOND,),
    "云岭新能源": (BOND, Name("扩产", "loan wanted")),
    "星渡物流": (BOND,),
    f"{CITY.zh}证券": (BOND,),
    "宋知微": (Name("闲置资金", "idle cash"),),
    "江月白": (SAVING,),
    "林听雨": (SAVING,),
}
"""Tags by the client's name in Chinese, beside the one that every client of the sample bears."""

REVIEWED = {"宋知微": 75, "江月白": 40, "海蓝电子": 35}
"""So many days before today a client's whole position was gone through."""

TALKED = Name("逐项看过，暂不调整", "went through all of it; nothing to change for now")
