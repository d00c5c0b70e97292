"""A catalog full of odd names and missing facts, what is true of each photo, and odd queries."""

from __future__ import annotations

import random
from datetime import date, datetime, timedelta
from pathlib import Path

import numpy as np
from hypothesis import strategies as st

from photoclip.catalog import albums, captions, embeddings, folders, models, photo_files, tags
from photoclip.catalog.connection import Connection
from photoclip.catalog.photo_files import FileStat
from photoclip.query.ast import And, Field, Filter, Not, Or
from photoclip.query.context import QueryContext
from photoclip.query.fields import FIELDS, FieldSpec
from photoclip.query.match import PhotoFacts
from photoclip.query.values import ValueProblemError, check

TODAY = date(2024, 3, 1)

NAMES = (
    "IMG_0001.jpg", "img%20.JPG", "Straße.png", "STRASSE.PNG", "ÉTÉ.jpg",
    "e\u0301te\u0301.jpg", "İstanbul.cr2", "istanbul.cr2", "100_percent.JPG", "a*b.jpg",
    "[x]?.jpg", "ﬁsh.jpg", "日本.heic", "back\\slash.jpg", 'quo"te\'s.jpg', "Kelvin.jpg",
    "\u212aelvin.jpg", "ΣΊΣΥΦΟΣ.jpg", " spaced  out .jpg", "emoji😀.png",
)  # fmt: skip
FOLDERS = (
    b"", b"2023", b"2023/Italy", b"2023/Italy/Rome", b"2023/italy.old", b"archive/2023/Italy",
    "Été/Ärger".encode(), "E\u0301te\u0301".encode(), b"caf\xe9", b"50%_off", b"[abc]",
    b"it's", b'say "cheese"', b"back\\slash/x", "写真/日本".encode(),
)  # fmt: skip
ROOTS = ("/", "/srv/Photos", "/srv/photos/Old Ünits", "/mnt/50%_disk")
CAMERAS = ("Canon EOS R5", "canon powershot", "FUJIFILM X-T5", "Ümlaut 100%", "日本カメラ", None)
LENSES = ("EF 50mm f/1.8", "ef50MM", "50_mm", "Zoom 24–70", None, None)
FORMATS = ("JPEG", "MPO", "PNG", "HEIF", "RAW", "WEBP", "TIFF", None)
TAGS = (
    ("Animals",), ("Animals", "Dog"), ("Animals", "Dog", "Poodle"), ("Things", "dog"),
    ("Été",), ("été", "Mer"), ("AC/DC",), ("Music", "AC", "DC"), ("50%",), ("under_score",),
    ("Straße", "x"), ("Animals", "Hot Dog"),
)  # fmt: skip
ALBUMS = ("Best of 2023", "ÉTÉ", "a%b", "empty", "under_score")
SMART = {"sunny": (1, 3, 5, 7, 9), "none": ()}
CAPTIONS = (
    "A dog on the beach", "ein HUND am Strand", "Straßenfest, 100% fun", "two\nlines of text",
    "café_crème", "cafe\u0301 noir", "ΣΊΣΥΦΟΣ rolls", "under_score * star",
)  # fmt: skip
MODELS = ("starter", "Other_Model", "none%")
PLACES = (
    (45.44, 12.33), (45.45, 12.34), (-17.8, 179.99), (-17.8, -179.99), (89.99, 10.0),
    (89.99, -170.0), (0.0, 0.0), (45.44, None), (None, None), (None, None),
)  # fmt: skip
NUMBERS = {
    "iso": (100, 200, 800, 1600, None),
    "rating": (None, None, 0, 1, 3, 5, -1),
    "width": (None, 0, 30, 40, 4000),
    "height": (None, 0, 30, 40, 3000),
}


def fill(conn: Connection, seed: int, count: int = 140) -> None:
    """Write roots, folders, photos, tags, albums, captions, duplicates and vectors."""
    rng = random.Random(seed)
    places = []
    for path in ROOTS:
        root = _root(conn, path)
        places += [folders.ensure_folder(conn, root, rel) for rel in FOLDERS]
    conn.execute("UPDATE roots SET state = 'offline' WHERE path = ?", (rng.choice(ROOTS),))
    used: set[tuple[int, str]] = set()
    photo_ids = [_photo(conn, rng, rng.choice(places), n, used) for n in range(count)]
    tag_ids = [tags.ensure(conn, path) for path in TAGS]
    for photo_id in photo_ids:
        for tag_id in rng.sample(tag_ids, rng.choice((0, 0, 1, 3))):
            status = rng.choice(("accepted", "accepted", "suggested", "rejected"))
            conn.execute(
                "INSERT INTO tag_assignments (photo_id, tag_id, source, status) "
                "VALUES (?, ?, 'manual', ?)",
                (photo_id, tag_id, status),
            )
        for text in rng.sample(CAPTIONS, rng.choice((0, 0, 1, 2))):
            captions.set_manual(conn, photo_id, text)
    for name in ALBUMS:
        album = albums.create(conn, name)
        if name != "empty":
            albums.add_photos(conn, album, rng.sample(photo_ids, 12))
    for name in SMART:
        albums.create(conn, name, query="beach")
    for group in range(4):
        pair = photo_ids[2 * group : 2 * group + 2]
        conn.executemany(
            "INSERT INTO duplicate_groups (photo_id, group_id, keeper) VALUES (?, ?, ?)",
            [(photo_id, group, photo_id == pair[0]) for photo_id in pair],
        )
    _vectors(conn, rng)


