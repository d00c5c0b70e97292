"""What tasks report. Apart from the tasks, so that naming a report loads none of them."""

from __future__ import annotations

from dataclasses import dataclass

from photoclip.ingest.scan import ScanReport


@dataclass(frozen=True, slots=True)
class IndexReport:
    """What indexing did.

    Attributes:
        indexed: Photos that were decoded and have a vector now.
        reused: Photos whose content was known, so nothing was decoded.
        unreadable: Photos that could not be decoded.
        scan: Report of the scan before, if there was one.
        seconds: Time taken, without the scan.
        photos_per_second: Rate over ``seconds``.
        device: Where the model ran; empty if nothing needed it.
    """

    indexed: int = 0
    reused: int = 0
    unreadable: int = 0
    scan: ScanReport | None = None
    seconds: float = 0.0
    photos_per_second: float = 0.0
    device: str = ""
