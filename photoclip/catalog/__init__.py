"""The catalog: the one SQLite file that is no cache; only this room imports sqlite3."""
