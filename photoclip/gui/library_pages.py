"""The pages beside the photos: the label studio and the review queue, and the ways between them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot

from photoclip.gui.events import JobEnded
from photoclip.gui.main_window import PHOTOS, REVIEW, MainWindow

if TYPE_CHECKING:
    from photoclip.gui.review.page import ReviewPage
    from photoclip.gui.studio.page import StudioPage

LABELS = "labels"
SUGGEST_AGAIN = "suggest-again"


class LibraryPages(QObject):
    """Adds the pages to a window; they are made when they are first shown."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self.studio: StudioPage | None = None
        self.review: ReviewPage | None = None
        window.bridge.job_ended.connect(self._on_job_ended)
        window.add_page(LABELS, self.tr("Labels"), "labels", self._make_studio)
        window.add_page(REVIEW, self.tr("Review"), "review", self._make_review)

    def _make_studio(self) -> StudioPage:
        # Not at the top: most starts need neither page.
        from photoclip.gui.studio.page import StudioPage

        self.studio = StudioPage(self._window.bridge, self._window.thumbs)
        self.studio.tint(self._window.palette())
        self.studio.open_requested.connect(self._on_open)
        self.studio.review_requested.connect(self._on_review)
        return self.studio

    def _make_review(self) -> ReviewPage:
        from photoclip.gui.review.page import ReviewPage

        self.review = ReviewPage(self._window.bridge, self._window.thumbs)
        self.review.tint(self._window.palette())
        self.review.open_requested.connect(self._on_open)
        self.review.labels_requested.connect(self._on_labels)
        self.review.suggest_requested.connect(self._on_suggest)
        undo = self._window.undo
        self.review.undo_requested.connect(undo.undo_decision)
        undo.moved.connect(self.review.start_over)
        undo.stack.canUndoChanged.connect(self.review.may_undo)
        self.review.may_undo(undo.stack.canUndo())
        return self.review

    @Slot(object)
    def _on_open(self, photo_id: int) -> None:
        self._window.shell.show_page(PHOTOS)
        self._window.photos.show_one(photo_id)

    @Slot()
    def _on_review(self) -> None:
        self._window.shell.show_page(REVIEW)

    @Slot()
    def _on_labels(self) -> None:
        self._window.shell.show_page(LABELS)

    @Slot(str)
    def _on_suggest(self, label_set: str) -> None:
        """A label that has learned suggests anew; one need not leave the review for that."""
        self._window.bridge.start_job(SUGGEST_AGAIN, "studio.suggest", label_set)

    @Slot(object)
    def _on_job_ended(self, event: JobEnded) -> None:
        if event.name == SUGGEST_AGAIN and event.error is not None:
            self._window.tell(event.error)
        elif event.name == SUGGEST_AGAIN and not event.cancelled and self.review is not None:
            self.review.queue.refresh()
