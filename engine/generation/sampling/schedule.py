"""The sigma matrix: how much noise each latent frame holds before each step."""

import math
from collections.abc import Sequence

import torch
from torch import Tensor

from engine.errors import RequestError
from engine.generation.sampling.latents import frames_held

TIMESTEPS = 1000  # Wan's timestep of pure noise; timestep = 1000 * sigma
SHIFT = 5.0  # PUSA's for every model, and Wan2.1's own for 480p and up
STEPS_ABREAST = 10  # columns of the printed table; more wrap below


def shifted_sigmas(steps: int, shift: float = SHIFT) -> Tensor:
    """[step + 1] float32: Wan's flow-matching schedule from 1 to 0, moved towards noise by `shift`.

    Computed in float32 in the reference's order, so that timesteps come out equal to the last bit.
    """
    if steps < 1:
        raise RequestError(f"{steps} steps make no picture.", do="Use at least one step.")
    if not (math.isfinite(shift) and shift > 0):
        raise RequestError(f"A shift of {shift} is no schedule.", do="Use a number above 0; 5 is usual.")
    return _shifted(torch.linspace(1, 0, steps + 1), shift)


def _shifted(even: Tensor, shift: float) -> Tensor:
    return shift * even / (1 + (shift - 1) * even)


def sigma_matrix(
    steps: int, noise: Tensor, shift: float = SHIFT, ramp: float = 0.0, order: Sequence[int] = ()
) -> Tensor:
    """[step + 1, frame]: every frame on the shifted schedule, scaled by its noise multiplier (PUSA, arXiv 2507.16116).

    noise: [frame], 0 keep to 1 free. order: the frames that with a `ramp` lose their noise one after another, the first
    one first: 0 all together, 1 each when the one before it is done, in between they overlap.
    """
    together = shifted_sigmas(steps, shift)[:, None] * noise[None, :]
    if not 0 <= ramp <= 1:
        raise RequestError(f"A ramp of {ramp} cannot be used.", do="Use a number from 0 (together) to 1 (in turn).")
    if ramp == 0 or len(order) < 2:
        return together
    index = torch.tensor(list(order), dtype=torch.long)
    return together.index_copy(1, index, _in_turn(steps, len(order), shift, ramp) * noise[index])


def _in_turn(steps: int, frames: int, shift: float, ramp: float) -> Tensor:
    """[step + 1, frame]: each frame's whole schedule within its own share of the steps' time."""
    begin = ramp * torch.arange(frames, dtype=torch.float64) / frames
    time = torch.linspace(0, 1, steps + 1, dtype=torch.float64)[:, None]
    done = ((time - begin) / (1 - begin[-1])).clamp(0, 1)
    done[-1] = 1
    return _shifted(1 - done, shift).to(torch.float32)


def own_matrix(rows: Sequence[Sequence[float]], frames: int) -> Tensor:
    """[step + 1, frame] from a user's own rows; RequestError says which entry is wrong and why.

    Entries are sigmas, 1 = pure noise; none may rise from one row to the next, and the last row must be 0: what noise
    it left would stay in the picture.
    """
    if len(rows) < 2:
        raise RequestError("A sigma matrix needs at least two rows: one before the first step and one after the last.")
    for row, sigmas in enumerate(rows):
        if len(sigmas) != frames:
            raise _refusal(f"Row {row} has {len(sigmas)} values where this run has {frames} latent frames.")
    for row, sigmas in enumerate(rows):
        for frame, sigma in enumerate(sigmas):
            if not 0 <= sigma <= 1:
                raise _refusal(f"Row {row}, latent frame {frame} is {sigma}, outside 0 to 1.")
            if row and sigma > rows[row - 1][frame]:
                raise _refusal(f"Latent frame {frame} rises from {rows[row - 1][frame]} to {sigma} at row {row}.")
    if any(rows[-1]):
        raise _refusal("The last row is not all 0, so noise would stay in the picture.")
    return torch.tensor(rows, dtype=torch.float32)


def _refusal(what: str) -> RequestError:
    return RequestError(f"The sigma matrix cannot be used. {what}", do="Print a working one with --dry-run.")


def matrix_table(sigmas: Tensor) -> str:
    """The matrix as text: a row for each latent frame with the pixel frames it holds, a column for each step.

    Entries are timesteps (1000 = pure noise, 0 = clean); long schedules go on below, ten steps at a time.
    """
    timesteps = (sigmas * TIMESTEPS).T.tolist()
    parts = [_part(timesteps, first) for first in range(0, len(sigmas), STEPS_ABREAST)]
    return "\n\n".join(parts)


def _part(timesteps: list[list[float]], first: int) -> str:
    last_step = len(timesteps[0]) - 1
    columns = range(first, min(first + STEPS_ABREAST, last_step + 1))
    names = ["end" if column == last_step else f"step {column + 1}" for column in columns]
    lines = [f"{'latent':>6}  {'frames':>9} " + "".join(f"{name:>9}" for name in names)]
    for latent, row in enumerate(timesteps):
        cells = "".join(f"{row[column]:9.1f}" for column in columns)
        lines.append(f"{latent:6}  {_held(latent):>9} {cells}")
    return "\n".join(lines)


def _held(latent: int) -> str:
    frames = frames_held(latent)
    return str(frames[0]) if len(frames) == 1 else f"{frames[0]}-{frames[-1]}"
