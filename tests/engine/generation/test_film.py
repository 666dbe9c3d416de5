"""The film around a take: its frames, its sound, what is told, and what stays when it cannot be finished."""

from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest

from engine.asking import bridge_request, extend_request
from engine.errors import Cancelled, OutputError, RequestError
from engine.generation.choosing import Floor, choose
from engine.generation.claims import claimed
from engine.generation.clips import open_clip
from engine.generation.film import film_audio
from engine.generation.gap import Gap, told_of_cuts
from engine.generation.generate import plan, run
from engine.media.info import AudioInfo, VideoInfo
from engine.media.probe import probe
from engine.media.read import Frame, read_frames
from engine.media.sound import read_sound
from engine.media.write import write_film, write_take
from engine.motion.motion import Motion
from engine.progress import Report
from engine.requests import FrameRange, Source
from tests.engine.media.clips import SMALL, make_film, moving_square, tone

FREE = replace(SMALL, variable=True)
TWO_FRAMES = Fraction(2, 24)


def extended(clip, tmp_path, **settings):
    [take] = run(extend_request(clip, seconds=TWO_FRAMES, output=tmp_path / "film.mp4", **settings), Report())
    return take


def times(path):
    return [frame.time for frame in read_frames(path)]


@pytest.fixture
def clip(tmp_path):
    return make_film(tmp_path / "clip.mp4", 12)


@pytest.fixture
def varying(tmp_path):
    """24 slots of 1/24 s, of which every fourth from the ninth on has no frame: 20 frames."""
    shown = [tick for tick in range(24) if tick < 8 or tick % 4]
    frames = (Frame(image, Fraction(tick, 24)) for tick, image in zip(shown, moving_square(len(shown)), strict=True))
    write_film(tmp_path / "varying.mp4", frames, FREE)
    return tmp_path / "varying.mp4"


def test_new_frames_after_a_varying_rate_are_counted_where_they_stand(varying, tmp_path):
    take = extended(varying, tmp_path)
    film = times(take.film)
    assert take.film_new == FrameRange(20, 2)
    assert len(film) == take.film_frames == 22
    assert film[20] == 1


def test_a_varying_clip_cut_between_two_frames_is_shown_from_the_films_start(varying, tmp_path):
    take = extended(varying, tmp_path, start=Fraction(1, 24) + Fraction(1, 100))
    assert probe(take.film).video.start == 0


def test_a_stretch_that_begins_between_frames_leaves_no_hole_and_no_shift(clip, tmp_path):
    take = extended(clip, tmp_path, start=Fraction("0.05"), end=Fraction("0.43"))
    assert take.film_new == FrameRange(10, 2)
    assert times(take.film) == [Fraction(tick, 24) for tick in range(12)]


def test_sound_comes_after_silence_when_new_frames_come_before(tmp_path):
    clip = make_film(tmp_path / "clip.mp4", 12, sound=tone(Fraction(1, 2)))
    take = extended(clip, tmp_path, before=True, sound="silence")
    sound, own = read_sound(take.film), read_sound(clip)
    assert len(sound.samples) == len(own.samples) + 4000
    assert np.abs(sound.samples[:2500]).max() < 0.01
    assert np.abs(sound.samples[6000:20000] - own.samples[2000:16000]).max() < 0.05
    assert any("silent" in note for note in take.notes)


def test_transparency_laid_over_black_is_told_beforehand_and_afterwards(tmp_path):
    images = [np.dstack([image, np.full(image.shape[:2], 128, np.uint8)]) for image in moving_square(8)]
    write_take(tmp_path / "clear.mov", images, replace(SMALL, alpha=True))
    request = extend_request(tmp_path / "clear.mov", seconds=TWO_FRAMES, output=tmp_path / "film.mp4")
    for notes in (plan(request).notes, run(request, Report())[0].notes):
        assert any("over black" in note for note in notes)


def test_sound_that_aac_cannot_hold_is_fitted(clip):
    source = open_clip(Source(clip))
    odd = replace(source, info=replace(source.info, audio=AudioInfo(44056, 10, "", "pcm_s16le")))
    assert (film_audio([source, odd]).sample_rate, film_audio([source, odd]).channels) == (48000, 8)
    assert film_audio([source]) is None


def test_stopping_while_the_film_is_written_keeps_the_take_and_leaves_no_film(clip, tmp_path):
    def stop(progress):
        if progress.stage == "Writing the film":
            report.stop()

    report = Report(stop)
    with pytest.raises(Cancelled) as stopped:
        run(extend_request(clip, seconds=TWO_FRAMES, output=tmp_path / "film.mp4"), report)
    left = sorted(path.name for path in tmp_path.rglob("*") if path.is_file())
    assert left == ["clip, after, take 1.mp4", "clip.mp4"]
    assert "clip, after, take 1.mp4" in stopped.value.kept


