"""Writing metadata: which file, only what is new, nothing of others lost, and the way back."""

from __future__ import annotations

import errno
import os
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image
from write_bench import WriteBench, picture
from xmp_samples import DARKTABLE, DIGIKAM, LIGHTROOM, foreign

from photoclip.catalog import folders, tags
from photoclip.errors import UserError
from photoclip.jobs.job import run_to_end
from photoclip.jobs.tasks import write_plan
from photoclip.media import embedded_write, safe_write, targets
from photoclip.media.embedded_write import packet_of
from photoclip.media.safe_write import DiskFullError, NotEmbeddedError
from photoclip.media.xmp import parse_xmp
from photoclip.media.xmp_write import XmpEdit, edit_packet

X_TAG = XmpEdit(add=(("x",),))


@pytest.fixture
def bench(tmp_path):
    bench = WriteBench(tmp_path)
    yield bench
    bench.close()


def words(path: Path) -> list[str]:
    return parse_xmp(path.read_bytes()).get("dc:subject", [])


def names(folder: Path) -> list[str]:
    return sorted(each.name for each in folder.iterdir())


def put(bench: WriteBench, *names: str) -> list[Path]:
    paths = [bench.put(name, picture(number)) for number, name in enumerate(names)]
    bench.look()
    return paths


# --- what is written ---------------------------------------------------------------


def test_tags_caption_and_stars_land_in_a_new_sidecar(bench):
    (photo,) = put(bench, "a.jpg")
    before = photo.read_bytes()
    bench.add("a.jpg", "People/Anna", "beach")
    bench.caption("a.jpg", "Anna at the sea")
    bench.rate("a.jpg", 4)
    report = bench.write()
    (change,) = report.changes
    assert change.target == photo.with_name("a.jpg.xmp")
    assert set(change.lines) == {
        "+ tag People/Anna", "+ tag beach", "+ caption Anna at the sea", "+ rating 4",
    }  # fmt: skip
    said = parse_xmp(change.target.read_bytes())
    assert said["lr:hierarchicalSubject"] == ["beach", "People|Anna"]
    assert (said["dc:description"], said["xmp:Rating"]) == (["Anna at the sea"], ["4"])
    assert photo.read_bytes() == before
    assert names(bench.top) == ["a.jpg", "a.jpg.xmp"]


def test_after_a_write_a_scan_finds_nothing_to_do(bench):
    put(bench, "a.jpg", "b.nef")
    (bench.top / "b.xmp").write_text(LIGHTROOM)
    bench.look()
    bench.add("a.jpg", "x")
    bench.add("b.nef", "y")
    assert len(bench.write().changes) == 2
    assert bench.is_quiet()


def test_only_what_changed_is_written(bench):
    paths = put(bench, "a.jpg", "b.jpg")
    bench.add("a.jpg", "x")
    bench.add("b.jpg", "x")
    bench.write()
    stamps = [path.with_name(path.name + ".xmp").stat().st_mtime_ns for path in paths]
    again = bench.write()
    assert (again.changes, again.unchanged, again.batch) == ((), 2, 0)
    bench.add("b.jpg", "y")
    one = bench.write()
    assert [change.path for change in one.changes] == [paths[1]]
    assert one.unchanged == 1
    assert (bench.top / "a.jpg.xmp").stat().st_mtime_ns == stamps[0]


def test_photos_about_which_nothing_was_decided_get_no_sidecar(bench):
    put(bench, "a.jpg")
    (bench.top / "b.jpg").write_bytes(picture(9))
    (bench.top / "b.jpg.xmp").write_text(DIGIKAM)
    bench.look()
    with bench.db.read() as conn:
        assert tags.find(conn, ["People", "Anna"])
    report = bench.write()
    assert (report.changes, report.unchanged) == ((), 0)
    assert (bench.top / "b.jpg.xmp").read_text() == DIGIKAM
    assert bench.write(photo_ids=[bench.photo("a.jpg").id]).unchanged == 1


def test_suggestions_and_their_rejection_are_not_written(bench):
    put(bench, "a.jpg")
    photo = bench.photo("a.jpg").id

    def suggest(conn):
        tags.suggest(conn, [(photo, tags.ensure(conn, ["maybe"]), 0.5)])
        tags.suggest(conn, [(photo, tags.ensure(conn, ["no"]), 0.5)])
        tags.decide(conn, [photo], tags.ensure(conn, ["no"]), "rejected")

    bench.db.write(suggest)
    bench.add("a.jpg", "yes")
    bench.write()
    assert words(bench.top / "a.jpg.xmp") == ["yes"]


