"""Incidents found: ``python -m tests.bench.incidents`` on invented reports in many layouts, then on ``../shared/data/gold/incidents``.

An event is found when line ranges overlap by half of each; measures count when their words stand in a measure found for the event.
"""

from __future__ import annotations

import tempfile
from pathlib import Path

from kb.model import Incident
from kb.numbering import squeeze
from kb.parsing import parse
from tests.bench.made_reports import Event, Report, reports


def overlap(found: Incident, event: Event) -> bool:
    """Whether an incident is an event, by their lines."""
    if not found.lines:
        return False
    shared = min(found.lines[1], event.last) - max(found.lines[0], event.first) + 1
    return 2 * shared >= found.lines[1] - found.lines[0] + 1 and 2 * shared >= event.last - event.first + 1


def judge(report: Report, folder: Path) -> tuple[int, int, int, int, int]:
    """Events, found of them, incidents returned, measures, found of them."""
    path = folder / f"报告{'.md' if '**' in report.text else '.txt'}"
    path.write_text(report.text, encoding="utf-8")
    returned = [incident for document in parse(path).documents for incident in document.incidents]
    hit = right = wanted = 0
    for event in report.events:
        mine = [incident for incident in returned if overlap(incident, event)]
        hit += bool(mine)
        told = squeeze("".join(measure.text for incident in mine for measure in incident.measures))
        wanted += len(event.measures)
        right += sum(squeeze(measure) in told for measure in event.measures)
    return len(report.events), hit, len(returned), wanted, right


def main() -> None:
    """Run and print."""
    for later in (False, True):
        total = [0] * 5
        with tempfile.TemporaryDirectory() as folder:
            for report in reports(later=later):
                row = judge(report, Path(folder))
                total = [one + two for one, two in zip(total, row, strict=True)]
                print(f"{report.name:28} events {row[0]} found {row[1]} returned {row[2]}  measures {row[4]}/{row[3]}")
        recall, precision, measures = total[1] / total[0], total[1] / max(1, total[2]), total[4] / total[3]
        name = "second set" if later else "first set"
        print(f"{name}: recall {recall:.3f}  precision {precision:.3f}  measures {measures:.3f}")
    from tests.bench.reading import incidents

    for gold in incidents():
        print({name: round(value, 3) if isinstance(value, float) else value for name, value in gold.items()})


if __name__ == "__main__":
    main()
