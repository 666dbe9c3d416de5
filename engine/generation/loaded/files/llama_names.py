"""umT5 as llama.cpp names its tensors in GGUF files.

Source: the names of T5's encoder in llama.cpp's own list, gguf-py/gguf/constants.py there.
"""

import re
from collections.abc import Iterable

MARK = "token_embd.weight"
BLOCK = re.compile(r"enc\.blk\.(\d+)\.(\w+)\.weight")
PARTS = {
    **{f"attn_{part}": f"0.SelfAttention.{part}" for part in "qkvo"},
    **{"attn_rel_b": "0.SelfAttention.relative_attention_bias", "attn_norm": "0.layer_norm"},
    **{"ffn_gate": "1.DenseReluDense.wi_0", "ffn_up": "1.DenseReluDense.wi_1", "ffn_down": "1.DenseReluDense.wo"},
    "ffn_norm": "1.layer_norm",
}
ENDS = {MARK: "shared.weight", "enc.output_norm.weight": "encoder.final_layer_norm.weight"}


def llama_names(keys: Iterable[str]) -> dict[str, str]:
    """Each key with the name of our parameter; what is not of umT5's encoder keeps its own."""
    return {key: ENDS.get(key) or _block_name(key) for key in keys}


def _block_name(key: str) -> str:
    match = BLOCK.fullmatch(key)
    if match is None or match[2] not in PARTS:
        return key
    return f"encoder.block.{match[1]}.layer.{PARTS[match[2]]}.weight"
