"""What a model folder is, from its configurations and its files' headers: Wan's pipelines in either layout."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from zipfile import is_zipfile

from engine.errors import ModelError
from engine.models.catalogue import catalogue
from engine.models.defaults import Defaults, of_wan
from engine.models.files.weight_files import DAMAGED, read_settings, read_shapes, weight_files
from engine.models.folder_layouts import (
    CONFIG,
    INDEX,
    LARGE_CHANNELS,
    WAN_KIND,
    Config,
    Layout,
    folder_layout,
    folder_name,
    is_wans_own,
    wan_settings,
)

PIPELINE, TRANSFORMER, VAE, TEXT_ENCODER = (
    *("WanPipeline", "WanTransformer3DModel", "AutoencoderKLWan", "UMT5EncoderModel"),
)
TEXT_TO_VIDEO = ("t2v", "ti2v")  # kinds of Wan's own transformers
PATCH = [1, 2, 2]  # of every Wan transformer, in latents
PER_LATENT = 4  # frames
TEXT_WIDTH = 4096  # of umT5-XXL
CHOOSE = "Choose the folder of a Wan text-to-video model, as Wan or diffusers lays it out."


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


@dataclass(frozen=True, slots=True)
class _Told:
    """What the configurations say, in diffusers' words. boundary: whatever stands there for one."""

    transformers: tuple[Config, ...]
    vae: Config
    text: Config
    boundary: object = None


def outline(path: Path) -> Outline:
    """Of the model in `path`, which is a folder. Raises ModelError, saying what is missing or wrong."""
    told, found = (_wans_own if is_wans_own(path) else _as_diffusers_has_it)(path), folder_layout(path)
    _check_fit(path, told)
    first, place = told.transformers[0], found.transformers[0]
    scale = _whole(told.vae, "scale_factor_spatial", found.vae, 8)
    blocks, channels = (_whole(first, name, place) for name in ("num_layers", "in_channels"))
    experts = len(told.transformers)
    known = catalogue().base_of(blocks, _width(first, place), channels, experts)
    return Outline(
        name=known.title if known else folder_name(path.absolute()),
        channels=channels,
        scale=scale,
        defaults=of_wan(experts, scale, told.boundary),
        experts=experts,
        files=(*_weights((*found.transformers, found.vae, found.text_encoder)), _tokenizer(found)),
    )


def _as_diffusers_has_it(path: Path) -> _Told:
    index, found = _index(path), folder_layout(path)
    transformers = tuple(_config(folder, TRANSFORMER) for folder in found.transformers)
    vae, text = _config(found.vae, VAE), _config(found.text_encoder, TEXT_ENCODER)
    return _Told(transformers, vae, text, index.get("boundary_ratio"))


def _wans_own(path: Path) -> _Told:
    """Its VAE and text encoder have no configurations: which VAE it is follows from the transformer's channels, and
    the encoder is always umT5-XXL."""
    configs = tuple(_config(folder, WAN_KIND) for folder in folder_layout(path).transformers)
    strange = [config.get("model_type") for config in configs if config.get("model_type") not in TEXT_TO_VIDEO]
    if strange:
        raise ModelError(
            f"{path} holds a Wan model of the kind {strange[0]}, which makes no video of text alone.", do=CHOOSE
        )
    large = configs[0].get("in_dim") == LARGE_CHANNELS
    vae = {"z_dim": LARGE_CHANNELS if large else 16, "scale_factor_spatial": 16 if large else 8}
    transformers = tuple(wan_settings(config) for config in configs)
    return _Told(transformers, vae, {"d_model": TEXT_WIDTH})


def _index(path: Path) -> dict[str, Any]:
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
    architectures = config.get("architectures")
    found = config.get("_class_name") or (
        architectures[0] if isinstance(architectures, list) and architectures else None
    )
    if found != kind:
        raise ModelError(f"{folder} holds a {found}, not a {kind}.", do=CHOOSE)
    return config


def _check_fit(path: Path, told: _Told) -> None:
    """Whether the parts can work together."""
    first, vae, text = told.transformers[0], told.vae, told.text
    channels = {_whole(each, name, path) for each in told.transformers for name in ("in_channels", "out_channels")}
    wrong = {
        f"its transformers have {_told(channels)} channels and its VAE {vae.get('z_dim', 16)}: a text-to-video model "
        "has as many of each": channels != {vae.get("z_dim", 16)},
        "its transformer works in another grid than Wan's": list(first.get("patch_size", PATCH)) != PATCH,
        "its VAE packs another number of frames than four": vae.get("scale_factor_temporal", 4) != PER_LATENT,
        f"its text encoder is {text.get('d_model')} wide and its transformer reads {first.get('text_dim')}": (
            first.get("text_dim", TEXT_WIDTH) != text.get("d_model")
        ),
        "its two experts are of different size": len({_width(each, path) for each in told.transformers}) > 1,
    }
    faults = [words for words, holds in wrong.items() if holds]
    if faults:
        raise ModelError(f"{path} cannot be used: {'; '.join(faults)}.", do=CHOOSE)


def _weights(places: Sequence[Path]) -> tuple[Path, ...]:
    """The files of folders, each as long as its header says, and Wan's own .pth files, each whole."""
    return tuple(file for place in places for file in (_pickle(place) if place.suffix == ".pth" else _files(place)))


def _files(folder: Path) -> tuple[Path, ...]:
    files = weight_files(folder)
    for file in files:
        read_shapes(file)
    return files


def _pickle(file: Path) -> tuple[Path]:
    """Its list of contents stands at its end, so that half a download is seen. Nothing in it is read."""
    if not file.is_file():
        raise ModelError(f"There is no {file.name} in {file.parent}.", do=DAMAGED)
    if not is_zipfile(file):
        raise ModelError(f"{file.name} is damaged, or not whole.", do=DAMAGED)
    return (file,)


def _tokenizer(found: Layout) -> Path:
    file = found.tokenizer
    if not file.is_file():
        raise ModelError(f"There is no {file.name} in {file.parent}: prompts could not be read.", do=DAMAGED)
    return file


def _width(config: Mapping[str, Any], where: Path) -> int:
    return _whole(config, "num_attention_heads", where) * _whole(config, "attention_head_dim", where)


def _whole(config: Mapping[str, Any], name: str, where: Path, usual: int | None = None) -> int:
    value = config.get(name, usual)
    if not isinstance(value, int) or isinstance(value, bool) or value < 1:
        raise ModelError(f"The {CONFIG} in {where} says no usable {name}: {value}.", do=DAMAGED)
    return value


def _told(numbers: set[int]) -> str:
    return " and ".join(map(str, sorted(numbers)))
