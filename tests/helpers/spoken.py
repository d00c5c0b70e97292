"""What a screen reader comes to, by Qt's own interface of accessibility."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QWidget

SPOKEN = {
    QAccessible.Role.ListItem,
    QAccessible.Role.TreeItem,
    QAccessible.Role.Cell,
    QAccessible.Role.PageTab,
    QAccessible.Role.Slider,
}
"""What need not take the keyboard by itself to be read."""


def spoken(interface: Any, most: int = 60) -> Iterator[tuple[QAccessible.Role, str, Any]]:
    """Role, name and interface of all that a screen reader can come to below an object."""
    state = interface.state()
    if state.invisible:
        return
    client = interface.role() in {QAccessible.Role.Client, QAccessible.Role.StaticText}
    if interface.role() in SPOKEN or (state.focusable and not client):
        yield interface.role(), interface.text(QAccessible.Text.Name), interface
    for number in range(min(interface.childCount(), most)):
        child = interface.child(number)
        if child is not None:
            yield from spoken(child)


def met(widget: QWidget) -> list[tuple[QAccessible.Role, str]]:
    """Role and name of all of it; fails where something has no name."""
    found = [(role, name) for role, name, _ in spoken(QAccessible.queryAccessibleInterface(widget))]
    assert [role for role, name in found if not name.strip()] == []
    return found
