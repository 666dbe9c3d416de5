"""Any encoding is shown as Rec.709 and comes back: the published values, the round trip, what is tagged and named."""

from fractions import Fraction
from itertools import product
from time import process_time

import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from engine.errors import RequestError
from engine.finishing.colours import camera_curves, curves, gamuts
from engine.finishing.colours.encodings import NAMED, REC709, Encoding, Recoding, encoding_of
from engine.finishing.colours.gamuts import conversion
from engine.media.encoding_names import ENCODING_NAMES
from engine.media.info import ColourTags, VideoInfo

TEN_BITS = 65535 / 1023  # of 16, in one of 10
WIDE_SDR = Encoding(curves.SDR, gamuts.BT2020)
CAMERAS = [name for name, encoding in NAMED.items() if encoding.curve.scene]
TAGGED = {f"transfer {code}": Encoding(curve, gamuts.BT2020) for code, curve in curves.TAGGED.items() if code != 1}
GAMUTS = {f"primaries {code}": Encoding(curves.SDR, each) for code, each in gamuts.TAGGED.items() if code != 1}
LIMITED = {
    f"{name}, 64 to 940": Encoding(each.curve, each.gamut, False) for name, each in NAMED.items() if each.curve.signal
}
OTHERS = {**{name: each for name, each in NAMED.items() if not each.is_rec709}, **TAGGED, **GAMUTS, **LIMITED}


def video(primaries: int = 2, transfer: int = 2, matrix: int = 2, full_range: bool = False) -> VideoInfo:
    return VideoInfo(64, 48, Fraction(24), colour=ColourTags(primaries, transfer, matrix, full_range))


def code_of(curve: curves.Curve, light: float) -> float:
    return float(curve.encode(np.array([light]))[0])


def light_of(curve: curves.Curve, code: float) -> float:
    return float(curve.decode(np.array([code]))[0])


@pytest.mark.parametrize(
    ("curve", "light", "code"),
    [
        (camera_curves.S_LOG3, 0.0, 95 / 1023),
        (camera_curves.S_LOG3, 0.18, 420 / 1023),
        (camera_curves.S_LOG3, 0.9, 598 / 1023),
        (camera_curves.V_LOG, 0.0, 128 / 1023),
        (camera_curves.V_LOG, 0.18, 433 / 1023),
        (camera_curves.V_LOG, 0.9, 602 / 1023),
        (camera_curves.LOGC3, 0.18, 0.391007),
        (camera_curves.LOGC4, 0.18, 0.278396),
        (camera_curves.LOGC4, 469.8, 1.0),
        (camera_curves.CANON_LOG3, 0.0, 128 / 1023),
        (camera_curves.CANON_LOG3, 0.18, 0.343389),
        (camera_curves.LOG3G10, 0.18, 1 / 3),
        (camera_curves.LOG3G10, 184.322, 1.0),
        (camera_curves.D_LOG, 0.0, 0.0929),
        (camera_curves.D_LOG, 0.18, 408 / 1023),
        (camera_curves.APPLE_LOG, 0.18, 0.488272),
        (camera_curves.APPLE_LOG, 12.0, 1.0),
        (camera_curves.BLACKMAGIC_FILM, 0.18, 0.38356),
        (curves.PQ, 1.0, 0.58069),  # 203 cd/m2
        (curves.PQ, 100 / 203, 0.508078),
        (curves.PQ, 10_000 / 203, 1.0),
        (curves.LINEAR, 0.18, 0.18),
    ],
)
def test_curves_give_the_codes_their_makers_publish(curve: curves.Curve, light: float, code: float) -> None:
    assert code_of(curve, light) == pytest.approx(code, abs=4e-4)
    assert code_of(curve, light_of(curve, code)) == pytest.approx(code, abs=1e-6)


def test_three_quarters_of_hlg_are_reference_white_on_its_display() -> None:
    shown = light_of(curves.HLG, 0.75) ** 1.2
    assert shown == pytest.approx(1, abs=2e-3)
    assert light_of(curves.HLG, 1.0) ** 1.2 == pytest.approx(1000 / 203, rel=1e-4)
    assert code_of(curves.HLG, light_of(curves.HLG, 0.38)) == pytest.approx(0.38)


