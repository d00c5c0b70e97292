"""Label set files: the shipped ones are sound, and mistakes get one plain sentence."""

from __future__ import annotations

from pathlib import Path

import pytest

from photoclip.errors import UserError
from photoclip.labeling.label_sets import (
    LabelSetFile,
    LabelText,
    find_shipped,
    read_label_set,
    shipped_sets,
    write_label_set,
)


def test_every_shipped_set_can_be_read() -> None:
    shipped = shipped_sets()
    assert "everyday" in shipped
    for name, path in shipped.items():
        content = read_label_set(path)
        assert content.name == name
        names = [label.name.casefold() for label in content.labels]
        assert len(names) == len(set(names))
        assert all("{}" in template for template in content.templates)


def test_the_everyday_set_has_about_forty_labels_with_prompts() -> None:
    content = read_label_set(shipped_sets()["everyday"])
    assert 35 <= len(content.labels) <= 50
    assert content.multi_label
    assert all(label.prompts for label in content.labels)


def test_a_file_with_names_only_is_enough(tmp_path: Path) -> None:
    path = tmp_path / "a.toml"
    path.write_text('name = " mine "\n[[labels]]\nname = "dog"\nnegatives = ["wolf", " "]\n')
    content = read_label_set(path)
    assert content.name == "mine"
    assert content.labels[0].negatives == ("wolf",)
    assert content.templates == ()


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("name = ", "no valid TOML"),
        ("labels = 3", "it needs a name"),
        ('name = "x"', "[[labels]]"),
        ('name = "x"\nlabels = 3', "[[labels]]"),
        ('name = "x"\nlabels = [3]', "[[labels]]"),
        ('name = ""\n[[labels]]\nname = "dog"', "it needs a name"),
        ('name = "x"\nlabels = []', "[[labels]]"),
        ('name = "x"\n[[labels]]\nprompts = ["a"]', "label 1 needs a name"),
        ('name = "x"\n[[labels]]\nname = "dog"\nprompts = "a dog"', "prompts of the label “dog”"),
        ('name = "x"\n[[labels]]\nname = "dog"\nparents = [1]', "parents of the label “dog”"),
        ('name = "x"\n[[labels]]\nname = "dog"\nprompt = ["a"]', "“prompt”, which nobody knows"),
        ('name = "x"\ntitle = "y"\n[[labels]]\nname = "dog"', "“title”, which nobody knows"),
        ('name = "x"\n[[labels]]\nname = "dog"\n[[labels]]\nname = "DOG"', "there twice"),
        ('name = "x"\ntemplates = ["a photo"]\n[[labels]]\nname = "dog"', "“a photo” needs {}"),
        ('name = "x"\ntemplates = "{}"\n[[labels]]\nname = "dog"', "templates of it"),
        ('name = "x"\nmulti_label = "yes"\n[[labels]]\nname = "dog"', "true or false"),
    ],
)
def test_a_mistake_in_a_file_is_told_in_one_sentence(
    tmp_path: Path, text: str, reason: str
) -> None:
    path = tmp_path / "a.toml"
    path.write_text(text, "utf-8")
    with pytest.raises(UserError) as error:
        read_label_set(path)
    assert "a.toml" in str(error.value)
    assert reason in str(error.value)
    assert str(error.value).endswith(".")


def test_what_is_written_is_read_back_equal(tmp_path: Path) -> None:
    content = LabelSetFile(
        'a "quoted" name',
        (
            LabelText("dog"),
            LabelText("Käse\\", ('say "cheese"', "tab\there"), ("ham",), ("food", "dairy")),
        ),
        ("{}", "a photo of {}"),
        multi_label=False,
    )
    write_label_set(content, tmp_path / "a.toml")
    assert read_label_set(tmp_path / "a.toml") == content


def test_no_two_shipped_labels_share_a_name_and_differ_in_place() -> None:
    """Otherwise a photo would be given two tags of one name by two sets."""
    places: dict[str, set[tuple[str, ...]]] = {}
    for path in shipped_sets().values():
        for label in read_label_set(path).labels:
            places.setdefault(label.name.casefold(), set()).add(label.parents)
    assert {name: found for name, found in places.items() if len(found) > 1} == {}


def test_shipped_labels_say_what_they_are_in_full_prompts() -> None:
    for path in shipped_sets().values():
        for label in read_label_set(path).labels:
            assert label.prompts
            assert all(not text.endswith(".") for text in (*label.prompts, *label.negatives))
            assert not set(label.prompts) & set(label.negatives)


@pytest.mark.parametrize("name", ["everyday", "travel", "family", "documents", "nature", "food"])
def test_the_sets_of_the_readme_are_shipped(name: str) -> None:
    found = find_shipped(name.upper())
    assert found is not None
    assert 20 <= len(found.labels) <= 80


def test_a_file_that_is_missing_or_no_text_is_told(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="cannot be read"):
        read_label_set(tmp_path / "none.toml")
    (tmp_path / "b.toml").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(UserError, match=r"no TOML: it is no text\.$"):
        read_label_set(tmp_path / "b.toml")
