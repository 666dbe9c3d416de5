"""What every task understands as plain values."""

from collections.abc import Sequence
from pathlib import Path
from typing import TypedDict

from engine.asking.values import Seconds
from engine.requests import Adapter

Matrix = Sequence[Sequence[float]]


class Settings(TypedDict, total=False):
    """Whatever is left out, or None, is the model's own choice."""

    prompt: str
    negative: str  # what should not be seen
    later: Sequence[tuple[Seconds, str]]  # other prompts, each from so many seconds after the first new frame on
    seed: int
    steps: int | None
    guidance: float | None
    low_guidance: float | None  # of the low-noise expert, where a model has two
    boundary: float | None  # 0 to 1: the noise below which the low-noise expert runs
    shift: float | None
    sigmas: Matrix | None  # an own matrix, [step + 1][latent frame], 1 = pure noise
    ramp: float  # 0 all new latents lose their noise together, 1 one after another
    quality: str  # draft or final
    model_size: tuple[int, int] | None  # (width, height) in pixels that a loaded model works at
    adapters: Sequence[Path | str | Adapter]
    lightx2v: bool  # its published adapter, beside the model or on the shelf; 4 steps and guidance 1 are its own
    context: int | None  # known frames the model may look at
    noise: Sequence[float]  # how free they are, 0 keep to 1 free, from the first to the last
    preset: str | None  # the same by name: Strict, Natural or Loose
    takes: int
    model: str | Path  # built-in, built-in-network, a path, the name of a model on the shelf, or of a preset
    sound: str  # under the new frames: room-tone, silence or leave
    match: float  # how far new frames are brought to the clip's own, 0 as generated to 1
