"""What glances at frames being sampled cost, and how true they are: python -m tests.benchmarks.preview [--help].

Cost: a transformer of Wan's kind with random weights samples a window, and after each step all ten pictures are made,
also where a run would leave some out to stay within its share. Told are processor seconds, which other work on the
machine disturbs less, of a step without them and of theirs.

Truth: against the frames that the VAE itself decodes, for the built-in model's codec (whose latents hold mean colours
as they are), and for a small VAE trained in minutes (--vae, see tests.benchmarks.small_vae). Of Wan's own VAE, whose
weights are not here, nothing is known. In the window the built-in model shows finished frames alone: its one or two
steps are over in an instant.
"""

import argparse
import statistics
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count, pairwise
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import torch
from diffusers import AutoencoderKLWan
from torch import Tensor

from engine.finishing.pixels import coded, scaled, unit
from engine.generation.built_in import WEIGHTS
from engine.generation.loaded.network.transformer import VTATransformer, predictor
from engine.generation.loaded.vae.wan_vae import WanVAE
from engine.generation.pocket.codec import Codec
from engine.generation.pocket.network import load_pocket
from engine.generation.previews import HEIGHT
from engine.generation.sampling.glances import Glances, drawn, fitted, mean_colours, painted
from engine.generation.sampling.guidance import guided
from engine.generation.sampling.latents import frames_held, pixel_frames
from engine.generation.sampling.sampler import Seen, sample
from engine.generation.sampling.schedule import sigma_matrix
from engine.generation.tensor_cache import TensorCache
from engine.progress import Report
from engine.training.footage import HELD_OUT, make_clip
from tests.benchmarks import small_vae
from tests.benchmarks.cases import footage

WORDS = 512
KNOWN = 13  # frames
EIGHT_BITS = np.dtype(np.uint8)
SHOWN = 80, 128  # what truth is measured at: the codec's own size


@dataclass(frozen=True, slots=True)
class Size:
    """Of a transformer, and of the latents of its window."""

    width: int
    layers: int
    frames: int
    height: int
    across: int


SIZES = {"small": Size(512, 8, 5, 30, 52), "medium": Size(1024, 12, 5, 30, 52)}


def main() -> None:
    options = _arguments().parse_args()
    torch.set_num_threads(options.threads)
    cv2.setNumThreads(1)
    for name in options.sizes:
        print(_cost(name, SIZES[name], options.steps), flush=True)
    print(_first_cost())
    codecs: dict[str, Any] = {"built-in codec": InWindow(load_pocket(WEIGHTS)[1])}
    if options.vae:
        codecs["small trained VAE"] = _Wan(small_vae.load(options.vae))
    for name, codec in codecs.items():
        for kind, clips in (("footage", _footage(options.clips)), ("procedural", _procedural(options.clips))):
            print(_told(f"{name}, {kind}", truth(codec, list(clips))), flush=True)


class _Wan:
    """A VAE as a model, for as much as glances ask of one."""

    scale, channels = 8, 16

    def __init__(self, vae: WanVAE) -> None:
        self.encode, self._vae = vae.encode, vae

    def shown(self, latents: Tensor) -> np.ndarray:
        return np.stack(list(self._vae.decode(latents)))


class InWindow:
    """The built-in model's codec; what stands still in its motion channels says nothing of colour."""

    scale = 8

    def __init__(self, codec: Codec) -> None:
        self._codec, self.channels = codec, codec.channels

    def encode(self, frames: np.ndarray) -> Tensor:
        video = torch.from_numpy(frames)[None]
        return self._codec.encode(video, torch.zeros(*video.shape[:-1], 2))

    def shown(self, latents: Tensor) -> np.ndarray:
        return self._codec.decode_picture(latents)[0].numpy()


