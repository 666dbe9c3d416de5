"""Networks on their devices, as a placement says: which blocks stay there, and where the others wait."""

import weakref
from collections.abc import Callable, Mapping
from contextlib import suppress
from functools import cache, partial
from pathlib import Path

import torch
from torch import nn

from engine.generation.loaded.adapters.merging import Merges, Weight, merged
from engine.generation.loaded.files.loading import stored_dtype, stored_transformer
from engine.generation.loaded.files.whole_files import WholeFiles
from engine.generation.loaded.network.transformer import VTATransformer
from engine.generation.loaded.supply import Block, Streamed, parameter, point
from engine.generation.loaded.words.text import stored_encoder
from engine.generation.memory.placement import Held, Placement, Precision
from engine.models.layouts import Layout
from engine.progress import Report

LOADING = "Loading the model"
CPU = torch.device("cpu")
DTYPES = {Precision.FULL: torch.float32, Precision.HALF: torch.bfloat16}

Tell = Callable[[int, int], None]  # how many blocks have arrived, of how many; it may raise
Weights = Mapping[str, Weight]


def placed_transformer(path: Path, merges: Merges, placement: Placement, report: Report) -> VTATransformer:
    """The transformer stored at `path`, adapters merged, ready to run. Raises ModelError, naming what does not fit, and
    Cancelled."""
    return PlacedTransformer(path, merges, placement).arrive(partial(report, LOADING), report.check)


def placed_encoder(found: Layout, placement: Placement) -> nn.Module:
    """The text encoder of a model, ready to run on the placement's device for it. Raises ModelError."""
    network, stored = stored_encoder(found.text_encoder)
    weights = {name: Weight(each, (), DTYPES[placement.precision]) for name, each in stored.items()}
    placed = Placed(network, weights, "encoder.block", WholeFiles([found.text_encoder]))
    resident = None if placement.encoder_resident else 0
    supply = placed.arrive(torch.device(placement.encoder), resident, Held.DISK)
    if supply is not None:
        network.supply = supply  # type: ignore[assignment]  # lives as long as what it supplies
        _bring_by_hooks(placed.blocks, supply)
    return network.eval()


class PlacedTransformer:
    """One that can leave its device, so that another has its place there, and come again."""

    def __init__(self, path: Path, merges: Merges, placement: Placement) -> None:
        """Only headers are read. Raises ModelError."""
        self.network, stored = stored_transformer(path)
        self.network.eval()
        dtypes = {name: stored_dtype(name, DTYPES[placement.precision]) for name in stored}
        files = WholeFiles([path, *(adapter for adapter, _ in merges)])
        self._placed = Placed(self.network, merged(stored, merges, dtypes), "blocks", files)
        self._placement = placement

    @property
    def blocks(self) -> int:
        return len(self._placed.blocks)

    def arrive(self, tell: Tell, check: Callable[[], None]) -> VTATransformer:
        """The network with all that it needs to run. check: called before each weight; it may raise."""
        place = self._placement
        self.network.supply = self._placed.arrive(torch.device(place.device), place.resident, place.held, tell, check)
        return self.network

    def leave(self, keep: bool = False) -> None:
        """Nothing of it is on its device any more. keep: what waits in the computer's memory goes on waiting there."""
        self.network.supply = None
        self._placed.leave(keep and self._placement.held is not Held.DEVICE)

    def waiting(self) -> int:
        """Bytes that will wait in the computer's memory when it has arrived, and do not yet."""
        return self._placed.to_be_held(self._placement.resident) if self._placement.held is Held.MEMORY else 0


def _nothing(*_: int) -> None:
    pass


