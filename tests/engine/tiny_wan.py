"""Model folders as diffusers lays them out or Wan publishes them, with Wan's own networks: tiny, random by a seed."""

import json
import shutil
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import torch
from safetensors.torch import save_file

from engine.generation.loaded.files.loading import our_names
from engine.generation.loaded.files.original import LARGE, encoder_names, vae_names
from engine.generation.loaded.lean_diffusers import lean_import
from engine.generation.loaded.network.transformer import VTATransformer

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
# As many blocks, changes of width and channels as the published ones have.
DEEP_VAE = {"base_dim": 4}
DEEP_VAE_16 = {**DEEP_VAE, **LARGE}
PUBLISHED = Path(__file__).resolve().parents[1] / "data" / "checkpoint_keys.json"

Made = tuple[dict[str, Any], dict[str, torch.Tensor]]  # a network's configuration and its weights


def tiny_wan(folder: Path, experts: int = 1, seed: int = 0, vae_scale: int = 8, deep: bool = False) -> Path:
    """`folder` with a whole model in it, made if it is not there.

    experts: 2 as Wan 2.2 A14B, whose boundary is 0.875. vae_scale: 8, or 16 as TI2V-5B, whose latents have 48 channels.
    deep: with the VAE of `original_wan`, which takes more time.
    """
    folder.mkdir(parents=True, exist_ok=True)
    _write(folder / "model_index.json", _index(experts, vae_scale))
    for number, name in enumerate(("transformer", "transformer_2")[:experts]):
        _save(folder / name, _transformer(seed + number, vae_scale), "diffusion_pytorch_model.safetensors")
    _save(folder / "vae", _vae(seed, vae_scale, deep), "diffusion_pytorch_model.safetensors")
    _save(folder / "text_encoder", _text_encoder(seed), "model.safetensors")
    _tokenizer(folder / "tokenizer")
    _write(
        folder / "scheduler" / "scheduler_config.json", {"_class_name": "UniPCMultistepScheduler", "flow_shift": 5.0}
    )
    return folder


def original_wan(folder: Path, experts: int = 1, seed: int = 0, vae_scale: int = 8) -> Path:
    """The model of `tiny_wan(..., deep=True)` in the layout, the files and the names in which Wan publishes its own."""
    folder.mkdir(parents=True, exist_ok=True)
    large = vae_scale == 16
    for number, name in enumerate(("high_noise_model", "low_noise_model") if experts == 2 else (".",)):
        settings, tensors = _transformer(seed + number, vae_scale)
        config = _published_settings(settings, "ti2v" if large else "t2v")
        named = _published_names(tensors, "wan2.1_t2v_1.3b", our_names)
        _save(folder / name, (config, named), "diffusion_pytorch_model.safetensors")
    vae, encoder = "Wan2.2_VAE.pth" if large else "Wan2.1_VAE.pth", "models_t5_umt5-xxl-enc-bf16.pth"
    torch.save(_published_names(_vae(seed, vae_scale, deep=True)[1], vae, vae_names), folder / vae)
    torch.save(_published_names(_text_encoder(seed)[1], encoder, encoder_names), folder / encoder)
    _tokenizer(folder / "google" / "umt5-xxl")
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


def _published_names(
    tensors: dict[str, torch.Tensor], file: str, names_of: Callable[[Iterable[str]], dict[str, str]]
) -> dict[str, torch.Tensor]:
    """file: of those whose keys are known."""
    originals = {name: key for key, name in names_of(json.loads(PUBLISHED.read_text())[file]).items()}
    return {originals[name]: tensor for name, tensor in tensors.items()}


def _published_settings(settings: dict[str, Any], kind: str) -> dict[str, Any]:
    """What Wan's own config.json holds, and no more."""
    same = {name: settings[name] for name in ("eps", "ffn_dim", "freq_dim", "num_layers")}
    ends = {"in_dim": settings["in_channels"], "out_dim": settings["out_channels"], "text_len": 512}
    size = {"dim": WIDTH, "num_heads": settings["num_attention_heads"]}
    return {"_class_name": "WanModel", "_diffusers_version": "0.30.0", "model_type": kind, **same, **ends, **size}


def _transformer(seed: int, vae_scale: int) -> Made:
    channels = 48 if vae_scale == 16 else 16
    torch.manual_seed(seed)
    network = VTATransformer(in_channels=channels, out_channels=channels, **TRANSFORMER)
    return {"_class_name": "WanTransformer3DModel", **dict(network.config)}, network.state_dict()


def _vae(seed: int, scale: int, deep: bool) -> Made:
    torch.manual_seed(seed)
    small, large = (DEEP_VAE, DEEP_VAE_16) if deep else (VAE, VAE_16)
    network: Any = AutoencoderKLWan(**(large if scale == 16 else small))
    return {"_class_name": "AutoencoderKLWan", **dict(network.config)}, network.state_dict()


def _text_encoder(seed: int) -> Made:
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
    return settings, tensors


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


def _save(folder: Path, made: Made, name: str) -> None:
    config, tensors = made
    _write(folder / "config.json", config)
    save_file({key: tensor.contiguous() for key, tensor in tensors.items()}, folder / name)


def _write(path: Path, values: dict[str, Any]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(values, indent=2), encoding="utf-8")


def comfy_wan(folder: Path, experts: int = 1, seed: int = 0, width: int = 128) -> Path:
    """A tree of single files as ComfyUI's users have them, which says nothing but what is in them: transformers and
    VAE in Wan's own names, the text encoder in transformers'; the tokenizer beside it. width: of heads that are 128."""
    hidden = {**TRANSFORMER, "num_attention_heads": width // 128, "attention_head_dim": 128}
    for number, noise in enumerate(("high", "low")[:experts]):
        torch.manual_seed(seed + number)
        network = VTATransformer(in_channels=16, out_channels=16, **hidden)
        named = _published_names(network.state_dict(), "wan2.1_t2v_1.3b", our_names)
        name = f"wan2.2_t2v_{noise}_noise_14B.safetensors" if experts == 2 else "wan2.1_t2v.safetensors"
        _save_alone(folder / "diffusion_models" / name, named)
    vae = _published_names(_vae(seed, 8, deep=True)[1], "Wan2.1_VAE.pth", vae_names)
    _save_alone(folder / "vae" / "wan_2.1_vae.safetensors", vae)
    _save_alone(folder / "text_encoders" / "umt5_xxl.safetensors", _text_encoder(seed)[1])
    _tokenizer(folder / "text_encoders")
    return folder


def hub_cache(folder: Path, name: str = "tiny/wan", revisions: int = 2) -> Path:
    """A model of `tiny_wan` as Hugging Face's cache keeps it: the files without names, and links to them for each
    revision. Gives back the last one's folder."""
    place = folder / f"models--{name.replace('/', '--')}"
    blobs, snapshots = place / "blobs", [place / "snapshots" / f"{number:040x}" for number in range(revisions)]
    blobs.mkdir(parents=True)
    made = tiny_wan(folder / "made")
    for number, file in enumerate(sorted(path for path in made.rglob("*") if path.is_file())):
        blob = file.rename(blobs / f"{number:064x}")
        for snapshot in snapshots:
            link = snapshot / file.relative_to(made)
            link.parent.mkdir(parents=True, exist_ok=True)
            link.symlink_to(blob)
    shutil.rmtree(made)
    return snapshots[-1]


def _save_alone(path: Path, tensors: dict[str, torch.Tensor]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    save_file({key: tensor.contiguous() for key, tensor in tensors.items()}, path)
