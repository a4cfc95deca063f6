"""Chinese texts of the area "history": undo, redo and what the journal says of them."""

TEXTS = {
    "undone": "撤销：{what}",
    "redone": "恢复：{what}",
    "nothing_to_undo": "没有可以撤销的操作。用 `rmtool history` 查看操作记录。",
    "nothing_to_redo": "没有可以恢复的操作：只有刚撤销的操作才能恢复。",
    "moved_on": "其间台账已被另一条命令改动，因此没有撤销或恢复任何内容。请用 `rmtool undo --list` 查看后再试。",
    "does_not_fit": "{file} 与操作记录不一致，无法撤销或恢复。没有改动任何内容；"
    "`rmtool doctor` 可查看问题所在，`rmtool restore 文件` 可用备份恢复。",
    "erased": "该操作改动之前的内容已从操作记录中清除（客户信息已删除，或超过规则规定的保留期限），"
    "无法撤销或恢复。台账没有改动。",
    "erased_summary": "（已清除）",
    "migrated": "台账升级到格式 {version}",
}
