"""How long the window takes until it can be used, and which imports that time goes into.

Run with: python tests/perf/bench_start.py [--photos 20000] [--starts 5]

A start is a new process: until the window is shown, painted, has its first photos and takes
a key in the search box. The first one warms the disk cache and does not count.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

GOAL_MS = 1_000
CHILD = """
import json, sys, time
began = float(sys.argv[2])
marks = {"python": time.time()}
from photoclip.gui import app as module
marks["imports"] = time.time()
from pathlib import Path
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
app = module.make_application()
marks["application"] = time.time()
library = module.Library.open(Path(sys.argv[1]), text_encoding="worker")
marks["library"] = time.time()
window = module.MainWindow(library)
module.LibraryPages(window)
module.WelcomeActions(window)
marks["window made"] = time.time()
window.resize(1280, 800)
window.show()
while not window.isVisible() or not window.results.state.answered:
    app.processEvents()
window.grab()
marks["shown and painted"] = time.time()
box = window.browser.search_box
if box.isEnabled():
    QTest.keyClick(box, Qt.Key.Key_D)
    assert box.text() == "d", box.text()
marks["takes keys"] = time.time()
cpu = time.process_time() * 1000
spans, before = {}, began
for name, moment in marks.items():
    spans[name], before = (moment - before) * 1000, moment
print(json.dumps({"total": (before - began) * 1000, "cpu": cpu, "spans": spans,
                  "modules": len(sys.modules)}))
window.close()
if window.stop_work():
    library.close()
"""


def fill(path: Path, photos: int) -> None:
    """A library with rows of photos that are not there: it is the window that is measured."""
    from photoclip.library import Library

    with Library.open(path) as library:
        library.settings.set("index.start", "idle")
        if not photos:
            return
        folder = path.parent / "photos"
        folder.mkdir()
        for number in range(photos):
            (folder / f"{number:06}.jpg").touch()
        library.add_folder(folder)
        for _ in library.scan():
            pass


def start(library: Path, *, explain: bool = False) -> subprocess.CompletedProcess[str]:
    """One start in a process of its own."""
    options = ["-X", "importtime"] if explain else []
    command = [sys.executable, *options, "-c", CHILD, str(library), str(time.time())]
    environment = {"QT_QPA_PLATFORM": "offscreen", **os.environ}
    answer = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    if answer.returncode:
        sys.exit(answer.stderr)
    return answer


def say(line: str) -> None:
    """Print at once."""
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def slowest_imports(report: str, count: int) -> list[tuple[float, str]]:
    """Modules by the time of their own, in milliseconds."""
    found = []
    for line in report.splitlines():
        parts = line.removeprefix("import time:").split("|")
        if line.startswith("import time:") and len(parts) == 3 and parts[0].strip().isdigit():
            found.append((int(parts[0]) / 1000, parts[2].strip()))
    return sorted(found, reverse=True)[:count]


def main() -> None:
    """Measure and print."""
    import json

    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--photos", type=int, default=20_000)
    parser.add_argument("--starts", type=int, default=5)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        library = Path(folder) / "library"
        fill(library, options.photos)
        start(library)
        answers = [
            json.loads(start(library).stdout.splitlines()[-1]) for _ in range(options.starts)
        ]
        totals = sorted(answer["total"] for answer in answers)
        say(f"{options.photos:,} photos, {options.starts} warm starts, milliseconds")
        say(
            f"usable after: median {statistics.median(totals):,.0f}, "
            f"best {totals[0]:,.0f}, worst {totals[-1]:,.0f} (goal {GOAL_MS:,})"
        )
        cpu = statistics.median(answer["cpu"] for answer in answers)
        say(f"processor time of the process, all its threads: median {cpu:,.0f}")
        for name in answers[0]["spans"]:
            part = statistics.median(answer["spans"][name] for answer in answers)
            say(f"  {name:20}{part:8,.0f}")
        say(f"  {answers[0]['modules']:,} modules loaded; slowest imports of their own:")
        for spent, name in slowest_imports(start(library, explain=True).stderr, 12):
            say(f"  {spent:8,.1f}  {name}")


if __name__ == "__main__":
    main()
