"""Before a training: what there is to learn from, how much may change, and what it will cost."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import (
    QCheckBox,
    QFormLayout,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QSpinBox,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from photoclip.gui.core_texts import core_text
from photoclip.gui.training.presets import ADVANCED, PresetChoices
from photoclip.gui.training.words import CountedCaptions, cost_text, source_text
from photoclip.run_reports import TrainEstimate, TrainingOverview, TrainOptions

MOST_EPOCHS = 1000


def heading(text: str) -> QLabel:
    """A quiet title above a part of a page."""
    label = QLabel(text)
    label.setObjectName("formTitle")
    return label


def sentence(*, quiet: bool = False) -> QLabel:
    """A label for plain text of any length."""
    label = QLabel()
    label.setWordWrap(True)
    label.setTextFormat(Qt.TextFormat.PlainText)
    if quiet:
        label.setObjectName("quiet")
    return label


class TooFew(QWidget):
    """What is needed, and how captions come in."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        title = heading(self.tr("How captions come in"))
        self.text = QLabel(
            self.tr(
                "<p>A caption is a sentence that says who or what is on a photo, such as “Anna "
                "on the red boat”. From about 20 captioned photos on there is something to "
                "learn; some hundred are better.</p>"
                "<ul>"
                "<li>Write them: select a photo, show its details (Ctrl+I), and type under "
                "“What is on this photo?”.</li>"
                "<li>Captions that other programs wrote into photos or XMP files beside them "
                "are read by themselves.</li>"
                "<li>A text file beside a photo: <i>beach.txt</i> for <i>beach.jpg</i>.</li>"
                "<li>A table of files and captions: <i>photoclip captions import</i>.</li>"
                "<li>Accepted tags become captions too: say yes to suggestions on the page "
                "“Review”.</li>"
                "</ul>"
            )
        )
        self.text.setWordWrap(True)
        self.text.setTextFormat(Qt.TextFormat.RichText)
        self.text.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse
            | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(title)
        column.addWidget(self.text)
        column.addStretch(1)


