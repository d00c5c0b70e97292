"""What was done to photos and their files: frozen values for the command line and the window."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class TrashReport:
    """What moving photos to the trash did.

    Attributes:
        trashed: Files that are in the trash now.
        failed: (path, reason) of those that stayed.
        restorable: Whether PhotoClip can bring them all back; else only the system can.
    """

    trashed: tuple[Path, ...]
    failed: tuple[tuple[Path, str], ...] = ()
    restorable: bool = False


@dataclass(frozen=True, slots=True)
class RestoreReport:
    """What bringing files back from the trash did.

    Attributes:
        photos: Ids of photos that are in their places again.
        restored: Files that came back, sidecars too.
        failed: (path, reason) of those that did not.
    """

    photos: tuple[int, ...] = ()
    restored: tuple[Path, ...] = ()
    failed: tuple[tuple[Path, str], ...] = ()


@dataclass(frozen=True, slots=True)
class TrashedPhoto:
    """A photo that PhotoClip can bring back from the trash.

    Attributes:
        photo_id: The photo.
        path: Where it lay.
        sidecars: Sidecars that lie there with it.
    """

    photo_id: int
    path: Path
    sidecars: int = 0


@dataclass(frozen=True, slots=True)
class ExportReport:
    """What an export wrote.

    Attributes:
        photos: Photos copied or listed.
        sidecars: Sidecars that went along.
        renamed: Copies that got a number because the name was taken.
        failed: (path, reason) of photos that could not be copied.
    """

    dest: Path
    photos: int
    sidecars: int = 0
    renamed: int = 0
    failed: tuple[tuple[Path, str], ...] = ()


@dataclass(frozen=True, slots=True)
class CaptionsReport:
    """What importing a captions file did.

    Attributes:
        added: Captions that are new.
        known: Captions that were there before.
        unknown: Names in the file that no photo of the library has.
        ambiguous: Names that several photos have.
    """

    added: int
    known: int = 0
    unknown: tuple[str, ...] = ()
    ambiguous: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class MetadataChange:
    """What is (or would be) written for one photo.

    Attributes:
        path: The photo.
        target: The file that is written: a sidecar, or the photo itself.
        lines: A diff for people, such as ``"+ tag People/Anna"``.
    """

    photo_id: int
    path: Path
    target: Path
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class WriteReport:
    """What writing metadata, or undoing it, did.

    Attributes:
        changes: What was (dry run: would be) written.
        unchanged: Photos whose files say all of it already.
        skipped: (path, reason) of photos that were left alone, and why.
        notes: Sentences about files that were written but are special, such as one
            sidecar shared by a RAW and a JPEG.
        batch: Number under which it can be undone; 0 if nothing was written.
    """

    changes: tuple[MetadataChange, ...]
    unchanged: int
    skipped: tuple[tuple[Path, str], ...] = ()
    notes: tuple[str, ...] = ()
    batch: int = 0


@dataclass(frozen=True, slots=True)
class MetadataConflict:
    """A field that both the user here and another program changed.

    Attributes:
        field: ``"tag:People/Anna"``, ``"caption"`` or ``"rating"``.
        ours: What PhotoClip has; "" for nothing.
        theirs: What the file says; "" for nothing.
    """

    photo_id: int
    path: Path
    field: str
    ours: str
    theirs: str
