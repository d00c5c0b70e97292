"""The encoder process: what a file, a caller or a signal may do to it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import faulty_decoders
import numpy as np
import psutil
import pytest
from PIL import Image

from photoclip.encoders.canary import SENTENCES
from photoclip.encoders.canary_pictures import draw
from photoclip.encoders.messages import PhotoOutcome, PhotoRequest
from photoclip.encoders.registry import describe, load_encoder
from photoclip.encoders.remote import EncoderProcess
from photoclip.errors import EncoderProcessError, ModelError, UnknownModelError
from photoclip.media.decode import decode


@pytest.fixture(scope="module")
def photos(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    folder = tmp_path_factory.mktemp("photos")
    paths = []
    for number, name in enumerate(SENTENCES):
        path = folder / f"{number}.png"
        Image.fromarray(draw(name)).save(path)
        paths.append(path)
    return paths


@pytest.fixture(scope="module")
def process(tiny_models_dir: Path) -> Iterator[EncoderProcess]:
    with EncoderProcess(
        "tiny",
        models_dir=tiny_models_dir,
        device="cpu",
        file_timeout_s=3,
        look_ahead=8,
        decode_threads=2,
        decoder=faulty_decoders.NAME,
    ) as process:
        yield process


@pytest.fixture
def decoding_only(tiny_models_dir: Path) -> Iterator[EncoderProcess]:
    """Starts in half a second, for tests in which it dies often."""
    with EncoderProcess(
        None, models_dir=tiny_models_dir, file_timeout_s=2, decoder=faulty_decoders.NAME
    ) as process:
        yield process


def requests(paths: list[Path]) -> Iterator[PhotoRequest]:
    return (PhotoRequest(ticket, path) for ticket, path in enumerate(paths))


def by_name(outcomes: Iterator[PhotoOutcome]) -> dict[str, PhotoOutcome]:
    return {outcome.path.name: outcome for outcome in outcomes}


def copies(photos: list[Path], folder: Path, *names: str) -> list[Path]:
    """The drawings, and further files with the given names among them."""
    paths = []
    for number, name in enumerate(names):
        path = folder / f"{name}.png"
        path.write_bytes(photos[number % len(photos)].read_bytes())
        paths.append(path)
    mixed = list(photos)
    for number, path in enumerate(paths):
        mixed.insert(2 + 3 * number, path)
    return mixed


def test_it_answers_as_the_same_model_in_this_process_does(
    process: EncoderProcess, tiny_models_dir: Path, photos: list[Path]
) -> None:
    info = process.start()
    assert (info.key, info.dim, info.device) == ("tiny", 32, "cpu")
    assert info.fingerprint == describe("tiny", tiny_models_dir).fingerprint
    outcomes = sorted(process.encode_photos(requests(photos)), key=lambda each: each.ticket)
    texts = process.encode_texts(list(SENTENCES.values()))
    local = load_encoder("tiny", device="cpu", models_dir=tiny_models_dir)
    np.testing.assert_allclose(texts, local.encode_texts(list(SENTENCES.values())), atol=1e-5)
    assert [outcome.path for outcome in outcomes] == photos
    vectors = np.stack([outcome.vector for outcome in outcomes if outcome.vector is not None])
    assert vectors.dtype == np.float16
    assert ((texts @ vectors.T).argmax(axis=1) == np.arange(len(photos))).all()


def test_an_outcome_holds_all_that_one_decode_can_tell(
    process: EncoderProcess, photos: list[Path]
) -> None:
    (outcome,) = process.encode_photos([PhotoRequest(7, photos[0])])
    decoded = decode(photos[0])
    assert outcome.ticket == 7
    assert outcome.error is None
    assert (outcome.width, outcome.height, outcome.format) == (384, 384, "PNG")
    assert outcome.pixel_hash == decoded.pixel_hash
    assert outcome.perceptual_hash == decoded.perceptual_hash
    assert outcome.thumbnail is not None
    assert outcome.thumbnail.startswith(b"\xff\xd8")
    assert outcome.metadata is not None


def test_known_pixels_cost_no_encoder_time_and_unwanted_parts_are_left_out(
    process: EncoderProcess, photos: list[Path]
) -> None:
    known = decode(photos[0]).pixel_hash
    asked = [
        PhotoRequest(0, photos[0], known_pixel_hash=known, thumbnail=False),
        PhotoRequest(1, photos[1], known_pixel_hash=known),
        PhotoRequest(2, photos[2], vector=False),
    ]
    outcomes = {outcome.ticket: outcome for outcome in process.encode_photos(asked)}
    assert outcomes[0].vector is None
    assert outcomes[0].thumbnail is None
    assert outcomes[0].pixel_hash == known
    assert outcomes[1].vector is not None
    assert outcomes[2].vector is None
    assert outcomes[2].thumbnail is not None


def test_bad_files_are_outcomes_with_a_plain_reason(
    process: EncoderProcess, photos: list[Path], tmp_path: Path
) -> None:
    paths = copies(photos, tmp_path, "bug", "memory")
    (tmp_path / "text.jpg").write_text("no picture")
    (tmp_path / "empty.jpg").touch()
    paths += [tmp_path / "text.jpg", tmp_path / "empty.jpg", tmp_path / "gone.jpg", tmp_path]
    outcomes = by_name(process.encode_photos(requests(paths)))
    bad = {name: each.error for name, each in outcomes.items() if each.error}
    assert set(bad) == {"bug.png", "memory.png", "text.jpg", "empty.jpg", "gone.jpg", tmp_path.name}
    assert "ZeroDivisionError" in (bad["bug.png"] or "")
    assert "memory" in (bad["memory.png"] or "")
    assert all(outcomes[path.name].vector is not None for path in photos)


def test_a_name_that_is_not_utf8_comes_back_unharmed(
    process: EncoderProcess, photos: list[Path], tmp_path: Path
) -> None:
    path = tmp_path / os.fsdecode(b"caf\xe9.png")
    try:
        path.write_bytes(photos[0].read_bytes())
    except OSError:
        pytest.skip("this file system takes UTF-8 names only")
    (outcome,) = process.encode_photos([PhotoRequest(0, path)])
    assert outcome.path == path
    assert outcome.vector is not None


def test_a_file_too_large_for_its_share_of_memory_is_decoded_alone(
    process: EncoderProcess, photos: list[Path], tmp_path: Path
) -> None:
    paths = copies(photos, tmp_path, "hungry1", "hungry2", "hungry3")
    outcomes = by_name(process.encode_photos(requests(paths)))
    assert not [each.error for each in outcomes.values() if each.error]


def test_a_file_that_kills_the_process_costs_exactly_that_file(
    process: EncoderProcess, photos: list[Path], tmp_path: Path
) -> None:
    paths = copies(photos, tmp_path, "crash")
    outcomes = by_name(process.encode_photos(requests(paths)))
    assert len(outcomes) == len(paths)
    assert "crash" in (outcomes["crash.png"].error or "")
    assert all(outcomes[path.name].vector is not None for path in photos)
    assert process.encode_texts(["still there"]).shape == (1, 32)


def test_segfaults_and_hangs_cost_exactly_those_files(
    decoding_only: EncoderProcess, photos: list[Path], tmp_path: Path
) -> None:
    paths = copies(photos, tmp_path, "segfault1", "hang", "segfault2")
    outcomes = by_name(decoding_only.encode_photos(requests(paths)))
    bad = {name: each.error for name, each in outcomes.items() if each.error}
    assert set(bad) == {"segfault1.png", "hang.png", "segfault2.png"}
    assert "more than 2 seconds" in (bad["hang.png"] or "")
    assert all(outcomes[path.name].thumbnail for path in photos)


def test_a_process_without_a_model_decodes_and_refuses_text(
    decoding_only: EncoderProcess, photos: list[Path]
) -> None:
    assert decoding_only.start().dim == 0
    outcomes = by_name(decoding_only.encode_photos(requests(photos)))
    assert all(each.vector is None and each.pixel_hash for each in outcomes.values())
    with pytest.raises(ModelError, match="no model"):
        decoding_only.encode_texts(["a dog"])


def test_when_every_file_crashes_every_file_has_its_outcome(
    tiny_models_dir: Path, photos: list[Path]
) -> None:
    with EncoderProcess(
        None, models_dir=tiny_models_dir, decoder="faulty_decoders:always_crash"
    ) as process:
        outcomes = list(process.encode_photos(requests(photos[:4])))
    assert len(outcomes) == 4
    assert all("crash" in (each.error or "") for each in outcomes)


def test_a_caller_may_stop_early_and_the_process_stays_usable(
    process: EncoderProcess, photos: list[Path]
) -> None:
    taken = []

    def endless() -> Iterator[PhotoRequest]:
        for number in range(10_000):
            taken.append(number)
            yield PhotoRequest(number, photos[number % len(photos)])

    stream = process.encode_photos(endless())
    first = [next(stream) for _ in range(3)]
    stream.close()
    assert len(first) == 3
    assert len(taken) <= 3 + process.look_ahead
    assert len(by_name(process.encode_photos(requests(photos)))) == len(photos)


def test_requests_are_taken_only_as_fast_as_outcomes_are_fetched(
    process: EncoderProcess, photos: list[Path]
) -> None:
    taken, most = 0, 0

    def counted() -> Iterator[PhotoRequest]:
        nonlocal taken
        for number in range(50):
            taken += 1
            yield PhotoRequest(number, photos[number % len(photos)])

    for fetched, _ in enumerate(process.encode_photos(counted())):
        most = max(most, taken - fetched)
    assert taken == 50
    assert most <= process.look_ahead


def test_text_is_answered_while_photos_are_being_encoded(
    process: EncoderProcess, photos: list[Path], tmp_path: Path
) -> None:
    slow = [tmp_path / f"slow{number}.png" for number in range(24)]
    for path in slow:
        path.write_bytes(photos[0].read_bytes())
    stream = process.encode_photos(requests(slow))
    next(stream)
    answers = [process.encode_texts(["a clock"]) for _ in range(3)]
    # The photos are far from done: text did not wait for them.
    rest = list(stream)
    assert all(answer.shape == (1, 32) for answer in answers)
    assert len(rest) == 23


def test_several_callers_share_one_process(process: EncoderProcess, photos: list[Path]) -> None:
    results: dict[int, int] = {}

    def photos_of(caller: int) -> None:
        results[caller] = len(list(process.encode_photos(requests(photos * 2))))

    def texts_of(caller: int) -> None:
        results[caller] = sum(len(process.encode_texts([f"text {n}", "x"])) for n in range(5))

    threads = [
        threading.Thread(target=photos_of if caller % 2 else texts_of, args=(caller,))
        for caller in range(6)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert results == {caller: 2 * len(photos) if caller % 2 else 10 for caller in range(6)}


def test_killed_from_outside_it_starts_again_and_no_file_is_lost(
    process: EncoderProcess, photos: list[Path]
) -> None:
    stream = process.encode_photos(requests(photos * 4))
    outcomes = [next(stream)]
    child_of(process).kill()
    outcomes += stream
    assert len(outcomes) == 4 * len(photos)
    assert not [each.error for each in outcomes if each.error]


def child_of(process: EncoderProcess) -> psutil.Process:
    worker = process._worker
    assert worker is not None
    assert worker.process.pid is not None
    return psutil.Process(worker.process.pid)


def test_a_model_that_is_not_there_is_one_plain_sentence(tiny_models_dir: Path) -> None:
    with EncoderProcess("nothing", models_dir=tiny_models_dir) as process:
        with pytest.raises(UnknownModelError, match="There is no model “nothing”"):
            process.start()
        with pytest.raises(UnknownModelError):
            list(process.encode_photos([PhotoRequest(0, Path("a.jpg"))]))
        with pytest.raises(UnknownModelError):
            process.encode_texts(["a"])


def test_a_device_that_is_not_there_is_one_plain_sentence(tiny_models_dir: Path) -> None:
    import torch

    missing = "mps" if not torch.backends.mps.is_available() else "cuda"
    with EncoderProcess("tiny", models_dir=tiny_models_dir, device=missing) as process:
        with pytest.raises(ModelError, match="GPU"):
            process.start()


def test_a_process_that_dies_at_its_start_is_given_up_after_three_tries(
    tiny_models_dir: Path,
) -> None:
    with EncoderProcess(
        None, models_dir=tiny_models_dir, decoder="dies_at_import:decode"
    ) as process:
        with pytest.raises(EncoderProcessError, match="ended 3 times"):
            process.start()


def test_a_bug_at_its_start_is_reported_at_once(tiny_models_dir: Path) -> None:
    with EncoderProcess(
        None, models_dir=tiny_models_dir, decoder="faulty_decoders:no_such_function"
    ) as process:
        with pytest.raises(EncoderProcessError, match="cannot start"):
            process.start()


def test_a_closed_process_says_so(tiny_models_dir: Path) -> None:
    process = EncoderProcess(None, models_dir=tiny_models_dir)
    process.start()
    child = child_of(process)
    process.close()
    process.close()
    assert not child.is_running() or child.status() == psutil.STATUS_ZOMBIE
    with pytest.raises(EncoderProcessError, match="closed"):
        process.start()
    with pytest.raises(EncoderProcessError, match="closed"):
        process.encode_texts(["a"])
    with pytest.raises(EncoderProcessError, match="closed"):
        next(process.encode_photos([PhotoRequest(0, Path("a.jpg"))]))


def test_a_process_that_was_never_used_closes_at_once(tiny_models_dir: Path) -> None:
    EncoderProcess("tiny", models_dir=tiny_models_dir).close()


PARENT = """
import os, sys, time
from pathlib import Path
from photoclip.encoders.remote import EncoderProcess

