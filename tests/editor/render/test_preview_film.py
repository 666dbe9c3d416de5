"""What the monitor shows of files that are not plain: read from the file, and from its proxy."""

from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest

from editor.render.compose import compose
from editor.render.decoders import PreviewPictures
from editor.render.layers import Layer, Shot, Showing
from engine.media.info import ColourTags, VideoInfo
from engine.media.proxies import make_proxy
from engine.media.read import Frame
from engine.media.write import write_film, write_take
from tests.editor.render.counted import HEIGHT, RATE, WIDTH, film, number_of, numbered

GREY = np.full((HEIGHT, WIDTH, 3), 128, np.uint8)


class OneProxy:
    """The same for every film, where it is there."""

    def __init__(self, path: Path) -> None:
        self.path: Path | None = path
        self.broken: list[str] = []

    def proxy_of(self, path: str) -> Path | None:
        return self.path

    def tell_broken(self, path: str) -> None:
        self.broken.append(path)
        self.path = None


def seen(pictures: PreviewPictures, path: Path, time: Fraction = Fraction(0), width: int = WIDTH) -> np.ndarray:
    """[height, width, 4] BGRA."""
    size = width, width // 2
    return compose((Layer(Shot(Showing.MEDIA, str(path), time)),), size, pictures)


def plain_and_by_proxy(path: Path) -> list[PreviewPictures]:
    proxy = path.with_name("proxy.mov")
    make_proxy(path, proxy, lambda part: None)
    return [PreviewPictures(), PreviewPictures(OneProxy(proxy))]


def test_ten_bits_are_rounded_to_eight(tmp_path: Path) -> None:
    ramp = np.broadcast_to(np.linspace(0, 65_535, WIDTH)[None, :, None], (HEIGHT, WIDTH, 3)).round().astype(np.uint16)
    path = tmp_path / "ten.mp4"
    write_take(path, [ramp] * 3, VideoInfo(WIDTH, HEIGHT, RATE, bit_depth=10))
    for pictures in plain_and_by_proxy(path):
        assert np.abs(seen(pictures, path)[..., 1] - np.linspace(0, 255, WIDTH)[None]).max() < 6
        pictures.close()


@pytest.mark.parametrize(("transfer", "code", "shown"), [(16, 0.5807, 223), (18, 0.75, 226)])
def test_white_of_hdr_is_neither_grey_nor_clipped(tmp_path: Path, transfer: int, code: float, shown: int) -> None:
    path, video = tmp_path / "hdr.mp4", VideoInfo(WIDTH, HEIGHT, RATE, bit_depth=10)
    write_take(path, [np.full((HEIGHT, WIDTH, 3), round(code * 65_535), np.uint16)] * 3, tagged(video, transfer))
    for pictures in plain_and_by_proxy(path):
        assert np.abs(seen(pictures, path)[..., :3].astype(int) - shown).max() < 4
        pictures.close()


def tagged(video: VideoInfo, transfer: int) -> VideoInfo:
    return replace(video, colour=ColourTags(9, transfer, 9))


