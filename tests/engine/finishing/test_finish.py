from collections.abc import Callable, Iterator
from fractions import Fraction

import cv2
import numpy as np
import pytest

from engine.errors import ModelError
from engine.finishing.finish import Side, finish
from engine.finishing.joins.seam import colour_distance, flow_speed, sharpness
from engine.requests import Finish
from tests.engine.finishing import panning

RATE = Fraction(24)
KNOWN, NEW = 13, 16


@pytest.fixture(scope="module")
def film() -> np.ndarray:
    return panning.clip(KNOWN + NEW + KNOWN)


def finished(
    new: np.ndarray, before: Side | None = None, after: Side | None = None, settings: Finish | None = None
) -> np.ndarray:
    return np.stack(list(finish(lambda: iter(new), len(new), RATE, before, after, settings or Finish())))


def difference(first: np.ndarray, second: np.ndarray) -> np.ndarray:
    """[frame] mean absolute grey levels."""
    return np.abs(first.astype(float) - second).mean(axis=(1, 2, 3))


def damaged(frames: np.ndarray, by: Callable[[np.ndarray], np.ndarray]) -> np.ndarray:
    return np.stack([np.clip(np.rint(255 * by(frame / np.float32(255))), 0, 255).astype(np.uint8) for frame in frames])


def gain(image: np.ndarray) -> np.ndarray:
    return 0.8 * image


def gamma(image: np.ndarray) -> np.ndarray:
    return image**1.3


def matrix(image: np.ndarray) -> np.ndarray:
    return image @ np.array([[0.8, 0.15, 0.05], [0.1, 0.85, 0.05], [0.05, 0.2, 0.75]], np.float32).T


def curves(image: np.ndarray) -> np.ndarray:
    return image ** np.array([0.85, 1.0, 1.25], np.float32)


DAMAGES = [gain, gamma, matrix, curves]


def test_a_perfect_continuation_is_hardly_touched(film: np.ndarray) -> None:
    known, new, rest = film[:KNOWN], film[KNOWN:-KNOWN], film[-KNOWN:]
    for sides in ((Side(known, known), None), (None, Side(rest, rest)), (Side(known), Side(rest))):
        assert difference(finished(new, *sides), new).max() <= 0.5


@pytest.mark.parametrize("damage", DAMAGES)
def test_colours_that_the_generator_changed_everywhere_come_back(
    film: np.ndarray, damage: Callable[[np.ndarray], np.ndarray]
) -> None:
    known, new = film[:KNOWN], film[KNOWN:-KNOWN]
    made = finished(damaged(new, damage), Side(known, damaged(known, damage)))
    assert difference(damaged(new, damage), new).min() > 4
    assert difference(made, new).max() < 2.0
    assert colour_distance(made[0], new[0]) < 1.0


@pytest.mark.parametrize("damage", DAMAGES)
def test_colours_that_change_only_after_the_join_come_back(
    film: np.ndarray, damage: Callable[[np.ndarray], np.ndarray]
) -> None:
    """As where known frames are held at noise 0: rendered again they show nothing of the model's own colours."""
    known, new = film[:KNOWN], film[KNOWN:-KNOWN]
    made = finished(damaged(new, damage), Side(known, known))
    assert difference(made, new).max() < 2.5


def test_a_drift_that_begins_at_the_join_is_held(film: np.ndarray) -> None:
    known, new = film[:KNOWN], film[KNOWN:-KNOWN]
    drifting = np.stack(
        [damaged(frame[None], lambda image, k=k: image * (1 - 0.015 * k))[0] for k, frame in enumerate(new)]
    )
    assert difference(finished(drifting, Side(known, known)), new)[-1] < 0.2 * difference(drifting, new)[-1]


def test_the_fit_of_a_bridge_is_each_sides_own(film: np.ndarray) -> None:
    """The generator left for one look at the first side and for another at the second."""
    known, new, rest = film[:KNOWN], film[KNOWN:-KNOWN], film[-KNOWN:]
    share = np.linspace(0, 1, len(new))[:, None, None, None]
    off = np.rint((1 - share) * damaged(new, gain) + share * damaged(new, curves)).astype(np.uint8)
    made = finished(off, Side(known, damaged(known, gain)), Side(rest, damaged(rest, curves)))
    assert difference(made, new)[[0, -1]].max() < 1.5
    assert difference(made, new).max() < 4


def test_before_a_clips_start_time_runs_the_other_way(film: np.ndarray) -> None:
    known, new = film[KNOWN + NEW :], film[KNOWN:-KNOWN]
    made = finished(damaged(new, gamma), None, Side(known, damaged(known, gamma)))
    assert difference(made, new).max() < 2.0


