"""对外文件的登记."""

TEXTS: dict[str, str] = {
    "not_noted": "对外文件要先登记，而 {file} 写不进去（{why}），因此没有导出。请检查该文件后重试。",
    "unreadable": "{file} 无法读取：{why}。请检查其权限后重试。",
}
