"""What a model folder is, from its configurations and its files' headers: the layout of diffusers' Wan pipelines."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from engine.errors import ModelError
from engine.models.defaults import WAN_21, WAN_22, WAN_22_5B, Defaults
from engine.models.weight_files import DAMAGED, read_settings, read_shapes, weight_files
from engine.requests import BUILT_IN

INDEX, CONFIG = "model_index.json", "config.json"
PIPELINE, TRANSFORMER, VAE, TEXT_ENCODER = (
    *("WanPipeline", "WanTransformer3DModel", "AutoencoderKLWan", "UMT5EncoderModel"),
)
TOKENIZER = Path("tokenizer", "tokenizer.json")
PATCH = [1, 2, 2]  # of every Wan transformer, in latents
PER_LATENT = 4  # frames
# By blocks and width; two experts of the largest are another model.
NAMES = {(40, 5120): "Wan 2.1 T2V 14B", (30, 1536): "Wan 2.1 T2V 1.3B", (30, 3072): "Wan 2.2 TI2V 5B"}
TWO_EXPERTS = {(40, 5120): "Wan 2.2 T2V A14B"}
CHOOSE = "Choose the folder of a Wan text-to-video model as diffusers lays it out."


@dataclass(frozen=True, slots=True)
class Outline:
    """channels: of a latent. scale: pixels of a latent, across. experts: transformers, 1 or 2.

    files: everything that decides what comes out of it, the transformers' first.
    """

    name: str
    channels: int
    scale: int
    defaults: Defaults
    experts: int
    files: tuple[Path, ...]


def outline(path: Path) -> Outline:
    """Of the model in the folder `path`. Raises ModelError, saying what is missing or wrong."""
    index = _index(path)
    folders = transformer_folders(path)
    configs = [_config(folder, TRANSFORMER) for folder in folders]
    vae, text = _config(path / "vae", VAE), _config(path / "text_encoder", TEXT_ENCODER)
    _check_fit(path, configs, vae, text)
    scale = _whole(vae, "scale_factor_spatial", path / "vae", 8)
    size = _whole(configs[0], "num_layers", folders[0]), _width(configs[0], folders[0])
    return Outline(
        name=(TWO_EXPERTS if len(configs) == 2 else NAMES).get(size, path.absolute().name),
        channels=_whole(configs[0], "in_channels", folders[0]),
        scale=scale,
        defaults=_defaults(len(configs), scale, index.get("boundary_ratio")),
        experts=len(configs),
        files=(*_weights(folders), *_weights((path / "vae", path / "text_encoder")), _tokenizer(path)),
    )


def transformer_folders(path: Path) -> tuple[Path, ...]:
    """The high-noise expert's first, or that of the only one."""
    second = path / "transformer_2"
    return (path / "transformer", second) if second.is_dir() else (path / "transformer",)


def _index(path: Path) -> dict[str, Any]:
    if not path.exists():
        raise ModelError(f"There is no model at {path}.", do=f'Check the path, or use "{BUILT_IN}".')
    if not path.is_dir():
        raise ModelError(f"{path} is a file; a model is a folder of several.", do=CHOOSE)
    if not (path / INDEX).is_file():
        raise ModelError(f"{path} holds no model: there is no {INDEX} in it.", do=CHOOSE)
    index = read_settings(path / INDEX)
    kind = index.get("_class_name")
    if kind != PIPELINE:
        raise ModelError(f"{path} holds a {kind}, not a {PIPELINE}: it cannot be given frames at any time.", do=CHOOSE)
    return index


def _config(folder: Path, kind: str) -> dict[str, Any]:
    if not folder.is_dir():
        raise ModelError(f"{folder.parent} has no {folder.name}.", do=DAMAGED)
    config = read_settings(folder / CONFIG)
    found = config.get("_class_name") or (config.get("architectures") or [None])[0]
    if found != kind:
        raise ModelError(f"{folder} holds a {found}, not a {kind}.", do=CHOOSE)
    return config


def _check_fit(path: Path, transformers: Sequence[Mapping[str, Any]], vae: Mapping[str, Any], text: Any) -> None:
    """Whether the parts can work together."""
    first = transformers[0]
    channels = {_whole(each, name, path) for each in transformers for name in ("in_channels", "out_channels")}
    wrong = {
        f"its transformers have {_told(channels)} channels and its VAE {vae.get('z_dim', 16)}: a text-to-video model "
        "has as many of each": channels != {vae.get("z_dim", 16)},
        "its transformer works in another grid than Wan's": list(first.get("patch_size", PATCH)) != PATCH,
        "its VAE packs another number of frames than four": vae.get("scale_factor_temporal", 4) != PER_LATENT,
        f"its text encoder is {text.get('d_model')} wide and its transformer reads {first.get('text_dim')}": (
            first.get("text_dim", 4096) != text.get("d_model")
        ),
        "its two experts are of different size": len({_width(each, path) for each in transformers}) > 1,
    }
    told = [words for words, holds in wrong.items() if holds]
    if told:
        raise ModelError(f"{path} cannot be used: {'; '.join(told)}.", do=CHOOSE)


def _defaults(experts: int, scale: int, boundary: object) -> Defaults:
    if experts == 2:
        return replace(WAN_22, boundary=boundary if isinstance(boundary, float) and 0 < boundary < 1 else 0.875)
    return WAN_22_5B if scale == 16 else WAN_21


def _weights(folders: Sequence[Path]) -> tuple[Path, ...]:
    """Their files, each as long as its header says."""
    files = tuple(file for folder in folders for file in weight_files(folder))
    for file in files:
        read_shapes(file)
    return files


def _tokenizer(path: Path) -> Path:
    if not (path / TOKENIZER).is_file():
        raise ModelError(f"There is no {TOKENIZER} in {path}: prompts could not be read.", do=DAMAGED)
    return path / TOKENIZER


def _width(config: Mapping[str, Any], where: Path) -> int:
    return _whole(config, "num_attention_heads", where) * _whole(config, "attention_head_dim", where)


def _whole(config: Mapping[str, Any], name: str, where: Path, usual: int | None = None) -> int:
    value = config.get(name, usual)
    if not isinstance(value, int) or isinstance(value, bool) or value < 1:
        raise ModelError(f"The {CONFIG} in {where} says no usable {name}: {value}.", do=DAMAGED)
    return value


def _told(numbers: set[int]) -> str:
    return " and ".join(map(str, sorted(numbers)))
