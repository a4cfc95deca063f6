"""日历文件。"""

TEXTS = {
    "empty_folder": "{folder} 里没有日历文件（.ics）。请指定其他文件夹，或直接指定文件。",
    "no_calendar": "{file} 不是日历文件。请把日历导出为 .ics 再指定。",
    "empty": "{file} 是空的，不占用时间。",
    "unreadable_event": "{file}：“{event}”无法读取，未计入占用时间。如当时确有安排，请给当天的走访定好时间，"
    "或修正后重新导出日历。",
    "more_unreadable": "{file}：另有{count}个日程无法读取。",
    "unknown_zone": "{file}：不认识时区“{zone}”，按北京时间处理。",
    "more_zones": "{file}：另有{count}个不认识的时区，均按北京时间处理。",
    "untitled": "（无标题）",
    "private": "（私密）",
}
