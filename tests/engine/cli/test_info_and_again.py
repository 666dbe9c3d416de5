"""`info` and `again` as they are typed, and what they print."""

import json
from fractions import Fraction

import pytest

from engine.asking import extend_request
from engine.cli import main
from engine.cli.about import as_printed
from engine.generation.origins import origin_of
from engine.media.origin import written_into_takes
from engine.media.write import write_take
from engine.requests import GenerateRequest, Keyframe, Outputs, Sampling, Source
from tests.engine.fakes import FakeHost
from tests.engine.media.clips import SMALL, STEREO, make_film, moving_square, tone


@pytest.fixture
def clip(tmp_path):
    return make_film(tmp_path / "clip.mp4", 24, sound=tone(1, STEREO))


@pytest.fixture
def take(clip, tmp_path):
    """The second take of its job."""
    request = extend_request(clip, seconds=0.5, output=tmp_path / "film.mp4", prompt="a\33[31m wave", seed=3, takes=4)
    with written_into_takes(origin_of(request, 1)):
        write_take(tmp_path / "clip, after, take 2.mp4", moving_square(6), SMALL)
    return tmp_path / "clip, after, take 2.mp4"


def said(capsys, *arguments, host=None):
    """The exit code, and what was printed."""
    code = main([str(argument) for argument in arguments], host or FakeHost())
    return code, capsys.readouterr()


def test_what_a_film_is_is_told_in_words(clip, capsys):
    code, printed = said(capsys, "info", clip)
    assert code == 0
    assert printed.out.splitlines()[:4] == [
        "clip.mp4: 1.0 s.",
        "Picture: 128 x 96 at 24 fps, h264.",
        "Colour: Rec.709, limited range, 8 bits, 4:2:0.",
        "Sound: aac, 48000 Hz, stereo.",
    ]
    assert "It does not say how it was made." in printed.out


def test_how_a_take_was_made_is_told_in_words(take, clip, capsys):
    code, printed = said(capsys, "info", take)
    assert code == 0
    lines = printed.out.splitlines()
    assert "Made by Longtake built-in model (built-in), seed 4." in lines
    assert "  duration: 0.5 s" in lines
    assert "  prompt: a?[31m wave" in lines  # what moves a terminal's cursor is not printed
    assert f"Source: {clip} is there, unchanged." in lines
    assert lines[-1] == f'Make it again: longtake again "{take}"'


def test_pictures_given_on_the_way_and_an_own_matrix_are_told(tmp_path, capsys):
    still = Source(make_film(tmp_path / "still.mp4", 5))
    keyframes = (Keyframe(still), Keyframe(still, Fraction(1, 2), 0.25))
    sampling = Sampling(sigmas=((1.0, 1.0, 0.5), (0.0, 0.0, 0.0)))
    request = GenerateRequest(
        duration=Fraction(1),
        keyframes=keyframes,
        sampling=sampling,
        rate=Fraction(24000, 1001),
        outputs=Outputs(tmp_path),
    )
    with written_into_takes(origin_of(request, 0)):
        write_take(tmp_path / "take.mp4", moving_square(2), SMALL)
    lines = said(capsys, "info", tmp_path / "take.mp4")[1].out.splitlines()
    assert "  keyframes: source still.mp4 at 0 s noise 0, source still.mp4 at 0.5 s noise 0.25" in lines
    assert "  sigmas: an own matrix, 2 x 3 (one row a step and a last one, one value a latent frame)" in lines
    assert "  rate: 23.976" in lines


def test_what_became_of_the_sources_is_told(take, clip, capsys):
    clip.write_bytes(clip.read_bytes() + b"more")
    assert f"Source: {clip} has changed" in said(capsys, "info", take)[1].out
    clip.unlink()
    assert f"Source: {clip} is not there." in said(capsys, "info", take)[1].out


def test_the_same_as_json(take, clip, capsys):
    answer = json.loads(said(capsys, "info", "--json", take)[1].out)
    assert (answer["command"], answer["task"], answer["file"]["video"]["width"]) == ("info", "extend", 128)
    assert (answer["take"]["origin"]["seed"], answer["take"]["sources"][0]["fate"]) == (4, "there")
    assert json.loads(said(capsys, "info", "--json", clip)[1].out)["take"] is None


def test_what_is_no_film_at_all_is_said_so(tmp_path, capsys):
    (tmp_path / "notes.txt").write_text("hello")
    code, printed = said(capsys, "info", tmp_path / "notes.txt")
    assert code == 3
    assert "is not a video we can read" in printed.err


def test_text_that_is_none_can_be_printed():
    assert as_printed("a\udcff\x9b\nb") == "a??\nb"


def test_again_asks_for_that_take_alone_and_beside_the_old_one(take, clip, tmp_path, capsys):
    host = FakeHost()
    code, _ = said(capsys, "again", take, "-o", tmp_path / "film 2.mp4", host=host)
    assert code == 0
    [request] = host.ran
    assert request.outputs == Outputs(tmp_path, tmp_path / "film 2.mp4", had=(0,), film_of=1)
    assert (request.takes, request.sampling.seed, request.source.path) == (2, 3, clip)


def test_again_says_what_it_would_do(take, capsys):
    host = FakeHost()
    code, printed = said(capsys, "again", take, "--dry-run", host=host)
    assert (code, host.ran) == (0, [])
    assert "Nothing was made or written." in printed.out


def test_again_is_told_where_a_source_is_now(take, clip, capsys):
    host = FakeHost()
    moved = clip.rename(clip.with_name("a=b.mp4"))
    assert said(capsys, "again", take, host=host)[0] == 3
    assert said(capsys, "again", take, "--source", f"clip.mp4={moved.with_name('renamed.mp4')}", host=host)[0] == 3
    moved = moved.rename(clip.with_name("renamed.mp4"))
    assert said(capsys, "again", take, "--source", f"{clip}={moved}", host=host)[0] == 0
    assert host.ran[-1].source.path == moved


@pytest.mark.parametrize("pair", ["clip.mp4", "=clip.mp4", "clip.mp4="])
def test_again_needs_both_names(take, pair, capsys):
    code, printed = said(capsys, "again", take, "--source", pair)
    assert code == 2
    assert "--source OLD=NEW" in printed.err


def test_again_notes_what_may_make_a_difference(take, capsys, monkeypatch):
    monkeypatch.setattr("engine.asking.again.version", lambda: "99.0")
    code, printed = said(capsys, "again", take, "--json")
    assert code == 0
    assert "Note: It was made by Longtake" in printed.err
    assert json.loads(printed.out)["command"] == "again"
