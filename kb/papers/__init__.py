"""The papers around a plan, made from its draft: cards, manual, notes, forms, letters, reports, agreement.

Nothing is invented: a paper repeats facts and sentences of the draft; what is not known stands as a visible slot.
"""

from kb.papers.catalogue import PAPERS, make
from kb.papers.model import Break, Grid, Head, Note, Paper, Text

__all__ = ["PAPERS", "Break", "Grid", "Head", "Note", "Paper", "Text", "make"]
