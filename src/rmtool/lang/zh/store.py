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
}
