"""Wan's VAE out of its settings, without its weights."""

from pathlib import Path

import pytest

from engine.errors import ModelError
from engine.generation.loaded.vae import empty_vae


def test_settings_that_diffusers_does_not_know_are_passed_over_and_impossible_ones_refused() -> None:
    assert empty_vae({"clip_output": False, "_class_name": "AutoencoderKLWan"}, Path("vae")).z_dim == 16
    with pytest.raises(ModelError, match="fits no VAE"):
        empty_vae({"base_dim": "wide"}, Path("vae"))
