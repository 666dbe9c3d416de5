"""What a model of latents would do where pictures are given on the way, told from headers alone."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from fractions import Fraction

import torch
from torch import Tensor

from engine.errors import RequestError
from engine.generation.ask import Ask
from engine.generation.built_in import MODEL
from engine.generation.pictures.form import Form
from engine.generation.pictures.keyframes import NewClip, latent_noise
from engine.generation.pictures.layout import Window
from engine.generation.pictures.windows import windows_of
from engine.generation.pocket.model import SHIFT, STEPS
from engine.generation.sampling.latent_video import PATCH, Outlined, sigmas_of
from engine.generation.sampling.latents import frames_held, pixel_frames
from engine.generation.sampling.schedule import matrix_table, sigma_matrix
from engine.models.folder import Outline
from engine.requests import GenerateRequest, Plan, PlannedLatent

Known = tuple[int, int]  # frames of clips before and after the new ones


def planned(outline: Outline, new: NewClip, ask: Ask, windows: Sequence[Window], notes: tuple[str, ...]) -> Plan:
    """With a loaded model. Raises RequestError where an own matrix does not fit."""
    whole = replace(_plan(new, notes), model=outline.name)
    if not windows:
        return replace(whole, table="There is no noise: everything is given.")
    window = windows[0]
    matrix = sigmas(outline, ask, window, new.count)
    latents = tuple(planned_latents(window.held, matrix[0].tolist(), window.free))
    return _with_sigmas(replace(whole, window_frames=window.frames, latents=latents), matrix)


def planned_whole(request: GenerateRequest, new: NewClip, notes: tuple[str, ...]) -> Plan:
    """With the built-in model: as if one window held the whole clip."""
    noise = latent_noise(new)
    free = [latent for latent in range(len(noise)) if not any(latent in placed.latents for placed in new.placed)]
    matrix = built_in_sigmas(noise, Ask(sampling=request.sampling), free)
    latents = tuple(planned_latents(frames_held, matrix[0].tolist(), free))
    return _with_sigmas(replace(_plan(new, notes), window_frames=pixel_frames(len(noise)), latents=latents), matrix)


def _plan(new: NewClip, notes: tuple[str, ...]) -> Plan:
    return Plan(
        model=MODEL,
        rate=new.video.rate,
        width=new.video.width,
        height=new.video.height,
        new_frames=new.count,
        context_frames=sum(len(placed.frames) for placed in new.placed),
        window_frames=0,
        notes=notes,
        sigmas=(),
        table="",
    )


def _with_sigmas(plan: Plan, matrix: Tensor) -> Plan:
    return replace(plan, sigmas=tuple(tuple(row) for row in matrix.tolist()), table=matrix_table(matrix))


def checked_windows(outline: Outlined, new: NewClip, ask: Ask, known: Known) -> tuple[Window, ...]:
    """Raises RequestError where no window has room, or an own matrix does not fit the only one."""
    windows = windows_of(new, ask, known, outline.defaults.frames)
    if ask.sampling.sigmas is None:
        return windows
    if len(windows) != 1:
        raise RequestError(
            f"This takes {len(windows)} windows of the model, which one matrix does not fit.",
            do="Leave the sigma matrix out, or ask for fewer frames.",
        )
    sigmas(outline, ask, windows[0], new.count)
    return windows


def sigmas(outline: Outlined, ask: Ask, window: Window, count: int) -> Tensor:
    """[step + 1, latent]. count: of all new frames."""
    return sigmas_of(outline, _noise(window, ask, count), ask, window.free)


def built_in_sigmas(noise: Tensor, ask: Ask, free: Sequence[int]) -> Tensor:
    """[step + 1, latent]"""
    sampling = ask.sampling
    return sigma_matrix(sampling.steps or STEPS, noise, sampling.shift or SHIFT, sampling.ramp, free)


def _noise(window: Window, ask: Ask, count: int) -> Tensor:
    """[latent]"""
    noise = window.noise
    if ask.sampling.draft is not None:
        noise[window.free] = torch.tensor(window.drafted(ask.sampling.freedom, count))[window.free]
    return noise


def planned_latents(
    held: Callable[[int], range], noise: Sequence[float], free: Sequence[int]
) -> Iterator[PlannedLatent]:
    for latent, value in enumerate(noise):
        frames = held(latent)
        yield PlannedLatent(frames.start, frames.stop, value, latent not in free)


def usual_form(outline: Outlined) -> Form:
    """Of a clip that no picture gives one to: 16:9, or as near to it as the model's grid comes, at its own rate."""
    defaults, grid = outline.defaults, outline.scale * PATCH
    width = int((defaults.area * 16 / 9) ** 0.5) // grid * grid
    return Form(width, defaults.area // width // grid * grid, Fraction(defaults.rate))
