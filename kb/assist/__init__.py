"""Help by a language model, off by default: what it is given, and how what it returns is held against that.

The model gets one section, its requirement, the facts and the cited clauses, and nothing else. Every sentence it returns is checked
against that material: a number, name, body, telephone, level or citation that stands nowhere in it is marked and counted.
"""

from kb.assist.checking import Fault, Sentence, checked
from kb.assist.request import TASKS, Request, request_of

__all__ = ["TASKS", "Fault", "Request", "Sentence", "checked", "request_of"]
