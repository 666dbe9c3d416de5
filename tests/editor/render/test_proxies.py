"""Proxies of the pool's films: made in turn, found again, mended, and kept within bounds."""

import os
import shutil
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from editor.render.proxies import Progress, Proxies, State
from editor.render.proxies.folder import ProxyFolder
from editor.render.proxies.heavy import is_heavy
from editor.timeline.model import Media, Picture
from engine.errors import Cancelled, LongtakeError, MediaError, NoSpace
from engine.media.info import VideoInfo
from engine.media.proxies import make_proxy
from engine.media.write import timed, write_film
from tests.editor.render.counted import HEIGHT, RATE, WIDTH, film, media_of, numbered

Tell = Callable[[float], None]


class HeldService:
    """Makes a proxy when it is told to."""

    def __init__(self) -> None:
        self.orders: list[tuple[Path, Path, Tell, Future[Path]]] = []

    def proxy(self, path: Path, target: Path, tell: Tell) -> "Future[Path]":
        self.orders.append((path, target, tell, Future()))
        return self.orders[-1][3]

    def cancel(self, future: "Future[Path]") -> None:
        if not future.done():
            future.set_exception(Cancelled("stopped"))

    def make(self) -> None:
        path, target, tell, future = self.orders[-1]
        make_proxy(path, target, tell)
        future.set_result(target)

    def refuse(self, error: LongtakeError) -> None:
        self.orders[-1][3].set_exception(error)


class Shelf:
    """Two films, and proxies of them over one service."""

    def __init__(self, folder: Path, qtbot: QtBot, **how: Any) -> None:
        self.folder, self.service, self.qtbot = folder, HeldService(), qtbot
        self.media = [film(folder / f"{name}.mp4", count) for name, count in (("surf", 4), ("bird", 6))]
        self.surf, self.bird = (media.path for media in self.media)
        self.proxies = self.opened(**how)

    def opened(self, **how: Any) -> Proxies:
        service: Any = self.service
        return Proxies(service, self.folder / "proxies", **how)

    def until(self, path: str, state: State, proxies: Proxies | None = None) -> None:
        stands = proxies or self.proxies
        self.qtbot.waitUntil(lambda: stands.progress(path).state is state)

    def ordered(self, count: int) -> None:
        self.qtbot.waitUntil(lambda: len(self.service.orders) == count)

    def made(self) -> None:
        """The proxy of surf."""
        self.proxies.make([self.surf])
        self.ordered(1)
        self.service.make()
        self.until(self.surf, State.READY)


@pytest.fixture
def shelf(tmp_path: Path, qtbot: QtBot) -> Iterator[Shelf]:
    shelf = Shelf(tmp_path, qtbot)
    yield shelf
    shelf.proxies.close()


def test_proxies_are_made_one_after_another_and_tell_how_far_they_are(shelf: Shelf) -> None:
    told: list[Progress] = []
    shelf.proxies.changed.connect(lambda path: told.append(shelf.proxies.progress(path)))
    shelf.proxies.make([shelf.surf, shelf.bird])
    shelf.ordered(1)
    assert shelf.proxies.progress(shelf.bird) == Progress(State.WAITING)
    shelf.service.make()
    shelf.ordered(2)
    assert shelf.proxies.progress(shelf.surf) == Progress(State.READY, 1.0)
    assert Progress(State.MAKING, 0.5) in told
    assert shelf.proxies.proxy_of(shelf.bird) is None


def test_a_proxy_is_found_again_at_the_next_start_also_where_the_film_was_moved(shelf: Shelf) -> None:
    shelf.made()
    moved = shelf.folder / "elsewhere.mp4"
    shutil.move(shelf.surf, moved)
    later = shelf.opened()
    later.follow([media_of(moved, Fraction(1), Picture(WIDTH, HEIGHT, RATE))])
    shelf.until(str(moved), State.READY, later)
    assert later.proxy_of(str(moved)) == shelf.proxies.proxy_of(shelf.surf)
    later.close()


def test_all_proxies_on_the_disk_can_be_deleted_also_those_of_other_projects(shelf: Shelf, qtbot: QtBot) -> None:
    shelf.made()
    others = shelf.folder / "proxies" / "other.mov"
    others.touch()
    shelf.proxies.make([shelf.bird])
    shelf.ordered(2)
    shelf.proxies.clear()
    qtbot.waitUntil(lambda: not others.exists() and not list(others.parent.glob("*.mov")))
    shelf.until(shelf.bird, State.NONE)
    assert shelf.proxies.progress(shelf.surf).state is State.NONE
    assert shelf.proxies.proxy_of(shelf.surf) is None
    assert Path(shelf.surf).exists()


def test_switched_off_the_films_themselves_are_read(shelf: Shelf, qtbot: QtBot) -> None:
    shelf.made()
    with qtbot.waitSignal(shelf.proxies.switched):
        shelf.proxies.use(False)
    assert shelf.proxies.proxy_of(shelf.surf) is None
    shelf.proxies.use(True)
    assert shelf.proxies.proxy_of(shelf.surf) is not None


