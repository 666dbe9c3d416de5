"""The quickest way to run a transformer on a device, found by trying: whose attention, and whether blocks are compiled.

Only what gives the same result up to rounding is tried, and nothing that would be fetched from somewhere.
"""

import re
import time
import warnings
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial
from typing import Any

import torch
from torch import Tensor

from engine.generation.loaded.lean_diffusers import lean_import
from engine.generation.loaded.network.frame_attention import Around, Rotary
from engine.generation.loaded.network.text_keys import TextKeys
from engine.generation.loaded.network.transformer import States, VTATransformer

with lean_import():
    from diffusers.models.attention_dispatch import (
        AttentionBackendName,
        _check_attention_backend_requirements,
        dispatch_attention_fn,
    )

NATIVE = "native"  # PyTorch's own choice: what the others are measured against
ATTENTIONS = (NATIVE, "_native_flash", "_native_cudnn", "_native_efficient", "flash", "_flash_3")
TOKENS, FRAMES, WORDS = 2048, 2, 512  # of what is tried
RUNS = 5
FARTHER = 2.0  # times native's own distance from the exact result: another order of sums, not another precision
FASTER = 0.97  # of the time: less is no reason to change
COMPILATIONS = 2  # for what is tried, and for the run's own size
WORTH = 120.0  # seconds that a run takes at least before compiling is tried


@dataclass(frozen=True, slots=True)
class Tried:
    """One kind of attention. seconds: of one call. why: it cannot be used, in words; empty where it can."""

    name: str
    seconds: float
    why: str = ""


def tuned(
    transformer: VTATransformer,
    device: torch.device,
    seconds: float | None,
    attentions: Iterable[str] | None = None,
    compiler: str | None = None,
) -> str:
    """`transformer` set up to run as quickly as it can on `device`; told in words, empty where nothing was to choose.

    seconds: that a run is expected to take; None = not known, so nothing is compiled. attentions: to be tried; None =
    all of them on CUDA, PyTorch's own elsewhere. compiler: a backend of torch.compile; None = the usual one, on CUDA.
    """
    on_cuda = device.type == "cuda"
    asked = (ATTENTIONS if on_cuda else ()) if attentions is None else tuple(attentions)
    told = [_attending(transformer, device, asked)] if asked else []
    if on_cuda or compiler is not None:
        told.append(_compiled(transformer, device, seconds, compiler))
    return " ".join(told)


def tried(names: Iterable[str], device: torch.device, dtype: torch.dtype, heads: int, width: int) -> list[Tried]:
    """Each kind of attention, timed and checked against the exact result. heads, width: how many, how wide each is."""
    generator = torch.Generator().manual_seed(0)
    shape = 3, 1, TOKENS, heads, width
    given = torch.randn(shape, generator=generator).to(device, dtype)
    exact = _attention(NATIVE, given.to(torch.float64 if dtype is torch.float32 else torch.float32))
    allowed = FARTHER * _distance(_attention(NATIVE, given), exact)
    return [_tried(name, given, exact, allowed) for name in names]


def _tried(name: str, given: Tensor, exact: Tensor, allowed: float) -> Tried:
    try:
        _check_attention_backend_requirements(AttentionBackendName(name))
    except RuntimeError:
        return Tried(name, float("inf"), "not installed")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # PyTorch's, on why a kernel cannot be used: the error says so, too
            distance = _distance(_attention(name, given), exact)
            taken = quickest(partial(_attention, name, given), given.device)
    except Exception as error:  # each library has its own; any of them means that it cannot be used here
        return Tried(name, float("inf"), _reason(error))
    if not distance <= allowed:
        return Tried(name, float("inf"), f"its result is off by {distance:.0e}")
    return Tried(name, taken)


def _reason(error: Exception) -> str:
    """The first sentence of what it says, without its stop."""
    return re.split(r"[.:]?\s*\n|\. ", f"{error}".strip() + "\n")[0] or type(error).__name__


def _attention(name: str, given: Tensor) -> Tensor:
    """given: queries, keys and values, [3, batch, token, head, width]."""
    return dispatch_attention_fn(*given, backend=AttentionBackendName(name))


def _distance(result: Tensor, exact: Tensor) -> float:
    return float((result.to(exact.dtype) - exact).norm() / exact.norm())


