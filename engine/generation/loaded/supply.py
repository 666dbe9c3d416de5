"""Blocks of a network that share two places on the device: the next arrives in one while another computes."""

from collections.abc import Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import cache

import torch
from torch import nn

from engine.generation.loaded.adapters.merging import Weight
from engine.generation.loaded.files.whole_files import WholeFiles

Event = torch.cuda.Event | None
NONE = -1  # no block


@dataclass(frozen=True, slots=True)
class Block:
    """weights: of each of its parameters, by the name it has in the module. mapped: they are read from the files each
    time; else they lie where they were brought once, but for the factors of adapters."""

    module: nn.Module
    weights: Mapping[str, Weight]
    files: WholeFiles
    mapped: bool

    def made(self, name: str, device: torch.device) -> torch.Tensor:
        """One of its parameters' numbers."""
        weight = self.weights[name]
        if self.mapped or weight.added:
            self.files.check()
        return weight.read(device) if self.mapped else weight.made(device)


class Streamed:
    """Blocks that are not resident, all of the same shapes: see engine.generation.loaded.network.transformer.Supply.

    One thread makes the next block's numbers while a block computes; after the last block of a forward comes the first
    one of the next. On CUDA what it queues runs in a stream of its own, and events keep the order: the thread that
    computes never waits for the device. A block that could not be made is tried once more when it is needed; with what
    it fails then, `bring` fails.
    """

    def __init__(self, blocks: Mapping[int, Block], device: torch.device) -> None:
        """blocks: by their number in the network, in their order."""
        self._blocks, self._order = blocks, list(blocks)
        self._empty = {number: dict(block.module.named_parameters()) for number, block in blocks.items()}
        self._lane = _Lane(device)
        self._thread = ThreadPoolExecutor(1, "blocks")
        one = blocks[self._order[0]].weights
        self._places = [_Place(one, device, self._lane) for _ in self._order[:2]]
        self._current: _Place | None = None

    def bring(self, block: int) -> None:
        self.done(block)  # a forward that was broken off never said so of its last one
        if block not in self._blocks:
            self._expect(self._order[0])
            return
        place = self._arrived(block)
        point(self._blocks[block].module, place.parameters)
        self._current = place
        self._expect(self._order[(self._order.index(block) + 1) % len(self._order)])

    def done(self, block: int) -> None:
        place, self._current = self._current, None
        if place is not None:
            point(self._blocks[place.block].module, self._empty[place.block])
            place.used = self._lane.event()

    def stop(self) -> None:
        """For good: nothing is on its way any more, and the two places are free."""
        self.done(NONE)
        self._thread.shutdown(cancel_futures=True)
        self._places.clear()

    def _arrived(self, block: int) -> "_Place":
        """Where it lies now. What was begun ahead of time and failed is tried once more."""
        ahead = self._place_of(block)
        if ahead is not None:
            with suppress(Exception):
                return self._waited(ahead)
        return self._waited(self._expect(block))

    def _waited(self, place: "_Place") -> "_Place":
        assert place.coming is not None, "nothing was sent for"
        try:
            self._lane.wait_for(place.coming.result())
        except BaseException:
            place.block = NONE
            raise
        return place

    def _expect(self, block: int) -> "_Place":
        """Where the block lies, or will: on its way from now on if it was not."""
        place = self._place_of(block)
        if place is None:
            place = next(each for each in self._places if each is not self._current)
            place.block = block
            place.coming = self._thread.submit(self._fill, place, self._blocks[block], place.used)
        return place

    def _place_of(self, block: int) -> "_Place | None":
        return next((place for place in self._places if place.block == block), None)

    @torch.no_grad()
    def _fill(self, place: "_Place", block: Block, used: Event) -> Event:
        """In the thread."""
        with self._lane.beside(used):
            for name, parameter in place.parameters.items():
                parameter.copy_(block.made(name, parameter.device))
            return self._lane.event()


class _Place:
    """Room for one block's plain numbers."""

    def __init__(self, weights: Mapping[str, Weight], device: torch.device, lane: "_Lane") -> None:
        self.parameters = {name: parameter(lane.known(weight.empty(device))) for name, weight in weights.items()}
        self.used = lane.event()  # when what lay here before, or in the same memory, had computed
        self.block = NONE  # that lies here, or is on its way
        self.coming: Future[Event] | None = None


class _Lane:
    """The order of what two threads queue on CUDA. Elsewhere what was called has happened, or is queued in order."""

    def __init__(self, device: torch.device) -> None:
        self._stream = _stream(device) if device.type == "cuda" else None

    @contextmanager
    def beside(self, used: Event) -> Iterator[None]:
        """In a stream of its own, from that event on."""
        if self._stream is None:
            yield
            return
        with torch.cuda.stream(self._stream):
            if used is not None:
                self._stream.wait_event(used)
            yield

    def event(self) -> Event:
        """Of all that this thread queued."""
        return None if self._stream is None else torch.cuda.current_stream(self._stream.device).record_event()

    def wait_for(self, event: Event) -> None:
        """What this thread queues from now on comes after that."""
        if self._stream is not None and event is not None:
            torch.cuda.current_stream(self._stream.device).wait_event(event)

    def known(self, place: torch.Tensor) -> torch.Tensor:
        """`place`, whose memory nobody else gets before what is queued beside has written to it, however it is let go
        of: the allocator by itself knows of the computing thread's stream alone."""
        if self._stream is not None:
            place.record_stream(self._stream)
        return place


@cache
def _stream(device: torch.device) -> torch.cuda.Stream:
    """One for all: the allocator keeps what one stream has let go of for that stream alone."""
    return torch.cuda.Stream(device)


def parameter(values: torch.Tensor) -> nn.Parameter:
    """As inference has it."""
    return nn.Parameter(values, requires_grad=False)


def point(module: nn.Module, parameters: Mapping[str, nn.Parameter]) -> None:
    """Those are the module's parameters of these names now."""
    for name, each in parameters.items():
        owner, _, leaf = name.rpartition(".")
        setattr(module.get_submodule(owner), leaf, each)
