"""Stores: one module a vector engine, imported late."""
