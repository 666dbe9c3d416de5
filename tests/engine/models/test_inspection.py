"""What a file is, told by its header."""

import json
import pickle
import shutil
import struct
from collections.abc import Callable
from pathlib import Path
from random import Random

import pytest
import torch
from safetensors.torch import save_file

from engine.models.contents.found import Part
from engine.models.contents.inspection import inspected
from engine.models.files.gguf_header import Kind
from tests.engine.models.files import (
    ENCODER,
    FIVE,
    LARGE,
    LARGE_VAE,
    PARTS,
    PUBLISHED,
    SMALL,
    VAE,
    adapter,
    gguf,
    safetensors,
    tokenizer,
    transformers_keys,
)
from tests.engine.tiny_wan import original_wan, tiny_wan

ADDED = {"marker": ({"scaled_fp8": [0]}, "F8_E4M3"), "scale": ({"blocks.0.ffn.0.scale_weight": []}, "F32")}


@pytest.mark.parametrize(
    ("key", "prefix", "family", "size"),
    [
        (LARGE, "", "Wan T2V 14B", (40, 5120, 16)),
        (SMALL, "model.diffusion_model.", "Wan 2.1 T2V 1.3B", (30, 1536, 16)),
        (FIVE, "diffusion_model.", "Wan 2.2 TI2V 5B", (30, 3072, 48)),
    ],
)
def test_a_published_transformer_is_known_by_its_header_under_any_name(
    tmp_path: Path, key: str, prefix: str, family: str, size: tuple[int, int, int]
) -> None:
    shapes = {f"{prefix}{name}": shape for name, shape in PUBLISHED[key].items()}
    found = inspected(safetensors(tmp_path / "holiday.safetensors", shapes))
    assert (found.kind, found.family, found.why) == (Part.TRANSFORMER, family, "")
    assert (found.blocks, found.width, found.channels, found.text) == (*size, 4096)


@pytest.mark.parametrize(
    ("stored", "also", "told"),
    [
        ("BF16", {}, "bf16"),
        ("F16", {}, "fp16"),
        ("F32", {}, "fp32"),
        ("F8_E4M3", {}, "fp8"),
        ("F8_E4M3", ADDED, "fp8 scaled"),
    ],
)
def test_how_it_is_stored_is_told(tmp_path: Path, stored: str, also: dict[str, tuple[dict, str]], told: str) -> None:
    assert inspected(safetensors(tmp_path / "a.safetensors", PUBLISHED[SMALL], stored, also)).stored == told


@pytest.mark.parametrize("kind", [Kind.Q4_K, Kind.Q8_0, Kind.BF16])
def test_a_gguf_file_is_told_by_what_most_of_it_is_stored_as(tmp_path: Path, kind: Kind) -> None:
    found = inspected(gguf(tmp_path / "wan.bin", PUBLISHED[SMALL], kind))
    assert (found.kind, found.family, found.stored, found.why) == (
        *(Part.TRANSFORMER, "Wan 2.1 T2V 1.3B", f"GGUF {kind.name}", ""),
    )


def test_a_gguf_tensor_that_its_writer_flattened_has_its_shape_again(tmp_path: Path) -> None:
    patch = "patch_embedding.weight"
    path = gguf(tmp_path / "a.gguf", PUBLISHED[SMALL], Kind.Q8_0, flat=(patch,))
    assert inspected(path).why == ""
    with path.open("r+b") as file:
        file.seek(file.read(4000).index(struct.pack("<5i", *PUBLISHED[SMALL][patch])))
        file.write(struct.pack("<5i", 7, 1, 1, 1, 1))
    assert "another size than it has" in inspected(path).why


def test_a_gguf_kind_that_is_not_read_here_is_named(tmp_path: Path) -> None:
    path = gguf(tmp_path / "a.gguf", {"patch_embedding.weight": [8, 32]}, Kind.Q8_0)
    path.write_bytes(path.read_bytes().replace(struct.pack("<IQ", Kind.Q8_0, 0), struct.pack("<IQ", 20, 0)))
    assert "patch_embedding.weight is stored as IQ4_NL. Choose a Q4_K" in inspected(path).why


