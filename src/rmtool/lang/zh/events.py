"""What calendar files say."""

TEXTS = {
    "calendar_visits": "客户走访（rmtool）",
    "calendar_steps": "承诺事项（rmtool）",
    "calendar_occasions": "客户关怀日（rmtool）",
    "calendar_day": "今日客户事项（rmtool）",
    "visit": "走访 {name}",
    "step": "{step}：{name}",
    "occasion": "{what}：{name}",
    "festival": "{what}",
    "gone": "已删除",
    "why": "事由：{why}",
    "person": "约见：{person}",
    "people": "联系人：{facts}",
    "last": "上次 {on:date} {code}：{note}",
    "promised": "{since:date} 承诺：{step}",
}
