"""A film or still as the preview reads it: soon rather than finely, and from its proxy where that is fine enough."""

from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from typing import Protocol

import numpy as np

from editor.render.compose import Placed
from editor.render.films import placing
from editor.render.inspected import inspected
from editor.render.placement import Size
from engine.errors import MediaError
from engine.media.decoder import Decoder
from engine.media.proxies import proxy_info

ODD = 1  # pixels: the sizes of proxies are even
NEXT = Fraction(1, 4)  # seconds that are decoded about as soon as a key frame
LookUp = Callable[[], None]


class ProxySource(Protocol):
    """Where proxies come from; asked from any thread."""

    def proxy_of(self, path: str) -> Path | None: ...

    def tell_broken(self, path: str) -> None: ...


class Superseded(Exception):
    """The picture that was being decoded for is wanted no more."""


def go_on() -> None:
    """Nobody can want anything else."""


class Reading:
    """How the pictures of several films are to be read, and what came of it since the last `begin`."""

    def __init__(self, look_up: LookUp = go_on) -> None:
        """look_up: called between two frames that are decoded; raises Superseded where that is to end."""
        self.look_up = look_up
        self.begin()

    def begin(self, rough: bool = False, quick: bool = False) -> None:
        """rough: of another moment near it, where that is sooner. quick: less finely, where that is sooner."""
        self.rough, self.quick = rough, quick
        self.by_proxy = False  # some were a proxy's
        self.is_near = False  # some may be of another moment
        self.is_fine = True  # none could be finer


class PreviewFilm:
    """BGRA, scaled where it is decoded.

    The proxy is read where no more pixels are wanted than it has, and for all that is wanted roughly or quickly; so
    what stands still at full quality is the film's own.
    """

    def __init__(self, path: Path, reading: Reading, proxies: ProxySource | None = None) -> None:
        """Raises what Decoder raises."""
        self.last = Fraction(0)
        self._path, self._reading, self._proxies = path, reading, proxies
        self._info = inspected(path)
        self._film: Decoder | None = None
        self._proxy: tuple[Path, Decoder] | None = None
        self._unreadable: Path | None = None  # a proxy
        self._goes_on = False  # the film is read from `last` on; not after a key frame alone, or after its proxy
        if self._open_proxy() is None:
            self._open_film()

    def placed(self, time: Fraction, size: Size, scale: float = 1.0) -> Placed:
        video = self._info.video
        assert video is not None, "it was opened"
        place, wanted = placing(video, size, scale)
        pixels = self._from_proxy(time, wanted)
        if pixels is None:
            pixels = self._from_film(time, wanted)
        return Placed(pixels, place, not video.alpha)

    def holds(self, time: Fraction) -> bool:
        return self._proxy is not None or (self._film is not None and self._film.holds(time))

    def begins(self, time: Fraction) -> Fraction:
        """As Decoder's; a proxy's picture is there by itself."""
        return time if self._proxy is not None or self._film is None else self._film.begins(time)

    def close(self) -> None:
        for decoder in (self._film, self._proxy[1] if self._proxy else None):
            if decoder is not None:
                decoder.close()

    def _from_proxy(self, time: Fraction, wanted: Size) -> np.ndarray | None:
        """None where the film itself is to be read. Any moment of a proxy is there at once."""
        reading, proxy = self._reading, self._open_proxy()
        if proxy is None:
            return None
        fits = wanted[0] <= proxy.video.width + ODD and wanted[1] <= proxy.video.height + ODD
        if not (fits or reading.rough or reading.quick):
            return None
        try:
            pixels = proxy.picture(time, wanted, reading.quick or not fits).image
        except MediaError:
            self._give_up()
            return None
        self._goes_on, self.last = False, time
        reading.by_proxy = True
        reading.is_fine &= fits and not reading.quick
        return pixels

    def _from_film(self, time: Fraction, wanted: Size) -> np.ndarray:
        reading, film = self._reading, self._open_film()
        near = reading.rough and not (self._goes_on and 0 <= time - self.last <= NEXT)
        self._goes_on, self.last = False, time  # also where it is interrupted: it is on the way there
        reading.is_near |= near
        reading.is_fine &= not (near or reading.quick)
        if near:
            return film.keyframe_picture(time, wanted).image
        image = film.picture(time, wanted, reading.quick).image
        self._goes_on = True
        return image

    def _open_film(self) -> Decoder:
        if self._film is None:
            self._film = Decoder(self._path, self._info, self._reading.look_up)
        return self._film

    def _open_proxy(self) -> Decoder | None:
        """That which there is now: it may have been made, removed or switched off since the last picture."""
        path = self._proxies.proxy_of(str(self._path)) if self._proxies else None
        if self._proxy is not None and self._proxy[0] != path:
            self._proxy[1].close()
            self._proxy = None
        if path is None:
            self._unreadable = None
        if path is None or path == self._unreadable or self._info.video is None:
            return None
        if self._proxy is None:
            try:
                self._proxy = path, Decoder(path, proxy_info(path, self._info))
            except MediaError:
                self._unreadable = path
                self._give_up()
                return None
        return self._proxy[1]

    def _give_up(self) -> None:
        """It is made anew under the same name; until then the film is read."""
        if self._proxy is not None:
            self._unreadable = self._proxy[0]
            self._proxy[1].close()
            self._proxy = None
        if self._proxies is not None:
            self._proxies.tell_broken(str(self._path))
