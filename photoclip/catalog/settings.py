"""Settings that belong to one library and travel with its catalog."""

from __future__ import annotations

from photoclip.catalog.connection import Connection

FINE_DETAIL = "fine_detail"
"""``"on"``: crops of photos are indexed too, so that small things are found."""


def get(conn: Connection, key: str, default: str = "") -> str:
    """Value of a setting."""
    row = conn.execute("SELECT value FROM meta WHERE key = ?", (f"setting:{key}",)).fetchone()
    return str(row[0]) if row else default


def put(conn: Connection, key: str, value: str) -> None:
    """Keep a setting."""
    conn.execute(
        "INSERT INTO meta (key, value) VALUES (?, ?) "
        "ON CONFLICT (key) DO UPDATE SET value = excluded.value",
        (f"setting:{key}", value),
    )
