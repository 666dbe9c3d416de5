"""Where a model's run goes on a machine: it fits, more memory is never slower, and it is told in one line."""

from dataclasses import replace
from fractions import Fraction
from itertools import product
from pathlib import Path

import pytest

from engine.asking import extend_request
from engine.errors import OutOfMemory
from engine.generation import tasks
from engine.generation.loaded.placing import LOADING
from engine.generation.memory import plan as memory
from engine.generation.memory.candidates import NEARLY, no_room, placements
from engine.generation.memory.estimate import estimate
from engine.generation.memory.machine import CPU, GB, Machine, imagined
from engine.generation.memory.placement import Held, Placement
from engine.generation.memory.plan import Sight, placement_for, rooms, sight_of
from engine.generation.memory.remembered import Remembered, Seen
from engine.progress import Progress, Report
from engine.requests import BUILT_IN, GenerateRequest, Outputs, Sampling, Text
from tests.engine.generation.memory.published import AT_480P, AT_720P, PUSA, needs
from tests.engine.generation.small_clips import scene, written
from tests.engine.tiny_wan import tiny_wan

GPUS, RAMS = (6, 8, 12, 16, 24, 48, 80), (16, 64)  # GB
MODELS = (("1.3B", 1), ("5B", 1), ("14B", 1), ("14B", 2))


@pytest.fixture(scope="module")
def wan(tmp_path_factory: pytest.TempPathFactory) -> str:
    return str(tiny_wan(tmp_path_factory.mktemp("models") / "tiny"))


def asked(model: str, folder: Path) -> GenerateRequest:
    return GenerateRequest(outputs=Outputs(folder), text=Text("a shore"), model=model, duration=Fraction(1))


def best(gpu: float, ram: float, *what, **more) -> Placement:
    return placements(needs(*what, **more), imagined(gpu, ram))[0].placement


@pytest.mark.parametrize(("model", "experts"), MODELS)
@pytest.mark.parametrize("size", [AT_480P, AT_720P])
def test_every_plan_leaves_some_memory_free_and_more_memory_is_never_slower(model, experts, size):
    for form, ram in product(("bf16", "fp8", "Q4_0"), RAMS):
        before = float("inf")
        for gpu in GPUS:
            here = of_one_speed(imagined(gpu, ram))
            found = placements(needs(model, form, size, experts=experts, passes=2), here)
            for each in found:
                device = next(one for one in here.devices if one.name == each.placement.device)
                assert each.room.peak < 0.98 * device.free
                assert each.room.ram < here.ram_free
                assert each.room.fits
            seconds = found[0].room.seconds if found else float("inf")
            assert seconds <= NEARLY * before, f"{form}, {gpu} GB is slower than less"
            before = seconds


def of_one_speed(machine: Machine) -> Machine:
    """Larger cards are quicker ones, too: what is compared is what memory alone does."""
    first, *others = machine.devices
    return replace(machine, devices=(replace(first, rate=60e12), *others))


@pytest.mark.parametrize("gpu", [8, 12])
def test_with_8_to_12_gb_a_file_in_8_bits_is_streamed_from_memory(gpu):
    found = best(gpu, 32, "14B", "fp8", experts=2)
    assert found.device == "cuda"
    assert found.held is Held.MEMORY
    assert found.resident is not None


def test_with_16_gb_a_file_in_4_bits_stays_on_the_gpu_as_it_is_stored():
    found = best(16, 32, "14B", "Q4_0")
    assert (found.resident, found.held) == (0, Held.DEVICE)


def test_with_16_gb_a_file_in_8_bits_is_streamed_in_part():
    found = best(16, 32, "14B", "fp8")
    assert found.held is Held.MEMORY
    assert found.resident


@pytest.mark.parametrize("experts", [1, 2])
def test_with_24_gb_a_file_in_8_bits_stays_on_the_gpu_one_expert_at_a_time(experts):
    found = best(24, 32, "14B", "fp8", experts=experts)
    assert (found.resident, found.held) == (0, Held.DEVICE)


def test_in_few_steps_it_stays_there_too_though_its_pictures_are_decoded_in_tiles_then():
    asked = needs("14B", "fp8", experts=2)
    found = placements(replace(asked, window=replace(asked.window, steps=4)), imagined(24, 32))[0].placement
    assert (found.resident, found.held) == (0, Held.DEVICE)


def test_with_48_gb_everything_is_there_in_16_bits():
    assert best(48, 64, "14B", "bf16") == Placement("cuda", found_precision(), encoder="cuda")


def found_precision():
    return best(80, 64, "1.3B", "bf16").precision


