"""Recall, zero-shot accuracy, intervals, and the readers of their files."""

from __future__ import annotations

import os
from pathlib import Path

import numpy as np
import pytest

from photoclip.errors import CaptionsError
from photoclip.search import evaluate


def unit(rows: np.ndarray) -> np.ndarray:
    rows = rows.astype(np.float32)
    return rows / np.linalg.norm(rows, axis=1, keepdims=True)


def photos(folder: Path, *names: str) -> None:
    for name in names:
        target = folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(b"picture")


def test_a_perfect_model_has_full_recall_both_ways():
    images = np.eye(20, dtype=np.float32)
    owner = np.repeat(np.arange(20), 5)
    report = evaluate.recall_report(images[owner], images, owner)
    assert (report.images, report.captions) == (20, 100)
    for side in (report.text_to_image, report.image_to_text):
        assert side.r1.percent == side.r5.percent == side.r10.percent == 100
        assert side.median_rank == 1


def test_recall_agrees_with_plain_sorting():
    rng = np.random.default_rng(3)
    images = unit(rng.normal(size=(60, 8)))
    owner = np.repeat(np.arange(60), 3)
    texts = unit(images[owner] + rng.normal(size=(180, 8)) * 0.8)
    report = evaluate.recall_report(texts, images, owner)
    scores = texts @ images.T
    order = np.argsort(-scores, axis=1)
    back = np.argsort(-scores.T, axis=1)
    for k, name in ((1, "r1"), (5, "r5"), (10, "r10")):
        there = np.mean([owner[c] in order[c, :k] for c in range(180)])
        here = np.mean([any(owner[c] == i for c in back[i, :k]) for i in range(60)])
        assert getattr(report.text_to_image, name).percent == pytest.approx(100 * there)
        assert getattr(report.image_to_text, name).percent == pytest.approx(100 * here)
    ranks = [list(order[c]).index(owner[c]) + 1 for c in range(180)]
    assert report.text_to_image.median_rank == np.median(ranks)


def test_a_model_that_gives_every_photo_the_same_vector_does_not_look_good():
    images = np.ones((100, 4), np.float32) / 2
    report = evaluate.recall_report(images, images, np.arange(100))
    assert report.text_to_image.r10.percent == 0
    assert report.image_to_text.r10.percent == 0


def test_a_photo_is_not_held_back_by_its_own_other_captions():
    images = np.eye(3, dtype=np.float32)
    owner = np.array([0, 0, 0, 1, 2])
    report = evaluate.recall_report(images[owner], images, owner)
    assert report.image_to_text.r1.percent == 100


def test_photos_without_a_caption_are_distractors_only():
    images = np.eye(4, dtype=np.float32)
    report = evaluate.recall_report(images[:2], images, np.array([0, 1]))
    assert report.images == 4
    assert report.image_to_text.r1.percent == 100


def test_recall_figures_are_named_for_people_and_scripts():
    images = np.eye(12, dtype=np.float32)
    figures = evaluate.recall_report(images, images, np.arange(12)).figures()
    assert figures["text_to_image_r10"] == 100
    assert figures["image_to_text_median_rank"] == 1
    assert figures["images"] == 12


def test_wilson_interval_matches_a_known_value():
    share = evaluate.wilson_interval(45, 100)
    assert share.percent == 45
    assert share.low == pytest.approx(35.6, abs=0.1)
    assert share.high == pytest.approx(54.8, abs=0.1)
    assert evaluate.wilson_interval(0, 0).high == 100


def test_bootstrap_is_seeded_and_wider_for_dependent_trials():
    rng = np.random.default_rng(0)
    groups = np.repeat(np.arange(100), 5)
    hits = (rng.random(100) < 0.5)[groups]
    grouped = evaluate.bootstrap_interval(hits, groups)
    alone = evaluate.bootstrap_interval(hits, np.arange(500))
    assert grouped == evaluate.bootstrap_interval(hits, groups)
    assert grouped.low <= grouped.percent <= grouped.high
    assert grouped.high - grouped.low > 1.5 * (alone.high - alone.low)


def labelled(rows: list[tuple[str, str]]) -> evaluate.LabelSet:
    names = tuple(name for name, _ in rows)
    return evaluate.LabelSet(names, tuple(map(Path, names)), tuple(label for _, label in rows))


def word_vectors(texts: list[str]) -> np.ndarray:
    words = ("cat", "dog", "car")
    return unit(np.array([[float(w in text) + 1e-3 for w in words] for text in texts]))


def test_each_top_folder_chooses_among_its_own_classes():
    labels = labelled([("a/1", "cat"), ("a/2", "dog"), ("b/1", "car"), ("b/2", "cat")])
    # The last photo looks like a dog, which is no class of folder b.
    vectors = unit(np.array([[1, 0, 0], [0, 1, 0], [0, 0, 1], [0.4, 0.9, 0.1]]))
    hits = evaluate.zeroshot_hits(vectors, labels, word_vectors, ["a {}"])
    assert hits.tolist() == [True, True, True, True]
    report = evaluate.zeroshot_report(hits, labels)
    assert [(s.folder, s.classes, s.images) for s in report.folders] == [("a", 2, 2), ("b", 2, 2)]
    assert report.figures()["b"]["top1"] == 100


