"""A new clip from pictures: where they stand, that they come out, and that what lies between moves."""

from dataclasses import replace
from fractions import Fraction
from itertools import pairwise

import cv2
import numpy as np
import pytest

from engine.asking import animate_request, generate_request
from engine.errors import Cancelled, ContextTooShort, MediaMissing, ModelError, NotAVideo, RequestError
from engine.generation import tasks
from engine.generation.pictures.camera_move import camera_move
from engine.generation.pictures.keyframes import latent_noise, new_clip_of
from engine.generation.tasks import plan, run
from engine.media.info import VideoInfo
from engine.media.probe import probe
from engine.media.read import read_frames
from engine.media.write import timed, write_film
from engine.motion.flow import flow, grey, length
from engine.progress import Report
from engine.requests import BUILT_IN_NETWORK, FrameRange, Source, Verdict
from engine.training.footage import HELD_OUT, make_clip
from tests.engine.tiny_wan import tiny_wan

SIZE = (128, 80)
CODED = 2  # grey levels: as the take's codec changes a grainy picture
SECOND = 12  # frames: a low rate keeps the tests short
SCENE = HELD_OUT + 6


@pytest.fixture(scope="module")
def frames():
    return make_clip(SCENE, 40, *SIZE, 24).frames


@pytest.fixture
def still(tmp_path, frames):
    return saved(tmp_path / "still.png", frames[0])


@pytest.fixture
def other(tmp_path, frames):
    return saved(tmp_path / "other.png", frames[30])


def saved(path, picture):
    order = cv2.COLOR_RGBA2BGRA if picture.shape[2] == 4 else cv2.COLOR_RGB2BGR
    assert cv2.imwrite(str(path), cv2.cvtColor(picture, order))
    return path


def written(path, frames, rate=Fraction(24)):
    height, width = frames.shape[1:3]
    write_film(path, timed(frames, rate), VideoInfo(width, height, rate))
    return path


def images(path):
    return np.stack([frame.image for frame in read_frames(path)])


def difference(one, other):
    return np.abs(one.astype(int) - other).mean()


def animated(*pictures, folder, seconds=1, rate=SECOND, **settings):
    return run(animate_request(*pictures, seconds=seconds, rate=rate, output=folder / "film.mp4", **settings), Report())


def speeds(made):
    """[n - 1] frame widths a frame, mean over the picture."""
    greys = [grey(image) for image in made]
    return [float(length(flow(one, then)).mean()) for one, then in pairwise(greys)]


def shift(made):
    """(x, y) median way of the picture from the first frame to the last, in frame widths and heights."""
    return np.median(flow(grey(made[0]), grey(made[-1])).reshape(-1, 2), axis=0)


def test_a_still_begins_the_clip_as_it_is_and_every_frame_of_it_moves(still, frames, tmp_path):
    [take] = animated(still, folder=tmp_path)
    made = images(take.path)
    assert (len(made), take.rate, take.new) == (SECOND, SECOND, FrameRange(0, SECOND))
    assert difference(made[0], frames[0]) < 1  # as a take codes it
    assert min(speeds(made)) > 0.0008  # a frozen frame is no clip: 0.01 widths a second
    assert "camera move" in take.motion
    assert take.back_test is None
    assert len(images(take.film)) == take.film_frames == SECOND


@pytest.mark.parametrize(
    ("words", "axis", "sign"),
    [("pan left", 0, 1), ("pan slowly right", 0, -1), ("tilt up", 1, 1), ("tilt down", 1, -1)],
)
def test_words_for_camera_moves_are_followed(still, tmp_path, words, axis, sign):
    [take] = animated(still, folder=tmp_path, prompt=words)
    assert sign * shift(images(take.path))[axis] > 0.01


def test_zooming_in_and_out_go_opposite_ways(still, tmp_path):
    def growth(words):
        [take] = animated(still, folder=tmp_path, prompt=words)
        made = images(take.path)
        field = flow(grey(made[0]), grey(made[-1]))
        return float(field[:, -40:-20, 0].mean() - field[:, 20:40, 0].mean())

    assert growth("zoom in") > 0.02
    assert growth("fast zoom out") < -0.02