def test_two_gpus_that_are_alike_work_together_where_it_is_quicker():
    one = imagined(24, 64)
    card, processor = one.devices
    two = replace(
        one, devices=(replace(card, name="cuda:0"), replace(card, name="cuda:1", free=card.free // 2), processor)
    )
    alone, together = (placements(needs("14B", "fp8"), each)[0] for each in (one, two))
    assert (alone.placement.devices, together.placement.devices) == (1, 2)
    assert together.room.free == card.free // 2, "the one with least room decides"
    assert together.step < alone.step
    assert "2 of them together" in together.room.words
    unlike = replace(two, devices=(two.devices[0], replace(two.devices[1], title="another"), processor))
    assert placements(needs("14B", "fp8"), unlike)[0].placement.devices == 1


def test_where_memory_is_short_too_blocks_come_from_the_disk():
    assert best(12, 16, "14B", "bf16").held is Held.DISK
    assert best(12, 64, "14B", "bf16").held is Held.MEMORY


def test_what_comes_from_the_disk_step_by_step_is_not_read_before_the_first():
    asked = needs("14B", "bf16")
    streamed, there = (placements(asked, imagined(*machine))[0] for machine in ((12, 16), (48, 64)))
    assert streamed.size < there.size / 2
    assert there.size > asked.transformer.stored


def test_a_large_picture_is_decoded_in_tiles_where_the_whole_does_not_fit():
    assert best(24, 32, "14B", "fp8", AT_720P).tile is not None
    assert best(80, 64, "14B", "bf16", AT_720P).tile is None


@pytest.mark.parametrize("size", [AT_480P, AT_720P])
def test_with_6_gb_the_vae_that_is_larger_than_its_transformers_blocks_works_on_the_processor(size):
    found = placements(needs("5B", "bf16", size, passes=2), imagined(6, 16))[0]
    assert (found.placement.device, found.placement.vae) == ("cuda", CPU)
    assert "on the CPU" in found.room.words
    assert best(8, 16, "5B", "bf16", size).vae is None


def test_tiles_are_larger_than_the_smallest_where_that_is_hardly_slower():
    assert best(8, 32, "14B", "fp8").tile == 384
    assert best(8, 32, "5B", "bf16").tile == 256


def test_what_does_not_fit_is_told_the_least_of_both_memories():
    told = no_room(needs("14B", "bf16", AT_720P), imagined(8, 16))
    assert told.ram < imagined(8, 16).ram_free
    assert "of RAM" not in told.words


def test_without_a_gpu_it_works_on_the_processor_in_full_precision():
    found = best(0, 64, "1.3B", "bf16")
    assert (found.device, found.precision) == (CPU, "fp32")


def test_adapters_of_a_file_in_8_bits_take_their_part_of_the_memory():
    plain, adapted = (needs("14B", "fp8", adapters=size) for size in (0, PUSA))
    streamed = Placement("cuda", found_precision(), 0, Held.MEMORY, 256, "cpu")
    taken = [estimate(each, imagined(24, 64), streamed) for each in (plain, adapted)]
    assert taken[1].ram - taken[0].ram == PUSA
    assert taken[1].peak > taken[0].peak
    assert taken[1].step > taken[0].step


def test_a_plan_is_one_line_that_says_what_goes_where():
    words = placements(needs("14B", "fp8", passes=2), imagined(12, 32))[0].room.words
    assert "\n" not in words
    for part in ("12 GB GPU", "free", "blocks streamed from memory", "of 40, fp8", "VAE in tiles", "peak", "about"):
        assert part in words


def test_a_file_in_16_bits_that_does_not_stay_on_the_gpu_is_told_that_a_smaller_one_would():
    assert "an fp8 or GGUF file" in placements(needs("14B", "bf16"), imagined(24, 64))[0].room.words
    assert "an fp8 or GGUF file" not in placements(needs("14B", "bf16"), imagined(80, 64))[0].room.words


def test_what_fits_nowhere_is_told_what_to_change():
    told = no_room(needs("14B", "bf16", AT_720P), imagined(6, 8))
    assert not told.fits
    assert told.seconds is None
    assert "does not fit" in told.words
    assert "480x256" in told.words


def test_where_only_the_processor_is_left_the_gpu_is_told_of():
    assert "6 GB GPU has too little memory" in placements(needs("14B", "Q4_0", AT_720P), imagined(6, 64))[0].room.words


def test_a_run_that_took_more_than_expected_is_planned_with_more():
    usual = placements(needs("14B", "fp8"), imagined(24, 32))
    careful = placements(needs("14B", "fp8"), imagined(24, 32), Seen(peak=1.3, pace=2.0))
    assert usual[0].placement.held is Held.DEVICE
    assert careful[0].placement != usual[0].placement
    assert careful[0].room.peak < imagined(24, 32).devices[0].free
    assert careful[0].room.seconds > 1.5 * usual[0].room.seconds


def test_a_plan_is_made_with_less_where_not_all_that_is_free_may_be_had():
    machine = imagined(24, 32)
    less = int(0.85 * placements(needs("14B", "fp8"), machine)[0].room.peak)
    limited = replace(machine, devices=(replace(machine.devices[0], allowed=less), machine.devices[1]))
    found = placements(needs("14B", "fp8"), limited)[0]
    assert found.placement.device == "cuda"
    assert found.room.peak <= less
    assert found.room.free == machine.devices[0].free


def test_a_plan_that_ran_out_of_memory_is_not_tried_again_until_more_is_free(wan, tmp_path, monkeypatch):
    def card(free: float) -> Machine:
        return imagined(free / GB + 1, 32)

    first = placement_with(card(8e9), wan, tmp_path, monkeypatch)
    key = memory.remembered_as(asked(wan, tmp_path))
    Remembered().ran_out(key, first.room.peak, first.room.free)
    second = placement_with(card(8e9), wan, tmp_path, monkeypatch)
    assert second.placement != first.placement
    assert placement_with(card(12e9), wan, tmp_path, monkeypatch).placement == first.placement


def placement_with(machine: Machine, wan: str, folder: Path, monkeypatch, last=None):
    monkeypatch.setattr(memory, "machine", lambda disk=None: machine)
    monkeypatch.setattr(memory, "_LAST", {} if last is None else {wan: last})
    return placement_for(asked(wan, folder))


def test_a_model_that_is_loaded_stays_as_it_is_while_that_is_hardly_slower(wan, tmp_path, monkeypatch):
    best, other = placements_of(wan, tmp_path)[:2]
    assert best.placement != other.placement
    assert placement_with(imagined(9, 32), wan, tmp_path, monkeypatch).placement == best.placement
    assert placement_with(imagined(9, 32), wan, tmp_path, monkeypatch, last=other).placement == other.placement


def placements_of(wan: str, folder: Path):
    return placements(memory.prepared(asked(wan, folder), imagined(9, 32), memory.USUAL_SIGHT).needs, imagined(9, 32))


def test_a_run_that_fits_nowhere_is_refused_before_anything_is_loaded(wan, tmp_path, monkeypatch):
    with pytest.raises(OutOfMemory, match="does not fit here"):
        placement_with(imagined(0.1, 2.5), wan, tmp_path, monkeypatch)


def test_a_plan_of_a_loaded_model_says_what_it_needs_and_one_of_the_built_in_model_does_not(wan, tmp_path):
    told = tasks.plan(asked(wan, tmp_path)).room
    assert told is not None
    assert told.fits
    assert told.peak < told.free
    clip = written(tmp_path / "clip.mp4", scene())
    built_in = extend_request(clip, seconds=1, output=tmp_path / "longer.mp4")
    assert built_in.model == BUILT_IN
    assert tasks.plan(built_in).room is None


def test_each_model_that_is_asked_for_is_answered_in_its_place(wan):
    answered = rooms((wan, BUILT_IN, "no such model"), imagined(12, 32))
    assert answered.machine.startswith("12 GB GPU")
    assert [room.fits for room in answered.rooms] == [True, True, False]
    assert "no such model" in answered.rooms[2].words


def test_fewer_frames_and_a_smaller_picture_need_less(wan):
    machine = imagined(12, 32)
    [usual] = rooms((wan,), machine).rooms
    [short] = rooms((wan,), machine, Sight(17)).rooms
    [small] = rooms((wan,), machine, sampling=Sampling(width=208, height=112)).rooms
    assert short.seconds < usual.seconds
    assert short.ram < usual.ram
    assert small.peak < usual.peak


def test_loading_is_a_stage_of_a_run_and_its_progress_never_goes_back(wan, tmp_path):
    told: list[Progress] = []
    small = Sampling(steps=2, width=32, height=32)
    tasks.run(replace(asked(wan, tmp_path), sampling=small, duration=Fraction(1, 2)), Report(told.append))
    shares = [progress.share for progress in told]
    assert LOADING in {progress.stage for progress in told}
    assert shares == sorted(shares)
    assert 0 < next(progress.share for progress in reversed(told) if progress.stage == LOADING) < 1
    assert shares[-1] > 0.99


def test_windows_are_counted_by_the_frames_that_each_makes_however_much_of_the_clip_is_known(wan, tmp_path):
    clip = written(tmp_path / "clip.mp4", scene())
    told = tasks.plan(extend_request(clip, seconds=0.25, output=tmp_path / "longer.mp4", model=wan))
    assert told.context_frames > told.window_frames
    assert sight_of(told).windows == 1
    longer = tasks.plan(extend_request(clip, seconds=10, output=tmp_path / "longer.mp4", model=wan))
    assert f"Its {sight_of(longer).windows} windows go on from one another." in longer.notes
