"""The Chinese sentences themselves, by code; ``ui.labels`` fills in the parameters."""

from __future__ import annotations

ERRORS: dict[str, tuple[str, str]] = {
    # requests
    "no_such_file": ("找不到文件“{path}”。", "请检查路径是否写对，路径中有空格时请用引号括起来。"),
    "bad_path": ("路径“{path}”无法使用：{reason}。", "请换一个路径。"),
    "empty_query": ("没有写要查什么。", "请输入几个字，例如“信息报告时限”。"),
    "unknown_plan_type": ("没有代码为“{code}”的预案类型。", "可用的类型：{known}。"),
    "unknown_element": ("检查清单里没有“{element}”这一项。", "要素编号形如 EL-604。"),
    "unknown_section": ("草稿里没有编号为“{section}”的章节。", "用 yuanfang draft status 查看全部章节。"),
    "bad_state": ("状态“{state}”无效。", "可用的状态：{known}。"),
    "bad_settings": ("设置文件 {path} 读不懂：{reason}。", "改正或删掉这个文件后再试。"),
    "nothing_to_check": ("没有可检查的文件。", "请给出至少一份能读的预案。"),
    "bad_json": ("{path} 不是有效的 JSON 文件（第 {line} 行）。", "请检查文件是否完整。"),
    "output_exists": ("{path} 已经存在。", "请换一个文件名，或先移走旧文件。"),
    "cannot_write": ("写不进 {path}：{reason}。", "请检查磁盘空间和文件夹权限，文件若在 Word/WPS 里打开请先关闭。"),
    "usage": ("命令写得不对：{reason}。", "用 yuanfang --help 或 yuanfang 命令 --help 查看用法。"),
    "internal": ("程序内部出错：{reason}。", "请把这句话和所用的文件类型告诉维护者；资料库没有改动。"),
    "interrupted": ("已中断。", "已完成的部分已经保存。"),
    # reading
    "unreadable_file": ("没有权限读取“{path}”。", "请检查文件权限，或换一个有权限的账户。"),
    "unreadable_folder": ("没有权限打开文件夹“{path}”。", "请检查文件夹权限。"),
    "timeout": ("“{path}”读了 {seconds} 秒还没有读完，已停止。", "请把文件拆小，或另存为 .docx 再试。"),
    "reader_died": ("读取“{path}”时阅读进程意外结束。", "文件可能已损坏；资料库没有受影响。"),
    "text_too_long": ("“{path}”太大，一节正文不应超过 5 MB。", "请检查是否选错了文件。"),
    "text_unreadable": ("“{path}”不是能识别编码的文本文件。", "请另存为 UTF-8 文本再试。"),
    "nothing_to_ingest": ("没有选择文件。", "请先把文件拖进来。"),
    "nothing_chosen": ("还没有选择。", "请先在列表里选一项。"),
    "no_draft": ("还没有打开草稿。", "请先新建或选择一份草稿。"),
    "unknown_draft": ("没有名为“{name}”的草稿。", "请在列表里选择。"),
    "cache_unwritable": ("缓存文件夹 {path} 无法写入：{reason}。", "请检查权限和磁盘空间，或用环境变量 XDG_CACHE_HOME 换一个文件夹。"),
    # facts and drafts
    "facts_unreadable": ('事实表 {path} 读不出来：{reason}', '请检查文件是否存在、是否有读取权限。'),
    "facts_syntax": ('事实表 {path} 第 {line} 行不是正确的 TOML：{reason}', '文字要放在英文双引号里，文件用 UTF-8 保存。'),
    "facts_missing": ('事实表缺少必填项 {key}', '至少要写 [unit] 的 name（单位名称）。'),
    "bad_facts": ('事实表第 {line} 行的 {key} 类型不对，应为{expected}', 'text=文字（电话也要加引号），list=列表，amount=数字或文字，table=表。'),
    "no_outline": ('没有类型 {plan_type} 的提纲', '可用的类型：{known}'),
    "bad_outline": ('提纲文件 {file} 有误：{reason}', '请恢复随产品提供的提纲文件。'),
    "bad_draft": ('草稿 {path} 已损坏或不是本产品的草稿（{reason} {key}）', '上一个完好的版本：{backup}'),
    "draft_unreadable": ('草稿 {path} 读不出来：{reason}', '请检查文件是否存在、是否有读取权限。'),
    "not_writable": ('写不进 {path}：{reason}', '请检查文件夹是否存在、磁盘空间和写入权限；原有文件没有改动。'),
    "section_done": ('“{section}”已标为完成，没有改写', '如需重新起草，请先把状态改回 draft。'),
    "bad_option": ('选项 --{option} 不能是“{value}”', '可用：{known}'),
    "bad_template": ('模板 {path} 不是可用的 Word 文件', '请用 .docx 格式的文件作模板。'),
    "not_public": ('标有“{secrecy}”的预案不能导出公开版', '请先按保密规定处理，或导出内部版。'),
    # library
    "library_unwritable": ("资料库文件夹 {path} 无法写入：{reason}。", "请检查磁盘空间和权限，或用 --home 换一个文件夹。"),
    "library_damaged": ("资料库文件 {path} 已损坏。", "请用 yuanfang verify 检查，或从备份恢复。"),
    "library_newer": ("资料库 {path} 是由更新版本的预案坊建立的。", "请升级预案坊后再打开。"),
    "library_locked": ("资料库正被另一个程序写入（{owner}）。", "请等它结束后再试；查询不受影响。"),
    "unknown_document": ("资料库里没有“{doc_id}”这份文件。", "用 yuanfang stats 查看库中文件。"),
    # workspace
    "port_taken": ("端口 {port} 已被占用。", "可能工作台已经打开：请看 http://{host}:{port}，或用 --port 换一个端口。"),
    "bad_host": ("无法在地址 {host} 上打开工作台：{reason}。", "本机使用请用 127.0.0.1。"),
    "host_needs_login": ("目前只能在本机（127.0.0.1）打开工作台，不能对外开放 {host}。", "对外开放需要登录功能，本版本尚未提供。"),
    "missing_extra": ("这项功能需要附加组件 {extra}。", "请运行：pip install \"yuanfang[{extra}]\""),
}  # fmt: skip

