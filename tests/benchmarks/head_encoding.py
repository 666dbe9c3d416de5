"""How the start of a bridge's second clip is best encoded: python -m tests.benchmarks.head_encoding [--help].

A causal VAE gives each latent what came before it, which in a bridge is not there yet. Real shots are encoded whole,
which says what the latents should be, and then their last part without what precedes it, in several ways. Told are how
far its latents are from those they should be (length of the difference / their length), and
what a decoder makes of them behind the shot's true latents: PSNR against what it makes of the true ones, and the energy
of its optical flow against theirs.

Of Wan's own weights, which are not here, it says nothing: only what follows from the way its VAE is built, with random
weights, and with --vae what a small one does that tests.benchmarks.small_vae has trained. In either, the empty frames
that stand before a clip's first one are felt in all latents that follow: they are near to what they should be where a
frame is held for exactly as long as their shot had gone on, and neither where for less nor for longer. A VAE that is
trained well may have unlearned that.
"""

import argparse
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
import torch
from torch import Tensor

from engine.finishing.pixels import coded, scaled, unit
from engine.generation.loaded.vae.wan_vae import WanVAE
from engine.generation.sampling.latents import FRAMES_PER_LATENT, frames_held, latent_frames, pixel_frames
from engine.training.footage import HELD_OUT, make_clip
from tests.benchmarks import small_vae
from tests.benchmarks.cases import Case, footage
from tests.benchmarks.measures import psnr
from tests.benchmarks.seam_figures import flow_energy

SIZE = 72, 128
BEFORE, SIDE = 3, 3  # latents of the shot, and of its last part, which is encoded without the others
Encode = Callable[[WanVAE, np.ndarray], Tensor]


@dataclass(frozen=True, slots=True)
class Score:
    """distances: [latent] of the side, in playing order."""

    distances: np.ndarray
    psnr: float  # dB
    motion: float


def main() -> None:
    options = _arguments().parse_args()
    torch.set_num_threads(1)
    cv2.setNumThreads(1)
    shots = [_shot(case) for case in footage(options.clips, (pixel_frames(BEFORE + SIDE) + 1) / 20)]
    tell("random weights", small_vae.random_vae(), shots)
    if options.vae:
        tell("trained for minutes", small_vae.load(options.vae), shots)


def tell(name: str, vae: WanVAE, shots: list[np.ndarray]) -> None:
    scores = [list(score(vae, shot)) for shot in shots]
    own = np.mean([_reproduced(vae, shot) for shot in shots])
    print(f"{name}: n = {len(shots)} shots; the VAE itself reproduces them to {own:.1f} dB; mean ±deviation")
    heads = [
        *(f"latent {number} off" for number in range(1, SIDE + 1)),
        "PSNR dB",
        "motion kept",
        "all off, less usual",
    ]
    print(f"{'':24}" + "".join(f"{head:>21}" for head in heads))
    usual = np.array([each[0].distances.mean() for each in scores])
    for index, way in enumerate(WAYS):
        own_scores = [each[index] for each in scores]
        distances = np.stack([each.distances for each in own_scores])
        columns = [
            *distances.T,
            *(np.array([getattr(each, name) for each in own_scores]) for name in ("psnr", "motion")),
        ]
        columns.append(distances.mean(1) - usual)
        print(f"{way:24}" + "".join(f"{f'{values.mean():.3f} ±{values.std():.3f}':>21}" for values in columns))
    print()


def score(vae: WanVAE, shot: np.ndarray) -> Iterator[Score]:
    """Of each way."""
    true = vae.encode(shot)
    side, shown = true[:, :, BEFORE:], _side_shown(vae, true)
    energy = flow_energy(shown).sum()
    for encode in WAYS.values():
        made = encode(vae, shot[pixel_frames(BEFORE) :])
        apart = (made - side).square().sum((0, 1, 3, 4)).sqrt() / side.square().sum((0, 1, 3, 4)).sqrt()
        pictures = _side_shown(vae, torch.cat([true[:, :, :BEFORE], made], dim=2))
        yield Score(apart.numpy(), psnr(shown, pictures), float(flow_energy(pictures).sum() / energy))


def behind_held(vae: WanVAE, frames: np.ndarray, held: int = 1) -> Tensor:
    """As engine.generation.sampling.latent_video.encoded does with one frame that is held."""
    return vae.encode(np.concatenate([*[frames[:1]] * held, frames]))[:, :, latent_frames(held) :]


def each_alone(vae: WanVAE, frames: np.ndarray) -> Tensor:
    """A still for each latent: the second of its four frames."""
    return torch.cat([vae.encode(frames[at : at + 1]) for at in range(1, len(frames), FRAMES_PER_LATENT)], dim=2)


def as_a_clip(vae: WanVAE, frames: np.ndarray) -> Tensor:
    """From its own first frame on, which fills a latent alone."""
    return vae.encode(frames[: pixel_frames(SIDE)])


def another(vae: WanVAE, frames: np.ndarray) -> Tensor:
    """Of a procedural scene."""
    clip = make_clip(HELD_OUT, len(frames) + 1, frames.shape[2], frames.shape[1], 24.0)
    return vae.encode(unit(clip.frames))[:, :, 1:]


WAYS: dict[str, Encode] = {
    "behind a held frame": behind_held,
    "behind five held": lambda vae, frames: behind_held(vae, frames, 5),
    "held from the start": lambda vae, frames: behind_held(vae, frames, pixel_frames(BEFORE)),
    "held for longer": lambda vae, frames: behind_held(vae, frames, pixel_frames(BEFORE + 1)),
    "each frame alone": each_alone,
    "as its own clip": as_a_clip,
    "another shot's latents": another,
}


def _side_shown(vae: WanVAE, latents: Tensor) -> np.ndarray:
    """[frame, h, w, 3] uint8 of the side."""
    return _shown(vae, latents)[frames_held(BEFORE).start :]


def _shown(vae: WanVAE, latents: Tensor) -> np.ndarray:
    return np.stack([coded(frame, np.dtype(np.uint8)) for frame in vae.decode(latents)])


def _reproduced(vae: WanVAE, shot: np.ndarray) -> float:
    return psnr(coded(shot, np.dtype(np.uint8)), _shown(vae, vae.encode(shot)))


def _shot(case: Case) -> np.ndarray:
    """[1 + 4n, h, w, 3] float32."""
    frames = np.concatenate([case.truth, case.after])[: pixel_frames(BEFORE + SIDE)]
    return np.stack([scaled(unit(frame), *SIZE) for frame in frames])


def _arguments() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.head_encoding", description=__doc__)
    parser.add_argument("--clips", type=int, default=12, help="most of them")
    parser.add_argument("--vae", type=Path, help="a file that tests.benchmarks.small_vae has written")
    return parser


if __name__ == "__main__":
    main()
