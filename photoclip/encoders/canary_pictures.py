"""Pictures for the self-test, drawn with numpy alone: nothing to ship, nothing to license."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

Canvas = NDArray[np.floating[Any]]
"""Red, green, blue in 0..1, shape (SIDE, SIDE, 3)."""

SIDE: Final = 384


def draw(name: str) -> NDArray[np.uint8]:
    """Draw one picture.

    Args:
        name: A key of :data:`PICTURES`.

    Returns:
        uint8 RGB, shape (SIDE, SIDE, 3), the same on every machine.
    """
    canvas = PICTURES[name]()
    return np.clip(np.rint(canvas * 255), 0, 255).astype(np.uint8)


def _grid() -> tuple[Canvas, Canvas]:
    """Coordinates x (rightwards) and y (downwards) of pixel centres in 0..1."""
    line = (np.arange(SIDE, dtype=np.float32) + 0.5) / SIDE
    y, x = np.meshgrid(line, line, indexing="ij")
    return x, y


def _fill(red: float, green: float, blue: float) -> Canvas:
    return np.tile(np.array([red, green, blue], dtype=np.float32), (SIDE, SIDE, 1))


def _vertical(*stops: tuple[float, tuple[float, float, float]]) -> Canvas:
    """A gradient down the picture through (height, colour) stops."""
    _, y = _grid()
    at = [stop for stop, _ in stops]
    channels = [np.interp(y, at, [colour[c] for _, colour in stops]) for c in range(3)]
    return np.stack(channels, axis=-1).astype(np.float32)


def _paint(canvas: Canvas, mask: Canvas, colour: tuple[float, float, float]) -> Canvas:
    """Lay a colour over the canvas where the mask (0..1) says so."""
    weight = mask[..., None]
    return canvas * (1 - weight) + np.array(colour, dtype=np.float32) * weight


def _edge(distance: Canvas, soft: float = 1.5 / SIDE) -> Canvas:
    """1 inside (distance < 0), 0 outside, smooth between."""
    inside: Canvas = np.clip(0.5 - distance / soft, 0, 1).astype(np.float32)
    return inside


def _disc(cx: float, cy: float, radius: float, soft: float = 1.5 / SIDE) -> Canvas:
    x, y = _grid()
    return _edge(np.hypot(x - cx, y - cy) - radius, soft)


def _box(left: float, top: float, right: float, bottom: float) -> Canvas:
    x, y = _grid()
    outside = np.maximum(np.maximum(left - x, x - right), np.maximum(top - y, y - bottom))
    return _edge(outside)


def _noise(seed: int, cells: int) -> Canvas:
    """Smooth noise in 0..1 with about ``cells`` bumps a side; the same on every machine."""
    rough = np.random.default_rng(seed).random((cells + 1, cells + 1), dtype=np.float32)
    x, y = _grid()
    u, v = x * cells, y * cells
    i, j = u.astype(int), v.astype(int)
    s, t = u - i, v - j
    s, t = s * s * (3 - 2 * s), t * t * (3 - 2 * t)
    top = rough[j, i] * (1 - s) + rough[j, i + 1] * s
    bottom = rough[j + 1, i] * (1 - s) + rough[j + 1, i + 1] * s
    smooth: Canvas = top * (1 - t) + bottom * t
    return smooth


def _fractal(seed: int, cells: int = 4, octaves: int = 5) -> Canvas:
    total = np.zeros((SIDE, SIDE), dtype=np.float32)
    for octave in range(octaves):
        total += _noise(seed + octave, cells * 2**octave) / 2 ** (octave + 1)
    return total


def _sunset() -> Canvas:
    x, y = _grid()
    sky = _vertical((0.0, (0.25, 0.18, 0.42)), (0.3, (0.85, 0.38, 0.28)), (0.6, (1.0, 0.72, 0.3)))
    sky = _paint(sky, _fractal(3, 3)[..., :] ** 3 * (y < 0.5), (0.95, 0.5, 0.45))
    sky = _paint(sky, _disc(0.5, 0.5, 0.22, 0.3) * 0.7, (1.0, 0.85, 0.45))
    sky = _paint(sky, _disc(0.5, 0.53, 0.09), (1.0, 0.97, 0.8))
    waves = np.sin(160 * y**2 + 6 * _noise(5, 24)) * 0.5 + 0.5
    sea = _paint(_fill(0.13, 0.11, 0.22), waves * 0.25, (0.8, 0.4, 0.25))
    glint = np.exp(-(((x - 0.5) / (0.03 + 0.25 * (y - 0.6))) ** 2)) * waves
    sea = _paint(sea, np.where(y > 0.6, glint, 0).astype(np.float32), (1.0, 0.8, 0.4))
    return np.where((y > 0.6)[..., None], sea, sky)


def _brick_wall() -> Canvas:
    x, y = _grid()
    rows = 14
    row = (y * rows).astype(int)
    along = x * 5 + 0.5 * (row % 2)
    tone = np.random.default_rng(80).random((rows, 7), dtype=np.float32)[row, along.astype(int)]
    wall = np.stack([0.55 + 0.2 * tone, 0.22 + 0.12 * tone, 0.16 + 0.08 * tone], axis=-1)
    wall = wall * (0.75 + 0.5 * _fractal(82, 24, 3))[..., None]
    gap = (np.abs(along % 1 - 0.5) > 0.47) | (np.abs(y * rows % 1 - 0.5) > 0.42)
    return _paint(wall.astype(np.float32), gap.astype(np.float32), (0.72, 0.68, 0.62))


def _traffic_light() -> Canvas:
    picture = _vertical((0.0, (0.55, 0.7, 0.9)), (1.0, (0.8, 0.85, 0.9)))
    picture = _paint(picture, _box(0.47, 0.7, 0.53, 1.0), (0.2, 0.2, 0.2))
    picture = _paint(picture, _box(0.35, 0.08, 0.65, 0.82), (0.08, 0.08, 0.08))
    for cy, colour in (
        (0.2, (1.0, 0.1, 0.05)),
        (0.45, (0.35, 0.28, 0.02)),
        (0.7, (0.02, 0.3, 0.1)),
    ):
        picture = _paint(picture, _disc(0.5, cy, 0.1), colour)
    glow = _disc(0.5, 0.2, 0.06, 0.12)
    return _paint(picture, glow * 0.6, (1.0, 0.75, 0.6))


def _daisy() -> Canvas:
    x, y = _grid()
    picture = _paint(_fill(0.12, 0.32, 0.1), _fractal(120, 5), (0.3, 0.55, 0.2))
    angle = np.arctan2(y - 0.45, x - 0.5)
    radius = np.hypot(x - 0.5, y - 0.45)
    petal = radius - 0.32 * (0.55 + 0.45 * np.abs(np.cos(angle * 8)) ** 0.6)
    shade = (0.85 + 0.15 * np.cos(angle * 16)).astype(np.float32)
    picture = _paint(picture, _edge(petal), (0.97, 0.97, 0.97))
    picture = picture * np.where(petal < 0, shade, 1)[..., None]
    heart = _paint(_fill(0.9, 0.65, 0.05), _noise(121, 90) * 0.6, (0.6, 0.35, 0.0))
    return np.where((radius < 0.1)[..., None], heart, picture).astype(np.float32)


def _fire() -> Canvas:
    x, y = _grid()
    bend = x + 0.14 * (_fractal(130, 4) - 0.5) * 2 * (1 - y)
    width = 0.3 * np.clip(y + 0.15, 0, 1) ** 0.8
    heat = np.exp(-(((bend - 0.5) / np.maximum(width, 0.02)) ** 2)) * np.clip(y * 1.25, 0, 1)
    heat = heat * (0.55 + 0.9 * _noise(134, 9))
    red = np.clip(heat * 2.6, 0, 1)
    green = np.clip(heat * 2.2 - 0.55, 0, 1)
    blue = np.clip(heat * 2.2 - 1.45, 0, 1)
    return np.stack([red, green, blue], axis=-1).astype(np.float32)


def _clock() -> Canvas:
    x, y = _grid()
    picture = _paint(_fill(0.55, 0.42, 0.33), _fractal(140, 6) * 0.3, (0.7, 0.55, 0.42))
    picture = _paint(picture, _disc(0.5, 0.5, 0.38), (0.12, 0.12, 0.12))
    picture = _paint(picture, _disc(0.5, 0.5, 0.34), (0.98, 0.98, 0.95))
    angle, radius = np.arctan2(y - 0.5, x - 0.5), np.hypot(x - 0.5, y - 0.5)
    for hour in range(12):
        a = hour * np.pi / 6
        across = np.abs(-np.sin(a) * (x - 0.5) + np.cos(a) * (y - 0.5))
        ahead = np.cos(angle - a) > 0
        tick = (across < (0.012 if hour % 3 == 0 else 0.006)) & (radius > 0.27) & (radius < 0.32)
        picture = _paint(picture, (tick & ahead).astype(np.float32), (0, 0, 0))
    for a, length, thick in ((-2.6, 0.17, 0.012), (-0.5, 0.26, 0.008)):
        across = np.abs(-np.sin(a) * (x - 0.5) + np.cos(a) * (y - 0.5))
        along = np.cos(a) * (x - 0.5) + np.sin(a) * (y - 0.5)
        hand = (across < thick) & (along > -0.04) & (along < length)
        picture = _paint(picture, hand.astype(np.float32), (0, 0, 0))
    return picture


def _umbrella() -> Canvas:
    x, y = _grid()
    picture = _vertical((0.0, (0.75, 0.78, 0.82)), (1.0, (0.6, 0.62, 0.66)))
    picture = _paint(picture, _box(0.492, 0.15, 0.508, 0.85), (0.25, 0.18, 0.1))
    hem = 0.5 + 0.035 * np.abs(np.sin((x - 0.5) * 4 * np.pi / 0.76))
    dome = _edge(0.6 * (np.hypot((x - 0.5) / 0.38, (y - 0.5) / 0.34) - 1)) * (y < hem)
    picture = _paint(picture, dome, (0.85, 0.08, 0.15))
    for side in (-1, 0, 1):
        rib = np.abs(x - 0.5 - side * 0.19 * np.sqrt(np.clip((y - 0.16) / 0.34, 0, 1)))
        picture = _paint(picture, _edge(rib - 0.003) * dome, (0.45, 0.02, 0.05))
    hook = _edge(np.abs(np.hypot(x - 0.455, y - 0.85) - 0.045) - 0.008) * (y > 0.85)
    return _paint(picture, hook, (0.25, 0.18, 0.1))


def _balloon() -> Canvas:
    x, y = _grid()
    picture = _vertical((0.0, (0.3, 0.55, 0.95)), (1.0, (0.8, 0.9, 1.0)))
    globe = _edge(0.27 * (np.hypot((x - 0.5) / 0.27, (y - 0.38) / 0.3) - 1))
    half_width = 0.2 - 0.75 * (y - 0.55)
    throat = _edge(np.maximum(np.abs(x - 0.5) - half_width, np.maximum(0.55 - y, y - 0.74)))
    # Gores get narrower towards the poles, as on a globe.
    bulge = 0.27 * np.sqrt(np.clip(1 - ((y - 0.38) / 0.31) ** 2, 0.05, 1))
    gore = np.floor(np.clip(4 * ((x - 0.5) / bulge + 1), 0, 7.99)).astype(int)
    envelope = np.maximum(globe, throat)
    picture = _paint(picture, envelope * (gore % 2 == 0), (0.9, 0.1, 0.1))
    picture = _paint(picture, envelope * (gore % 2 == 1), (1.0, 0.8, 0.1))
    picture = _paint(picture, _box(0.45, 0.82, 0.55, 0.9), (0.45, 0.28, 0.12))
    for rope in (0.455, 0.545):
        picture = _paint(picture, _box(rope - 0.002, 0.73, rope + 0.002, 0.83), (0.2, 0.15, 0.1))
    return picture


def _soccer_ball() -> Canvas:
    x, y = _grid()
    picture = _paint(_fill(0.12, 0.4, 0.1), _noise(240, 180) * 0.6, (0.3, 0.6, 0.2))
    ball = _disc(0.5, 0.5, 0.32)
    picture = _paint(picture, ball, (0.96, 0.96, 0.96))
    picture = _paint(picture, _pentagon(0.5, 0.5, 0.08, np.pi / 2) * ball, (0.06, 0.06, 0.06))
    for turn in range(5):
        angle = -np.pi / 2 + turn * 2 * np.pi / 5
        along = np.cos(angle) * (x - 0.5) + np.sin(angle) * (y - 0.5)
        across = np.abs(np.cos(angle) * (y - 0.5) - np.sin(angle) * (x - 0.5))
        seam = _edge(across - 0.005) * ((along > 0.08) & (along < 0.24))
        picture = _paint(picture, seam * ball, (0.1, 0.1, 0.1))
        cx, cy = 0.5 + 0.29 * np.cos(angle), 0.5 + 0.29 * np.sin(angle)
        picture = _paint(picture, _pentagon(cx, cy, 0.07, angle) * ball, (0.06, 0.06, 0.06))
    shade = ball * np.clip(1.1 * np.hypot(x - 0.42, y - 0.4) - 0.2, 0, 0.45)
    return _paint(picture, shade, (0.3, 0.3, 0.35))


def _pentagon(cx: float, cy: float, radius: float, angle: float) -> Canvas:
    x, y = _grid()
    sides = [angle + side * 2 * np.pi / 5 for side in range(5)]
    outside = np.max([np.cos(a) * (x - cx) + np.sin(a) * (y - cy) for a in sides], axis=0)
    return _edge(outside - radius)


PICTURES: Final[Mapping[str, Callable[[], Canvas]]] = MappingProxyType(
    {
        "sunset": _sunset,
        "brick wall": _brick_wall,
        "traffic light": _traffic_light,
        "daisy": _daisy,
        "fire": _fire,
        "clock": _clock,
        "umbrella": _umbrella,
        "soccer ball": _soccer_ball,
        "balloon": _balloon,
    }
)
