"""Chinese: what is said about the command line itself."""

TEXTS = {
    "no_such_command": "没有 {name} 这个命令。",
    "no_such_shell": "没有为“{shell}”准备补全脚本。可用：{shells}",
    "no_such_option": "这里没有选项 {option}。",
    "did_you_mean": "是不是想用：{names}？",
    "see_help": "查看帮助：{command} --help",
    "missing": "缺少 {name}。",
    "superfluous": "参数过多：{arguments}。含空格的文字请加引号。",
    "option_needs_value": "选项 {option} 需要一个值。",
    "option_takes_no_value": "选项 {option} 不带值。",
    "not_a_whole_number": "{name} 应为整数。",
    "not_in_range": "{name} 应为 {least} 到 {most} 之间的整数。",
    "bad_value": "{name} 的值无法使用：{message}",
    "not_text": "“{argument}”中有无法识别为文字的字节。请把终端设为 UTF-8，或给文件改名。",
    "usage": "{message}",
    "no_such_language": "{where}：没有语言 {language}，可用：{languages}。",
    "not_a_day": "{where}：{value} 不是有效日期，请写成 2026-11-25 这样（1900 至 2999 年）。",
    "not_seconds": "{where}：{value} 不是 0 到 86400 之间的秒数。",
    "typed": "您输入的内容如下，可再执行一次：{line}",
    "bug": "rmtool 内部出错（{kind}），这是程序的问题，不是您的操作。出错位置已记入 {where}。",
    "bug_without_log": "rmtool 内部出错（{kind}），这是程序的问题，不是您的操作。出错位置：{where}",
    "mask_or_not": "--mask 和 --no-mask 只能用一个。",
    "needs_reason": "按规则，{result} 写成对外文件时须脱敏。确需原样导出，请用 --reason 说明理由（会留下记录）；"
    "否则去掉 --no-mask。",
}