class SetupPage(QWidget):
    """Shows an overview and gathers what the user wants; it asks nothing itself.

    Signals:
        wanted: ``TrainOptions`` as they are now, None while nothing can be trained.
        started: ``TrainOptions`` to train with.
        tags_switched: whether accepted tags become captions.
        closed: the dialog may go.
    """

    wanted = Signal(object)
    started = Signal(object)
    tags_switched = Signal(bool)
    closed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._busy = False
        self._overview: TrainingOverview | None = None
        self._make_facts()
        self._make_choices()
        self._make_buttons()
        inside = QWidget()
        inside.setObjectName("formInside")
        column = QVBoxLayout(inside)
        column.setContentsMargins(20, 16, 20, 12)
        column.setSpacing(6)
        for part in (self.count, self.sources, self.offline, self.advice, self.tags):
            column.addWidget(part)
        column.addSpacing(10)
        column.addWidget(self.body, 1)
        area = QScrollArea()
        area.setObjectName("formArea")
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(inside)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(area, 1)
        whole.addWidget(self._foot)
        self._show_nothing()

    def _make_facts(self) -> None:
        self.count = sentence()
        font = self.count.font()
        font.setPointSizeF(font.pointSizeF() * 1.35)
        font.setBold(True)
        self.count.setFont(font)
        self.sources = sentence(quiet=True)
        self.offline = sentence(quiet=True)
        self.advice = sentence()
        self.tags = QCheckBox(self.tr("Make captions of &accepted tags too"))
        self.tags.setChecked(True)
        self.tags.toggled.connect(self._on_tags)

    def _make_choices(self) -> None:
        self.presets = PresetChoices()
        self.presets.changed.connect(self._tell)
        self.name = QLineEdit()
        self.name.setObjectName("formField")
        self.name.setPlaceholderText(self.tr("Tuned on my photos"))
        self.name.setAccessibleName(self.tr("Name of the new model"))
        self.name.setMaxLength(80)
        self.advanced = QCheckBox(self.tr("Ad&vanced"))
        self.advanced.toggled.connect(self._on_advanced)
        self.epochs = QSpinBox()
        self.epochs.setAccessibleName(self.tr("Passes over the photos"))
        self.epochs.setMinimumHeight(28)
        self.epochs.lineEdit().setTextMargins(5, 0, 0, 0)
        self.epochs.setRange(0, MOST_EPOCHS)
        self.epochs.setSpecialValueText(self.tr("as many as serve"))
        self.epochs.valueChanged.connect(self._tell)
        form = QFormLayout()
        form.setContentsMargins(0, 0, 0, 0)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.ExpandingFieldsGrow)
        form.addRow(self.tr("&Name of the new model"), self.name)
        self._epochs_label = QLabel(self.tr("&Passes over the photos"))
        self._epochs_label.setBuddy(self.epochs)
        form.addRow(self._epochs_label, self.epochs)
        choices = QWidget()
        column = QVBoxLayout(choices)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addWidget(heading(self.tr("How much of the model may change")))
        column.addWidget(self.presets)
        column.addWidget(self.advanced)
        column.addSpacing(4)
        column.addLayout(form)
        column.addStretch(1)
        self.too_few = TooFew()
        self.body = QStackedWidget()
        self.body.addWidget(choices)
        self.body.addWidget(self.too_few)
        self._choices = choices
        self._on_advanced(False)

    def _make_buttons(self) -> None:
        self.cost = sentence()
        self.cost.setAccessibleName(self.tr("What it will cost"))
        self.start = QPushButton(self.tr("&Start training"))
        self.start.setProperty("primary", "true")
        self.start.setProperty("compact", "true")
        self.start.clicked.connect(self._on_start)
        close = QPushButton(self.tr("Close"))
        close.clicked.connect(self.closed)
        self._foot = QWidget()
        row = QHBoxLayout(self._foot)
        row.setContentsMargins(20, 10, 16, 14)
        row.setSpacing(10)
        row.addWidget(self.cost, 1)
        row.addWidget(close)
        row.addWidget(self.start)

    # --- what is shown ----------------------------------------------------------------
    def _show_nothing(self) -> None:
        self.count.setText(self.tr("Counting captions…"))
        for label in (self.sources, self.offline, self.advice):
            label.hide()
        self.body.hide()
        self.start.setEnabled(False)

    def show_overview(self, overview: TrainingOverview) -> None:
        """Show what there is to learn from."""
        self._overview = overview
        words = CountedCaptions()
        text = self.tr("{photos} with {captions}").format(
            photos=words.captioned(overview.photos), captions=words.captions(overview.captions)
        )
        self.count.setText(text if overview.photos else self.tr("No captioned photos yet"))
        parts = [source_text(name, n) for name, n in overview.sources.items() if n]
        self.sources.setText("  ·  ".join(parts))
        self.sources.setVisible(bool(parts))
        self.offline.setText(words.offline(overview.offline))
        self.offline.setVisible(overview.offline > 0)
        advice = self._advice(overview)
        self.advice.setText(advice)
        self.advice.setVisible(bool(advice))
        self.presets.show_choices(overview.presets)
        self.body.show()
        self.body.setCurrentWidget(self._choices if self._is_enough() else self.too_few)
        self._tell()

    def _advice(self, overview: TrainingOverview) -> str:
        """Why nothing can be trained, or what would help; the choices say what is possible."""
        if not self._is_enough():
            return core_text(overview.advice)
        if self.tags.isChecked() and overview.suggested:
            return CountedCaptions().suggested(overview.suggested)
        if 2 * overview.sources.get("tags", 0) > overview.captions:
            return self.tr("Most are made of tags; sentences in your own words teach more.")
        return ""

    def show_cost(self, found: TrainEstimate | Exception) -> None:
        """Show what was measured, or why nothing was."""
        if isinstance(found, TrainEstimate):
            self.cost.setText(cost_text(found))
        else:
            self.cost.setText(self.tr("How long it takes is not known: {why}").format(why=found))

    def set_busy(self, busy: bool) -> None:
        """While a training runs no other can start."""
        if busy != self._busy:
            self._busy = busy
            self._tell()

    def _is_enough(self) -> bool:
        return self._overview is not None and any(c.allowed for c in self._overview.presets)

    @property
    def options(self) -> TrainOptions | None:
        """What is wanted; None while nothing can be trained."""
        preset = self.presets.preset
        if preset is None or not self._is_enough():
            return None
        return TrainOptions(
            preset=preset,
            epochs=self.epochs.value() if self.advanced.isChecked() else 0,
            title=self.name.text().strip(),
            use_tags=self.tags.isChecked(),
            advanced=preset == ADVANCED,
        )

    @Slot()
    def _tell(self) -> None:
        options = None if self._busy else self.options
        self.start.setEnabled(options is not None)
        self.start.setVisible(self._is_enough())
        if self._busy:
            self.cost.setText(self.tr("One training at a time: another one is running."))
        elif options is None:
            self.cost.clear()
        else:
            self.cost.setText(self.tr("Measuring how long it will take…"))
        self.wanted.emit(options)

    @Slot(bool)
    def _on_tags(self, on: bool) -> None:
        self.start.setEnabled(False)
        self.tags_switched.emit(on)

    @Slot(bool)
    def _on_advanced(self, on: bool) -> None:
        self.presets.set_advanced(on)
        self.epochs.setVisible(on)
        self._epochs_label.setVisible(on)
        if self._overview is not None:
            self._tell()

    @Slot()
    def _on_start(self) -> None:
        options = self.options
        if options is not None:
            self.started.emit(options)
