"""Reading what systems say about mounted volumes."""

from __future__ import annotations

from pathlib import Path

import pytest

from photoclip import volumes

MOUNTINFO = """\
22 1 8:1 / / rw,relatime shared:1 - ext4 /dev/sda1 rw
30 22 0:50 / /mnt/nas rw,relatime - cifs //nas/photos rw,vers=3.0
31 22 8:17 / /media/my\\040stick rw - vfat /dev/sdb1 rw
32 22 8:33 / /media/hidden rw - vfat /dev/sdc1 rw
33 22 8:49 / /media/hidden rw - ext4 /dev/sdd1 rw
broken line
"""


@pytest.fixture
def linux(tmp_path, monkeypatch):
    disks = tmp_path / "by-uuid"
    disks.mkdir()
    (disks / "AB-CD").symlink_to("/dev/sdb1")
    (tmp_path / "mountinfo").write_text(MOUNTINFO)
    monkeypatch.setattr(volumes, "_MOUNTINFO", tmp_path / "mountinfo")
    monkeypatch.setattr(volumes, "_DISKS_BY_UUID", disks)
    monkeypatch.setattr("sys.platform", "linux")


def test_a_share_is_known_by_its_address(linux):
    assert volumes.volume_id(Path("/mnt/nas/2023")) == "cifs://nas/photos"
    assert volumes.is_network(Path("/mnt/nas"))


def test_a_disk_is_known_by_its_uuid(linux):
    assert volumes.volume_id(Path("/media/my stick/a")) == "uuid:AB-CD"
    assert not volumes.is_network(Path("/media/my stick"))


def test_a_disk_without_uuid_is_not_known(linux):
    assert volumes.volume_id(Path("/home")) is None


def test_a_name_that_only_begins_like_a_mount_is_not_on_it(linux):
    assert volumes.volume_id(Path("/mnt/nas2")) is None


def test_the_later_mount_at_one_place_hides_the_earlier(linux):
    mounts = volumes.parse_mountinfo(MOUNTINFO)
    assert [m.source for m in mounts if m.point == "/media/hidden"] == ["/dev/sdc1", "/dev/sdd1"]
    assert volumes._mount_of(Path("/media/hidden/x")).source == "/dev/sdd1"


def test_a_system_that_tells_nothing_is_no_error(linux, monkeypatch):
    monkeypatch.setattr(volumes, "_MOUNTINFO", Path("/nonexistent"))
    assert volumes.volume_id(Path("/")) is None
    assert not volumes.is_network(Path("/"))


def test_mounts_of_macos_are_read():
    text = (
        "/dev/disk3s1s1 on / (apfs, sealed, local, read-only, journaled)\n"
        "//me@nas._smb._tcp.local/photos on /Volumes/my photos (smbfs, nodev, nosuid)\n"
    )
    root, share = volumes.parse_mac_mounts(text)
    assert (root.kind, share.kind, share.point) == ("apfs", "smbfs", "/Volumes/my photos")
