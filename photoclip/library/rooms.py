"""The way to the rooms of a library, each imported when it is first entered.

``photoclip info`` need not load what labels need.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from photoclip.library.insight import Insight
from photoclip.library.parts import LibraryParts

if TYPE_CHECKING:
    from photoclip.library.albums import Albums
    from photoclip.library.asking import Asking
    from photoclip.library.captions import Captions
    from photoclip.library.data import Data
    from photoclip.library.duplicates import Duplicates
    from photoclip.library.files import Files
    from photoclip.library.history import History
    from photoclip.library.outside import Outside
    from photoclip.library.review import Review
    from photoclip.library.sidecars import Sidecars
    from photoclip.library.studio import LabelStudio
    from photoclip.library.tags import Tags
    from photoclip.library.training import Training


class Rooms(Insight):
    """Part of :class:`photoclip.library.Library`: its rooms."""

    _parts: LibraryParts

    @cached_property
    def studio(self) -> LabelStudio:
        """Label sets and their labels."""
        from photoclip.library.studio import LabelStudio

        return LabelStudio(self._parts)

    @cached_property
    def review(self) -> Review:
        """Suggestions and decisions."""
        from photoclip.library.review import Review

        return Review(self._parts)

    @cached_property
    def tags(self) -> Tags:
        """The tag tree; tags, stars and flags given by hand."""
        from photoclip.library.tags import Tags

        return Tags(self._parts)

    @cached_property
    def asking(self) -> Asking:
        """Parts and pictures of queries while they are being typed."""
        from photoclip.library.asking import Asking

        return Asking(self._parts)

    @cached_property
    def captions(self) -> Captions:
        """Sentences about photos."""
        from photoclip.library.captions import Captions

        return Captions(self._parts)

    @cached_property
    def albums(self) -> Albums:
        """Albums, by hand and smart."""
        from photoclip.library.albums import Albums

        return Albums(self._parts)

    @cached_property
    def sidecars(self) -> Sidecars:
        """Standard metadata beside the photos."""
        from photoclip.library.sidecars import Sidecars

        return Sidecars(self._parts)

    @cached_property
    def duplicates(self) -> Duplicates:
        """Copies and near copies."""
        from photoclip.library.duplicates import Duplicates

        return Duplicates(self._parts)

    @cached_property
    def files(self) -> Files:
        """The files of named photos: names, copies, lists, the trash."""
        from photoclip.library.files import Files

        return Files(self._parts)

    @cached_property
    def data(self) -> Data:
        """Where everything lies on the disk."""
        from photoclip.library.data import Data

        return Data(self._parts)

    @cached_property
    def training(self) -> Training:
        """Tuning a model on the user's own captioned photos."""
        from photoclip.library.training import Training

        return Training(self._parts)

    @cached_property
    def history(self) -> History:
        """Taking back, and doing again, what people changed in this run."""
        from photoclip.library.history import History

        return History(self._parts)

    @cached_property
    def outside(self) -> Outside:
        """What other processes change in this library."""
        from photoclip.library.outside import Outside

        return Outside(self._parts)
