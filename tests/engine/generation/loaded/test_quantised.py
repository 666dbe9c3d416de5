"""Weights stored in fewer bits: 8-bit floats, scaled or not, and GGUF, each read as the numbers it stands for."""

import json
import struct
from collections import Counter
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
import torch
from gguf import GGML_QUANT_SIZES, GGMLQuantizationType
from safetensors.torch import load_file, save_file
from torch import Tensor

from engine.errors import ModelError
from engine.generation.ask import Ask
from engine.generation.loaded import models
from engine.generation.loaded.files.loading import load_transformer
from engine.generation.loaded.files.weights import read_weights
from engine.generation.loaded.models import video_model
from engine.generation.loaded.network.transformer import VTATransformer
from engine.generation.sampling.latent_video import Given, window
from engine.models.files.gguf_header import BLOCKS, Kind, read_header
from engine.models.files.weight_files import read_shapes
from engine.progress import Report
from engine.requests import ExtendRequest, Outputs, Sampling, Source, Text
from tests.engine.generation.loaded.test_conformance import TINY
from tests.engine.generation.loaded.writing import (
    K_SCALES,
    eight_bits,
    matrices,
    newly_scaled,
    row_scaled,
    saved,
    scaled,
    write_gguf,
    write_k_gguf,
)
from tests.engine.tiny_wan import tiny_wan

Tensors = dict[str, Tensor]
Write = Callable[[Path, Tensors], Path]
LAYER = "blocks.0.ffn.0"


@pytest.fixture
def full(trajectories: Path) -> Tensors:
    """A tiny transformer in Wan's own layout."""
    return load_file(trajectories / "dit_low_noise.safetensors")


@pytest.fixture
def reference(trajectories: Path) -> VTATransformer:
    return load_transformer(trajectories / "dit_low_noise.safetensors", config=TINY)


@torch.no_grad()
def velocity(transformer: VTATransformer) -> Tensor:
    random = torch.Generator().manual_seed(1)
    latents, text = torch.randn(1, 16, 3, 8, 8, generator=random), torch.randn(1, 7, 32, generator=random)
    return transformer(latents, torch.tensor([[0.0, 400.0, 900.0]]), text)


# How far the velocity may be from that of full precision, of its own size: half as much again as was measured.
FORMATS: dict[str, tuple[Write, float]] = {
    "fp8": (lambda path, tensors: saved(path, eight_bits(tensors)), 0.042),
    "fp8_scaled": (lambda path, tensors: saved(path, scaled(tensors)), 0.043),
    "fp8_newly_scaled": (lambda path, tensors: saved(path, newly_scaled(tensors)), 0.043),
    "fp8_row_scaled": (lambda path, tensors: saved(path, row_scaled(tensors)), 0.043),
    "F32": (lambda path, tensors: write_gguf(path, tensors, Kind.F32), 0.0),
    "F16": (lambda path, tensors: write_gguf(path, tensors, Kind.F16), 0.0004),
    "BF16": (lambda path, tensors: write_gguf(path, tensors, Kind.BF16), 0.0026),
    "Q8_0": (lambda path, tensors: write_gguf(path, tensors, Kind.Q8_0), 0.0085),
    "Q5_0": (lambda path, tensors: write_gguf(path, tensors, Kind.Q5_0), 0.067),
    "Q5_1": (lambda path, tensors: write_gguf(path, tensors, Kind.Q5_1), 0.06),
    "Q4_0": (lambda path, tensors: write_gguf(path, tensors, Kind.Q4_0), 0.135),
    "Q4_1": (lambda path, tensors: write_gguf(path, tensors, Kind.Q4_1), 0.126),
}


@pytest.mark.parametrize("form", FORMATS)
def test_a_transformer_in_each_format_works_like_the_full_one_but_for_the_formats_rounding(
    full: Tensors, reference: VTATransformer, tmp_path: Path, form: str
) -> None:
    write, most = FORMATS[form]
    transformer = load_transformer(write(tmp_path / "stored", full), config=TINY)
    wanted = velocity(reference)
    off = float((velocity(transformer) - wanted).norm() / wanted.norm())
    assert off <= most, f"{form}: {off:.5f} of the velocity's size over {wanted.numel()} values"
    assert (off == 0) == (form == "F32"), f"{form}: {off:.5f}; was it stored in fewer bits at all?"
    assert {parameter.dtype for parameter in transformer.parameters()} == {torch.float32}


