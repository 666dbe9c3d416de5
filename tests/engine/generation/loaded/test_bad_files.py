"""Every fault of a weight file is told, by the tensor or the place at fault; nothing else is raised."""

import random
import re
import struct
from collections.abc import Callable
from pathlib import Path
from zipfile import ZipFile

import pytest
import torch
from safetensors.torch import load_file, save_file
from torch import Tensor

from engine.errors import ModelError
from engine.generation.loaded.adapters.files import read_adapter
from engine.generation.loaded.adapters.lora import merge
from engine.generation.loaded.files.loading import Where, load_transformer, our_names
from engine.generation.loaded.files.original import encoder_names, vae_names
from engine.generation.loaded.vae.wan_vae import load_vae
from engine.generation.loaded.words.text import load_encoder
from engine.generation.memory.placement import Placement, Precision
from engine.models.files.gguf_header import Kind, read_header
from tests.engine.generation.loaded.test_conformance import TINY
from tests.engine.generation.loaded.writing import letters, scaled, write_gguf
from tests.engine.tiny_wan import original_wan

Tensors = dict[str, Tensor]
Change = Callable[[Tensors], object]
ENCODER, VAE = "models_t5_umt5-xxl-enc-bf16.pth", "Wan2.1_VAE.pth"
FFN = "blocks.0.ffn.0.weight"
TENSOR = re.compile(r"\b[\w.]+\.(?:weight|bias|gamma)\b|scale_shift_table")
FLIPS = 200
HEADS = {"config": '{"num_heads": 4}'}  # a file's metadata


@pytest.fixture
def transformer(trajectories: Path) -> Tensors:
    return load_file(trajectories / "dit_low_noise.safetensors")


@pytest.fixture
def adapter(trajectories: Path) -> Tensors:
    return load_file(trajectories / "lightx2v_lora_low.safetensors")


