"""Every command against a small stand-in for the library: what it prints, and its exit code."""

from __future__ import annotations

import json
import os
import signal
from pathlib import Path

import pytest

from photoclip import library as library_module
from photoclip.catalog.rows import Photo, Root
from photoclip.cli.main import run
from photoclip.encoders.registry import EncoderInfo
from photoclip.errors import UnknownModelError, UserError
from photoclip.jobs.job import Progress
from photoclip.library import (
    CareCheck,
    IndexReport,
    LibraryInfo,
    ModelInfo,
    ScanReport,
    SearchHit,
    SearchResult,
)
from photoclip.query.fields import FIELDS
from photoclip.settings import Settings

DOG = Path("/photos/dog.jpg")
ODD = Path(os.fsdecode(b"/photos/caf\xe9.jpg"))
SCAN = ScanReport(
    found=3, new=2, changed=0, moved=1, missing=0, not_photos=4, offline=(Path("/usb"),)
)
REPORT = IndexReport(
    indexed=2, reused=1, unreadable=1, scan=SCAN, seconds=0.5, photos_per_second=4.0, device="cpu"
)

RECALL = {"images": 1000, "captions": 5000} | {
    f"{side}_{figure}": value
    for side in ("text_to_image", "image_to_text")
    for figure, value in {
        "r1": 24.2, "r1_low": 23.0, "r1_high": 25.4, "r5": 54.3, "r5_low": 53.0, "r5_high": 55.6,
        "r10": 66.0, "r10_low": 65.0, "r10_high": 67.0, "median_rank": 5.0,
    }.items()
}  # fmt: skip
ZEROSHOT = {
    "rooms": {"top1": 88.75, "top1_low": 80.0, "top1_high": 94.0, "classes": 4, "images": 80}
}
BIG = EncoderInfo(
    "big", "beef", "ViT-B-32", 512, "downloaded", Path("/m"), "Big", verified="sha256"
)


def job(report):
    yield Progress("Working", 1, 2, {"indexed": 1})
    return report


class FakeLibrary:
    """Answers at once; records what it was asked."""

    settings = Settings(Path("no-folder") / "settings.toml", mend=False)

    def __init__(self, path: Path | None, **options) -> None:
        self.path = path
        self.options = options
        self.asked: list[tuple] = []
        self.closed = False
        self.roots = [Root(1, Path("/photos"), excludes=("*.tmp",), photos=3)]
        self.hits = (SearchHit(7, DOG, 0.5, "likely"), SearchHit(8, ODD, 0.25, "maybe"))
        self.candidates = 18
        self.photos_count = 18
        self.ready = 3

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.closed = True

    def add_folder(self, folder, *, excludes=(), watch="auto"):
        if not folder.name.startswith("p"):
            raise UserError(f"The folder {folder} does not exist.")
        self.asked.append(("add", folder, excludes, watch))
        return Root(1, folder, excludes=excludes, watch=watch)

    def remove_folder(self, folder):
        return Root(1, folder)

    def folders(self):
        return self.roots

    def scan(self):
        return job(SCAN)

    def index(self, *, scan=True, model=None, device="auto", folder=None):
        self.asked.append(("index", scan, model, device))
        return job(REPORT)

    def watch(self, *, stop, device="auto"):
        yield Progress("Watching", counts={"indexed": 2})
        os.kill(os.getpid(), signal.SIGINT)
        assert stop.wait(5)
        yield Progress("Watching", counts={"indexed": 5})

    def _result(self, query):
        hidden = 16 if self.candidates else 0
        return SearchResult(query, "starter", self.hits, hidden, 12.34, self.candidates, 1)

    def search(self, text, *, limit=100, include_hidden=False, exact=False, looseness=0.0):
        self.asked.append(("search", text, limit, include_hidden, exact, looseness))
        return self._result(text)

    def similar(self, photo, *, limit=100, looseness=0.0):
        self.asked.append(("similar", photo, limit, looseness))
        return self._result(str(photo))

    def info(self):
        return LibraryInfo(
            path=Path("/library"), photos=self.photos_count, ready=self.ready, waiting=0,
            unreadable=1, missing=0, not_photos=4, roots=len(self.roots), offline_roots=0,
            active_model="starter", vectors=3, catalog_bytes=2_000_000,
        )  # fmt: skip

    def photo(self, number):
        return Photo(number, 1, 1, DOG, 10, 0, "ready", None)

    def unreadable(self):
        return [Photo(9, 1, 1, ODD, 10, 0, "unreadable", "The file is empty.")]

    def models(self):
        return [ModelInfo("starter", "Starter", "tiny", "Apache-2.0", 110, {"R@5": 54.0},
                          installed=True, active=True)]  # fmt: skip

    def verify_model(self, key):
        if key != "starter":
            raise UnknownModelError(f"No model is called “{key}”.")
        return job(
            [CareCheck("ranks colours", True, ""), CareCheck("ranks shapes", False, "circle")]
        )

    def import_model(self, path, *, key, arch=None):
        self.asked.append(("import", path, key, arch))
        return job(EncoderInfo(key, "f00d", "ViT-B-32", 512, "imported", Path("/m"), "Mine"))

    def download_model(self, key):
        return job(BIG)

    def activate_model(self, key, *, device="auto"):
        return job(REPORT)

    def remove_model(self, key):
        return BIG

    def evaluate_captions(self, captions, images, *, model=None):
        return job(RECALL)

    def evaluate_zeroshot(self, labels, images, *, model=None, templates=None):
        return job(ZEROSHOT)

    def doctor(self, *, repair=False):
        return [CareCheck("catalog", True, ""), CareCheck("index file", repair, "digest differs")]

    def backup(self, file):
        file.write_bytes(b"copy")
        return file


