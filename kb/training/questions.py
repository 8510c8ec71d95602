"""What a question is."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from kb.training.model import Phase


class Form(StrEnum):
    """The forms of questions."""

    SINGLE = "single"
    MULTIPLE = "multiple"
    JUDGE = "judge"
    ORDER = "order"
    SHORT = "short"


@dataclass(frozen=True, slots=True)
class Question:
    """One question. ``asks`` selects the sentence of the stem, filled with ``params``; ``options`` are the choices in order.

    ``key`` is the letters of the right choices (``A``, ``ACD``), their order, 对/错 as ``T``/``F``, or empty for short answers, whose
    ``answer`` holds the points. ``difficulty`` is 1 (easy) to 3.
    """

    form: Form
    asks: str
    params: dict[str, str]
    options: tuple[str, ...]
    key: str
    answer: tuple[str, ...]
    clause_id: str
    quote: str
    topic: Phase
    difficulty: int

    @property
    def identity(self) -> tuple[str, ...]:
        """What must not come twice: what is asked about whom."""
        return (self.form.value, self.asks, *sorted(value for name, value in self.params.items() if name != "title"))
