"""The training desk: the Chinese sentences by code."""

from __future__ import annotations

ERRORS: dict[str, tuple[str, str]] = {
    "empty_question": ("没有写要问什么。", "请写一句话，例如“森林火灾一级响应启动后前两小时各部门干什么”。"),
    "bad_level": ("响应级别不能是“{value}”。", "可用：一级、二级、三级、四级。"),
    "bad_download": ("不能存成“{value}”。", "可用：.docx、.xlsx、.svg。"),
    "nothing_to_save": ("还没有可以保存的回答。", "请先问一句。"),
    "no_plan_chosen": ("没有选预案。", "请先在左边选一份；库里没有时可勾选“同时用示例（虚构）”。"),
    "bad_mark": ("观察记录里第 {step} 步的结果“{result}”不认识。", "结果只能填：按时、超时、未做；步骤号应在脚本之内。"),
    "bad_drills": ("演练记录 {path} 已损坏（{reason}）。", "请从备份恢复，或移走这个文件后重新登记。"),
    "no_procedure": ("《{title}》里没有可执行的处置程序（谁在什么时候做什么）。", "请换一份写明处置程序的预案。"),
    "no_post": ("《{title}》里没有“{post}”这个岗位的行动。", "可用：{known}"),
    "no_resident_lines": ("《{title}》里没有写给群众的内容，做不成明白卡。", "请用村社区、学校的预案，或预案里写明转移路线、信号后再做。"),
    "no_such_incident": ("找不到案例“{incident}”。", "可用 yuanfang incidents 查案例编号（incident_id）。"),
    "bad_kind": ("演练形式不能是“{value}”。", "可用：桌面推演、实战演练。"),
    "bad_marks_file": ("读不出观察记录表：{path}。", "请用本命令生成的“观察记录表”填写后保存为 .xlsx。"),
    "bad_form": ("题型不能是“{value}”。", "可用：single、multiple、judge、order、short。"),
    "few_questions": ("这份预案写明的行动太少，出不了题。", "请换一份写明处置程序的预案。"),
    "unknown_hazard": ("不认识的灾种“{value}”。", "请用灾种代码或名称，如 ND-FF、森林草原火灾。"),
}  # fmt: skip

MESSAGES: dict[str, str] = {
    "no_plans": "资料库里还没有应急预案，答不了；请先收进预案。",
    "no_such_hazard": "资料库里没有这类事件的应急预案，不作回答。",
    "outside": "这个问题不在库内预案的内容之内，不作回答。",
    "no_procedures": "相关文件里没有可执行的处置程序（谁在什么时候做什么），不作回答。",
    "not_prescribed": "相关预案没有写明“{topic}”，不作回答。",
    "ask_limit": "按照《{title}》，{lead}{actor}：{text}。空处应为（　）。",
    "ask_doer": "按照《{title}》，{lead}“{text}”由谁负责？",
    "ask_level": "按照《{title}》，启动{level}时，下列哪一项是这一级响应的行动？",
    "ask_duties": "按照《{title}》，下列哪些是{actor}的任务？（第{which}组）",
    "ask_judge": "按照《{title}》，{text}。",
    "ask_order_limit": "按照《{title}》（{section}），将下列行动按规定时限由短到长排列。",
    "ask_order_chain": "按照《{title}》（{section}），将信息报告路径按先后排列。",
    "ask_short": "按照《{title}》（{section}），{actor}应做哪些事？",
    "inject_turn": "情况变化：{words}。",
    "inject_warning": "监测和预警部门发出与{words}有关的预警，请各岗位按预案行动。",
    "inject_report": "{place}发生{words}，现场人员发现情况，请说明谁向谁报告、多长时间内报告。",
    "inject_first": "{words}仍在发展，上级力量尚未到达，请先期处置。",
    "inject_start": "接到{words}的报告，请研判级别、按权限启动响应。",
    "inject_command": "响应已经启动，各方力量陆续到达，请建立指挥、协调行动。",
    "inject_measures": "现场处置全面展开，请各岗位按预案采取措施。",
    "inject_release": "媒体和公众询问{words}的情况，网上出现不实说法，请发布信息。",
    "inject_end": "事态得到控制，请提出并决定调整、终止响应。",
    "gap_no_receiver": "有 {count} 处报告、通报没有写明报给谁，如“{first}”。",
    "gap_never_told": "有 {count} 个主体在响应中要行动，但没有写谁通知它们：{names}。",
    "gap_level_without": "有 {count} 个主体在较低级别响应中要行动，在更高一级响应中没有写：{names}。",
    "gap_no_time": "有 {count} 处报告、启动类行动没有写时限，如“{first}”。",
    "open_actor": "《{title}》有 {count} 步没有写明由谁做（{clauses}）。",
    "open_time": "《{title}》的 {total} 步中有 {count} 步没有写时限。",
    "open_level": "《{title}》没有单独规定{level}响应的行动，列出的是各级通用的步骤。",
    "open_phase": "《{title}》没有写“{phase}”这一阶段的行动。",
}  # fmt: skip

WORDS: dict[str, str] = {
    "form_single": "单选题", "form_multiple": "多选题", "form_judge": "判断题", "form_order": "排序题", "form_short": "简答题",
    "difficulty_1": "易", "difficulty_2": "中", "difficulty_3": "难",
    "mark_done": "按时", "mark_late": "超时", "mark_missed": "未做",
}  # fmt: skip
