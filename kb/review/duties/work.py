"""QC-RACI: work that goes with another kind of body than the one named, by likeness to phrases on who usually does what.

The likeness is learned (``kb.likeness``, ``python -m tests.bench.train_fields``) from names and duties of some seventy fields of work.
Names and duties are told apart in the same space: a body fits its duties when both are of the same fields.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import combinations
from typing import TYPE_CHECKING

from kb.likeness import Likeness
from kb.review.duties.bodies import DutyRow, local, short

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_NOISE = 0.02
_AREA = re.compile(
    r"^(?:[\u4e00-\u9fff]{2,3}(?:省|市|县|区|镇|乡)|[国省市县区镇乡本厅局])?(?=[\u4e00-\u9fff]{2,})|\([^()]*\)"
)
_PARTS = re.compile("[;。]")
_LEAST_GAIN, _LEAST_FIT = 0.6, 0.05
_STRANGE, _OF_ONE, _KNOWN, _SURE = 0.03, 0.75, 0.4, 0.25
_ANYBODY = re.compile(
    "抢险|疏散|警戒|善后|后勤|监测|恢复重建|调查评估|党政办|通信联络|专家技术|地方政府|安全|宣传|财务|人力|采购仓储|医务|班主任|生产调度"
)
"""Fields of groups and of every office, of which any body may do something."""


class Work:
    """How the bodies and the duties of some rows fit: ``fits[i, j]`` is how far body i is of the fields of duty j, 0 to 1."""

    def __init__(self, rows: Sequence[DutyRow], model: Likeness) -> None:
        import numpy as np

        self.rows = [row for row in rows if len(row.names) == 1 and not local(row.names[0]) and len(row.duties) > 2]
        self._fields = sorted(model.slots, key=lambda name: model.slots[name])
        self._names = _of_fields(model, [_AREA.sub("", row.names[0]) for row in self.rows])
        parts = [[part for part in _PARTS.split(row.duties) if len(part) > 2] or [row.duties] for row in self.rows]
        self._duties = np.array([_of_fields(model, each).sum(axis=0) for each in parts])
        self.fits = _unit(self._names) @ _unit(self._duties).T if self.rows else np.zeros((0, 0))

    def exchanged(
        self, least_gain: float = _LEAST_GAIN, least_fit: float = _LEAST_FIT
    ) -> Iterator[tuple[DutyRow, DutyRow]]:
        """Pairs of rows that fit far better with their names exchanged; each row once, the surest pair first."""
        gains = []
        for one, other in combinations(range(len(self.rows)), 2):
            first, second = self.fits[one, other], self.fits[other, one]
            gain = float(first + second - self.fits[one, one] - self.fits[other, other])
            if gain >= least_gain and min(first, second) >= least_fit:
                gains.append((gain, one, other))
        taken: set[int] = set()
        for _, one, other in sorted(gains, reverse=True):
            apart = short(self.rows[one].names[0]) != short(self.rows[other].names[0])
            if apart and not taken & {one, other}:
                taken |= {one, other}
                yield self.rows[one], self.rows[other]

    def strange(self) -> Iterator[tuple[DutyRow, str]]:
        """Rows of bodies of a known field whose duties are of one other field alone, with that field."""
        for at, row in enumerate(self.rows):
            likest = int(self._duties[at].argmax())
            if (
                self.fits[at, at] < _STRANGE
                and _unit(self._duties[at : at + 1]).max() >= _OF_ONE
                and self._names[at].max() >= _KNOWN
                and self._duties[at].max() >= _SURE
                and not _ANYBODY.fullmatch(self._fields[likest])
            ):
                yield row, self._fields[likest]


def _of_fields(model: Likeness, texts: Sequence[str]) -> NDArray[np.float32]:
    import numpy as np

    found: NDArray[np.float32] = np.clip(model.scores(texts) - _NOISE, 0, None)
    return found


def _unit(rows: NDArray[np.float32]) -> NDArray[np.float32]:
    import numpy as np

    found: NDArray[np.float32] = rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-9)
    return found
