"""Weights made of what files hold, adapters added: exactly, in order, and where they take no more room, once."""

from pathlib import Path

import pytest
import torch
from safetensors.torch import save_file
from torch import Tensor

from engine.errors import ModelError
from engine.generation.loaded.adapters.files import Difference
from engine.generation.loaded.adapters.merging import Added, Weight, merged
from engine.generation.loaded.files.stored import EightBit, Plain

CPU, HALF, FULL = torch.device("cpu"), torch.bfloat16, torch.float32
FP8 = torch.float8_e4m3fn
NAME = "blocks.0.attn1.to_q.weight"


def added(*values: float, strength: float = 1.0) -> Added:
    return tuple((strength, Difference(torch.full((2, 2), value))) for value in values)


def ones(dtype: torch.dtype = FULL) -> Tensor:
    return torch.ones(2, 2, dtype=dtype)


def test_every_adapter_is_added_as_strongly_as_asked() -> None:
    weight = Weight(Plain(ones()), (*added(2.0, strength=0.5), *added(4.0)), FULL)
    assert torch.equal(weight.made(CPU), torch.full((2, 2), 6.0))


def test_the_sum_is_rounded_once() -> None:
    """Either change alone is less than half of bfloat16's step at 1, which is 1/128."""
    weight = Weight(Plain(ones(HALF)), added(3 / 1024, 3 / 1024), HALF)
    assert torch.equal(weight.made(CPU), torch.full((2, 2), 1 + 1 / 128, dtype=HALF))


def test_what_nothing_is_added_to_is_what_the_file_holds() -> None:
    values = torch.rand(2, 2).to(FP8)
    assert torch.equal(Weight(EightBit(values, torch.tensor(2.0)), (), HALF).made(CPU), (values.float() * 2).to(HALF))


def test_the_files_own_numbers_are_never_changed() -> None:
    values = ones()
    weight = Weight(Plain(values), added(1.0), FULL)
    made = weight.made(CPU), weight.read(CPU), weight.waiting(CPU, CPU).made(CPU)
    assert all(torch.equal(each, torch.full((2, 2), 2.0)) for each in made)
    assert torch.equal(values, ones())


def test_what_was_read_is_in_memory_of_its_own() -> None:
    values = ones()
    read = Weight(Plain(values), (), FULL).read(CPU)
    values.zero_()
    assert torch.equal(read, ones())


@pytest.mark.parametrize(
    ("stored", "dtype", "once"),
    [
        (Plain(ones(FULL)), FULL, True),
        (Plain(ones(HALF)), HALF, True),
        (Plain(ones(FULL)), HALF, True),
        (Plain(ones(HALF)), FULL, False),
        (EightBit(ones().to(FP8)), HALF, False),
        (EightBit(ones().to(FP8), torch.tensor(1.0)), FULL, False),
    ],
)
def test_what_waits_is_merged_once_where_that_takes_no_more_room_else_each_time(
    stored: Plain | EightBit, dtype: torch.dtype, once: bool
) -> None:
    weight = Weight(stored, added(1 / 16), dtype)
    waiting = weight.waiting(CPU, CPU)
    assert (waiting.added == ()) == once
    assert waiting.stored.nbytes <= stored.nbytes
    assert torch.equal(waiting.made(CPU), weight.made(CPU))


def adapter(path: Path, tensors: dict[str, Tensor]) -> Path:
    save_file(tensors, path)
    return path


def test_adapters_find_their_weights_in_the_order_in_which_they_are_merged(tmp_path: Path) -> None:
    one = adapter(tmp_path / "one.safetensors", {"blocks.0.self_attn.q.diff": ones()})
    two = adapter(tmp_path / "two.safetensors", {"blocks.0.self_attn.q.diff": 2 * ones(), "head.head.diff": ones()})
    names = (NAME, "proj_out.weight", "blocks.0.attn1.to_k.weight")
    stored = {name: Plain(ones()) for name in names}
    weights = merged(stored, ((two, 0.5), (one, 3.0)), dict.fromkeys(names, FULL))
    found = {
        name: [(strength, change.delta(ones())[0, 0].item()) for strength, change in weight.added]
        for name, weight in weights.items()
    }
    assert found == {names[0]: [(0.5, 2.0), (3.0, 1.0)], names[1]: [(0.5, 1.0)], names[2]: []}


def test_an_adapter_for_another_network_is_told_before_anything_is_made(tmp_path: Path) -> None:
    wide = adapter(tmp_path / "wide.safetensors", {"blocks.0.self_attn.q.diff": torch.ones(3, 3)})
    with pytest.raises(ModelError, match=r"wide\.safetensors"):
        merged({NAME: Plain(ones())}, ((wide, 1.0),), {NAME: FULL})
