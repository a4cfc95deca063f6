"""合并客户的中文文本。"""

TEXTS = {
    "same": "两个名称指的是同一客户：{name}。",
    "did": "将 {name} 并入 {into}",
    "will": "将 {name}（{number}）并入 {into}（{into_number}）？{details}",
    "merged": "{name}（{number}）已并入 {into}（{into_number}）。",
    "moved": "转入：{rows}。",
    "dropped": "{into} 已有相应内容，不再保留：{rows}。",
    "fields": "补入：{fields}。",
    "field": "{field}={value}",
    "aliases": "今后名单中的下列编号或名称均指 {into}：{aliases}。",
    "done": "如需撤回：rmtool undo",
}
