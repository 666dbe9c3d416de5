"""What is found by trying is the quickest way that gives the same result; the rest is told, and changes nothing."""

import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import torch
from diffusers.models.attention_dispatch import AttentionBackendName, _AttentionBackendRegistry
from torch import Tensor

from engine.generation.loaded.network import fastest
from engine.generation.loaded.network.fastest import tuned
from engine.generation.loaded.network.transformer import VTATransformer, predictor
from engine.progress import Report
from tests.engine.generation.conftest import SMALL

CPU = torch.device("cpu")
OWN = "flex"  # a kind that is registered anew for a test
HOURS = 1e9  # seconds: any gain is worth its time

Attention = Callable[..., Tensor]


@pytest.fixture
def network() -> VTATransformer:
    torch.manual_seed(0)
    return VTATransformer(**SMALL | {"in_channels": 16}).eval().requires_grad_(False)


@pytest.fixture
def kinds(monkeypatch: pytest.MonkeyPatch) -> Callable[[str, Attention], None]:
    """Puts another attention behind a name."""
    registry: Any = _AttentionBackendRegistry

    def put(name: str, attention: Attention) -> None:
        backend = AttentionBackendName(name)
        monkeypatch.setitem(registry._backends, backend, attention)
        monkeypatch.setitem(registry._supported_arg_names, backend, {"query", "key", "value"})

    return put


def attention(query: Tensor, key: Tensor, value: Tensor) -> Tensor:
    turned = (each.transpose(1, 2) for each in (query, key, value))
    return torch.nn.functional.scaled_dot_product_attention(*turned).transpose(1, 2)


def velocity(network: VTATransformer) -> Tensor:
    generator = torch.Generator().manual_seed(1)
    latents, text = torch.randn(1, 16, 5, 4, 6, generator=generator), torch.randn(1, 7, 24, generator=generator)
    timesteps = torch.tensor([0.0, 0.0, 300.0, 1000.0, 1000.0])
    return predictor(network, Report().check)(latents, timesteps, text)


def used(network: VTATransformer) -> set[object]:
    processors: dict[str, Any] = network.attn_processors
    return {processor._attention_backend for processor in processors.values()}


def test_on_a_cpu_there_is_nothing_to_choose(network: VTATransformer) -> None:
    assert tuned(network, CPU, HOURS) == ""
    assert used(network) == {None}


def test_what_cannot_run_here_is_told_and_not_used(network: VTATransformer) -> None:
    before = velocity(network)
    told = tuned(network, CPU, None, ("native", "_native_cudnn", "flash"))
    assert told.startswith("Attention: native. Not used: _native_cudnn (No viable backend")
    assert told.endswith("flash (not installed).")
    assert used(network) == {"native"}
    assert torch.equal(velocity(network), before)


def test_the_quickest_kind_is_taken(network: VTATransformer, kinds: Callable[[str, Attention], None]) -> None:
    def slow(query: Tensor, key: Tensor, value: Tensor) -> Tensor:
        time.sleep(0.1)
        return attention(query, key, value)

    before = velocity(network)
    kinds("native", slow)
    kinds(OWN, attention)
    assert tuned(network, CPU, None, ("native", OWN)).startswith("Attention: flex, ")
    assert used(network) == {OWN}
    torch.testing.assert_close(velocity(network), before)


@pytest.mark.parametrize("dtype", [torch.float32, torch.bfloat16])
def test_a_kind_whose_result_is_rounded_further_is_not_used(
    dtype: torch.dtype, kinds: Callable[[str, Attention], None]
) -> None:
    def rounded(query: Tensor, key: Tensor, value: Tensor) -> Tensor:
        coarse = [(each * 16).round() / 16 for each in (query, key, value)]
        return attention(*coarse)

    kinds(OWN, rounded)
    native, other = fastest.tried(("native", OWN), CPU, dtype, heads=2, width=32)
    assert not native.why
    assert other.why.startswith("its result is off by")


@pytest.fixture
def blocks_take(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[float, float], None]]:
    """Sets how many seconds a block takes, before and after it is compiled."""

    def take(*seconds: float) -> None:
        left = list(seconds)

        def timed(call: Callable[[], object], device: torch.device) -> float:
            call()
            return left.pop(0)

        monkeypatch.setattr(fastest, "quickest", timed)

    yield take
    torch._dynamo.reset()


def compiled(network: VTATransformer) -> list[bool]:
    blocks: Any = network.blocks
    return [block._compiled_call_impl is not None for block in blocks]


def test_blocks_are_compiled_where_that_saves_more_than_it_takes(
    network: VTATransformer, blocks_take: Callable[[float, float], None]
) -> None:
    before = velocity(network)
    blocks_take(1.0, 0.5)
    assert tuned(network, CPU, HOURS, compiler="eager").endswith("which saves about 500000000 s.")
    assert compiled(network) == [True, True, False]
    torch.testing.assert_close(velocity(network), before)


def test_compiling_that_is_not_worth_its_time_is_taken_back(
    network: VTATransformer, blocks_take: Callable[[float, float], None]
) -> None:
    blocks_take(1.0, 0.99999)
    told = tuned(network, CPU, 200.0, compiler="eager")
    assert told.startswith("Not compiled: it would take ")
    assert told.endswith("and save 0 s.")
    assert compiled(network) == [False] * 3


def test_a_compiler_that_fails_is_told_and_everything_runs_without_it(network: VTATransformer) -> None:
    def broken(graph: object, inputs: object) -> Callable[..., object]:
        raise RuntimeError("No kernel for this card. Try another.")

    before = velocity(network)
    torch._dynamo.register_backend(broken, name="broken")
    assert "No kernel for this card" in tuned(network, CPU, HOURS, compiler="broken")
    assert compiled(network) == [False] * 3
    assert torch.equal(velocity(network), before)


class Nothing:
    """A supply of blocks that are there."""

    def bring(self, block: int) -> None:
        pass

    def done(self, block: int) -> None:
        pass


def test_compiling_is_not_tried_for_short_runs_or_for_blocks_that_come_and_go(network: VTATransformer) -> None:
    assert tuned(network, CPU, 20.0, compiler="eager") == "Not compiled: a run is too short for it."
    assert tuned(network, CPU, None, compiler="eager") == "Not compiled: a run is too short for it."
    network.supply = Nothing()
    assert tuned(network, CPU, HOURS, compiler="eager") == "Not compiled: its blocks are brought one after another."
