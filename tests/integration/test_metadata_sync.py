"""What other programs change in files that PhotoClip wrote: taken in, or a conflict."""

from __future__ import annotations

from pathlib import Path

import pytest
from write_bench import WriteBench, picture
from xmp_samples import DIGIKAM

from photoclip.catalog import tags
from photoclip.errors import UserError
from photoclip.media import targets
from photoclip.media.xmp import parse_xmp
from photoclip.media.xmp_write import XmpEdit, edit_packet


class Stage(WriteBench):
    """One photo with a sidecar that PhotoClip wrote."""

    @property
    def sidecar(self) -> Path:
        return self.top / "a.jpg.xmp"

    def other_program(self, **edit: object) -> None:
        """Change the sidecar as another program does that knows all keyword lists."""
        packet = edit_packet(self.sidecar.read_bytes(), XmpEdit(**edit))  # type: ignore[arg-type]
        assert packet is not None
        self.replace(packet)

    def replace(self, packet: bytes) -> None:
        self.put("a.jpg.xmp", packet)

    def words(self) -> set[str]:
        return set(parse_xmp(self.sidecar.read_bytes()).get("dc:subject", []))

    def photo_id(self) -> int:
        return self.photo("a.jpg").id

    def stars(self) -> int | None:
        return self.photo("a.jpg").rating


@pytest.fixture
def stage(tmp_path):
    stage = Stage(tmp_path)
    stage.put("a.jpg", picture())
    stage.look()
    stage.add("a.jpg", "one", "People/Anna", "three")
    stage.caption("a.jpg", "ours")
    stage.rate("a.jpg", 3)
    stage.write()
    yield stage
    stage.close()


# --- tags --------------------------------------------------------------------------


def test_a_keyword_added_outside_becomes_a_tag(stage):
    stage.other_program(add=(("Places", "Rome"),))
    stage.look()
    assert stage.tags("a.jpg") == {"one", "People/Anna", "three", "Places/Rome"}
    assert stage.conflicts() == {}
    assert stage.write().unchanged == 1


def test_a_keyword_removed_outside_goes_here_too_and_does_not_come_back(stage):
    stage.other_program(remove=(("People", "Anna"),))
    stage.look()
    assert stage.tags("a.jpg") == {"one", "three"}
    assert stage.conflicts() == {}
    assert stage.write().unchanged == 1
    assert stage.words() == {"one", "three"}


def test_a_program_that_does_not_know_digikams_list_can_remove_a_keyword(stage):
    text = stage.sidecar.read_text()
    for entry in ("<rdf:li>People|Anna</rdf:li>", "<rdf:li>Anna</rdf:li>"):
        assert entry in text
        text = text.replace(entry, "")
    stage.replace(text.encode())
    stage.look()
    assert stage.tags("a.jpg") == {"one", "three"}


def test_a_program_that_knows_plain_words_only_can_add_and_remove(stage):
    text = stage.sidecar.read_text().replace("<rdf:li>Anna</rdf:li>", "<rdf:li>new</rdf:li>")
    stage.replace(text.encode())
    stage.look()
    assert stage.tags("a.jpg") == {"one", "three", "new"}


def test_what_only_the_user_changed_is_no_conflict(stage):
    stage.take_off("a.jpg", "one")
    stage.add("a.jpg", "four")
    stage.other_program(rating=3, add=(("five",),))
    stage.look()
    assert stage.tags("a.jpg") == {"People/Anna", "three", "four", "five"}
    assert stage.conflicts() == {}
    stage.write()
    assert stage.words() == {"Anna", "three", "four", "five"}


def test_a_tag_kept_here_and_removed_outside_is_a_conflict(stage):
    stage.age()
    stage.add("a.jpg", "other")
    stage.take_off("a.jpg", "one")
    stage.add("a.jpg", "one")
    stage.other_program(remove=(("one",), ("three",)))
    stage.look()
    assert "one" in stage.tags("a.jpg")
    assert stage.conflicts()["tag:one"] == ("one", "")


def conflict_about_a_refused_tag(stage: Stage) -> None:
    stage.take_off("a.jpg", "one")
    stage.write()
    assert "one" not in stage.words()
    stage.other_program(add=(("one",),))
    stage.look()
    assert stage.conflicts() == {"tag:one": ("", "one")}
    assert "one" not in stage.tags("a.jpg")


