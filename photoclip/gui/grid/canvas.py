"""Where cells and headings lie and how they are painted: the still half of the grid."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import (
    QEvent,
    QModelIndex,
    QPoint,
    QRect,
    Qt,
    Slot,
)
from PySide6.QtGui import QHoverEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QListView,
    QStyle,
    QStyleOptionViewItem,
    QWidget,
)

from photoclip.gui.grid.content import GridContent
from photoclip.gui.grid.delegate import PhotoDelegate, caption_height, picture_rect
from photoclip.gui.grid.geometry import Box, GridGeometry, Metrics, Section, Sections
from photoclip.gui.grid.heading_painter import paint_fixed, paint_heading
from photoclip.gui.grid.model import AnyIndex, PhotoGridModel
from photoclip.gui.grid.scrubber import LEAST_MONTHS, DateScrubber, Mark
from photoclip.gui.grid.telling import TellingList

_State = QStyle.StateFlag

ZOOM_STEPS = (96, 120, 148, 180, 220, 264, 320)
ZOOM_START = 180


class GridCanvas(TellingList):
    """Lays out and paints photos in sections.

    It is a ``QListView`` for its selection, keyboard and screen reader support,
    but lays nothing out: every place is computed from the row number, so a
    million rows are shown as fast as ten.
    """

    def __init__(self, model: PhotoGridModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._photos = model
        self._zoom = ZOOM_START
        self._sections = Sections.of(())
        self._strip = 0
        self._hovered = -1
        self._geometry = GridGeometry(1, self._metrics(), ())
        self.setUniformItemSizes(True)
        self.setLayoutMode(QListView.LayoutMode.Batched)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.setItemDelegate(PhotoDelegate(self))
        self.setModel(model)
        self.setMouseTracking(True)
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.scrubber = DateScrubber(self)
        self.scrubber.wanted.connect(self._on_date_wanted)

    # --- layout -----------------------------------------------------------------------
    def _metrics(self) -> Metrics:
        height = self.fontMetrics().height()
        return Metrics(self._zoom, caption_height(self.font()), header=height + 24)

    def _relayout(self) -> None:
        width = self.viewport().width()
        self._geometry = GridGeometry(width, self._metrics(), self._sections)
        self._hovered = -1
        cell = QRect(0, 0, self._geometry.cell_width, self._geometry.cell_height)
        place = picture_rect(cell, self._geometry.metrics.caption, None, stacked=False)
        self._photos.fit_to(place.size(), self.devicePixelRatioF())
        self.updateGeometries()
        self._place_scrubber()
        self.viewport().update()

    def _make_room_for(self, content: GridContent) -> None:
        """Make room for the scale of dates, where there is one.

        Before the content is there: Qt lays out at once, and must find what it knows.
        """
        wanted = len(content.months) >= LEAST_MONTHS
        width = self.scrubber.sizeHint().width() if wanted else 0
        if width != self._strip:
            self._strip = width
            self.setViewportMargins(0, 0, width, 0)
        self.scrubber.setVisible(wanted)

    def _place_scrubber(self) -> None:
        view = self.viewport().geometry()
        self.scrubber.setGeometry(view.right() + 1, view.y(), self._strip, view.height())
        rows, geometry = self._geometry.rows, self._geometry
        marks = []
        for month in self._photos.content.months if self._strip else ():
            if month.start < rows:
                heading = geometry.section_top(month.start)
                y = geometry.box(month.start).y if heading is None else heading
                marks.append(Mark(month.key, y))
        self.scrubber.show_marks(marks, geometry.height)
        self.scrubber.follow(self.verticalOffset())

    @Slot(object)
    def _on_date_wanted(self, y: int) -> None:
        self.verticalScrollBar().setValue(y)

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        """Scroll; the heading at the top stays where it is."""
        # A QListView that was not laid out by itself moves nothing and paints nothing.
        self.viewport().scroll(dx, dy)
        self.scrubber.follow(self.verticalOffset())
        strip = QRect(0, 0, self.viewport().width(), self._geometry.metrics.header + 1)
        self.viewport().update(strip)
        self.viewport().update(strip.translated(0, dy))

    def doItemsLayout(self) -> None:
        """Lay out for the present size; costs the same for any number of rows."""
        self._relayout()

    def updateGeometries(self) -> None:
        """Fit the scroll bar to the height of the content."""
        page = self.viewport().height()
        bar = self.verticalScrollBar()
        bar.setRange(0, max(0, self._geometry.height - page))
        # Always there, so that columns do not jump; its handle shows only where it can move.
        bar.setEnabled(bar.maximum() > 0)
        bar.setPageStep(max(1, page - self._geometry.line_height // 2))
        bar.setSingleStep(max(1, self._geometry.line_height // 3))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the first visible photo in place when the number of columns changes."""
        anchor = self.anchor()
        QAbstractItemView.resizeEvent(self, event)
        self._relayout()
        if anchor is not None:
            self.return_to(anchor)

    def changeEvent(self, event: QEvent) -> None:
        """Follow a change of the font."""
        super().changeEvent(event)
        if event.type() in {QEvent.Type.FontChange, QEvent.Type.StyleChange}:
            self._relayout()

    def horizontalOffset(self) -> int:
        """Always 0: columns fill the width."""
        return 0

    def verticalOffset(self) -> int:
        """How far the view is scrolled down, in pixels."""
        return int(self.verticalScrollBar().value())

    def isIndexHidden(self, index: AnyIndex) -> bool:
        """No row is ever hidden."""
        return False

    def _visual_box(self, row: int) -> QRect:
        box = self._geometry.box(row)
        return QRect(box.x, box.y - self.verticalOffset(), box.width, box.height)

    def visualRect(self, index: AnyIndex) -> QRect:
        """Place of a cell in the viewport."""
        row = index.row()
        return self._visual_box(row) if 0 <= row < self._geometry.rows else QRect()

    def indexAt(self, point: QPoint) -> QModelIndex:
        """The cell under a point of the viewport."""
        fixed = self._fixed_heading()
        at = point + QPoint(0, self.verticalOffset())
        if fixed is not None and fixed[1].contains(at):
            return QModelIndex()
        row = self._geometry.row_at(at.x(), at.y())
        if row is None or row >= self._photos.rowCount():
            return QModelIndex()
        return self._photos.index(row)

    def scrollTo(
        self,
        index: AnyIndex,
        hint: QAbstractItemView.ScrollHint = QAbstractItemView.ScrollHint.EnsureVisible,
    ) -> None:
        """Scroll as little as needed to show the whole cell, with its heading where it has one."""
        if not 0 <= index.row() < self._geometry.rows:
            return
        box, page = self._geometry.box(index.row()), self.viewport().height()
        heading = self._geometry.section_top(index.row())
        top = box.y if heading is None else heading
        if (
            heading is None
            and self._geometry.sections.headed[self._geometry.section_of(index.row())]
        ):
            # The heading that stays at the top covers what is below it.
            top -= self._geometry.metrics.header
        bottom = box.y + box.height + self._geometry.metrics.gap
        offset = self.verticalOffset()
        centred = hint == QAbstractItemView.ScrollHint.PositionAtCenter
        if centred and (bottom < offset or top > offset + page):
            offset = box.y + box.height // 2 - page // 2
        elif top < offset:
            offset = max(0, top - self._geometry.metrics.gap)
        elif bottom > offset + page:
            offset = min(top, bottom - page)
        self.verticalScrollBar().setValue(offset)

    def anchor(self) -> tuple[int, int] | None:
        """(photo id, its top in the viewport) of the first visible photo, if scrolled down."""
        top = self.verticalOffset()
        if top <= 0:
            return None
        for rows in self._geometry.rows_between(top, top + self.viewport().height()):
            if len(rows):
                return self._photos.id_at(rows[0]), self._geometry.box(rows[0]).y - top
        return None

    def return_to(self, anchor: tuple[int, int] | None) -> None:
        """Scroll to where that was :meth:`anchor`; None is the top."""
        row = self._photos.row_of(anchor[0]) if anchor else None
        value = self._geometry.box(row).y - anchor[1] if anchor and row is not None else 0
        self.verticalScrollBar().setValue(value)

    def id_from(self, row: int) -> int | None:
        """Id of the photo of a row; None behind the last one."""
        return self._photos.id_at(row) if row < self._photos.rowCount() else None

    def gap_at(self, at: QPoint) -> tuple[int, QRect] | None:
        """Where in the order something dropped at a point of the viewport would land.

        Returns:
            The row that would follow it, and the line between two cells there; None for an
            empty grid.
        """
        row = self._geometry.nearest(at.x(), at.y() + self.verticalOffset())
        if row is None:
            return None
        cell = self._visual_box(row)
        behind = at.x() > cell.center().x()
        half = self._geometry.metrics.gap // 2
        x = cell.right() + 1 + half if behind else cell.left() - half
        return row + behind, QRect(x, cell.top(), 0, cell.height())

    # --- hover ------------------------------------------------------------------------
    def viewportEvent(self, event: QEvent) -> bool:
        """Follow the pointer, so that the cell under it is painted raised."""
        kind = event.type()
        if isinstance(event, QHoverEvent) and kind != QEvent.Type.HoverLeave:
            self._hover(event.position().toPoint())
        elif kind in {QEvent.Type.HoverLeave, QEvent.Type.Leave}:
            self._hover(None)
        elif kind == QEvent.Type.DevicePixelRatioChange:
            self._relayout()
        return bool(super().viewportEvent(event))

    def _hover(self, point: QPoint | None) -> None:
        row = self.indexAt(point).row() if point is not None else -1
        if row == self._hovered:
            return
        for changed in (self._hovered, row):
            if 0 <= changed < self._geometry.rows:
                self.viewport().update(self._visual_box(changed))
        self._hovered = row

    # --- painting ---------------------------------------------------------------------
    def dataChanged(
        self, top_left: AnyIndex, bottom_right: AnyIndex, roles: Sequence[int] = ()
    ) -> None:
        """Repaint the changed cells that are in view."""
        if top_left.row() != bottom_right.row():
            self.viewport().update()
        elif top_left.row() < self._geometry.rows:
            self.viewport().update(self._visual_box(top_left.row()))

    @Slot()
    def reset(self) -> None:
        """Forget selection and place of what was shown before."""
        self._hovered = -1
        # What is painted before the new layout is here must not reach behind the rows.
        self._sections = Sections.of(())
        self._geometry = GridGeometry(self.viewport().width(), self._metrics(), ())
        QAbstractItemView.reset(self)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the headings and cells of the part that needs it."""
        painter = QPainter(self.viewport())
        offset = self.verticalOffset()
        top, bottom = event.rect().top() + offset, event.rect().bottom() + 1 + offset
        option = QStyleOptionViewItem()
        self.initViewItemOption(option)
        states, current = _states(option.state), self.currentIndex().row()
        focused = self.hasFocus()
        delegate = self.itemDelegate()
        painter.save()
        if isinstance(delegate, PhotoDelegate):
            delegate.prepare(painter)
        # What needs paint is often a strip at each end, with all that was moved between them.
        region = event.region()
        selection = self.selectionModel()
        for rows in self._geometry.rows_between(top, bottom):
            for row in rows:
                option.rect = self._visual_box(row)
                if region.intersects(option.rect):
                    index = self._photos.index(row)
                    kind = selection.isSelected(index), row == self._hovered
                    option.state = states[*kind, focused and row == current]
                    delegate.paint(painter, option, index)
        painter.restore()
        for section, box in self._geometry.headers_between(top, bottom):
            self._paint_heading(painter, section, box, box.y - offset)
        fixed = self._fixed_heading()
        if fixed is not None and event.rect().top() <= fixed[1].bottom() - offset:
            number, strip = fixed
            header = self._geometry.header(number)
            paint_fixed(painter, strip.translated(0, -offset), self.palette())
            if header is not None:
                self._paint_heading(painter, self._sections[number], header, strip.y() - offset)
        painter.end()

    def _fixed_heading(self) -> tuple[int, QRect] | None:
        """The section at the top whose heading is out of view, and where it stays instead."""
        offset, geometry = self.verticalOffset(), self._geometry
        number = geometry.section_at(offset)
        if number is None or not geometry.sections.headed[number]:
            return None
        if geometry.top_of(number) >= offset:
            return None
        height = geometry.metrics.header
        y = offset
        if number + 1 < len(geometry.sections) and geometry.sections.headed[number + 1]:
            # The next heading pushes it out.
            y = min(y, geometry.top_of(number + 1) - height)
        return number, QRect(0, y, self.viewport().width(), height)

    def _heading_at(self, point: QPoint) -> int | None:
        """Number of the section whose heading is under a point of the viewport."""
        at = point + QPoint(0, self.verticalOffset())
        fixed = self._fixed_heading()
        if fixed is not None and fixed[1].contains(at):
            return fixed[0]
        number = self._geometry.section_at(at.y())
        header = self._geometry.header(number) if number is not None else None
        inside = header is not None and header.y <= at.y() < header.y + header.height
        return number if inside else None

    def _paint_heading(self, painter: QPainter, section: Section, box: Box, y: int) -> None:
        place = QRect(box.x, y, box.width, box.height)
        paint_heading(painter, section, place, self.font(), self.palette())


def _states(plain: _State) -> dict[tuple[bool, bool, bool], _State]:
    """All states of a cell, by selected, hovered and focused; made once for a screen of cells."""
    plain &= ~(_State.State_Selected | _State.State_HasFocus | _State.State_MouseOver)
    nothing = _State.State_None
    return {
        (selected, hovered, focused): plain
        | (_State.State_Selected if selected else nothing)
        | (_State.State_MouseOver if hovered else nothing)
        | (_State.State_HasFocus if focused else nothing)
        for selected in (False, True)
        for hovered in (False, True)
        for focused in (False, True)
    }
