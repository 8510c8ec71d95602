"""Facts, drafts and export: the Chinese sentences by code."""

from __future__ import annotations

ERRORS: dict[str, tuple[str, str]] = {
    "unknown_section": ("草稿里没有编号为“{section}”的章节。", "用 yuanfang draft status 查看全部章节。"),
    "bad_state": ("状态“{state}”无效。", "可用的状态：{known}。"),
    "text_too_long": ("“{path}”太大，一节正文不应超过 5 MB。", "请检查是否选错了文件。"),
    "text_unreadable": ("“{path}”不是能识别编码的文本文件。", "请另存为 UTF-8 文本再试。"),
    "no_draft": ("还没有打开草稿。", "请先新建或选择一份草稿。"),
    "unknown_draft": ("没有名为“{name}”的草稿。", "请在列表里选择。"),
    "facts_unreadable": ('事实表 {path} 读不出来：{reason}', '请检查文件是否存在、是否有读取权限。'),
    "facts_syntax": ('事实表 {path} 第 {line} 行不是正确的 TOML：{reason}', '文字要放在英文双引号里，文件用 UTF-8 保存。'),
    "facts_missing": ('事实表缺少必填项 {key}', '至少要写 [unit] 的 name（单位名称）。'),
    "bad_facts": ("事实表 {where}{key} 填得不对：{reason}。", "文字和电话要加英文双引号，日期写成 2026-11-23；L 后面是文件中的行号。"),
    "facts_encoding": ("事实表 {path} 不是 UTF-8 文本。", "请在记事本或 WPS 里另存为 UTF-8 编码的 .toml 文件再试。"),
    "no_outline": ('没有类型 {plan_type} 的提纲', '可用的类型：{known}'),
    "bad_outline": ('提纲文件 {file} 有误：{reason}', '请恢复随产品提供的提纲文件。'),
    "bad_draft": ("草稿 {path} 已损坏或不是本产品的草稿：{reason}。", "上一个完好的版本：{backup}"),
    "bad_draft_alone": ("草稿 {path} 已损坏或不是本产品的草稿：{reason}。", "请换用备份的草稿文件，或用 yuanfang draft new 重新建立。"),
    "not_this_draft": ("{path} 不是这份草稿导出的文件：{total} 个有内容的章节标题只找到 {found} 个，没有导入。", "请选择由这份草稿导出、修改过的 Word 文件；修改时请保留章节标题。"),
    "draft_unreadable": ('草稿 {path} 读不出来：{reason}', '请检查文件是否存在、是否有读取权限。'),
    "not_writable": ('写不进 {path}：{reason}', '请检查文件夹是否存在、磁盘空间和写入权限；原有文件没有改动。'),
    "section_done": ('“{section}”已标为完成，没有改写', '如需重新起草，请先把状态改回 draft。'),
    "bad_option": ('选项 --{option} 不能是“{value}”', '可用：{known}'),
    "bad_template": ('模板 {path} 不是可用的 Word 文件', '请用 .docx 格式的文件作模板。'),
    "bad_workbook": ("工作簿 {path} 不能用：{reason}。", "请用 Excel/WPS 另存为 .xlsx；可用 yuanfang batch --template 生成空表。"),
    "no_unit_column": ("工作簿 {path} 里没有“单位名称”这一列。", "表头写 unit.name 或“编制单位·单位名称”；可用 yuanfang batch --template 生成空表。"),
    "no_units": ("工作簿 {path} 里一个单位也没有。", "请从表头下面一行起，一行写一个单位。"),
    "bad_cell": ("单元格 {cell} 填得不对：{reason}。", "改正这一格后加 --resume 再运行，其他行不受影响。"),
    "unit_twice": ("“{name}”与第 {row} 行重复。", "同一单位的几份预案要有不同的预案名称。"),
    "batch_exists": ("{path} 里已有一次批量编制的清单。", "接着做请加 --resume；全部重做并覆盖请加 --force；或换一个文件夹。"),
    "batch_running": ("{path} 正有另一个批量编制在进行。", "请等它结束，或换一个文件夹。"),
    "plan_died": ("编制“{path}”的进程意外结束。", "其他各行不受影响；可加 --resume 再试这一行。"),
    "unknown_paper": ("没有名为“{name}”的材料。", "可写：{known}。"),
    "paper_not_for_type": ("“{name}”只能由联合预案（JNT）的草稿写出。", "请用联合预案的草稿。"),
    "bad_opinion_file": ("“{path}”不是能读取的 Word 文件（.docx）。", "请在 Word/WPS 里另存为 .docx 再试。"),
    "not_public": ('标有“{secrecy}”的预案不能导出公开版', '请先按保密规定处理，或导出内部版。'),
}  # fmt: skip

MESSAGES: dict[str, str] = {
    "unknown_column": "表头“{label}”不是已知的项目，这一列没有使用。",
    "list_without_unit": "工作表“{sheet}”没有“单位名称”列，不知道各行属于哪个单位，没有使用。",
    "entry_without_unit": "这一行的单位“{name}”不在单位表里，没有使用。",
    "unknown_key": "事实表中的“{key}”不是已知的项目，已保留但不会使用。",
    "plan_type_overridden": "命令指定的预案类型 {new} 与事实表中的 {old} 不同，按命令指定的执行。",
    "not_rendered": "版式按 GB/T 9704—2012 设置，未渲染核验；缺少方正小标宋、仿宋_GB2312、楷体_GB2312 字体的电脑会用替代字体显示。",
    "slots_left": "还有 {count} 处〔待补充〕没有填写。",
    "sections_empty": "有 {count} 节没有内容，第一处是“{first}”。",
    "public_masked": "公开版已遮盖个人信息 {count} 处。",
    "numbering_literal": "模板文件没有编号部件，标题编号改为直接写入文字。",
    "old_kept": "原有的同名文件已改名保留为 {path}。",
    "contents_grid": "目录页码按每页22行、每行28字推算，打开后 Word 会提示更新目录；本机装有 LibreOffice 时按实际页码填写。",
    "no_pdf": "没有生成 PDF：本机没有可用的 LibreOffice（{reason}），Word 文件已导出。",
    "section_not_found": "修改后的文件中没有找到“{section}”，该节保持原样。",
    "heading_not_in_draft": "修改后的文件中的标题“{heading}”不在草稿的提纲里，其内容没有导入。",
    "post_differs": "正文称“{found}”，事实表中的职务是“{expected}”。",
    "phone_differs": "正文的值班电话 {found} 与事实表的 {expected} 不一致。",
    "fact_changed": "正文写的是“{found}”，事实表现为“{expected}”（{key}）。",
    "issuer_does_not_fit": "市县专项预案一般由政府办公室或指挥机构名义印发，事实表的印发机关是“{body}”（国办发〔2024〕5号第25条）。",
    "national_plan": "正文要求启动{title}，地方预案无权启动国家预案。",
    "former_sector": "“{old}”是机构改革前的部门叫法，请改用现行名称。",
    "two_phones": "“{name}”在{table}中有两个不同的电话：{first}、{second}。",
}  # fmt: skip

STAGES: dict[str, str] = {
    "draft_fill": "正在起草各节",
    "batch": "正在批量编制",
}  # fmt: skip

WORDS: dict[str, str] = {
    "empty": "空", "draft": "草稿", "done": "完成", "waiting": "待做", "kept": "保留",
}  # fmt: skip
