"""Models as Wan publishes them: its own names, in its own files."""

import json
import re
from collections.abc import Callable, Mapping
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from safetensors.torch import save_file

import engine
from engine.asking import extend_request
from engine.errors import ModelError
from engine.generation.loaded.files import original
from engine.generation.loaded.files.loading import Where, load_transformer
from engine.generation.loaded.models import video_model
from engine.generation.loaded.vae.wan_vae import empty_vae, load_vae
from engine.generation.loaded.words.text import load_encoder
from engine.generation.memory.placement import Placement, Precision
from engine.media.info import VideoInfo
from engine.media.write import timed, write_film
from engine.progress import Report
from engine.requests import Sampling, Take
from engine.training.footage import HELD_OUT, make_clip
from tests.engine.generation.loaded.test_models import made, request
from tests.engine.generation.small_clips import images
from tests.engine.tiny_wan import PUBLISHED, original_wan, tiny_wan

CPU = torch.device("cpu")
ON_CPU = Placement("cpu", Precision.FULL)
ENCODER, VAE, LARGE_VAE = "models_t5_umt5-xxl-enc-bf16.pth", "Wan2.1_VAE.pth", "Wan2.2_VAE.pth"
RATE = Fraction(24)
Tensors = dict[str, torch.Tensor]


@pytest.fixture(scope="module")
def twins(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """The same weights as Wan would publish them and as diffusers lays them out, in folders of one name."""
    place = tmp_path_factory.mktemp("twins")
    return original_wan(place / "original" / "wan"), tiny_wan(place / "diffusers" / "wan", deep=True)


def published(file: str) -> dict[str, list[int]]:
    keys: dict[str, list[int]] = json.loads(PUBLISHED.read_text())[file]
    return keys


def ours(file: str, names: Mapping[str, str]) -> list[str]:
    """The parameters of our VAE, in the order in which it defines them."""
    state = {names[key]: torch.empty(shape, device="meta") for key, shape in published(file).items()}
    network: Any = empty_vae(original.vae_settings(state, file), Path(file))
    return list(network.state_dict())


@pytest.mark.parametrize("file", [VAE, LARGE_VAE])
def test_our_vae_lists_its_layers_in_the_order_of_the_published_file(file: str) -> None:
    """Which is that in which both are run, so that no two of one shape can have changed places. Only attention stands
    before the two residual blocks that it is run between."""
    names = original.vae_names(published(file))
    theirs, own = [names[key] for key in published(file)], ours(file, names)
    assert sorted(theirs, key=is_attention) == sorted(own, key=is_attention)


def is_attention(name: str) -> bool:
    return ".attentions." in name


@pytest.mark.parametrize(("scale", "file"), [(8, VAE), (16, LARGE_VAE)])
def test_a_vae_in_wan_s_own_file_encodes_and_decodes_as_in_diffusers_folder(
    tmp_path: Path, scale: int, file: str
) -> None:
    published = load_vae(original_wan(tmp_path / "a", vae_scale=scale) / file, ON_CPU)
    converted = load_vae(tiny_wan(tmp_path / "b", vae_scale=scale, deep=True) / "vae", ON_CPU)
    frames = np.random.default_rng(0).random((5, 32, 48, 3), dtype=np.float32)
    latents = published.encode(frames)
    assert latents.shape == (1, 48 if scale == 16 else 16, 2, 32 // scale, 48 // scale)
    assert latents.std() > 0.01
    torch.testing.assert_close(latents, converted.encode(frames), rtol=0, atol=1e-6)
    films = [np.stack(list(vae.decode(latents))) for vae in (published, converted)]
    assert films[0].std() > 0.001
    assert np.abs(films[0] - films[1]).max() < 1e-6


def test_a_vae_whose_names_another_program_has_wrapped_is_the_same(twins: tuple[Path, Path], tmp_path: Path) -> None:
    tensors = torch.load(twins[0] / VAE, weights_only=True)
    save_file({f"model.{key}": tensor.contiguous() for key, tensor in tensors.items()}, tmp_path / "a.safetensors")
    (settings, plain), (others, wrapped) = (
        original.read_vae(path) for path in (twins[0] / VAE, tmp_path / "a.safetensors")
    )
    assert settings == others
    assert plain.keys() == wrapped.keys()
    assert all(torch.equal(plain[key], wrapped[key]) for key in plain)


def test_an_encoder_in_wan_s_own_file_reads_as_in_diffusers_folder(twins: tuple[Path, Path]) -> None:
    here = Where(CPU, torch.float32)
    ids = torch.tensor([[5, 9, 3, 17, 1]])
    with torch.no_grad():
        published, converted = (
            load_encoder(path, here)(input_ids=ids).last_hidden_state
            for path in (twins[0] / ENCODER, twins[1] / "text_encoder")
        )
    assert published.std() > 0.1
    torch.testing.assert_close(published, converted, rtol=0, atol=1e-6)


def test_heads_are_as_many_as_wan_s_own_configuration_says(twins: tuple[Path, Path], tmp_path: Path) -> None:
    published, converted = load_transformer(twins[0]), load_transformer(twins[1] / "transformer")
    told = ("num_attention_heads", "attention_head_dim", "text_dim", "ffn_dim", "cross_attn_norm", "eps", "qk_norm")
    assert all(published.config[name] == converted.config[name] for name in told)
    assert published.config["num_attention_heads"] == 2
    weights = "diffusion_pytorch_model.safetensors"
    (tmp_path / weights).write_bytes((twins[0] / weights).read_bytes())
    (tmp_path / "config.json").write_text('{"num_heads": 7}')
    with pytest.raises(ModelError, match=r"24 wide by its patch_embedding\.weight, and said to have 7 heads"):
        load_transformer(tmp_path)


def test_two_experts_as_wan_publishes_them_make_the_frames_of_diffusers_folder(tmp_path: Path) -> None:
    steps = Sampling(steps=4, shift=5.0)
    folders = original_wan(tmp_path / "a", experts=2), tiny_wan(tmp_path / "b", experts=2, deep=True)
    films = [made(video_model(request(folder), Report()), steps) for folder in folders]
    assert films[0].std() > 0.001
    assert np.abs(films[0] - films[1]).max() < 1e-6


def test_a_take_of_a_published_folder_is_that_of_diffusers_folder(twins: tuple[Path, Path], tmp_path: Path) -> None:
    frames = timed(make_clip(HELD_OUT + 6, 12, 96, 64, float(RATE)).frames, RATE)
    write_film(tmp_path / "clip.mp4", frames, VideoInfo(96, 64, RATE))

    def extended(model: Path, output: str) -> Take:
        asked = extend_request(
            tmp_path / "clip.mp4",
            seconds=Fraction(1, 6),
            output=tmp_path / output,
            model=str(model),
            prompt="a wave",
            steps=2,
            seed=3,
        )
        [take] = engine.run(asked)
        return take

    published, converted = extended(twins[0], "a.mp4"), extended(twins[1], "b.mp4")
    assert published.model == converted.model == "wan"
    assert np.array_equal(images(published.path), images(converted.path))
    assert len(images(published.path)) > 4


def saved(path: Path, spoil: Callable[[Tensors], object]) -> Path:
    """A file of a tiny VAE, spoilt."""
    tensors: Tensors = torch.load(path, weights_only=True)
    spoil(tensors)
    torch.save(tensors, path)
    return path


@pytest.mark.parametrize(
    ("spoil", "words"),
    [
        (lambda tensors: tensors.pop("decoder.head.0.gamma"), r"lacks decoder\.norm_out\.gamma"),
        (lambda tensors: tensors.pop("encoder.conv1.weight"), r"not whole: encoder\.conv_in\.weight is missing"),
        (lambda tensors: tensors.update({"encoder.more.weight": torch.ones(1)}), "no place for: encoder.more.weight"),
        (lambda tensors: tensors.update({"encoder.conv_in.bias": torch.ones(1)}), "the same tensors twice"),
        (lambda tensors: tensors.update({"decoder.upsamples.x.residual.0.gamma": torch.ones(1)}), "no place for: dec"),
        (lambda tensors: tensors.update({"model_ema": torch.ones(1)}), "holds what it should not: model_ema"),
        (lambda tensors: tensors.update({"conv1.weight": re.compile("x")}), "other than tensors, which is never run"),
    ],
)
def test_a_file_that_is_not_what_its_name_says_is_told(
    tmp_path: Path, spoil: Callable[[Tensors], object], words: str
) -> None:
    path = saved(original_wan(tmp_path) / VAE, spoil)
    with pytest.raises(ModelError, match=words):
        load_vae(path, ON_CPU)


def test_a_vae_is_no_text_encoder_and_none_may_be_of_any_size(
    twins: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(ModelError, match=r"holds what it should not: encoder\.conv1\.weight"):
        original.stored_text_encoder(twins[0] / VAE)
    monkeypatch.setattr(original, "LARGEST_ENCODER", 1000)
    with pytest.raises(ModelError, match="larger than"):
        original.stored_text_encoder(twins[0] / ENCODER)
