"""Words for the built-in model: a learned row for each word the training captions can hold, found by its hash."""

import re
import zlib

import torch
from torch import Tensor, nn

ROWS, TEXT_WIDTH, WORDS = 512, 32, 16


class PocketText(nn.Module):
    """Prompts to embeddings. An unknown word lands on some row that training left near zero; no prompt is row 0."""

    def __init__(self) -> None:
        super().__init__()
        self.rows = nn.Embedding(ROWS, TEXT_WIDTH)
        nn.init.normal_(self.rows.weight, std=0.02)

    def forward(self, prompts: list[str]) -> Tensor:
        """[prompt, 16, 32]; prompts longer than 16 words are cut, shorter ones filled up with row 0."""
        return self.rows(torch.tensor([word_rows(prompt) for prompt in prompts]))


def word_rows(prompt: str) -> list[int]:
    words = re.findall(r"\w+", prompt.lower())[:WORDS]
    return [1 + zlib.crc32(word.encode()) % (ROWS - 1) for word in words] + [0] * (WORDS - len(words))
