"""Version 1 of the catalog.

Beside the plan: a missing photo does not hold its name (``photos_by_name`` is unique for the
others only), because a photo moved over another one takes its path while the other keeps its
row and its tags. ``changed`` says that ``file_hash`` and what was derived from it belong to
older bytes of the file; ``metadata_due`` that a sidecar changed and the pixels did not.
"""

from __future__ import annotations

TABLES = """
CREATE TABLE meta (
    key TEXT PRIMARY KEY,
    value TEXT NOT NULL
) WITHOUT ROWID;

CREATE TABLE roots (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    path TEXT NOT NULL,
    path_bytes BLOB NOT NULL UNIQUE,
    volume_id TEXT,
    excludes TEXT NOT NULL DEFAULT '[]',
    watch TEXT NOT NULL DEFAULT 'auto' CHECK (watch IN ('auto', 'poll', 'off')),
    state TEXT NOT NULL DEFAULT 'online' CHECK (state IN ('online', 'offline'))
);

CREATE TABLE folders (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    root_id INTEGER NOT NULL REFERENCES roots (id) ON DELETE CASCADE,
    parent_id INTEGER REFERENCES folders (id) ON DELETE CASCADE,
    rel_path TEXT NOT NULL,
    rel_bytes BLOB NOT NULL,
    scanned_at INTEGER,
    not_photos INTEGER NOT NULL DEFAULT 0,
    error TEXT,
    UNIQUE (root_id, rel_bytes)
);
CREATE INDEX folders_by_parent ON folders (parent_id);

CREATE TABLE photos (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    folder_id INTEGER NOT NULL REFERENCES folders (id) ON DELETE CASCADE,
    name TEXT NOT NULL,
    name_bytes BLOB NOT NULL,
    size INTEGER NOT NULL,
    mtime_ns INTEGER NOT NULL,
    state TEXT NOT NULL DEFAULT 'new'
        CHECK (state IN ('new', 'ready', 'missing', 'unreadable')),
    error TEXT,
    changed INTEGER NOT NULL DEFAULT 0,
    metadata_due INTEGER NOT NULL DEFAULT 0,
    file_hash BLOB,
    pixel_hash BLOB,
    perceptual_hash INTEGER,
    decoder_revision INTEGER,
    format TEXT,
    width INTEGER,
    height INTEGER,
    orientation INTEGER,
    rotation INTEGER NOT NULL DEFAULT 0,
    stack_id INTEGER,
    taken_at TEXT,
    camera TEXT,
    lens TEXT,
    iso INTEGER,
    lat REAL,
    lon REAL,
    rating INTEGER,
    rating_source TEXT NOT NULL DEFAULT 'imported'
        CHECK (rating_source IN ('manual', 'imported')),
    pick INTEGER NOT NULL DEFAULT 0,
    sidecar_mtime INTEGER,
    sidecar_hash BLOB
);
CREATE UNIQUE INDEX photos_by_name ON photos (folder_id, name_bytes) WHERE state <> 'missing';
CREATE INDEX photos_by_folder ON photos (folder_id);
CREATE INDEX photos_by_pixels ON photos (pixel_hash) WHERE pixel_hash IS NOT NULL;
CREATE INDEX photos_by_content ON photos (file_hash) WHERE file_hash IS NOT NULL;
CREATE INDEX photos_by_stat ON photos (size, mtime_ns);
CREATE INDEX photos_new ON photos (id) WHERE state = 'new';
CREATE INDEX photos_metadata_due ON photos (id) WHERE metadata_due;
CREATE INDEX photos_missing ON photos (size) WHERE state = 'missing';
CREATE INDEX photos_by_stack ON photos (stack_id) WHERE stack_id IS NOT NULL;

CREATE TABLE models (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    key TEXT NOT NULL UNIQUE,
    fingerprint TEXT NOT NULL UNIQUE,
    arch TEXT NOT NULL,
    dim INTEGER NOT NULL,
    source TEXT NOT NULL
        CHECK (source IN ('builtin', 'downloaded', 'finetuned', 'imported')),
    parent_id INTEGER REFERENCES models (id) ON DELETE SET NULL,
    path TEXT,
    metrics TEXT NOT NULL DEFAULT '{}',
    state TEXT NOT NULL DEFAULT 'available'
        CHECK (state IN ('available', 'embedding', 'active'))
);
CREATE UNIQUE INDEX models_one_active ON models (state) WHERE state = 'active';

CREATE TABLE embeddings (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    model_id INTEGER NOT NULL REFERENCES models (id) ON DELETE CASCADE,
    pixel_hash BLOB NOT NULL,
    crop INTEGER NOT NULL DEFAULT 0,
    precision TEXT NOT NULL DEFAULT 'float16',
    vec BLOB NOT NULL,
    UNIQUE (model_id, pixel_hash, crop)
);
CREATE INDEX embeddings_by_model ON embeddings (model_id);

CREATE TABLE tags (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    parent_id INTEGER REFERENCES tags (id) ON DELETE CASCADE,
    name TEXT NOT NULL COLLATE NOCASE
);
CREATE UNIQUE INDEX tags_by_name ON tags (ifnull(parent_id, 0), name);

CREATE TABLE label_sets (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    name TEXT NOT NULL UNIQUE COLLATE NOCASE,
    templates TEXT NOT NULL DEFAULT '[]',
    multi_label INTEGER NOT NULL DEFAULT 0
);

CREATE TABLE labels (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    label_set_id INTEGER NOT NULL REFERENCES label_sets (id) ON DELETE CASCADE,
    tag_id INTEGER NOT NULL REFERENCES tags (id) ON DELETE CASCADE,
    prompts TEXT NOT NULL DEFAULT '[]',
    negatives TEXT NOT NULL DEFAULT '[]',
    UNIQUE (label_set_id, tag_id)
);
CREATE INDEX labels_by_tag ON labels (tag_id);

CREATE TABLE label_models (
    label_id INTEGER NOT NULL REFERENCES labels (id) ON DELETE CASCADE,
    model_id INTEGER NOT NULL REFERENCES models (id) ON DELETE CASCADE,
    threshold REAL,
    weights BLOB,
    stats TEXT NOT NULL DEFAULT '{}',
    PRIMARY KEY (label_id, model_id)
) WITHOUT ROWID;

CREATE TABLE tag_assignments (
    photo_id INTEGER NOT NULL REFERENCES photos (id) ON DELETE CASCADE,
    tag_id INTEGER NOT NULL REFERENCES tags (id) ON DELETE CASCADE,
    source TEXT NOT NULL CHECK (source IN ('manual', 'zero_shot', 'learned', 'imported')),
    status TEXT NOT NULL CHECK (status IN ('suggested', 'accepted', 'rejected')),
    score REAL,
    model_id INTEGER REFERENCES models (id) ON DELETE SET NULL,
    decided_at TEXT,
    written_at TEXT,
    PRIMARY KEY (photo_id, tag_id)
) WITHOUT ROWID;
CREATE INDEX tag_assignments_by_tag ON tag_assignments (tag_id, status);

CREATE TABLE captions (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    photo_id INTEGER NOT NULL REFERENCES photos (id) ON DELETE CASCADE,
    text TEXT NOT NULL,
    source TEXT NOT NULL DEFAULT 'manual',
    split TEXT,
    UNIQUE (photo_id, source, text)
);

CREATE TABLE albums (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    name TEXT NOT NULL UNIQUE COLLATE NOCASE,
    query TEXT
);

CREATE TABLE album_photos (
    album_id INTEGER NOT NULL REFERENCES albums (id) ON DELETE CASCADE,
    photo_id INTEGER NOT NULL REFERENCES photos (id) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    PRIMARY KEY (album_id, photo_id)
) WITHOUT ROWID;
CREATE INDEX album_photos_by_photo ON album_photos (photo_id);

CREATE TABLE jobs (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    name TEXT NOT NULL,
    state TEXT NOT NULL DEFAULT 'running'
        CHECK (state IN ('running', 'done', 'cancelled', 'failed')),
    started_at TEXT NOT NULL,
    ended_at TEXT,
    counts TEXT NOT NULL DEFAULT '{}',
    message TEXT NOT NULL DEFAULT ''
);

CREATE TABLE xmp_journal (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    photo_id INTEGER REFERENCES photos (id) ON DELETE SET NULL,
    path BLOB NOT NULL,
    before BLOB,
    after BLOB,
    written_at TEXT NOT NULL,
    undone_at TEXT
);
CREATE INDEX xmp_journal_by_photo ON xmp_journal (photo_id);
"""