@pytest.fixture
def fake(monkeypatch):
    library = FakeLibrary(None)

    class Door:
        @staticmethod
        def open(path=None, **options):
            library.path = path
            library.options = options
            return library

    monkeypatch.setattr(library_module, "Library", Door)
    return library


@pytest.fixture
def photoclip(capsys):
    """Run a command line; return (exit code, stdout, stderr)."""

    def call(*arguments: str, open_window=lambda library: 0):
        code = run(arguments, open_window=open_window)
        out, err = capsys.readouterr()
        return code, out, err

    return call


def document(answer):
    code, out, err = answer
    assert (code, err) == (0, "")
    return json.loads(out)


def test_the_window_opens_when_there_is_no_command(photoclip):
    opened = []

    def open_window(library):
        opened.append(library)
        return 5

    code, out, err = photoclip("--library", "/my/library", open_window=open_window)
    assert (code, out, err) == (5, "", "")
    assert opened == [Path("/my/library")]


def test_the_named_library_is_opened_and_closed(photoclip, fake):
    assert photoclip("--library", "/my/library", "folders")[0] == 0
    assert fake.path == Path("/my/library")
    assert fake.closed


def test_an_empty_library_name_is_not_the_current_folder(photoclip, fake):
    code, out, err = photoclip("--library", "", "info")
    assert (code, out) == (2, "")
    assert "it is empty" in err
    assert fake.path is None


def test_version(photoclip):
    code, out, _ = photoclip("--version")
    assert code == 0
    assert out.startswith("photoclip 0.")


def test_wrong_usage_is_exit_2(photoclip, fake):
    assert photoclip("nonsense")[0] == 2
    assert photoclip("search")[0] == 2
    assert photoclip("index", "--device", "abacus")[0] == 2
    assert photoclip("search", "dog", "--limit", "0")[0] == 2
    assert photoclip("evaluate", "a.tsv", "b", "--templates", "t")[0] == 2
    assert fake.asked == []


def test_add_passes_its_options_on(photoclip, fake):
    answer = photoclip("add", "p1", "p2", "--exclude", "*.tmp", "--watch", "poll", "--json")
    added = document(answer)["added"]
    assert [root["path"] for root in added] == ["p1", "p2"]
    assert fake.asked[1] == ("add", Path("p2"), ("*.tmp",), "poll")


def test_a_known_problem_prints_its_sentence_and_nothing_else(photoclip, fake):
    code, out, err = photoclip("add", "nowhere", "--json")
    assert (code, out) == (1, "")
    assert err == "The folder nowhere does not exist.\n"
    assert fake.closed


def test_folders(photoclip, fake):
    row = document(photoclip("folders", "--json"))["folders"][0]
    assert row == {
        "path": "/photos", "state": "online", "photos": 3, "watch": "auto", "excludes": ["*.tmp"],
    }  # fmt: skip
    assert "/photos" in photoclip("folders")[1]
    fake.roots = []
    assert "photoclip add" in photoclip("folders")[1]


