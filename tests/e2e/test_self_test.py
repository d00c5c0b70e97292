"""``photoclip --self-test``: passes on a sound installation, fails on one with wrong weights."""

from __future__ import annotations

import hashlib
import json
import shutil
from pathlib import Path

import numpy as np
import pytest
from watchman import watched

pytestmark = [pytest.mark.starter, pytest.mark.slow]

ROOT = Path(__file__).resolve().parents[2]


def test_a_sound_installation_passes_and_leaves_nothing_behind(photoclip, tmp_path: Path) -> None:
    """No network, a home folder that cannot be made, and temporary files that are gone."""
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    watchman = watched(tmp_path / "watchman")
    log = Path(watchman["WATCHMAN_LOG"])
    nowhere = "/dev/null/home"
    apart = {
        "HOME": nowhere,
        "USERPROFILE": nowhere,
        "PHOTOCLIP_LIBRARY": f"{nowhere}/library",
        "PHOTOCLIP_MODELS": f"{nowhere}/models",
        "TMPDIR": str(scratch),
        **watchman,
    }
    answer = photoclip("--self-test", "--json", env=apart)
    checks = {each["check"]: each for each in answer.document["checks"]}
    assert answer.document["ok"] is True, [each for each in checks.values() if not each["ok"]]
    assert {
        "import: torch",
        "import: peft (trainer)",
        "the shipped model understands its drawings",
        "sentences find their pictures",
        "HEIC is opened",
        "EXIF is read",
        "a thumbnail is made and opened",
        "a sidecar is written and read",
        "settings are kept",
        "the window opens and closes",
        "heads are trained and measured",
    } <= checks.keys()
    # The helper, the encoder, the window and the trainer were watched, too.
    assert len(Path(f"{log}.started").read_text().splitlines()) > 4
    assert not log.exists(), log.read_text()
    assert list(scratch.iterdir()) == []


@pytest.mark.parametrize("what", ["heads", "towers"])
def test_a_build_with_scrambled_weights_fails(photoclip, tmp_path: Path, what: str) -> None:
    """Files as they should be, digests that fit them, and weights whose rows changed places."""
    build = tmp_path / "build"
    for part in ("photoclip", "trainer", "resources"):
        leave = shutil.ignore_patterns("__pycache__")
        shutil.copytree(ROOT / part, build / part, ignore=leave)
    {"heads": _scramble_heads, "towers": _scramble_towers}[what](build)
    answer = photoclip("--self-test", "--json", cwd=build, env={"PYTHONPATH": str(build)})
    assert answer.code == 1
    assert answer.err.strip().splitlines()[-1].startswith("This installation of PhotoClip does not")
    checks = json.loads(answer.out)["checks"]
    wrong = {each["check"] for each in checks if not each["ok"]}
    assert any(name.startswith("model: ") for name in wrong), wrong
    # It shows in what people would see, too, and nowhere else.
    assert "sentences find their pictures" in wrong
    assert all(each["ok"] for each in checks if each["check"].startswith("import: "))


def _scramble_heads(build: Path) -> None:
    from safetensors.numpy import load_file, save_file

    starter = build / "resources" / "models" / "starter"
    heads = starter / "heads.safetensors"
    save_file(_mixed(load_file(heads)), heads)
    config = json.loads((starter / "config.json").read_text())
    config["heads_sha256"] = _sha256(heads)
    (starter / "config.json").write_text(json.dumps(config))


def _scramble_towers(build: Path) -> None:
    """Packages of the same names, found before the installed ones, and known by their digests."""
    import torch
    from safetensors.numpy import load_file, save_file

    from photoclip.encoders import starter_files

    known = build / "photoclip" / "encoders" / "starter_files.py"
    text = known.read_text()
    parts = (starter_files.IMAGE_WEIGHTS, starter_files.TEXT_WEIGHTS, starter_files.TOKENIZER)
    for file in parts:
        package = build / file.distribution.replace("-", "_")
        package.mkdir(exist_ok=True)
        copy = package / file.name
        shutil.copyfile(starter_files.locate(file), copy)
        if file is starter_files.IMAGE_WEIGHTS:
            tensors = torch.load(copy, weights_only=True)
            mixed = _mixed({name: each.numpy() for name, each in tensors.items()})
            torch.save({name: torch.from_numpy(each) for name, each in mixed.items()}, copy)
        elif file is starter_files.TEXT_WEIGHTS:
            save_file(_mixed(load_file(copy)), copy)
        text = text.replace(file.sha256, _sha256(copy))
        info = build / f"{package.name}-0.1.0.dist-info"
        info.mkdir(exist_ok=True)
        (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {file.distribution}\n")
        with (info / "RECORD").open("a") as record:
            record.write(f"{package.name}/{file.name},,\n")
    known.write_text(text)


def _mixed(tensors: dict[str, np.ndarray]) -> dict[str, np.ndarray]:
    mixing = np.random.default_rng(0)
    return {name: mixing.permutation(each) if each.ndim else each for name, each in tensors.items()}


def _sha256(file: Path) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()
