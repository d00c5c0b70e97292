"""Label set files: the shipped ones are sound, and mistakes get one plain sentence."""

from __future__ import annotations

from pathlib import Path

import pytest

from photoclip.errors import UserError
from photoclip.labeling.label_sets import read_label_set, shipped_sets


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
    "text",
    [
        "name = ",
        "labels = 3",
        'name = "x"',
        'name = ""\n[[labels]]\nname = "dog"',
        'name = "x"\nlabels = []',
        'name = "x"\n[[labels]]\nprompts = ["a"]',
        'name = "x"\n[[labels]]\nname = "dog"\nprompts = "a dog"',
        'name = "x"\n[[labels]]\nname = "dog"\nprompts = [1]',
        'name = "x"\ntemplates = ["a photo"]\n[[labels]]\nname = "dog"',
        'name = "x"\nmulti_label = "yes"\n[[labels]]\nname = "dog"',
    ],
)
def test_a_mistake_in_a_file_is_told_in_one_sentence(tmp_path: Path, text: str) -> None:
    path = tmp_path / "a.toml"
    path.write_text(text)
    with pytest.raises(UserError) as error:
        read_label_set(path)
    assert "a.toml" in str(error.value)
    assert str(error.value).endswith(".")


def test_a_file_that_is_missing_or_no_text_is_told(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="cannot be read"):
        read_label_set(tmp_path / "none.toml")
    (tmp_path / "b.toml").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(UserError, match="TOML"):
        read_label_set(tmp_path / "b.toml")
