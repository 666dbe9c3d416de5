"""Two experts that take turns on one device: one at a time, each the same whenever its turn comes."""

import gc
import json
import weakref
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import cast

import psutil
import pytest
import torch
from torch import Tensor

from engine.errors import Cancelled
from engine.generation.loaded.experts import SPARE, Experts, Turns
from engine.generation.loaded.network.transformer import VTATransformer, predictor
from engine.generation.loaded.placing import PlacedTransformer
from engine.generation.loaded.several.parallel import Group
from engine.generation.memory.placement import Held, Placement, Precision
from engine.generation.sampling.guidance import Predict
from tests.engine.generation.loaded.test_placing import CONFIG, weights
from tests.engine.generation.loaded.writing import saved, scaled

BLOCKS = 3
WEIGHT = "blocks.0.attn1.to_q.weight"
HIGH, LOW = torch.tensor([0.0, 900.0, 900.0]), torch.tensor([0.0, 300.0, 300.0])
STREAMED = Placement("cpu", Precision.FULL, resident=1, held=Held.MEMORY)


@pytest.fixture(scope="module")
def folders(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    found = [tmp_path_factory.mktemp(name) for name in ("high", "low")]
    for seed, folder in enumerate(found):
        (folder / "config.json").write_text(json.dumps(CONFIG))
        saved(folder / "w.safetensors", scaled(weights(seed)))
    return found


def turns(folders: list[Path], placement: Placement = STREAMED) -> Turns:
    return Turns([PlacedTransformer(folder, (), placement) for folder in folders])


def experts(taking: Turns) -> Experts:
    return Experts([lambda: taking.take(0), lambda: taking.take(1)])


def step(model: Experts, timesteps: Tensor) -> Tensor:
    random = torch.Generator().manual_seed(1)
    latents, text = torch.randn(1, 16, 3, 8, 8, generator=random), torch.randn(1, 7, 24, generator=random)
    return model.predictor(lambda: None, 0.875)(latents, timesteps, text)


def memory(monkeypatch: pytest.MonkeyPatch, available: float) -> None:
    """The computer has so many bytes free."""
    monkeypatch.setattr(psutil, "virtual_memory", lambda: SimpleNamespace(available=available))


@pytest.mark.parametrize("placement", [Placement("cpu", Precision.FULL), STREAMED])
def test_each_step_has_its_expert_and_the_same_one_after_every_switch(
    folders: list[Path], placement: Placement
) -> None:
    wanted = [step(experts(turns([folder, folder], placement)), HIGH) for folder in folders]
    low = step(experts(turns(folders[1:] * 2, placement)), LOW)
    model = experts(turns(folders, placement))
    for _ in range(2):
        assert torch.equal(step(model, HIGH), wanted[0])
        assert torch.equal(step(model, LOW), low)
    assert not torch.equal(wanted[0], wanted[1])


def test_one_predictor_switches_and_forgets_what_it_made_of_the_text_for_the_other(folders: list[Path]) -> None:
    model, fresh = experts(turns(folders)), experts(turns(folders))
    random = torch.Generator().manual_seed(1)
    latents, text = torch.randn(1, 16, 3, 8, 8, generator=random), torch.randn(1, 7, 24, generator=random)
    predict = model.predictor(lambda: None, 0.875)
    for timesteps in (HIGH, LOW, HIGH):
        assert torch.equal(predict(latents, timesteps, text), step(fresh, timesteps))


def test_one_expert_has_left_before_the_other_comes(folders: list[Path]) -> None:
    taking = turns(folders)
    there = weakref.ref(taking.take(0).get_parameter(WEIGHT))
    gone: list[bool] = []
    taking.telling(lambda done, blocks: gone.append(there() is None), lambda: None)
    taking.take(1)
    gc.collect()
    assert len(gone) == BLOCKS + 1
    assert all(gone)


def test_what_waits_in_memory_stays_there_for_the_next_turn_if_there_is_room(
    folders: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    memory(monkeypatch, 1e12)
    taking = turns(folders)
    for number in (0, 1):
        taking.take(number)
    assert [each.waiting() for each in taking._transformers] == [0, 0]
    memory(monkeypatch, SPARE)
    taking.take(0)
    assert [each.waiting() > 0 for each in taking._transformers] == [False, False], "it waits already"


def test_what_waits_in_memory_is_let_go_of_where_there_is_no_room_for_both(
    folders: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    memory(monkeypatch, SPARE)
    taking = turns(folders)
    for number in (0, 1, 0):
        taking.take(number)
        assert [each.waiting() > 0 for each in taking._transformers] == [number == 1, number == 0]


def test_what_waits_of_either_makes_room_for_something_else_and_comes_again(
    folders: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    memory(monkeypatch, 1e12)
    taking = turns(folders)
    model = experts(taking)
    wanted = [step(model, HIGH), step(model, LOW)]
    for available, stays in ((SPARE + 1000, True), (SPARE + 999, False)):
        memory(monkeypatch, available)
        model.forget()
        taking.pause(1000)
        assert [each.waiting() == 0 for each in taking._transformers] == [stays, stays]
        memory(monkeypatch, 1e12)
        assert torch.equal(step(model, HIGH), wanted[0])
        assert torch.equal(step(model, LOW), wanted[1])


def test_switching_is_told_block_by_block_and_can_be_stopped(folders: list[Path]) -> None:
    taking, told = turns(folders), []
    model = experts(taking)
    wanted = step(model, LOW)
    step(model, HIGH)

    def tell(done: int, blocks: int) -> None:
        told.append((done, blocks))
        if done == 2:
            raise Cancelled("Stopped.")

    taking.telling(tell, lambda: None)
    with pytest.raises(Cancelled):
        step(model, LOW)
    assert told == [(0, BLOCKS), (1, BLOCKS), (2, BLOCKS)]
    taking.telling(lambda done, blocks: None, lambda: None)
    assert torch.equal(step(model, LOW), wanted)


def test_leaving_frees_what_somebody_still_holds(folders: list[Path]) -> None:
    taking = turns(folders)
    model = experts(taking)
    step(model, HIGH)
    network = model.ready()
    taking.leave()
    assert all(parameter.is_meta for parameter in network.parameters())
    assert [each.waiting() > 0 for each in taking._transformers] == [True, True]


class Together:
    """Devices that compute together, of which there is one."""

    def __init__(self) -> None:
        self.told: list[str] = []

    def ready(self, number: int) -> None:
        self.told.append(f"{number} comes")

    def predictor(
        self, number: int, transformer: VTATransformer, check: Callable[[], None], keeps_text: bool
    ) -> Predict:
        self.told.append(f"{number} is asked")
        return predictor(transformer, check, keeps_text)


def test_several_devices_are_told_which_expert_comes_and_asked_for_its_steps(folders: list[Path]) -> None:
    taking, together = turns(folders), Together()
    model = Experts([lambda: taking.take(0), lambda: taking.take(1)], group=cast(Group, together))
    made = [step(model, timesteps) for timesteps in (HIGH, HIGH, LOW)]
    assert together.told == ["0 comes", "0 is asked", "0 is asked", "1 comes", "1 is asked"]
    assert torch.equal(made[2], step(experts(turns(folders)), LOW))


def test_how_a_network_runs_is_decided_once_when_it_first_comes_and_told_once(folders: list[Path]) -> None:
    asked: list[bool] = []

    def tuned(network: VTATransformer) -> str:
        asked.append(network.get_parameter(WEIGHT).is_meta)
        return "Attention: native."

    taking = Turns([PlacedTransformer(folder, (), STREAMED) for folder in folders], tuned)
    assert not taking.told
    for number in (0, 1, 0, 1):
        taking.take(number)
    assert asked == [False, False]
    assert taking.told == ("Attention: native.",)
