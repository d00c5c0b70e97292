"""Relevance with the shipped starter model: what is there is likely, what is not is not."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from photoclip import paths
from photoclip.cli.demo_photos import copy_demo_photos
from photoclip.encoders.base import Encoder
from photoclip.media.decode import decode_full
from photoclip.media.resize import fit
from photoclip.search.background import background_vectors, load_reference
from photoclip.search.engine import SearchEngine

pytestmark = [pytest.mark.starter, pytest.mark.slow]

Fill = Callable[[list[Path]], SearchEngine]

PRESENT_IN_DEMO = {
    "a rocket launch": "rocket",
    "a man with a camera": "photographer",
    "a camera on a tripod": "photographer",
    "a cat": "cat",
    "a cup of coffee": "coffee",
    "a palace by a lake": "china-temple",
    "the night sky full of stars": "hubble-galaxies",
    "a red motorcycle": "motorcycle",
    "a rocket at night": "rocket",
    "handwriting": "handwriting",
    "a building by the water": "china-temple",
    "an orange flower": "flower",
}

ABSENT_IN_DEMO = [
    "a dog",
    "a beach",
    "a pizza",
    "an elephant",
    "an airplane",
    "a horse",
    "a wedding",
    "children playing football",
    "a snowy mountain",
    "a bus",
    "a laptop",
    "a piano",
    "a fish",
    "a birthday cake",
    "a guitar",
    "a train",
    "a swimming pool",
    "a penguin",
    "a bridge",
    "a baby",
]

# None of these words is in any caption of captions-eval.
ABSENT_IN_FLICKR = [
    "a microscope image of bacteria",
    "a spreadsheet with numbers",
    "a spiral galaxy",
    "an x-ray of a hand",
    "a sushi platter",
    "a rhinoceros",
    "a zebra",
    "a giraffe",
    "a submarine",
    "a volcano",
    "a penguin",
    "a lobster",
    "a cactus",
    "a circuit board",
    "a crocodile",
    "an octopus",
    "a grand piano",
    "a dishwasher",
    "a lighthouse",
    "a chess board",
]


@pytest.fixture(scope="module")
def starter() -> Encoder:
    from photoclip.encoders.starter import load_starter

    return load_starter()


@pytest.fixture(scope="module")
def texts_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("texts")


@pytest.fixture
def fill(starter: Encoder, vector_catalog: Any, texts_folder: Path) -> Fill:
    """Makes an engine on photos, whose ids are 1, 2, 3 … in the order given."""

    def make(photos: list[Path]) -> SearchEngine:
        shape = starter.preprocess
        pixels = [
            fit(
                decode_full(path, max_side=2 * shape.size),
                size=shape.size,
                interpolation=shape.interpolation,
                resize_mode=shape.resize_mode,
                fill=shape.fill,
            )
            for path in photos
        ]
        ids = vector_catalog.add(starter.encode_images(np.stack(pixels)).astype(np.float16))
        assert ids.tolist() == list(range(1, len(photos) + 1))
        return SearchEngine(
            vector_catalog.db,
            model_id=vector_catalog.model_id,
            dim=starter.dim,
            background=lambda: background_vectors(starter, texts_folder),
            reference=load_reference(paths.resource("models", "starter"), starter.fingerprint),
        )

    return make


def test_the_reference_photos_belong_to_the_shipped_weights(starter: Encoder) -> None:
    """If this fails, run: python -m trainer.reference ../shared/data resources/models/starter."""
    reference = load_reference(paths.resource("models", "starter"), starter.fingerprint)
    assert reference is not None
    assert reference.shape[1] == starter.dim
    np.testing.assert_allclose(np.linalg.norm(reference.astype(np.float32), axis=1), 1.0, atol=2e-3)


def test_demo_finds_what_is_there_and_nothing_likely_for_what_is_not(
    fill: Fill, starter: Encoder, tmp_path: Path
) -> None:
    photos = copy_demo_photos(tmp_path / "photos")
    engine = fill(photos)
    failed = []
    for text, name in PRESENT_IN_DEMO.items():
        hits = engine.search_vector(starter.encode_texts([text])[0], include_hidden=True)
        first = photos[int(hits.photo_ids[0]) - 1].stem
        if first != name or not hits.likely:
            failed.append(f"{text}: {first}, {hits.likely} likely")
    for text in ABSENT_IN_DEMO:
        hits = engine.search_vector(starter.encode_texts([text])[0])
        if hits.likely:
            failed.append(f"{text}: {photos[int(hits.photo_ids[0]) - 1].stem} is likely")
    assert not failed


@pytest.mark.shared
@pytest.mark.timeout(1200)
def test_captions_find_their_photos_among_500_and_absent_things_find_none(
    fill: Fill, starter: Encoder, shared_data: Path
) -> None:
    pack = shared_data / "captions-eval"
    lines = (pack / "captions.tsv").read_text("utf-8").splitlines()
    captions: dict[str, list[str]] = {}
    for line in lines:
        name, caption = line.split("\t", 1)
        captions.setdefault(name, []).append(caption)
    rng = np.random.default_rng(2024)
    names = [str(name) for name in rng.permutation(sorted(captions))[:500]]
    engine = fill([pack / name for name in names])
    right = 0
    for at in rng.permutation(500)[:50].tolist():
        caption = str(rng.choice(captions[names[at]]))
        hits = engine.search_vector(starter.encode_texts([caption])[0], limit=500)
        right += at + 1 in hits.photo_ids[: hits.likely]
    none = sum(
        not engine.search_vector(vector).likely for vector in starter.encode_texts(ABSENT_IN_FLICKR)
    )
    assert right >= 30, f"{right} of 50 right photos are likely, {none} of 20 absent give none"
    assert none >= 18, f"{right} of 50 right photos are likely, {none} of 20 absent give none"
