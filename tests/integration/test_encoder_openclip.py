"""The OpenCLIP backend, held against open_clip itself."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from PIL import Image
from tiny_model import make_tiny_folder, make_tiny_model

from photoclip.encoders import openclip
from photoclip.encoders.base import Encoder
from photoclip.encoders.batching import BatchRunner, is_out_of_memory
from photoclip.encoders.canary_pictures import draw
from photoclip.encoders.device import batch_size, resolve_device
from photoclip.encoders.fingerprint import fingerprint
from photoclip.encoders.models_file import lineup
from photoclip.encoders.openclip import OpenClipEncoder, load_openclip
from photoclip.encoders.registry import describe, load_encoder
from photoclip.encoders.torch_compat import ensure_torchvision_operators
from photoclip.errors import CorruptWeightsError, ModelError
from photoclip.media.resize import fit


@pytest.fixture(scope="module")
def open_clip() -> Any:
    ensure_torchvision_operators()
    import open_clip

    return open_clip


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A random model as the hub would serve it."""
    return make_tiny_folder(tmp_path_factory.mktemp("tiny"), taught=False)


@pytest.fixture(scope="module")
def encoder(folder: Path) -> OpenClipEncoder:
    return load_openclip(folder, key="tiny", device="cpu")


def copy_of(folder: Path, target: Path, **preprocess: Any) -> Path:
    shutil.copytree(folder, target)
    path = target / "open_clip_config.json"
    config = json.loads(path.read_text())
    config["preprocess_cfg"].update(preprocess)
    path.write_text(json.dumps(config))
    return target


def photo_like(height: int = 317, width: int = 500) -> Image.Image:
    return Image.fromarray(draw("sunset")).resize((width, height))


def test_every_model_on_offer_exists_in_open_clip(open_clip: Any) -> None:
    known = set(open_clip.list_pretrained())
    for spec in lineup():
        assert spec.builtin or (spec.arch, spec.pretrained) in known
        if not spec.builtin:
            tag = open_clip.get_pretrained_cfg(spec.arch, spec.pretrained)
            assert tag["hf_hub"].rstrip("/") == spec.repo


def test_it_is_an_encoder(encoder: OpenClipEncoder) -> None:
    assert isinstance(encoder, Encoder)


@pytest.mark.parametrize("mode", ["squash", "shortest", "longest"])
@pytest.mark.parametrize("interpolation", ["bicubic", "bilinear"])
def test_pictures_enter_the_model_as_with_open_clips_own_transform(
    open_clip: Any, folder: Path, tmp_path: Path, mode: str, interpolation: str
) -> None:
    changed = copy_of(
        folder, tmp_path / "m", resize_mode=mode, interpolation=interpolation, fill_color=100
    )
    ours = load_openclip(changed, key="tiny", device="cpu")
    _, _, transform = open_clip.create_model_and_transforms(f"local-dir:{changed}")
    for size in ((317, 500), (500, 317), (40, 33), (64, 64)):
        image = photo_like(*size)
        cfg = ours.preprocess
        assert (cfg.resize_mode, cfg.interpolation, cfg.fill) == (mode, interpolation, 100)
        pixels = fit(
            np.asarray(image),
            size=cfg.size,
            interpolation=cfg.interpolation,
            resize_mode=cfg.resize_mode,
            fill=cfg.fill,
        )
        difference = (ours.normalise(pixels[None])[0] - transform(image)).abs()
        # One grey level is 0.015 after normalisation.
        assert float(difference.max()) < 0.02, size


def test_vectors_are_those_of_open_clip_itself(
    open_clip: Any, folder: Path, encoder: OpenClipEncoder
) -> None:
    model, _, transform = open_clip.create_model_and_transforms(f"local-dir:{folder}")
    tokenizer = open_clip.get_tokenizer(f"local-dir:{folder}")
    image = photo_like()
    texts = ["a dog", "Two CHILDREN play  football &amp; laugh on the beach", ""]
    with torch.inference_mode():
        picture = model.eval().encode_image(transform(image)[None], normalize=True).numpy()
        sentences = model.encode_text(tokenizer(texts), normalize=True).numpy()
    pixels = fit(np.asarray(image), size=32, resize_mode="shortest")
    assert float((encoder.encode_images(pixels[None]) * picture).sum()) > 0.9999
    np.testing.assert_allclose(encoder.encode_texts(texts), sentences, atol=1e-5)


