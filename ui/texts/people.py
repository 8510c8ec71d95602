"""People, roles and the access log: the Chinese sentences by code."""

from __future__ import annotations

ERRORS: dict[str, tuple[str, str]] = {
    "bad_user_file": ("用户文件 {path} 已损坏，暂时不能登录。", "请从备份恢复，或移走这个文件后重新添加用户。"),
    "bad_user_name": ("用户名不能是“{name}”。", "请用 32 个以内的汉字、字母、数字。"),
    "user_exists": ("用户“{name}”已经存在。", "更改密码用 yuanfang user passwd。"),
    "unknown_user": ("没有用户“{name}”。", "用 yuanfang user list 查看全部用户。"),
    "bad_role": ("没有“{role}”这个角色。", "可用：admin 管理员、writer 编制、reviewer 审查、trainer 培训、reader 只读。"),
    "weak_password": ("密码太简单。", "至少 {least} 个字符，不能包含用户名，也不能只重复几个字符。"),
    "passwords_differ": ("两次输入的密码不一样。", "请再试一次。"),
    "last_admin": ("至少要留一位管理员。", "请先把另一位用户设为管理员。"),
    "no_admin": ("对外开放 {host} 之前要有一位管理员。", "请先运行：yuanfang user add 用户名 --role admin。"),
    "bad_sharing": ("共享记录 {path} 已损坏，暂时打不开共享的内容。", "请从备份恢复，或移走这个文件后重新设定。"),
    "unknown_library": ("没有资料库“{name}”，或不再对您开放。", "请刷新页面，从上方的选择里另选一个。"),
    "one_library": ("这里一次只能用一个资料库，给出的是：{names}。", "几个库一起只能查条款和案例；请只写一个库的名称。"),
    "bad_library_name": ("资料库不能叫“{name}”。", "请用 40 个以内的汉字、字母、数字，不含斜杠等符号。"),
    "library_exists": ("已经有一个资料库叫“{name}”。", "请换一个名称。"),
    "library_at_work": ("“{name}”里正在做别的事（收文件、检查或批量编制）。", "请等它做完，或先点“停止”，再改名。"),
    "draft_quotes_library": (
        "草稿里有 {clauses} 条出自资料库“{library}”的原文，{people} 打不开那个库，分享后会在草稿里看到。",
        "请先把那个库也分享给他们，或去掉这些条款，再分享草稿。",
    ),
    "library_not_empty": ("“{name}”里还有文件或回收站里的文件。", "请先换到这个库，移除文件并清空回收站。"),
    "name_too_long": ("文件名或路径太长，系统收不下。", "请把文件名改短（80 个汉字以内）再试。"),
    "not_yours": ("“{name}”不归您所有。", "请让它的所有人或管理员设定谁能打开。"),
    "bad_visibility": ("不能设为“{value}”。", "可用：private 私有、shared 分享、public 公开。"),
    "not_logged_in": ("登录已失效。", "请刷新页面，重新登录。"),
    "not_allowed": ("您的角色（{role}）不能{right}。", "请联系管理员。"),
}  # fmt: skip

WORDS: dict[str, str] = {
    "admin": "管理员", "writer": "编制", "reviewer": "审查", "trainer": "培训", "reader": "只读",
    "right_read": "查阅", "right_ingest": "收进或移除文件", "right_draft": "编写草稿", "right_check": "审查预案", "right_train": "使用培训材料",
    "right_ledger": "登记台账", "right_manage": "管理资料库", "right_internal": "看含个人信息的内部视图",
    "visibility_private": "只有我", "visibility_shared": "我和选定的人", "visibility_public": "所有能写草稿的人", "log_sharing": "设定共享",
    "library_private": "只有我", "library_shared": "我和选定的人", "library_public": "所有人", "library_of_all": "公共库", "log_library": "换资料库",
    "log_library_made": "新建资料库", "log_library_dropped": "移除资料库", "log_library_renamed": "资料库改名",
    "log_login": "登录", "log_refused": "登录失败", "log_ingest": "收进文件", "log_remove": "移除文件", "log_export": "导出", "log_open": "打开",
    "log_metadata": "更正说明", "log_put_back": "放回文件", "log_emptied": "彻底删除", "log_internal": "看内部视图",
    "log_change": "修改", "log_draft": "修改草稿", "log_check": "审查", "log_batch": "批量编制", "log_ledger": "登记台账", "log_unreadable": "无法识别的记录",
}  # fmt: skip
