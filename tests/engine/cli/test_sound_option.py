"""What is heard under new frames, as it is typed and as it is asked for from Python."""

from fractions import Fraction

import pytest

from engine.asking import bridge_request, extend_request
from engine.cli.arguments import parser, request_from
from engine.errors import RequestError
from engine.requests import Request, Sound


def typed(*words: str) -> Request:
    options = parser("1").parse_args([*words, "--seconds", "1", "-o", "film.mp4"])
    return request_from(options, lambda clip: Fraction(24))


@pytest.mark.parametrize("kind", list(Sound))
def test_each_kind_of_sound_can_be_typed_for_both_tasks(kind: Sound) -> None:
    assert typed("extend", "a.mp4", "--sound", kind.value).sound is kind
    assert typed("bridge", "a.mp4", "b.mp4", "--sound", kind.value).sound is kind


def test_room_tone_is_what_is_made_where_nothing_is_said() -> None:
    assert typed("extend", "a.mp4").sound is Sound.ROOM_TONE
    assert extend_request("a.mp4", seconds=1, output="film.mp4").sound is Sound.ROOM_TONE
    assert bridge_request("a.mp4", "b.mp4", seconds=1, output="film.mp4", sound="leave").sound is Sound.LEAVE


def test_a_sound_that_there_is_not_is_refused_with_those_there_are() -> None:
    with pytest.raises(RequestError, match="room-tone"):
        typed("extend", "a.mp4", "--sound", "trumpets")
    with pytest.raises(RequestError, match="silence, room-tone, leave"):
        extend_request("a.mp4", seconds=1, output="film.mp4", sound="trumpets")
