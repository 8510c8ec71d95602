"""Roles and rights."""

from __future__ import annotations

from enum import StrEnum


class Right(StrEnum):
    """Something that a user may be allowed to do. ``INTERNAL``, to read personal data, comes with no role but is given to a person."""

    READ = "read"
    INGEST = "ingest"
    DRAFT = "draft"
    CHECK = "check"
    TRAIN = "train"
    LEDGER = "ledger"
    MANAGE = "manage"
    INTERNAL = "internal"


class Role(StrEnum):
    """What a user is here for."""

    ADMIN = "admin"
    WRITER = "writer"
    REVIEWER = "reviewer"
    TRAINER = "trainer"
    READER = "reader"


RIGHTS: dict[Role, frozenset[Right]] = {
    Role.ADMIN: frozenset(Right) - {Right.INTERNAL},
    Role.WRITER: frozenset((Right.READ, Right.INGEST, Right.DRAFT, Right.CHECK, Right.TRAIN, Right.LEDGER)),
    Role.REVIEWER: frozenset((Right.READ, Right.CHECK, Right.LEDGER)),
    Role.TRAINER: frozenset((Right.READ, Right.TRAIN)),
    Role.READER: frozenset((Right.READ,)),
}
EVERY_RIGHT = frozenset(Right)
"""What the one user of an own machine may do."""