def test_remove_says_that_files_stay(photoclip, fake):
    assert "untouched" in photoclip("remove", "/photos")[1]
    assert document(photoclip("remove", "/photos", "--json"))["removed"]["path"] == "/photos"


def test_scan_and_index_report(photoclip, fake):
    assert document(photoclip("scan", "--json"))["offline"] == [{"path": "/usb"}]
    report = document(photoclip("index", "--no-scan", "--device", "cpu", "--json"))
    assert report["indexed"] == 2
    assert report["scan"]["moved"] == 1
    assert fake.asked == [("index", False, None, "cpu")]
    out = photoclip("index")[1]
    assert "Indexed 2 photos, reused 1 (4.0 photos/s on cpu)." in out
    assert "4 other files passed over" in out
    assert "Offline, kept as it was: /usb" in out
    assert "info --unreadable" in out


def test_watch_ends_politely_with_ctrl_c(photoclip, fake):
    assert document(photoclip("watch", "--json")) == {"watching": False, "counts": {"indexed": 5}}
    assert photoclip("watch")[1] == "Stopped watching (indexed 5).\n"
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler


def test_search_json_is_the_contract(photoclip, fake):
    found = document(photoclip("search", "a dog", "--limit", "5", "--all", "--exact", "--json"))
    assert found == {
        "query": "a dog",
        "model": "starter",
        "results": [
            {"path": "/photos/dog.jpg", "score": 0.5, "band": "likely", "id": 7},
            {
                "path": "/photos/caf\N{REPLACEMENT CHARACTER}.jpg",
                "path_bytes": "L3Bob3Rvcy9jYWbpLmpwZw==",
                "score": 0.25,
                "band": "maybe",
                "id": 8,
            },
        ],
        "hidden": 16,
        "more": 0,
        "hints": [],
        "ms": 12.3,
    }
    assert fake.asked == [("search", "a dog", 5, True, True, 0.0)]


def test_search_for_people_is_a_table(photoclip, fake):
    code, out, err = photoclip("search", "a dog")
    assert (code, err) == (0, "")
    assert fake.asked == [("search", "a dog", 20, False, False, 0.0)]
    assert any(line.split() == ["1", "likely", "0.500", "/photos/dog.jpg"]
               for line in out.splitlines())  # fmt: skip
    assert "16 other photos not shown" in out


@pytest.mark.parametrize("query", ["", "   ", "\t\n"])
def test_an_empty_query_is_refused(photoclip, fake, query):
    code, out, err = photoclip("search", query, "--json")
    assert (code, out) == (1, "")
    assert err.startswith("The query is empty;")
    assert fake.asked == []


@pytest.mark.parametrize(
    ("roots", "photos", "hint"),
    [(0, 0, "photoclip add FOLDER"), (1, 0, "photoclip index"), (1, 5, "photoclip index")],
)
def test_an_empty_library_answers_nothing_and_hints_on_stderr(photoclip, fake, roots, photos, hint):
    fake.hits, fake.candidates, fake.photos_count, fake.ready = (), 0, photos, 0
    fake.roots = fake.roots[:roots]
    code, out, err = photoclip("search", "a dog", "--json")
    assert code == 0
    assert json.loads(out)["results"] == []
    assert hint in err
    assert err.count("\n") == 1


def test_no_match_is_said_in_words(photoclip, fake):
    fake.hits = ()
    assert "No photo of this library fits “a dog”." in photoclip("search", "a dog")[1]


def test_a_filter_that_fits_no_photo_is_not_taken_for_an_empty_library(photoclip, fake):
    fake.hits, fake.candidates = (), 0
    code, out, err = photoclip("search", "tag:nowhere")
    assert (code, err) == (0, "")
    assert "No photo of this library fits “tag:nowhere”." in out


def test_the_help_of_search_names_every_field(photoclip):
    words = photoclip("search", "--help")[1].split()
    assert [field.name for field in FIELDS if f"{field.name}:" not in words] == []


@pytest.mark.parametrize("query", ["-tag:x dog", "-like:3", "-dog cat"])
def test_a_query_may_begin_with_a_minus(photoclip, fake, query):
    assert photoclip("search", query, "--limit", "2")[0] == 0
    assert fake.asked == [("search", query, 2, False, False, 0.0)]


