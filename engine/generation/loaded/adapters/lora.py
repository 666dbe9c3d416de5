"""Adapters merged into a transformer's weights, once every change has its parameter."""

import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence

import torch

from engine.errors import ModelError
from engine.generation.loaded.adapters.files import WRONG_ADAPTER, Adapter
from engine.generation.loaded.adapters.files import Change as Change
from engine.generation.loaded.adapters.files import read_adapter as read_adapter
from engine.generation.loaded.adapters.keys import PICTURE
from engine.generation.loaded.files.loading import by, our_names
from engine.generation.loaded.network.transformer import VTATransformer
from engine.models.contents.network_shapes import NAMES
from engine.models.files.weight_files import some

# Square, and as wide as the transformer is.
ATTENTION = re.compile(r".*\bblocks\.\d+\.(?:\w+_attn\.[qkvo]|attn[12]\.to_(?:[qkv]|out\.0))\.weight")

Shapes = Mapping[str, Sequence[int]]  # of all of a transformer's parameters, by our names


def changes_for(adapter: Adapter, shapes: Shapes) -> dict[str, tuple[Change, ...]]:
    """What the adapter does to each parameter that it changes.

    Raises ModelError, naming what does not fit, if a single change has no parameter of its shape.
    """
    names = _our_names(adapter, shapes)
    _check_kind(adapter, names, shapes)
    _check_fit(adapter, names, shapes)
    found: dict[str, tuple[Change, ...]] = defaultdict(tuple)
    for stored, change in adapter.changes:
        found[names[stored]] += (change,)
    return dict(found)


def merge(transformer: VTATransformer, adapter: Adapter, strength: float) -> None:
    """W += strength * delta, summed in float32 and stored in W's own type.

    Everything is checked first: on ModelError nothing was merged. LightX2V's adapter goes before PUSA's. Subtracting
    again is not exact in low precision: to take an adapter out, load the weights afresh.
    """
    parameters = dict(transformer.named_parameters())
    found = changes_for(adapter, {name: weight.shape for name, weight in parameters.items()})
    with torch.no_grad():
        for name, changes in found.items():
            weight = parameters[name]
            weight.copy_(weight.float() + strength * sum(change.delta(weight) for change in changes))


def _our_names(adapter: Adapter, shapes: Shapes) -> dict[str, str]:
    """A name in diffusers' layout stands as it is; the original's norm3 is our norm2, and ours has no norm3."""
    stored = [name for name, _ in adapter.changes]
    return {name: name for name in stored if name in shapes} | our_names(
        name for name in dict.fromkeys(stored) if name not in shapes
    )


def _check_kind(adapter: Adapter, names: Mapping[str, str], shapes: Shapes) -> None:
    """Whether the adapter is for such models at all."""
    pictures = [stored for stored in names if PICTURE.search(stored) and names[stored] not in shapes]
    if pictures:
        what = f"{adapter.name} is for image-to-video models, and this is a text-to-video one: it changes"
        raise ModelError(f"{what} {some(pictures)}.", do=WRONG_ADAPTER)
    widths = Counter(change.size()[:1] for stored, change in adapter.changes if ATTENTION.fullmatch(stored))
    ours = {tuple(shape[:1]) for name, shape in shapes.items() if ATTENTION.fullmatch(name)}
    theirs = [width for width, _ in widths.most_common(1)]
    if theirs and ours and theirs[0] not in ours:
        what = f"{adapter.name} was made for another model, {_known(*theirs[0])}: this one is {_known(*min(ours))}."
        raise ModelError(what, do=WRONG_ADAPTER)


def _known(width: int = 0) -> str:
    named = [name for (_, wide, _), name in NAMES.items() if wide == width]
    return f"{width} wide" + (f" as {named[0]} is" if named else "")


def _check_fit(adapter: Adapter, names: Mapping[str, str], shapes: Shapes) -> None:
    homeless = [stored for stored in names if names[stored] not in shapes]
    if homeless:
        raise ModelError(f"{adapter.name} changes what this model does not have: {some(homeless)}.", do=WRONG_ADAPTER)
    counts = Counter(names.values())
    twice = [stored for stored in names if counts[names[stored]] > 1]
    if twice:
        raise ModelError(f"{adapter.name} changes the same under two names: {some(twice)}.", do=WRONG_ADAPTER)
    unlike = [
        f"{stored} ({by(change.size())} there, {by(shapes[names[stored]])} here)"
        for stored, change in adapter.changes
        if not change.fits(shapes[names[stored]])
    ]
    if unlike:
        raise ModelError(f"{adapter.name} was made for another model: {some(unlike)}.", do=WRONG_ADAPTER)
