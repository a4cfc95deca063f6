"""换一套规则看本周。"""

TEXTS = {
    "lead": "按 {tried}：走访{visits}次（现为{before}次），负荷 {load:share}（现为 {load_before:share}）。",
    "saved": "可多走访{count}位逾期客户。",
    "lost": "有{count}位逾期客户不再走访。",
    "same": "计划不变。",
    "nothing_saved": "未保存。",
    "added": "增加",
    "dropped": "减少",
    "moved": "改期",
    "when": "{day:day} {at:clock}",
    "was": "原为 {when}",
}