MESSAGES: dict[str, str] = {
    # drafting and export
    "unknown_key": "事实表中的“{key}”不是已知的项目，已保留但不会使用。",
    "plan_type_overridden": "命令指定的预案类型 {new} 与事实表中的 {old} 不同，按命令指定的执行。",
    "not_rendered": "版式按 GB/T 9704—2012 设置，未渲染核验；缺少方正小标宋、仿宋_GB2312、楷体_GB2312 字体的电脑会用替代字体显示。",
    "slots_left": "还有 {count} 处〔待补充〕没有填写。",
    "sections_empty": "有 {count} 节没有内容，第一处是“{first}”。",
    "public_masked": "公开版已遮盖个人信息 {count} 处。",
    "numbering_literal": "模板文件没有编号部件，标题编号改为直接写入文字。",
    "no_pdf": "没有生成 PDF：本机没有可用的 LibreOffice（{reason}），Word 文件已导出。",
    "section_not_found": "修改后的文件中没有找到“{section}”，该节保持原样。",
    "heading_not_in_draft": "修改后的文件中的标题“{heading}”不在草稿的提纲里，其内容没有导入。",
    "post_differs": "正文称“{found}”，事实表中的职务是“{expected}”。",
    "phone_differs": "正文的值班电话 {found} 与事实表的 {expected} 不一致。",
    "fact_changed": "正文写的是“{found}”，事实表现为“{expected}”（{key}）。",
    "issuer_does_not_fit": "市县专项预案一般由政府办公室或指挥机构名义印发，事实表的印发机关是“{body}”（国办发〔2024〕5号第25条）。",
    "two_phones": "“{name}”在{table}中有两个不同的电话：{first}、{second}。",
}

PROBLEMS: dict[str, str] = {
    "database": "数据库检查不通过：{detail}。",
    "clause_count": "文件“{detail}”的条款数与记录不符。",
    "original_missing": "原始文件 {detail} 不见了；条款仍可查询，重新收进该文件即可补上。",
    "original_changed": "保存的原始文件 {detail} 被改动过。",
}

STAGES: dict[str, str] = {
    "reading": "正在读取文件",
    "embedding": "正在计算向量",
    "indexing": "正在建立索引",
    "samples": "正在准备示例资料库",
    "checking": "正在检查",
    "draft_fill": "正在起草各节",
}

WORDS: dict[str, str] = {
    "present": "有", "weak": "弱", "missing": "缺", "elsewhere": "见他处", "not_applicable": "不适用", "undecidable": "无法判断",
    "high": "高", "medium": "中", "low": "低",
    "plan": "预案", "report": "报告", "law": "法规", "standard": "标准", "other": "其他",
    "added": "新增", "updated": "更新", "unchanged": "未变", "duplicate": "重复", "failed": "失败",
    "empty": "空", "draft": "草稿", "done": "完成",
    "info": "提示", "warning": "注意", "error": "错误",
    "L": "法律法规规章", "N": "国办发〔2024〕5号", "S": "标准", "D": "部门文件", "A": "评审指南", "R": "国家总体预案参照", "P": "通行做法",
}  # fmt: skip
