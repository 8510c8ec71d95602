"""Data that ships with the product: samples, checklists, outlines, terms, the citation register, the default model."""

from __future__ import annotations

from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path


def resource(*parts: str) -> Traversable:
    """A file or folder of the corpus, as package data."""
    return files(__name__).joinpath(*parts)


def folder(*parts: str) -> Path:
    """The same as a path on disk; the distribution is always installed unpacked."""
    return Path(str(resource(*parts)))


def texts(*parts: str, suffix: str = ".toml") -> dict[str, str]:
    """File name → text, for every file of a folder that ends in ``suffix``."""
    return {
        item.name: item.read_text(encoding="utf-8")
        for item in sorted(resource(*parts).iterdir(), key=lambda item: item.name)
        if item.name.endswith(suffix)
    }
