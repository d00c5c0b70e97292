"""A training run's folder: the contract between the app and the trainer process. No torch.

The app writes ``config.toml`` and the files it names, starts the trainer on it, and reads
``events.jsonl``; the trainer writes everything else. Both sides know the folder by
:class:`RunFolder` only, so either can be replaced.
"""

from __future__ import annotations

import json
import os
import tomllib
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any, Final, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

from photoclip.errors import UserError
from photoclip.paths import display_path

Preset = Literal["adapter", "heads", "lora", "last_blocks", "full"]
PRESETS: Final[tuple[Preset, ...]] = ("adapter", "heads", "lora", "last_blocks", "full")
"""From the least to the most that is changed."""

Split = Literal["train", "validation"]
Row = TypeVar("Row", bound=BaseModel)


class _Table(BaseModel):
    # protected_namespaces: pydantic keeps model_ for itself.
    model_config = ConfigDict(extra="forbid", frozen=True, protected_namespaces=())


class BaseModelTable(_Table):
    """``[model]``: what is tuned, and the name of what comes of it.

    Attributes:
        key: The base model, an installed one or ``"starter"``.
        models_dir: Folder of installed models.
        name: Key of the tuned model.
        title: Its name for people.
    """

    key: str = "starter"
    models_dir: Path
    name: str = "my-photos"
    title: str = "Tuned on my photos"


class DataTable(_Table):
    """``[data]``: files beside ``config.toml``, or anywhere.

    Attributes:
        snapshot: Captioned photos, JSON lines of :class:`SnapshotPhoto`.
        general: Uncaptioned photos for retention, JSON lines of :class:`SnapshotPhoto`
            without captions; may be absent.
        vectors: Stored vectors of the base model, ``.npz`` with ``hashes`` (n, bytes as
            uint8 rows) and ``vectors`` float16 (n, dim); may be absent.
        label_sets: The user's label sets with decided photos, JSON lines of
            :class:`LabelledSet`; may be absent.
        labelled: Further labelled sets that must not get worse: files of
            ``file<TAB>label``, names relative to the file's folder.
        features: Folder of what locked towers say of photos and sentences; shared by the
            runs of a library, and may be deleted at any time.
    """

    snapshot: Path = Path("snapshot.jsonl")
    general: Path = Path("general.jsonl")
    vectors: Path = Path("vectors.npz")
    label_sets: Path = Path("label_sets.jsonl")
    labelled: tuple[Path, ...] = ()
    features: Path = Path("cache")


class TrainingTable(_Table):
    """``[training]``: how. Zero means "the preset's own value".

    Attributes:
        preset: What is trained.
        loss: InfoNCE with a learned temperature, or SigLIP's pairwise sigmoid.
        epochs: Passes over the photos.
        batch_size: Pairs a step over all processes; more than there are means all.
        chunk_size: Pairs embedded at once (gradient caching); halved when memory is short.
        learning_rate: Peak.
        weight_decay: Of matrices.
        warmup: Share of the steps.
        gradient_clip: Largest norm of the gradient.
        dropout: Of adapters and heads.
        keep_weight: Weight of staying near the base model on general photos and queries.
        lora_rank: Rank of the update matrices.
        blocks: Number of last blocks that are unlocked in each tower.
        lock_heads: Leaves the starter's heads as they are where its towers are trained: with
            the photos that the heads were trained on, towers learn more without them.
        views: Crops a photo, the plain one included, where features are cached.
        patience: Epochs without a better validation recall before it stops; 0 = never.
        checkpoint_steps: Steps between checkpoints.
        advanced: Unlocks the preset ``full``.
        precision: ``"auto"`` is bfloat16 or float16 on CUDA, float32 elsewhere.
        device: See ``photoclip.encoders.device.resolve_device``.
        seed: Of weights, order, crops and dropout.
    """

    preset: Preset = "adapter"
    loss: Literal["infonce", "siglip", "auto"] = "auto"
    epochs: int = Field(default=0, ge=0)
    batch_size: int = Field(default=0, ge=0)
    chunk_size: int = Field(default=0, ge=0)
    learning_rate: float = Field(default=0.0, ge=0)
    weight_decay: float = Field(default=-1.0)
    warmup: float = Field(default=0.1, ge=0, le=1)
    gradient_clip: float = Field(default=1.0, gt=0)
    dropout: float = Field(default=-1.0, le=0.9)
    keep_weight: float = Field(default=-1.0)
    lora_rank: int = Field(default=8, ge=1)
    blocks: int = Field(default=2, ge=1)
    lock_heads: bool = False
    views: int = Field(default=0, ge=0)
    patience: int = Field(default=0, ge=0)
    checkpoint_steps: int = Field(default=50, ge=1)
    advanced: bool = False
    precision: Literal["auto", "float32", "bfloat16", "float16"] = "auto"
    device: str = "auto"
    seed: int = 0

    @field_validator("batch_size")
    @classmethod
    def _has_negatives(cls, value: int) -> int:
        if value == 1:
            raise ValueError("a batch of one photo teaches nothing; 0 is the preset's own")
        return value


class ProofTable(_Table):
    """``[proof]``: when a tuned model is good enough to be offered.

    Attributes:
        min_overlap: Least mean overlap of the ten first results with the base model's.
        max_labelled_drop: Most percentage points that a labelled set may lose.
        alphas: Interpolation weights to try (WiSE-FT); 0 is the base model.
    """

    min_overlap: float = Field(default=0.7, ge=0, le=1)
    max_labelled_drop: float = Field(default=1.0, ge=0)
    alphas: tuple[float, ...] = (0.0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0)


class RunConfig(_Table):
    """``config.toml`` of a run."""

    model: BaseModelTable
    data: DataTable = DataTable()
    training: TrainingTable = TrainingTable()
    proof: ProofTable = ProofTable()