def test_vectors_have_length_one_and_empty_input_gives_no_rows(encoder: OpenClipEncoder) -> None:
    batch = np.random.default_rng(0).integers(0, 256, (19, 32, 32, 3), dtype=np.uint8)
    vectors = encoder.encode_images(batch)
    assert vectors.dtype == np.float32
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)
    assert encoder.encode_images(batch[:0]).shape == (0, 32)
    assert encoder.encode_texts([]).shape == (0, 32)


def test_pictures_of_another_size_or_type_are_a_bug_and_said_so(encoder: OpenClipEncoder) -> None:
    with pytest.raises(ValueError, match="expected uint8"):
        encoder.encode_images(np.zeros((1, 31, 32, 3), dtype=np.uint8))
    with pytest.raises(ValueError, match="expected uint8"):
        encoder.encode_images(np.zeros((1, 32, 32, 3), dtype=np.float32))  # type: ignore[arg-type]


def test_half_precision_stays_close_enough_to_share_a_fingerprint(encoder: OpenClipEncoder) -> None:
    half = OpenClipEncoder(
        encoder.model,
        encoder._tokenize,
        encoder.preprocess,
        key="tiny",
        fingerprint="",
        dim=32,
        device="cpu",
        half=True,
    )
    batch = np.stack([fit(draw(name), size=32) for name in ("sunset", "clock", "fire")])
    cosines = (encoder.encode_images(batch) * half.encode_images(batch)).sum(axis=1)
    assert cosines.min() > 0.999
    texts = ["a dog", "a long sentence about many things that happen on a sunny day"]
    cosines = (encoder.encode_texts(texts) * half.encode_texts(texts)).sum(axis=1)
    assert cosines.min() > 0.999


class _Overflows(torch.nn.Module):
    """Gives infinity in half precision, as some activations do."""

    def encode_image(self, pixels: torch.Tensor) -> torch.Tensor:
        features = pixels.flatten(1)[:, :8]
        return features * (float("inf") if torch.is_autocast_enabled("cpu") else 1.0)


def test_an_overflow_in_half_precision_is_computed_again_exactly(encoder: OpenClipEncoder) -> None:
    broken = OpenClipEncoder(
        _Overflows(),
        encoder._tokenize,
        encoder.preprocess,
        key="x",
        fingerprint="",
        dim=8,
        device="cpu",
        half=True,
    )
    vectors = broken.encode_images(np.full((2, 32, 32, 3), 200, dtype=np.uint8))
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)


