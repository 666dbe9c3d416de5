"""What a model needs, told by headers alone: as many numbers and bytes as its files have, in any layout and form."""

import json
from math import prod
from pathlib import Path

import numpy as np
import pytest
import torch
from gguf import GGMLQuantizationType, GGUFWriter
from gguf.quants import quantize
from safetensors.torch import load_file, save_file

from engine.errors import ModelError
from engine.generation.memory.needs import Weights, Window, needs_of, network_of
from engine.models.layouts import layout
from tests.engine.generation.memory.published import SIZES
from tests.engine.tiny_wan import original_wan, tiny_wan

PUBLISHED = Path(__file__).resolve().parents[3] / "data" / "checkpoint_keys.json"
WINDOW = Window(3, 32, 32, 2)


def test_every_number_and_byte_of_a_transformer_is_counted_once(tmp_path):
    folder = tiny_wan(tmp_path / "wan")
    tensors = load_file(next((folder / "transformer").glob("*.safetensors")))
    found = network_of(folder / "transformer", "Wan transformer")
    assert (found.blocks, found.width, found.ffn, found.form, found.is_exact) == (1, 24, 32, "fp32", True)
    assert found.numbers == sum(tensor.numel() for tensor in tensors.values())
    assert found.stored == sum(tensor.nbytes for tensor in tensors.values())


@pytest.mark.parametrize("make", [tiny_wan, original_wan])
@pytest.mark.parametrize("experts", [1, 2])
def test_a_model_s_parts_are_found_in_either_layout(tmp_path, make, experts):
    found = needs_of(layout(make(tmp_path / "wan", experts=experts)), 8, (), WINDOW)
    assert (found.experts, found.transformer.blocks, found.transformer.width) == (experts, 1, 24)
    assert found.encoder.numbers > 0
    assert found.vae.numbers > 0
    assert found.adapters == 0


def test_the_published_networks_have_the_size_that_is_planned_with(tmp_path):
    """Their names and shapes, a 256th as wide: it is by them that all is counted."""
    keys = json.loads(PUBLISHED.read_text())
    for name, model in (("wan2.1_t2v_1.3b", "1.3B"), ("wan2.2_t2v_a14b_high_low", "14B"), ("wan2.2_ti2v_5b", "5B")):
        shapes = next(value for key, value in keys.items() if name in key)
        save_file(
            {key: torch.zeros(_narrow(shape)) for key, shape in shapes.items()}, tmp_path / f"{model}.safetensors"
        )
        found, (blocks, width, ffn) = network_of(tmp_path / f"{model}.safetensors", "Wan transformer"), SIZES[model]
        assert (found.blocks, found.width, found.ffn) == (blocks, width // 256, ffn // 256)


def _narrow(shape: list[int]) -> list[int]:
    return [max(1, length // 256) if length >= 256 else length for length in shape]


def test_numbers_of_8_bits_and_blocks_of_4_are_counted_as_they_are_stored(tmp_path):
    eight, four = tmp_path / "eight.safetensors", tmp_path / "four.gguf"
    weight, modulation = torch.randn(64, 64), torch.randn(1, 6, 64)
    save_file({"blocks.0.q.weight": weight.to(torch.float8_e4m3fn), "blocks.0.modulation": modulation}, eight)
    writer = GGUFWriter(four, "wan")
    kind = GGMLQuantizationType.Q4_0
    writer.add_tensor("blocks.0.q.weight", quantize(weight.numpy(), kind), raw_dtype=kind)
    writer.add_tensor("blocks.0.modulation", np.zeros((6, 64), np.float32))
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()
    numbers = weight.numel() + modulation.numel()
    for file, form, stored in ((eight, "fp8", weight.numel()), (four, "Q4_0", weight.numel() // 32 * 18)):
        found = network_of(file, "Wan transformer")
        assert (found.form, found.is_exact, found.width) == (form, False, 64)
        assert found.block == Weights(numbers, stored + 4 * prod(modulation.shape))


def test_a_file_that_is_no_such_network_is_told_by_its_keys(tmp_path):
    save_file({"conv.weight": torch.zeros(3)}, tmp_path / "vae.safetensors")
    with pytest.raises(ModelError, match=r"holds no Wan transformer; its keys are conv\.weight"):
        network_of(tmp_path / "vae.safetensors", "Wan transformer")


def test_a_damaged_file_is_told(tmp_path):
    (tmp_path / "cut.safetensors").write_bytes(b"\x10\0\0\0\0\0\0\0{")
    with pytest.raises(ModelError, match="damaged"):
        network_of(tmp_path / "cut.safetensors", "Wan transformer")