def test_what_waits_or_is_being_made_can_be_stopped(shelf: Shelf) -> None:
    shelf.proxies.make([shelf.surf, shelf.bird])
    shelf.ordered(1)
    shelf.proxies.stop([shelf.bird, shelf.surf])
    shelf.until(shelf.surf, State.NONE)
    assert shelf.proxies.progress(shelf.bird).state is State.NONE
    assert len(shelf.service.orders) == 1


def test_a_film_that_cannot_be_read_is_told_of_and_the_next_one_is_made(shelf: Shelf) -> None:
    errors: list[LongtakeError] = []
    shelf.proxies.failed.connect(errors.append)
    shelf.proxies.make([shelf.surf, shelf.bird])
    shelf.ordered(1)
    shelf.service.refuse(MediaError("surf.mp4 is damaged."))
    shelf.ordered(2)
    assert [error.what for error in errors] == ["surf.mp4 is damaged."]
    assert shelf.proxies.progress(shelf.surf).state is State.FAILED


def test_a_broken_proxy_is_made_anew_once(shelf: Shelf) -> None:
    shelf.made()
    for orders in (2, 2):
        shelf.proxies.tell_broken(shelf.surf)
        shelf.ordered(orders)
        if shelf.proxies.progress(shelf.surf).state is State.MAKING:
            shelf.service.make()
            shelf.until(shelf.surf, State.READY)
    assert shelf.proxies.progress(shelf.surf).state is State.NONE


def test_a_deleted_proxy_leaves_the_disk(shelf: Shelf, qtbot: QtBot) -> None:
    shelf.made()
    place = shelf.proxies.proxy_of(shelf.surf)
    assert place is not None
    shelf.proxies.delete([shelf.surf])
    qtbot.waitUntil(lambda: not place.exists())
    assert shelf.proxies.proxy_of(shelf.surf) is None


def test_where_all_the_room_is_used_it_says_so(tmp_path: Path, qtbot: QtBot) -> None:
    shelf = Shelf(tmp_path, qtbot, most=100)
    errors: list[LongtakeError] = []
    shelf.proxies.failed.connect(errors.append)
    shelf.made()
    shelf.proxies.make([shelf.bird])
    shelf.until(shelf.bird, State.FAILED)
    assert isinstance(errors[0], NoSpace)
    assert shelf.proxies.proxy_of(shelf.surf) is not None
    shelf.proxies.close()


def test_the_proxies_used_longest_ago_make_room_for_others(tmp_path: Path) -> None:
    folder, old, used, new = ProxyFolder(tmp_path, most=250), *(tmp_path / f"{name}.mov" for name in "abc")
    for age, path in enumerate((new, old, used)):
        path.write_bytes(bytes(100))
        os.utime(path, (1000 - age, 1000 - age))
    assert folder.make_room({used})
    assert [path.exists() for path in (used, old, new)] == [True, False, True]
    folder.bound(150)
    assert folder.make_room({used})
    assert [path.exists() for path in (used, new)] == [True, False]


def test_what_a_stopped_process_left_is_removed_at_the_start(tmp_path: Path) -> None:
    left, whole = tmp_path / ".a.mov.1234abcd.part", tmp_path / "a.mov"
    for path in (left, whole):
        path.touch()
    ProxyFolder(tmp_path).clear_unfinished()
    assert (left.exists(), whole.exists()) == (False, True)


@pytest.mark.parametrize(("width", "seconds", "heavy"), [(1920, 2, True), (1920, 1, False), (1280, 2, False)])
def test_long_films_of_full_size_are_heavy(tmp_path: Path, width: int, seconds: int, heavy: bool) -> None:
    path = tmp_path / "film.mp4"
    images = (numbered(index, width, 32) for index in range(seconds * 4))
    write_film(path, timed(images, Fraction(4)), VideoInfo(width, 32, Fraction(4)))
    assert is_heavy(path) is heavy


def test_a_heavy_film_gets_its_proxy_without_being_asked_for(
    shelf: Shelf, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    monkeypatch.setattr("editor.render.proxies.looking.is_heavy", lambda path: path.stem == "surf")
    shelf.proxies.follow(shelf.media)
    shelf.until(shelf.surf, State.WAITING)
    assert not shelf.service.orders, "nobody waits for it: what came in is looked at first"
    shelf.proxies.make([shelf.bird])
    shelf.ordered(1)
    assert shelf.service.orders[0][0] == Path(shelf.surf)


def test_films_that_left_the_pool_get_none(shelf: Shelf) -> None:
    shelf.proxies.make([shelf.surf, shelf.bird])
    shelf.ordered(1)
    shelf.proxies.follow([])
    shelf.until(shelf.surf, State.NONE)
    assert shelf.proxies.progress(shelf.bird).state is State.NONE
    assert len(shelf.service.orders) == 1


def test_where_the_user_wants_none_made_none_is_made(shelf: Shelf, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[Media] = []
    monkeypatch.setattr("editor.render.proxies.looking.is_heavy", lambda path: bool(seen.append(path)) or True)
    shelf.proxies.automatic = False
    shelf.proxies.follow(shelf.media)
    shelf.qtbot.waitUntil(lambda: len(seen) == 2)
    shelf.qtbot.wait(1)
    assert shelf.proxies.progress(shelf.surf).state is State.NONE
