"""A small sheet with the fields of the query language; a click puts an example into the box."""

from __future__ import annotations

from html import escape

from PySide6.QtCore import QObject, Qt, QUrl, Slot
from PySide6.QtGui import QKeyEvent, QPalette
from PySide6.QtWidgets import QDialog, QTextBrowser, QVBoxLayout

from photoclip.gui.bridge import Bridge
from photoclip.gui.core_texts import core_text
from photoclip.gui.fitting import resize_within
from photoclip.gui.query.box import SearchBox
from photoclip.gui.question import Question
from photoclip.gui.sizes import sized

SIZE = (620, 520)


class QueryHelpSheet(QDialog):
    """The sheet itself; it stays open while queries are typed."""

    def __init__(self, box: SearchBox) -> None:
        super().__init__(box.window())
        self._box = box
        self._rows: list[tuple[str, str, str]] = []
        self.setWindowTitle(self.tr("What can be asked"))
        self.setModal(False)
        self.text = QTextBrowser()
        self.text.setOpenLinks(False)
        self.text.setAccessibleName(self.tr("Fields of the query language"))
        self.text.anchorClicked.connect(self._on_link)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.text)
        resize_within(self, *map(sized, SIZE))

    def show_rows(self, rows: list[tuple[str, str, str]]) -> None:
        """Show (name, example, meaning) of each field."""
        self._rows = list(rows)
        self._fill()

    def _fill(self) -> None:
        quiet = self.palette().color(QPalette.ColorRole.PlaceholderText).name()
        lines = [
            f'<tr><td style="padding:5px 18px 5px 0">'
            f'<a style="text-decoration:none" href="#{place}"><code>{escape(example)}</code></a>'
            f'</td><td style="padding:5px 0; color:{quiet}">{escape(core_text(meaning))}</td></tr>'
            for place, (_name, example, meaning) in enumerate(self._rows)
        ]
        intro = escape(
            self.tr(
                "Plain words describe what a photo shows. A minus leaves something out, quotes "
                "keep words together, and fields narrow the search. Click an example to add it."
            )
        )
        keys = escape(
            self.tr(
                "Tab takes the first proposal. Down in the empty box brings earlier searches, "
                "Alt+Down always. A picture that is dropped on the box, or copied and pasted, "
                "finds photos like it."
            )
        )
        self.text.setHtml(
            f'<div style="margin:14px 18px"><p>{intro}</p><p>{keys}</p>'
            f'<table cellspacing="0" cellpadding="0">{"".join(lines)}</table></div>'
        )

    @Slot(QUrl)
    def _on_link(self, url: QUrl) -> None:
        _name, example, _meaning = self._rows[int(url.fragment())]
        self._box.add_terms([example])
        self._box.setFocus(Qt.FocusReason.OtherFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """F1 closes what F1 opened."""
        if event.key() == Qt.Key.Key_F1:
            self.close()
            return
        super().keyPressEvent(event)


class QueryHelp(QObject):
    """Opens the sheet and fills it."""

    def __init__(self, bridge: Bridge, box: SearchBox, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._box = box
        self.sheet: QueryHelpSheet | None = None
        self._question = Question(bridge, "query_help", self)
        self._question.answered.connect(self._on_rows)

    @Slot()
    def show_help(self) -> None:
        """Open the sheet, or bring it to the front."""
        if self.sheet is None:
            self.sheet = QueryHelpSheet(self._box)
        self._question.ask()
        self.sheet.show()
        self.sheet.raise_()
        self.sheet.activateWindow()

    @Slot(object)
    def _on_rows(self, rows: list[tuple[str, str, str]]) -> None:
        if self.sheet is not None:
            self.sheet.show_rows(rows)
