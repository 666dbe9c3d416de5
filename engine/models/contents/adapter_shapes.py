"""What an adapter is for, by its tensors' names and shapes."""

import re
from collections.abc import Iterable, Mapping

from engine.models.adapters import DOWN, kind_of
from engine.models.contents.found import Found, Part
from engine.models.contents.network_shapes import NOWHERE
from engine.models.files.headers import Piece
from engine.models.files.weight_files import some

Pieces = Mapping[str, Piece]

CHANGE = re.compile(r"\.(lora_(A|B|down|up)\.|diff$|diff_b$|diff_m$)")
# Of Wan's transformers, in Wan's names, diffusers' and those with underscores for points.
MODULE = re.compile(r"(?:^|\.|lora_unet_)blocks[._](\d+)[._](self_attn|cross_attn|ffn|attn1|attn2)[._]")
ATTENTION = re.compile(r"blocks[._]\d+[._](self_attn|attn1)[._](to_)?q[._]")
OF_PICTURES = re.compile(r"[kv]_img|add_[kv]_proj|img_emb|image_embedder")

PATCH = re.compile(r"patch_embedding\.(diff$|lora_(A|down)\.)")
PICTURES_TOO = 36  # channels that it takes: of latents, of known frames, and which are known


def is_adapter(pieces: Pieces) -> bool:
    return any(CHANGE.search(key) for key in pieces)


def adapter_of(pieces: Pieces, said: Iterable[str]) -> Found:
    """said: words that hint at which it is: see engine.models.adapters."""
    blocks = [int(found[1]) for key in pieces if (found := MODULE.search(key))]
    downs = {key: piece.shape for key, piece in pieces.items() if DOWN.search(key) and len(piece.shape) == 2}
    rank = max((shape[0] for shape in downs.values()), default=0)
    width = next((shape[1] for key, shape in downs.items() if ATTENTION.search(key)), 0)
    kind = kind_of(pieces, said)
    return Found(
        NOWHERE,
        Part.ADAPTER,
        f"{kind.value} of rank {rank}" if rank else kind.value,
        why=_fault(pieces, bool(blocks)),
        blocks=max(blocks, default=-1) + 1,
        width=width,
        rank=rank,
        adapter=kind.value,
    )


def _fault(pieces: Pieces, is_for_wan: bool) -> str:
    if not is_for_wan:
        return f"It is an adapter for another kind of model: it changes {some(pieces, 2)}."
    takes = {piece.shape[1] for key, piece in pieces.items() if PATCH.search(key) and len(piece.shape) > 1}
    if PICTURES_TOO in takes or any(OF_PICTURES.search(key) for key in pieces):
        return "It is an adapter for image-to-video transformers. Choose the one for text-to-video."
    return ""
