"""Stored frames go the short way into a film, and show what the long way shows."""

from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

from editor.render.compose import compose
from editor.render.decoders import ExactPictures
from editor.render.exporting.form import target_of
from editor.render.exporting.pictures import Stored, coded_one, drawn, stored
from editor.render.exporting.settings import ExportSettings
from editor.render.layers import layers
from editor.timeline.looks import Crop, Look
from editor.timeline.model import Item, ItemId, Media, Timeline, Transition
from engine.media.coded import from_rgb, plane_views
from tests.editor.render.counted import RATE, clip, timeline, track
from tests.editor.render.exporting.conftest import HEIGHT, WIDTH, cut


def dissolve(media: Media) -> Timeline:
    items: list[Item] = [
        clip(media, 10, Fraction(0)),
        Transition(ItemId("mix"), 4, 4),
        clip(media, 10, Fraction(30) / RATE),
    ]
    return replace(timeline([track(items)], [media]), width=WIDTH, height=HEIGHT)


@pytest.fixture
def pictures() -> ExactPictures:
    return ExactPictures()


def test_a_clip_as_it_is_is_coded_from_its_very_code_values(source: Media, pictures: ExactPictures) -> None:
    value = cut(source, (5, 3))
    target = target_of(value, ExportSettings())
    own = code_values(Path(source.path))[5:8]
    for picture, values in zip(drawn(value, range(3), target, pictures), own, strict=True):
        assert isinstance(picture, Stored)
        frame = coded_one(picture, target)
        assert all(np.array_equal(*pair) for pair in zip(plane_views(frame), values, strict=True))
    pictures.close()


@pytest.mark.parametrize("frame", [1, 8, 11, 18])
@pytest.mark.parametrize("pixel_format", ["yuv420p", "yuv420p10le"])
def test_the_short_way_shows_what_the_long_one_does(
    source: Media, pictures: ExactPictures, frame: int, pixel_format: str
) -> None:
    value = dissolve(source)
    target = target_of(value, ExportSettings(pixel_format=pixel_format))
    (short,) = drawn(value, [frame], target, pictures)
    assert isinstance(short, Stored)
    assert len(short.frames) == (2 if 6 <= frame < 14 else 1)
    long = from_rgb(compose(layers(value, frame), (WIDTH, HEIGHT), pictures), pixel_format, target.video)
    step = 4 if "10" in pixel_format else 1  # code values of what is one at 8 bits
    for one, other in zip(plane_views(coded_one(short, target)), plane_views(long), strict=True):
        assert np.abs(one.astype(int) - other).mean() < step
    pictures.close()


def test_whatever_is_done_to_a_clip_is_composed(source: Media, pictures: ExactPictures) -> None:
    plain = cut(source, (0, 8))
    target = target_of(plain, ExportSettings())
    (first,) = plain.tracks[0].clips
    for changed in (replace(first, look=Look(crop=Crop(left=0.5))), replace(first, fade_in=8)):
        value = replace(plain, tracks=(replace(plain.tracks[0], items=(changed,)),))
        assert stored(layers(value, 1), (WIDTH, HEIGHT), target, pictures) is None
    other_shape = replace(plain, width=WIDTH * 2)
    assert stored(layers(other_shape, 1), (WIDTH * 2, HEIGHT), target, pictures) is None, "there are bars beside it"
    pictures.close()


def code_values(path: Path) -> list[list[np.ndarray]]:
    import av

    with av.open(str(path)) as file:
        return [[view.copy() for view in plane_views(frame)] for frame in file.decode(video=0)]
