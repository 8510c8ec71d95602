"""Annotated originals, reports, forms, comparisons and the impact list: the Chinese sentences by code."""

from __future__ import annotations

ERRORS: dict[str, tuple[str, str]] = {
    "output_is_original": ("“{path}”就是原件，原件一律不改写。", "请换一个文件名存放结果。"),
    "output_in_use": ("“{path}”正在 Word 或 WPS 里打开，没有写入。", "请先关闭它（若没有打开，删掉同一文件夹里以 ~$ 或 .~ 开头的同名锁文件），或换一个文件名。"),
    "no_such_folder": ("文件夹“{path}”不存在。", "请先建立文件夹，或换一个位置。"),
    "cannot_annotate": ("“{path}”的 Word 结构有损坏，批注加不进去。", "请在 Word/WPS 里打开并另存为 .docx 再试；原件没有改动。"),
    "one_plan_only": ("选项 --{option} 一次只能用于一份文件，这次给了 {count} 份。", "请只给一份预案，或把 --{option} 指向一个已有的文件夹，每份预案写一个文件。"),
    "bad_suffix": ("“{path}”的扩展名应为 {suffix}。", "请改成以 {suffix} 结尾的文件名。"),
    "not_a_folder": ("“{path}”是文件，不是文件夹。", "请给出一个文件夹。"),
    "unknown_comparison": ("找不到“{name}”：既没有这个文件，资料库里也没有这个编号的文件。", "请检查路径，或用 yuanfang stats 查看库中文件的编号。"),
    "unknown_incident": ("资料库里没有编号为“{incident}”的案例。", "案例编号形如“文件编号@1”，用 yuanfang incidents 查找。"),
    "nothing_written": ("没有可以写进结果的预案。", "请给出至少一份能读的预案。"),
    "empty_law": ("没有写要查哪部法规。", "请写出名称或文号，例如“突发事件应对法”。"),
    "no_reason": ("不采纳要写明理由。", "请在理由栏写一句话。"),
    "unknown_finding": ("没有编号为“{finding}”的问题或要素。", "请先检查这份预案，再选一项。"),
}  # fmt: skip

