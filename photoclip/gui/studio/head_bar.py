"""The bar above the studio: which set, and suggesting its labels for all photos or an album."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSignalBlocker, Qt, Signal, Slot
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QPushButton, QWidget

from photoclip.gui.eliding_label import ElidingLabel
from photoclip.library import LabelSetInfo
from photoclip.results import AlbumInfo


class HeadBar(QWidget):
    """Title, a few words, and the button.

    Signals:
        suggest_requested: name of an album, or "" for all photos.
    """

    suggest_requested = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("topBar")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.title = ElidingLabel(least=60)
        font = self.title.font()
        font.setBold(True)
        self.title.setFont(font)
        self.about = ElidingLabel(least=20)
        self.about.setObjectName("quiet")
        self.where = QComboBox()
        self.where.setAccessibleName(self.tr("Photos to suggest labels for"))
        self.where.setToolTip(self.tr("Suggest for all photos, or for those of an album"))
        self.where.setMaximumWidth(180)
        self.suggest = QPushButton(self.tr("Suggest"))
        self.suggest.setProperty("primary", "true")
        self.suggest.setProperty("compact", "true")
        self.suggest.setToolTip(
            self.tr(
                "Suggest the labels of this set; opens no picture, and nothing is a tag before "
                "you accept it in the review"
            )
        )
        row = QHBoxLayout(self)
        row.setContentsMargins(14, 8, 14, 8)
        row.setSpacing(10)
        row.addWidget(self.title)
        row.addWidget(self.about, 1)
        row.addWidget(self.where)
        row.addWidget(self.suggest)
        self.suggest.clicked.connect(self._on_suggest)
        self.show_albums(())

    def show_albums(self, albums: Sequence[AlbumInfo]) -> None:
        """Offer these beside all photos; the choice stays while its album is there."""
        chosen = self.where.currentData()
        with QSignalBlocker(self.where):
            self.where.clear()
            self.where.addItem(self.tr("All photos"), "")
            for album in albums:
                self.where.addItem(self.tr("Album {name}").format(name=album.name), album.name)
            self.where.setCurrentIndex(max(0, self.where.findData(chosen)))
        self.where.setVisible(bool(albums))

    def show_set(self, label_set: LabelSetInfo) -> None:
        """Tell about this set."""
        self.title.setText(label_set.name)
        kind = self.tr("several labels a photo")
        if not label_set.multi_label:
            kind = self.tr("one label a photo")
        count = self.tr("%Ln label(s)", "", len(label_set.labels))
        text = f"{count} · {kind}"
        if not label_set.in_library:
            text = self.tr("Example, yours once you use or change it") + f" · {text}"
        self.about.setText(text)
        self.suggest.setEnabled(bool(label_set.labels))

    @Slot()
    def _on_suggest(self) -> None:
        self.suggest_requested.emit(self.where.currentData() or "")