def test_stopping_before_the_take_is_there_leaves_nothing(clip, tmp_path):
    def stop(progress):
        if progress.stage == "Carrying the picture":
            report.stop()

    report = Report(stop)
    with pytest.raises(Cancelled):
        run(extend_request(clip, seconds=TWO_FRAMES, output=tmp_path / "film.mp4"), report)
    assert list(tmp_path.iterdir()) == [clip]


def test_a_film_that_cannot_be_written_keeps_the_take_and_says_so(clip, tmp_path):
    def block(progress):
        if progress.stage == "Carrying the picture":
            (tmp_path / "film.mp4").mkdir(exist_ok=True)

    with pytest.raises(OutputError) as failed:
        run(extend_request(clip, seconds=TWO_FRAMES, output=tmp_path / "film.mp4"), Report(block))
    assert (tmp_path / "film.assets" / "clip, after, take 1.mp4").is_file()
    assert "take 1.mp4" in failed.value.kept


def test_further_takes_are_judged_by_their_own_test(clip):
    """The floor's verdict says nothing of takes that the model makes."""
    known = np.stack([frame.image for frame in read_frames(clip)])
    choice = choose(Gap(known, None, Fraction(24), 2), Still())
    assert isinstance(choice.predictor, Floor)
    assert choice.model_test.gain == pytest.approx(0, abs=0.5)
    assert choice.test.gain > choice.model_test.gain


class Still:
    """Predicts that nothing moves."""

    def continue_motion(self, context, rate, count):
        return Motion(np.zeros((count, 4, 4, 2), np.float32), "nothing")


def test_two_runs_into_one_folder_never_share_a_name(clip, tmp_path):
    request = extend_request(clip, seconds=1, output=tmp_path / "t.mp4")
    with claimed(request, 0, "x", ".mp4") as first, claimed(request, 0, "x", ".mp4") as second:
        assert (first.name, second.name) == ("x, take 1.mp4", "x, take 2.mp4")


def test_a_file_where_the_takes_folder_should_be_is_an_output_error(clip, tmp_path):
    (tmp_path / "film.assets").touch()
    with pytest.raises(OutputError):
        extended(clip, tmp_path)


def test_an_own_matrix_from_a_dry_run_runs_and_one_that_does_not_fit_is_refused_at_once(clip, tmp_path):
    asked = {"seconds": Fraction(3, 4), "output": tmp_path / "film.mp4"}
    sigmas = plan(extend_request(clip, **asked)).sigmas
    assert run(extend_request(clip, sigmas=sigmas, **asked), Report())
    heard = []
    with pytest.raises(RequestError):
        run(extend_request(clip, sigmas=[row[1:] for row in sigmas], **asked), Report(heard.append))
    assert heard == []


def test_a_length_beyond_memory_is_refused_in_the_plan_already(clip, tmp_path):
    with pytest.raises(RequestError, match="at once"):
        plan(extend_request(clip, seconds=30_000, output=tmp_path / "film.mp4"))


def test_the_plan_tells_of_a_stretched_window_and_of_fewer_known_frames(clip, tmp_path):
    notes = " ".join(plan(extend_request(clip, seconds=30, context=33, output=tmp_path / "film.mp4")).notes)
    assert "coarser" in notes
    assert "You asked for 33" in notes


def test_notes_of_two_clips_say_which_one_they_are_about(tmp_path, varying, clip):
    notes = plan(bridge_request(clip, varying, seconds=TWO_FRAMES, output=tmp_path / "film.mp4")).notes
    assert any(note.startswith("varying.mp4: The frame rate varies") for note in notes)


def test_a_cut_beside_the_gap_is_told():
    generator = np.random.default_rng(2)
    shots = [
        np.repeat(generator.integers(0, 255, (1, 9, 16, 3), np.uint8), 8, 0).repeat(8, 1).repeat(8, 2) for _ in "ab"
    ]
    known = np.concatenate(shots)
    assert "0.33 s before" in told_of_cuts(Gap(known, None, Fraction(24), 4))[0]
    assert "0.33 s after" in told_of_cuts(Gap(None, known, Fraction(24), 4))[0]
    assert told_of_cuts(Gap(known[8:], None, Fraction(24), 4)) == ()


def test_a_film_that_players_may_not_know_is_told(tmp_path):
    odd = VideoInfo(65, 49, Fraction(24))
    clip = make_film(tmp_path / "odd.mp4", 8, odd)
    assert any("yuv444p" in note for note in plan(extend_request(clip, seconds=1, output=tmp_path / "f.mp4")).notes)
