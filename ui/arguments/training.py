"""Arguments of the training desk."""

from __future__ import annotations

from pathlib import Path

from ui.arguments.parser import Commands, Parser


def add_commands(commands: Commands) -> None:
    """Add ask, card, quiz, exercise and lessons."""
    ask = commands.add("ask", "问程序：谁、在什么时候、做什么，逐步带出处", "training:ask")
    ask.add_argument("question", metavar="QUESTION", help="要问的话，例如：森林火灾一级响应启动后前两小时各部门干什么")
    for option, meaning in (
        ("doc", "只看这份预案（编号或名称）"),
        ("hazard", "灾种代码、名称或说法"),
        ("response-level", "响应级别：一级 二级 三级 四级"),
        ("actor", "只看这个部门或岗位"),
    ):
        ask.add_argument(f"--{option}", metavar="值", default="", help=meaning)
    ask.add_argument("--samples", action="store_true", help="也看示例（虚构）资料库")
    ask.add_argument("-o", "--out", type=Path, metavar="OUT", help="另存为 .docx、.xlsx 或图 .png、.svg")
    ask.add_argument(
        "--view",
        choices=("流程图", "泳道", "时间轴", "级别对照"),
        default="流程图",
        help="存哪一种图；级别对照也按级别列出（默认流程图）",
    )
    ask.add_argument("--lanes", action="store_true", help="同 --view 泳道")

    card = commands.add("card", "由预案生成应急处置卡、明白卡", "training:card")
    _plan(card, "处置卡 .docx，或手机用的 .html")
    card.add_argument("--post", metavar="岗位", default="", help="只做这个岗位或部门的卡（默认全部）")
    card.add_argument("--resident", action="store_true", help="给群众的明白卡（大字）")

    quiz = commands.add("quiz", "由预案出题：试卷、答案、题库导入表", "training:quiz")
    _plan(quiz, "试卷 .docx；答案和题库 .xlsx 存在旁边")
    quiz.add_argument("-n", type=int, default=20, metavar="N", help="题数（默认 20）")
    quiz.add_argument(
        "--form", action="append", default=[], metavar="题型", help="single multiple judge order short，可重复"
    )
    quiz.add_argument("--seed", type=int, default=1, metavar="N", help="换一个数得到另一份卷子")

    exercise = commands.add("exercise", "由预案编演练脚本，或由观察记录写总结", "training:exercise")
    _plan(exercise, "脚本、总结或修订清单 .docx；观察记录表 .xlsx 存在脚本旁边", required=False)
    exercise.add_argument(
        "--revisions", action="store_true", help="列出演练登记后的预案修订清单（不写 DOC 则列全部预案）"
    )
    exercise.add_argument("--kind", metavar="形式", default="桌面推演", help="桌面推演 或 实战演练（默认桌面推演）")
    exercise.add_argument("--response-level", metavar="级别", default="", help="只演这一级响应")
    exercise.add_argument("--place", metavar="地点", default="", help="演练地点")
    exercise.add_argument(
        "--incident", metavar="编号", default="", help="参照的过往事件（yuanfang incidents 给出的 incident_id）"
    )
    exercise.add_argument("--marks", type=Path, metavar="表.xlsx", help="填好的观察记录表：写演练总结并登记")
    exercise.add_argument("--date", metavar="日期", default="", help="演练日期（默认今天）")

    lessons = commands.add("lessons", "过往事件的教训与预案条款对照", "training:lessons")
    _plan(lessons, "对照表 .docx")
    lessons.add_argument("--hazard", metavar="值", default="", help="灾种（默认与预案相同）")


def _plan(parser: Parser, out: str, *, required: bool = True) -> None:
    parser.add_argument(
        "doc", metavar="DOC", nargs=None if required else "?", help="预案：资料库编号、名称、文件，或草稿 .json"
    )
    parser.add_argument("-o", "--out", type=Path, metavar="OUT", help=out)
    parser.add_argument("--samples", action="store_true", help="也看示例（虚构）资料库")
