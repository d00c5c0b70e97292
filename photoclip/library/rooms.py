"""The way to the rooms of a library, each imported when it is first entered.

``photoclip info`` need not load what labels need.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from photoclip.library.parts import LibraryParts

if TYPE_CHECKING:
    from photoclip.library.albums import Albums
    from photoclip.library.captions import Captions
    from photoclip.library.duplicates import Duplicates
    from photoclip.library.review import Review
    from photoclip.library.sidecars import Sidecars
    from photoclip.library.studio import LabelStudio
    from photoclip.library.tags import Tags
    from photoclip.library.training import Training


class Rooms:
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
    def training(self) -> Training:
        """Tuning a model on the user's own captioned photos."""
        from photoclip.library.training import Training

        return Training(self._parts)