def test_scaled_eight_bits_are_weight_times_scale_to_the_bit_and_nothing_else_is_left(
    full: Tensors, tmp_path: Path
) -> None:
    stored = scaled(full)
    found = read_weights(saved(tmp_path / "scaled.safetensors", stored))
    assert found.keys() == full.keys()
    for name in matrices(full):
        scale = stored[f"{name.removesuffix('.weight')}.scale_weight"]
        assert torch.equal(found[name], stored[name].float() * scale), name
    untouched = full.keys() - set(matrices(full))
    assert all(torch.equal(found[name], full[name]) for name in untouched)


def test_eight_bits_become_the_precision_asked_for_and_what_is_in_full_stays_so(full: Tensors, tmp_path: Path) -> None:
    stored = scaled(full)
    found = read_weights(saved(tmp_path / "scaled.safetensors", stored), torch.bfloat16)
    once_rounded = (stored[f"{LAYER}.weight"].float() * stored[f"{LAYER}.scale_weight"]).bfloat16()
    assert torch.equal(found[f"{LAYER}.weight"], once_rounded)
    assert found[f"{LAYER}.bias"].dtype == torch.float32


def test_a_scale_in_another_shard_than_its_weight_is_found(full: Tensors, tmp_path: Path) -> None:
    stored = scaled(full)
    names = ["a.safetensors", "b.safetensors"]
    places = {key: names["scale" in key] for key in stored}
    for name in names:
        save_file({key: tensor for key, tensor in stored.items() if places[key] == name}, tmp_path / name)
    (tmp_path / "x.safetensors.index.json").write_text(json.dumps({"weight_map": places}))
    (tmp_path / "whole").mkdir()
    whole = read_weights(saved(tmp_path / "whole" / "w.safetensors", stored))
    found = read_weights(tmp_path)
    assert found.keys() == whole.keys()
    assert all(torch.equal(found[name], whole[name]) for name in whole)


def test_scales_under_another_programs_prefix_are_found(
    full: Tensors, reference: VTATransformer, tmp_path: Path
) -> None:
    wrapped = {f"model.diffusion_model.{key}": tensor for key, tensor in scaled(full).items()}
    bare = load_transformer(saved(tmp_path / "bare.safetensors", scaled(full)), config=TINY)
    prefixed = load_transformer(saved(tmp_path / "wrapped.safetensors", wrapped), config=TINY)
    assert torch.equal(velocity(bare), velocity(prefixed))


def test_blocks_of_eight_bits_are_their_whole_numbers_times_their_scale(tmp_path: Path) -> None:
    tensor = torch.randn(4, 128, generator=torch.Generator().manual_seed(2))
    path = write_gguf(tmp_path / "one.gguf", {"one.weight": tensor}, Kind.Q8_0)
    content = path.read_bytes()[-4 * 4 * 34 :]  # it comes last, and needs no padding
    blocks = [struct.unpack("<e32b", content[start : start + 34]) for start in range(0, len(content), 34)]
    wanted = [scale * number for scale, *numbers in blocks for number in numbers]
    assert torch.equal(read_weights(path)["one.weight"], torch.tensor(wanted).reshape(4, 128))


def test_every_kind_of_block_is_as_long_as_the_format_says() -> None:
    assert {kind.name: size for kind, size in BLOCKS.items()} == {
        kind.name: GGML_QUANT_SIZES[GGMLQuantizationType[kind.name]] for kind in Kind
    }
    assert [kind.value for kind in Kind] == [GGMLQuantizationType[kind.name].value for kind in Kind]


@pytest.mark.parametrize("kind", K_SCALES)
def test_blocks_of_256_are_the_numbers_that_the_format_says(tmp_path: Path, kind: Kind) -> None:
    """As the format's own library reads them: scales, smallest numbers and all bits at their places, row by row."""
    written = write_k_gguf(tmp_path / "k.gguf", {"k.weight": torch.zeros(5, 512)}, {}, kind)["k.weight"]
    found = read_weights(tmp_path / "k.gguf")["k.weight"]
    assert torch.equal(found, written)
    assert 0.005 < found.std() < 0.1, "numbers as weights are"
    assert torch.equal(read_weights(tmp_path / "k.gguf", torch.bfloat16)["k.weight"], written.bfloat16())
    assert read_shapes(tmp_path / "k.gguf") == {"k.weight": (5, 512)}


