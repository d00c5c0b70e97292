"""The library: the only door to everything PhotoClip can do.

The command line, the window and the tests all come through here; none of them
sees SQLite, the vector index or torch. :class:`Library` (``core.py``) opens it and
holds folders, jobs, search and photos, with models from ``models.py``; what else
there is to do stands in rooms of its own (``rooms.py``): ``library.studio``,
``.review``, ``.tags``, ``.captions``, ``.albums``, ``.sidecars``, ``.duplicates``, ``.files``,
``.history``, ``.asking``, ``.data``, ``.outside``, ``.training``; what the user chose is
``library.settings``. ``recovery.py`` works on a library that need not open any more.
"""

from photoclip.ingest.scan import ScanReport
from photoclip.jobs.tasks.care import CareCheck
from photoclip.jobs.tasks.reports import IndexReport
from photoclip.library.core import Library
from photoclip.reports import (
    CaptionsReport,
    ExportReport,
    MetadataChange,
    MetadataConflict,
    TrashReport,
    WriteReport,
)
from photoclip.results import (
    AlbumInfo,
    Completion,
    Decided,
    DuplicateGroup,
    Hint,
    LabelInfo,
    LabelPreview,
    LabelSetInfo,
    LearnReport,
    LibraryInfo,
    ModelInfo,
    QueryProblem,
    ReviewGroup,
    ScoredPhoto,
    SearchHit,
    SearchResult,
    Suggestion,
)
from photoclip.run_reports import (
    PresetChoice,
    RunInfo,
    TrainEstimate,
    TrainingOverview,
    TrainOptions,
)

__all__ = [
    "AlbumInfo",
    "CaptionsReport",
    "CareCheck",
    "Completion",
    "Decided",
    "DuplicateGroup",
    "ExportReport",
    "Hint",
    "IndexReport",
    "LabelInfo",
    "LabelPreview",
    "LabelSetInfo",
    "LearnReport",
    "Library",
    "LibraryInfo",
    "MetadataChange",
    "MetadataConflict",
    "ModelInfo",
    "PresetChoice",
    "QueryProblem",
    "ReviewGroup",
    "RunInfo",
    "ScanReport",
    "ScoredPhoto",
    "SearchHit",
    "SearchResult",
    "Suggestion",
    "TrainEstimate",
    "TrainOptions",
    "TrainingOverview",
    "TrashReport",
    "WriteReport",
]
