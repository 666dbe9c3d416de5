"""Transformers out of files in every layout, and files that are not what they were taken for."""

import json
import os
import pickle
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import torch
from safetensors.torch import load_file, save_file
from torch import Tensor

from engine.errors import ModelError
from engine.generation.loaded.files.loading import load_transformer
from engine.generation.loaded.files.weights import Pickled, read_pickle
from engine.generation.loaded.network.transformer import VTATransformer
from tests.engine.generation.loaded.test_conformance import TINY

TENSOR_KEYS = re.compile(r"weight\d")


@pytest.fixture
def original(trajectories: Path) -> Path:
    return trajectories / "dit_low_noise.safetensors"


@pytest.fixture
def reference(original: Path) -> VTATransformer:
    return load_transformer(original, config=TINY)


def same_weights(transformer: VTATransformer, reference: VTATransformer) -> bool:
    ours, theirs = transformer.state_dict(), reference.state_dict()
    return ours.keys() == theirs.keys() and all(torch.equal(ours[name], theirs[name]) for name in theirs)


@pytest.mark.parametrize("prefix", ["model.diffusion_model.", "diffusion_model."])
def test_keys_under_another_programs_prefix_load_the_same(
    original: Path, reference: VTATransformer, tmp_path: Path, prefix: str
) -> None:
    wrapped = tmp_path / "wrapped.safetensors"
    save_file({prefix + key: tensor for key, tensor in load_file(original).items()}, wrapped)
    assert same_weights(load_transformer(wrapped, config=TINY), reference)


def test_diffusers_layout_loads_the_same_with_the_configuration_in_the_file(
    reference: VTATransformer, tmp_path: Path
) -> None:
    file = tmp_path / "ours.safetensors"
    save_file(reference.state_dict(), file, metadata={"config": json.dumps(dict(reference.config))})
    assert same_weights(load_transformer(file), reference)


@pytest.mark.parametrize("shard", ["5MB", "200KB"])
def test_a_folder_loads_the_same_whole_or_in_shards(reference: VTATransformer, tmp_path: Path, shard: str) -> None:
    reference.save_pretrained(tmp_path, max_shard_size=shard)
    assert (len(list(tmp_path.glob("*.safetensors"))) > 1) == (shard == "200KB")
    assert same_weights(load_transformer(tmp_path), reference)


def test_half_precision_keeps_what_diffusers_keeps_in_full(original: Path) -> None:
    transformer = load_transformer(original, config=TINY, dtype=torch.bfloat16)
    assert transformer.patch_embedding.weight.dtype == torch.bfloat16
    assert transformer.scale_shift_table.dtype == torch.float32
    assert transformer.get_parameter("blocks.0.norm2.weight").dtype == torch.float32
    text = torch.zeros(1, 3, 32, dtype=torch.bfloat16)
    velocity = transformer(torch.zeros(1, 16, 2, 4, 4, dtype=torch.bfloat16), torch.tensor([[0.0, 500.0]]), text)
    assert velocity.isfinite().all()


def without(key: str) -> Callable[[dict[str, Tensor]], None]:
    return lambda tensors: tensors.__delitem__(key)


def added(key: str) -> Callable[[dict[str, Tensor]], None]:
    return lambda tensors: tensors.__setitem__(key, torch.zeros(1))


def wrong_shape(tensors: dict[str, Tensor]) -> None:
    tensors["head.head.bias"] = torch.zeros(7)


@pytest.mark.parametrize(
    ("spoil", "words"),
    [
        (without("blocks.1.ffn.2.bias"), r"it lacks blocks\.1\.ffn\.net\.2\.bias"),
        (without("time_embedding.0.weight"), "holds no Wan transformer; its keys are"),
        (
            added("img_emb.proj.0.weight"),
            r"image-to-video transformer: it has condition_embedder\.image_embedder\.norm1\.weight",
        ),
        (added("face_adapter.fuser_blocks.0.k_norm.weight"), "no place for: face_adapter"),
        (added("motion_encoder.enc.net_app.convs.0.1.bias"), "no place for: motion_encoder"),
        (added("diffusion_model.head.head.bias"), "same keys twice"),
        (wrong_shape, r"another shape than the model at proj_out\.bias \(7, not 64\)"),
    ],
)
def test_a_file_that_does_not_fit_is_refused_by_the_keys_at_fault(
    original: Path, tmp_path: Path, spoil: Callable[[dict[str, Tensor]], None], words: str
) -> None:
    tensors = load_file(original)
    spoil(tensors)
    save_file(tensors, tmp_path / "spoilt.safetensors")
    with pytest.raises(ModelError, match=words):
        load_transformer(tmp_path / "spoilt.safetensors", config=TINY)


