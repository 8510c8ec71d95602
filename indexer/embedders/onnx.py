"""The default embedder: an ONNX encoder with its tokenizer, run by onnxruntime without torch."""

from __future__ import annotations

import os
import tomllib
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from indexer.embedders.cache import VectorCache
from kb.errors import ModelError
from kb.onnx import silent_onnxruntime
from kb.ports import Progress, Vectors

CARD = "model.toml"
VECTORS_CACHE = "vectors.sqlite"
_BATCH = 16
_WINDOWS_PER_RUN = 512
"""Texts tokenised and sorted together; bounds memory on large libraries."""


class OnnxEmbedder:
    """A folder with ``model.toml`` (id, dimension, prefixes, file hashes), ``model.onnx`` and ``tokenizer.json``.

    ``cache_folder`` keeps passage vectors by content; without it every text is embedded. Texts over ``max_tokens`` are cut. The session starts at the first text, so that making the object is free.
    Raises ModelError: ``model_missing`` (no card or a file is absent), ``model_unreadable`` (damaged, wrong version).
    """

    def __init__(self, folder: Path, *, cache_folder: Path | None = None, threads: int | None = None) -> None:
        self._folder = folder
        self._threads = threads or os.cpu_count() or 1
        self._engine: tuple[Any, Any] | None = None
        self._cache: VectorCache | None = None
        try:
            card = tomllib.loads((folder / CARD).read_text(encoding="utf-8"))
            self._dimension = int(card["dimension"])
            self._max_tokens = int(card["max_tokens"])
            self._prefixes = str(card["query_prefix"]), str(card["passage_prefix"])
            self._model_id = f"{card['id']}@{card['sha256']['model.onnx'][:12]}"
        except FileNotFoundError as error:
            raise ModelError("model_missing", path=folder) from error
        except (OSError, KeyError, ValueError, TypeError) as error:
            raise ModelError("model_unreadable", path=folder, reason=error) from error
        if cache_folder is not None:
            self._cache = VectorCache(cache_folder / VECTORS_CACHE, self._model_id, self._dimension)

    @property
    def model_id(self) -> str:
        """Name of the model and the start of its file's hash."""
        return self._model_id

    @property
    def dimension(self) -> int:
        """Length of a vector."""
        return self._dimension

    def embed_queries(self, texts: Sequence[str]) -> Vectors:
        """Shape (len(texts), dimension), rows of length 1."""
        return self._embed([self._prefixes[0] + text for text in texts], None)

    def embed_passages(self, texts: Sequence[str], progress: Progress | None = None) -> Vectors:
        """Shape (len(texts), dimension), rows of length 1; ``progress("embedding", done, total)`` after every batch."""
        if self._cache is not None:
            return self._cache.through(texts, self._embed_passages, progress)
        return self._embed_passages(texts, progress)

    def _embed_passages(self, texts: Sequence[str], progress: Progress | None) -> Vectors:
        return self._embed([self._prefixes[1] + text for text in texts], progress)

    def _embed(self, texts: list[str], progress: Progress | None) -> Vectors:
        vectors = np.empty((len(texts), self._dimension), np.float32)
        if not texts:
            return vectors
        session, tokenizer = self._open()
        done = 0
        for start in range(0, len(texts), _WINDOWS_PER_RUN):
            encodings = tokenizer.encode_batch(texts[start : start + _WINDOWS_PER_RUN])
            lengths = np.array([len(encoding.ids) for encoding in encodings])
            order = np.argsort(lengths, kind="stable")
            inputs = [_padded(encodings, order[i : i + _BATCH], lengths) for i in range(0, len(order), _BATCH)]
            for number, found in enumerate(self._runs(session, inputs)):
                batch = order[number * _BATCH : (number + 1) * _BATCH]
                vectors[start + batch] = found
                done += len(batch)
                if progress is not None:
                    progress("embedding", done, len(texts))
        return vectors

    def _runs(self, session: Any, inputs: Sequence[dict[str, NDArray[np.int64]]]) -> Iterator[Vectors]:
        """The vectors of each batch, in order; several batches at a time, each in a thread of its own."""
        if len(inputs) == 1 or self._threads == 1:
            yield from (session.run(None, one)[0] for one in inputs)
            return
        with ThreadPoolExecutor(self._threads, "embedding") as pool:
            yield from pool.map(lambda one: session.run(None, one)[0], inputs)

    def _open(self) -> tuple[Any, Any]:
        if self._engine is None:
            self._engine = self._load()
        return self._engine

    def _load(self) -> tuple[Any, Any]:
        from tokenizers import Tokenizer

        onnxruntime = silent_onnxruntime()
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = (
            1  # batches side by side cost less than one batch cut up, and a query needs no second thread
        )
        options.log_severity_level = 3
        try:
            tokenizer = Tokenizer.from_file(str(self._folder / "tokenizer.json"))
            session = onnxruntime.InferenceSession(
                str(self._folder / "model.onnx"), options, providers=["CPUExecutionProvider"]
            )
        except Exception as error:  # both libraries raise bare exceptions
            missing = not (self._folder / "model.onnx").exists() or not (self._folder / "tokenizer.json").exists()
            code = "model_missing" if missing else "model_unreadable"
            raise ModelError(code, path=self._folder, reason=error) from error
        tokenizer.no_padding()
        tokenizer.enable_truncation(self._max_tokens)
        return session, tokenizer


def _padded(
    encodings: Sequence[Any], batch: NDArray[np.int64], lengths: NDArray[np.int64]
) -> dict[str, NDArray[np.int64]]:
    """What the encoder takes for the texts of these numbers."""
    ids = np.full((len(batch), lengths[batch].max()), 1, np.int64)
    for row, index in enumerate(batch):
        ids[row, : lengths[index]] = encodings[index].ids
    return {"input_ids": ids, "attention_mask": (np.arange(ids.shape[1]) < lengths[batch, None]).astype(np.int64)}
