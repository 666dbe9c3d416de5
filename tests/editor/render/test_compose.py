"""Layers become one picture."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

from editor.render.compose import Placed, compose
from editor.render.decoders import Decoders, ExactPictures, PreviewPictures
from editor.render.films import ExactFilm
from editor.render.layers import Layer, Shot, Showing, layers
from editor.render.placement import Place, Size, fit, preview_size
from editor.timeline.model import Clip, Generation, Item, ItemId, Picture, Stretch, Task, Transition
from editor.timeline.rational_time import MediaRange
from engine.errors import MediaError
from engine.media.probe import probe
from engine.media.read import read_frames
from tests.editor.render.counted import HEIGHT, RATE, WIDTH, clip, film, media_of, number_of, timeline, track

SIZE = (WIDTH, HEIGHT)
WHOLE = Place(0, 0, 4, 4)


class Painted:
    """Pictures by the path of their shot."""

    channels = 3

    def __init__(self, **pictures: Placed) -> None:
        self.pictures = pictures
        self.asked: list[str] = []

    def placed(self, shot: Shot, size: Size) -> Placed:
        self.asked.append(shot.path)
        return self.pictures[shot.path]


def plain(*colour: int, place: Place = WHOLE) -> Placed:
    pixels = np.full((place.height, place.width, len(colour)), colour, np.uint8)
    return Placed(pixels, place, opaque=len(colour) == 3)


def layer(path: str, incoming: str | None = None, mix: Fraction = Fraction(0)) -> Layer:
    return Layer(Shot(Showing.MEDIA, path), Shot(Showing.MEDIA, incoming) if incoming else None, mix)


def test_what_is_covered_is_not_decoded() -> None:
    pictures = Painted(below=plain(9, 9, 9), above=plain(1, 2, 3))
    picture = compose([layer("below"), layer("above")], (4, 4), pictures)
    assert pictures.asked == ["above"]
    assert picture is pictures.pictures["above"].pixels


def test_beside_a_narrow_picture_the_one_below_is_seen() -> None:
    pictures = Painted(below=plain(9, 9, 9), above=plain(1, 2, 3, place=Place(1, 0, 2, 4)))
    picture = compose([layer("below"), layer("above")], (4, 4), pictures)
    assert picture[0, :, 0].tolist() == [9, 1, 1, 9]


def test_half_transparent_pixels_are_mixed_with_what_is_below() -> None:
    pictures = Painted(below=plain(100, 0, 0), above=plain(200, 50, 0, 51))
    picture = compose([layer("below"), layer("above")], (4, 4), pictures)
    assert picture[0, 0].tolist() == [120, 10, 0]


def test_a_dissolve_of_a_quarter() -> None:
    pictures = Painted(one=plain(100, 0, 40), other=plain(200, 40, 0))
    picture = compose([layer("one", "other", Fraction(1, 4))], (4, 4), pictures)
    assert picture[2, 2].tolist() == [125, 10, 30]


def test_in_a_dissolve_of_two_shapes_each_fades_over_what_is_below() -> None:
    pictures = Painted(
        one=plain(100, 100, 100, place=Place(1, 0, 2, 4)), other=plain(200, 200, 200, place=Place(0, 1, 4, 2))
    )
    picture = compose([layer("one", "other", Fraction(1, 2))], (4, 4), pictures)
    assert picture[:, :, 0].tolist() == [[0, 50, 50, 0], [100, 150, 150, 100], [100, 150, 150, 100], [0, 50, 50, 0]]


@pytest.mark.parametrize(
    ("picture", "aspect", "expected"),
    [
        ((1920, 1080), Fraction(1), Place(0, 0, 960, 540)),
        ((1440, 1080), Fraction(4, 3), Place(0, 0, 960, 540)),
        ((640, 480), Fraction(1), Place(120, 0, 720, 540)),
        ((1080, 1920), Fraction(1), Place(328, 0, 304, 540)),
        ((960, 240), Fraction(1), Place(0, 150, 960, 240)),
    ],
)
def test_a_picture_is_fitted_in_its_own_shape(picture: Size, aspect: Fraction, expected: Place) -> None:
    assert fit(picture, (960, 540), aspect) == expected


def test_a_preview_is_as_large_as_the_view_and_no_larger_than_the_timeline() -> None:
    assert preview_size((1920, 1080), (1000, 540)) == (960, 540)
    assert preview_size((1920, 1080), (4000, 4000)) == (1920, 1080)
    assert preview_size((1920, 1080), (1000, 540), divisor=4) == (240, 135)


@pytest.fixture
def exact() -> Iterator[ExactPictures]:
    pictures = ExactPictures()
    yield pictures
    pictures.close()


@pytest.fixture
def preview() -> Iterator[PreviewPictures]:
    pictures = PreviewPictures()
    yield pictures
    pictures.close()


@pytest.mark.parametrize("name", ["surf.mp4", "bunny.webm", "bars_timecode.mp4", "rotated_90.mov"])
def test_one_clip_at_its_own_size_and_rate_is_its_very_frames(footage: Path, name: str, exact: ExactPictures) -> None:
    info = probe(footage / name)
    video = info.video
    assert video is not None
    media = media_of(footage / name, info.duration, Picture(video.width, video.height, video.rate))
    value = timeline([track([clip(media, 12)])], [media], video.rate)
    frames = list(read_frames(footage / name, None, 12 / video.rate))
    assert frames
    for index, frame in enumerate(frames):
        picture = compose(layers(value, index), (video.width, video.height), exact)
        assert np.array_equal(picture, frame.image)


def test_a_clip_cut_from_the_middle_begins_with_its_own_frame(tmp_path: Path, exact: ExactPictures) -> None:
    media = film(tmp_path / "film.mp4")
    value = timeline([track([clip(media, 10, Fraction(13, 24))])], [media])
    assert [number_of(compose(layers(value, frame), SIZE, exact)) for frame in range(10)] == list(range(13, 23))


def test_24_frames_a_second_in_a_timeline_of_25_repeat_one(tmp_path: Path, exact: ExactPictures) -> None:
    media = film(tmp_path / "film.mp4")
    value = timeline([track([clip(media, 50)])], [media], Fraction(25))
    shown = [number_of(compose(layers(value, frame), SIZE, exact)) for frame in range(50)]
    assert shown == [frame * 24 // 25 for frame in range(50)]


def test_handles_that_are_not_there_hold_the_first_or_the_last_frame(tmp_path: Path, exact: ExactPictures) -> None:
    media = film(tmp_path / "film.mp4", 24)
    value = timeline([track([clip(media, 40, Fraction(-8, 24))])], [media])
    shown = [number_of(compose(layers(value, frame), SIZE, exact)) for frame in range(40)]
    assert shown == [0] * 8 + list(range(24)) + [23] * 8


def test_preview_and_export_show_the_same_frames(
    tmp_path: Path, exact: ExactPictures, preview: PreviewPictures
) -> None:
    media = film(tmp_path / "film.mp4")
    items: list[Item] = [clip(media, 20, Fraction(1, 3)), Transition(ItemId("mix"), 4, 4), clip(media, 20, Fraction(1))]
    value = timeline([track(items)], [media], Fraction(30000, 1001))
    for frame in range(40):
        one, other = (compose(layers(value, frame), SIZE, pictures) for pictures in (exact, preview))
        assert np.abs(one.astype(int) - other[..., 2::-1]).mean() < 1


def test_transparent_footage_is_laid_over_the_clip_below(footage: Path, tmp_path: Path, exact: ExactPictures) -> None:
    info = probe(footage / "transparent.webm")
    above = media_of(footage / "transparent.webm", info.duration, Picture(200, 200, Fraction(30), alpha=True))
    below = film(tmp_path / "film.mp4")
    value = timeline([track([clip(below, 10)]), track([clip(above, 10)], name="V2")], [above, below])
    picture = compose(layers(value, 5), SIZE, exact)
    alone = compose(layers(replace(value, tracks=value.tracks[:1]), 5), SIZE, exact)
    assert np.array_equal(picture[:, :32], alone[:, :32])  # 200x200 stands in the middle
    assert not np.array_equal(picture, alone)


def test_a_pending_clip_can_not_be_taken_for_the_result(tmp_path: Path, exact: ExactPictures) -> None:
    media = film(tmp_path / "film.mp4", 24)
    generation = Generation(Task.AFTER, (Stretch(media.id, MediaRange(Fraction(0), Fraction(1))),))
    value = timeline([track([Clip(ItemId("new"), "new", 10, generation=generation)])], [media])
    picture = compose(layers(value, 0), SIZE, exact).astype(int)
    assert picture.mean() < 90
    assert (picture[..., 2] > picture[..., 1]).mean() > 0.6  # violet
    columns = np.median(picture, axis=0)  # between the stripes
    assert number_of(np.broadcast_to(columns * 3.5, picture.shape)) == 23  # over the frame that it continues


def test_missing_media_is_a_slate_on_the_screen_and_an_error_in_a_film(
    exact: ExactPictures, preview: PreviewPictures
) -> None:
    gone = media_of(Path("/nowhere/gone.mp4"), Fraction(2), Picture(WIDTH, HEIGHT, RATE))
    shown = layers(timeline([track([clip(gone, 10)])], [gone]), 0)
    slate = compose(shown, SIZE, preview)
    assert slate.shape == (HEIGHT, WIDTH, 4)
    assert (slate[..., 2] > slate[..., 1]).all()  # red
    assert preview.failed
    with pytest.raises(MediaError):
        compose(shown, SIZE, exact)


@pytest.fixture
def films(tmp_path: Path) -> Callable[[int], str]:
    return lambda index: film(tmp_path / f"{index}.mp4", 4).path


def test_few_files_are_open_at_a_time(films: Callable[[int], str]) -> None:
    decoders = Decoders(ExactFilm, most=2)
    for index in range(4):
        decoders.film(films(index), Fraction(0))
        assert len(decoders) <= 2
    decoders.close()
    assert len(decoders) == 0


def test_the_two_sides_of_a_cut_in_one_file_are_read_side_by_side(tmp_path: Path) -> None:
    path = film(tmp_path / "long.mp4", 240).path
    decoders = Decoders(ExactFilm)
    one, other = decoders.film(path, Fraction(0)), decoders.film(path, Fraction(8))
    other.last = Fraction(8)
    assert one is not other
    assert decoders.film(path, Fraction(1, 24)) is one
    assert decoders.film(path, Fraction(8) + Fraction(1, 24)) is other
    decoders.close()
