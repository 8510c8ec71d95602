from kb.structure import Outline
from kb.model import Clause
def build_clauses(doc_id: str, outline: Outline) -> tuple[Clause, ...]:
    return ()