def test_rec709s_curve_puts_grey_where_it_stands() -> None:
    assert float(curves.bt709_oetf(np.array(0.18))) == pytest.approx(0.409, abs=1e-3)
    light = np.linspace(0, 60, 5001)
    assert np.allclose(curves.unrendered(curves.rendered(light)), light, atol=1e-6)


def test_gamuts_become_each_other_as_published() -> None:
    to_709 = [[1.6605, -0.5876, -0.0728], [-0.1246, 1.1329, -0.0083], [-0.0182, -0.1006, 1.1187]]  # ITU-R BT.2087
    assert np.allclose(conversion(gamuts.BT2020, gamuts.BT709), to_709, atol=2e-4)
    arri = [[1.617523, -0.537287, -0.080237], [-0.070573, 1.334613, -0.264040], [-0.021102, -0.226954, 1.248056]]
    assert np.allclose(conversion(gamuts.ARRI_WIDE_GAMUT_3, gamuts.BT709), arri, atol=2e-3)
    for gamut in gamuts.TAGGED.values():
        assert np.allclose(conversion(gamut, gamuts.BT2020) @ np.ones(3), 1)
        assert np.allclose(conversion(gamut, gamuts.BT709) @ conversion(gamuts.BT709, gamut), np.eye(3), atol=1e-3)


@pytest.mark.parametrize("encoding", OTHERS.values(), ids=OTHERS)
def test_a_10_bit_grey_ramp_survives_the_round_trip_within_one_code_value(encoding: Encoding) -> None:
    """By the 16 bits that a model is shown within a fifth of one; what 8 leave is printed."""
    ramp = whole(np.repeat(np.arange(1024)[:, None] / 1023, 3, axis=1))
    shown = encoding.to_rec709(ramp)
    assert (np.diff(shown[:, 0].astype(int)) >= 0).all()
    assert np.ptp(shown, axis=1).max() <= 2, "grey stays grey"
    lost = codes_lost(encoding.from_rec709(shown, np.uint16), ramp)
    eight = codes_lost(encoding.from_rec709(np.rint(shown / 257).astype(np.uint8), np.uint16), ramp)
    print(
        f"{encoding.name}: {lost.max():.3f} code values lost; by 8 bits {eight.mean():.1f}, at most {eight.max():.0f}"
    )
    assert lost.max() <= 0.2


@pytest.mark.parametrize("encoding", OTHERS.values(), ids=OTHERS)
def test_every_colour_of_an_encoding_survives_by_16_bits_as_far_as_can_be_seen(encoding: Encoding) -> None:
    """A cube of 17^3 codes. Whatever has a hundredth of the light of the colour's strongest channel or more comes back
    within one code value. Below that, beside something so bright, a code value of the curve's foot is less light than
    one step of 16 bits of the strongest channel, out of which the matrix has to take it: there light is compared."""
    cube = whole(np.array(list(product(np.linspace(0, 1, 17), repeat=3))))
    back = encoding.from_rec709(encoding.to_rec709(cube), np.uint16)
    lost = codes_lost(back, cube)
    darkest = min(0.0, float(encoding.light(np.zeros(1))[0]))
    light, again = (encoding.light(codes / 65535) - darkest for codes in (cube, back))
    strongest = np.maximum(light.max(axis=1, keepdims=True), 1e-12)
    seen = light >= 0.01 * strongest
    assert lost[seen].max() <= 1
    assert (np.abs(again - light) / strongest)[lost > 1].max(initial=0) < 3e-4
    print(f"{encoding.name}: {np.mean(lost > 1):.2%} of the channels by more than one, {lost.max():.1f} at the most")


