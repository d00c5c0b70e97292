"""The table of settings: what can be chosen, with type, range, default and words."""

from __future__ import annotations

from dataclasses import dataclass

Value = bool | int | float | str


def QT_TRANSLATE_NOOP(context: str, text: str) -> str:  # noqa: N802 - Qt's tools look for it
    """The text itself; the name is how Qt's tools find what is to be translated."""
    return text


@dataclass(frozen=True, slots=True)
class Setting:
    """One thing that can be chosen.

    Attributes:
        key: Name in the file, ``"section.name"``.
        default: What it is until chosen; its type is the setting's.
        section: Page that it stands on, a key of :data:`SECTIONS`.
        title: English words for people.
        help: English sentence about what it does.
        minimum: Least number.
        maximum: Greatest number.
        choices: Texts that may be chosen, each with its English words; empty for any.
        unit: What a number counts, as it stands behind it.
        restart: True if it acts from the next start on.
    """

    key: str
    default: Value
    section: str
    title: str
    help: str
    minimum: float | None = None
    maximum: float | None = None
    choices: tuple[tuple[str, str], ...] = ()
    unit: str = ""
    restart: bool = False


SECTIONS: tuple[tuple[str, str], ...] = (
    ("look", QT_TRANSLATE_NOOP("settings", "Look")),
    ("photos", QT_TRANSLATE_NOOP("settings", "Photos")),
    ("search", QT_TRANSLATE_NOOP("settings", "Search")),
    ("indexing", QT_TRANSLATE_NOOP("settings", "Indexing")),
    ("privacy", QT_TRANSLATE_NOOP("settings", "Privacy")),
    ("data", QT_TRANSLATE_NOOP("settings", "Data")),
)
"""Pages of settings, in order; the window has more pages without settings of this table."""

