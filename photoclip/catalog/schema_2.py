"""Version 2 of the catalog: what decisions, learning, writing metadata and duplicates need.

``decisions`` is the history that undo walks back: each row holds the assignment as it was
before, as JSON (null: there was none). ``metadata_conflicts`` are fields where a file and the
user changed the same thing; they wait for the user. ``duplicate_groups`` is a cache.
"""

from __future__ import annotations

TABLES = """
ALTER TABLE label_models ADD COLUMN auto_accept REAL;

ALTER TABLE roots ADD COLUMN write_to TEXT NOT NULL DEFAULT 'sidecar'
    CHECK (write_to IN ('sidecar', 'file'));

ALTER TABLE xmp_journal ADD COLUMN batch INTEGER NOT NULL DEFAULT 0;
CREATE INDEX xmp_journal_by_batch ON xmp_journal (batch);

CREATE TABLE decisions (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    batch INTEGER NOT NULL,
    photo_id INTEGER NOT NULL REFERENCES photos (id) ON DELETE CASCADE,
    tag_id INTEGER NOT NULL REFERENCES tags (id) ON DELETE CASCADE,
    before TEXT NOT NULL,
    after TEXT NOT NULL,
    decided_at TEXT NOT NULL,
    undone_at TEXT
);
CREATE INDEX decisions_by_batch ON decisions (batch);
CREATE INDEX decisions_by_photo ON decisions (photo_id);
CREATE INDEX decisions_by_tag ON decisions (tag_id);

CREATE TABLE metadata_conflicts (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    photo_id INTEGER NOT NULL REFERENCES photos (id) ON DELETE CASCADE,
    field TEXT NOT NULL,
    ours TEXT NOT NULL,
    theirs TEXT NOT NULL,
    seen_at TEXT NOT NULL,
    UNIQUE (photo_id, field)
);

CREATE TABLE duplicate_groups (
    photo_id INTEGER PRIMARY KEY REFERENCES photos (id) ON DELETE CASCADE,
    group_id INTEGER NOT NULL,
    keeper INTEGER NOT NULL
);
CREATE INDEX duplicate_groups_by_group ON duplicate_groups (group_id)
"""