def _cost(name: str, size: Size, steps: int) -> str:
    torch.manual_seed(0)
    network = VTATransformer(num_attention_heads=size.width // 128, ffn_dim=4 * size.width, num_layers=size.layers)
    latents = torch.randn(1, 16, size.frames, size.height, size.across)
    predict = predictor(network.eval(), lambda: None)
    velocity = guided(predict, torch.randn(1, WORDS, 4096), torch.zeros(1, WORDS, 4096), 1.0)
    sigmas = sigma_matrix(steps, torch.ones(size.frames))
    ended, pictures = [time.process_time()], []
    with tempfile.TemporaryDirectory() as folder:
        look = _looking(Path(folder), size.frames, _Wan(small_vae.random_vae()))

        def seen(step: int, estimate: Tensor) -> None:
            began = time.process_time()
            look(step, estimate)
            pictures.append(time.process_time() - began)
            ended.append(time.process_time())

        sample(latents, sigmas, velocity, Report(), seen)
    whole = [later - earlier for earlier, later in pairwise(ended)]
    alone = [step - picture for step, picture in zip(whole, pictures, strict=True)][1:]  # the first one warms up
    shares = [100 * picture / step for picture, step in zip(pictures[1:], alone, strict=True)]
    tokens = size.frames * size.height * size.across // 4
    return (
        f"{name}: {size.width} wide, {size.layers} blocks, {tokens} tokens, n = {len(alone)} steps: "
        f"a step {_spread(alone)} s, its pictures {_spread([1000 * each for each in pictures[1:]])} ms, "
        f"{_spread(shares)} % of it"
    )


def _looking(folder: Path, frames: int, model: Any) -> Seen:
    """Glances that never find that too much time has gone by."""
    looks = count(1)
    report = Report(on_preview=lambda index, image: None)
    new = range(KNOWN, pixel_frames(frames))
    cache = TensorCache(folder / "cache", 2**20)
    glances = Glances(folder / "take.mp4", len(new), report, cache, lambda: 1e6 * (next(looks) // 2))
    return glances.over(model, new)


def _first_cost() -> str:
    """Of measuring a VAE of Wan's own size, once; then of finding it again."""
    torch.manual_seed(0)
    vae: Any = AutoencoderKLWan()
    with tempfile.TemporaryDirectory() as folder:
        seconds = []
        for _ in range(2):
            began = time.process_time()
            _looking(Path(folder), 9, _Wan(WanVAE(vae)))
            seconds.append(time.process_time() - began)
    return f"a VAE of Wan's own size (n = 1): measured once in {seconds[0]:.1f} s, known again in {seconds[1]:.2f} s"


def _told(name: str, rows: list[tuple[float, float, float]]) -> str:
    cells, shown, plain = (_spread(list(column)) for column in zip(*rows, strict=True))
    return (
        f"{name}, n = {len(rows)} clips: {cells} dB a latent's mean colour, {shown} dB as shown at {HEIGHT} pixels "
        f"(one colour for all of a frame: {plain} dB)"
    )


def truth(model: Any, clips: list[np.ndarray]) -> list[tuple[float, float, float]]:
    """dB of each clip: of the mean colours of its latents, of its frames as shown, and as one colour each.

    clips: [1 + 4n, h, w, 3] float32 in 0 to 1.
    """
    matrix = fitted(model, drawn(model.scale))
    return [_decibels(model, matrix, clip) for clip in clips]


def _decibels(model: Any, matrix: Tensor, clip: np.ndarray) -> tuple[float, float, float]:
    latents = model.encode(clip)
    decoded = model.shown(latents)
    told = painted(latents[0], matrix).astype(np.float32) / 255
    holding = [latent for latent in range(len(told)) for _ in frames_held(latent)]
    size = HEIGHT, round(HEIGHT * clip.shape[2] / clip.shape[1])
    glance = np.stack([scaled(told[latent], *size) for latent in holding])
    frames = np.stack([scaled(frame, *size) for frame in decoded])
    plain = np.broadcast_to(frames.mean((1, 2), keepdims=True), frames.shape)
    return _psnr(told, mean_colours(decoded, model.scale)), _psnr(glance, frames), _psnr(plain, frames)


def _psnr(made: np.ndarray, true: np.ndarray) -> float:
    made, true = (coded(each, EIGHT_BITS).astype(np.float32) for each in (made, true))
    return float(10 * np.log10(255**2 / max(np.square(made - true).mean(), 1e-3)))


def _footage(clips: int) -> Iterator[np.ndarray]:
    for case in footage(clips, 0.6):
        yield np.stack([scaled(unit(frame), *SHOWN) for frame in case.truth[:9]])


def _procedural(clips: int) -> Iterator[np.ndarray]:
    for seed in range(HELD_OUT, HELD_OUT + clips):
        yield unit(make_clip(seed, 9, SHOWN[1], SHOWN[0], 24.0).frames)


def _spread(values: list[float]) -> str:
    return f"{statistics.mean(values):.2f} ±{statistics.stdev(values):.2f}"


def _arguments() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.preview", description=__doc__)
    parser.add_argument("--sizes", nargs="*", choices=SIZES, default=tuple(SIZES))
    parser.add_argument("--steps", type=int, default=6)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--clips", type=int, default=12, help="most of each kind")
    parser.add_argument("--vae", type=Path, help="a file that tests.benchmarks.small_vae has written")
    return parser


if __name__ == "__main__":
    main()
