"""Training examples for the built-in model: windows of procedural footage with some latents known."""

from dataclasses import dataclass
from itertools import pairwise

import cv2
import numpy as np
import torch
from numpy.random import Generator
from torch import Tensor

from engine.generation.pocket.codec import HEIGHT, WIDTH
from engine.generation.sampling.latents import pixel_frames
from engine.training.footage import ProceduralClip, make_clip

CLIP_FRAMES = 33  # nine latents
WINDOWS = (5, 6, 7, 8, 9)  # latents
POOL, USES = 256, 4  # clips held, and how often each is drawn before a new one takes its place
FORGET_PROMPT = 0.4
OBSERVED = 0.7  # of examples show the motion of known frames as flow estimation sees it, not as it was


@dataclass(frozen=True, slots=True)
class Batch:
    frames: Tensor  # [example, frame, 80, 128, 3] 0..1
    flow: Tensor  # [example, frame, 80, 128, 2] pixels, true
    observed: Tensor  # the same as a user's clip would give it, for known frames
    sigmas: Tensor  # [example, latent]
    known: Tensor  # [example, latent] bool
    prompts: list[str]


class Footage:
    """An endless supply of batches; the same seed gives the same ones. `first_clip` lets a resumed run go on."""

    def __init__(self, seed: int, first_clip: int = 0, pool: int = POOL) -> None:
        self._rng = np.random.default_rng((seed, first_clip))
        self._base = seed * 100_000
        self.next_clip = first_clip
        self._pool = [self._new_clip() for _ in range(pool)]

    def batch(self, size: int) -> Batch:
        latents = int(self._rng.choice(WINDOWS))
        examples = [self._example(latents) for _ in range(size)]
        masks = [known_latents(self._rng, latents) for _ in range(size)]
        columns = list(zip(*examples, strict=True))
        known = torch.tensor(np.stack(masks))
        stacks = [torch.from_numpy(np.stack(column)) for column in columns[:3]]
        return Batch(
            stacks[0].float() / 255, stacks[1], stacks[2], draw_sigmas(self._rng, known), known, list(columns[3])
        )

    def _example(self, latents: int) -> tuple[np.ndarray, np.ndarray, np.ndarray, str]:
        slot = int(self._rng.integers(len(self._pool)))
        clip = self._pool[slot]
        if self._rng.random() < 1 / USES:
            self._pool[slot] = self._new_clip()
        count = pixel_frames(latents)
        start = int(self._rng.integers(0, CLIP_FRAMES - count + 1))
        frames, flow = clip.frames[start : start + count], clip.flow[start : start + count]
        frames, flow = recoloured(self._rng, frames), flow.copy()
        observed = observed_flow(frames) if self._rng.random() < OBSERVED else flow
        prompt = "" if self._rng.random() < FORGET_PROMPT else clip.caption
        return frames, flow, observed, prompt

    def _new_clip(self) -> ProceduralClip:
        """At a cadence of 6 to 12 frames a second: the engine fits the model's cadence to the gap."""
        rate = float(self._rng.uniform(6, 12))
        clip = make_clip(self._base + self.next_clip, CLIP_FRAMES, WIDTH, HEIGHT, rate)
        self.next_clip += 1
        return clip


def recoloured(rng: Generator, frames: np.ndarray) -> np.ndarray:
    """Another exposure and channel order: the same motion in another light."""
    order = rng.permutation(3)
    gain, lift = rng.uniform(0.7, 1.25), rng.uniform(-20, 20)
    return np.clip(frames[..., order] * gain + lift, 0, 255).astype(np.uint8)


def observed_flow(frames: np.ndarray) -> np.ndarray:
    """[frame, height, width, 2] backward flow as estimated from the pictures; the first frame repeats the second's."""
    estimator = cv2.DISOpticalFlow.create(cv2.DISOPTICAL_FLOW_PRESET_FAST)
    grey = [cv2.cvtColor(frame, cv2.COLOR_RGB2GRAY) for frame in frames]
    pairs = [
        -estimator.calc(later, earlier, np.zeros((*later.shape, 2), np.float32)) for earlier, later in pairwise(grey)
    ]
    return np.stack([pairs[0], *pairs]).astype(np.float32)


def known_latents(rng: Generator, latents: int) -> np.ndarray:
    """[latent] bool: an extension, a bridge, keyframes or nothing at all."""
    known = np.zeros(latents, bool)
    task = rng.choice(["extend", "bridge", "keyframes", "free"], p=[0.48, 0.36, 0.11, 0.05])
    if task == "extend":
        known[: rng.integers(2, min(5, latents))] = True
    elif task == "bridge":
        known[: rng.integers(1, 4)] = True
        known[latents - rng.integers(1, 3) :] = True
    elif task == "keyframes":
        known[rng.random(latents) < rng.uniform(0.2, 0.7)] = True
    return known


def draw_sigmas(rng: Generator, known: Tensor, shift: float = 3.0) -> Tensor:
    """[example, latent]: unknown latents mostly share one level, known ones are mostly clean; a quarter of the
    examples draw every level on its own, so that any matrix a user asks for has been seen."""
    drawn = rng.random(known.shape)
    shared = np.repeat(np.where(rng.random(len(known)) < 0.3, 1.0, rng.random(len(known)))[:, None], known.shape[1], 1)
    loose = rng.random((len(known), 1)) < 0.3
    free = np.where(rng.random((len(known), 1)) < 0.25, drawn, shared)
    kept = np.where(loose, 0.6 * drawn, 0.0)
    shifted = shift * free / (1 + (shift - 1) * free)
    return torch.from_numpy(np.where(known, kept, shifted)).float()