@pytest.mark.parametrize(
    "error",
    [
        torch.OutOfMemoryError("CUDA out of memory. Tried to allocate 2 GiB"),
        RuntimeError("[enforce fail] DefaultCPUAllocator: can't allocate memory: you tried"),
        RuntimeError("MPS backend out of memory (MPS allocated: 4 GB)"),
        MemoryError(),
    ],
)
def test_a_batch_is_halved_until_memory_suffices(
    encoder: OpenClipEncoder, monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    batch = np.random.default_rng(1).integers(0, 256, (21, 32, 32, 3), dtype=np.uint8)
    plain = encoder.encode_images(batch)
    sizes: list[int] = []
    right = encoder.model.encode_image

    def short_of_memory(pixels: torch.Tensor) -> torch.Tensor:
        sizes.append(len(pixels))
        if len(pixels) > 3:
            raise error
        features: torch.Tensor = right(pixels)
        return features

    monkeypatch.setattr(encoder.model, "encode_image", short_of_memory)
    monkeypatch.setattr(encoder, "_images", BatchRunner(16))
    np.testing.assert_allclose(encoder.encode_images(batch), plain, atol=1e-5)
    assert sizes[:4] == [16, 8, 4, 2]
    assert max(sizes[3:]) == 2
    assert encoder._images.limit == 2


def test_no_memory_even_for_one_picture_is_one_plain_sentence() -> None:
    def never(batch: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
        raise torch.OutOfMemoryError("CUDA out of memory")

    with pytest.raises(ModelError, match="not enough memory to encode even one"):
        BatchRunner(8).run(never, np.zeros((4, 1), dtype=np.uint8))


def test_other_errors_of_a_model_are_not_taken_for_lack_of_memory() -> None:
    assert not is_out_of_memory(RuntimeError("mat1 and mat2 shapes cannot be multiplied"))

    def broken(batch: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
        raise RuntimeError("shapes")

    with pytest.raises(RuntimeError, match="shapes"):
        BatchRunner(8).run(broken, np.zeros((4, 1), dtype=np.uint8))


def test_the_fingerprint_follows_weights_means_and_tokenizer_but_not_the_file_format(
    folder: Path, encoder: OpenClipEncoder, tmp_path: Path
) -> None:
    def digest(path: Path) -> str:
        return load_openclip(path, key="x", device="cpu").fingerprint

    assert digest(copy_of(folder, tmp_path / "same")) == encoder.fingerprint
    others = {
        digest(copy_of(folder, tmp_path / "mean", mean=[0.5, 0.5, 0.5])),
        digest(copy_of(folder, tmp_path / "mode", resize_mode="squash")),
        digest(make_tiny_folder(tmp_path / "weights", taught=False, seed=1)),
    }
    context = copy_of(folder, tmp_path / "context")
    config = json.loads((context / "open_clip_config.json").read_text())
    config["model_cfg"]["text_cfg"]["tokenizer_kwargs"] = {"clean": "whitespace"}
    (context / "open_clip_config.json").write_text(json.dumps(config))
    others.add(digest(context))
    assert len(others | {encoder.fingerprint}) == 5


def test_equal_tensors_of_another_name_shape_or_type_have_another_fingerprint() -> None:
    base = torch.arange(6.0)
    digests = {
        fingerprint({"a": base}, {}),
        fingerprint({"b": base}, {}),
        fingerprint({"a": base.reshape(2, 3)}, {}),
        fingerprint({"a": base.bfloat16()}, {}),
        fingerprint({"a": base}, {"mean": [0.5]}),
    }
    assert len(digests) == 5


def test_a_flipped_byte_in_the_weights_is_refused(tmp_path: Path) -> None:
    model = make_tiny_model(tmp_path, "tiny", taught=False)
    weights = model / "open_clip_model.safetensors"
    content = bytearray(weights.read_bytes())
    content[-1000] ^= 0xFF
    weights.write_bytes(content)
    with pytest.raises(CorruptWeightsError, match="has changed since it was installed"):
        load_encoder("tiny", device="cpu", models_dir=tmp_path)


@pytest.mark.parametrize("damage", ["truncated", "empty", "text", "zeros", "missing"])
def test_damaged_weights_are_one_plain_sentence(folder: Path, tmp_path: Path, damage: str) -> None:
    bad = copy_of(folder, tmp_path / "bad")
    weights = bad / "open_clip_model.safetensors"
    content = weights.read_bytes()
    weights.write_bytes(
        {
            "truncated": content[: len(content) // 2],
            "text": b"<html>404 not found</html>" * 100,
            "zeros": bytes(len(content)),
        }.get(damage, b"")
    )
    if damage == "missing":
        weights.unlink()
    with pytest.raises(CorruptWeightsError, match="weights") as caught:
        load_openclip(bad, key="bad", device="cpu")
    assert "\n" not in str(caught.value)


def test_weights_of_another_architecture_are_one_plain_sentence(
    folder: Path, tmp_path: Path
) -> None:
    bad = copy_of(folder, tmp_path / "bad")
    config = json.loads((bad / "open_clip_config.json").read_text())
    config["model_cfg"]["vision_cfg"]["layers"] = 3
    (bad / "open_clip_config.json").write_text(json.dumps(config))
    with pytest.raises(CorruptWeightsError, match="do not fit"):
        load_openclip(bad, key="bad", device="cpu")


@pytest.mark.parametrize("text", ["", "[1]", "{}", '{"model_cfg": {"embed_dim": 3}}'])
def test_a_damaged_configuration_is_one_plain_sentence(tmp_path: Path, text: str) -> None:
    (tmp_path / "open_clip_config.json").write_text(text)
    with pytest.raises(CorruptWeightsError, match="no OpenCLIP configuration"):
        load_openclip(tmp_path, key="bad", device="cpu")


def test_a_model_for_pictures_that_are_not_square_is_refused(encoder: OpenClipEncoder) -> None:
    cfg = {"size": (32, 64), "mean": 0.5, "std": 0.5, "interpolation": "bicubic"}
    with pytest.raises(ModelError, match="square"):
        openclip._preprocess({**cfg, "resize_mode": "squash", "fill_color": 0})


def test_a_model_is_described_without_loading_it(tiny_models_dir: Path) -> None:
    info = describe("tiny", tiny_models_dir)
    loaded = load_encoder("tiny", device="cpu", models_dir=tiny_models_dir)
    assert (info.fingerprint, info.dim, info.key) == (loaded.fingerprint, loaded.dim, loaded.key)


def test_the_device_is_the_best_there_is_and_a_missing_one_is_refused(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(torch.cuda, "is_available", lambda: False)
    monkeypatch.setattr(torch.backends.mps, "is_available", lambda: False)
    assert resolve_device() == "cpu"
    for name in ("cuda", "mps"):
        with pytest.raises(ModelError, match="was found; use --device cpu"):
            resolve_device(name)
    monkeypatch.setattr(torch.backends.mps, "is_available", lambda: True)
    assert resolve_device("auto") == "mps"
    monkeypatch.setattr(torch.cuda, "is_available", lambda: True)
    assert resolve_device("auto") == "cuda"
    assert resolve_device("mps") == "mps"
    assert resolve_device("cpu") == "cpu"
    with pytest.raises(ModelError, match="is not a device"):
        resolve_device("tpu")
    assert batch_size("cuda") >= 64
    assert 8 <= batch_size("cpu") <= 16


@pytest.mark.slow
def test_folding_mobileclips_branches_changes_no_vector(open_clip: Any, tmp_path: Path) -> None:
    from safetensors.torch import save_file

    model = open_clip.create_model("MobileCLIP2-S0").eval()
    config = {
        "model_cfg": open_clip.get_model_config("MobileCLIP2-S0"),
        "preprocess_cfg": {"mean": [0, 0, 0], "std": [1, 1, 1], "interpolation": "bilinear"},
    }
    (tmp_path / "open_clip_config.json").write_text(json.dumps(config))
    tensors = {name: value.clone() for name, value in model.state_dict().items()}
    save_file(tensors, tmp_path / "open_clip_model.safetensors")
    encoder = load_openclip(tmp_path, key="m", device="cpu")
    assert encoder.preprocess.mean == (0.0, 0.0, 0.0)
    batch = np.stack([fit(draw("sunset"), size=256), fit(draw("clock"), size=256)])
    with torch.inference_mode():
        plain = model.encode_image(encoder.normalise(batch), normalize=True).numpy()
    assert (encoder.encode_images(batch) * plain).sum(axis=1).min() > 0.9999


def test_a_hugging_face_text_tower_is_built_from_local_files(
    open_clip: Any, tmp_path: Path
) -> None:
    from safetensors.torch import save_file
    from tiny_tokenizer import write_tokenizer
    from transformers import BertConfig

    write_tokenizer(tmp_path)
    BertConfig(
        vocab_size=16,
        hidden_size=16,
        num_hidden_layers=1,
        num_attention_heads=2,
        intermediate_size=32,
        max_position_embeddings=16,
    ).save_pretrained(tmp_path)
    text_cfg = {
        "hf_model_name": "someone/not-on-this-machine",
        "hf_tokenizer_name": "someone/not-on-this-machine",
        "hf_proj_type": "linear",
        "hf_pooler_type": "mean_pooler",
        "context_length": 12,
    }
    vision_cfg = {"image_size": 32, "layers": 1, "width": 32, "head_width": 16, "patch_size": 16}
    config = {"embed_dim": 8, "vision_cfg": vision_cfg, "text_cfg": text_cfg}
    (tmp_path / "open_clip_config.json").write_text(json.dumps({"model_cfg": config}))
    local = {**text_cfg, "hf_model_name": str(tmp_path), "hf_model_pretrained": False}
    model = open_clip.CustomTextCLIP(**{**config, "text_cfg": local})
    tensors = {name: value.clone() for name, value in model.state_dict().items()}
    save_file(tensors, tmp_path / "open_clip_model.safetensors")
    encoder = load_openclip(tmp_path, key="x", device="cpu")
    texts = ["a dog", "a dog on the beach and a cat"]
    vectors = encoder.encode_texts(texts)
    assert vectors.shape == (2, 8)
    np.testing.assert_allclose(encoder.encode_texts(texts[:1]), vectors[:1], atol=1e-5)
    (tmp_path / "config.json").unlink()
    with pytest.raises(CorruptWeightsError, match=r"needs the config.json of its text tower"):
        load_openclip(tmp_path, key="x", device="cpu")
