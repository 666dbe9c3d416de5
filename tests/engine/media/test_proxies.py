"""Proxies: the film's own pictures at the film's own times, only smaller and each for itself."""

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

from engine.errors import Cancelled, MediaError
from engine.media.decoder import Decoder
from engine.media.info import VideoInfo
from engine.media.inspection import inspect_media
from engine.media.probe import probe
from engine.media.proxies import make_proxy, proxy_info, proxy_size
from engine.media.read import Frame
from engine.media.service import MediaService
from engine.media.write import write_film, write_take
from tests.engine.media.clips import SMALL, make_film, moving_square
from tests.engine.media.test_service import BREAKING, WAIT

TIMES = [Fraction(n, 90_000) for n in (0, 3003, 9009, 12_012, 30_030, 33_033, 60_000)]  # of a variable rate


def both(path: Path, folder: Path) -> tuple[Decoder, Decoder]:
    """The film and its proxy, open."""
    told: list[float] = []
    make_proxy(path, folder / "proxies" / "proxy.mov", told.append)
    assert told == sorted(told)
    assert told[-1] == 1.0
    info = inspect_media(path)
    return Decoder(path, info), Decoder(
        folder / "proxies" / "proxy.mov", proxy_info(folder / "proxies/proxy.mov", info)
    )


def moments(step: Fraction, until: Fraction) -> Iterator[Fraction]:
    return (index * step for index in range(int(until / step) + 1))


def assert_alike(film: Decoder, proxy: Decoder, step: Fraction = Fraction(1, 97)) -> None:
    """The same picture, to the noise of JPEG, in the same stretch of time."""
    for time in moments(step, film.info.duration):
        own, copy = (each.picture(time, (128, 96)) for each in (film, proxy))
        assert (copy.start, copy.end) == (own.start, own.end)
        assert np.abs(copy.image.astype(int) - own.image).mean() < 2


def test_a_proxy_shows_the_same_picture_at_every_moment(tmp_path: Path) -> None:
    assert_alike(*both(make_film(tmp_path / "film.mp4", 24), tmp_path))


def test_a_proxy_of_a_variable_rate_keeps_each_pictures_own_time(tmp_path: Path) -> None:
    path, video = tmp_path / "phone.mov", replace(SMALL, rate=Fraction(30), variable=True)
    write_film(path, map(Frame, moving_square(len(TIMES)), TIMES), video)
    assert probe(path).video.variable  # type: ignore[union-attr]
    film, proxy = both(path, tmp_path)
    for time in moments(Fraction(1, 120), film.info.duration):
        own, copy = film.picture(time), proxy.picture(time)
        assert abs(own.start - copy.start) < Fraction(1, 500_000)
        assert np.abs(copy.image.astype(int) - own.image).mean() < 2


def test_a_proxy_is_found_at_any_place_without_decoding_what_is_before_it(tmp_path: Path) -> None:
    _, proxy = both(make_film(tmp_path / "film.mp4", 24), tmp_path)
    assert proxy.keyframe_picture(Fraction(17, 24)).start == Fraction(17, 24)


@pytest.mark.parametrize(
    ("video", "size"),
    [
        (VideoInfo(1920, 1080, Fraction(24)), (960, 540)),
        (VideoInfo(3840, 2160, Fraction(24)), (960, 540)),
        (VideoInfo(1080, 1920, Fraction(24)), (540, 960)),
        (VideoInfo(1440, 1080, Fraction(25), sample_aspect=Fraction(4, 3)), (960, 540)),
        (VideoInfo(320, 180, Fraction(24)), (320, 180)),
        (VideoInfo(4096, 1716, Fraction(24)), (1288, 540)),
    ],
)
def test_the_shorter_side_of_a_proxy_has_540_pixels_at_most(video: VideoInfo, size: tuple[int, int]) -> None:
    assert proxy_size(video) == size


def test_a_transparent_film_and_a_still_have_no_proxy(tmp_path: Path) -> None:
    glass = replace(SMALL, alpha=True)
    images = [np.dstack([image, np.full(image.shape[:2], 99, np.uint8)]) for image in moving_square(3)]
    write_take(tmp_path / "glass.mov", images, glass)
    with pytest.raises(MediaError, match="transparent"):
        make_proxy(tmp_path / "glass.mov", tmp_path / "proxy.mov", lambda part: None)
    assert not (tmp_path / "proxy.mov").exists()


def test_the_service_tells_how_far_a_proxy_is(tmp_path: Path) -> None:
    path, told = make_film(tmp_path / "film.mp4", 12), []
    service = MediaService()
    made = service.proxy(path, tmp_path / "proxy.mov", told.append)
    assert made.result(WAIT) == tmp_path / "proxy.mov"
    service.close()
    assert len(told) == 12
    assert told[-1] == 1.0


def test_a_proxy_that_is_being_made_can_be_stopped(tmp_path: Path) -> None:
    service = MediaService(module=BREAKING)
    making = service.proxy(make_film(tmp_path / "slow.mp4", 3), tmp_path / "proxy.mov", lambda part: None)
    while not (tmp_path / "started").exists():
        assert not making.done()
    service.cancel(making)
    with pytest.raises(Cancelled):
        making.result(WAIT)
    service.close()
    assert not (tmp_path / "proxy.mov").exists()
