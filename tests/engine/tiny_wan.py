"""Model folders as diffusers lays them out, with Wan's own networks: tiny, and random by a seed."""

import json
from pathlib import Path
from typing import Any

import torch
from safetensors.torch import save_file

from engine.generation.loaded.lean_diffusers import lean_import
from engine.generation.loaded.transformer import VTATransformer

with lean_import():
    from diffusers import AutoencoderKLWan

WIDTH = 24  # of the transformer; 2 heads of 12
WORDS = 8  # width of the text
BLOCKS = 1
LETTERS = "abcdefghijklmnopqrstuvwxyz0123456789.,'"
HEADS = {"num_attention_heads": 2, "attention_head_dim": WIDTH // 2}
TRANSFORMER = {**HEADS, "text_dim": WORDS, "freq_dim": 16, "ffn_dim": 32, "num_layers": BLOCKS}
VAE = {"base_dim": 4, "dim_mult": [1, 1, 1, 1], "num_res_blocks": 1, "z_dim": 16}
LARGE_STEPS = {"z_dim": 48, "patch_size": 2, "in_channels": 12, "out_channels": 12, "is_residual": True}
VAE_16 = {**VAE, **LARGE_STEPS, "scale_factor_spatial": 16, "latents_mean": [0.0] * 48, "latents_std": [1.0] * 48}


def tiny_wan(folder: Path, experts: int = 1, seed: int = 0, vae_scale: int = 8) -> Path:
    """`folder` with a whole model in it, made if it is not there.

    experts: 2 as Wan 2.2 A14B, whose boundary is 0.875. vae_scale: 8, or 16 as TI2V-5B, whose latents have 48 channels.
    """
    folder.mkdir(parents=True, exist_ok=True)
    _write(folder / "model_index.json", _index(experts, vae_scale))
    channels = 48 if vae_scale == 16 else 16
    for number, name in enumerate(("transformer", "transformer_2")[:experts]):
        _transformer(folder / name, seed + number, channels)
    _vae(folder / "vae", seed, vae_scale)
    _text_encoder(folder / "text_encoder", seed)
    _tokenizer(folder / "tokenizer")
    _write(
        folder / "scheduler" / "scheduler_config.json", {"_class_name": "UniPCMultistepScheduler", "flow_shift": 5.0}
    )
    return folder


def pusa_adapter(path: Path, seed: int = 5, rank: int = 2, width: int = WIDTH) -> Path:
    """An adapter for `tiny_wan`'s transformers in PUSA's layout; of another width, for others."""
    torch.manual_seed(seed)
    parts = {f"blocks.{block}.self_attn.{name}" for block in range(BLOCKS) for name in "qkvo"}
    tensors = {}
    for part in sorted(parts):
        tensors[f"{part}.lora_A.default.weight"] = 0.3 * torch.randn(rank, width)
        tensors[f"{part}.lora_B.default.weight"] = 0.3 * torch.randn(width, rank)
    save_file(tensors, path)
    return path


def lightning_adapter(path: Path, seed: int = 6, rank: int = 2) -> Path:
    """An adapter for `tiny_wan`'s transformers in LightX2V's layout."""
    torch.manual_seed(seed)
    tensors = {}
    for part in sorted(
        f"diffusion_model.blocks.{block}.self_attn.{name}" for block in range(BLOCKS) for name in "qkvo"
    ):
        tensors[f"{part}.lora_down.weight"] = 0.3 * torch.randn(rank, WIDTH)
        tensors[f"{part}.lora_up.weight"] = 0.3 * torch.randn(WIDTH, rank)
        tensors[f"{part}.alpha"] = torch.tensor(float(rank))
    save_file(tensors, path)
    return path


def _index(experts: int, vae_scale: int) -> dict[str, Any]:
    index: dict[str, Any] = {
        "_class_name": "WanPipeline",
        "_diffusers_version": "0.35.0.dev0",
        "scheduler": ["diffusers", "UniPCMultistepScheduler"],
        "text_encoder": ["transformers", "UMT5EncoderModel"],
        "tokenizer": ["transformers", "T5TokenizerFast"],
        "transformer": ["diffusers", "WanTransformer3DModel"],
        "transformer_2": ["diffusers", "WanTransformer3DModel"] if experts == 2 else [None, None],
        "vae": ["diffusers", "AutoencoderKLWan"],
    }
    return index | {"boundary_ratio": 0.875 if experts == 2 else None, "expand_timesteps": vae_scale == 16}


def _transformer(folder: Path, seed: int, channels: int) -> None:
    torch.manual_seed(seed)
    network = VTATransformer(in_channels=channels, out_channels=channels, **TRANSFORMER)
    config = {"_class_name": "WanTransformer3DModel", **dict(network.config)}
    _save(folder, config, network.state_dict(), "diffusion_pytorch_model.safetensors")


def _vae(folder: Path, seed: int, scale: int) -> None:
    torch.manual_seed(seed)
    network: Any = AutoencoderKLWan(**(VAE_16 if scale == 16 else VAE))
    config = {"_class_name": "AutoencoderKLWan", **dict(network.config)}
    _save(folder, config, network.state_dict(), "diffusion_pytorch_model.safetensors")


def _text_encoder(folder: Path, seed: int) -> None:
    """umT5 with every key and shape of its layout, written without transformers, which takes seconds to import."""
    config = {"d_model": WORDS, "d_kv": 4, "d_ff": 16, "num_layers": 2, "num_heads": 2, "vocab_size": 128}
    random = torch.Generator().manual_seed(seed)
    inner, width = config["num_heads"] * config["d_kv"], config["d_model"]
    shapes = {"shared.weight": (128, width), "encoder.final_layer_norm.weight": (width,)}
    for block in range(config["num_layers"]):
        layer = f"encoder.block.{block}.layer"
        shapes |= {f"{layer}.0.SelfAttention.{name}.weight": (inner, width) for name in "qkv"}
        shapes[f"{layer}.0.SelfAttention.o.weight"] = (width, inner)
        shapes[f"{layer}.0.SelfAttention.relative_attention_bias.weight"] = (32, config["num_heads"])
        shapes |= {f"{layer}.1.DenseReluDense.{name}.weight": (config["d_ff"], width) for name in ("wi_0", "wi_1")}
        shapes[f"{layer}.1.DenseReluDense.wo.weight"] = (width, config["d_ff"])
        shapes |= {f"{layer}.{number}.layer_norm.weight": (width,) for number in (0, 1)}
    tensors = {name: torch.randn(*shape, generator=random) for name, shape in shapes.items()}
    tensors |= {name: torch.ones_like(tensor) for name, tensor in tensors.items() if "layer_norm" in name}
    settings = {
        "architectures": ["UMT5EncoderModel"],
        "model_type": "umt5",
        "feed_forward_proj": "gated-gelu",
        **config,
    }
    _save(folder, settings, tensors, "model.safetensors")


def _tokenizer(folder: Path) -> None:
    """Every letter a token; a word begins with the usual mark, and the end is marked."""
    special = [("<pad>", 0.0), ("</s>", 0.0), ("<unk>", 0.0), ("▁", -2.0)]
    end = {"SpecialToken": {"id": "</s>", "type_id": 0}}
    processor: dict[str, Any] = {
        "type": "TemplateProcessing",
        "single": [{"Sequence": {"id": "A", "type_id": 0}}, end],
        "pair": [{"Sequence": {"id": "A", "type_id": 0}}, {"Sequence": {"id": "B", "type_id": 0}}, end],
        "special_tokens": {"</s>": {"id": "</s>", "ids": [1], "tokens": ["</s>"]}},
    }
    vocabulary = [*special, *((letter, -3.0) for letter in LETTERS)]
    tokenizer = {
        "version": "1.0",
        "added_tokens": [],
        "normalizer": {"type": "Lowercase"},
        "pre_tokenizer": {"type": "Metaspace", "replacement": "▁", "prepend_scheme": "always", "split": True},
        "post_processor": processor,
        "model": {"type": "Unigram", "unk_id": 2, "vocab": vocabulary, "byte_fallback": False},
    }
    _write(folder / "tokenizer.json", tokenizer)
    _write(folder / "tokenizer_config.json", {"tokenizer_class": "T5Tokenizer", "pad_token": "<pad>"})


def _save(folder: Path, config: dict[str, Any], tensors: dict[str, torch.Tensor], name: str) -> None:
    _write(folder / "config.json", config)
    save_file({key: tensor.contiguous() for key, tensor in tensors.items()}, folder / name)


def _write(path: Path, values: dict[str, Any]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(values, indent=2), encoding="utf-8")
