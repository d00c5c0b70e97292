"""One kind of change that can be taken back, and the shapes that most of them have."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Final

COLUMNS: Final = tuple("abcdefghijk")
"""Where the log keeps the values of a change."""

_PARAMETER: Final = re.compile(r"\?(\d+)")


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of change.

    Attributes:
        event: When it happens, in the words of CREATE TRIGGER.
        values: What is noted: the row's key first, then values before and after.
        undo: Statements that take it back, ``?1`` being the first of the values.
        photo: The photo it concerns; NULL for none.
        tags: It changes tags, labels or suggestions.
        albums: It changes albums.
        may_clash: A unique name or a reference can be in the way.
        statements: ``undo`` with the number of values that each one takes.
    """

    event: str
    values: tuple[str, ...]
    undo: tuple[str, ...]
    photo: str = "NULL"
    tags: bool = False
    albums: bool = False
    may_clash: bool = False
    statements: tuple[tuple[str, int], ...] = field(init=False)

    def __post_init__(self) -> None:
        counted = tuple((sql, max(map(int, _PARAMETER.findall(sql)))) for sql in self.undo)
        object.__setattr__(self, "statements", counted)

    def trigger(self, number: int) -> str:
        """The statement that makes the trigger."""
        columns = ", ".join(COLUMNS[: len(self.values)])
        return (
            f"CREATE TEMP TRIGGER undo_{number} AFTER {self.event} BEGIN "
            f"INSERT INTO undo_log (kind, photo, {columns}) "
            f"VALUES ({number}, {self.photo}, {', '.join(self.values)}); END"
        )


def change_of(table: str, *columns: str) -> str:
    """When one of the columns gets another value."""
    # Names compare without case, but another case is another name here.
    differ = " OR ".join(f"old.{each} IS NOT new.{each} COLLATE BINARY" for each in columns)
    return f"UPDATE OF {', '.join(columns)} ON {table} WHEN {differ}"


def updated(
    table: str,
    *columns: str,
    photo: str = "NULL",
    tags: bool = False,
    albums: bool = False,
    may_clash: bool = False,
) -> Kind:
    """Plain columns that go back to their values if they still have those of the change."""
    before = ", ".join(f"{each} = ?{place}" for place, each in enumerate(columns, 2))
    after = " AND ".join(f"{e} IS ?{place}" for place, e in enumerate(columns, 2 + len(columns)))
    return Kind(
        event=change_of(table, *columns),
        values=(
            "new.id",
            *(f"old.{each}" for each in columns),
            *(f"new.{each}" for each in columns),
        ),
        undo=(f"UPDATE {table} SET {before} WHERE id = ?1 AND {after}",),
        photo=photo,
        tags=tags,
        albums=albums,
        may_clash=may_clash,
    )


def inserted(table: str, *unless: str, tags: bool = False, albums: bool = False) -> Kind:
    """A row that goes, unless something else has come to hang on it."""
    nobody = "".join(
        f" AND NOT EXISTS (SELECT 1 FROM {each.partition('.')[0]} WHERE {each} = ?1)"
        for each in unless
    )
    return Kind(
        event=f"INSERT ON {table}",
        values=("new.id",),
        undo=(f"DELETE FROM {table} WHERE id = ?1{nobody}",),
        tags=tags,
        albums=albums,
    )


def deleted(
    table: str,
    *columns: str,
    needs: str = "",
    tag: int = 0,
    photo: str = "NULL",
    tags: bool = False,
    albums: bool = False,
    may_clash: bool = False,
) -> Kind:
    """A row that comes back as it was; the tag at a place may have been made anew."""
    places = range(1, len(columns) + 1)
    marks = ", ".join(tag_now(place) if place == tag else f"?{place}" for place in places)
    where = f" WHERE {needs}" if needs else ""
    return Kind(
        event=f"DELETE ON {table}",
        values=tuple(f"old.{each}" for each in columns),
        undo=(f"INSERT OR IGNORE INTO {table} ({', '.join(columns)}) SELECT {marks}{where}",),
        photo=photo,
        tags=tags,
        albums=albums,
        may_clash=may_clash,
    )


def there(table: str, place: int) -> str:
    """Condition: the row of that number is there still."""
    return f"EXISTS (SELECT 1 FROM {table} WHERE id = ?{place})"


def tag_now(place: int) -> str:
    """The tag of that number, or the one that stands in its place by now."""
    return f"ifnull((SELECT id FROM temp.undo_twins WHERE old = ?{place}), ?{place})"


def tag_there(place: int) -> str:
    """Condition: there is a tag to put in."""
    return f"EXISTS (SELECT 1 FROM tags WHERE id = {tag_now(place)})"
