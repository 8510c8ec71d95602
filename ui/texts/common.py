"""Requests, the workspace and what the system says: the Chinese sentences by code."""

from __future__ import annotations

ERRORS: dict[str, tuple[str, str]] = {
    "no_such_file": ("找不到文件“{path}”。", "请检查路径是否写对，路径中有空格时请用引号括起来。"),
    "bad_path": ("路径“{path}”无法使用：{reason}。", "请换一个路径。"),
    "unknown_plan_type": ("没有代码为“{code}”的预案类型。", "可用的类型：{known}。"),
    "bad_settings": ("设置文件 {path} 读不懂：{reason}。", "改正或删掉这个文件后再试。"),
    "bad_json": ("{path} 不是有效的 JSON 文件（第 {line} 行）。", "请检查文件是否完整。"),
    "output_exists": ("{path} 已经存在。", "请换一个文件名，或先移走旧文件。"),
    "cannot_write": ("写不进 {path}：{reason}。", "请检查磁盘空间和文件夹权限，文件若在 Word/WPS 里打开请先关闭。"),
    "usage": ("命令写得不对：{reason}。", "用 yuanfang --help 或 yuanfang 命令 --help 查看用法。"),
    "internal": ("程序内部出错：{reason}。", "请把这句话和所用的文件类型告诉维护者；资料库没有改动。"),
    "interrupted": ("已中断。", "已完成的部分已经保存。"),
    "nothing_chosen": ("还没有选择。", "请先在列表里选一项。"),
    "cache_unwritable": ("缓存文件夹 {path} 无法写入：{reason}。", "请检查权限和磁盘空间，或用环境变量 XDG_CACHE_HOME 换一个文件夹。"),
    "port_taken": ("端口 {port} 已被占用。", "可能工作台已经打开：请看 http://{host}:{port}，或用 --port 换一个端口。"),
    "bad_port": ("端口 {port} 不能用。", "端口应在 1 到 65535 之间，例如 7860。"),
    "bad_host": ("无法在地址 {host} 上打开工作台：{reason}。", "本机使用请用 127.0.0.1。"),
    "host_needs_login": ("目前只能在本机（127.0.0.1）打开工作台，不能对外开放 {host}。", "对外开放需要登录功能，本版本尚未提供。"),
    "missing_extra": ("这项功能需要附加组件 {extra}。", "请运行：pip install \"yuanfang[{extra}]\""),
}  # fmt: skip

WORDS: dict[str, str] = {
    "info": "提示", "warning": "注意", "error": "错误",
}  # fmt: skip

REASONS: dict[str, str] = {
    "no space left": "磁盘已满",
    "disk is full": "磁盘已满",
    "permission denied": "没有权限",
    "not permitted": "没有权限",
    "read-only": "只读，不能写入",
    "readonly database": "只读，不能写入",
    "not a directory": "路径中有一段不是文件夹",
    "is a directory": "那是一个文件夹",
    "file exists": "已有同名文件",
    "no such file": "路径不存在",
    "file name too long": "文件名太长",
    "unable to open database": "打不开数据库文件",
    "disk i/o error": "磁盘读写出错",
    "expecting value": "内容不完整",
    "expected text": "应为文字",
    "expected list": '应为列表，写成 ["…", "…"]',
    "expected amount": "应为数字或文字",
    "expected table": "应为表，写成 [名称] 下面的若干行",
    "expected date": "应为日期",
    "expected name": "应为一行以内、不超过200字的名称",
    "expected level": "应为国家、省、市、县、乡镇、村社区、企业、学校之一",
    "expected other": "类型不对",
    "not_text": "章节的编号、标题或正文不是文字",
    "id_twice": "有两个章节的编号相同",
    "unknown_type": "预案类型不是本产品的类型",
    "facts_missing": "事实表缺少单位名称",
    "bad_facts": "其中的事实表填得不对",
    "keyerror": "缺少必需的内容",
    "typeerror": "内容的类型不对",
    "valueerror": "内容的取值不对",
    "attributeerror": "内容的类型不对",
    "not_json": "内容不是完整的 JSON",
    "incomplete": "内容不完整或被改动过",
    "not_our_format": "版本标记不对",
    "invalid literal": "内容不完整",
}  # fmt: skip
"""What the operating system and the database say of a failure, in Chinese; matched as part of their words."""