def test_motion_is_kept(film: np.ndarray) -> None:
    known, new = film[:KNOWN], film[KNOWN:-KNOWN]
    made = finished(damaged(new, curves), Side(known, damaged(known, curves)))
    assert np.mean(flow_speed(made)) == pytest.approx(np.mean(flow_speed(new)), rel=0.05)


def test_soft_frames_get_the_clips_own_detail_back(film: np.ndarray) -> None:
    known, new = film[:KNOWN], film[KNOWN:-KNOWN]
    soft = np.stack([cv2.GaussianBlur(frame, (0, 0), 1.0) for frame in film])
    made = finished(soft[KNOWN:-KNOWN], Side(known, soft[:KNOWN]))
    before, after = (np.mean([sharpness(frame) for frame in frames]) for frames in (soft[KNOWN:-KNOWN], made))
    own = np.mean([sharpness(frame) for frame in new])
    assert before < 0.75 * own
    assert 0.85 * own < after < 1.15 * own
    assert difference(made, new).mean() < 0.8 * difference(soft[KNOWN:-KNOWN], new).mean()


def test_what_the_known_frames_show_to_be_lost_is_lost_in_the_first_new_ones_too(film: np.ndarray) -> None:
    """Clipped light, and fine detail under noise that stays: no curve and no sharpening brings those back."""
    stain = cv2.GaussianBlur(np.random.default_rng(3).normal(0, 400, film.shape[1:3]), (0, 0), 3)[..., None] / 255

    def stained(frames: np.ndarray, begin: int) -> np.ndarray:
        moved = [np.roll(stain, -round((begin + index) * panning.SPEED), axis=1) for index in range(len(frames))]
        return np.stack(
            [damaged(one[None], lambda x, by=by: 1.5 * x + by)[0] for one, by in zip(frames, moved, strict=True)]
        )

    known, new = film[:KNOWN], film[KNOWN:-KNOWN]
    made = finished(stained(new, KNOWN), Side(known, stained(known, 0)))
    assert difference(stained(new, KNOWN), new).min() > 50
    assert difference(made, new)[:4].max() < 3
    later = finished(stained(new, KNOWN), Side(known, stained(known, 0), passed=18))
    assert np.array_equal(later[0], made[0]), "no join shows where a window follows another"
    assert difference(later, new)[4] > 1.2 * difference(made, new)[4], "it fades from the clip's own join on"
    past, without = (
        finished(stained(new, KNOWN), Side(known, stained(known, 0), passed=frames), settings=settings)
        for frames, settings in ((24, Finish()), (0, Finish(seam=0.0)))
    )
    assert difference(past, without).max() < 0.6, "and does not begin anew once it is past"


def test_what_was_wrong_with_the_known_frames_alone_does_not_come_along(film: np.ndarray) -> None:
    known, new = film[:KNOWN], film[KNOWN:-KNOWN]
    spotted = known.copy()
    spotted[-1, 40:100, 60:180] = np.random.default_rng(4).integers(0, 255, (60, 120, 3))
    assert difference(finished(new, Side(known, spotted)), new).max() < 1.0


def test_a_smaller_generator_comes_back_at_the_clips_size(film: np.ndarray) -> None:
    known, new = film[:KNOWN], film[KNOWN:-KNOWN]
    half = np.stack([cv2.resize(frame, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA) for frame in film])
    made = finished(half[KNOWN:-KNOWN], Side(known, half[:KNOWN]))
    plain = np.stack(
        [cv2.resize(frame, new.shape[2:0:-1], interpolation=cv2.INTER_CUBIC) for frame in half[KNOWN:-KNOWN]]
    )
    assert made.shape == new.shape
    assert difference(made, new)[:8].mean() < 0.9 * difference(plain, new)[:8].mean()
    assert np.mean([sharpness(frame) for frame in made]) > 0.8 * np.mean([sharpness(frame) for frame in new])


def test_clean_frames_get_the_clips_grain() -> None:
    film, clean = (panning.clip(KNOWN + NEW, noise=noise, fine=0.0) for noise in (4.0, 0.0))
    made = finished(clean[KNOWN:], Side(film[:KNOWN], clean[:KNOWN]))

    def grain(frames: np.ndarray) -> float:
        """Of what is not the picture that all of it is made of."""
        return float((frames.astype(float) - clean[KNOWN : KNOWN + len(frames)]).std())

    assert grain(made) > 0.6 * grain(film[KNOWN:])
    without = finished(clean[KNOWN:], Side(film[:KNOWN], clean[:KNOWN]), settings=Finish(grain=0.0))
    assert grain(without) < 0.5 * grain(made)