def test_a_tag_refused_here_and_added_outside_is_a_conflict_and_is_left_as_it_is(stage):
    conflict_about_a_refused_tag(stage)
    stage.add("a.jpg", "more")
    report = stage.write()
    assert stage.words() >= {"one", "more"}
    assert any("tag:one" in note and "a.jpg" in note for note in report.notes)


def test_keeping_ours_brings_the_file_in_line(stage):
    conflict_about_a_refused_tag(stage)
    stage.room.resolve(stage.photo_id(), "tag:ONE", "ours")
    assert stage.conflicts() == {}
    stage.write()
    assert "one" not in stage.words()
    stage.look()
    assert "one" not in stage.tags("a.jpg")


def test_keeping_theirs_takes_the_tag(stage):
    conflict_about_a_refused_tag(stage)
    stage.room.resolve(stage.photo_id(), "tag:one", "theirs")
    assert "one" in stage.tags("a.jpg")
    assert stage.conflicts() == {}
    assert stage.write().unchanged == 1


@pytest.mark.parametrize("change", [lambda c, t: tags.rename(c, t, "uno"), tags.remove])
def test_keeping_theirs_takes_a_tag_that_was_renamed_or_deleted_here_since(stage, change):
    conflict_about_a_refused_tag(stage)
    stage.db.write(lambda conn: change(conn, tags.find(conn, ["one"])))
    stage.room.resolve(stage.photo_id(), "tag:one", "theirs")
    assert "one" in stage.tags("a.jpg")
    stage.write()
    assert "one" in stage.words()


def test_a_conflict_that_the_user_settles_otherwise_is_none_any_more(stage):
    conflict_about_a_refused_tag(stage)
    stage.add("a.jpg", "one")
    assert stage.conflicts() == {}
    with pytest.raises(UserError, match="no conflict"):
        stage.room.resolve(stage.photo_id(), "tag:one", "ours")


def test_a_conflict_that_was_settled_does_not_come_back_with_the_next_decision(stage):
    conflict_about_a_refused_tag(stage)
    stage.add("a.jpg", "one")
    stage.write()
    stage.take_off("a.jpg", "one")
    assert stage.conflicts() == {}
    stage.write()
    assert "one" not in stage.words()


@pytest.mark.parametrize("content", [None, b"", b"<x:xmpmeta"])
def test_a_lost_or_empty_sidecar_takes_nothing_away_and_is_no_conflict(stage, content):
    before = stage.tags("a.jpg")
    if content is None:
        stage.sidecar.unlink()
    else:
        stage.replace(content)
    stage.look()
    assert stage.tags("a.jpg") == before
    assert stage.captions("a.jpg") == [("manual", "ours")]
    assert stage.stars() == 3
    assert stage.conflicts() == {}


def test_half_a_sidecar_takes_nothing_away(stage):
    packet = stage.sidecar.read_bytes()
    stage.replace(packet[: packet.index(b"<dc:subject>")])
    stage.look()
    assert stage.tags("a.jpg") == {"one", "People/Anna", "three"}


def test_a_lost_sidecar_is_written_anew(stage):
    before = stage.words()
    stage.sidecar.unlink()
    stage.look()
    assert len(stage.write().changes) == 1
    assert stage.words() == before


def test_a_sidecar_emptied_of_all_keywords_is_a_question(stage):
    stage.other_program(remove=(("one",), ("People", "Anna"), ("three",)))
    stage.look()
    assert set(stage.conflicts()) == {"tag:one", "tag:People/Anna", "tag:three"}
    assert stage.tags("a.jpg") == {"one", "People/Anna", "three"}
    stage.room.resolve(stage.photo_id(), "tag:one", "theirs")
    assert stage.tags("a.jpg") == {"People/Anna", "three"}


def test_a_word_that_became_a_level_of_a_longer_keyword_is_not_lost(stage):
    stage.other_program(add=(("one", "below"),))
    stage.look()
    assert stage.tags("a.jpg") >= {"one", "one/below"}


# --- stars and caption -------------------------------------------------------------


def test_stars_changed_outside_come_in(stage):
    stage.other_program(rating=5)
    stage.look()
    assert (stage.stars(), stage.conflicts()) == (5, {})
    assert stage.write().unchanged == 1


def test_stars_changed_on_both_sides_are_a_conflict(stage):
    stage.rate("a.jpg", 1)
    stage.other_program(rating=5)
    stage.look()
    assert stage.conflicts() == {"rating": ("1", "5")}
    assert stage.stars() == 1
    stage.write()
    assert parse_xmp(stage.sidecar.read_bytes())["xmp:Rating"] == ["5"]
    stage.room.resolve(stage.photo_id(), "rating", "theirs")
    assert stage.stars() == 5


