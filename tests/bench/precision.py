"""How many findings on untouched plans stand: every finding of high and medium severity and a share of the low ones, read against the text.

    python -m tests.bench.precision [FOLDER…]                 the table, by severity and rule
    python -m tests.bench.precision [FOLDER…] --todo OUT.json findings without a judgement, with their quotes: keep it out of the repository
    python -m tests.bench.precision --judged OUT.json         take over the judgements written into such a file

Plans are those beside the checkout, our samples, and those of the folders named. A judgement is one of ``stands`` (an expert would say it),
``pedantic`` (true, and not worth saying at this severity) and ``false``; ``precision.jsonl`` keeps it under a hash of plan, rule, code and
quotes, so that no sentence of a plan is in the repository. A finding that changes has to be read again and counts as unread until then.
"""

from __future__ import annotations

import argparse
import hashlib
import json
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

from kb.errors import YuanfangError
from kb.model import Document, Finding, Kind
from kb.parsing import parse
from kb.review import review
from tests.bench.review import DATA, ROOT, data

TODAY = date(2026, 11, 26)
JUDGED = Path(__file__).with_name("precision.jsonl")
VERDICTS = ("stands", "pedantic", "false")
_SUFFIXES = frozenset({".txt", ".md", ".docx", ".doc", ".pdf"})


def key(name: str, finding: Finding) -> str:
    """The hash under which a judgement is kept."""
    said = [name, finding.rule, finding.message.code, *(place.quote for place in finding.places[:3])]
    return hashlib.sha256("\n".join(said).encode()).hexdigest()[:16]


def untouched(folders: Sequence[Path]) -> Iterator[tuple[str, Document]]:
    """Every plan once, by name."""
    seen: set[str] = set()
    for folder in (DATA / "documents", ROOT / "corpus" / "samples" / "plans", *folders):
        for path in sorted(folder.glob("*")):
            if path.suffix not in _SUFFIXES or path.stem in seen:
                continue
            try:
                document = max(parse(path).documents, key=lambda each: len(each.clauses))
            except (YuanfangError, ValueError):
                continue
            if document.kind is Kind.PLAN:
                seen.add(path.stem)
                yield path.stem, document


def found(folders: Sequence[Path]) -> tuple[int, list[tuple[str, Finding]]]:
    """How many plans there are, and all findings on them with the plan's name."""
    lists, register = data()
    plans = dict(untouched(folders))
    findings = [
        (name, finding)
        for name, document in plans.items()
        for finding in review(document, lists, register, today=TODAY).findings
    ]
    return len(plans), findings


def judgements() -> dict[str, str]:
    """Hash → verdict."""
    rows = map(json.loads, JUDGED.read_text(encoding="utf-8").splitlines()) if JUDGED.exists() else ()
    return {row["key"]: row["verdict"] for row in rows}


def table(findings: Sequence[tuple[str, Finding]], known: dict[str, str]) -> Iterator[str]:
    """The lines of the table: counts by severity and rule, and the share of false ones among those read."""
    counts: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for name, finding in findings:
        verdict = known.get(key(name, finding), "unread")
        for rule in (finding.rule, "all"):
            counts[finding.severity.value, rule][verdict] += 1
    yield f"{'severity':9}{'rule':10}{'n':>5}{'stands':>8}{'pedantic':>10}{'false':>7}{'unread':>8}{'false/read':>12}"
    for severity in ("high", "medium", "low"):
        rules = sorted(rule for level, rule in counts if level == severity and rule != "all")
        for rule in [*rules, "all"]:
            seen = counts.get((severity, rule), Counter())
            read = sum(seen[verdict] for verdict in VERDICTS)
            rate = f"{seen['false'] / read:.3f}" if read else "-"
            yield (
                f"{severity:9}{rule:10}{sum(seen.values()):>5}{seen['stands']:>8}{seen['pedantic']:>10}"
                f"{seen['false']:>7}{seen['unread']:>8}{rate:>12}"
            )


def write_todo(findings: Sequence[tuple[str, Finding]], known: dict[str, str], out: Path) -> int:
    """The findings that nobody has read, with room for a verdict."""
    rows = [
        {
            "key": key(name, each), "verdict": "", "plan": name, "severity": each.severity.value, "rule": each.rule,
            "code": each.message.code, "params": dict(each.message.params),
            "quotes": [place.quote for place in each.places[:3]],
        }
        for name, each in findings
        if key(name, each) not in known
    ]  # fmt: skip
    out.write_text(json.dumps(rows, ensure_ascii=False, indent=1), encoding="utf-8")
    return len(rows)


def take_over(judged: Path) -> int:
    """Add the verdicts of a file of findings to the judgements; returns how many there are now."""
    known = judgements()
    for row in json.loads(judged.read_text(encoding="utf-8")):
        if row["verdict"] in VERDICTS:
            known[row["key"]] = row["verdict"]
    lines = (json.dumps({"key": name, "verdict": verdict}) for name, verdict in sorted(known.items()))
    JUDGED.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    return len(known)


def main() -> None:
    """Print the table, or exchange judgements with a file."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", nargs="*", type=Path)
    parser.add_argument("--todo", type=Path)
    parser.add_argument("--judged", type=Path)
    given = parser.parse_args()
    if given.judged:
        print(take_over(given.judged), "judgements")
        return
    plans, findings = found(given.folders)
    if given.todo:
        print(write_todo(findings, judgements(), given.todo), "findings to read")
        return
    print(f"{plans} plans, {len({name for name, _ in findings})} with findings")
    print("\n".join(table(findings, judgements())))


if __name__ == "__main__":
    main()
