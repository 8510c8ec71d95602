"""Embedders: one module a backend, imported late."""
