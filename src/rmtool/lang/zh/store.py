"""Chinese texts of the area "store": what the book's file, its backups and its check-up say."""

TEXTS = {
    "locked": "{file} 正被其他程序占用，等了 {seconds} 秒仍未释放。"
    "没有写入任何内容；请稍后再试，或用 --wait 延长等待时间。",
    "read_only": "{file} 无法写入：文件或所在文件夹是只读的。"
    "没有写入任何内容；请开放文件夹的写权限，或用 --home 指定其他文件夹。",
    "cannot_open": "{file} 打不开，或所在文件夹不能写入。数据没有丢失；"
    "请确认文件夹存在且属于您，或用 --home 指定其他文件夹。",
    "disk_full": "磁盘已满，{file} 写不进去。数据没有丢失；请腾出空间后再执行一次。",
    "io_error": "读写 {file} 时磁盘报错。没有写入任何内容；请检查磁盘或网络盘后再执行一次。",
    "damaged": "{file} 已损坏，原样未动。`rmtool doctor` 可查看问题所在，`rmtool restore 文件` 可用备份恢复。",
    "empty_file": "{file} 是空文件，不是台账，原样未动。请用 `rmtool restore 文件` 恢复备份，或将它移走后重新建账。",
    "foreign": "{file} 不是 rmtool 的台账，原样未动。请用 --home 指定其他文件夹。",
    "newer": "{file} 由更新版本的 rmtool 写成（格式 {version}，本版本最高支持 {known}），原样未动。请升级 rmtool。",
    "setting_refused": "无法安全地打开 {file}：SQLite 不接受设置 {setting}。"
    "没有写入任何内容；请关闭占用该文件的程序，或升级 Python。",
    "copy_differs": "{file} 与台账内容不符，副本已作废。数据没有丢失；请重试，或备份到其他磁盘。",
    "pages_sound": "文件完好",
    "pages_bad": "文件已损坏：{problems}",
    "unreadable": "文件损坏严重，无法检查",
    "references_sound": "各表记录对应完整",
    "references_bad": "{count} 条记录缺少对应的上级记录（{tables}）",
    "schema_sound": "台账结构与 rmtool 所建一致",
    "schema_bad": "以下部分与 rmtool 所建不一致：{names}",
    "private": "本机其他用户读不到台账和备份",
    "loose": "本机其他用户可能读到 {files}",
    "chmod": "收回权限：chmod 600 {files}",
    "not_linked": "文件没有硬链接",
    "linked": "{file} 另有一个名字（硬链接），从那里打开可能损坏台账",
    "unlink": "删除另一个名字，或先 `rmtool backup` 再 `rmtool restore`",
    "no_backup": "还没有备份",
    "backups": "备份 {count} 份，最近一份 {newest:date}（{file}）",
    "back_up": "请备份：rmtool backup",
    "size": "{megabytes} MB，操作记录 {commands} 条",
    "restore_it": "用备份恢复：rmtool restore {file}",
    "some_backup": "文件",
}