def test_a_caption_changed_outside_comes_in(stage):
    stage.other_program(caption="theirs")
    stage.look()
    assert stage.captions("a.jpg") == [("manual", "theirs")]
    assert stage.conflicts() == {}
    stage.other_program(caption="")
    stage.look()
    assert stage.captions("a.jpg") == []


def test_a_caption_changed_on_both_sides_is_a_conflict(stage):
    stage.caption("a.jpg", "mine now")
    stage.other_program(caption="theirs")
    stage.look()
    assert stage.conflicts() == {"caption": ("mine now", "theirs")}
    stage.write()
    assert parse_xmp(stage.sidecar.read_bytes())["dc:description"] == ["theirs"]
    stage.room.resolve(stage.photo_id(), "caption", "ours")
    stage.write()
    assert parse_xmp(stage.sidecar.read_bytes())["dc:description"] == ["mine now"]


def test_after_taking_their_caption_both_sides_agree(stage):
    stage.caption("a.jpg", "mine now")
    stage.other_program(caption="theirs")
    stage.look()
    stage.room.resolve(stage.photo_id(), "caption", "theirs")
    stage.look()
    assert ("manual", "theirs") in stage.captions("a.jpg")
    stage.other_program(caption="once more")
    stage.look()
    assert stage.conflicts() == {}


# --- without a scan in between -----------------------------------------------------


def test_writing_takes_in_first_what_others_changed_unseen(stage):
    stage.add("a.jpg", "four")
    stage.other_program(add=(("five",),), remove=(("one",),))
    stage.write()
    assert stage.words() == {"Anna", "three", "four", "five"}
    assert stage.tags("a.jpg") == {"People/Anna", "three", "four", "five"}
    assert stage.is_quiet()
    assert stage.published[-1].tags


def test_a_keyword_added_while_a_write_is_planned_is_not_taken_for_a_removed_tag(
    stage, monkeypatch
):
    stage.add("a.jpg", "four")
    load = targets.load

    def late(target):
        stage.other_program(add=(("theirs",),))
        monkeypatch.undo()
        return load(target)

    monkeypatch.setattr(targets, "load", late)
    assert "very moment" in stage.write().skipped[0][1]
    stage.write()
    stage.write()
    assert stage.tags("a.jpg") == {"one", "People/Anna", "three", "four", "theirs"}
    assert stage.words() == {"one", "Anna", "three", "four", "theirs"}


def test_the_first_write_to_a_file_that_has_a_refused_keyword_asks(tmp_path):
    stage = Stage(tmp_path)
    stage.put("a.jpg", picture())
    stage.look()
    photo = stage.photo_id()

    def refuse(conn):
        tag = tags.ensure(conn, ["People", "Anna"])
        tags.suggest(conn, [(photo, tag, 0.4)])
        tags.decide(conn, [photo], tag, "rejected")

    stage.db.write(refuse)
    stage.replace(DIGIKAM.encode())
    stage.look()
    stage.add("a.jpg", "x")
    stage.write()
    assert stage.conflicts() == {"tag:People/Anna": ("", "People/Anna")}
    assert stage.words() == {"Harbour", "Anna", "x"}
    stage.room.resolve(photo, "tag:People/Anna", "ours")
    stage.write()
    assert stage.words() == {"Harbour", "x"}
    stage.close()


def test_only_known_sides_can_be_kept(stage):
    with pytest.raises(UserError, match="ours"):
        stage.room.resolve(stage.photo_id(), "rating", "both")


def test_in_the_photo_the_same_holds(tmp_path):
    stage = Stage(tmp_path)
    photo = stage.put("a.jpg", picture())
    stage.look()
    stage.room.write_to(stage.top, "file")
    stage.add("a.jpg", "one", "two")
    stage.write()
    from photoclip.media.embedded_write import packet_of, with_packet

    data = photo.read_bytes()
    packet = edit_packet(packet_of(data), XmpEdit(add=(("three",),), remove=(("one",),)))
    stage.put("a.jpg", with_packet(data, packet, photo))
    stage.look()
    assert stage.tags("a.jpg") == {"two", "three"}
    stripped = with_packet(photo.read_bytes(), None, photo)
    stage.put("a.jpg", stripped)
    stage.look()
    assert stage.tags("a.jpg") == {"two", "three"}
    assert stage.conflicts() == {}
    stage.close()
