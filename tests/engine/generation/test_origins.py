"""Takes that are made again from what their own files say."""

import hashlib
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

import engine
from engine.asking import again_request, extend_request, take_info
from engine.asking.again import Fate
from engine.errors import MediaError, MediaMissing, RequestError
from engine.generation import origins
from engine.generation.built_in import WEIGHTS
from engine.generation.origins import origin_of, part_of, with_sources_at
from engine.hosts.child import Child
from engine.media.info import VideoInfo
from engine.media.origin import written_into_takes
from engine.media.read import read_frames
from engine.media.write import timed, write_film, write_take
from engine.progress import Report
from engine.requests import (
    BridgeRequest,
    GenerateRequest,
    Keyframe,
    LoopRequest,
    Outputs,
    Sampling,
    SmoothRequest,
    Source,
    Text,
)
from engine.training.footage import HELD_OUT, make_clip
from tests.engine.fakes import some_request

RATE = Fraction(24)
VIDEO = VideoInfo(128, 80, RATE)


def written(path: Path, scene: int = 6) -> Path:
    write_film(path, timed(make_clip(HELD_OUT + scene, 12, 128, 80, float(RATE)).frames, RATE), VIDEO)
    return path


def pixels(path: Path) -> np.ndarray:
    return np.stack([frame.image for frame in read_frames(path)])


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """Two takes: of measured motion, and of the network's."""
    folder = tmp_path_factory.mktemp("made")
    clip = written(folder / "clip.mp4")
    settings = {"prompt": "a wave", "noise": (0.1, 0.3), "seed": 5, "takes": 2}
    return engine.run(extend_request(clip, seconds=Fraction(1, 6), output=folder / "film.mp4", **settings))


@pytest.fixture
def take(tmp_path):
    """A file that says it is a take of the clip beside it; returns it and the clip."""
    clip = written(tmp_path / "clip.mp4")
    request = extend_request(clip, seconds=1, output=tmp_path / "film.mp4")
    (tmp_path / "takes").mkdir()
    with written_into_takes(origin_of(request, 0)):
        write_take(tmp_path / "takes" / "take.mp4", iter(pixels(clip)[:2]), VIDEO)
    return tmp_path / "takes" / "take.mp4", clip


def test_every_take_says_how_it_was_made(made):
    weights = hashlib.sha256(WEIGHTS.read_bytes()).hexdigest()
    for number, take in enumerate(made):
        info = take_info(take.path)
        origin = info.origin
        clip = origin.request.source.path
        assert (origin.number, origin.seed, origin.model) == (number, take.seed, take.model)
        assert (origin.request.text, origin.request.sampling.seed) == (Text("a wave"), 5)
        assert origin.request.context.noise == (0.1, 0.3)
        assert origin.weights.sha256 == weights
        assert [mark.sha256 for mark in origin.sources] == [hashlib.sha256(clip.read_bytes()).hexdigest()]
        assert (info.notes, [source.fate for source in info.sources]) == ((), [Fate.THERE])


def test_a_take_is_made_again_bit_for_bit_and_the_film_with_it(made, tmp_path):
    old = [take.path.read_bytes() for take in made]
    again = engine.again(made[1].path, output=tmp_path / "again.mp4")
    assert np.array_equal(pixels(again.path), pixels(made[1].path))
    assert again.path.read_bytes() == old[1]
    assert [take.path.read_bytes() for take in made] == old  # nothing was written over
    assert again.path.parent == made[1].path.parent
    assert (again.film, again.film_new) == (tmp_path / "again.mp4", made[0].film_new)


def test_another_process_makes_it_just_the_same(made):
    child = Child()
    try:
        [again] = child.run(again_request(take_info(made[0].path)), Report())
    finally:
        child.close()
    assert again.path not in {take.path for take in made}
    assert again.path.read_bytes() == made[0].path.read_bytes()


def test_a_take_says_the_same_whichever_job_it_was_made_in_and_wherever_it_was_written():
    request = some_request()
    other = replace(request, outputs=Outputs(Path("elsewhere"), job="b", had=(0,)), takes=5)
    assert origin_of(request, 1) == origin_of(other, 1)
    assert origin_of(request, 1) != origin_of(request, 0)


def smoothed(source: Source) -> SmoothRequest:
    return SmoothRequest(first=source, second=source, each_side=Fraction(1), outputs=Outputs(Path()))


def generated(source: Source) -> GenerateRequest:
    return GenerateRequest(duration=Fraction(1), keyframes=(Keyframe(source),) * 2, outputs=Outputs(Path()))