def test_a_dry_run_says_the_same_and_writes_nothing(bench):
    put(bench, "a.jpg")
    bench.add("a.jpg", "x")
    dry = bench.write(dry_run=True)
    assert not (bench.top / "a.jpg.xmp").exists()
    assert bench.undo().changes == ()
    assert dry.changes == bench.write().changes


def test_chosen_photos_only(bench):
    put(bench, "a.jpg", "b.jpg")
    bench.add("a.jpg", "x")
    chosen = bench.add("b.jpg", "x")
    assert [c.photo_id for c in bench.write(photo_ids=[chosen]).changes] == [chosen]
    assert not (bench.top / "a.jpg.xmp").exists()


def test_a_removed_a_renamed_and_a_deleted_tag_leave_the_file(bench):
    put(bench, "a.jpg")
    photo = bench.add("a.jpg", "one", "two", "three", "stays")
    bench.write()
    bench.take_off("a.jpg", "one")
    bench.db.write(lambda c: tags.rename(c, tags.ensure(c, ["two"]), "zwei"))
    bench.db.write(lambda c: tags.remove(c, tags.ensure(c, ["three"])))
    (change,) = bench.write().changes
    assert set(change.lines) == {"- tag one", "- tag two", "- tag three", "+ tag zwei"}
    assert sorted(words(bench.top / "a.jpg.xmp")) == ["stays", "zwei"]
    assert bench.write(photo_ids=[photo]).unchanged == 1


def test_a_keyword_from_a_file_that_the_user_takes_off_leaves_the_sidecar(bench):
    sidecar = bench.top / "a.jpg.xmp"
    sidecar.write_text(DIGIKAM)
    put(bench, "a.jpg")
    bench.take_off("a.jpg", "People/Anna")
    bench.write()
    assert words(sidecar) == ["Harbour"]
    bench.look()
    assert bench.tags("a.jpg") == {"Places/Harbour"}
    assert bench.conflicts() == {}


def test_an_own_caption_that_was_removed_leaves_the_file_but_no_others(bench):
    sidecar = bench.top / "a.jpg.xmp"
    sidecar.write_text(DIGIKAM)
    put(bench, "a.jpg", "b.jpg")
    bench.add("a.jpg", "x")
    bench.write()
    assert parse_xmp(sidecar.read_bytes())["dc:description"][0] == "Boats at noon"
    bench.caption("b.jpg", "mine")
    bench.write()
    bench.caption("b.jpg", "")
    (change,) = bench.write().changes
    assert change.lines == ("- caption mine",)


def test_stars_are_written_only_if_given_here(bench):
    sidecar = bench.top / "a.jpg.xmp"
    sidecar.write_text(DIGIKAM)
    put(bench, "a.jpg")
    bench.add("a.jpg", "x")
    bench.write()
    assert parse_xmp(sidecar.read_bytes())["xmp:Rating"] == ["2"]
    bench.rate("a.jpg", None)
    assert bench.write().changes[0].lines == ("- rating 2",)
    assert bench.write().unchanged == 1


def test_the_users_own_caption_is_not_read_back_as_a_second_one(bench):
    put(bench, "a.jpg")
    bench.caption("a.jpg", "mine")
    bench.write()
    sidecar = bench.top / "a.jpg.xmp"
    sidecar.write_bytes(sidecar.read_bytes().replace(b"<dc:desc", b" <dc:desc"))
    bench.look()
    assert bench.captions("a.jpg") == [("manual", "mine")]


# --- which file --------------------------------------------------------------------


@pytest.mark.parametrize("name", ["a.jpg.xmp", "a.jpg.XMP", "a.xmp", "a.XMP"])
@pytest.mark.parametrize("sample", [DIGIKAM, DARKTABLE, LIGHTROOM])
def test_the_sidecar_that_is_there_is_followed_and_keeps_what_is_not_ours(bench, name, sample):
    (bench.top / name).write_text(sample)
    put(bench, "a.jpg")
    bench.add("a.jpg", "People/Bob")
    (change,) = bench.write().changes
    assert change.target == bench.top / name
    assert foreign((bench.top / name).read_bytes()) == foreign(sample.encode())
    assert names(bench.top) == sorted(["a.jpg", name])


