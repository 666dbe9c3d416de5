"""The picture of the matrices is what the engine plans today."""

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from tests.vta_pictures import BAR, CELL, HEIGHT, INTO, MARGIN, STEPS, TITLE, Panel, colour, height_of, panels


@pytest.fixture(scope="module")
def planned(tmp_path_factory: pytest.TempPathFactory) -> list[Panel]:
    folder = tmp_path_factory.mktemp("vta")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_DATA_HOME", str(folder / "data"))
        return list(panels(folder))


def test_every_cell_of_the_picture_has_the_colour_of_its_sigma(planned: list[Panel]) -> None:
    """At its corner, where no number is written."""
    drawn, top = np.asarray(Image.open(INTO).convert("RGB")).astype(int), MARGIN
    for panel in planned:
        for row, sigmas in enumerate(panel.plan.sigmas):
            for column, sigma in enumerate(sigmas):
                x, y = MARGIN + STEPS + CELL * column + 2, top + TITLE + BAR + HEIGHT * row + 2
                assert np.abs(drawn[y, x] - colour(sigma)).max() <= 1, (panel.title, row, column)
        top += height_of(panel)


def test_the_matrices_are_as_the_page_says(planned: list[Panel]) -> None:
    strict, natural, keyframe, bridge, in_turn = (panel.plan for panel in planned)
    free = [round(row[-1], 4) for row in strict.sigmas]
    assert free == [1, 0.9375, 0.8333, 0.625, 0]
    assert [round(sigma, 2) for sigma in natural.sigmas[0][:5]] == [0, 0.3, 0.4, 0.5, 1]
    assert [latent.given for latent in keyframe.latents].count(True) == 4 + 1
    assert bridge.latents[0].given
    assert bridge.latents[-1].given
    for column in range(4, len(in_turn.latents) - 1):  # whatever is later is as noisy, or noisier
        assert all(row[column] <= row[column + 1] for row in in_turn.sigmas)
    assert (len(strict.latents), Path(INTO).stat().st_size < 150_000) == (21, True)
