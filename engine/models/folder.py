"""What a model folder is, from its configurations and its files' headers: Wan's pipelines in either layout."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any
from zipfile import is_zipfile

from engine.errors import ModelError
from engine.models.defaults import WAN_21, WAN_22, WAN_22_5B, Defaults
from engine.models.layouts import (
    CONFIG,
    INDEX,
    LARGE_CHANNELS,
    WAN_KIND,
    Config,
    Layout,
    is_wans_own,
    layout,
    wan_settings,
)
from engine.models.weight_files import DAMAGED, read_settings, read_shapes, weight_files
from engine.requests import BUILT_IN

PIPELINE, TRANSFORMER, VAE, TEXT_ENCODER = (
    *("WanPipeline", "WanTransformer3DModel", "AutoencoderKLWan", "UMT5EncoderModel"),
)
TEXT_TO_VIDEO = ("t2v", "ti2v")  # kinds of Wan's own transformers
PATCH = [1, 2, 2]  # of every Wan transformer, in latents
PER_LATENT = 4  # frames
TEXT_WIDTH = 4096  # of umT5-XXL
# By blocks and width; two experts of the largest are another model.
NAMES = {(40, 5120): "Wan 2.1 T2V 14B", (30, 1536): "Wan 2.1 T2V 1.3B", (30, 3072): "Wan 2.2 TI2V 5B"}
TWO_EXPERTS = {(40, 5120): "Wan 2.2 T2V A14B"}
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
    """Of the model in the folder `path`. Raises ModelError, saying what is missing or wrong."""
    _must_be_folder(path)
    told, found = (_wans_own if is_wans_own(path) else _as_diffusers_has_it)(path), layout(path)
    _check_fit(path, told)
    first, place = told.transformers[0], found.transformers[0]
    scale = _whole(told.vae, "scale_factor_spatial", found.vae, 8)
    experts = len(told.transformers)
    size = _whole(first, "num_layers", place), _width(first, place)
    return Outline(
        name=(TWO_EXPERTS if experts == 2 else NAMES).get(size, path.absolute().name),
        channels=_whole(first, "in_channels", place),
        scale=scale,
        defaults=_defaults(experts, scale, told.boundary),
        experts=experts,
        files=(*_weights((*found.transformers, found.vae, found.text_encoder)), _tokenizer(found)),
    )


def _must_be_folder(path: Path) -> None:
    if not path.exists():
        raise ModelError(f"There is no model at {path}.", do=f'Check the path, or use "{BUILT_IN}".')
    if not path.is_dir():
        raise ModelError(f"{path} is a file; a model is a folder of several.", do=CHOOSE)


def _as_diffusers_has_it(path: Path) -> _Told:
    index, found = _index(path), layout(path)
    transformers = tuple(_config(folder, TRANSFORMER) for folder in found.transformers)
    vae, text = _config(found.vae, VAE), _config(found.text_encoder, TEXT_ENCODER)
    return _Told(transformers, vae, text, index.get("boundary_ratio"))


def _wans_own(path: Path) -> _Told:
    """Its VAE and text encoder have no configurations: which VAE it is follows from the transformer's channels, and
    the encoder is always umT5-XXL."""
    configs = tuple(_config(folder, WAN_KIND) for folder in layout(path).transformers)
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
    found = config.get("_class_name") or (config.get("architectures") or [None])[0]
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


def _defaults(experts: int, scale: int, boundary: object) -> Defaults:
    if experts == 2:
        return replace(WAN_22, boundary=boundary if isinstance(boundary, float) and 0 < boundary < 1 else 0.875)
    return WAN_22_5B if scale == 16 else WAN_21


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
