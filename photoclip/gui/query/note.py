"""One line under the query box: what is wrong with the query, or good to know about it."""

from __future__ import annotations

from html import escape

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from photoclip.gui.core_texts import core_text
from photoclip.gui.icons import drawing
from photoclip.gui.theme import error_colour
from photoclip.results import Hint, QueryProblem


class QueryNote(QWidget):
    """Shows a mistake or, where there is none, a hint.

    Signals:
        replacement_wanted: query (str) that the user prefers.
    """

    replacement_wanted = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._problem: QueryProblem | None = None
        self._hints: tuple[Hint, ...] = ()
        self._sign = QLabel()
        self._sentence = ""
        self._text = QLabel()
        self._text.setWordWrap(True)
        self._text.setTextFormat(Qt.TextFormat.RichText)
        self._text.setTextInteractionFlags(
            Qt.TextInteractionFlag.LinksAccessibleByMouse
            | Qt.TextInteractionFlag.LinksAccessibleByKeyboard
        )
        self._text.linkActivated.connect(self.use)
        row = QHBoxLayout(self)
        row.setContentsMargins(14, 0, 8, 0)
        row.setSpacing(8)
        row.addWidget(self._sign)
        row.addWidget(self._text, 1)
        self._show()

    def text(self) -> str:
        """The sentence that is shown; empty for none."""
        return self._sentence if not self.isHidden() else ""

    def show_problem(self, problem: QueryProblem | None) -> None:
        """Tell a mistake (with the query put right, if that is known), or that there is none."""
        self._problem = problem
        self._show()

    def show_hints(self, hints: tuple[Hint, ...]) -> None:
        """Tell hints, one of a typo first."""
        self._hints = tuple(sorted(hints, key=_without_replacement))
        self._show()

    def tint(self, palette: QPalette) -> None:
        """Draw the sign in the palette's colours."""
        colour = palette.color(QPalette.ColorRole.PlaceholderText)
        if self._problem is not None:
            colour = error_colour(palette)
        self._sign.setPixmap(drawing("about", colour, 16, self.devicePixelRatioF()))

    def _show(self) -> None:
        hints = [core_text(hint.text) for hint in self._hints]
        sentences = [core_text(self._problem.message)] if self._problem is not None else hints
        self._sentence = sentence = "  ".join(sentences)
        shown = [escape(each) for each in sentences]
        if self.has_replacement:
            shown[0] += f' &nbsp;<a href="use">{escape(self.tr("Use this"))}</a>'
        self._text.setText(" &nbsp;".join(shown))
        self._text.setAccessibleName(sentence)
        self.setVisible(bool(sentence))
        self.tint(self.palette())

    @property
    def replacement(self) -> str:
        """The other query that is offered; empty for none."""
        if self._problem is not None:
            return self._problem.replacement
        return self._hints[0].replacement if self._hints else ""

    @property
    def has_replacement(self) -> bool:
        """True while another query is offered."""
        return bool(self.replacement)

    @Slot()
    def use(self) -> None:
        """Take the query that is offered."""
        if self.has_replacement:
            self.replacement_wanted.emit(self.replacement)


def _without_replacement(hint: Hint) -> bool:
    return not hint.replacement