class SnapshotPhoto(_Table):
    """One picture of a snapshot: a line of JSON.

    Attributes:
        pixel_hash: Hex digest of its pixels.
        path: A file that shows it; lone surrogates stand for bytes that are no UTF-8.
        captions: Sentences about it, at least one in a snapshot of captioned photos.
        split: Which part it belongs to.
        group: Pictures of one number are of one burst or nearly the same picture: never
            on both sides of the split, never negatives of each other.
    """

    pixel_hash: str
    path: str
    captions: tuple[str, ...] = ()
    split: Split = "train"
    group: int = -1

    @property
    def file(self) -> Path:
        """The path, for opening."""
        return Path(self.path)


class LabelledSet(_Table):
    """One of the user's label sets with photos that were decided about: a line of JSON.

    Attributes:
        name: Name of the set.
        templates: Prompt templates with ``{}``.
        classes: Prompts by label.
        photos: Pictures with exactly one accepted label of the set.
        labels: That label, in the order of ``photos``.
    """

    name: str
    templates: tuple[str, ...]
    classes: dict[str, tuple[str, ...]]
    photos: tuple[SnapshotPhoto, ...]
    labels: tuple[str, ...]


class RunFolder:
    """File names inside one run's folder.

    Attributes:
        root: The folder.
    """

    def __init__(self, root: Path) -> None:
        self.root = root
        self.config = root / "config.toml"
        self.events = root / "events.jsonl"
        self.checkpoint = root / "checkpoint.pt"
        self.stop = root / "stop"
        """While this file is there, the trainer saves a checkpoint and ends (exit code 3)."""
        self.metrics = root / "metrics.json"
        self.report = root / "report.html"
        self.model = root / "model"
        """The tuned model with its manifest; absent if the current one was kept."""
        self.log = root / "trainer.log"
        """What the process wrote to stderr."""

    def resolve(self, path: Path) -> Path:
        """A path of the configuration; relative ones count from the run's folder."""
        return path if path.is_absolute() else self.root / path


STOPPED: Final = 3
"""Exit code of a trainer that was asked to stop and can go on with ``--resume``."""


def read_config(path: Path) -> RunConfig:
    """Read a run's ``config.toml``.

    Raises:
        UserError: It is missing or not well formed; the sentence names the value.
    """
    shown = display_path(path)
    try:
        return RunConfig.model_validate(tomllib.loads(path.read_text("utf-8")))
    except OSError as error:
        raise UserError(f"{shown} cannot be read ({error.strerror or error}).") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise UserError(f"{shown} is no TOML file ({error}).") from error
    except ValidationError as error:
        raise UserError(f"{shown}: {_first_problem(error)}.") from error


def write_config(config: RunConfig, path: Path) -> None:
    """Write a run's ``config.toml``."""
    import tomli_w

    document = config.model_dump(mode="json")
    path.write_text(tomli_w.dumps(document), encoding="utf-8")


def read_photos(path: Path) -> list[SnapshotPhoto]:
    """Read a snapshot.

    Raises:
        UserError: It cannot be read, or a line is not well formed.
    """
    return list(_rows(path, SnapshotPhoto))


def read_label_sets(path: Path) -> list[LabelledSet]:
    """Read the label sets of a run; see :func:`read_photos`."""
    return list(_rows(path, LabelledSet))


def write_whole(path: Path, write: Callable[[Path], object]) -> None:
    """Have a file of a run written aside, so that it is whole or not there.

    Args:
        path: The file.
        write: Writes it to the path that it is given.
    """
    part = path.with_name(path.name + ".part")
    write(part)
    part.replace(path)


def write_lines(rows: Iterable[BaseModel], path: Path) -> int:
    """Write models as JSON lines so that the file is whole or not there; returns how many."""
    count = 0

    def write(part: Path) -> None:
        nonlocal count
        with part.open("w", encoding="ascii") as stream:
            for row in rows:
                # ASCII, because lone surrogates survive as escapes only.
                stream.write(json.dumps(row.model_dump(mode="python")) + "\n")
                count += 1
            stream.flush()
            os.fsync(stream.fileno())

    write_whole(path, write)
    return count


def read_events(path: Path, offset: int = 0) -> tuple[list[dict[str, Any]], int]:
    """New whole lines of ``events.jsonl``.

    Args:
        path: The file; missing counts as empty.
        offset: Where to go on, as returned last time.

    Returns:
        The events, and the offset behind them.
    """
    try:
        with path.open("rb") as stream:
            stream.seek(offset)
            content = stream.read()
    except FileNotFoundError:
        return [], offset
    whole = content[: content.rfind(b"\n") + 1]
    events = []
    for line in whole.splitlines():
        try:
            event = json.loads(line)
        except ValueError:
            continue  # the rest of a line that a kill cut off
        if isinstance(event, dict):
            events.append(event)
    return events, offset + len(whole)


def _rows(path: Path, kind: type[Row]) -> Iterator[Row]:
    shown = display_path(path)
    try:
        lines = path.read_bytes().splitlines()
    except OSError as error:
        raise UserError(f"{shown} cannot be read ({error.strerror or error}).") from error
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            row = kind.model_validate(json.loads(line))
        except ValidationError as error:
            raise UserError(f"{shown}, line {number}: {_first_problem(error)}.") from error
        except ValueError as error:
            raise UserError(f"{shown}, line {number}: this is no line of JSON.") from error
        yield row


def _first_problem(error: ValidationError) -> str:
    first = error.errors(include_url=False)[0]
    where = ".".join(str(part) for part in first["loc"]) or "it"
    return f"“{where}” is not right ({first['msg'][0].lower()}{first['msg'][1:]})"
