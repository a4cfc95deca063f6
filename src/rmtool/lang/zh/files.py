"""Chinese texts of the files that lists come in: locked, hostile, oddly encoded ones, and address cards."""

TEXTS = {
    "slip": "{file} 含有指向自身目录之外的内容，已拒绝。请把单元格复制到新的工作簿。",
    "too_heavy": "读取 {file} 所需的时间或内存远超一份名单，已拒绝。请把单元格复制到新的工作簿，或另存为 .csv。",
    "too_wide": "{file} 的工作表“{sheet}”有 {columns} 列，超出名单的范围。"
    "请删去右侧远处的内容，或把名单复制到新的工作簿。",
    "too_wide_line": "{file} 第 {row} 行有 {columns} 个单元格，超出名单的范围。文件可能不是名单，或分隔符特殊。",
    "too_long": "{file} 超过 {rows} 行或 {cells} 个单元格，已拒绝。请拆成几个文件。",
    "too_much": "{file} 到第 {rows:number} 行已有超过 {cells:number} 个互不相同的单元格，"
    "超出名单应有的规模，已拒绝。请去掉不需要的列，或拆成几个文件。",
    "password": "{file} 设有密码。请在终端中运行，会提示输入密码；或设置 RMTOOL_FILE_PASSWORD。",
    "wrong_password": "密码不对，打不开 {file}。",
    "no_unlocking": "{file} 设有密码。读取这类文件需要安装附加组件：pip install 'rmtool[protected]'。"
    "也可以另存一份不带密码的副本再导入。",
    "locked_document": "{file} 设有密码，rmtool 无法打开加密的 OpenDocument 文件。请另存一份不带密码的副本再导入。",
    "document_guard": "{file} 已被本行的文档加密系统加密。请先在该系统中解密或导出，再导入。",
    "cut_off": "{file} 在一个字符的中间中断，文件不完整。请重新获取或导出。",
    "doubtful_encoding": "{file} 的编码不是 UTF-8，按 GB18030 读出的内容不通（“{sample}”）。请指明编码："
    "--encoding big5、--encoding latin-1 等；如果内容无误，请加 --encoding gb18030。",
    "page_without_table": "{file} 是没有表格的网页（“{sample}”）。可能系统返回的是提示或登录页，而不是名单："
    "请重新导出，或用 Excel 打开后另存为 .xlsx。",
    "no_cards": "{file} 是名片文件，但其中没有带姓名的名片。",
    "zeros_restored": "{column}：有 {count} 个编号丢失了前导零，已补足为 {width} 位，首个在第 {row} 行："
    "{before} → {after}",
    "zeros_doubtful": "{column}：有 {count} 个编号比其他编号短，可能丢失了前导零，首个在第 {row} 行：{cell}；未作改动",
    "decimal_comma": "{column}：{cell}（第 {row} 行）等金额以逗号作小数点；如需读取：--decimal ,",
    "no_such_decimal": "小数点不能是 {decimal}，只能是 . 或 ,",
    "more_phones": "其他电话：{phones}",
    "more_emails": "其他邮箱：{emails}",
}