@pytest.mark.parametrize("seconds", [1, 5, 60])
def test_a_move_that_nobody_asked_for_never_looks_beyond_the_border(seconds):
    corners = np.array([[x, y, 1] for x in (-0.5, 0.5) for y in (-0.28, 0.28)]).T
    ends = [camera_move("", seed, seconds).at(np.array([float(seconds)]))[0] for seed in range(20)]
    for end in ends:
        seen = np.linalg.inv(end) @ corners
        assert np.abs(seen[0]).max() <= 0.5
        assert np.abs(seen[1]).max() <= 0.2801
    assert len({np.round(end, 4).tobytes() for end in ends}) == len(ends)


def test_a_long_clip_moves_no_farther_than_its_picture_bears():
    minute = camera_move("fast pan left", 3, 60).at(np.array([60.0]))[0]
    beyond = -0.5 - (np.linalg.inv(minute) @ [-0.5, 0, 1])[0]
    assert 0.1 < beyond < 0.5  # frame widths to be painted


def test_takes_of_a_still_differ_by_their_seeds(still, tmp_path):
    takes = animated(still, folder=tmp_path, takes=3)
    ends = [images(take.path)[-1] for take in takes]
    assert [take.seed for take in takes] == [0, 1, 2]
    assert len({take.path for take in takes}) == 3
    assert min(difference(ends[0], ends[1]), difference(ends[1], ends[2]), difference(ends[0], ends[2])) > 1.5
    assert (takes[1].film, takes[0].film) == (None, tmp_path / "film.mp4")


def test_the_same_seed_makes_the_same_take(still, tmp_path):
    one, again = (animated(still, folder=tmp_path, seed=4)[0] for _ in range(2))
    assert one.path != again.path
    assert np.array_equal(images(one.path), images(again.path))


def test_both_ends_come_out_and_what_lies_between_is_nearer_to_the_truth_than_a_cross_fade(
    still, other, frames, tmp_path
):
    [take] = animated(still, other, folder=tmp_path, seconds=Fraction(31, 24), rate=24)
    made = images(take.path)
    assert len(made) == 31
    assert difference(made[0], frames[0]) < CODED
    assert difference(made[30], frames[30]) < CODED
    share = np.linspace(0, 1, 31)[:, None, None, None]
    assert difference(made, frames[:31]) < difference((1 - share) * frames[0] + share * frames[30], frames[:31])
    assert take.back_test is not None
    assert [join.end for join in take.joins] == ["start", "end"]


def test_takes_between_two_stills_differ_and_keep_both(still, other, frames, tmp_path):
    first, second = animated(still, other, folder=tmp_path, takes=2)
    middle = SECOND // 2
    assert difference(images(first.path)[middle], images(second.path)[middle]) > 0.5
    for take in (first, second):
        made = images(take.path)
        assert difference(made[0], frames[0]) < CODED
        assert difference(made[-1], frames[30]) < CODED


def test_the_same_still_at_both_ends_is_left_and_come_back_to(still, frames, tmp_path):
    [take] = animated(still, still, folder=tmp_path, seconds=2)
    made = images(take.path)
    assert difference(made[-1], frames[0]) < CODED
    assert difference(made[SECOND], frames[0]) > 1.5
    assert "camera move" in take.motion


def test_where_two_clips_stand_still_the_camera_does_too(frames, tmp_path):
    clip = written(tmp_path / "clip.mp4", np.repeat(frames[:1], 6, 0), Fraction(SECOND))
    [take] = animated(clip, clip, folder=tmp_path, seconds=1.5, seed=1)
    made = images(take.path)
    assert len(made) == 18
    assert max(difference(image, frames[0]) for image in made) < 2 * CODED
    assert "camera move" not in take.motion


def test_pictures_with_nothing_in_common_both_move_while_one_becomes_the_other(still, tmp_path):
    unlike = saved(tmp_path / "unlike.png", make_clip(HELD_OUT + 77, 1, *SIZE, 24).frames[0])
    [take] = animated(still, unlike, folder=tmp_path, seconds=2)
    made = images(take.path)
    assert take.back_test.verdict is not Verdict.GOOD
    assert min(speeds(made)) > 0.0005


def test_pictures_on_the_way_come_out_bit_by_bit_with_new_frames_before_and_after(frames, tmp_path):
    """Where there is transparency a take is coded without loss, so that it can be seen."""
    pictures = [np.dstack([frames[index], np.full(SIZE[::-1], 255, np.uint8)]) for index in (0, 15, 30)]
    stills = [saved(tmp_path / f"{index}.png", picture) for index, picture in enumerate(pictures)]
    [take] = animated(*stills, folder=tmp_path, seconds=2, at=(0.25, None, 1.5), noise=(0, 0.4, 0))
    made = images(take.path)
    assert len(made) == 2 * SECOND
    for frame, picture in zip((3, 10, 18), pictures, strict=True):
        assert np.array_equal(made[frame], picture)
    assert min(speeds(made[..., :3])) > 0.0003
    assert len(take.joins) == 6  # into and out of three pictures


