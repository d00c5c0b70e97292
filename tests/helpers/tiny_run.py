"""A run of the trainer on a tiny model: in a test, in a process to kill, or under torchrun.

Called as ``python tiny_run.py FOLDER EPOCHS [resume] [chunk=N]`` it trains in FOLDER and writes
the losses into ``FOLDER/losses-RANK.json``; with ``chunk`` no memory runs out.
"""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import torch
from tiny_tunable import TinyTunable, tiny_photos

from photoclip.runs import RunFolder, TrainingTable, read_events
from trainer.events import EventLog
from trainer.proof.validate import held_out_recall
from trainer.tuning import distributed
from trainer.tuning.loop import Training
from trainer.tuning.pairs import make_pairs
from trainer.tuning.progress import Trained

PHOTOS = 90
TABLE = TrainingTable(
    preset="heads",
    epochs=4,
    batch_size=24,
    chunk_size=10,
    learning_rate=3e-3,
    checkpoint_steps=4,
    dropout=0.2,
    views=2,
)


class TinyRun:
    """One run.

    Attributes:
        model: What is trained.
        folder: The run's folder.
        training: The training.
    """

    def __init__(
        self,
        folder: Path,
        *,
        model: TinyTunable | None = None,
        digest: str = "tiny",
        validate: bool | Callable[[], Mapping[str, Any]] = True,
        **changes: Any,
    ) -> None:
        self.model = model or TinyTunable(dropout=0.2)
        self.folder = RunFolder(folder)
        photos = tiny_photos(PHOTOS)
        held_out = make_pairs(photos, split="validation")

        def recall() -> dict[str, Any]:
            return held_out_recall(self.model, held_out)

        self.training = Training(
            self.model,
            make_pairs(photos, split="train"),
            TABLE.model_copy(update=changes),
            folder=self.folder,
            log=EventLog(self.folder.events, stream=io.StringIO()),
            validate=recall if validate is True else (validate or None),
            digest=digest,
        )

    def run(self, *, resume: bool = False) -> Trained:
        return self.training.run(resume=resume)

    def events(self, kind: str) -> list[dict[str, Any]]:
        """The events of one kind, oldest first."""
        return [e for e in read_events(self.folder.events)[0] if e["event"] == kind]


def _short_of_memory(run: TinyRun) -> None:
    """Fail once in the first pass of step 2, and once in the second pass of step 4."""
    left = [(1, False), (3, True)]

    def fail(side: str, inputs: object) -> None:
        if (
            run.model.tower.training
            and left
            and left[0]
            == (
                run.training.progress.step,
                torch.is_grad_enabled(),
            )
        ):
            del left[0]
            raise torch.cuda.OutOfMemoryError("out of memory")

    run.model.tiny.before = fail


def main() -> None:
    """See the module."""
    torch.set_num_threads(1)
    folder, epochs, resume = Path(sys.argv[1]), int(sys.argv[2]), "resume" in sys.argv
    chunks = [int(word.removeprefix("chunk=")) for word in sys.argv if word.startswith("chunk=")]
    changes = {"chunk_size": chunks[0]} if chunks else {}
    ranks = distributed.join("cpu")
    # In several processes each one has other dropout; without, all must agree.
    run = TinyRun(folder, model=TinyTunable(dropout=0.0), epochs=epochs, **changes)
    run.model.tiny.keep_weight = 0.05
    if ranks.rank == 1 and not chunks:
        _short_of_memory(run)
    done = run.run(resume=resume)
    state = {name: value.tolist() for name, value in run.model.state().items()}
    found = {
        "losses": done.losses,
        "recall": done.recall,
        "state": state,
        "world": ranks.world,
        "log_scale": float(run.training.objective.log_scale.detach()),
    }
    (folder / f"losses-{ranks.rank}.json").write_text(json.dumps(found))
    if ranks.world > 1:
        # Once, on a busy machine, one was gone while the other still talked to it, and aborted.
        torch.distributed.barrier()
    distributed.leave()


if __name__ == "__main__":
    main()