@pytest.mark.parametrize("name", ["hlg", "pq", *CAMERAS])
@settings(max_examples=20, deadline=None)
@given(codes=arrays(np.float32, (4, 3), elements=st.floats(0, 1, width=32)))
def test_nothing_of_the_view_clips_and_as_numbers_it_loses_nothing_that_can_be_seen(
    name: str, codes: np.ndarray
) -> None:
    encoding = NAMED[name]
    shown = encoding.to_rec709(codes)
    assert shown.dtype == np.float32
    assert shown.min() >= 0
    assert shown.max() <= 1
    light, back = encoding.light(codes), encoding.light(encoding.from_rec709(shown, np.float32))
    strongest = light.max(axis=1, keepdims=True) - min(0.0, float(encoding.light(np.zeros(1))[0]))
    assert (np.abs(back - light) <= 1e-3 * strongest + 1e-6).all()


def test_what_standard_dynamic_range_has_is_hardly_touched() -> None:
    """Grey of 18 % and a face of BT.709, seen by HLG and PQ."""
    for name, grey in (("hlg", 0.38), ("pq", 0.38)):
        shown = NAMED[name].to_rec709(np.full((1, 3), grey, np.float32))
        assert np.allclose(shown, 0.42, atol=0.02)
    face = np.array([[0.78, 0.58, 0.48]], np.float32)
    for name in ("hlg", "pq"):
        hdr = Recoding(REC709, NAMED[name])(face, np.float32)
        assert np.allclose(NAMED[name].to_rec709(hdr), face, atol=0.04)
    white = NAMED["pq"].to_rec709(np.full((1, 3), 0.58069, np.float32))
    assert 0.85 < white.min() < 0.9


def test_grey_of_wide_gamut_in_standard_dynamic_range_stays_as_it_is() -> None:
    ramp = whole(np.repeat(np.arange(256)[:, None] / 255, 3, axis=1))
    assert np.abs(WIDE_SDR.to_rec709(ramp).astype(int) - ramp).max() <= 1


def test_rec709_is_given_back_as_it_is() -> None:
    frames = np.random.default_rng(0).integers(0, 256, (2, 8, 8, 3)).astype(np.uint8)
    assert REC709.to_rec709(frames) is frames
    assert REC709.from_rec709(frames, np.uint8) is frames
    assert REC709.note() == ""


@pytest.mark.parametrize("dtype", [np.uint8, np.uint16, np.float32])
def test_a_fourth_channel_passes_and_pictures_may_be_any_stack(dtype: type) -> None:
    most = 1 if dtype is np.float32 else np.iinfo(dtype).max
    frames: np.ndarray = (np.random.default_rng(1).random((2, 5, 7, 4)) * most).astype(dtype)
    hlg = NAMED["hlg"]
    shown = hlg.to_rec709(frames)
    assert shown.dtype == (np.float32 if dtype is np.float32 else np.uint16)
    assert np.array_equal(shown[1], hlg.to_rec709(frames[1]))
    back = hlg.from_rec709(shown, dtype)
    assert back.dtype == dtype
    assert np.array_equal(back[..., 3], frames[..., 3])
    assert np.array_equal(hlg.to_rec709(frames[::-1])[0], shown[1])


def test_a_models_own_pure_colours_come_back_as_the_encodings_own() -> None:
    """They need not be the view of any light that it holds."""
    pure = np.array(list(product([0, 1], repeat=3)), np.float32)
    for encoding in OTHERS.values():
        again = encoding.to_rec709(encoding.from_rec709(pure, np.float32))
        assert np.abs(again**2.4 - pure).max() < 0.25, "of light; HLG's magenta is less bright than its white"


@pytest.mark.parametrize(
    ("tags", "name"),
    [
        ((2, 2, 2), "Rec.709"),
        ((1, 1, 1), "Rec.709"),
        ((6, 6, 6), "Rec.709"),
        ((5, 1, 5), "Rec.709"),
        ((1, 13, 1), "Rec.709"),
        ((1, 11, 1), "Rec.709"),
        ((9, 14, 9), "SDR (BT.2020)"),
        ((12, 13, 1), "SDR (P3-D65)"),
        ((9, 16, 9), "PQ (BT.2020)"),
        ((2, 16, 2), "PQ (BT.2020)"),
        ((9, 18, 9), "HLG (BT.2020)"),
        ((1, 4, 1), "gamma 2.2 (BT.709)"),
        ((1, 8, 0), "linear light (BT.709)"),
        ((2, 14, 9), "SDR (BT.2020)"),
        ((1, 200, 1), "Rec.709"),
    ],
)
def test_tags_say_the_encoding_and_what_they_do_not_say_is_taken_as_players_do(
    tags: tuple[int, int, int], name: str
) -> None:
    assert encoding_of(video(*tags)).name == name


