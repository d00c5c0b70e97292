"""The application object; in a process of its own, because there can be only one."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

HANDED_OVER = """
import sys
from PySide6.QtCore import QEvent, QUrl
from PySide6.QtGui import QFileOpenEvent
from photoclip.gui.app import make_application
app = make_application()
app.file_opened.connect(lambda handover: print(*handover.paths))
for url in (QUrl.fromLocalFile(sys.argv[1]), QUrl("https://example.org/page")):
    app.sendEvent(app, QFileOpenEvent(url))
app.sendEvent(app, QEvent(QEvent.Type.User))
"""


def test_a_file_that_the_system_hands_over_is_taken_over(tmp_path: Path) -> None:
    picture = tmp_path / "näher #1.jpg"
    answer = subprocess.run(
        [sys.executable, "-X", "utf8", "-c", HANDED_OVER, str(picture)],
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        encoding="utf-8",
        timeout=60,
        check=True,
    )
    assert answer.stdout.splitlines() == [str(picture)]