def test_templates_are_averaged_and_normalised():
    matrix = evaluate.class_matrix(word_vectors, ["cat", "dog"], ["{}", "a {} and a car"])
    assert matrix.shape == (2, 3)
    assert np.linalg.norm(matrix, axis=1) == pytest.approx([1, 1])
    assert matrix[0, 2] > 0.3


def test_half_a_is_the_even_lines_of_each_class():
    rows = [("a/1", "x"), ("a/2", "y"), ("a/3", "x"), ("a/4", "x"), ("b/1", "x"), ("a/5", "y")]
    labels = labelled(rows)
    assert labels.half_a().tolist() == [False, False, True, False, False, True]
    report = evaluate.zeroshot_report(np.ones(6, bool), labels, keep=labels.half_a())
    assert [(s.folder, s.images, s.classes) for s in report.folders] == [("a", 2, 2), ("b", 0, 1)]


def test_captions_are_read_in_order_with_several_a_photo(tmp_path):
    photos(tmp_path, "images/b.jpg", "images/a.jpg")
    file = tmp_path / "captions.tsv"
    file.write_bytes(
        "\ufeffimages/b.jpg\tA  dog .\r\nimages/a.jpg\tein Hörnchen\n\nimages/b.jpg\ttwo\n".encode()
    )
    found = evaluate.read_captions_tsv(file, tmp_path)
    assert found.names == ("images/b.jpg", "images/a.jpg")
    assert found.captions == ("A dog .", "ein Hörnchen", "two")
    assert found.image_index.tolist() == [0, 1, 0]
    assert found.paths[1] == tmp_path / "images/a.jpg"


def test_a_heading_line_is_no_photo(tmp_path):
    photos(tmp_path, "a.jpg")
    (tmp_path / "l.tsv").write_text("file\tclass\na.jpg\tcat\n")
    assert evaluate.read_labels_tsv(tmp_path / "l.tsv", tmp_path).labels == ("cat",)


def test_a_file_name_that_is_not_utf8_is_found(tmp_path):
    name = os.fsdecode(b"caf\xe9.jpg")
    try:
        photos(tmp_path, name)
    except OSError:
        pytest.skip("this file system takes UTF-8 names only")
    (tmp_path / "c.tsv").write_bytes(b"caf\xe9.jpg\ta cup\n")
    assert evaluate.read_captions_tsv(tmp_path / "c.tsv", tmp_path).paths[0].is_file()


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "no lines"),
        (b"\n \n", "no lines"),
        (b"a.jpg\tfine\na.jpg\n", "line 2"),
        (b"a.jpg\t  \n", "line 1"),
        (b"\ta caption\n", "line 1"),
        (b"a.jpg\t\xff\xfe\n", "not UTF-8"),
        (b"a.jpg\tone\ngone.jpg\ttwo\n", "gone.jpg does not exist"),
    ],
)
def test_a_bad_captions_file_gets_one_sentence_with_file_and_line(tmp_path, content, said):
    photos(tmp_path, "a.jpg")
    file = tmp_path / "captions.tsv"
    file.write_bytes(content)
    with pytest.raises(CaptionsError) as caught:
        evaluate.read_captions_tsv(file, tmp_path)
    assert said in str(caught.value)
    assert "captions.tsv" in str(caught.value)
    assert str(caught.value).count(".\n") == 0


def test_a_missing_file_or_a_folder_is_said_plainly(tmp_path):
    for file in (tmp_path / "none.tsv", tmp_path):
        with pytest.raises(CaptionsError, match="cannot be read"):
            evaluate.read_labels_tsv(file, tmp_path)


def test_a_photo_has_one_class_only(tmp_path):
    photos(tmp_path, "a.jpg")
    (tmp_path / "l.tsv").write_text("a.jpg\tcat\na.jpg\tdog\n")
    with pytest.raises(CaptionsError, match=r"line 2.*line 1"):
        evaluate.read_labels_tsv(tmp_path / "l.tsv", tmp_path)


def test_templates_need_a_place_for_the_class(tmp_path):
    file = tmp_path / "t.txt"
    file.write_text("# comment\na photo of a {}.\n\n{}\n")
    assert evaluate.read_templates(file) == ("a photo of a {}.", "{}")
    file.write_text("a photo of a {}.\na photo\n")
    with pytest.raises(CaptionsError, match="line 2"):
        evaluate.read_templates(file)
    assert all("{}" in template for template in evaluate.default_templates())
    file.write_text("# nothing\n")
    with pytest.raises(CaptionsError, match="no prompt templates"):
        evaluate.read_templates(file)