def test_a_clip_among_the_pictures_gives_its_motion(frames, tmp_path):
    clip = written(tmp_path / "clip.mp4", frames[:16])
    [take] = animated(clip, folder=tmp_path, rate=None, seconds=Fraction(24, 24))
    made = images(take.path)
    assert take.rate == 24
    assert difference(made[:16], images(clip)) < CODED
    held = difference(np.repeat(frames[15:16], 8, 0), frames[16:24])
    assert difference(made[16:], frames[16:24]) < 0.8 * held
    assert take.back_test is not None


def test_the_end_is_where_a_clip_ends_that_is_given_last(still, frames, tmp_path):
    clip = written(tmp_path / "clip.mp4", frames[20:32])
    [take] = animated(still, Source(clip, Fraction(2, 24), Fraction(10, 24)), folder=tmp_path, rate=24)
    made = images(take.path)
    assert len(made) == 24
    assert difference(made[16:], images(clip)[2:10]) < CODED


def test_any_picture_is_fitted_upright_even_and_with_its_alpha(still, frames, tmp_path):
    odd = saved(tmp_path / "odd.png", np.dstack([frames[0], np.full(SIZE[::-1], 200, np.uint8)])[:61, :101])
    [take] = animated(odd, still, folder=tmp_path)
    assert (take.width, take.height, take.path.suffix) == (100, 60, ".mov")
    made = images(take.path)
    assert made.shape[1:] == (60, 100, 4)
    assert np.array_equal(made[0], np.dstack([frames[0], np.full(SIZE[::-1], 200, np.uint8)])[:60, :100])  # lossless
    assert any("100x60" in note for note in take.notes)


def test_the_network_can_be_asked_for(still, other, tmp_path):
    [take] = animated(still, other, folder=tmp_path, model=BUILT_IN_NETWORK, noise=(0.2, 0.5))
    assert "built-in model" in take.motion
    alone = animate_request(still, seconds=1, output=tmp_path / "f.mp4", model=BUILT_IN_NETWORK)
    assert any("less than a hundredth of its width" in note for note in plan(alone).notes)


def test_start_and_end_are_latents_0_and_20_of_81_frames(still, other, tmp_path):
    request = animate_request(
        still, other, seconds=Fraction(81, 24), output=tmp_path / "f.mp4", noise=(0.2, 0.5), steps=4, shift=5.0
    )
    told = plan(request)
    assert (told.new_frames, told.window_frames, told.rate) == (81, 81, 24)
    assert [len(row) for row in told.sigmas] == [21] * 5
    assert told.sigmas[0] == pytest.approx([0.2, *[1.0] * 19, 0.5])
    assert told.sigmas[1][1] == pytest.approx(0.9375)
    assert told.sigmas[1][0] == pytest.approx(0.2 * 0.9375)
    assert "frame 80, latent 20" in " ".join(told.notes)
    assert list(tmp_path.glob("*.assets")) == []


def test_keyframes_anywhere_go_to_the_latents_that_hold_their_frames(still, other, tmp_path):
    request = animate_request(
        still, other, still, seconds=Fraction(81, 24), output=tmp_path / "f.mp4", noise=(0.3, 0.7, 0.4),
        at=(0, Fraction(36, 24), Fraction(37, 24)),
    )  # fmt: skip
    noise = latent_noise(new_clip_of(request))
    assert noise.tolist() == pytest.approx([0.3, *[1.0] * 8, 0.7, 0.4, *[1.0] * 10])


def test_two_pictures_in_one_latent_take_the_freer_noise_and_both_come_out(still, other, frames, tmp_path):
    times = (Fraction(5, SECOND), Fraction(7, SECOND))
    request = animate_request(
        still, other, seconds=1, rate=SECOND, output=tmp_path / "f.mp4", at=times, noise=(0.1, 0.6)
    )
    told = plan(request)
    assert told.sigmas[0] == pytest.approx([1, 1, 0.6, 1])
    assert any("one latent, 2" in note for note in told.notes)
    [take] = run(request, Report())
    made = images(take.path)
    assert difference(made[5], frames[0]) < CODED
    assert difference(made[7], frames[30]) < CODED