def test_vaes_and_text_encoders_are_known_in_every_layout(tmp_path: Path) -> None:
    tiny, own = tiny_wan(tmp_path / "tiny"), original_wan(tmp_path / "own", vae_scale=16)
    names = {f"enc.blk.{block}.attn_{part}.weight": [4096, 4096] for block in range(24) for part in ("q", "rel_b")}
    llama = gguf(tmp_path / "t5.gguf", {"token_embd.weight": [256384, 4096], **names}, Kind.Q8_0, words=300)
    told = {
        safetensors(tmp_path / "a.safetensors", PUBLISHED[VAE]): (Part.VAE, "VAE of Wan 2.1", 16, 0, False),
        safetensors(tmp_path / "b.safetensors", PUBLISHED[LARGE_VAE]): (
            Part.VAE,
            "VAE of Wan 2.2 TI2V 5B",
            48,
            0,
            False,
        ),
        tiny / "vae": (Part.VAE, "VAE of Wan 2.1", 16, 0, False),
        safetensors(tmp_path / "e.safetensors", {f"model.{key}": shape for key, shape in PUBLISHED[VAE].items()}): (
            *(Part.VAE, "VAE of Wan 2.1", 16, 0, False),
        ),
        own / "Wan2.2_VAE.pth": (Part.VAE, "VAE of Wan 2.2 TI2V 5B", 48, 0, False),
        safetensors(tmp_path / "c.safetensors", PUBLISHED[ENCODER]): (Part.TEXT_ENCODER, "umT5-XXL", 0, 4096, False),
        safetensors(tmp_path / "d.safetensors", transformers_keys()): (Part.TEXT_ENCODER, "umT5-XXL", 0, 4096, False),
        llama: (Part.TEXT_ENCODER, "umT5-XXL", 0, 4096, True),
        tiny / "text_encoder": (Part.TEXT_ENCODER, "umT5, 2 blocks deep and 8 wide", 0, 8, False),
        own / ENCODER: (Part.TEXT_ENCODER, "umT5, 2 blocks deep and 8 wide", 0, 8, False),
    }
    found = {path: inspected(path) for path in told}
    assert {each.why for each in found.values()} == {""}
    assert {
        path: (each.kind, each.family, each.channels, each.text, each.carries_words) for path, each in found.items()
    } == told


def test_a_tokenizer_tells_how_many_words_it_knows(tmp_path: Path) -> None:
    for name in ("tokenizer.json", "spiece.model"):
        found = inspected(tokenizer(tmp_path / name, 300))
        assert (found.kind, found.words, found.why) == (Part.TOKENIZER, 300, "")
    (tmp_path / "clip" / "tokenizer.json").parent.mkdir()
    (tmp_path / "clip" / "tokenizer.json").write_text(json.dumps({"model": {"type": "BPE", "vocab": {"a": 1}}}))
    assert "another kind" in inspected(tmp_path / "clip" / "tokenizer.json").why
    (tmp_path / "other.model").write_bytes(b"\x08\x01nothing of the kind")
    assert "another kind" in inspected(tmp_path / "other.model").why


def test_an_adapter_tells_its_size_and_kind(tmp_path: Path) -> None:
    pusa = inspected(adapter(tmp_path / "a.safetensors", ("lora_A", "lora_B"), 512))
    assert (pusa.kind, pusa.adapter, pusa.rank, pusa.width, pusa.blocks) == (Part.ADAPTER, "PUSA", 512, 5120, 40)
    style = inspected(adapter(tmp_path / "b.safetensors", ("lora_A", "lora_B"), 32, prefix="base_model.model."))
    assert (style.adapter, style.rank, style.why) == ("another adapter", 32, "")


def without(*names: str) -> Callable[[str], bool]:
    return lambda key: key not in names


def changed(key: str, **shapes: list[int]) -> dict[str, list[int]]:
    return PUBLISHED[key] | {name.replace("__", "."): shape for name, shape in shapes.items()}


