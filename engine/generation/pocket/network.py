"""The built-in model's network: the VTA Wan transformer at pocket size, predicting clean latents."""

from collections.abc import Callable
from pathlib import Path

import torch
from safetensors.torch import load_file, save_file
from torch import Tensor, nn

from engine.errors import ModelError
from engine.generation.loaded.network.transformer import VTATransformer
from engine.generation.pocket.codec import FLOW_CHANNELS, Codec
from engine.generation.pocket.text import TEXT_WIDTH, PocketText
from engine.generation.sampling.schedule import TIMESTEPS

PICTURE_CHANNELS = 24
SMALLEST_SIGMA = 0.02  # below it a clean prediction cannot be told from the sample, and the velocity is 0


Check = Callable[[], None]


def _nothing() -> None:
    pass


class PocketNetwork(nn.Module):
    """Text rows and transformer. `clean` is what it is trained on; `velocity` is what a sampler asks for."""

    def __init__(self, width: int = 128, layers: int = 4, heads: int = 4) -> None:
        super().__init__()
        channels = PICTURE_CHANNELS + FLOW_CHANNELS
        self.text = PocketText()
        self.transformer = VTATransformer(
            num_attention_heads=heads,
            attention_head_dim=width // heads,
            in_channels=channels,
            out_channels=channels,
            text_dim=TEXT_WIDTH,
            freq_dim=64,
            ffn_dim=3 * width,
            num_layers=layers,
            rope_max_seq_len=64,
        )
        nn.init.zeros_(self.transformer.proj_out.weight)
        nn.init.zeros_(self.transformer.proj_out.bias)

    def clean(self, noisy: Tensor, sigmas: Tensor, words: Tensor, check: Check = _nothing) -> Tensor:
        """noisy [batch, channel, frame, 10, 16], sigmas [batch, frame], words [batch, 16, 32] -> clean latents.

        `check` is called before each block and may raise.
        """
        return self.transformer(noisy, TIMESTEPS * sigmas, words, check)

    def velocity(self, noisy: Tensor, sigmas: Tensor, words: Tensor, check: Check = _nothing) -> Tensor:
        """Noise minus clean, as every flow-matching sampler expects."""
        per_frame = sigmas[:, None, :, None, None]
        towards = noisy - self.clean(noisy, sigmas, words, check)
        return torch.where(per_frame > SMALLEST_SIGMA, towards / per_frame.clamp_min(SMALLEST_SIGMA), 0)


def save_pocket(path: Path, network: PocketNetwork, codec: Codec, about: dict[str, str]) -> None:
    """Half precision: the weights are averages of noisy steps and hold no more than that."""
    tensors = {f"network.{name}": value.half().contiguous() for name, value in network.state_dict().items()}
    tensors |= {"codec.kept": codec.kept, "codec.scale": codec.scale}
    shape = {
        "width": str(
            network.transformer.config["num_attention_heads"] * network.transformer.config["attention_head_dim"]
        )
    }
    shape |= {
        "layers": str(network.transformer.config["num_layers"]),
        "heads": str(network.transformer.config["num_attention_heads"]),
    }
    save_file(tensors, path, metadata=shape | about)


def load_pocket(path: Path) -> tuple[PocketNetwork, Codec]:
    """Raise ModelError when the file is missing or is not what save_pocket wrote."""
    from safetensors import SafetensorError, safe_open

    try:
        with safe_open(path, "pt") as file:
            shape = file.metadata() or {}
        tensors = load_file(path)
        network = PocketNetwork(*(int(shape[key]) for key in ("width", "layers", "heads")))
        codec = Codec(tensors.pop("codec.kept"), tensors.pop("codec.scale"))
        network.load_state_dict({name.removeprefix("network."): value.float() for name, value in tensors.items()})
    except (OSError, SafetensorError, KeyError, ValueError, RuntimeError) as error:
        raise ModelError(
            f"The built-in model's file {path.name} cannot be used: {error}.",
            do="Install Longtake again to restore it.",
        ) from error
    return network.eval(), codec
