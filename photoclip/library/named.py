"""Photos that a caller names by number: all of them are there, or one sentence says which not."""

from __future__ import annotations

from collections.abc import Iterable

from photoclip.catalog import lookup
from photoclip.catalog.connection import Connection
from photoclip.errors import UserError


def known_ids(conn: Connection, photo_ids: Iterable[int]) -> list[int]:
    """The ids, each once, in their order.

    Raises:
        UserError: One of them is no photo of the library.
    """
    wanted = [int(each) for each in dict.fromkeys(photo_ids)]
    unknown = lookup.first_unknown(conn, wanted)
    if unknown is not None:
        raise UserError(f"There is no photo number {unknown} in the library.")
    return wanted
