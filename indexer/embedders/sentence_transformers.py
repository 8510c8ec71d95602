"""Any model folder the user names, through the sentence-transformers interface; needs torch, so it is imported late."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from indexer.embedders.cache import VectorCache
from kb.errors import ModelError
from kb.ports import Progress, Vectors

_BATCH = 32
VECTORS_CACHE = "vectors.sqlite"
_E5_PREFIXES = ("query: ", "passage: ")


class SentenceTransformersEmbedder:
    """A local sentence-transformers folder; nothing is ever downloaded.

    Prefixes: the model's own prompts named ``query`` and ``passage``/``document`` when it has them, else those of E5 when
    the folder's name says e5, else none.
    Raises ModelError: ``model_missing`` (no such folder), ``model_unreadable`` (torch or the folder fails).
    """

    def __init__(self, folder: Path, *, cache_folder: Path | None = None) -> None:
        self._folder = folder.expanduser()
        if not self._folder.is_dir():
            raise ModelError("model_missing", path=self._folder)
        self._model = self._load()
        self._model_id = f"{self._folder.name}@{_fingerprint(self._folder)}"
        self._prefixes = self._find_prefixes()
        self._cache = (
            VectorCache(cache_folder / VECTORS_CACHE, self._model_id, self.dimension) if cache_folder else None
        )

    def _load(self) -> Any:
        try:
            from sentence_transformers import SentenceTransformer

            return SentenceTransformer(str(self._folder), device="cpu", local_files_only=True)
        except Exception as error:  # torch, transformers and safetensors each raise their own
            raise ModelError("model_unreadable", path=self._folder, reason=error) from error

    def _find_prefixes(self) -> tuple[str, str]:
        prompts = {name: text for name, text in (self._model.prompts or {}).items() if text}
        passage = prompts.get("passage") or prompts.get("document") or ""
        if prompts.get("query") or passage:
            return prompts.get("query", ""), passage
        return _E5_PREFIXES if "e5" in self._folder.name.lower() else ("", "")

    @property
    def model_id(self) -> str:
        """Folder name and a hash over names and sizes of its files and the content of its configuration."""
        return self._model_id

    @property
    def dimension(self) -> int:
        """Length of a vector."""
        return int(self._model.get_embedding_dimension())

    def embed_queries(self, texts: Sequence[str]) -> Vectors:
        """Shape (len(texts), dimension), rows of length 1."""
        return self._embed([self._prefixes[0] + text for text in texts])

    def embed_passages(self, texts: Sequence[str], progress: Progress | None = None) -> Vectors:
        """Shape (len(texts), dimension), rows of length 1."""
        if self._cache is not None:
            return self._cache.through(texts, self._embed_passages, progress)
        return self._embed_passages(texts, progress)

    def _embed_passages(self, texts: Sequence[str], progress: Progress | None) -> Vectors:
        vectors = np.empty((len(texts), self.dimension), np.float32)
        order = sorted(range(len(texts)), key=lambda index: len(texts[index]))
        for start in range(0, len(order), _BATCH):
            rows = order[start : start + _BATCH]
            vectors[rows] = self._embed([self._prefixes[1] + texts[row] for row in rows])
            if progress is not None:
                progress("embedding", start + len(rows), len(texts))
        return vectors

    def _embed(self, texts: list[str]) -> Vectors:
        found = self._model.encode(texts, batch_size=_BATCH, normalize_embeddings=True, show_progress_bar=False)
        return np.asarray(found, np.float32).reshape(len(texts), -1)


def _fingerprint(folder: Path) -> str:
    digest = hashlib.sha256()
    for file in sorted(folder.rglob("*")):
        if file.is_file():
            digest.update(f"{file.relative_to(folder)}:{file.stat().st_size};".encode())
            if file.suffix == ".json" and file.stat().st_size < 100_000:
                digest.update(file.read_bytes())
    return digest.hexdigest()[:12]
