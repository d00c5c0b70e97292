"""Settings of a training run, as they stand in its checkpoint and model card."""

from __future__ import annotations

from dataclasses import dataclass, field

from photoclip.encoders.starter_files import StarterConfig


@dataclass(frozen=True, slots=True)
class StarterTraining:
    """How the starter model's heads are trained.

    Attributes:
        model: Constants of the model.
        seed: Seed of weights, order, dropout and crops.
        epochs: Epochs of the learning rate schedule.
        patience: Stop after so many epochs without a better dev split.
        batch_size: Photos a step; each is a negative for all others.
        captions_per_photo: Captions drawn for each photo of a step, all positives.
        views: Feature sets a photo: the plain one, and seeded crops of it.
        learning_rate: Peak of the schedule.
        warmup_steps: Steps of linear warm-up.
        weight_decay: Of weight matrices (AdamW).
        image_dropout: Dropout of the image head.
        text_dropout: Dropout of the text head.
        distil_weight: Weight of the loss that keeps the heads true to the image tower's
            own classifier; 0 leaves it out.
        distil_temperature: Divides the classifier's logits in that loss.
    """

    model: StarterConfig = field(default_factory=StarterConfig)
    seed: int = 0
    epochs: int = 40
    patience: int = 12
    batch_size: int = 1000
    captions_per_photo: int = 2
    views: int = 4
    learning_rate: float = 1e-3
    warmup_steps: int = 20
    weight_decay: float = 0.1
    image_dropout: float = 0.5
    text_dropout: float = 0.1
    distil_weight: float = 0.2
    distil_temperature: float = 2.0
