"""Readers: one module a format, each turning a file into a ``kb.model.Source``."""
