"""晨间一页。"""

TEXTS = {
    "lead": "{day:long_day} · 走访{visits} · 电话{calls} · 待办{promises} · 资料卡{cards}",
    "not_working": "今天不是工作日。",
    "called_instead": "平常一周排不下全部面谈，{tier}改为电话联系。",
    "visits": "今日走访",
    "unlogged": "这些走访结果如何？",
    "settle": "rmtool log-contact {client_no} M --on {day:date} · rmtool visit {client_no} --missed --on {day:date}",
    "unplanned": "应面谈、尚未安排（{count}）",
    "calls": "电话与消息（{count}）",
    "promises": "答应过的事",
    "promised": "{since:date} 起",
    "cards": "要看的资料卡",
    "occasions": "关怀日",
    "alerts": "提醒",
    "more": "……另有{count}项",
    "more_with": "……另有{count}项：{command}",
    "empty_book": "台账还是空的。先导入：rmtool import 文件（客户名单，Excel 或 CSV）· 先看演示：rmtool demo",
    "nothing": "今天没有待办。不妨联系一位有潜力的客户。",
}
