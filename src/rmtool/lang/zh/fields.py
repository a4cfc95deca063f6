"""以“字段=值”录入的内容。"""

TEXTS = {
    "unknown": "“{text}”不是可改的字段。请写成 字段=值；可用字段：{fields}",
    "unreadable": "“{value}”不能作为{field}。金额如 1000万、200,000，日期如 2026-11-25。",
    "required": "{field}不能为空。",
}
