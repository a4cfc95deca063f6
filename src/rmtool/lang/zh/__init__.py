"""Chinese: how days, lists and shares are written. The texts stand in the modules beside, one an area."""

from datetime import date

WEEKDAYS = ("周一", "周二", "周三", "周四", "周五", "周六", "周日")
SHORT_WEEKDAYS = ("一", "二", "三", "四", "五", "六", "日")
COMMA = "、"
PER_CENT = "%"


def day(day: date) -> str:
    """`11月23日 周一`."""
    return f"{day.month}月{day.day}日 {WEEKDAYS[day.weekday()]}"


def long_day(day: date) -> str:
    """`2026年11月23日 星期一`."""
    return f"{day.year}年{day.month}月{day.day}日 星期{WEEKDAYS[day.weekday()][1]}"


def month(day: date) -> str:
    """`2026年11月`."""
    return f"{day.year}年{day.month}月"
