"""Audio gain: measured in what is read of a sound, changed in its volume."""

from dataclasses import replace
from fractions import Fraction
from typing import Any

import numpy as np
import pytest

from editor.actions import gaining
from editor.timeline import edits
from editor.timeline.edits import VOLUME
from editor.timeline.errors import EditError
from editor.timeline.looks import QUIET
from editor.timeline.model import ItemId, Media, MediaId, SoundTrack
from editor.timeline.timing import Timing
from engine.media.peaks import STEP, Peaks
from tests.editor.actions.bench import Bench, on_bench
from tests.editor.timeline.drawing import scene

S = ItemId("S")
FRAME = 2048  # samples: eight stretches of the peaks
RATE = 24 * FRAME
HALF = -6.02  # dB


class Measured:
    """Thumbnails that have read one sound: a quarter of full scale, and half of it in its frames 30 to 31."""

    def __init__(self) -> None:
        self.is_there = True

    def peaks(self, media: Media) -> Peaks | None:
        finest = np.tile(np.array([-8192, 4096], np.int16), (60 * FRAME // STEP, 1))
        finest[30 * FRAME // STEP : 32 * FRAME // STEP, 1] = 16384
        return Peaks(RATE, finest) if self.is_there else None


@pytest.fixture
def bench() -> Bench:
    """S plays frames 20 to 39 of its sound."""
    bench = on_bench(scene(V1="P20", A1="S20"))
    bench.select("S")
    changes: dict[str, Any] = {"thumbnails": Measured()}
    bench.session = replace(bench.session, **changes)
    return bench


def volume(bench: Bench) -> float:
    return VOLUME.curve_of(bench.timeline.clip(S)).value


def test_the_loudest_sample_is_found_where_the_clip_plays_and_as_it_is_heard(bench: Bench) -> None:
    assert gaining.loudest(bench.session) == pytest.approx(HALF, abs=0.01)
    trimmed = edits.trim(bench.timeline, S, edits.Edge.END, -10)
    bench.document.apply("Test", trimmed)
    assert gaining.loudest(bench.session) == pytest.approx(2 * HALF, abs=0.01)
    bench.document.apply("Test", edits.set_value(trimmed, [S], VOLUME, -6.0))
    assert gaining.loudest(bench.session) == pytest.approx(2 * HALF - 6, abs=0.01)
    bench.document.apply("Test", edits.set_value(trimmed, [S], VOLUME, QUIET))
    assert gaining.loudest(bench.session) == QUIET


def test_where_points_lower_the_loudest_frame_another_one_counts(bench: Bench) -> None:
    timeline = bench.timeline
    for at, value in ((8, 0.0), (9, -40.0), (13, -40.0), (14, 0.0)):
        timeline = edits.add_point(timeline, S, VOLUME, at, value)
    bench.document.apply("Test", timeline)
    assert gaining.loudest(bench.session) == pytest.approx(2 * HALF, abs=0.01)


def test_a_clip_at_another_speed_is_measured_in_all_that_it_plays(bench: Bench) -> None:
    clip = replace(bench.timeline.clip(S), timing=Timing(Fraction(1, 2)), duration=40)
    peaks = Measured().peaks(bench.timeline.media_by_id[MediaId("S")])
    assert peaks is not None
    assert gaining.loudest_amplitude(bench.timeline, clip, peaks) == pytest.approx(0.5, abs=0.001)


def test_normalising_brings_the_loudest_sample_to_the_wanted_one_and_gain_adds(bench: Bench) -> None:
    gaining.normalise(bench.session, [S], -1.0)
    assert volume(bench) == pytest.approx(-1 - HALF, abs=0.01)
    gaining.gain(bench.session, [S], -2.0)
    assert volume(bench) == pytest.approx(-3 - HALF, abs=0.01)
    assert bench.steps == ["Normalise", "Audio Gain"]


def test_one_channel_is_three_decibels_quieter_in_both(bench: Bench) -> None:
    media = replace(bench.timeline.media_by_id[MediaId("S")], sound=SoundTrack(48_000, 1))
    others = (each for each in bench.timeline.media if each.id != media.id)
    bench.document.apply("Test", replace(bench.timeline, media=(*others, media)))
    assert gaining.loudest(bench.session) == pytest.approx(HALF - 3.01, abs=0.01)


def test_what_is_not_read_yet_is_not_normalised(bench: Bench) -> None:
    bench.session.thumbnails.is_there = False  # type: ignore[attr-defined]
    with pytest.raises(EditError, match="still being read"):
        gaining.normalise(bench.session, [S], -1.0)