def test_nothing_is_clipped_that_the_clip_does_not_clip(film: np.ndarray) -> None:
    known, new = film[:KNOWN], film[KNOWN:-KNOWN]
    flat = damaged(film, lambda image: 0.3 + 0.3 * image)
    bright = new.copy()
    bright[:, 40:80, 60:120] = 255
    made = finished(damaged(bright, lambda image: 0.3 + 0.3 * image), Side(known, flat[:KNOWN]))
    assert ((made <= 1) | (made >= 254)).mean() < 1e-4


def test_a_faithful_generator_may_show_what_is_darker_than_anything_before(film: np.ndarray) -> None:
    """Its colours are nearly right, so the dark thing that comes into the picture is dark."""
    known, new = np.maximum(film[:KNOWN], 90), np.maximum(film[KNOWN:-KNOWN], 90)
    new[4:, 20:120, 150:230] = 25
    made = finished(damaged(new, lambda x: 0.99 * x), Side(known, damaged(known, lambda x: 0.99 * x)))
    assert difference(made[4:, 30:110, 160:220], new[4:, 30:110, 160:220]).max() < 3


def test_no_colour_is_learned_where_nothing_known_is_in_sight(film: np.ndarray) -> None:
    """The camera has turned away: other things are lit otherwise."""
    known, new = film[:KNOWN], film[KNOWN:-KNOWN].copy()
    away = panning.clip(len(new) - 3, seed=9)
    new[3:] = damaged(away, lambda x: 0.8 * x + 0.1)
    assert difference(finished(new, Side(known, known)), new)[3:].max() < 0.5


@pytest.mark.parametrize("dtype", [np.uint8, np.uint16])
def test_depth_and_alpha_are_the_clips(film: np.ndarray, dtype: type) -> None:
    scale = np.iinfo(dtype).max // 255
    deep = np.concatenate([film.astype(dtype) * scale, np.full((*film.shape[:3], 1), 200 * scale, dtype)], axis=-1)
    made = finished(damaged(film[KNOWN:-KNOWN], gain), Side(deep[:KNOWN], damaged(film[:KNOWN], gain)))
    assert made.dtype == dtype
    assert made.shape[-1] == 4
    assert np.all(made[..., 3] == 200 * scale)
    assert difference(made[..., :3] / scale, film[KNOWN:-KNOWN]).max() < 2


def test_a_deep_clip_goes_through_without_losing_depth() -> None:
    film = panning.clip(KNOWN + NEW).astype(np.uint16) * 257 + 100
    made = finished(film[KNOWN:], Side(film[:KNOWN], film[:KNOWN]))
    assert difference(made, film[KNOWN:]).max() < 0.5 * 257


def test_bars_stay_as_they_are(film: np.ndarray) -> None:
    barred = film.copy()
    barred[:, :14] = barred[:, -14:] = 2
    off = damaged(barred, lambda image: 0.15 + 0.8 * image)
    made = finished(off[KNOWN:-KNOWN], Side(barred[:KNOWN], off[:KNOWN]))
    assert np.all(made[:, :14] == 2)
    assert np.all(made[:, -14:] == 2)
    assert difference(made[:, 20:-20], barred[KNOWN:-KNOWN, 20:-20]).max() < 2


def test_frames_made_at_another_rate_come_on_the_clips_own_grid(film: np.ndarray) -> None:
    known, new = film[:KNOWN], film[KNOWN:-KNOWN]
    slower = film[KNOWN + 1 : -KNOWN + 1 : 2]  # every second one, the first two frames after the last known one
    sides = Side(known, known), None
    made = np.stack(list(finish(lambda: iter(slower), len(new), RATE, *sides, made_at=RATE / 2)))
    assert made.shape == new.shape
    assert difference(made, new).max() < 3
    assert difference(made[1::2], slower).max() < 0.6


def test_the_known_frames_are_only_read(film: np.ndarray) -> None:
    known, again = film[:KNOWN].copy(), damaged(film[:KNOWN], gain)
    new = damaged(film[KNOWN:-KNOWN], gain)
    copies = known.copy(), again.copy(), new.copy()
    finished(new, Side(known, again))
    assert all(np.array_equal(*pair) for pair in zip((known, again, new), copies, strict=True))