if __name__ == "__main__":
    process = EncoderProcess(None, models_dir=Path(sys.argv[1]))
    process.start()
    print(process._worker.process.pid, flush=True)
    time.sleep(60)
"""


@pytest.fixture
def parent(tmp_path: Path) -> Iterator[subprocess.Popen[str]]:
    script = tmp_path / "parent.py"
    script.write_text(PARENT)
    process = subprocess.Popen(
        [sys.executable, str(script), str(tmp_path)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    yield process
    process.kill()
    process.communicate()


def wait_until_gone(pid: int) -> bool:
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        if not psutil.pid_exists(pid) or psutil.Process(pid).status() == psutil.STATUS_ZOMBIE:
            return True
        time.sleep(0.05)
    return False


def test_the_process_ends_when_its_parent_was_killed(parent: subprocess.Popen[str]) -> None:
    assert parent.stdout is not None
    pid = int(parent.stdout.readline())
    parent.kill()
    assert wait_until_gone(pid)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no process groups to signal")
def test_ctrl_c_ends_both_without_a_traceback_of_the_process(
    parent: subprocess.Popen[str],
) -> None:
    assert parent.stdout is not None
    pid = int(parent.stdout.readline())
    os.killpg(parent.pid, signal.SIGINT)
    _, errors = parent.communicate(timeout=30)
    assert wait_until_gone(pid)
    # The parent's own traceback is this script's doing; there must be no second one.
    assert errors.count("Traceback") == 1
    assert errors.count("KeyboardInterrupt") <= 2


def test_what_libraries_print_about_a_file_stays_out_of_the_terminal(tmp_path: Path) -> None:
    script, picture = tmp_path / "parent.py", tmp_path / "shout.png"
    script.write_text(
        "import sys\n"
        "from pathlib import Path\n"
        "from photoclip.encoders.remote import EncoderProcess, PhotoRequest\n"
        "if __name__ == '__main__':\n"
        "    sys.path.insert(0, sys.argv[1])\n"
        f"    decoder = {faulty_decoders.NAME!r}\n"
        "    with EncoderProcess(None, models_dir=Path('x'), decoder=decoder) as process:\n"
        "        request = PhotoRequest(0, Path(sys.argv[2]))\n"
        "        print(next(iter(process.encode_photos([request]))).error)\n"
    )
    picture.touch()
    command = [
        sys.executable,
        str(script),
        str(Path(faulty_decoders.__file__).parent),
        str(picture),
    ]
    answer = subprocess.run(command, capture_output=True, text=True, check=True)
    assert answer.stdout.strip() == "The file is empty."
    assert answer.stderr == ""


@pytest.mark.starter
def test_the_starter_answers_from_its_process_as_in_this_one(
    photos: list[Path], tmp_path: Path
) -> None:
    with EncoderProcess("starter", models_dir=tmp_path, device="cpu") as process:
        info = process.start()
        outcomes = sorted(process.encode_photos(requests(photos)), key=lambda each: each.ticket)
        texts = process.encode_texts(list(SENTENCES.values()))
    local = load_encoder("starter", device="cpu", models_dir=tmp_path)
    assert (info.key, info.fingerprint, info.dim) == ("starter", local.fingerprint, local.dim)
    np.testing.assert_allclose(texts, local.encode_texts(list(SENTENCES.values())), atol=1e-4)
    vectors = np.stack([outcome.vector for outcome in outcomes if outcome.vector is not None])
    assert ((texts @ vectors.T).argmax(axis=1) == np.arange(len(photos))).all()