def test_what_can_be_said_beforehand_is_said(still, other, tmp_path):
    answer = tasks.tested(animate_request(still, other, seconds=1, rate=SECOND, output=tmp_path / "f.mp4"), Report())
    assert answer.plan.new_frames == SECOND
    assert answer.back_test is not None
    alone = tasks.tested(animate_request(still, seconds=1, rate=SECOND, output=tmp_path / "f.mp4"), Report())
    assert alone.back_test is None


def test_small_pictures_of_the_first_take_can_be_looked_at_while_it_is_made(still, tmp_path):
    shown = []
    request = animate_request(still, seconds=1, rate=SECOND, output=tmp_path / "f.mp4", takes=2)
    run(request, Report(on_preview=lambda index, image: shown.append((index, image))))
    assert [index for index, _ in shown][:: len(shown) - 1] == [0, SECOND - 1]
    assert all(image.is_file() for _, image in shown)


def test_progress_runs_from_nothing_to_all_of_it(still, tmp_path):
    heard = []
    run(animate_request(still, seconds=1, rate=SECOND, output=tmp_path / "f.mp4"), Report(heard.append))
    shares = [progress.share for progress in heard]
    assert shares == sorted(shares)
    assert shares[-1] > 0.99


def test_stopping_leaves_no_half_written_file(still, tmp_path):
    report = Report(lambda progress: report.stop() if progress.stage == "Carrying the picture" else None)
    with pytest.raises(Cancelled):
        run(animate_request(still, seconds=1, rate=SECOND, output=tmp_path / "out" / "f.mp4"), report)
    assert [path for path in (tmp_path / "out").rglob("*") if path.is_file()] == []


def test_a_job_that_was_cut_off_makes_only_what_is_missing(still, tmp_path):
    request = animate_request(still, seconds=1, rate=SECOND, output=tmp_path / "f.mp4", takes=2)
    request = replace(request, outputs=replace(request.outputs, job="job"))
    stopped = Report(on_take=lambda take: stopped.stop())
    with pytest.raises(Cancelled):
        run(request, stopped)
    told = []
    takes = run(request, Report(on_take=told.append))
    assert [take.seed for take in takes] == [0, 1]
    assert len(list((tmp_path / "f.assets").glob("*.mp4"))) == 2


def test_a_draft_is_refused_rather_than_passed_over(still, tmp_path):
    request = animate_request(still, seconds=1, output=tmp_path / "f.mp4")
    with pytest.raises(RequestError, match="draft"):
        run(replace(request, sampling=replace(request.sampling, draft=Source(still))), Report())


def test_words_alone_are_refused_with_the_reason(tmp_path):
    with pytest.raises(RequestError, match="no picture from words alone"):
        run(generate_request("a cat", seconds=1, output=tmp_path / "f.mp4"), Report())


# By a loaded model


@pytest.fixture(scope="module")
def model(tmp_path_factory):
    return str(tiny_wan(tmp_path_factory.mktemp("models") / "Tiny"))


def loaded(*pictures, folder, model, **settings):
    """One step, no film."""
    asked = {"seconds": Fraction(3, 4), "rate": SECOND, "steps": 1, "model": model, "output": folder / "f.mp4"}
    request = animate_request(*pictures, **(asked | settings))
    return replace(request, outputs=replace(request.outputs, film=None))


def test_words_alone_make_a_clip_with_a_loaded_model(model, tmp_path):
    request = loaded(folder=tmp_path, model=model, prompt="a cat, walking slowly", size=(64, 48))
    [take] = run(request, Report())
    made = images(take.path)
    assert made.shape == (9, 48, 64, 3)
    assert (take.model, take.back_test, take.joins) == ("Tiny", None, ())
    assert "a cat walking slowly" in take.path.name
    assert made.std() > 1


def test_words_alone_make_it_in_the_models_own_size_and_rate(model, tmp_path):
    told = plan(generate_request("a cat", seconds=2, output=tmp_path / "f.mp4", model=model))
    assert (told.width, told.height, told.rate, told.new_frames) == (832, 480, 16, 32)
    assert [latent.given for latent in told.latents] == [False] * 9
    assert told.sigmas[0] == (1.0,) * 9


def test_no_words_and_no_picture_are_nothing_to_go_by(model, tmp_path):
    with pytest.raises(RequestError, match="neither a prompt nor a picture"):
        plan(generate_request(" ", seconds=2, output=tmp_path / "f.mp4", model=model))


