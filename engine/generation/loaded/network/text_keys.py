"""What cross-attention makes of a prompt: made once a run, since neither time nor pictures change it."""

from typing import Any, NamedTuple

import torch
from torch import Tensor


class TextKeys(NamedTuple):
    """Of one block. keys, values: [prompt, word, head, head width]. rows: which of the prompts each clip has: [clip],
    or, where prompts change within clips, each frame: [clip * frame]."""

    keys: Tensor
    values: Tensor
    rows: Tensor

    def each(self) -> tuple[Tensor, Tensor]:
        """keys and values with a row for each of `rows`: [row, word, head, head width]."""
        if len(self.rows) == len(self.keys):
            return self.keys, self.values
        return self.keys[self.rows], self.values[self.rows]


class Reading:
    """A prompt, or one for each frame, as the blocks of one transformer read it."""

    def __init__(self, text: Tensor, rows: Tensor, keeps: bool) -> None:
        """text: [prompt, word, width], embedded. rows: see TextKeys. keeps: every block's keys and values, for the next
        steps: 2 * 2 * blocks * words * width bytes at 16 bits, 0.4 GB for each prompt of the 14B model."""
        self._text, self._rows, self._keeps = text, rows, keeps
        self._kept: dict[int, TextKeys] = {}

    def of(self, block: int, attention: Any) -> TextKeys:
        """attention: the block's own, diffusers' WanAttention, with its weights there."""
        if block in self._kept:
            return self._kept[block]
        keys, values = (
            made.unflatten(2, (attention.heads, -1))
            for made in (attention.norm_k(attention.to_k(self._text)), attention.to_v(self._text))
        )
        made = TextKeys(keys, values, self._rows)
        if self._keeps:
            self._kept[block] = made
        return made


def different(text: Tensor) -> tuple[Tensor, Tensor]:
    """The prompts [prompt, word, width] among rows [row, word, width], each once for all neighbours that are equal, and
    which of them each row has: [row]."""
    if len(text) == 1:
        return text, torch.zeros(1, dtype=torch.long, device=text.device)
    changes = (text[1:] != text[:-1]).flatten(1).any(dim=1)
    rows = torch.cat([changes.new_zeros(1), changes]).cumsum(0)
    return text[torch.searchsorted(rows, rows.unique())], rows
