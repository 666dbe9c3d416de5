"""The open files of one thread: few at a time, and each where it was left."""

import time
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from typing import Any, Generic, TypeVar

import numpy as np

from editor.render.compose import Placed
from editor.render.films import ExactFilm, Film, PreviewFilm
from editor.render.layers import Shot, Showing
from editor.render.placeholders import missing_picture, pending_picture
from editor.render.placement import Place, Size
from engine.errors import MediaError

MOST = 8  # open files
MOST_OF_ONE = 2  # of the same file: the two sides of a cut within it
NEAR = 1  # seconds ahead to which going on in an open file is quick
RETRY = 2.0  # seconds after which a file that could not be opened is tried again

AnyFilm = TypeVar("AnyFilm", bound=Film)


class Decoders(Generic[AnyFilm]):
    """Opens files as they are asked for and closes those not used longest. Used by one thread."""

    def __init__(self, open_film: Callable[[Path], AnyFilm], most: int = MOST) -> None:
        self._open_film = open_film
        self._most = most
        self._films: list[tuple[str, AnyFilm]] = []  # the one used last comes last
        self._failed: dict[str, tuple[float, MediaError]] = {}

    def __len__(self) -> int:
        return len(self._films)

    def film(self, path: str, moment: Fraction) -> AnyFilm:
        """The open one that comes to `moment` soonest. Raises what opening raises, for a while without trying."""
        index = self._best(path, moment)
        entry = self._films.pop(index) if index is not None else (path, self._opened(path))
        self._films.append(entry)
        while len(self._films) > self._most:
            self._films.pop(0)[1].close()
        return entry[1]

    def close(self) -> None:
        for _, film in self._films:
            film.close()
        self._films.clear()

    def _best(self, path: str, moment: Fraction) -> int | None:
        """None where another one is to be opened."""
        same = [index for index, (own, _) in enumerate(self._films) if own == path]
        near = [index for index in same if 0 <= moment - self._films[index][1].last <= NEAR]
        if near:
            return min(near, key=lambda index: moment - self._films[index][1].last)
        return same[0] if len(same) >= MOST_OF_ONE else None

    def _opened(self, path: str) -> AnyFilm:
        when, error = self._failed.get(path, (0.0, None))
        if error is not None and time.monotonic() - when < RETRY:
            raise error
        try:
            film = self._open_film(Path(path))
        except MediaError as reason:
            self._failed[path] = (time.monotonic(), reason)
            raise
        self._failed.pop(path, None)
        return film


class PreviewPictures:
    """BGRA for the screen; what cannot be read is shown as missing."""

    channels = 4

    def __init__(self) -> None:
        self._decoders = Decoders(PreviewFilm)
        self.failed = False  # something was missing since this was last set
        self.rough = False  # a picture near the one asked for will do

    def placed(self, shot: Shot, size: Size) -> Placed:
        try:
            if self.rough and shot.showing is Showing.MEDIA:
                return self._decoders.film(shot.path, shot.time).near(shot.time, size)
            return _placed(shot, size, self._decoders, self.channels)
        except MediaError:
            self.failed = True
            return _filling(missing_picture(size), size, self.channels)

    def close(self) -> None:
        self._decoders.close()


class ExactPictures:
    """RGB for files; what cannot be read is an error."""

    channels = 3

    def __init__(self) -> None:
        self._decoders = Decoders(ExactFilm)
        self.damaged: set[str] = set()  # paths of which a picture was asked for that cannot be decoded

    def placed(self, shot: Shot, size: Size) -> Placed:
        """Raises MediaError."""
        placed = _placed(shot, size, self._decoders, self.channels)
        if placed.damaged:
            self.damaged.add(shot.path)
        return placed

    def close(self) -> None:
        self._decoders.close()


def _placed(shot: Shot, size: Size, decoders: Decoders[Any], channels: int) -> Placed:
    if shot.showing is Showing.MISSING:
        return _filling(missing_picture(size), size, channels)
    if not shot.path:
        return _filling(pending_picture(size), size, channels)
    placed = decoders.film(shot.path, shot.time).placed(shot.time, size)
    if shot.showing is Showing.MEDIA:
        return placed
    last = placed.pixels[..., 2::-1] if channels == 4 else placed.pixels
    return _filling(pending_picture(placed.place.size, last), placed.place.size, channels, placed.place)


def _filling(rgb: np.ndarray, size: Size, channels: int, place: Place | None = None) -> Placed:
    if channels == 4:
        rgb = np.dstack([rgb[..., ::-1], np.full(rgb.shape[:2], 255, np.uint8)])
    return Placed(np.ascontiguousarray(rgb), place or Place(0, 0, *size), opaque=True)
