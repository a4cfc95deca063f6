"""指的是哪一位客户。"""

TEXTS = {
    "ambiguous": "有{count}位客户符合“{who}”，请写得更全，或用客户编号：",
    "unknown": "没有客户符合“{who}”。可以这样查找：rmtool clients --find 名称的一部分",
    "candidate": "  {client_no}  {name}",
    "more": "  ……另有{count}位",
    "no_person": "{client}没有“{who}”，或不止一位。请写全名：",
    "person": "  {name}  {title}",
}