class Placed:
    """A network that was made without weights, and what these are made of."""

    def __init__(self, network: nn.Module, weights: Weights, blocks: str, files: WholeFiles) -> None:
        """blocks: what the list of its blocks is called; what is in none of them is always resident. files: that
        weights are mapped from."""
        self.blocks = list(network.get_submodule(blocks).children())
        self._network, self._files = network, files
        self._supply: Streamed | None = None
        self._empty = dict(network.named_parameters(remove_duplicate=False))
        self._rest = {name: weight for name, weight in weights.items() if not name.startswith(f"{blocks}.")}
        self._of_blocks = [_within(f"{blocks}.{number}.", weights) for number in range(len(self.blocks))]
        self._waiting: dict[int, Weights] = {}  # of blocks that are not resident, by their number

    def arrive(
        self,
        device: torch.device,
        resident: int | None,
        held: Held,
        tell: Tell = _nothing,
        check: Callable[[], None] = _nothing,
    ) -> Streamed | None:
        """What brings the blocks that are not resident; None: all are. Each weight is read once, one after another."""
        count = len(self.blocks) if resident is None else min(resident, len(self.blocks))

        def look() -> None:
            check()
            self._files.check()

        try:
            _move_buffers(self._network, device)
            _settle(self._network, self._rest, device, look)
            for number in range(len(self.blocks)):
                tell(number, len(self.blocks))
                self._bring(number, None if number < count else held, device, look)
            tell(len(self.blocks), len(self.blocks))
            self._supply = self._streamed(held, device)
        except BaseException:
            self.leave()
            raise
        return self._supply

    def _bring(self, number: int, held: Held | None, device: torch.device, check: Callable[[], None]) -> None:
        """A block to where it stays, or, held anywhere, waits."""
        weights = self._of_blocks[number]
        if held is None:
            _settle(self.blocks[number], weights, device, check)
        elif number not in self._waiting:
            self._waiting[number] = _sent_to_wait(weights, held, device, check)

    def _streamed(self, held: Held, device: torch.device) -> Streamed | None:
        mapped = held is Held.DISK
        blocks = {at: Block(self.blocks[at], each, self._files, mapped) for at, each in self._waiting.items()}
        return Streamed(blocks, device) if blocks else None

    def leave(self, keep: bool = False) -> None:
        """keep: what waits goes on waiting."""
        if self._supply is not None:
            self._supply.stop()
            self._supply = None
        point(self._network, self._empty)
        if not keep:
            self._waiting.clear()

    def to_be_held(self, resident: int | None) -> int:
        """Bytes of the blocks from `resident` on that do not wait anywhere yet."""
        later = () if resident is None else range(resident, len(self.blocks))
        return sum(
            weight.stored.nbytes
            for number in later
            if number not in self._waiting
            for weight in self._of_blocks[number].values()
        )


def _within(prefix: str, weights: Weights) -> dict[str, Weight]:
    """Those whose names begin so, by the rest of their names."""
    return {name.removeprefix(prefix): weight for name, weight in weights.items() if name.startswith(prefix)}


def _settle(module: nn.Module, weights: Weights, device: torch.device, check: Callable[[], None]) -> None:
    """For as long as the network is there. What is stored once is one parameter, whatever names it has."""
    made: dict[int, nn.Parameter] = {}
    for name, weight in weights.items():
        check()
        if id(weight.stored) not in made:
            made[id(weight.stored)] = parameter(weight.read(device))
        point(module, {name: made[id(weight.stored)]})


def _sent_to_wait(weights: Weights, held: Held, device: torch.device, check: Callable[[], None]) -> Weights:
    """A block's, where they wait between two of its turns. device: where it computes."""
    if held is Held.DISK:
        return weights
    found = {}
    if device.type == "cuda":
        _pin_exactly()
    for name, weight in weights.items():
        check()
        found[name] = weight.waiting(device if held is Held.DEVICE else CPU, device)
    return found


@cache
def _pin_exactly() -> None:
    """Pinned memory takes as much as it is for: torch rounds it up to a power of two, by half as much again for Wan."""
    with suppress(AttributeError, RuntimeError, ValueError):  # other versions know no such setting
        now = torch._C._accelerator_getAllocatorSettings()
        torch._C._accelerator_setAllocatorSettings(",".join(filter(None, (now, "pinned_max_round_threshold_mb:1"))))


def _move_buffers(network: nn.Module, device: torch.device) -> None:
    for module in network.modules():
        for name, values in module.named_buffers(recurse=False):
            setattr(module, name, values.to(device))


def _bring_by_hooks(blocks: list[nn.Module], supply: Streamed) -> None:
    """For a network that knows of no supply; what it is called by does not keep it alive."""
    called = weakref.proxy(supply)
    for number, block in enumerate(blocks):
        block.register_forward_pre_hook(lambda *_, number=number: called.bring(number))
        block.register_forward_hook(lambda *_, number=number: called.done(number))
