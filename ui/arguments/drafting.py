"""Arguments of drafts and of their Word files."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from ui.arguments.parser import Commands, Parser


def add_commands(commands: Commands) -> None:
    """Add draft and export."""
    _add_draft(commands)

    assist = commands.actions(commands.add("assist", "设置模型助手的接口（默认关闭）", "drafting:assist"))
    assist.add("status", "看现在的设置")
    on = assist.add("on", "设置接口")
    on.add_argument("--url", required=True, metavar="URL", help="OpenAI 兼容接口的地址，如 http://127.0.0.1:8000/v1")
    on.add_argument("--model", required=True, metavar="名称", help="模型名称")
    on.add_argument("--key-variable", default="", metavar="变量名", help="密钥所在的环境变量（密钥本身不保存）")
    assist.add("off", "关闭")

    export = commands.add("export", "把草稿导出为 Word", "drafting:export")
    export.add_argument("draft", type=Path, metavar="DRAFT.json", help="草稿文件")
    export.add_argument("-o", "--output", type=Path, required=True, metavar="PLAN.docx", help="Word 文件")
    export.add_argument("--layout", choices=["政府", "企业"], help="版式（默认按预案类型）")
    export.add_argument("--template", type=Path, metavar="F.docx", help="以本单位的 Word 文件为样式模板")
    export.add_argument("--edition", choices=["内部", "公开"], default="内部", help="版本（默认 内部）")
    export.add_argument("--marks", choices=["none", "comments"], default="none", help="是否用批注标出来源")
    export.add_argument(
        "--numbering", choices=["literal", "word"], default="literal", help="题号写成文字或 Word 自动编号"
    )
    export.add_argument("--pdf", action="store_true", help="同时用 LibreOffice 生成 PDF（装有时）")


def _add_draft(commands: Commands) -> None:
    actions = commands.actions(commands.add("draft", "起草预案", "drafting:draft"))

    def action(name: str, summary: str) -> Parser:
        made = actions.add(name, summary)
        if name not in ("new", "facts"):
            made.add_argument("draft", type=Path, metavar="DRAFT.json", help="草稿文件")
        return made

    facts = action("facts", "从旧预案读出事实表，供核对")
    facts.add_argument("old", type=Path, metavar="OLD.docx", help="旧预案")
    facts.add_argument("-o", "--output", type=Path, required=True, metavar="FACTS.toml", help="事实表")
    new = action("new", "由事实表新建草稿")
    new.add_argument("--type", dest="plan_type", metavar="CODE", help="预案类型代码（默认取事实表的 plan.type）")
    new.add_argument(
        "--facts", type=Path, required=True, metavar="FACTS.toml", help="事实表（TOML 或只有一个单位的 .xlsx）"
    )
    new.add_argument("--outline", type=Path, metavar="F.docx", help="照这份文件的标题列提纲")
    new.add_argument("-o", "--output", type=Path, required=True, metavar="DRAFT.json", help="草稿文件")
    fill = action("fill", "按资料库中的条款写出初稿")
    fill.add_argument("--section", metavar="ID", help="只写这一节（默认写所有空节）")
    fill.add_argument("--samples", action="store_true", help="准许引用示例（虚构）资料库，仅供试用")
    put = action("set", "写入一节的文字或状态")
    put.add_argument("--section", required=True, metavar="ID", help="章节编号")
    what = put.add_mutually_exclusive_group(required=True)
    what.add_argument("--text", type=Path, metavar="FILE", help="文字所在的文件（- 为标准输入）")
    put.add_argument("--owner", default="", metavar="姓名", help="谁在写（该节被别人锁定时不能写）")
    what.add_argument("--state", choices=["empty", "draft", "done"], help="状态")
    edited = action("import", "把同事改过的 Word 收回草稿")
    edited.add_argument("edited", type=Path, metavar="EDITED.docx", help="改过的 Word 文件")
    edited.add_argument("--preview", action="store_true", help="只看各节的改动，不收回")
    edited.add_argument("--accept", nargs="+", default=[], metavar="ID", help="只接受这几节")
    edited.add_argument("--reject", nargs="+", default=[], metavar="ID", help="这几节不接受")
    _add_changes(action)
    _add_assist(action)
    action("status", "草稿的缺项、待补充和冲突")


def _add_assist(action: Callable[[str, str], Parser]) -> None:
    ask = action("assist", "请模型改写、补全或精简一节（默认关闭，见 yuanfang assist）")
    ask.add_argument("--section", required=True, metavar="ID", help="章节编号")
    ask.add_argument("--task", default="改写", choices=["改写", "补全", "精简"], help="做什么（默认 改写）")
    ask.add_argument("--preview", action="store_true", help="只显示将要发出的内容，不发出")
    ask.add_argument("--accept", action="store_true", help="没有疑点时写入草稿")
    ask.add_argument("--confirm", action="store_true", help="连同有疑点的内容一起写入草稿")


def _add_changes(action: Callable[[str, str], Parser]) -> None:
    update = action("update", "换用改过的事实表，正文随之改")
    update.add_argument("--facts", type=Path, required=True, metavar="FACTS.toml", help="新的事实表（TOML 或 .xlsx）")
    add = action("add", "加一节")
    add.add_argument("--title", default="", metavar="标题", help="标题")
    add.add_argument("--after", default="", metavar="ID", help="加在这一节之后（默认正文末尾）")
    add.add_argument("--level", type=int, default=0, metavar="N", help="层次 1—4（默认与前一节相同）")
    add.add_argument("--block", default="", metavar="BLOCK", help="套用提纲库中的一块（要求和初稿）")
    move = action("move", "移动一节（连同下级）")
    move.add_argument("--section", required=True, metavar="ID", help="章节编号")
    move.add_argument("--after", default="", metavar="ID", help="移到这一节之后（默认最前）")
    rename = action("rename", "改标题")
    rename.add_argument("--section", required=True, metavar="ID", help="章节编号")
    rename.add_argument("--title", required=True, metavar="标题", help="新标题")
    drop = action("drop", "删去一节（连同下级），并说明清单因此少了什么")
    drop.add_argument("--section", required=True, metavar="ID", help="章节编号")
    drop.add_argument("--preview", action="store_true", help="只说明，不删")
    undo = action("undo", "撤销上一步")
    undo.add_argument("--section", default="", metavar="ID", help="只撤销这一节的上一步")
    version = action("version", "把现在的草稿留作一个版本")
    version.add_argument("--name", default="", metavar="名称", help="版本名称")
    action("versions", "列出版本和可撤销的步骤")
    diff = action("diff", "与一个版本逐节比较")
    diff.add_argument("--version", type=int, required=True, metavar="N", help="版本号")
    back = action("restore", "恢复到一个版本")
    back.add_argument("--version", type=int, required=True, metavar="N", help="版本号")
    back.add_argument("--section", default="", metavar="ID", help="只恢复这一节")
    for name, summary in (("lock", "锁定一节，别人不能写"), ("unlock", "解除自己的锁定")):
        made = action(name, summary)
        made.add_argument("--section", required=True, metavar="ID", help="章节编号")
        made.add_argument("--owner", required=True, metavar="姓名", help="谁在写")
