"""A network's weights as it computes with them: each made of what its file holds, adapters added."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from math import prod
from pathlib import Path

import torch
from torch import Tensor

from engine.generation.loaded.adapters.lora import Change, changes_for, read_adapter
from engine.generation.loaded.files.stored import Plain, Stored

Merges = tuple[tuple[Path, float], ...]  # adapters in the order in which they are merged, each with its strength
Added = tuple[tuple[float, Change], ...]  # how strongly, and what


@dataclass(frozen=True, slots=True)
class Weight:
    """One parameter: what the file holds, what adapters add to it in this order, and the type it computes in.

    The sum is made in float32 and rounded once, each time the parameter is made, and never stored in few bits again:
    those would mostly round it back to where it stood, and the adapter be lost (`tests.benchmarks.merging`). It costs
    little: a block multiplies its adapters' factors once a forward, and its weights with tens of thousands of tokens.
    """

    stored: Stored
    added: Added
    dtype: torch.dtype

    def empty(self, device: torch.device) -> Tensor:
        """Of its shape and type, as memory has it."""
        return torch.empty(self.stored.shape, dtype=self.dtype, device=device)

    def made(self, device: torch.device) -> Tensor:
        """Its numbers; where the file's own lie on `device` and nothing changes them, they are these."""
        if not self.added:
            return self.stored.plain(device, self.dtype)
        total = self.stored.plain(device, torch.float32)
        for strength, change in self.added:
            total = total + strength * change.delta(total)
        return total.to(self.dtype)

    def read(self, device: torch.device) -> Tensor:
        """As `made`, in memory of its own. Raises ModelError where the file cannot be read any more."""
        return self.there(device).made(device)

    def there(self, device: torch.device, *, pinned: bool = False) -> "Weight":
        """With what the file holds on `device`; the factors of adapters stay where they are."""
        return replace(self, stored=self.stored.held(device, pinned=pinned))

    def waiting(self, device: torch.device, computing: torch.device) -> "Weight":
        """As `there`, for as long as a model is loaded; plain and merged already where that takes no more room.

        computing: where that is made, and will be needed.
        """
        pinned = device.type == "cpu" and computing.type == "cuda"
        if not self.stored.is_exact or prod(self.stored.shape) * self.dtype.itemsize > self.stored.nbytes:
            return self.there(device, pinned=pinned)
        plain = Plain(self.read(computing).to(device))
        return Weight(plain.held(device, pinned=True) if pinned else plain, (), self.dtype)


def merged(stored: Mapping[str, Stored], merges: Merges, dtypes: Mapping[str, torch.dtype]) -> dict[str, Weight]:
    """A transformer's weights by our names; nothing is made yet. Raises ModelError, naming what of an adapter does not
    fit."""
    shapes = {name: each.shape for name, each in stored.items()}
    changes = [(strength, changes_for(read_adapter(path), shapes)) for path, strength in merges]
    return {name: Weight(each, _added(name, changes), dtypes[name]) for name, each in stored.items()}


def _added(name: str, changes: Sequence[tuple[float, Mapping[str, tuple[Change, ...]]]]) -> Added:
    return tuple((strength, change) for strength, found in changes for change in found.get(name, ()))
