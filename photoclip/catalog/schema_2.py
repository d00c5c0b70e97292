"""Version 2 of the catalog: what decisions, learning, writing metadata and duplicates need.

``decisions`` is the history that undo walks back: each row holds the assignment as it was
before, as JSON (null: there was none). ``metadata_conflicts`` are fields where a file and the
user changed the same thing; they wait for the user. ``metadata_base`` is what a photo's files
said when they were last written or read after a write: the base of a three-way comparison. An
``xmp_journal`` row is ``pending`` from before its file is written until after.
``duplicate_groups`` is a cache.
"""

from __future__ import annotations

TABLES = """
ALTER TABLE label_models ADD COLUMN auto_accept REAL;

ALTER TABLE roots ADD COLUMN write_to TEXT NOT NULL DEFAULT 'sidecar'
    CHECK (write_to IN ('sidecar', 'file'));

ALTER TABLE xmp_journal ADD COLUMN batch INTEGER NOT NULL DEFAULT 0;
ALTER TABLE xmp_journal ADD COLUMN state TEXT NOT NULL DEFAULT 'done'
    CHECK (state IN ('pending', 'done', 'failed'));
ALTER TABLE xmp_journal ADD COLUMN in_photo INTEGER NOT NULL DEFAULT 0;
CREATE INDEX xmp_journal_by_batch ON xmp_journal (batch);
CREATE INDEX xmp_journal_pending ON xmp_journal (id) WHERE state = 'pending';

CREATE TABLE metadata_base (
    photo_id INTEGER PRIMARY KEY REFERENCES photos (id) ON DELETE CASCADE,
    tags TEXT NOT NULL,
    caption TEXT,
    own_caption TEXT,
    rating INTEGER,
    sidecars INTEGER NOT NULL,
    synced_at TEXT NOT NULL
);

CREATE INDEX tag_assignments_open ON tag_assignments (score DESC, photo_id, tag_id)
    WHERE status = 'suggested';

CREATE TABLE decisions (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    batch INTEGER NOT NULL,
    photo_id INTEGER NOT NULL REFERENCES photos (id) ON DELETE CASCADE,
    tag_id INTEGER NOT NULL REFERENCES tags (id) ON DELETE CASCADE,
    before TEXT NOT NULL,
    after TEXT NOT NULL,
    decided_at TEXT NOT NULL,
    undone_at TEXT,
    unasked INTEGER NOT NULL DEFAULT 0
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
    keeper INTEGER NOT NULL DEFAULT 0,
    reason TEXT NOT NULL DEFAULT ''
);
CREATE INDEX duplicate_groups_by_group ON duplicate_groups (group_id)
"""