def test_pictures_stand_where_they_are_given_with_a_loaded_model_too(still, other, frames, model, tmp_path):
    request = loaded(still, other, folder=tmp_path, model=model, noise=(0, 0.5), match=0)
    told = plan(request)
    assert told.sigmas[0] == pytest.approx([0, 1, 0.5])
    assert any("frame 8, latent 2 of window 1, noise 0.5" in note for note in told.notes)
    [take] = run(request, Report())
    made = images(take.path)
    assert difference(made[0], frames[0]) < 2 * CODED
    assert difference(made[8], frames[30]) > 2 * CODED  # freed: the model's own
    assert take.notes[: len(told.notes)] == told.notes


def test_takes_of_a_loaded_model_differ_by_their_seeds(still, model, tmp_path):
    takes = run(loaded(still, folder=tmp_path, model=model, takes=2, match=0), Report())
    assert [take.seed for take in takes] == [0, 1]
    assert difference(images(takes[0].path)[4], images(takes[1].path)[4]) > 1


def test_a_draft_is_finished_with_a_loaded_model(still, model, tmp_path):
    request = loaded(still, folder=tmp_path, model=model, match=0)
    [draft] = run(request, Report())
    after = replace(request.sampling, draft=Source(draft.path), freedom=(0.0,))
    [kept] = run(replace(request, sampling=after), Report())
    [free] = run(replace(request, sampling=replace(after, freedom=(1.0,), seed=9)), Report())
    assert kept.like_draft is not None
    made, one, other = (images(take.path)[4] for take in (draft, kept, free))
    assert difference(made, one) < difference(made, other)


def test_an_own_matrix_drives_a_loaded_model_within_one_window(still, model, tmp_path):
    request = loaded(still, folder=tmp_path, model=model, steps=None, sigmas=[[0, 0.9, 0.8], [0, 0, 0]])
    assert plan(request).sigmas[0] == pytest.approx([0, 0.9, 0.8])
    with pytest.raises(RequestError, match="has 3 values"):
        run(replace(request, duration=Fraction(2)), Report())
    with pytest.raises(RequestError, match="2 windows"):
        run(replace(request, duration=Fraction(10)), Report())


def test_a_loaded_model_is_not_tried_beforehand(still, model, tmp_path):
    assert tasks.tested(loaded(still, folder=tmp_path, model=model), Report()).back_test is None


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        ({"at": (1, 0.5)}, "not in the order"),
        ({"at": (0.5, 0.51)}, "same frame"),
        ({"at": (0, 1.2)}, "runs from 0 to 1"),
        ({"seconds": 0}, "more than 0"),
        ({"seconds": 0.05}, "less than two frames"),
        ({"seconds": 1000}, "3000 can be made"),
        ({"at": (0, 0.5, 1)}, "3 times were given for 2 pictures"),
        ({"at": (-1,)}, "negative"),
        ({"noise": (0.1, 0.2, 0.3)}, "3 noise values"),
        ({"noise": (2,)}, "between 0 and 1"),
        ({"size": (100_000, 100)}, "100000x100"),
        ({"size": (151, 100)}, "151x100"),
        ({"rate": 500}, "500 frames a second"),
        ({"sigmas": [[1, 1], [0, 0]]}, "matrix"),
    ],
)
def test_what_cannot_be_is_said_before_anything_is_written(still, other, tmp_path, settings, words):
    with pytest.raises(RequestError, match=words):
        animated(still, other, folder=tmp_path / "out", **settings)
    assert not (tmp_path / "out").exists()


def test_pictures_that_are_none_are_told_by_name(still, frames, tmp_path):
    clip = written(tmp_path / "clip.mp4", frames[:8])
    (tmp_path / "notes.png").write_text("dear diary")
    for picture, error in (
        (tmp_path / "gone.png", MediaMissing),
        (tmp_path / "notes.png", NotAVideo),
        (Source(clip, Fraction(5)), ContextTooShort),
    ):
        with pytest.raises(error, match=(picture.path if isinstance(picture, Source) else picture).stem):
            animated(still, picture, folder=tmp_path / "out")
    with pytest.raises(ModelError, match="no model"):
        animated(still, folder=tmp_path / "out", model="wan9")
    assert not (tmp_path / "out").exists()
    assert probe(clip).video.width == SIZE[0]
