"""Tensors in their files' forms: what they are as numbers, how large, and where their bytes lie."""

from pathlib import Path

import numpy as np
import pytest
import torch
from gguf import GGMLQuantizationType
from gguf.quants import dequantize, quantize
from safetensors.torch import load_file, save_file
from torch import Tensor

from engine.generation.loaded.files import stored as stored_module
from engine.generation.loaded.files.stored import Blocks, EightBit, Plain, Stored, reshaped
from engine.models.files.gguf_header import BLOCKS, Kind

CPU = torch.device("cpu")
FP8 = torch.float8_e4m3fn
ROWS, NUMBERS = 12, 512
SCALES_AT = {Kind.Q2_K: (80, 82), Kind.Q3_K: (108,), Kind.Q4_K: (0, 2), Kind.Q5_K: (0, 2), Kind.Q6_K: (208,)}  # bytes
OTHERS = [kind for kind in Kind if kind not in (Kind.F32, Kind.F16, Kind.BF16)]


def numbers(*shape: int) -> Tensor:
    return torch.randn(*shape, generator=torch.Generator().manual_seed(1))


def blocks(kind: Kind) -> Blocks:
    """Of what the format's own library makes of random numbers; where it makes none, of random bytes between scales."""
    if kind not in SCALES_AT:
        content = quantize(numbers(ROWS, NUMBERS).numpy(), GGMLQuantizationType(kind))
    else:
        each, size = BLOCKS[kind]
        content = np.random.default_rng(2).integers(0, 256, (ROWS * NUMBERS // each, size), np.uint8)
        for at in SCALES_AT[kind]:
            content[:, at : at + 2] = np.frombuffer(np.float16(0.01).tobytes(), np.uint8)
    return Blocks(torch.from_numpy(content.reshape(-1, BLOCKS[kind][1]).copy()), kind, (ROWS, NUMBERS))


def every_form() -> dict[str, Stored]:
    values = numbers(ROWS, NUMBERS)
    eight = values.to(FP8)
    return {
        "fp32": Plain(values),
        "bf16": Plain(values.bfloat16()),
        "fp8": EightBit(eight),
        "fp8 with a scale": EightBit(eight, torch.tensor(0.37)),
        "fp8 with a scale a row": EightBit(eight, numbers(ROWS, 1).abs()),
        **{kind.name: blocks(kind) for kind in OTHERS},
    }


FORMS = every_form()


@pytest.mark.parametrize("kind", OTHERS)
def test_blocks_are_the_numbers_that_the_formats_own_library_makes_of_them(kind: Kind) -> None:
    stored = blocks(kind)
    wanted = dequantize(stored.content.numpy(), GGMLQuantizationType(kind)).reshape(ROWS, NUMBERS)
    ours = stored.plain(CPU, torch.float32)
    assert ours.std() > 0.01
    torch.testing.assert_close(ours, torch.from_numpy(wanted), rtol=1e-6, atol=1e-6)


def test_a_scale_is_multiplied_in_before_anything_is_rounded() -> None:
    values, scale = numbers(ROWS, NUMBERS).to(FP8), numbers(ROWS, 1).abs()
    for each in (scale, scale[:1, 0]):
        wanted = (values.float() * each).bfloat16()
        assert torch.equal(EightBit(values, each).plain(CPU, torch.bfloat16), wanted)


@pytest.mark.parametrize("form", FORMS)
def test_a_large_tensor_is_made_in_pieces_to_the_same_bits(form: str, monkeypatch: pytest.MonkeyPatch) -> None:
    at_once = FORMS[form].plain(CPU, torch.bfloat16)
    monkeypatch.setattr(stored_module, "AT_ONCE", 700)
    assert torch.equal(FORMS[form].plain(CPU, torch.bfloat16), at_once)


@pytest.mark.parametrize("form", FORMS)
def test_every_form_says_its_shape_and_is_of_the_type_asked_for(form: str) -> None:
    stored = FORMS[form]
    assert stored.shape == (ROWS, NUMBERS)
    for dtype in (torch.float32, torch.bfloat16, torch.float16):
        plain = stored.plain(CPU, dtype)
        assert (plain.shape, plain.dtype) == ((ROWS, NUMBERS), dtype)
    assert stored.is_exact == (form in ("fp32", "bf16"))
    larger = reshaped(stored, (1, ROWS, NUMBERS)) if "a row" not in form else stored
    assert torch.equal(larger.plain(CPU, torch.float32).reshape(ROWS, NUMBERS), stored.plain(CPU, torch.float32))


def test_bytes_are_counted_as_they_are_stored() -> None:
    count = ROWS * NUMBERS
    wanted = {"fp32": 4 * count, "bf16": 2 * count, "fp8": count, "fp8 with a scale": count + 4}
    wanted |= {"fp8 with a scale a row": count + 4 * ROWS, "Q8_0": count // 32 * 34, "Q4_K": count // 256 * 144}
    assert {form: FORMS[form].nbytes for form in wanted} == wanted


@pytest.mark.parametrize("form", FORMS)
def test_what_is_held_has_bytes_of_its_own(form: str) -> None:
    held = FORMS[form].held(CPU)
    assert torch.equal(held.plain(CPU, torch.float32), FORMS[form].plain(CPU, torch.float32))
    assert content(held).data_ptr() != content(FORMS[form]).data_ptr()


def content(stored: Stored) -> Tensor:
    assert isinstance(stored, Plain | EightBit | Blocks)
    return stored.content if isinstance(stored, Blocks) else stored.values


def test_what_a_file_maps_is_no_longer_read_from_it_once_it_is_held(tmp_path: Path) -> None:
    path = tmp_path / "one.safetensors"
    save_file({"a": numbers(64, 64)}, path)
    mapped = Plain(load_file(path)["a"])
    held = mapped.held(CPU)
    with path.open("r+b") as file:  # the very bytes that are mapped
        file.seek(-64 * 64 * 4, 2)
        file.write(bytes(64 * 64 * 4))
    assert not mapped.plain(CPU, torch.float32).any()
    assert torch.equal(held.plain(CPU, torch.float32), numbers(64, 64))


@pytest.mark.parametrize("form", FORMS)
def test_where_no_more_memory_can_be_pinned_it_is_held_all_the_same(form: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(tensor: Tensor) -> Tensor:
        raise RuntimeError("CUDA error: out of memory")

    monkeypatch.setattr(Tensor, "pin_memory", refused)
    held = FORMS[form].held(CPU, pinned=True)
    assert torch.equal(held.plain(CPU, torch.float32), FORMS[form].plain(CPU, torch.float32))
    assert content(held).data_ptr() != content(FORMS[form]).data_ptr()


def test_what_apples_gpu_has_no_numbers_for_waits_in_the_memory_they_share() -> None:
    held = FORMS["fp8 with a scale"].held(torch.device("mps"))
    assert isinstance(held, EightBit)
    assert held.values.device == CPU
    assert held.scale is not None
    assert held.scale.device == CPU
