"""A damaged catalog is told with the newest copy beside it, one press away."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QMessageBox

from photoclip.errors import DamagedCatalogError
from photoclip.gui.going_back import go_back_to_copy
from photoclip.library import Library


@pytest.fixture
def place(tmp_path: Path) -> Path:
    with Library.open(tmp_path / "library") as library:
        (library.path / "backups").mkdir()
        library.backup(library.path / "backups" / "copy.sqlite")
        catalog = library.path / "catalog.sqlite"
    content = bytearray(catalog.read_bytes())
    content[:4096] = bytes(4096)
    catalog.write_bytes(content)
    # The newest of all, but a catalog that was put aside because it is damaged.
    (library.path / "backups" / "zz-before-restoring.sqlite").write_bytes(content)
    return tmp_path / "library"


def damage_of(place: Path) -> DamagedCatalogError:
    with pytest.raises(DamagedCatalogError) as caught:
        Library.open(place)
    return caught.value


def press(words: str) -> QTimer:
    """Press the button of the box that comes; a box without it is closed."""
    timer = QTimer()

    def look() -> None:
        box = QApplication.activeModalWidget()
        if isinstance(box, QMessageBox):
            wanted = [each for each in box.buttons() if words in each.text()]
            (wanted or box.buttons())[0].click()

    timer.timeout.connect(look)
    timer.start(20)
    return timer


@pytest.mark.parametrize("restored", [True, False])
def test_the_newest_copy_is_put_in_place_where_that_is_wanted(
    qapp: QApplication, place: Path, *, restored: bool
) -> None:
    error = damage_of(place)
    timer = press("copy" if restored else "Close")
    try:
        assert go_back_to_copy(place, error) is restored
    finally:
        timer.stop()
    if restored:
        Library.open(place).close()
    else:
        damage_of(place)


def test_without_a_copy_it_is_only_told(qapp: QApplication, place: Path) -> None:
    (place / "backups" / "copy.sqlite").unlink()
    timer = press("copy")
    try:
        assert go_back_to_copy(place, damage_of(place)) is False
    finally:
        timer.stop()
