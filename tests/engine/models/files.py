"""Model files that are all header: as long as they say, and empty behind it, so that the largest takes no room."""

import json
import struct
from collections.abc import Mapping
from math import prod
from pathlib import Path

from engine.models.files.gguf_header import BLOCKS, Kind

PUBLISHED: dict[str, dict[str, list[int]]] = json.loads(
    (Path(__file__).resolve().parents[2] / "data" / "checkpoint_keys.json").read_text()
)
LARGE, SMALL, FIVE = "wan2.1_t2v_14b__and__wan2.2_t2v_a14b_high_low", "wan2.1_t2v_1.3b", "wan2.2_ti2v_5b"
ENCODER, VAE, LARGE_VAE = "models_t5_umt5-xxl-enc-bf16.pth", "Wan2.1_VAE.pth", "Wan2.2_VAE.pth"
BYTES = {"F32": 4, "BF16": 2, "F16": 2, "F8_E4M3": 1, "U8": 1, "I8": 1}
PARTS = [f"{attention}.{part}" for attention in ("self_attn", "cross_attn") for part in "qkvo"]

Shapes = Mapping[str, "list[int] | tuple[int, ...]"]


def safetensors(
    path: Path, shapes: Shapes, stored: str = "BF16", also: Mapping[str, tuple[Shapes, str]] | None = None, **said: str
) -> Path:
    """also: tensors that are stored otherwise, under any name. said: metadata."""
    header: dict[str, object] = {"__metadata__": said} if said else {}
    end = 0
    for group, kind in ((shapes, stored), *(also or {}).values()):
        for key, shape in group.items():
            start, end = end, end + prod(shape) * BYTES[kind]
            header[key] = {"dtype": kind, "shape": list(shape), "data_offsets": [start, end]}
    text = json.dumps(header).encode()
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        file.write(struct.pack("<Q", len(text)) + text)
        file.truncate(8 + len(text) + end)
    return path


def gguf(path: Path, shapes: Shapes, kind: Kind, words: int = 0, flat: tuple[str, ...] = ()) -> Path:
    """Vectors stay in full, as writers keep them. words: of a vocabulary in the metadata. flat: tensors whose shape
    stands there, too, and that are stored as vectors."""
    body, end = b"", 0
    for key, whole in shapes.items():
        shape = (prod(whole),) if key in flat else whole
        own = kind if len(shape) == 2 and shape[-1] % BLOCKS[kind][0] == 0 else Kind.F32
        numbers, size = BLOCKS[own]
        body += _text(key) + struct.pack(f"<I{len(shape)}QIQ", len(shape), *reversed(shape), own, end)
        end += -(-prod(shape) // numbers * size // 32) * 32
    fields = [_text("general.architecture") + struct.pack("<I", 8) + _text("wan")]
    for key in flat:
        lengths = struct.pack(f"<{len(shapes[key])}i", *shapes[key])
        fields.append(_text(f"comfy.gguf.orig_shape.{key}") + struct.pack("<IIQ", 9, 5, len(shapes[key])) + lengths)
    if words:
        tokens = b"".join(_text("a") for _ in range(words))
        fields.append(_text("tokenizer.ggml.tokens") + struct.pack("<IIQ", 9, 8, words) + tokens)
    head = b"GGUF" + struct.pack("<IQQ", 3, len(shapes), len(fields)) + b"".join(fields) + body
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        file.write(head)
        file.truncate(-(-len(head) // 32) * 32 + end)
    return path


def _text(value: str) -> bytes:
    return struct.pack("<Q", len(value)) + value.encode()


def adapter(
    path: Path,
    names: tuple[str, str],
    rank: int,
    width: int = 5120,
    blocks: int = 40,
    alpha: bool = False,
    **extra: str,
) -> Path:
    """names: of its two factors ("lora_A", "lora_B"). extra: prefix, and more ends a layer has (".diff_b")."""
    prefix, end, middle = extra.get("prefix", ""), extra.get("also", ""), extra.get("middle", "")
    shapes: dict[str, list[int]] = {}
    for block in range(blocks):
        for part in PARTS:
            module = f"{prefix}blocks.{block}.{part}"
            shapes |= {f"{module}.{names[0]}{middle}.weight": [rank, width]}
            shapes |= {f"{module}.{names[1]}{middle}.weight": [width, rank]}
            shapes |= {f"{module}.alpha": []} if alpha else {}
            shapes |= {f"{module}{end}": [width]} if end else {}
    return safetensors(path, shapes)


def tokenizer(path: Path, words: int) -> Path:
    """Of umT5's kind, with so many words."""
    path.parent.mkdir(parents=True, exist_ok=True)
    if path.suffix == ".json":
        model = {"type": "Unigram", "vocab": [["a", 0.0]] * words}
        path.write_text(json.dumps({"model": model}))
    else:
        path.write_bytes(b"\n\x02\n\x00" * words + b"\x12\x00")
    return path


def comfy(root: Path, experts: bool = True) -> Path:
    """Wan 2.2 as ComfyUI's users have it, at full size: fp8 scaled, the encoder with its own vocabulary."""
    scales = {"scales": ({f"blocks.0.{part}.scale_weight": [1] for part in PARTS}, "F32")}
    for noise in ("high", "low") if experts else ("high",):
        name = f"wan2.2_t2v_{noise}_noise_14B_fp8_scaled.safetensors"
        safetensors(root / "diffusion_models" / name, PUBLISHED[LARGE], "F8_E4M3", scales)
    safetensors(root / "vae" / "wan_2.1_vae.safetensors", PUBLISHED[VAE])
    encoder = {"vocabulary": ({"spiece_model": [4_548_313]}, "U8"), "scales": ({"a.scale_weight": [1]}, "F32")}
    keys = transformers_keys()
    safetensors(root / "text_encoders" / "umt5_xxl_fp8_e4m3fn_scaled.safetensors", keys, "F8_E4M3", encoder)
    return root


def transformers_keys() -> dict[str, list[int]]:
    """A few of umT5's, under transformers' names: as many as tell what it is."""
    layer = "layer.0.SelfAttention"
    shapes = {"shared.weight": [256384, 4096], "encoder.final_layer_norm.weight": [4096]}
    for block in range(24):
        shapes[f"encoder.block.{block}.{layer}.q.weight"] = [4096, 4096]
        shapes[f"encoder.block.{block}.{layer}.relative_attention_bias.weight"] = [32, 64]
    return shapes


def pusa(root: Path) -> Path:
    """PUSA's two adapters for Wan 2.2."""
    for noise in ("high", "low"):
        adapter(root / "loras" / f"{noise}_noise_pusa.safetensors", ("lora_A", "lora_B"), 512)
    return root


def lightning(root: Path) -> Path:
    """LightX2V's two, as they are published."""
    folder = root / "loras" / "Wan2.2-T2V-A14B-4steps-lora-rank64-Seko-V1.1"
    for noise in ("high", "low"):
        name, factors = f"{noise}_noise_model.safetensors", ("lora_down", "lora_up")
        adapter(folder / name, factors, 64, alpha=True, prefix="diffusion_model.")
    return root
