"""The story of a proxy: a heavy film comes in, plays from a small copy that was made beside it, and later without."""

from fractions import Fraction
from pathlib import Path

import cv2
import numpy as np
import pytest

from editor.render.proxies import State
from engine.media.info import VideoInfo
from engine.media.write import timed, write_film
from tests.hands import Hands
from tests.story import CTRL, Key, Story, story

__all__ = ["story"]

WIDE = VideoInfo(1920, 64, Fraction(24))
FRAMES = 48

pytestmark = pytest.mark.timeout(300)


@pytest.fixture
def heavy(tmp_path: Path) -> Path:
    """As wide as full HD, which makes it heavy, and low, which makes it quick to write."""
    noise = np.random.default_rng(0).integers(0, 256, (8, 160, 3), dtype=np.uint8)
    scene = cv2.resize(noise, (2048, 64), interpolation=cv2.INTER_CUBIC)
    path = tmp_path / "harbour.mp4"
    write_film(path, timed((scene[:, at : at + WIDE.width] for at in range(FRAMES)), WIDE.rate), WIDE)
    return path


def says_proxy(hands: Hands) -> bool:
    return hands.window.program.transport.says_proxy


def test_a_heavy_film_is_played_from_a_proxy_until_that_is_switched_off(
    story: Story, heavy: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("editor.render.proxies.making.PATIENCE", 0)

    async def first_day(hands: Hands) -> None:
        await hands.window.welcome([])
        await import_it(hands)
        proxies = hands.session.proxies
        await hands.until(lambda: proxies.progress(str(heavy)).state is State.READY, "the proxy", 60)
        await look_at_it(hands)

    async def next_day(hands: Hands) -> None:
        await hands.window.welcome([])
        await import_it(hands)
        await look_at_it(hands)
        hands.window.actions_by_id["use-proxies"].trigger()
        await hands.until(lambda: not says_proxy(hands), "the picture of the film itself")
        assert len(list((tmp_path / "cache" / "proxies").iterdir())) == 1

    async def import_it(hands: Hands) -> None:
        await hands.press(Key.Key_I, CTRL)
        await hands.answer_file_dialog(heavy)
        await hands.until(lambda: hands.session.document.timeline.media, "the media", 30)
        hands.drop_media(["harbour"], hands.track("V1"), 0)

    async def look_at_it(hands: Hands) -> None:
        """Where nothing was looked at before: that would be at hand from the film itself."""
        await hands.press(Key.Key_End)
        await hands.press(Key.Key_Left)
        await hands.until(lambda: says_proxy(hands), "the proxy's picture")

    story(first_day)
    story(next_day)
