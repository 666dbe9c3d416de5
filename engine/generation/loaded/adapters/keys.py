"""The names that adapters' files have for what they change: which module, and what of it."""

import re
from typing import NamedTuple

# Other programs put these before a transformer's own names.
PREFIX = r"(?:base_model\.model\.)?(?:pipe\.dit\.|(?:model\.)?diffusion_model\.|transformer\.)?"
PARTS = "lora_A|lora_B|lora_down|lora_up|alpha|diff|diff_b|diff_m"
KEY = re.compile(rf"{PREFIX}(?P<module>[\w.]+?)\.(?P<part>{PARTS})(?:\.default)?(?:\.weight)?")
PEFT = "base_model.model."

FLAT = "lora_unet_"  # before names whose dots are underscores, as musubi and kohya write them
# Where an underscore was a dot: round numbers, and after what has parts of its own. "norm_q" and "k_img" keep theirs.
DOT = re.compile(r"_(?=\d)|(?<=\d)_|(?<=_attn)_|(?<=\bhead)_|(?<=ffn)_|(?<=net\.0)_|(?<=img_emb)_")

# Of models that are also given a picture as such, by the original's names and ours.
PICTURE = re.compile(r"\b(?:k_img|v_img|norm_k_img|img_emb|add_k_proj|add_v_proj|norm_added_k|image_embedder)\b")


class Key(NamedTuple):
    """module: by the original's name or ours, or a name that is neither."""

    module: str
    part: str


def read_key(key: str) -> Key | None:
    """None: it belongs to no adapter that is known here."""
    match = KEY.fullmatch(key)
    return None if match is None else Key(_dotted(match["module"]), match["part"])


def _dotted(module: str) -> str:
    return DOT.sub(".", module.removeprefix(FLAT)) if module.startswith(FLAT) else module
