"""What is known of a model folder before its weights are read."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from safetensors.torch import load_file, save_file

from engine.errors import ModelError
from engine.models.defaults import WAN_21, WAN_22, WAN_22_5B
from engine.models.folder import outline
from tests.engine.tiny_wan import original_wan, tiny_wan

WEIGHTS = "diffusion_pytorch_model.safetensors"
Settings = dict[str, Any]


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tiny_wan(tmp_path_factory.mktemp("models") / "tiny")


@pytest.fixture
def folder(whole: Path, tmp_path: Path) -> Path:
    return shutil.copytree(whole, tmp_path / "tiny")


def change(path: Path, **values: object) -> None:
    path.write_text(json.dumps(json.loads(path.read_text()) | values))


def test_a_folder_tells_its_latents_its_defaults_and_every_file_that_decides(whole: Path) -> None:
    found = outline(whole)
    assert (found.name, found.channels, found.scale, found.experts) == ("tiny", 16, 8, 1)
    assert found.defaults == WAN_21
    told = [str(file.relative_to(whole)) for file in found.files]
    assert told == [
        f"transformer/{WEIGHTS}",
        f"vae/{WEIGHTS}",
        "text_encoder/model.safetensors",
        "tokenizer/tokenizer.json",
    ]


def test_two_experts_and_the_large_vae_have_their_own_defaults(tmp_path: Path) -> None:
    two = outline(tiny_wan(tmp_path / "two", experts=2))
    assert (two.experts, two.defaults) == (2, WAN_22)
    assert [file.parent.name for file in two.files[:2]] == ["transformer", "transformer_2"]
    large = outline(tiny_wan(tmp_path / "large", vae_scale=16))
    assert (large.channels, large.scale, large.defaults) == (48, 16, WAN_22_5B)


def test_a_folders_own_boundary_counts(tmp_path: Path) -> None:
    folder = tiny_wan(tmp_path, experts=2)
    change(folder / "model_index.json", boundary_ratio=0.9)
    assert outline(folder).defaults.boundary == 0.9


@pytest.mark.parametrize(
    ("blocks", "heads", "experts", "name"),
    [
        (40, 40, 1, "Wan 2.1 T2V 14B"),
        (40, 40, 2, "Wan 2.2 T2V A14B"),
        (30, 12, 1, "Wan 2.1 T2V 1.3B"),
        (30, 24, 1, "Wan 2.2 TI2V 5B"),
        (30, 24, 2, "tiny"),
    ],
)
def test_published_models_are_known_by_their_size(
    folder: Path, blocks: int, heads: int, experts: int, name: str
) -> None:
    config = folder / "transformer" / "config.json"
    change(config, num_layers=blocks, num_attention_heads=heads, attention_head_dim=128)
    if name.endswith("5B"):
        change(config, in_channels=48, out_channels=48)
        change(folder / "vae" / "config.json", z_dim=48)
    if experts == 2:
        shutil.copytree(folder / "transformer", folder / "transformer_2")
    assert outline(folder).name == name


def test_shards_with_an_index_are_one_model(folder: Path) -> None:
    place = folder / "text_encoder"
    tensors = load_file(place / "model.safetensors")
    (place / "model.safetensors").unlink()
    names = sorted(tensors)
    parts = {"model-1.safetensors": names[:5], "model-2.safetensors": names[5:]}
    for file, held in parts.items():
        save_file({name: tensors[name] for name in held}, place / file)
    places = {name: file for file, held in parts.items() for name in held}
    (place / "model.safetensors.index.json").write_text(json.dumps({"weight_map": places}))
    assert [file.name for file in outline(folder).files if file.parent == place] == list(parts)


def without(name: str) -> Callable[[Path], None]:
    return lambda folder: shutil.rmtree(folder / name)


def saying(name: str, **values: object) -> Callable[[Path], None]:
    return lambda folder: change(folder / name / "config.json", **values)


def cut_short(folder: Path) -> None:
    file = folder / "transformer" / WEIGHTS
    file.write_bytes(file.read_bytes()[:-100])


def another_pipeline(folder: Path) -> None:
    change(folder / "model_index.json", _class_name="WanImageToVideoPipeline")


@pytest.mark.parametrize(
    ("spoil", "words"),
    [
        (lambda folder: (folder / "model_index.json").unlink(), "holds no model: there is no model_index.json"),
        (lambda folder: (folder / "model_index.json").write_text("{"), "cannot be read"),
        (lambda folder: (folder / "model_index.json").write_text("[1]"), "not a table of settings"),
        (lambda folder: (folder / "model_index.json").write_text("[" * 100_000), "cannot be read"),
        (another_pipeline, "holds a WanImageToVideoPipeline, not a WanPipeline"),
        (without("transformer"), "has no transformer"),
        (without("vae"), "has no vae"),
        (without("text_encoder"), "has no text_encoder"),
        (without("tokenizer"), "prompts could not be read"),
        (lambda folder: (folder / "vae" / "config.json").unlink(), "There is no config.json in .*vae"),
        (lambda folder: (folder / "vae" / WEIGHTS).unlink(), "it holds nothing"),
        (saying("transformer", _class_name="UNet"), "holds a UNet, not a WanTransformer3DModel"),
        (saying("transformer", in_channels=36), "transformers have 16 and 36 channels and its VAE 16"),
        (saying("transformer", in_channels="16"), "no usable in_channels: 16"),
        (saying("transformer", num_layers=-1), "no usable num_layers: -1"),
        (saying("transformer", patch_size=[1, 4, 4]), "another grid"),
        (saying("text_encoder", d_model=4096), "text encoder is 4096 wide and its transformer reads 8"),
        (saying("vae", scale_factor_temporal=8), "another number of frames"),
        (cut_short, "damaged or not a safetensors file"),
    ],
)
def test_what_is_missing_or_wrong_is_said(folder: Path, spoil: Callable[[Path], None], words: str) -> None:
    spoil(folder)
    with pytest.raises(ModelError, match=words):
        outline(folder)


def test_experts_of_different_size_do_not_go_together(tmp_path: Path) -> None:
    folder = tiny_wan(tmp_path, experts=2)
    change(folder / "transformer_2" / "config.json", attention_head_dim=24)
    with pytest.raises(ModelError, match="experts are of different size"):
        outline(folder)


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return original_wan(tmp_path_factory.mktemp("published") / "tiny")


@pytest.fixture
def own(published: Path, tmp_path: Path) -> Path:
    return shutil.copytree(published, tmp_path / "tiny")


def test_a_folder_as_wan_publishes_it_is_a_model_too(published: Path) -> None:
    found = outline(published)
    assert (found.name, found.channels, found.scale, found.experts, found.defaults) == ("tiny", 16, 8, 1, WAN_21)
    assert [file.relative_to(published).as_posix() for file in found.files] == [
        *(WEIGHTS, "Wan2.1_VAE.pth", "models_t5_umt5-xxl-enc-bf16.pth", "google/umt5-xxl/tokenizer.json")
    ]


def test_wan_s_own_two_experts_and_large_vae_have_their_own_defaults(tmp_path: Path) -> None:
    two = outline(original_wan(tmp_path / "two", experts=2))
    assert (two.experts, two.defaults) == (2, WAN_22)
    assert [file.parent.name for file in two.files[:2]] == ["high_noise_model", "low_noise_model"]
    large = outline(original_wan(tmp_path / "large", vae_scale=16))
    assert (large.channels, large.scale, large.defaults) == (48, 16, WAN_22_5B)
    assert large.files[1].name == "Wan2.2_VAE.pth"


@pytest.mark.parametrize(
    ("blocks", "width", "experts", "name"),
    [(40, 5120, 1, "Wan 2.1 T2V 14B"), (30, 1536, 1, "Wan 2.1 T2V 1.3B"), (40, 5120, 2, "Wan 2.2 T2V A14B")],
)
def test_published_models_are_known_by_wan_s_own_settings(
    tmp_path: Path, blocks: int, width: int, experts: int, name: str
) -> None:
    own = original_wan(tmp_path, experts)
    for config in own.glob("**/config.json"):
        change(config, num_layers=blocks, dim=width, num_heads=width // 128)
    assert outline(own).name == name


def test_wan_s_own_shards_with_an_index_are_one_model(own: Path) -> None:
    tensors = load_file(own / WEIGHTS)
    (own / WEIGHTS).unlink()
    shards = [f"diffusion_pytorch_model-0000{number}-of-00002.safetensors" for number in (1, 2)]
    places = {key: shards[number % 2] for number, key in enumerate(sorted(tensors))}
    for shard in shards:
        save_file({key: tensors[key] for key, place in places.items() if place == shard}, own / shard)
    (own / f"{WEIGHTS}.index.json").write_text(json.dumps({"weight_map": places}))
    assert [file.name for file in outline(own).files[:2]] == shards


def lacking(name: str) -> Callable[[Path], None]:
    return lambda folder: (folder / name).unlink()


def half_a_download(name: str) -> Callable[[Path], None]:
    def spoil(folder: Path) -> None:
        content = (folder / name).read_bytes()
        (folder / name).write_bytes(content[: len(content) // 2])

    return spoil


@pytest.mark.parametrize(
    ("spoil", "words"),
    [
        (lacking("Wan2.1_VAE.pth"), r"There is no Wan2\.1_VAE\.pth in .*tiny"),
        (lacking("models_t5_umt5-xxl-enc-bf16.pth"), "There is no models_t5_umt5-xxl-enc-bf16.pth"),
        (lacking("google/umt5-xxl/tokenizer.json"), "There is no tokenizer.json in .*google.umt5-xxl: prompts could"),
        (lacking("config.json"), "There is no config.json in .*tiny"),
        (lacking(WEIGHTS), "it holds nothing"),
        (half_a_download("Wan2.1_VAE.pth"), r"Wan2\.1_VAE\.pth is damaged, or not whole"),
        (saying(".", model_type="i2v"), "a Wan model of the kind i2v, which makes no video of text alone"),
        (saying(".", model_type=["t2v"]), "of the kind .*t2v"),
        (saying(".", in_dim=48, out_dim=48), r"There is no Wan2\.2_VAE\.pth"),
        (saying(".", in_dim=36), "transformers have 16 and 36 channels and its VAE 16"),
        (saying(".", _class_name="UNet"), "holds a UNet, not a WanModel"),
        (saying(".", num_heads=7), "no usable attention_head_dim"),
        (saying(".", num_heads=True), "no usable num_attention_heads: True"),
        (saying(".", dim="wide"), "no usable attention_head_dim"),
    ],
)
def test_what_is_missing_or_wrong_in_wan_s_own_folder_is_said(
    own: Path, spoil: Callable[[Path], None], words: str
) -> None:
    spoil(own)
    with pytest.raises(ModelError, match=words):
        outline(own)


def test_one_of_wan_s_two_experts_alone_is_no_model(tmp_path: Path) -> None:
    shutil.rmtree(original_wan(tmp_path, experts=2) / "low_noise_model")
    with pytest.raises(ModelError, match="has no low_noise_model"):
        outline(tmp_path)
    shutil.rmtree(tmp_path / "high_noise_model")
    with pytest.raises(ModelError, match=r"There is no config\.json in"):
        outline(tmp_path)


def test_a_transformer_alone_is_told_what_it_lacks(own: Path) -> None:
    for part in own.glob("*.pth"):
        part.unlink()
    with pytest.raises(ModelError, match=r"There is no Wan2\.1_VAE\.pth"):
        outline(own)
