"""Where the parts of a model lie in a folder of its own, as diffusers' pipelines have them or as Wan publishes them."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from engine.models.files.weight_files import read_settings

INDEX, CONFIG = "model_index.json", "config.json"
# Of Wan's own folders: one transformer lies in the folder itself, two experts each in their own.
WAN_KIND = "WanModel"
WAN_EXPERTS = ("high_noise_model", "low_noise_model")
WAN_TEXT_ENCODER = "models_t5_umt5-xxl-enc-bf16.pth"
WAN_VAE, WAN_LARGE_VAE = "Wan2.1_VAE.pth", "Wan2.2_VAE.pth"
LARGE_CHANNELS = 48  # of a latent of the large VAE

Config = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Layout:
    """Each part is a folder or a file. transformers: the high-noise expert's first.

    tokenizer: a file: tokenizer.json, sentencepiece's own, or the text encoder's where that holds its vocabulary.
    """

    transformers: tuple[Path, ...]
    vae: Path
    text_encoder: Path
    tokenizer: Path


def folder_layout(path: Path) -> Layout:
    """Of the model folder `path`; nothing but Wan's own configuration is looked into. Raises ModelError."""
    return _wan_layout(path) if is_wans_own(path) else _diffusers_layout(path)


def is_wans_own(path: Path) -> bool:
    """Whether a folder is as Wan publishes it. Told by any of its parts, so that what is missing can be said."""
    if (path / INDEX).is_file():
        return False
    marks = (*WAN_EXPERTS, WAN_TEXT_ENCODER, WAN_VAE, WAN_LARGE_VAE)
    return any((path / name).exists() for name in marks) or _is_wan_transformer(path)


def folder_name(folder: Path) -> str:
    """What a model's folder is called; in Hugging Face's cache, where it is called by its revision, what it is of."""
    if folder.parent.name == "snapshots" and folder.parent.parent.name.startswith("models--"):
        return folder.parent.parent.name.rpartition("--")[2]
    return folder.name


def wan_settings(config: Config) -> dict[str, Any]:
    """A transformer's configuration in diffusers' words; what is no number stays what it is, to be refused by name."""
    return {
        "num_layers": config.get("num_layers"),
        "num_attention_heads": config.get("num_heads"),
        "attention_head_dim": _head_width(config.get("num_heads"), config.get("dim")),
        "in_channels": config.get("in_dim"),
        "out_channels": config.get("out_dim"),
    }


def _head_width(heads: object, width: object) -> int | None:
    if isinstance(heads, int) and isinstance(width, int) and heads > 0 and width % heads == 0:
        return width // heads
    return None


def _diffusers_layout(path: Path) -> Layout:
    second = path / "transformer_2"
    first = path / "transformer"
    return Layout(
        transformers=(first, second) if second.is_dir() else (first,),
        vae=path / "vae",
        text_encoder=path / "text_encoder",
        tokenizer=path / "tokenizer" / "tokenizer.json",
    )


def _wan_layout(path: Path) -> Layout:
    experts = tuple(path / name for name in WAN_EXPERTS)
    transformers = experts if any(each.exists() for each in experts) else (path,)
    large = read_settings(transformers[0] / CONFIG).get("in_dim") == LARGE_CHANNELS
    return Layout(
        transformers=transformers,
        vae=path / (WAN_LARGE_VAE if large else WAN_VAE),
        text_encoder=path / WAN_TEXT_ENCODER,
        tokenizer=path / "google" / "umt5-xxl" / "tokenizer.json",
    )


def _is_wan_transformer(path: Path) -> bool:
    return (path / CONFIG).is_file() and read_settings(path / CONFIG).get("_class_name") == WAN_KIND
