"""Answers what the grid is asked to show; on the search thread, a million ids at a time."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from photoclip.gui.events import ViewAnswer, ViewRequest
from photoclip.gui.grid.content import (
    GridContent,
    content_of_arranged,
    content_of_hits,
    content_of_ids,
)
from photoclip.gui.query.text import album_of
from photoclip.library import Library, SearchResult
from photoclip.views import Arrangement


def answer_view(library: Library, request: ViewRequest, token: int) -> ViewAnswer:
    """Run one request."""
    try:
        if request.kind == "all":
            return ViewAnswer(request, token, _all(library, request.arrangement))
        if request.kind == "ids":
            return ViewAnswer(request, token, _given(library, request))
        result = _search(library, request)
        arrangement = request.arrangement
        found = library.arrange_hits(result.hits, _marked(arrangement))
    except Exception as error:  # noqa: BLE001 - shown by the window
        return ViewAnswer(request, token, error=error)
    content = content_of_hits(found.hits, found.groups, found.stacked, arrangement)
    return ViewAnswer(request, token, content, result)


def _marked(arrangement: Arrangement) -> Arrangement:
    """Months are found for an order by date in any case: the date scrubber shows them."""
    plain = arrangement.sort == "date" and arrangement.group == "none"
    return replace(arrangement, group="month") if plain else arrangement


def _all(library: Library, arrangement: Arrangement) -> GridContent:
    ids, found = library.arrange(None, _marked(arrangement))
    return content_of_arranged(ids, found, arrangement)


def _given(library: Library, request: ViewRequest) -> GridContent:
    """Just these photos: a stack that was opened is not one photo again."""
    arrangement = replace(request.arrangement, stacks=False)
    wanted = np.array(request.photo_ids, dtype=np.int64)
    if arrangement.sort == "relevance" and arrangement.group == "none":
        # Some may have left the library meanwhile.
        there = [photo.id for photo in library.photos(request.photo_ids)]
        return content_of_ids(np.array(there, dtype=np.int64))
    ids, found = library.arrange(wanted, _marked(arrangement))
    return content_of_arranged(ids, found, arrangement)


def _search(library: Library, request: ViewRequest) -> SearchResult:
    if request.kind == "similar":
        return library.similar(request.photo_id, limit=request.limit, looseness=request.looseness)
    order = _album_order(library, album_of(request.text))
    result = library.search(
        request.text,
        limit=max(request.limit, len(order)),
        include_hidden=request.include_hidden,
        looseness=request.looseness,
    )
    if order:
        hits = sorted(result.hits, key=lambda hit: order.get(hit.photo_id, len(order)))
        result = replace(result, hits=tuple(hits))
    return result


def _album_order(library: Library, name: str) -> dict[int, int]:
    """Places of photos in a hand-picked album, by id; empty where there is none."""
    for album in library.albums.all() if name else ():
        if album.query is None and album.name.casefold() == name.casefold():
            order = library.albums.photos(album.name)
            return {photo_id: place for place, photo_id in enumerate(order)}
    return {}
