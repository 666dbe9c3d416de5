"""What one file of a model turned out to be, as a value."""

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

XXL_BLOCKS, XXL_WIDTH = 24, 4096  # of umT5-XXL's encoder
XXL_ROWS = 256384  # words it has place for


class Part(StrEnum):
    TRANSFORMER = "transformer"
    VAE = "VAE"
    TEXT_ENCODER = "text encoder"
    TOKENIZER = "tokenizer"
    ADAPTER = "adapter"
    OTHER = "something else"


@dataclass(frozen=True, slots=True)
class Found:
    """path: the file, or the folder of several shards. family: what it is, in words. why: why it cannot be used, as a
    sentence; "" = it can. stored: bf16, fp16, fp32, fp8, fp8 scaled, or GGUF's kind.

    Of its network, 0 where it has none or its header does not tell: blocks; width (of a VAE, where it begins); channels
    of a latent; text, the width of what a transformer reads and an encoder gives; words, that a tokenizer knows or an
    encoder has place for; rank. carries_words: a text encoder's own file holds the tokenizer, too. adapter: the value
    of its adapters.Kind.
    said: which of two experts the user says that it is for, the value of an Expert; "" = what its name says holds.
    """

    path: Path
    kind: Part
    family: str = ""
    stored: str = ""
    bytes: int = 0
    why: str = ""
    blocks: int = 0
    width: int = 0
    channels: int = 0
    text: int = 0
    words: int = 0
    rank: int = 0
    carries_words: bool = False
    adapter: str = ""
    said: str = ""
