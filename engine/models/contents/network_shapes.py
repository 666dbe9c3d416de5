"""Which of a model's networks tensors belong to, by their names and shapes: transformers, VAEs, text encoders."""

import re
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

from engine.models.contents.found import XXL_BLOCKS, XXL_WIDTH, Found, Part
from engine.models.files.headers import Piece
from engine.models.files.weight_files import some

Pieces = Mapping[str, Piece]

PREFIX = re.compile(r"^(model\.)?diffusion_model\.")  # other programs wrap the transformer's keys so
VAE_PREFIX = "model."  # and a VAE's
OTHER_PARTS = ("vae.", "text_encoders.", "first_stage_model.", "cond_stage_model.")  # in a file of several
NOWHERE = Path()  # whoever knows the file puts its path in
HEAD_WIDTH = 128  # of every published Wan transformer
PATCH = (1, 2, 2)  # in latents
NAMES = {
    (40, 5120, 16): "Wan T2V 14B",
    (30, 1536, 16): "Wan 2.1 T2V 1.3B",
    (30, 3072, 48): "Wan 2.2 TI2V 5B",
}  # by blocks, width and channels; one of Wan 2.2's experts is as large as all of Wan 2.1
NEEDED = "Frames are given to a text-to-video transformer here, each at its own time: choose that one."
# What only other transformers of Wan's have.
OTHERS = {
    "a Wan VACE transformer, which edits by masks": re.compile(r"vace_"),
    "a Wan Animate transformer, which moves a person as another moves": re.compile(r"face_adapter|motion_encoder"),
    "a Wan S2V transformer, which moves to a sound": re.compile(r"audio_"),
    "an image-to-video transformer of Wan's": re.compile(r"img_emb|image_embedder|[kv]_img|add_[kv]_proj"),
    "a Wan transformer that is steered by cameras or drawings": re.compile(r"control_adapter|ref_conv"),
}
# What a text-to-video transformer's names begin with, as Wan has them and as diffusers does.
BEGINNINGS = {
    *("patch_embedding", "text_embedding", "time_embedding", "time_projection", "blocks", "head"),
    *("condition_embedder", "proj_out", "scale_shift_table", "scaled_fp8"),
}
BLOCK = re.compile(r"blocks\.\d+\.(self_attn|attn1)\.")
SHARD = "It is one of several files of a transformer. Put all of them into one folder, with their index."


def transformer_of(pieces: Pieces) -> Found | None:
    """None where these are no Wan transformer's."""
    bare = {PREFIX.sub("", key): piece for key, piece in pieces.items()}
    marks = ("time_embedding.0.weight", "condition_embedder.time_embedder.linear_1.weight")
    patch = bare.get("patch_embedding.weight")
    if patch is None and any(map(BLOCK.match, bare)):
        return Found(NOWHERE, Part.TRANSFORMER, "part of a Wan transformer", why=SHARD)
    if patch is None or len(patch.shape) != 5 or not any(mark in bare for mark in marks):
        return None
    width, channels, *grid = patch.shape
    blocks = len(set(_numbers(bare, r"blocks\.(\d+)\.")))
    text = _length(bare, 1, "text_embedding.0.weight", "condition_embedder.text_embedder.linear_1.weight")
    gives = _length(bare, 0, "head.head.weight", "proj_out.weight") // max(1, grid[0] * grid[1] * grid[2])
    family = NAMES.get((blocks, width, channels), f"Wan transformer, {blocks} blocks deep and {width} wide")
    why = _of_another(bare) or _fault(channels, gives, tuple(grid)) or _joined(pieces) or _unknown(bare)
    return Found(NOWHERE, Part.TRANSFORMER, family, why=why, blocks=blocks, width=width, channels=channels, text=text)


def _of_another(bare: Pieces) -> str:
    strange = next((words for words, names in OTHERS.items() if any(map(names.search, bare))), "")
    return strange and f"It is {strange}. {NEEDED}"


def _unknown(bare: Pieces) -> str:
    strange = [key for key in bare if key.partition(".")[0] not in BEGINNINGS]
    return f"It has what no text-to-video transformer of Wan's has: {some(strange, 3)}. {NEEDED}" if strange else ""


def _fault(takes: int, gives: int, grid: tuple[int, ...]) -> str:
    if not gives:
        return SHARD
    if takes != gives:
        return f"It takes {takes} channels and gives {gives}, as image-to-video and control models do. {NEEDED}"
    if grid != PATCH:
        return f"It works in patches of {grid}, not of {PATCH} as Wan's do."
    return ""


