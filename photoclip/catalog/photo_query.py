"""Which photos a compiled filter lets in, and the values that there are to filter by."""

from __future__ import annotations

import functools
import itertools
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from typing import TYPE_CHECKING

from photoclip.catalog import tags
from photoclip.catalog.connection import Connection

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

# As photos.all_ids: the time of capture, or of the file where the photo does not tell.
_NEWEST_FIRST = (
    "ORDER BY ifnull(p.taken_at, strftime('%Y-%m-%dT%H:%M:%S', p.mtime_ns / 1000000000, "
    "'unixepoch', 'localtime')) DESC, p.mtime_ns DESC, p.id DESC"
)
_MOST_FIRST = (
    "SELECT {column} FROM photos WHERE {column} IS NOT NULL AND state <> 'missing' "
    "GROUP BY {column} ORDER BY count(*) DESC, {column}"
)


def select_ids(
    conn: Connection,
    where: str,
    params: Sequence[str | int | float | None],
    *,
    ordered: bool = True,
) -> NDArray[np.int64]:
    """Ids of all photos that are not missing and fit a condition over ``photos AS p``.

    Args:
        conn: Any connection.
        where: See :func:`photoclip.query.compile.to_sql`.
        params: Its parameters.
        ordered: Newest first, as in :func:`photoclip.catalog.photos.all_ids`; otherwise by
            ascending id, which is faster.

    Returns:
        int64, shape (n,).
    """
    import numpy as np  # most commands that read photos need no arrays

    order = _NEWEST_FIRST if ordered else "ORDER BY p.id"
    rows = conn.execute(
        f"SELECT p.id FROM photos AS p WHERE p.state <> 'missing' AND {where} {order}", params
    )
    return np.fromiter(itertools.chain.from_iterable(rows), dtype=np.int64)


class CatalogVocabulary:
    """What the photos of this library have, for completion; each list is read once, when asked.

    Make a new one where the library has changed.
    """

    def __init__(self, read: Callable[[], AbstractContextManager[Connection]]) -> None:
        self._read = read

    @functools.cached_property
    def tags(self) -> list[str]:
        """Paths with ``/``."""
        with self._read() as conn:
            return ["/".join(tag.path) for tag in tags.all_tags(conn)]

    @functools.cached_property
    def albums(self) -> list[str]:
        """Names, smart albums included."""
        return self._values("SELECT name FROM albums ORDER BY name")

    @functools.cached_property
    def folders(self) -> list[str]:
        """Paths below the roots, with ``/``."""
        return self._values(
            "SELECT DISTINCT rel_path FROM folders WHERE rel_path <> '' ORDER BY rel_path"
        )

    @functools.cached_property
    def cameras(self) -> list[str]:
        """Names, most photos first."""
        return self._values(_MOST_FIRST.format(column="camera"))

    @functools.cached_property
    def lenses(self) -> list[str]:
        """Names, most photos first."""
        return self._values(_MOST_FIRST.format(column="lens"))

    @functools.cached_property
    def years(self) -> list[str]:
        """Years of capture, newest first."""
        return self._values(
            "SELECT DISTINCT substr(taken_at, 1, 4) AS year FROM photos "
            "WHERE taken_at IS NOT NULL AND state <> 'missing' ORDER BY year DESC"
        )

    @functools.cached_property
    def months(self) -> list[str]:
        """Months of capture such as ``2023-06``, newest first."""
        return self._values(
            "SELECT DISTINCT substr(taken_at, 1, 7) AS month FROM photos "
            "WHERE taken_at IS NOT NULL AND state <> 'missing' ORDER BY month DESC"
        )

    @functools.cached_property
    def types(self) -> list[str]:
        """Formats by content."""
        return self._values(_MOST_FIRST.format(column="format"))

    @functools.cached_property
    def models(self) -> list[str]:
        """Keys, the active one first."""
        return self._values("SELECT key FROM models ORDER BY state = 'active' DESC, key")

    def _values(self, sql: str) -> list[str]:
        with self._read() as conn:
            return [str(row[0]) for row in conn.execute(sql)]
