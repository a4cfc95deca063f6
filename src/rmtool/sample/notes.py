"""What the sample's contacts were about, in both languages. Not: when they were (diary.py)."""

from typing import NamedTuple

from rmtool.core.periods import Name


class Note(NamedTuple):
    """What was talked about, and the next step if one was agreed."""

    text: Name
    next: Name | None = None


def _note(zh: str, en: str, next_zh: str = "", next_en: str = "") -> Note:
    return Note(Name(zh, en), Name(next_zh, next_en) if next_zh else None)


MEETINGS = {
    "corporate": (
        _note(
            "谈代发工资，财务总监有兴趣",
            "talked about payroll; the CFO is interested",
            "送代发方案",
            "send the payroll offer",
        ),
        _note(
            "看了新厂房，明年要添设备",
            "saw the new plant; machines come next year",
            "约信贷同事同去",
            "bring a colleague",
        ),
        _note("对账，月底要付货款", "went through the account; suppliers are paid at month's end"),
        _note("定期存款快到期，谈续存", "the term deposit matures soon", "报存款利率", "quote deposit rates"),
        _note("介绍现金管理，愿意试用", "showed cash management; they will try it", "开通试用", "set up the trial"),
        _note("聊经营情况，订单比去年多", "talked business; more orders than last year"),
        _note("财务负责人换人，认识新同事", "met the new head of finance"),
        _note(
            "谈银行承兑汇票，保证金待定",
            "bills of acceptance; the margin is open",
            "回复保证金比例",
            "answer on the margin",
        ),
        _note("要到两家上游企业名单", "two names from their supply chain", "联系上游企业", "call the two suppliers"),
        _note("年度预算会前碰头", "before their budget meeting"),
    ),
    "institution": (
        _note("谈专户资金安排", "how the special account is used"),
        _note("谈代发工资，人事也在场", "talked about payroll with personnel", "送代发方案", "send the payroll offer"),
        _note("年度预算会前碰头", "before their budget meeting"),
        _note("谈扫码收费，月底定", "payments by code; they decide at month's end", "送收费方案", "send the offer"),
    ),
    "retail": (
        _note("理财到期，谈续做", "a wealth product matures", "比较两款产品", "compare two products"),
        _note("看资产配置，想再稳一点", "went over the assets; would like less risk"),
        _note("问候近况，孩子要上大学", "a friendly talk; a child goes to university"),
    ),
}
"""What meetings with clients of each kind were about."""

BRIEFLY = {
    "T": (
        _note("约走访时间", "arranged a visit"),
        _note("提醒回单已出", "the receipts are ready"),
        _note("咨询外汇业务", "asked about foreign exchange", "回电说明汇率", "call back with the rate"),
        _note("询问款项到账", "asked when a payment arrives"),
        _note("没接通，改天再打", "no answer, will try again"),
        _note("问候近况", "a friendly call"),
    ),
    "E": (
        _note("发对账单", "sent the statement"),
        _note("发产品资料", "sent the brochures", "问看法", "ask what they think"),
        _note("发利率报价", "sent the rate quote"),
    ),
    "W": (
        _note("微信回复对账问题", "answered a question on the account"),
        _note("转发利率调整通知", "passed on the new rates"),
        _note("确认走访时间", "agreed on a time"),
    ),
}
"""What the other contacts with clients were about, by code."""

FIRST_TALKS = (
    _note("客户介绍，电话约见", "referred by a client; asked for a meeting"),
    _note("首次去电，愿意了解", "first call; willing to listen"),
    _note("暂无需求，下月再联系", "no need now; again next month"),
)
"""Calls with prospects."""

FIRST_VISIT = (
    _note("首次拜访，介绍结算服务", "first visit, our settlement services", "送开户资料", "send the papers"),
)
"""The first meeting with a prospect."""

LATER_VISITS = (
    _note("财务总监愿意比较报价", "the CFO will compare offers", "送报价", "send the quote"),
    _note("他行存款下季到期", "a deposit elsewhere matures next quarter", "备存款方案", "prepare a deposit offer"),
    _note("带方案上门，等董事会", "brought the offer; the board decides", "问董事会结果", "ask what the board said"),
)
"""Later meetings with prospects."""
