"""Positions of latents, by which PUSA's commands say what is given: as frames and times."""

import re
from collections.abc import Sequence
from fractions import Fraction
from itertools import pairwise

from engine.errors import RequestError
from engine.generation.sampling.latents import frames_held, pixel_frames


def positions_of(text: str) -> list[int]:
    """Of "0,1,2,3". Raises RequestError."""
    parts = [part.strip() for part in text.split(",")]
    if not all(re.fullmatch(r"\d{1,6}", part) for part in parts):
        raise RequestError(f"{text[:40]!r} are no latents' numbers.", do="Write --cond_position as 0,20.")
    return [int(part) for part in parts]


def context_held(text: str) -> int:
    """How many known frames begin a window whose first latents are given. Raises RequestError for any others."""
    positions = positions_of(text)
    if positions != list(range(len(positions))):
        raise RequestError(
            f"A clip is extended from a window's first latents, not from {text[:40]}.",
            do="Write --cond_position as 0,1,2,3, or use complete where latents at both ends are given.",
        )
    return pixel_frames(len(positions))


def hole_between(text: str, rate: Fraction) -> tuple[Fraction, Fraction]:
    """From where to where frames are made, in seconds, between the given latents. Raises RequestError."""
    gaps = [pair for pair in pairwise(positions_of(text)) if pair[1] != pair[0] + 1]
    if len(gaps) != 1 or gaps[0][1] < gaps[0][0]:
        raise RequestError(
            f"{text[:40]} do not lie on two sides of one part to make anew.",
            do="Write --cond_position as 0,20, or say --in and --out.",
        )
    [(before, after)] = gaps
    return frames_held(before).stop / rate, frames_held(after).start / rate


def times_at(text: str, seconds: Fraction, rate: Fraction) -> Sequence[Fraction]:
    """Of the last frame that each latent holds: 20 of 81 frames is the clip's last. Raises RequestError."""
    return [_time_at(position, round(seconds * rate) - 1) / rate for position in positions_of(text)]


def _time_at(position: int, last: int) -> Fraction:
    held = frames_held(position)
    if held[0] > last:
        raise RequestError(
            f"Latent {position} begins at frame {held[0]}, but the new clip ends with frame {last}.",
            do="Give latents within it, or make it longer.",
        )
    return Fraction(min(held[-1], last))
