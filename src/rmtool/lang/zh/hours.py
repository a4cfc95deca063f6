"""客户可约的时间。"""

TEXTS = {
    "unclear": "“{text}”不能作为可约时间。请写星期和时段，如 周二至周四 09:00-11:00、14:00-16:00；周五 09:00-10:00",
    "no_such_time": "“{text}”里有不存在的时间。请写 00:00 至 24:00 之间的时间。",
    "reversed": "{start}-{end} 结束早于开始。请先写较早的时间。",
    "day": "{first:weekday} {times}",
    "days": "{first:weekday}至{last:weekday} {times}",
    "all_day": "全天",
}
