"""Personal data masked: ``python -m tests.bench.privacy [--rounds N] [--show]`` on invented sentences.

Prints the share of private persons' names masked, for the sentences the rules were written with (dev) and for others (test), the share
of posts' holders and places masked wrongly, and words of plans and laws that were masked although they name nobody.
"""

from __future__ import annotations

import argparse
import re
from pathlib import Path

from kb.errors import ReadError
from kb.model import Clause, Document, Kind
from kb.parsing import parse
from kb.privacy import mask_personal
from tests.bench.made_people import Case, cases, staying

DATA = Path(__file__).resolve().parents[3] / "shared" / "data"


def masked(case: Case) -> str:
    """The case's sentence as a document of its own shows it."""
    clause = Clause("x#1", (), case.text, table_row=case.row)
    return mask_personal(Document("x", "青山县事故通报", Kind.REPORT, (), (clause,))).clauses[0].text


def recall(made: list[Case], show: bool) -> tuple[int, int]:
    """Names masked and names in all."""
    right = wanted = 0
    for case in made:
        text = masked(case)
        for name in case.private:
            wanted += 1
            right += name not in text
            if show and name in text:
                print(f"    {name} in {text}")
    return right, wanted


def _around(text: str) -> str:
    return " | ".join(text[max(0, m.start() - 12) : m.end() + 6] for m in re.finditer(r"某某|\*{4,}", text))


def main() -> None:
    """Run and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--show", action="store_true")
    options = parser.parse_args()
    for name, test in (("dev", False), ("test", True)):
        made = cases(test=test, rounds=options.rounds)
        right, wanted = recall(made, options.show)
        print(f"{name:5} sentences {len(made)}  names {wanted}  masked {right / wanted:.3f}")
    kept = staying()
    wrong = [case for case in kept for part in case.stay if part not in masked(case)]
    total = sum(len(case.stay) for case in kept)
    print(f"posts and places {total}  masked wrongly {len(wrong) / total:.3f}")
    for case in wrong:
        print(f"    {masked(case)}")
    changed = 0
    for file in sorted((DATA / "documents").glob("*")):
        try:
            documents = parse(file).documents
        except ReadError:
            continue
        for document in documents:
            for clause in document.clauses:
                if "某某" in clause.text or "****" in clause.text:
                    changed += 1
                    if options.show:
                        print(f"    {document.doc_id[:12]}: {_around(clause.text)}")
    print(f"clauses of ../shared/data/documents with a mask: {changed}")


if __name__ == "__main__":
    main()
