"""What calendar files say."""

TEXTS = {
    "calendar": "客户走访（rmtool）",
    "visit": "走访 {name}",
    "step": "{step}：{name}",
    "why": "事由：{why}",
    "person": "约见：{person}",
    "people": "联系人：{facts}",
    "last": "上次 {on:date} {code}：{note}",
    "promised": "{since:date} 承诺：{step}",
}
