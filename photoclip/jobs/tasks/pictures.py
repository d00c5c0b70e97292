"""Thumbnails on demand: a cache may be deleted at any time and fills again by itself."""

from __future__ import annotations

from photoclip.catalog import photos
from photoclip.errors import UnreadablePhotoError
from photoclip.jobs.tasks.context import TaskContext


def thumbnail(context: TaskContext, photo_id: int) -> bytes | None:
    """JPEG of a photo that was indexed once, from the cache or made anew.

    Photos that no encoder process has looked at yet give None: only a file that was
    decoded once without harm is opened in this process.
    """
    with context.db.read() as conn:
        photo = photos.get(conn, photo_id)
    if photo is None or photo.pixel_hash is None:
        return None
    stored = context.thumbnails.get(photo.pixel_hash)
    if stored is not None:
        return stored
    from photoclip.media.decode import decode
    from photoclip.media.thumbs import make_thumbnail

    try:
        decoded = decode(photo.path)
    except UnreadablePhotoError:
        return None
    made = make_thumbnail(decoded.pixels)
    context.thumbnails.put_many([(decoded.pixel_hash, made)])
    return made
