"""Each part of what is measured on a GPU."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np
import torch
from diffusers import FlowMatchEulerDiscreteScheduler, WanPipeline
from torch import Tensor, nn

from engine.generation.ask import Ask
from engine.generation.loaded.adapters.merging import Weight
from engine.generation.loaded.experts import Experts
from engine.generation.loaded.files.loading import empty_transformer, stored_dtype
from engine.generation.loaded.files.stored import Plain
from engine.generation.loaded.files.whole_files import WholeFiles
from engine.generation.loaded.network.fastest import ATTENTIONS, NATIVE, tried, tuned
from engine.generation.loaded.network.transformer import VTATransformer, predictor
from engine.generation.loaded.placing import Placed
from engine.generation.loaded.vae.wan_vae import WanVAE
from engine.generation.loaded.wan import Wan
from engine.generation.memory.placement import Held
from engine.generation.sampling.latent_video import Given, window
from engine.models.defaults import WAN_22
from engine.progress import Report
from engine.requests import Sampling
from tests.benchmarks.gpu_scale import Scale, random_weight, timed

GOALS = {  # seconds on an H200
    "forward 480p, ours": 2.5,
    "forward 720p, ours": 9.6,
    "decode 480p, ours, bf16": 1.1,
    "decode 720p, ours, bf16": 2.5,
    "4 steps 480p, with encoding and decoding": 11.5,
}
STREAMED = 1.05  # times a resident forward
TILE = 512  # pixels
CONTEXT = 13  # frames that a window goes on from
NOISE = (0.0, 0.3, 0.4, 0.5)  # of its latents: PUSA's own example


@dataclass(frozen=True, slots=True)
class Row:
    """seconds: of one. peak: bytes of a GPU, with the weights; goals are for one."""

    what: str
    seconds: float | None = None
    peak: int | None = None
    note: str = ""

    def told(self) -> str:
        seconds = "" if self.seconds is None else f"{self.seconds:9.3f} s"
        peak = "" if self.peak is None else f"{self.peak / 1e9:6.1f} GB"
        goal = f"goal {GOALS[self.what]} s" if self.what in GOALS and self.peak is not None else ""
        return f"{self.what:48}{seconds:>12}{peak:>11}  {goal:12}{self.note}".rstrip()


def measured(what: str, call: Callable[[], object], scale: Scale, runs: int = 2, note: str = "") -> Row:
    if scale.device.type != "cuda":
        return Row(what, timed(call, scale.device, runs), note=note)
    torch.cuda.empty_cache()
    torch.cuda.reset_peak_memory_stats()
    seconds = timed(call, scale.device, runs)
    return Row(what, seconds, torch.cuda.max_memory_allocated(), note)


def probes(scale: Scale) -> Iterator[Row]:
    """What the machine reaches in the two things that a forward is made of."""
    side, tokens = scale.probe
    square = torch.randn(side, side, device=scale.device, dtype=scale.dtype)
    row = measured(f"matrix product {side} x {side}", lambda: square @ square, scale)
    yield _rated(row, 2 * side**3)
    heads, width = scale.network["num_attention_heads"], scale.network["attention_head_dim"]
    given = torch.randn(3, 1, heads, tokens, width, device=scale.device, dtype=scale.dtype)
    attend = nn.functional.scaled_dot_product_attention
    row = measured(f"attention of {tokens} tokens", lambda: attend(*given), scale)
    yield _rated(row, 4 * tokens**2 * heads * width)
    for each in tried(ATTENTIONS, scale.device, scale.dtype, heads, width):
        yield Row(f"attention tried: {each.name}", None if each.why else each.seconds, note=each.why)


def _rated(row: Row, operations: float) -> Row:
    return Row(row.what, row.seconds, note=f"{operations / (row.seconds or 1) / 1e12:.0f} TFLOP/s")


def forwards(scale: Scale, size: str, runs: int) -> Iterator[Row]:
    """One set of weights: ours as sampling runs it, diffusers' scalar, and per token."""
    latents, timesteps, text = scale.inputs(size)
    predict = predictor(scale.transformer(), lambda: None)
    yield measured(f"forward {size}, ours", lambda: predict(latents, timesteps, text), scale, runs)
    known = timesteps.clone()
    known[: scale.latents // 4] = 0
    yield measured(f"forward {size}, ours, known frames", lambda: predict(latents, known, text), scale, runs)
    stock: Any = scale.stock()
    tokens = latents[0, 0, 0].numel() // 4
    for name, vector in (("scalar", timesteps[-1:]), ("per token", timesteps.repeat_interleave(tokens)[None])):
        run = partial(stock, latents, vector, text, return_dict=False)
        yield measured(f"forward {size}, diffusers, {name}", run, scale, runs)


def loop(scale: Scale, how: str = "eager") -> Iterator[Row]:
    """WanPipeline's own loop of four steps, without a VAE and a text encoder."""
    stock: Any = scale.stock()
    pipeline = WanPipeline(None, None, None, FlowMatchEulerDiscreteScheduler(shift=5.0), stock)
    pipeline.set_progress_bar_config(disable=True)
    width, height = scale.sizes["480p"]
    asked = {"height": height, "width": width, "num_frames": scale.frames, "num_inference_steps": 4}
    text = scale.inputs("480p")[2]
    run = partial(pipeline, **asked, guidance_scale=1.0, prompt_embeds=text, output_type="latent")
    yield measured(f"WanPipeline's loop 480p, 4 steps, {how}", run, scale, runs=1)


def vae(scale: Scale) -> Iterator[Row]:
    """Ours, a latent after another, whole and in tiles; diffusers', all at once."""
    for dtype, name in ((torch.bfloat16, "bf16"), (torch.float32, "fp32")):
        network = scale.random_vae(dtype)
        whole, tiled = WanVAE(network), WanVAE(network, TILE if scale.frames > 17 else 24)
        for size in scale.sizes:
            latents = scale.inputs(size)[0]
            ways: dict[str, Callable[[], object]] = {
                "ours": partial(_decoded, whole, latents),
                "ours in tiles": partial(_decoded, tiled, latents),
                "diffusers": partial(network.decode, latents.to(dtype), return_dict=False),
            }
            for way, run in ways.items():
                runs = 2 if way == "ours" and dtype is torch.bfloat16 else 1
                yield _guarded(f"decode {size}, {way}, {name}", run, scale, runs)


def _decoded(network: WanVAE, latents: Tensor) -> None:
    for _ in network.decode(latents.float().cpu()):
        pass


def _guarded(what: str, run: Callable[[], object], scale: Scale, runs: int) -> Row:
    try:
        return measured(what, run, scale, runs)
    except torch.OutOfMemoryError:
        return Row(what, note="out of memory")


def four_steps(scale: Scale) -> Iterator[Row]:
    """A window that goes on from 13 frames, from pictures to pictures."""
    text = scale.inputs("480p")[2].cpu()
    experts = Experts([scale.transformer])
    model = Wan("random", experts, WanVAE(scale.random_vae(torch.float32)), lambda *_: (text, text), WAN_22)
    width, height = scale.sizes["480p"]
    known = np.random.default_rng(0).random((CONTEXT, height, width, 3), np.float32)
    ask = Ask(sampling=Sampling(steps=4, guidance=1.0))
    given = [Given(0, known, NOISE)]

    def run() -> None:
        for _ in window(model, scale.frames, given, (height, width), ask, Report()):
            pass

    yield measured("4 steps 480p, with encoding and decoding", run, scale, runs=1)


def streaming(scale: Scale) -> Iterator[Row]:
    """Two experts, whose blocks come from the computer's memory but for one, beside a resident one."""
    latents, timesteps, text = scale.inputs("480p")
    resident = partial(predictor(scale.transformer(), lambda: None), latents, timesteps, text)
    plain = measured("expert resident", resident, scale)
    yield plain
    del resident
    scale.built.clear()
    experts = [_waiting(scale) for _ in range(2)]
    with _Capped(scale):
        for number, (network, placed) in enumerate(experts):
            network.supply = placed.arrive(scale.device, 1, Held.MEMORY)
            predict = predictor(network, lambda: None)
            row = measured(f"expert {number + 1} streamed", partial(predict, latents, timesteps, text), scale)
            ratio = (row.seconds or 0) / (plain.seconds or 1)
            yield Row(row.what, row.seconds, row.peak, f"{ratio:.3f} of resident, goal {STREAMED}")
            network.supply = None
            placed.leave(keep=True)


def _waiting(scale: Scale) -> tuple[VTATransformer, Placed]:
    """An expert whose weights are in the computer's memory. All its blocks have the same, since what they are costs
    nothing and making them would."""
    network = empty_transformer(scale.network, "random")
    made: dict[str, Weight] = {}
    weights = {}
    for name, values in network.state_dict().items():
        alike = ".".join("*" if part.isdigit() and name.startswith("blocks.") else part for part in name.split(".", 2))
        if alike not in made:
            dtype = stored_dtype(name, scale.dtype)
            numbers = random_weight(tuple(values.shape), scale.device, dtype).cpu()
            made[alike] = Weight(Plain(numbers), (), dtype)
        weights[name] = made[alike]
    return network.eval(), Placed(network, weights, "blocks", WholeFiles([]))


class _Capped:
    """The device seems to have no more memory than the scale's cap."""

    def __init__(self, scale: Scale) -> None:
        self._scale = scale

    def __enter__(self) -> None:
        if self._scale.device.type == "cuda":
            total = torch.cuda.get_device_properties(self._scale.device).total_memory
            torch.cuda.empty_cache()
            torch.cuda.set_per_process_memory_fraction(min(1.0, self._scale.cap / total))

    def __exit__(self, *_: object) -> None:
        if self._scale.device.type == "cuda":
            torch.cuda.set_per_process_memory_fraction(1.0)


def best(scale: Scale) -> Iterator[Row]:
    """Both with the quickest attention and compiled blocks. seconds of a run: as if that were always worth it."""
    latents, timesteps, text = scale.inputs("480p")
    ours, attentions = scale.transformer(), ATTENTIONS if scale.device.type == "cuda" else (NATIVE,)
    told = tuned(ours, scale.device, 1e6, attentions, scale.compiler)
    predict = predictor(ours, lambda: None)
    yield measured("forward 480p, ours, best", lambda: predict(latents, timesteps, text), scale, note=told)
    attention: Any = next(iter(ours.attn_processors.values()))
    stock: Any = scale.stock()
    for processor in stock.attn_processors.values():
        processor._attention_backend = attention._attention_backend
    torch._dynamo.reset()
    stock.compile_repeated_blocks(fullgraph=True, backend=scale.compiler)
    run = partial(stock, latents, timesteps[-1:], text, return_dict=False)
    yield measured("forward 480p, diffusers, scalar, best", run, scale)
    yield from loop(scale, "best")
    torch._dynamo.reset()
    scale.built.clear()


PARTS: dict[str, Callable[[Scale], Iterator[Row]]] = {
    "probes": probes,
    "forward-480p": partial(forwards, size="480p", runs=2),
    "loop": loop,
    "vae": vae,
    "four-steps": four_steps,
    "forward-720p": partial(forwards, size="720p", runs=1),
    "best": best,
    "streaming": streaming,
}
