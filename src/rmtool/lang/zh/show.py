"""Chinese: what is said about writing results, and the questions' form."""

TEXTS = {
    "needs_file": "工作簿不能显示在终端上，请指定文件：-o 文件名.{format}",
    "unknown_format": "没有 {format} 这种格式，可用：{formats}。",
    "unknown_suffix": "后缀 {suffix} 对应不到格式。文件名请以 {suffixes} 之一结尾，或用 -f 指定格式。",
    "no_stdout": "标准输出已关闭，结果无处可写。请用 -o 指定文件。",
    "stdout_failed": "结果无法写到标准输出：{why}。",
    "is_a_book": "{file} 是一本台账，未作改动。请换一个文件名。",
    "is_a_device": "{file}：这是 Windows 保留的设备名，不能用作文件名，请换一个名字。",
    "is_a_folder": "{file} 是文件夹，请指定其中的文件名。",
    "no_folder": "无法写入 {file}：文件夹 {folder} 不存在。请先建立，或换一个位置。",
    "not_written": "无法写入 {file}：{why}。原有内容未作改动。",
    "disk_full": "磁盘已满",
    "not_allowed": "没有写入权限",
    "read_only": "磁盘为只读",
    "other_reason": "{reason}",
    "needs_yes": "{question} 当前没有终端可供确认；同意请加 --yes。",
    "yes_or_no": " [y/N] ",
    "step": "{step}……{seconds} 秒",
    "no_calendar": "这项结果不能写成日历文件。可以写成日历的有：rmtool plan-week、rmtool week、rmtool report week、"
    "rmtool contacts、rmtool follow-ups、rmtool occasions、rmtool today、rmtool report day",
}
