"""Index, search and models: the Chinese sentences by code."""

from __future__ import annotations

ERRORS: dict[str, tuple[str, str]] = {
    "unknown_clause": ("没有编号为“{clause_id}”的条款。", "文件可能已经移除或更新，请重新查找。"),
    "empty_query": ("没有写要查什么。", "请输入几个字，例如“信息报告时限”。"),
    "bad_filter": ("筛选条件 {name} 不能是“{value}”。", "可用：{known}"),
    "bad_count": ("返回条数不能是 {value}。", "请给出 1 以上的整数。"),
    "unknown_element": ("检查清单里没有“{element}”这一项。", "要素编号形如 EL-604。"),
    "index_old_format": ("索引是旧版程序建立的，还没有重建好", "别的程序正在写这个库时请等它写完；否则请重建索引：yuanfang verify --repair。"),
    "index_other_model": ("索引是用另一个模型或另一份词表建立的（{built_with}）", "请重建索引：yuanfang verify --repair；或改回原来的模型。"),
    "index_damaged": ("索引已损坏：{reason}", "请运行 yuanfang verify --repair，由资料库重新建立，原文不受影响。"),
    "index_busy": ("另一个程序正在更新索引", "请稍候再试；期间仍可检索上一版索引。"),
    "index_unwritable": ("索引目录无法写入：{path}（{reason}）", "请检查磁盘空间和目录权限。"),
    "model_missing": ("找不到向量模型：{path}", "请检查模型目录；用 yuanfang model import default 可恢复随附模型。"),
    "model_unreadable": ("向量模型无法载入：{path}（{reason}）", "模型可能不完整或版本不符；用 yuanfang model import default 可恢复随附模型。"),
    "store_unreachable": ("连不上 Milvus：{uri}（{reason}）", "请检查 settings.toml 里的 milvus_uri；删去这一项就改回本机索引，条款不受影响。"),
    "search_unnamed": ("这次查找没有保存。", "请先查一次，再给它写个名字。"),
    "kept_busy": ("另一个页面正在改收藏。", "请稍候再试一次。"),
    "basket_empty": ("篮子是空的。", "请先在结果里点“放进篮子”。"),
    "page_masked": ("这份文件里有遮盖起来的个人信息，原样页面不遮盖。", "只有获准看内部视图的人能打开；请找管理员。"),
    "no_original": ("资料库里没有这份文件的原件。", "请把原文件重新收进资料库，再看原样页面。"),
    "no_pages": ("{format} 是纯文本，没有版面。", "左边就是它的全文。"),
    "page_failed": ("这一页画不出来。", "原件可能已损坏；正文和引文不受影响，可在左边看。"),
    "bad_json_lines": ("不是有效的 JSON Lines 文件：{path}（{reason}）", "每行应为一个 JSON 对象，UTF-8 编码。"),
    "bad_qrels": ("不是有效的 qrels 文件：{path}（{reason}）", "应为制表符分隔三列：query-id、corpus-id、score，首行为表头。"),
}  # fmt: skip

PROBLEMS: dict[str, str] = {
    "behind": "上一次收进文件没有做完：索引还没有包含全部文件。",
    "manifest": "索引清单已损坏（{detail}）",
    "old_format": "索引是旧版程序建立的",
    "other_model": "索引是用另一个模型或另一份词表建立的（{detail}）",
    "segment": "索引分段文件缺失或已损坏（{detail}）",
}  # fmt: skip

STAGES: dict[str, str] = {
    "embedding": "正在计算向量",
    "indexing": "正在建立索引",
    "evaluating": "正在评测",
}  # fmt: skip