def test_each_frame_is_there_as_soon_as_it_can_be(film: np.ndarray) -> None:
    """After a clip frames are finished while the generator still makes the later ones, a few frames behind."""
    taken = 0

    def generating() -> Iterator[np.ndarray]:
        nonlocal taken
        for frame in panning.clip(KNOWN + 60)[KNOWN:]:
            taken += 1
            yield frame

    next(finish(generating, 60, RATE, Side(film[:KNOWN]), None))
    assert taken < 24


def test_a_frame_is_the_same_whatever_comes_long_after_it(film: np.ndarray) -> None:
    known, new = film[:KNOWN], damaged(panning.clip(KNOWN + 40)[KNOWN:], curves)
    whole = finished(new, Side(known, known))
    begun = finish(lambda: iter(new), len(new), RATE, Side(known, known), None)
    assert all(np.array_equal(next(begun), frame) for frame in whole[:10])


def test_as_generated_means_as_generated(film: np.ndarray) -> None:
    new = damaged(film[KNOWN:-KNOWN], gain)
    assert np.array_equal(finished(new, Side(film[:KNOWN]), settings=Finish(0, 0, 0, 0)), new)
    half = np.stack([cv2.resize(frame, None, fx=0.5, fy=0.5) for frame in new])
    assert finished(half, Side(film[:KNOWN]), settings=Finish(0, 0, 0, 0)).shape == new.shape


def test_half_the_strength_goes_half_the_way(film: np.ndarray) -> None:
    known, new = film[:KNOWN], film[KNOWN:-KNOWN]
    off, side = damaged(new, gain), Side(known, damaged(known, gain))
    half = finished(off, side, settings=Finish(colour=0.5, seam=0.0, detail=0.0, grain=0.0))
    assert half.mean() == pytest.approx((off.mean() + new.mean()) / 2, abs=1.0)


def test_without_known_frames_there_is_nothing_to_match(film: np.ndarray) -> None:
    assert np.array_equal(finished(film[:4]), film[:4])


def test_only_the_shot_beside_the_join_is_looked_at(film: np.ndarray) -> None:
    other = 255 - panning.clip(8, seed=5)
    known, new = np.concatenate([other, film[5:KNOWN]]), film[KNOWN:-KNOWN]
    made = finished(damaged(new, gain), Side(known, damaged(known, gain)))
    assert difference(made, new).max() < 2.5


def test_one_known_frame_is_enough(film: np.ndarray) -> None:
    new = film[KNOWN:-KNOWN]
    made = finished(damaged(new, gain), Side(film[KNOWN - 1 : KNOWN], damaged(film[KNOWN - 1 : KNOWN], gain)))
    assert difference(made, new).max() < 2.5


def test_a_fade_in_the_known_frames_is_not_undone(film: np.ndarray) -> None:
    fading = np.stack(
        [np.rint(frame * (1 - 0.025 * k)).astype(np.uint8) for k, frame in enumerate(film[: KNOWN + NEW])]
    )
    made = finished(fading[KNOWN:], Side(fading[:KNOWN], fading[:KNOWN]))
    assert difference(made, fading[KNOWN:]).max() < 2.0


@pytest.mark.parametrize("level", [0, 16, 255])
def test_flat_frames_stay_flat(level: int) -> None:
    flat = np.full((KNOWN + NEW, 90, 160, 3), level, np.uint8)
    assert difference(finished(flat[KNOWN:], Side(flat[:KNOWN], flat[:KNOWN])), flat[KNOWN:]).max() <= 1


def test_new_frames_out_of_black_are_left_alone(film: np.ndarray) -> None:
    black = np.zeros_like(film[:KNOWN])
    assert difference(finished(film[KNOWN:-KNOWN], Side(black, black)), film[KNOWN:-KNOWN]).max() < 12


@pytest.mark.parametrize("size", [(37, 53), (16, 16), (33, 120)])
def test_odd_and_tiny_sizes(size: tuple[int, int]) -> None:
    film = panning.clip(10, height=size[0], width=size[1])
    assert finished(film[6:], Side(film[:6], film[:6])).shape == film[6:].shape


def test_a_frame_that_is_no_picture_is_refused_in_words(film: np.ndarray) -> None:
    new = film[KNOWN:-KNOWN].astype(np.float32) / 255
    assert difference(finished(new, Side(film[:KNOWN])) / 1.0, film[KNOWN:-KNOWN]).max() <= 0.5
    new[3, 10, 10, 1] = np.nan
    with pytest.raises(ModelError, match="no numbers"):
        finished(new, Side(film[:KNOWN]))
