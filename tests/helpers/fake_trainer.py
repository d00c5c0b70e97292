"""Stands in for ``python -m trainer``: same command line, events and exit codes; learns nothing.

What it does is in the environment variable FAKE_TRAINER.
"""

from __future__ import annotations

import json
import os
import signal
import sys
import time
from pathlib import Path

FIGURES = {"before_text_to_image_r1": 40.0, "after_text_to_image_r1": 55.0, "before_overlap": 100.0}


def main() -> int:
    config = Path(sys.argv[2])
    mode = os.environ.get("FAKE_TRAINER", "improved")
    events = config.parent / "events.jsonl"

    def emit(event: str, **fields: object) -> None:
        with events.open("a") as stream:
            stream.write(json.dumps({"event": event, **fields}) + "\n")

    (config.parent / "arguments.json").write_text(
        json.dumps({"argv": sys.argv[3:], "parent": os.environ.get("PHOTOCLIP_PARENT", ""),
                    "offline": os.environ.get("HF_HUB_OFFLINE"), "session": os.getsid(0),
                    "pid": os.getpid()})
    )  # fmt: skip
    if "--estimate" in sys.argv:
        return estimate(config, mode)
    emit("start", preset="heads", photos=24, captions=30, batch=24, steps=4, device="cpu", note="")
    emit("features", what="photos", done=24, total=24)
    if mode == "fails":
        emit("failed", message="The disk is full; make room and go on.")
        return 1
    if mode == "crashes":
        sys.stderr.write("a traceback\n")
        sys.stderr.flush()
        os.kill(os.getpid(), signal.SIGKILL)
    if mode == "waits" and "--resume" not in sys.argv:
        return wait(config, emit)
    for step in range(1, 5):
        emit("step", step=step, steps=4, epoch=1, loss=1.0 / step, lr=0.1)
    emit("epoch", epoch=1, epochs=1, text_to_image=[1, 2, 3], image_to_text=[1, 2, 3], score=2)
    emit("proof", what="mixtures", done=11, total=11)
    (config.parent / "report.html").write_text("<p>better</p>")
    outcome = "kept" if mode == "kept" else "improved"
    message = f"It was {outcome}."
    emit("done", outcome=outcome, message=message, figures=FIGURES, report="report.html")
    return 0


def wait(config: Path, emit) -> int:
    """Take steps until the stop file is there, or the app is gone."""
    from trainer.parent import orphaned

    (config.parent / "checkpoint.pt").write_bytes(b"weights")
    step = 0
    while not (config.parent / "stop").exists():
        if orphaned():
            emit("stopped", message="The app is gone.")
            return 3
        step += 1
        emit("step", step=step, steps=10_000, epoch=1, loss=1.0)
        time.sleep(0.02)
    emit("stopped", message="Stopped after a checkpoint.", step=step)
    return 3


def estimate(config: Path, mode: str) -> int:
    if mode == "waits":
        time.sleep(600)
    if mode == "fails":
        answer = {"event": "failed", "message": "No photo can be opened."}
    else:
        answer = {"event": "estimate", "seconds": 90.5, "features_seconds": 60,
                  "training_seconds": 20, "proof_seconds": 10.5, "device": "cpu"}  # fmt: skip
    sys.stdout.write(json.dumps(answer) + "\n")
    return int(mode == "fails")


if __name__ == "__main__":
    sys.exit(main())
