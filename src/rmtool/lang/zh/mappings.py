"""记住列含义的中文文本。"""

TEXTS = {
    "id": "序号",
    "heading": "列名",
    "field": "含义",
    "remembered_on": "记住日期",
    "fingerprint": "名单",
    "empty": "还没有需要说明的列。",
    "how_to_forget": "不再使用某一条：rmtool mappings --forget 序号",
    "none_such": "没有序号为 {number} 的记录；请看：rmtool mappings",
    "did_forget": "不再记住列 {heading} 的含义",
    "forgotten": "已删除：{heading} = {field}。下次会重新询问。",
    "question": "列“{heading}”是什么？前几个单元格：{samples}",
    "question_of": "工作表“{sheet}”：列“{heading}”是什么？前几个单元格：{samples}",
    "choice": "  {number} {field}",
    "answer": "请输入序号或字段名；直接回车则不导入该列：",
    "no_such_field": "这里没有字段 {field}。",
    "used": "{columns}，按此前对同样表头的说明（rmtool mappings）",
}
