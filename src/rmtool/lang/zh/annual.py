"""一年中的某一天，公历或农历。"""

TEXTS = {
    "unclear": "“{text}”看不出是哪一天。请写成 1980-08-15、8月15日，农历写成 农历八月十五、闰四月初三、腊月三十。",
    "year": "“{text}”：年份应在 {first} 至 {last} 之间。",
    "no_such_day": "“{text}”：没有这一天。农历每月最多 30 天，公历 2 月最多 29 天。",
    "never_leap": "“{text}”：1900 至 2100 年农历没有闰{month}月。请去掉“闰”字。",
    "not_in_year": "“{text}”：{year} 年没有这一天。请核对月、日，或不写年份。",
    "solar": "{month}月{day}日",
    "lunar": "农历{day}",
    "lunar_leap": "农历闰{day}",
}
