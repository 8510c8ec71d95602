"""The library: the Chinese sentences by code."""

from __future__ import annotations

ERRORS: dict[str, tuple[str, str]] = {
    "nothing_to_ingest": ("没有选择文件。", "请先把文件拖进来。"),
    "library_unwritable": ("资料库文件夹 {path} 无法写入：{reason}。", "请检查磁盘空间和权限，或用 --home 换一个文件夹。"),
    "library_damaged": ("资料库文件 {path} 已损坏。", "请用 yuanfang verify 检查，或从备份恢复。"),
    "library_newer": ("资料库 {path} 是由更新版本的预案坊建立的。", "请升级预案坊后再打开。"),
    "library_locked": ("资料库正被另一个程序写入（{owner}）。", "请等它结束后再试；查询不受影响。"),
    "no_library": ("文件夹 {path} 里没有资料库。", "请用 --home 指明资料库所在的文件夹。"),
    "bad_backup": ("{path} 不是完好的备份：{reason}。", "请换一份备份文件；资料库没有改动。"),
    "home_in_use": ("资料库文件夹 {path} 不是空的。", "确定要恢复时加 --replace，原有内容会改名保留在旁边。"),
    "bad_ledger": ("台账文件 {path} 已损坏。", "请从备份恢复，或移走这个文件后重新登记；预案本身不受影响。"),
    "bad_ledger_cell": ("台账“{where}”的“{column}”不能是“{value}”。", "应为：{known}"),
    "bad_ledger_sheet": ("{path} 不是能读取的台账。", "请用“导出台账”得到的 Excel 表填写，第一行是列名（至少有“编号”或“预案名称”）。"),
    "bad_holidays": ("节假日表写得不对：{reason}。", "写法：[2027] 下面 off = [\"01-01\", …]、work = [\"01-03\", …]。"),
    "bad_metadata": ("“{field}”不能是“{value}”。", "种类、层级、灾种、效力要用列表里的词；日期写成 2026-11-26 或 2026-11；题名不能空，一行以内。"),
    "not_in_trash": ("回收站里没有“{id}”。", "用 yuanfang trash list 查看移除的文件。"),
    "already_back": ("“{title}”已经重新收进来了，不用再放回。", "要清掉回收站里的这份，用“清空”。"),
    "name_taken": ("“{title}”放不回来：库里已有编号相同的“{doc_id}”。", "请先移除或改名那一份。"),
    "bad_unit_list": ("单位名单{path}里没有读到单位名称。", "请用 Excel（第一行写“单位名称”）或文本文件，一行一个单位。"),
    "too_many_units": ("名单里有 {count} 个单位。", "一次最多 {most} 个，请分几次。"),
    "bad_statistics_name": ("统计不能写成“{path}”。", "文件名请以 .xlsx（表和图）或 .png（图）结尾。"),
    "original_gone": ("“{doc_id}”的原始文件不在了，不能看内部视图。", "请重新收进这份文件。"),
    "unknown_document": ("资料库里没有“{doc_id}”这份文件。", "用 yuanfang stats 查看库中文件。"),
}  # fmt: skip

PROBLEMS: dict[str, str] = {
    "database": "数据库检查不通过：{detail}。",
    "clause_count": "文件“{detail}”的条款数与记录不符。",
    "original_missing": "原始文件 {detail} 不见了；条款仍可查询，重新收进该文件即可补上。",
    "original_changed": "保存的原始文件 {detail} 被改动过。",
}  # fmt: skip

MESSAGES: dict[str, str] = {
    "statistics_classes": "专项、部门按印发机关分，机关不明的列为“专项或部门”，可在资料库里补上印发机关。",
    "statistics_old": "政府预案原则上每三年评估一次（国办发〔2024〕5号 第34条）；日期为文中或登记的印发日期，没有日期的不在此列。",
    "statistics_cited": "以随产品的法规登记为准，未收录的不在此列。",
    "statistics_coverage": "按预案名称中最后出现的单位、其次按印发机关归属；名称里没有单位的预案不归任何单位。",
}  # fmt: skip

STAGES: dict[str, str] = {
    "citations": "正在核对引用",
    "backup": "正在备份",
    "restore": "正在恢复",
    "samples": "正在准备示例资料库",
}  # fmt: skip

WORDS: dict[str, str] = {
    "plan": "预案", "report": "报告", "law": "法规", "standard": "标准", "other": "其他",
    "added": "新增", "updated": "更新", "unchanged": "未变", "duplicate": "重复", "failed": "失败",
    "field_title": "题名", "field_kind": "种类", "field_plan_type": "预案类型", "field_plan_level": "层级", "field_hazard": "灾种",
    "field_region": "地区", "field_issuer": "印发机关", "field_doc_number": "文号", "field_date": "日期", "field_validity": "效力",
    "due_overdue": "期限已过，未登记", "due_soon": "快到期", "due_open": "未到期", "due_done": "已完成", "due_late": "已完成（逾期）", "due_unknown": "没有起算日期",
}  # fmt: skip