@pytest.fixture(scope="module")
def wan(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return original_wan(tmp_path_factory.mktemp("wan"))


def told(read: Callable[[Path], object], path: Path) -> str:
    with pytest.raises(ModelError) as raised:
        read(path)
    return str(raised.value)


def transformer_at(path: Path) -> object:
    """Whose heads alone a configuration tells: all else follows from shapes, also from those at fault."""
    return load_transformer(path)


def blocks_at(path: Path) -> object:
    return load_transformer(path, config=TINY)


def encoder_at(path: Path) -> object:
    return load_encoder(path, Where(torch.device("cpu"), torch.float32))


def vae_at(path: Path) -> object:
    return load_vae(path, Placement("cpu", Precision.FULL))


def less(tensors: Tensors, key: str) -> Tensors:
    return {name: tensor for name, tensor in tensors.items() if name != key}


def larger(tensor: Tensor) -> Tensor:
    more = torch.cat([tensor, tensor[:1]])
    return torch.cat([more, more[..., :1]], dim=-1)


def is_told_of_each(
    tensors: Tensors, names: dict[str, str], save: Callable[[Tensors], Path], read: Callable[[Path], object]
) -> None:
    """Left out, every tensor is named, by its own key or ours. Larger by a row and a column, it is, or those that
    it disagrees with, where a size follows from it."""
    for key, name in names.items():
        words = told(read, save(less(tensors, key)))
        assert name in words or key in words, f"{key}: {words}"
        words = told(read, save(tensors | {key: larger(tensors[key])}))
        assert TENSOR.search(words), f"{key}: {words}"


def test_every_tensor_of_a_transformer_is_missed_and_measured(transformer: Tensors, tmp_path: Path) -> None:
    def save(tensors: Tensors) -> Path:
        save_file(tensors, tmp_path / "fault.safetensors", HEADS)
        return tmp_path / "fault.safetensors"

    names = {key: name for key, name in our_names(transformer).items() if not key.startswith("blocks.1.")}
    assert len(names) > 40
    names.pop("time_embedding.0.weight")  # by which a transformer is known
    is_told_of_each(transformer, names, save, transformer_at)


@pytest.mark.parametrize(("file", "names_of", "read"), [(ENCODER, encoder_names, encoder_at), (VAE, vae_names, vae_at)])
def test_tensors_of_a_published_pickle_are_missed_and_measured(
    wan: Path, tmp_path: Path, file: str, names_of: Callable[[Tensors], dict[str, str]], read: Callable[[Path], object]
) -> None:
    def save(tensors: Tensors) -> Path:
        torch.save(tensors, tmp_path / file)
        return tmp_path / file

    tensors = torch.load(wan / file, weights_only=True)
    names = names_of(tensors)
    picked = sorted(names)[:: max(1, len(names) // 6)]
    assert len(picked) >= 6
    is_told_of_each(tensors, {key: names[key] for key in picked}, save, read)


FAULTS: dict[str, tuple[Change, str]] = {
    "the same under a prefix": (lambda held: held.update({f"diffusion_model.{FFN}": held[FFN] + 1}), "same keys twice"),
    "the same in our name": (
        lambda held: held.update({"blocks.0.ffn.net.0.proj.weight": held[FFN] + 1}),
        r"different names: blocks\.0\.ffn\.",
    ),
    "one too many": (
        lambda held: held.update({"blocks.0.more.weight": torch.ones(2)}),
        r"no place for: blocks\.0\.more",
    ),
    "a block too many": (
        lambda held: held.update({"blocks.7.norm3.bias": torch.ones(2)}),
        r"lacks blocks\.2\.|blocks\.7",
    ),
    "a letter for a number": (lambda held: held.update({"blocks.x.norm3.bias": torch.ones(2)}), r"blocks\.x"),
    "whole numbers": (lambda held: held.update({FFN: held[FFN].to(torch.int8)}), r"not known here: blocks\.0\.ffn\.0"),
    "truth values": (lambda held: held.update({FFN: held[FFN] > 0}), r"blocks\.0\.ffn\.0\.weight \(bool\)"),
    "bytes": (lambda held: held.update({FFN: held[FFN].to(torch.uint8)}), r"blocks\.0\.ffn\.0\.weight \(uint8\)"),
    "complex numbers": (lambda held: held.update({FFN: held[FFN].to(torch.complex64)}), r"blocks\.0\.ffn\.0\.weight"),
    "exponents alone": (
        lambda held: held.update({FFN: held[FFN].to(torch.float8_e8m0fnu)}),
        r"blocks\.0\.ffn\.0\.weight",
    ),
    "no rows": (lambda held: held.update({FFN: held[FFN][:0]}), r"ffn\.net\.0\.proj\.weight has no shape"),
    "one dimension": (lambda held: held.update({FFN: held[FFN].flatten()}), r"ffn\.net\.0\.proj\.weight has no shape"),
    "a flat patch": (
        lambda held: held.update({"patch_embedding.weight": held["patch_embedding.weight"].flatten(1)}),
        r"patch_embedding\.weight has no shape",
    ),
    "a vector for the patch": (
        lambda held: held.update({"patch_embedding.weight": torch.ones(3)}),
        r"patch_embedding\.weight has no shape",
    ),
    "pictures as well": (
        lambda held: held.update({"img_emb.proj.0.weight": torch.ones(2)}),
        "image-to-video .*image_emb",
    ),
    "more channels in than out": (
        lambda held: held.update({"patch_embedding.weight": torch.ones(96, 36, 1, 2, 2)}),
        r"takes 36 channels by its patch_embedding\.weight and gives 16",
    ),
    "no marks of a transformer": (lambda held: held.pop("time_embedding.0.weight"), "no Wan transformer; its keys are"),
    "a vocabulary": (
        lambda held: held.update({"spiece_model": torch.ones(9, dtype=torch.uint8)}),
        "no place for: spiece_model",
    ),
    "a scale that is no number": (
        lambda held: held.update({"blocks.0.ffn.0.scale_weight": torch.tensor(torch.nan)}),
        "ffn",
    ),
    "an endless scale": (lambda held: held.update({"blocks.0.ffn.0.weight_scale": torch.tensor(torch.inf)}), r"ffn\.0"),
    "a whole scale": (
        lambda held: held.update({"blocks.0.ffn.0.scale_weight": torch.tensor(2)}),
        r"ffn\.0\.scale_weight",
    ),
    "a scale a column": (
        lambda held: held.update({"blocks.0.ffn.0.scale_weight": torch.ones(1, 96)}),
        r"ffn\.0\.scale",
    ),
    "two scales": (
        lambda held: held.update(
            {f"blocks.0.ffn.0.{name}": torch.tensor(1.0) for name in ("scale_weight", "weight_scale")}
        ),
        r"two scales for one weight: blocks\.0\.ffn\.0\.scale_weight",
    ),
    "a scale of nothing": (
        lambda held: held.update({"blocks.0.no.scale_weight": torch.ones(1)}),
        r"blocks\.0\.no\.scale",
    ),
    "another quantisation": (
        lambda held: held.update({"blocks.0.ffn.0.comfy_quant": letters('{"format": "nvfp4"}')}),
        r"not known here, by blocks\.0\.ffn\.0\.comfy_quant",
    ),
    "a rotated quantisation": (
        lambda held: held.update({"a.comfy_quant": letters('{"format": "float8_e4m3fn", "convrot": true}')}),
        r"by a\.comfy_quant",
    ),
    "a quantisation without words": (lambda held: held.update({"a.comfy_quant": torch.ones(3)}), r"by a\.comfy_quant"),
    "a quantisation in no words": (lambda held: held.update({"a.comfy_quant": letters("{")}), r"by a\.comfy_quant"),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_of_a_transformer_is_told_by_the_tensor_at_fault(
    transformer: Tensors, tmp_path: Path, fault: str
) -> None:
    change, words = FAULTS[fault]
    tensors = dict(transformer)
    change(tensors)
    save_file(tensors, tmp_path / "fault.safetensors", HEADS)
    with pytest.raises(ModelError, match=words):
        transformer_at(tmp_path / "fault.safetensors")


LAYER = "diffusion_model.blocks.0.self_attn.q"
ADAPTER_FAULTS: dict[str, tuple[Change, str]] = {
    "no other factor": (
        lambda held: held.pop(f"{LAYER}.lora_up.weight"),
        r"only alpha, lora_down for blocks\.0\.self_attn",
    ),
    "an alpha alone": (
        lambda held: held.update({"blocks.0.x.alpha": torch.tensor(1.0)}),
        r"only alpha for blocks\.0\.x",
    ),
    "an alpha that is no number": (
        lambda held: held.update({f"{LAYER}.alpha": torch.tensor(torch.nan)}),
        r"alpha for blocks\.0\.self_attn\.q that is not one number",
    ),
    "another rank": (
        lambda held: held.update({f"{LAYER}.lora_up.weight": torch.ones(96, 3)}),
        r"different rank for blocks\.0\.self_attn\.q",
    ),
    "no rank": (
        lambda held: held.update(
            {f"{LAYER}.lora_up.weight": torch.ones(96, 0), f"{LAYER}.lora_down.weight": torch.ones(0, 96)}
        ),
        "different rank",
    ),
    "a vector for a factor": (lambda held: held.update({f"{LAYER}.lora_up.weight": torch.ones(96)}), "different rank"),
    "the same without a prefix": (
        lambda held: held.update({f"{LAYER}.alpha".removeprefix("diffusion_model."): torch.tensor(1.0)}),
        r"doubled tensors: .*blocks\.0\.self_attn\.q\.alpha",
    ),
    "the same in our name": (
        lambda held: held.update(
            {"blocks.0.norm2.diff": torch.ones(96), "diffusion_model.blocks.0.norm3.diff": torch.ones(96)}
        ),
        r"the same under two names: blocks\.0\.norm",
    ),
    "whole numbers": (
        lambda held: held.update({f"{LAYER}.lora_up.weight": torch.ones(96, 4, dtype=torch.int16)}),
        r"blocks\.0\.self_attn\.q\.lora_up\.weight \(int16\)",
    ),
    "another kind of factors": (
        lambda held: held.update({"blocks.0.self_attn.q.lokr_w1": torch.ones(2, 2)}),
        r"unknown or doubled tensors: blocks\.0\.self_attn\.q\.lokr_w1",
    ),
    "a magnitude": (
        lambda held: held.update({"blocks.0.self_attn.q.lora_magnitude_vector": torch.ones(2)}),
        "lora_magnitude_vector",
    ),
    "for pictures": (
        lambda held: held.update({"blocks.0.cross_attn.k_img.diff_b": torch.ones(96)}),
        r"for image-to-video models.* blocks\.0\.cross_attn\.k_img\.bias",
    ),
    "for a layer that is not there": (
        lambda held: held.update({"blocks.9.norm3.diff": torch.ones(96)}),
        r"does not have: blocks\.9\.norm3",
    ),
    "another shape": (
        lambda held: held.update({"blocks.0.norm3.diff": torch.ones(95)}),
        r"blocks\.0\.norm3\.weight \(95 there, 96 here\)",
    ),
}


@pytest.mark.parametrize("fault", ADAPTER_FAULTS)
def test_a_fault_of_an_adapter_is_told_and_nothing_is_merged(
    adapter: Tensors, trajectories: Path, tmp_path: Path, fault: str
) -> None:
    change, words = ADAPTER_FAULTS[fault]
    tensors = dict(adapter)
    change(tensors)
    save_file(tensors, tmp_path / "fault.safetensors")
    base = load_transformer(trajectories / "dit_low_noise.safetensors", config=TINY)
    before = {name: weight.clone() for name, weight in base.state_dict().items()}
    with pytest.raises(ModelError, match=words):
        merge(base, read_adapter(tmp_path / "fault.safetensors"), 1.0)
    assert all(torch.equal(weight, before[name]) for name, weight in base.state_dict().items())


def doubled(tensors: Tensors) -> Tensors:
    return tensors | {"encoder.embed_tokens.weight": tensors["shared.weight"] + 1}


def test_two_embeddings_of_words_have_to_be_one(tmp_path: Path, wan: Path) -> None:
    tensors = torch.load(wan / ENCODER, weights_only=True)
    ours = {name: tensors[key] for key, name in encoder_names(tensors).items()}
    file = tmp_path / "encoder.safetensors"
    save_file(ours | {"encoder.embed_tokens.weight": ours["shared.weight"].clone()}, file)
    encoder_at(file)
    save_file(doubled(ours), file)
    assert "shared.weight and encoder.embed_tokens.weight" in told(encoder_at, file)


def files(folder: Path, wan: Path, transformer: Tensors) -> dict[str, tuple[Path, Callable[[Path], object], range]]:
    """A file of each kind, what reads it, and the bytes that say what is in it."""
    plain, blocks = folder / "plain.safetensors", write_gguf(folder / "blocks.gguf", transformer, Kind.Q8_0)
    save_file(scaled(transformer), plain, HEADS)
    (header,) = struct.unpack("<Q", plain.read_bytes()[:8])
    with ZipFile(wan / ENCODER) as opened:
        pickled = opened.infolist()[0]
    return {
        "safetensors": (plain, transformer_at, range(8 + header)),
        "gguf": (blocks, blocks_at, range(min(each.start for each in read_header(blocks).values()))),
        "pth": (wan / ENCODER, encoder_at, range(pickled.header_offset + pickled.file_size + 200)),
    }


@pytest.mark.parametrize("kind", ["safetensors", "gguf", "pth"])
def test_a_header_with_bytes_flipped_or_an_end_cut_off_is_read_or_told(
    transformer: Tensors, wan: Path, tmp_path: Path, kind: str
) -> None:
    path, read, header = files(tmp_path, wan, transformer)[kind]
    content, draw, refused = path.read_bytes(), random.Random(kind), 0
    for number in range(FLIPS // 3):
        spoilt = bytearray(content)
        spoilt[draw.choice(header)] ^= 1 << draw.randrange(8)
        cut = draw.randrange(len(spoilt)) if number % 5 == 0 else len(spoilt)
        (tmp_path / "spoilt").write_bytes(spoilt[:cut])
        try:
            read(tmp_path / "spoilt")
        except ModelError:
            refused += 1
    assert refused > FLIPS // 6
