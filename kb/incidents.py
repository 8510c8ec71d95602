from kb.model import Clause, Incident
from kb.structure import Outline
def find_incidents(outline: Outline, clauses: tuple[Clause, ...]) -> tuple[Incident, ...]:
    return ()
