"""Takes and films stand on their clip's own grid, to the tick, with exactly the frames that were asked for."""

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest

from engine.generation.generate import run
from engine.media.info import VideoInfo
from engine.media.probe import probe
from engine.media.read import Frame
from engine.media.write import timed, write_film
from engine.progress import Report
from engine.requests import BridgeRequest, Direction, ExtendRequest, Outputs, Source, Take
from engine.training.footage import HELD_OUT, make_clip

NAMED = ((24000, 1001), (25, 1), (50, 1), (60000, 1001))
LIKE_THEM = ((24, 1), (30000, 1001), (30, 1), (60, 1))  # whole, and of thousandths, as those are
RATES = [pytest.param(Fraction(*rate), id=f"{rate[0] / rate[1]:.5g}") for rate in NAMED]
RATES += [pytest.param(Fraction(*rate), id=f"{rate[0] / rate[1]:.5g}", marks=pytest.mark.slow) for rate in LIKE_THEM]
SIZE = (96, 64)
KNOWN, NEW = 16, 7
VARIED = [Fraction(sum((3, 4, 5, 4)[step % 4] for step in range(index)), 100) for index in range(KNOWN)]  # 25 a second
TICK = Fraction(1, 90_000)  # a variable rate's times are kept to this


@pytest.fixture(scope="module")
def frames() -> np.ndarray:
    return make_clip(HELD_OUT + 6, 2 * KNOWN + NEW, *SIZE, 24.0).frames


def written(path: Path, frames: Sequence[np.ndarray] | np.ndarray, rate: Fraction) -> Path:
    write_film(path, timed(frames, rate), VideoInfo(*SIZE, rate))
    return path


def shown_at(path: Path) -> list[Fraction]:
    """The time of every frame in the file, from the first one's on, as the container has it."""
    with av.open(str(path)) as container:
        times = [frame.pts * frame.time_base for frame in container.decode(video=0)]
    return [time - times[0] for time in times]


def on_grid(count: int, rate: Fraction, start: Fraction = Fraction(0)) -> list[Fraction]:
    return [start + index / rate for index in range(count)]


def taken(request: ExtendRequest | BridgeRequest) -> Take:
    [take] = run(request, Report())
    assert take.film is not None
    return take


@pytest.mark.parametrize("rate", RATES)
@pytest.mark.parametrize("direction", Direction)
def test_an_extension_has_exactly_the_frames_asked_for_on_the_clip_s_grid(
    tmp_path: Path, frames: np.ndarray, rate: Fraction, direction: Direction
) -> None:
    clip = written(tmp_path / "clip.mp4", frames[:KNOWN], rate)
    outputs = Outputs(tmp_path / "takes", tmp_path / "film.mp4")
    take = taken(ExtendRequest(Source(clip), NEW / rate, outputs, direction))
    known = KNOWN if direction is Direction.AFTER else 0
    assert (take.rate, take.new.count) == (rate, NEW)
    assert take.new.start == (KNOWN if direction is Direction.AFTER else 0)
    assert shown_at(take.path) == on_grid(KNOWN + NEW, rate)
    assert shown_at(take.film) == on_grid(KNOWN + NEW, rate)
    assert (take.film_new.start, take.film_new.count, take.film_frames) == (known, NEW, KNOWN + NEW)


@pytest.mark.parametrize("rate", RATES)
def test_a_bridge_has_exactly_the_frames_asked_for_on_the_first_clip_s_grid(
    tmp_path: Path, frames: np.ndarray, rate: Fraction
) -> None:
    sides = [
        written(tmp_path / f"{index}.mp4", part, rate) for index, part in enumerate((frames[:KNOWN], frames[-KNOWN:]))
    ]
    outputs = Outputs(tmp_path / "takes", tmp_path / "film.mp4")
    take = taken(BridgeRequest(*map(Source, sides), NEW / rate, outputs))
    assert (take.rate, take.new.start, take.new.count) == (rate, KNOWN, NEW)
    assert shown_at(take.path) == on_grid(2 * KNOWN + NEW, rate)
    assert shown_at(take.film) == on_grid(2 * KNOWN + NEW, rate)


@pytest.mark.parametrize("direction", Direction)
def test_of_a_variable_rate_the_film_keeps_every_own_time_and_the_new_frames_have_its_mean_rate(
    tmp_path: Path, frames: np.ndarray, direction: Direction
) -> None:
    clip = tmp_path / "clip.mp4"
    video = replace(VideoInfo(*SIZE, Fraction(25)), variable=True)
    write_film(clip, map(Frame, frames, VARIED), video)
    info = probe(clip)
    assert info.video.variable
    rate = info.video.rate
    outputs = Outputs(tmp_path / "takes", tmp_path / "film.mp4")
    take = taken(ExtendRequest(Source(clip), NEW / rate, outputs, direction))
    assert (take.rate, take.new.count) == (rate, NEW)
    assert shown_at(take.path) == on_grid(take.new.start + NEW if direction is Direction.AFTER else KNOWN + NEW, rate)
    first = [*VARIED, *on_grid(NEW, rate, info.duration)]
    then = [*on_grid(NEW, rate), *(NEW / rate + time for time in VARIED)]
    wanted = first if direction is Direction.AFTER else then
    assert np.abs(np.array(shown_at(take.film)) - np.array(wanted)).max() <= TICK


def test_a_stretch_of_a_clip_is_continued_from_its_own_last_frame(tmp_path: Path, frames: np.ndarray) -> None:
    """At 29.97, where seconds with three decimals hit no frame."""
    rate = Fraction(30000, 1001)
    clip = written(tmp_path / "clip.mp4", frames, rate)
    outputs = Outputs(tmp_path / "takes", tmp_path / "film.mp4")
    for end in (Fraction(801, 1000), 24 / rate, Fraction(8005, 10000)):
        take = taken(ExtendRequest(Source(clip, end=end), NEW / rate, outputs))
        assert take.film_new.start == 24
        assert shown_at(take.film) == on_grid(24 + NEW, rate)
        take.film.unlink()


def test_a_second_clip_at_another_rate_is_shown_on_the_first_one_s_grid(tmp_path: Path, frames: np.ndarray) -> None:
    rate = Fraction(24000, 1001)
    first, second = (
        written(tmp_path / "a.mp4", frames[:KNOWN], rate),
        written(tmp_path / "b.mp4", frames[-20:], Fraction(25)),
    )
    outputs = Outputs(tmp_path / "takes", tmp_path / "film.mp4")
    take = taken(BridgeRequest(Source(first), Source(second), NEW / rate, outputs))
    assert shown_at(take.film) == on_grid(KNOWN + NEW + round(20 * rate / 25), rate)
    assert shown_at(take.path) == on_grid(len(shown_at(take.path)), rate)
