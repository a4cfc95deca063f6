"""What a page made for a browser or for paper says beside its result."""

TEXTS = {
    "untitled": "结果",
    "table": "表格",
    "as_of": "数据截至{day:long_day}。内含客户信息，请勿外传。",
    "figures": "数据：{figures}",
    "notes": "记录内容（{count}条）",
    "of_clients": "客户数占比",
    "of_total": "累计金额占比",
    "too_large": "{rows:number}行、{columns}列的网页浏览器打不开。请缩小范围，或输出为表格文件：-f csv",
}
