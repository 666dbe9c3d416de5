"""The real engine in its real child: the built-in model on a tiny clip."""

from dataclasses import replace
from fractions import Fraction

import cv2
import pytest

from engine.errors import MediaMissing
from engine.hosts.child import Child
from engine.media.info import VideoInfo
from engine.media.probe import probe
from engine.media.write import timed, write_film
from engine.progress import Report
from engine.requests import BUILT_IN_NETWORK, End, ExtendRequest, Outputs, Source
from engine.training.footage import HELD_OUT, make_clip

RATE = Fraction(24)


@pytest.fixture(scope="module")
def child():
    child = Child()
    yield child
    child.close()


@pytest.fixture
def request_of(tmp_path):
    clip = tmp_path / "clip.mp4"
    write_film(clip, timed(make_clip(HELD_OUT + 6, 24, 160, 96, 24.0).frames, RATE), VideoInfo(160, 96, RATE))
    return lambda **changes: replace(
        ExtendRequest(Source(clip), Fraction(1, 4), Outputs(tmp_path / "film.assets", job="job")), **changes
    )


def test_takes_come_one_by_one_with_previews_and_progress_over_the_whole_run(child, request_of):
    heard, told, previews = [], [], []
    report = Report(heard.append, told.append, lambda index, image: previews.append((index, image, len(told))))
    request = request_of(takes=2)
    made = child.run(request, report)
    assert list(made) == told
    assert [take.seed for take in made] == [0, 1]
    assert all([join.end for join in take.joins] == [End.START] for take in made)
    assert all({"Colour", "Motion"} < {each.label for each in take.joins[0].measures} for take in made)
    assert all(take.film is None for take in made)
    assert probe(made[0].path).duration == Fraction(made[0].new.start + 6) / RATE
    assert [index for index, _, takes in previews if takes == 0] == list(range(6)), "before the first take was finished"
    assert cv2.imread(str(previews[0][1])).shape == (90, 150, 3)
    shares = [progress.share for progress in heard]
    assert shares == sorted(shares)
    assert shares[-1] == pytest.approx(1)
    assert {progress.stage for progress in heard} == {
        "Reading",
        "Testing the motion",
        "Predicting the motion",
        "Carrying the picture",
    }
    again = []
    assert child.run(request, Report(on_take=again.append)) == made == tuple(again), "the same job makes nothing twice"
    assert not (request.outputs.folder / ".previews").exists(), "they stay until the next run"


def test_the_plan_and_the_back_test_are_those_of_the_run(child, request_of):
    answer = child.test(request_of(), Report())
    [take] = child.run(request_of(), Report())
    assert answer.plan.new_frames == take.new.count
    assert answer.back_test == take.back_test
    own = child.test(request_of(model=BUILT_IN_NETWORK), Report())
    assert own.back_test != answer.back_test, "each model's own"


def test_what_cannot_be_read_is_told_as_it_is_without_the_child(child, request_of, tmp_path):
    with pytest.raises(MediaMissing):
        child.run(request_of(source=Source(tmp_path / "gone.mp4")), Report())
