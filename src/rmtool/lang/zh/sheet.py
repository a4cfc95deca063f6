"""整体编辑一个客户。"""

TEXTS = {
    "lead": "{name}（{client_no}）。修改后保存并关闭；不改动直接关闭则一切不变。\n"
    "删除某位联系人或某条备忘的各行即为移除，没有 id 的为新增。kind 类型：对公、机构、个人；\n"
    "status 状态：正常、睡眠、流失；power 决策权：决策、影响、无；tags 标签用顿号分开。金额请用 rmtool client-set。",
    "encrypted": "台账已加密，而编辑器里的文本没有加密。请用 client-set、person-set、note 逐项修改，"
    "或用 --plain 让文本在编辑期间以明文存放。",
    "did_edit": "整体编辑 {name}",
    "edited": "已修改 {name}。",
    "unchanged": "{name} 没有任何改动。",
    "unknown_part": "没有“{part}”这一部分：可写 client、people、notes，潜在客户另有 card",
    "unknown_field": "这里没有“{field}”这一项，可用的有 {fields}",
    "unknown_id": "没有 id {id}，或重复出现：原有 id 请保留，新增的不写 id",
    "no_fields": "这里应逐项写“名称: 内容”",
    "no_value": "{field} 只能有一个内容",
    "doubled_name": "会有两位联系人都叫 {name}：请在姓名上加以区分",
    "unreadable": "{file} 无法读取，没有任何改动。",
    "mistakes": "{file}：有 {count} 处要改，没有任何改动。",
    "changed_meanwhile": "打开之后，{name} 已被另一条命令修改，"
    "因此没有采用 {file}。请用 rmtool history 查看改动、改好文件，"
    "并删去“# […]”一行后再采用。",
    "client_gone": "台账中已没有 {name}，没有任何改动。",
    "lies_there": "上次编辑的内容还在 {file}。请用 --from 采用，或删除该文件。",
    "kept": "所写内容保存在 {file}。改好后用以下命令采用：rmtool edit {client_no} --from 文件",
    "again": "再次打开编辑器？",
    "not_taken": "{name} 没有任何改动。",
    "no_editor": "无法启动编辑器 {editor}。{why}",
    "editor_failed": "编辑器 {editor} 出错退出（{code}），没有任何改动。",
    "editor_unnamed": "没有可用的编辑器。请用 EDITOR 指定，或用 --from 给出文件。",
}
