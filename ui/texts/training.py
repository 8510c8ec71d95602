"""The training desk: the Chinese sentences by code."""

from __future__ import annotations

ERRORS: dict[str, tuple[str, str]] = {
    "empty_question": ("没有写要问什么。", "请写一句话，例如“森林火灾一级响应启动后前两小时各部门干什么”。"),
    "bad_level": ("响应级别不能是“{value}”。", "可用：一级、二级、三级、四级。"),
    "unknown_hazard": ("不认识的灾种“{value}”。", "请用灾种代码或名称，如 ND-FF、森林草原火灾。"),
}  # fmt: skip

MESSAGES: dict[str, str] = {
    "no_plans": "资料库里还没有应急预案，答不了；请先收进预案。",
    "no_such_hazard": "资料库里没有这类事件的应急预案，不作回答。",
    "outside": "这个问题不在库内预案的内容之内，不作回答。",
    "no_procedure": "相关文件里没有可执行的处置程序（谁在什么时候做什么），不作回答。",
    "not_prescribed": "相关预案没有写明“{topic}”，不作回答。",
    "open_actor": "《{title}》有 {count} 步没有写明由谁做（{clauses}）。",
    "open_time": "《{title}》的 {total} 步中有 {count} 步没有写时限。",
    "open_level": "《{title}》没有单独规定{level}响应的行动，列出的是各级通用的步骤。",
    "open_phase": "《{title}》没有写“{phase}”这一阶段的行动。",
}  # fmt: skip
