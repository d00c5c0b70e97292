"""The training loop. It knows pairs, batches and gradients, but neither models nor files."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any, Final

import numpy as np
import torch

from photoclip.encoders.batching import is_out_of_memory
from photoclip.errors import PhotoClipError, UnreadablePhotoError, UserError
from photoclip.runs import RunFolder, TrainingTable
from trainer import checkpoint
from trainer.events import EventLog
from trainer.schedule import warmup_cosine
from trainer.tuning import faults
from trainer.tuning.board import Board
from trainer.tuning.contract import Tunable
from trainer.tuning.defaults import resolve
from trainer.tuning.distributed import join
from trainer.tuning.faults import StopRequested as StopRequested
from trainer.tuning.gradient_cache import GradientCache
from trainer.tuning.inputs import BatchInputs
from trainer.tuning.objectives import Positives, make_objective
from trainer.tuning.optimizer import make_adamw
from trainer.tuning.pairs import Pairs
from trainer.tuning.progress import Progress, Trained, check_same_run
from trainer.tuning.sampler import Batch, Sampler

_SMALLEST_FACTOR: Final = 2.0**-10
# Of float16 loss scaling; what overflows even then is no overflow.

Validate = Callable[[], Mapping[str, Any]]


class Training:
    """One run: the model is trained in place, and can stop and go on at any step.

    Everything random follows from the seed, the epoch and the step, so a resumed run takes
    the steps that an unbroken one would have taken. In several processes (torchrun) each
    one takes its share of every batch; the first alone writes and validates.

    Attributes:
        table: What is done, with nothing left open.
        progress: How far it is.
        pairs: What is learnt.
        objective: The loss with its temperature.
        optimizer: AdamW over the tower's and the loss's parameters.
        validate: Measures recall on held-out photos, or None.
        batch_size: Pairs of a step: as asked, or all if there are fewer.
        steps: Steps of the whole run.
    """

    def __init__(
        self,
        model: Tunable,
        pairs: Pairs,
        table: TrainingTable,
        *,
        folder: RunFolder,
        log: EventLog,
        validate: Validate | None,
        digest: str,
    ) -> None:
        if len(pairs.photos) < 2:
            raise UserError("Training needs at least two captioned photos.")
        self.table = resolve(table, len(pairs.photos), device=model.device)
        self.progress = Progress()
        self._model, self.pairs, self._folder, self._log = model, pairs, folder, log
        self.validate, self._digest = validate, digest
        self._ranks = join(model.device)
        self.objective = make_objective(
            self.table.loss, log_scale=model.log_scale, bias=model.bias
        ).to(model.device)
        self._cache = GradientCache(
            model.tower,
            self.objective,
            chunk=self.table.chunk_size,
            device=model.device,
            precision=self.table.precision,
            ranks=self._ranks,
            note=self._note,
        )
        self.optimizer = self._make_optimizer()
        half = self.table.precision == "float16"
        self._scaler = torch.amp.GradScaler(model.device if half else "cpu", enabled=half)
        self._sampler = Sampler(
            pairs, batch_size=self.table.batch_size, views=self.table.views, seed=self.table.seed
        )
        self.batch_size = self._sampler.batch_size
        self.steps = self.table.epochs * self._sampler.steps
        self._board = Board(None)
        self._saved_at: tuple[int, int] | None = None

    def run(self, *, resume: bool) -> Trained:
        """Train to the end, or until patience runs out.

        Args:
            resume: Go on from the checkpoint.

        Raises:
            StopRequested: The stop file is there, or a photo cannot be read any more; a
                checkpoint is written.
            DivergedError: The loss is not a number any more; that step was not applied.
            UserError: The checkpoint is missing, of another run, or cannot be written.
            ModelError: Memory does not even suffice for one pair, or for the weights' update.
        """
        with _repeatable(self._model.device):
            try:
                self._start(resume=resume)
                return self._train()
            except UnreadablePhotoError as error:
                self._save()
                raise faults.paused(str(error), self.progress.step) from error
            except PhotoClipError:
                raise
            except Exception as error:
                if not is_out_of_memory(error):
                    raise
                raise faults.out_of_memory() from error
            finally:
                self._board.close()

    def _train(self) -> Trained:
        now, table = self.progress, self.table
        started = time.monotonic() - now.seconds
        # A step may take minutes; several processes can agree to stop between steps only.
        check = self._stop_if_asked if self._ranks.world == 1 else None
        while now.epoch < table.epochs and not now.out_of_patience(table.patience):
            batches = self._sampler.batches(now.epoch)
            for batch in batches[now.position :]:
                self._stop_if_asked()
                rate = self._set_rate(now.step)
                began = time.perf_counter()
                loss = self._gradients(batch, check=check)
                self._apply(loss)
                now.losses.append(loss)
                now.step += 1
                now.position += 1
                now.seconds = time.monotonic() - started
                self._tell_step(loss, rate, len(batch) / (time.perf_counter() - began))
                if now.step % table.checkpoint_steps == 0:
                    self._save()
            # A photo that cannot be read here must not cost the epoch its recall.
            self._measure_recall(now.epoch + 1)
            now.epoch += 1
            now.position = 0
        self._save()
        return Trained(
            state=now.best if now.best is not None else self._model.state(),
            epochs=now.epoch,
            steps=now.step,
            best_epoch=now.best_epoch,
            losses=tuple(now.losses),
            recall=tuple(now.recall),
            seconds=now.seconds,
            **now.best_objective,
        )

    def measure(self, steps: int) -> float:
        """Seconds a step will take; the weights stay as they are.

        Up to two chunks are timed with everything, and the loss alone on up to 2,048 rows;
        both are scaled up to the batch.

        Args:
            steps: How often it is timed, after one round to warm up.
        """
        rows = self._sampler.batch_size
        batch = self._sampler.batches(0)[0]
        before = self._model.state()
        part = batch.head(min(len(batch), 2 * self.table.chunk_size))
        with _repeatable(self._model.device):
            self._gradients(part, check=None)
            # The quickest: others of a few steps have waited for somebody else's work.
            whole = min(self._time_step(part) for _ in range(steps))
            loss_of_part, loss = (self._time_loss(n) for n in (len(part), rows))
        self._model.load_state(before)
        for parameter in self._model.tower.parameters():
            parameter.grad = None
        return max(0.0, whole - loss_of_part) * rows / len(part) + loss

    def _time_step(self, batch: Batch) -> float:
        began = time.perf_counter()
        self._gradients(batch, check=None)
        if self._model.device == "cuda":
            torch.cuda.synchronize()
        return time.perf_counter() - began

    def _gradients(self, batch: Batch, *, check: Callable[[], None] | None) -> float:
        self._model.tower.train()
        seed = int(np.random.default_rng((self.table.seed, self.progress.step)).integers(2**31))
        return self._cache.step(
            BatchInputs(self._model, self.pairs, batch, check=check),
            self._positives(batch),
            seed=seed,
            factor=float(self._scaler.scale(torch.ones((), device=self._model.device))),
        )

    def _apply(self, loss: float) -> None:
        """Clip and step, unless that would ruin the weights."""
        parameters = [p for group in self.optimizer.param_groups for p in group["params"]]
        self._scaler.unscale_(self.optimizer)
        norm = float(torch.nn.utils.clip_grad_norm_(parameters, self.table.gradient_clip))
        # With float16 a gradient may overflow: the scaler leaves that step out and goes lower.
        overflow = self._scaler.is_enabled() and self._scaler.get_scale() > _SMALLEST_FACTOR
        tolerated = 0.0 if overflow else norm
        faults.check_finite(
            loss, tolerated, step=self.progress.step + 1, rate=self.table.learning_rate
        )
        self._scaler.step(self.optimizer)
        self._scaler.update()
        self.objective.clamp()

    def _positives(self, batch: Batch) -> Positives:
        device = self._model.device
        return Positives(
            torch.from_numpy(batch.kinds).to(device), torch.from_numpy(batch.groups).to(device)
        )

    def _set_rate(self, step: int) -> float:
        rate = warmup_cosine(
            step,
            total=self.steps,
            warmup=round(self.table.warmup * self.steps),
            peak=self.table.learning_rate,
        )
        for group in self.optimizer.param_groups:
            group["lr"] = rate
        return rate

    def _make_optimizer(self) -> torch.optim.AdamW:
        trained = [p for p in self._model.tower.parameters() if p.requires_grad]
        return make_adamw(
            [*trained, *self.objective.parameters()],
            rate=self.table.learning_rate,
            decay=self.table.weight_decay,
            device=self._model.device,
        )

    def _measure_recall(self, epoch: int) -> None:
        """Validate on the first rank, keep the best epoch, and tell the others the score."""
        now = self.progress
        found: dict[str, Any] = {}
        if self.validate is not None and self._ranks.first:
            found = {name: _plain(value) for name, value in self.validate().items()}
        if self.validate is None:
            best = True
        else:
            score = self._ranks.told(float(found.get("score", 0.0)), self._model.device)
            best = now.best_epoch == 0 or score > now.best_score
            if best:
                now.best_score = score
        # The base model itself is no candidate: the proof compares with it anyway.
        best = best and epoch > 0
        if best:
            now.best, now.best_epoch = self._model.state(), epoch
            now.best_objective = {k: float(v) for k, v in self.objective.state_dict().items()}
        now.recall.append(found)
        self._emit("epoch", epoch=epoch, epochs=self.table.epochs, **found, best=best)
        self._board.epoch(now.step, found)

    def _tell_step(self, loss: float, rate: float, pairs_per_second: float) -> None:
        now = self.progress
        scale = float(self.objective.log_scale.detach().exp())
        values = {
            "loss": loss,
            "temperature": 1 / scale,
            "lr": rate,
            "pairs_per_second": round(pairs_per_second, 2),
        }
        left = (self.steps - now.step) * now.seconds / max(1, now.step)
        self._emit(
            "step",
            step=now.step,
            steps=self.steps,
            epoch=now.epoch + 1,
            **values,
            eta=round(left, 1),
        )
        self._board.step(now.step, values)

    def _time_loss(self, rows: int) -> float:
        """Seconds of the loss alone on random vectors; beyond 2,048 rows by their square."""
        some = min(rows, 2048)
        vectors = torch.randn(some, self._model.dim, device=self._model.device)
        vectors = torch.nn.functional.normalize(vectors, dim=-1)
        numbers = torch.arange(some, device=self._model.device)
        positives = Positives(numbers, numbers)
        began = time.perf_counter()
        self.objective.gradients(vectors, vectors, positives, block=self._cache.rows_of(some))
        return (time.perf_counter() - began) * (rows / some) ** 2

    def _stop_if_asked(self) -> None:
        asked = self._ranks.told(float(self._folder.stop.exists()), self._model.device)
        if asked:
            self._save()
            raise faults.stopped(self.progress.step)

    def _start(self, *, resume: bool) -> None:
        if self._ranks.first:
            self._board = Board(self._folder.root / "tensorboard")
        if self._sampler.note is not None:
            self._note(self._sampler.note)
        if resume:
            self._restore(checkpoint.load(self._folder.checkpoint))
        if not self.progress.recall:
            self._measure_recall(0)
        # From here on there is something to resume, and a full disk shows before hours went by.
        self._save()

    def _save(self) -> None:
        """Write a checkpoint, unless this very step has one."""
        if not self._ranks.first or self._saved_at == self._place:
            return
        state = {
            "digest": self._digest,
            "table": self.table.model_dump(mode="json"),
            "model": self._model.state(),
            "objective": self.objective.state_dict(),
            "optimizer": self.optimizer.state_dict(),
            "scaler": self._scaler.state_dict(),
            "chunk": self._cache.chunk,
            "progress": self.progress.state(),
        }
        checkpoint.save(state, self._folder.checkpoint)
        self._saved_at = self._place

    def _restore(self, state: Mapping[str, Any]) -> None:
        check_same_run(state, self.table, self._digest)
        try:
            self._model.load_state(state["model"])
            self.objective.load_state_dict(state["objective"])
            self.optimizer.load_state_dict(state["optimizer"])
            self._scaler.load_state_dict(state["scaler"] or self._scaler.state_dict())
            self.progress = Progress(**state["progress"])
            self._cache.chunk = min(self._cache.chunk, state["chunk"])
        except (KeyError, TypeError, ValueError, RuntimeError) as error:
            raise UserError(
                "The checkpoint does not fit this version of PhotoClip; start the run again"
                " without --resume."
            ) from error

    @property
    def _place(self) -> tuple[int, int]:
        return self.progress.step, self.progress.epoch

    def _note(self, message: str) -> None:
        self._emit("note", message=message)

    def _emit(self, event: str, **fields: Any) -> None:
        if self._ranks.first:
            self._log.emit(event, **fields)


def _plain(value: Any) -> Any:
    """Without NumPy's number types, which a checkpoint does not take."""
    return np.asarray(value).tolist() if not isinstance(value, str) else value


@contextmanager
def _repeatable(device: str) -> Iterator[None]:
    """The same numbers every time, to the last bit, on a CPU; a GPU may round otherwise."""
    before = torch.are_deterministic_algorithms_enabled()
    lenient = torch.is_deterministic_algorithms_warn_only_enabled()
    memory: Any = torch.utils.deterministic
    filling = memory.fill_uninitialized_memory
    torch.use_deterministic_algorithms(device == "cpu")
    # Nothing reads memory that nothing wrote, and filling it takes time.
    memory.fill_uninitialized_memory = False
    try:
        yield
    finally:
        torch.use_deterministic_algorithms(before, warn_only=lenient)
        memory.fill_uninitialized_memory = filling
