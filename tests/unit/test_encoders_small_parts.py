"""Gate, architectures, self-test drawings: parts that need no model."""

import threading
from pathlib import Path

import numpy as np
import pytest

from photoclip.encoders.architectures import check_architecture, known_architectures, split_tag
from photoclip.encoders.canary import SENTENCES, CanaryCheck, failed
from photoclip.encoders.canary_pictures import PICTURES, SIDE, draw
from photoclip.encoders.gate import Gate
from photoclip.encoders.install import find_weights
from photoclip.encoders.pipeline import default_decode_threads, resolve_decoder
from photoclip.errors import ModelError
from photoclip.media.decode import decode


def test_one_who_wants_the_gate_alone_waits_for_the_others_and_goes_before_new_ones() -> None:
    gate, order = Gate(), []
    inside, leave = threading.Event(), threading.Event()

    def together(name: str, entered: threading.Event | None = None) -> None:
        with gate.together():
            order.append(name)
            if entered is not None:
                entered.set()
                leave.wait(10)

    def alone() -> None:
        with gate.alone():
            order.append("alone")

    first = threading.Thread(target=together, args=("first", inside))
    first.start()
    inside.wait(10)
    second = threading.Thread(target=alone)
    second.start()
    while not gate._want_alone:
        pass
    third = threading.Thread(target=together, args=("third",))
    third.start()
    assert order == ["first"]
    leave.set()
    for thread in (first, second, third):
        thread.join(10)
    assert order == ["first", "alone", "third"]


def test_the_drawings_are_the_same_each_time_and_differ_from_each_other() -> None:
    pictures = {name: draw(name) for name in PICTURES}
    assert list(pictures) == list(SENTENCES)
    for name, picture in pictures.items():
        assert picture.shape == (SIDE, SIDE, 3)
        assert picture.dtype == np.uint8
        np.testing.assert_array_equal(picture, draw(name))
        assert picture.std() > 20
    digests = {picture.tobytes() for picture in pictures.values()}
    assert len(digests) == len(pictures)


def test_failed_checks_make_a_sentence_part() -> None:
    checks = [CanaryCheck("a", True, "fine"), CanaryCheck("b", False, "off by 2")]
    assert failed(checks) == "b: off by 2"
    assert failed(checks[:1]) == ""


def test_architectures_are_known_without_importing_open_clip() -> None:
    assert {"ViT-B-32", "ViT-B-16-SigLIP2", "MobileCLIP2-S0"} <= set(known_architectures())
    assert check_architecture("ViT-B/32:laion2b_s34b_b79k")
    assert split_tag("ViT-L-14:openai") == ("ViT-L-14", "openai")
    assert split_tag("C:/x/config.json") == ("C:/x/config.json", "")


@pytest.mark.parametrize(
    ("wrong", "near"),
    [("vit-b-32", "ViT-B-32"), ("ViT-B-33", "ViT-B-32"), ("mobileclip2s0", "MobileCLIP2-S0")],
)
def test_an_unknown_architecture_is_answered_with_the_nearest(wrong: str, near: str) -> None:
    with pytest.raises(ModelError, match=rf"did you mean {near}\?"):
        check_architecture(wrong)


def test_a_file_that_is_no_configuration_is_one_plain_sentence(tmp_path: Path) -> None:
    file = tmp_path / "x.json"
    with pytest.raises(ModelError, match="no OpenCLIP configuration"):
        check_architecture(str(file))
    file.write_text('{"embed_dim": 3}')
    with pytest.raises(ModelError, match="no OpenCLIP configuration"):
        check_architecture(str(file))


def test_usual_names_of_weights_are_preferred_and_doubt_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="no weight file"):
        find_weights(tmp_path)
    (tmp_path / "a.pt").touch()
    assert find_weights(tmp_path).name == "a.pt"
    (tmp_path / "b.bin").touch()
    with pytest.raises(ModelError, match="2 weight files"):
        find_weights(tmp_path)
    (tmp_path / "open_clip_pytorch_model.bin").touch()
    assert find_weights(tmp_path).name == "open_clip_pytorch_model.bin"


def test_the_decoder_is_found_by_its_name() -> None:
    assert resolve_decoder("photoclip.media.decode:decode") is decode
    assert default_decode_threads() >= 1
