"""The sample's shots: what is shipped is what is drawn."""

import importlib
from pathlib import Path

import numpy as np
import pytest

import main
from editor.project import sample
from engine.media.read import read_frames

CODING = 3.0  # grey levels that H.264 at high quality may change, mean over a frame


def test_the_samples_shots_are_drawn_as_they_are_shipped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(Path(main.__file__).parent / "packaging"))
    shots = importlib.import_module("sample_shots")
    drawn = shots.above(1).picture(0)
    shipped = next(read_frames(sample.SHIPPED / "balloons.mp4")).image
    assert np.abs(shipped.astype(float) - drawn).mean() < CODING
