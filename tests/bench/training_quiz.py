"""200 questions from every plan, checked by rule against the whole plan.

``python -m tests.bench.training_quiz [--show N]`` prints a row a plan; ``--show`` prints N questions of each to read.
"""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path

from kb.parsing import parse
from kb.training.extract import extract
from kb.training.quiz import make
from kb.training.quizcheck import faults
from ui.training_pages import key_text, stem

FILES = (*sorted(Path("corpus/samples/plans").iterdir()), *sorted(Path("../shared/data/documents").glob("[GE]P*")))


def main() -> None:
    """Print the table."""
    show = int(sys.argv[sys.argv.index("--show") + 1]) if "--show" in sys.argv else 0
    total: Counter[str] = Counter()
    for file in FILES:
        if file.suffix == ".doc":
            continue
        document = parse(file).documents[0]
        procedure = extract(document)
        clauses = {clause.id: clause.text for clause in document.clauses}
        questions = make(procedure, 200)
        wrong = Counter(
            code for question in questions for code in faults(question, procedure, clauses[question.clause_id])
        )
        forms = Counter(question.form.value for question in questions)
        print(
            f"{file.stem[:24]:26} {len(questions):4} questions {dict(forms)}  wrong keys {wrong['wrong_key']}  second answers {wrong['second_answer']}  other {wrong['same_options'] + wrong['not_in_clause']}"
        )
        total.update(wrong)
        total["questions"] += len(questions)
        for question in questions[:: max(1, len(questions) // show)][:show] if show else ():
            print(
                "   ",
                stem(question),
                " | ".join(question.options),
                "=>",
                key_text(question),
                "#",
                question.quote[:90].replace("\n", " "),
            )
    print(dict(total))


if __name__ == "__main__":
    main()
