"""The line-up in models.toml."""

import subprocess
import sys
from pathlib import Path

import pytest

from photoclip.encoders.models_file import STARTER, check_key, find_spec, lineup
from photoclip.errors import ModelError, UnknownModelError


def test_the_shipped_lineup_begins_with_the_starter_and_every_model_names_its_licence() -> None:
    specs = lineup()
    assert specs[0].key == STARTER
    assert specs[0].builtin
    assert all(spec.licence and spec.title and spec.note for spec in specs)
    assert all(spec.repo and spec.pretrained and spec.size_mb for spec in specs[1:])


def test_the_lineup_of_the_issue_is_complete() -> None:
    offered = {(spec.arch, spec.pretrained) for spec in lineup()}
    assert {
        ("ViT-B-32-256", "datacomp_s34b_b86k"),
        ("ViT-B-32", "laion2b_s34b_b79k"),
        ("ViT-B-16-SigLIP2", "webli"),
        ("ViT-L-14", "datacomp_xl_s13b_b90k"),
        ("MobileCLIP2-S2", "dfndr2b"),
    } <= offered


def test_apple_research_models_say_so() -> None:
    for spec in lineup():
        if spec.arch.startswith("MobileCLIP2"):
            assert "research" in spec.licence
            assert "research" in spec.note


def test_an_unknown_key_is_answered_with_the_known_ones() -> None:
    with pytest.raises(UnknownModelError, match="starter, vit-b-32-256"):
        find_spec("vit-h-99")


@pytest.mark.parametrize(
    "text",
    [
        "not toml at all [",
        "",
        '[[model]]\nkey = "a"\n',
        '[[model]]\nkey = "A B"\ntitle = "t"\narch = "x"\nlicence = "l"\n',
        '[[model]]\nkey = "a"\ntitle = "t"\narch = "x"\nlicence = "l"\ncolour = "red"\n',
        '[[model]]\nkey = "a"\ntitle = "t"\narch = "x"\nlicence = "l"\nsha256 = { f = "123" }\n',
        '[[model]]\nkey = "a"\ntitle = "t"\narch = "x"\nlicence = "l"\n' * 2,
    ],
)
def test_a_bad_models_file_is_one_plain_sentence(tmp_path: Path, text: str) -> None:
    file = tmp_path / "models.toml"
    file.write_text(text)
    with pytest.raises(ModelError, match=r"list of models"):
        lineup(file)


def test_a_missing_models_file_is_one_plain_sentence(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="cannot be read"):
        lineup(tmp_path / "none.toml")


@pytest.mark.parametrize("key", ["", "../x", "a/b", "UPPER", "-a", ".hidden", "a" * 65, "ä"])
def test_a_key_that_cannot_be_a_folder_everywhere_is_refused(key: str) -> None:
    with pytest.raises(ModelError, match="cannot be a model's name"):
        check_key(key)


def test_callers_of_the_encoder_room_import_neither_torch_nor_qt() -> None:
    modules = "registry remote download install messages models_file manifest spawn architectures"
    code = (
        f"import sys, importlib\n"
        f"for m in {modules!r}.split(): importlib.import_module('photoclip.encoders.' + m)\n"
        "bad = {'torch', 'open_clip', 'timm', 'transformers', 'PySide6', 'sqlite3', 'PIL'}\n"
        "print(sorted(bad & set(sys.modules)))"
    )
    answer = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )
    assert answer.stdout.strip() == "[]"
