"""Every key of the published models has one parameter of its shape, in every layout: through the loaders themselves,
out of files of full size."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import torch

from engine.errors import ModelError
from engine.generation.loaded.adapters.files import parse_adapter
from engine.generation.loaded.adapters.lora import changes_for
from engine.generation.loaded.files.llama_names import ENDS, PARTS
from engine.generation.loaded.files.loading import check_state, our_names, stored_transformer
from engine.generation.loaded.files.original import TIED, encoder_names, read_vae, vae_names
from engine.generation.loaded.vae.wan_vae import empty_vae
from engine.generation.loaded.words.text import stored_encoder
from tests.engine.generation.loaded.hollow_files import Shapes, hollow_gguf, hollow_safetensors
from tests.engine.tiny_wan import PUBLISHED

WAN_14B, WAN_1_3B, WAN_5B = "wan2.1_t2v_14b__and__wan2.2_t2v_a14b_high_low", "wan2.1_t2v_1.3b", "wan2.2_ti2v_5b"
ENCODER, VAE, LARGE_VAE = "models_t5_umt5-xxl-enc-bf16.pth", "Wan2.1_VAE.pth", "Wan2.2_VAE.pth"
CONFIGS = {
    WAN_14B: {"num_layers": 40, "num_attention_heads": 40, "ffn_dim": 13824, "in_channels": 16},
    WAN_1_3B: {"num_layers": 30, "num_attention_heads": 12, "ffn_dim": 8960, "in_channels": 16},
    WAN_5B: {"num_layers": 30, "num_attention_heads": 24, "ffn_dim": 14336, "in_channels": 48},
}
Write = Callable[[Path, Shapes], Path]


def published(model: str) -> dict[str, list[int]]:
    keys: dict[str, list[int]] = json.loads(PUBLISHED.read_text())[model]
    return keys


def under(prefix: str) -> Write:
    return lambda path, keys: hollow_safetensors(path, {prefix + key: shape for key, shape in keys.items()})


def in_our_names(path: Path, keys: Shapes) -> Path:
    """As diffusers and transformers write it."""
    names_of = vae_names if "conv1.weight" in keys else our_names
    names = encoder_names(keys) if "token_embedding.weight" in keys else names_of(keys)
    return hollow_safetensors(path, {names[key]: shape for key, shape in keys.items()})


def bare_gguf(path: Path, keys: Shapes) -> Path:
    """Without the ones that a writer in C drops from modulations."""
    return hollow_gguf(path, {key: shape[1:] if shape[0] == 1 else shape for key, shape in keys.items()})


def llama_gguf(path: Path, keys: Shapes) -> Path:
    theirs = {ours: f"enc.blk.{{}}.{part}.weight" for part, ours in PARTS.items()}
    ends = {ours: key for key, ours in ENDS.items()}
    names = {}
    for key, ours in encoder_names(keys).items():
        _, _, block, _, part = f"{ours}....".split(".", 4)
        names[key] = ends[ours] if ours in ends else theirs[part.rstrip(".").removesuffix(".weight")].format(block)
    return hollow_gguf(path, {names[key]: shape for key, shape in keys.items()})


TRANSFORMERS: list[tuple[str, Write]] = [
    *((WAN_14B, under(prefix)) for prefix in ("", "diffusion_model.", "model.diffusion_model.")),
    *((WAN_14B, write) for write in (in_our_names, bare_gguf)),
    *((model, write) for model in (WAN_1_3B, WAN_5B) for write in (under(""), in_our_names, bare_gguf)),
]


@pytest.mark.parametrize(("model", "write"), TRANSFORMERS)
def test_every_key_of_a_transformer_is_one_parameter_of_its_shape(tmp_path: Path, model: str, write: Write) -> None:
    keys = published(model)
    transformer, state = stored_transformer(write(tmp_path / "hollow", keys))
    parameters = dict(transformer.named_parameters())
    assert len(state) == len(keys) == len(parameters)
    assert {name: each.shape for name, each in state.items()} == {name: each.shape for name, each in parameters.items()}
    assert transformer.config.items() >= CONFIGS[model].items()
    assert all(parameter.is_meta for parameter in parameters.values())
    assert not any(buffer.is_meta for buffer in transformer.buffers()), "positions are real"


@pytest.mark.parametrize("write", [under(""), in_our_names, llama_gguf])
def test_every_key_of_the_text_encoder_is_one_parameter_of_its_shape(tmp_path: Path, write: Write) -> None:
    keys = published(ENCODER)
    network, state = stored_encoder(write(tmp_path / "hollow", keys))
    parameters = dict(network.named_parameters(remove_duplicate=False))
    assert len(state) - 1 == len(keys) == 242, "one tensor has two names"
    assert {name: each.shape for name, each in state.items()} == {name: each.shape for name, each in parameters.items()}
    assert parameters[TIED].shape == (256384, 4096)


@pytest.mark.parametrize("write", [under(""), in_our_names])
@pytest.mark.parametrize(("file", "count"), [(VAE, 194), (LARGE_VAE, 196)])
def test_every_key_of_a_vae_is_one_parameter_of_its_shape(tmp_path: Path, file: str, count: int, write: Write) -> None:
    settings, state = read_vae(write(tmp_path / "hollow", published(file)))
    network: Any = empty_vae(settings, Path(file))
    check_state(state, network, file)
    assert len(state) == len(dict(network.named_parameters())) == count


def our_shapes(model: str) -> dict[str, list[int]]:
    keys = published(model)
    return {name: keys[key] for key, name in our_names(keys).items()}


def pusa(model: str, rank: int = 512) -> dict[str, torch.Tensor]:
    """The keys of its adapter, as its training named them."""
    tensors = {}
    for key, shape in published(model).items():
        if ".weight" in key and ".norm" not in key and ("_attn." in key or ".ffn." in key):
            layer = key.removesuffix(".weight")
            tensors[f"{layer}.lora_A.default.weight"] = torch.empty(rank, shape[1], device="meta")
            tensors[f"{layer}.lora_B.default.weight"] = torch.empty(shape[0], rank, device="meta")
    return tensors


def test_every_factor_of_an_adapter_of_full_size_has_its_weight() -> None:
    shapes = our_shapes(WAN_14B)
    found = changes_for(parse_adapter(pusa(WAN_14B), "pusa"), shapes)
    assert len(found) == 40 * 10
    assert all(len(changes) == 1 and changes[0].fits(shapes[name]) for name, changes in found.items())


def test_an_adapter_of_another_model_is_told_with_both_widths_and_what_it_is_for() -> None:
    shapes = our_shapes(WAN_1_3B)
    words = r"5120 wide as Wan T2V 14B is: this one is 1536 wide as Wan 2\.1 T2V 1\.3B is"
    with pytest.raises(ModelError, match=words):
        changes_for(parse_adapter(pusa(WAN_14B), "pusa"), shapes)
