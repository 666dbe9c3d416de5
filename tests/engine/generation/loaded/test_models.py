"""Model folders, loaded and kept warm: tiny networks with random weights in diffusers' layout."""

import os
import shutil
import weakref
from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest
import torch

from engine.errors import Cancelled, ModelError, RequestError
from engine.generation.ask import Ask
from engine.generation.loaded import models
from engine.generation.loaded.adapters import merging
from engine.generation.loaded.adapters.files import Product, read_adapter
from engine.generation.loaded.adapters.merging import Merges
from engine.generation.loaded.files.loading import load_transformer
from engine.generation.loaded.models import is_built_in, outline_for, video_model
from engine.generation.loaded.network.transformer import VTATransformer
from engine.generation.loaded.placing import PlacedTransformer, Tell, placed_encoder
from engine.generation.loaded.vae.wan_vae import load_vae
from engine.generation.loaded.wan import Wan
from engine.generation.memory.placement import Placement, Precision
from engine.generation.sampling.latent_video import Given, window
from engine.models.layouts import Layout
from engine.progress import Progress, Report
from engine.requests import Adapter, Expert, ExtendRequest, Outputs, Sampling, Source, Text
from tests.engine.tiny_wan import lightning_adapter, pusa_adapter, tiny_wan

SIZE = 32, 48
FEW_STEPS = Sampling(steps=2)
FULL = Placement("cpu", Precision.FULL)
WEIGHT = "blocks.0.attn1.to_q.weight"
STORED = "blocks.0.self_attn.q.weight"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tiny_wan(tmp_path_factory.mktemp("wan"))


