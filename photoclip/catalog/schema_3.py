"""Version 3 of the catalog: what is done with files is on record before it is done.

A row of ``renames_begun`` is there from before a file gets another name until its photos' rows
say so; what a crash leaves there is finished or taken back. ``trashed_files`` says where in the
system's trash a file lies, so that it can be put back.
"""

from __future__ import annotations

TABLES = """
CREATE TABLE renames_begun (
    deed INTEGER NOT NULL,
    place INTEGER NOT NULL,
    folder_id INTEGER NOT NULL REFERENCES folders (id) ON DELETE CASCADE,
    photo_id INTEGER REFERENCES photos (id) ON DELETE SET NULL,
    old BLOB NOT NULL,
    new BLOB NOT NULL,
    size INTEGER NOT NULL,
    mtime_ns INTEGER NOT NULL,
    taking_back INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (deed, place)
);

CREATE TABLE trashed_files (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    deed INTEGER NOT NULL,
    photo_id INTEGER NOT NULL REFERENCES photos (id) ON DELETE CASCADE,
    path BLOB NOT NULL,
    trashed BLOB NOT NULL,
    size INTEGER NOT NULL,
    mtime_ns INTEGER NOT NULL
);
CREATE INDEX trashed_files_by_photo ON trashed_files (photo_id);
CREATE INDEX trashed_files_by_deed ON trashed_files (deed)
"""
