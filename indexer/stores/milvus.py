"""Milvus: the vectors of each segment in a collection, in a Milvus server or in a local file through milvus-lite.

Needs the extra ``milvus`` (pymilvus, Apache-2.0; milvus-lite, Apache-2.0). Collections are filled from the segment's own
vectors when it is first opened, so that choosing Milvus for an existing library takes no more than the setting.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from indexer.mapped import open_array
from indexer.stores import IVF_ROWS, VECTORS_FILE
from kb.errors import IndexingError, MissingExtra
from kb.ports import Vectors

_BATCH = 2_000
_MOST = 16_384
"""Milvus gives no more than so many rows to one query."""


class MilvusEngine:
    """The collections of one library. ``uri`` is a server's address or a file ending in ``.db``; ``home`` tells libraries apart.

    Raises MissingExtra("milvus"), IndexingError("store_unreachable").
    """

    def __init__(self, uri: str, home: Path, *, token: str = "") -> None:
        self._uri = uri
        self._token = token
        self._prefix = f"yuanfang_{hashlib.blake2b(str(home.resolve()).encode(), digest_size=6).hexdigest()}_"
        self._connected: Any = None

    @property
    def _client(self) -> Any:
        if self._connected is None:
            try:
                from pymilvus import MilvusClient
            except ImportError as error:
                raise MissingExtra("milvus") from error
            try:
                self._connected = MilvusClient(self._uri, token=self._token)
            except Exception as error:  # grpc, the file lock and the server each raise their own
                raise IndexingError("store_unreachable", uri=self._uri, reason=error) from error
        return self._connected

    def build(self, folder: Path, vectors: NDArray[np.float16]) -> None:
        """Nothing in the folder; the collection is made when the segment is opened under its name."""

    def open(self, folder: Path) -> MilvusStore:
        """The collection of a segment, filled from its vectors when it is not whole."""
        name, vectors = self._collection(folder.name), open_array(folder / VECTORS_FILE)
        client = self._client
        try:
            if not client.has_collection(name) or _rows(client, name) != len(vectors):
                self._fill(name, vectors)
        except IndexingError:
            raise
        except Exception as error:  # see above
            raise IndexingError("store_unreachable", uri=self._uri, reason=error) from error
        return MilvusStore(client, name, len(vectors))

    def _fill(self, name: str, vectors: NDArray[np.float16]) -> None:
        from pymilvus import DataType

        client = self._client
        if client.has_collection(name):
            client.drop_collection(name)
        schema = client.create_schema(auto_id=False, enable_dynamic_field=False)
        schema.add_field("row", DataType.INT64, is_primary=True)
        schema.add_field("vector", DataType.FLOAT_VECTOR, dim=vectors.shape[1])
        index = client.prepare_index_params()
        kind = "AUTOINDEX" if len(vectors) >= IVF_ROWS else "FLAT"
        index.add_index("vector", index_type=kind, metric_type="IP")
        client.create_collection(name, schema=schema, index_params=index, consistency_level="Strong")
        for start in range(0, len(vectors), _BATCH):
            block = np.asarray(vectors[start : start + _BATCH], np.float32).tolist()
            client.insert(name, [{"row": start + at, "vector": vector} for at, vector in enumerate(block)])
        client.flush(name)

    def remove(self, names: Iterable[str]) -> None:
        """Drop the collections of these segments."""
        for name in names:
            if self._client.has_collection(self._collection(name)):
                self._client.drop_collection(self._collection(name))

    def close(self) -> None:
        """Let go of the server or file."""
        if self._connected is not None:
            self._connected.close()
            self._connected = None

    def _collection(self, segment: str) -> str:
        return self._prefix + segment.replace("-", "_")


def _rows(client: Any, name: str) -> int:
    return int(client.get_collection_stats(name)["row_count"])


class MilvusStore:
    """One segment's collection."""

    def __init__(self, client: Any, name: str, rows: int) -> None:
        self._client = client
        self._name = name
        self._rows = rows

    def search(
        self, vectors: Vectors, k: int, allowed: NDArray[np.bool_] | None = None
    ) -> tuple[Vectors, NDArray[np.int64]]:
        """Best ``k`` rows of those ``allowed``; past the end score −inf and row −1. Asks for more until enough are allowed."""
        scores = np.full((len(vectors), k), -np.inf, np.float32)
        rows = np.full((len(vectors), k), -1, np.int64)
        for at, vector in enumerate(np.asarray(vectors, np.float32)):
            for asked, (row, score) in enumerate(self._best(vector, k, allowed)):
                rows[at, asked], scores[at, asked] = row, score
        return scores, rows

    def _best(self, vector: Any, k: int, allowed: NDArray[np.bool_] | None) -> list[tuple[int, float]]:
        most = min(self._rows, _MOST)
        limit = min(k if allowed is None else 4 * k, most)
        while limit:
            found = self._client.search(
                self._name, data=[vector.tolist()], limit=limit, search_params={"metric_type": "IP"}
            )[0]
            kept = [(int(hit["row"]), float(hit["distance"])) for hit in found]
            if allowed is not None:
                kept = [(row, score) for row, score in kept if allowed[row]]
            if len(kept) >= k or limit >= most:
                return kept[:k]
            limit = min(limit * 4, most)
        return []