@pytest.fixture(scope="module")
def two(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tiny_wan(tmp_path_factory.mktemp("two"), experts=2)


@pytest.fixture(scope="module")
def pusa(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return pusa_adapter(tmp_path_factory.mktemp("pusa") / "pusa.safetensors")


@pytest.fixture(scope="module")
def lightning(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return lightning_adapter(tmp_path_factory.mktemp("lightning") / "lightx2v.safetensors")


@pytest.fixture(autouse=True)
def cold(monkeypatch: pytest.MonkeyPatch) -> None:
    """No model is loaded yet."""
    monkeypatch.setattr(models, "_WARM", models._Warm())


@pytest.fixture
def loads(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Every transformer that is brought to its device, by its folder's name."""
    seen: list[str] = []

    class Counted(PlacedTransformer):
        def __init__(self, path: Path, merges: Merges, placement: Placement) -> None:
            super().__init__(path, merges, placement)
            self.name = path.name

        def arrive(self, tell: Tell, check: Callable[[], None]) -> VTATransformer:
            seen.append(self.name)
            return super().arrive(tell, check)

    monkeypatch.setattr(models, "PlacedTransformer", Counted)
    return seen


@pytest.fixture
def place(monkeypatch: pytest.MonkeyPatch) -> Callable[[Placement], None]:
    """What is loaded from now on is placed so, whatever the machine has."""

    def placed(placement: Placement) -> None:
        monkeypatch.setattr(
            models,
            "placement_for",
            lambda request: SimpleNamespace(placement=placement, room=SimpleNamespace(seconds=None)),
        )

    return placed


def request(model: Path, *adapters: Adapter, sampling: Sampling = FEW_STEPS) -> ExtendRequest:
    asked = replace(sampling, adapters=adapters)
    source, nowhere = Source(Path("clip.mp4")), Outputs(Path())
    return ExtendRequest(source, Fraction(1), nowhere, text=Text("a cat"), model=str(model), sampling=asked)


def made(model: Wan, sampling: Sampling = FEW_STEPS, report: Report | None = None) -> np.ndarray:
    """Nine frames after five known ones."""
    known = Given(0, np.random.default_rng(1).random((5, *SIZE, 3), dtype=np.float32))
    frames = window(model, 9, [known], SIZE, Ask(Text("a cat"), sampling), report or Report())
    return np.stack(list(frames))


def merged(model: Wan, number: int, base: Path) -> torch.Tensor:
    """What adapters added to one weight of a transformer."""
    return model._experts.ready(number).state_dict()[WEIGHT] - load_transformer(base).state_dict()[WEIGHT]


def product(path: Path) -> torch.Tensor:
    changes = {name.removeprefix("diffusion_model."): change for name, change in read_adapter(path).changes}
    change = changes[STORED]
    assert isinstance(change, Product)
    return change.delta(torch.zeros(24, 24))


def test_what_is_built_in_needs_no_folder() -> None:
    assert [is_built_in(name) for name in ("built-in", "built-in-network", "/models/wan")] == [True, True, False]


@pytest.mark.parametrize("scale", [8, 16])
def test_a_folder_makes_frames_and_the_same_ones_each_time_it_is_loaded(tmp_path: Path, scale: int) -> None:
    one, copy = (tiny_wan(tmp_path / name, vae_scale=scale) for name in ("one", "copy"))
    known = Given(0, np.random.default_rng(1).random((5, 32, 64, 3), dtype=np.float32))
    films = []
    for each in (one, copy):
        model = video_model(request(each), Report())
        assert (model.channels, model.scale) == ((48, 16) if scale == 16 else (16, 8))
        ask = Ask(Text("a cat"), FEW_STEPS)
        films.append(np.stack(list(window(model, 9, [known], (32, 64), ask, Report()))))
    assert films[0].shape == (9, 32, 64, 3)
    assert films[0].std() > 0.01
    assert np.array_equal(films[0], films[1])


def test_half_precision_as_on_a_gpu_makes_nearly_the_same(two: Path, place: Callable[[Placement], None]) -> None:
    full = made(video_model(request(two), Report()))
    place(Placement("cpu", Precision.HALF))
    model = video_model(request(two), Report())
    half = made(model)
    assert model._experts.ready().patch_embedding.weight.dtype == torch.bfloat16
    assert 0 < np.abs(half - full).mean() < 0.01


def test_the_large_vae_decodes_frame_by_frame_what_it_decodes_at_once(tmp_path: Path) -> None:
    vae = load_vae(tiny_wan(tmp_path, vae_scale=16) / "vae", Placement("cpu", Precision.FULL))
    latents = vae.encode(np.random.default_rng(0).random((9, 32, 64, 3), dtype=np.float32))
    assert latents.shape == (1, 48, 3, 2, 4)
    with torch.no_grad():
        whole = vae._vae.decode(latents).sample[0].permute(1, 2, 3, 0)
    assert np.array_equal(np.stack(list(vae.decode(latents))), ((whole + 1) / 2).numpy())


def test_the_last_model_stays_warm_and_another_takes_its_place(folder: Path, two: Path, loads: list[str]) -> None:
    first = video_model(request(two), Report())
    again = video_model(request(two, sampling=Sampling(steps=3, seed=8)), Report())
    assert again._vae is first._vae
    assert loads == ["transformer"]
    gone = weakref.ref(first._vae)
    del first, again
    video_model(request(folder), Report())
    assert gone() is None, "two seldom fit"
    video_model(request(two), Report())
    assert len(loads) == 3


def test_another_placement_loads_the_model_anew_and_the_same_one_does_not(
    two: Path, loads: list[str], place: Callable[[Placement], None]
) -> None:
    for placement in (FULL, replace(FULL, resident=0), replace(FULL, resident=0)):
        place(placement)
        video_model(request(two), Report())
    assert loads == ["transformer"] * 2


def test_a_new_prompt_of_a_warm_model_is_encoded_without_the_transformer_beside_the_encoder(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    model = video_model(request(folder), Report())
    before, network = made(model), model._experts.ready()
    there: list[bool] = []

    def watched(found: Layout, placement: Placement) -> torch.nn.Module:
        there.append(not network.get_parameter(WEIGHT).is_meta)
        return placed_encoder(found, placement)

    monkeypatch.setattr(models, "placed_encoder", watched)
    video_model(replace(request(folder), text=Text("a dog, never seen before")), Report())
    assert there == [False]
    assert np.array_equal(made(video_model(request(folder), Report())), before)


def test_what_was_released_is_gone_though_somebody_holds_the_model_and_can_be_loaded_again(folder: Path) -> None:
    model = video_model(request(folder), Report())
    before, network = made(model), model._experts.ready()
    models.release()
    assert all(parameter.is_meta for parameter in network.parameters())
    assert np.array_equal(made(video_model(request(folder), Report())), before)


def test_switching_experts_is_told_and_coming_back_too(two: Path) -> None:
    seen: list[Progress] = []
    report = Report(seen.append)
    for _ in range(2):
        made(video_model(request(two), report), Sampling(steps=4, shift=5.0), report)
    stages = [each.stage for each in seen if each.step == 0 and each.stage != "Sampling"]
    assert [stage for stage in stages if "expert" in stage or "model" in stage] == [
        *("Loading the model", "Switching experts", "Switching experts", "Switching experts")
    ]


def test_a_folder_whose_files_were_written_anew_is_loaded_anew(tmp_path: Path) -> None:
    folder = tiny_wan(tmp_path)
    before = made(video_model(request(folder), Report()))
    tiny_wan(tmp_path, seed=9)
    file = folder / "transformer" / "diffusion_pytorch_model.safetensors"
    os.utime(file, ns=(1, 1))  # a clock too coarse to tell
    assert not np.array_equal(made(video_model(request(folder), Report())), before)


def test_one_expert_at_a_time_is_loaded_and_each_has_its_steps(two: Path, loads: list[str]) -> None:
    model = video_model(request(two), Report())
    high = weakref.ref(model._experts.ready().get_parameter(WEIGHT))
    made(model, Sampling(steps=4, shift=5.0))
    assert loads == ["transformer", "transformer_2"]
    assert high() is None, "let go of before the other came"
    lowest = video_model(request(two, sampling=Sampling(boundary=1.0)), Report())
    made(lowest, Sampling(steps=1))
    assert loads[2:] == ["transformer"], "a timestep of 1000 is not below the boundary"


def test_pusa_is_merged_as_strongly_as_it_was_published(folder: Path, two: Path, pusa: Path) -> None:
    one = video_model(request(folder, Adapter(pusa)), Report())
    torch.testing.assert_close(merged(one, 0, folder / "transformer"), 1.4 * product(pusa))
    both = video_model(request(two, Adapter(pusa)), Report())
    torch.testing.assert_close(merged(both, 0, two / "transformer"), 1.5 * product(pusa))
    torch.testing.assert_close(merged(both, 1, two / "transformer_2"), 1.4 * product(pusa))


def test_adapters_go_to_the_experts_they_are_for_with_their_own_strength(
    two: Path, pusa: Path, lightning: Path
) -> None:
    adapters = Adapter(pusa, 0.5, Expert.HIGH), Adapter(lightning, expert=Expert.LOW)
    model = video_model(request(two, *adapters), Report())
    torch.testing.assert_close(merged(model, 0, two / "transformer"), 0.5 * product(pusa))
    torch.testing.assert_close(merged(model, 1, two / "transformer_2"), product(lightning))


def test_lightx2v_is_merged_before_pusa_whatever_the_order(
    folder: Path, pusa: Path, lightning: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    order: list[str] = []

    def noted(path: Path) -> object:
        order.append(path.stem)
        return read_adapter(path)

    monkeypatch.setattr(merging, "read_adapter", noted)
    video_model(request(folder, Adapter(pusa), Adapter(lightning)), Report())
    assert order == ["lightx2v", "pusa"]


def test_adapters_bring_their_own_defaults_and_are_told(folder: Path, two: Path, pusa: Path, lightning: Path) -> None:
    plain = outline_for(request(folder))
    assert (plain.defaults.steps, plain.defaults.shift, plain.defaults.guidance) == (50, 3.0, 5.0)
    large = outline_for(request(folder, sampling=Sampling(width=1280, height=704)))
    assert large.defaults.shift == 5.0, "above 480p"
    freer = outline_for(request(folder, Adapter(pusa)))
    assert (freer.defaults.steps, freer.defaults.shift, freer.defaults.guidance) == (30, 5.0, 3.0)
    fast = outline_for(request(two, Adapter(pusa), Adapter(lightning)))
    assert (fast.defaults.steps, fast.defaults.guidance, fast.defaults.low_guidance) == (4, 1.0, None)
    assert (fast.defaults.boundary, fast.name) == (0.875, f"{two.name} with PUSA and LightX2V")
    assert fast.files[-2:] == (pusa, lightning)


@pytest.mark.parametrize(
    ("sampling", "words"),
    [
        (Sampling(low_guidance=2.0), "guidance for the low-noise expert means nothing"),
        (Sampling(boundary=0.5), "a boundary between two experts means nothing"),
    ],
)
def test_what_only_two_experts_understand_is_refused_by_one(folder: Path, sampling: Sampling, words: str) -> None:
    with pytest.raises(RequestError, match=words):
        video_model(request(folder, sampling=sampling), Report())


def test_an_adapter_for_one_expert_is_refused_by_a_single_transformer(folder: Path, pusa: Path) -> None:
    with pytest.raises(RequestError, match="one transformer"):
        video_model(request(folder, Adapter(pusa, expert=Expert.LOW)), Report())


def test_an_adapter_named_for_one_of_two_experts_is_not_merged_into_both(
    two: Path, folder: Path, tmp_path: Path
) -> None:
    named = pusa_adapter(tmp_path / "high_noise_pusa.safetensors")
    with pytest.raises(RequestError, match="for the high-noise expert by its name"):
        outline_for(request(two, Adapter(named)))
    assert outline_for(request(two, Adapter(named, expert=Expert.HIGH))).experts == 2
    assert outline_for(request(folder, Adapter(named))).experts == 1, "as PUSA's Wan 2.1 uses LightX2V's low-noise one"


def test_an_adapter_for_another_model_is_refused_and_the_next_request_is_served(folder: Path, tmp_path: Path) -> None:
    other = pusa_adapter(tmp_path / "other.safetensors", width=32)
    with pytest.raises(ModelError, match="wide, and this one has"):
        video_model(request(folder, Adapter(other)), Report())
    assert made(video_model(request(folder), Report())).std() > 0.01


def test_weights_that_do_not_fit_are_told_by_name(folder: Path, tmp_path: Path) -> None:
    broken = shutil.copytree(folder, tmp_path / "wan")
    shutil.copy(broken / "vae" / "diffusion_pytorch_model.safetensors", broken / "transformer")
    with pytest.raises(ModelError, match=r"diffusion_pytorch_model\.safetensors holds no"):
        video_model(request(broken), Report())


def test_loading_tells_how_far_it_is_and_can_be_stopped(folder: Path, two: Path) -> None:
    seen: list[Progress] = []
    report = Report(seen.append)
    video_model(request(folder), report)
    assert [(each.stage, each.step) for each in seen] == [("Loading the model", step) for step in (0, 1, 2, 3)]
    assert {each.steps for each in seen} == {3}, "words, VAE, and one block"
    stopping = Report(lambda progress: stopping.stop())
    with pytest.raises(Cancelled):
        video_model(request(two), stopping)


def test_stopping_within_a_step_leaves_a_model_that_makes_what_it_made_before(two: Path) -> None:
    model = video_model(request(two), Report())
    before = made(model)
    calls = iter(range(5))
    report = Report()

    def check() -> None:
        if next(calls, None) is None:
            raise Cancelled("Stopped.")

    report.check = check  # type: ignore[method-assign]
    with pytest.raises(Cancelled):
        made(model, report=report)
    assert np.array_equal(made(video_model(request(two), Report())), before)
