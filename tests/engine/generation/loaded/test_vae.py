"""Wan's VAE out of its settings and its files."""

from pathlib import Path

import pytest
import torch

from engine.errors import ModelError
from engine.generation.loaded.vae.wan_vae import empty_vae, load_vae
from engine.generation.memory.placement import Placement, Precision
from tests.engine.tiny_wan import tiny_wan


def test_settings_that_diffusers_does_not_know_are_passed_over_and_impossible_ones_refused() -> None:
    assert empty_vae({"clip_output": False, "_class_name": "AutoencoderKLWan"}, Path("vae")).z_dim == 16
    with pytest.raises(ModelError, match="fits no VAE"):
        empty_vae({"base_dim": "wide"}, Path("vae"))


def test_pictures_are_made_in_full_precision_also_where_the_transformer_has_half(tmp_path: Path) -> None:
    vae = load_vae(tiny_wan(tmp_path) / "vae", Placement("cpu", Precision.HALF))
    assert {tensor.dtype for tensor in vae._vae.state_dict().values()} == {torch.float32}


def test_it_works_on_the_processor_where_the_placement_says_so(tmp_path: Path) -> None:
    vae = load_vae(tiny_wan(tmp_path) / "vae", Placement("cuda", Precision.HALF, vae="cpu"))
    assert {tensor.device.type for tensor in vae._vae.state_dict().values()} == {"cpu"}
