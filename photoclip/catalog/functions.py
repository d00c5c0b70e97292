"""Functions that PhotoClip adds to SQLite, for queries; no table, index or view uses them."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from photoclip.folding import fold

if TYPE_CHECKING:
    import sqlite3

EARTH_KM = 6371.0088
"""Mean radius of the Earth (IUGG)."""


def register(connection: sqlite3.Connection) -> None:
    """Add ``photoclip_fold(text)`` and ``photoclip_km(lat, lon, lat, lon)`` to a connection."""
    connection.create_function("photoclip_fold", 1, fold_value, deterministic=True)
    connection.create_function("photoclip_km", 4, distance_km, deterministic=True)


def fold_value(text: str | None) -> str | None:
    """See :func:`photoclip.folding.fold`; NULL stays NULL."""
    return None if text is None else fold(str(text))


def distance_km(
    lat_1: float | None, lon_1: float | None, lat_2: float | None, lon_2: float | None
) -> float | None:
    """Kilometres along the surface between two places in degrees (haversine); NULL if unknown."""
    if lat_1 is None or lon_1 is None or lat_2 is None or lon_2 is None:
        return None
    north_1, north_2 = math.radians(lat_1), math.radians(lat_2)
    across = math.sin(math.radians(lon_2 - lon_1) / 2)
    chord = (
        math.sin((north_2 - north_1) / 2) ** 2 + math.cos(north_1) * math.cos(north_2) * across**2
    )
    return 2 * EARTH_KM * math.asin(min(1.0, math.sqrt(chord)))
