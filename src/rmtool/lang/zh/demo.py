"""Chinese: the walk through the sample book."""

TEXTS = {
    "lead": "rmtool 演示（{day:long_day}）：60位客户、30位潜在客户和一年的联系记录。",
    "safe": "客户、联系人和金额全部虚构。演示在临时文件夹中进行，不影响您自己的台账。",
    "step": "{number}/{of}  {what}",
    "import_title": "导入名单",
    "import_why": "行里导出的 Excel 或 CSV 直接导入：自动识别各列，各期余额都保留；读不出的行单独搁置并注明原因。"
    "先导入过去一年的名单，再导入最新一期。",
    "tiers_title": "先看跑不跑得过来",
    "tiers_why": "余额决定分层，分层决定走访频率。排计划之前先算清：要求的走访，时间够不够。",
    "plan_title": "排出一周的走访",
    "plan_why": "谁先谁后、哪天几点、为什么，都排好：考虑路程、对方作息、节假日、客户出差和已有的约定；"
    "没排上的也说明原因。其中一位客户已约好谈贷款，一位周二出差回来，一位整周外出。",
    "log_title": "记一笔联系",
    "log_typed": "log-contact 云岭 面谈 新厂还差环评批复 --next 送授信材料清单 --next-on +3d",
    "log_why": "一行就够，客户写名称的一部分即可：已约的走访随之完成，下一步和下次日期一并记下。",
    "matrix_title": "整本台账一目了然",
    "matrix_why": "T/E/M 日历：客户为行，日期为列，一次联系一个字母，最急的排在最前。",
    "today_title": "开始新的一天",
    "today_why": "晨间一页：今天的走访、还该联系谁、答应过的事、要看的资料卡、关怀日和余额变动。",
    "your_turn": "换成您自己的名单，Excel 或 CSV 都可以（加 --dry-run 只看结果，不写入）：",
    "list": "您的名单.xlsx",
    "gone": "示例台账已删除。想留一本继续试用：",
    "folder": "文件夹",
    "kept": "示例台账留在 {folder}，名单在其中的 lists 文件夹。试用：",
    "did_add": "加入示例的联系人、外出和约访",
    "not_empty": "{folder} 里已有内容。请指定新的或空的文件夹：rmtool demo --keep 文件夹",
    "no_room": "无法建立演示用的文件夹（{why}）。请指定一处有空间的地方：rmtool demo --keep 文件夹",
    "not_kept": "示例台账无法放到 {folder}（{why}）。请换一个文件夹：rmtool demo --keep 文件夹",
}