def _joined(pieces: Pieces) -> str:
    """What lies beside a transformer that is wrapped in another program's names."""
    wrapped = [key for key in pieces if PREFIX.match(key)]
    if wrapped and any(key.startswith(OTHER_PARTS) for key in pieces):
        return "It holds several parts of a model in one file. Choose the parts as files of their own."
    return ""


def vae_of(pieces: Pieces) -> Found | None:
    """None where these are no Wan VAE's."""
    if not any(key.endswith(".gamma") for key in pieces):
        return None
    bare = {key.removeprefix(VAE_PREFIX): piece for key, piece in pieces.items()}
    latent = bare.get("conv2.weight") or bare.get("post_quant_conv.weight")
    takes = _length(bare, 1, "encoder.conv1.weight", "encoder.conv_in.weight")
    if latent is None or not takes or len(latent.shape) != 5:
        return None
    channels = latent.shape[0]
    family = {16: "VAE of Wan 2.1", 48: "VAE of Wan 2.2 TI2V 5B"}.get(channels, f"VAE of {channels} channels")
    gives = _length(bare, 0, "decoder.head.2.weight", "decoder.conv_out.weight")
    why = "" if takes == gives else f"It takes {takes} channels of a picture and gives {gives}. Choose Wan's own VAE."
    width = _length(bare, 0, "encoder.conv1.weight", "encoder.conv_in.weight")
    return Found(NOWHERE, Part.VAE, family, why=why, width=width, channels=channels)


def addition_of(pieces: Pieces) -> Found | None:
    """None where these are not what another program puts beside a plain transformer."""
    if not all(PREFIX.sub("", key).startswith("vace_") or key == "scaled_fp8" for key in pieces):
        return None
    why = f"It is what a Wan VACE transformer has beside a plain one. {NEEDED}"
    return Found(NOWHERE, Part.OTHER, "part of a Wan VACE transformer", why=why) if pieces else None


# A text encoder's names: as Wan has it, transformers, llama.cpp. Each: its words, and what in a block after the first
# only umT5 has, positions of its own.
ENCODERS = (
    ("token_embedding.weight", r"blocks\.(\d+)\.", "blocks.1.pos_embedding.embedding.weight"),
    (
        "shared.weight",
        r"encoder\.block\.(\d+)\.",
        "encoder.block.1.layer.0.SelfAttention.relative_attention_bias.weight",
    ),
    (
        "encoder.embed_tokens.weight",
        r"encoder\.block\.(\d+)\.",
        "encoder.block.1.layer.0.SelfAttention.relative_attention_bias.weight",
    ),
    ("token_embd.weight", r"enc\.blk\.(\d+)\.", "enc.blk.1.attn_rel_b.weight"),
)


def text_encoder_of(pieces: Pieces) -> Found | None:
    """None where these are no T5's."""
    for embedding, block, positions in ENCODERS:
        blocks = len(set(_numbers(pieces, block)))
        if embedding in pieces and blocks:
            return _encoder(pieces, pieces[embedding].shape, blocks, positions)
    return None


def _encoder(pieces: Pieces, shape: tuple[int, ...], blocks: int, positions: str) -> Found:
    words, width = shape if len(shape) == 2 else (0, 0)
    family = (
        "umT5-XXL" if (blocks, width) == (XXL_BLOCKS, XXL_WIDTH) else f"umT5, {blocks} blocks deep and {width} wide"
    )
    why = ""
    if blocks > 1 and positions not in pieces:
        family, why = "T5", "It is a T5. Wan reads the words of a umT5: choose umT5-XXL."
    elif any(key.startswith(("decoder.block.", "dec.blk.")) for key in pieces):
        why = "It is a whole umT5 with its decoder. Choose the encoder alone."
    return Found(NOWHERE, Part.TEXT_ENCODER, family, why=why, blocks=blocks, text=width, words=words)


NETWORKS: tuple[Callable[[Pieces], Found | None], ...] = (*(transformer_of, vae_of, text_encoder_of, addition_of),)


def _numbers(keys: Iterable[str], pattern: str) -> Iterable[str]:
    compiled = re.compile(pattern)
    return (found[1] for key in keys if (found := compiled.match(key)))


def _length(pieces: Pieces, axis: int, *names: str) -> int:
    """Of the first of these tensors that is there."""
    shapes = (pieces[name].shape for name in names if name in pieces)
    return next((shape[axis] for shape in shapes if len(shape) > axis), 0)
