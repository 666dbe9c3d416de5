"""VAEs, text encoders and transformers work alike out of every kind of file, but for its format's rounding."""

import hashlib
import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from gguf import MODEL_ARCH, get_tensor_name_map
from safetensors.torch import load_file, save_file
from torch import Tensor

from engine.errors import ModelError
from engine.generation.loaded.adapters.lora import merge, read_adapter
from engine.generation.loaded.files.llama_names import ENDS, PARTS, llama_names
from engine.generation.loaded.files.loading import Where, load_transformer, our_names
from engine.generation.loaded.files.original import TIED, encoder_names, vae_names
from engine.generation.loaded.files.weights import read_weights
from engine.generation.loaded.vae.wan_vae import load_vae
from engine.generation.loaded.words.text import empty_encoder, load_encoder
from engine.generation.memory.placement import Placement, Precision
from engine.models.files.gguf_header import Kind
from tests.engine.generation.loaded.test_conformance import TINY
from tests.engine.generation.loaded.writing import letters, row_scaled, saved, scaled, write_gguf
from tests.engine.tiny_wan import original_wan, tiny_wan

Tensors = dict[str, Tensor]
Write = Callable[[Path, Tensors], object]
CPU = torch.device("cpu")
FULL = Where(CPU, torch.float32)
WAN_ENCODER, WAN_VAE = "models_t5_umt5-xxl-enc-bf16.pth", "Wan2.1_VAE.pth"


