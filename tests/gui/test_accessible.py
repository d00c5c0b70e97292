"""What a screen reader meets: everything that takes the keyboard has a name and a role."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QAccessibleEvent
from PySide6.QtWidgets import QApplication, QWidget
from spoken import met, spoken

pytestmark = [
    pytest.mark.gui,
    pytest.mark.qt_log_ignore("This plugin does not support", extend=True),
]

MEANINGLESS = {QAccessible.Role.NoRole, QAccessible.Role.Window}
"""What scrolls or paints itself is a client to Qt, which has no better word; its name says more."""


def unnamed(top: QWidget) -> Iterator[str]:
    """Widgets that take the keyboard and that a screen reader could not tell."""
    for widget in [top, *top.findChildren(QWidget)]:
        if not widget.isVisible() or not widget.focusPolicy() & Qt.FocusPolicy.TabFocus:
            continue
        if widget.focusProxy() is not None or widget.isWindow():
            continue
        interface = QAccessible.queryAccessibleInterface(widget)
        where = f"{type(widget).__name__} {widget.objectName()!r}"
        inside = widget.parentWidget()
        while inside is not None and not widget.objectName().startswith("qt_"):
            where, inside = f"{type(inside).__name__}/{where}", inside.parentWidget()
        if interface is None or interface.role() in MEANINGLESS:
            role = interface.role() if interface is not None else None
            yield f"no role ({role}): {where}"
        elif not interface.text(QAccessible.Text.Name).strip():
            yield f"no name: {where}"


def test_everything_that_takes_the_keyboard_in_the_window_has_a_name_and_a_role(
    open_window, qtbot
) -> None:
    window, _ = open_window(6)
    window.browser.grid.make_current(3)
    for name in ("details", "jobs", "query_help"):
        window.actions_[name].trigger()
    qtbot.wait(20)
    assert list(unnamed(window)) == []
    window.photos.open_photo(3)
    qtbot.wait(20)
    assert list(unnamed(window)) == []
    assert "photo_003.jpg" in window.viewer.accessibleName()
    window.actions_["compare"].trigger()
    qtbot.wait(20)
    assert list(unnamed(window)) == []
    assert window.viewer.accessibleName() == "Photo 1: photo_003.jpg"


@pytest.mark.parametrize("action", ["settings", "models", "train", "about", "shortcuts", "palette"])
def test_everything_that_takes_the_keyboard_in_a_dialog_has_a_name_and_a_role(
    action, open_window, qtbot
) -> None:
    window, _ = open_window(6)
    before = set(QApplication.topLevelWidgets())
    window.actions_[action].trigger()
    qtbot.wait(50)
    tops: list[Any] = [w for w in QApplication.topLevelWidgets() if w.isVisible()]
    opened = [w for w in tops if w not in before] or [window]
    for top in opened:
        pages = getattr(top, "pages", None)
        for page in pages if isinstance(pages, list) else [None]:
            if page is not None:
                top.show_page(page.key)
            assert list(unnamed(top)) == []


def test_a_cell_says_name_date_stars_and_tags(open_window, make_library, qtbot) -> None:
    library = make_library(3)
    library.rows[2] = replace(library.rows[2], taken_at="2023-06-10T10:00:00", rating=4)
    library.tags.ensure(("People", "Anna"))
    library.tags.on[2] = {("People", "Anna")}
    window, _ = open_window(library=library)
    grid = window.browser.grid
    row = window.model.row_of(2)
    spoken = QAccessible.queryAccessibleInterface(grid).child(row).text(QAccessible.Text.Name)
    name, *rest = spoken.split(", ")
    assert name == "photo_002.jpg"
    assert "2023" in rest[0]
    assert rest[-2:] == ["4 stars", "tags People / Anna"]


def test_panels_chips_and_cells_are_read_by_what_they_show(
    open_window, make_library, qtbot
) -> None:
    library = make_library(5)
    library.tags.ensure(("People", "Anna"))
    library.tags.on[2] = {("People", "Anna")}
    library.albums.queries = {"Best": None, "Dogs": "a dog"}
    library.albums.members = {"Best": [4, 2], "Dogs": []}
    window, _ = open_window(library=library)
    for name in ("details", "jobs"):
        window.actions_[name].trigger()
    role = QAccessible.Role
    qtbot.waitUntil(lambda: (role.ListItem, "photo_002.jpg, tags People / Anna") in met(window))
    window.photos.search_for("tag:People rating:>=3")
    qtbot.waitUntil(lambda: (role.Button, "rating: >=3") in met(window))
    found = met(window)
    assert (role.Button, "tag: People") in found
    assert (role.ListItem, "Best  ·  2") in found
    assert (role.TreeItem, "holiday  ·  5") in found
    assert any(kind == role.TreeItem and name.startswith("People") for kind, name in found)
    assert (role.EditableText, "Search photos by describing them") in found


def test_every_page_of_the_settings_is_read(open_window, qtbot) -> None:
    window, _ = open_window(2)
    window.actions_["settings"].trigger()
    dialog = window.settings_desk.dialog
    for page in dialog.pages:
        dialog.show_page(page.key)
        qtbot.wait(10)
        found = met(dialog)
        assert (QAccessible.Role.List, "Sections") in found


def test_each_field_of_the_settings_is_told_with_its_label(open_window, qtbot) -> None:
    window, _ = open_window(2)
    window.actions_["settings"].trigger()
    dialog = window.settings_desk.dialog
    seen = 0
    for page in dialog.pages:
        dialog.show_page(page.key)
        qtbot.wait(10)
        for role, name, each in spoken(QAccessible.queryAccessibleInterface(dialog)):
            if role == QAccessible.Role.ComboBox:
                labels = [other for other, kind in each.relations() if kind]
                own = each.object().accessibleName()
                assert own or any(other.text(QAccessible.Text.Name) for other in labels), name
                seen += 1
    assert seen >= 4


def test_stars_and_flag_of_a_photo_are_said_and_not_only_drawn(
    open_window, make_library, qtbot
) -> None:
    library = make_library(3)
    library.rows[2] = replace(library.rows[2], rating=4, pick=-1)
    window, _ = open_window(library=library)
    window.actions_["details"].trigger()
    window.browser.grid.make_current(2)
    bar = window.photos.panels.details.stars
    qtbot.waitUntil(lambda: bar._rating == 4)
    said = [
        QAccessible.queryAccessibleInterface(button).text(QAccessible.Text.Description)
        for button in (*bar.stars, bar.refuse)
    ]
    assert said[0] == said[4]
    assert "4" in said[0] and "star" in said[0]
    assert said[5] == "Refused now"


@pytest.fixture
def told(monkeypatch) -> list[tuple[QAccessible.Event, str]]:
    """What a screen reader that listens is told: the event, and name of what it is about."""
    found: list[tuple[QAccessible.Event, str]] = []

    def note(event: QAccessibleEvent) -> None:
        about = event.accessibleInterface()
        name = about.text(QAccessible.Text.Name) if about is not None else ""
        message = event.message() if isinstance(event, QAccessibleAnnouncementEvent) else name
        found.append((event.type(), message))

    monkeypatch.setattr(QAccessible, "isActive", lambda: True)
    monkeypatch.setattr(QAccessible, "updateAccessibility", note)
    return found


def test_the_photo_that_the_keyboard_goes_to_is_told_and_not_the_grid(
    open_window, told, qtbot
) -> None:
    window, _ = open_window(5)
    grid = window.browser.grid
    window.activateWindow()
    grid.setFocus()
    qtbot.waitUntil(grid.hasFocus)
    grid.make_current(window.model.id_at(0))
    told.clear()
    qtbot.keyClick(grid, Qt.Key.Key_Right)
    name = window.model.index(1).data(Qt.ItemDataRole.AccessibleTextRole)
    event = QAccessible.Event
    assert (event.Focus, name) in told
    assert (event.SelectionAdd, name) in told
    assert [name for _, name in told if name == "Photos"] == []
    window.browser.search_box.setFocus()
    told.clear()
    grid.setFocus()
    qtbot.waitUntil(lambda: (event.Focus, name) in told)


def test_what_is_told_in_the_window_is_announced_too(open_window, told) -> None:
    window, _ = open_window(2)
    told.clear()
    window.notice.confirm("Done.")
    assert (QAccessible.Event.Announcement, "Done.") in told


def test_selecting_all_of_very_many_photos_tells_one_of_them(open_window, told, qtbot) -> None:
    window, _ = open_window(400)
    told.clear()
    window.actions_["select_all"].trigger()
    assert [kind for kind, _ in told].count(QAccessible.Event.SelectionAdd) == 1