MESSAGES: dict[str, str] = {
    # annotated originals
    "generated_copy": "原件不是 .docx（是 {format}），批注写在按原文生成的 Word 副本里。",
    "damaged_copy": "原件的 Word 结构有损坏，批注写在按原文重新生成的 Word 副本里，版式与原件不同。",
    "macros_dropped": "原件带有宏：宏没有运行，批注副本里已去掉宏。",
    "original_protected": "原件设有“限制编辑”保护，批注副本保留了这项保护；原件没有改动。",
    "signature_void": "原件带有数字签名，批注副本里的签名不再有效；原件没有改动。",
    "original_has_marks": "原件已有 {comments} 条批注、{tracked} 处修订，全部原样保留。",
    "original_open": "“{path}”正在 Word 或 WPS 里打开，按磁盘上最后一次保存的内容检查；原件没有改动。",
    "original_read_only": "“{path}”是只读文件，结果另存，原件没有改动。",
    "comments_inexact": "有 {count} 条批注的引文跨了表格栏目、自动编号或提示句，落在最接近的一段文字上。",
    # against the plan above
    "against_no_plan": "《{title}》不像是预案，比较结果仅供参考。",
    "against_other_hazard": "两份预案的灾种不同（{draft}，{upper}），阈值、时限未必能对应，比较结果仅供参考。",
    "against_not_above": "所选预案的层级（{upper}）低于本预案（{draft}），请确认没有选错。",
    "against_basis": "上位预案是否列为依据",
    "against_basis_named": "文中列出了这份上位预案。",
    "against_basis_unnamed": "全文没有出现这份上位预案的名称（或写的是旧名称）。",
    "against_levels_response": "响应级别",
    "against_levels_warning": "预警级别",
    "against_levels_same": "两份预案都设{upper}。",
    "against_levels_differ": "本预案设{draft}，上位预案设{upper}，请核对是否能对应。",
    "against_threshold_response": "{level}响应的启动条件：{measure}",
    "against_threshold_warning": "{level}预警的条件：{measure}",
    "against_threshold_grade": "{level}事件的分级标准：{measure}",
    "against_threshold_same": "标准相同：{draft}。",
    "against_grade_differs": "分级标准不同：本预案写“{draft}”，上位预案写“{upper}”。",
    "against_threshold_higher": "启动门槛高于上位预案：本预案写“{draft}”，上位预案写“{upper}”，上级已启动时本级可能还没有启动。",
    "against_threshold_lower": "本预案的门槛低于上位预案（“{draft}”对“{upper}”），一般可以。",
    "against_limit_first": "首次报告时限",
    "against_limit_written": "书面报告时限",
    "against_limit_final": "终报时限",
    "against_limit_absent": "上位预案规定了报告时限（{upper}），本预案没有写具体时限。",
    "against_limit_longer": "本预案的报告时限（{draft}）长于上位预案（{upper}）。",
    "against_limit_between": "本预案最长的时限是{draft}，上位预案按情形分为{shortest}到{upper}，请核对情形是否一致。",
    "against_limit_within": "本预案最长的时限是{draft}，不长于上位预案的{shortest}。",
    "against_body": "指挥机构",
    "against_body_alike": "本预案设“{draft}”，上位预案设“{upper}”。",
    "against_body_other": "本预案设“{draft}”，上位预案设“{upper}”，名称不成对应，请核对。",
    "against_leader": "指挥机构负责人",
    "against_leaders": "本预案：{draft}；上位预案：{upper}。",
    "against_name": "对上级指挥机构的称呼",
    "against_name_differs": "本预案称“{draft}”，上位预案里叫“{upper}”。",
    # last edition
    "previous_whole": "修订涉及{majors}，属重要内容，应当按编制、审批、备案、发布的程序办理（{basis}）。",
    "previous_simple": "没有发现涉及组织指挥体系与职责、处置程序、主要处置措施、分级标准的改动，修订程序可以适当简化（{basis}）。",
    "previous_same": "与上一版文字相同。",
    # incident
    "incident_points": "案例中的做法和教训共 {count} 条：预案已有对应规定 {answered} 条，部分涉及 {touched} 条，没有找到 {open} 条。",
    "impact_found": "有 {documents} 份文件的 {clauses} 条条款引用“{law}”，其中 {outdated} 条用的是旧名称、旧文号或旧年号。",
    "impact_none": "资料库里没有文件引用“{law}”。",
    "impact_unlisted": "登记表没有收录“{law}”，效力请核对；有 {documents} 份文件的 {clauses} 条条款提到它。",
    "impact_unlisted_none": "登记表没有收录“{law}”，效力请核对；资料库里也没有文件引用它。",
    "impact_ambiguous": "“{law}”不止一部：{similar}，请写全称。",
    "incident_empty": "这个案例里没有读出可以对照的做法或教训。",
}  # fmt: skip

STAGES: dict[str, str] = {"reporting": "正在写报告"}

WORDS: dict[str, str] = {
    "vs_conflict": "冲突", "vs_gap": "缺口", "vs_check": "待核", "vs_agrees": "一致", "vs_beside": "对照",
    "of_deaths": "死亡人数", "of_injured": "重伤人数", "of_poisoned": "中毒人数", "of_moved": "转移人数", "of_houses": "倒损房屋",
    "of_loss": "直接经济损失", "of_risk": "潜在经济损失", "of_trapped": "被困、涉险人数", "of_forest": "受害森林面积",
    "major_command": "组织指挥体系与职责", "major_procedure": "处置程序", "major_measures": "主要处置措施", "major_grading": "分级标准",
    "change_added": "新增", "change_removed": "删去", "change_changed": "改动",
    "answer_answered": "已有规定", "answer_touched": "部分涉及", "answer_open": "没有找到", "point_measure": "做法", "point_lesson": "教训",
    "opinion_meets": "符合", "opinion_partly": "基本符合", "opinion_fails": "不符合", "opinion_not_applicable": "不适用", "opinion_open": "",
    "end_pass": "建议通过", "end_pass_after_changes": "建议修改后通过", "end_fail": "建议不通过", "end_open": "由评审人员作出结论",
    "decision_accepted": "采纳", "decision_dismissed": "不采纳",
}  # fmt: skip
