"""The demo: sample clips that never existed, made longer and bridged, and pictures of what came out."""

import os
import platform
import time
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import numpy as np
from PIL import Image

from engine.asking import bridge_request, extend_request, open_folder
from engine.finishing.figures import Cell, Row, Steps, contact_sheet, step_figure
from engine.finishing.joins.seam import frame_steps
from engine.hosts.protocol import Host
from engine.media.info import VideoInfo
from engine.media.read import read_frames
from engine.media.target import new_file
from engine.media.write import timed, write_film
from engine.progress import Report
from engine.requests import FrameRange, Request, Take
from engine.training.footage import HELD_OUT, make_clip

RATE = Fraction(24)
SIZE = (768, 432)  # width, height of the sample clips
AFTER_SEED, BEFORE_SEED, BRIDGE_SEED = HELD_OUT + 13, HELD_OUT + 19, HELD_OUT + 5  # scenes never trained on
CLIP_FRAMES = 72
SIDE, GAP = 48, 24  # frames on each side of the bridge and between them: one camera move with its middle taken out


@dataclass(frozen=True, slots=True)
class Summary:
    folder: Path
    takes: tuple[Take, ...]
    contact_sheet: Path
    step_figure: Path
    hardware: str
    seconds: float  # wall time of it all


@dataclass(frozen=True, slots=True)
class Result:
    """A film that was made, as the pictures show it."""

    title: str
    take: Take
    frames: Sequence[np.ndarray]  # of the film, RGB


def demo(folder: Path, report: Report, host: Host, size: tuple[int, int] = SIZE) -> Summary:
    """Make everything in `folder`: clips/, three films with their takes, contact-sheet.png and steps.png.

    Raises LongtakeError types.
    """
    began = time.monotonic()
    open_folder(folder / "clips")
    requests = make_requests(folder, report, size)
    results = [_result(title, host.run(request, report)[0]) for title, request in requests.items()]
    seconds = time.monotonic() - began
    summary = Summary(
        folder=folder,
        takes=tuple(result.take for result in results),
        contact_sheet=folder / "contact-sheet.png",
        step_figure=folder / "steps.png",
        hardware=hardware(),
        seconds=seconds,
    )
    _save(summary.contact_sheet, contact_sheet([_row(result) for result in results], _sheet_caption(summary)))
    _save(summary.step_figure, step_figure([_steps(result) for result in results], STEPS_CAPTION))
    return summary


def make_requests(folder: Path, report: Report, size: tuple[int, int]) -> dict[str, Request]:
    """The sample clips, written to `folder`/clips, and what is asked of them, by title."""
    clips = [folder / "clips" / f"{name}.mp4" for name in ("after", "before", "bridge-first", "bridge-second")]
    after, before, first, second = clips
    scenes = [(AFTER_SEED, CLIP_FRAMES), (BEFORE_SEED, CLIP_FRAMES), (BRIDGE_SEED, 2 * SIDE + GAP)]
    made = []
    for number, (seed, frames) in enumerate(scenes):
        report("Making sample clips", number, len(scenes))
        made.append(make_clip(seed, frames, *size, float(RATE)).frames)
    pictures = (made[0], made[1], made[2][:SIDE], made[2][-SIDE:])
    for path, images in zip(clips, pictures, strict=True):
        write_film(path, timed(images, RATE), VideoInfo(*size, RATE))
    return {
        "Extended after, 2 s": extend_request(after, seconds=2, output=folder / "extended-after.mp4"),
        "Extended before, 1 s": extend_request(before, seconds=1, before=True, output=folder / "extended-before.mp4"),
        "Bridged, 1 s": bridge_request(first, second, seconds=GAP / RATE, output=folder / "bridged.mp4"),
    }


def hardware() -> str:
    """The processor, in words."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    return f"{cores} cores of {_processor()}"


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text("utf-8").splitlines()
    except OSError:
        return platform.processor() or platform.machine()
    names = [line.split(":", 1)[1].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.machine()


def _result(title: str, take: Take) -> Result:
    assert take.film is not None  # it was asked for
    return Result(title, take, [frame.image for frame in read_frames(take.film)])


def _new(result: Result) -> FrameRange:
    assert result.take.film_new is not None  # comes with the film
    return result.take.film_new


def shown_frames(new: FrameRange, frames: int) -> list[int]:
    """Six frames of the film: its own ones beside each join, and the new ones from the first to the last."""
    first, last = new.start, new.start + new.count - 1
    spread = [round(number) for number in np.linspace(first, last, 4)]
    before, after = [first - 12, first - 1], [last + 1, last + 12]
    if first and last < frames - 1:
        before, after = before[1:], after[:1]
    return [frame for frame in before + spread + after if 0 <= frame < frames]


def _row(result: Result) -> Row:
    new = _new(result)
    cells = []
    for number in shown_frames(new, len(result.frames)):
        generated = new.start <= number < new.start + new.count
        label = f"new frame {number - new.start + 1} of {new.count}" if generated else f"frame {number}"
        cells.append(Cell(result.frames[number], label, generated))
    return Row(result.title, cells, _detail(result.take))


def _detail(take: Take) -> str:
    return take.motion if take.back_test is None else f"{take.motion}; verdict: {take.back_test.verdict}"


def _steps(result: Result) -> Steps:
    return Steps(result.title, frame_steps(result.frames), _new(result))


def _sheet_caption(summary: Summary) -> list[str]:
    models = ", ".join(sorted({take.model for take in summary.takes}))
    return [
        f"Made by {models} on {summary.hardware}, in {summary.seconds:.0f} s with the sample clips.",
        "Violet frames are generated, the others are the clips' own. The clips are procedural scenes held out of "
        "training; the bridge closes a second cut out of one camera move.",
    ]


STEPS_CAPTION = [
    "Step: mean absolute difference between consecutive frames, in grey levels of 255, at 640 x 360.",
    "Grey: between the clip's own frames; violet: a generated frame takes part. White line: the median of the grey.",
]


def _save(path: Path, picture: np.ndarray) -> None:
    with new_file(path) as temporary:
        Image.fromarray(picture).save(temporary, format="PNG")