OTHERS = {
    "an image-to-video transformer": ({**PUBLISHED[SMALL], "img_emb.proj.0.weight": [1280]}, "an image-to-video"),
    "one that takes pictures as channels": (
        changed(SMALL, patch_embedding__weight=[1536, 36, 1, 2, 2]),
        "takes 36 channels and gives 16",
    ),
    "VACE": ({**PUBLISHED[SMALL], "vace_blocks.0.norm3.weight": [1536]}, "VACE"),
    "Animate": ({**PUBLISHED[SMALL], "face_adapter.fuser_blocks.0.q_norm.weight": [1]}, "Animate"),
    "S2V": ({**PUBLISHED[SMALL], "audio_injector.x": [1]}, "moves to a sound"),
    "what VACE adds": ({"vace_blocks.0.norm3.weight": [5120]}, "has beside a plain one"),
    "one that reads a frame rate": ({**PUBLISHED[SMALL], "fps_embedding.weight": [2]}, "has: fps_embedding.weight."),
    "the first of several files": (dict(list(PUBLISHED[SMALL].items())[:400]), "one of several files"),
    "the last of several files": (dict(list(PUBLISHED[SMALL].items())[400:]), "one of several files"),
    "a VAE that enlarges": (changed(VAE, decoder__head__2__weight=[12, 96, 3, 3, 3]), "and gives 12"),
    "another patch": (changed(SMALL, patch_embedding__weight=[1536, 16, 1, 4, 4]), "gives 4"),
    "all in one": (
        {**{f"model.diffusion_model.{key}": shape for key, shape in PUBLISHED[SMALL].items()}, "vae.conv1.weight": [1]},
        "several parts of a model in one file",
    ),
    "T5": (
        {key: shape for key, shape in transformers_keys().items() if "bias" not in key or "block.0." in key},
        "a T5",
    ),
    "umT5 with its decoder": ({**transformers_keys(), "decoder.block.0.x": [1]}, "with its decoder"),
    "another model": ({"model.layers.0.weight": [4]}, "no part of a Wan model: it holds model.layers.0.weight"),
    "nothing": ({}, "no tensors"),
    "another base's adapter": ({"lora_unet_down_blocks_0_attn.lora_down.weight": [4, 4]}, "another kind of model"),
    "an adapter for another patch": (
        {"blocks.0.cross_attn.q.lora_A.weight": [4, 8], "patch_embedding.diff": [8, 36, 1, 2, 2]},
        "for image-to-video",
    ),
    "an adapter for pictures": (
        {f"blocks.0.cross_attn.{part}.lora_A.weight": [4, 8] for part in ("k", "k_img")},
        "for image-to-video",
    ),
}  # fmt: skip


@pytest.mark.parametrize("what", OTHERS)
def test_what_is_of_no_use_is_said_with_what_it_is(tmp_path: Path, what: str) -> None:
    shapes, words = OTHERS[what]
    assert words in inspected(safetensors(tmp_path / "a.safetensors", shapes)).why


def test_what_is_stored_in_a_way_that_is_not_read_here_is_said(tmp_path: Path) -> None:
    found = inspected(safetensors(tmp_path / "a.safetensors", PUBLISHED[SMALL], "I8"))
    assert found.kind is Part.TRANSFORMER
    assert "stored as I8" in found.why


def test_a_width_that_does_not_tell_its_heads_needs_a_configuration(tmp_path: Path) -> None:
    folder = tiny_wan(tmp_path) / "transformer"
    assert inspected(folder).why == ""
    assert "Put its config.json beside it" in inspected(next(folder.glob("*.safetensors"))).why


def cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-50])


def lying_gguf(path: Path) -> None:
    content = path.read_bytes()
    path.write_bytes(content[:8] + (2**60).to_bytes(8, "little") + content[16:])


class Trap:
    """What a hostile pickle would do when it is opened."""

    def __reduce__(self) -> tuple[Callable[[str], None], tuple[str]]:
        return shutil.rmtree, ("never",)