def _root(conn: Connection, path: str) -> int:
    return folders.add_root(conn, Path(path)).id


def _photo(
    conn: Connection, rng: random.Random, folder: int, number: int, used: set[tuple[int, str]]
) -> int:
    name = NAMES[number % len(NAMES)]
    # A name is unique in its folder.
    if rng.random() < 0.6 or (folder, name) in used:
        name = f"{number}-{name}"
    used.add((folder, name))
    [photo_id] = photo_files.insert(conn, folder, [FileStat(name.encode(), 1, number)])
    state = rng.choice(("ready", "ready", "ready", "new", "unreadable"))
    lat, lon = rng.choice(PLACES)
    taken = datetime(2022, 12, 30) + timedelta(hours=rng.randrange(24 * 440))
    conn.execute(
        "UPDATE photos SET state = ?, format = ?, width = ?, height = ?, rotation = ?, "
        "taken_at = ?, camera = ?, lens = ?, iso = ?, lat = ?, lon = ?, rating = ?, pick = ?, "
        "pixel_hash = ? WHERE id = ?",
        (
            state,
            rng.choice(FORMATS),
            rng.choice(NUMBERS["width"]),
            rng.choice(NUMBERS["height"]),
            rng.choice((0, 90, 180, 270)),
            rng.choice((None, _moment(rng, taken), taken.isoformat())),
            rng.choice(CAMERAS),
            rng.choice(LENSES),
            rng.choice(NUMBERS["iso"]),
            lat,
            lon,
            rng.choice(NUMBERS["rating"]),
            rng.choice((-1, 0, 1)),
            rng.choice((None, b"pixels %d" % (number % 40))),
            photo_id,
        ),
    )
    return photo_id


def _moment(rng: random.Random, taken: datetime) -> str:
    """Often the very first or last second of a day, a month or a year."""
    day = rng.choice((taken.date(), TODAY, date(2023, 12, 31), date(2024, 1, 1), date(2024, 2, 29)))
    return f"{day.isoformat()}T{rng.choice(('00:00:00', '23:59:59'))}"


def _vectors(conn: Connection, rng: random.Random) -> None:
    for key in MODELS:
        model_id = models.upsert(
            conn, key=key, fingerprint=f"print of {key}", arch="a", dim=4, source="builtin"
        )
        hashes = [b"pixels %d" % n for n in rng.sample(range(40), 15)]
        vector = np.array([1, 0, 0, 0], dtype=np.float16)
        embeddings.put_many(conn, model_id, [(each, vector) for each in hashes])


def context(conn: Connection) -> QueryContext:
    """The first model is the active one, :data:`SMART` the smart albums."""
    return QueryContext(TODAY, lambda name: SMART.get(name.casefold()), _model_id(conn, "starter"))


def _model_id(conn: Connection, key: str) -> int:
    return models.get(conn, key).id


def load_facts(conn: Connection) -> list[PhotoFacts]:
    """What is true of every photo that is not missing, gathered without the query's SQL."""
    roots = {row[0]: row[1:] for row in conn.execute("SELECT id, path, state FROM roots")}
    places = {row[0]: row[1:] for row in conn.execute("SELECT id, root_id, rel_path FROM folders")}
    groups = {row[0] for row in conn.execute("SELECT photo_id FROM duplicate_groups")}
    shelves = [
        (name, set(albums.photos_in(conn, album)))
        for album, name, query, _ in albums.all_albums(conn)
        if query is None
    ]
    vectors = [(model.id, model.key, _hashes(conn, model.id)) for model in models.all_models(conn)]
    rows = conn.execute(
        "SELECT id, folder_id, name, state, format, width, height, rotation, taken_at, camera, "
        "lens, iso, lat, lon, rating, pick, pixel_hash FROM photos WHERE state <> 'missing' "
        "ORDER BY id"
    ).fetchall()
    found = []
    for photo_id, folder_id, name, state, *facts, pixels in rows:
        root_id, rel = places[folder_id]
        assigned = conn.execute(
            "SELECT tag_id, status FROM tag_assignments WHERE photo_id = ?", (photo_id,)
        ).fetchall()
        found.append(
            PhotoFacts(
                photo_id,
                name,
                roots[root_id][0],
                rel,
                state,
                roots[root_id][1] == "offline",
                *facts,
                tags=tuple(tags.path_of(conn, tag) for tag, st_ in assigned if st_ == "accepted"),
                suggested=any(st_ == "suggested" for _, st_ in assigned),
                albums=tuple(shelf for shelf, members in shelves if photo_id in members),
                captions=tuple(each.text for each in captions.of_photo(conn, photo_id)),
                duplicate=photo_id in groups,
                models=tuple((id_, key) for id_, key, hashes in vectors if pixels in hashes),
            )
        )
    return found


