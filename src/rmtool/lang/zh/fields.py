"""以“字段=值”录入的内容。"""

TEXTS = {
    "unknown": "“{text}”不是可改的字段。请写成 字段=值；可用字段：{fields}",
    "unreadable": "“{value}”不能作为{field}。请写{form}。",
    "said": "{field}：{what}",
    "required": "{field}不能为空。",
    "form_amount": "金额，如 1000万、0.5亿、200,000",
    "form_value": "金额，如 1000万，或 高、中、低",
    "form_likelihood": "比例，如 0.6、60%，或 高、中、低",
    "form_words": "以下之一：{words}",
    "form_rate": "年利率，如 2.35%、0.0235",
    "form_degrees": "-{limit} 到 {limit} 之间的度数，如 22.54",
    "form_past_day": "已过去的日期，如 1998-05-20",
    "form_minutes": "0 到 {most} 之间的分钟数",
}
