"""Several processes that compute one model's steps: on this machine's CPU, over its loopback."""

import os
import signal
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from fractions import Fraction
from functools import partial
from pathlib import Path
from types import SimpleNamespace

import psutil
import pytest
import torch
from safetensors.torch import load_file
from torch import Tensor

import engine
from engine.asking import extend_request
from engine.errors import Cancelled, EngineDied
from engine.generation.loaded import models
from engine.generation.loaded.experts import Experts
from engine.generation.loaded.placing import placed_transformer
from engine.generation.loaded.several import seats
from engine.generation.loaded.several.parallel import Group, Stock, group_for
from engine.generation.memory.placement import Placement, Precision
from engine.generation.onward import place_beside
from engine.media.info import VideoInfo
from engine.media.write import timed, write_film
from engine.progress import Report
from engine.requests import Adapter, Expert
from engine.training.footage import HELD_OUT, make_clip
from tests.engine.tiny_wan import lightning_adapter, pusa_adapter, tiny_wan

ALONE = Placement("cpu", Precision.FULL)
TOGETHER = replace(ALONE, devices=2)
BOUNDARY = 0.875
SOON = 30.0  # seconds
RATE = Fraction(24)


@pytest.fixture(scope="module")
def stock(tmp_path_factory: pytest.TempPathFactory) -> Stock:
    folder = tmp_path_factory.mktemp("two")
    model = tiny_wan(folder / "model", experts=2)
    fast, pusa = lightning_adapter(folder / "fast.safetensors"), pusa_adapter(folder / "pusa.safetensors")
    adapters = (fast, 1.0), (pusa, 1.4)
    return Stock((model / "transformer", model / "transformer_2"), (adapters, adapters[1:]))


@pytest.fixture(scope="module")
def group(stock: Stock) -> Iterator[Group]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(seats, "PATIENCE", timedelta(seconds=SOON))
        made = Group(stock, TOGETHER)
        yield made
        made.close()


def experts(stock: Stock, group: Group | None = None) -> Experts:
    loads = [
        partial(placed_transformer, path, merges, ALONE, Report())
        for path, merges in zip(stock.transformers, stock.merges, strict=True)
    ]
    return Experts(loads, group=group)


def step(experts: Experts, height: int, width: int, noise: float, check: Callable[[], None] = lambda: None) -> Tensor:
    """Of three latents, the first of which is clean."""
    random = torch.Generator().manual_seed(3)
    latents = torch.randn(1, 16, 3, height, width, generator=random)
    timesteps = torch.tensor([0.0, noise / 3, noise])
    return experts.predictor(check, BOUNDARY)(latents, timesteps, torch.randn(1, 5, 8, generator=random))


def test_one_device_needs_no_group(stock: Stock) -> None:
    assert group_for(stock, ALONE) is None


@pytest.mark.parametrize("size", [(4, 6), (6, 6)])  # 6 tokens a frame, and 9, which two cannot share evenly
def test_two_processes_compute_what_one_does_with_both_experts_and_their_adapters(
    stock: Stock, group: Group, size: tuple[int, int]
) -> None:
    together, alone = experts(stock, group), experts(stock)
    for noise in (950.0, 400.0, 937.0):  # the high-noise expert, the other, and back again
        error = (step(together, *size, noise) - step(alone, *size, noise)).abs().max().item()
        print(f"{size} at {noise:.0f}: off by {error:.1e}")
        assert error < 1e-5


def test_a_clip_is_made_longer_by_two_processes_as_by_one(
    stock: Stock, group: Group, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """From files to frames, with both experts."""

    def there_already(asked: Stock, placement: Placement) -> Group | None:
        assert asked == stock
        return group if placement == TOGETHER else None

    monkeypatch.setattr(models, "group_for", there_already)
    monkeypatch.setattr(group, "close", lambda: None)  # others need it still
    ends = [longer(stock, placement, monkeypatch, tmp_path) for placement in (TOGETHER, ALONE)]
    print(f"latents off by {(ends[0] - ends[1]).abs().max().item():.1e}")
    torch.testing.assert_close(ends[0], ends[1], rtol=0, atol=1e-5)


def longer(stock: Stock, placement: Placement, patch: pytest.MonkeyPatch, folder: Path) -> Tensor:
    """The latents that eight new frames ended with."""
    clip = folder / "clip.mp4"
    write_film(clip, timed(make_clip(HELD_OUT + 6, 13, 96, 64, 24.0).frames, RATE), VideoInfo(96, 64, RATE))
    found = SimpleNamespace(placement=placement, room=SimpleNamespace(seconds=None))
    patch.setattr(models, "placement_for", lambda request: found)
    (fast, _), (pusa, _) = stock.merges[0]
    adapters = [Adapter(fast, 1.0, Expert.HIGH), Adapter(pusa, 1.4)]
    model, film = str(stock.transformers[0].parent), folder / f"{placement.devices}.mp4"
    wishes = {"model": model, "adapters": adapters, "prompt": "a wave", "steps": 2}
    [take] = engine.run(extend_request(clip, seconds=Fraction(1, 3), output=film, **wishes))  # type: ignore[arg-type]
    [latents] = load_file(place_beside(take.path)).values()
    return latents


def test_a_run_that_is_stopped_leaves_nobody_waiting(stock: Stock, group: Group) -> None:
    def stop() -> None:
        raise Cancelled("Stopped.")

    together = experts(stock, group)
    before = step(together, 4, 4, 950.0)
    with pytest.raises(Cancelled):
        step(together, 4, 4, 950.0, stop)
    assert torch.equal(step(together, 4, 4, 950.0), before)


def test_a_process_that_dies_is_told_of_and_another_takes_its_place(stock: Stock, group: Group) -> None:
    together = experts(stock, group)
    before = step(together, 4, 4, 950.0)
    (pid,) = group.pids
    with pytest.raises(EngineDied, match="ended while it worked"):
        step(together, 4, 4, 950.0, lambda: os.kill(pid, signal.SIGKILL))
    assert group.pids == ()
    torch.testing.assert_close(step(together, 4, 4, 950.0), before)


def test_nobody_is_left_when_the_first_process_is_gone(stock: Stock, group: Group) -> None:
    """Which closes its pipes, however it ends."""
    group.ready(0)
    (member,) = group._members
    other = psutil.Process(member.pid)
    assert other.is_running()
    member._spawned.channel._writer.close()
    limit = time.monotonic() + SOON
    while other.is_running() and other.status() != psutil.STATUS_ZOMBIE:
        assert time.monotonic() < limit, "it goes on without anybody who could ask it"
        time.sleep(0.05)
    assert member._gone.wait(SOON)
    with pytest.raises(EngineDied, match="ended while it worked"):  # whatever the last exchange left behind
        group._all_there()