def _hashes(conn: Connection, model_id: int) -> set[bytes]:
    rows = conn.execute("SELECT pixel_hash FROM embeddings WHERE model_id = ?", (model_id,))
    return {bytes(row[0]) for row in rows}


# --- queries ----------------------------------------------------------------------------


def _piece_of(*texts: str | None) -> st.SearchStrategy[str]:
    """Parts of texts, in other letter case, with ``*`` in them, or nothing of the kind."""
    whole = st.sampled_from([text for text in texts if text])
    cut = st.tuples(whole, st.integers(0, 12), st.integers(1, 12)).map(
        lambda found: found[0][found[1] : found[1] + found[2]]
    )
    cased = st.one_of(whole, cut).flatmap(
        lambda text: st.sampled_from([text, text.upper(), text.lower(), text.swapcase()])
    )
    starred = st.tuples(cased, st.integers(0, 12)).map(lambda f: f[0][: f[1]] + "*" + f[0][f[1] :])
    return st.one_of(cased, cased, starred, st.sampled_from(["%", "_", "*", "é", "ss", "/", "\\"]))


_SHOWN_FOLDERS = tuple(rel.decode("utf-8", "replace") for rel in FOLDERS)
_WHOLE_FOLDERS = tuple(f"{root.rstrip('/')}/{rel}" for root in ROOTS for rel in _SHOWN_FOLDERS)
_TEXTS = {
    "tag": _piece_of(*("/".join(path) for path in TAGS), "Dog", "Animals/Dog/", "/x/", "AC/DC"),
    "album": _piece_of(*ALBUMS, *SMART),
    "in": _piece_of(*_SHOWN_FOLDERS, *_WHOLE_FOLDERS, "Photos", "/srv/Photos/2023/"),
    "folder": _piece_of(*_SHOWN_FOLDERS, "Photos/2023", "srv"),
    "name": _piece_of(*NAMES),
    "caption": _piece_of(*CAPTIONS),
    "camera": _piece_of(*CAMERAS),
    "lens": _piece_of(*LENSES),
    "model": _piece_of(*MODELS, "active"),
}
_PERIODS = st.sampled_from(
    ["2022", "2023", "2024", "2023-12", "2024-02", "2024-3", "2023-12-31", "2024-01-01",
     "2024-02-29", "today", "yesterday", "2023-06-05"]
)  # fmt: skip
_CHOICE_NUMBERS = {
    "iso": ["0", "100", "200", "800", "1600"],
    "rating": ["-1", "0", "1", "3", "5"],
    "pick": ["-1", "0", "1", "picked", "Rejected", "none"],
    "year": ["2022", "2023", "2024"],
    "month": ["1", "02", "12", "march", "Dec"],
    "width": ["0", "30", "31", "40", "4000"],
    "height": ["0", "30", "31", "40", "3000"],
}


def _ranges(ends: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    some = st.one_of(ends, st.just(""))
    return st.tuples(some, some).map("..".join)


def _values_for(spec: FieldSpec) -> st.SearchStrategy[str]:
    if spec.name in _TEXTS:
        return _TEXTS[spec.name]
    if spec.kind == "choice":
        return st.sampled_from([*spec.choices, *(name.upper() for name in spec.choices)])
    if spec.kind == "place":
        corner = st.sampled_from([f"{lat},{lon}" for lat, lon in PLACES if lat and lon])
        return st.tuples(corner, st.sampled_from(["", ",0.5", ",5", ",3000", ",20100"])).map(
            "".join
        )
    ends = (
        _PERIODS if spec.kind in ("date", "edge") else st.sampled_from(_CHOICE_NUMBERS[spec.name])
    )
    return ends if spec.kind == "edge" else st.one_of(ends, _ranges(ends))


def _accepted(node: Field) -> bool:
    spec = next(spec for spec in FIELDS if spec.name == node.name)
    try:
        check(spec, node.op, node.value)
    except ValueProblemError:
        return False
    return True


def conditions(spec: FieldSpec) -> st.SearchStrategy[Field]:
    """Accepted conditions on one field."""
    return st.builds(
        Field, st.just(spec.name), st.sampled_from(spec.operators), _values_for(spec)
    ).filter(_accepted)


def filters() -> st.SearchStrategy[Filter]:
    """Trees of conditions on all fields."""
    asked = [spec for spec in FIELDS if spec.kind != "photo"]
    leaf = st.sampled_from(asked).flatmap(conditions)
    return st.recursive(
        leaf,
        lambda part: st.one_of(
            part.map(Not),
            st.lists(part, min_size=2, max_size=3).map(lambda parts: And(tuple(parts))),
            st.lists(part, min_size=2, max_size=3).map(lambda parts: Or(tuple(parts))),
        ),
        max_leaves=6,
    )
