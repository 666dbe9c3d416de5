"""The open files of one thread: few at a time, and each where it was left."""

import time
from collections.abc import Callable, Iterable
from dataclasses import replace
from fractions import Fraction
from functools import partial
from pathlib import Path
from typing import Any, Generic, TypeVar

import numpy as np

from editor.render.compose import Placed
from editor.render.films import ExactFilm, Film
from editor.render.layers import Shot, Showing
from editor.render.looks.appearance import AS_IT_IS
from editor.render.looks.dressing import dressed
from editor.render.looks.grading import TableUnreadable
from editor.render.placeholders import missing_picture, pending_picture
from editor.render.placement import Place, Size
from editor.render.preview_film import LookUp, PreviewFilm, ProxySource, Reading, go_on
from editor.timeline.looks import Grade
from engine.errors import MediaError
from engine.media.decoder import Stored

MOST = 8  # open files
MOST_OF_ONE = 2  # of the same file: the two sides of a cut within it
NEAR = 1  # seconds ahead to which going on in an open file is quick
COLOURS = {Showing.BLACK: 0, Showing.WHITE: 255}
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

    def holds(self, path: str, moment: Fraction) -> bool:
        """Whether an open one has the picture at `moment` there without decoding."""
        return any(own == path and film.holds(moment) for own, film in self._films)

    def close(self) -> None:
        for _, film in self._films:
            film.close()
        self._films.clear()

    def _best(self, path: str, moment: Fraction) -> int | None:
        """None where another one is to be opened."""
        same = [index for index, (own, _) in enumerate(self._films) if own == path]
        held = [index for index in same if self._films[index][1].holds(moment)]
        if held:
            return held[-1]
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


class Tables:
    """Dresses pictures in the looks of their clips; a look-up table that can't be read is left out and told of once."""

    def __init__(self, is_bgra: bool) -> None:
        """is_bgra: of the pictures, which are RGB else."""
        self._is_bgra = is_bgra
        self.unreadable: dict[str, TableUnreadable] = {}  # by path
        self._told: set[str] = set()

    def dressed(self, placed: Placed, shot: Shot, size: Size) -> Placed:
        look = shot.appearance
        if look is None:
            return placed
        if shot.showing is not Showing.MEDIA:
            look = replace(look, grade=Grade())  # the colour of a placeholder says what it is
        try:
            return dressed(placed, look, size, self._is_bgra)
        except TableUnreadable as error:
            self.unreadable[look.grade.lut] = error
            return dressed(placed, replace(look, grade=replace(look.grade, lut="")), size, self._is_bgra)

    def news(self) -> list[TableUnreadable]:
        """Those found since this was last asked."""
        found = [error for path, error in self.unreadable.items() if path not in self._told]
        self._told.update(self.unreadable)
        return found


class PreviewPictures:
    """BGRA for the screen; what cannot be read is shown as missing."""

    channels = 4

    def __init__(self, proxies: ProxySource | None = None, look_up: LookUp = go_on) -> None:
        self.reading = Reading(look_up)
        self._decoders = Decoders(partial(PreviewFilm, reading=self.reading, proxies=proxies))
        self.failed = False  # something was missing since this was last set
        self.tables = Tables(is_bgra=True)

    def placed(self, shot: Shot, size: Size) -> Placed:
        try:
            placed = _placed(shot, size, self._decoders, self.channels)
        except MediaError:
            self.failed = True
            placed = _filling(missing_picture(size), self.channels, Place(0, 0, *size).scaled(_scale(shot)))
        return self.tables.dressed(placed, shot, size)

    def hold(self, shots: Iterable[Shot]) -> bool:
        """Whether nothing has to be decoded for these shots of media."""
        return all(self._decoders.holds(shot.path, shot.time) for shot in shots)

    def begins(self, shot: Shot) -> Fraction:
        """The moment of its film that a shot of media is decoded from; its own where that is not known, or held."""
        try:
            return self._decoders.film(shot.path, shot.time).begins(shot.time)
        except MediaError:
            return shot.time

    def close(self) -> None:
        self._decoders.close()


class ExactPictures:
    """RGB for files; what cannot be read is an error."""

    channels = 3

    def __init__(self) -> None:
        self._decoders = Decoders(ExactFilm)
        self.damaged: set[str] = set()  # paths of which a picture was asked for that cannot be decoded
        self.tables = Tables(is_bgra=False)

    def placed(self, shot: Shot, size: Size) -> Placed:
        """Raises MediaError."""
        placed = _placed(shot, size, self._decoders, self.channels)
        if placed.damaged:
            self.damaged.add(shot.path)
        return self.tables.dressed(placed, shot, size)

    def stored(self, shot: Shot) -> Stored:
        """What a shot of media shows, in its file's own code. Raises MediaError."""
        stored = self._decoders.film(shot.path, shot.time).stored(shot.time)
        if stored.damaged:
            self.damaged.add(shot.path)
        return stored

    def close(self) -> None:
        self._decoders.close()


def _placed(shot: Shot, size: Size, decoders: Decoders[Any], channels: int) -> Placed:
    if shot.showing in COLOURS:
        pixels = np.full((size[1], size[0], channels), COLOURS[shot.showing], np.uint8)
        pixels[..., 3:] = 255
        return Placed(pixels, Place(0, 0, *size), opaque=True)
    scale = _scale(shot)
    whole = Place(0, 0, *size).scaled(scale)
    if shot.showing is Showing.MISSING:
        return _filling(missing_picture(size), channels, whole)
    if not shot.path:
        return _filling(pending_picture(size), channels, whole)
    placed = decoders.film(shot.path, shot.time).placed(shot.time, size, scale)
    if shot.showing is Showing.MEDIA:
        return placed
    last = placed.pixels[..., 2::-1] if channels == 4 else placed.pixels
    return _filling(pending_picture((last.shape[1], last.shape[0]), last), channels, placed.place)


def _scale(shot: Shot) -> float:
    return (shot.appearance or AS_IT_IS).drawn_scale


def _filling(rgb: np.ndarray, channels: int, place: Place) -> Placed:
    if channels == 4:
        rgb = np.dstack([rgb[..., ::-1], np.full(rgb.shape[:2], 255, np.uint8)])
    return Placed(np.ascontiguousarray(rgb), place, opaque=True)
