"""The report of a proof: one page that shows everything as text and needs nothing else."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Mapping
from html.parser import HTMLParser
from pathlib import Path
from xml.etree import ElementTree

import pytest
from PIL import Image
from proof_world import learn, material_of, silent
from tiny_tunable import TinyTunable, tiny_photos

from photoclip.runs import (
    BaseModelTable,
    LabelledSet,
    ProofTable,
    RunConfig,
    RunFolder,
    SnapshotPhoto,
)
from trainer.proof import plots
from trainer.proof.prove import Proof, prove
from trainer.proof.report import draw, write_report
from trainer.proof.validate import held_out_recall
from trainer.tuning.pairs import make_pairs
from trainer.tuning.progress import Trained


class _Page(HTMLParser):
    """Collects what a page is made of."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[tuple[str, Mapping[str, str | None]]] = []
        self.words = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.words += data


@pytest.fixture(scope="module")
def nasty_report(tmp_path_factory) -> tuple[RunFolder, Proof, Trained]:
    """A report on captions and names that want to break out of it."""
    root = tmp_path_factory.mktemp("nasty")
    picture = root / os.fsdecode(b'caf\xe9 <b>&".jpg')
    Image.new("RGB", (40, 30), (200, 40, 40)).save(picture)
    photos = [
        photo.model_copy(
            update={
                "captions": (f'<script>alert({i})</script> & "x" {photo.captions[0]}',),
                "path": str(picture) if i % 8 == 3 else "/nowhere/at all.jpg",
            }
        )
        for i, photo in enumerate(tiny_photos(80, seed=14))
    ]
    model = TinyTunable(seed=14)
    tuned = learn(model, make_pairs(photos, split="train"))
    material = material_of(photos, label_sets=(label_set_of_captions(photos),))
    proof = prove(model, tuned, material, ProofTable(min_overlap=0.3), report=silent)
    recall = [held_out_recall(model, material.validation) for _ in range(3)]
    trained = Trained(tuned, 2, 4, 1, (3.0, 2.0, 1.5, 1.2), tuple(recall), 12.5)
    config = RunConfig(model=BaseModelTable(models_dir=root, title="Mine & <i>yours</i>"))
    folder = RunFolder(root / "run")
    folder.root.mkdir()
    facts = {"when": "today", "machine": "x86 <64>", "notes": ["<u>one</u> more"], "seconds": 99.0}
    write_report(folder, config, proof, trained, facts)
    return folder, proof, trained


def label_set_of_captions(photos: list[SnapshotPhoto]) -> LabelledSet:
    return LabelledSet(
        name="Things & <more>",
        templates=("{}",),
        classes={"<a>": ("dog",), "b": ("tree",)},
        photos=tuple(photos[:6]),
        labels=("<a>", "b") * 3,
    )


def test_the_report_needs_nothing_outside_it(nasty_report):
    folder, _, _ = nasty_report
    text = folder.report.read_text("utf-8")
    page = _Page()
    page.feed(text)
    for tag, attributes in page.tags:
        assert tag not in ("script", "link", "iframe", "object", "embed", "b", "i", "u")
        for name in ("src", "href", "xlink:href", "action"):
            value = attributes.get(name) or "#"
            assert value.startswith(("#", "data:image/jpeg;base64,"))
    assert "@import" not in text
    assert not re.search(r"url\((?!#)", text)


def test_captions_and_names_stand_in_the_report_as_text(nasty_report):
    folder, proof, _ = nasty_report
    page = _Page()
    page.feed(folder.report.read_text("utf-8"))
    assert proof.best
    for row in proof.best:
        assert f"“{row.text}”" in page.words
    for text in ("Mine & <i>yours</i>", "x86 <64>", "<u>one</u> more", "Things & <more>"):
        assert text in page.words
    assert any("caf\N{REPLACEMENT CHARACTER} <b>&" in (a.get("alt") or "") for _, a in page.tags)


def test_every_picture_has_words_and_lost_ones_a_grey_box(nasty_report):
    folder, _, _ = nasty_report
    page = _Page()
    page.feed(folder.report.read_text("utf-8"))
    assert all(attributes.get("alt") for tag, attributes in page.tags if tag == "img")
    grey = [a for _, a in page.tags if str(a.get("class", "")).startswith("grey")]
    assert grey
    assert all("cannot be opened" in str(a["aria-label"]) for a in grey)
    headers = [a for tag, a in page.tags if tag == "th"]
    assert headers
    assert all(a.get("scope") for a in headers)


def test_the_page_names_each_element_once(nasty_report):
    folder, _, _ = nasty_report
    page = _Page()
    page.feed(folder.report.read_text("utf-8"))
    names = [a["id"] for _, a in page.tags if "id" in a]
    assert len(set(names)) == len(names)


def test_plots_are_drawings_with_text_and_no_fixed_colours(nasty_report, tmp_path):
    _, proof, trained = nasty_report
    paths = plots.save(draw(proof, trained), tmp_path)
    assert [path.name for path in paths] == ["plot-loss.svg", "plot-recall.svg", "plot-alpha.svg"]
    for path in paths:
        text = path.read_text("utf-8")
        root = ElementTree.fromstring(text)
        space = "{http://www.w3.org/2000/svg}"
        assert root.find(f"{space}title") is not None
        assert len(root.findall(f".//{space}text")) > 5
        drawing = text[text.index("</style>") :]
        assert not re.search(r"#[0-9a-f]{6}\b", drawing)


def test_the_same_run_gives_the_same_report(nasty_report, tmp_path):
    _, proof, trained = nasty_report
    config = RunConfig(model=BaseModelTable(models_dir=Path("/m")))
    written = []
    for name in "ab":
        again = RunFolder(tmp_path / name)
        again.root.mkdir()
        write_report(again, config, proof, trained, {})
        written.append((again.report.read_bytes(), again.metrics.read_bytes()))
    assert written[0] == written[1]


def test_the_metrics_are_the_figures_of_the_proof(nasty_report):
    folder, proof, _ = nasty_report
    metrics = json.loads(folder.metrics.read_text("ascii"))
    assert metrics["figures"] == pytest.approx(proof.figures())
    assert metrics["alpha"] == proof.alpha
    assert [row["alpha"] for row in metrics["curve"]] == [point.alpha for point in proof.curve]
    assert metrics["outcome"] == ("improved" if proof.improved else "kept")


def test_a_run_without_steps_or_epochs_still_has_a_report(tmp_path):
    model = TinyTunable(seed=15)
    material = material_of([])
    proof = prove(model, model.state(), material, ProofTable(), report=silent)
    assert proof.message == (
        "Kept your current model: there are no held-out photos to measure with."
    )
    folder = RunFolder(tmp_path)
    config = RunConfig(model=BaseModelTable(models_dir=tmp_path))
    write_report(folder, config, proof, Trained({}, 0, 0, 0, (), (), 0.0), {})
    assert "Kept your current model" in folder.report.read_text("utf-8")