def test_a_transformer_in_mixed_blocks_of_256_is_the_one_of_the_numbers_they_stand_for(tmp_path: Path) -> None:
    """Q4_K with Q5_K and Q6_K between, as files called Q4_K_M are."""
    torch.manual_seed(3)
    sizes = {"text_dim": 32, "freq_dim": 256, "ffn_dim": 512, "num_layers": 2}
    wan = VTATransformer(num_attention_heads=2, attention_head_dim=128, **sizes)
    mixed = {"attn1.to_v.weight": Kind.Q6_K, "ffn.net.2.weight": Kind.Q6_K, "attn2.to_v.weight": Kind.Q5_K}
    plain = write_k_gguf(tmp_path / "wan-Q4_K_M.gguf", wan.state_dict(), mixed)
    kinds = Counter(stored.kind for stored in read_header(tmp_path / "wan-Q4_K_M.gguf").values())
    assert {kind.name: kinds[kind] for kind in (Kind.Q4_K, Kind.Q5_K, Kind.Q6_K)} == {"Q4_K": 19, "Q5_K": 2, "Q6_K": 4}
    quantised = velocity(load_transformer(tmp_path / "wan-Q4_K_M.gguf"))
    assert quantised.isfinite().all()
    assert torch.equal(quantised, velocity(load_transformer(saved(tmp_path / "plain.safetensors", plain))))
    assert not torch.allclose(quantised, velocity(wan.eval()), rtol=0.1)


def test_a_file_is_known_by_what_it_holds_not_by_its_name(full: Tensors, tmp_path: Path) -> None:
    blocks = write_gguf(tmp_path / "blocks.safetensors", full, Kind.Q8_0)
    plain = saved(tmp_path / "plain.gguf", full)
    assert read_weights(blocks).keys() == read_weights(plain).keys() == full.keys()
    assert torch.equal(read_weights(plain)[f"{LAYER}.weight"], full[f"{LAYER}.weight"])
    assert read_shapes(blocks) == read_shapes(plain)


def test_a_single_gguf_file_tells_its_configuration_by_its_shapes(tmp_path: Path) -> None:
    heads = {"num_attention_heads": 2, "attention_head_dim": 128}
    wan = VTATransformer(**heads, text_dim=32, freq_dim=64, ffn_dim=96, num_layers=1)
    found = load_transformer(write_gguf(tmp_path / "wan.gguf", wan.state_dict(), Kind.Q8_0), dtype=torch.bfloat16)
    assert {name: found.config[name] for name in heads} == heads
    assert [found.config[name] for name in ("text_dim", "ffn_dim", "num_layers")] == [32, 96, 1]
    assert found.get_parameter("blocks.0.ffn.net.0.proj.weight").dtype == torch.bfloat16
    assert found.scale_shift_table.dtype == torch.float32


def test_modulations_without_their_leading_one_load_the_same(
    full: Tensors, reference: VTATransformer, tmp_path: Path
) -> None:
    bare = {name: tensor[0] if name.endswith("modulation") else tensor for name, tensor in full.items()}
    assert {tensor.ndim for name, tensor in bare.items() if name.endswith("modulation")} == {2}
    assert torch.equal(
        velocity(load_transformer(write_gguf(tmp_path / "bare.gguf", bare), config=TINY)), velocity(reference)
    )


@pytest.mark.parametrize(
    ("spoil", "words"),
    [
        (lambda tensors: tensors.__delitem__(f"{LAYER}.weight"), r"scales without their weights: .*ffn\.0\.scale_w"),
        (lambda tensors: tensors.update({"x.scale_input": torch.ones(1)}), r"without their weights: x\.scale_input"),
        (
            lambda tensors: tensors.update({f"{LAYER}.scale_weight": torch.ones(2)}),
            r"not one number each: blocks\.0\.ffn\.0\.scale_weight",
        ),
        (lambda tensors: tensors.update({f"{LAYER}.scale_weight": torch.tensor(torch.nan)}), r"not one number each"),
    ],
)
def test_scales_that_cannot_be_meant_are_told(
    full: Tensors, tmp_path: Path, spoil: Callable[[Tensors], None], words: str
) -> None:
    stored = scaled(full)
    spoil(stored)
    with pytest.raises(ModelError, match=words):
        load_transformer(saved(tmp_path / "spoilt.safetensors", stored), config=TINY)