def test_a_sidecar_shared_by_raw_and_jpeg_is_the_raws_and_said(bench):
    (bench.top / "a.xmp").write_text(LIGHTROOM)
    put(bench, "a.nef", "a.jpg")
    bench.add("a.nef", "of the raw")
    bench.add("a.jpg", "of the jpeg")
    report = bench.write()
    assert {c.path.name: c.target.name for c in report.changes} == {
        "a.nef": "a.xmp",
        "a.jpg": "a.jpg.xmp",
    }
    assert len(report.notes) == 2
    assert all("shared" in note and "a.nef" in note and "a.jpg" in note for note in report.notes)
    assert "of the jpeg" not in words(bench.top / "a.xmp")
    assert foreign((bench.top / "a.xmp").read_bytes()) == foreign(LIGHTROOM.encode())


def test_undo_of_a_shared_sidecar_takes_no_tag_off_the_other_picture(bench):
    (bench.top / "a.xmp").write_text(LIGHTROOM)
    put(bench, "a.nef", "a.jpg")
    bench.write()
    for name in ("a.nef", "a.jpg"):
        bench.add(name, "of both")
    bench.write()
    assert len(bench.undo().changes) == 2
    bench.look()
    for name in ("a.nef", "a.jpg"):
        assert "of both" in bench.tags(name)
    bench.write()
    assert "of both" in words(bench.top / "a.jpg.xmp")
    assert "of both" in words(bench.top / "a.xmp")


def test_a_sidecar_that_could_be_of_several_pictures_is_left_alone(bench):
    (bench.top / "a.xmp").write_text(DIGIKAM)
    put(bench, "a.png", "a.jpg")
    bench.add("a.jpg", "x")
    (change,) = bench.write().changes
    assert change.target.name == "a.jpg.xmp"
    assert (bench.top / "a.xmp").read_text() == DIGIKAM


def test_permissions_of_a_sidecar_stay(bench):
    sidecar = bench.top / "a.jpg.xmp"
    sidecar.write_text(DIGIKAM)
    sidecar.chmod(0o640)
    put(bench, "a.jpg")
    bench.add("a.jpg", "x")
    bench.write()
    assert sidecar.stat().st_mode & 0o777 == 0o640


def test_names_that_are_not_utf8(bench):
    name = os.fsdecode(b"caf\xe9.jpg")
    try:
        (bench.top / name).write_bytes(picture())
    except OSError:
        pytest.skip("this file system takes UTF-8 names only")
    bench.look()
    bench.add(name, "x")
    (change,) = bench.write().changes
    assert os.fsencode(change.target.name) == b"caf\xe9.jpg.xmp"
    assert bench.is_quiet()
    assert len(bench.undo().changes) == 1


# --- what is refused ---------------------------------------------------------------


def refused(bench: WriteBench, name: str = "a.jpg") -> str:
    bench.add(name, "x")
    before = {path: path.read_bytes() for path in bench.top.rglob("*") if path.is_file()}
    report = bench.write()
    assert report.changes == ()
    ((path, reason),) = report.skipped
    assert path == bench.top / name
    assert {path: path.read_bytes() for path in bench.top.rglob("*") if path.is_file()} == before
    return reason


@pytest.mark.parametrize("content", ["", "<x:xmpmeta", DIGIKAM[:900], "<html/>"])
def test_a_damaged_sidecar_is_never_overwritten(bench, content):
    (bench.top / "a.jpg.xmp").write_text(content)
    put(bench, "a.jpg")
    assert "left alone, because it" in refused(bench)


def test_a_sidecar_that_is_a_link_is_left_alone(bench, tmp_path):
    elsewhere = tmp_path / "elsewhere.xmp"
    elsewhere.write_text(DIGIKAM)
    (bench.top / "a.jpg.xmp").symlink_to(elsewhere)
    put(bench, "a.jpg")
    assert "is a link" in refused(bench)
    assert elsewhere.read_text() == DIGIKAM


def test_a_read_only_sidecar_is_told(bench):
    sidecar = bench.top / "a.jpg.xmp"
    sidecar.write_text(DIGIKAM)
    sidecar.chmod(0o444)
    put(bench, "a.jpg")
    assert "read-only" in refused(bench)


