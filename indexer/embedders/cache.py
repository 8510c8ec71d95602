"""Remembers passage vectors by content, so that identical texts are embedded once, whatever library they stand in."""

from __future__ import annotations

import contextlib
import hashlib
import sqlite3
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np

from kb.ports import Progress, Vectors

_CHUNK = 1024
_SCHEMA = "CREATE TABLE IF NOT EXISTS vectors (key BLOB PRIMARY KEY, vector BLOB NOT NULL) WITHOUT ROWID"


Embed = Callable[[Sequence[str], Progress | None], Vectors]


class VectorCache:
    """Vectors of one model in float16, in one SQLite file.

    A file that cannot be written or is damaged never stops anything: texts are then simply embedded again.
    """

    def __init__(self, file: Path, model_id: str, dimension: int) -> None:
        self._file = file
        self._model_id = model_id
        self._dimension = dimension

    def through(self, texts: Sequence[str], embed: Embed, progress: Progress | None = None) -> Vectors:
        """Shape (len(texts), dimension); only texts never seen are handed to ``embed``, in chunks kept as they come."""
        keys = [self._key(text) for text in texts]
        with contextlib.closing(self._connect()) as connection:
            known = self._read(connection, set(keys))
            first = {key: text for key, text in zip(keys, texts, strict=True) if key not in known}
            missing = list(first.items())
            for start in range(0, len(missing), _CHUNK):
                chunk = missing[start : start + _CHUNK]
                offset = len(texts) - len(missing) + start
                vectors = embed([text for _, text in chunk], _shifted(progress, offset, len(texts)))
                rows = {key: row.astype(np.float16) for (key, _), row in zip(chunk, vectors, strict=True)}
                self._write(connection, rows)
                known.update(rows)
        found = np.empty((len(keys), self._dimension), np.float32)
        for row, key in enumerate(keys):
            found[row] = known[key]
        found /= np.maximum(np.linalg.norm(found, axis=1, keepdims=True), 1e-9)
        return found

    def _key(self, text: str) -> bytes:
        return hashlib.blake2b(f"{self._model_id}\0{text}".encode("utf-8", "surrogatepass"), digest_size=16).digest()

    def _connect(self) -> sqlite3.Connection:
        try:
            self._file.parent.mkdir(parents=True, exist_ok=True)
            connection = sqlite3.connect(self._file, timeout=5)
            connection.execute("PRAGMA journal_mode=WAL")
            connection.execute("PRAGMA synchronous=OFF")
            connection.execute(_SCHEMA)
        except (OSError, sqlite3.Error):
            connection = sqlite3.connect(":memory:")
            connection.execute(_SCHEMA)
        return connection

    def _read(self, connection: sqlite3.Connection, keys: set[bytes]) -> dict[bytes, np.ndarray]:
        wanted, found, size = list(keys), dict[bytes, np.ndarray](), 2 * self._dimension
        with contextlib.suppress(sqlite3.Error):
            for start in range(0, len(wanted), 500):
                some = wanted[start : start + 500]
                rows = connection.execute(f"SELECT * FROM vectors WHERE key IN ({','.join('?' * len(some))})", some)
                found.update((key, np.frombuffer(blob, np.float16)) for key, blob in rows if len(blob) == size)
        return found

    @staticmethod
    def _write(connection: sqlite3.Connection, rows: dict[bytes, np.ndarray]) -> None:
        with contextlib.suppress(sqlite3.Error), connection:
            data = [(key, row.tobytes()) for key, row in rows.items()]
            connection.executemany("INSERT OR REPLACE INTO vectors VALUES (?, ?)", data)


def _shifted(progress: Progress | None, offset: int, total: int) -> Progress | None:
    if progress is None:
        return None
    return lambda stage, done, _: progress(stage, offset + done, total)
