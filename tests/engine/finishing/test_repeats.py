"""Frames shown twice are found and made anew, and nothing else is touched."""

import io
import weakref
from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction
from pathlib import Path
from typing import cast

import av
import cv2
import numpy as np
import pytest
from av.video.stream import VideoStream

from engine.finishing.joins.seam import frame_steps
from engine.finishing.rate.repeats import without_repeats
from engine.finishing.rate.retimed import first_retimed
from engine.media.read import read_frames

HEIGHT, WIDTH = 180, 320
STEP = 3.0  # pixels a frame


@pytest.fixture(scope="module")
def pan() -> np.ndarray:
    """A textured picture that moves 3 px a frame, as [44, 180, 320, 3] uint8: 12 known frames and 32 new ones."""
    random = np.random.default_rng(5)
    coarse = cv2.resize(random.uniform(70, 180, (5, 8, 3)), (WIDTH + 160, HEIGHT + 40), interpolation=cv2.INTER_CUBIC)
    fine = cv2.GaussianBlur(random.uniform(-90, 90, coarse.shape), (0, 0), 1.5)
    wall = (coarse + fine).clip(0, 255).astype(np.uint8)
    return np.stack([seen(wall, STEP * index) for index in range(44)])


def seen(wall: np.ndarray, by: float) -> np.ndarray:
    shift = np.array([[1, 0, -by], [0, 1, -0.25 * by]], np.float32)
    return cv2.warpAffine(wall, shift, (WIDTH, HEIGHT), flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE)


def untouched(out: Sequence[np.ndarray], frames: Sequence[np.ndarray]) -> list[bool]:
    return [one is other for one, other in zip(out, frames, strict=True)]


def recoded(frames: Sequence[np.ndarray], crf: int) -> list[np.ndarray]:
    """As they come back from a lossy file: a repeat is no longer exactly one."""
    file = io.BytesIO()
    with av.open(file, "w", format="mp4") as container:
        stream = cast(VideoStream, container.add_stream("libx264", rate=24, options={"crf": str(crf), "bf": "0"}))
        stream.height, stream.width, stream.pix_fmt = *frames[0].shape[:2], "yuv420p"
        for frame in frames:
            container.mux(stream.encode(av.VideoFrame.from_ndarray(frame, format="rgb24")))
        container.mux(stream.encode(None))
    file.seek(0)
    with av.open(file) as container:
        return [frame.to_ndarray(format="rgb24") for frame in container.decode(video=0)]


def test_a_single_repeat_is_put_between_its_neighbours_and_all_else_stays(pan: np.ndarray) -> None:
    new = [*pan[12:17], pan[16], *pan[18:36]]  # frame 17 is lost and 16 shown twice
    out = list(without_repeats(new, pan[:12]))
    assert untouched(out, new) == [index != 5 for index in range(24)]
    assert np.abs(out[5].astype(int) - pan[17])[12:-12, 12:-12].mean() < 1
    assert np.abs(pan[16].astype(int) - pan[17])[12:-12, 12:-12].mean() > 5


@pytest.mark.parametrize("crf", [18, 28])
def test_a_repeat_that_was_coded_again_is_found_too(pan: np.ndarray, crf: int) -> None:
    coded = recoded([*pan[:17], pan[16], *pan[18:36]], crf)
    context, new = np.stack(coded[:12]), coded[12:]
    assert 0 < np.abs(new[5].astype(int) - new[4]).mean() < 2
    assert untouched(list(without_repeats(new, context)), new) == [index != 5 for index in range(24)]