def test_what_a_phone_took_upright_stands_upright(tmp_path: Path) -> None:
    path = tmp_path / "phone.mov"
    lying = np.zeros((HEIGHT, WIDTH, 3), np.uint8)
    lying[:, : WIDTH // 4] = 255  # the left quarter: after a quarter turn clockwise, the top one
    write_film(tmp_path / "lying.mp4", [Frame(lying, Fraction(0))], VideoInfo(WIDTH, HEIGHT, RATE))
    turned(tmp_path / "lying.mp4", path)
    for pictures in plain_and_by_proxy(path):
        picture = seen(pictures, path, width=256)
        assert picture[16, 128, 1] > 240
        assert picture[64, 128, 1] < 16
        assert picture[16, 64, 1] < 16, "black bars beside it"
        pictures.close()


def turned(source: Path, target: Path) -> None:
    """The same packets, with a matrix that turns them a quarter clockwise."""
    with av.open(str(source)) as lying, av.open(str(target), "w") as container:
        stream = container.add_stream_from_template(lying.streams.video[0])
        for packet in lying.demux(video=0):
            if packet.dts is not None:
                packet.stream = stream
                container.mux(packet)
    content = bytearray(target.read_bytes())
    place = content.index(b"tkhd") + 4 + 4 + 20 + 16  # version and flags; times, id, duration; reserved to volume
    one = (1 << 16).to_bytes(4, "big")
    minus = (-(1 << 16)).to_bytes(4, "big", signed=True)
    zero = bytes(4)
    content[place : place + 32] = b"".join(
        (zero, one, zero, minus, zero, zero, (HEIGHT << 16).to_bytes(4, "big"), zero)
    )
    target.write_bytes(bytes(content))


def test_glass_lets_through_what_is_below(tmp_path: Path) -> None:
    below, glass = tmp_path / "below.mp4", tmp_path / "glass.mov"
    write_film(below, [Frame(GREY, Fraction(0))], VideoInfo(WIDTH, HEIGHT, RATE))
    half = np.dstack([np.full_like(GREY, 255), np.full((HEIGHT, WIDTH), 128, np.uint8)])
    write_take(glass, [half], VideoInfo(WIDTH, HEIGHT, RATE, alpha=True))
    pictures = PreviewPictures()
    layers = [Layer(Shot(Showing.MEDIA, str(path))) for path in (below, glass)]
    assert np.abs(compose(layers, (WIDTH, HEIGHT), pictures)[..., :3].astype(int) - 192).max() < 3
    pictures.close()


def test_frames_of_a_variable_rate_are_shown_from_their_own_time_on(tmp_path: Path) -> None:
    path, times = tmp_path / "phone.mov", [Fraction(n, 1000) for n in (0, 40, 80, 300, 340, 800, 840)]
    video = VideoInfo(WIDTH, HEIGHT, Fraction(25), variable=True)
    write_film(path, (Frame(numbered(index), time) for index, time in enumerate(times)), video)
    for pictures in plain_and_by_proxy(path):
        moments = [Fraction(index, 100) for index in range(84)]
        shown = [number_of(seen(pictures, path, moment)) for moment in moments]
        assert shown == [sum(time <= moment for time in times) - 1 for moment in moments]
        pictures.close()


def test_a_proxy_is_read_where_it_is_as_fine_as_what_is_wanted(tmp_path: Path) -> None:
    large = film(tmp_path / "film.mp4", 4)
    make_proxy(Path(film(tmp_path / "other.mp4", 8).path), tmp_path / "proxy.mov", lambda part: None)
    pictures = PreviewPictures(OneProxy(tmp_path / "proxy.mov"))
    for width, rough, quick, by_proxy in (
        (WIDTH, False, False, True),
        (2 * WIDTH, False, False, False),
        (2 * WIDTH, True, False, True),
        (2 * WIDTH, False, True, True),
    ):
        pictures.reading.begin(rough, quick)
        seen(pictures, Path(large.path), width=width)
        assert pictures.reading.by_proxy is by_proxy
        assert pictures.reading.is_fine is not (rough or quick)
    pictures.close()


@pytest.mark.parametrize("left", [0, 400])
def test_in_place_of_a_broken_proxy_the_film_is_read(tmp_path: Path, left: int) -> None:
    path, proxy = Path(film(tmp_path / "film.mp4", 4).path), tmp_path / "proxy.mov"
    make_proxy(path, proxy, lambda part: None)
    proxy.write_bytes(proxy.read_bytes()[:left])
    source = OneProxy(proxy)
    pictures = PreviewPictures(source)
    assert number_of(seen(pictures, path, Fraction(2, 24))) == 2
    assert source.broken == [str(path)]
    assert not pictures.reading.by_proxy
    pictures.close()
