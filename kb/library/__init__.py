"""The library folder: documents and clauses in SQLite, the originals, corrections, editions, trash and backups."""
