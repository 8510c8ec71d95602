"""Arguments of drafts and of their Word files."""

from __future__ import annotations

from pathlib import Path

from ui.arguments.parser import Commands, Parser


def add_commands(commands: Commands) -> None:
    """Add draft and export."""
    _add_draft(commands)

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
    new.add_argument("--facts", type=Path, required=True, metavar="FACTS.toml", help="事实表")
    new.add_argument("-o", "--output", type=Path, required=True, metavar="DRAFT.json", help="草稿文件")
    fill = action("fill", "按资料库中的条款写出初稿")
    fill.add_argument("--section", metavar="ID", help="只写这一节（默认写所有空节）")
    fill.add_argument("--samples", action="store_true", help="准许引用示例（虚构）资料库，仅供试用")
    put = action("set", "写入一节的文字或状态")
    put.add_argument("--section", required=True, metavar="ID", help="章节编号")
    what = put.add_mutually_exclusive_group(required=True)
    what.add_argument("--text", type=Path, metavar="FILE", help="文字所在的文件（- 为标准输入）")
    what.add_argument("--state", choices=["empty", "draft", "done"], help="状态")
    edited = action("import", "把同事改过的 Word 收回草稿")
    edited.add_argument("edited", type=Path, metavar="EDITED.docx", help="改过的 Word 文件")
    action("status", "草稿的缺项、待补充和冲突")
