"""Networks placed: whatever waits where, in whatever form, they compute to the last bit what they always do."""

import gc
import json
import weakref
from collections.abc import Callable
from dataclasses import replace
from itertools import count
from pathlib import Path

import pytest
import torch
from safetensors.torch import save_file
from torch import Tensor

from engine.errors import Cancelled, ModelError
from engine.generation.loaded import placing
from engine.generation.loaded.adapters.lora import merge, read_adapter
from engine.generation.loaded.adapters.merging import Merges
from engine.generation.loaded.files.loading import Where, load_transformer
from engine.generation.loaded.network.transformer import VTATransformer
from engine.generation.loaded.placing import PlacedTransformer, placed_encoder, placed_transformer
from engine.generation.loaded.words.text import load_encoder
from engine.generation.memory.placement import Held, Placement, Precision
from engine.models.files.gguf_header import Kind
from engine.models.layouts import layout
from engine.progress import Progress, Report
from tests.engine.generation.conftest import SMALL
from tests.engine.generation.loaded.writing import eight_bits, saved, scaled, write_gguf
from tests.engine.tiny_wan import tiny_wan

BLOCKS, WIDTH = 3, 64
CONFIG = SMALL | {"in_channels": 16}
RESIDENT = Placement("cpu", Precision.FULL)
WEIGHT = "blocks.0.attn1.to_q.weight"
WRITES: dict[str, Callable[[Path, dict[str, Tensor]], Path]] = {
    "fp32": lambda folder, tensors: saved(folder / "w.safetensors", tensors),
    "bf16": lambda folder, tensors: saved(folder / "w.safetensors", {k: t.bfloat16() for k, t in tensors.items()}),
    "fp8": lambda folder, tensors: saved(folder / "w.safetensors", eight_bits(tensors)),
    "fp8_scaled": lambda folder, tensors: saved(folder / "w.safetensors", scaled(tensors)),
    "Q8_0": lambda folder, tensors: write_gguf(folder / "w.gguf", tensors, Kind.Q8_0),
    "Q4_0": lambda folder, tensors: write_gguf(folder / "w.gguf", tensors, Kind.Q4_0),
}


def weights(seed: int = 0) -> dict[str, Tensor]:
    """Of a small transformer, random."""
    torch.manual_seed(seed)
    return VTATransformer(**CONFIG).state_dict()