TEXT = """
CREATE VIRTUAL TABLE photo_text USING fts5 (
    name, captions, tags, tokenize = "unicode61 remove_diacritics 2"
);

CREATE VIEW photo_text_source AS
SELECT
    p.id AS id,
    p.name AS name,
    ifnull((SELECT group_concat(c.text, char(10)) FROM captions AS c WHERE c.photo_id = p.id), '')
        AS captions,
    ifnull((
        WITH RECURSIVE lineage (id, parent_id, name) AS (
            SELECT t.id, t.parent_id, t.name
            FROM tag_assignments AS a JOIN tags AS t ON t.id = a.tag_id
            WHERE a.photo_id = p.id AND a.status = 'accepted'
            UNION
            SELECT t.id, t.parent_id, t.name
            FROM lineage AS child JOIN tags AS t ON t.id = child.parent_id
        )
        SELECT group_concat(name, char(10)) FROM lineage
    ), '') AS tags
FROM photos AS p;
"""

_REFRESH = """
    DELETE FROM photo_text WHERE rowid = {photo};
    INSERT INTO photo_text (rowid, name, captions, tags)
    SELECT id, name, captions, tags FROM photo_text_source WHERE id = {photo};
"""

_TRIGGERS: tuple[tuple[str, str, str], ...] = (
    ("photos_text_rename", "AFTER UPDATE OF name ON photos WHEN new.name <> old.name", "new.id"),
    ("captions_text_insert", "AFTER INSERT ON captions", "new.photo_id"),
    ("captions_text_update", "AFTER UPDATE OF text ON captions", "new.photo_id"),
    ("captions_text_delete", "AFTER DELETE ON captions", "old.photo_id"),
    (
        "tags_text_insert",
        "AFTER INSERT ON tag_assignments WHEN new.status = 'accepted'",
        "new.photo_id",
    ),
    (
        "tags_text_update",
        "AFTER UPDATE OF status ON tag_assignments WHEN new.status <> old.status",
        "new.photo_id",
    ),
    (
        "tags_text_delete",
        "AFTER DELETE ON tag_assignments WHEN old.status = 'accepted'",
        "old.photo_id",
    ),
)


def text_triggers() -> list[str]:
    """Statements that keep ``photo_text`` in step, whoever writes."""
    statements = [
        # A new photo has neither captions nor tags yet: the short form, for fast scans.
        "CREATE TRIGGER photos_text_insert AFTER INSERT ON photos BEGIN "
        "INSERT INTO photo_text (rowid, name, captions, tags) VALUES (new.id, new.name, '', ''); "
        "END",
        "CREATE TRIGGER photos_text_delete AFTER DELETE ON photos BEGIN "
        "DELETE FROM photo_text WHERE rowid = old.id; END",
    ]
    statements += [
        f"CREATE TRIGGER {name} {when} BEGIN {_REFRESH.format(photo=photo)} END"
        for name, when, photo in _TRIGGERS
    ]
    return statements
