"""What each task made of the sample footage, as pictures.

`python -m tests.task_pictures FOOTAGE FILE` makes that of the README, with a folder for FILE those of docs/.
"""

import sys
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

import cv2
import numpy as np

from engine import animate, bridge, complete, extend, finalise, interpolate, loop, repair, smooth
from engine.demo import hardware
from engine.finishing.figures import Cell, Row, contact_sheet
from engine.media.read import read_frames
from engine.requests import Take
from tests.benchmarks.sheets import LARGEST, save_picture

CELL_WIDTH = 250
SLOWER = 4  # times
SECOND, NEW = 48, 24  # frames: where the clips end that are two seconds long, and how many stand in one
MOST = 150_000  # bytes of a picture in docs/


@dataclass(frozen=True, slots=True)
class Shown:
    """A row: frames of a film, and which of them are made."""

    title: str
    make: Callable[[Path, Path], Take]  # (footage, the film's path)
    frames: Sequence[int]
    is_made: Callable[[int], bool]


def _towards_a_frame(footage: Path, film: Path) -> Take:
    """A second after surf's second one, with the frame that it really came to as a keyframe."""
    still = film.with_suffix(".png")
    frame = next(islice(read_frames(footage / "surf.mp4"), SECOND + NEW // 2, None))
    cv2.imwrite(str(still), cv2.cvtColor(frame.image, cv2.COLOR_RGB2BGR))
    return extend(footage / "surf.mp4", end=2, seconds=1, keyframes=[(still, 0.5)], output=film)


def _draft(footage: Path, film: Path) -> Take:
    return extend(footage / "snow.mp4", seconds=1, quality="draft", model="built-in-network", seed=3, output=film)


def _final(footage: Path, film: Path) -> Take:
    return finalise(_draft(footage, film.with_stem("draft")).path, output=film)


ROWS = (
    Shown(
        "Extended by 5 s: snow.mp4",
        lambda footage, film: extend(footage / "snow.mp4", seconds=5, output=film),
        (47, 48, 71, 95, 131, 167),
        lambda frame: frame >= 48,
    ),
    Shown(
        "Extended by 5 s: surf.mp4, up to its third second",
        lambda footage, film: extend(footage / "surf.mp4", end=3, seconds=5, output=film),
        (71, 72, 95, 119, 155, 191),
        lambda frame: frame >= 72,
    ),
    Shown(
        "Bridged, 1 s: surf.mp4, its third second cut out",
        lambda footage, film: bridge(*[footage / "surf.mp4"] * 2, first_end=2, second_start=3, seconds=1, output=film),
        (47, 48, 55, 63, 71, 72),
        lambda frame: 48 <= frame < 72,
    ),
    Shown(
        "Repaired, frames 60 to 63: surf.mp4",
        lambda footage, film: repair(footage / "surf.mp4", marked=range(60, 64), output=film)[0],
        (59, 60, 61, 62, 63, 64),
        lambda frame: 60 <= frame < 64,
    ),
    Shown(
        "Four times slower: surf.mp4",
        lambda footage, film: interpolate(footage / "surf.mp4", start=1, end=2, speed=1 / SLOWER, output=film),
        (40, 41, 42, 43, 44, 45),
        lambda frame: frame % SLOWER > 0,
    ),
)


BEFORE = Shown(
    "Extended by 1 s, before its start: snow.mp4",
    lambda footage, film: extend(footage / "snow.mp4", seconds=1, before=True, output=film),
    (0, 8, 16, 23, 24, 36),
    lambda frame: frame < NEW,
)
TWO_PLACES = Shown(
    "Bridged, 1 s: the end of snow.mp4 and the start of surf.mp4",
    lambda footage, film: bridge(footage / "snow.mp4", footage / "surf.mp4", seconds=1, output=film),
    (47, 48, 55, 63, 71, 72),
    lambda frame: SECOND <= frame < SECOND + NEW,
)
SMOOTHED = Shown(
    "Smooth cut, 6 frames on each side: surf.mp4 from 2 s to 3.5 s",
    lambda footage, film: smooth(*[footage / "surf.mp4"] * 2, first_end=2, second_start=3.5, output=film),
    (41, 42, 46, 50, 53, 54),
    lambda frame: 42 <= frame < 54,
)
ANEW = Shown(
    "A half second made anew: surf.mp4, frames 60 to 71",
    lambda footage, film: complete(footage / "surf.mp4", start=2.5, end=3, output=film),
    (59, 60, 63, 67, 71, 72),
    lambda frame: 60 <= frame < 72,
)
LOOPED = Shown(
    "A loop, closed in 1 s: snow.mp4, and its first frame again",
    lambda footage, film: loop(footage / "snow.mp4", seconds=1, output=film),
    (47, 48, 56, 64, 71, 0),
    lambda frame: frame >= SECOND,
)
TOWARDS = Shown(
    "Extended by 1 s towards a keyframe, frame 60: surf.mp4",
    _towards_a_frame,
    (47, 48, 54, 60, 66, 71),
    lambda frame: frame >= SECOND,
)
STILL = Shown(
    'A clip from one picture, 2 s, "slow pan left": zen.jpg',
    lambda footage, film: animate(footage / "zen.jpg", seconds=2, prompt="slow pan left", output=film),
    (0, 9, 18, 27, 36, 47),
    lambda frame: frame > 0,
)
PAIR = Shown(
    "A clip from two pictures, 1 s: start_frame.jpg and end_frame.jpg",
    lambda footage, film: animate(footage / "start_frame.jpg", footage / "end_frame.jpg", seconds=1, output=film),
    (0, 5, 10, 14, 19, 23),
    lambda frame: 0 < frame < NEW - 1,
)
DRAFT = Shown("A draft: snow.mp4, 1 s", _draft, (47, 48, 54, 60, 66, 71), lambda frame: frame >= SECOND)
FINAL = Shown("The same, finalised", _final, (47, 48, 54, 60, 66, 71), lambda frame: frame >= SECOND)

SHEETS = {
    "extended": (ROWS[0], BEFORE),
    "bridged": (ROWS[2], TWO_PLACES),
    "mended": (SMOOTHED, ANEW, ROWS[3]),
    "looped": (LOOPED, ROWS[4]),
    "guided": (TOWARDS, STILL, PAIR),
    "finalised": (DRAFT, FINAL),
}


def main(footage: Path, into: Path) -> None:
    if not into.is_dir():
        draw(footage, ROWS, into, LARGEST)
        return
    for name, rows in SHEETS.items():
        draw(footage, rows, into / f"{name}.jpg", MOST)


def draw(footage: Path, shown: Sequence[Shown], picture: Path, largest: int) -> None:
    """largest: bytes."""
    with tempfile.TemporaryDirectory() as folder:
        made = [(each, each.make(footage, Path(folder) / f"{index}.mp4")) for index, each in enumerate(shown)]
        rows = [_row(*each) for each in made]
    save_picture(picture, contact_sheet(rows, _caption([take for _, take in made]), CELL_WIDTH), largest)


def _row(shown: Shown, take: Take) -> Row:
    assert take.film is not None, "it was asked for"
    wanted = dict.fromkeys(shown.frames, np.zeros(0))
    for index, frame in enumerate(read_frames(take.film)):
        if index in wanted:
            wanted[index] = frame.image
    cells = [Cell(image, f"frame {frame}", shown.is_made(frame)) for frame, image in wanted.items()]
    return Row(shown.title, cells, _told(take))


def _told(take: Take) -> str:
    verdict = "" if take.back_test is None else f"; verdict: {take.back_test.verdict}"
    return f"{take.model}: {take.motion}{verdict}"


def _caption(takes: Sequence[Take]) -> list[str]:
    models = " and ".join(sorted({take.model for take in takes}))
    return [
        f"Made by {models} on {hardware()}, in {sum(take.seconds for take in takes):.0f} s. One run of each.",
        "Violet frames are made, the others are the clips' own.",
    ]


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
