"""Arguments of what is made from drafts in numbers: batches and the papers around a plan."""

from __future__ import annotations

from pathlib import Path

from ui.arguments.parser import Commands


def add_commands(commands: Commands) -> None:
    """Add batch and papers."""
    batch = commands.add("batch", "由一张表批量编制预案，一行一个单位", "delivery:batch")
    batch.add_argument("units", nargs="?", type=Path, metavar="UNITS.xlsx", help="单位表（可先用 --template 生成空表）")
    batch.add_argument("--template", type=Path, metavar="OUT.xlsx", help="生成空的单位表，不编制")
    batch.add_argument("--type", dest="plan_type", default="", metavar="CODE", help="预案类型代码")
    batch.add_argument(
        "--facts", type=Path, metavar="COMMON.toml", help="各单位共同的事实（可用 {unit.short} 代表单位简称）"
    )
    batch.add_argument("-o", "--output", type=Path, metavar="DIR", help="输出文件夹")
    batch.add_argument("--jobs", type=int, metavar="N", help="同时进行的进程数（默认为处理器核数）")
    batch.add_argument("--resume", action="store_true", help="接着上次没做完的做；改过的行重做，他人改过的文件保留")
    batch.add_argument("--force", action="store_true", help="全部重做，覆盖已有文件")
    batch.add_argument("--samples", action="store_true", help="准许引用示例（虚构）资料库，仅供试用")
    batch.add_argument("--edition", choices=["内部", "公开"], default="内部", help="版本（默认 内部）")
    batch.add_argument("--marks", choices=["none", "comments"], default="none", help="是否用批注标出来源")
    batch.add_argument(
        "--numbering", choices=["literal", "word"], default="literal", help="题号写成文字或 Word 自动编号"
    )
    batch.add_argument("--template-docx", type=Path, metavar="F.docx", help="以本单位的 Word 文件为样式模板")

    papers = commands.add(
        "papers", "由草稿写出预案周边的材料：处置卡、明白卡、手册、编制说明、函表、报告提纲", "delivery:papers"
    )
    papers.add_argument("draft", type=Path, metavar="DRAFT.json", help="草稿文件")
    papers.add_argument("-o", "--output", type=Path, required=True, metavar="DIR", help="输出文件夹")
    papers.add_argument(
        "--only", nargs="+", default=[], metavar="名称", help="只写这几种，如 明白卡 编制说明（默认全部）"
    )
    papers.add_argument(
        "--opinions",
        nargs="+",
        type=Path,
        default=[],
        metavar="F.docx",
        help="收回的批注、修订过的 Word，汇入征求意见情况汇总表",
    )
    papers.add_argument("--force", action="store_true", help="覆盖已有文件")
