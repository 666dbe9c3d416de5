"""HDR as a standard screen shows it."""

import numpy as np
import pytest

from engine.finishing.colours.encodings import NAMED
from engine.media.info import ColourTags
from engine.media.tone_mapping import HLG, PQ, Kind, kind_of, mapped_array, rec709

PQ_TAGS, HLG_TAGS = ColourTags(9, PQ, 9), ColourTags(9, HLG, 9)


def greys(*codes: float) -> np.ndarray:
    return np.repeat(np.array(codes)[:, None], 3, axis=1)


def test_a_standard_picture_is_not_touched() -> None:
    image = np.full((4, 4, 3), 30_000, np.uint16)
    assert kind_of(ColourTags(1, 1, 1)) is None
    assert kind_of(ColourTags()) is None
    assert mapped_array(image, ColourTags(1, 1, 1)) is image


@pytest.mark.parametrize(("transfer", "white", "shown"), [(PQ, 0.5807, 0.876), (HLG, 0.75, 0.888)])
def test_reference_white_is_bright_and_leaves_room_for_lights(transfer: int, white: float, shown: float) -> None:
    """203 cd/m2 is 58 % of PQ and 75 % of HLG: ITU-R BT.2408."""
    codes = rec709(greys(0.0, white, 1.0), Kind(transfer, True))
    assert codes[:, 1] == pytest.approx([0.0, shown, 1.0], abs=0.002)


@pytest.mark.parametrize(("name", "tags"), [("pq", PQ_TAGS), ("hlg", HLG_TAGS)])
def test_what_the_screen_shows_is_what_a_model_is_shown(name: str, tags: ColourTags) -> None:
    """Of colours that Rec.709 has; at the edge of it the two part."""
    chance = np.random.default_rng(3)
    codes = chance.uniform(0.25, 0.7, (500, 1)) + chance.uniform(-0.02, 0.02, (500, 3))
    kind = kind_of(tags)
    assert kind is not None
    seen = NAMED[name].to_rec709(codes.astype(np.float32))
    assert np.abs(rec709(codes, kind) - seen).max() < 0.02


def test_the_table_shows_greys_as_the_equations_do() -> None:
    ramp = np.linspace(0, 1, 256)
    image = np.round(np.broadcast_to(ramp[None, :, None], (2, 256, 3)) * 65_535).astype(np.uint16)
    kind = kind_of(PQ_TAGS)
    assert kind is not None
    off = mapped_array(image, PQ_TAGS) / 65_535 - rec709(image / 65_535, kind)
    assert np.abs(off).max() * 255 < 1


def test_wide_colours_of_standard_brightness_keep_their_greys() -> None:
    kind = kind_of(ColourTags(9, 14, 9))
    assert kind == Kind(0, True)
    assert rec709(greys(0.2, 0.8), kind) == pytest.approx(greys(0.2, 0.8), abs=0.001)
    red = rec709(np.array([[0.7, 0.3, 0.3]]), kind)[0]
    assert red[0] > 0.75  # the same red is nearer to the edge of the smaller gamut
    assert red[1] < 0.3
