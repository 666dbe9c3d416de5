"""What is known of any model before its weights are read: of a folder of its own, or of files wherever they lie."""

from collections.abc import Sequence
from pathlib import Path

from engine.errors import ModelError
from engine.models import folder
from engine.models.contents.found import Found, Part
from engine.models.contents.inspection import inspected
from engine.models.defaults import of_wan
from engine.models.families import family_of
from engine.models.files.weight_files import weight_files
from engine.models.folder import Outline
from engine.models.folder_layouts import LARGE_CHANNELS, Layout
from engine.models.layouts import layout
from engine.models.on_disk.assembling import entry_of, title_of
from engine.models.on_disk.experts import boundary_beside

CHOOSE = "Choose another file, or look at what is wrong with it: models verify."


def outline(model: str | Path) -> Outline:
    """Of what a request names: a model's folder, a transformer's file, a name on the shelf. Raises ModelError."""
    family, path = family_of(str(model)), Path(model)
    if family is not None:
        return family.outline(str(model))
    return folder.outline(path) if path.is_dir() else _of_parts(layout(model))


def _of_parts(where: Layout) -> Outline:
    transformers = [_usable(path, Part.TRANSFORMER) for path in where.transformers]
    vae, encoder = _usable(where.vae, Part.VAE), _usable(where.text_encoder, Part.TEXT_ENCODER)
    _check_fit(transformers, vae, encoder)
    first = transformers[0]
    files = [file for path in (*where.transformers, where.vae, where.text_encoder) for file in _files(path)]
    return Outline(
        name=title_of(transformers, entry_of(transformers, len(transformers))),
        channels=first.channels,
        scale=_scale(first),
        defaults=of_wan(len(transformers), _scale(first), boundary_beside(first.path)),
        experts=len(transformers),
        files=tuple(dict.fromkeys((*files, where.tokenizer))),
    )


def _usable(path: Path, kind: Part) -> Found:
    found = inspected(path)
    if found.why:
        raise ModelError(f"{path} cannot be used. {found.why}", do=CHOOSE)
    if found.kind is not kind:
        raise ModelError(f"{path} is a {found.kind}, not a {kind}.", do=CHOOSE)
    return found


def _check_fit(transformers: Sequence[Found], vae: Found, encoder: Found) -> None:
    """A name on the shelf may mean other files than it did."""
    first = transformers[0]
    wrong = {
        f"its transformer has {first.channels} channels and its VAE {vae.channels}": first.channels != vae.channels,
        f"its text encoder is {encoder.text} wide and its transformer reads {first.text}": first.text != encoder.text,
        "its two experts are of different size": len({(each.blocks, each.width) for each in transformers}) > 1,
    }
    faults = [words for words, holds in wrong.items() if holds]
    if faults:
        raise ModelError(f"The model of {first.path.name} cannot be used: {'; '.join(faults)}.", do=CHOOSE)


def _scale(transformer: Found) -> int:
    """Pixels of a latent, across: of the VAE that has as many channels."""
    return 16 if transformer.channels == LARGE_CHANNELS else 8


def _files(path: Path) -> tuple[Path, ...]:
    return weight_files(path) if path.is_dir() else (path,)