SPOILT: dict[str, tuple[str, Callable[[Path], object], str]] = {
    "truncated": ("a.safetensors", cut, "damaged"),
    "empty": ("a.safetensors", lambda path: path.write_bytes(b""), "is empty"),
    "text": ("a.safetensors", lambda path: path.write_text("<html>404</html>"), "damaged"),
    "an old pickle": ("a.safetensors", lambda path: path.write_bytes(pickle.dumps({"a": 1})), "a pickle of a form"),
    "a renamed pickle that is a trap": ("a.safetensors", lambda path: torch.save({"a": Trap()}, path), "no part of"),
    "half a zip": ("a.pth", lambda path: (torch.save({"a": torch.zeros(99)}, path), cut(path)), "damaged"),
    "a GGUF that lies": ("a.gguf", lying_gguf, "damaged"),
    "half a GGUF": ("a.gguf", cut, "damaged"),
}


@pytest.mark.parametrize("how", SPOILT)
def test_a_bad_file_is_said_to_be_one_and_nothing_of_it_is_run(tmp_path: Path, how: str) -> None:
    name, spoil, words = SPOILT[how]
    path = tmp_path / name
    if path.suffix == ".gguf":
        gguf(path, {"patch_embedding.weight": [8, 32]}, Kind.Q8_0)
    else:
        save_file({"patch_embedding.weight": torch.zeros(8, 4)}, path)
    spoil(path)
    found = inspected(path)
    assert found.kind is Part.OTHER
    assert words in found.why


@pytest.mark.parametrize("form", ["safetensors", "gguf", "pth", "model"])
def test_a_byte_that_has_turned_anywhere_in_a_header_is_survived(tmp_path: Path, form: str) -> None:
    path, random = tmp_path / f"a.{form}", Random(form)
    shapes = {name: shape for name, shape in PUBLISHED[SMALL].items() if "blocks" not in name}
    if form == "gguf":
        gguf(path, {name: [2, 32] for name in shapes}, Kind.Q8_0, words=9)
    elif form == "pth":
        torch.save({name: torch.zeros(2) for name in shapes}, path)
    else:
        _ = tokenizer(path, 50) if form == "model" else safetensors(path, {name: [2] for name in shapes})
    whole = path.read_bytes()[:3000]
    for _ in range(80):
        content = bytearray(path.read_bytes())
        at = random.randrange(len(whole))
        content[at] = random.randrange(256)
        (tmp_path / f"b.{form}").write_bytes(content)
        inspected(tmp_path / f"b.{form}")  # raises nothing, and does not go on for ever


def test_a_folder_of_shards_lacks_what_its_index_names(tmp_path: Path) -> None:
    folder = tmp_path / "transformer"
    keys = list(PUBLISHED[SMALL])
    shards = {"one.safetensors": keys[:400], "two.safetensors": keys[400:]}
    for name, held in shards.items():
        safetensors(folder / name, {key: PUBLISHED[SMALL][key] for key in held})
    places = {key: name for name, held in shards.items() for key in held}
    (folder / "x.safetensors.index.json").write_text(json.dumps({"weight_map": places}))
    assert (inspected(folder).family, inspected(folder).why) == ("Wan 2.1 T2V 1.3B", "")
    (folder / "two.safetensors").unlink()
    assert "is not whole: 1 of its 2 files are missing, two.safetensors" in inspected(folder).why


def test_every_module_that_an_adapter_may_change_is_known_in_all_layouts(tmp_path: Path) -> None:
    musubi = {f"lora_unet_blocks_3_{part.replace('.', '_')}.lora_down.weight": [4, 1536] for part in PARTS}
    diffusers = {f"transformer.blocks.3.attn1.to_{part}.lora_A.weight": [4, 1536] for part in "qkv"}
    for number, shapes in enumerate((musubi, diffusers)):
        found = inspected(safetensors(tmp_path / f"{number}.safetensors", shapes))
        assert (found.blocks, found.width, found.rank, found.why) == (4, 1536, 4, "")
