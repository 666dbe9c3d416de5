"""Prompts that were encoded before: the encoder is larger than most memories and need not be loaded for them."""

from pathlib import Path

from engine.generation.tensor_cache import TensorCache, cache_folder

MOST = 256 * 2**20  # bytes: 64 prompts of Wan's, 512 words of 4,096 numbers at 16 bits


class TextCache(TensorCache):
    """Embeddings by key. A key tells the encoder's files, the words and whatever else decides the result."""

    def __init__(self, folder: Path | None = None, most: int = MOST) -> None:
        """folder: None = in the user's cache."""
        super().__init__(cache_folder("text") if folder is None else folder, most)