def test_a_width_that_does_not_tell_its_heads_asks_for_the_configuration(original: Path) -> None:
    with pytest.raises(
        ModelError, match=r"96 wide by its patch_embedding\.weight, which does not tell how many heads.* config\.json"
    ):
        load_transformer(original)


def test_a_file_cut_short_is_called_damaged(original: Path, tmp_path: Path) -> None:
    short = tmp_path / "short.safetensors"
    short.write_bytes(original.read_bytes()[:-1000])
    with pytest.raises(ModelError, match=r"short\.safetensors is damaged"):
        load_transformer(short, config=TINY)


@pytest.mark.parametrize("name", ["absent.safetensors", "clip.mp4", "."])
def test_what_is_no_weight_file_is_told_so(tmp_path: Path, name: str) -> None:
    with pytest.raises(ModelError, match=r"no file|not a safetensors file|it holds nothing"):
        load_transformer(tmp_path / name, config=TINY)


def in_weight_map(change: Callable[[dict[str, str]], None]) -> Callable[[Path], None]:
    def spoil(folder: Path) -> None:
        index = next(folder.glob("*.index.json"))
        content = json.loads(index.read_text())
        change(content["weight_map"])
        index.write_text(json.dumps(content))

    return spoil


def lose_a_shard(folder: Path) -> None:
    sorted(folder.glob("*.safetensors"))[1].unlink()


@pytest.mark.parametrize(
    ("spoil", "words"),
    [
        (in_weight_map(lambda places: places.update({"blocks.9.x": min(places.values())})), r"lack blocks\.9\.x"),
        (in_weight_map(lambda places: places.__delitem__("proj_out.bias")), r"does not place there: proj_out\.bias"),
        (in_weight_map(lambda places: places.update({"proj_out.bias": "../x"})), "outside its folder"),
        (lambda folder: next(folder.glob("*.index.json")).write_text("{"), "index .* cannot be read"),
        (lambda folder: next(folder.glob("*.index.json")).unlink(), "should hold one .safetensors file"),
        (lambda folder: (folder / "config.json").write_text("[1]"), "not a table of settings"),
        (lambda folder: (folder / "config.json").write_text('{"layers": 2}'), "does not tell how many heads"),
        (lose_a_shard, "There is no file"),
    ],
)
def test_a_folder_whose_parts_disagree_is_refused(
    reference: VTATransformer, tmp_path: Path, spoil: Callable[[Path], None], words: str
) -> None:
    reference.save_pretrained(tmp_path, max_shard_size="200KB")
    spoil(tmp_path)
    with pytest.raises(ModelError, match=words):
        load_transformer(tmp_path)


class RunsWhenUnpickled:
    def __init__(self, marker: Path) -> None:
        self.marker = marker

    def __reduce__(self) -> tuple[Any, ...]:
        return os.mkdir, (str(self.marker),)


def test_a_pickle_that_would_run_code_is_refused_and_runs_nothing(tmp_path: Path) -> None:
    trap = tmp_path / "trap.pt"
    torch.save({"weight1": RunsWhenUnpickled(tmp_path / "ran")}, trap)
    with pytest.raises(ModelError, match="other than tensors, which is never run"):
        read_pickle(trap, Pickled(TENSOR_KEYS, 10_000))
    assert not (tmp_path / "ran").exists()


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ({"weight1": torch.zeros(4000)}, "larger than"),
        ({"weight1": torch.zeros(2), "step": torch.zeros(2)}, "what it should not: step"),
        ({"weight1": 3}, "what it should not: weight1"),
        ([torch.zeros(2)], "no table of tensors"),
        ({}, "no table of tensors"),
    ],
)
def test_a_pickle_of_anything_but_the_expected_tensors_is_refused(tmp_path: Path, content: object, words: str) -> None:
    torch.save(content, tmp_path / "odd.pt")
    with pytest.raises(ModelError, match=words):
        read_pickle(tmp_path / "odd.pt", Pickled(TENSOR_KEYS, 10_000))


@pytest.mark.parametrize("content", [b"", b"not a pickle", pickle.dumps({"weight1": 1})[:-4]])
def test_a_damaged_pickle_is_called_damaged(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "odd.pt").write_bytes(content)
    with pytest.raises(ModelError, match=r"odd\.pt is damaged"):
        read_pickle(tmp_path / "odd.pt", Pickled(TENSOR_KEYS, 10_000))
