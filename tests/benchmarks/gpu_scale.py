"""What is measured on a GPU, at which size: networks with random weights, made where they compute."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import torch
from accelerate import init_empty_weights
from diffusers import AutoencoderKLWan
from diffusers.models.transformers.transformer_wan import WanTransformer3DModel
from torch import Tensor, nn

from engine.generation.loaded.files.loading import stored_dtype
from engine.generation.loaded.network.transformer import VTATransformer

PUBLISHED = {"num_attention_heads": 40, "attention_head_dim": 128, "ffn_dim": 13824, "num_layers": 40}
TINY = {"num_attention_heads": 2, "attention_head_dim": 24, "ffn_dim": 96, "num_layers": 3}
TINY_VAE = {"base_dim": 4, "dim_mult": [1, 1, 1, 1], "num_res_blocks": 1}
STEP = 0.02  # of random weights, as large as trained ones are


@dataclass(frozen=True, slots=True)
class Scale:
    """sizes: width and height in pixels. probe: rows and columns of the multiplied matrices, tokens of the attention.
    compiler: of torch.compile. cap: bytes of the device's memory while blocks are streamed."""

    device: torch.device
    dtype: torch.dtype
    network: dict[str, int]
    vae: dict[str, Any]
    sizes: dict[str, tuple[int, int]]
    frames: int
    probe: tuple[int, int]
    compiler: str
    cap: int
    built: dict[str, Any] = field(default_factory=dict)  # networks, until they are forgotten

    @property
    def latents(self) -> int:
        return (self.frames - 1) // 4 + 1

    def transformer(self) -> VTATransformer:
        """Ours: the same one each time."""
        if "ours" not in self.built:
            self.built["ours"] = random_transformer(self)
        return self.built["ours"]

    def stock(self) -> WanTransformer3DModel:
        """diffusers' own, on the same weights."""
        if "stock" not in self.built:
            with init_empty_weights():
                network = WanTransformer3DModel(**self.network)
            network.load_state_dict(self.transformer().state_dict(), assign=True)
            self.built["stock"] = nn.Module.to(network, self.device).eval().requires_grad_(False)
        return self.built["stock"]

    def random_vae(self, dtype: torch.dtype) -> Any:
        torch.manual_seed(0)
        return nn.Module.to(AutoencoderKLWan(**self.vae), self.device, dtype).eval()

    def inputs(self, size: str) -> tuple[Tensor, Tensor, Tensor]:
        """Latents, a timestep for each frame, text."""
        width, height = self.sizes[size]
        latents = torch.randn(1, 16, self.latents, height // 8, width // 8, device=self.device, dtype=self.dtype)
        timesteps = torch.linspace(200, 1000, self.latents, device=self.device)
        return latents, timesteps, torch.randn(1, 512, 4096, device=self.device, dtype=self.dtype)


def full(device: torch.device) -> Scale:
    """The 14B model."""
    sizes = {"480p": (832, 480), "720p": (1280, 720)}
    return Scale(device, torch.bfloat16, PUBLISHED, {}, sizes, 81, (8192, 32760), "inductor", 8 * 10**9)


def tiny(device: torch.device) -> Scale:
    """Every part in seconds, to see that it runs."""
    sizes = {"480p": (48, 32), "720p": (64, 48)}
    return Scale(device, torch.float32, TINY, TINY_VAE, sizes, 17, (64, 96), "eager", 8 * 10**9)


def random_transformer(scale: Scale) -> VTATransformer:
    with init_empty_weights():
        network = VTATransformer(**scale.network)
    weights = {
        name: random_weight(tuple(values.shape), scale.device, stored_dtype(name, scale.dtype))
        for name, values in network.state_dict().items()
    }
    network.load_state_dict(weights, assign=True)
    return nn.Module.to(network, scale.device).eval().requires_grad_(False)


def random_weight(shape: tuple[int, ...], device: torch.device, dtype: torch.dtype) -> Tensor:
    return torch.empty(shape, device=device, dtype=dtype).normal_(0, STEP)


def timed(call: Callable[[], object], device: torch.device, runs: int = 2) -> float:
    """Seconds of the quickest of some calls, after one that is not counted; of the only one, if there is but one."""
    times = []
    for _ in range(runs + 1 if runs > 1 else 1):
        wait(device)
        began = time.perf_counter()
        call()
        wait(device)
        times.append(time.perf_counter() - began)
    return min(times[1:] or times)


def wait(device: torch.device) -> None:
    if device.type == "cuda":
        torch.cuda.synchronize(device)