@pytest.mark.parametrize(
    "shown",
    [lambda tick: (tick + 1) * 2 / 3, lambda tick: -(-(tick + 1) * 2 // 3), lambda tick: (tick + 2) // 2],
    ids=["16 of 24, the frame before", "16 of 24, the frame after", "12 of 24"],
)
def test_a_lower_rate_shown_by_repetition_moves_evenly_afterwards(
    pan: np.ndarray, shown: Callable[[int], float]
) -> None:
    """New frames of 1.5 or 2 frames' motion each, some of them shown twice."""
    far = 1.5 if shown(5) == 4 else 2
    frames = {int(shown(tick)): None for tick in range(18)}
    made = {index: pan[round(11 + far * index)] if far == 2 else half(pan, 11 + far * index) for index in frames}
    new = [made[int(shown(tick))] for tick in range(18)]
    before, after = frame_steps([pan[11], *new]), frame_steps([pan[11], *without_repeats(new, pan[:12])])
    own = np.median(frame_steps(pan[:12]))
    assert before.min() < 0.1 * own
    assert after[:12].min() > 0.6 * own
    assert after[:12].max() < 1.4 * own


def half(pan: np.ndarray, place: float) -> np.ndarray:
    """A frame of the pan at a whole or half place."""
    if place == int(place):
        return pan[int(place)]
    shift = np.array([[1, 0, -STEP / 2], [0, 1, -STEP / 8]], np.float32)
    return cv2.warpAffine(
        pan[int(place)], shift, (WIDTH, HEIGHT), flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE
    )


def test_a_frame_that_is_exactly_the_one_before_is_found_where_hardly_anything_moves(pan: np.ndarray) -> None:
    """A stream in a still landscape."""
    stream = cv2.GaussianBlur(np.random.default_rng(2).normal(0, 400, (24, 120, 3)), (0, 0), 1.5)
    stream = np.clip(127 + stream, 0, 255).astype(np.uint8)
    shown = np.repeat(pan[:1], 44, axis=0)
    for index, frame in enumerate(shown):
        frame[60:84, 100:160] = stream[:, index : index + 60]
    new = [*shown[12:17], shown[16], *shown[18:44]]
    out = list(without_repeats(new, shown[:12]))
    assert np.flatnonzero(~np.array(untouched(out, new))).tolist() == [5]


def test_the_last_known_frame_shown_again_is_found_however_unsteady_the_clip_moves() -> None:
    wall = cv2.GaussianBlur(np.random.default_rng(7).uniform(0, 255, (220, 520, 3)), (0, 0), 1.5)
    wall = np.clip(110 + 4 * (wall - 127), 0, 255).astype(np.uint8)
    places = np.cumsum([1.0, 4.0, 2.0, 5.0, 1.5, 4.5] * 6)
    shown = np.stack([seen(wall, place) for place in places])
    new = [shown[11], *shown[12:24]]
    out = list(without_repeats(new, shown[:12]))
    assert not untouched(out, new)[0]
    steps = frame_steps(np.stack([shown[11], *out[:2]]))
    assert steps.min() > 0.3 * steps.max()


def test_a_still_shot_and_one_that_stops_stay_untouched(pan: np.ndarray) -> None:
    random = np.random.default_rng(2)
    noisy = [np.clip(pan[0] + random.normal(0, 1, pan[0].shape), 0, 255).astype(np.uint8) for _ in range(30)]
    still = recoded([pan[0]] * 30, 28)
    stops = [*pan[12:18], *[pan[17]] * 12]
    for context, new in ((noisy[:12], noisy[12:]), (still[:12], still[12:]), (list(pan[:12]), stops)):
        assert all(untouched(list(without_repeats(new, np.stack(context))), new))


def test_a_freeze_of_many_frames_is_left_to_be_reported(pan: np.ndarray) -> None:
    new = [*pan[12:16], *[pan[15]] * 6, *pan[22:32]]
    assert all(untouched(list(without_repeats(new, pan[:12])), new))


def test_a_clip_that_shows_every_frame_twice_itself_keeps_doing_so(pan: np.ndarray) -> None:
    twos = pan[np.arange(40) // 2]
    new = list(twos[12:])
    assert all(untouched(list(without_repeats(new, twos[:12])), new))


def test_a_perfect_continuation_and_one_with_a_cut_or_no_context_stay_untouched(pan: np.ndarray) -> None:
    cut = [*pan[12:20], *(255 - pan[20:32, ::-1])]
    for context, new in (
        (pan[:12], list(pan[12:36])),
        (pan[:12], cut),
        (pan[:1], list(pan[1:20])),
        (pan[:0], list(pan)),
    ):
        assert all(untouched(list(without_repeats(new, context)), new))


def test_colours_that_the_generator_changed_do_not_look_like_motion(pan: np.ndarray) -> None:
    new = [np.clip(frame * 0.8 + 30, 0, 255).astype(np.uint8) for frame in [*pan[12:17], pan[16], *pan[18:30]]]
    assert untouched(list(without_repeats(new, pan[:12])), new) == [index != 5 for index in range(18)]


@pytest.mark.parametrize("clip", ["surf.mp4", "snow.mp4", "planes_failing_audio.mp4"])
def test_real_footage_continued_by_itself_is_untouched(footage: Path, clip: str) -> None:
    frames = [frame.image for frame in read_frames(footage / clip, None, Fraction(3, 2))]
    new = frames[12:]
    assert all(untouched(list(without_repeats(new, np.stack(frames[:12]))), new))
    assert next(first_retimed(new, np.stack(frames[:12]))) is new[0]


def test_only_a_few_frames_are_held_however_many_repeat(pan: np.ndarray) -> None:
    held: list[weakref.ref[np.ndarray]] = []

    def made() -> Iterator[np.ndarray]:
        for index in range(60):
            place = 4 + abs((index // 3 * 2) % 60 - 30)
            frame = pan[place].copy()
            held.append(weakref.ref(frame))
            yield frame

    most = 0
    for _ in without_repeats(made(), pan[:5]):
        most = max(most, sum(each() is not None for each in held))
    assert 8 < most <= 20


def test_a_first_frame_that_stands_still_is_put_between_the_known_one_and_the_next(pan: np.ndarray) -> None:
    new = [pan[11].copy(), *pan[13:20]]  # 12 is lost
    out = list(first_retimed(new, pan[:12]))
    assert untouched(out, new) == [False, *[True] * 7]
    assert np.abs(out[0].astype(int) - pan[12])[12:-12, 12:-12].mean() < 1


def test_a_first_frame_that_goes_twice_as_far_is_brought_back_in_its_own_colours(pan: np.ndarray) -> None:
    bright = [np.clip(frame * 0.8 + 40, 0, 255).astype(np.uint8) for frame in pan]
    new = bright[13:20]
    out = list(first_retimed(new, pan[:12]))
    assert untouched(out, new) == [False, *[True] * 6]
    truth = half(np.stack(bright), 12.5)  # half way from 11 to 14
    assert np.abs(out[0].astype(int) - truth)[12:-12, 12:-12].mean() < 1


def test_a_first_frame_is_left_alone_at_the_clip_s_own_speed_at_half_of_it_and_where_nothing_moves(
    pan: np.ndarray,
) -> None:
    still = [pan[11]] * 8
    slow = [half(pan, 11 + 0.5 * index) for index in range(1, 8)]
    for context, new in (
        (pan[:12], list(pan[12:20])),
        (pan[:12], slow),
        (pan[:12], still),
        (np.stack(still), list(pan[11:19])),
        (pan[:2], list(pan[3:8])),
        (pan[:12], [pan[11]]),
    ):
        assert all(untouched(list(first_retimed(new, context)), new))
