"""The picture of docs/vta.md: matrices of noise as the engine plans them, drawn cell by cell.

Run: python -m tests.vta_pictures [FILE]. No weights are needed: a plan reads the headers of models' files alone.
"""

import os
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw, ImageFont

from engine import bridge_request, extend_request, plan
from engine.finishing.figures import BACKGROUND, DIM, GENERATED, MARGIN, SOURCE, TEXT
from engine.media.info import VideoInfo
from engine.media.write import timed, write_film
from engine.models.on_disk.store import Store
from engine.requests import Plan, Request
from engine.training.footage import HELD_OUT, make_clip
from tests.engine.models.files import comfy, lightning, pusa

INTO = Path(__file__).resolve().parents[1] / "docs" / "pictures" / "noise.png"
RATE, SIZE = Fraction(24), (384, 216)
MODEL = "wan2.2-pusa-lightx2v"
NEW = 68  # frames: with 13 known ones a whole window of 81, which is 21 latent frames
RAMP = ((0.0, "#16161a"), (0.35, "#3a2c62"), (0.7, "#886cd2"), (1.0, "#deccff"))  # of noise, as in the window
CELL, HEIGHT, BAR, TITLE, FOOT, GAP, STEPS = 46, 26, 5, 44, 24, 18, 74  # pixels; STEPS: what stands left of the cells
LIGHT = 0.6  # of noise, from where what is written on a cell is dark

Clips = tuple[Path, Path, Path]  # two clips and a still


@dataclass(frozen=True, slots=True)
class Panel:
    title: str
    words: str
    plan: Plan


WISHES: Sequence[tuple[str, str, Callable[[Clips], Request]]] = (
    (
        "Extended, Strict",
        "four latent frames of the clip's own end are kept: no noise at any step",
        lambda clips: extend_request(clips[0], model=MODEL, preset="Strict", **_length()),
    ),
    (
        "Extended, Natural",
        "the nearer to the join, the more they may give way",
        lambda clips: extend_request(clips[0], model=MODEL, preset="Natural", **_length()),
    ),
    (
        "With a keyframe",
        "a picture stands in the new frames, and may change by a fifth",
        lambda clips: extend_request(clips[0], model=MODEL, keyframes=[(clips[2], 1.5, 0.2)], **_length()),
    ),
    (
        "Bridged",
        "kept on both sides: everything between comes to both",
        lambda clips: bridge_request(*clips[:2], seconds=2, model=MODEL, output="film.mp4"),
    ),
    (
        "In turn",
        "ramp 1, 8 steps: the frames near the join are done first, and the later ones see them clean",
        lambda clips: extend_request(clips[0], model=MODEL, ramp=1, steps=8, **_length()),
    ),
)


def _length() -> dict:
    return {"seconds": NEW / RATE, "output": "film.mp4"}


def main(into: Path) -> None:
    with tempfile.TemporaryDirectory() as folder:
        os.environ["XDG_DATA_HOME"] = folder
        drawn = picture(list(panels(Path(folder))))
    Image.fromarray(drawn).save(into, optimize=True)
    print(f"{into}: {into.stat().st_size // 1000} kB")


def panels(folder: Path) -> Iterator[Panel]:
    """Of files with the headers of real ones, made in `folder`."""
    root = lightning(pusa(comfy(folder / "models")))
    Store().add(root)
    clips = _clip(folder / "first.mp4", 0), _clip(folder / "second.mp4", 1), folder / "still.png"
    Image.new("RGB", SIZE).save(clips[2])
    for title, words, request in WISHES:
        yield Panel(title, words, plan(request(clips)))


def _clip(path: Path, seed: int) -> Path:
    frames = make_clip(HELD_OUT + seed, 24, *SIZE, float(RATE)).frames
    write_film(path, timed(frames, RATE), VideoInfo(*SIZE, RATE))
    return path


def picture(shown: Sequence[Panel]) -> np.ndarray:
    """[height, width, 3] uint8 RGB: steps downwards, latent frames to the right."""
    width = 2 * MARGIN + STEPS + CELL * max(len(panel.plan.latents) for panel in shown)
    image = Image.new("RGB", (width, 2 * MARGIN + sum(map(height_of, shown)) - GAP), BACKGROUND)
    top = MARGIN
    for panel in shown:
        _draw(ImageDraw.Draw(image), panel, top)
        top += height_of(panel)
    return np.asarray(image)


def height_of(panel: Panel) -> int:
    return TITLE + BAR + HEIGHT * len(panel.plan.sigmas) + FOOT + GAP


def _draw(draw: ImageDraw.ImageDraw, panel: Panel, top: int) -> None:
    draw.text((MARGIN, top), panel.title, fill=TEXT, font=ImageFont.load_default(19))
    left = MARGIN + draw.textlength(panel.title, ImageFont.load_default(19)) + 14
    draw.text((left, top + 19), panel.words, fill=DIM, font=ImageFont.load_default(15), anchor="ls")
    top, last = top + TITLE, len(panel.plan.sigmas) - 1
    for row, sigmas in enumerate(panel.plan.sigmas):
        name = "end" if row == last else f"step {row + 1}"
        middle = top + BAR + HEIGHT * row + HEIGHT // 2
        draw.text((MARGIN, middle), name, fill=DIM, font=ImageFont.load_default(15), anchor="lm")
        for column, sigma in enumerate(sigmas):
            _draw_cell(draw, sigma, MARGIN + STEPS + CELL * column, middle)
    for column, latent in enumerate(panel.plan.latents):
        left, foot = MARGIN + STEPS + CELL * column, top + BAR + HEIGHT * (last + 1) + 6
        draw.rectangle((left, top, left + CELL - 2, top + BAR - 2), fill=SOURCE if latent.given else GENERATED)
        draw.text((left + CELL // 2, foot), str(latent.start), fill=DIM, font=ImageFont.load_default(13), anchor="mt")


def _draw_cell(draw: ImageDraw.ImageDraw, sigma: float, left: int, middle: int) -> None:
    draw.rectangle((left, middle - HEIGHT // 2, left + CELL - 2, middle + HEIGHT // 2 - 2), fill=colour(sigma))
    text = f"{sigma:.2f}" if 0 < sigma < 1 else f"{sigma:.0f}"
    fill = "#170f2b" if sigma > LIGHT else DIM
    draw.text((left + CELL // 2, middle), text, fill=fill, font=ImageFont.load_default(13), anchor="mm")


def colour(sigma: float) -> tuple[int, int, int]:
    """Between the two of RAMP that it lies between."""
    places = [place for place, _ in RAMP]
    channels = np.array([[int(code[at : at + 2], 16) for at in (1, 3, 5)] for _, code in RAMP])
    red, green, blue = (round(float(np.interp(sigma, places, channel))) for channel in channels.T)
    return red, green, blue


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else INTO)