@pytest.fixture(scope="module")
def forms(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The same transformer's folder in each form."""
    tensors = weights()
    folders = {form: tmp_path_factory.mktemp(form) for form in WRITES}
    for form, folder in folders.items():
        (folder / "config.json").write_text(json.dumps(CONFIG))
        WRITES[form](folder, tensors)
    return folders


@pytest.fixture(scope="module")
def merges(tmp_path_factory: pytest.TempPathFactory) -> Merges:
    """Two adapters for every block; the second one changes what has no block, too."""
    folder, random = tmp_path_factory.mktemp("adapters"), torch.Generator().manual_seed(3)
    tensors = {}
    for block in range(BLOCKS):
        for part in (f"blocks.{block}.self_attn.q", f"blocks.{block}.cross_attn.o"):
            tensors[f"{part}.lora_A.default.weight"] = 0.2 * torch.randn(4, WIDTH, generator=random)
            tensors[f"{part}.lora_B.default.weight"] = 0.2 * torch.randn(WIDTH, 4, generator=random)
    save_file(tensors, folder / "one.safetensors")
    both = {"head.modulation.diff": torch.ones(1, 2, WIDTH), "blocks.1.self_attn.q.diff_b": torch.ones(WIDTH)}
    save_file(tensors | both, folder / "two.safetensors")
    return ((folder / "one.safetensors", 0.7), (folder / "two.safetensors", 1.4))


@torch.no_grad()
def velocity(transformer: VTATransformer, check: Callable[[], None] = lambda: None) -> Tensor:
    random = torch.Generator().manual_seed(1)
    weight = transformer.patch_embedding.weight
    latents, text = torch.randn(1, 16, 3, 8, 8, generator=random), torch.randn(1, 7, 24, generator=random)
    return transformer(latents.to(weight), torch.tensor([[0.0, 400.0, 900.0]]), text.to(weight), check)


def streamed(resident: int, held: Held) -> Placement:
    return replace(RESIDENT, resident=resident, held=held)


PLACEMENTS = [streamed(resident, held) for held in Held for resident in (0, 1)]


@pytest.mark.parametrize("form", WRITES)
def test_streamed_blocks_compute_to_the_last_bit_what_resident_ones_do(
    forms: dict[str, Path], merges: Merges, form: str
) -> None:
    """In every forward, wherever they wait and however many are resident, with adapters and without."""
    for each in ((), merges):
        wanted = velocity(placed_transformer(forms[form], each, RESIDENT, Report()))
        for placement in PLACEMENTS:
            transformer = placed_transformer(forms[form], each, placement, Report())
            assert all(torch.equal(velocity(transformer), wanted) for _ in range(2)), placement


@pytest.mark.parametrize("form", WRITES)
def test_resident_blocks_compute_what_plainly_loaded_ones_do(forms: dict[str, Path], form: str) -> None:
    transformer = placed_transformer(forms[form], (), RESIDENT, Report())
    assert torch.equal(velocity(transformer), velocity(load_transformer(forms[form])))


def test_adapters_are_merged_as_into_a_whole_transformer(forms: dict[str, Path], merges: Merges) -> None:
    whole = load_transformer(forms["fp32"])
    for path, strength in merges:
        merge(whole, read_adapter(path), strength)
    wanted = whole.state_dict()
    placed = placed_transformer(forms["fp32"], merges, RESIDENT, Report()).state_dict()
    assert not torch.equal(placed[WEIGHT], load_transformer(forms["fp32"]).state_dict()[WEIGHT])
    assert all(torch.equal(placed[name], wanted[name]) for name in wanted)


@pytest.mark.parametrize("held", Held)
def test_half_precision_streams_as_it_is_resident_with_what_must_stay_in_full(
    forms: dict[str, Path], merges: Merges, held: Held
) -> None:
    half = replace(RESIDENT, precision=Precision.HALF)
    resident = placed_transformer(forms["fp8_scaled"], merges, half, Report())
    assert resident.get_parameter(WEIGHT).dtype == torch.bfloat16
    assert resident.get_parameter("blocks.0.scale_shift_table").dtype == torch.float32
    wanted = velocity(resident)
    placed = placed_transformer(forms["fp8_scaled"], merges, replace(half, resident=1, held=held), Report())
    assert torch.equal(velocity(placed), wanted)


def test_more_resident_blocks_than_there_are_are_all_of_them(forms: dict[str, Path]) -> None:
    transformer = placed_transformer(forms["fp32"], (), streamed(9, Held.MEMORY), Report())
    assert transformer.supply is None
    assert not any(parameter.is_meta for parameter in transformer.parameters())


@pytest.mark.parametrize("held", Held)
def test_only_resident_blocks_take_memory_between_two_forwards(forms: dict[str, Path], held: Held) -> None:
    transformer = placed_transformer(forms["Q8_0"], (), streamed(1, held), Report())
    velocity(transformer)
    empty = {name.split(".")[1] for name, parameter in transformer.named_parameters() if parameter.is_meta}
    assert empty == {"1", "2"}
    assert not any(buffer.is_meta for buffer in transformer.buffers())


def test_a_file_that_was_cut_short_meanwhile_is_told_and_works_again_when_it_is_whole(forms: dict[str, Path]) -> None:
    for form in ("fp32", "fp8_scaled", "Q8_0"):
        transformer = placed_transformer(forms[form], (), streamed(0, Held.DISK), Report())
        wanted = velocity(transformer)
        file = next(forms[form].glob("w.*"))
        content = file.read_bytes()
        with file.open("r+b") as opened:
            opened.truncate(len(content) // 3)
        with pytest.raises(ModelError, match=file.name):
            velocity(transformer)
        with file.open("r+b") as opened:  # the same file: mapped still
            opened.write(content)
        assert torch.equal(velocity(transformer), wanted)


def test_a_file_that_was_cut_short_before_the_model_is_read_is_told(forms: dict[str, Path]) -> None:
    placed = PlacedTransformer(forms["fp32"], (), RESIDENT)
    file = next(forms["fp32"].glob("w.*"))
    content = file.read_bytes()
    try:
        file.write_bytes(content[:-40])
        with pytest.raises(ModelError, match=file.name):
            placed.arrive(lambda done, blocks: None, lambda: None)
    finally:
        file.write_bytes(content)


def test_the_base_is_as_it_was_after_adapters_were_merged(forms: dict[str, Path], merges: Merges) -> None:
    for form, folder in forms.items():
        file = next(folder.glob("w.*"))
        before = file.read_bytes()
        plain = velocity(placed_transformer(folder, (), RESIDENT, Report()))
        for placement in (RESIDENT, streamed(0, Held.MEMORY), streamed(1, Held.DISK)):
            assert not torch.equal(velocity(placed_transformer(folder, merges, placement, Report())), plain), form
        assert file.read_bytes() == before
        assert torch.equal(velocity(placed_transformer(folder, (), RESIDENT, Report())), plain)


@pytest.mark.parametrize("form", ["fp8", "fp8_scaled", "Q8_0", "Q4_0"])
def test_few_bits_do_not_round_a_small_adapters_effect_away(forms: dict[str, Path], merges: Merges, form: str) -> None:
    """Merged and stored in few bits again, nearly nothing would be left of it: tests.benchmarks.merging."""
    slight = tuple((path, 0.02 * strength) for path, strength in merges)

    def effect(folder: Path) -> Tensor:
        plain, changed = (placed_transformer(folder, each, streamed(0, Held.MEMORY), Report()) for each in ((), slight))
        return velocity(changed) - velocity(plain)

    wanted = effect(forms["fp32"])
    assert (effect(forms[form]) - wanted).norm() < 0.2 * wanted.norm()


@pytest.mark.parametrize("placement", [RESIDENT, streamed(1, Held.MEMORY), streamed(0, Held.DISK)])
def test_stopping_within_a_forward_leaves_the_model_usable(forms: dict[str, Path], placement: Placement) -> None:
    transformer = placed_transformer(forms["fp32"], (), placement, Report())
    wanted = velocity(transformer)
    for blocks in range(BLOCKS):
        calls = count()

        def check(calls: "count[int]" = calls, blocks: int = blocks) -> None:
            if next(calls) == blocks:
                raise Cancelled("Stopped.")

        with pytest.raises(Cancelled):
            velocity(transformer, check)
        assert torch.equal(velocity(transformer), wanted)


@pytest.mark.parametrize("held", Held)
def test_loading_can_be_stopped_within_a_block_and_begun_again(forms: dict[str, Path], held: Held) -> None:
    placed = PlacedTransformer(forms["fp32"], (), streamed(1, held))
    calls = count()

    def check() -> None:
        if next(calls) == 30:
            raise Cancelled("Stopped.")

    with pytest.raises(Cancelled):
        placed.arrive(lambda done, blocks: None, check)
    assert all(parameter.is_meta for parameter in placed.network.parameters()), "nothing of it is left"
    transformer = placed.arrive(lambda done, blocks: None, lambda: None)
    assert torch.equal(velocity(transformer), velocity(load_transformer(forms["fp32"])))


def test_loading_tells_of_each_block(forms: dict[str, Path]) -> None:
    seen: list[Progress] = []
    placed_transformer(forms["fp32"], (), RESIDENT, Report(seen.append))
    assert [(each.stage, each.step, each.steps) for each in seen] == [
        ("Loading the model", block, BLOCKS) for block in range(BLOCKS + 1)
    ]


@pytest.mark.parametrize("held", Held)
def test_what_leaves_takes_its_memory_along_and_computes_the_same_when_it_comes_again(
    forms: dict[str, Path], merges: Merges, held: Held
) -> None:
    placed = PlacedTransformer(forms["fp8"], merges, streamed(1, held))
    transformer = placed.arrive(lambda done, blocks: None, lambda: None)
    wanted, weight = velocity(transformer), weakref.ref(transformer.get_parameter(WEIGHT))
    placed.leave()
    gc.collect()
    assert weight() is None
    assert transformer.supply is None
    assert torch.equal(velocity(placed.arrive(lambda done, blocks: None, lambda: None)), wanted)


def test_what_waits_in_memory_is_read_once_where_it_may_stay(forms: dict[str, Path]) -> None:
    placed = PlacedTransformer(forms["fp8"], (), streamed(1, Held.MEMORY))
    waits = placed.waiting()
    assert 0 < waits < next(forms["fp8"].glob("w.*")).stat().st_size
    placed.arrive(lambda done, blocks: None, lambda: None)
    assert placed.waiting() == 0
    placed.leave(keep=True)
    assert placed.waiting() == 0
    placed.leave()
    assert placed.waiting() == waits


def test_what_waits_on_the_device_does_not_stay_there_for_another_turn(forms: dict[str, Path]) -> None:
    placed = PlacedTransformer(forms["fp8"], (), streamed(0, Held.DEVICE))
    placed.arrive(lambda done, blocks: None, lambda: None)
    waits = weakref.ref(placed._placed._waiting[0]["attn1.to_q.weight"].stored.values)  # type: ignore[attr-defined]
    placed.leave(keep=True)
    assert waits() is None


@pytest.mark.parametrize("placement", [RESIDENT, streamed(1, Held.DISK), streamed(1, Held.DEVICE)])
def test_nothing_waits_in_memory_elsewhere(forms: dict[str, Path], placement: Placement) -> None:
    assert PlacedTransformer(forms["fp8"], (), placement).waiting() == 0


def test_the_text_encoder_streams_as_it_is_resident(tmp_path: Path) -> None:
    found = layout(tiny_wan(tmp_path))
    words = torch.tensor([[7, 9, 4, 1]])
    with torch.no_grad():
        wanted = load_encoder(found.text_encoder, Where(torch.device("cpu"), torch.float32))(words).last_hidden_state
        for resident in (True, False):
            encoder = placed_encoder(found, replace(RESIDENT, encoder_resident=resident))
            assert all(torch.equal(encoder(words).last_hidden_state, wanted) for _ in range(2))
            empty = {name.split(".")[2] for name, each in encoder.named_parameters() if each.is_meta}
            assert empty == (set() if resident else {"0", "1"})


def test_a_text_encoder_is_gone_as_soon_as_nobody_holds_it(tmp_path: Path) -> None:
    encoder = placed_encoder(layout(tiny_wan(tmp_path)), replace(RESIDENT, encoder_resident=False))
    with torch.no_grad():
        encoder(torch.tensor([[7, 1]]))
    held = weakref.ref(encoder.get_parameter("shared.weight"))
    del encoder
    assert held() is None, "it is larger than most transformers: not when garbage is collected some time"


def test_pinned_memory_is_not_rounded_up_to_a_power_of_two() -> None:
    """A plan says how much of the computer's memory a model takes."""
    placing._pin_exactly()
    assert "pinned_max_round_threshold_mb:1" in torch._C._accelerator_getAllocatorSettings()
