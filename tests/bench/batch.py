"""A hundred village plans from one workbook: drafted with the starter library, checked and exported by worker processes.

    python -m tests.bench.batch [--units 100] [--jobs 2] [--profile]

Prints seconds in all and per plan; ``--profile`` makes one plan after another in this process and prints where the time goes.
"""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path
from typing import Any

from ui.batches import BatchOptions, run
from ui.workspace import Workspace

LIMIT = 60.0
"""Seconds for 100 plans on two cores (issue 6)."""


def workbook(path: Path, units: int) -> None:
    """An invented township's villages with risks, routes, shelters and supplies."""
    import openpyxl

    book = openpyxl.Workbook()
    sheet: Any = book.active
    sheet.title = "单位"
    sheet.append(["unit.name", "unit.short", "unit.region", "office.duty_phone", "office.leader", "command.1.post", "command.1.holder"])  # fmt: skip
    lists: dict[str, list[str]] = {
        "risk": ["name", "place", "kind", "consequence", "affected", "responsible", "phone"],
        "route": ["name", "start", "end", "guide"],
        "shelter": ["name", "capacity", "address", "keeper", "phone"],
        "supply": ["name", "spec", "quantity", "unit", "place", "keeper", "phone"],
        "contact": ["name", "post", "phone"],
    }
    sheets = {name: book.create_sheet(name) for name in lists}
    for name, heads in lists.items():
        sheets[name].append(["unit.name", *heads])
    for n in range(1, units + 1):
        name, phone = f"云坪{n}村村民委员会", f"0000-{4000000 + n}"
        sheet.append([name, f"云坪{n}村", "江南省临江市青山县云坪镇", phone, "村委会主任", "组长", "村党支部书记"])
        for k in range(1, 4):
            sheets["risk"].append([name, f"{k}号沟口", f"{k}组", "山洪", "冲毁房屋", f"{k + 5}户", f"{k}组组长", phone])
            sheets["route"].append([name, f"{k}组路线", f"{k}组晒场", "村小学", f"{k}组组长"])
            sheets["supply"].append([name, f"物资{k}", "常规", k * 10, "件", "村委会仓库", "村文书", phone])
        sheets["shelter"].append([name, "村小学", 200, "村中", "校长", phone])
        sheets["contact"].append([name, "镇值班室", "值班员", "0000-0003302"])
    book.save(path)


def common(path: Path) -> None:
    """What all units share."""
    path.write_text(
        '[plan]\nhazard = "防汛"\ntitle = "云坪镇{unit.short}防汛避险应急预案"\neffective = 2027-01-01\n'
        '[thresholds]\nsignal = "铜锣连敲"\ninspection = "汛期每日两次"\nevacuate = "接到镇政府转移指令"\ndrill = "每年4月一次"\n'
        'signer = "村党支部书记"\nsupply_approver = "村委会主任"\nupper_phone = "0000-0003302"\n',
        encoding="utf-8",
    )


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--units", type=int, default=100)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--profile", action="store_true")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        workbook(folder / "units.xlsx", options.units)
        common(folder / "common.toml")
        workspace = Workspace(folder / "home")
        _ = workspace.samples.index
        made = BatchOptions("VIL", folder / "common.toml", 1 if options.profile else options.jobs, samples=True)
        if options.profile:
            _profiled(lambda: run(workspace, folder / "units.xlsx", folder / "out", made))
            return
        data = run(workspace, folder / "units.xlsx", folder / "out", made)
    counts, missing = data["counts"], sum(plan["elements"].get("missing", 0) for plan in data["plans"])
    print(
        f"{options.units} village plans, {options.jobs} processes: {data['seconds']:.1f} s, {counts['done']} done, {counts['failed']} failed"
    )
    print(f"missing elements {missing}, foreign names {sum(len(plan['foreign_names']) for plan in data['plans'])}")
    wanted = LIMIT * options.units / 100
    print(f"wanted ≤ {wanted:.0f} s: {'ok' if data['seconds'] <= wanted else 'TOO SLOW'}")


def _profiled(work: Any) -> None:
    import cProfile
    import pstats

    profile = cProfile.Profile()
    profile.runcall(work)
    pstats.Stats(profile).sort_stats("cumulative").print_stats(45)


if __name__ == "__main__":
    main()
