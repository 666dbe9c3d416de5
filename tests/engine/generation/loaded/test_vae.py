"""Wan's VAEs as they were published, at full size and without their weights."""

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from engine.errors import ModelError
from engine.generation.loaded.vae import empty_vae

DATA = Path(__file__).resolve().parents[3] / "data"
LARGE: dict[str, Any] = {
    **{"base_dim": 160, "decoder_base_dim": 256, "z_dim": 48, "in_channels": 12, "out_channels": 12, "patch_size": 2},
    **{"is_residual": True, "scale_factor_spatial": 16, "latents_mean": [0.0] * 48, "latents_std": [1.0] * 48},
}


@pytest.mark.parametrize(("name", "settings"), [("Wan2.1_VAE.pth", {}), ("Wan2.2_VAE.pth", LARGE)])
def test_a_published_vae_has_as_many_tensors_of_each_shape(name: str, settings: dict[str, Any]) -> None:
    ours = Counter(tuple(tensor.shape) for tensor in empty_vae(settings, Path(name)).state_dict().values())
    published = json.loads((DATA / "checkpoint_keys.json").read_text())[name].values()
    assert ours == Counter(map(tuple, published))


def test_settings_that_diffusers_does_not_know_are_passed_over_and_impossible_ones_refused() -> None:
    assert empty_vae({"clip_output": False, "_class_name": "AutoencoderKLWan"}, Path("vae")).z_dim == 16
    with pytest.raises(ModelError, match="fits no VAE"):
        empty_vae({"base_dim": "wide"}, Path("vae"))
