"""Training of the starter model's heads on cached features."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor

from photoclip.encoders.starter import StarterModel
from photoclip.errors import UserError
from photoclip.paths import display_path
from photoclip.search.evaluate import RecallReport, recall_report
from trainer import checkpoint
from trainer.config import StarterTraining
from trainer.losses import contrastive_loss, distillation_loss
from trainer.schedule import warmup_cosine

_LARGEST_SCALE = 100.0


@dataclass(frozen=True, slots=True)
class TrainingSet:
    """Features of photos and captions, ready for the heads.

    Attributes:
        views: Image features, float16, shape (views, photos, image features).
        logits: ImageNet logits of each view, float16, shape (views, photos, 1000).
        semantic: Semantic part of each view, float32, shape (views, photos, 384).
        texts: Text features of captions, shape (captions, text features).
        text_semantic: Semantic part of each caption, shape (captions, 384).
        trust: How far the heads' opinion of each caption counts, shape (captions,).
        class_prompts: Text features of ImageNet's classes, shape (1000, text features).
        owner: Photo of each caption, shape (captions,).
        train: Photos to train on.
        dev: Photos that decide when to stop.
        digest: Digest of the data behind all this.
    """

    views: Tensor
    logits: Tensor
    semantic: Tensor
    texts: Tensor
    text_semantic: Tensor
    trust: Tensor
    class_prompts: Tensor
    owner: Tensor
    train: Tensor
    dev: Tensor
    digest: str


@dataclass(frozen=True, slots=True)
class Epoch:
    """What one epoch brought.

    Attributes:
        number: From 0.
        losses: Loss of each step.
        learning_rate: Of the last step.
        scale: Inverse temperature after it.
        dev: Recall on the dev split.
        best: Whether no epoch before was as good.
    """

    number: int
    losses: tuple[float, ...]
    learning_rate: float
    scale: float
    dev: RecallReport
    best: bool


class HeadTrainer:
    """Trains heads, keeps the best ones, and can stop and go on at any epoch.

    All random numbers of an epoch come from (seed, epoch), so a resumed run takes the
    same steps as one that was never stopped.

    Attributes:
        model: The model; holds the newest heads while it trains.
        epoch: Number of epochs done.
        best_score: Best mean of recall@1, 5 and 10 (both ways) on the dev split.
        best_epoch: The epoch it belongs to, -1 before the first.
    """

    def __init__(
        self,
        model: StarterModel,
        data: TrainingSet,
        settings: StarterTraining,
        *,
        checkpoint_file: Path | None = None,
    ) -> None:
        self.model = model
        self.epoch = 0
        self.best_score = -1.0
        self.best_epoch = -1
        self._data = data
        self._settings = settings
        self._file = checkpoint_file
        self._best = copy.deepcopy(model.heads_state())
        self._captions = _captions_of(data.owner, len(data.views[0]))
        matrices = [p for p in model.head_parameters() if p.ndim > 1]
        others = [p for p in model.head_parameters() if p.ndim <= 1]
        self._optimizer = torch.optim.AdamW(
            [
                {"params": matrices, "weight_decay": settings.weight_decay},
                {"params": others, "weight_decay": 0.0},
            ],
            lr=settings.learning_rate,
            betas=(0.9, 0.98),
        )

    @property
    def steps_per_epoch(self) -> int:
        """Number of steps; a last small batch is left out, for it has too few negatives."""
        return max(1, len(self._data.train) // self._settings.batch_size)

    def run(self) -> Iterator[Epoch]:
        """Train epoch by epoch until the end, or until the dev split gets no better."""
        while self.epoch < self._settings.epochs and not self._out_of_patience():
            yield self._one_epoch()
        self.model.load_heads_state(self._best)
        self.model.eval()

    def resume(self) -> None:
        """Go on where the checkpoint was written.

        Raises:
            UserError: There is none, it is damaged, or it belongs to another run.
        """
        if self._file is None:
            raise UserError("A run without a folder cannot be resumed.")
        state = checkpoint.load(self._file)
        if state["settings"] != asdict(self._settings) or state["data"] != self._data.digest:
            raise UserError(
                f"The checkpoint {display_path(self._file)} was written with other settings or"
                " other data; delete it, or start without --resume."
            )
        self.model.load_heads_state(state["heads"])
        self._optimizer.load_state_dict(state["optimizer"])
        self._best = state["best"]
        self.epoch = state["epoch"]
        self.best_score = state["best_score"]
        self.best_epoch = state["best_epoch"]

    def _one_epoch(self) -> Epoch:
        rng = np.random.default_rng((self._settings.seed, self.epoch))
        torch.manual_seed(int(rng.integers(2**31)))
        self.model.train()
        order = rng.permutation(len(self._data.train))
        size = min(self._settings.batch_size, len(order))
        losses = []
        for step in range(self.steps_per_epoch):
            rate = self._set_rate(self.epoch * self.steps_per_epoch + step)
            batch = self._data.train[torch.from_numpy(order[step * size : (step + 1) * size])]
            losses.append(self._step(batch, rng))
        dev = evaluate_split(self.model, self._data, self._data.dev)
        best = score(dev) > self.best_score
        if best:
            self.best_score, self.best_epoch = score(dev), self.epoch
            self._best = copy.deepcopy(self.model.heads_state())
        done = Epoch(
            self.epoch, tuple(losses), rate, float(self.model.log_scale.detach().exp()), dev, best
        )
        self.epoch += 1
        self._save()
        return done

    def _step(self, photos: Tensor, rng: np.random.Generator) -> float:
        data, model = self._data, self.model
        view = torch.from_numpy(rng.integers(len(data.views), size=len(photos)))
        captions = torch.cat(
            [
                torch.from_numpy(rng.permutation(self._captions[int(photo)])[: self._drawn])
                for photo in photos
            ]
        )
        seen = model.image_head(data.views[view, photos].float())
        image = model.join(seen, data.semantic[view, photos])
        text = _join_texts(model, data, captions)
        scale = model.log_scale.exp()
        loss = contrastive_loss(image, text, photos, data.owner[captions], scale)
        if self._settings.distil_weight:
            loss = loss + self._settings.distil_weight * distillation_loss(
                seen,
                model.text_head(data.class_prompts),
                data.logits[view, photos].float() / self._settings.distil_temperature,
                scale,
            )
        self._optimizer.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]
        self._optimizer.step()
        with torch.no_grad():
            model.log_scale.clamp_(0.0, float(np.log(_LARGEST_SCALE)))
        return float(loss.detach())

    @property
    def _drawn(self) -> int:
        return self._settings.captions_per_photo

    def _set_rate(self, step: int) -> float:
        settings = self._settings
        rate = warmup_cosine(
            step,
            total=settings.epochs * self.steps_per_epoch,
            warmup=settings.warmup_steps,
            peak=settings.learning_rate,
        )
        for group in self._optimizer.param_groups:
            group["lr"] = rate
        return rate

    def _out_of_patience(self) -> bool:
        return self.epoch - 1 - self.best_epoch >= self._settings.patience

    def _save(self) -> None:
        if self._file is None:
            return
        state: dict[str, Any] = {
            "settings": asdict(self._settings),
            "data": self._data.digest,
            "heads": self.model.heads_state(),
            "optimizer": self._optimizer.state_dict(),
            "best": self._best,
            "epoch": self.epoch,
            "best_score": self.best_score,
            "best_epoch": self.best_epoch,
        }
        checkpoint.save(state, self._file)


def score(report: RecallReport) -> float:
    """One number of a report: the mean of recall@1, 5 and 10 both ways."""
    sides = (report.text_to_image, report.image_to_text)
    return float(np.mean([s.percent for side in sides for s in (side.r1, side.r5, side.r10)]))


def evaluate_split(model: StarterModel, data: TrainingSet, photos: Tensor) -> RecallReport:
    """Recall among some photos of a training set, in their plain view."""
    model.eval()
    position = torch.full((len(data.views[0]),), -1)
    position[photos] = torch.arange(len(photos))
    captions = torch.nonzero(position[data.owner] >= 0).flatten()
    with torch.inference_mode():
        image = model.join(
            model.image_head(data.views[0, photos].float()), data.semantic[0, photos]
        )
        text = _join_texts(model, data, captions)
    return recall_report(text.numpy(), image.numpy(), position[data.owner[captions]].numpy())


def _join_texts(model: StarterModel, data: TrainingSet, captions: Tensor) -> Tensor:
    head = model.text_head(data.texts[captions])
    return model.join(head, data.text_semantic[captions], data.trust[captions])


def _captions_of(owner: Tensor, photos: int) -> list[np.ndarray[Any, np.dtype[np.int64]]]:
    order = torch.argsort(owner, stable=True).numpy()
    counts = np.bincount(owner.numpy(), minlength=photos)
    return np.split(order, np.cumsum(counts)[:-1])
