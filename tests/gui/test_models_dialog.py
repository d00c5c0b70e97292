"""The model manager: what can be done with each model, beside all other work."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace

import pytest
from fake_models import STRONG
from PySide6.QtWidgets import QMessageBox

from photoclip.errors import ModelError
from photoclip.gui.models.importing import ImportDialog, key_of
from photoclip.gui.models.words import download_text, facts_text, figures_text, hardware_text
from photoclip.jobs.job import Progress
from photoclip.results import ModelInfo
from photoclip.views import Hardware

pytestmark = pytest.mark.gui


@pytest.fixture
def manager(open_window, qtbot):  # type: ignore[no-untyped-def]
    def begin(count: int = 3):  # type: ignore[no-untyped-def]
        window, library = open_window(count)
        window.actions_["models"].trigger()
        dialog = window.models.dialog
        qtbot.waitUntil(lambda: len(dialog.cards) == 3)
        return dialog, window, library

    return begin


def offered(dialog, key: str) -> set[str]:  # type: ignore[no-untyped-def]
    return {name for name, button in dialog.cards[key].buttons.items() if not button.isHidden()}


def press(dialog, key: str, action: str) -> None:  # type: ignore[no-untyped-def]
    dialog.cards[key].buttons[action].click()


def test_every_model_is_shown_with_what_is_known_of_it(manager, qtbot) -> None:
    dialog, _, _ = manager()
    assert list(dialog.cards) == ["starter", STRONG, "big"]
    assert offered(dialog, "starter") == set()
    assert offered(dialog, STRONG) == {"download"}
    card = dialog.cards[STRONG]
    assert "605" in card._facts.text()
    assert "MIT" in card._facts.text()
    assert "72.8" in card._figures.text()
    qtbot.waitUntil(lambda: "Fast chip" in dialog.hardware.text())
    assert not card._badges["recommended"].isHidden()


def test_a_download_runs_beside_indexing_and_shows_its_progress(manager, qtbot) -> None:
    dialog, window, library = manager()
    library.index_gate.clear()
    window.bridge.start_index()
    qtbot.waitUntil(lambda: library.calls.count("index") == 2)
    library.model_gate.clear()
    press(dialog, STRONG, "download")
    qtbot.waitUntil(lambda: "400" in dialog.cards[STRONG]._step.text())
    assert offered(dialog, STRONG) == {"cancel"}
    assert window.models.sign.text().startswith("Model:")
    assert window.bridge.is_indexing
    library.model_gate.set()
    qtbot.waitUntil(lambda: offered(dialog, STRONG) == {"activate", "verify", "remove"})
    assert not window.models.sign.isVisible()
    library.index_gate.set()


def test_a_stopped_download_can_go_on(manager, qtbot) -> None:
    dialog, _window, library = manager()
    library.model_gate.clear()
    press(dialog, STRONG, "download")
    # Stopped before its first step, it would have nothing to go on with.
    qtbot.waitUntil(lambda: library.known[STRONG].begun)
    assert offered(dialog, STRONG) == {"cancel"}
    press(dialog, STRONG, "cancel")
    qtbot.waitUntil(lambda: offered(dialog, STRONG) == {"download"})
    assert not library.known[STRONG].installed
    qtbot.waitUntil(lambda: "Go on" in dialog.cards[STRONG].buttons["download"].text())
    library.model_gate.set()
    press(dialog, STRONG, "download")
    qtbot.waitUntil(lambda: library.known[STRONG].installed)


def test_pausing_the_work_leaves_a_download_alone(manager, qtbot) -> None:
    dialog, window, library = manager()
    library.model_gate.clear()
    press(dialog, STRONG, "download")
    qtbot.waitUntil(lambda: STRONG in {w.key for w in window.models.desk.work.values()})
    window.bridge.pause(True)
    library.model_gate.set()
    qtbot.waitUntil(lambda: library.known[STRONG].installed)
    window.bridge.pause(False)


def test_a_second_download_is_refused_with_a_sentence(manager, qtbot) -> None:
    dialog, _window, library = manager()
    library.model_gate.clear()
    press(dialog, STRONG, "download")
    press(dialog, "big", "download")
    assert "wait until that is done" in dialog.notice.text()
    assert library.known["big"].installed is False
    library.model_gate.set()
    qtbot.waitUntil(lambda: library.known[STRONG].installed)


def test_an_error_is_told_where_one_looks(manager, qtbot) -> None:
    dialog, window, library = manager()
    library.model_errors["download_model"] = ModelError("There is no network.")
    press(dialog, STRONG, "download")
    qtbot.waitUntil(lambda: dialog.notice.text() == "There is no network.")
    assert window.notice.text() != "There is no network."
    assert offered(dialog, STRONG) == {"download"}


def test_an_error_reaches_the_window_when_the_manager_is_closed(manager, qtbot) -> None:
    dialog, window, library = manager()
    library.model_errors["download_model"] = ModelError("There is no network.")
    library.model_gate.clear()
    press(dialog, STRONG, "download")
    dialog.close()
    library.model_gate.set()
    qtbot.waitUntil(lambda: window.notice.text() == "There is no network.")


def test_the_model_that_answers_changes_only_when_it_is_ready(manager, qtbot) -> None:
    dialog, _window, library = manager()
    press(dialog, STRONG, "download")
    qtbot.waitUntil(lambda: "activate" in offered(dialog, STRONG))
    assert library.known["starter"].active
    press(dialog, STRONG, "activate")
    qtbot.waitUntil(lambda: library.known[STRONG].active)
    qtbot.waitUntil(lambda: offered(dialog, STRONG) == {"verify"})
    assert offered(dialog, "starter") == {"activate"}


def test_a_model_is_removed_after_a_question(manager, qtbot) -> None:
    dialog, _window, library = manager()
    press(dialog, STRONG, "download")
    qtbot.waitUntil(lambda: "remove" in offered(dialog, STRONG))
    press(dialog, STRONG, "remove")
    box = dialog.findChild(QMessageBox)
    assert library.known[STRONG].installed
    next(b for b in box.buttons() if "Remove" in b.text()).click()
    qtbot.waitUntil(lambda: not library.known[STRONG].installed)
    qtbot.waitUntil(lambda: offered(dialog, STRONG) == {"download"})


def test_a_model_that_does_not_work_is_told(manager, qtbot) -> None:
    dialog, _, library = manager()
    press(dialog, STRONG, "download")
    qtbot.waitUntil(lambda: "verify" in offered(dialog, STRONG))
    library.checks = [SimpleNamespace(name="red square", passed=False, note="0.1")]
    press(dialog, STRONG, "verify")
    qtbot.waitUntil(lambda: "does not work" in dialog.notice.text())


def test_a_model_is_imported_from_a_file(manager, qtbot, tmp_path: Path) -> None:
    dialog, _, library = manager()
    file = tmp_path / "My Model (1).safetensors"
    dialog.from_file.click()
    asking = dialog.importing
    assert not asking.go.isEnabled()
    asking.path.setText(str(file))
    assert asking.name.text() == "my-model-1"
    asking.arch.setText("ViT-B-32")
    asking.go.click()
    qtbot.waitUntil(lambda: "my-model-1" in dialog.cards)
    qtbot.waitUntil(lambda: library.known["my-model-1"].installed)
    assert library.known["my-model-1"].title == "My Model (1).safetensors (ViT-B-32)"


def test_an_import_can_stand_for_a_model_on_offer(qapp, qtbot, tmp_path: Path) -> None:
    info = ModelInfo(STRONG, "CLIP", "ViT-B-32-256", "MIT", 605)
    dialog = ImportDialog([info])
    qtbot.addWidget(dialog)
    told = []
    dialog.chosen.connect(lambda *values: told.append(values))
    dialog.path.setText(str(tmp_path))
    dialog.kind.setCurrentIndex(1)
    assert not dialog.arch.isEnabled()
    dialog.accept()
    assert told == [(tmp_path, STRONG, "")]


@pytest.mark.parametrize(
    ("name", "key"),
    [("a b.PT", "a-b.pt"), ("x.safetensors", "x"), ("ViT-B-32", "vit-b-32"), ("???", "imported")],
)
def test_a_name_is_made_of_the_file(name: str, key: str) -> None:
    assert key_of(Path(name)) == key


def test_words_say_what_is_not_known_by_leaving_it_out(qapp) -> None:
    bare = ModelInfo("x", "X", "X", "", None, source="imported", installed=True)
    assert "unverified" in facts_text(bare)
    assert "unknown" in facts_text(bare)
    assert figures_text(bare) == ""
    assert "no graphics card" in hardware_text(Hardware("cpu", "Chip", 8 << 30, 4, "starter"))
    assert "graphics card" not in hardware_text(Hardware("cuda", "Card", 8 << 30, 4, "starter"))
    for progress in (None, Progress("Checking"), Progress("Downloading"), Progress("D", 1, 2)):
        assert download_text(progress)
