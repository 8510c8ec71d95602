"""Arguments of the commands on the library."""

from __future__ import annotations

from pathlib import Path

from ui.arguments.parser import Commands


def add_commands(commands: Commands) -> None:
    """Add ingest, remove, stats, verify, backup, restore and ledger."""
    ingest = commands.add("ingest", "把文件、文件夹或 zip 收进资料库", "library:ingest")
    ingest.add_argument("paths", nargs="+", type=Path, metavar="PATH", help="文件、文件夹或 zip")
    ingest.add_argument("--jobs", type=int, help="同时读取的进程数（默认为处理器核数）")
    ingest.add_argument(
        "--ocr", action="store_true", help="对没有文字的扫描页做文字识别（需附加组件 ocr，每页约 6～8 秒）"
    )

    remove = commands.add("remove", "从资料库移除文件", "library:remove")
    remove.add_argument("doc_ids", nargs="+", metavar="DOC_ID", help="文件编号（见 stats）")

    stats = commands.add("stats", "资料库统计", "library:stats")
    stats.add_argument("--report", action="store_true", help="另列预案体系、灾种、年限、过时引用、演练和案例")
    stats.add_argument("--units", type=Path, metavar="LIST", help="单位名单（xlsx 或文本，一行一个），看哪些单位有预案")
    stats.add_argument("-o", "--output", type=Path, metavar="OUT", help="写成 .xlsx（表和图）或 .png（图）")

    verify = commands.add("verify", "检查资料库和索引是否完好", "library:verify")
    verify.add_argument("--repair", action="store_true", help="修复能修复的（重建索引、清理残留）")

    backup = commands.add("backup", "把整个资料库备份成一个文件", "library:backup")
    backup.add_argument("file", type=Path, metavar="FILE", help="备份文件（.zip）")

    restore = commands.add("restore", "从备份恢复资料库", "library:restore")
    restore.add_argument("file", type=Path, metavar="FILE", help="备份文件（.zip）")
    restore.add_argument("--replace", action="store_true", help="资料库不空时也恢复（原有内容改名保留在旁边）")

    ledger = commands.add("ledger", "预案台账：备案、公开、演练、评估何时到期", "library:ledger")
    ledger.add_argument("--due", type=int, metavar="DAYS", help="只看已超期和这么多天内到期的")
    ledger.add_argument("--export", type=Path, metavar="OUT.xlsx", help="导出为 Excel")
    ledger.add_argument("--import", dest="sheet", type=Path, metavar="IN.xlsx", help="从 Excel 登记")