def test_a_read_only_folder_is_told(bench):
    put(bench, "in/a.jpg")
    (bench.top / "in").chmod(0o555)
    try:
        assert "read-only" in refused(bench, "in/a.jpg")
    finally:
        (bench.top / "in").chmod(0o755)


def test_a_folder_that_is_not_connected_is_told(bench):
    put(bench, "a.jpg")
    bench.db.write(lambda conn: folders.set_root_state(conn, bench.root.id, "offline"))
    assert "not connected" in refused(bench)


def test_a_photo_that_is_gone_is_told(bench):
    (photo,) = put(bench, "a.jpg")
    bench.add("a.jpg", "x")
    photo.unlink()
    ((_, reason),) = bench.write().skipped
    assert "not there any more" in reason
    assert list(bench.top.iterdir()) == []


def test_a_file_changed_at_the_last_moment_is_left_to_the_other_program(bench, monkeypatch):
    sidecar = bench.top / "a.jpg.xmp"
    sidecar.write_text(DIGIKAM)
    put(bench, "a.jpg")
    bench.add("a.jpg", "x")
    real = safe_write._write_temp

    def slow(temp, path, data):
        stamp = real(temp, path, data)
        status = sidecar.stat()
        sidecar.write_text(DIGIKAM.replace("noon", "dusk"))
        os.utime(sidecar, ns=(status.st_atime_ns, status.st_mtime_ns))
        return stamp

    monkeypatch.setattr(safe_write, "_write_temp", slow)
    ((_, reason),) = bench.write().skipped
    assert "very moment" in reason
    assert "dusk" in sidecar.read_text()
    monkeypatch.undo()
    assert len(bench.write().changes) == 1
    assert "dusk" in sidecar.read_text()
    assert names(bench.top) == ["a.jpg", "a.jpg.xmp"]


@pytest.mark.parametrize("moment", ["load", "store"])
def test_a_photo_that_leaves_the_library_meanwhile_stops_no_other(bench, monkeypatch, moment):
    put(bench, "a.jpg", "b.jpg")
    gone = bench.add("a.jpg", "x")
    bench.add("b.jpg", "y")
    real = getattr(targets, moment)

    def late(*args):
        bench.db.write(lambda c: c.execute("DELETE FROM photos WHERE id = ?", (gone,)))
        return real(*args)

    monkeypatch.setattr(targets, moment, late)
    bench.write()
    assert words(bench.top / "b.jpg.xmp") == ["y"]
    assert bench.write().changes == ()


def test_a_photo_that_left_the_library_before_its_turn_is_told(bench, monkeypatch):
    put(bench, "a.jpg")
    gone = bench.add("a.jpg", "x")
    real = write_plan.metadata.read_metadata

    def late(path, **options):
        bench.db.write(lambda c: c.execute("DELETE FROM photos WHERE id = ?", (gone,)))
        return real(path, **options)

    monkeypatch.setattr(write_plan.metadata, "read_metadata", late)
    assert "left the library" in bench.write().skipped[0][1]


def test_a_sidecar_that_appears_at_the_last_moment_is_not_replaced(bench, monkeypatch):
    put(bench, "a.jpg")
    bench.add("a.jpg", "x")
    real = safe_write._check_unchanged

    def late(path, expected):
        real(path, expected)
        path.write_text(DIGIKAM)

    monkeypatch.setattr(safe_write, "_check_unchanged", late)
    assert "very moment" in bench.write().skipped[0][1]
    assert (bench.top / "a.jpg.xmp").read_text() == DIGIKAM


def test_a_full_disk_stops_with_one_sentence_and_loses_nothing(bench, monkeypatch):
    put(bench, "a.jpg", "b.jpg", "c.jpg")
    for name in ("a.jpg", "b.jpg", "c.jpg"):
        bench.add(name, "x")
    real, calls = os.fsync, []

    def full(descriptor):
        calls.append(descriptor)
        if len(calls) > 3:  # a file, its folder, a file, its folder
            raise OSError(errno.ENOSPC, "No space left on device")
        real(descriptor)

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(DiskFullError, match="disk is full"):
        bench.write()
    monkeypatch.undo()
    assert len(list(bench.top.glob("*.xmp"))) == 2
    assert not list(bench.top.glob(".photoclip*"))
    report = bench.write()
    assert (len(report.changes), report.unchanged) == (1, 2)
    assert bench.is_quiet()


