"""Which media proxies can be made of."""

from dataclasses import replace
from fractions import Fraction

import pytest

from editor.actions.proxying import can_have_one, make_proxies
from editor.timeline.errors import EditError
from editor.timeline.model import Media, MediaId, Picture, SoundTrack, new_timeline
from tests.editor.actions.bench import on_bench

PICTURE = Picture(1920, 1080, Fraction(24))
FILM = Media(MediaId("film"), "film.mp4", "film", Fraction(10), PICTURE)
SOUND = Media(MediaId("song"), "song.wav", "song", Fraction(10), None, SoundTrack(48_000, 2))
STILL = Media(MediaId("still"), "still.png", "still", Fraction(0), PICTURE)
GLASS = Media(MediaId("glass"), "glass.mov", "glass", Fraction(10), replace(PICTURE, alpha=True))


def test_only_films_that_are_not_transparent_have_proxies() -> None:
    assert [media.id for media in (FILM, SOUND, STILL, GLASS) if can_have_one(media)] == [FILM.id]


def test_asked_for_where_there_can_be_none_it_says_so() -> None:
    bench = on_bench(replace(new_timeline(), media=(SOUND, GLASS)))
    with pytest.raises(EditError, match="Only films without transparency"):
        make_proxies(bench.session, [SOUND.id, GLASS.id])
