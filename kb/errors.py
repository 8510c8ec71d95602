"""The error tree: every failure a user can meet, by code.

    YuanfangError
    ├── ReadError            a file from which nothing usable could be read
    ├── InputError           a request that cannot be carried out as asked (unknown plan type, bad fact sheet …)
    ├── LibraryError         the library cannot be opened, locked or written
    ├── IndexingError        the index is damaged, or was built by another model or other terms
    ├── ModelError           an embedding model cannot be loaded
    └── MissingExtra         an optional dependency is needed; ``params["extra"]`` names it

An error carries a ``code`` and named parameters, never a sentence: ``ui.labels`` turns both into Chinese.
"""

from __future__ import annotations

from collections.abc import Mapping


class YuanfangError(Exception):
    """Base of all errors that are shown to a user; ``code`` selects the sentence and the hint in ``ui.labels``."""

    def __init__(self, code: str, /, **params: object) -> None:
        self.code = code
        self.params = {name: str(value) for name, value in params.items()}
        super().__init__(code, self.params)

    def __reduce__(self) -> tuple[object, ...]:
        """Errors travel between processes with their code and parameters."""
        return _again, (type(self), self.code, self.params)


def _again(kind: type[YuanfangError], code: str, params: Mapping[str, str]) -> YuanfangError:
    error = kind.__new__(kind)
    YuanfangError.__init__(error, code, **params)
    return error


class ReadError(YuanfangError):
    """Nothing usable could be read from a file."""


class InputError(YuanfangError):
    """The request cannot be carried out as asked."""


class LibraryError(YuanfangError):
    """The library cannot be opened, locked or written."""


class IndexingError(YuanfangError):
    """The index is damaged or was built by another model or other terms."""


class ModelError(YuanfangError):
    """An embedding model cannot be loaded or run."""


class MissingExtra(YuanfangError):
    """An optional dependency is not installed."""

    def __init__(self, extra: str) -> None:
        super().__init__("missing_extra", extra=extra)
