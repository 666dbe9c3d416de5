"""Trains the built-in model on procedural footage:  python -m engine.training.train

One thread, resumable: stop it at any time and start it again with the same folder.
"""

import argparse
import json
import math
import shutil
import time
from dataclasses import dataclass
from pathlib import Path

import cv2
import torch
from safetensors.torch import load_file, save_file
from torch import Tensor
from torch.nn import functional

from engine.generation.built_in import WEIGHTS
from engine.generation.pocket.codec import Codec, measure
from engine.generation.pocket.network import PICTURE_CHANNELS, PocketNetwork, save_pocket
from engine.training.dataset import POOL, Batch, Footage

EMA = 0.997
FLOW_WEIGHT = 3.0  # the motion is what is used; the picture mostly teaches where things are


@dataclass(frozen=True, slots=True)
class Settings:
    folder: Path
    samples: int
    batch: int = 16
    rate: float = 2e-3
    seed: int = 1
    width: int = 128
    layers: int = 4
    save_every: int = 100  # steps
    pool: int = POOL  # clips held ready


class Run:
    """Network, its running average, optimiser and data, as one thing that can be saved and gone on with."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        torch.manual_seed(settings.seed)
        self.network = PocketNetwork(settings.width, settings.layers)
        self.average = {name: value.clone() for name, value in self.network.state_dict().items()}
        self.optimiser = torch.optim.AdamW(
            self.network.parameters(), lr=settings.rate, betas=(0.9, 0.98), weight_decay=0.01
        )
        self.step = 0
        self.seconds = 0.0
        state = settings.folder / "state.safetensors"
        first_clip = self._restore(state) if state.exists() else 0
        if not first_clip:
            self.codec = measured_codec(settings.seed)
        self.footage = Footage(settings.seed, first_clip, settings.pool)

    @property
    def steps(self) -> int:
        return self.settings.samples // self.settings.batch

    def save(self) -> None:
        """State first under another name: a stop in the middle leaves the one before."""
        self.settings.folder.mkdir(parents=True, exist_ok=True)
        tensors = {f"network.{name}": value for name, value in self.network.state_dict().items()}
        tensors |= {f"average.{name}": value for name, value in self.average.items()}
        for index, moments in self.optimiser.state_dict()["state"].items():
            tensors |= {f"moment.{index}.{name}": value for name, value in moments.items()}
        tensors |= {"codec.kept": self.codec.kept, "codec.scale": self.codec.scale}
        numbers = {"step": self.step, "seconds": self.seconds, "next_clip": self.footage.next_clip}
        partial = self.settings.folder / "state.partial"
        save_file(
            {name: value.contiguous() for name, value in tensors.items()}, partial, {"numbers": json.dumps(numbers)}
        )
        partial.replace(self.settings.folder / "state.safetensors")
        self.export(self.settings.folder / "pocket.safetensors")

    def export(self, path: Path) -> None:
        shipped = PocketNetwork(self.settings.width, self.settings.layers)
        shipped.load_state_dict(self.average)
        about = {"samples": str(self.step * self.settings.batch), "seed": str(self.settings.seed)}
        save_pocket(path, shipped, self.codec, about)

    def _restore(self, path: Path) -> int:
        from safetensors import safe_open

        with safe_open(path, "pt") as file:
            numbers = json.loads(file.metadata()["numbers"])
        tensors = load_file(path)
        self.network.load_state_dict(_under(tensors, "network."))
        self.average = _under(tensors, "average.")
        state = self.optimiser.state_dict()
        for name, value in _under(tensors, "moment.").items():
            index, moment = name.split(".")
            state["state"].setdefault(int(index), {})[moment] = value
        self.optimiser.load_state_dict(state)
        self.codec = Codec(tensors["codec.kept"], tensors["codec.scale"])
        self.step, self.seconds = numbers["step"], numbers["seconds"]
        return int(numbers["next_clip"])

    def train_step(self) -> float:
        for group in self.optimiser.param_groups:
            group["lr"] = self.settings.rate * schedule(self.step / self.steps)
        loss = batch_loss(self.network, self.codec, self.footage.batch(self.settings.batch))
        self.optimiser.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(self.network.parameters(), 1.0)
        self.optimiser.step()
        keep = min(EMA, (self.step + 1) / (self.step + 10))
        for name, value in self.network.state_dict().items():
            self.average[name].lerp_(value, 1 - keep)
        self.step += 1
        return float(loss.detach())


def schedule(done: float) -> float:
    """Share of the full learning rate: a short warm-up, then a cosine down to a fiftieth."""
    return min(1.0, done * 50 + 0.02) * (0.51 + 0.49 * math.cos(math.pi * min(done, 1.0)))


def batch_loss(network: PocketNetwork, codec: Codec, batch: Batch) -> Tensor:
    """Huber on the clean latents, weighted towards low noise (a small error weighs more late) and towards motion."""
    clean = codec.encode(batch.frames, batch.flow)
    per_frame = batch.sigmas[:, None, :, None, None]
    seen = torch.where(batch.known[:, None, :, None, None], codec.encode(batch.frames, batch.observed), clean)
    noisy = (1 - per_frame) * seen + per_frame * torch.randn_like(seen)
    predicted = network.clean(noisy, batch.sigmas, network.text(batch.prompts))
    error = functional.huber_loss(predicted, clean, reduction="none", delta=1.0)
    weight = (batch.sigmas > 0) / batch.sigmas.clamp_min(0.3).square()
    channel = torch.ones(codec.channels)
    channel[PICTURE_CHANNELS:] = FLOW_WEIGHT
    weighted = error * channel[None, :, None, None, None] * weight[:, None, :, None, None]
    return weighted.sum() / (weight.sum() * channel.sum() * error.shape[3] * error.shape[4]).clamp_min(1)


def measured_codec(seed: int) -> Codec:
    footage = Footage(seed, pool=64)
    batches = [footage.batch(4) for _ in range(24)]
    latest = max(batch.frames.shape[1] for batch in batches)
    whole = [batch for batch in batches if batch.frames.shape[1] == latest]
    return measure(torch.cat([b.frames for b in whole]), torch.cat([b.flow for b in whole]), PICTURE_CHANNELS)


def train(settings: Settings) -> None:
    run = Run(settings)
    log = settings.folder / "log.jsonl"
    settings.folder.mkdir(parents=True, exist_ok=True)
    losses: list[float] = []
    began = time.monotonic()
    while run.step < run.steps:
        losses.append(run.train_step())
        if run.step % settings.save_every and run.step < run.steps:
            continue
        run.seconds, began = run.seconds + time.monotonic() - began, time.monotonic()
        run.save()
        row = {
            "step": run.step,
            "samples": run.step * settings.batch,
            "loss": sum(losses) / len(losses),
            "seconds": round(run.seconds),
        }
        losses.clear()
        with log.open("a") as file:
            file.write(json.dumps(row) + "\n")
        print(json.dumps(row), flush=True)


def ship(settings: Settings, folder: Path) -> None:
    """Put a finished run's weights and log where the application looks for them."""
    folder.mkdir(parents=True, exist_ok=True)
    for name in ("pocket.safetensors", "log.jsonl"):
        shutil.copyfile(settings.folder / name, folder / name)


def _under(tensors: dict[str, Tensor], prefix: str) -> dict[str, Tensor]:
    return {name.removeprefix(prefix): value for name, value in tensors.items() if name.startswith(prefix)}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--folder", type=Path, default=Path(".cache/training"))
    parser.add_argument("--samples", type=int, default=28_000)
    parser.add_argument("--seed", type=int, default=1)
    chosen = parser.parse_args()
    torch.set_num_threads(1)
    cv2.setNumThreads(1)
    settings = Settings(folder=chosen.folder, samples=chosen.samples, seed=chosen.seed)
    train(settings)
    ship(settings, WEIGHTS.parent)


if __name__ == "__main__":
    main()