# --- the way back ------------------------------------------------------------------


def test_undo_gives_the_bytes_back_and_deletes_what_was_made(bench):
    sidecar = bench.top / "a.xmp"
    sidecar.write_text(LIGHTROOM)
    put(bench, "a.jpg", "b.jpg")
    bench.add("a.jpg", "x")
    bench.add("b.jpg", "x")
    first = bench.write()
    bench.add("a.jpg", "y")
    second = bench.write()
    assert second.batch > first.batch
    assert bench.undo().changes[0].lines == ("- tag y",)
    assert sorted(words(sidecar)) == ["Animals", "Cat", "x"]
    report = bench.undo()
    assert (len(report.changes), report.skipped) == (2, ())
    assert sidecar.read_text() == LIGHTROOM
    assert not (bench.top / "b.jpg.xmp").exists()
    assert bench.is_quiet()
    assert bench.tags("a.jpg") == {"Animals/Cat", "x", "y"}
    assert bench.undo().changes == ()
    assert len(bench.write().changes) == 2, "what was taken back can be written again"


def test_undo_leaves_alone_what_others_changed_since(bench):
    put(bench, "a.jpg", "b.jpg")
    bench.add("a.jpg", "x")
    bench.add("b.jpg", "x")
    bench.write()
    sidecar = bench.top / "a.jpg.xmp"
    sidecar.write_text(DIGIKAM)
    report = bench.undo()
    ((path, reason),) = report.skipped
    assert path == sidecar
    assert "not what PhotoClip wrote" in reason
    assert sidecar.read_text() == DIGIKAM
    assert [c.target.name for c in report.changes] == ["b.jpg.xmp"]
    assert bench.undo().skipped == ()


def test_undo_in_a_read_only_folder_can_be_repeated(bench):
    put(bench, "in/a.jpg")
    bench.add("in/a.jpg", "x")
    bench.write()
    (bench.top / "in").chmod(0o555)
    try:
        assert "read-only" in bench.undo().skipped[0][1]
    finally:
        (bench.top / "in").chmod(0o755)
    assert len(bench.undo().changes) == 1


def test_a_write_that_a_crash_cut_off_is_finished_by_the_next_run(bench, monkeypatch):
    put(bench, "a.jpg", "b.jpg")
    bench.add("a.jpg", "x")
    bench.add("b.jpg", "x")

    def dies(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr("photoclip.jobs.tasks.writing._Run._mark", dies)
    with pytest.raises(KeyboardInterrupt):
        bench.write()
    monkeypatch.undo()
    report = bench.write()
    assert (report.changes, report.unchanged, report.skipped) == ((), 2, ())
    assert bench.is_quiet()
    assert len(bench.undo().changes) == 2
    assert not list(bench.top.glob("*.xmp"))


def test_a_write_that_was_interrupted_before_it_was_noted_is_found_out_by_the_next_run(
    bench, monkeypatch
):
    put(bench, "a.jpg", "b.jpg")
    bench.add("a.jpg", "x")
    bench.add("b.jpg", "x")

    def interrupted(folder):
        raise KeyboardInterrupt

    monkeypatch.setattr(safe_write, "sync_folder", interrupted)
    with pytest.raises(KeyboardInterrupt):
        bench.write()
    monkeypatch.undo()
    assert len(list(bench.top.glob("*.xmp"))) == 1
    report = bench.write()
    assert (len(report.changes), report.unchanged, report.skipped) == (1, 1, ())
    assert [len(bench.undo().changes) for _ in range(2)] == [1, 1]
    assert names(bench.top) == ["a.jpg", "b.jpg"]


def test_a_cancelled_job_keeps_what_it_wrote_and_can_go_on(bench, monkeypatch):
    monkeypatch.setattr("photoclip.jobs.tasks.writing.CHUNK", 1)
    put(bench, "a.jpg", "b.jpg")
    bench.add("a.jpg", "x")
    bench.add("b.jpg", "x")
    job = bench.room.write()
    next(job), next(job)
    job.close()
    (written,) = bench.top.glob("*.xmp")
    assert bench.published[-1].photos == {bench.photo(written.stem).id}
    report = bench.write()
    assert (len(report.changes), report.unchanged) == (1, 1)


# --- into the photo ----------------------------------------------------------------


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "TIFF", "WEBP"])
def test_into_the_photo_where_the_user_wants_that(bench, kind):
    name = f"a.{kind.lower()}"
    before = picture(5, kind)
    photo = bench.put(name, before)
    bench.look()
    bench.room.write_to(bench.top, "file")
    bench.add(name, "People/Anna")
    bench.rate(name, 3)
    (change,) = bench.write().changes
    assert change.target == photo
    assert names(bench.top) == [name]
    after = photo.read_bytes()
    assert Image.open(BytesIO(after)).tobytes() == Image.open(BytesIO(before)).tobytes()
    assert bench.is_quiet()
    assert bench.write().unchanged == 1
    bench.add(name, "more")
    bench.write()
    reports = [bench.undo(), bench.undo()]
    assert [(len(each.changes), each.skipped) for each in reports] == [(1, ()), (1, ())]
    assert packet_of(photo.read_bytes()) is None
    assert bench.is_quiet()