def test_a_gguf_file_cut_anywhere_is_called_damaged(full: Tensors, tmp_path: Path) -> None:
    content = write_gguf(tmp_path / "whole.gguf", full, Kind.Q4_0).read_bytes()
    short = tmp_path / "short.gguf"
    for length in (5, 23, 30, 60, 100, 150, 500, len(content) // 2, len(content) - 33):
        short.write_bytes(content[:length])
        for read in (read_weights, read_shapes):
            with pytest.raises(ModelError, match=r"short\.gguf is damaged or no GGUF file that can be read: it ends"):
                read(short)


def text(value: str) -> bytes:
    return struct.pack("<Q", len(value)) + value.encode()


def header(tensors: int, fields: int, *content: bytes, version: int = 3) -> bytes:
    return b"GGUF" + struct.pack("<IQQ", version, tensors, fields) + b"".join(content)


def tensor(name: str, kind: int, *lengths: int) -> bytes:
    return text(name) + struct.pack(f"<I{len(lengths)}QIQ", len(lengths), *lengths, kind, 0)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (header(0, 0, version=1), "its version is 1"),
        (header(0, 1, text("a"), struct.pack("<IIQ", 9, 0, 1 << 62)), "it holds a list of 4611686018427387904"),
        (header(0, 1, text("a"), struct.pack("<IIQ", 9, 8, 1 << 62)), "it holds a list of 4611686018427387904"),
        (header(0, 1, text("a"), struct.pack("<IIQ", 9, 9, 1)), "a value of unknown type 9"),
        (header(0, 1, text("general.alignment"), struct.pack("<II", 4, 0)), r"its general\.alignment is 0"),
        (header(1, 0, tensor("a", 16, 32)), "a is stored as IQ2_XXS"),
        (header(1, 0, tensor("a", 99, 32)), r"a is stored in a way that is not known here \(type 99\)"),
        (header(1, 0, tensor("a", 8, 33)), "a does not consist of whole blocks"),
        (header(1, 0, tensor("a", 0, *[1] * 9)), "a has 9 dimensions"),
        (header(1, 0, tensor("a", 0, 1 << 40)), "it ends before a does"),
        (header(2, 0, tensor("a", 0, 0), tensor("a", 0, 0), bytes(64)), "two tensors of one name"),
        (header(1 << 60, 0), "it says that it holds 1152921504606846976 tensors"),
    ],
)
def test_a_gguf_header_that_cannot_be_is_told(tmp_path: Path, content: bytes, words: str) -> None:
    (tmp_path / "odd.gguf").write_bytes(content)
    with pytest.raises(ModelError, match=words):
        read_weights(tmp_path / "odd.gguf")


def test_a_gguf_file_of_another_architecture_is_told_by_its_keys(tmp_path: Path) -> None:
    other = write_gguf(tmp_path / "llm.gguf", {"token_embd.weight": torch.zeros(2, 32)}, Kind.Q8_0, "llama")
    with pytest.raises(ModelError, match=r"llm\.gguf holds no Wan transformer; its keys are token_embd\.weight"):
        load_transformer(other)


def made(folder: Path, monkeypatch: pytest.MonkeyPatch) -> np.ndarray:
    """Five frames after five known ones, by a model that was not loaded before."""
    monkeypatch.setattr(models, "_WARM", models._Warm())
    sampling = Sampling(steps=2)
    request = ExtendRequest(
        Source(Path("clip.mp4")),
        Fraction(1),
        Outputs(Path()),
        text=Text("a cat"),
        model=str(folder),
        sampling=sampling,
    )
    known = Given(0, np.random.default_rng(1).random((5, 32, 48, 3), dtype=np.float32))
    model = video_model(request, Report())
    return np.stack(list(window(model, 9, [known], (32, 48), Ask(Text("a cat"), sampling), Report())))


@pytest.mark.parametrize("form", ["fp8", "fp8_scaled", "Q8_0"])
def test_a_model_folder_whose_transformer_is_in_fewer_bits_makes_nearly_the_same_frames(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, form: str
) -> None:
    folder = tiny_wan(tmp_path)
    wanted = made(folder, monkeypatch)
    weights = folder / "transformer" / "diffusion_pytorch_model.safetensors"
    full = load_file(weights)
    weights.unlink()
    name = "model.gguf" if form == "Q8_0" else "model.safetensors"
    FORMATS[form][0](folder / "transformer" / name, full)
    off = float(np.abs(made(folder, monkeypatch) - wanted).mean())
    assert 0 < off < 0.01, f"{form}: {off:.5f} of white on average over {wanted.size} values"


def test_a_folder_with_two_files_of_weights_does_not_choose_one(tmp_path: Path) -> None:
    folder = tiny_wan(tmp_path)
    write_gguf(folder / "transformer" / "second.gguf", {"a.weight": torch.zeros(2, 32)})
    with pytest.raises(ModelError, match=r"should hold one \.safetensors file.* or one \.gguf file; it holds .*second"):
        load_transformer(folder / "transformer")
