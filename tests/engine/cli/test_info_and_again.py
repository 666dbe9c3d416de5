"""`info` and `again` as they are typed, and what they print."""

import json
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest

from engine.asking import extend_request
from engine.asking.rechecked import rechecked
from engine.cli import main
from engine.cli.about import as_printed
from engine.errors import RequestError
from engine.generation.origins import origin_of
from engine.media.origin import written_into_takes
from engine.media.write import write_take
from engine.requests import (
    Adapter,
    CompleteRequest,
    Context,
    Expert,
    ExtendRequest,
    GenerateRequest,
    Keyframe,
    LaterText,
    Outputs,
    Quality,
    Sampling,
    Source,
    Text,
)
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


@pytest.fixture
def wishful(clip, tmp_path):
    """A take that says of itself whatever can be asked for; returns it and the picture that it was given."""
    picture = make_film(tmp_path / "picture.mp4", 2)
    draft = Source(make_film(tmp_path / "draft.mp4", 12), Fraction(0), Fraction(1, 2))
    sampling = Sampling(
        draft=draft, freedom=(0.2, 0.5), low_guidance=2.5, boundary=0.9, ramp=0.5, quality=Quality.DRAFT, width=64,
        height=48, adapters=(Adapter(tmp_path / "one.pt"), Adapter(tmp_path / "two.pt", 0.8, Expert.HIGH)),
    )  # fmt: skip
    request = ExtendRequest(
        Source(clip),
        Fraction(1, 2),
        Outputs(tmp_path),
        sampling=sampling,
        text=Text("a wave", later=(LaterText(Fraction(1, 4), "foam"),)),
        keyframes=(Keyframe(Source(picture), Fraction(1, 4), 0.25),),
    )
    with written_into_takes(origin_of(request, 0)):
        write_take(tmp_path / "take.mp4", moving_square(2), SMALL)
    return tmp_path / "take.mp4", picture


def test_everything_that_can_be_asked_for_is_told(wishful, tmp_path, capsys):
    lines = said(capsys, "info", wishful[0])[1].out.splitlines()
    assert {
        "  later: at 0.25 s prompt foam",
        "  freedom: 0.2, 0.5",
        "  low guidance: 2.5",
        "  boundary: 0.9",
        "  ramp: 0.5",
        "  quality: draft",
        "  width: 64",
        "  height: 48",
        "  keyframes: source picture.mp4 at 0.25 s noise 0.25",
        f"  adapters: {tmp_path / 'one.pt'}, {tmp_path / 'two.pt'} strength 0.8 high-noise",
        "  draft: draft.mp4 from 0 s to 0.5 s",
    } <= set(lines)
    for name in ("clip.mp4", "picture.mp4", "draft.mp4"):
        assert f"Source: {tmp_path / name} is there, unchanged." in lines


def test_again_asks_for_everything_once_more(wishful, capsys):
    host, (take, picture) = FakeHost(), wishful
    assert said(capsys, "again", take, host=host)[0] == 0
    [request] = host.ran
    assert (request.sampling.draft.path.name, request.sampling.adapters[1].strength) == ("draft.mp4", 0.8)
    assert (request.text.later[0].prompt, request.keyframes[0].source.path) == ("foam", picture)


def test_again_refuses_a_picture_that_has_changed(wishful, clip, capsys):
    take, picture = wishful
    picture.write_bytes(clip.read_bytes())
    code, printed = said(capsys, "again", take)
    assert code == 3
    assert "picture.mp4 is not the file that the take was made from" in printed.err


@pytest.mark.parametrize(
    "wrong",
    [
        {"sampling": Sampling(ramp=2.0)},
        {"sampling": Sampling(boundary=-1.0)},
        {"sampling": Sampling(low_guidance=-1.0)},
        {"sampling": Sampling(width=64)},
        {"sampling": Sampling(width=1, height=1)},
        {"sampling": Sampling(freedom=(2.0,))},
        {"sampling": Sampling(freedom=())},
        {"sampling": Sampling(adapters=(Adapter(Path("a.pt"), 99.0),))},
        {"text": Text(later=(LaterText(Fraction(2), "b"), LaterText(Fraction(1), "a")))},
        {"text": Text(later=(LaterText(Fraction(0), "a"),))},
        {"keyframes": (Keyframe(Source(Path("a.png")), Fraction(-1)),)},
        {"keyframes": (Keyframe(Source(Path("a.png")), Fraction(0), 2.0),)},
        {"context": Context(noise=(2.0,))},
        {"context": Context(frames=0)},
        {"takes": -1},
    ],
)  # fmt: skip
def test_a_request_out_of_a_file_is_held_to_the_rules_for_what_is_typed(wrong):
    request = replace(ExtendRequest(Source(Path("a.mp4")), Fraction(1), Outputs(Path())), **wrong)
    with pytest.raises(RequestError):
        rechecked(request)


def test_freedom_out_of_a_file_is_looked_at(tmp_path):
    request = CompleteRequest(
        source=Source(Path("a.mp4")), start=Fraction(0), end=Fraction(1), outputs=Outputs(tmp_path)
    )
    assert rechecked(request) is request
    with pytest.raises(RequestError, match="Freedom"):
        rechecked(replace(request, freedom=(0.0, 1.5)))


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