def test_similar_takes_a_photo_by_its_number(photoclip, fake, monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    assert photoclip("similar", "9")[0] == 0
    (tmp_path / "9").write_bytes(b"")
    assert photoclip("similar", "9")[0] == 0
    assert [asked[1] for asked in fake.asked] == [9, Path("9")]


def test_similar_takes_a_path_that_is_not_utf8(photoclip, fake):
    assert photoclip("similar", str(ODD), "--limit", "3")[0] == 0
    assert fake.asked == [("similar", ODD, 3, 0.0)]


def test_evaluate_prints_recall_and_zeroshot(photoclip, fake):
    recall = document(photoclip("evaluate", "c.tsv", "images", "--json"))
    assert recall == {"model": "starter", "recall": RECALL}
    zero = document(photoclip("evaluate", "--zeroshot", "l.tsv", "dir", "--model", "m", "--json"))
    assert zero == {"model": "m", "folders": ZEROSHOT}
    out = photoclip("evaluate", "c.tsv", "images")[1]
    assert "Model starter: 1,000 photos, 5,000 captions" in out
    assert "54.3 % (53.0 to 55.6)" in out
    out = photoclip("evaluate", "--zeroshot", "l.tsv", "dir")[1]
    assert "88.8 % (80.0 to 94.0)" in out


def test_models_list(photoclip, fake):
    listed = document(photoclip("models", "list", "--json"))["models"]
    assert listed[0]["key"] == "starter"
    assert listed[0]["figures"] == {"R@5": 54.0}
    assert "active" in photoclip("models", "list")[1]


def test_models_verify_fails_loudly_but_still_reports(photoclip, fake):
    code, out, err = photoclip("models", "verify", "starter", "--json")
    assert code == 1
    assert json.loads(out)["ok"] is False
    assert err.count("\n") == 1
    code, out, err = photoclip("models", "verify", "nope")
    assert (code, out, err) == (1, "", "No model is called “nope”.\n")


def test_models_import_names_a_model_after_its_file(photoclip, fake):
    assert photoclip("models", "import", "/models/mine.pt", "--arch", "ViT-B-32")[0] == 0
    assert fake.asked == [("import", Path("/models/mine.pt"), "mine", "ViT-B-32")]


def test_models_download_activate_remove(photoclip, fake):
    assert "sha256" in photoclip("models", "download", "big")[1]
    assert document(photoclip("models", "activate", "big", "--json"))["active"] == "big"
    assert document(photoclip("models", "remove", "big", "--json"))["model"]["key"] == "big"


def test_info_and_its_unreadable_files(photoclip, fake):
    fields = document(photoclip("info", "--json"))
    assert fields["library_path"] == "/library"
    assert fields["unreadable"] == 1
    assert "18" in photoclip("info")[1]
    listed = document(photoclip("info", "--unreadable", "--json"))["unreadable"]
    assert listed[0]["reason"] == "The file is empty."
    assert "The file is empty." in photoclip("info", "--unreadable")[1]


def test_doctor_exits_1_while_something_is_wrong(photoclip, fake):
    code, out, err = photoclip("doctor")
    assert code == 1
    assert "digest differs" in out
    assert "--repair" in err
    assert photoclip("doctor", "--repair")[0] == 0


def test_backup_writes_where_it_is_told(photoclip, fake, tmp_path):
    file = tmp_path / "copy.sqlite"
    assert document(photoclip("backup", str(file), "--json"))["bytes"] == 4
    code, _, err = photoclip("backup", str(tmp_path))
    assert code == 1
    assert "is a folder" in err


@pytest.mark.parametrize(
    "group",
    [(), ("labels",), ("models",), ("review",), ("albums",), ("captions",), ("tags",)],
)
def test_every_command_is_in_the_help(photoclip, group):
    named = {
        (): "add remove folders scan index watch search similar duplicates labels suggest review "
        "tags albums captions train evaluate models export trash put-back doctor backup restore "
        "info demo rotate rename copy",
        ("labels",): "add list show set remove import export",
        ("models",): "list download import verify activate remove",
        ("review",): "list accept reject undo learn reset",
        ("albums",): "create add list show rename remove",
        ("captions",): "import list set export",
        ("tags",): "write undo conflicts list add remove rename move delete rate",
    }
    code, out, _ = photoclip(*group, "--help")
    assert code == 0
    words = out.split()
    assert [name for name in named[group].split() if name not in words] == []
