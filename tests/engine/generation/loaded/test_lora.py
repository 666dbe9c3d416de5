"""Adapters in every layout, merged exactly, and adapters that do not fit."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
import torch
from safetensors.torch import save_file
from torch import Tensor

from engine.errors import ModelError
from engine.generation.loaded.adapters.files import Product, parse_adapter, read_adapter
from engine.generation.loaded.adapters.keys import read_key
from engine.generation.loaded.adapters.lora import merge
from engine.generation.loaded.files.loading import our_names
from engine.generation.loaded.network.transformer import VTATransformer
from tests.engine.generation.conftest import small_transformer
from tests.engine.tiny_wan import PUBLISHED

WIDTH, FFN, RANK = 64, 128, 4
DOWN = torch.linspace(-1, 1, RANK * WIDTH).reshape(RANK, WIDTH)
UP = torch.linspace(-1, 1, FFN * RANK).reshape(FFN, RANK).cos()
TARGET = "blocks.1.ffn.net.0.proj.weight"

LAYOUTS: dict[str, tuple[dict[str, Tensor], float]] = {  # tensors, and what the product is multiplied by
    "PUSA": ({"blocks.1.ffn.0.lora_A.default.weight": DOWN, "blocks.1.ffn.0.lora_B.default.weight": UP}, 1),
    "PUSA without .default": ({"blocks.1.ffn.0.lora_A.weight": DOWN, "blocks.1.ffn.0.lora_B.weight": UP}, 1),
    "PUSA for Wan2.2": (
        {
            "diffusion_model.blocks.1.ffn.0.lora_A.default.weight": DOWN,
            "diffusion_model.blocks.1.ffn.0.lora_B.default.weight": UP,
        },
        1,
    ),
    "lora_A with alpha": (
        {
            "diffusion_model.blocks.1.ffn.0.lora_A.weight": DOWN,
            "diffusion_model.blocks.1.ffn.0.lora_B.weight": UP,
            "diffusion_model.blocks.1.ffn.0.alpha": torch.tensor(2.0),
        },
        2 / RANK,
    ),
    "LightX2V": (
        {
            "diffusion_model.blocks.1.ffn.0.lora_down.weight": DOWN,
            "diffusion_model.blocks.1.ffn.0.lora_up.weight": UP,
            "diffusion_model.blocks.1.ffn.0.alpha": torch.tensor(8.0),
        },
        8 / RANK,
    ),
    "LightX2V without alpha": (
        {"blocks.1.ffn.0.lora_down.weight": DOWN, "blocks.1.ffn.0.lora_up.weight": UP},
        1 / RANK,
    ),
    "PEFT": (
        {
            "base_model.model.blocks.1.ffn.0.lora_A.weight": DOWN,
            "base_model.model.blocks.1.ffn.0.lora_B.default.weight": UP,
        },
        1,
    ),
    "musubi": (
        {
            "lora_unet_blocks_1_ffn_0.lora_down.weight": DOWN,
            "lora_unet_blocks_1_ffn_0.lora_up.weight": UP,
            "lora_unet_blocks_1_ffn_0.alpha": torch.tensor(2, dtype=torch.int64),
        },
        2 / RANK,
    ),
    "musubi in diffusers' names": (
        {
            "lora_unet_blocks_1_ffn_net_0_proj.lora_A.weight": DOWN,
            "lora_unet_blocks_1_ffn_net_0_proj.lora_B.weight": UP,
        },
        1,
    ),
    "DiffSynth": (
        {
            "pipe.dit.blocks.1.ffn.0.lora_A.default.weight": DOWN,
            "pipe.dit.blocks.1.ffn.0.lora_B.default.weight": UP,
        },
        1,
    ),
    "diffusers": (
        {
            "transformer.blocks.1.ffn.net.0.proj.lora_A.weight": DOWN,
            "transformer.blocks.1.ffn.net.0.proj.lora_B.weight": UP,
        },
        1,
    ),
}


def changes(transformer: VTATransformer, tensors: dict[str, Tensor], strength: float = 1.0) -> dict[str, Tensor]:
    """What merging added to each parameter that changed."""
    before = {name: weight.clone() for name, weight in transformer.state_dict().items()}
    merge(transformer, parse_adapter(tensors, "adapter.safetensors"), strength)
    after = transformer.state_dict()
    return {name: after[name] - before[name] for name in before if not torch.equal(after[name], before[name])}


@pytest.mark.parametrize("layout", LAYOUTS)
def test_every_layout_adds_its_product_to_the_one_weight_it_names(transformer: VTATransformer, layout: str) -> None:
    tensors, scale = LAYOUTS[layout]
    added = changes(transformer, tensors, strength=1.4)
    assert added.keys() == {TARGET}
    torch.testing.assert_close(added[TARGET], 1.4 * scale * UP @ DOWN, rtol=1e-5, atol=1e-6)


@pytest.mark.parametrize(
    ("key", "parameter"),
    [
        ("blocks.0.self_attn.q.diff_b", "blocks.0.attn1.to_q.bias"),
        ("blocks.0.cross_attn.o.diff", "blocks.0.attn2.to_out.0.weight"),
        ("blocks.0.self_attn.norm_k.diff", "blocks.0.attn1.norm_k.weight"),
        ("blocks.0.norm3.diff", "blocks.0.norm2.weight"),
        ("blocks.0.norm3.diff_b", "blocks.0.norm2.bias"),
        ("transformer.blocks.0.norm2.diff", "blocks.0.norm2.weight"),
        ("blocks.2.modulation.diff", "blocks.2.scale_shift_table"),
        ("diffusion_model.blocks.2.diff_m", "blocks.2.scale_shift_table"),
        ("head.modulation.diff", "scale_shift_table"),
        ("head.diff_m", "scale_shift_table"),
        ("head.head.diff", "proj_out.weight"),
        ("patch_embedding.diff", "patch_embedding.weight"),
        ("patch_embedding.diff_b", "patch_embedding.bias"),
        ("time_projection.1.diff_b", "condition_embedder.time_proj.bias"),
        ("text_embedding.2.diff", "condition_embedder.text_embedder.linear_2.weight"),
    ],
)
def test_whole_differences_are_added_where_they_belong(transformer: VTATransformer, key: str, parameter: str) -> None:
    difference = torch.ones_like(transformer.get_parameter(parameter))
    added = changes(transformer, {key: difference}, strength=0.5)
    assert added.keys() == {parameter}
    torch.testing.assert_close(added[parameter], 0.5 * difference, rtol=1e-5, atol=1e-6)


def test_a_convolution_takes_factors_with_kernels(transformer: VTATransformer) -> None:
    down, up = torch.randn(RANK, 36, 1, 2, 2), torch.randn(WIDTH, RANK, 1, 1, 1)
    tensors = {"patch_embedding.lora_down.weight": down, "patch_embedding.lora_up.weight": up}
    added = changes(transformer, tensors)["patch_embedding.weight"]
    expected = torch.einsum("or,rityx->oityx", up[:, :, 0, 0, 0], down) / RANK
    torch.testing.assert_close(added, expected, rtol=1e-4, atol=1e-5)


def test_a_half_precision_weight_is_rounded_once_after_the_sum(transformer: VTATransformer) -> None:
    transformer.bfloat16()
    before = transformer.get_parameter(TARGET).clone()
    half = {key: tensor.to(torch.bfloat16) for key, tensor in LAYOUTS["PUSA"][0].items()}
    merge(transformer, parse_adapter(half, "half"), 1.4)
    down, up = half.values()
    exact = before.float() + 1.4 * (up.float() @ down.float())
    assert torch.equal(transformer.get_parameter(TARGET), exact.to(torch.bfloat16))


PUSA = LAYOUTS["PUSA"][0]
LIGHTX2V = LAYOUTS["LightX2V"][0]


def less(tensors: dict[str, Tensor], part: str) -> dict[str, Tensor]:
    return {key: tensor for key, tensor in tensors.items() if part not in key}


@pytest.mark.parametrize(
    ("tensors", "words"),
    [
        ({}, "it holds no tensors"),
        (
            PUSA | {"blocks.1.ffn.0.lora_C.weight": DOWN},
            r"unknown or doubled tensors: blocks\.1\.ffn\.0\.lora_C\.weight",
        ),
        (PUSA | LAYOUTS["PUSA without .default"][0], "unknown or doubled tensors"),
        (less(PUSA, "lora_B"), r"only lora_A for blocks\.1\.ffn\.0, not a pair"),
        (less(LIGHTX2V, "lora_"), r"only alpha for blocks\.1\.ffn\.0"),
        (less(PUSA, "lora_B") | less(LAYOUTS["LightX2V without alpha"][0], "down"), "only lora_A, lora_up"),
        (PUSA | {"blocks.1.ffn.0.lora_B.default.weight": UP[:, :3]}, "different rank for .*: 128 x 3 and 4 x 64"),
        (LIGHTX2V | {"diffusion_model.blocks.1.ffn.0.alpha": torch.ones(2)}, "alpha .* not one number"),
        (PUSA | {"blocks.9.norm3.diff": torch.ones(WIDTH)}, r"does not have: blocks\.9\.norm3\.weight"),
        (PUSA | {"blocks.0.cross_attn.k_img.diff_b": torch.ones(WIDTH)}, "image-to-video models, .*k_img"),
        (
            PUSA | {"blocks.0.modulation.diff": torch.ones(1, 6, 96)},
            r"another model: .* \(1 x 6 x 96 there, 1 x 6 x 64 here\)",
        ),
        (PUSA | {"blocks.0.norm3.lora_A.weight": DOWN, "blocks.0.norm3.lora_B.weight": UP}, "another model"),
    ],
)
def test_an_adapter_that_does_not_fit_is_refused_in_words_and_merges_nothing(
    transformer: VTATransformer, tensors: dict[str, Tensor], words: str
) -> None:
    with pytest.raises(ModelError, match=words):
        merge(transformer, parse_adapter(tensors, "adapter.safetensors"), 1.0)
    untouched = small_transformer().state_dict()
    assert all(torch.equal(weight, untouched[name]) for name, weight in transformer.state_dict().items())


def test_every_module_of_a_transformer_is_known_with_underscores_for_dots() -> None:
    published = json.loads(PUBLISHED.read_text())["wan2.1_t2v_14b__and__wan2.2_t2v_a14b_high_low"]
    names = our_names(published)
    modules = {key.rpartition(".")[0] for key in (*published, *names.values()) if key.endswith((".weight", ".bias"))}
    ours = {module for module in modules if module.startswith("condition_embedder.")}  # nobody writes these so
    assert len(modules - ours) > 1000
    for module in modules - ours:
        assert read_key(f"lora_unet_{module.replace('.', '_')}.lora_down.weight") == (module, "lora_down")


PEFT = LAYOUTS["PEFT"][0]
DIFFUSERS = LAYOUTS["diffusers"][0]


@pytest.mark.parametrize(
    ("config", "scale"),
    [
        ({"lora_alpha": 8, "r": RANK}, 8 / RANK),
        ({"lora_alpha": 8.5, "r": RANK, "use_rslora": True}, 8.5 / 2),  # the root of four
        ({"r": RANK}, 1),
        ({}, 1),
    ],
)
def test_factors_are_multiplied_as_the_configuration_that_came_with_them_says(
    transformer: VTATransformer, tmp_path: Path, config: dict[str, object], scale: float
) -> None:
    (tmp_path / "peft").mkdir()
    save_file(PEFT, tmp_path / "peft" / "adapter_model.safetensors")
    (tmp_path / "peft" / "adapter_config.json").write_text(json.dumps(config))
    own = {f"transformer.{name}": value for name, value in config.items()}
    save_file(DIFFUSERS, tmp_path / "d.safetensors", {"lora_adapter_metadata": json.dumps(own)})
    for path in (tmp_path / "peft" / "adapter_model.safetensors", tmp_path / "d.safetensors"):
        before = transformer.get_parameter(TARGET).clone()
        merge(transformer, read_adapter(path), 1.0)
        added = transformer.get_parameter(TARGET) - before
        torch.testing.assert_close(added, scale * UP @ DOWN, rtol=1e-4, atol=1e-5)


def test_a_configuration_beside_an_adapter_that_is_not_peft_s_says_nothing_of_it(
    transformer: VTATransformer, tmp_path: Path
) -> None:
    save_file(PUSA, tmp_path / "pusa.safetensors")
    (tmp_path / "adapter_config.json").write_text(json.dumps({"lora_alpha": 8, "r": RANK}))
    [(_, change)] = read_adapter(tmp_path / "pusa.safetensors").changes
    assert isinstance(change, Product)
    assert change.scale == 1


@pytest.mark.parametrize(
    ("config", "words"),
    [
        ('{"lora_alpha": "much"}', r"lora_alpha in adapter_config\.json beside a\.safetensors is no number: much"),
        ('{"lora_alpha": NaN}', "is no number: nan"),
        ('{"lora_alpha": 8, "alpha_pattern": {"q": 4}}', "differs from layer to layer"),
        ("{", "cannot be read"),
        ("[]", "not a table of settings"),
    ],
)
def test_a_configuration_that_cannot_be_followed_is_told(tmp_path: Path, config: str, words: str) -> None:
    save_file(PEFT, tmp_path / "a.safetensors")
    (tmp_path / "adapter_config.json").write_text(config)
    with pytest.raises(ModelError, match=words):
        read_adapter(tmp_path / "a.safetensors")


@pytest.mark.parametrize("metadata", ["{", "[" * 100_000])
def test_metadata_that_cannot_be_read_is_told(tmp_path: Path, metadata: str) -> None:
    save_file(DIFFUSERS, tmp_path / "a.safetensors", {"lora_adapter_metadata": metadata})
    with pytest.raises(ModelError, match=r"metadata of a\.safetensors cannot be read"):
        read_adapter(tmp_path / "a.safetensors")


@pytest.mark.parametrize(
    ("name", "save"),
    [("adapter.pt", torch.save), ("adapter.pth", torch.save), ("adapter.safetensors", save_file)],
)
def test_an_adapter_is_read_from_either_kind_of_file(
    transformer: VTATransformer, tmp_path: Path, name: str, save: Callable[[dict[str, Tensor], Path], None]
) -> None:
    save(PUSA, tmp_path / name)
    merge(transformer, read_adapter(tmp_path / name), 1.0)
    assert not torch.equal(transformer.get_parameter(TARGET), small_transformer().get_parameter(TARGET))


def test_a_pickle_with_other_keys_is_no_adapter(tmp_path: Path) -> None:
    torch.save({"optimizer.step": torch.zeros(1)}, tmp_path / "state.pt")
    with pytest.raises(ModelError, match=r"what it should not: optimizer\.step"):
        read_adapter(tmp_path / "state.pt")
