"""定时任务。"""

TEXTS = {
    "lead_cron": "定时任务：用 crontab -e 粘贴以下各行（rmtool 不会自行安装）。时间可改，不需要的行可删。\n"
    "一切正常时没有任何输出；有问题时 cron 会发邮件告知。",
    "lead_windows": "Windows 计划任务：用本人账号运行一次本文件（rmtool 不会自行安装）。时间可改，不需要的行可删；\n"
    '删除某个任务：schtasks /Delete /TN "rmtool day"',
    "day": "周一至周五：当日晨报。",
    "week": "每周五：本周计划与完成，以及下周计划。",
    "month": "每月1日：上月月报。",
    "quarter": "每季度第一天：上季度季报。",
    "missed": "每小时：补做关机期间漏掉的报表，按各自应出的日期补，每份只补一次。",
    "backup": "周一至周五：把台账备份到 backups/ 并校验，过旧的备份自动删除。",
    "doctor": "周一至周五：检查台账、备份和文件，有需要留意的才提示。",
    "title": "定时任务",
    "job": "任务",
    "schedule": "时间",
    "what": "内容",
    "line": "命令行",
    "no_folder": "没有 {folder} 这个文件夹。请先新建，或换一个；不写 --out-dir 时存到台账旁的 exports/。",
    "not_in_a_line": "“{word}”里有换行或看不见的字符，不能写进定时任务。",
    "needs_passphrase": "台账用口令加密，定时运行时没有人输入口令，这些任务会以退出码 6 结束。"
    "请先把密钥放进文件：rmtool rekey --new-key-file 文件",
    "needs_keyring": "台账的密钥在系统钥匙串里，没人登录时钥匙串是锁着的，cron 往往也读不到。"
    "如果任务以退出码 6 结束，请把密钥放进文件：rmtool rekey --new-key-file 文件",
    "too_long": "任务“{job}”的命令有 {length} 个字符，schtasks 最多 {most} 个。请改用 --xml 文件夹，就没有这个限制。",
    "not_a_format": "定时报表不能用 {format} 格式，请用 html、xlsx、md、csv、json 或 plain。",
}
