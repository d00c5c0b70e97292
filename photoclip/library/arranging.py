"""Which photos there are to show, in what order, groups and stacks."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from photoclip.catalog import photos
from photoclip.library.parts import LibraryParts

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from photoclip.jobs.tasks.arranging import ArrangedHits
    from photoclip.results import SearchHit
    from photoclip.views import Arranged, Arrangement


class Arranging:
    """Part of :class:`photoclip.library.Library`: the order of photos."""

    _parts: LibraryParts

    def all_photo_ids(self) -> NDArray[np.int64]:
        """Ids of all photos that can be shown, newest first; int64, shape (n,)."""
        with self._parts.context.db.read() as conn:
            return photos.all_ids(conn)

    def arrange(
        self, photo_ids: NDArray[np.int64] | None, arrangement: Arrangement
    ) -> tuple[NDArray[np.int64], Arranged]:
        """Put photos in order, in groups and in stacks.

        Without dates of capture the time of the file counts, without stars 0. What is equal
        in an order stands newest first. In the order of relevance a stack has the place of
        the best of its photos.

        Args:
            photo_ids: int64 (n,), which photos, each once; None for all that can be shown.
            arrangement: How.

        Returns:
            The ids that the places in the second value refer to (those given, or all, newest
            first), and the order. Photos that have left the catalog are left out of it.
        """
        from photoclip.jobs.tasks.arranging import arrange

        return arrange(self._parts.context.db, photo_ids, arrangement)

    def arrange_hits(self, hits: Sequence[SearchHit], arrangement: Arrangement) -> ArrangedHits:
        """Put the answer to a search in order, see :meth:`arrange`.

        In another order than that of relevance, likely and maybe are mixed; what is hidden
        stays behind them.
        """
        from photoclip.jobs.tasks.arranging import arrange_hits

        return arrange_hits(self._parts.context.db, hits, arrangement)
