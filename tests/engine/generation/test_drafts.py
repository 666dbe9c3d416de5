"""Drafts made in full: more steps, the same motion."""

from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

import engine
from engine.asking import bridge_request, extend_request, finalise_request, take_info
from engine.errors import RequestError
from engine.finishing.colours.encodings import REC709
from engine.generation.drafts import Likeness
from engine.generation.generate import plan
from engine.media.info import VideoInfo
from engine.media.write import timed, write_film
from engine.requests import BUILT_IN_NETWORK, Take
from engine.training.footage import HELD_OUT, make_clip
from tests.engine.finishing import panning

RATE = Fraction(24)
SECONDS = Fraction(1, 4)
NETWORK = {"model": BUILT_IN_NETWORK, "steps": 1, "seed": 3}


def written(path: Path, frames: np.ndarray) -> Path:
    write_film(path, timed(frames, RATE), VideoInfo(128, 80, RATE))
    return path


@pytest.fixture(scope="module")
def clips(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """Two stretches of one scene, a quarter of a second apart."""
    folder, frames = tmp_path_factory.mktemp("drafts"), make_clip(HELD_OUT + 6, 60, 128, 80, 24.0).frames
    return written(folder / "first.mp4", frames[:24]), written(folder / "second.mp4", frames[30:])


@pytest.fixture(scope="module")
def draft(clips: tuple[Path, Path]) -> Take:
    output = clips[0].with_name("draft.mp4")
    return engine.run(extend_request(clips[0], seconds=SECONDS, output=output, **NETWORK))[0]


def finalised(draft: Take, **settings: float) -> Take:
    return engine.run(finalise_request(take_info(draft.path), **settings))[0]  # type: ignore[arg-type]


def test_a_final_moves_as_its_draft_does(draft: Take) -> None:
    final = finalised(draft)
    assert final.path.parent == draft.path.parent
    assert final.path != draft.path
    assert final.new == draft.new
    assert final.like_draft is not None
    assert final.like_draft >= 0.9


def test_a_fresh_run_moves_less_like_it(clips: tuple[Path, Path]) -> None:
    """Of known frames that are wholly free, so that the motion is the sampler's own."""
    output = clips[0].with_name("free.mp4")
    free = engine.run(extend_request(clips[0], seconds=SECONDS, output=output, noise=(1.0,), **NETWORK))[0]
    fresh = finalise_request(take_info(free.path), freedom=1.0)
    fresh = replace(fresh, sampling=replace(fresh.sampling, seed=99))
    likeness, kept = engine.run(fresh)[0].like_draft, finalised(free, freedom=0.0).like_draft
    assert likeness is not None
    assert kept is not None
    assert kept > likeness + 0.05


@pytest.mark.parametrize("task", ["before", "bridge"])
def test_before_a_clip_and_between_two_it_moves_so_too(clips: tuple[Path, Path], task: str) -> None:
    output = clips[0].with_name(f"{task}.mp4")
    if task == "before":
        request = extend_request(clips[1], seconds=SECONDS, output=output, before=True, **NETWORK)
    else:
        request = bridge_request(*clips, seconds=SECONDS, output=output, **NETWORK)
    final = finalised(engine.run(request)[0])
    assert final.like_draft is not None
    assert final.like_draft >= 0.9


def test_a_draft_of_measured_motion_is_made_the_same_again(clips: tuple[Path, Path]) -> None:
    measured = engine.run(extend_request(clips[0], seconds=SECONDS, output=clips[0].with_name("floor.mp4")))[0]
    final = finalised(measured)
    assert final.motion == measured.motion
    assert final.like_draft is not None
    assert final.like_draft > 0.99


def test_its_new_frames_begin_as_far_up_the_noise_as_they_are_free(draft: Take) -> None:
    sigmas = plan(finalise_request(take_info(draft.path), steps=4, freedom=0.5)).sigmas
    assert len(sigmas) == 5
    assert sigmas[0][0] == 0
    assert sigmas[0][-1] == 0.5


def test_a_draft_of_another_length_is_refused_in_words(draft: Take) -> None:
    longer = replace(finalise_request(take_info(draft.path)), duration=2 * SECONDS)
    with pytest.raises(RequestError, match="6 new frames; 12 are to be made"):
        engine.run(longer)


def test_motion_that_is_the_same_correlates_fully_whatever_the_colours() -> None:
    film = panning.clip(8)
    likeness = Likeness(film, REC709)
    assert list(likeness.passing(iter(film // 2 + 40)))
    assert likeness.correlation is not None
    assert likeness.correlation > 0.95
    list(likeness.passing(iter(film[::-1])))
    assert likeness.correlation < 0


def test_where_nothing_moves_there_is_nothing_to_correlate() -> None:
    still = np.zeros((5, 64, 96, 3), np.uint8)
    likeness = Likeness(still, REC709)
    list(likeness.passing(iter(still)))
    assert likeness.correlation is None
