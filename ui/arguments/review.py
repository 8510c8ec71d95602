"""Arguments of checking plans."""

from __future__ import annotations

from pathlib import Path

from ui.arguments.parser import Commands


def add_commands(commands: Commands) -> None:
    """Add check and impact."""
    check = commands.add("check", "查缺项：对照清单检查预案", "review:check")
    check.add_argument("paths", nargs="+", type=Path, metavar="PATH", help="预案文件或文件夹")
    check.add_argument("--type", dest="plan_type", metavar="CODE", help="预案类型代码（默认自动判断）")
    check.add_argument("--unit", metavar="NAME", help="这是哪个单位的预案（文中留下别处的地名、单位名时能指出来）")
    check.add_argument("--procedures", action="store_true", help="也查处置程序的缺口：报给谁、多久、谁通知谁（供参考）")
    check.add_argument(
        "--ocr", action="store_true", help="对没有文字的扫描页做文字识别（需附加组件 ocr，每页约 6～8 秒）"
    )
    check.add_argument("--against", metavar="UPPER", help="与上位预案比较衔接（文件，或资料库中的文件编号）")
    check.add_argument("--previous", metavar="OLD", help="与上一版比较（文件，或资料库中的文件编号）")
    check.add_argument("--incident", metavar="ID", help="对照一个案例（编号见 yuanfang incidents）")
    check.add_argument("--report", type=Path, metavar="OUT.docx", help="写 Word 审查报告（已有文件夹：每份一个文件）")
    check.add_argument(
        "--annotated", type=Path, metavar="OUT.docx", help="写带批注的副本（已有文件夹：每份一个文件）；原件不动"
    )
    check.add_argument("--forms", type=Path, metavar="DIR", help="写填好的评审表（形式、要素，或政府预案六项审核）")
    check.add_argument("--overview", type=Path, metavar="OUT.xlsx", help="写汇总表：哪些预案缺什么")

    impact = commands.add("impact", "哪些预案引用了某部法规，现在效力如何", "review:impact")
    impact.add_argument("law", metavar="法规名", help="法规、标准或预案的名称、简称或文号")