def test_every_encoding_that_can_be_named_is_there_under_the_name_the_user_reads() -> None:
    assert {name: encoding_of(video(), name).name for name in ENCODING_NAMES} == ENCODING_NAMES
    assert list(NAMED) == list(ENCODING_NAMES)


def test_an_encoding_that_there_is_not_is_refused_with_those_there_are() -> None:
    with pytest.raises(RequestError, match="s-log9") as caught:
        encoding_of(video(), "s-log9")
    assert "v-log" in caught.value.do


def test_a_log_stated_in_codes_of_the_signal_is_read_by_the_files_range() -> None:
    """S-Log3's grey is 420 of 1023, which a file of limited range gives as (420 - 64) / 876."""
    grey = np.full((1, 3), (420 - 64) / 876, np.float32)
    assert np.allclose(encoding_of(video(), "s-log3").light(grey), 0.18, atol=1e-4)
    full = encoding_of(video(full_range=True), "s-log3")
    assert np.allclose(full.light(np.full((1, 3), 420 / 1023)), 0.18, atol=1e-4)
    logc = encoding_of(video(), "logc3")
    assert np.allclose(logc.light(np.full((1, 3), 0.391007)), 0.18, atol=1e-4)


def test_the_note_says_what_the_model_sees_and_what_comes_back() -> None:
    assert NAMED["hlg"].note() == (
        "HLG (BT.2020) is shown to the model as Rec.709; the new frames come back as HLG (BT.2020)."
    )


@pytest.mark.parametrize("name", [name for name in NAMED if name != "rec709"])
def test_pictures_of_rec709_in_another_encoding_are_the_same_again(name: str) -> None:
    """By 16 bits, and none of Rec.709's light is more than any other encoding holds."""
    frames = np.random.default_rng(2).integers(0, 256, (40, 40, 3)).astype(np.uint8)
    other = Recoding(REC709, NAMED[name])(frames, np.uint16)
    back = Recoding(NAMED[name], REC709)(other, np.uint8)
    assert np.abs(back.astype(int) - frames).max() <= 3  # a dark channel beside a bright one
    assert np.abs(back.astype(int) - frames).mean() < 0.1


def test_reference_white_is_the_same_white_in_every_display_encoding() -> None:
    white = np.ones((1, 3), np.float32)
    assert np.allclose(Recoding(REC709, NAMED["pq"])(white, np.float32), 0.58069, atol=1e-3)
    assert np.allclose(Recoding(REC709, NAMED["hlg"])(white, np.float32), 0.75, atol=1e-3)
    bright = Recoding(NAMED["pq"], REC709)(np.full((1, 3), 0.75, np.float32), np.float32)
    assert np.allclose(bright, 1), "more light than Rec.709 holds is clipped"


def test_a_frame_of_720p_goes_there_and_back_in_a_fraction_of_a_second() -> None:
    """On one core; 60 ms are wanted of a free one, and a busy one takes its time: the figure is printed."""
    frame = cv2.resize(np.random.default_rng(3).integers(0, 65536, (45, 80, 3)).astype(np.uint16), (1280, 720))
    for name in ("pq", "hlg", "s-log3"):
        NAMED[name].from_rec709(NAMED[name].to_rec709(frame[:8]), np.uint16)
        began = process_time()
        NAMED[name].from_rec709(NAMED[name].to_rec709(frame), np.uint16)
        took = process_time() - began
        print(f"{name}: {1000 * took:.0f} ms there and back")
        assert took < 0.5


def whole(codes: np.ndarray) -> np.ndarray:
    return np.rint(codes * 65535).astype(np.uint16)


def codes_lost(back: np.ndarray, codes: np.ndarray) -> np.ndarray:
    """Code values of 10 bits."""
    return np.abs(back.astype(float) - codes) / TEN_BITS
