"""Checking plans: the Chinese sentences by code."""

from __future__ import annotations

ERRORS: dict[str, tuple[str, str]] = {
    "nothing_to_check": ("没有可检查的文件。", "请给出至少一份能读的预案。"),
}  # fmt: skip

MESSAGES: dict[str, str] = {
    "element_present": "已写明{found}。",
    "element_present_lacking": "主要内容已有；还可补充：{lacking}。",
    "element_weak": "有相关文字，但没有写明：{lacking}。",
    "element_unfilled": "有相关文字，但留着没有填写的空（待补充、××、____ 等）；没有写明：{lacking}。",
    "element_thin": "只有一句话，内容过于简略。",
    "element_heading_only": "只有标题“{title}”，下面没有内容。",
    "element_title_only": "附件“{title}”只剩标题（可能是图，或在转换中丢失），无法判断，请看原件。",
    "element_missing": "全文（{clauses} 条正文、{annexes} 个附件）没有找到相关文字。",
    "element_elsewhere": "文中指向“{target}”，而这份文件里没有，请到所指的文件中核对。",
    "element_listed_only": "只在附件目录中列出，附件不在这份文件里，请到附件中核对。",
    "element_waived": "这类预案不要求单列本项。",
    "element_compliance": "正文可以不写，属合规提示，不算缺项。",
    "element_attachment": "属报审、备案的随附材料，不算正文缺项。",
    "element_front": "封面、批准页可由印发通知体现，不算缺项。",
    "element_contents": "目录页在读入时略去，是否有目录请看原件。",
    "element_not_required": "这类预案对本项不作要求。",
    "not_a_plan": "这份文件不像应急预案，没有做要素检查；要按预案检查，请指定预案类型。",
    "type_close": "预案类型不易区分：这次按“{name}”（{code}）检查，也可能是“{other_name}”（{other}）。",
    "placeholder_marks": "有 {count} 处占位符（×××、____ 等）没有填写。",
    "placeholder_dates": "有 {count} 处日期没有填写。",
    "placeholder_slots": "有 {count} 处“待补充”没有补上。",
    "placeholder_words": "有 {count} 处写着“待定”“某某”之类的话。",
    "citation_repealed": "引用的{cited}已废止，现行的是{now}。",
    "citation_superseded": "引用的{cited}已被替代，现行的是{now}。",
    "citation_amended": "引用的{cited}不是现行版本，现行的是{now}。",
    "citation_mismatch": "{cited}的名称与编号对不上，该编号是{now}。",
    "citation_unlisted": "{cited}：登记表未收录，请核对是否有效。",
    "former_office": "“{old}”是机构旧称（{since}），现为{now}。",
    "limit_exceeded": "报告时限写为{stated}，长于法定上限{allowed}。",
    "foreign_place": "出现其他地方的名称“{name}”（{count} 处），可能是照抄时留下的。",
    "annex_absent": "文中提到附件{numbers}，但文件里没有，附件目录中也没有列出。",
    "annex_only_listed": "附件{numbers}只列了名称，没有内容；如另册印发请注明。",
    "plan_old": "预案印发于{date}，已超过{years}年，请确认是否已评估、需要修订。",
    "element_touched": "只是提到，没有专门写；应写明：{lacking}。",
}  # fmt: skip

STAGES: dict[str, str] = {
    "checking": "正在检查",
}  # fmt: skip

WORDS: dict[str, str] = {
    "present": "有", "weak": "弱", "missing": "缺", "elsewhere": "见他处", "not_applicable": "不适用", "undecidable": "无法判断",
    "high": "高", "medium": "中", "low": "低",
    "L": "法律法规规章", "N": "国办发〔2024〕5号", "S": "标准", "D": "部门文件", "A": "评审指南", "R": "国家总体预案参照", "P": "通行做法",
}  # fmt: skip
