"""A catalog that cannot be used is refused in one sentence and left exactly as it is."""

from __future__ import annotations

import sqlite3

import pytest

COMMANDS = [("folders",), ("search", "a dog"), ("info", "--json"), ("index",)]


@pytest.fixture
def library(tmp_path):
    folder = tmp_path / "library"
    folder.mkdir()
    return folder


@pytest.mark.parametrize("command", COMMANDS)
def test_garbage_is_no_catalog_and_stays_untouched(photoclip, library, command):
    garbage = b"This was never a catalog. " * 400
    catalog = library / "catalog.sqlite"
    catalog.write_bytes(garbage)
    photoclip("--library", library, *command).assert_one_sentence(str(catalog))
    assert catalog.read_bytes() == garbage


def test_a_newer_catalog_is_refused_and_stays_untouched(photoclip, library):
    assert photoclip("--library", library, "folders").code == 0
    catalog = library / "catalog.sqlite"
    connection = sqlite3.connect(catalog)
    connection.execute("PRAGMA user_version = 9999")
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()
    before = catalog.read_bytes()
    for command in (("folders",), ("add", library.parent)):
        photoclip("--library", library, *command).assert_one_sentence("newer")
    assert catalog.read_bytes() == before


def test_a_library_that_is_a_file_is_refused(photoclip, tmp_path):
    file = tmp_path / "photo.jpg"
    file.write_bytes(b"picture")
    photoclip("--library", file, "folders").assert_one_sentence(str(file))
    assert file.read_bytes() == b"picture"