# fmt: off
SETTINGS: tuple[Setting, ...] = (
    Setting("look.theme", "system", "look", QT_TRANSLATE_NOOP("settings", "Colours"),
            QT_TRANSLATE_NOOP("settings", "Light or dark, or as the system has it."),
            choices=(("system", QT_TRANSLATE_NOOP("settings", "Like the system")),
                     ("light", QT_TRANSLATE_NOOP("settings", "Light")),
                     ("dark", QT_TRANSLATE_NOOP("settings", "Dark")))),
    Setting("look.language", "system", "look", QT_TRANSLATE_NOOP("settings", "Language"),
            QT_TRANSLATE_NOOP("settings", "The language of menus and texts."),
            choices=(("system", QT_TRANSLATE_NOOP("settings", "Like the system")),
                     # Languages are named in themselves, for those who read no other.
                     ("en", "English"), ("de", "Deutsch")), restart=True),
    Setting("look.show_names", False, "look",
            QT_TRANSLATE_NOOP("settings", "File names below the photos"),
            QT_TRANSLATE_NOOP("settings", "Show the name of each photo in the grid, whatever its "
                              "size.")),
    Setting("view.sort", "date", "photos", QT_TRANSLATE_NOOP("settings", "Order"),
            QT_TRANSLATE_NOOP("settings", "How all photos are ordered; the window remembers the "
                              "last order. A search shows the best matches first."),
            choices=(("date", QT_TRANSLATE_NOOP("settings", "Date")),
                     ("name", QT_TRANSLATE_NOOP("settings", "Name")),
                     ("rating", QT_TRANSLATE_NOOP("settings", "Stars")),
                     ("folder", QT_TRANSLATE_NOOP("settings", "Folder")))),
    Setting("view.reverse", False, "photos", QT_TRANSLATE_NOOP("settings", "Reverse order"),
            QT_TRANSLATE_NOOP("settings", "Turn the order round: oldest first, or Z to A.")),
    Setting("view.group", "month", "photos", QT_TRANSLATE_NOOP("settings", "Headings"),
            QT_TRANSLATE_NOOP("settings", "Which photos stand together under a heading."),
            choices=(("none", QT_TRANSLATE_NOOP("settings", "No headings")),
                     ("day", QT_TRANSLATE_NOOP("settings", "One for each day")),
                     ("month", QT_TRANSLATE_NOOP("settings", "One for each month")),
                     ("folder", QT_TRANSLATE_NOOP("settings", "One for each folder")))),
    Setting("view.stacks", True, "photos", QT_TRANSLATE_NOOP("settings", "Stacks as one"),
            QT_TRANSLATE_NOOP("settings", "Show RAW and JPEG of one shot, and near copies, as "
                              "one photo.")),
    Setting("look.advance_after_rating", False, "photos",
            QT_TRANSLATE_NOOP("settings", "Go on after rating"),
            QT_TRANSLATE_NOOP("settings", "Go to the next photo after stars or a flag.")),
    Setting("look.slideshow_seconds", 5, "photos",
            QT_TRANSLATE_NOOP("settings", "Slideshow"),
            QT_TRANSLATE_NOOP("settings", "How long each photo of a slideshow is shown."),
            minimum=1, maximum=60, unit=QT_TRANSLATE_NOOP("settings", "s")),
    Setting("search.follow_typing", True, "search",
            QT_TRANSLATE_NOOP("settings", "Search while typing"),
            QT_TRANSLATE_NOOP("settings", "Show results while you type; otherwise after Enter.")),
    Setting("search.history", True, "search",
            QT_TRANSLATE_NOOP("settings", "Remember searches"),
            QT_TRANSLATE_NOOP("settings", "Offer your last searches again; they are kept on this "
                              "computer only.")),
    Setting("index.start", "now", "indexing", QT_TRANSLATE_NOOP("settings", "When to index"),
            QT_TRANSLATE_NOOP("settings", "When new photos are looked at, so that they can be "
                              "found."),
            choices=(("now", QT_TRANSLATE_NOOP("settings", "At once")),
                     ("idle", QT_TRANSLATE_NOOP("settings", "When the computer is idle")),
                     ("mains", QT_TRANSLATE_NOOP("settings", "On mains power only")))),
    Setting("index.pause_on_battery", True, "indexing",
            QT_TRANSLATE_NOOP("settings", "Pause on battery"),
            QT_TRANSLATE_NOOP("settings", "Hold the work while the computer runs on battery.")),
    Setting("index.cpu_percent", 100, "indexing",
            QT_TRANSLATE_NOOP("settings", "Share of the processor"),
            QT_TRANSLATE_NOOP("settings", "How much of the processor indexing may use; less is "
                              "quieter and slower."),
            minimum=10, maximum=100, unit=QT_TRANSLATE_NOOP("settings", "%")),
    Setting("index.encoder_idle_minutes", 5, "indexing",
            QT_TRANSLATE_NOOP("settings", "Keep the model ready"),
            QT_TRANSLATE_NOOP("settings", "How long the model stays in memory after its last "
                              "use."),
            minimum=1, maximum=120, unit=QT_TRANSLATE_NOOP("settings", "min")),
    Setting("index.device", "auto", "indexing", QT_TRANSLATE_NOOP("settings", "Compute with"),
            QT_TRANSLATE_NOOP("settings", "What computes while indexing."),
            choices=(("auto", QT_TRANSLATE_NOOP("settings", "Whatever is fastest here")),
                     ("cuda", QT_TRANSLATE_NOOP("settings", "NVIDIA graphics card")),
                     ("mps", QT_TRANSLATE_NOOP("settings", "Apple graphics")),
                     ("cpu", QT_TRANSLATE_NOOP("settings", "Processor")))),
    Setting("privacy.map_links", True, "privacy",
            QT_TRANSLATE_NOOP("settings", "Map links"),
            QT_TRANSLATE_NOOP("settings", "Offer to open the place of a photo in the browser; "
                              "its coordinates go to the map's site when you do.")),
    Setting("privacy.update_check", False, "privacy",
            QT_TRANSLATE_NOOP("settings", "Offer a look for updates"),
            QT_TRANSLATE_NOOP("settings", "Show a button that opens the download page in the "
                              "browser; PhotoClip itself asks nobody.")),
    Setting("cache.thumbnails_mb", 4096, "data",
            QT_TRANSLATE_NOOP("settings", "Room for thumbnails"),
            QT_TRANSLATE_NOOP("settings", "Most room on the disk for small pictures; the oldest "
                              "are dropped beyond it."),
            minimum=256, maximum=102_400, unit=QT_TRANSLATE_NOOP("settings", "MB")),
    Setting("cache.pixmaps_mb", 192, "data",
            QT_TRANSLATE_NOOP("settings", "Memory for pictures"),
            QT_TRANSLATE_NOOP("settings", "Most memory for small pictures on show; more makes "
                              "scrolling back smoother."),
            minimum=64, maximum=4096, unit=QT_TRANSLATE_NOOP("settings", "MB")),
)
# fmt: on
