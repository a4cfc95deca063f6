"""导回导出台账的中文文本。"""

TEXTS = {
    "strange": "{file} 中有 rmtool 导出文件不会有的内容 {name}，未导入。其他名单请单独导入。",
    "broken": "{file} 已损坏，未导入。请重新导出：rmtool export",
    "too_large": "{file} 解压后超过 {megabytes} MB 或文件过多，不是台账，已拒绝。",
    "not_utf8": "{file} 中的名单不是 UTF-8 编码，与导出文件不符，未导入。",
    "broken_list": "{file} 中的 {name} 已损坏，未导入。请重新导出：rmtool export",
    "ragged": "{file} 中 {name} 第 {row} 行的单元格数与表头不符，未导入。",
    "no_column": "{file} 中 {name} 的列与导出文件不符（{column}），未导入。",
    "wrong": "{file} 中 {name} 第 {row} 行的 {column} 为“{cell}”，不可能如此，未导入。",
    "takes_no": "{file} 是导出的台账，须整体导入，不能使用 {options}。",
    "unknown": "由更新版本的 rmtool 写入，未导入：{names}",
    "also": "一并导入：{rows}",
    "homeless": "{count:number} 行联系人、走访等内容未导入，因其客户未导入",
}
