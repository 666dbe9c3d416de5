"""The demo: from nothing to films and pictures."""

from fractions import Fraction

import numpy as np
import pytest
from PIL import Image

from engine.demo import demo, shown_frames
from engine.errors import Cancelled, OutputError
from engine.media.info import VideoInfo
from engine.media.read import read_frames
from engine.media.write import timed, write_film
from engine.progress import Report
from engine.requests import BridgeRequest, Direction, FrameRange, Take
from tests.engine.fakes import FakeHost

SIZE = (128, 72)


class HoldingHost(FakeHost):
    """Fills new time with copies of the nearest frame, in real files."""

    def run(self, request, report):
        report("Making frames", 1, 1)
        sides = [[frame.image for frame in read_frames(source.path)] for source in request.sources]
        count = round(request.duration * 24)
        if isinstance(request, BridgeRequest):
            film, start = sides[0] + [sides[0][-1]] * count + sides[1], len(sides[0])
        elif request.direction is Direction.AFTER:
            film, start = sides[0] + [sides[0][-1]] * count, len(sides[0])
        else:
            film, start = [sides[0][0]] * count + sides[0], 0
        write_film(request.outputs.film, timed(film, Fraction(24)), VideoInfo(*SIZE, Fraction(24)))
        new = FrameRange(start, count)
        film_path, rate = request.outputs.film, Fraction(24)
        return (Take(film_path, "Hold", "nothing", 0, rate, *SIZE, new, None, film_path, new, len(film)),)


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    heard = []
    folder = tmp_path_factory.mktemp("demo") / "out"
    return demo(folder, Report(heard.append), HoldingHost(), SIZE), heard


def test_it_writes_three_films_of_the_promised_length(made):
    summary, _ = made
    films = [take.film for take in summary.takes]
    assert [film.name for film in films] == ["extended-after.mp4", "extended-before.mp4", "bridged.mp4"]
    assert [sum(1 for _ in read_frames(film)) for film in films] == [72 + 48, 24 + 72, 48 + 24 + 48]


def test_its_pictures_show_generated_frames_in_violet(made):
    summary, _ = made
    violet = np.array([0xA9, 0x8C, 0xF5])
    for path in (summary.contact_sheet, summary.step_figure):
        picture = np.asarray(Image.open(path))
        assert (picture == violet).all(-1).sum() > 1000


def test_it_says_how_far_it_is(made):
    _, heard = made
    assert [progress.stage for progress in heard] == ["Making sample clips"] * 3 + ["Making frames"] * 3


def test_it_stops_when_told(tmp_path):
    report = Report()
    report.stop()
    with pytest.raises(Cancelled):
        demo(tmp_path / "out", report, HoldingHost(), SIZE)


def test_a_folder_that_cannot_be_is_told_at_once(tmp_path):
    (tmp_path / "out").write_bytes(b"")
    with pytest.raises(OutputError):
        demo(tmp_path / "out", Report(), HoldingHost(), SIZE)


@pytest.mark.parametrize(
    ("new", "frames", "shown"),
    [
        (FrameRange(72, 48), 120, [60, 71, 72, 88, 103, 119]),
        (FrameRange(0, 24), 96, [0, 8, 15, 23, 24, 35]),
        (FrameRange(48, 24), 120, [47, 48, 56, 63, 71, 72]),
        (FrameRange(2, 2), 4, [1, 2, 2, 3, 3]),
    ],
)
def test_the_contact_sheet_shows_both_sides_of_every_join(new, frames, shown):
    assert shown_frames(new, frames) == shown