@pytest.mark.parametrize("kind", ["JPEG", "PNG"])
def test_a_photo_whose_picture_would_change_is_left_alone(bench, monkeypatch, kind):
    photo = bench.put(f"a.{kind.lower()}", picture(1, kind))
    bench.look()
    bench.room.write_to(bench.top, "file")
    bench.add(photo.name, "x")
    before = photo.read_bytes()
    other = embedded_write.with_packet(picture(200, kind), edit_packet(None, X_TAG), photo)
    monkeypatch.setattr(embedded_write, "_bytes", lambda image: other)
    (note,) = bench.write().notes
    assert "without harm" in note
    assert photo.read_bytes() == before


def test_raw_files_are_never_touched(bench):
    before = picture(3, "TIFF")
    photo = bench.put("a.dng", before)
    bench.look()
    bench.room.write_to(bench.top, "file")
    bench.add("a.dng", "x")
    (change,) = bench.write().changes
    assert change.target.name == "a.dng.xmp"
    assert photo.read_bytes() == before


@pytest.mark.parametrize("step", ["packet_of", "with_packet"])
def test_a_photo_that_takes_no_metadata_without_harm_gets_a_sidecar(bench, monkeypatch, step):
    def refuse(*_):
        raise NotEmbeddedError("harm")

    put(bench, "a.jpg")
    before = (bench.top / "a.jpg").read_bytes()
    bench.room.write_to(bench.top, "file")
    bench.add("a.jpg", "x")
    monkeypatch.setattr(embedded_write, step, refuse)
    for dry_run in (True, False):
        report = bench.write(dry_run=dry_run)
        assert [each.target.name for each in report.changes] == ["a.jpg.xmp"]
        assert report.skipped == ()
        (note,) = report.notes
        assert note.endswith("takes no metadata without harm; a sidecar holds it instead.")
    assert (bench.top / "a.jpg").read_bytes() == before
    assert (bench.top / "a.jpg.xmp").exists()
    again = bench.write()
    assert (again.unchanged, again.notes) == (1, ())


def test_a_photo_that_changed_since_the_scan_is_not_written_into(bench):
    (photo,) = put(bench, "a.jpg")
    bench.room.write_to(bench.top, "file")
    photo.write_bytes(picture(99))
    assert "scan first" in refused(bench)


def test_a_sidecar_that_is_there_wins_over_the_photo(bench):
    (bench.top / "a.jpg.xmp").write_text(DIGIKAM)
    put(bench, "a.jpg")
    bench.room.write_to(bench.top, "file")
    bench.add("a.jpg", "x")
    assert bench.write().changes[0].target.name == "a.jpg.xmp"


def test_write_to_wants_a_folder_of_the_library_and_a_known_place(bench, tmp_path):
    with pytest.raises(UserError, match="not one of the library's folders"):
        bench.room.write_to(tmp_path / "other", "file")
    with pytest.raises(UserError, match="sidecar"):
        bench.room.write_to(bench.top, "cloud")


def test_the_job_yields_before_every_part(bench):
    put(bench, "a.jpg")
    bench.add("a.jpg", "x")
    job = bench.room.write()
    assert next(job).total == 1
    assert run_to_end(job).changes
