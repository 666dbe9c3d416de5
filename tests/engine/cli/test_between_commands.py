"""Loop, smooth, complete and repair as they are typed and as they are asked for from Python."""

import json
from fractions import Fraction

import pytest

import engine
from engine.cli import main
from engine.cli.arguments import parser, request_from
from engine.errors import RequestError
from engine.hosts.here import Here
from engine.media.info import VideoInfo
from engine.media.write import timed, write_film
from engine.requests import FrameRange, Request, Sound
from engine.training.footage import HELD_OUT, make_clip
from tests.engine.fakes import FakeHost

RATE = Fraction(24)


@pytest.fixture(scope="module")
def clip(tmp_path_factory):
    path = tmp_path_factory.mktemp("media") / "clip.mp4"
    write_film(path, timed(make_clip(HELD_OUT, 24, 64, 48, 24).frames, RATE), VideoInfo(64, 48, RATE))
    return path


def typed(*words: str) -> Request:
    return request_from(parser("1").parse_args([*words, "-o", "film.mp4"]), lambda clip: RATE)


def test_a_loop_can_be_counted_in_frames_of_a_part_of_the_clip():
    request = typed("loop", "a.mp4", "--frames", "6", "--from", "1", "--to", "00:00:02:12")
    assert (request.duration, request.source.start, request.source.end) == (Fraction(1, 4), 1, Fraction(5, 2))
    assert request.sound is Sound.ROOM_TONE


@pytest.mark.parametrize("command", ["extend", "loop"])
def test_the_words_of_the_field_mean_the_same(command: str):
    usual = ("--from", "1", "--to", "2", "--steps", "4", "--guidance", "3", "--noise", "0,0.4")
    named = (
        "--in",
        "1",
        "--out",
        "2",
        "--num_inference_steps",
        "4",
        "--cfg_scale",
        "3",
        "--noise_multipliers",
        "0,0.4",
    )
    assert typed(command, "a.mp4", "--frames", "6", *usual) == typed(command, "a.mp4", "--frames", "6", *named)


def test_a_smooth_cut_takes_six_frames_of_each_side_where_nothing_is_said():
    assert typed("smooth", "a.mp4", "b.mp4").each_side == Fraction(1, 4)
    assert typed("smooth", "a.mp4", "b.mp4", "--each-side-frames", "3").each_side == Fraction(1, 8)
    request = typed("smooth", "a.mp4", "b.mp4", "--each-side", "0.5", "--first-end", "3", "--second-start", "1")
    assert (request.each_side, request.first.end, request.second.start) == (Fraction(1, 2), 3, 1)


def test_a_part_is_named_by_where_it_starts_and_where_the_clip_goes_on():
    request = typed("complete", "a.mp4", "--in", "00:00:01:06", "--out", "2")
    assert (request.start, request.end) == (Fraction(5, 4), 2)


def test_frames_are_marked_by_their_numbers_and_in_runs():
    assert typed("repair", "a.mp4", "--marked", "12, 15-18").marked == (FrameRange(12, 1), FrameRange(15, 4))


def test_what_takes_others_places_leaves_their_sound_where_nothing_is_said():
    for words in (["smooth", "a.mp4", "b.mp4"], ["complete", "a.mp4", "--in", "1", "--out", "2"],
                  ["repair", "a.mp4", "--marked", "3"]):  # fmt: skip
        assert typed(*words).sound is Sound.LEAVE
        assert typed(*words, "--sound", "silence").sound is Sound.SILENCE


@pytest.mark.parametrize(
    "words",
    [["loop", "a.mp4"], ["loop", "a.mp4", "--seconds", "0"], ["smooth", "a.mp4"],
     ["smooth", "a.mp4", "b.mp4", "--each-side", "0"], ["smooth", "a.mp4", "b.mp4", "--each-side-frames", "0"],
     ["smooth", "a.mp4", "b.mp4", "--each-side-frames", "2", "--each-side", "1"],
     ["complete", "a.mp4", "--in", "1"], ["complete", "a.mp4", "--in", "2", "--out", "1"],
     ["complete", "a.mp4", "--in", "-1", "--out", "1"], ["repair", "a.mp4"], ["repair", "a.mp4", "--marked", "x"],
     ["repair", "a.mp4", "--marked", "3-1"], ["repair", "a.mp4", "--marked", "3,,4"],
     ["repair", "a.mp4", "--marked", "-3"], ["repair", "a.mp4", "--marked", "1-9999999999"]],
)  # fmt: skip
def test_what_cannot_be_asked_is_refused_before_anything_is_read(words):
    with pytest.raises(RequestError):
        typed(*words)


def test_a_frame_that_is_no_number_is_refused_from_python():
    with pytest.raises(RequestError, match="A marked frame"):
        engine.repair_request("a.mp4", marked=[1.5], output="film.mp4")


def test_repairs_are_told_in_words_with_what_the_film_holds(clip, tmp_path, capsys):
    assert main(["repair", str(clip), "--marked", "6,15-16", "-o", str(tmp_path / "film.mp4")]) == 0
    out = capsys.readouterr().out
    assert "21 original + 1 new frame at 24 fps" in out
    assert "21 original + 2 new frames at 24 fps" in out


def test_a_dry_run_of_several_holes_counts_all_new_frames_and_writes_nothing(clip, tmp_path, capsys):
    typed = ["repair", str(clip), "--marked", "6,15-16", "--dry-run", "--json", "-o", str(tmp_path / "film.mp4")]
    assert main(typed) == 0
    assert json.loads(capsys.readouterr().out)["plan"]["new_frames"] == 3
    assert list(tmp_path.iterdir()) == []


def test_from_python_each_is_one_call_with_a_film_of_its_own_name(monkeypatch, tmp_path):
    fake = FakeHost()
    monkeypatch.setattr(Here, "run", lambda self, request, report: fake.run(request, report))
    monkeypatch.chdir(tmp_path)
    engine.loop("a.mp4", seconds=0.25)
    engine.smooth("a.mp4", "b.mp4")
    engine.complete("a.mp4", start=0.25, end=0.5, prompt="a wave")
    engine.repair("a.mp4", marked=[6, FrameRange(8, 2)])
    looped, smoothed, completed, repaired = fake.ran
    films = [str(request.outputs.film) for request in fake.ran]
    assert films == ["a-loop.mp4", "a-b.mp4", "a-completed.mp4", "a-repaired.mp4"]
    assert (looped.duration, smoothed.each_side) == (Fraction(1, 4), Fraction(1, 4))
    assert (completed.end, completed.text.prompt) == (Fraction(1, 2), "a wave")
    assert repaired.marked == (FrameRange(6, 1), FrameRange(8, 2))
