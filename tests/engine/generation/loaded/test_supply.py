"""Blocks that share two places: each computes with its own weights, and the next ones are on their way meanwhile."""

import gc
import threading
import weakref
from collections.abc import Callable
from dataclasses import dataclass, field

import pytest
import torch
from torch import Tensor, nn

from engine.errors import ModelError
from engine.generation.loaded.adapters.merging import Weight
from engine.generation.loaded.files.whole_files import WholeFiles
from engine.generation.loaded.supply import Block, Streamed

CPU = torch.device("cpu")
WAIT = 10.0  # seconds, after which something will never happen


def nothing() -> None:
    pass


@dataclass
class Number:
    """A weight of one number, three times three. made: called each time that it is made."""

    value: float
    made: Callable[[], None] = nothing
    shape: tuple[int, ...] = (3, 3)
    nbytes: int = 36
    is_exact: bool = True
    times: int = field(default=0)

    def plain(self, device: torch.device, dtype: torch.dtype) -> Tensor:
        self.made()
        self.times += 1
        return torch.full(self.shape, self.value, device=device, dtype=dtype)

    def held(self, device: torch.device, *, pinned: bool = False) -> "Number":
        return self


@dataclass
class Chain:
    """Blocks of one linear layer each, the first `resident` of which need no supply."""

    numbers: list[Number]
    resident: int = 0

    def __post_init__(self) -> None:
        self.layers = [nn.Linear(3, 3, bias=False, device="meta") for _ in self.numbers]
        for layer, number in zip(self.layers[: self.resident], self.numbers, strict=False):
            layer.weight = nn.Parameter(number.plain(CPU, torch.float32))
        self.supply = Streamed({number: self.block(number) for number in range(self.resident, len(self.numbers))}, CPU)

    def block(self, number: int) -> Block:
        weight = Weight(self.numbers[number], (), torch.float32)
        return Block(self.layers[number], {"weight": weight}, WholeFiles([]), mapped=False)

    def forward(self) -> list[float]:
        """The weight that each block had."""
        return [self.run(block) for block in range(len(self.layers))]

    def run(self, block: int) -> float:
        self.supply.bring(block)
        value = self.layers[block].weight.mean().item()
        self.supply.done(block)
        return value


def chain(count: int, resident: int = 0) -> Chain:
    return Chain([Number(float(number)) for number in range(count)], resident)


@pytest.mark.parametrize(("count", "resident"), [(1, 0), (2, 0), (3, 0), (5, 0), (5, 1), (5, 3), (5, 4)])
def test_each_block_has_its_own_weights_in_every_forward(count: int, resident: int) -> None:
    blocks = chain(count, resident)
    for _ in range(3):
        assert blocks.forward() == [float(number) for number in range(count)]


def test_two_places_are_all_that_blocks_take() -> None:
    blocks, places = chain(5), set()
    for number in range(5):
        blocks.supply.bring(number)
        places.add(blocks.layers[number].weight.data_ptr())
        assert [layer.weight.is_meta for layer in blocks.layers] == [other != number for other in range(5)]
        blocks.supply.done(number)
    assert len(places) == 2
    assert all(layer.weight.is_meta for layer in blocks.layers)


def test_two_blocks_that_fit_into_the_places_stay_there() -> None:
    blocks = chain(4, resident=2)
    for _ in range(3):
        blocks.forward()
    assert [number.times for number in blocks.numbers] == [1, 1, 1, 1]


def test_the_next_block_arrives_while_one_computes_and_the_first_one_after_the_last() -> None:
    blocks = chain(3)
    arrived = [threading.Event() for _ in range(3)]
    for number, event in zip(blocks.numbers, arrived, strict=True):
        number.made = event.set
    blocks.supply.bring(0)
    assert arrived[1].wait(WAIT), "block 0 is not done yet"
    blocks.run(1)
    arrived[0].clear()
    blocks.supply.bring(2)
    assert arrived[0].wait(WAIT), "nobody asked for the next forward yet"


def test_the_first_streamed_block_arrives_while_resident_ones_compute() -> None:
    blocks, arrived = chain(3, resident=2), threading.Event()
    blocks.numbers[2].made = arrived.set
    blocks.supply.bring(0)
    assert arrived.wait(WAIT)


def test_what_is_still_computed_with_is_not_written_over() -> None:
    blocks = chain(4)
    for number in range(4):
        blocks.supply.bring(number)
        for place in blocks.supply._places:
            if place.coming is not None:
                place.coming.result(WAIT)
        assert blocks.layers[number].weight.mean().item() == number
        blocks.supply.done(number)


@dataclass
class Fails:
    """So many times, then no more."""

    times: int

    def __call__(self) -> None:
        self.times -= 1
        if self.times >= 0:
            raise ModelError("The disk is gone.", do="Plug it in.")


def test_what_the_thread_fails_with_comes_out_where_the_block_is_needed_and_the_next_forward_works() -> None:
    blocks = chain(4)
    blocks.numbers[2].made = Fails(2)
    assert [blocks.run(0), blocks.run(1)] == [0, 1]
    with pytest.raises(ModelError, match="The disk is gone"):
        blocks.run(2)
    assert blocks.forward() == [0, 1, 2, 3]


def test_a_block_that_failed_ahead_of_time_is_tried_again_when_it_is_needed() -> None:
    blocks = chain(4)
    blocks.numbers[2].made = Fails(1)
    assert blocks.forward() == [0, 1, 2, 3]


@pytest.mark.parametrize("within", [True, False])
@pytest.mark.parametrize("at", range(4))
def test_a_forward_that_was_broken_off_leaves_the_next_one_right(at: int, within: bool) -> None:
    blocks = chain(4, resident=1)
    for number in range(at):
        blocks.run(number)
    if within:
        blocks.supply.bring(at)
    assert blocks.forward() == [0, 1, 2, 3]
    assert blocks.layers[3].weight.is_meta


def test_nothing_is_left_of_the_places_once_it_is_stopped() -> None:
    blocks = chain(3)
    blocks.supply.bring(0)
    place = weakref.ref(blocks.layers[0].weight)
    blocks.supply.stop()
    gc.collect()
    assert place() is None
    assert blocks.layers[0].weight.is_meta
