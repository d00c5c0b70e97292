"""Version, purpose and licences."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QSize, Qt, qVersion
from PySide6.QtWidgets import QMessageBox, QWidget

from photoclip import __version__
from photoclip.gui.icons import app_icon


def show_about(parent: QWidget) -> QMessageBox:
    """Open the about box; it closes by itself with its window."""
    box = QMessageBox(parent)
    box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    box.setWindowTitle(QCoreApplication.translate("about", "About PhotoClip"))
    box.setIconPixmap(app_icon().pixmap(QSize(72, 72), parent.devicePixelRatioF()))
    box.setText(f"<b>PhotoClip {__version__}</b>")
    box.setInformativeText(
        QCoreApplication.translate(
            "about",
            "Find your own photos by describing them, on your own computer: "
            "no photo and no search leaves it.\n\n"
            "Free software under the GNU General Public License, version 3 or later. "
            "Built with Qt {qt} and PySide6 (LGPL), PyTorch, OpenCLIP, SQLite and hnswlib; "
            "the models' cards name their own licences.",
        ).format(qt=qVersion())
    )
    box.open()
    return box