def quickest(call: Callable[[], object], device: torch.device) -> float:
    """Seconds of the quickest of some calls, after one that is not counted."""
    call()
    times = []
    for _ in range(RUNS):
        _wait(device)
        began = time.perf_counter()
        call()
        _wait(device)
        times.append(time.perf_counter() - began)
    return min(times)


def _wait(device: torch.device) -> None:
    if device.type == "cuda":
        torch.cuda.synchronize(device)


@torch.no_grad()
def _attending(transformer: VTATransformer, device: torch.device, names: tuple[str, ...]) -> str:
    """The quickest kind from now on."""
    weight, attention = transformer.patch_embedding.weight, _first(transformer).attn1
    found = tried(names, device, weight.dtype, attention.heads, len(weight) // attention.heads)
    seconds = {each.name: each.seconds for each in found if not each.why}
    native = seconds.get(NATIVE, float("inf"))
    best = min(seconds, key=lambda name: seconds[name], default=NATIVE)
    if seconds.get(best, native) > FASTER * native:
        best = NATIVE
    processors: Iterable[Any] = transformer.attn_processors.values()
    for processor in processors:
        processor._attention_backend = AttentionBackendName(best)
    gain = f", {native / seconds[best]:.2f} times as fast as {NATIVE}" if best != NATIVE else ""
    out = "; ".join(f"{each.name} ({each.why})" for each in found if each.why)
    return f"Attention: {best}{gain}." + (f" Not used: {out}." if out else "")


@torch.no_grad()
def _compiled(transformer: VTATransformer, device: torch.device, seconds: float | None, compiler: str | None) -> str:
    """Compiled from now on if that works and is worth its time in a run of `seconds`."""
    why = _no_compiling(transformer, seconds, compiler)
    if why or seconds is None:
        return f"Not compiled: {why}."
    run = partial(transformer.blocks[0], *_states(transformer, device))
    before = quickest(run, device)
    try:
        transformer.compile_repeated_blocks(fullgraph=True, backend=compiler or "inductor")
        began = time.perf_counter()
        run()
        took = COMPILATIONS * (time.perf_counter() - began)
        saved = seconds * (1 - quickest(run, device) / before)
    except Exception as error:  # a compiler's errors have no common name
        _plain(transformer.blocks)
        return f"Not compiled: {_reason(getattr(error, 'inner_exception', error))}."
    _plain(transformer.blocks)
    if saved <= took:
        return f"Not compiled: it would take {took:.0f} s and save {max(0.0, saved):.0f} s."
    transformer.compile_repeated_blocks(backend=compiler or "inductor")  # what can't be compiled later runs as it is
    _plain(transformer.blocks[-1:])  # is given other things than the rest, and would be compiled on its own
    return f"Compiled in {took:.0f} s, which saves about {saved:.0f} s."


def _no_compiling(transformer: VTATransformer, seconds: float | None, compiler: str | None) -> str:
    """Why it is not even tried; empty = it is."""
    from torch.utils._triton import has_triton

    if transformer.supply is not None:
        return "its blocks are brought one after another"
    if compiler is None and not has_triton():
        return "no compiler is installed"
    if seconds is None or seconds < WORTH:
        return "a run is too short for it"
    return ""


def _plain(blocks: Iterable[Any]) -> None:
    """As they were before they were compiled."""
    for block in blocks:
        block._compiled_call_impl = None  # what Module.compile sets


def _first(transformer: VTATransformer) -> Any:
    return transformer.blocks[0]


def _states(transformer: VTATransformer, device: torch.device) -> States:
    """Random, for one block."""
    weight, heads = transformer.patch_embedding.weight, _first(transformer).attn1.heads
    width, each = len(weight), len(weight) // heads

    def random(*shape: int, dtype: torch.dtype = weight.dtype) -> Tensor:
        return torch.randn(shape, device=device, dtype=dtype)

    one = torch.zeros(1, dtype=torch.long, device=device)
    words = TextKeys(random(1, WORDS, heads, each), random(1, WORDS, heads, each), one)
    angles = (random(1, TOKENS, 1, each // 2, dtype=torch.float32) for _ in range(2))
    return States(random(FRAMES, TOKENS // FRAMES, width), words, random(FRAMES, 6, width), Around(Rotary(*angles)))