@pytest.fixture(scope="module")
def wan(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return original_wan(tmp_path_factory.mktemp("wan"))


def of_pickle(path: Path) -> Tensors:
    tensors: Tensors = torch.load(path, weights_only=True)
    return tensors


def vae_in_our_names(path: Path, tensors: Tensors) -> None:
    save_file({name: tensors[key] for key, name in vae_names(tensors).items()}, path)


def in_half(path: Path, tensors: Tensors) -> None:
    save_file({key: tensor.half() for key, tensor in tensors.items()}, path)


# How far pictures may be off, of white.
VAES: dict[str, tuple[Write, float]] = {
    "safetensors": (lambda path, tensors: save_file(tensors, path), 0),
    "safetensors in diffusers' names": (vae_in_our_names, 0),
    "fp16": (in_half, 0.0097),
}


@pytest.mark.parametrize("form", VAES)
def test_a_vae_works_alike_out_of_every_kind_of_file(wan: Path, tmp_path: Path, form: str) -> None:
    write, most = VAES[form]
    write(tmp_path / "any.name", of_pickle(wan / WAN_VAE))
    here = Placement("cpu", Precision.FULL)
    wanted, found = load_vae(wan / WAN_VAE, here), load_vae(tmp_path / "any.name", here)
    latents = wanted.encode(np.random.default_rng(0).random((5, 32, 48, 3), dtype=np.float32))
    films = [np.stack(list(vae.decode(latents))) for vae in (wanted, found)]
    assert films[0].std() > 0.001
    off = float(np.abs(films[0] - films[1]).max())
    assert off <= most, f"{form}: {off:.5f} over {films[0].size} values"
    assert (off > 0) == (most > 0)


ENCODER = {"d_model": 64, "d_kv": 16, "d_ff": 96, "num_layers": 2, "num_heads": 4, "vocab_size": 96}


@pytest.fixture(scope="module")
def encoder() -> Tensors:
    """By umT5's own names, each tensor once."""
    random = torch.Generator().manual_seed(3)
    shapes = {name: each.shape for name, each in empty_encoder(ENCODER, Path("tiny")).state_dict().items()}
    tensors = {name: torch.randn(shape, generator=random) * 0.1 for name, shape in shapes.items() if name != TIED}
    tensors["shared.weight"] *= 10
    return {name: tensor + 1 if "layer_norm" in name else tensor for name, tensor in tensors.items()}


def in_wans_names(tensors: Tensors) -> Tensors:
    published = json.loads((Path(__file__).parents[3] / "data" / "checkpoint_keys.json").read_text())[WAN_ENCODER]
    names = {name: key for key, name in encoder_names(published).items()}
    return {names[name]: tensor for name, tensor in tensors.items()}


def in_llamas_names(tensors: Tensors) -> Tensors:
    """By the list of names in the format's own library."""
    names = get_tensor_name_map(MODEL_ARCH.T5ENCODER, ENCODER["num_layers"])
    found = {str(names.get_name(name, try_suffixes=(".weight",))): tensor for name, tensor in tensors.items()}
    assert len(found) == len(tensors)
    return found


def folder_of(path: Path, tensors: Tensors) -> None:
    path.mkdir()
    (path / "config.json").write_text(json.dumps(ENCODER))
    save_file(tensors | {TIED: tensors["shared.weight"].clone()}, path / "model.safetensors")


def carrying(tensors: Tensors) -> Tensors:
    return scaled(tensors) | {"spiece_model": letters("anything")}


# How far embeddings may be off, of their own size: half as much again as was measured.
ENCODERS: dict[str, tuple[Write, float]] = {
    "a folder": (folder_of, 0),
    "safetensors in Wan's names": (lambda path, tensors: save_file(in_wans_names(tensors), path), 0),
    "a pickle in Wan's names": (lambda path, tensors: torch.save(in_wans_names(tensors), path), 0),
    "GGUF in full": (lambda path, tensors: write_gguf(path, in_llamas_names(tensors), Kind.F32, "t5encoder"), 0),
    "Q8_0": (lambda path, tensors: write_gguf(path, in_llamas_names(tensors), Kind.Q8_0, "t5encoder"), 0.02),
    "Q4_0": (lambda path, tensors: write_gguf(path, in_llamas_names(tensors), Kind.Q4_0, "t5encoder"), 0.27),
    "fp8 scaled, carrying its vocabulary": (lambda path, tensors: save_file(carrying(tensors), path), 0.093),
    "fp8 scaled in Wan's names": (lambda path, tensors: save_file(scaled(in_wans_names(tensors)), path), 0.093),
}


@torch.no_grad()
def read(path: Path) -> Tensor:
    """[word, width]"""
    tokens = torch.tensor([[5, 9, 3, 17, 1]])
    embedded: Tensor = load_encoder(path, FULL)(input_ids=tokens).last_hidden_state[0]
    return embedded


@pytest.mark.parametrize("form", ENCODERS)
def test_a_text_encoder_reads_alike_out_of_every_kind_of_file(encoder: Tensors, tmp_path: Path, form: str) -> None:
    write, most = ENCODERS[form]
    write(tmp_path / "any.name", encoder)
    wanted = read(saved(tmp_path / "plain.safetensors", encoder))
    assert wanted.std() > 0.1
    off = float((read(tmp_path / "any.name") - wanted).norm() / wanted.norm())
    assert off <= most, f"{form}: {off:.5f} over {wanted.numel()} values"
    assert (off > 0) == (most > 0)


def test_llama_cpp_s_names_are_those_of_the_format_s_own_library() -> None:
    theirs = get_tensor_name_map(MODEL_ARCH.T5ENCODER, 24)
    ours = [f"encoder.block.{block}.layer.{part}.weight" for block in range(24) for part in PARTS.values()]
    for name in (*ours, *ENDS.values()):
        key = str(theirs.get_name(name, try_suffixes=(".weight",)))
        assert llama_names([key]) == {key: name}


def test_a_text_encoder_s_settings_follow_from_its_shapes_in_a_folder_too(encoder: Tensors, tmp_path: Path) -> None:
    folder_of(tmp_path / "encoder", encoder)
    wanted = read(tmp_path / "encoder")
    (tmp_path / "encoder" / "config.json").write_text('{"num_layers": 1000000000, "num_heads": 1}')
    assert torch.equal(read(tmp_path / "encoder"), wanted)


@pytest.fixture
def base(trajectories: Path) -> Tensors:
    return load_file(trajectories / "dit_low_noise.safetensors")


@torch.no_grad()
def velocity(path: Path, **more: Any) -> Tensor:
    random = torch.Generator().manual_seed(1)
    latents, words = torch.randn(1, 16, 3, 8, 8, generator=random), torch.randn(1, 7, 32, generator=random)
    return load_transformer(path, **more)(latents, torch.tensor([[0.0, 400.0, 900.0]]), words)


def sharded(folder: Path, tensors: Tensors) -> None:
    folder.mkdir()
    names = ["one.safetensors", "other.safetensors"]
    places = {key: names[number % 2] for number, key in enumerate(sorted(tensors))}
    for name in names:
        save_file({key: tensor for key, tensor in tensors.items() if places[key] == name}, folder / name)
    (folder / "x.safetensors.index.json").write_text(json.dumps({"weight_map": places}))


def in_our_names(path: Path, tensors: Tensors) -> None:
    save_file({name: tensors[key] for key, name in our_names(tensors).items()}, path)


TRANSFORMERS: dict[str, Write] = {
    "shards in Wan's names": sharded,
    "shards under a prefix": lambda path, tensors: sharded(
        path, {f"model.diffusion_model.{key}": tensor for key, tensor in tensors.items()}
    ),
    "diffusers' names": in_our_names,
    "GGUF under a prefix": lambda path, tensors: write_gguf(
        path, {f"model.diffusion_model.{key}": tensor for key, tensor in tensors.items()}, Kind.F32
    ),
}


@pytest.mark.parametrize("form", TRANSFORMERS)
def test_a_transformer_works_alike_out_of_every_kind_of_file(
    base: Tensors, trajectories: Path, tmp_path: Path, form: str
) -> None:
    TRANSFORMERS[form](tmp_path / "any.name", base)
    wanted = velocity(trajectories / "dit_low_noise.safetensors", config=TINY)
    assert torch.equal(velocity(tmp_path / "any.name", config=TINY), wanted)


def test_the_heads_of_a_lone_file_are_those_of_the_configuration_beside_it(wan: Path, tmp_path: Path) -> None:
    file, config = tmp_path / "wan.safetensors", tmp_path / "config.json"
    file.write_bytes((wan / "diffusion_pytorch_model.safetensors").read_bytes())
    with pytest.raises(ModelError, match="which does not tell how many heads"):
        load_transformer(file)
    told = json.loads((wan / "config.json").read_text())
    config.write_text(json.dumps(told))
    assert load_transformer(file).config["num_attention_heads"] == 2
    config.write_text(json.dumps(told | {"_class_name": "SomethingElse"}))
    with pytest.raises(ModelError, match="which does not tell how many heads"):
        load_transformer(file)
    config.write_text(json.dumps(told | {"dim": 5120}))
    with pytest.raises(ModelError, match="24 wide, and its configuration is of one 5120 wide"):
        load_transformer(file)
    config.write_text(json.dumps(told | {"eps": "small"}))
    with pytest.raises(ModelError, match="no usable eps: small"):
        load_transformer(file)


def test_a_stranger_s_configuration_cannot_ask_for_endless_blocks(tmp_path: Path) -> None:
    folder = tiny_wan(tmp_path) / "transformer"
    told = json.loads((folder / "config.json").read_text())
    (folder / "config.json").write_text(json.dumps(told | {"num_layers": 10**9, "rope_max_seq_len": 10**12}))
    assert load_transformer(folder).config["num_layers"] == 1


BASES: dict[str, Callable[[Path, Tensors], Path]] = {
    "fp32": saved,
    "fp8 scaled": lambda path, tensors: saved(path, scaled(tensors)),
    "fp8 scaled by rows": lambda path, tensors: saved(path, row_scaled(tensors)),
    "Q8_0": lambda path, tensors: write_gguf(path, tensors, Kind.Q8_0),
}


@pytest.mark.parametrize("form", BASES)
def test_merging_leaves_the_file_of_the_base_as_it_was(
    base: Tensors, trajectories: Path, tmp_path: Path, form: str
) -> None:
    path = BASES[form](tmp_path / "base", base)
    digest, before = hashlib.sha256(path.read_bytes()).digest(), read_weights(path)
    transformer = load_transformer(path, config=TINY)
    plain = velocity(path, config=TINY)
    merge(transformer, read_adapter(trajectories / "pusa_lora_low.pt"), 1.4)
    after = read_weights(path)
    assert all(torch.equal(after[name], tensor) for name, tensor in before.items())
    assert hashlib.sha256(path.read_bytes()).digest() == digest
    assert torch.equal(velocity(path, config=TINY), plain)


@pytest.mark.parametrize("name", ["w.safetensors", "w.gguf", "w.bin"])
def test_a_pickle_is_no_transformer_whatever_it_is_called(base: Tensors, tmp_path: Path, name: str) -> None:
    torch.save(base, tmp_path / name)
    with pytest.raises(ModelError, match=re.escape(f"{name} is a pickle, a file that can hold programs")):
        load_transformer(tmp_path / name, config=TINY)
