"""What a window should know of the one before: python -m tests.benchmarks.context_memory [--help].

Either its finished pictures, encoded again, or the latents they were decoded from, which never were pictures, but were
not matched to the clip either. Both are rolled over many windows with a toy whose errors are known: it pans on as its
context does, to the last bit, and leans to one side in what it samples, or in what it decodes, by so many levels of 255
a window, or nowhere: then what is told is what its coarse latents and finishing themselves do to a picture. Told are dE
from the truth, of all frames and of the last window's; the energy of the optical flow and the detail of the last
window, against the truth's.

The toy keeps latents in the way a model does whose frames' latents depend on nothing else. In a causal VAE they also
depend on what came before them; how much that costs, tests.benchmarks.head_encoding tells.
"""

import argparse
from collections.abc import Callable
from fractions import Fraction

import cv2
import numpy as np
import torch
from torch import Tensor

from engine.finishing.joins.seam import colour_distance, sharpness
from engine.generation.ask import Ask
from engine.generation.gap import Gap
from engine.generation.sampling.guidance import Predict
from engine.generation.sampling.rolling import Watched, new_frames
from engine.progress import Report
from engine.requests import Finish, Sampling
from tests.benchmarks.seam_figures import flow_energy
from tests.engine.finishing import panning
from tests.engine.generation.sampling.test_latent_video import Toy

HEIGHT, WIDTH = 72, 128
KNOWN = 13  # frames that a window is shown
SPEED = 2  # pixels a frame: a latent's width in the four frames of one
SOFT = 5.0  # pixels, of the blur that leaves nothing which latents of eight pixels cannot hold
LEANS = {"nowhere": (0, 0), "sampling": (1, 0), "decoding": (0, 1)}  # share of it, of either
AS_MADE = Finish(0.0, 0.0, 0.0, 0.0)


class Panning(Toy):
    """Pans on, brighter by `sampled` levels a window as it samples, and by `decoded` as it decodes."""

    def __init__(self, sampled: float, decoded: float, new: int) -> None:
        """new: frames that it makes in a window."""
        super().__init__(KNOWN + new, decoded)
        self.new, self._sampled = new, sampled / 255

    def predictor(self, check: Callable[[], None]) -> Predict:
        def predict(latents: Tensor, timesteps: Tensor, text: Tensor) -> Tensor:
            last = int((timesteps == 0).nonzero().max())
            onward = [
                latents[:, :, at] if at <= last else latents[:, :, last].roll(last - at, dims=-1) + self._sampled
                for at in range(len(timesteps))
            ]
            sigma = (timesteps / 1000).clamp(min=1e-3)[:, None, None]
            return (latents - torch.stack(onward, dim=2)) / sigma

        return predict


def main() -> None:
    options = _arguments().parse_args()
    cv2.setNumThreads(1)
    torch.set_num_threads(1)
    print(
        f"{options.windows} windows of {options.new} new frames, {options.lean:g} levels a window, n = {options.films}"
    )
    print(f"{'leans in':12}{'knows':20}{'finished':10}{'dE':>14}{'dE at the end':>16}{'flow':>14}{'detail':>14}")
    for where, (sampled, decoded) in LEANS.items():
        for finish, settings in {"yes": Finish(), "no": AS_MADE}.items():
            for memory, keeps in {"finished pictures": False, "latents": True}.items():
                rolls = [
                    rolled(
                        Panning(options.lean * sampled, options.lean * decoded, options.new),
                        film(seed, options.windows * options.new),
                        settings,
                        keeps,
                    )
                    for seed in range(options.films)
                ]
                cells = "".join(
                    f"{f'{values.mean():.2f} ±{values.std():.2f}':>{width}}"
                    for values, width in zip(np.array(rolls).T, (14, 16, 14, 14), strict=True)
                )
                print(f"{where:12}{memory:20}{finish:10}{cells}", flush=True)


def film(seed: int, new: int) -> np.ndarray:
    """[frame, HEIGHT, WIDTH, 3] uint8: the known frames and the true new ones, going round and round."""
    picture = panning.clip(1, seed, HEIGHT, WIDTH)[0]
    around = cv2.GaussianBlur(np.tile(picture, (1, 3, 1)), (0, 0), SOFT)[:, WIDTH : 2 * WIDTH]
    return np.stack([np.roll(around, -SPEED * frame, axis=1) for frame in range(KNOWN + new)])


def rolled(
    model: Panning, frames: np.ndarray, settings: Finish, keeps_latents: bool
) -> tuple[float, float, float, float]:
    """(dE of all frames, of the last window's, flow energy and detail of the last window / the truth's)."""
    gap = Gap(frames[:KNOWN], None, Fraction(24), len(frames) - KNOWN)
    watched = Watched(keeps_latents=keeps_latents)
    made = list(new_frames(gap, model, Ask(sampling=Sampling(steps=1)), settings, Report(), watched))
    true = list(frames[KNOWN:])
    apart = [colour_distance(*pair) for pair in zip(made, true, strict=True)]
    end = slice(-model.new, None)
    energy = flow_energy(made[end]).sum() / flow_energy(true[end]).sum()
    detail = np.mean([sharpness(frame) for frame in made[end]]) / np.mean([sharpness(frame) for frame in true[end]])
    return float(np.mean(apart)), float(np.mean(apart[end])), float(energy), float(detail)


def _arguments() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.context_memory", description=__doc__)
    parser.add_argument("--windows", type=int, default=20)
    parser.add_argument("--new", type=int, default=28, help="new frames of a window; 4n")
    parser.add_argument("--films", type=int, default=3)
    parser.add_argument("--lean", type=float, default=2.0)
    return parser


if __name__ == "__main__":
    main()
