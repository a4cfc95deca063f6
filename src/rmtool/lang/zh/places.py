"""有误的客户坐标。"""

TEXTS = {
    "odd": "{count}位客户的坐标有误，算路程时不用：{clients}",
    "odd_more": "{count}位客户的坐标有误，算路程时不用：{clients}，另有{more}位",
    "half": "{name}（纬度{lat}、经度{lon}，缺一项）",
    "zero": "{name}（0, 0，位置不明）",
    "range": "{name}（{lat}, {lon}，不在地球上）",
    "swapped": "{name}（{lat}, {lon}，经纬度像是填反了）",
    "far": "{name}（{lat}, {lon}，离其他客户{kilometres}公里）",
    "mend": "请更正：rmtool client-set 客户 lat=22.54 lon=113.95，或清空：lat= lon=",
    "known": "{count}位客户有坐标，其中{shared}位与不同地址的客户同点，按所属区算路程",
    "none": "客户都没有坐标，路程按所属区计算",
}
