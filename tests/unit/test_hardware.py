"""What suits a machine is decided by one small rule, and looking at it needs no torch."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

from photoclip import hardware as module
from photoclip.encoders.models_file import ModelSpec, lineup
from photoclip.hardware import hardware, recommended

GB = 1 << 30


def best(device: str, memory: float, cores: int = 8) -> str:
    return recommended(lineup(), device=device, memory=int(memory * GB), cores=cores)


def test_a_small_computer_keeps_the_starter() -> None:
    assert best("cpu", 16, cores=2) == "starter"
    assert best("cpu", 4) == "starter"


def test_a_usual_computer_gets_a_model_that_is_quick_without_a_graphics_card() -> None:
    assert best("cpu", 16) == "vit-b-32-256"


def test_a_graphics_card_gets_the_most_accurate_model_that_fits_into_its_memory() -> None:
    assert best("cuda", 24) == "vit-l-14-datacomp"
    assert best("cuda", 2) == "vit-b-32-256"
    assert best("cuda", 1) == "starter"


def test_shared_memory_counts_for_half() -> None:
    assert best("mps", 8) == best("cuda", 4)


def test_a_licence_for_research_only_is_never_recommended() -> None:
    spec = ModelSpec("x", "X", "X", "Some licence (research only)", repo="a/b", size_mb=1)
    assert recommended([spec], device="cuda", memory=24 * GB, cores=8) == "starter"


def test_every_recommendation_is_on_offer() -> None:
    keys = {spec.key for spec in lineup()}
    for device in ("cpu", "cuda", "mps"):
        for memory in (1, 2, 4, 8, 16, 32, 64):
            assert best(device, memory) in keys


@pytest.mark.parametrize("answer", ["", "nonsense", "NVIDIA X, many"])
def test_a_driver_that_answers_nonsense_means_no_graphics_card(monkeypatch, answer: str) -> None:
    monkeypatch.setattr(module, "_torch_has_cuda", lambda: True)
    monkeypatch.setattr(module, "_ask", lambda _: answer)
    found = hardware()
    assert found.device == "cpu"
    assert found.memory > 0


def test_a_card_is_named_with_its_memory(monkeypatch) -> None:
    monkeypatch.setattr(module, "_torch_has_cuda", lambda: True)
    monkeypatch.setattr(module, "_ask", lambda _: "NVIDIA T1000, 4096\nNVIDIA T2000, 8192")
    found = hardware()
    assert (found.device, found.name, found.memory) == ("cuda", "NVIDIA T1000", 4 * GB)


def test_a_torch_without_cuda_is_not_asked_for_a_card(monkeypatch) -> None:
    monkeypatch.setattr(module, "_torch_has_cuda", lambda: False)
    monkeypatch.setattr(module, "_ask", lambda _: "NVIDIA T1000, 4096")
    assert hardware().device in {"cpu", "mps"}


def test_a_program_that_hangs_or_is_missing_gives_no_answer(monkeypatch) -> None:
    assert module._ask(["no-such-program-anywhere"]) == ""
    monkeypatch.setattr(module, "_ASK_TIMEOUT_S", 0.05)
    assert module._ask([sys.executable, "-c", "import time; time.sleep(30)"]) == ""


def test_looking_at_the_hardware_imports_no_torch() -> None:
    code = (
        "import sys; from photoclip.hardware import hardware; hardware(); "
        "sys.exit('torch' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_the_command_line_says_it_too(tmp_path, capsys) -> None:
    from photoclip.cli.main import run

    command = ["--library", str(tmp_path), "models", "hardware"]
    assert run([*command, "--json"], open_window=lambda *_: 0) == 0
    found = json.loads(capsys.readouterr().out)["hardware"]
    assert found["cores"] >= 1
    assert run(command, open_window=lambda *_: 0) == 0
    assert found["recommended"] in capsys.readouterr().out


def test_a_model_that_was_loaded_in_part_is_listed_as_begun(tmp_path, monkeypatch) -> None:
    from photoclip.library import Library

    monkeypatch.setenv("PHOTOCLIP_MODELS", str(tmp_path / "models"))
    (tmp_path / "models" / ".incomplete-vit-b-32-256").mkdir(parents=True)
    with Library.open(tmp_path / "library") as library:
        assert [model.key for model in library.models() if model.begun] == ["vit-b-32-256"]
