"""What a folder lies on: the identity of its volume, and whether that is a network share.

Two rooms need this: the catalog (write-ahead logging corrupts on shares) and ingest
(another disk at a known path must not look like a thousand deleted photos).
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

_NETWORK_TYPES = frozenset(
    {
        *("9p", "afpfs", "afs", "ceph", "cifs", "gfs2", "glusterfs", "lustre", "ncpfs", "nfs"),
        *("nfs4", "ocfs2", "prl_fs", "smb2", "smb3", "smbfs", "vboxsf", "virtiofs", "webdav"),
        *("fuse.davfs", "fuse.glusterfs", "fuse.rclone", "fuse.s3fs", "fuse.sshfs"),
    }
)
_MOUNTINFO = Path("/proc/self/mountinfo")
_DISKS_BY_UUID = Path("/dev/disk/by-uuid")
_MAC_MOUNT_LINE = re.compile(r"^(?P<source>.+?) on (?P<point>/.*) \((?P<type>[^,)]+)")


@dataclass(frozen=True, slots=True)
class Mount:
    """One mounted file system.

    Attributes:
        point: Where it is mounted.
        kind: Type of the file system, for example ``"ext4"`` or ``"cifs"``.
        source: Device or share, for example ``"/dev/sda1"`` or ``"//nas/photos"``.
    """

    point: str
    kind: str
    source: str


def volume_id(folder: Path) -> str | None:
    """Name of the volume a folder lies on, stable over reboots and other mount orders.

    Returns:
        For example ``"uuid:2f1c…"``, ``"cifs://nas/photos"`` or ``"serial:1a2b"``, or
        None where the system tells nothing that stays the same (a container's overlay,
        a RAM disk); None is never taken for "another volume".
    """
    if sys.platform == "win32":
        try:
            return f"serial:{folder.stat().st_dev:x}"
        except OSError:
            return None
    mount = _mount_of(folder)
    if mount is None:
        return None
    if mount.kind in _NETWORK_TYPES:
        return f"{mount.kind}:{mount.source}"
    return _disk_uuid(mount.source)


def is_network(folder: Path) -> bool:
    """True where a folder lies on a network share, as far as the system tells."""
    if sys.platform == "win32":
        return _is_windows_share(folder)
    mount = _mount_of(folder)
    return mount is not None and mount.kind in _NETWORK_TYPES


def parse_mountinfo(text: str) -> list[Mount]:
    """Read Linux' ``/proc/self/mountinfo`` (see proc(5))."""
    mounts = []
    for line in text.splitlines():
        before, separator, after = line.partition(" - ")
        fields, tail = before.split(" "), after.split(" ")
        if separator and len(fields) >= 5 and len(tail) >= 2:
            mounts.append(Mount(_unescape(fields[4]), tail[0], _unescape(tail[1])))
    return mounts


def parse_mac_mounts(text: str) -> list[Mount]:
    """Read the output of macOS' ``mount``."""
    found = (_MAC_MOUNT_LINE.match(line) for line in text.splitlines())
    return [Mount(m["point"], m["type"].strip(), m["source"]) for m in found if m]


def _mount_of(folder: Path) -> Mount | None:
    path = os.path.realpath(folder)
    best: Mount | None = None
    for mount in _mounts():
        inside = path == mount.point or path.startswith(mount.point.rstrip("/") + "/")
        # Of two mounts at one point the later one hides the earlier.
        if inside and (best is None or len(mount.point) >= len(best.point)):
            best = mount
    return best


def _mounts() -> list[Mount]:
    try:
        if sys.platform == "darwin":
            listed = subprocess.run(
                ["/sbin/mount"], capture_output=True, timeout=5, check=True, text=True
            )
            return parse_mac_mounts(listed.stdout)
        return parse_mountinfo(os.fsdecode(_MOUNTINFO.read_bytes()))
    except (OSError, subprocess.SubprocessError, ValueError):
        return []


def _unescape(field: str) -> str:
    return re.sub(r"\\([0-7]{3})", lambda match: chr(int(match[1], 8)), field)


def _disk_uuid(source: str) -> str | None:
    if not source.startswith("/dev/"):
        return None
    device = os.path.realpath(source)
    try:
        links = list(_DISKS_BY_UUID.iterdir())
    except OSError:
        return None
    for link in links:
        if os.path.realpath(link) == device:
            return f"uuid:{link.name}"
    return None


def _is_windows_share(folder: Path) -> bool:
    drive = os.path.splitdrive(folder.absolute())[0]
    if drive.startswith("\\\\"):
        return True
    import ctypes

    drive_remote = 4
    kernel = getattr(ctypes, "windll").kernel32  # noqa: B009 - mypy knows it on Windows only
    return bool(kernel.GetDriveTypeW(drive + "\\") == drive_remote)
