"""Pictures to look at, turned as the user wants them; what is cached is never turned.

Thumbnails are made on demand: a cache may be deleted at any time and fills again by itself.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from photoclip.catalog import folders, photos
from photoclip.catalog.rows import Photo
from photoclip.errors import UnreadablePhotoError
from photoclip.jobs.tasks.context import TaskContext

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

OFFLINE: Final = "The folder of this photo is offline; connect its drive to see the photo."


def thumbnail(context: TaskContext, photo_id: int) -> bytes | None:
    """JPEG of a photo that was indexed once, from the cache or made anew, turned if it is to be.

    Only a file that was decoded once without harm is opened in this process; a photo that
    was not indexed yet gets a first look in another one.
    """
    with context.db.read() as conn:
        photo = photos.get(conn, photo_id)
    if photo is None:
        return None
    if photo.pixel_hash is not None:
        made = _unturned_thumbnail(context, photo, photo.pixel_hash)
    else:
        made = context.looks.thumbnail(context.encoders, photo) if photo.state == "new" else None
    if made is None or not photo.rotation:
        return made
    from photoclip.media.thumbs import turned_thumbnail

    return turned_thumbnail(made, photo.rotation)


def full_image(context: TaskContext, photo: Photo, *, max_side: int) -> NDArray[np.uint8]:
    """A photo's pixels, upright sRGB, turned if it is to be; uint8, shape (h, w, 3).

    Raises:
        UnreadablePhotoError: The file is gone or damaged.
    """
    from photoclip.media.decode import decode_full
    from photoclip.media.thumbs import turned

    try:
        pixels = decode_full(photo.path, max_side=max_side)
    except UnreadablePhotoError as error:
        if _is_offline(context, photo):
            raise UnreadablePhotoError(OFFLINE) from error
        raise
    return turned(pixels, photo.rotation) if photo.rotation else pixels


def _is_offline(context: TaskContext, photo: Photo) -> bool:
    """Whether the photo's whole folder cannot be reached: then nothing is wrong with the photo."""
    with context.db.read() as conn:
        root = folders.root_by_id(conn, photo.root_id)
    return root is not None and (root.state == "offline" or not root.path.is_dir())


def _unturned_thumbnail(context: TaskContext, photo: Photo, pixel_hash: bytes) -> bytes | None:
    stored = context.thumbnails.get(pixel_hash)
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
