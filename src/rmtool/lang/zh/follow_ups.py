"""答应客户的下一步。"""

TEXTS = {
    "lead": "答应的下一步{count}件，逾期{late}件",
    "none": "没有待办的下一步。",
    "when": "期限",
    "client": "客户",
    "step": "下一步",
    "since": "答应于",
    "id": "编号",
    "a_step": "按约定",
    "no_day": "未定日期",
    "today": "今天",
    "on": "{on:day}",
    "late": "{on:day}，逾期{days}天",
    "settle": "办完：rmtool follow-up-done 编号 · 改期：rmtool follow-up-move 编号 日期 · 再次联系后自动了结",
    "not_open": "没有编号为 {id} 的待办。编号见 rmtool follow-ups 最后一列。",
    "past": "{day:date} 已经过去，请给今天以后的日期。",
    "did_settle": "{name}：下一步已办",
    "did_move": "{name}：下一步改到 {day:date}",
    "was_settled": "已办：{step}（{name}）。",
    "was_moved": "{step}（{name}）改到 {day:date}。",
}