@pytest.mark.parametrize("of", [smoothed, generated])
def test_sources_are_found_wherever_they_stand_in_a_request(of):
    request = of(Source(Path("a"), Fraction(1)))
    assert with_sources_at(request, lambda path: Path("b")) == of(Source(Path("b"), Fraction(1)))


@pytest.fixture
def part(tmp_path):
    """A file that says it is a take which is part of a loop, the first or the second."""
    clip = Source(written(tmp_path / "clip.mp4"))
    loop = LoopRequest(source=clip, duration=Fraction(1), outputs=Outputs(tmp_path), takes=2)

    def make(number: int) -> Path:
        with part_of(loop):
            origin = origin_of(BridgeRequest(clip, clip, Fraction(1), Outputs(tmp_path), loops=True, takes=2), number)
        with written_into_takes(origin):
            write_take(tmp_path / "take.mp4", iter(pixels(clip.path)[:2]), VIDEO)
        return tmp_path / "take.mp4"

    return make


def test_a_take_that_is_part_of_something_is_made_alone_and_with_the_whole_where_a_film_is_asked_for(part, tmp_path):
    info = take_info(part(0))
    assert isinstance(again_request(info), BridgeRequest)
    whole = again_request(info, tmp_path / "film.mp4")
    assert isinstance(whole, LoopRequest)
    assert (whole.takes, whole.outputs) == (1, Outputs(tmp_path, tmp_path / "film.mp4"))


def test_a_whole_is_joined_of_first_takes_only_and_that_is_said(part, tmp_path):
    info = take_info(part(1))
    assert again_request(info).outputs.had == (0,)
    with pytest.raises(RequestError, match="first takes only"):
        again_request(info, tmp_path / "film.mp4")


def test_a_source_that_went_along_with_the_take_is_found_beside_it(take):
    path, clip = take
    moved = clip.rename(path.parent / clip.name)
    info = take_info(path)
    assert [(source.path, source.fate) for source in info.sources] == [(moved, Fate.THERE)]
    assert again_request(info).source.path == moved


def test_where_a_source_was_moved_to_can_be_said_by_its_path_or_its_name(take):
    path, clip = take
    moved = clip.rename(clip.with_name("renamed.mp4"))
    for old in (str(clip), clip.name):
        assert again_request(take_info(path, {old: moved})).source.path == moved


def test_without_its_source_a_take_is_not_made_again(take):
    path, clip = take
    clip.rename(clip.with_name("renamed.mp4"))
    info = take_info(path)
    assert [source.fate for source in info.sources] == [Fate.GONE]
    with pytest.raises(MediaMissing, match=r"clip\.mp4.*not there.*--source clip\.mp4=NEW"):
        again_request(info)


def test_nor_of_another_file_under_its_name(take):
    path, clip = take
    written(clip, scene=7)
    info = take_info(path)
    assert [source.fate for source in info.sources] == [Fate.CHANGED]
    with pytest.raises(MediaError, match=r"clip\.mp4 is not the file.*has changed"):
        again_request(info)


def test_other_weights_and_another_version_are_told_beforehand(take, tmp_path, monkeypatch):
    (tmp_path / "other.safetensors").write_bytes(b"other weights")
    monkeypatch.setattr(origins, "WEIGHTS", tmp_path / "other.safetensors")
    monkeypatch.setattr("engine.asking.again.version", lambda: "99.0")
    weights, version = take_info(take[0]).notes
    assert "weights are others" in weights
    assert "this is 99.0" in version


def test_values_that_nobody_could_have_asked_for_are_refused(take):
    info = take_info(take[0])
    request = info.origin.request
    senseless = [
        replace(request, duration=Fraction(-1)),
        replace(request, sampling=Sampling(steps=-3)),
        replace(request, sampling=Sampling(sigmas=((1.0, 2.0), (0.0, 0.0)))),
        replace(request, context=replace(request.context, noise=(7.0,))),
        replace(request, finish=replace(request.finish, grain=float("nan"))),
        replace(request, source=replace(request.source, end=Fraction(-1))),
        replace(request, source=replace(request.source, encoding="none that there is")),
    ]
    for wrong in senseless:
        with pytest.raises(RequestError):
            again_request(replace(info, origin=replace(info.origin, request=wrong)))


def test_the_film_is_never_one_of_the_sources(take):
    path, clip = take
    with pytest.raises(RequestError, match="never written over"):
        again_request(take_info(path), clip)


def test_what_is_no_take_is_not_made_again(take):
    with pytest.raises(MediaError, match="does not say how it was made"):
        engine.again(take[1])
